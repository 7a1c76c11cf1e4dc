"""Reading games in strategic form from Gambit's ``.nfg`` format.

The format has two versions of the body, and two of the list of strategies before it. Each goes with
each:

* strategies as counts, ``{ 2 3 }``, or as lists of names, ``{ { "up" "down" } { "a" "b" "c" } }``;
* payoffs profile by profile, ``1 2 3 4 ...``, or a list of outcomes with their payoffs,
  ``{ { "war" -10, -10 } ... }``, and then the number of an outcome for each profile; number 0 is
  the outcome that pays everybody nothing.

Profiles come in the order in which the *first* player's strategy changes fastest.

.. [1] R. D. McKelvey, A. M. McLennan, T. L. Turocy, *Gambit: Software Tools for Game Theory*,
   documentation, "Game representation formats": the strategic game file format, payoff version and
   outcome version.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic.reading import shown
from brinkgame.errors import InvalidGameError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.normal import MOST_PAYOFFS, MOST_PLAYERS
from brinkgame.interop.gambit.reading import header, names, number, payoff, players, unique
from brinkgame.interop.gambit.scanner import Piece, Scanner

__all__ = ["nfg_game", "read_nfg"]

_DIGITS = 9
"""No count has more digits: so many profiles no file holds."""


def read_nfg(source: Any, *, encoding: str = "utf-8") -> NormalFormGame:
    r"""Read a game from Gambit's ``.nfg`` format: a file, or a text.

    Everything is exact, and everything is checked: what is not a game in this format raises an
    error that tells line and column, and takes no more memory than the file is long.

    Parameters
    ----------
    source
        A path, an open file, bytes, or the text itself. A string with a quotation mark, a brace or
        a line end in it, or a blank one, is a text; any other string is a path.
    encoding
        Of a file or bytes. Files in Latin-1, which older programs wrote, are refused unless they
        are read with ``encoding="latin-1"``: a name read wrongly would not be noticed.

    Returns
    -------
    NormalFormGame
        With the title, the players and the strategies of the file; exact.

    Raises
    ------
    FormatError
        It is not a game in this format: cut off, too many numbers, a zero denominator, an
        extensive game, not text, more than 256 MiB, more profiles than the text has room for, ...
    OSError
        The file cannot be read.
    UnknownNameError
        There is no such encoding.
    UnsupportedGameError
        The source is none of the above.

    Notes
    -----
    How is understood what the format leaves open:

    * Numbers are exact: ``0.1`` is 1/10, whether the header says R or D.
    * Payoffs may be followed by a comma, in both versions.
    * In a name, ``\"`` is a quotation mark and ``\\`` a backslash; any other backslash is itself.
    * Players and strategies without a name are called by their number, ``"1"``, ``"2"``, ...
    * A name that occurs twice (among the players, or among one player's strategies) gets its
      number behind it in parentheses wherever it occurs: ``"left (1)"`` and ``"left (3)"``. Should
      there be such a name already, the number is put behind it once more.
    * The comment and the names of outcomes are read and left out: a game has no place for them.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.interop.read_nfg('''NFG 1 R "A crisis" { "USSR" "US" }
    ... { { "hold" "deploy" } { "accept" "strike" } }
    ... 0 0  1 -1  0 0  -10 -0.5''')
    >>> print(game)
    A crisis
    USSR chooses the row, US the column
            accept  strike
    hold    0, 0    0, 0
    deploy  1, -1   -10, -1/2
    """
    return nfg_game(Scanner(source, encoding))


def nfg_game(scanner: Scanner) -> NormalFormGame:
    """The game that a scanner stands before."""
    title = _header(scanner)
    players = _players(scanner)
    beginning = scanner.expect("{", 'the strategies, such as { 2 3 } or { { "a" "b" } ... }')
    menus = _menus(scanner, len(players))
    if scanner.peek().kind == "quoted":
        scanner.next()  # the comment
    shape = tuple(menu if isinstance(menu, int) else len(menu) for menu in menus)
    profiles = math.prod(shape)
    size = f"{' x '.join(map(str, shape))} profiles of {len(players)} players"
    if profiles * len(players) > MOST_PAYOFFS:
        raise scanner.error(f"{size} are too many to be kept", beginning.at)
    if scanner.peek().kind == "{":
        outcomes = _outcomes(scanner, len(players))
        _check_room(scanner, profiles, size, "outcomes", beginning)
        chosen = _indices(scanner, profiles, len(outcomes), size)
        tables = [
            _table([row[player] for row in outcomes], chosen, shape)
            for player in range(len(players))
        ]
    else:
        count = profiles * len(players)
        _check_room(scanner, count, size, "payoffs", beginning)
        numbers, positions = _payoffs(scanner, count, size)
        tables = [
            _table(numbers, positions[player :: len(players)], shape)
            for player in range(len(players))
        ]
    names = unique(players)
    # Names are made last: a header may announce any number of strategies.
    strategies = {
        name: unique([""] * menu if isinstance(menu, int) else menu)
        for name, menu in zip(names, menus, strict=True)
    }
    payoffs = dict(zip(names, tables, strict=True))
    try:
        return NormalFormGame(title, strategies=strategies, payoffs=payoffs)
    except InvalidGameError as error:  # pragma: no cover: all that can be wrong is checked above
        raise scanner.error(str(error), beginning.at) from None


def _header(scanner: Scanner) -> str:
    first = scanner.next()
    if first.kind == "word" and first.text == "EFG":
        raise scanner.error(
            "this is an extensive game (.efg), and strategic games (.nfg) are read here", first.at
        )
    if first.kind != "word" or first.text != "NFG":
        raise scanner.error(
            f"a strategic game in Gambit's format begins with NFG, not with {first}", first.at
        )
    _, title = header(scanner, ("1",))
    return title


def _players(scanner: Scanner) -> list[str]:
    found, opening = players(scanner)
    if len(found) > MOST_PLAYERS:
        raise scanner.error(
            f"{len(found)} players, and a table takes at most {MOST_PLAYERS}", opening.at
        )
    return found


def _menus(scanner: Scanner, players: int) -> list[list[str] | int]:
    """What each player may choose: names, or how many there are. The opening brace is read."""
    menus: list[list[str] | int] = []
    named = scanner.peek().kind == "{"
    what = f"the names of player {{}} in braces, one list for each of {players}" if named else ""
    while (piece := scanner.next()).kind != "}":
        if len(menus) == players:
            raise scanner.error(f"expected }} after {players} players, got {piece}", piece.at)
        if not named:
            menus.append(_count(scanner, piece))
        elif piece.kind == "{":
            menu = names(scanner, "a strategy")
            if not menu:
                raise scanner.error("no strategy: a player needs at least one", piece.at)
            menus.append(menu)
        else:
            raise scanner.error(f"expected {what.format(len(menus) + 1)}, got {piece}", piece.at)
    if len(menus) < players:
        raise scanner.error(f"strategies of {len(menus)} players, not of {players}", piece.at)
    return menus


def _count(scanner: Scanner, piece: Piece) -> int:
    if piece.kind != "word" or not (piece.text.isascii() and piece.text.isdigit()):
        raise scanner.error(f"expected a number of strategies or }}, got {piece}", piece.at)
    digits = piece.text.lstrip("0")
    if not digits:
        raise scanner.error("no strategy: a player needs at least one", piece.at)
    if len(digits) > _DIGITS:
        raise scanner.error(f"{piece} strategies are too many", piece.at)
    return int(digits)


def _outcomes(scanner: Scanner, players: int) -> list[list[str]]:
    """The payoffs of each outcome as they are written; number 0 pays nothing."""
    outcomes = [["0"] * players]
    scanner.expect("{", "the outcomes")
    while (piece := scanner.next()).kind != "}":
        if piece.kind != "{":
            raise scanner.error(
                f'expected an outcome, such as {{ "war" -10, -10 }}, or }}, got {piece}', piece.at
            )
        scanner.expect("quoted", "the name of the outcome in quotation marks")
        paid = [payoff(scanner, f"a payoff of player {i + 1}").text for i in range(players)]
        scanner.expect("}", f"}} after the payoffs of {players} players")
        if (len(outcomes) + 1) * players > MOST_PAYOFFS:
            raise scanner.error("too many outcomes to be kept", piece.at)
        outcomes.append(paid)
    return outcomes


def _check_room(scanner: Scanner, count: int, size: str, what: str, header: Piece) -> None:
    """Refuse at once what announces more than there can be; a near miss is told where it is."""
    if count > 1000 + scanner.room:
        raise scanner.error(
            f"{size} need {count} {what}, and the rest of the text has room for "
            f"{scanner.room} at most: is it cut off?",
            header.at,
        )


def _payoffs(scanner: Scanner, count: int, size: str) -> tuple[list[str], npt.NDArray[np.int32]]:
    """The distinct numbers as they are written, and the position of each payoff among them."""
    known: dict[str, int] = {}
    positions = array("i")
    for _ in range(count):
        piece = scanner.next()
        if piece.kind != "word":
            raise scanner.error(_missing(piece, len(positions), count, "payoffs", size), piece.at)
        place = known.get(piece.text)
        if place is None:
            number(scanner, piece)
            place = known[piece.text] = len(known)
        positions.append(place)
        if scanner.peek().kind == ",":
            scanner.next()
    _expect_end(scanner, count, "payoffs", size)
    return list(known), np.frombuffer(positions, dtype=np.int32)


def _indices(scanner: Scanner, count: int, outcomes: int, size: str) -> npt.NDArray[np.int32]:
    """The number of the outcome of each profile."""
    chosen = array("i")
    for _ in range(count):
        piece = scanner.next()
        if piece.kind != "word":
            raise scanner.error(_missing(piece, len(chosen), count, "outcomes", size), piece.at)
        if not (piece.text.isascii() and piece.text.isdigit()):
            raise scanner.error(f"expected the number of an outcome, got {piece}", piece.at)
        digits = piece.text.lstrip("0")
        if len(digits) > _DIGITS or int(digits or 0) >= outcomes:
            raise scanner.error(
                f"no outcome {shown(piece.text)}: they are numbered to {outcomes - 1}, and 0 pays "
                "nothing",
                piece.at,
            )
        chosen.append(int(digits or 0))
    _expect_end(scanner, count, "outcomes", size)
    return np.frombuffer(chosen, dtype=np.int32)


def _missing(piece: Piece, got: int, count: int, what: str, size: str) -> str:
    if piece.kind == "end":
        return f"the text ends after {got} {what}, and {size} need {count}"
    return f"expected a number, got {piece}; {size} need {count} {what}, and {got} are here"


def _expect_end(scanner: Scanner, count: int, what: str, size: str) -> None:
    piece = scanner.next()
    if piece.kind != "end":
        raise scanner.error(f"{size} need {count} {what}; expected the end, got {piece}", piece.at)


def _table(
    numbers: Sequence[str], positions: npt.NDArray[np.int32], shape: tuple[int, ...]
) -> npt.NDArray[Any]:
    """One player's payoffs as they are written, one axis a player."""
    written = np.empty(len(numbers), dtype=object)
    written[:] = numbers
    return written[positions].reshape(shape, order="F")
