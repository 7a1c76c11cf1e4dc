"""What pays at information sets, and where Bayes' rule applies, against brute force."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.play import (
    Assessment,
    BeliefGap,
    Deviation,
    bayes_beliefs,
    is_perfect_bayesian,
    is_sequentially_rational,
    is_weakly_consistent,
    perfect_bayesian_gaps,
    regrets,
    sequential_deviations,
    sequential_regrets,
    subgame_regrets,
)
from tests.unit.drawing import SEEDS, fractions, games, numbers, profiles, shares, tied, wide
from tests.unit.plain import Place, places, plans, reach, value
from tests.unit.plain import menus as all_menus

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
NUMBER = st.sampled_from([tied, fractions, wide, numbers])


def end(a: Any = 0, b: Any = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


def game_of(root: Any, players: tuple[str, ...] = ("A", "B")) -> ExtensiveFormGame:
    return ExtensiveFormGame("t", players=players, root=root)


@st.composite
def assessments(
    draw: Callable[..., Any], number: Any = tied, decisions: int = 7, **options: Any
) -> tuple[ExtensiveFormGame, Any, Any, Any]:
    """A game, its root, a plan and beliefs: by Bayes' rule where it applies, or anything at all."""
    game, root = draw(games(number=number, information="recall", decisions=decisions, **options))
    plan = draw(profiles(game))
    rng = random.Random(draw(SEEDS))
    follow = draw(st.booleans())
    beliefs: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    known = bayes_beliefs(game, plan)
    for infoset in game.information_sets:
        here = known[infoset.player][infoset.label]
        if here is None or not follow:
            odds = shares(rng, len(infoset.nodes))
            if rng.random() < 0.3:
                odds = [Fraction(int(i == 0)) for i in range(len(infoset.nodes))]
                rng.shuffle(odds)
            here = dict(zip(infoset.nodes, odds, strict=True))
        beliefs[infoset.player][infoset.label] = here
    return game, root, plan, beliefs


# -- by hand --------------------------------------------------------------------------------------

# After A's x or y, B cannot tell which; after B's r, B moves once more and still cannot.
_LATER = {
    x: Decision("B", {"l": end(0, a), "r": end(0, b)}, infoset="later")
    for x, a, b in (("x", 4, 0), ("y", 0, 4))
}
TWICE = game_of(
    Decision(
        "A",
        {
            "out": end(2, 2),
            **{
                x: Decision("B", {"l": end(1, 1), "r": _LATER[x]}, infoset="early")
                for x in ("x", "y")
            },
        },
    )
)


def twice(early: Any, later: Any, first: Any, second: Any) -> Assessment:
    paths = ("root/x", "root/y")
    return Assessment.of(
        TWICE,
        {"A": {"root": "out"}, "B": {"early": early, "later": later}},
        {
            "B": {
                "early": dict(zip(paths, (first, 1 - first), strict=True)),
                "later": dict(zip([f"{p}/r" for p in paths], (second, 1 - second), strict=True)),
            }
        },
    )


def test_what_pays_under_a_belief() -> None:
    found = sequential_deviations(twice("l", "r", HALF, HALF))
    assert [str(d) for d in found] == ["B at early would gain 1 by r instead of l"]
    assert sequential_regrets(twice("l", "r", HALF, HALF)).regrets == {"A": 0, "B": 1}
    assert is_sequentially_rational(twice("r", "l", HALF, HALF))
    assert sequential_deviations(twice("r", "l", HALF, THIRD)) == (
        Deviation("B", "later", "l", "r", Fraction(4, 3)),
    )
    mixed = twice("r", {"l": HALF, "r": HALF}, THIRD, THIRD)
    assert sequential_deviations(mixed) == (Deviation("B", "later", "l", "r", Fraction(4, 3)),)
    assert sequential_regrets(mixed).regrets["B"] == Fraction(2, 3)
    assert sequential_regrets(mixed).payoffs == {"A": 2, "B": 2}


