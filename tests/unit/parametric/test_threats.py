"""Windows of threats and promises: the published numbers, and agreement with solved games."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
)

BLOCKADE = bg.memo.load("blockade").game
BRINK = bg.catalog.load("brinkmanship").game


@pytest.fixture(scope="module")
def window() -> bg.RiskWindow:
    return bg.risk_window(BLOCKADE, "US", "brink_risk", instead_of="accept")


def test_the_window_follows_from_the_tree(window) -> None:
    p = BLOCKADE.parameters
    gain = p["berlin_gain"] + p["cuba_gain"]
    (low,), (high,) = window.effective, window.acceptable
    assert window.makes == ("root", "quarantine")
    assert window.kind == "threat"
    assert (low.relation, high.relation) == (">=", "<=")
    assert low.formula == (gain + p["retreat_cost"]) / (gain + p["ussr_war_cost"])
    hard, loss, back = p["hard_type"], p["us_acceptance_loss"], p["us_backdown_cost"]
    assert high.formula == ((1 - hard) * (p["us_success"] + loss) - hard * back) / (
        hard * (p["us_war_cost"] - loss - back)
    )
    assert window.at() == (Fraction(3, 5), Fraction(11, 15))


@pytest.mark.parametrize(("cost", "belief"), [("1/2", "3/8"), (0, "5/13")])
def test_the_window_of_the_blockade_closes(window, cost, belief) -> None:
    point = {**BLOCKADE.parameters.baseline, "us_backdown_cost": Fraction(cost)}
    closing = window.closes("hard_type").evaluate(point)
    assert closing == Fraction(belief)
    at = {"us_backdown_cost": cost}
    assert window.at({**at, "hard_type": closing}) == (Fraction(3, 5), Fraction(3, 5))
    assert window.at({**at, "hard_type": closing + Fraction(1, 10**9)}) is None
    assert window.is_open({**at, "hard_type": closing - Fraction(1, 10**9)})


def test_the_window_of_the_textbook() -> None:
    found = bg.risk_window(BRINK, "US", "brink_risk")
    assert found.effective[0].formula == Fraction(3, 5)
    (high,) = found.acceptable
    published = {"3/10": "7/8", "1/3": "3/4", "2/5": "9/16", "1/2": "3/8"}
    for belief, risk in published.items():
        point = {"hard_type": Fraction(belief), "us_war_cost": Fraction(10)}
        assert high.at(point) == Fraction(risk)
    assert found.closes("hard_type").evaluate({"us_war_cost": 10}) == Fraction(5, 13)
    assert found.closes("hard_type").evaluate({"us_war_cost": 12}) == Fraction(1, 3)
    for k in range(1, 20):
        belief = Fraction(1, 3) + Fraction(k, 20) * Fraction(1, 6)
        assert found.at({"us_war_cost": 12, "hard_type": belief}) is None
    (condition,) = found.conditions
    assert condition.difference == 5 - BRINK.parameters["hard_type"] * (
        BRINK.parameters["us_war_cost"] + 3
    )


def test_inside_the_window_the_threat_is_made_and_works(window) -> None:
    """What is said of the window is what an independent solver does, on both sides of its ends."""
    source = random.Random(3)
    both = bg.risk_window(BLOCKADE, "US", "brink_risk")
    seen = set()
    for _ in range(25):
        point = {
            n: p.low + (p.high - p.low) * Fraction(source.randrange(1, 40), 40)
            for n, p in BLOCKADE.parameters.items()
            if n in ("hard_type", "strike_risk_hard", "us_success", "berlin_gain", "brink_risk")
        }
        risk = point.pop("brink_risk")
        found = both.at(point)
        profile = bg.solve(BLOCKADE.at({**point, "brink_risk": risk})).only().profile
        works = (
            profile["US"]["root"]["quarantine"] == 1 and profile["USSR"]["soft"]["withdraw"] == 1
        )
        assert works == (found is not None and found[0] <= risk <= found[1])
        seen.add(works)
    assert seen == {True, False}


def test_the_words(window) -> None:
    text = str(window)
    assert text.startswith("US makes the threat quarantine, with brink_risk")
    assert "effective iff brink_risk >= " in text
    assert "open iff the window is open" in text
    assert str(window.effective[0]).endswith("(USSR at soft prefers withdraw to defy)")


def aid() -> bg.ExtensiveFormGame:
    reward = bg.Parameter("reward", 1, low=0, high=9)
    worth = bg.Parameter("worth", 5, low=0, high=9)
    return bg.ExtensiveFormGame(
        "aid",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "nothing": bg.Terminal({"A": 0, "B": 0}),
                "offer": bg.Decision(
                    "B",
                    {
                        "comply": bg.Terminal({"A": worth - reward, "B": reward - 2}),
                        "refuse": bg.Terminal({"A": -1, "B": 0}),
                    },
                    infoset="offered",
                ),
            },
        ),
    )


def test_a_promise_is_no_threat() -> None:
    found = bg.promise(aid(), "A", "reward")
    assert found.kind == "promise"
    assert found.at() == (Fraction(2), Fraction(5))
    assert found.at({"worth": 1}) is None
    assert found.closes("worth") == 2
    with pytest.raises(UnsupportedGameError, match="reward is no threat"):
        bg.threat(aid(), "A", "reward")
    with pytest.raises(UnsupportedGameError, match="brink_risk is no promise"):
        bg.promise(BRINK, "US", "brink_risk")
    assert bg.threat(BRINK, "US", "brink_risk").kind == "threat"


def test_without_a_hard_type_every_risk_can_be_borne(window) -> None:
    assert window.at({"hard_type": 0}) == (Fraction(3, 5), Fraction(1))


# -- wrong input -----------------------------------------------------------------------------------


def test_wrong_input(window) -> None:
    with pytest.raises(UnknownNameError, match="no player"):
        bg.risk_window(BRINK, "UK", "brink_risk")
    with pytest.raises(UnknownNameError, match="no open parameter 'brink'"):
        bg.risk_window(BRINK, "US", "brink")
    with pytest.raises(UnknownNameError, match="no alternative 'wait'"):
        bg.risk_window(BLOCKADE, "US", "brink_risk", instead_of="wait")
    with pytest.raises(UnknownNameError, match="no action 'bomb'"):
        bg.risk_window(BLOCKADE, "US", "brink_risk", makes=("root", "bomb"))
    with pytest.raises(InvalidParameterError, match="makes= is"):
        bg.risk_window(BLOCKADE, "US", "brink_risk", makes="quarantine")
    with pytest.raises(UnsupportedGameError, match="made in a tree"):
        bg.risk_window(bg.NormalFormGame.from_arrays([[1]], [[1]]), "1", "x")
    with pytest.raises(UnknownNameError, match="no other parameter"):
        window.closes("brink_risk")
    with pytest.raises(UnknownNameError, match="no alternative 'strike'"):
        window.closes("hard_type", instead_of="strike")
    with pytest.raises(UnknownNameError, match="no action 'yield'"):
        bg.risk_window(BLOCKADE, "US", "brink_risk", conduct={"USSR": {"soft": "yield"}})


def test_a_lever_that_moves_nobody() -> None:
    with pytest.raises(UnsupportedGameError, match="moves nobody"):
        bg.risk_window(BLOCKADE, "US", "strike_risk_soft")


def test_several_ways_to_close() -> None:
    found = bg.risk_window(BLOCKADE, "US", "brink_risk")
    with pytest.raises(AmbiguousEquilibriumError, match="in 2 ways"):
        found.closes("hard_type")
    assert found.closes("hard_type", instead_of="accept").evaluate(
        BLOCKADE.parameters.baseline
    ) == Fraction(3, 8)
