"""Consistency in the sense of Kreps and Wilson: by hand, from random mistakes, by brute force."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkgame.errors import (
    InvalidNumberError,
    InvalidParameterError,
    InvalidProfileError,
    UnsupportedGameError,
)
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.play import (
    Assessment,
    ConsistencyTest,
    is_consistent,
    is_weakly_consistent,
    perfect_bayesian_gaps,
)
from tests.unit.drawing import SEEDS, games, profiles, shares
from tests.unit.plain import Place, chance_of, places

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def end(players: Sequence[str]) -> Terminal:
    return Terminal(dict.fromkeys(players, 0))


def blame(sets: Sequence[Sequence[str]], odds: Any = None) -> ExtensiveFormGame:
    """A stays out, or does x, y or z by mistake; Nature then chooses who sees part of it."""
    players = ("A", *(f"S{i}" for i in range(len(sets))))
    zero = end(players)
    names = sorted({name for group in sets for name in group})

    def behind(name: str) -> Any:
        branches = {}
        for i, group in enumerate(sets):
            weight = Fraction(1, len(sets)) if odds is None else odds[name][i]
            seen = Decision(f"S{i}", {"l": zero, "r": zero}, infoset=f"s{i}")
            branches[str(i)] = (weight, seen if name in group else zero)
        return Chance(branches)

    return ExtensiveFormGame(
        "blame",
        players=players,
        root=Decision("A", {"out": zero, **{name: behind(name) for name in names}}),
    )


def blamed(sets: Any, *beliefs: Any, odds: Any = None) -> ConsistencyTest:
    game = blame(sets, odds)
    plan: dict[str, Any] = {"A": {"root": "out"}}
    held: dict[str, Any] = {}
    for i, (group, weights) in enumerate(zip(sets, beliefs, strict=True)):
        plan[f"S{i}"] = {f"s{i}": "l"}
        held[f"S{i}"] = {
            f"s{i}": {f"root/{name}/{i}": w for name, w in zip(group, weights, strict=True)}
        }
    return is_consistent(Assessment.of(game, plan, held))


def test_two_who_see_the_same_mistakes_agree_on_which_is_rarer() -> None:
    sets = ["xy", "xy"]
    test = blamed(sets, (1, 0), (1, 0))
    assert test
    assert test.orders["A"]["root"] == {"x": 1, "y": 2}
    assert test.reason == "the beliefs follow from mistakes that become infinitely rare"
    assert str(test) == test.reason
    test = blamed(sets, (1, 0), (0, 1))
    assert not test
    assert test.conflict == (
        "S0 at s0 believes root/x/0 and not root/y/0",
        "S1 at s1 believes root/y/1 and not root/x/1",
    )
    assert test.reason == f"no mistakes explain that {'; '.join(test.conflict)}"
    assert not blamed(sets, (1, 0), (HALF, HALF))
    with pytest.raises(InvalidParameterError, match="there is no sequence of mistakes"):
        test.at("1/10")


def test_ratios_of_the_same_mistakes_agree() -> None:
    sets = ["xy", "xy"]
    test = blamed(sets, (THIRD, 2 * THIRD), (THIRD, 2 * THIRD))
    assert test
    assert test.is_exact
    assert test.coefficients["A"]["root"] == {"x": 1, "y": 2}
    test = blamed(sets, (THIRD, 2 * THIRD), (HALF, HALF))
    assert not test
    assert test.conflict == (
        "S0 at s0 believes root/x/0 with 1/3 and root/y/0 with 2/3",
        "S1 at s1 believes root/x/1 with 1/2 and root/y/1 with 1/2",
    )
    # Where Nature lets one of them see x twice as often as y, they should not agree.
    odds = {"x": (Fraction(2, 3), Fraction(1, 3)), "y": (Fraction(1, 3), Fraction(2, 3))}
    assert blamed(sets, (HALF, HALF), (Fraction(1, 5), Fraction(4, 5)), odds=odds)
    assert not blamed(sets, (HALF, HALF), (HALF, HALF), odds=odds)


def test_ratios_around_a_circle() -> None:
    sets = ["xy", "yz", "xz"]
    two, three = (Fraction(2, 3), THIRD), (Fraction(3, 4), Fraction(1, 4))
    assert blamed(sets, two, three, (Fraction(6, 7), Fraction(1, 7)))
    test = blamed(sets, two, three, (Fraction(5, 6), Fraction(1, 6)))
    assert not test
    assert len(test.conflict) == 3
    assert test.reason.endswith(": the same mistakes, in other proportions")
    # Orders around a circle: x before y before z before x.
    test = blamed(sets, (1, 0), (1, 0), (0, 1))
    assert not test
    assert len(test.conflict) == 3
    assert blamed(sets, (1, 0), (1, 0), (1, 0)).orders["A"]["root"] == {
        "x": 1,
        "y": 2,
        "z": 3,
    }


def test_more_mistakes_are_rarer() -> None:
    # After A's mistake alone, and after A's and B's: the second cannot be all that C believes in.
    zero = end("ABC")
    seen = Decision("C", {"l": zero, "r": zero}, infoset="c")
    game = ExtensiveFormGame(
        "two mistakes",
        players=("A", "B", "C"),
        root=Decision("A", {"out": zero, "in": Decision("B", {"stop": seen, "go": seen})}),
    )
    plan = {"A": {"root": "out"}, "B": {"root/in": "stop"}, "C": {"c": "l"}}

    def test(stop: Any) -> ConsistencyTest:
        held = {"root/in/stop": stop, "root/in/go": 1 - stop}
        return is_consistent(Assessment.of(game, plan, {"C": {"c": held}}))

    assert test(1)
    # This is no subgame, as B's move is hidden, but the belief is still told what B does.
    assert not test(HALF)
    assert not test(0)
    assert test(0).conflict
    # If B mixes, C's belief is what B does.
    plan["B"] = {"root/in": {"stop": THIRD, "go": 2 * THIRD}}
    assert test(THIRD)
    assert not test(HALF)


def horse(**plan: Any) -> Assessment:
    """Selten's horse without payoffs: 3 does not know whether 1 or 2 has left the way."""
    zero = end("123")
    seen = Decision("3", {"l": zero, "r": zero}, infoset="3")
    game = ExtensiveFormGame(
        "horse",
        players=("1", "2", "3"),
        root=Decision("1", {"across": Decision("2", {"across": zero, "down": seen}), "down": seen}),
    )
    profile = {"1": {"root": "across"}, "2": {"root/across": "across"}, "3": {"3": "l"}}
    return Assessment.of(game, profile, {"3": {"3": plan}})


