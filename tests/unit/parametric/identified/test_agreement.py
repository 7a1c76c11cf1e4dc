"""The exact set against the sampled one, on the record of the case."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brinkgame as bg
from brinkgame.memo import conduct
from brinkgame.parametric.equilibria.form import default_concept
from brinkgame.parametric.identified.sampling import Sampler
from brinkgame.sensitivity.points import PointStatus, exact_answer

ALL = {each.name: each for each in conduct.observations()}


def disagreements(observation: Any, reading: str, fixed: dict[str, Any], size: int) -> int:
    """At how many of some random points the two forms give different answers."""
    own = {k: v for k, v in fixed.items() if k in observation.game.parameters}
    found = bg.identified_set([observation], reading=reading, fixed=own)
    assert not found.undecided
    drawn = Sampler(found.space).draw(found.space, size, np.random.default_rng(5))
    values = {name: np.round(drawn[name], 4) for name in found.space}
    record = bg.RecordProbability(observation.record)
    game = observation.game.fix(own)
    told = bg.evaluate(game, values, {"record": record}, concept=observation.concept)
    decided = told.status <= PointStatus.BOUNDED
    assert decided.mean() > 0.99
    if reading == "possible":
        sampled = told.high["record"] > 0
    else:
        sampled = told.low["record"] >= 1 - 1e-12
    wrong = 0
    formula = found.formula
    for k in np.flatnonzero(decided):
        point = {name: Fraction(str(values[name][k])) for name in found.space}
        exact = found.holds(point)
        wrong += exact != sampled[k] or formula.holds(point) != exact
    return wrong


@pytest.mark.parametrize("reading", ["possible", "certain"])
@pytest.mark.parametrize("name", ["deploy", "line", "letters", "verification"])
def test_some_points_of_some_games(name: str, reading: str) -> None:
    assert disagreements(ALL[name], reading, {}, 60) == 0


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["possible", "certain"])
@pytest.mark.parametrize("name", ALL)
def test_thousands_of_points_of_every_game(name: str, reading: str) -> None:
    assert disagreements(ALL[name], reading, {}, 1000) == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["consent", "berlin", "deploy"])
def test_a_ussr_that_is_sure(name: str) -> None:
    assert disagreements(ALL[name], "possible", dict(conduct.SURE), 1000) == 0
    assert disagreements(ALL[name], "certain", dict(conduct.SURE), 1000) == 0


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["possible", "certain"])
def test_the_whole_record(reading: str) -> None:
    """A few millionths of the box, by either form."""
    exact = bg.identified_set(conduct.observations(), reading=reading)
    share = exact.share(draws=2**14)
    sampled = conduct.conduct(draws=2**17, reading=reading)
    assert share.low < sampled.share.high
    assert sampled.share.low < share.high
    for each in exact.exclusions(draws=2**14):
        alone = sampled.share_alone(each.name)
        assert alone.low - 0.01 < 1 - each.alone < alone.high + 0.01
    assert exact.is_empty() is False
    point = exact.witness.point
    assert point is not None
    assert not exact.space.violations(point)
    assert exact.holds(point)


def test_a_witness_of_the_whole_record() -> None:
    """Nobody is told of the baseline that it does not explain deploying in spring."""
    found = bg.identified_set([ALL[name] for name in ("consent", "berlin", "deploy", "blockade")])
    assert found.is_empty() is False
    point = found.witness.point
    assert point is not None
    assert found.holds(point)


def test_the_share_is_that_of_the_sampled_form() -> None:
    seen = [ALL["deploy"], ALL["blockade"]]
    exact, sampled = bg.identified_set(seen).share(), bg.identify(seen, draws=2**14).share
    assert exact.low < sampled.high
    assert sampled.low < exact.high


@pytest.mark.parametrize("reading", ["possible", "certain"])
@pytest.mark.parametrize("name", ["deploy", "blockade", "letters", "capitulation", "verification"])
def test_on_borders(name: str, reading: str) -> None:
    """Where somebody is indifferent every equilibrium counts: solved anew, exactly."""
    observation = ALL[name]
    found = bg.identified_set([observation], reading=reading)
    record = bg.RecordProbability(observation.record)
    concept = default_concept(observation.game)
    rng = random.Random(2)
    met = 0
    for border in found.formula.atoms():
        for _ in range(4):
            point = {
                key: p.low + (p.high - p.low) * Fraction(rng.randint(1, 15), 16)
                for key, p in found.space.items()
            }
            moved = rng.choice(border.difference.names)
            try:
                point[moved] = border.difference.solve(moved).evaluate(point)
            except bg.ExpressionError:
                continue
            if found.space.violations(point):
                continue
            answer = exact_answer(observation.game, point, {"record": record}, concept)
            if answer.status > PointStatus.BOUNDED:
                continue
            low, high = answer.low["record"], answer.high["record"]
            assert found.holds(point) == (high > 0 if reading == "possible" else low == 1)
            met += 1
    assert met
