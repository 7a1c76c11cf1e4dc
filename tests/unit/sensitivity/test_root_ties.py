"""Ties at the root that hold whatever the parameters are: answered in arrays, as exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import brinkgame as bg
from brinkgame.sensitivity.joint import joint_design
from brinkgame.testing import parametric_games


def every_measure(game: bg.ExtensiveFormGame) -> dict[str, Any]:
    found: dict[str, Any] = {f"pays {player}": bg.ExpectedPayoff(player) for player in game.players}
    found |= {f"ends {label}": bg.OutcomeProbability(label) for label in game.outcomes}
    for known in game.information_sets:
        for action in known.actions:
            found[f"{known.player} {known.label} {action}"] = bg.ActionProbability(
                known.player, known.label, action
            )
        first = known.actions[0]
        found[f"record {known.label}"] = bg.RecordProbability({known.player: {known.label: first}})
    return found


def assert_same(game: bg.ExtensiveFormGame, values: Any) -> Any:
    measures = every_measure(game)
    fast = bg.evaluate(game, values, measures)
    plain = bg.evaluate(game, values, measures, engine="point by point")
    assert fast.count.tolist() == plain.count.tolist()
    assert fast.status.tolist() == plain.status.tolist()
    for name in measures:
        for mine, theirs in ((fast.low, plain.low), (fast.high, plain.high)):
            np.testing.assert_allclose(mine[name], theirs[name], atol=1e-9, err_msg=name)
    return fast


@pytest.mark.parametrize("name", ["hostage", "consent", "verification"])
def test_decisions_with_such_ties(name: str) -> None:
    """A threat that changes nothing, an offer that is refused: many ties, none of them redone."""
    game = bg.memo.load(name).game
    found = assert_same(game, dict(joint_design(game.parameters, 16, seed=5)))
    assert (found.count > 1).any()
    assert not found.redone.any()


@settings(max_examples=25)
@given(parametric_games(form=bg.ExtensiveFormGame, perfect_information=True))
def test_drawn_trees(game: bg.ExtensiveFormGame) -> None:
    at = game.parameters.baseline
    values = {}
    for name, parameter in game.parameters.items():
        ends = (parameter.low, parameter.high)
        values[name] = [float(at[name]), *(float(at[name] if e is None else e) for e in ends)]
    twice = bg.ExtensiveFormGame(
        "twice",
        players=game.players,
        root=bg.Decision(
            game.players[0],
            {
                "one": bg.Terminal(dict.fromkeys(game.players, 0)),
                "two": bg.Terminal(dict.fromkeys(game.players, 0)),
            },
        ),
    )
    # The same tree behind two first moves of a player: a tie everywhere.
    both = bg.replace_subgames(twice, {f"root/{way}": _root(game) for way in ("one", "two")})
    assert_same(both, values)


def _root(game: bg.ExtensiveFormGame) -> Any:
    """The tree of a game as a node to be put into another."""

    def written(node: int) -> Any:
        tree = game.tree
        below = tree.children_of(node)
        paid = dict(zip(game.players, ends[node], strict=True)) if ends[node] else None
        label = tree.labels[tree.label[node]] if tree.label[node] >= 0 else None
        menu = tree.menus[tree.menu[node]] if below else ()
        if not below:
            return bg.Terminal(paid or {}, label=label)
        if tree.mover[node] < 0:
            odds = game.edge_probabilities()
            return bg.Chance(
                {a: (odds[c], written(c)) for a, c in zip(menu, below, strict=True)}, label=label
            )
        player = game.players[tree.mover[node]]
        return bg.Decision(
            player, {a: written(c) for a, c in zip(menu, below, strict=True)}, label=label
        )

    ends = game.terminal_payoffs()
    return written(0)


def test_a_tie_at_one_point_is_redone() -> None:
    x = bg.Parameter("x", "1/2", low=0, high=1)
    game = bg.ExtensiveFormGame(
        "tie",
        players=("A",),
        root=bg.Decision("A", {"left": bg.Terminal({"A": x}), "right": bg.Terminal({"A": 1 - x})}),
    )
    found = assert_same(game, {"x": [0.25, 0.5, 0.75]})
    assert found.redone.tolist() == [False, True, False]
    assert found.count.tolist() == [1, 2, 1]
