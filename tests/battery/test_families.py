"""Families of backward induction against trying everything, on games with many ties.

What is kept factored must say exactly what multiplying it out would: how many pure equilibria there
are, which, in how many ways play may go, what each player gets, and which mixtures belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.results import Concept, Coverage, Status
from brinkgame.testing import perfect_information_games
from brinkgame.testing.reference import (
    conduct_of,
    is_equilibrium,
    payoffs_of,
    pure_choices,
    pure_conduct,
    pure_equilibria,
    way_of_play,
)

SUBGAME = Concept.SUBGAME_PERFECT
GAMES = st.one_of(
    perfect_information_games(kind="tied"),
    perfect_information_games(kind="tied", players=2, inner_payoffs=True),
    perfect_information_games(kind="tied", players=3, chance=True),
    perfect_information_games(kind="tied", chance=False, max_depth=5, max_actions=2),
    perfect_information_games(),
)


def quickly(examples):
    """Fewer examples than the profile in use asks for, but in a thorough one."""
    most = max(examples, settings().max_examples) if not settings().derandomize else examples
    return settings(max_examples=most, suppress_health_check=list(HealthCheck))


def positions(profile):
    return tuple(profile.choices.tolist())


@quickly(150)
@given(GAMES)
def test_families_are_what_trying_everything_finds(game):
    agrees_with_trying_everything(game)


@pytest.mark.slow
@settings(max_examples=3000, suppress_health_check=list(HealthCheck))
@given(GAMES)
def test_families_at_length(game):
    agrees_with_trying_everything(game)


def agrees_with_trying_everything(game):
    right = pure_equilibria(game, SUBGAME)
    result = bg.solve(game, bg.BackwardInduction())
    assert (result.status, result.coverage) == (Status.SOLVED, Coverage.ALL)
    listed = [positions(equilibrium.profile) for equilibrium in result]
    assert len(set(listed)) == len(listed)
    assert set(listed) <= right
    family = result[0].family
    if family is None:
        assert len(result) == len(right) == 1
        return
    assert all(equilibrium.family is family for equilibrium in result)
    ways = {way_of_play(game, choices) for choices in right}
    assert family.outcome_count == len(ways)
    assert family.count == len(right)
    pure = [positions(profile) for profile in family.pure_profiles()]
    assert len(set(pure)) == len(pure)
    assert set(pure) == right
    for choices in pure_choices(game):
        conduct = pure_conduct(game, choices)
        assert (bg.BehaviorStrategyProfile(game, conduct) in family) == (choices in right)
    if len(ways) <= bg.BackwardInduction().listed:
        assert len(result) == len(ways)
        assert {way_of_play(game, choices) for choices in listed} == ways
    else:
        assert len(result) == 1
    paid = [payoffs_of(game, pure_conduct(game, choices)) for choices in right]
    assert dict(family.payoff_ranges) == {
        player: (min(p[player] for p in paid), max(p[player] for p in paid))
        for player in game.players
    }
    used = {
        (infoset.player, infoset.label): {infoset.actions[choices[i]] for choices in right}
        for i, infoset in enumerate(game.information_sets)
    }
    assert {place: set(actions) for place, actions in family.ties.items()} == {
        place: actions for place, actions in used.items() if len(actions) > 1
    }
    if family.vertices is not None:
        assert set(listed) == right
        assert family.vertices == tuple(range(len(listed)))
        assert family.is_free


@st.composite
def near_members(draw, game, family):
    """Mixtures of what the family's members do, now and then of something else as well."""
    member = conduct_of(draw(st.sampled_from(sorted(family.pure_profiles(), key=positions)[:8])))
    weights = st.sampled_from((0, 1, 0, 1, 2, 3))
    plan: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    for infoset in game.information_sets:
        usual = family.ties.get((infoset.player, infoset.label), ())
        everything = draw(st.sampled_from((False,) * 7 + (True,)))
        menu = infoset.actions if everything else usual
        shares = {action: draw(weights) for action in menu}
        total = sum(shares.values())
        plan[infoset.player][infoset.label] = (
            {action: Fraction(share, total) for action, share in shares.items()}
            if total
            else member[infoset.player][infoset.label]
        )
    return bg.BehaviorStrategyProfile(game, plan)


