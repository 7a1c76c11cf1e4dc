"""The conditions that are known by hand come out of the games by themselves: letters to pledge.

Nothing but the tree goes in. What is expected is typed here and nowhere else: each condition as a
polynomial that is positive where it holds. It has to be a condition of the right equilibrium form,
up to a factor that is positive all over the constrained box, drawn by the right incentive. At
random points, and on borders, the forms that hold have to say what the rule says.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from tests.unit.memo.known import (
    Letters,
    action_at,
    condition_of,
    drawn,
    forms_of,
    forms_with,
    game_of,
    in_all,
    said,
    signs,
    sizes,
)

# --- 6: the two letters --------------------------------------------------------------------------


def letters(x: Letters) -> tuple[Any, Any, Any]:
    """mu* - h, 1 - mu* and omega - a, multiplied out."""
    spared = x.V_1 + x.X
    return x.tau_A - x.upsilon - x.h * spared, spared - (x.tau_A - x.upsilon), x.omega - x.a


REPLY, TRADE = (
    "US at both prefers private terms to trade",
    "US at both prefers trade to private terms",
)
SENDS = "USSR at weak prefers both to private only"


def test_both_letters_and_a_reply_to_the_private_one() -> None:
    belief, _, face = letters(Letters("letters"))
    seen = {"USSR__tough": "both", "USSR__weak": "both"}
    replies = forms_with("letters", US__both="private terms", **seen)
    in_all(replies, belief, REPLY)
    in_all(replies, face, SENDS)
    trades = forms_with("letters", US__both="trade", **seen)
    in_all(trades, -belief, TRADE)
    assert len(replies) == len(trades) == 1


def test_a_weak_ussr_that_hides_among_the_tough() -> None:
    """omega < a and h < mu* < 1: both mix, with chances that are known."""
    x = Letters("letters")
    belief, below_one, face = letters(x)
    (mixed,) = (form for form in forms_of("letters") if not form.is_pure)
    share = (x.tau_A - x.upsilon) / (x.V_1 + x.X)
    sends = x.h * (1 - share) / ((1 - x.h) * share)
    assert mixed.profile["USSR"]["weak"]["both"] == sends
    assert mixed.profile["US"]["both"]["trade"] == (x.a - x.omega) / (x.a + x.tau_K)
    assert mixed.profile["USSR"]["tough"]["both"] == 1
    for p in drawn(game_of("letters").parameters, 40, belief, below_one, face):
        assert (
            mixed.holds(p)
            == (belief.evaluate(p) >= 0 and below_one.evaluate(p) >= 0 and face.evaluate(p) <= 0)
            or x.omega.evaluate(p) + x.tau_K.evaluate(p) == 0
            or not (0 < p["tough_belief"] < 1 and share.numerator.evaluate(p) > 0)
        )


def test_where_the_us_never_trades() -> None:
    """mu* >= 1: a weak USSR sends both iff omega >= a."""
    x = Letters("letters")
    _, below_one, face = letters(x)
    alone = forms_with("letters", USSR__tough="both", USSR__weak="private only")
    assert len(alone) == 1
    in_all(alone, -below_one, REPLY)
    in_all(alone, -face, "USSR at weak prefers private only to both")


@sizes
def test_the_regions_of_the_letters_at_points(size: int) -> None:
    """One equilibrium everywhere but on borders, and it is that of the region."""
    x = Letters("letters")
    belief, below_one, face = letters(x)
    read = [action_at("USSR", "weak"), action_at("US", "both")]
    for p in drawn(game_of("letters").parameters, size, seed=3):
        at = [gap.evaluate(p) for gap in (belief, below_one, face)]
        if 0 in at or p["tough_belief"] in (0, 1) or x.omega.evaluate(p) + x.tau_K.evaluate(p) == 0:
            continue
        if at[1] < 0:
            region = (("both",) if at[2] > 0 else ("private only",), ("private terms",))
        elif at[2] > 0:
            region = (("both",), ("private terms",) if at[0] > 0 else ("trade",))
        elif at[0] > 0:
            region = (("private only", "both"), ("private terms", "trade"))
        else:
            region = (("both",), ("trade",))
        assert said("letters", p, lambda form: tuple(each(form) for each in read)) == {region}


def test_the_letters_on_borders() -> None:
    """On a border the equilibria of both sides are there."""
    belief, below_one, face = letters(Letters("letters"))
    for p in drawn(game_of("letters").parameters, 15, belief, face, seed=4):
        met = {form.name for form in forms_of("letters") if form.holds(p)}
        if belief.evaluate(p) == 0 and below_one.evaluate(p) > 0 and face.evaluate(p) > 0:
            assert len(met) >= 2


def test_a_prepared_letter_and_an_older_belief() -> None:
    belief, _, _ = letters(Letters("letters/contingency"))
    for form in forms_of("letters/contingency"):
        reply = action_at("US", "both")(form) == ("private terms",)
        condition_of(form, belief if reply else -belief, REPLY if reply else TRADE)
    x = Letters("letters/unlearned")
    older = x.tau_A - x.upsilon - x.p * (x.V_1 + x.X)
    seen = {"USSR__tough": "both", "USSR__weak": "both"}
    in_all(forms_with("letters/unlearned", US__both="private terms", **seen), older, REPLY)


def test_without_a_gain_of_the_tough_there_are_more_equilibria() -> None:
    """Then a tough USSR may send the private letter alone, and does so in some of them."""
    alone = [
        form
        for form in forms_of("letters/no-gain")
        if action_at("USSR", "tough")(form) == ("private only",)
    ]
    base = game_of("letters/no-gain").parameters.baseline
    assert any(form.holds(base) for form in alone)
    assert all(action_at("USSR", "tough")(form) == ("both",) for form in forms_of("letters"))


@pytest.mark.slow
def test_a_trade_that_the_private_letter_allows_too() -> None:
    """At base, among others, an equilibrium in which all letters are sent: 8/17 and 2/15."""
    name = "letters/open-trade-no-gain"
    base = game_of(name).parameters.baseline
    held = [form for form in forms_of(name) if form.holds(base)]
    assert len({form.path for form in held}) >= 2
    mixed = [form for form in held if action_at("USSR", "weak")(form) == ("private only", "both")]
    assert mixed
    for form in mixed:
        assert form.profile["USSR"]["weak"]["both"].evaluate(base) == Fraction(8, 17)
        assert form.profile["US"]["private only"]["trade"].evaluate(base) == Fraction(2, 15)


# --- 7: giving in --------------------------------------------------------------------------------


def test_accepting_or_holding_out() -> None:
    x = Letters("capitulation")
    gap = x.rho * (x.G + x.D_K) - x.G - x.F_p
    in_all(
        forms_with("capitulation", USSR__root="accept"),
        gap,
        "USSR at root prefers accept to hold out",
    )
    in_all(
        forms_with("capitulation", USSR__root="hold out"),
        -gap,
        "USSR at root prefers hold out to accept",
    )


@sizes
def test_accepting_at_points(size: int) -> None:
    x = Letters("capitulation")
    gap = x.rho * (x.G + x.D_K) - x.G - x.F_p
    for p in drawn(game_of("capitulation").parameters, size, gap):
        told = said("capitulation", p, action_at("USSR", "root"))
        assert told == signs(gap.evaluate(p), ("accept",), ("hold out",))


# --- 9: the bombers ------------------------------------------------------------------------------


def bombers(x: Letters) -> tuple[Any, Any, Any]:
    """Cuba gives way alone, Cuba gives way pressed, and the USSR presses."""
    return (
        x.lam * x.t - x.g,
        x.lam * x.t - x.g + x.mu_C,
        x.kappa_K * x.t - x.b - x.chi + x.n,
    )


def test_who_gives_way_and_who_presses() -> None:
    alone, pressed, presses = bombers(Letters("il28/no-disown"))
    for form in forms_of("il28/no-disown"):
        done = {(player, place): actions[0] for player, place, actions in form.support}
        left = done["Cuba", "tightened, left alone"] == "release"
        forced = done["Cuba", "tightened, pressed"] == "release"
        told = {c.incentive for c in form.conditions}
        if left:
            condition_of(form, alone, "Cuba at tightened, left alone prefers release to refuse")
        elif "Cuba at tightened, left alone prefers refuse to release" in told:
            condition_of(form, -alone, "Cuba at tightened, left alone prefers refuse to release")
        if not forced:
            condition_of(form, -pressed, "Cuba at tightened, pressed prefers refuse to release")
        if forced and not left and done["USSR", "tightened"] == "press":
            condition_of(form, presses, "USSR at tightened prefers press to leave")
            condition_of(form, pressed, "Cuba at tightened, pressed prefers release to refuse")


def gives_way(form: bg.EquilibriumForm) -> bool:
    done = {(player, place): actions[0] for player, place, actions in form.support}
    where = {"leave": "left alone", "press": "pressed", "disown": "disowned"}
    return done["Cuba", f"tightened, {where[done['USSR', 'tightened']]}"] == "release"


@sizes
def test_the_bombers_at_points(size: int) -> None:
    """Release iff t >= g/lambda, or t >= (g - mu_C)/lambda and t >= (b + chi - n)/kappa_K."""
    x = Letters("il28/no-disown")
    alone, pressed, presses = bombers(x)
    for p in drawn(game_of("il28/no-disown").parameters, size, alone, pressed, presses, seed=2):
        at = [gap.evaluate(p) for gap in (alone, pressed, presses)]
        released = at[0] >= 0 or (at[1] >= 0 and at[2] >= 0)
        kept = at[0] <= 0 and (at[1] <= 0 or at[2] <= 0)
        assert said("il28/no-disown", p, gives_way) == {
            *([True] if released else []),
            *([False] if kept else []),
        }


def test_the_least_stringency_that_is_enough() -> None:
    """t* at base, without disowning: 1, and it is Cuba, pressed, that binds."""
    point = dict(game_of("il28/no-disown").parameters.baseline)
    for t, released in (
        (Fraction(999, 1000), {False}),
        (Fraction(1), {True, False}),
        (Fraction(6, 5), {True}),
    ):
        assert said("il28/no-disown", {**point, "stringency": t}, gives_way) == released


def test_tightening_pays() -> None:
    """Where it moves Cuba at all, iff v_b >= k_t * t."""
    x = Letters("il28/no-disown")
    gap = x.v_b - x.k_t * x.t
    moved = [
        form for form in forms_with("il28/no-disown", US__quarantine="tighten") if gives_way(form)
    ]
    assert any(
        c.incentive == "US at quarantine prefers tighten to keep"
        for f in moved
        for c in f.conditions
    )
    for form in moved:
        condition_of(form, gap, "US at quarantine prefers tighten to keep")


def test_disowning_beats_leaving() -> None:
    """Where Cuba refuses: iff alpha*(n + kappa_K*t + eps) >= eps."""
    x = Letters("il28")
    gap = x.alpha * (x.n + x.kappa_K * x.t + x.eps) - x.eps
    seen = {"Cuba__tightened,_left_alone": "refuse", "Cuba__tightened,_disowned": "refuse"}
    for form in forms_with("il28", **seen):
        own = {c.incentive for c in form.conditions}
        if "USSR at tightened prefers disown to leave" in own:
            condition_of(form, gap, "USSR at tightened prefers disown to leave")
        if "USSR at tightened prefers leave to disown" in own:
            condition_of(form, -gap, "USSR at tightened prefers leave to disown")
    assert any(
        c.incentive == "USSR at tightened prefers disown to leave"
        for form in forms_with("il28", USSR__tightened="disown", **seen)
        for c in form.conditions
    )


# --- 10: the pledge ------------------------------------------------------------------------------


def test_a_pledge_on_conditions() -> None:
    """u > n_A and n >= pi_v; and never one without conditions, inside the box."""
    x = Letters("pledge")
    worth, accepted = x.u - x.n_A, x.n - x.pi_v
    (form,) = forms_with("pledge", US__pledge="conditional", USSR__conditional="accept")
    condition_of(form, worth, "US at pledge prefers conditional to none")
    condition_of(form, accepted, "USSR at conditional prefers accept to reject")
    assert not forms_with("pledge", US__pledge="unconditional")
    (none,) = forms_with("pledge", US__pledge="none", USSR__conditional="accept")
    condition_of(none, -worth, "US at pledge prefers none to conditional")


@sizes
def test_a_pledge_at_points(size: int) -> None:
    """At n = pi_v and at u = n_A there are several equilibria, and the pledge is one of them."""
    x = Letters("pledge")
    worth, accepted = x.u - x.n_A, x.n - x.pi_v
    read = [action_at("US", "pledge"), action_at("USSR", "conditional")]
    for p in drawn(game_of("pledge").parameters, size, worth, accepted):
        if not p["us_pledge_cost"]:
            continue
        met = said("pledge", p, lambda form: tuple(each(form)[0] for each in read))
        assert (("conditional", "accept") in met) == (
            worth.evaluate(p) >= 0 and accepted.evaluate(p) >= 0
        )
        assert (met != {("conditional", "accept")}) == (
            worth.evaluate(p) <= 0 or accepted.evaluate(p) <= 0
        )
