r"""Decision 5: how long the USSR stalls, from 23 to 28 October.

On each day the USSR settles, or stalls for another day. If it stalls, the Americans attack with
some chance, talks succeed with another, and otherwise a day is gone. The chance of an attack has
two causes, the concentration of forces and warnings of an imminent attack; talks become less likely
to succeed. **At the end of the 28th it settles**: the day on which it did, and the last on which
anything was still open.

*The one-step rule.* Compare settling today with stalling for just one more day, and settling then.
If the second is better, stalling is best whatever comes later, since one may settle tomorrow in
any case. If the first is better today and on every later day as well, then settling today is best,
by induction from the last day: tomorrow one would settle, so that one more day is all that stalling
can mean. So the rule and backward induction agree wherever the rule, once it says settle, goes on
saying so. With a rising chance of an attack :math:`\eta` and a falling one of talks :math:`\nu` it
does, if an attack costs at least what settling and a day of delay cost together
(:math:`D_K \ge F_p + k_d`). Elsewhere the rule may be too early, and is never too late:
`one_step_day` and `first_days` say both.

Two chances of one day may not add up to more than one, which the ranges by themselves do not
ensure: `DAILY` has the constraints.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from brinkgame.errors import InvalidParameterError, UnknownNameError, suggestion
from brinkgame.expressions import Constraint, Expression
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    DAYS,
    alarm_hazard,
    alarm_scale,
    berlin_gain,
    compel_war_risk,
    cuba_gain,
    delay_cost,
    force_hazard,
    force_scale,
    impasse_loss,
    intervention_loss,
    live_war_risk,
    pledge_value,
    private_value,
    retreat_cost,
    stall_settlement,
    talks_hazard,
    talks_scale,
    trade_cost,
    us_acceptance_loss,
    us_success,
    us_war_cost,
    ussr_war_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.parameters import Parameter
from brinkgame.parametric import Indifference, indifference
from brinkgame.solve import solve

__all__ = [
    "AFTER_ALL",
    "CAUSES",
    "DAILY",
    "GAME",
    "POINT",
    "attack_hazard",
    "causes",
    "chosen",
    "dates",
    "decision",
    "first_days",
    "game",
    "held",
    "one_step",
    "one_step_day",
    "scaled",
    "shares",
]

USSR: Final = "USSR"
US: Final = "US"
STALL: Final = "stall"
SETTLE: Final = "settle"
ATTACK: Final = "attack"
WAIT: Final = "wait"

AFTER_ALL: Final = DAYS[-1] + 1
"""The day after the last: what is said of a USSR that stalls on all of them."""

CAUSES: Final[Mapping[str, Mapping[int, Parameter]]] = MappingProxyType(
    {"talks": talks_hazard, "forces": force_hazard, "warnings": alarm_hazard}
)
"""What changed from day to day, by name."""

Following = Callable[[str, Mapping[str, Any]], Node]
"""What comes after an outcome, with what it pays. Called anew at each place of the tree."""


def attack_hazard(day: int) -> Expression:
    """The chance of an attack on a day, from either cause.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> print(stall.attack_hazard(26))
    force_hazard_26 - alarm_hazard_26*(force_hazard_26 - 1)
    """
    return 1 - (1 - force_hazard[day]) * (1 - alarm_hazard[day])


DAILY: Final[tuple[Constraint, ...]] = tuple(
    attack_hazard(day) + talks_hazard[day] <= 1 for day in DAYS
)
"""On no day do the chances of an attack and of talks add up to more than one."""


def place(day: int) -> str:
    """What the information set of a day is called."""
    return f"{day} October"


def _end(outcome: str, pays: Mapping[str, Any]) -> Terminal:
    return Terminal(pays, label=outcome)


def _settled() -> dict[str, Any]:
    return {USSR: pledge_value - retreat_cost, US: private_value}


def _talked() -> dict[str, Any]:
    return {USSR: -stall_settlement, US: private_value - trade_cost}


def decision(*, days: Sequence[int] = DAYS, after: Following = _end) -> Decision:
    """The days on which the USSR stalls or settles, as a node to put into a longer game.

    Parameters
    ----------
    days
        Which days, in order; after the last it settles.
    after
        What follows each outcome (``"settlement"``, ``"talks"``, ``"attack"``), as a function of
        its name and of what it pays, earlier delay apart; by default the game ends.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import stall
    >>> late = bg.ExtensiveFormGame("late", players=("USSR", "US"),
    ...     root=stall.decision(days=(26, 27)))
    >>> print(bg.solve(late.at()).only().profile)
    USSR at 26 October: settle; USSR at 27 October: settle
    """
    return _from(tuple(days), after)


def _from(
    days: tuple[int, ...], after: Following, paid: Mapping[str, Any] | None = None
) -> Decision:
    """The choice of the first of some days, with what is paid on coming to it."""
    day, *later = days
    delay = {USSR: -delay_cost}
    if later:
        rest: Node = _from(tuple(later), after, delay)
    else:
        settled = _settled()
        rest = after("settlement", {**settled, USSR: settled[USSR] - delay_cost})
    fallen = {USSR: -intervention_loss, US: -impasse_loss}
    return Decision(
        USSR,
        {
            STALL: Chance(
                {
                    "attack": (attack_hazard(day), after("attack", fallen)),
                    "talks": (talks_hazard[day], after("talks", _talked())),
                    "another day": (REST, rest),
                }
            ),
            SETTLE: after("settlement", _settled()),
        },
        infoset=place(day),
        payoffs=paid,
    )


def game(**following: Any) -> ExtensiveFormGame:
    """The tree with other values after its outcomes; the options are those of `decision`.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> stall.game() == stall.GAME
    True
    """
    return ExtensiveFormGame(
        "stall",
        players=(USSR, US),
        root=decision(**following),
        constraints=(*CONSTRAINTS, *DAILY),
    )


GAME: Final = game()
"""The tree, with every number open."""


def scaled() -> ExtensiveFormGame:
    """The same game with three numbers for the eighteen chances of the days.

    Every chance is a multiple of its baseline, one multiple for each cause. No choice of them makes
    the chances of a day add up to more than one, so that their ranges can be drawn from and mapped
    as they are; of the box of all daily chances hardly one point in ten thousand is a game.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> game = stall.scaled()
    >>> game.at() == stall.GAME.at()
    True
    """
    scales = {"talks": talks_scale, "forces": force_scale, "warnings": alarm_scale}
    return GAME.fix(
        {
            chance.name: chance.baseline * scales[cause]
            for cause, daily in CAUSES.items()
            for chance in daily.values()
            if chance.baseline
        }
        | {
            chance.name: 0
            for daily in CAUSES.values()
            for chance in daily.values()
            if not chance.baseline
        }
    ).titled("stall, in multiples")


# -- what follows from the tree -------------------------------------------------------------------


@cache
def one_step(day: int) -> Indifference:
    """What settling on a day pays more than stalling for that day and settling on the next.

    It is derived where no talks can succeed on later days, so that it settles on all of them.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> base = stall.GAME.parameters.baseline
    >>> {day: float(stall.one_step(day).difference.evaluate(base)) for day in (25, 26)}
    {25: -0.152, 26: 0.335}
    """
    hopeless = {talks_hazard[later].name: 0 for later in DAYS if later > day}
    menacing = {force_hazard[later].name: Fraction(1, 2) for later in DAYS if later > day}
    return indifference(GAME, USSR, place(day), SETTLE, STALL, at={**hopeless, **menacing})


def one_step_day(at: Mapping[str, Any] | None = None) -> int:
    """The first day on which the one-step rule says to settle; the day after the last if none.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> stall.one_step_day()
    26
    """
    point = GAME.parameters.point(at)
    for day, gain in zip(DAYS, _gains(), strict=True):
        if gain.evaluate(point) >= 0:
            return day
    return AFTER_ALL


def first_days(at: Mapping[str, Any] | None = None) -> tuple[int, ...]:
    """The day on which it first settles, by backward induction; several where it is indifferent.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> stall.first_days()
    (26,)
    >>> stall.first_days({"talks_hazard_25": "31/250"})  # indifferent on the 25th
    (25, 26)
    """
    # Where a day is a tie every answer to it is an equilibrium, and so is every later first day.
    plans = [equilibrium.profile[USSR] for equilibrium in solve(GAME.at(at or {}))]
    found = {
        next((day for day in DAYS if plan[place(day)][SETTLE] == 1), AFTER_ALL) for plan in plans
    }
    return tuple(sorted(found))


def held(which: Iterable[str], at: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A point at which some causes stay on every day what they were on the first.

    Parameters
    ----------
    which
        Names of `CAUSES`.
    at
        The other parameters; those that are not named are at their baselines.

    Raises
    ------
    UnknownNameError
        No cause has this name.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> stall.first_days(stall.held(["talks"]))
    (28,)
    """
    point = GAME.parameters.point(at)
    moved: dict[str, Any] = dict(at or {})
    for cause in which:
        if cause not in CAUSES:
            raise UnknownNameError(f"no cause {cause!r}{suggestion(cause, CAUSES)}")
        daily = CAUSES[cause]
        moved |= {daily[day].name: point[daily[DAYS[0]].name] for day in DAYS}
    return moved