def test_a_plan_pays_where_no_single_change_does() -> None:
    # B is sure of x, but would be sure of y at the later place, where l is then bad.
    odd = twice("l", "r", Fraction(1), Fraction(0))
    found = sequential_deviations(odd)
    assert [str(d) for d in found] == [
        "B at early would gain 3 by r at early; l at later instead of the profile"
    ]
    assert sequential_regrets(odd).regrets == {"A": 0, "B": 3}
    test = is_sequentially_rational(odd)
    assert not test
    assert test.faults == found
    # That is possible only because beliefs are not updated, although r is not played.
    (gap,) = perfect_bayesian_gaps(odd)
    assert str(gap) == (
        "B at later believes root/x/r with probability 0, but Bayes' rule from what B believes at "
        "early gives 1"
    )
    test = is_perfect_bayesian(odd)
    assert not test
    assert test.faults == (gap, *found)
    assert test.reason == f"{gap} (the first of 2 faults)"
    assert str(test) == test.reason
    assert test.assessment is odd


def test_bayes_rule_on_the_path() -> None:
    plan = {"A": {"root": {"x": "1/4", "y": "3/4"}}, "B": {"early": "l", "later": "r"}}
    known = bayes_beliefs(TWICE, plan)
    assert known["B"]["early"] == {"root/x": Fraction(1, 4), "root/y": Fraction(3, 4)}
    assert known["B"]["later"] is None
    assert known["A"]["root"] == {"root": 1}
    beliefs = {"B": {"early": {"root/x": HALF, "root/y": HALF}, "later": "root/x/r"}}
    assessment = Assessment.of(TWICE, plan, beliefs)
    test = is_weakly_consistent(assessment)
    assert not test
    assert test.faults == (
        BeliefGap("B", "early", "root/x", HALF, Fraction(1, 4), "the beginning of the game"),
    )
    # The later belief is out of step with the earlier one, whatever that is.
    gaps = perfect_bayesian_gaps(assessment)
    assert [gap.infoset for gap in gaps] == ["early", "later"]
    right = {"B": {"early": known["B"]["early"], "later": "root/x/r"}}
    assert is_weakly_consistent(Assessment.of(TWICE, plan, right))
    assert not perfect_bayesian_gaps(
        Assessment.of(
            TWICE,
            plan,
            {"B": {"early": known["B"]["early"], "later": {"root/x/r": "1/4", "root/y/r": "3/4"}}},
        )
    )


def test_bayes_rule_on_the_path_of_a_subgame() -> None:
    game = game_of(
        Decision(
            "B",
            {
                "out": end(5, 2),
                "in": Decision(
                    "A",
                    {a: Decision("B", {"l": end(), "r": end()}, infoset="b") for a in "xy"},
                    infoset="a",
                ),
            },
        )
    )
    plan = {"A": {"a": "x"}, "B": {"root": "out", "b": "l"}}
    wrong = Assessment.of(game, plan, {"B": {"b": "root/in/y"}})
    assert is_weakly_consistent(wrong)
    (gap,) = perfect_bayesian_gaps(wrong)
    assert gap.given == "the beginning of the subgame at root/in"
    assert (gap.path, gap.belief, gap.bayes) == ("root/in/x", 0, 1)
    assert not is_perfect_bayesian(wrong)
    assert is_weakly_consistent(Assessment.of(game, plan, {"B": {"b": "root/in/x"}}))


def test_a_weakly_consistent_equilibrium_need_not_be_subgame_perfect() -> None:
    # B comes in and A does x, the best reply to what B is falsely taken to do.
    last = {
        a: Decision("B", {"l": end(p, q), "r": end(r, s)}, infoset="b")
        for a, (p, q, r, s) in {"x": (3, 0, 0, 1), "y": (0, 0, 1, 1)}.items()
    }
    game = game_of(Decision("B", {"out": end(0, 2), "in": Decision("A", last, infoset="a")}))
    plan = {"A": {"a": "y"}, "B": {"root": "out", "b": "r"}}
    good = Assessment.of(game, plan, {"B": {"b": "root/in/y"}})
    assert is_perfect_bayesian(good)
    assert str(is_perfect_bayesian(good)) == (
        "no player gains at any information set, and beliefs follow Bayes' rule"
    )


