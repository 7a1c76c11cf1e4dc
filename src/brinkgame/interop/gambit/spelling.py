"""What the writers of both formats share: quotation marks, numbers, and the file itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from brinkgame.arithmetic.reading import LARGEST_EXPONENT, LONGEST_TEXT, shown
from brinkgame.errors import UnsupportedGameError

__all__ = ["checked_comment", "listed", "quoted", "save", "spelled"]

_MOST_BITS = 4 * LONGEST_TEXT
"""A whole number of more bits has more digits than a reader takes."""
_MISTAKEN = re.compile(r"\\(?=[\\\"]|\Z)")


def save(text: str, path: str | os.PathLike[str] | None) -> None:
    """Write a text to a file in UTF-8, if there is to be one."""
    if path is None:
        return
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise UnsupportedGameError(
            f"{shown(error.object[error.start : error.end])} in a name or title is half a "
            "character, and cannot be written in UTF-8"
        ) from None
    Path(path).write_bytes(data)


def checked_comment(comment: object) -> str:
    """The comment; `UnsupportedGameError` if it is no text."""
    if not isinstance(comment, str):
        raise UnsupportedGameError(f"a comment is text; got {shown(comment)}")
    return comment


def listed(names: Iterable[str]) -> str:
    """Names in braces."""
    return f"{{ {' '.join(map(quoted, names))} }}"


def quoted(text: str) -> str:
    """A text in quotation marks."""
    if "\0" in text:
        raise UnsupportedGameError(
            f"{shown(text)} has a null character in it, and no reader takes that"
        )
    # A backslash is doubled only where it would be taken for an escape: Gambit itself reads every
    # other one as it is.
    escaped = _MISTAKEN.sub(r"\\\\", text).replace('"', r"\"")
    return f'"{escaped}"'


def spelled(number: Any) -> str:
    """A number as a reader takes it, never rounded."""
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
