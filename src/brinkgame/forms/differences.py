"""What tells two games apart, in words.

The trees are walked together from the root, action by action, so that only what differs is named,
each thing once: moves that are new or gone, who makes them, what is known, probabilities, payoffs,
outcomes, and what the parameters are. A chance move or a decision that was put in between is seen
as such.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, final

import numpy as np

from brinkgame.arithmetic import Float
from brinkgame.errors import InvalidParameterError, UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.forms.extensive import ExtensiveFormGame
from brinkgame.forms.game import Game, number_text
from brinkgame.forms.normal import NormalFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parameters import Parameter

__all__ = ["Difference", "diff"]

_SHOWN = 100
"""The most lines that are printed."""
_PLACES = 3
"""The most places that are named in a line."""
_STEPS = 12
"""The most steps of a path that are printed."""


@final
class Difference:
    """What tells one game from another; true as a truth value if anything does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> found = bg.diff(entry, bg.remove_action(entry, "entrant", "root", "out"))
    >>> bool(found), found.count
    (True, 1)
    >>> print(found)
    action 'out' of entrant is gone, at root
    """

    def __init__(self, lines: Sequence[Callable[[], str]]) -> None:
        self._lines = tuple(lines)

    @property
    def count(self) -> int:
        """The number of lines."""
        return len(self._lines)

    def lines(self, limit: int | None = None) -> Iterator[str]:
        """The lines, at most so many."""
        for line in self._lines[:limit]:
            yield line()

    def __bool__(self) -> bool:
        return bool(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return self.lines()

    def __str__(self) -> str:
        if not self._lines:
            return "no difference"
        more = self.count - _SHOWN
        return "\n".join([*self.lines(_SHOWN), *([f"... and {more} more"] if more > 0 else [])])

    def __repr__(self) -> str:
        return f"<Difference: {self.count} lines>"


def diff(game: Game, other: Game) -> Difference:
    """What tells another game from a game, in words: from the first to the second.

    Parameters
    ----------
    game, other
        Two trees or two tables, open or closed. Titles, meanings and sources are compared as well,
        which ``==`` leaves out.

    Returns
    -------
    Difference
        False as a truth value if there is no difference; printed, at most 100 lines with the number
        of the others.

    Raises
    ------
    UnsupportedGameError
        One of them is no game.

    Notes
    -----
    What lies behind a move that is new or gone is not listed. Places are called by their paths in
    the first game.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letters = bg.memo.load("letters")
    >>> print(bg.diff(letters.game, letters.variant("contingency").game))
    action 'private only' of USSR (tough) is gone, at root/tough
    action 'private only' of USSR (weak) is gone, at root/weak
    >>> print(bg.diff(letters.game, bg.reveal(letters.game, "US", "both", "root")))
    US at 'both' now tells apart 'both | tough' (root/tough/both) and 'both | weak' (root/weak/both)
    """
    for each in (game, other):
        if not isinstance(each, Game):
            raise UnsupportedGameError(f"differences are between games; got {each!r}")
    lines = _Lines()
    if game is other:
        return Difference(())
    if game.title != other.title:
        lines.say(f"title from {game.title!r} to {other.title!r}")
    if game.players != other.players:
        _listed(lines, "player", "players", game.players, other.players)
    if isinstance(game.arithmetic, Float) is not isinstance(other.arithmetic, Float):
        lines.say(
            "numbers are floats" if isinstance(other.arithmetic, Float) else "numbers are exact"
        )
    if type(game) is not type(other):
        lines.say(f"from {_form(game)} to {_form(other)}")
    elif isinstance(game, NormalFormGame) and isinstance(other, NormalFormGame):
        _tables(lines, game, other)
    elif isinstance(game, ExtensiveFormGame) and isinstance(other, ExtensiveFormGame):
        _Trees(lines, game, other).compare()
    _parameters(lines, game, other)
    return Difference(lines.told)


@final
class _Lines:
    """Lines to be worded when they are shown; changes that are alike share one."""

    def __init__(self) -> None:
        self.told: list[Callable[[], str]] = []
        self.alike: dict[str, list[int]] = {}

    def say(self, text: str) -> None:
        self.told.append(lambda: text)

    def at(self, text: str, node: int, path: Callable[[int], str]) -> None:
        """A line with its place; the same text elsewhere adds a place to it."""
        if text in self.alike:
            self.alike[text].append(node)
            return
        nodes = self.alike[text] = [node]
        self.told.append(lambda: f"{text}, at {_places(nodes, path)}")


def _places(nodes: Sequence[int], path: Callable[[int], str]) -> str:
    shown = ", ".join(_short(path(node)) for node in nodes[:_PLACES])
    more = len(nodes) - _PLACES
    return f"{shown} and {more} more" if more > 0 else shown


def _short(path: str) -> str:
    steps = path.split("/")
    if len(steps) <= _STEPS:
        return path
    return "/".join([*steps[: _STEPS // 2], "...", *steps[-_STEPS // 2 + 1 :]])


def _form(game: Game) -> str:
    return "a tree" if isinstance(game, ExtensiveFormGame) else "a table"


def _listed(
    lines: _Lines, what: str, several: str, here: Sequence[str], there: Sequence[str]
) -> None:
    for name in here:
        if name not in there:
            lines.say(f"{what} {name!r} is gone")
    for name in there:
        if name not in here:
            lines.say(f"{what} {name!r} is new")
    if [n for n in here if n in there] != [n for n in there if n in here]:
        lines.say(f"{several} in another order: {', '.join(there)}")


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, float) or isinstance(two, float):
        if isinstance(one, Expression) or isinstance(two, Expression):
            return False
        return float(one) == float(two)
    try:
        return bool(one == two)
    except InvalidParameterError:  # one name, two definitions: that is told of the parameter
        return str(one) == str(two)


def _numbers(game: Game) -> list[Any]:
    numbers = game.numbers
    return numbers.tolist() if isinstance(numbers, np.ndarray) else list(numbers)


# -- tables ---------------------------------------------------------------------------------------


def _tables(lines: _Lines, game: NormalFormGame, other: NormalFormGame) -> None:
    shared = [player for player in game.players if player in other.players]
    for player in shared:
        here, there = game.strategies[player], other.strategies[player]
        if here != there:
            _listed(lines, f"strategy of {player}", f"strategies of {player}", here, there)
    if len(shared) < max(len(game.players), len(other.players)):
        return  # cells of different shape cannot be compared one by one
    menus = [[s for s in game.strategies[p] if s in other.strategies[p]] for p in shared]
    for cell in itertools.product(*menus):
        profile = dict(zip(shared, cell, strict=True))
        for player in shared:
            before, after = game.payoff(player, profile), other.payoff(player, profile)
            if not _same(before, after):
                place = ", ".join(cell)
                lines.say(_change(f"payoff of {player}", before, after) + f", at ({place})")


def _change(what: str, before: Any, after: Any) -> str:
    return f"{what} from {number_text(before)} to {number_text(after)}"


# -- trees ----------------------------------------------------------------------------------------


@final
class _Trees:
    """Two trees that are walked together."""

    def __init__(self, lines: _Lines, game: ExtensiveFormGame, other: ExtensiveFormGame) -> None:
        self.lines = lines
        self.games = (game, other)
        self.trees = (game.tree, other.tree)
        self.numbers = (_numbers(game), _numbers(other))
        self.pairs: list[tuple[int, int]] = []
        self.path = game.tree.path

    def compare(self) -> None:
        odds: list[tuple[int, int]] = []
        stack = [(0, 0)]
        while stack:
            pair = stack.pop()
            pair = self.aligned(*pair)
            here, there = pair
            self.pairs.append(pair)
            follows = self.moves(here, there)
            odds.extend((a, b) for a, b in follows if self.chance_above(a, b))
            stack.extend(reversed(follows))
        self.information()
        for here, there in odds:
            self.odds(here, there)
        for here, there in self.pairs:
            self.payoffs(here, there)
        for here, there in self.pairs:
            self.labels(here, there)

    def head(self, which: int, node: int) -> tuple[str, tuple[str, ...]]:
        """Who moves at a node, and the labels of what may be done."""
        tree = self.trees[which]
        mover = int(tree.mover[node])
        if mover == TERMINAL:
            return "", ()
        who = "Nature" if mover == CHANCE else self.games[which].players[mover]
        return who, tree.menus[tree.menu[node]]

    def aligned(self, here: int, there: int) -> tuple[int, int]:
        """The same place in both trees, past a move that is only in one of them."""
        while True:
            first, second = self.head(0, here), self.head(1, there)
            if first == second or (first[0] == second[0] and set(first[1]) & set(second[1])):
                return here, there
            new = self.inside(1, there, first)
            if new is not None:
                self.lines.at(f"{self.move(1, there)} is new", here, self.path)
                there = new
                continue
            gone = self.inside(0, here, second)
            if gone is not None:
                self.lines.at(f"{self.move(0, here)} is gone", here, self.path)
                here = gone
                continue
            return here, there

    def inside(self, which: int, node: int, head: tuple[str, tuple[str, ...]]) -> int | None:
        """The first child at which what is looked for begins; None if there is none."""
        if not head[0]:  # the end of a game is no landmark
            return None
        for child in self.trees[which].children_of(node):
            if self.head(which, child) == head:
                return child
        return None

    def move(self, which: int, node: int) -> str:
        who, menu = self.head(which, node)
        what = "a chance move" if who == "Nature" else f"a move of {who}"
        return f"{what} ({', '.join(menu)})"

    def end(self, which: int, node: int) -> str:
        paid = ", ".join(f"{p} {number_text(n)}" for p, n in self.paid(which, node).items())
        return f"the end of the game ({paid})" if paid else "the end of the game"

    def moves(self, here: int, there: int) -> list[tuple[int, int]]:
        """Compare who moves and what may be done; the children that both have."""
        (who, menu), (now, after) = self.head(0, here), self.head(1, there)
        if who != now and not (who and now and set(menu) & set(after)):
            first = self.move(0, here) if who else self.end(0, here)
            second = self.move(1, there) if now else self.end(1, there)
            self.lines.at(f"from {first} to {second}", here, self.path)
            return []
        if who != now:
            self.lines.at(f"{now} moves, and no longer {who}", here, self.path)
        if menu == after:
            pairs = zip(
                self.trees[0].children_of(here), self.trees[1].children_of(there), strict=True
            )
            return list(pairs)
        what = "branch" if who == "Nature" else "action"
        whose = f" of {self.mover(here)}"
        for name in menu:
            if name not in after:
                self.lines.at(f"{what} {name!r}{whose} is gone", here, self.path)
        for name in after:
            if name not in menu:
                self.lines.at(f"{what} {name!r}{whose} is new", here, self.path)
        both = [name for name in menu if name in after]
        if both != [name for name in after if name in menu]:
            self.lines.at(f"what {who} may do is in another order", here, self.path)
        mine, theirs = self.trees[0].children_of(here), self.trees[1].children_of(there)
        return [(mine[menu.index(name)], theirs[after.index(name)]) for name in both]

    def mover(self, here: int) -> str:
        """Who moves at a node of the first tree, with the label of the information set if any."""
        tree = self.trees[0]
        who, _ = self.head(0, here)
        label = tree.infoset_label[tree.infoset[here]] if tree.mover[here] >= 0 else None
        return f"{who} ({label})" if label else who

    def chance_above(self, here: int, there: int) -> bool:
        return bool(self.trees[0].probability[here] >= 0 and self.trees[1].probability[there] >= 0)

    def odds(self, here: int, there: int) -> None:
        first, second = self.trees
        before = self.numbers[0][first.probability[here]]
        after = self.numbers[1][second.probability[there]]
        if not _same(before, after):
            above = int(first.parent[here])
            name = first.menus[first.menu[above]][first.edge[here]]
            self.lines.at(_change(f"probability of {name!r}", before, after), above, self.path)

    def paid(self, which: int, node: int) -> dict[str, Any]:
        tree, game = self.trees[which], self.games[which]
        row = int(tree.payoff_row[node])
        if row < 0:
            return {}
        numbers = self.numbers[which]
        return {
            player: numbers[position]
            for player, position in zip(game.players, tree.payoffs[row].tolist(), strict=True)
            if position >= 0
        }

    def payoffs(self, here: int, there: int) -> None:
        if bool(self.head(0, here)[0]) is not bool(self.head(1, there)[0]):
            return  # told of already
        before, after = self.paid(0, here), self.paid(1, there)
        for player in dict.fromkeys((*before, *after)):
            if player not in self.games[0].players or player not in self.games[1].players:
                continue  # told of already
            was, now = before.get(player), after.get(player)
            if _same(was or Fraction(0), now or Fraction(0)):
                if (was is None) != (now is None):
                    how = "not written" if now is None else "written"
                    self.lines.at(f"payoff of 0 of {player} is {how}", here, self.path)
            else:
                first, second = was or Fraction(0), now or Fraction(0)
                self.lines.at(_change(f"payoff of {player}", first, second), here, self.path)

    def labels(self, here: int, there: int) -> None:
        if bool(self.head(0, here)[0]) is not bool(self.head(1, there)[0]):
            return  # told of already
        names = []
        for tree, node in zip(self.trees, (here, there), strict=True):
            where = int(tree.label[node])
            names.append(repr(tree.labels[where]) if where >= 0 else "none")
        if names[0] != names[1]:
            self.lines.at(f"outcome from {names[0]} to {names[1]}", here, self.path)

    # -- what is known -----------------------------------------------------------------------

    def information(self) -> None:
        """Compare what players can tell apart, at the nodes that both trees have."""
        first, second = self.trees
        meets: dict[int, dict[int, int]] = {}
        back: dict[int, dict[int, int]] = {}
        for here, there in self.pairs:
            if first.mover[here] < 0 or second.mover[there] < 0:
                continue
            if self.head(0, here)[0] != self.head(1, there)[0]:
                continue
            mine, theirs = int(first.infoset[here]), int(second.infoset[there])
            meets.setdefault(mine, {}).setdefault(theirs, here)
            back.setdefault(theirs, {}).setdefault(mine, here)
        for mine, parts in meets.items():
            owner = self.games[0].players[first.infoset_player[mine]]
            if len(parts) > 1:
                told = [(self.name(1, part), node) for part, node in parts.items()]
                self.lines.told.append(
                    lambda owner=owner, mine=mine, told=told: (  # type: ignore[misc]
                        f"{owner} at {self.name(0, mine)} now tells apart {self.both(told)}"
                    )
                )
        for theirs, wholes in back.items():
            owner = self.games[1].players[second.infoset_player[theirs]]
            if len(wholes) > 1:
                told = [(self.name(0, part), node) for part, node in wholes.items()]
                self.lines.told.append(
                    lambda owner=owner, theirs=theirs, told=told: (  # type: ignore[misc]
                        f"{owner} at {self.name(1, theirs)} no longer tells apart {self.both(told)}"
                    )
                )
                continue
            (mine,) = wholes
            if len(meets[mine]) == 1:
                was, now = first.infoset_label[mine], second.infoset_label[theirs]
                if was != now:
                    self.lines.say(
                        f"information set {self.name(0, mine)} of {owner} is called "
                        f"{self.name(1, theirs)}"
                    )

    def name(self, which: int, infoset: int) -> str:
        return repr(self.trees[which].infoset_name(infoset))

    def both(self, told: Sequence[tuple[str, int]]) -> str:
        shown = [f"{name} ({_short(self.path(node))})" for name, node in told[:_PLACES]]
        more = len(told) - _PLACES
        if more > 0:
            return f"{', '.join(shown)} and {more} more"
        return f"{', '.join(shown[:-1])} and {shown[-1]}"


# -- parameters -----------------------------------------------------------------------------------


def _parameters(lines: _Lines, game: Game, other: Game) -> None:
    here, there = game.parameters, other.parameters
    for name in here:
        if name not in there:
            lines.say(f"parameter {name} is gone")
    for name in there:
        if name not in here:
            lines.say(f"parameter {name} is new")
    for name, parameter in here.items():
        if name in there and parameter is not there[name]:
            _definition(lines, parameter, there[name])
    before, after = (tuple(map(str, space.constraints)) for space in (here, there))
    for text in before:
        if text not in after:
            lines.say(f"constraint {text} is gone")
    for text in after:
        if text not in before:
            lines.say(f"constraint {text} is new")


def _definition(lines: _Lines, one: Parameter, two: Parameter) -> None:
    told = False
    for attribute in ("baseline", "low", "high", "whole", "meaning", "unit", "symbol", "sources"):
        before, after = getattr(one, attribute), getattr(two, attribute)
        if before != after:
            lines.say(f"{attribute} of {one.name} from {_told(before)} to {_told(after)}")
            told = True
    if not told and not one.same_definition(two):
        lines.say(f"distribution of {one.name} is another")


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None or value == "" else str(value)