def test_near_ties_in_floats() -> None:
    exact = twice("r", "l", HALF, HALF)
    weights = [list(map(float, each)) for each in exact.beliefs.weights]
    floats = TWICE.to_float()
    rounded = Assessment.of(
        floats,
        {"A": {"root": "out"}, "B": {"early": "r", "later": "l"}},
        {
            "B": {
                "early": {"root/x": 0.5 + 1e-11, "root/y": 0.5 - 1e-11},
                "later": {"root/x/r": 0.5, "root/y/r": 0.5},
            }
        },
    )
    assert weights[1] == [0.5, 0.5]
    assert is_sequentially_rational(rounded)
    assert is_perfect_bayesian(rounded)
    regret = sequential_regrets(rounded).regrets["B"]
    assert 0 <= regret < 1e-9


# -- against brute force --------------------------------------------------------------------------


def members(everywhere: list[Place]) -> dict[tuple[str, str], list[Place]]:
    found: dict[tuple[str, str], list[Place]] = {}
    for place in everywhere:
        if isinstance(place.node, Decision):
            found.setdefault((place.node.player, place.infoset), []).append(place)
    return found


def gains_by_hand(everywhere: list[Place], plan: Any, beliefs: Any) -> dict[tuple[str, str], Any]:
    """At each information set the most that any pure strategy gains from there on."""
    menus = all_menus(everywhere, list(plan))
    found: dict[tuple[str, str], Any] = {}
    for (who, label), nodes in members(everywhere).items():
        belief = beliefs[who][label]

        def worth(strategy: Any, nodes: Any = nodes, belief: Any = belief, who: str = who) -> Any:
            return sum(
                Fraction(belief.get(node.path, 0))
                * value(node, everywhere, {**plan, who: strategy})[who]
                for node in nodes
            )

        found[who, label] = max(map(worth, plans(menus[who]))) - worth(plan[who])
    return found


def single_by_hand(game: Any, everywhere: list[Place], plan: Any, beliefs: Any) -> list[Deviation]:
    """Every single action that pays more than the worst that is taken, in order."""
    found = []
    groups = members(everywhere)
    for infoset in game.information_sets:
        who, label = infoset.player, infoset.label
        pays = {
            action: sum(
                Fraction(beliefs[who][label].get(node.path, 0))
                * value(node, everywhere, {**plan, who: {**plan[who], label: action}})[who]
                for node in groups[who, label]
            )
            for action in infoset.actions
        }
        taken = plan[who][label]
        used = [taken] if isinstance(taken, str) else [a for a in pays if taken.get(a, 0) > 0]
        worst = min(used, key=pays.__getitem__)
        found += [
            Deviation(who, label, worst, action, pay - pays[worst])
            for action, pay in pays.items()
            if pay > pays[worst]
        ]
    return found


def gaps_by_hand(everywhere: list[Place], plan: Any, beliefs: Any, roots: Any) -> set[Any]:
    """The information sets where Bayes' rule is violated, as the definition reads."""
    found: set[Any] = set()
    groups = members(everywhere)

    def compare(key: Any, weights: dict[str, Fraction]) -> None:
        total = sum(weights.values())
        if total > 0 and any(
            Fraction(beliefs[key[0]][key[1]].get(path, 0)) != weight / total
            for path, weight in weights.items()
        ):
            found.add(key)

    for root in (place for place in everywhere if place.path in roots):
        for key, nodes in groups.items():
            if root.holds(nodes[0]):
                compare(key, {n.path: reach(n, plan, len(root.moves)) for n in nodes})
    for (who, label), nodes in groups.items():
        for later, ends in groups.items():
            if later[0] != who or later[1] == label:
                continue
            pairs = [(n, e) for e in ends for n in nodes if n.holds(e)]
            if not pairs:
                continue
            # The player goes there for certain: the moves that lead there are all the same.
            way = {m.infoset: m.label for m in ends[0].moves if m.player == who}
            going = {**plan, who: {**plan[who], **way}}
            compare(
                later,
                {
                    e.path: Fraction(beliefs[who][label].get(n.path, 0))
                    * reach(e, going, len(n.moves))
                    for n, e in pairs
                },
            )
    return found