def causes(at: Mapping[str, Any] | None = None) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The day of settling with some causes held at their value of the first day: every selection.

    Returns
    -------
    dict
        ``{causes that are held: first days}``, as of `first_days`; with none of them held first.
        Empty for a world that cannot be: the chances of some day would add up to more than one.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> for kept, days in stall.causes().items():
    ...     print(days, *kept)
    (26,)
    (28,) talks
    (26,) forces
    (26,) warnings
    (29,) talks forces
    (29,) talks warnings
    (29,) forces warnings
    (29,) talks forces warnings
    """
    names = tuple(CAUSES)
    selections = (
        kept for size in range(len(names) + 1) for kept in itertools.combinations(names, size)
    )
    found = {}
    for kept in selections:
        world = {**GAME.parameters.point(at), **held(kept, at)}
        possible = all(constraint.holds(world) for constraint in DAILY)
        found[kept] = first_days(world) if possible else ()
    return found


def shares(at: Mapping[str, Any] | None = None) -> dict[str, Fraction]:
    """By how many days each cause brings the settlement forward: its Shapley value.

    The average of what it moves the date by, over all orders in which the causes may set in. The
    shares add up to the days between a world without changes and the one at hand. Where the date is
    not unique the earliest is taken.

    Raises
    ------
    InvalidParameterError
        Some selection of causes cannot be held: the chances of a day would add up to more than one.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> print(*(f"{cause} {days}" for cause, days in stall.shares().items()))
    talks 5/3 forces 2/3 warnings 2/3
    """
    worlds = causes(at)
    for kept, days in worlds.items():
        if not days:
            raise InvalidParameterError(
                f"with {' and '.join(kept)} as on {place(DAYS[0])}, the chances of a day add up to "
                "more than one; there is no such world to compare with"
            )
    date = {frozenset(kept): days[0] for kept, days in worlds.items()}
    found = {}
    orders = math.factorial(len(CAUSES))
    for cause in CAUSES:
        total = 0
        for order in itertools.permutations(CAUSES):
            absent = frozenset(order[order.index(cause) :])
            total += date[absent] - date[absent - {cause}]
        found[cause] = Fraction(total, orders)
    return found


def _gains() -> tuple[Expression, ...]:
    return tuple(one_step(day).difference for day in DAYS)


def _closed_forms() -> tuple[ClosedForm, ...]:
    return tuple(
        ClosedForm.of(
            f"settle on {place(day)}",
            f"settling on {place(day)} is no worse than stalling for one more day",
            one_step(day).threshold(talks_hazard[day]),
        )
        for day in DAYS
    )


# -- an attack that is chosen ---------------------------------------------------------------------


def strike_risk(day: int) -> Expression:
    """The risk of war in attacking on a day, as the missiles become operational.

    On the first day it is that before they are operational, on the last that of live missiles, and
    between them it grows evenly.

    Examples
    --------
    >>> from brinkgame.memo import stall
    >>> base = {"compel_war_risk": "1/10", "live_war_risk": "1/2"}
    >>> [str(stall.strike_risk(day).evaluate(base)) for day in (23, 24, 28)]
    ['1/10', '9/50', '1/2']
    """
    share = Fraction(day - DAYS[0], DAYS[-1] - DAYS[0])
    risk: Expression = (1 - share) * compel_war_risk + share * live_war_risk
    return risk


def _kept() -> dict[str, Any]:
    """What it pays if the missiles become operational."""
    return {USSR: berlin_gain + cuba_gain, US: -us_acceptance_loss}


def _attacked(day: int) -> dict[str, Any]:
    """What an attack on a day pays, war or not."""
    risk = strike_risk(day)
    return {
        USSR: -(1 - risk) * intervention_loss - risk * ussr_war_cost,
        US: (1 - risk) * us_success - risk * us_war_cost,
    }


def chosen() -> ExtensiveFormGame:
    """The game in which the US chooses the day of its attack, and only talks are left to chance.

    On every day the USSR settles or stalls; the US sees it, and attacks or waits. Waiting makes an
    attack more dangerous, until the missiles are operational and stay: a war of attrition in which
    the time of the US runs out. As long as no attack is to be expected on the day the USSR stalls,
    for talks may succeed. At the baseline the US would attack on the first day and on no other, so
    that the USSR settles on the first; if accepting were much worse for the US, both would wait for
    the last. See `dates` for dates that are chosen beforehand.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import stall
    >>> plan = bg.solve(stall.chosen().at()).only().profile
    >>> plan["US"]["23 October"]["attack"], plan["US"]["24 October"]["attack"]
    (Fraction(1, 1), Fraction(0, 1))
    """

    def node(days: tuple[int, ...], paid: Mapping[str, Any] | None) -> Node:
        if not days:
            kept = _kept()
            return Terminal({**kept, USSR: kept[USSR] - delay_cost}, label="missiles stay")
        day, *later = days
        return Decision(
            USSR,
            {
                STALL: Decision(
                    US,
                    {
                        ATTACK: Terminal(_attacked(day), label="attack"),
                        WAIT: Chance(
                            {
                                "talks": (talks_hazard[day], Terminal(_talked(), label="talks")),
                                "another day": (REST, node(tuple(later), {USSR: -delay_cost})),
                            }
                        ),
                    },
                    infoset=place(day),
                ),
                SETTLE: Terminal(_settled(), label="settlement"),
            },
            infoset=place(day),
            payoffs=paid,
        )

    return ExtensiveFormGame(
        "stall, the attack chosen",
        players=(USSR, US),
        root=node(DAYS, None),
        constraints=CONSTRAINTS,
    )


def dates(days: Sequence[int] = DAYS) -> NormalFormGame:
    """The war of attrition as a table: each side chooses a date beforehand, or none.

    On a day on which both would act the settlement comes first. Talks may succeed at the end of
    every day that passes. Settling on a day and attacking on the same day is an equilibrium for
    every day: an attack that is chosen can explain any date, and so explains none.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import stall
    >>> table = stall.dates(days=(23, 28))
    >>> table.strategies["US"]
    ('attack on 23 October', 'attack on 28 October', 'wait')
    """
    never = len(days)

    def pays(ussr: int, us: int) -> dict[str, Any]:
        still: Any = 1
        total: dict[str, Any] = {USSR: 0, US: 0}

        def add(share: Any, worth: Mapping[str, Any]) -> None:
            for player, so_far in tuple(total.items()):
                total[player] = so_far + share * worth[player]

        for k, day in enumerate(days):
            if ussr == k:
                add(still, _settled())
                return total
            if us == k:
                add(still, _attacked(day))
                return total
            add(still * talks_hazard[day], _talked())
            still = still * (1 - talks_hazard[day])
            add(still, {USSR: -delay_cost, US: 0})
        add(still, _kept())
        return total

    cells = [[pays(i, j) for j in range(never + 1)] for i in range(never + 1)]
    return NormalFormGame(
        "stall, dates chosen",
        strategies={
            USSR: (*(f"settle on {place(day)}" for day in days), STALL),
            US: (*(f"attack on {place(day)}" for day in days), WAIT),
        },
        payoffs={
            player: [[cell[player] for cell in row] for row in cells] for player in (USSR, US)
        },
        constraints=CONSTRAINTS,
    )


_PREMISES: Final = (
    Premise("the situation had to be liquidated at once", "memo R1"),
    Premise("manoeuvres to gain time were failing", "memo R1"),
    Premise("American forces were concentrating", "memo R1"),
    Premise("there were warnings of an immediate attack", "memo R1", "probably"),
    Premise("an attack would have been a disaster", "memo R2"),
    Premise("the aim at first was to draw the US into negotiations", "memo W4"),
    Premise("the statement of 23 October was to gain time", "memo W2"),
    Premise("the offer to settle was sent on 26 October", "memo R2"),
    Premise("the daily chances are ours: the memo gives their direction"),
    Premise("an attack is a matter of chance, with two independent causes"),
    Premise("after 28 October it settles in any case"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="stall",
    number="5",
    began="1962-10",
    when="23-26 October 1962",
    who=(USSR,),
    title="Stall for time, or settle",
    question="Why did the USSR stall for three days, and settle on the fourth?",
    game=GAME,
    happened={
        USSR: {place(23): STALL, place(24): STALL, place(25): STALL, place(26): SETTLE},
    },
    premises=_PREMISES,
    sources=("memo W2", "memo W3", "memo W4", "memo R1", "memo R2"),
    derive=_closed_forms,
    variants=(
        Variant(
            "scaled",
            "the chances of the days in multiples of their baselines",
            scaled(),
            ("memo R1",),
        ),
        Variant("chosen", "the US chooses the day of its attack", chosen(), ("memo R1",)),
        Variant("dates", "both choose a date beforehand; as a table", dates(), ("memo R1",)),
    ),
)
"""The decision."""
