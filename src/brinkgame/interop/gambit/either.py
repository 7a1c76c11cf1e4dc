"""Reading a game in whichever of Gambit's two formats it is written."""

from __future__ import annotations

from typing import Any

from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.interop.gambit.efg_reader import efg_game
from brinkgame.interop.gambit.reader import nfg_game
from brinkgame.interop.gambit.scanner import Scanner

__all__ = ["read_game"]


def read_game(source: Any, *, encoding: str = "utf-8") -> ExtensiveFormGame | NormalFormGame:
    """Read a game from Gambit's ``.efg`` or ``.nfg`` format, whichever its first word tells.

    Parameters
    ----------
    source, encoding
        As for `read_efg` and `read_nfg`.

    Raises
    ------
    FormatError, OSError, UnknownNameError, UnsupportedGameError
        As there.
    """
    scanner = Scanner(source, encoding)
    first = scanner.peek()
    if first.kind == "word" and first.text == "EFG":
        return efg_game(scanner)
    if first.kind != "word" or first.text != "NFG":
        raise scanner.error(
            "a game in one of Gambit's formats begins with NFG (a table) or EFG (a tree), not with "
            f"{first}",
            first.at,
        )
    return nfg_game(scanner)
