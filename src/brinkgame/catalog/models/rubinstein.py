r"""Bargaining by alternating offers: whoever can wait longer gets more, and they agree at once.

Two sides divide a pie of one. The first proposes a share; the second accepts, or a period passes
and proposes in turn, and so on without end; a share that comes a period later is worth
:math:`\delta_i` of one now. In the only subgame-perfect equilibrium each proposes what makes the
other indifferent between accepting and waiting to propose: with the proposer's share
:math:`x_1` or :math:`x_2`,

.. math:: 1 - x_1 = \delta_2 x_2, \qquad 1 - x_2 = \delta_1 x_1 .

With a last period the shares follow by backward induction, and come near to these geometrically.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.expressions import Expression
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "finite_game", "finite_share", "share"]

FIRST, SECOND = "first", "second"
_SOURCE = "Rubinstein (1982)"

patience_first = Parameter(
    "patience_first",
    "9/10",
    low=0,
    high="99/100",
    symbol=r"\delta_1",
    meaning="first side: what a share is worth that comes a period later",
    unit="share",
    sources=(_SOURCE,),
)
patience_second = Parameter(
    "patience_second",
    "9/10",
    low=0,
    high="99/100",
    symbol=r"\delta_2",
    meaning="second side: what a share is worth that comes a period later",
    unit="share",
    sources=(_SOURCE,),
)
_x = Parameter("share", "1/2", low=0, high=1, meaning="share of the first proposer")


def share() -> Expression:
    """The share of whoever proposes first, solved from the two indifferences.

    Examples
    --------
    >>> from brinkgame.catalog.models.rubinstein import share
    >>> print(share())
    (1 - patience_second)/(1 - patience_first*patience_second)
    """
    second = 1 - patience_first * _x
    return (1 - patience_second * second - _x).solve(_x.name)


def finite_share(rounds: int, at: Mapping[str, Any] | None = None) -> Fraction:
    """The share of whoever proposes first when the offer number `rounds` is the last.

    Examples
    --------
    >>> from brinkgame.catalog.models.rubinstein import finite_share
    >>> [round(float(finite_share(n)), 4) for n in (1, 2, 3, 4, 61)]
    [1.0, 0.1, 0.91, 0.181, 0.5272]
    """
    values = ENTRY.parameters.point(at)
    delta = (values[patience_first.name], values[patience_second.name])
    found = Fraction(1)
    for number in range(rounds - 1, 0, -1):
        responder = number % 2  # who answers offer number 1 is the second side
        found = 1 - delta[responder] * found
    return found


def finite_game(
    rounds: int = 2, steps: int = 4, at: Mapping[str, Any] | None = None
) -> ExtensiveFormGame:
    """The tree with a last period and finitely many offers.

    Parameters
    ----------
    rounds
        How many offers can be made; without agreement both get nothing.
    steps
        How many offers there are to choose from: what the other would get is 1/2, 3/2, ... of the
        step, so that refusing the least pays nothing and accepting it something.
    at
        Patience of both.

    Returns
    -------
    ExtensiveFormGame
        With ``(2 * steps)**rounds`` ends or fewer.
    """
    values = ENTRY.parameters.point(at)
    delta = {FIRST: values[patience_first.name], SECOND: values[patience_second.name]}
    offers = [Fraction(2 * k + 1, 2 * steps) for k in range(steps)]

    def after(number: int, path: str) -> Decision | Terminal:
        if number > rounds:
            return Terminal({FIRST: 0, SECOND: 0}, label="no agreement")
        proposer, other = (FIRST, SECOND) if number % 2 else (SECOND, FIRST)
        moves = {}
        for offer in offers:
            late = number - 1
            agreed = Terminal(
                {
                    proposer: delta[proposer] ** late * (1 - offer),
                    other: delta[other] ** late * offer,
                }
            )
            here = f"{path}{offer}"
            moves[f"offer {offer}"] = Decision(
                other,
                {"accept": agreed, "refuse": after(number + 1, f"{here}, ")},
                infoset=f"offered {here}",
            )
        return Decision(proposer, moves, infoset=f"proposes {number}: {path}")

    return ExtensiveFormGame(
        f"alternating offers, {rounds} rounds", players=(FIRST, SECOND), root=after(1, "")
    )


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    one, two = point[patience_first.name], point[patience_second.name]
    first = share().evaluate(point)
    second = share().evaluate({patience_first.name: two, patience_second.name: one})
    gaps = (1 - first - two * second, 1 - second - one * first)
    return (
        ModelSolution(
            {"share": first, "other_share": 1 - first, "share_second": second},
            max(map(abs, gaps)),
            "agreement at once",
        ),
    )


ENTRY = ModelEntry(
    name="rubinstein",
    title="Bargaining by alternating offers",
    citation="A. Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50",
    summary="Patience is power: the share of who proposes first is (1 - d2)/(1 - d1 d2).",
    parameters=ParameterSpace([patience_first, patience_second]),
    equations=_equations,
    known=(
        KnownFigures(({"share": "0.526316"},), "Rubinstein (1982), fixed discounting; 10/19"),
        KnownFigures(
            ({"share": "0.714286"},),
            "Rubinstein (1982), fixed discounting; 5/7",
            at={"patience_second": "4/5"},
        ),
    ),
)
"""The entry of the catalog."""
