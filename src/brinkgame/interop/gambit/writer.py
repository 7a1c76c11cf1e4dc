r"""Writing games in strategic form in Gambit's ``.nfg`` format.

The version with names of strategies and payoffs profile by profile is written, which Gambit and
other programs read. What is written can be read again, and is the same game: numbers are whole, or
fractions such as ``1/3``, never rounded.
"""

from __future__ import annotations

import os

import numpy as np

from brinkgame.arithmetic.reading import shown
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.interop.gambit.spelling import checked_comment, listed, quoted, save, spelled

__all__ = ["write_nfg"]


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
    _check(game)
    game.require_closed("a .nfg file")
    text = "\n".join(_lines(game, checked_comment(comment)))
    save(text, path)
    return text


def _check(game: object) -> None:
    if not isinstance(game, NormalFormGame):
        hint = "; make it one with brinkgame.to_normal_form" if hasattr(game, "tree") else ""
        raise UnsupportedGameError(f".nfg holds a game in normal form, not {shown(game)}{hint}")


def _lines(game: NormalFormGame, comment: str) -> list[str]:
    menus = list(game.strategies.values())
    lines = [f"NFG 1 R {quoted(game.title)} {listed(game.players)}", ""]
    lines += [("{ " if i == 0 else "") + listed(menu) for i, menu in enumerate(menus)]
    lines += ["}", quoted(comment), ""]
    texts = np.array([spelled(number) for number in game.numbers], dtype=object)
    # The first player's strategy changes fastest; within a profile come the players.
    columns = [
        texts[game.cells[..., player]].ravel(order="F").tolist()
        for player in range(len(game.players))
    ]
    profiles = [" ".join(paid) for paid in zip(*columns, strict=True)]
    width = len(menus[0])
    lines += ["  ".join(profiles[at : at + width]) for at in range(0, len(profiles), width)]
    return [*lines, ""]