def test_the_horse_may_believe_anything() -> None:
    for weight in (0, THIRD, HALF, 1):
        held = {"root/down": weight, "root/across/down": 1 - weight}
        assert is_consistent(horse(**held))


def root_of_two() -> ExtensiveFormGame:
    """Mistakes of four players: ab and cd are seen together, and ac and bd are."""
    players = ("A", "B", "C", "D", "S", "T")
    zero = end(players)

    def pair(one: str, two: str, who: str) -> Any:
        seen = Decision(who, {"l": zero, "r": zero}, infoset=who.lower())
        last = Decision(two, {"keep": zero, "err": seen}, infoset=two.lower())
        return Decision(one, {"keep": zero, "err": last}, infoset=one.lower())

    quarter = Fraction(1, 4)
    return ExtensiveFormGame(
        "root of two",
        players=players,
        root=Chance(
            {
                "1": (quarter, pair("A", "B", "S")),
                "2": (quarter, pair("C", "D", "S")),
                "3": (quarter, pair("A", "C", "T")),
                "4": (quarter, pair("B", "D", "T")),
            }
        ),
    )


def test_a_coefficient_that_is_no_rational_number() -> None:
    game = root_of_two()
    plan = {p: {p.lower(): "keep"} for p in "ABCD"} | {"S": {"s": "l"}, "T": {"t": "l"}}
    # Bayes' rule at the players' own sets: each believes in the branches as they are.
    own: dict[str, Any] = {
        "A": {"a": {"root/1": HALF, "root/3": HALF}},
        "B": {"b": {"root/1/err": 0, "root/4": 1}},
        "C": {"c": {"root/2": 1, "root/3/err": 0}},
        "D": {"d": {"root/2/err": HALF, "root/4/err": HALF}},
    }

    def test(first: Any, second: Any, d: Any) -> ConsistencyTest:
        own["D"]["d"] = {"root/2/err": d, "root/4/err": 1 - d}
        return is_consistent(
            Assessment.of(
                game,
                plan,
                {
                    **own,
                    "S": {"s": {"root/1/err/err": first, "root/2/err/err": 1 - first}},
                    "T": {"t": {"root/3/err/err": second, "root/4/err/err": 1 - second}},
                },
            )
        )

    # ab : cd = 2 : 1 and ac : bd = 1 : 1, so that the square of a : d is 2 : 1. Then b : c may be
    # anything, and D sees just that.
    for d in (Fraction(1, 5), HALF):
        found = test(Fraction(2, 3), HALF, d)
        # c : b = d : 1 - d and b : c is fixed as the root of 2 by the two others: a contradiction,
        # as two rational numbers with the square 2 are not.
        assert not found
    # 4 : 1 and 1 : 1: a : d = 2 : 1 and b : c = 2 : 1.
    found = test(Fraction(4, 5), HALF, THIRD)
    assert found
    assert found.is_exact
    values = {p: found.coefficients[p][p.lower()]["err"] for p in "ABCD"}
    assert values["A"] * values["B"] == 4 * values["C"] * values["D"]
    assert values["A"] * values["C"] == values["B"] * values["D"]
    assert 2 * values["C"] == values["B"]
    assert not test(Fraction(4, 5), HALF, HALF)