@quickly(150)
@given(st.data())
def test_mixtures_belong_when_nobody_gains_and_when_the_conditions_hold(data):
    mixtures_agree(data)


@pytest.mark.slow
@settings(max_examples=3000, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_mixtures_at_length(data):
    mixtures_agree(data)


def mixtures_agree(data):
    game = data.draw(GAMES)
    family = bg.solve(game, bg.BackwardInduction())[0].family
    if family is None:
        return
    usual = conduct_of(next(iter(family.pure_profiles())))
    for _ in range(3):
        profile = data.draw(near_members(game, family))
        member = is_equilibrium(game, conduct_of(profile), SUBGAME)
        assert (profile in family) == member
        assert holds(family, usual, profile) == member, family.conditions
        if family.is_free:
            mixes = all(
                set(support(profile, place)) <= set(family.ties.get(place, support(usual, place)))
                for place in places(game)
            )
            assert mixes == member


def places(game):
    return [(infoset.player, infoset.label) for infoset in game.information_sets]


def support(profile: Mapping[str, Any], place: tuple[str, str]) -> list[str]:
    player, label = place
    return [action for action, weight in profile[player][label].items() if weight]


UNKNOWN = re.compile(r"(p\d+) = probability of (\S+) at (\S+) \((\S+)\)")
FREELY = re.compile(r"any mixture of (.+) at (\S+) \((\S+)\)")
BOUND = re.compile(r"(\S+) at (\S+) \((\S+)\) only if (.+) >= 0")


def holds(family, usual, profile) -> bool:
    """Whether a profile satisfies the conditions of a family, read as a reader reads them."""
    values: dict[str, Fraction] = {}
    named = set()
    bounds = []
    for line in family.conditions:
        if found := UNKNOWN.fullmatch(line):
            name, action, label, player = found.groups()
            values[name] = profile[player][label][action]
        elif found := FREELY.fullmatch(line):
            words, label, player = found.groups()
            named.add((player, label))
            if not set(support(profile, (player, label))) <= set(words.split(" and ")):
                return False
        elif found := BOUND.fullmatch(line):
            action, label, player, gain = found.groups()
            named.add((player, label))
            bounds.append(((player, label), action, gain))
        else:
            raise AssertionError(f"what does this say? {line}")
    symbols = {name: bg.Parameter(name, baseline="1/2", low=0, high=1) for name in values}
    for place, action, gain in bounds:
        taken = action in support(profile, place)
        if taken and bg.parse(gain, symbols).evaluate(values) < 0:
            return False
    for place in places(family.game):
        # Where an information set is not named, everyone does the same.
        allowed = family.ties.get(place, ()) if place in named else support(usual, place)
        if not set(support(profile, place)) <= set(allowed):
            return False
    return True


def test_conditions_are_read():
    game = bg.ExtensiveFormGame(
        "tie",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "safe": bg.Terminal({"A": 1, "B": 0}),
                "risky": bg.Decision(
                    "B",
                    {"kind": bg.Terminal({"A": 2, "B": 5}), "mean": bg.Terminal({"A": 0, "B": 5})},
                    infoset="reply",
                ),
            },
            infoset="start",
        ),
    )
    family = bg.solve(game)[0].family
    usual = conduct_of(next(iter(family.pure_profiles())))
    for kind, safe, right in (
        ("1/2", "1/2", True),
        ("1/2", 0, True),
        ("2/3", 0, True),
        ("2/3", "1/9", False),
        ("1/3", 1, True),
        ("1/3", "8/9", False),
    ):
        start = {"safe": Fraction(safe), "risky": 1 - Fraction(safe)}
        reply = {"kind": Fraction(kind), "mean": 1 - Fraction(kind)}
        profile = bg.BehaviorStrategyProfile(game, {"A": {"start": start}, "B": {"reply": reply}})
        assert holds(family, usual, profile) == right
