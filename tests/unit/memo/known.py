"""What the tests of conditions known by hand have in common: letters, forms and points."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.expressions import quantity
from brinkgame.parametric.regions import sign_over

Point = dict[str, Fraction]


@cache
def game_of(name: str) -> Any:
    head, _, variant = name.partition("/")
    point = bg.memo.load(head)
    return point.variant(variant).game if variant else point.game


@cache
def forms_of(name: str) -> bg.EquilibriumForms:
    return bg.equilibrium_forms(game_of(name))


class Letters:
    """The parameters of a game by the letters of the formulas."""

    def __init__(self, name: str) -> None:
        self._space = game_of(name).parameters

    def __getattr__(self, letter: str) -> Any:
        if letter == "S":
            return self.S_B + self.S_C
        if letter == "F_p":
            return self.F - self.n
        return quantity(self._space[NAMES[letter]])


NAMES = {
    "S_B": "berlin_gain", "S_C": "cuba_gain", "E": "erosion", "F": "retreat_cost",
    "n": "pledge_value", "W_K": "ussr_war_cost", "W_A": "us_war_cost", "V": "us_success",
    "L": "us_acceptance_loss", "phi": "candour", "D_K": "intervention_loss", "d": "detection",
    "theta": "us_resolve", "r": "compel_war_risk", "r_live": "live_war_risk",
    "kappa": "silence_weight", "B": "berlin_deal", "pi": "deal_probability", "ell": "athens_ratio",
    "m": "missile_belief", "kappa_A": "act_cost", "x_B": "berlin_execution", "h_B": "berlin_harm",
    "x_C": "war_execution", "h_C": "war_harm", "psi": "pause_value",
    "g_B": "berlin_execution_gain", "a_B": "bluff_cost", "rho_B": "berlin_war_risk",
    "p": "hard_type", "q": "brink_risk", "s_h": "strike_risk_hard", "s_s": "strike_risk_soft",
    "a_A": "us_backdown_cost", "iota": "incident_risk", "c": "stop_cost", "b_p": "pass_gain",
    "g_i": "incident_shame", "v": "line_success", "v_lapse": "line_lapse", "l": "pass_loss",
    "e_a": "announcement_cost", "h": "tough_belief", "V_1": "private_value", "X": "impasse_loss",
    "tau_A": "trade_cost", "tau_K": "trade_gain", "omega": "face_saved",
    "a": "public_retreat_cost", "upsilon": "un_pressure", "delta": "tough_public_gain",
    "rho": "attack_risk", "G": "holdout_gain", "u": "inspection_value",
    "pi_v": "verification_cost", "t": "stringency", "k_t": "tighten_cost", "v_b": "bomber_value",
    "g": "castro_pride", "lam": "quarantine_pain", "mu_C": "soviet_pressure",
    "b": "ally_goodwill", "kappa_K": "quarantine_drag", "chi": "press_cost",
    "alpha": "disown_success", "eps": "disown_cost", "n_A": "us_pledge_cost",
}  # fmt: skip


# --- looking at forms ----------------------------------------------------------------------------


def forms_with(name: str, **conduct: str) -> list[bg.EquilibriumForm]:
    """The forms that have, for sure, the actions given as ``player__infoset="action"``."""
    found = []
    for form in forms_of(name):
        done = {(player, place): actions for player, place, actions in form.support}
        wanted = {tuple(key.replace("_", " ").split("  ")): a for key, a in conduct.items()}
        if all(done[player, place] == (action,) for (player, place), action in wanted.items()):
            found.append(form)
    return found


def condition_of(form: bg.EquilibriumForm, typed: Any, incentive: str) -> None:
    """The form has a condition that is the typed one but for a positive factor."""
    own = [c for c in form.conditions if c.incentive == incentive]
    assert own, f"{form.name} has {[c.incentive for c in form.conditions]}"
    space = form.game.parameters
    ratios = [quantity(typed / c.difference) for c in own]
    assert any(
        ratio > 0
        if isinstance(ratio, Fraction)
        else sign_over(ratio.numerator * ratio.denominator, space, weak=True) == 1
        for ratio in ratios
    ), f"{typed} is not {[str(c.difference) for c in own]}"


def in_all(forms: list[bg.EquilibriumForm], typed: Any, incentive: str) -> None:
    assert forms
    for form in forms:
        condition_of(form, typed, incentive)


# --- points --------------------------------------------------------------------------------------


def drawn(space: bg.ParameterSpace, size: int, *borders: Any, seed: int = 1) -> Iterator[Point]:
    """Random points of a constrained box, and next to each some on borders."""
    rng = random.Random(seed)
    number = 0
    while number < size:
        point = {
            name: p.low + (p.high - p.low) * Fraction(rng.randint(0, 24), 24)
            for name, p in space.items()
        }
        if space.violations(point):
            continue
        number += 1
        yield point
        for border in borders:
            name = rng.choice(border.names)
            moved = _moved(border, name, point)
            if moved is not None and not space.violations(moved):
                yield moved


def _moved(border: Any, name: str, point: Point) -> Point | None:
    """A point on a border, where the border is of degree one in a parameter."""
    try:
        value = border.solve(name).evaluate(point)
    except bg.ExpressionError:
        return None
    return {**point, name: value}


def said(name: str, point: Point, read: Callable[[bg.EquilibriumForm], Any]) -> set[Any]:
    """What the forms that hold at a point say."""
    return {read(form) for form in forms_of(name) if form.holds(point)}


def action_at(player: str, infoset: str) -> Callable[[bg.EquilibriumForm], Any]:
    def read(form: bg.EquilibriumForm) -> Any:
        return next(a for p, i, a in form.support if (p, i) == (player, infoset))

    return read


def signs(value: Fraction, positive: Any, negative: Any) -> set[Any]:
    """What a rule says on the two sides of a border, and both of it on the border."""
    return ({positive} if value >= 0 else set()) | ({negative} if value <= 0 else set())


SIZES = [pytest.param(25, id="few"), pytest.param(400, id="many", marks=pytest.mark.slow)]
sizes = pytest.mark.parametrize("size", SIZES)