@given(NUMBER.flatmap(lambda number: assessments(number=number)))
def test_plans_and_beliefs_against_brute_force(drawn: Any) -> None:
    from brinkgame.forms import subgames

    game, root, plan, beliefs = drawn
    assessment = Assessment.of(game, plan, beliefs)
    everywhere = places(root, game.players)
    gains = gains_by_hand(everywhere, plan, beliefs)
    worst = {
        player: max([gain for (who, _), gain in gains.items() if who == player], default=0)
        for player in game.players
    }
    found = sequential_regrets(assessment)
    assert found.regrets == worst
    assert found.payoffs == value(everywhere[0], everywhere, plan)
    told = sequential_deviations(assessment)
    assert bool(told) == (max(gains.values(), default=0) > 0)
    assert {(d.player, d.infoset) for d in told} <= {k for k, gain in gains.items() if gain > 0}
    assert [d for d in told if d.played != "the profile"] == single_by_hand(
        game, everywhere, plan, beliefs
    )
    assert bool(is_sequentially_rational(assessment)) == (max(worst.values()) == 0)
    gaps = {(gap.player, gap.infoset) for gap in perfect_bayesian_gaps(assessment)}
    assert gaps == gaps_by_hand(everywhere, plan, beliefs, subgames(game))
    weak = {(gap.player, gap.infoset) for gap in is_weakly_consistent(assessment).faults}
    assert weak == gaps_by_hand(everywhere, plan, beliefs, ("root",)) - (
        gaps_by_hand(everywhere, plan, beliefs, ()) - weak
    )
    assert weak <= gaps
    assert bool(is_perfect_bayesian(assessment)) == (not gaps and not told)
    # What is believed is what the first node in the wrong is said to be, and what follows is not.
    for gap in perfect_bayesian_gaps(assessment):
        assert gap.belief == beliefs[gap.player][gap.infoset].get(gap.path, 0) != gap.bayes


@given(NUMBER.flatmap(lambda number: assessments(number=number)))
def test_updated_beliefs_make_single_changes_enough(drawn: Any) -> None:
    game, _, plan, beliefs = drawn
    assessment = Assessment.of(game, plan, beliefs)
    if any("what" in gap.given for gap in perfect_bayesian_gaps(assessment)):
        return
    for deviation in sequential_deviations(assessment):
        assert deviation.played != "the profile"


@given(NUMBER.flatmap(lambda number: assessments(number=number)))
def test_perfect_bayesian_is_subgame_perfect_is_nash(drawn: Any) -> None:
    game, _, plan, beliefs = drawn
    assessment = Assessment.of(game, plan, beliefs)
    if perfect_bayesian_gaps(assessment):
        return
    most = sequential_regrets(assessment).regrets
    inside = subgame_regrets(game, plan).regrets
    whole = regrets(game, plan)
    for player in game.players:
        # A gain in a subgame is made up of gains at information sets.
        assert (most[player] > 0) or inside[player] == 0
        assert inside[player] >= whole[player]


