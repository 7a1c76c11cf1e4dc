"""Closed-form thresholds: derived, certified by substitution, and right on both sides."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.arithmetic import Algebraic
from brinkgame.errors import (
    AmbiguousEquilibriumError,
    ExpressionError,
    UnknownNameError,
    UnsupportedGameError,
)

RISK = bg.Parameter("risk", "1/10", low=0, high=1)
PRIZE = bg.Parameter("prize", 3, low=0, high=5)
LOSS = bg.Parameter("loss", 2, low=0, high=5)
CHANCE = bg.Parameter("chance", "1/2", low=0, high=1)


def crisis() -> bg.ExtensiveFormGame:
    """Move or hold; if moved and seen (`chance`), accept or answer at `risk` of war."""
    seen = bg.Decision(
        "defender",
        {
            "accept": bg.Terminal({"challenger": PRIZE, "defender": -LOSS}),
            "answer": bg.Chance(
                {
                    "war": (RISK, bg.Terminal({"challenger": -10, "defender": -10})),
                    "retreat": (bg.REST, bg.Terminal({"challenger": -1, "defender": 1})),
                }
            ),
        },
        infoset="seen",
    )
    return bg.ExtensiveFormGame(
        "crisis",
        players=("challenger", "defender"),
        root=bg.Decision(
            "challenger",
            {
                "hold": bg.Terminal({"challenger": 0, "defender": 0}),
                "move": bg.Chance(
                    {
                        "unseen": (
                            1 - CHANCE,
                            bg.Terminal({"challenger": PRIZE, "defender": -LOSS}),
                        ),
                        "seen": (bg.REST, seen),
                    }
                ),
            },
        ),
    )


GAME = crisis()


def moves(**values: object) -> str:
    """What the challenger does at a point where the answer is unique."""
    profile = bg.solve(GAME.at(**values)).only().profile
    return next(a for a, w in profile["challenger"]["root"].items() if w == 1)


def test_difference_is_the_difference_of_continuation_payoffs():
    found = bg.indifference(GAME, "challenger", "root", "move", "hold")
    answered = -10 * RISK - (1 - RISK)
    assert found.difference == (1 - CHANCE) * PRIZE + CHANCE * answered
    assert found.point == GAME.parameters.baseline
    assert str(found).startswith("challenger at root prefers move to hold iff ")
    assert str(found).endswith(" >= 0")


def test_premises_name_what_later_players_must_prefer():
    found = bg.indifference(GAME, "challenger", "root", "move", "hold")
    (premise,) = found.premises
    assert (premise.player, premise.infoset) == ("defender", "seen")
    assert (premise.prefer, premise.against) == ("answer", "accept")
    assert premise.difference == 1 - 11 * RISK + LOSS
    assert premise.holds({"risk": "3/11", "loss": 2})
    assert not premise.holds({"risk": "4/11", "loss": 2})
    assert str(premise).startswith("defender at seen prefers answer to accept: ")


def test_premises_turn_with_the_conduct_found_at_the_point():
    found = bg.indifference(GAME, "challenger", "root", "move", "hold", at={"risk": "1/2"})
    assert [p.prefer for p in found.premises] == ["accept"]
    assert found.difference == PRIZE
    assert found.point["risk"] == Fraction(1, 2)


def test_threshold_in_one_parameter():
    border = bg.indifference(GAME, "defender", "seen", "answer", "accept").threshold("risk")
    assert border.formula == (LOSS + 1) / 11
    assert (border.relation, border.value, border.actual) == (
        "<=",
        Fraction(3, 11),
        Fraction(1, 10),
    )
    assert border.margin == Fraction(3, 11) - Fraction(1, 10)
    assert str(border) == "answer rather than accept iff risk <= (loss + 1)/11"
    assert border.latex().startswith(r"\mathrm{risk} \le ")


def test_threshold_from_the_other_side_points_the_other_way():
    border = bg.indifference(GAME, "defender", "seen", "accept", "answer").threshold(RISK)
    assert (border.relation, border.value) == (">=", Fraction(3, 11))
    assert border.margin == Fraction(1, 10) - Fraction(3, 11)
    assert r" \ge " in border.latex()


def test_threshold_in_a_product():
    game = bg.ExtensiveFormGame(
        "product",
        players=("A",),
        root=bg.Decision(
            "A",
            {
                "stay": bg.Terminal({"A": -LOSS}),
                "go": bg.Chance(
                    {
                        "seen": (
                            CHANCE,
                            bg.Chance(
                                {
                                    "hit": (RISK, bg.Terminal({"A": -8})),
                                    "miss": (bg.REST, bg.Terminal({"A": PRIZE})),
                                }
                            ),
                        ),
                        "unseen": (bg.REST, bg.Terminal({"A": PRIZE})),
                    }
                ),
            },
        ),
    )
    border = bg.indifference(game, "A", "root", "go", "stay").threshold(CHANCE * RISK)
    assert border.formula == (PRIZE + LOSS) / (PRIZE + 8)
    assert border.relation == "<="
    assert border.actual == Fraction(1, 20)


@given(
    chance=st.fractions(min_value="1/50", max_value=1, max_denominator=50),
    prize=st.fractions(min_value=0, max_value=5, max_denominator=20),
    risk=st.fractions(min_value=0, max_value="1/5", max_denominator=50),
)
def test_border_separates_the_choices(chance, prize, risk):
    """Just below, on and above the border a fresh solve agrees with the formula."""
    found = bg.indifference(
        GAME, "challenger", "root", "move", "hold", at={"prize": prize, "risk": risk}
    )
    border = found.threshold("chance")
    assert border.relation == "<="
    value = border.formula.evaluate({"prize": prize, "risk": risk})
    point = {"prize": prize, "risk": risk}
    if 0 < value < 1:
        nearer = Fraction(1, 10**9)
        assert moves(**point, chance=value - nearer * value) == "move"
        assert moves(**point, chance=value + nearer * (1 - value)) == "hold"
        assert len(bg.solve(GAME.at(**point, chance=value))) == 2
    if chance != value:
        assert moves(**point, chance=chance) == ("move" if chance < value else "hold")


def test_roots_are_exact_and_within_the_range():
    found = bg.indifference(GAME, "challenger", "root", "move", "hold")
    # 3 (1 - c) = c (1 + 9 r): at r = 1/10, c = 30/49
    assert found.roots("chance") == (Fraction(30, 49),)
    assert found.roots("chance", at={"risk": 0}) == (Fraction(3, 4),)
    assert found.roots("chance", at={"prize": 0}) == (Fraction(0),)
    # In the prize: p/2 = 19/20, p = 19/10; and beyond the range when the chance is high.
    assert found.roots("prize") == (Fraction(19, 10),)
    assert found.roots("prize", at={"chance": "9/10"}) == ()
    assert found.roots("risk", at={"chance": 0}) == ()


def test_roots_may_be_algebraic():
    hazard = bg.Parameter("hazard", "1/10", low=0, high=1)
    game = bg.ExtensiveFormGame(
        "nights",
        players=("A",),
        root=bg.Decision(
            "A",
            {
                "stay": bg.Terminal({"A": 0}),
                "dare": bg.Chance(
                    {
                        "safe": ((1 - hazard) ** 3, bg.Terminal({"A": 1})),
                        "caught": (bg.REST, bg.Terminal({"A": -1})),
                    }
                ),
            },
        ),
    )
    found = bg.indifference(game, "A", "root", "dare", "stay")
    (root,) = found.roots(hazard)
    assert isinstance(root, Algebraic)
    assert float(root) == pytest.approx(1 - 0.5 ** (1 / 3), abs=1e-15)
    with pytest.raises(ExpressionError, match=r"not linear in hazard.*\.roots\(\)"):
        found.threshold("hazard")


def test_a_tie_further_down_is_refused():
    with pytest.raises(AmbiguousEquilibriumError, match="defender is indifferent at seen"):
        bg.indifference(GAME, "challenger", "root", "move", "hold", at={"risk": "3/11"})


def test_a_tie_at_the_place_itself_or_elsewhere_does_not_matter():
    found = bg.indifference(GAME, "defender", "seen", "answer", "accept", at={"risk": "3/11"})
    assert found.threshold("risk").margin == 0
    at_border = {"chance": "30/49"}
    assert bg.indifference(GAME, "challenger", "root", "move", "hold", at=at_border).premises


def test_a_point_of_a_larger_space_is_welcome():
    other = bg.Parameter("other", 1)
    point = (GAME.parameters | bg.ParameterSpace((other,))).point(risk="1/5")
    assert bg.indifference(GAME, "defender", "seen", "answer", "accept", at=point).point[
        "risk"
    ] == Fraction(1, 5)


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (("nobody", "root", "move", "hold"), UnknownNameError, "no player 'nobody'"),
        (("defender", "sen", "answer", "accept"), UnknownNameError, "did you mean 'seen'"),
        (("defender", "seen", "strike", "accept"), UnknownNameError, "no action 'strike'"),
        (("defender", "seen", "answer", "strike"), UnknownNameError, "no action 'strike'"),
        (("defender", "seen", "accept", "accept"), UnsupportedGameError, "compared with itself"),
    ],
)
def test_wrong_names(arguments, error, text):
    with pytest.raises(error, match=text):
        bg.indifference(GAME, *arguments)


def test_wrong_games():
    with pytest.raises(UnsupportedGameError, match="nothing to vary"):
        bg.indifference(GAME.at(), "challenger", "root", "move", "hold")
    table = bg.NormalFormGame.from_arrays([[1]], [[RISK]])
    with pytest.raises(UnsupportedGameError, match="between actions in a tree"):
        bg.indifference(table, "1", "1", "1", "1")
    still = bg.ExtensiveFormGame(
        "still",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "x": bg.Terminal({"A": 3, "B": RISK}),
                "y": bg.Terminal({"A": 1, "B": 0}),
            },
        ),
    )
    with pytest.raises(UnsupportedGameError, match="x pays A 2 more"):
        bg.indifference(still, "A", "root", "x", "y")
    hidden = bg.ExtensiveFormGame(
        "hidden",
        players=("A",),
        root=bg.Chance(
            {
                "l": ("1/2", bg.Decision("A", {"x": bg.Terminal({"A": RISK})}, infoset="blind")),
                "r": (bg.REST, bg.Decision("A", {"x": bg.Terminal({"A": 0})}, infoset="blind")),
            }
        ),
    )
    with pytest.raises(UnsupportedGameError):
        bg.indifference(hidden, "A", "blind", "x", "x")


@pytest.mark.parametrize(
    ("over", "error", "text"),
    [
        ("rsk", UnknownNameError, "did you mean 'risk'"),
        ("prize", ExpressionError, "does not depend on prize"),
        (3, ExpressionError, "not over 3"),
        (RISK + LOSS, ExpressionError, "a parameter or a product"),
        (2 * RISK, ExpressionError, "a parameter or a product"),
        (RISK**2, ExpressionError, "not linear in"),
    ],
)
def test_wrong_thresholds(over, error, text):
    found = bg.indifference(GAME, "defender", "seen", "answer", "accept")
    with pytest.raises(error, match=text):
        found.threshold(over)


def test_no_threshold_where_the_slope_vanishes_at_the_point():
    found = bg.indifference(GAME, "challenger", "root", "move", "hold", at={"chance": 0})
    with pytest.raises(ExpressionError, match="does not depend on risk at"):
        found.threshold("risk")


def test_roots_are_in_one_parameter():
    found = bg.indifference(GAME, "challenger", "root", "move", "hold")
    with pytest.raises(ExpressionError, match="in one parameter"):
        found.roots(CHANCE * RISK)
    with pytest.raises(ExpressionError, match="in one parameter"):
        found.roots(RISK**2)
