r"""Writing games in strategic form in Gambit's ``.nfg`` format.

The version with names of strategies and payoffs profile by profile is written, which Gambit and
other programs read. What is written can be read again, and is the same game: numbers are whole, or
fractions such as ``1/3``, never rounded.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from brinkgame.arithmetic.reading import LARGEST_EXPONENT, LONGEST_TEXT, shown
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame

__all__ = ["write_nfg"]

_MOST_BITS = 4 * LONGEST_TEXT
"""A whole number of more bits has more digits than a reader takes."""
_MISTAKEN = re.compile(r"\\(?=[\\\"]|\Z)")


def write_nfg(
    game: NormalFormGame, path: str | os.PathLike[str] | None = None, *, comment: str = ""
) -> str:
    """Write a game in Gambit's ``.nfg`` format.

    Parameters
    ----------
    game
        A closed game in normal form. A game in floats is written in decimals that give back the
        same floats, but what is read is exact: `to_float` makes it the same game again.
    path
        Where it is written, in UTF-8; an existing file is replaced. Nowhere if None.
    comment
        A text that the file is to carry; no reader makes anything of it.

    Returns
    -------
    str
        What was written.

    Raises
    ------
    UnsupportedGameError
        It is no closed game in normal form, or it has a number of more digits than a reader takes,
        or a name with half a character in it.
    OSError
        The file cannot be written.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame("a fork", strategies={"A": ("left", "right"), "B": ("stay",)},
    ...                          payoffs={"A": [["1/3"], [0]], "B": [[2], [-1]]})
    >>> print(bg.interop.write_nfg(game), end="")
    NFG 1 R "a fork" { "A" "B" }
    <BLANKLINE>
    { { "left" "right" }
    { "stay" }
    }
    ""
    <BLANKLINE>
    1/3 2  0 -1
    >>> bg.interop.read_nfg(bg.interop.write_nfg(game)) == game
    True
    """
    _check(game, comment)
    game.require_closed("a .nfg file")
    text = "\n".join(_lines(game, comment))
    if path is not None:
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            raise UnsupportedGameError(
                f"{shown(error.object[error.start : error.end])} in a name or title is half a "
                "character, and cannot be written in UTF-8"
            ) from None
        Path(path).write_bytes(data)
    return text


def _check(game: object, comment: object) -> None:
    if not isinstance(game, NormalFormGame):
        hint = "; make it one with brinkgame.to_normal_form" if hasattr(game, "tree") else ""
        raise UnsupportedGameError(f".nfg holds a game in normal form, not {shown(game)}{hint}")
    if not isinstance(comment, str):
        raise UnsupportedGameError(f"a comment is text; got {shown(comment)}")


def _lines(game: NormalFormGame, comment: str) -> list[str]:
    menus = list(game.strategies.values())
    lines = [f"NFG 1 R {_quoted(game.title)} {_list(game.players)}", ""]
    lines += [("{ " if i == 0 else "") + _list(menu) for i, menu in enumerate(menus)]
    lines += ["}", _quoted(comment), ""]
    texts = np.array([_number(number) for number in game.numbers], dtype=object)
    # The first player's strategy changes fastest; within a profile come the players.
    columns = [
        texts[game.cells[..., player]].ravel(order="F").tolist()
        for player in range(len(game.players))
    ]
    profiles = [" ".join(paid) for paid in zip(*columns, strict=True)]
    width = len(menus[0])
    lines += ["  ".join(profiles[at : at + width]) for at in range(0, len(profiles), width)]
    return [*lines, ""]


def _list(names: Any) -> str:
    return f"{{ {' '.join(map(_quoted, names))} }}"


def _quoted(text: str) -> str:
    # A backslash is doubled only where it would be taken for an escape: Gambit itself reads every
    # other one as it is.
    escaped = _MISTAKEN.sub(r"\\\\", text).replace('"', r"\"")
    return f'"{escaped}"'


def _number(number: Any) -> str:
    if not isinstance(number, Fraction):
        return repr(float(number)).replace("e+", "e")
    text = _ratio(number) or _scientific(number)
    if not text or len(text) > LONGEST_TEXT:
        raise UnsupportedGameError(
            f"a number of more than {LONGEST_TEXT} digits cannot be written: a reader would refuse "
            "it. Rescale the payoffs, or write game.to_float()"
        )
    return text


def _ratio(number: Fraction) -> str:
    """A whole number or a fraction; empty if that is too long."""
    parts = [number.numerator] if number.denominator == 1 else number.as_integer_ratio()
    if any(part.bit_length() > _MOST_BITS for part in parts):
        return ""
    text = "/".join(map(_digits, parts))
    return text if len(text) <= LONGEST_TEXT else ""


def _scientific(number: Fraction) -> str:
    """Digits and a power of ten, such as 1e2000; empty if that is too long, or not the number."""
    above, below = number.numerator, number.denominator
    power = 0
    while above % 10 == 0:
        above, power = above // 10, power + 1
    while below % 10 == 0:
        below, power = below // 10, power - 1
    while below % 2 == 0 or below % 5 == 0:
        factor = 2 if below % 2 == 0 else 5
        above, below, power = above * (10 // factor), below // factor, power - 1
    if below != 1 or above.bit_length() > _MOST_BITS:
        return ""
    # What a power may not tell, zeros tell.
    told = max(-LARGEST_EXPONENT, min(power, LARGEST_EXPONENT))
    if abs(power - told) > LONGEST_TEXT:
        return ""
    if power >= told:
        return f"{_digits(above)}{'0' * (power - told)}e{told}"
    whole, part = divmod(abs(above), 10 ** (told - power))
    sign = "-" if above < 0 else ""
    return f"{sign}{_digits(whole)}.{_digits(part).zfill(told - power)}e{told}"


def _digits(number: int) -> str:
    # Python refuses to write whole numbers of more digits than a limit, which may be small.
    return str(number) if number.bit_length() < 2000 else f"{Decimal(number):f}"
