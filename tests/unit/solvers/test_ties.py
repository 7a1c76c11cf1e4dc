"""Ties: the family is exactly the set of all subgame-perfect equilibria, pure and mixed."""

from __future__ import annotations

import itertools
import math
import pickle
import re
import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidProfileError, SolveError
from brinkgame.expressions import parse
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.results import Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import BackwardInduction
from brinkgame.solvers.ties import TieFamily
from tests.unit.drawing import games, profiles, tied
from tests.unit.plain import follow, places, subgame_perfect, way_of_play

HALF = Fraction(1, 2)
PLAYERS = ("A", "B")


def end(a: Any = 0, b: Any = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


def game_of(root: Any) -> ExtensiveFormGame:
    return ExtensiveFormGame("ties", players=PLAYERS, root=root)


def family_of(root: Any, **options: Any) -> TieFamily:
    family = solve(game_of(root), BackwardInduction(**options))[0].family
    assert isinstance(family, TieFamily)
    return family


def plan_of(profile: BehaviorStrategyProfile) -> dict[str, dict[str, str]]:
    return {p: {i: profile.support(p, i)[0] for i in profile[p]} for p in profile}


# B is indifferent, A minds: the kind B is followed, the mean one is not.
REPLY = Decision("B", {"kind": end(2, 5), "mean": end(0, 5)}, infoset="reply")
TIE = Decision("A", {"safe": end(1), "risky": REPLY})


# --- by hand -------------------------------------------------------------------------------------


def test_a_tie_that_matters_above() -> None:
    result = solve(game_of(TIE))
    assert [str(e.profile) for e in result] == [
        "A at root: safe; B at reply: mean",
        "A at root: risky; B at reply: kind",
    ]
    assert result.status is Status.SOLVED
    assert result.coverage is Coverage.ALL
    assert result.components == ((0, 1),)
    assert result.notes == ()
    assert result.statistics == {"ties": 2, "pure equilibria": 2}
    family = result[0].family
    assert result[1].family is family
    assert family.count == 2
    assert family.outcome_count == 2
    assert not family.is_free
    assert not family.truncated
    assert family.vertices is None
    assert family.ties == {("A", "root"): ("safe", "risky"), ("B", "reply"): ("kind", "mean")}
    assert family.payoff_ranges == {"A": (1, 2), "B": (0, 5)}
    assert repr(family) == "<TieFamily: 2 pure equilibria, ties at 2 information sets>"
    assert family.conditions == (
        "p1 = probability of kind at reply (B)",
        "safe at root (A) only if 1 - 2*p1 >= 0",
        "risky at root (A) only if 2*p1 - 1 >= 0",
        "any mixture of kind and mean at reply (B)",
    )
    half = {"kind": HALF, "mean": HALF}
    third = {"kind": "1/3", "mean": "2/3"}
    both = {"safe": HALF, "risky": HALF}
    assert {"A": {"root": both}, "B": {"reply": half}} in family
    assert {"A": {"root": "safe"}, "B": {"reply": third}} in family
    assert {"A": {"root": "risky"}, "B": {"reply": third}} not in family
    assert {"A": {"root": both}, "B": {"reply": third}} not in family


def test_ties_that_nobody_minds_are_free() -> None:
    root = Chance(
        {
            "u": (HALF, Decision("A", {"l": end(1, 7), "m": end(0), "r": end(1, -7)}, infoset="a")),
            "d": (REST, Decision("B", {"x": end(9, 2), "y": end(-9, 2)}, infoset="b")),
        }
    )
    result = solve(game_of(root))
    family = result[0].family
    assert family.is_free
    assert family.count == family.outcome_count == len(result) == 4
    assert family.vertices == (0, 1, 2, 3)
    assert family.ties == {("A", "a"): ("l", "r"), ("B", "b"): ("x", "y")}
    assert family.conditions == (
        "any mixture of l and r at a (A)",
        "any mixture of x and y at b (B)",
    )
    assert family.payoff_ranges == {"A": (-4, 5), "B": (Fraction(-5, 2), Fraction(9, 2))}
    assert {"A": {"a": {"l": "1/3", "r": "2/3"}}, "B": {"b": {"x": HALF, "y": HALF}}} in family
    assert {"A": {"a": {"l": HALF, "m": HALF}}, "B": {"b": "x"}} not in family


def test_ties_off_the_path_are_kept_in_the_family() -> None:
    root = Decision("A", {"out": end(3), "in": REPLY})
    result = solve(game_of(root))
    assert len(result) == 1
    assert result.notes == ("2 equilibria in pure strategies belong to the family",)
    family = result[0].family
    assert (family.count, family.outcome_count, family.vertices) == (2, 1, None)
    assert family.is_free
    assert family.conditions == ("any mixture of kind and mean at reply (B)",)
    with pytest.raises(LookupError, match="one of a family"):
        result.only()


def test_a_tie_broken_one_way_only() -> None:
    # safe pays what kind pays, so that only the kindest B is followed.
    root = Decision("A", {"safe": end(2), "risky": REPLY, "bad": end(-1)})
    family = family_of(root)
    assert family.count == 3
    assert family.ties == {("A", "root"): ("safe", "risky"), ("B", "reply"): ("kind", "mean")}
    assert {"A": {"root": "risky"}, "B": {"reply": "kind"}} in family
    mixed = {"kind": "9/10", "mean": "1/10"}
    assert {"A": {"root": "safe"}, "B": {"reply": mixed}} in family
    assert {"A": {"root": "risky"}, "B": {"reply": mixed}} not in family
    assert any("risky at root (A) only if p1 - 1 >= 0" in line for line in family.conditions)


def test_three_ways_to_break_a_tie() -> None:
    reply = Decision("B", {str(i): end(i) for i in range(3)}, infoset="reply")
    family = family_of(Decision("A", {"safe": end(1), "risky": reply}))
    # 0: safe; 1: either; 2: risky
    assert family.count == 4
    assert family.conditions == (
        "p1 = probability of 0 at reply (B)",
        "p2 = probability of 1 at reply (B)",
        "safe at root (A) only if 2*p1 + p2 - 1 >= 0",
        "risky at root (A) only if 1 - 2*p1 - p2 >= 0",
        "any mixture of 0 and 1 and 2 at reply (B)",
    )


def test_conditions_are_in_whole_numbers() -> None:
    reply = Decision("B", {"kind": end(Fraction(3, 4)), "mean": end(0)}, infoset="reply")
    family = family_of(Decision("A", {"safe": end(HALF), "risky": reply}))
    assert family.conditions[1:3] == (
        "safe at root (A) only if 2 - 3*p1 >= 0",
        "risky at root (A) only if 3*p1 - 2 >= 0",
    )


@pytest.mark.parametrize("count", [11, 40])
def test_many_independent_ties_under_chance(count: int) -> None:
    begin = time.perf_counter()
    kids = {
        str(i): (Fraction(1, count), Decision("B", {"x": end(0), "y": end(1)}))
        for i in range(count)
    }
    result = solve(game_of(Chance(kids)))
    family = result[0].family
    assert family.count == family.outcome_count == 2**count
    assert family.is_free
    assert family.vertices is None
    assert len(family.ties) == count
    assert len(result) == 1
    assert result.coverage is Coverage.ALL
    assert result.payoff_range("A") == (0, 1)
    shown = str(2**count) if count == 11 else "about 2^40"
    assert repr(family) == (
        f"<TieFamily: {shown} pure equilibria, ties at {count} information sets>"
    )
    first, second = result.notes
    assert first.startswith("play may go in more than 64 ways, so one equilibrium is listed; the")
    assert second == f"{shown} equilibria in pure strategies belong to the family"
    assert len(family.conditions) == count
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize("threshold", [0, 10, 40, 41])
def test_many_ties_under_chance_that_a_mover_above_minds(threshold: int) -> None:
    begin = time.perf_counter()
    kids = {str(i): (Fraction(1, 40), Decision("B", {"x": end(0), "y": end(1)})) for i in range(40)}
    root = Decision("A", {"out": end(Fraction(threshold, 40)), "in": Chance(kids)})
    result = solve(game_of(root))
    family = result[0].family
    # A goes in, stays out, or does either where the ties leave A just as well off.
    even = math.comb(40, threshold)
    assert family.count == 2**40 + even
    # Out: one way to go; in: the ways that give at least so much.
    ways = sum(math.comb(40, k) for k in range(threshold, 41)) + (1 if threshold else 0)
    if threshold == 0:
        ways = 2**40 + 1
    assert family.outcome_count == ways
    assert result.coverage is Coverage.ALL
    assert family.payoff_ranges["A"] == (Fraction(threshold, 40), max(1, Fraction(threshold, 40)))
    assert time.perf_counter() - begin < 20


def test_a_chain_of_ties_that_matter_above() -> None:
    # Every mover is indifferent, and each choice matters to the other player.
    node: Any = end(0)
    for k in range(12):
        node = Decision("AB"[k % 2], {"stop": end(0), "pass": node}, infoset=f"move {k}")
    family = family_of(node)
    assert family.count == 2**12
    assert family.outcome_count == 13


@pytest.mark.parametrize("branches", [1, 2, 3, 5])
def test_chance_between_a_tie_and_who_minds(branches: int) -> None:
    def kid(i: int) -> Decision:
        return Decision("B", {"kind": end(branches, i), "mean": end(0, i)}, infoset=f"reply {i}")

    odds = [Fraction(1, branches)] * branches
    lottery = Chance({str(i): (p, kid(i)) for i, p in enumerate(odds)})
    root = Decision("A", {"safe": end(branches), "risky": lottery})
    family = family_of(root)
    # Only where every B is kind, A may take the risk.
    assert family.count == 2**branches + 1
    assert family.outcome_count == 2
    assert len(solve(game_of(root))) == 2
    assert subgame_perfect(root, PLAYERS) == sorted(
        (plan_of(p) for p in family.pure_profiles()),
        key=lambda plan: subgame_perfect(root, PLAYERS).index(plan),
    )


def test_the_limit_cuts_off_and_says_so() -> None:
    kids = {
        str(i): (Fraction(1, 6), Decision("B", {"x": end(0), "y": end(6 * 2**i)})) for i in range(6)
    }
    game = game_of(Decision("A", {"out": end(5), "in": Chance(kids)}))
    with pytest.raises(SolveError):
        solve(game, BackwardInduction(limit=8))
    result = solve(game, BackwardInduction(limit=8), check=False)
    assert result.status is Status.LIMIT
    assert result.coverage is Coverage.SOME
    assert result.notes == ("ties multiply beyond the solver's limit: only a part was kept",)
    assert result.statistics["pure equilibria"] is None
    family = result[0].family
    assert family.truncated
    assert family.count is None
    assert family.outcome_count is None
    assert family.count_text == "many"
    assert not family.is_free
    assert family.vertices is None
    assert repr(family).startswith("<TieFamily: many pure equilibria, ties at ")
    for equilibrium in result:
        assert equilibrium.certificate.epsilon == 0
    full = solve(game, BackwardInduction(limit=64))
    assert full.status is Status.SOLVED
    assert full[0].family.count == 64 + 1
    decisions = Decision(
        "A", {"out": end(1), "in": Decision("B", {str(i): end(i) for i in range(9)})}
    )
    cut = solve(
        game_of(Decision("A", {"x": decisions, "y": end(4)})),
        BackwardInduction(limit=5),
        check=False,
    )
    assert cut.status is Status.LIMIT
    whole = solve(game_of(Decision("A", {"x": decisions, "y": end(4)})), BackwardInduction(limit=9))
    assert whole.status is Status.SOLVED


@pytest.mark.parametrize(("listed", "length"), [(1, 1), (15, 1), (16, 16), (64, 16)])
def test_how_many_are_listed(listed: int, length: int) -> None:
    kids = {str(i): (Fraction(1, 4), Decision("B", {"x": end(0), "y": end(1)})) for i in range(4)}
    result = solve(game_of(Chance(kids)), BackwardInduction(listed=listed))
    assert len(result) == length
    assert result.components == (tuple(range(length)),)
    assert len({tuple(e.profile.choices.tolist()) for e in result}) == length
    family = result[0].family
    assert family.vertices == (tuple(range(16)) if length == 16 else None)
    assert (result.notes == ()) == (length == 16)
    if length < 16:
        assert result.notes[0].startswith(f"play may go in more than {listed} ways")


def test_what_is_no_profile_is_no_member() -> None:
    family = family_of(TIE)
    with pytest.raises(InvalidProfileError):
        assert {"A": {"root": "safe"}} not in family


def test_a_family_can_be_pickled() -> None:
    family = family_of(TIE)
    again = pickle.loads(pickle.dumps(family))
    assert again.conditions == family.conditions
    assert again.payoff_ranges == family.payoff_ranges
    assert [plan_of(p) for p in again.pure_profiles()] == [
        plan_of(p) for p in family.pure_profiles()
    ]


# --- against brute force -------------------------------------------------------------------------


def pure(draw: Any) -> tuple[Any, list[Any], Any]:
    """The result, every pure equilibrium by brute force, and the nodes."""
    game, root = draw
    everywhere = places(root, game.players)
    return solve(game), subgame_perfect(root, game.players), everywhere


DRAWN = st.sampled_from([0, 0.25, 0.5]).flatmap(
    lambda chance: games(number=tied, decisions=7, chance=chance)
)


@given(DRAWN)
def test_the_family_is_all_pure_equilibria(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    result, expected, everywhere = pure(drawn)
    listed = [plan_of(e.profile) for e in result]
    assert all(plan in expected for plan in listed)
    ways = {way_of_play(everywhere, plan) for plan in expected}
    # One for each way that play may go.
    assert len(listed) == len(ways)
    assert {way_of_play(everywhere, plan) for plan in listed} == ways
    assert result.status is Status.SOLVED
    assert result.coverage is Coverage.ALL
    assert result.components == (tuple(range(len(listed))),)
    family = result[0].family
    if family is None:
        assert len(expected) == 1
        return
    assert len(expected) > 1
    found = [plan_of(profile) for profile in family.pure_profiles()]
    assert len(found) == len(expected) == family.count
    assert all(plan in expected for plan in found)
    assert all(plan not in found[:i] for i, plan in enumerate(found))
    assert family.outcome_count == len(ways)
    pays = [follow(root, game.players, plan)[0] for plan in expected]
    for player in game.players:
        mine = [pay[player] for pay in pays]
        assert family.payoff_ranges[player] == (min(mine), max(mine))
        assert result.payoff_range(player) == (min(mine), max(mine))
    used = {
        (infoset.player, infoset.label): tuple(
            a
            for a in infoset.actions
            if any(plan[infoset.player][infoset.label] == a for plan in expected)
        )
        for infoset in game.information_sets
    }
    assert family.ties == {where: actions for where, actions in used.items() if len(actions) > 1}
    free = math.prod(map(len, family.ties.values())) == len(expected)
    assert family.is_free == free
    assert family.vertices == (
        tuple(range(len(listed))) if free and len(listed) == len(expected) else None
    )
    if family.vertices is not None:
        assert sorted(map(str, listed)) == sorted(map(str, expected))
    assert result.statistics == {"ties": len(family.ties), "pure equilibria": len(expected)}


def blend(
    expected: list[Any], chosen: list[Any], game: ExtensiveFormGame
) -> dict[str, dict[str, Any]]:
    """At each information set a mixture of what the chosen equilibria do there."""
    plan: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    for infoset in game.information_sets:
        weights: dict[str, Fraction] = {}
        for share, other in chosen:
            action = other[infoset.player][infoset.label]
            weights[action] = weights.get(action, Fraction(0)) + share
        plan[infoset.player][infoset.label] = weights
    return plan


@given(st.data(), DRAWN)
def test_membership_of_mixtures(data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    result, expected, _ = pure(drawn)
    family = result[0].family
    if family is None:
        return
    one, other = (data.draw(st.sampled_from(expected)) for _ in range(2))
    share = data.draw(st.sampled_from([Fraction(0), Fraction(1, 3), HALF, Fraction(3, 4)]))
    for plan in (
        blend(expected, [(share, one), (1 - share, other)], game),
        data.draw(profiles(game)),
    ):
        perfect = follow(root, game.players, plan)[1]
        assert (plan in family) == perfect
        assert holds(family, plan, expected) == perfect
        if family.is_free and plan == blend(expected, [(share, one), (1 - share, other)], game):
            assert perfect


# --- the conditions, read as a reader would ------------------------------------------------------

NAMED = re.compile(r"(p\d+) = probability of (\S+) at (.+) \((\w+)\)")
FREE = re.compile(r"any mixture of (.+) at (.+) \((\w+)\)")
BOUND = re.compile(r"(\S+) at (.+) \((\w+)\) only if (.+) >= 0")


def holds(family: TieFamily, plan: Any, expected: list[Any]) -> bool:
    """Whether a profile satisfies the lines of `conditions`."""

    def weight(player: str, infoset: str, action: str) -> Fraction:
        taken = plan[player][infoset]
        return Fraction(taken == action if isinstance(taken, str) else taken.get(action, 0))

    values: dict[str, Fraction] = {}
    allowed: dict[tuple[str, str], set[str]] = {}
    bounds: list[tuple[str, str, str, str]] = []
    for line in family.conditions:
        if found := NAMED.fullmatch(line):
            name, action, infoset, player = found.groups()
            values[name] = weight(player, infoset, action)
        elif found := FREE.fullmatch(line):
            actions, infoset, player = found.groups()
            allowed[player, infoset] = set(actions.split(" and "))
        else:
            found = BOUND.fullmatch(line)
            assert found, line
            action, infoset, player, formula = found.groups()
            bounds.append((player, infoset, action, formula))
    for player, infoset, action, formula in bounds:
        # Pure equilibria show what else may be done here.
        seen = {other[player][infoset] for other in expected}
        allowed.setdefault((player, infoset), seen).add(action)
        if weight(player, infoset, action):
            symbols = {name: Parameter(name, HALF) for name in values}
            number = parse(formula, symbols)
            value = number.evaluate(values) if hasattr(number, "evaluate") else number
            if value < 0:
                return False
    for infoset in family.game.information_sets:
        where = (infoset.player, infoset.label)
        may = allowed.get(where, {other[where[0]][where[1]] for other in expected})
        if any(weight(*where, action) and action not in may for action in infoset.actions):
            return False
    return True


def test_the_reader_of_conditions_can_say_no() -> None:
    family = family_of(TIE)
    expected = subgame_perfect(TIE, PLAYERS)
    verdicts = {
        (a, b): holds(family, {"A": {"root": a}, "B": {"reply": b}}, expected)
        for a, b in itertools.product(("safe", "risky"), ("kind", "mean"))
    }
    assert verdicts == {
        ("safe", "kind"): False,
        ("safe", "mean"): True,
        ("risky", "kind"): True,
        ("risky", "mean"): False,
    }
