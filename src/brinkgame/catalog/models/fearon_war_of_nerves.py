r"""A war of nerves: audience costs that grow with time, until neither side can back down any more.

Two sides wait for the other to quit. Whoever quits at time :math:`t` pays its audience
:math:`a_i t`, the other has the prize :math:`v`; what war would be worth to a side is known to it
alone, uniform between :math:`-W_i` and 0. A side that would lose less by war than by quitting never
quits, at time :math:`t` a share :math:`a_i t / W_i` of all. Those who do quit do so at a rate that
leaves the other indifferent, so that of side :math:`j` there remain :math:`v / (v + a_i t)` if none
quits at once. At the horizon only those remain who never quit:

.. math:: \frac{v}{v + a_i t} = \frac{a_j t}{W_j}, \qquad\text{so}\qquad
   t_j = \frac{-a_j v + \sqrt{a_j^2 v^2 + 4 a_i a_j v W_j}}{2 a_i a_j} .

The horizon is the smaller of the two, since not more than all of a side can remain; of the other
side some quit at once. What comes at the horizon is war.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.arithmetic import real_roots
from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "remaining"]

_SOURCE = "Fearon (1994)"

prize = Parameter(
    "prize",
    1,
    low="1/10",
    high=10,
    symbol="v",
    meaning="worth of the prize to either side",
    unit="payoff",
    sources=(_SOURCE,),
)
audience_cost_1, audience_cost_2 = (
    Parameter(
        f"audience_cost_{side}",
        1,
        low="1/10",
        high=10,
        symbol=f"a_{side}",
        meaning=f"side {side}: what quitting costs before its audience, per unit of time",
        unit="payoff per unit of time",
        sources=(_SOURCE,),
    )
    for side in (1, 2)
)
worst_war_1, worst_war_2 = (
    Parameter(
        f"worst_war_{side}",
        2,
        low="1/10",
        high=10,
        symbol=f"W_{side}",
        meaning=f"side {side}: the most that war may cost it; all below are equally likely",
        unit="payoff",
        sources=(_SOURCE,),
    )
    for side in (1, 2)
)


def _alone(v: Fraction, mine: Fraction, other: Fraction, worst: Fraction) -> Any:
    """When side j has no more to quit, if none quits at once: ``v W = a_j v t + a_i a_j t**2``."""
    (time,) = real_roots([-worst * v, mine * v, mine * other], 0)
    return time


def remaining(time: Any, side: int, point: Point) -> Any:
    """How many of a side have not quit by a time up to the horizon.

    The other side's gain from waiting, a chance to have the prize, just makes up for its audience
    cost: of this side there remain ``v / (v + a_i t)`` times those who did not quit at once.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from brinkgame.catalog.models.fearon_war_of_nerves import ENTRY, remaining
    >>> remaining(Fraction(1, 2), 1, ENTRY.parameters.baseline)
    Fraction(2, 3)
    """
    (solution,) = ENTRY.solve(point)
    v, a = point[prize.name], (point[audience_cost_1.name], point[audience_cost_2.name])
    other = a[2 - side]
    return (1 - solution.figures[f"quits_at_once_{side}"]) * v / (v + other * time)


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    v = point[prize.name]
    a = (point[audience_cost_1.name], point[audience_cost_2.name])
    worst = (point[worst_war_1.name], point[worst_war_2.name])
    horizon = min(_alone(v, a[j], a[1 - j], worst[j]) for j in (0, 1))
    never = [a[j] * horizon / worst[j] for j in (0, 1)]
    staying = [never[j] * (v + a[1 - j] * horizon) / v for j in (0, 1)]
    return (
        ModelSolution(
            {
                "horizon": horizon,
                "war": never[0] * never[1],
                "quits_at_once_1": 1 - staying[0],
                "quits_at_once_2": 1 - staying[1],
            },
            words="the equilibrium with the longest horizon",
        ),
    )


ENTRY = ModelEntry(
    name="fearon-war-of-nerves",
    title="A war of nerves before two audiences",
    citation="J. D. Fearon (1994), Domestic political audiences and the escalation of "
    "international disputes, American Political Science Review 88",
    summary="Costs of backing down grow until neither side can: when, and how likely war then is.",
    parameters=ParameterSpace(
        [prize, audience_cost_1, audience_cost_2, worst_war_1, worst_war_2],
        constraints=[
            prize > 0,
            audience_cost_1 > 0,
            audience_cost_2 > 0,
            worst_war_1 > 0,
            worst_war_2 > 0,
        ],
    ),
    equations=_equations,
    known=(
        KnownFigures(
            ({"horizon": "1", "war": "0.25", "quits_at_once_1": "0", "quits_at_once_2": "0"},),
            "Fearon (1994), with linear costs and uniform types; by hand",
        ),
    ),
)
"""The entry of the catalog."""
