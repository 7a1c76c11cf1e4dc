"""Every equilibrium of a table of two players whose payoffs are open, in closed form.

Let A be the payoffs of the player who chooses rows. A mixture y of columns and the payoff v it
leaves that player are a vertex of ``{(y, v): A y <= v, y >= 0, sum(y) = 1}`` exactly where some
rows R and as many columns S determine them: y is zero outside S, the rows of R all pay v, and the
determinant of these equations is not zero [1]_. Such a pair (R, S) is a *basis*. By Cramer's rule
its mixture, its payoff, and what every other row falls short of it are quotients of determinants

    E(rows, columns) = det [A(rows, columns) | 1],    one row more than columns,

so that all bases of an m x n table share fewer than 2**(m + n) polynomials, and the sign of each
condition is the sign of two of them.

The extreme equilibria are the pairs of vertices (x, y) in which every strategy that is played is
tight in the other's vertex ([1]_, Algorithm 2.14; [2]_). Every vertex has a basis whose columns are
just those that are played. So each extreme equilibrium, at each point, is that of a pair of bases
(C, S1) and (R, S2) in which the rows S1 that are not in R pay v as well, and likewise the columns:

* where S1 = R and S2 = C, nothing else is asked: the **generic** forms, one for each pair of
  supports of one size;
* where what is asked holds identically, as between strategies that a tree does not tell apart, the
  form stands beside them;
* where it holds on a border only, the form is **thin**: an equilibrium may be there at one value
  of a parameter and on neither side;
* where it never holds there is no form.

.. [1] B. von Stengel, *Computing equilibria for two-person games*, in: Handbook of Game Theory 3
   (2002), section 2.
.. [2] D. Avis, G. Rosenberg, R. Savani and B. von Stengel, *Enumeration of Nash equilibria for
   two-player games*, Economic Theory 42 (2010), sections 2 and 5.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any, final

from brinkgame.control import FREE, Control
from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.bases import Basis, Side, SignAt
from brinkgame.parametric.equilibria.engines import SignOf, table_obstacles, unknown_sign
from brinkgame.parametric.equilibria.form import EquilibriumForm, Support
from brinkgame.results import Concept

__all__ = ["MatrixForms", "forms", "obstacles"]

_MOST = 256
"""Bases of a player: a 5 x 5 table has 251, one of 2 x 20 has 230."""


def obstacles(game: Game, concept: Concept) -> tuple[str, ...]:
    """Every reason why a game is none of this engine's, each saying what to do about it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> obstacles(bg.catalog.load("mckelvey-mclennan").game, bg.Concept.NASH)
    ('it has 3 players: the forms of a table are found for two',)
    """
    reasons = table_obstacles(game, concept)
    if not isinstance(game, NormalFormGame):
        return tuple(reasons)
    if len(game.players) != 2:
        reasons.append(
            f"it has {len(game.players)} players: the forms of a table are found for two"
        )
    else:
        m, n = game.shape
        bases = math.comb(m + n, m) - 1
        if bases > _MOST:
            reasons.append(
                f"{m} x {n} strategies have {bases} bases a player, and {_MOST} are gone through: "
                "leave out dominated strategies"
            )
    return tuple(reasons)


def forms(
    game: NormalFormGame,
    concept: Concept = Concept.NASH,
    control: Control = FREE,
    *,
    sign: SignOf = unknown_sign,
    thin: bool = False,
    only: Support | None = None,
) -> tuple[tuple[EquilibriumForm, ...], tuple[str, ...]]:
    """Every form of a game without obstacles, thin ones last, and what was left undecided.

    Conditions are closed and multiplied out, and not factored. Those that are numbers are decided.

    Parameters
    ----------
    game, concept
        The game, and what is looked for.
    control
        A limit of time.
    sign
        The sign that an expression has wherever the parameters are, or None if nobody knows: such
        conditions are decided as well.
    thin
        Whether to list forms that exist on borders only.
    only
        Parts of a support: only forms with these are looked for.

    Raises
    ------
    UnsupportedGameError
        With the obstacles, if there are any.

    Examples
    --------
    >>> import brinkgame as bg
    >>> x = bg.Parameter("x", 1, low=0, high=2)
    >>> game = bg.NormalFormGame.from_arrays([[x, 0], [0, 1]], [[0, 1], [1, 0]])
    >>> found, undecided = forms(game)
    >>> found[-1].profile["2"]["1"]
    <Expression 1/(x + 1)>
    """
    reasons = obstacles(game, concept)
    if reasons:
        raise UnsupportedGameError(f"no closed forms of {game!r} as a table", reasons)
    return MatrixForms(game, sign).forms(control, thin=thin, only=only)


@final
class MatrixForms:
    """The bases of a two-player table with open payoffs, and the forms that they make.

    Parameters
    ----------
    game
        An exact table of two players.
    sign
        As in `forms`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> x = bg.Parameter("x", 1, low=0, high=2)
    >>> game = bg.NormalFormGame.from_arrays([[x, 1], [1, 1]], [[1, 0], [0, 1]])
    >>> table = MatrixForms(game)
    >>> [form.is_pure for form in table.at({"x": 2})]
    [True, True, False]
    """

    def __init__(self, game: NormalFormGame, sign: SignOf = unknown_sign) -> None:
        self.game = game
        first, second = (game.payoff_array(player) for player in game.players)
        row, column = game.players
        menus = game.strategies
        # A side is a player who is kept indifferent, and the other who does it.
        self._rows = Side(row, column, menus[row], menus[column], first.tolist(), sign)
        self._columns = Side(column, row, menus[column], menus[row], second.T.tolist(), sign)
        self._made: dict[tuple[int, int], EquilibriumForm | None] = {}

    def forms(
        self, control: Control = FREE, *, thin: bool = True, only: Support | None = None
    ) -> tuple[tuple[EquilibriumForm, ...], tuple[str, ...]]:
        """Every form, those that exist on borders only last, and what was left undone."""
        lasting: list[EquilibriumForm] = []
        borders: list[EquilibriumForm] = []
        ys = self._rows.distinct
        xs = self._columns.distinct
        if only is not None:
            played = {player: actions for player, _, actions in only}
            first, second = map(played.get, self.game.players)
            xs = tuple(b for b in xs if first in (None, self._columns.played(b)))
            ys = tuple(b for b in ys if second in (None, self._rows.played(b)))
        undecided: tuple[str, ...] = ()
        for done, y in enumerate(ys):
            if control.expired():
                undecided = (f"pairs of bases from {done} of {len(ys)} on, for lack of time",)
                break
            control.tell("bases", done, len(ys))
            for x in xs:
                needed = self._rows.needed(y, x.columns), self._columns.needed(x, y.columns)
                if None in needed or (any(needed) and not thin):
                    continue
                form = self._form(x, y)
                if form is not None:
                    (borders if any(needed) else lasting).append(form)
        return (*sorted(lasting, key=_size), *sorted(borders, key=_size)), undecided

    def at(self, point: Mapping[str, Any]) -> tuple[EquilibriumForm, ...]:
        """The extreme equilibria at a point, each once, as the form whose support it has there.

        Parameters
        ----------
        point
            A value for every parameter: a number, or an `Algebraic`. Signs are exact either way.

        Returns
        -------
        tuple of EquilibriumForm
            Forms with every probability of their supports positive at the point. A thin one is
            among them only where no other form has that equilibrium there.

        Raises
        ------
        ExpressionError
            A payoff has a pole at the point.
        """
        sign = SignAt(point)
        ys = self._rows.vertices(sign)
        xs = self._columns.vertices(sign)
        found = []
        for (y_support, y_tight), ys_here in ys.items():
            for (x_support, x_tight), xs_here in xs.items():
                if y_tight.issuperset(x_support) and x_tight.issuperset(y_support):
                    y = min(ys_here, key=lambda b: self._rows.open(b, x_support))
                    x = min(xs_here, key=lambda b: self._columns.open(b, y_support))
                    form = self._form(x, y)
                    if form is None:
                        raise AssertionError(f"{x} and {y} make no form at {dict(point)}")
                    found.append(form)
        return tuple(sorted(found, key=_size))

    def borders(self) -> tuple[Condition, ...]:
        """Every polynomial whose sign the answer depends on, with the incentive that it is of.

        Between the roots of these nothing changes: neither which forms are there, thin ones
        included, nor which probabilities are positive.
        """
        found: dict[Expression, Condition] = {}
        for side in (self._rows, self._columns):
            for basis in side.bases:
                for condition in side.closed(basis) or ():
                    found.setdefault(condition.difference, condition)
        return tuple(found.values())

    def _form(self, x: Basis, y: Basis) -> EquilibriumForm | None:
        key = (x.number, y.number)
        if key not in self._made:
            self._made[key] = self._new_form(x, y)
        return self._made[key]

    def _new_form(self, x: Basis, y: Basis) -> EquilibriumForm | None:
        rows, columns = self._rows, self._columns
        asked = (rows.conditions(y, x.columns), columns.conditions(x, y.columns))
        if asked[0] is None or asked[1] is None:
            return None
        # Preferences of both first, then probabilities, then what makes the bases ones.
        parts = zip(asked[0], asked[1], strict=True)
        conditions = tuple(itertools.chain.from_iterable(itertools.chain.from_iterable(parts)))
        first, second = self.game.players
        return EquilibriumForm(
            game=self.game,
            concept=Concept.NASH,
            profile={first: columns.profile(x), second: rows.profile(y)},
            payoffs={first: rows.value(y), second: columns.value(x)},
            conditions=conditions,
        )


def _size(form: EquilibriumForm) -> int:
    """How many strategies are played, so that pure forms come first."""
    return sum(weight != 0 for plan in form.profile.values() for weight in plan.values())
