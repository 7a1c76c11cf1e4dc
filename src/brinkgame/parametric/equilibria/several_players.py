"""Closed forms of three players with two strategies each.

*Somebody does not mix.* What is left is a table of the two others, and the forms of that (see
`matrices`) with one preference more are all extreme equilibria of this kind.

*All mix.* Call p, q and r the probabilities of the three first strategies. Each player is
indifferent, and each difference of payoffs is bilinear in the two other probabilities. The third
player's gives ``q = u2/(u2 - u1)``, where u1 and u2, linear in p, are what the third gains from the
first strategy when the second player takes the first or the second one; the second player's gives r
likewise. Put into the first player's difference they leave a quadratic Q(p), so that there are two
totally mixed equilibria at most in a regular game, as it must be [1]_. Three cases:

* Q has rational functions as roots: the forms are rational like others.
* u1 and u2 vanish together, on a border or identically: the curve of the third player's
  indifference is a pair of lines, and on each of them the rest is rational.
* Otherwise probabilities are roots of Q, which are no rational functions, and the form says so. Its
  conditions are rational all the same. All three are probabilities where p lies in an interval
  whose ends are 0, 1, or roots of a linear function. A form is given for each way in which the ends
  can be arranged and Q can have a root between them: that Q has opposite signs at the ends; or the
  same, with a discriminant that is not negative and a vertex in between.

.. [1] R. D. McKelvey and A. McLennan, *The maximal number of regular totally mixed Nash
   equilibria*, Journal of Economic Theory 72 (1997).
.. [2] R. Datta, *Finding all Nash equilibria of a finite game using polynomial algebra*, Economic
   Theory 42 (2010), for the elimination.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.control import FREE, Control
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.bases import plain, signed
from brinkgame.parametric.equilibria.engines import SignOf, table_obstacles, unknown_sign
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number, Support
from brinkgame.parametric.equilibria.matrices import MatrixForms
from brinkgame.parametric.equilibria.quadratics import (
    Coefficients,
    QuadraticRoot,
    RootNumber,
    at_ratio,
    product,
    square_root,
    total,
)
from brinkgame.results import Concept

__all__ = ["forms", "obstacles"]

_ZERO, _ONE = Fraction(0), Fraction(1)

Corners: TypeAlias = "tuple[tuple[Number, Number], tuple[Number, Number]]"
Found: TypeAlias = "list[EquilibriumForm]"


def obstacles(game: Game, concept: Concept) -> tuple[str, ...]:
    """Every reason why a game is none of this engine's, each saying what to do about it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> obstacles(bg.catalog.load("chicken").game, bg.Concept.NASH)
    ('it has 2 players: this is about three',)
    """
    reasons = table_obstacles(game, concept)
    if not isinstance(game, NormalFormGame):
        return tuple(reasons)
    if len(game.players) != 3:
        reasons.append(f"it has {len(game.players)} players: this is about three")
    elif game.shape != (2, 2, 2):
        size = " x ".join(map(str, game.shape))
        reasons.append(
            f"it is {size}: closed forms are found for 2 x 2 x 2, beyond which the equations are "
            "of a higher degree; close it with at(), and solve() finds all equilibria there"
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
    """Every form of a game without obstacles, and what was left undecided.

    Parameters
    ----------
    game, concept
        The game, and what is looked for.
    control
        A limit of time.
    sign
        The sign that an expression has wherever the parameters are, or None if nobody knows.
    thin
        Whether to list forms that exist on borders only.
    only
        Parts of a support: only forms with these are looked for.

    Raises
    ------
    UnsupportedGameError
        With the obstacles, if there are any.

    Notes
    -----
    Where all three mix and one equation holds whatever they do, equilibria form curves. Their
    points are not listed, but for those where somebody stops mixing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found, undecided = forms(bg.catalog.load("mckelvey-mclennan").game)
    >>> len(found), sum(form.is_pure for form in found), undecided
    (9, 4, ())
    """
    reasons = obstacles(game, concept)
    if reasons:
        raise UnsupportedGameError(f"no closed forms of {game!r} as a cube", reasons)
    cube = _Cube(game, sign)
    found: dict[Any, EquilibriumForm] = {}
    undecided: list[str] = []
    steps: list[tuple[int, int] | None] = [(w, s) for w in range(3) for s in range(2)]
    steps.append(None)
    for done, step in enumerate(steps):
        if control.expired():
            undecided.append(f"steps from {done} of {len(steps)} on, for lack of time")
            break
        control.tell("steps", done, len(steps))
        if step is None and any(len(used) == 1 for _, _, used in only or ()):
            break  # somebody is asked not to mix
        for form in cube.mixed(thin) if step is None else cube.with_pure(*step, thin):
            key = (
                tuple(tuple(plan.items()) for plan in form.profile.values()),
                None if form.is_pure else form.conditions if form.note else form.is_thin,
            )
            if only is None or set(only) <= set(form.support):
                found.setdefault(key, form)
    undecided += cube.undecided
    listed = sorted(found.values(), key=lambda f: (f.is_thin, _mixing(f), bool(f.note)))
    return tuple(listed), tuple(undecided)


def _mixing(form: EquilibriumForm) -> int:
    return sum(weight != 0 for plan in form.profile.values() for weight in plan.values())


@final
@dataclass(frozen=True, slots=True)
class _Bound:
    """A linear function of p that is at least zero where something is a probability."""

    at_zero: Number
    slope: Number
    said: str  # "A takes x"

    def end(self, lower: bool) -> tuple[Number, Number]:
        """Where it vanishes, as n/m with m > 0, given the direction in which it does."""
        return (plain(-self.at_zero), self.slope) if lower else (self.at_zero, plain(-self.slope))


@final
class _Cube:
    """Three players with two strategies each."""

    def __init__(self, game: NormalFormGame, sign: SignOf) -> None:
        self.game, self.sign = game, sign
        self.players = game.players
        self.menus = [game.strategies[player] for player in game.players]
        self.pays = [game.payoff_array(player) for player in game.players]
        self.undecided: list[str] = []

    def gains(self, who: int) -> Corners:
        """What a player gains by the first strategy, by what the two others take."""
        table = self.pays[who].take(0, who) - self.pays[who].take(1, who)
        return tuple(tuple(plain(each) for each in row) for row in table.tolist())  # type: ignore[return-value]

    def _decided(self, number: Number, strict: bool = False) -> bool | None:
        """Whether a number is positive, or not negative; None if that depends."""
        if isinstance(number, Fraction):
            return number > 0 if strict else number >= 0
        known = self.sign(number)
        return None if known is None else known > 0 if strict else known >= 0

    # -- somebody does not mix ---------------------------------------------------------------

    def with_pure(self, who: int, strategy: int, thin: bool) -> Iterator[EquilibriumForm]:
        """The forms in which a player takes one strategy."""
        player, menu = self.players[who], self.menus[who]
        others = [k for k in range(3) if k != who]
        tables = {self.players[k]: self.pays[k].take(strategy, who) for k in others}
        rest = NormalFormGame(
            self.game.title,
            strategies={self.players[k]: self.menus[k] for k in others},
            payoffs=tables,
        )
        gains = self.gains(who)
        for form in MatrixForms(rest, self.sign).forms(thin=thin)[0]:
            odds = [tuple(form.profile[self.players[k]].values()) for k in others]
            gain = _expected(gains, *odds)
            better = plain(gain if strategy == 0 else -gain)
            condition = self._preference(player, menu[strategy], menu[1 - strategy], better)
            if condition is False:
                continue
            own = tuple(_ONE if s == strategy else _ZERO for s in range(2))
            weights = [own if k == who else odds[others.index(k)] for k in range(3)]
            paid = _expected(self.pays[who].take(strategy, who).tolist(), *odds)
            extra = [condition] if isinstance(condition, Condition) else []
            yield self._form(
                weights,
                [paid if k == who else form.payoffs[self.players[k]] for k in range(3)],
                (*extra, *form.conditions),
            )

    def _preference(self, player: str, prefer: str, against: str, gain: Number) -> Condition | bool:
        number: Any = _polynomial(gain)
        decided = self._decided(number)
        return Condition(player, "", prefer, against, number) if decided is None else decided

    def _form(
        self,
        weights: Sequence[Sequence[Any]],
        payoffs: Sequence[Any],
        conditions: Iterable[Condition],
        note: str = "",
    ) -> EquilibriumForm:
        return EquilibriumForm(
            game=self.game,
            concept=Concept.NASH,
            profile={
                player: dict(zip(menu, odds, strict=True))
                for player, menu, odds in zip(self.players, self.menus, weights, strict=True)
            },
            payoffs=dict(zip(self.players, payoffs, strict=True)),
            conditions=tuple(dict.fromkeys(conditions)),
            note=note,
        )

    # -- all mix -----------------------------------------------------------------------------

    def mixed(self, thin: bool) -> Iterator[EquilibriumForm]:
        """The forms in which everybody mixes."""
        g, h, k = (self.gains(who) for who in range(3))
        # What C gains by B's two strategies, and what B gains by C's, as functions of p.
        u = tuple(_line(k[1][j], k[0][j]) for j in range(2))
        w = tuple(_line(h[1][j], h[0][j]) for j in range(2))
        parallel = [plain(one[0] * other[1] - one[1] * other[0]) for one, other in (u, w)]
        if thin or not all(parallel):
            yield from self._on_lines(1, 2, u, g, w, parallel[0], thin)
            turned: Corners = ((g[0][0], g[1][0]), (g[0][1], g[1][1]))
            yield from self._on_lines(2, 1, w, turned, u, parallel[1], thin)
        if not all(parallel):
            return
        quadratic = total(
            *(
                product((g[i][j] if (i + j) % 2 == 0 else plain(-g[i][j]),), u[1 - i], w[1 - j])
                for i in range(2)
                for j in range(2)
            )
        )
        c, b, a = quadratic
        if not (a or b or c):
            self.undecided.append(
                "forms in which everybody mixes: whatever the parameters are, there is a curve of "
                "them if there is any"
            )
            return
        apart = [
            self._not_zero(
                number,
                f"the curve on which {self.players[who]} is indifferent does not break into lines",
            )
            for number, who in zip(parallel, (2, 1), strict=True)
        ]
        discriminant = plain(b * b - 4 * a * c)
        rational = self._rational_roots(a, b, c, discriminant)
        if rational is None:
            yield from self._irrational(quadratic, discriminant, u, w, [x for x in apart if x])
            return
        for p in rational:
            (q, below_q), (r, below_r) = (_crossing(lines, p) for lines in (u, w))
            below_p = _ONE if isinstance(p, Fraction) else plain(p.denominator)
            gaps = [(below_p, 0), (below_q, 1), (below_r, 2)]
            yield from self._rational([p, q, r], gaps, [x for x in apart if x])

    def _rational_roots(
        self, a: Number, b: Number, c: Number, discriminant: Number
    ) -> list[Number] | None:
        """The roots of the quadratic, if they are rational functions; None if they are not."""
        if not a:
            return [plain(-c / b)] if b else []
        root = square_root(discriminant)
        if root is None:
            return None
        signs = (1, -1) if root else (1,)
        return [plain((s * root - b) / (2 * a)) for s in signs]

    def _not_zero(self, number: Number, words: str) -> Condition | None:
        if isinstance(number, Fraction) or self.sign(number):
            return None
        return Condition(self.players[0], "", "", "", number, "!=", words)

    def _rational(
        self,
        first: Sequence[Number | None],
        gaps: Sequence[tuple[Number, int]],
        extra: Sequence[Condition],
    ) -> Iterator[EquilibriumForm]:
        """The form with these probabilities of the first strategies, if it can be one.

        `gaps` is what was divided by, and whose probability that gave.
        """
        conditions: list[Condition] = []
        below: list[Condition] = []
        for gap, who in gaps:
            player = self.players[who]
            top = gap if isinstance(gap, Fraction) else plain(gap.numerator)
            words = f"one mixture of {player} leaves another player indifferent"
            condition = self._not_zero(top, words)
            if condition is not None:
                below.append(condition)
        weights: list[tuple[Number, Number]] = []
        for player, menu, x in zip(self.players, self.menus, first, strict=True):
            if x is None:
                return
            odds = (x, plain(1 - x))
            for strategy, weight in zip(menu, odds, strict=True):
                number: Any = _polynomial(weight)
                decided = self._decided(number)
                if decided is False or not number:
                    return
                if decided is None:
                    words = f"{player} takes {strategy} with probability at least 0"
                    conditions.append(Condition(player, "", strategy, "", number, words=words))
            weights.append(odds)
        paid = [
            _expected(self.pays[k].take(0, k).tolist(), *(weights[j] for j in range(3) if j != k))
            for k in range(3)
        ]
        yield self._form(weights, paid, (*conditions, *extra, *below))

    def _on_lines(
        self,
        second: int,
        third: int,
        u: tuple[Coefficients, ...],
        g: Corners,
        w: tuple[Coefficients, ...],
        parallel: Number,
        thin: bool,
    ) -> Iterator[EquilibriumForm]:
        """Forms where the third player's indifference is that p or q has one value.

        `u` is what the third player gains by the strategies of the second, `w` what the second
        gains by those of the third, `g` what the first gains by both; where `parallel` vanishes, u1
        and u2 do so at one p.
        """
        extra = []
        if parallel:
            if isinstance(parallel, Fraction) or not thin or self.sign(parallel):
                return
            player = self.players[third]
            words = f"{player} is indifferent whatever one of the others does"
            one, other = self.menus[third]
            extra = [Condition(player, "", one, other, parallel, "==", words)]
        ways: list[tuple[list[Number | None], list[tuple[Number, int]]]] = []
        # u1 and u2 vanish at one p; q is whatever makes the first player indifferent.
        for line in (u[1], u[0]) if extra else (u[1],) if u[1][1] else (u[0],):
            if line[1]:
                p = plain(-line[0] / line[1])
                r, below_r = _crossing(w, p)
                q, below_q = (None, _ZERO) if r is None else _against(g, r)
                gaps = [(line[1], 0), (below_r, third), (below_q, second)]
                ways.append((_placed(p, q, r, second), gaps))
        # u1 and u2 are in one ratio at every p; r and then p follow.
        for place in (0, 1):
            gap = plain(u[1][place] - u[0][place])
            if gap:
                q = plain(u[1][place] / gap)
                turned: Corners = ((g[0][0], g[1][0]), (g[0][1], g[1][1]))
                r, below_r = _against(turned, q)
                if r is not None:
                    line = total(product(w[0], (r,)), product(w[1], (plain(1 - r),)))
                    if line[1]:
                        p = plain(-line[0] / line[1])
                        gaps = [(gap, second), (below_r, third), (line[1], 0)]
                        ways.append((_placed(p, q, r, second), gaps))
                if not extra:
                    break
        for first, gaps in ways:
            yield from self._rational(first, gaps, extra)

    # -- roots that are no rational functions ------------------------------------------------

    def _irrational(
        self,
        quadratic: Coefficients,
        discriminant: Number,
        u: tuple[Coefficients, ...],
        w: tuple[Coefficients, ...],
        apart: list[Condition],
    ) -> Iterator[EquilibriumForm]:
        """A form for each way in which a root can lie where all three are probabilities."""
        if self._decided(discriminant) is False:
            return
        forms = {rises: self._root_form(quadratic, rises, u, w) for rises in (True, False)}
        for s, t in itertools.product((1, -1), repeat=2):
            bounds = self._bounds(u, w, s, t)
            turned = tuple(plain(s * t * number) for number in quadratic)
            for low, high in itertools.product(bounds, repeat=2):
                ends = self._ends(bounds, low, high)
                if ends is None:
                    continue
                for rises, between in self._between(turned, discriminant, low, high):
                    profile, payoffs, note = forms[rises == (s == t)]
                    yield self._form(profile, payoffs, (*between, *ends, *apart), note)

    def _bounds(
        self, u: tuple[Coefficients, ...], w: tuple[Coefficients, ...], s: int, t: int
    ) -> tuple[_Bound, ...]:
        """What must not be negative for p, q and r to be probabilities, given who gains when."""
        found: list[Any] = [(_ZERO, _ONE), (_ONE, -_ONE)]
        for lines, turn in ((u, s), (w, t)):
            found.append(tuple(plain(turn * x) for x in lines[1]))
            found.append(tuple(plain(-turn * x) for x in lines[0]))
        takes = [
            f"{player} takes {strategy}"
            for player, menu in zip(self.players, self.menus, strict=True)
            for strategy in menu
        ]
        return tuple(
            _Bound(line[0], line[1], said) for line, said in zip(found, takes, strict=True)
        )

    def _condition(
        self, number: Number, words: str, relation: str = ">=", player: int = 0
    ) -> Condition | bool:
        decided = self._decided(number, strict=relation == ">")
        polynomial: Any = number
        if decided is not None:
            return decided
        prefer, against = self.menus[player]
        return Condition(self.players[player], "", prefer, against, polynomial, relation, words)

    def _ends(self, bounds: Sequence[_Bound], low: _Bound, high: _Bound) -> list[Condition] | None:
        """That p may run from the end of one bound to that of another, and no further."""
        (n, m), (above, below) = low.end(True), high.end(False)
        # Where both ends are one, somebody does not mix: that is another form.
        apart = f"{self._p} less often where {low.said} with 0 than where {high.said} with 0"
        found: list[Condition] = []
        room = self._condition(plain(above * m - n * below), apart, ">")
        if room is False:
            return None
        if isinstance(room, Condition):
            found.append(room)
        for bound, lower in ((low, True), (high, False)):
            n, m = bound.end(lower)
            more = "more" if lower else "less"
            asked = [
                self._condition(m, f"{bound.said} more often where {self._p} {more} often", ">")
            ]
            for other in bounds:
                if other is low or other is high:
                    continue
                value = plain(other.at_zero * m + other.slope * n)
                if not value and bounds.index(other) < bounds.index(bound):
                    return None  # it is the end of the other as well: there is a form with that
                words = f"{other.said} with probability at least 0 where {bound.said} with 0"
                asked.append(self._condition(value, words))
            if False in asked:
                return None
            found += [condition for condition in asked if isinstance(condition, Condition)]
        return found

    @property
    def _p(self) -> str:
        return f"{self.players[0]} takes {self.menus[0][0]}"

    def _between(
        self, quadratic: Coefficients, discriminant: Number, low: _Bound, high: _Bound
    ) -> Iterator[tuple[bool, list[Condition]]]:
        """The ways in which a quadratic has a root between two ends, and whether it rises there."""
        (at_low, slope_low), (at_high, slope_high) = (
            at_ratio(quadratic, *bound.end(lower)) for bound, lower in ((low, True), (high, False))
        )
        first, other = self.menus[0]
        player = self.players[0]

        def sided(number: Number, positive: bool, end: _Bound) -> Condition | bool:
            one, two = (first, other) if positive else (other, first)
            words = f"{player} prefers {one} to {two} where {end.said} with probability 0"
            return self._condition(number if positive else plain(-number), words)

        somewhere = self._condition(discriminant, f"{player} is indifferent somewhere")
        ways: list[tuple[tuple[bool, ...], list[Condition | bool]]] = []
        for rises in (True, False):
            asked = [sided(at_low, not rises, low), sided(at_high, rises, high)]
            asked.append(self._is_quadratic(quadratic))
            ways.append(((rises,), asked))
        for positive in (True, False):
            turn = 1 if positive else -1
            bent = plain(turn * quadratic[2])
            inward = [plain(-turn * slope_low), plain(turn * slope_high)]
            falls = "falls and rises again" if positive else "rises and falls again"
            words = f"what {player} gains by {first} {falls} as {self._p} more often"
            asked = [
                sided(at_low, positive, low),
                sided(at_high, positive, high),
                somewhere,
                self._condition(bent, words, ">"),
                *(self._condition(number, f"{words}, in between") for number in inward),
            ]
            ways.append(((True, False), asked))
        for directions, asked in ways:
            if False not in asked:
                for rises in directions:
                    yield rises, [c for c in asked if isinstance(c, Condition)]

    def _is_quadratic(self, quadratic: Coefficients) -> Condition | bool:
        """That not all coefficients vanish; there would be a curve of equilibria."""
        if any(isinstance(c, Fraction) and c for c in quadratic):
            return True
        squares: Any = sum((c * c for c in quadratic), start=_ZERO)
        words = f"{self.players[0]} is not indifferent whatever the others do"
        return self._not_zero(plain(squares), words) or True

    def _root_form(
        self,
        quadratic: Coefficients,
        rises: bool,
        u: tuple[Coefficients, ...],
        w: tuple[Coefficients, ...],
    ) -> tuple[list[tuple[Any, Any]], list[Any], str]:
        """Probabilities and payoffs in a root of the quadratic."""
        root = QuadraticRoot(quadratic, rises)
        shares: list[tuple[Coefficients, ...]] = [((_ZERO, _ONE), (_ONE, -_ONE), (_ONE,))]
        for first, second in (u, w):
            below = total(second, tuple(plain(-x) for x in first))
            shares.append((second, tuple(plain(-x) for x in first), below))
        weights = []
        for one, other, below in shares:
            numbers = (
                RootNumber(root, above, below, (plain(-above[0]), above[1]))
                for above in (one, other)
            )
            weights.append((next(numbers), next(numbers)))
        payoffs = []
        for who in range(3):
            left, right = (shares[j] for j in range(3) if j != who)
            table = self.pays[who].take(0, who).tolist()
            above = total(
                *(
                    product((plain(table[i][j]),), left[i], right[j])
                    for i in range(2)
                    for j in range(2)
                )
            )
            payoffs.append(RootNumber(root, above, product(left[2], right[2])))
        note = (
            f"Its probabilities are no rational functions of the parameters; p is {root}.".replace(
                "root p of", "root of"
            )
        )
        return weights, payoffs, note


def _line(at_zero: Number, at_one: Number) -> Coefficients:
    """The linear function with these values at 0 and 1."""
    return at_zero, plain(at_one - at_zero)


def _expected(table: Any, rows: tuple[Number, ...], columns: tuple[Number, ...]) -> Number:
    """What a table pays against two mixtures."""
    value: Any = _ZERO
    for row, x in zip(table, rows, strict=True):
        for number, y in zip(row, columns, strict=True):
            if x and y:
                value = value + number * x * y
    return plain(value)


def _polynomial(number: Number) -> Number:
    """A polynomial of the sign of a number wherever that has a value."""
    if isinstance(number, Fraction):
        return number
    return signed(plain(number.numerator), plain(number.denominator))


def _crossing(lines: Sequence[Coefficients], p: Number) -> tuple[Number | None, Number]:
    """The weight of the first line in the mixture of two that vanishes at p, and the divisor."""
    one, two = (plain(line[0] + line[1] * p) for line in lines)
    return _weight(one, two)


def _against(g: Corners, y: Number) -> tuple[Number | None, Number]:
    """The weight of the first row that makes a table vanish on average, and the divisor."""
    one, two = (plain(row[0] * y + row[1] * (1 - y)) for row in g)
    return _weight(one, two)


def _weight(one: Number, two: Number) -> tuple[Number | None, Number]:
    gap = plain(two - one)
    return (plain(two / gap) if gap else None), gap


def _placed(
    p: Number, second: Number | None, third: Number | None, place: int
) -> list[Number | None]:
    """Probabilities in the order of the players."""
    return [p, second, third] if place == 1 else [p, third, second]
