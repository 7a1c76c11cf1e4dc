r"""Critical risk: the greatest chance of disaster at which it still pays to stand firm.

A side may win (:math:`w`), compromise (:math:`c`), submit (:math:`s`) or see disaster (:math:`d`),
in that order. *Resolve* is the chance of disaster at which standing firm, to win otherwise, is
worth as much as submitting; the *risk limit* is the chance that the other stands firm at which
standing firm and a soft line are worth the same:

.. math:: \frac{w - s}{w - d}, \qquad \frac{w - c}{(w - c) + (s - d)} .

**These are ratios of differences.** They mean something for payoffs that are measured, up to unit
and zero, and nothing for ranks: with nothing but the order ``w > c > s > d`` the risk limit may be
any number between 0 and 1 (`same_order` gives payoffs for each). 4, 3, 2, 1 are such ranks.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from brinkgame.arithmetic import exact_number
from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.catalog.models.expected import expected, paid
from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.forms import REST, Chance, Decision, NormalFormGame, Terminal
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "GAME", "resolve", "risk_limit", "same_order"]

ROW, COLUMN = "row", "column"
_SOURCES = ("Ellsberg (1959)", "Snyder and Diesing (1977)")

win, compromise, submit, disaster = (
    Parameter(
        name,
        baseline,
        low=-20,
        high=20,
        symbol=symbol,
        meaning=meaning,
        unit="payoff",
        sources=(*_SOURCES, "the number is ours"),
    )
    for name, baseline, symbol, meaning in (
        ("win", 1, "w", "worth of the other's giving way"),
        ("compromise", "1/2", "c", "worth of both giving way"),
        ("submit", 0, "s", "worth of giving way alone"),
        ("disaster", -4, "d", "worth of neither giving way"),
    )
)
_risk = Parameter("risk", "1/2", low=0, high=1, meaning="chance that is asked for")

GAME = NormalFormGame(
    "critical risk",
    strategies={ROW: ("stand firm", "give way"), COLUMN: ("stand firm", "give way")},
    payoffs={
        ROW: [[disaster, win], [submit, compromise]],
        COLUMN: [[disaster, submit], [win, compromise]],
    },
)
"""Chicken: in its mixed equilibrium each stands firm just as often as the other's risk limit."""

_FIRM = Decision(
    ROW,
    {
        "stand firm": Chance(
            {
                "disaster": (_risk, Terminal({ROW: disaster})),
                "win": (REST, Terminal({ROW: win})),
            }
        ),
        "submit": Terminal({ROW: submit}),
    },
    infoset="choice",
)


@cache
def resolve() -> Expression:
    """The greatest chance of disaster at which standing firm is worth as much as submitting.

    Examples
    --------
    >>> from brinkgame.catalog.models.critical_risk import resolve
    >>> print(resolve())
    (submit - win)/(disaster - win)
    """
    firm, yielding = (expected(node, paid(ROW), {}) for node in _FIRM.actions.values())
    solved: Expression = (firm - yielding).solve(_risk.name)
    return solved


@cache
def risk_limit() -> Expression:
    """The greatest chance of a firm opponent at which standing firm is worth a soft line.

    Examples
    --------
    >>> from brinkgame.catalog.models.critical_risk import risk_limit
    >>> print(risk_limit())
    (compromise - win)/(compromise + disaster - submit - win)
    """
    firm, soft = (
        _risk * GAME.payoff(ROW, {ROW: mine, COLUMN: "stand firm"})
        + (1 - _risk) * GAME.payoff(ROW, {ROW: mine, COLUMN: "give way"})
        for mine in ("stand firm", "give way")
    )
    solved: Expression = (firm - soft).solve(_risk.name)
    return solved


def same_order(limit: object) -> dict[str, Fraction]:
    """Payoffs in the order ``win > compromise > submit > disaster`` with the risk limit asked for.

    Why ranks have no risk limit: whatever it is said to be, other payoffs of the same order have
    another.

    Raises
    ------
    UnsupportedGameError
        The limit is not between 0 and 1.

    Examples
    --------
    >>> from brinkgame.catalog.models.critical_risk import risk_limit, same_order
    >>> [str(risk_limit().evaluate(same_order(limit))) for limit in ("1/100", "99/100")]
    ['1/100', '99/100']
    """
    asked = exact_number(limit)
    if not 0 < asked < 1:
        raise UnsupportedGameError(f"a risk limit lies between 0 and 1, ends excluded; got {asked}")
    return {
        win.name: Fraction(2),
        compromise.name: 2 - asked,
        submit.name: 1 - asked,
        disaster.name: Fraction(0),
    }


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    figures = {"resolve": resolve().evaluate(point), "risk_limit": risk_limit().evaluate(point)}
    return (ModelSolution(figures, words="two measures of the same four payoffs"),)


ENTRY = ModelEntry(
    name="critical-risk",
    title="Critical risk",
    citation="D. Ellsberg (1959), The theory and practice of blackmail, lecture, printed in O. "
    "Young, ed. (1975), Bargaining; G. H. Snyder and P. Diesing (1977), Conflict Among Nations",
    summary="How likely disaster may be before one gives way: a ratio that ranks do not have.",
    parameters=ParameterSpace(
        [win, compromise, submit, disaster],
        constraints=[disaster < submit, submit < compromise, compromise < win],
    ),
    equations=_equations,
    known=(KnownFigures(({"resolve": "1/5", "risk_limit": "1/9"},), "by hand from the formulas"),),
    game=GAME,
)
"""The entry of the catalog."""
