"""Value functions: known numbers, inverses, and games that are paid in values."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.behavior.ranges import bounds
from brinkgame.errors import (
    ExpressionError,
    InvalidGameError,
    InvalidNumberError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
)
from brinkgame.testing import (
    extensive_form_games,
    normal_form_games,
    parametric_games,
    perfect_information_games,
)

AMOUNTS = st.fractions(-50, 50, max_denominator=40)
FACTORS = st.fractions("1/10", 6, max_denominator=20)
EXACT = st.one_of(
    st.builds(lambda f, r: bg.LossAversion(f, reference=r), FACTORS, AMOUNTS),
    st.sampled_from(
        [bg.CARA(0), bg.CRRA(0, wealth=60), bg.CRRA(2, wealth=60), bg.CRRA(-1, wealth=60)]
    ),
    st.just(bg.ProspectValue(1, 1)),
)
ROUGH = st.sampled_from(
    [
        bg.CARA("1/5"),
        bg.CARA("-1/10"),
        bg.CRRA(1, wealth=60),
        bg.CRRA("1/2", wealth=60),
        bg.CRRA(3, wealth=60),
        bg.ProspectValue(),
        bg.ProspectValue("1/2", "3/4", loss_aversion=3, reference=2),
    ]
)


@given(EXACT, AMOUNTS, AMOUNTS)
def test_exact_values_are_rational_and_increase(
    function: bg.ValueFunction, a: Fraction, b: Fraction
) -> None:
    assert function.is_exact
    assert isinstance(function(a), Fraction)
    assert (function(a) < function(b)) == (a < b)
    if not isinstance(function, bg.CRRA) or function.aversion in (0, 2):
        assert function.inverse(function(a)) == a


@given(ROUGH, AMOUNTS)
def test_other_values_are_floats_and_have_inverses(function: bg.ValueFunction, a: Fraction) -> None:
    value = function(a)
    assert type(float(value)) is float
    assert float(function.inverse(value)) == pytest.approx(float(a), rel=1e-6, abs=1e-6)
    assert function(float(a)) == pytest.approx(float(value), rel=1e-9, abs=1e-12)


def test_limits_between_families() -> None:
    """A small aversion is nearly none, a relative one of nearly one is the logarithm."""
    assert bg.CARA("1e-9")(7) == pytest.approx(7)
    assert bg.CRRA("0.999999", wealth=1)(4) == pytest.approx(math.log(5), rel=1e-5)
    assert bg.ProspectValue(1, 1, loss_aversion=3)(-2) == -6
    assert bg.ProspectValue().inverse(bg.ProspectValue()(5)) == pytest.approx(5)


def test_known_values() -> None:
    worth = bg.ProspectValue()
    assert worth(100) == pytest.approx(100**0.88)
    assert worth(-100) == pytest.approx(-2.25 * 100**0.88)
    assert bg.LossAversion()(-4) == -9
    assert bg.LossAversion(2, reference=1)("3/2") == Fraction(1, 2)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: bg.LossAversion(0), "factor=0"),
        (lambda: bg.LossAversion("many"), "factor: 'many'"),
        (lambda: bg.LossAversion(2, reference=math.inf), "reference"),
        (lambda: bg.ProspectValue(loss=-1), "loss=-1 is not positive"),
        (lambda: bg.CARA("x"), "aversion"),
        (lambda: bg.CRRA(1, wealth=None), "wealth"),
    ],
)
def test_wrong_functions(make: object, words: str) -> None:
    with pytest.raises(InvalidParameterError, match=words):
        make()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: bg.CRRA(1)(-1), "give more wealth"),
        (lambda: bg.CRRA(2)(0), "give more wealth"),
        (lambda: bg.CRRA(2).inverse(1), "nothing is worth"),
        (lambda: bg.CARA(1).inverse(1), "nothing is worth"),
        (lambda: bg.CARA(1)(-10000), "too large for a float"),
    ],
)
def test_amounts_without_a_value(call: object, words: str) -> None:
    with pytest.raises(InvalidNumberError, match=words):
        call()  # type: ignore[operator]


def test_open_payoffs() -> None:
    cost = bg.Parameter("cost", 2, low=1, high=4)
    swing = bg.Parameter("swing", 0, low=-1, high=1)
    assert bg.LossAversion(3)(-cost) == -3 * cost
    assert bg.LossAversion(3)(cost) == cost
    assert bg.LossAversion(1)(swing) == swing
    assert bg.CARA(0)(swing) == swing
    assert bg.CRRA(2, wealth=2)(swing) == 1 - 1 / (2 + swing)
    assert bg.ProspectValue(1, 1)(-cost) == -cost * Fraction(9, 4)
    for function, words in (
        (bg.LossAversion(2), "may be a gain or a loss"),
        (bg.CARA(1), "no rational function"),
        (bg.CRRA(1, wealth=9), "no rational function"),
        (bg.CRRA(2, wealth=1), "may come to zero"),
        (bg.ProspectValue(), "no rational function"),
    ):
        with pytest.raises(ExpressionError, match=words):
            function(swing)


@given(st.data())
def test_bounds_bound(data: st.DataObject) -> None:
    """Whatever the expression, its value at any point of the box lies within the bounds."""
    ranges = [sorted(data.draw(st.tuples(AMOUNTS, AMOUNTS))) for _ in range(3)]
    pool = [
        bg.Parameter(name, low, low=low, high=high if data.draw(st.booleans()) else None)
        for name, (low, high) in zip("xyz", ranges, strict=True)
    ]
    x, y, z = pool
    wanted = data.draw(
        st.sampled_from([x * y - z, x**2 - y, x**3 * z, (x - y) / (z**2 + 1), 1 / z, x / y])
    )
    low, high = bounds(wanted)
    point = {}
    for each in pool:
        top = each.low + 9 if each.high is None else each.high
        point[each.name] = each.low + (top - each.low) * data.draw(
            st.fractions(0, 1, max_denominator=9)
        )
    try:
        value = wanted.evaluate(point)
    except ExpressionError:  # a pole at an end of the range
        return
    assert low is None or low <= value
    assert high is None or value <= high


@given(extensive_form_games(perfect_information=True), FACTORS, AMOUNTS)
def test_transformed_ends_have_the_value_of_all_that_was_collected(
    game: bg.ExtensiveFormGame, factor: Fraction, reference: Fraction
) -> None:
    value = bg.LossAversion(factor, reference=reference)
    who = game.players[0]
    new = bg.transform_payoffs(game, {who: value})
    assert not new.tree.pays_on_the_way
    for before, after in zip(game.terminal_payoffs(), new.terminal_payoffs(), strict=True):
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert after == (value(before[0]), *before[1:])


@given(perfect_information_games(), FACTORS)
def test_a_linear_value_changes_nothing(game: bg.ExtensiveFormGame, reference: Fraction) -> None:
    """A shift of payoffs keeps equilibria; so does valuing nobody."""
    values = {player: bg.LossAversion(1, reference=reference) for player in game.players}
    old, new = (bg.solve(each) for each in (game, bg.transform_payoffs(game, values)))
    assert [str(e.profile) for e in old] == [str(e.profile) for e in new]
    assert bg.transform_payoffs(game, {}).terminal_payoffs() == game.terminal_payoffs()


@given(normal_form_games(max_cells=9), EXACT)
def test_tables_cell_by_cell(game: bg.NormalFormGame, value: bg.ValueFunction) -> None:
    who = game.players[-1]
    try:
        new = bg.transform_payoffs(game, {who: value})
    except InvalidGameError:  # more is lost than the wealth that there is
        assert isinstance(value, bg.CRRA)
        return
    assert new.strategies == game.strategies
    for player in game.players:
        old = game.payoff_array(player).ravel().tolist()
        wanted = [value(amount) for amount in old] if player == who else old
        assert new.payoff_array(player).ravel().tolist() == wanted
    assert new == bg.transform_payoffs(game, {who: value})


@given(st.one_of(normal_form_games(max_cells=9), perfect_information_games()), EXACT)
def test_floats_agree_with_exact_numbers(game: bg.NormalFormGame, value: bg.ValueFunction) -> None:
    who = game.players[0]
    try:
        exact = bg.transform_payoffs(game, {who: value}).to_float()
    except InvalidGameError:
        return
    near = bg.transform_payoffs(game.to_float(), {who: value})
    for player in exact.players:
        one, two = (_floats(each, player) for each in (exact, near))
        assert one == pytest.approx(two, rel=1e-9, abs=1e-9)


def _floats(game: Any, player: str) -> list[float]:
    if isinstance(game, bg.NormalFormGame):
        return [float(each) for each in game.payoff_array(player).ravel()]
    who = game.players.index(player)
    return [float(paid[who]) for paid in game.terminal_payoffs() if paid is not None]


@given(parametric_games(), FACTORS, AMOUNTS)
def test_closing_before_or_after_is_the_same(
    game: bg.ExtensiveFormGame, factor: Fraction, reference: Fraction
) -> None:
    values = {game.players[0]: bg.LossAversion(factor, reference=reference)}
    try:
        opened = bg.transform_payoffs(game, values)
    except InvalidGameError as error:
        complaints = {fault.message.count("may be a gain or a loss") for fault in error.faults}
        event(f"refused: {complaints}")
        return
    assert opened.at() == bg.transform_payoffs(game.at(), values)
    assert set(opened.parameters) <= set(game.parameters)


def test_deploy_under_loss_aversion() -> None:
    """The border in closed form: every loss counts by the factor, the loss of holding back too."""
    game = bg.memo.load("deploy").game
    known = game.parameters
    berlin_gain, cuba_gain, erosion = (known[n] for n in ("berlin_gain", "cuba_gain", "erosion"))
    r, retreat_cost, ussr_war_cost = (
        known[n] for n in ("compel_war_risk", "retreat_cost", "ussr_war_cost")
    )
    detection, us_resolve, candour = (known[n] for n in ("detection", "us_resolve", "candour"))
    averse = bg.transform_payoffs(game, {"USSR": bg.LossAversion(2)})
    border = bg.indifference(averse, "USSR", "root", "deploy", "hold")
    stake = berlin_gain + cuba_gain
    failure = (1 - r) * retreat_cost + r * ussr_war_cost
    wanted = (stake + 2 * erosion) / (stake + 2 * candour * failure)
    assert border.threshold(detection * us_resolve).formula == wanted
    assert bg.solve(averse.at()).only().profile["USSR"]["root"]["hold"] == 1


def test_what_cannot_be_transformed() -> None:
    deploy = bg.memo.load("deploy").game
    letters = bg.memo.load("letters").game
    with pytest.raises(UnsupportedGameError, match=r"transform game\.to_float\(\)"):
        bg.transform_payoffs(deploy.at(), {"USSR": bg.ProspectValue()})
    with pytest.raises(UnsupportedGameError, match=r"game\.at\(\.\.\.\)\.to_float\(\)"):
        bg.transform_payoffs(deploy, {"USSR": bg.CARA(1)})
    with pytest.raises(UnknownNameError, match="no player 'USR'; did you mean 'USSR'"):
        bg.transform_payoffs(deploy, {"USR": bg.LossAversion()})
    with pytest.raises(InvalidParameterError, match="expected a value function"):
        bg.transform_payoffs(deploy, {"USSR": abs})  # type: ignore[dict-item]
    with pytest.raises(InvalidParameterError, match="written"):
        bg.transform_payoffs(deploy, bg.LossAversion())  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="expected a game"):
        bg.transform_payoffs("deploy", {})  # type: ignore[type-var]
    with pytest.raises(InvalidGameError, match="root/weak/both/trade"):
        bg.transform_payoffs(letters, {"USSR": bg.LossAversion(2)})
    with pytest.raises(InvalidGameError, match="give more wealth"):
        bg.transform_payoffs(deploy.at(), {"US": bg.CRRA(2)})
    with pytest.raises(InvalidGameError, match="out of range"):
        bg.transform_payoffs(
            bg.NormalFormGame.from_arrays([[1e300]], [[0]]).to_float(),
            {"1": bg.CRRA(-1)},
        )


def test_bounds_where_there_are_none() -> None:
    h = bg.Parameter("h", "1/10", low=0, high=1)
    weeks = bg.Parameter("weeks", 2, low=1, high=4, whole=True)
    free = bg.Parameter("free", 1)
    assert bounds("1/2") == (Fraction(1, 2), Fraction(1, 2))
    assert bounds((1 - h) ** weeks) == (None, None)  # an exponent that is open
    assert bounds(1 / (h - 2)) == (-1, Fraction(-1, 2))
    assert bounds(1 / (h - Fraction(1, 2))) == (None, None)
    assert bounds(free**2) == (0, None)
    assert bounds(-free) == (None, None)
