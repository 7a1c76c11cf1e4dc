"""What is known of asymmetric escalation, derived from the tree."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.asymmetric_escalation import (
    GAME,
    borders,
    constrained_conditions,
    constrained_limited_response,
)

PROFILE, BELIEFS = constrained_limited_response()
CHANCES = ("hard_challenger", "tactically_hard", "strategically_hard")
ON_THE_PATH = {
    "hard",
    "soft",
    "answered in kind, hard",
    "answered in kind, soft",
    *(f"challenged, {t} and {s}" for t in ("hard", "soft") for s in ("hard", "soft")),
}


def drawn(seed):
    """Points of the cube, with borders often, and payoffs in their order half of the time."""
    source = random.Random(seed)
    orders = [
        ["challenger_" + n for n in ("ee_soft", "de", "ee_hard", "dd", "ed", "sq", "dc")],
        [
            "defender_" + n
            for n in ("ee_soft", "ed", "ee_hard", "dd_soft", "dc", "dd_hard", "de", "sq")
        ],
    ]
    while True:
        at = {}
        if source.random() < 0.5:
            for names in orders:
                values = sorted(source.sample(range(101), len(names)))
                at |= dict(zip(names, values, strict=True))
        limits = [b.evaluate(GAME.parameters.point(at)) for b in borders().values()]
        for name in CHANCES:
            at[name] = source.choice((Fraction(source.randint(1, 96), 97), *limits))
        yield at


def exists(at):
    point = GAME.parameters.point(at)
    return all(condition.holds(point) for condition in constrained_conditions().values())


def certified(at):
    game = GAME.at(at)
    profile, beliefs = constrained_limited_response(at)
    return bg.certify(game, profile, "sequential", beliefs=beliefs)


def check(at):
    _, certificate = certified(at)
    assert not certificate.violations
    assert certificate.holds() is exists(at), at


def test_the_figures():
    values = {n: b.evaluate(GAME.parameters.baseline) for n, b in borders().items()}
    assert values["escalation, hard"] == Fraction(1, 4)
    assert values["escalation, soft"] == Fraction(1, 9)
    assert values["challenge"] == Fraction(2, 3)
    read = bg.parse(
        "(challenger_dc - challenger_sq)/(challenger_dc - challenger_dd)", GAME.parameters
    )
    assert borders()["challenge"] == read
    game = GAME.at(
        {"hard_challenger": "4/5", "tactically_hard": "2/5", "strategically_hard": "2/5"}
    )
    outcomes = bg.outcome_probabilities(game, PROFILE)
    assert {k: v for k, v in outcomes.items() if v} == {"DD": Fraction(2, 5), "DC": Fraction(3, 5)}


def test_the_conditions_at_these_payoffs():
    # Of four and two conditions one each binds: 2/3 and 1/4.
    for p in (Fraction(2, 3), Fraction(2, 3) - Fraction(1, 1000)):
        for t in (Fraction(2, 3), Fraction(2, 3) + Fraction(1, 1000)):
            for s in (Fraction(1, 4), Fraction(1, 4) - Fraction(1, 1000)):
                at = dict(zip(CHANCES, (p, t, s), strict=True))
                expected = p >= Fraction(2, 3) and t <= Fraction(2, 3) and s >= Fraction(1, 4)
                assert exists(at) is expected
                check(at)


@pytest.mark.parametrize(("kind", "limit"), [("hard", Fraction(1, 4)), ("soft", Fraction(1, 9))])
def test_when_a_challenger_escalates_a_response_in_kind(kind, limit):
    game = GAME.at()
    where = f"answered in kind, {kind}"
    for belief in (limit - Fraction(1, 1000), limit, limit + Fraction(1, 1000)):
        believed = {
            path: belief if "/hard/hard/" in path.replace(f"root/{kind}", "root/x", 1) else 0
            for path in BELIEFS["challenger"][where]
        }
        rest = next(p for p in believed if p.startswith(f"root/{kind}/hard/soft/"))
        believed[rest] = 1 - belief
        told = {**BELIEFS, "challenger": {**BELIEFS["challenger"], where: believed}}
        assessment = bg.Assessment.of(game, PROFILE, told)
        places = {d.infoset for d in bg.sequential_deviations(assessment)}
        assert (where in places) is (belief < limit)


def test_a_constrained_limited_response_exists_just_where_it_should():
    for at, _ in zip(drawn(1), range(60), strict=False):
        check(at)


@pytest.mark.slow
def test_a_constrained_limited_response_exists_just_where_it_should_at_many_points():
    for at, _ in zip(drawn(2), range(10_000), strict=False):
        check(at)


def test_elsewhere_some_kind_gains_where_play_arrives():
    # So there is none with other beliefs either: where play arrives, beliefs are not free.
    seen = 0
    for at, _ in zip(drawn(3), range(40), strict=False):
        if exists(at):
            continue
        game = GAME.at(at)
        profile, beliefs = constrained_limited_response(at)
        gains = bg.sequential_deviations(bg.Assessment.of(game, profile, beliefs))
        places = {d.infoset for d in gains}
        assert places
        assert places <= ON_THE_PATH, "elsewhere the kind settles what is best"
        seen += 1
    assert seen > 10


@pytest.mark.slow
@pytest.mark.parametrize(
    "at", [{}, {"hard_challenger": "3/5"}, {"strategically_hard": "1/5"}], ids=str
)
def test_all_sequential_equilibria_have_it_among_them_or_not(at):
    result = bg.solve(GAME.at(at), bg.SequentialEnumeration())
    assert result.coverage is bg.Coverage.ALL
    plan = bg.BehaviorStrategyProfile(result.game, PROFILE)
    listed = any(e.profile == plan or (e.family is not None and plan in e.family) for e in result)
    assert listed is exists(at)


def test_one_kind_for_certain_is_refused():
    with pytest.raises(bg.InvalidParameterError, match="both kinds"):
        constrained_limited_response({"tactically_hard": 0})
