"""Forms over the constrained box: a witness each, short conditions, and nothing left open."""

from __future__ import annotations

import pytest

import brinkgame as bg

COUNTS = {"deploy": 5, "blockade": 5, "letters": 4, "il28": 36, "line": 3, "pledge": 4}


@pytest.mark.parametrize("name", COUNTS)
def test_every_form_has_a_witness_at_which_it_alone_decides(name: str) -> None:
    forms = bg.equilibrium_forms(bg.memo.load(name).game)
    assert forms.is_complete
    assert len(forms) == COUNTS[name]
    for form in forms:
        assert form.witness is not None
        assert not forms.space.violations(form.witness)
        assert form.holds(form.witness)
        assert all(c.difference.evaluate(form.witness) > 0 for c in form.conditions)


def test_conditions_are_freed_of_factors_of_constant_sign() -> None:
    letters = bg.equilibrium_forms(bg.memo.load("letters").game)
    (recorded,) = letters.at({})
    assert {str(condition.difference) for condition in recorded.conditions} == {
        "face_saved - public_retreat_cost",
        "trade_cost - tough_belief*(impasse_loss + private_value) - un_pressure",
    }


@pytest.mark.slow
def test_long_conditions_are_not_taken_apart_and_it_is_said() -> None:
    forms = bg.equilibrium_forms(bg.memo.load("stall").game, time_limit=2)
    assert not forms.is_complete
    assert any("conditions are long" in words for words in forms.undecided)
    (at_baseline,) = forms.at({})
    assert at_baseline.witness == forms.space.baseline


def test_what_no_engine_takes_is_said_with_every_reason() -> None:
    with pytest.raises(bg.UnsupportedGameError, match="perfect information: takes trees in"):
        bg.equilibrium_forms(bg.memo.load("letters").game, "subgame-perfect")
    with pytest.raises(bg.UnsupportedGameError, match="not of 7"):
        bg.equilibrium_forms(7)  # type: ignore[arg-type]


def test_some_parameters_may_be_fixed() -> None:
    forms = bg.equilibrium_forms(bg.memo.load("capitulation").game, fixed={"holdout_gain": 0})
    assert "holdout_gain" not in forms.space
    assert "holdout_gain" not in forms.game.parameters


def test_conditions_are_as_short_as_the_document_writes_them() -> None:
    """Of a mixed equilibrium two probabilities and two determinants are left: one inequality."""
    from brinkgame.memo.line import MATRIX

    found = {form.name: form for form in bg.equilibrium_forms(MATRIX)}
    (condition,) = found["USSR: stop or proceed; US: enforce or let pass"].conditions
    assert str(condition.difference.solve("incident_risk")) == (
        "(line_success + pass_loss)/(line_success + us_war_cost)"
    )


def entry(reward: object) -> bg.ExtensiveFormGame:
    return bg.ExtensiveFormGame(
        "entry",
        players=("A",),
        root=bg.Decision("A", {"in": bg.Terminal({"A": reward}), "out": bg.Terminal({"A": 1})}),
    )


def test_a_pole_inside_the_box_is_told_with_where() -> None:
    x = bg.Parameter("x", 1, low=0, high=2)
    with pytest.raises(bg.UnsupportedGameError, match=r"2\*x - 3 is zero at x = 3/2"):
        bg.equilibrium_forms(entry(1 / (2 * x - 3)))
    with pytest.raises(bg.UnsupportedGameError, match="narrow a range, or add a constraint"):
        bg.regimes(entry(1 / (2 * x - 3)))


def test_a_pole_on_a_side_of_the_box_is_no_harm() -> None:
    x = bg.Parameter("x", 1, low=0, high=2)
    assert len(bg.equilibrium_forms(entry(1 / x))) == 2
