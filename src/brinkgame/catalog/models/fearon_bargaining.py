r"""War by misjudgment: a demand that is best on average is sometimes too high.

A demands a share :math:`x` of the prize, take it or leave it; refused, it comes to war, which A
wins with probability :math:`p` at a cost :math:`c_A`. What war costs B, :math:`c_B`, only B knows;
to A it is uniform between 0 and :math:`\bar c`. B refuses when :math:`c_B < x - p`, and A chooses
between more for itself and a greater risk,

.. math:: x\,\Bigl(1 - \frac{x - p}{\bar c}\Bigr) + (p - c_A)\,\frac{x - p}{\bar c},
          \qquad x^* = p + \frac{\bar c - c_A}{2},
          \qquad \Pr(\text{war}) = \frac{\bar c - c_A}{2 \bar c} .

Both would be better off with some bargain: it is what one side knows alone that makes for war.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "best_demand", "finite_game", "war"]

A, B = "A", "B"
_SOURCE = "Fearon (1995)"

win_chance = Parameter(
    "win_chance",
    "2/5",
    low=0,
    high=1,
    symbol="p",
    meaning="chance that A wins a war",
    unit="probability",
    sources=(_SOURCE,),
)
own_war_cost = Parameter(
    "own_war_cost",
    "1/10",
    low=0,
    high=1,
    symbol="c_A",
    meaning="A: cost of a war, in shares of the prize",
    unit="share",
    sources=(_SOURCE,),
)
highest_war_cost = Parameter(
    "highest_war_cost",
    "3/5",
    low="1/100",
    high=1,
    symbol=r"\bar c",
    meaning="B: highest cost of a war that A thinks possible; all below it are equally likely",
    unit="share",
    sources=(_SOURCE,),
)
_demand = Parameter("demand", "1/2", low=0, high=1, meaning="share that A demands")


@cache
def best_demand() -> Expression:
    """What A demands: where a little more is worth just what the greater risk of war costs.

    Examples
    --------
    >>> from brinkgame.catalog.models.fearon_bargaining import best_demand
    >>> print(best_demand())
    highest_war_cost/2 - own_war_cost/2 + win_chance
    """
    risk = (_demand - win_chance) / highest_war_cost
    worth = _demand * (1 - risk) + (win_chance - own_war_cost) * risk
    return worth.derivative(_demand.name).solve(_demand.name)


@cache
def war() -> Expression:
    """How likely B refuses.

    Examples
    --------
    >>> from brinkgame.catalog.models.fearon_bargaining import war
    >>> print(war())
    (highest_war_cost - own_war_cost)/(2*highest_war_cost)
    """
    return (best_demand() - win_chance) / highest_war_cost


def finite_game(types: int = 12, at: Mapping[str, Any] | None = None) -> ExtensiveFormGame:
    """The tree with so many types of B, each as likely, and as many demands and one more.

    Type number k has the cost in the middle of the k-th of equal steps, and demands go up by steps,
    so that no type is ever indifferent. Backward induction finds the demand next to the best one,
    and the best itself where it is one of the steps.

    Parameters
    ----------
    types
        2 to 60; the tree has about twice the square of it ends.
    at
        Values of the parameters.

    Raises
    ------
    UnsupportedGameError
        That is no such number of types.
    """
    if type(types) is not int or not 2 <= types <= 60:
        raise UnsupportedGameError(f"types is a number from 2 to 60; got {types!r}")
    point = ENTRY.parameters.point(at)
    p, own, most = (point[x.name] for x in (win_chance, own_war_cost, highest_war_cost))
    step = most / types

    def answer(number: int, x: Fraction) -> Decision:
        cost = (number - Fraction(1, 2)) * step
        return Decision(
            B,
            {
                "accept": Terminal({A: x, B: 1 - x}, label="bargain"),
                "refuse": Terminal({A: p - own, B: 1 - p - cost}, label="war"),
            },
            infoset=f"type {number}, asked for {x}",
        )

    demands = [p + k * step for k in range(types + 1)]
    moves = {
        f"demand {x}": Chance(
            {f"type {n}": (Fraction(1, types), answer(n, x)) for n in range(1, types + 1)}
        )
        for x in demands
    }
    return ExtensiveFormGame(
        f"take it or leave it, {types} types", players=(A, B), root=Decision(A, moves, infoset="A")
    )


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    figures = {"demand": best_demand().evaluate(point), "war": war().evaluate(point)}
    return (ModelSolution(figures, words="one demand is best"),)


ENTRY = ModelEntry(
    name="fearon-bargaining",
    title="War by private information: a demand to take or to leave",
    citation="J. D. Fearon (1995), Rationalist explanations for war, International Organization 49",
    summary="The best demand runs a risk of war, since only the other knows what war costs it.",
    parameters=ParameterSpace(
        [win_chance, own_war_cost, highest_war_cost],
        constraints=[own_war_cost < highest_war_cost, best_demand() <= 1],
    ),
    equations=_equations,
    known=(
        KnownFigures(({"demand": "0.65", "war": "0.41667"},), "Fearon (1995), the example; 5/12"),
    ),
)
"""The entry of the catalog."""
