"""From the words of the command line to a game at a point. Nothing typed is evaluated as code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import final

from brinkgame import catalog, memo
from brinkgame.arithmetic import exact_number
from brinkgame.catalog import CatalogEntry
from brinkgame.errors import BrinkgameError, InvalidNumberError, UnknownNameError, suggestion
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.memo import DecisionPoint, Variant

__all__ = ["Found", "find", "folder", "settings"]

_FILES = (".nfg", ".efg")


@final
@dataclass(frozen=True, slots=True)
class Found:
    """A game by its name on the command line, and what is known about it."""

    name: str
    title: str
    game: ExtensiveFormGame | NormalFormGame
    point: DecisionPoint | None = None
    entry: CatalogEntry | None = None
    variant: Variant | None = None


def find(name: str) -> Found:
    """The game of this name; ``deploy:silence`` is the variant ``silence`` of ``deploy``.

    Raises
    ------
    UnknownNameError
        There is none.
    BrinkgameError
        The name is that of a file.
    """
    base, colon, variant_name = name.partition(":")
    try:
        point = memo.load(base)
    except UnknownNameError:
        pass
    else:
        if not colon:
            return Found(name, point.title, point.game, point=point)
        variant = point.variant(variant_name)
        return Found(
            name, f"{point.title}: {variant.title}", variant.game, point=point, variant=variant
        )
    if name in catalog.names():
        entry = catalog.load(name)
        return Found(name, entry.title, entry.game, entry=entry)
    if name.lower().endswith(_FILES) or _is_file(name):
        raise BrinkgameError(
            f"{name!r}: games cannot be read from files yet; name one of those that "
            "'brinkgame list' shows"
        )
    known = [*memo.names(), *catalog.names()]
    raise UnknownNameError(f"no game {name!r}{suggestion(name, known)}")


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long, or with a null in it: no name of a file
        return False


def folder(name: str) -> Path:
    """The folder of this name, made if it is not there.

    Raises
    ------
    BrinkgameError
        There can be no folder of this name.
    OSError
        It cannot be made: no permission, or a file is in the way.
    """
    if not name or "\0" in name:
        raise BrinkgameError(f"--out takes a folder; got {name!r}")
    path = Path(name)
    path.mkdir(parents=True, exist_ok=True)
    return path


def settings(texts: Iterable[str]) -> dict[str, Fraction]:
    """The values of ``--set NAME=VALUE``, read exactly.

    Raises
    ------
    BrinkgameError
        A text is not of that form, or a name is given twice.
    InvalidNumberError
        A value is no number.

    Examples
    --------
    >>> settings(["detection=9/10", "erosion = 0.5"])
    {'detection': Fraction(9, 10), 'erosion': Fraction(1, 2)}
    """
    values: dict[str, Fraction] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            raise BrinkgameError(f"--set takes NAME=VALUE, such as detection=9/10; got {text!r}")
        if name in values:
            raise BrinkgameError(f"--set gives {name} twice: {values[name]} and {value}")
        try:
            values[name] = exact_number(value)
        except InvalidNumberError as error:
            raise InvalidNumberError(f"--set {name}: {error}") from None
    return values
