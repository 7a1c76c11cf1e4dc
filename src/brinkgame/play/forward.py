"""Forward induction: what a move says about what its player means to do next.

Who gives up something sure must expect more from going on. In the reduced normal form of a tree
that is dominance: to give up 2 in order to play for 1 is worse than not to, whatever the other
does. Striking out what is weakly dominated, and then what is dominated in the game that is left,
keeps what can be explained at every step (Kohlberg and Mertens 1986; van Damme 1989; Ben-Porath and
Dekel 1992 on burning money). Backward induction is in it as well: a strategy that does badly in the
last subgame is dominated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from brinkgame.forms import ExtensiveFormGame, to_normal_form
from brinkgame.forms.conversion import ANY, pure_strategies
from brinkgame.forms.extensive import tree_of
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.play.dominance import Dominance, Elimination, iterated_elimination
from brinkgame.play.reduced_strategies import reduced_weights

__all__ = ["ForwardInduction", "forward_induction"]


@final
@dataclass(frozen=True, slots=True)
class ForwardInduction:
    """What forward induction strikes out of a tree, step by step, and what is left.

    Attributes
    ----------
    game
        The tree.
    elimination
        The rounds in its reduced normal form: what went, what dominated it, and by how much.
    strategies
        What is left: for each player the reduced strategies as ``{information set: action}``,
        without the information sets that the strategy itself excludes.

    Examples
    --------
    >>> import brinkgame as bg
    >>> battle = bg.catalog.load("outside-option-battle").game
    >>> found = bg.forward_induction(battle)
    >>> found.strategies
    {'one': ({'entry': 'in', 'battle': 'mine'},), 'two': ({'reply': 'yours'},)}
    >>> found.ends
    ('root/in/mine/yours',)
    """

    game: ExtensiveFormGame
    elimination: Elimination
    strategies: dict[str, tuple[dict[str, str], ...]]
    _words: dict[str, dict[str, str]]
    _kept: dict[str, tuple[tuple[int, ...], ...]]

    @property
    def ends(self) -> tuple[str, ...]:
        """The ends of the game that what is left can lead to, by their paths."""
        tree = self.game.tree
        reached = _reached(self.game, self._kept)
        return tuple(tree.path(node) for node in reached)

    def keeps(self, profile: Any) -> bool:
        """Whether a profile does only what is left: every strategy that it may play is.

        Examples
        --------
        >>> import brinkgame as bg
        >>> battle = bg.catalog.load("outside-option-battle").game
        >>> found = bg.forward_induction(battle)
        >>> [found.keeps(e.profile) for e in bg.solve(battle, concept="subgame-perfect")]
        [True, False, False]
        """
        for player, kept in self._kept.items():
            every = pure_strategies(self.game, player, reduced=True)
            weights = reduced_weights(self.game, profile, player)
            for strategy, weight in zip(every, weights, strict=True):
                if weight > 0 and strategy not in kept:
                    return False
        return True

    def lines(self) -> Iterator[str]:
        """The steps in words, one strategy a line, and what is left."""
        for number, gone in enumerate(self.elimination.rounds, start=1):
            for record in gone:
                yield f"{number}. {self._reason(record)}"
        if not self.elimination.rounds:
            yield "nothing is weakly dominated"
        for player, words in self._words.items():
            left = [f"({words[name]})" for name in self.elimination.reduced.strategies[player]]
            yield f"what is left of {player}: {' or '.join(left)}"

    def _reason(self, record: Dominance) -> str:
        words = self._words[record.player]
        by = " and ".join(
            f"({words[name]})" if record.is_pure else f"{weight} of ({words[name]})"
            for name, weight in record.mixture.items()
        )
        least, most = record.least, record.most
        if record.is_strict:
            how = f"pays {least} less" if least == most else f"pays from {least} to {most} less"
        else:
            how = f"never pays more, and up to {most} less,"
        return f"{record.player} gives up ({words[record.strategy]}), which {how} than {by}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


def forward_induction(
    game: ExtensiveFormGame, *, mixed: bool = True, limit: int = 1_000_000
) -> ForwardInduction:
    """What is left of a tree when weakly dominated strategies go, round by round.

    Parameters
    ----------
    game
        A closed tree, any number of players.
    mixed
        Whether mixtures dominate as well, and not only single strategies.
    limit
        The most cells of the reduced normal form.

    Returns
    -------
    ForwardInduction
        The rounds, what is left, and whether a given equilibrium is in it.

    Raises
    ------
    UnsupportedGameError
        The reduced normal form is too large, or the game is open.

    Notes
    -----
    With weak dominance the order matters: in each round everything that is dominated goes at once,
    for all players, and another order may leave something else. An equilibrium that does not
    survive is not thereby irrational; one that does is not thereby an equilibrium of the tree's
    every subgame. Stable sets (Kohlberg and Mertens 1986) are not computed.

    References
    ----------
    .. [1] E. Kohlberg and J.-F. Mertens (1986), On the strategic stability of equilibria,
       Econometrica 54.
    .. [2] E. Ben-Porath and E. Dekel (1992), Signaling future actions and the potential for
       sacrifice, Journal of Economic Theory 57.

    Examples
    --------
    >>> import brinkgame as bg
    >>> battle = bg.catalog.load("outside-option-battle").game
    >>> print(bg.forward_induction(battle))
    1. one gives up (in at entry, yours at battle), which pays from 1 to 2 less than (out at entry)
    2. two gives up (mine at reply), which never pays more, and up to 1 less, than (yours at reply)
    3. one gives up (out at entry), which pays 1 less than (in at entry, mine at battle)
    what is left of one: (in at entry, mine at battle)
    what is left of two: (yours at reply)
    """
    tree_of(game)
    game.require_closed("forward induction")
    table = to_normal_form(game, limit=limit)
    elimination = iterated_elimination(table, strict=False, mixed=mixed)
    strategies: dict[str, tuple[dict[str, str], ...]] = {}
    words: dict[str, dict[str, str]] = {}
    kept: dict[str, tuple[tuple[int, ...], ...]] = {}
    for player, names in table.strategies.items():
        left = set(elimination.reduced.strategies[player])
        plans = pure_strategies(game, player, reduced=True)
        told = [_actions(game, player, plan) for plan in plans]
        words[player] = {
            name: ", ".join(f"{action} at {where}" for where, action in plan.items())
            or "anything (it never moves)"
            for name, plan in zip(names, told, strict=True)
        }
        strategies[player] = tuple(p for name, p in zip(names, told, strict=True) if name in left)
        kept[player] = tuple(p for name, p in zip(names, plans, strict=True) if name in left)
    return ForwardInduction(game, elimination, strategies, words, kept)


def _actions(game: ExtensiveFormGame, player: str, strategy: tuple[int, ...]) -> dict[str, str]:
    tree = game.tree
    own = np.flatnonzero(tree.infoset_player == game.players.index(player)).tolist()
    return {
        tree.infoset_name(infoset): tree.actions(infoset)[action]
        for infoset, action in zip(own, strategy, strict=True)
        if action != ANY
    }


def _reached(game: ExtensiveFormGame, kept: dict[str, tuple[tuple[int, ...], ...]]) -> list[int]:
    """The ends that some profile of the strategies leads to, chance permitting."""
    tree = game.tree
    place: dict[int, tuple[str, int]] = {}
    for who, player in enumerate(game.players):
        for i, infoset in enumerate(np.flatnonzero(tree.infoset_player == who).tolist()):
            place[infoset] = (player, i)
    odds = game.edge_probabilities()
    found: list[int] = []
    # With each node the strategies of every player that lead there.
    stack: list[tuple[int, dict[str, tuple[tuple[int, ...], ...]]]] = [(0, kept)]
    while stack:
        node, alive = stack.pop()
        mover = int(tree.mover[node])
        if mover == TERMINAL:
            found.append(node)
        elif mover == CHANCE:
            stack.extend((child, alive) for child in tree.children_of(node) if odds[child] > 0)
        else:
            player, i = place[int(tree.infoset[node])]
            for action, child in enumerate(tree.children_of(node)):
                fits = tuple(plan for plan in alive[player] if plan[i] == action)
                if fits:
                    stack.append((child, {**alive, player: fits}))
    return sorted(found)
