"""From the words of the command line to a game at a point. Nothing typed is evaluated as code."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import final

from brinkgame import catalog, memo
from brinkgame.arithmetic import exact_number
from brinkgame.catalog import CatalogEntry, OrdinalEntry
from brinkgame.errors import (
    BrinkgameError,
    InvalidNumberError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.memo import DecisionPoint, Variant
from brinkgame.ordinal import GraphModel, OrdinalGame

__all__ = ["Found", "find", "folder", "settings", "write_files"]

_FILES = (".nfg", ".efg")
_TITLE = 200
"""The most letters of a title from a file: the format allows a whole page."""


@final
@dataclass(frozen=True, slots=True)
class Found:
    """A game by its name on the command line, and what is known about it.

    A game from a file is called by the path of the file, and its title is that in the file.
    """

    name: str
    title: str
    game: ExtensiveFormGame | NormalFormGame | OrdinalGame | GraphModel
    point: DecisionPoint | None = None
    entry: CatalogEntry | OrdinalEntry | None = None
    variant: Variant | None = None

    @property
    def solvable(self) -> ExtensiveFormGame | NormalFormGame:
        """The game, if it is one that solvers take.

        Raises
        ------
        UnsupportedGameError
            Only the order of its outcomes is known.
        """
        if isinstance(self.game, OrdinalGame | GraphModel):
            raise UnsupportedGameError(
                f"{self.name} has an order of outcomes and no payoffs, so there is nothing to "
                f"solve: 'brinkgame show {self.name}' says what is stable in it"
            )
        return self.game


def find(name: str) -> Found:
    """The game of this name, or in this file.

    ``deploy:silence`` is the variant ``silence`` of ``deploy``. A name of ours comes before a file
    of the same name: ``./deploy`` is the file.

    Raises
    ------
    UnknownNameError
        There is none.
    UnsupportedGameError
        It is the name of a model that is no finite game.
    FormatError
        It is a file, and holds no game that can be read.
    OSError
        It is a file, and cannot be read.
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
    if name in catalog.model_names():
        raise UnsupportedGameError(
            f"{name} is a model of equations, and no game that solvers take: 'brinkgame show "
            f"{name}' solves it at its baseline, and in Python catalog.load_model({name!r}).solve "
            "does elsewhere"
        )
    if name.lower().endswith(_FILES) or _is_file(name):
        return _from_file(name)
    known = [*memo.names(), *catalog.names(), *catalog.model_names()]
    raise UnknownNameError(f"no game {name!r}{suggestion(name, known)}")


def _from_file(name: str) -> Found:
    from brinkgame.interop.gambit import read_efg, read_game, read_nfg

    if "\0" in name:
        raise UnknownNameError(f"no game {name!r}: no file has a null in its name")
    # A name that promises one format is held to it; any other may hold either.
    kind = name.lower()
    read = read_nfg if kind.endswith(".nfg") else read_efg if kind.endswith(".efg") else read_game
    game = read(Path(name))
    title = " ".join(game.title.split())
    return Found(name, title if len(title) <= _TITLE else f"{title[:_TITLE]}...", game)


def _is_file(name: str) -> bool:
    path = Path(name)
    try:
        return path.is_file() or path.is_fifo()
    except (OSError, ValueError):  # too long, or with a null in it: no name of a file
        return False


def folder(name: str) -> Path:
    """The folder of this name, made if it is not there.

    Raises
    ------
    BrinkgameError
        There can be no folder of this name.
    OSError
        It cannot be made or written into: no permission, or a file is in the way.
    """
    if not name or "\0" in name:
        raise BrinkgameError(f"--out takes a folder; got {name!r}")
    path = Path(name)
    path.mkdir(parents=True, exist_ok=True)
    if not os.access(path, os.W_OK | os.X_OK):  # better known before the work than after it
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return path


def write_files(target: Path, files: Mapping[str, str]) -> list[str]:
    """Write texts into a folder, and say where they are. A file is replaced whole or not at all.

    Raises
    ------
    OSError
        One cannot be written; what was there before is still there.
    """
    written = []
    for name, content in files.items():
        path = target / name
        partial = target / f".{name}.partial"
        try:
            partial.write_text(content, encoding="utf-8")
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(path)) from error
        written.append(str(path))
    return written


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
