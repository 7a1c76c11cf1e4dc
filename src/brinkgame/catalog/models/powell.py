r"""Nuclear brinkmanship in closed form: how often one bluffs, and how often it is called.

With a first bid of risk :math:`f`, resolves :math:`R_I` of the challenger and :math:`R_{II}` of an
irresolute defender, and :math:`p` for how likely the defender is irresolute:

* a challenger who holds the defender for irresolute with probability :math:`b^*` after the first
  bid does not mind to go on:
  :math:`(1-2f)\,[b^* + (1-b^*)(1-3f)(1-R_I)] = 1 - R_I`;
* a challenger who goes on with probability :math:`e_I` leaves an irresolute defender indifferent
  between submitting and a bluff:
  :math:`(1-f)\,[1 - e_I + e_I (1-2f)(1-R_{II})] = 1 - R_{II}`;
* a bluff of probability :math:`e_{II}` makes that belief true:
  :math:`p\, e_{II} / (p\, e_{II} + 1 - p) = b^*`.

None of these is typed below: each is a difference of what the tree of
`brinkgame.catalog.nuclear_brinkmanship` pays, solved for the unknown probability. They hold for
:math:`f < R_{II} < 3f`, :math:`2f < R_I < 4f` and :math:`b^* < p`, and as long as the challenger
would rather dispute.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.catalog.models.expected import expected, paid, reached
from brinkgame.catalog.nuclear_brinkmanship import (
    CHALLENGER,
    DEFENDER,
    DISASTER,
    GAME,
    bid_risk,
    challenger_resolve,
    irresolute_resolve,
    irresolute_type,
    status_quo_worth,
    types,
)
from brinkgame.expressions import Expression
from brinkgame.forms import Terminal
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "belief_limit", "bluff", "call", "disaster", "dispute"]

_call, _belief, _bluff = (
    Parameter(name, "1/2", low=0, high=1, meaning=meaning, unit="probability")
    for name, meaning in (
        ("call", "chance that the challenger goes on after a bid"),
        ("belief", "how likely the challenger thinks that the defender is irresolute"),
        ("bluff", "chance that an irresolute defender bids when challenged"),
    )
)


def _plan(call: Any, bluff: Any) -> dict[str, dict[str, Any]]:
    return {
        CHALLENGER: {
            "after bid 1": {"submit": 1 - call, "bid": call},
            "after bid 3": "submit",
        },
        DEFENDER: {
            "irresolute, challenged": {"submit": 1 - bluff, "bid": bluff},
            "irresolute, after bid 2": "submit",
            "resolute, challenged": "bid",
            "resolute, after bid 2": "bid",
        },
    }


def _challenged(worth: Callable[[Terminal], Any], kind: str, call: Any, bluff: Any) -> Any:
    return expected(types[kind], worth, _plan(call, bluff))


@cache
def call() -> Expression:
    """How often the challenger goes on after a bid: a bluff and submission pay the same.

    Examples
    --------
    >>> from brinkgame.catalog.models import powell
    >>> print(round(float(powell.call().evaluate(powell.ENTRY.parameters.baseline)), 6))
    0.397667
    """
    worth = paid(DEFENDER)
    gain = _challenged(worth, "irresolute", _call, 1) - _challenged(worth, "irresolute", _call, 0)
    solved: Expression = gain.solve(_call.name)
    return solved


@cache
def belief_limit() -> Expression:
    """At which belief in an irresolute defender going on pays the challenger as much as submitting.

    Examples
    --------
    >>> from brinkgame.catalog.models import powell
    >>> powell.belief_limit().evaluate(powell.ENTRY.parameters.baseline)
    Fraction(226, 351)
    """

    def worth(kind: str, goes_on: int) -> Any:
        return _challenged(paid(CHALLENGER), kind, goes_on, 1)

    gains = {kind: worth(kind, 1) - worth(kind, 0) for kind in types}
    gain = _belief * gains["irresolute"] + (1 - _belief) * gains["resolute"]
    solved: Expression = gain.solve(_belief.name)
    return solved


@cache
def bluff() -> Expression:
    """How often an irresolute defender bluffs: the belief that it causes is the limit.

    Examples
    --------
    >>> from brinkgame.catalog.models import powell
    >>> print(round(float(powell.bluff().evaluate(powell.ENTRY.parameters.baseline)), 6))
    0.319059
    """
    both = irresolute_type * _bluff + 1 - irresolute_type
    return (irresolute_type * _bluff - belief_limit() * both).solve(_bluff.name)


def _over_types(worth: Callable[[Terminal], Any]) -> Expression:
    weights = {"irresolute": irresolute_type, "resolute": 1 - irresolute_type}
    parts = [odds * _challenged(worth, kind, call(), bluff()) for kind, odds in weights.items()]
    total: Expression = parts[0] + parts[1]
    return total


@cache
def disaster() -> Expression:
    """How likely a dispute ends in disaster."""
    return _over_types(reached(DISASTER))


@cache
def dispute() -> Expression:
    """What a dispute is worth to the challenger."""
    return _over_types(paid(CHALLENGER))


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    figures = {
        "belief": belief_limit().evaluate(point),
        "call": call().evaluate(point),
        "bluff": bluff().evaluate(point),
        "disaster": disaster().evaluate(point),
        "dispute_worth": dispute().evaluate(point),
    }
    return (ModelSolution(figures, words="the irresolute bluff and are called, sometimes"),)


ENTRY = ModelEntry(
    name="powell",
    title="Nuclear brinkmanship in closed form",
    citation="R. Powell (1987), Crisis bargaining, escalation, and MAD, American Political Science "
    "Review 81",
    summary="How often the irresolute bluff and are called, and how likely disaster becomes.",
    parameters=ParameterSpace(
        [
            bid_risk,
            challenger_resolve,
            irresolute_resolve,
            irresolute_type,
            status_quo_worth,
        ],
        constraints=[
            bid_risk < irresolute_resolve,
            irresolute_resolve < 3 * bid_risk,
            2 * bid_risk < challenger_resolve,
            challenger_resolve < 4 * bid_risk,
            belief_limit() < irresolute_type,
            status_quo_worth < dispute(),
        ],
    ),
    equations=_equations,
    known=(
        KnownFigures(
            (
                {
                    "belief": "0.643875",
                    "call": "0.397667",
                    "bluff": "0.319059",
                    "disaster": "0.069415",
                },
            ),
            "Powell (1987), the model with one-sided uncertainty, evaluated by hand",
        ),
    ),
    game=GAME,
)
"""The entry of the catalog."""
