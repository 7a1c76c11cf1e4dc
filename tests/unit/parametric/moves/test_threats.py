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


# -- other trees -----------------------------------------------------------------------------------


def test_the_order_of_chance_does_not_matter(window) -> None:
    from brinkgame.memo import blockade

    other = bg.risk_window(blockade.drawn_first(), "US", "brink_risk", instead_of="accept")
    assert other.effective[0].formula == window.effective[0].formula
    assert other.acceptable[0].formula == window.acceptable[0].formula
    assert other.makes == ("response", "quarantine")


def test_a_threat_in_words_needs_no_acceptable_end() -> None:
    hostage = bg.memo.load("hostage").game
    with pytest.raises(AmbiguousEquilibriumError, match="matters after 2 actions"):
        bg.risk_window(hostage, "USSR", "berlin_harm")
    found = bg.risk_window(
        hostage,
        "USSR",
        "berlin_harm",
        makes=("root", "Berlin link"),
        instead_of="silence",
        conduct={"US": {"silence": "act", "Berlin link": "refrain"}},
    )
    (low,) = found.effective
    assert low.condition.incentive == "US at Berlin link prefers refrain to act"
    assert not found.acceptable
    assert found.at({"missile_belief": "1/2"}) == (4, 12)
    assert low.at({**hostage.parameters.baseline, "missile_belief": Fraction(1, 2)}) == 4
    with pytest.raises(AmbiguousEquilibriumError, match="in 0 ways: none"):
        found.closes("missile_belief")


def test_what_deters_before_the_move_moves_nobody_after_it() -> None:
    with pytest.raises(UnsupportedGameError, match="compel moves nobody"):
        bg.risk_window(bg.memo.load("deploy").game, "US", "compel_war_risk")
    with pytest.raises(AmbiguousEquilibriumError, match="after 0 actions of US"):
        bg.risk_window(bg.memo.load("capitulation").game, "US", "attack_risk")


def test_several_ways_to_work_are_told_apart_by_conduct() -> None:
    bait, sting = bg.Parameter("bait", 2, low=0, high=9), bg.Parameter("sting", 1, low=0, high=9)

    def answer(name: str) -> bg.Decision:
        return bg.Decision(
            "B",
            {
                "take": bg.Terminal({"A": 3 - bait, "B": bait - sting}),
                "leave": bg.Terminal({"A": -1, "B": 0}),
            },
            infoset=name,
        )

    offer = bg.Chance({"left": ("1/2", answer("left")), "right": (bg.REST, answer("right"))})
    game = bg.ExtensiveFormGame(
        "baits",
        players=("A", "B"),
        root=bg.Decision("A", {"none": bg.Terminal({"A": 0, "B": 0}), "offer": offer}),
    )
    found = bg.risk_window(game, "A", "bait", conduct={"B": {"left": "take", "right": "take"}})
    assert found.at() == (1, 3)
    assert found.closes("sting") == 3
    with pytest.raises(UnknownNameError, match="no player 'C'"):
        bg.risk_window(game, "A", "bait", conduct={"C": {"left": "take"}})


def test_a_curved_lever_is_refused() -> None:
    speed = bg.Parameter("speed", "1/2", low=0, high=1)
    game = bg.ExtensiveFormGame(
        "race",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "wait": bg.Terminal({"A": 0, "B": 0}),
                "go": bg.Decision(
                    "B",
                    {
                        "yield": bg.Terminal({"A": 1, "B": -1}),
                        "stay": bg.Terminal({"A": -2, "B": 1 - 5 * speed**2}),
                    },
                    infoset="met",
                ),
            },
        ),
    )
    with pytest.raises(UnsupportedGameError, match="does not enter linearly"):
        bg.risk_window(game, "A", "speed")


def test_a_lever_without_an_end_needs_one() -> None:
    fine = bg.Parameter("fine", 2, low=0)
    toll = bg.Parameter("toll", 1, low=-2, high=3)
    game = bg.ExtensiveFormGame(
        "law",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "allow": bg.Terminal({"A": 0, "B": 2}),
                "forbid": bg.Decision(
                    "B",
                    {
                        "obey": bg.Terminal({"A": 1 - toll, "B": 0}),
                        "defy": bg.Terminal({"A": -1, "B": 1 - fine}),
                    },
                    infoset="forbidden",
                ),
            },
        ),
    )
    found = bg.risk_window(game, "A", "fine")
    with pytest.raises(UnsupportedGameError, match="no high end"):
        found.at()
    assert [str(c.difference) for c in found.conditions] == ["1 - toll"]
    assert found.at({"toll": 2}) is None


def test_a_side_on_which_the_lever_counts_depends_on_others() -> None:
    sign = bg.Parameter("sign", "1/2", low=-1, high=1)
    push = bg.Parameter("push", "1/2", low=0, high=1)
    game = bg.ExtensiveFormGame(
        "either",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "rest": bg.Terminal({"A": 0, "B": 0}),
                "act": bg.Decision(
                    "B",
                    {
                        "come": bg.Terminal({"A": 1, "B": sign * push - Fraction(1, 8)}),
                        "stay": bg.Terminal({"A": -1, "B": 0}),
                    },
                    infoset="asked",
                ),
            },
        ),
    )
    found = bg.risk_window(game, "A", "push")
    (edge,) = found.effective
    assert edge.relation == ">="
    assert edge.provided[0].holds({"sign": "1/9"})
    assert not edge.provided[0].holds({"sign": "-1/9"})
    assert found.at() == (Fraction(1, 4), 1)
    assert found.at({"sign": "-1/2"}) is None
    assert found.at({"sign": 0}) is None