@given(st.data(), games(information="recall", decisions=7))
def test_everything_mixed_leaves_one_belief(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, root = drawn
    rng = random.Random(data.draw(SEEDS))
    plan: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    for infoset in game.information_sets:
        counts = [rng.randint(1, 3) for _ in infoset.actions]
        plan[infoset.player][infoset.label] = {
            a: Fraction(c, sum(counts)) for a, c in zip(infoset.actions, counts, strict=True)
        }
    known = bayes_beliefs(game, plan)
    everywhere = places(root, game.players)
    for key, nodes in members(everywhere).items():
        weights = {node.path: reach(node, plan) for node in nodes}
        here = known[key[0]][key[1]]
        if sum(weights.values()) == 0:  # behind a branch of probability zero
            assert here is None
        else:
            assert here == {p: w / sum(weights.values()) for p, w in weights.items()}


@given(assessments(number=fractions))
def test_floats_agree(drawn: Any) -> None:
    game, _, plan, beliefs = drawn
    exact = Assessment.of(game, plan, beliefs)
    rounded = Assessment.of(game.to_float(), plan, beliefs)
    assert [(g.player, g.infoset) for g in perfect_bayesian_gaps(exact)] == [
        (g.player, g.infoset) for g in perfect_bayesian_gaps(rounded)
    ]
    assert bool(is_sequentially_rational(exact)) == bool(is_sequentially_rational(rounded))
    for player, gain in sequential_regrets(exact).regrets.items():
        assert sequential_regrets(rounded).regrets[player] == pytest.approx(float(gain), abs=1e-9)


# -- what is refused ------------------------------------------------------------------------------

CHECKS = [
    is_perfect_bayesian,
    is_sequentially_rational,
    is_weakly_consistent,
    perfect_bayesian_gaps,
    sequential_deviations,
    sequential_regrets,
]


@pytest.mark.parametrize("ask", CHECKS)
def test_what_is_out_of_scope(ask: Any) -> None:
    crowd = [Decision("A", {"l": end(), "r": end()}, infoset="s") for _ in "xy"]
    forgetful = game_of(Decision("A", {"x": crowd[0], "y": crowd[1]}))
    given_ = {"A": {"root": "x", "s": "l"}, "B": {}}
    with pytest.raises(UnsupportedGameError) as caught:
        ask(Assessment.of(forgetful, given_, {"A": {"s": "root/x"}}))
    assert str(caught.value).endswith(
        " needs perfect recall\n"
        "  - root/x and root/y are one information set, reached by different own moves"
    )
    absent = game_of(Decision("A", {"l": end(), "r": crowd[0]}, infoset="s"))
    with pytest.raises(UnsupportedGameError) as caught:
        ask(Assessment.of(absent, {"A": {"s": "l"}, "B": {}}, {"A": {"s": "root"}}))
    assert "root and root/r are one information set, and one lies behind" in str(caught.value)
    with pytest.raises(InvalidProfileError, match="is about an Assessment"):
        ask({"A": {"root": "x"}})
    open_ = game_of(Decision("A", {"l": end(Parameter("x", "1/2", low=0, high=1)), "r": end()}))
    with pytest.raises(UnsupportedGameError, match="needs numbers"):
        ask(Assessment.of(open_, {"A": {"root": "l"}, "B": {}}, {}))


def test_bayes_rule_is_refused_without_recall() -> None:
    crowd = [Decision("A", {"l": end(), "r": end()}, infoset="s") for _ in "xy"]
    forgetful = game_of(Decision("A", {"x": crowd[0], "y": crowd[1]}))
    with pytest.raises(UnsupportedGameError, match="Bayes' rule needs perfect recall"):
        bayes_beliefs(forgetful, {"A": {"root": "x", "s": "l"}, "B": {}})


def test_a_game_without_moves() -> None:
    for root in (end(1, 2), Chance({"one": (1, end(1, 2))})):
        alone = Assessment.of(game_of(root), {"A": {}, "B": {}}, {})
        assert is_perfect_bayesian(alone)
        assert sequential_regrets(alone).payoffs == {"A": 1, "B": 2}
        assert bayes_beliefs(game_of(root), {"A": {}, "B": {}}) == {"A": {}, "B": {}}


def test_every_pure_assessment_of_a_small_game() -> None:
    # By enumeration: of all pure profiles and beliefs at the corners, those that pass are known.
    found = [
        (early, later, first, second)
        for early, later in itertools.product("lr", repeat=2)
        for first, second in itertools.product((0, 1), repeat=2)
        if is_perfect_bayesian(twice(early, later, Fraction(first), Fraction(second)))
    ]
    assert found == [("r", "l", 1, 1), ("r", "r", 0, 0)]