def test_an_irrational_coefficient_is_told_as_a_float() -> None:
    # As above, but nobody sees b and c alone: D knows which of them it was.
    players = ("A", "B", "C", "D", "S", "T")
    zero = end(players)

    def pair(one: str, two: str, who: str) -> Any:
        seen = Decision(who, {"l": zero, "r": zero}, infoset=who.lower())
        inner = Decision(two, {"keep": zero, "err": seen}, infoset=two.lower())
        # Both move at once as it were: the second also moves where the first has not erred.
        other = Decision(two, {"keep": zero, "err": zero}, infoset=two.lower())
        return Decision(one, {"keep": other, "err": inner}, infoset=one.lower())

    quarter = Fraction(1, 4)
    game = ExtensiveFormGame(
        "root of two",
        players=players,
        root=Chance(
            {
                "1": (quarter, pair("A", "B", "S")),
                "2": (quarter, pair("C", "D", "S")),
                "3": (quarter, pair("A", "C", "T")),
                "4": (quarter, pair("B", "D", "T")),
            }
        ),
    )
    plan = {p: {p.lower(): "keep"} for p in "ABCD"} | {"S": {"s": "l"}, "T": {"t": "l"}}
    assessment = Assessment.of(
        game,
        plan,
        {
            "A": {"a": {"root/1": HALF, "root/3": HALF}},
            "B": {"b": {"root/1/keep": HALF, "root/4": HALF}},
            "C": {"c": {"root/2": HALF, "root/3/keep": HALF}},
            "D": {"d": {"root/2/keep": HALF, "root/4/keep": HALF}},
            "S": {"s": {"root/1/err/err": Fraction(2, 3), "root/2/err/err": THIRD}},
            "T": {"t": {"root/3/err/err": HALF, "root/4/err/err": HALF}},
        },
    )
    found = is_consistent(assessment)
    assert found
    assert not found.is_exact
    values = {p: found.coefficients[p][p.lower()]["err"] for p in "ABCD"}
    assert float(values["A"]) / float(values["D"]) == pytest.approx(math.sqrt(2), rel=1e-12)
    close = found.at(Fraction(1, 10**6))
    assert far(close, assessment) < 1e-5


