"""Closed forms of trees in which nothing is hidden: every pure subgame-perfect profile.

Backward induction with open numbers: at a decision each action is taken in turn, with one condition
for each alternative, that it pays no more. What the actions pay follows from the forms further
down, so that the forms of a node are the combinations of those of its children. (Every equilibrium
at a point lies between pure ones that are equilibria there: whoever is indifferent may mix.)

References
----------
.. [1] H. W. Kuhn (1953), Extensive games and the problem of information, *Contributions to the
   Theory of Games II*, theorem 2 and its proof.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.control import Control
from brinkgame.expressions import quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.engines import SignOf, unknown_sign
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number, Support
from brinkgame.results import Concept

__all__ = ["forms", "obstacles"]

MOST: Final = 1 << 14
"""Ways to play from a node on: more would be read by nobody, and take long."""

READ: Final = 300
"""Terms of a difference: of longer ones nobody asks what they have in common, which takes long."""

_LOOKED: Final = 256
"""Combinations between two looks at the clock."""

_TOO_MANY: Final = (
    f"more than {MOST:,} ways to play from {{}} on: fix more parameters, take a subgame, or "
    "replace later decisions by what they are worth"
)


@final
@dataclass(frozen=True, slots=True)
class _Way:
    """One way to play from a node on."""

    choices: tuple[tuple[int, int], ...]
    pays: tuple[Number, ...]
    conditions: tuple[Condition, ...]


def obstacles(game: Any, concept: Concept) -> tuple[str, ...]:
    """Every reason why this engine does not take a game."""
    if not isinstance(game, ExtensiveFormGame):
        return ("takes trees",)
    found: list[str] = []
    if concept is not Concept.SUBGAME_PERFECT:
        found.append(f"finds subgame-perfect equilibria, not {concept.value} ones")
    if not game.is_perfect_information:
        found.append("takes trees in which nothing is hidden from a player")
    return tuple(found)


def forms(
    game: ExtensiveFormGame,
    concept: Concept,
    control: Control,
    *,
    sign: SignOf = unknown_sign,
    thin: bool = False,
    only: Support | None = None,
) -> tuple[tuple[EquilibriumForm, ...], tuple[str, ...]]:
    """Every form of a game without obstacles, and what was left undecided.

    Parameters
    ----------
    game, concept
        The game, and what is looked for.
    control
        A limit of time.
    sign
        The sign that an expression has wherever the parameters are, or None if nobody knows. A
        preference that is the same everywhere needs no condition, or allows no form.
    thin
        Whether to list forms in which somebody chooses one way here and the other way there though
        the difference is the same: they exist where it is zero.
    only
        Parts of a support: only forms with these are looked for.
    """
    tree = game.tree
    wanted = {game.infoset_number(player, label): actions for player, label, actions in only or ()}
    rows = game.payoff_rows()
    odds = game.edge_probabilities()
    row_of, mover = tree.payoff_row.tolist(), tree.mover.tolist()
    infoset = tree.infoset.tolist()
    ways: dict[int, list[_Way]] = {}
    for node in range(tree.size - 1, -1, -1):
        who, row = mover[node], row_of[node]
        here = rows[row] if row >= 0 else (Fraction(0),) * len(game.players)
        if who == TERMINAL:
            ways[node] = [_Way((), here, ())]
            continue
        children = tree.children_of(node)
        below = [ways.pop(child) for child in children]
        found: list[_Way] = []
        for looked, combination in enumerate(itertools.product(*below)):
            if not looked % _LOOKED and control.expired():
                return (), ("the time was up before the forms were listed: raise time_limit",)
            if len(found) > MOST:
                where = tree.path(node)
                return (), (_TOO_MANY.format(where),)
            choices = tuple(itertools.chain.from_iterable(way.choices for way in combination))
            kept = tuple(
                dict.fromkeys(itertools.chain.from_iterable(way.conditions for way in combination))
            )
            if not thin and _are_at_odds(kept):
                continue
            if who == CHANCE:
                shares = zip(*(way.pays for way in combination), strict=True)
                weights = [odds[child] for child in children]
                pays = tuple(
                    _mean(weights, share, start=h) for share, h in zip(shares, here, strict=True)
                )
                found.append(_Way(choices, pays, kept))
                continue
            number = infoset[node]
            for action, way in enumerate(combination):
                if number in wanted and tree.actions(number)[action] not in wanted[number]:
                    continue
                conditions = _preferred(game, number, who, action, combination, sign)
                if conditions is not None:
                    if not thin and _are_at_odds(conditions + kept):
                        continue
                    pays = tuple(_sum(h, paid) for h, paid in zip(here, way.pays, strict=True))
                    found.append(_Way(((number, action), *choices), pays, conditions + kept))
        ways[node] = found
        control.tell("ways to play", len(found))
    return tuple(_form(game, concept, way) for way in ways[0]), ()


def _are_at_odds(conditions: tuple[Condition, ...]) -> bool:
    """Whether two of them hold together only where a difference is zero."""
    differences = {c.difference for c in conditions if c.difference.length <= READ}
    if len(differences) < 2:
        return False
    return any(-difference in differences for difference in differences)


def _sum(a: Number, b: Number) -> Number:
    """Zero is what most nodes on the way pay."""
    return b if a == 0 else quantity(a + b)


def _mean(weights: list[Any], values: tuple[Any, ...], start: Number) -> Number:
    total: Any = start
    for weight, value in zip(weights, values, strict=True):
        if value != 0 and weight != 0:
            total = total + weight * value
    return quantity(total)


def _preferred(
    game: ExtensiveFormGame,
    number: int,
    who: int,
    action: int,
    combination: tuple[_Way, ...],
    sign: SignOf,
) -> tuple[Condition, ...] | None:
    """That an action pays at least as much as each other one; None if it never does."""
    tree = game.tree
    menu = tree.actions(number)
    found: list[Condition] = []
    for other, way in enumerate(combination):
        if other == action:
            continue
        more = quantity(combination[action].pays[who] - way.pays[who])
        if isinstance(more, Fraction):
            if more < 0:
                return None
            continue
        known = sign(more) if more.length <= READ else None
        if known is not None and known < 0:
            return None
        if known is None:
            label = tree.infoset_name(number)
            found.append(Condition(game.players[who], label, menu[action], menu[other], more))
    return tuple(found)


def _form(game: ExtensiveFormGame, concept: Concept, way: _Way) -> EquilibriumForm:
    tree = game.tree
    chosen = dict(way.choices)
    plan: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    for number in range(tree.n_infosets):
        player = game.players[int(tree.infoset_player[number])]
        plan[player][tree.infoset_name(number)] = {
            action: Fraction(int(place == chosen[number]))
            for place, action in enumerate(tree.actions(number))
        }
    return EquilibriumForm(
        game=game,
        concept=concept,
        profile=plan,
        payoffs=dict(zip(game.players, way.pays, strict=True)),
        conditions=tuple(dict.fromkeys(way.conditions)),
    )
