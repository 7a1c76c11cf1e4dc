from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given, settings

import brinkgame as bg
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.sensitivity import (
    ActionProbability,
    ExpectedPayoff,
    OutcomeProbability,
    RecordProbability,
)
from brinkgame.sensitivity.tied_ranges import tied_range
from tests.unit.drawing import SEEDS, shares, tied, written
from tests.unit.sensitivity.drawn import measures_of


def pays(a, b, c, label=None):
    return Terminal({"A": a, "B": b, "C": c}, label=label)


# B is indifferent; A above chooses between a sure thing and what B does; C only watches.
WATCHED = ExtensiveFormGame(
    "watched",
    players=("A", "B", "C"),
    root=Decision(
        "A",
        {
            "safe": pays(1, 0, 0, "peace"),
            "risky": Decision(
                "B", {"kind": pays(2, 5, 3), "mean": pays(0, 5, -100, "war")}, infoset="reply"
            ),
        },
    ),
)


def test_a_mixture_may_lie_outside_the_range_of_pure_equilibria():
    # Pure: safe with mean (C gets 0), risky with kind (C gets 3). But if B mixes evenly A is
    # indifferent and may go risky, and C gets (3 - 100)/2.
    pure = bg.solve(WATCHED).payoff_range("C")
    found = tied_range(WATCHED, ExpectedPayoff("C"))
    assert pure == (0, 3)
    assert (found.low, found.high, found.attained) == (Fraction(-97, 2), 3, True)
    assert tied_range(WATCHED, ExpectedPayoff("A")).low == 1
    war = tied_range(WATCHED, OutcomeProbability("war"))
    assert (war.low, war.high) == (0, Fraction(1, 2))


def test_what_would_be_done_off_the_path_counts_as_far_as_it_may_not_tempt():
    kind = tied_range(WATCHED, ActionProbability("B", "reply", "kind"))
    assert (kind.low, kind.high) == (0, 1)
    risky = RecordProbability({"A": {"root": "risky"}, "B": {"reply": "mean"}})
    found = tied_range(WATCHED, risky)
    # Risky is best only if B is kind with probability 1/2 at least.
    assert (found.low, found.high, found.attained) == (0, Fraction(1, 2), True)


def mixed_equilibria(rng, game, family, count):
    """Mixtures at the ties that are equilibria, drawn blindly and tested."""
    found = list(family.pure_profiles()) if (family.count or 10**9) <= 64 else []
    tree = game.tree
    for _ in range(count):
        weights = []
        base = bg.solve(game)[0].profile
        for infoset in range(tree.n_infosets):
            own = list(base.weights_at(infoset))
            name = (game.players[tree.infoset_player[infoset]], tree.infoset_name(infoset))
            if name in family.ties:
                menu = tree.actions(infoset)
                tied_ones = [menu.index(a) for a in family.ties[name]]
                drawn = shares(rng, len(tied_ones))
                own = [Fraction(0)] * len(menu)
                for action, share in zip(tied_ones, drawn, strict=True):
                    own[action] = share
            weights += own
        profile = bg.BehaviorStrategyProfile.from_weights(game, weights)
        if profile in family:
            found.append(profile)
    return found


def contains_all_that_are_met(seed):
    rng = random.Random(seed)
    players = ("A", "B", "C")[: rng.randint(1, 3)]
    root = written(rng, players, number=tied, decisions=rng.randint(2, 6))
    game = ExtensiveFormGame("drawn", players=players, root=root)
    result = bg.solve(game)
    if result[0].family is None or result[0].family.truncated:
        return
    family = result[0].family
    met = mixed_equilibria(rng, game, family, 12)
    for measure in measures_of(rng, game).values():
        found = tied_range(game, measure)
        values = [measure.of(game, profile) for profile in met]
        assert all(found.low <= value <= found.high for value in values)
        if family.is_free and found.attained and (family.count or 100) <= 64:
            # Everything may be mixed with everything: the ends are at pure equilibria.
            assert (found.low, found.high) == (min(values), max(values))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_every_equilibrium_lies_in_the_range(seed):
    contains_all_that_are_met(seed)


def test_too_many_ties_give_an_outer_range():
    # Twelve ties one above the other, all payoffs of the watcher different.
    node = pays(0, 0, 0)
    for k in range(12):
        other = Decision("AB"[k % 2], {"l": pays(0, 0, k), "r": pays(0, 0, -k)})
        node = Decision("BA"[k % 2], {"on": node, "off": other})
    game = ExtensiveFormGame("many", players=("A", "B", "C"), root=node)
    found = tied_range(game, ExpectedPayoff("C"))
    assert found.low <= -11
    assert found.high >= 11