def test_mistakes_of_nature() -> None:
    zero = end("AB")
    seen = Decision("B", {"l": zero, "r": zero}, infoset="b")
    game = ExtensiveFormGame(
        "nature errs",
        players=("A", "B"),
        root=Chance(
            {"never": (0, seen), "always": (1, Decision("A", {"keep": zero, "err": seen}))}
        ),
    )
    plan = {"A": {"root/always": "keep"}, "B": {"b": "l"}}

    def test(never: Any) -> ConsistencyTest:
        held = {"root/never": never, "root/always/err": 1 - never}
        return is_consistent(Assessment.of(game, plan, {"B": {"b": held}}))

    found = test(THIRD)
    assert found
    order, coefficient = found.nature["root"]["never"]
    assert order == found.orders["A"]["root/always"]["err"]
    assert found.coefficients["A"]["root/always"]["err"] == 2 * coefficient
    assert far(found.at("1/1000"), found.assessment) < Fraction(1, 100)
    assert test(1).nature["root"]["never"][0] < test(1).orders["A"]["root/always"]["err"]
    assert test(0)


# -- the witness ----------------------------------------------------------------------------------


def far(one: Assessment, other: Assessment) -> Any:
    """The largest difference of a probability or a belief."""
    tree = one.game.tree
    gaps: list[Any] = [Fraction(0)]
    for infoset in range(tree.n_infosets):
        pairs = zip(one.profile.weights_at(infoset), other.profile.weights_at(infoset), strict=True)
        gaps += [abs(a - b) for a, b in pairs]
        pairs = zip(one.beliefs.weights[infoset], other.beliefs.weights[infoset], strict=True)
        gaps += [abs(a - b) for a, b in pairs]
    return max(gaps)


def check_witness(found: ConsistencyTest) -> None:
    """The sequence is totally mixed, has Bayes' beliefs, and goes to the assessment."""
    distances = []
    for exponent in (4, 8, 16):
        near = found.at(Fraction(1, 10**exponent))
        game = near.game
        for infoset in range(game.tree.n_infosets):
            assert min(near.profile.weights_at(infoset)) > 0
        assert found.nature or is_weakly_consistent(near)
        distances.append(far(near, found.assessment))
    assert distances[0] >= distances[1] >= distances[2]
    assert distances[2] < Fraction(1, 10**10)


def limit_of_mistakes(
    rng: random.Random, game: ExtensiveFormGame, root: Any, plan: Any
) -> dict[str, dict[str, Any]]:
    """The limit of Bayes' beliefs along random mistakes, by orders and leading coefficients."""
    orders: dict[Any, int] = {}
    factors: dict[Any, Fraction] = {}

    def size(place: Place) -> tuple[int, Fraction]:
        order, product = 0, Fraction(1)
        for depth, move in enumerate(place.moves):
            odds = chance_of(move, plan)
            if odds == 0:
                key: Any = (move.player, move.infoset, move.label)
                if move.player is None:
                    key = (place.path.split("/")[: depth + 1], move.label)
                    key = repr(key)
                order += orders.setdefault(key, rng.randint(1, 3))
                odds = factors.setdefault(key, Fraction(rng.randint(1, 4), rng.randint(1, 3)))
            product *= odds
        return order, product

    groups: dict[tuple[str, str], list[Place]] = {}
    for place in places(root, game.players):
        if isinstance(place.node, Decision):
            groups.setdefault((place.node.player, place.infoset), []).append(place)
    held: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    for (who, label), nodes in groups.items():
        sizes = [size(node) for node in nodes]
        least = min(order for order, _ in sizes)
        weights = [product if order == least else Fraction(0) for order, product in sizes]
        held[who][label] = {
            node.path: weight / sum(weights) for node, weight in zip(nodes, weights, strict=True)
        }
    return held


