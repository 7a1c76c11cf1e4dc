r"""Writing games in extensive form in Gambit's ``.efg`` format.

The second version of the format is written, a line a node, which Gambit and other programs read.
What is written can be read again, and is the same game: numbers are whole, or fractions such as
``1/3``, never rounded.
"""

from __future__ import annotations

import os
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic.reading import shown
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.interop.gambit.spelling import checked_comment, listed, quoted, save, spelled
from brinkgame.interop.probabilities import summing_to_one

__all__ = ["write_efg"]


def write_efg(
    game: ExtensiveFormGame, path: str | os.PathLike[str] | None = None, *, comment: str = ""
) -> str:
    """Write a game in Gambit's ``.efg`` format.

    Parameters
    ----------
    game
        A closed game in extensive form. A game in floats is written in decimals that give back the
        same floats, but what is read is exact: `to_float` makes it the same game again. Its
        probabilities are written as the simplest fractions that round to them, of which the
        largest takes up what they lack to one.
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
        It is no closed game in extensive form, or it has a number of more digits than a reader
        takes, or a name with a null or half a character in it.
    OSError
        The file cannot be written.

    Notes
    -----
    An information set without a label is called by its path, and has none again when it is read.
    Payoffs of 0 on the way, before the end, are the same as none: they are none when it is read.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> print(bg.interop.write_efg(game), end="")
    EFG 2 R "entry deterrence" { "entrant" "incumbent" }
    ""
    <BLANKLINE>
    p "" 1 1 "root" { "out" "in" } 0
    t "" 1 "monopoly" { 0, 4 }
    p "" 2 1 "entry" { "accommodate" "fight" } 0
    t "" 2 "duopoly" { 2, 2 }
    t "" 3 "price war" { -1, -1 }
    >>> bg.interop.read_efg(bg.interop.write_efg(game)) == game
    True
    """
    _check(game)
    words = quoted(checked_comment(comment))
    game.require_closed("a .efg file")
    writer = _Writer(game)
    head = f"EFG 2 R {quoted(game.title)} {listed(game.players)}"
    text = "\n".join([head, words, "", *map(writer.line, range(game.tree.size)), ""])
    save(text, path)
    return text


def _check(game: object) -> None:
    if not isinstance(game, ExtensiveFormGame):
        hint = "; write_nfg writes tables" if hasattr(game, "strategies") else ""
        raise UnsupportedGameError(f".efg holds a game in extensive form, not {shown(game)}{hint}")


@final
class _Writer:
    """Writes node after node, and knows which outcomes are there already."""

    def __init__(self, game: ExtensiveFormGame) -> None:
        tree = game.tree
        self.tree = tree
        self.numbers: Any = game.numbers
        self.texts: dict[int, str] = {-1: "0"}
        self.outcomes: dict[tuple[str, str], int] = {}
        self.moves = 0
        # What would be asked of arrays a node at a time.
        self.mover, self.infoset = tree.mover.tolist(), tree.infoset.tolist()
        self.label, self.row = tree.label.tolist(), tree.payoff_row.tolist()
        self.rows = tree.payoffs.tolist()
        self.nothing = "{ " + ", ".join("0" for _ in game.players) + " }"
        self.heads = self._heads()

    def _heads(self) -> list[str]:
        """What is written of each information set."""
        tree = self.tree
        counts = [0] * tree.n_players
        heads = []
        for infoset, player in enumerate(tree.infoset_player.tolist()):
            counts[player] += 1
            name = quoted(tree.infoset_name(infoset))
            actions = listed(tree.actions(infoset))
            heads.append(f"{player + 1} {counts[player]} {name} {actions}")
        return heads

    def line(self, node: int) -> str:
        mover = self.mover[node]
        label = self.tree.labels[self.label[node]] if self.label[node] >= 0 else ""
        row = self.row[node]
        paid = self.nothing
        if row >= 0:
            paid = "{ " + ", ".join(map(self.number, self.rows[row])) + " }"
        outcome = "0"
        if label or paid != self.nothing:
            own = self.outcomes.setdefault((label, paid), len(self.outcomes) + 1)
            outcome = f"{own} {quoted(label)} {paid}"
        # Nodes have no names: Gambit wants each to be different, and a label may be at several.
        if mover == TERMINAL:
            return f't "" {outcome}'
        if mover == CHANCE:
            return f'c "" {self.branches(node)} {outcome}'
        return f'p "" {self.heads[self.infoset[node]]} {outcome}'

    def number(self, position: int) -> str:
        text = self.texts.get(position)
        if text is None:
            text = self.texts[position] = spelled(self.numbers[position])
        return text

    def branches(self, node: int) -> str:
        tree = self.tree
        positions = [int(tree.probability[child]) for child in tree.children_of(node)]
        if isinstance(self.numbers[positions[0]], Fraction):
            odds = [self.number(position) for position in positions]
        else:
            odds = list(map(spelled, summing_to_one([self.numbers[p] for p in positions])))
        self.moves += 1
        menu = tree.menus[tree.menu[node]]
        told = " ".join(f"{quoted(name)} {text}" for name, text in zip(menu, odds, strict=True))
        return f'{self.moves} "" {{ {told} }}'
