"""The words of ``brinkgame sweep``: axes, measures, and what is said of what was found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from brinkgame.arithmetic import exact_number
from brinkgame.cli.output import plain
from brinkgame.control import Progress
from brinkgame.errors import BrinkgameError, InvalidNumberError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.pages.page import Page
from brinkgame.sensitivity import (
    ActionProbability,
    ExpectedPayoff,
    Measure,
    OutcomeProbability,
    PointStatus,
)

__all__ = ["axes", "checked_file", "measures", "report", "teller"]

_ENDINGS: Final = (".nc", ".csv", ".parquet")
_MOST: Final = 1_000_000


def axes(texts: Iterable[str]) -> dict[str, list[Fraction]]:
    """The values of ``--over NAME=LOW:HIGH:COUNT``, evenly spaced and exact.

    Raises
    ------
    BrinkgameError
        A text is not of that form, or a name is given twice.

    Examples
    --------
    >>> axes(["detection=0:1:3"])
    {'detection': [Fraction(0, 1), Fraction(1, 2), Fraction(1, 1)]}
    """
    found: dict[str, list[Fraction]] = {}
    for text in texts:
        name, equals, rest = (part.strip() for part in text.partition("="))
        parts = [part.strip() for part in rest.split(":")]
        if not equals or not name or len(parts) != 3:
            raise BrinkgameError(
                f"--over takes NAME=LOW:HIGH:COUNT, such as detection=0:1:101; got {text!r}"
            )
        if name in found:
            raise BrinkgameError(f"--over names {name} twice")
        try:
            low, high = exact_number(parts[0]), exact_number(parts[1])
        except InvalidNumberError as error:
            raise InvalidNumberError(f"--over {name}: {error}") from None
        if not parts[2].isdecimal() or not 2 <= int(parts[2][:12]) <= _MOST:
            raise BrinkgameError(
                f"--over {name}: COUNT is a whole number from 2 to {_MOST}; got {parts[2]!r}"
            )
        if not low < high:
            raise BrinkgameError(f"--over {name}: LOW {low} is not below HIGH {high}")
        count = int(parts[2])
        step = (high - low) / (count - 1)
        found[name] = [low + k * step for k in range(count)]
    if not found:
        raise BrinkgameError("--over is missing: say what varies, such as --over detection=0:1:101")
    return found


def measures(texts: Iterable[str], game: Any) -> list[Measure]:
    """The measures of ``--measure``: payoff:PLAYER, outcome:LABEL, action:PLAYER:INFOSET:ACTION.

    Without any, every player's payoff and the probability of every labelled outcome.
    """
    found: list[Measure] = []
    for text in texts:
        kind, *rest = [part.strip() for part in text.split(":")]
        if kind == "payoff" and len(rest) == 1:
            found.append(ExpectedPayoff(rest[0]))
        elif kind == "outcome" and len(rest) == 1:
            found.append(OutcomeProbability(rest[0]))
        elif kind == "action" and len(rest) == 3:
            found.append(ActionProbability(*rest))
        elif kind == "action" and len(rest) == 2:
            found.append(ActionProbability(rest[0], None, rest[1]))
        else:
            raise BrinkgameError(
                "--measure takes payoff:PLAYER, outcome:LABEL, action:PLAYER:INFOSET:ACTION, or "
                f"in a table action:PLAYER:STRATEGY; got {text!r}"
            )
    if found:
        return found
    found = [ExpectedPayoff(player) for player in game.players]
    if isinstance(game, ExtensiveFormGame):
        found += [OutcomeProbability(label) for label in game.outcomes]
    return found


def checked_file(name: str) -> Path:
    """The file that is to be written; wrong endings are refused before the work, not after.

    Raises
    ------
    BrinkgameError
        It ends with none of the formats, or there is no such folder.
    """
    path = Path(name) if name and "\0" not in name else None
    if path is None or path.suffix.lower() not in _ENDINGS:
        raise BrinkgameError(
            f"--out takes a file that ends with {', '.join(_ENDINGS)}; got {name!r}"
        )
    if not path.parent.is_dir():
        raise BrinkgameError(f"--out: there is no folder {str(path.parent)!r}")
    return path


def teller() -> Callable[[Progress], object] | None:
    """Who is told of progress: whoever looks at the terminal, if somebody does."""
    stream = sys.stderr
    if stream is None or not stream.isatty():
        return None

    def tell(progress: Progress) -> None:
        stream.write("\r" + plain(f"{progress}".ljust(60), stream.encoding or "ascii"))
        if progress.done == progress.total:
            stream.write("\n")
        stream.flush()

    return tell


def report(name: str, data: Any, path: Path) -> Page:
    """What was swept, and which regimes there are, with their shares of the points."""
    page = Page()
    sizes = " x ".join(f"{data.sizes[d]} {d}" for d in data["count"].dims)
    page.line(name, f": {sizes}, {data.attrs['concept']} equilibria", style="bold")
    codes = data.regime.values
    words = data.regime.attrs["flag_meanings"].split()
    shares = [(float((codes == k).mean()), word.replace("_", " ")) for k, word in enumerate(words)]
    shares.sort(key=lambda each: -each[0])
    page.table(([f"{share:.1%}", word] for share, word in shares[:12]), indent=2)
    if len(shares) > 12:
        page.line(f"  and {len(shares) - 12} more")
    lost = {status: int((data.status.values == status).sum()) for status in PointStatus}
    for status in (PointStatus.BOUNDED, PointStatus.PARTIAL):
        if lost[status]:
            page.line(f"  at {lost[status]} points the bounds leave something open")
    if lost[PointStatus.FAILED]:
        page.line(f"  {lost[PointStatus.FAILED]} points have no answer: {data.attrs['reasons']}")
    page.line(f"written: {path}")
    return page
