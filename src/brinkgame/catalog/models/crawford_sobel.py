r"""Cheap talk: what can be said by somebody who wants a little more than the listener would do.

The sender knows a state, uniform between 0 and 1, and says something at no cost; the receiver acts.
The receiver wants the action to be the state, the sender the state and a bias :math:`b` more, both
with quadratic losses. In every equilibrium the sender says no more than in which of :math:`N`
intervals the state lies, the receiver acts on its middle, and a state at a border does not care:
borders :math:`a_0 = 0, \dots, a_N = 1` with

.. math:: a_{i+1} - a_i = a_i - a_{i-1} + 4 b, \qquad\text{so}\qquad
          a_i = \frac{i}{N} - 2 b\, i\, (N - i) .

There is one for each :math:`N` with :math:`2 N (N - 1) b < 1`; that with the most intervals is the
best for both, and babbling, :math:`N = 1`, is always one.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame, signaling_game
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "borders", "finite_game", "indifference"]

_SOURCE = "Crawford and Sobel (1982)"

bias = Parameter(
    "bias",
    "1/20",
    low="1/1000",
    high=1,
    symbol="b",
    meaning="how much more than the state the sender wants the action to be",
    unit="share of the range of states",
    sources=(_SOURCE,),
)
_below, _border, _above = (
    Parameter(name, "1/2", low=0, high=1, meaning=f"end {name} of an interval")
    for name in ("below", "border", "above")
)


def indifference() -> Expression:
    """What the upper interval's action pays a state at the border more than the lower one's.

    Examples
    --------
    >>> from brinkgame.catalog.models.crawford_sobel import indifference
    >>> print(indifference().solve("above"))
    4*bias - below + 2*border
    """

    def loss(action: Expression) -> Expression:
        return (action - _border - bias) ** 2

    lower, upper = (_below + _border) / 2, (_border + _above) / 2
    # Both actions are the same where both intervals are empty: that factor is no indifference.
    return (loss(lower) - loss(upper)) / (_above - _below)


def borders(count: int, b: Fraction) -> tuple[Fraction, ...] | None:
    """The borders of the equilibrium with so many intervals, ends included; None if there is none.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from brinkgame.catalog.models.crawford_sobel import borders
    >>> [str(border) for border in borders(3, Fraction(1, 20))]
    ['0', '2/15', '7/15', '1']
    >>> borders(4, Fraction(1, 20)) is None
    True
    """
    following = indifference().solve(_above.name)
    first = Parameter("first_border", "1/2", low=0, high=1, meaning="the first border")
    chain: list[Expression] = [first * 0, first * 1]
    for _ in range(count - 1):
        values = {"below": chain[-2], "border": chain[-1], "bias": b}
        chain.append(following.substitute(values))
    root = (chain[-1] - 1).solve(first.name).constant()
    found = tuple(border.substitute({first.name: root}).constant() for border in chain)
    return found if all(a < c for a, c in itertools.pairwise(found)) else None


def finite_game(states: int = 15, b: Fraction = Fraction(1, 20)) -> ExtensiveFormGame:
    """Cheap talk with finitely many states, messages and actions.

    States are the middles of `states` equal steps, actions all halves of steps, and there are three
    messages. Where the borders of an equilibrium lie between states, and the middles of its
    intervals among the actions, it is an equilibrium here as well.

    Raises
    ------
    UnsupportedGameError
        There are fewer than three states.
    """
    if states < 3:
        raise UnsupportedGameError(f"states is three or more; got {states!r}")
    place = {f"state {k + 1}": Fraction(2 * k + 1, 2 * states) for k in range(states)}
    action = {f"act {k}": Fraction(k, 2 * states) for k in range(2 * states + 1)}
    return signaling_game(
        f"cheap talk, {states} states",
        types={name: Fraction(1, states) for name in place},
        messages=("low", "middle", "high"),
        replies=tuple(action),
        payoffs=lambda state, _said, done: (
            -((action[done] - place[state] - b) ** 2),
            -((action[done] - place[state]) ** 2),
        ),
    )


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    b = point[bias.name]
    found: list[ModelSolution] = []
    while (ends := borders(len(found) + 1, b)) is not None:
        figures = {"intervals": Fraction(len(ends) - 1)}
        figures |= {f"border_{i}": end for i, end in enumerate(ends[1:-1], 1)}
        widths = [high - low for low, high in itertools.pairwise(ends)]
        figures["receiver_loss"] = sum((w**3 / 12 for w in widths), Fraction(0))
        figures["sender_loss"] = figures["receiver_loss"] + b**2
        gaps = [
            indifference().evaluate(
                {"below": ends[i - 1], "border": ends[i], "above": ends[i + 1], "bias": b}
            )
            for i in range(1, len(ends) - 1)
        ]
        words = f"{len(widths)} intervals" if len(widths) > 1 else "babbling"
        found.append(ModelSolution(figures, max(map(abs, gaps), default=Fraction(0)), words))
    return tuple(found)


_BABBLING = {"intervals": "1", "receiver_loss": "1/12"}

ENTRY = ModelEntry(
    name="crawford-sobel",
    title="Cheap talk with a uniform state and quadratic losses",
    citation="V. P. Crawford and J. Sobel (1982), Strategic information transmission, Econometrica "
    "50, section 4",
    summary="How much can be said at no cost: in how many intervals, by how far wishes differ.",
    parameters=ParameterSpace([bias], constraints=[bias > 0]),
    equations=_equations,
    known=(
        KnownFigures(
            (
                _BABBLING,
                {"intervals": "2", "border_1": "2/5"},
                {"intervals": "3", "border_1": "2/15", "border_2": "7/15"},
            ),
            "Crawford and Sobel (1982), section 4",
        ),
        KnownFigures(
            (_BABBLING, {"intervals": "2", "border_1": "0.3"}),
            "Crawford and Sobel (1982), section 4",
            at={"bias": "1/10"},
        ),
        KnownFigures((_BABBLING,), "Crawford and Sobel (1982), section 4", at={"bias": "3/10"}),
    ),
)
"""The entry of the catalog."""
