"""What the readers of both formats share: the players, lists of names, and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from brinkgame.arithmetic import exact_number
from brinkgame.errors import InvalidNumberError
from brinkgame.interop.gambit.scanner import Piece, Scanner

__all__ = [
    "header",
    "infoset_labels",
    "is_reserved",
    "names",
    "number",
    "payoff",
    "players",
    "unique",
]

_WRITTEN = "numbers are written 2, -1/3, 0.25 or 1e-3"


_read_once = lru_cache(maxsize=4096)(exact_number)
"""A file repeats a few numbers many times."""


def header(scanner: Scanner, versions: Sequence[str]) -> tuple[str, str]:
    """The version and the title; the first word, which names the format, is read already."""
    told = " or ".join(versions)
    version = scanner.expect("word", f"the version of the format, {told}")
    if version.text not in versions:
        raise scanner.error(f"version {told} of the format is read, not {version}", version.at)
    letter = scanner.expect("word", "R or D after the version")
    if letter.text not in ("R", "D"):
        raise scanner.error(f"expected R or D after the version, got {letter}", letter.at)
    return version.text, scanner.expect("quoted", "the title in quotation marks").text


def players(scanner: Scanner) -> tuple[list[str], Piece]:
    """The players as they are named, at least one, and the brace that opens their list."""
    opening = scanner.expect("{", 'the players, such as { "USSR" "US" }')
    found = names(scanner, "a player")
    if not found:
        raise scanner.error("no player: a game needs at least one", opening.at)
    return found, opening


def names(scanner: Scanner, what: str) -> list[str]:
    """Quoted names until the closing brace, which is read as well."""
    found: list[str] = []
    while (piece := scanner.next()).kind != "}":
        if piece.kind != "quoted":
            raise scanner.error(
                f"expected the name of {what} in quotation marks or }}, got {piece}", piece.at
            )
        found.append(piece.text)
    return found


def payoff(scanner: Scanner, what: str) -> Piece:
    """A number, checked, and a comma behind it if there is one."""
    piece = scanner.expect("word", what)
    number(scanner, piece)
    if scanner.peek().kind == ",":
        scanner.next()
    return piece


def number(scanner: Scanner, piece: Piece) -> Fraction:
    """What a word says as a number."""
    try:
        return _read_once(piece.text)
    except InvalidNumberError as error:
        words = str(error).replace(repr(piece.text), str(piece))
        if "is not a number" in words:
            words = f"{piece} is not a number: {_WRITTEN}"
        raise scanner.error(words, piece.at) from None


def unique(given: Sequence[str], numbers: Sequence[int] = ()) -> tuple[str, ...]:
    """Names of which no two are equal, and none empty.

    What has no name is called by its number, and a name that occurs twice gets its number behind
    it. The numbers count from 1 unless others are given.
    """
    counts = Counter(given)
    used = {name for name, count in counts.items() if name and count == 1}
    told: list[str] = []
    for name, own in zip(given, numbers or range(1, len(given) + 1), strict=True):
        if not name or counts[name] > 1:
            name = f"{name} ({own})" if name else str(own)
            while name in used:
                name = f"{name} ({own})"
            used.add(name)
        told.append(name)
    return tuple(told)


def is_reserved(name: str) -> bool:
    """Whether a name is one of those that information sets without a label are called by."""
    return name == "root" or name.startswith(("root/", "#"))


def infoset_labels(given: Sequence[str], numbers: Sequence[int]) -> tuple[str, ...]:
    """Labels for one player's information sets: `unique` names, none of them reserved."""
    pairs = zip(given, numbers, strict=True)
    free = [f"{own} ({name})" if is_reserved(name) else name for name, own in pairs]
    return unique(free, numbers)