@given(st.data(), games(information="recall", decisions=9))
def test_limits_of_mistakes_are_consistent(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, root = drawn
    plan = data.draw(profiles(game))
    held = limit_of_mistakes(random.Random(data.draw(SEEDS)), game, root, plan)
    assessment = Assessment.of(game, plan, held)
    assert perfect_bayesian_gaps(assessment) == ()
    found = is_consistent(assessment)
    assert found, found.reason
    check_witness(found)
    rounded = is_consistent(Assessment.of(game.to_float(), plan, held))
    assert rounded, rounded.reason


# -- by brute force -------------------------------------------------------------------------------


def by_brute_force(game: ExtensiveFormGame, root: Any, plan: Any, held: Any, most: int) -> bool:
    """Whether orders up to a bound fit, and logarithms of coefficients by least squares."""
    everywhere = places(root, game.players)
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in everywhere:
        if isinstance(place.node, Decision):
            groups.setdefault((place.node.player, place.infoset), []).append(place)

    def parts(place: Place) -> tuple[list[str], Fraction]:
        names, product = [], Fraction(1)
        steps = place.path.split("/")
        for depth, move in enumerate(place.moves):
            odds = chance_of(move, plan)
            if odds:
                product *= odds
            elif move.player is None:
                names.append(f"{'/'.join(steps[: depth + 1])} {move.label}")
            else:
                names.append(f"{move.player}, {move.infoset}, {move.label}")
        return names, product

    ways = {place.path: parts(place) for nodes in groups.values() for place in nodes}
    mistakes = sorted({name for names, _ in ways.values() for name in names})
    rows, right = [], []
    for (who, label), nodes in groups.items():
        believed = [n for n in nodes if held[who][label].get(n.path, 0)]
        for node in believed[1:]:
            first, second = ways[believed[0].path], ways[node.path]
            rows.append([second[0].count(m) - first[0].count(m) for m in mistakes])
            ratio = (held[who][label][node.path] / second[1]) / (
                held[who][label][believed[0].path] / first[1]
            )
            right.append(math.log(ratio))
    if rows:
        matrix = np.array(rows, dtype=float).reshape(len(rows), len(mistakes))
        solution = np.linalg.lstsq(matrix, np.array(right), rcond=None)[0]
        if not np.allclose(matrix @ solution, right, atol=1e-9):
            return False
    for orders in itertools.product(range(1, most + 1), repeat=len(mistakes)):
        known = dict(zip(mistakes, orders, strict=True))
        for (who, label), nodes in groups.items():
            sizes = {n.path: sum(known[m] for m in ways[n.path][0]) for n in nodes}
            least = {path for path, size in sizes.items() if size == min(sizes.values())}
            if least != {n.path for n in nodes if held[who][label].get(n.path, 0)}:
                break
        else:
            return True
    return False


@settings(deadline=None)
@given(
    st.data(),
    games(information="recall", decisions=6, depth=3, chance=0.15, labels=("a", "b")),
)
def test_any_beliefs_against_brute_force(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, root = drawn
    plan = data.draw(profiles(game))
    rng = random.Random(data.draw(SEEDS))
    held = limit_of_mistakes(rng, game, root, plan)
    crowded = [i for i in game.information_sets if len(i.nodes) > 1]
    for infoset in crowded:
        if rng.random() < 0.5:
            odds = shares(rng, len(infoset.nodes))
            held[infoset.player][infoset.label] = dict(zip(infoset.nodes, odds, strict=True))
    found = is_consistent(Assessment.of(game, plan, held))
    assert bool(found) == by_brute_force(game, root, plan, held, 4)
    if found:
        check_witness(found)
    else:
        assert found.conflict
        assert found.reason


MENUS = ["xy", "yz", "xz", "xyz"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(MENUS), min_size=2, max_size=4), SEEDS)
def test_seen_mistakes_against_brute_force(sets: list[str], seed: int) -> None:
    rng = random.Random(seed)
    game = blame(sets)
    plan: dict[str, Any] = {"A": {"root": "out"}}
    held: dict[str, Any] = {"A": {"root": {"root": Fraction(1)}}}
    sizes = {name: (rng.randint(1, 2), Fraction(rng.randint(1, 2))) for name in "xyz"}
    for i, group in enumerate(sets):
        least = min(sizes[name][0] for name in group)
        odds = [sizes[name][1] if sizes[name][0] == least else Fraction(0) for name in group]
        if rng.random() < 0.3:
            odds = shares(rng, len(group))
        plan[f"S{i}"] = {f"s{i}": "l"}
        held[f"S{i}"] = {
            f"s{i}": {f"root/{n}/{i}": w / sum(odds) for n, w in zip(group, odds, strict=True)}
        }
    zero = end(game.players)
    names = sorted({name for group in sets for name in group})

    def behind(name: str) -> Any:
        return Chance(
            {
                str(i): (
                    Fraction(1, len(sets)),
                    Decision(f"S{i}", {"l": zero, "r": zero}, infoset=f"s{i}")
                    if name in group
                    else zero,
                )
                for i, group in enumerate(sets)
            }
        )

    root = Decision("A", {"out": zero, **{name: behind(name) for name in names}})
    found = is_consistent(Assessment.of(game, plan, held))
    assert bool(found) == by_brute_force(game, root, plan, held, 3)
    if found:
        check_witness(found)


@given(st.data(), games(information="recall", decisions=7))
def test_consistent_beliefs_follow_bayes_rule(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, root = drawn
    plan = data.draw(profiles(game))
    rng = random.Random(data.draw(SEEDS))
    held = limit_of_mistakes(rng, game, root, plan)
    for infoset in game.information_sets:
        if rng.random() < 0.3:
            odds = shares(rng, len(infoset.nodes))
            held[infoset.player][infoset.label] = dict(zip(infoset.nodes, odds, strict=True))
    assessment = Assessment.of(game, plan, held)
    if is_consistent(assessment):
        assert is_weakly_consistent(assessment)
        assert perfect_bayesian_gaps(assessment) == ()


# -- what is refused ------------------------------------------------------------------------------


def test_what_is_out_of_scope() -> None:
    zero = end("A")
    crowd = [Decision("A", {"l": zero, "r": zero}, infoset="s") for _ in "xy"]
    game = ExtensiveFormGame(
        "t", players=("A",), root=Decision("A", {"x": crowd[0], "y": crowd[1]})
    )
    forgetful = Assessment.of(game, {"A": {"root": "x", "s": "l"}}, {"A": {"s": "root/x"}})
    with pytest.raises(UnsupportedGameError, match="a check of consistency needs perfect recall"):
        is_consistent(forgetful)
    with pytest.raises(InvalidProfileError, match="is about an Assessment"):
        is_consistent(forgetful.profile)  # type: ignore[arg-type]
    test = blamed(["xy"], (HALF, HALF))
    for wrong in (0, 1, -1, 2):
        with pytest.raises(InvalidNumberError, match="not between 0 and 1"):
            test.at(wrong)


def test_the_path_of_play_is_looked_at_first() -> None:
    game = blame(["xy"])
    plan = {"A": {"root": {"x": HALF, "y": HALF}}, "S0": {"s0": "l"}}
    found = is_consistent(Assessment.of(game, plan, {"S0": {"s0": "root/x/0"}}))
    assert not found
    assert "Bayes' rule from the beginning of the game gives 1/2" in found.reason
