"""Believed against true: what a player gets who plays the equilibrium of the wrong game.

One parameter is misperceived by one player. It takes its own part in an equilibrium of the game in
which the parameter is what it believes; everybody else sees the truth and takes part in an
equilibrium of the true game; what comes of it is read in the true game. That is a hypergame of the
first level [1]_, for every pair of a believed and a true value at once.

What the player does turns at the exact thresholds of the believed value, what the others do at
those of the true one, so that the square of both is cut into rectangles. On each, payoffs and the
regret (what the player could have had against the same conduct of the others, had it known) are
rational functions of the two, and where the regret is zero the mistake costs nothing.

.. [1] P. G. Bennett, Toward a theory of hypergames, *Omega* 5 (1977) 749-751.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.arithmetic import exact_number
from brinkgame.control import Control, Progress
from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.parametric.along.intervals import Cell, Interval, short
from brinkgame.parametric.along.ratios import ratio_of, roots_of
from brinkgame.parametric.along.running import Running, run
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number, value_at
from brinkgame.results import Concept

__all__ = ["MisperceptionMap", "MisperceptionPiece", "Misplay", "misperception_map"]

_MOST_PLANS: Final = 4096


@final
@dataclass(frozen=True)
class MisperceptionPiece:
    """A rectangle of believed and true values on which everything is one formula.

    Attributes
    ----------
    believed, true
        The open intervals.
    believes
        The equilibrium of the game as the player sees it, in which it takes its part.
    holds
        The equilibrium of the true game, in which the others take theirs.
    payoffs
        What each player gets, as a function of the two values.
    expected
        What the player expects, as a function of what it believes.
    regret
        What the player could have had more against the same conduct of the others.
    outcomes
        The probability of each labelled outcome.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> found = bg.misperception_map(deploy, "us_resolve", "USSR")
    >>> wrong = next(piece for piece in found if piece.regret != 0 and piece.does_not_know)
    >>> print(wrong.believed, wrong.true, wrong.regret)
    (0, 25/32) (25/32, 1) 16*us_resolve/5 - 5/2
    """

    believed: Interval
    true: Interval
    believes: EquilibriumForm = field(repr=False)
    holds: EquilibriumForm = field(repr=False)
    payoffs: Mapping[str, Number]
    expected: Number
    regret: Number
    outcomes: Mapping[str, Number]

    @property
    def does_not_know(self) -> bool:
        """Whether the player's part differs from the one that it has in the true game."""
        return self.believes.support != self.holds.support

    @property
    def zeros(self) -> tuple[Expression, ...]:
        """The curves on which the regret is zero though it is not zero all over the piece."""
        if not isinstance(self.regret, Expression):
            return ()
        return tuple(factor for factor, _ in self.regret.numerator.factors()[1])

    def lines(self) -> Iterator[str]:
        """What there is to say, line by line."""
        yield f"believed in {self.believed}, true in {self.true}"
        yield f"  as seen: {self.believes.name}"
        yield f"  as it is: {self.holds.name}"
        yield f"  regret {self.regret}"
        yield "  pays " + ", ".join(f"{player} {paid}" for player, paid in self.payoffs.items())

    def __str__(self) -> str:
        return "\n".join(self.lines())


@final
@dataclass(frozen=True, slots=True)
class Misplay:
    """What comes of one believed and one true value, in numbers.

    Attributes
    ----------
    believes, holds
        The equilibrium as the player sees it, and the true one.
    payoffs, expected, regret
        What everybody gets, what the player expected, and what it could have had more.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> (found,) = bg.misperception_map(deploy, "us_resolve", "USSR").at("3/10", 1)
    >>> found.expected, found.payoffs["USSR"], found.regret
    (Fraction(26, 25), Fraction(-6, 5), Fraction(7, 10))
    """

    believes: EquilibriumForm
    holds: EquilibriumForm
    payoffs: Mapping[str, Fraction]
    expected: Fraction
    regret: Fraction


@final
@dataclass(frozen=True)
class MisperceptionMap(Sequence[MisperceptionPiece]):
    """What a misperception comes to, for every believed and every true value.

    Attributes
    ----------
    game, parameter, believer
        Of which game, what is misperceived, and by whom.
    sign
        The parameter that stands for the believed value in formulas.
    pieces
        The rectangles; several share a rectangle where there are several equilibria.
    undecided
        What could not be decided, if anything.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> found = bg.misperception_map(deploy, "us_resolve", "USSR")
    >>> [(str(p.believed), str(p.true), str(p.regret)) for p in found]
    [('(0, 25/32)', '(0, 25/32)', '0'), ('(0, 25/32)', '(25/32, 1)', '16*us_resolve/5 - 5/2'), \
('(25/32, 1)', '(0, 25/32)', '5/2 - 16*us_resolve/5'), ('(25/32, 1)', '(25/32, 1)', '0')]
    """

    game: Any = field(repr=False)
    parameter: str
    believer: str
    sign: Parameter
    pieces: tuple[MisperceptionPiece, ...]
    undecided: tuple[str, ...]
    _running: Running = field(repr=False)

    def __getitem__(self, place: Any) -> Any:
        return self.pieces[place]

    def __len__(self) -> int:
        return len(self.pieces)

    def __iter__(self) -> Iterator[MisperceptionPiece]:
        return iter(self.pieces)

    @property
    def harmless(self) -> tuple[MisperceptionPiece, ...]:
        """The pieces on which the mistake costs nothing."""
        return tuple(piece for piece in self.pieces if piece.regret == 0)

    def at(self, believed: object, true: object) -> tuple[Misplay, ...]:
        """What comes of one believed and one true value, borders included.

        Returns
        -------
        tuple of Misplay
            One for each combination of an equilibrium as seen and a true one.

        Raises
        ------
        InvalidParameterError
            A value is not in the domain of the parameter.
        """
        values = exact_number(believed), exact_number(true)
        for value in values:
            if not any(value in interval for interval in self._running.domain):
                where = " and ".join(map(str, self._running.domain))
                raise InvalidParameterError(f"{self.parameter} = {value} is not in {where}")
        seen, real = (self._running.forms_at(value) for value in values)
        mixture = _Mixture(self._running, self.believer, self.sign)
        point = {self.sign.name: values[0], self.parameter: values[1]}
        found: dict[Any, Misplay] = {}
        for believes, holds in itertools.product(seen, real):
            played = mixture.play(believes, holds)
            paid = {p: value_at(n, point) for p, n in played.paid.items()}
            best = max(value_at(n, point) for n in mixture.replies(holds))
            expected = value_at(believes.payoffs[self.believer], {self.parameter: values[0]})
            misplay = Misplay(believes, holds, paid, expected, best - paid[self.believer])
            found[believes.support, holds.support, misplay.regret, expected] = misplay
        return tuple(found.values())

    def lines(self) -> Iterator[str]:
        """What there is to say, line by line."""
        yield f"{self.believer} misperceives {self.parameter}"
        for piece in self.pieces:
            yield from ("  " + line for line in piece.lines())
        yield from self.undecided

    def __str__(self) -> str:
        return "\n".join(self.lines())


def misperception_map(
    game: ExtensiveFormGame | NormalFormGame,
    parameter: str,
    believer: str,
    at: Mapping[str, Any] | None = None,
    *,
    concept: str | Concept | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> MisperceptionMap:
    """Find what a misperception comes to for every believed and every true value, exactly.

    Who wants one pair of values, several misperceptions at once, or a player that perceives an
    entirely different game, takes a `Hypergame`, which is solved with numbers.

    Parameters
    ----------
    game
        A game whose equilibrium forms can be had.
    parameter, believer
        What is misperceived, and by whom; everybody else sees the truth.
    at
        The values of the other parameters; those not named are at their baselines.
    concept
        As in `equilibrium_forms`.
    time_limit, progress
        As in `equilibrium_forms`.

    Returns
    -------
    MisperceptionMap
        Rectangles of open intervals. On the lines between them `MisperceptionMap.at` tells what
        may happen.

    Raises
    ------
    UnknownNameError
        The parameter or the player is not there.
    InvalidGameError
        A number of the game has a pole inside the range of the parameter.
    UnsupportedGameError
        The parameter is whole, no engine finds the forms, or the player has too many plans.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> found = bg.misperception_map(deploy, "us_resolve", "USSR")
    >>> len(found), len(found.harmless)
    (4, 2)
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"a map is of a tree or a table, not of {game!r}")
    if believer not in game.players:
        raise UnknownNameError(f"no player {believer!r}{suggestion(believer, game.players)}")
    control = Control(time_limit, progress)
    running = run(game, parameter, at, concept, control)
    if running.whole:
        raise UnsupportedGameError(
            f"{parameter} takes whole values only, and there are no intervals of them",
            ["take a Hypergame for each pair of values"],
        )
    if parameter not in running.line.fixed.parameters:
        raise UnsupportedGameError(
            f"{parameter} enters no payoff and no probability there, so that it cannot be misplayed"
        )
    sign = _sign_for(game.parameters[parameter], game)
    mixture = _Mixture(running, believer, sign)
    columns = list(_columns(running, control))
    pieces: list[MisperceptionPiece] = []
    for number, (seen, believing) in enumerate(columns):
        for real, holding in columns:
            pieces += mixture.pieces(seen, believing, real, holding)
        control.tell("believed intervals", number + 1, len(columns))
    return MisperceptionMap(
        game=game,
        parameter=parameter,
        believer=believer,
        sign=sign,
        pieces=tuple(pieces),
        undecided=tuple(dict.fromkeys(running.undecided)),
        _running=running,
    )


def _sign_for(parameter: Parameter, game: Any) -> Parameter:
    name = f"believed_{parameter.name}"
    while name in game.parameters:
        name += "_"
    return Parameter(
        name,
        parameter.baseline,
        low=parameter.low,
        high=parameter.high,
        meaning=f"what is taken for {parameter.name}",
        unit=parameter.unit,
    )


def _columns(running: Running, control: Control) -> Iterator[tuple[Cell, list[EquilibriumForm]]]:
    """The open intervals of the parameter between thresholds, with the forms that hold on each."""
    for interval in running.domain:
        waiting: tuple[Cell, list[EquilibriumForm]] | None = None
        for strip in running.line.strips(interval, "forms", control):
            if strip.cell.is_point:
                continue
            if strip.members is None:
                raise UnsupportedGameError(
                    f"at {running.line.over} = {short(strip.cell.sample)} so many players are "
                    "indifferent that the equilibria are not listed"
                )
            numbers = sorted(n for several in strip.members.values() for n in several)
            forms = [running.line.form(number) for number in numbers]
            if not forms:
                running.leave_open(
                    f"no equilibrium was found for {running.line.over} near "
                    f"{short(strip.cell.sample)}: what happens there is left out"
                )
                continue
            if waiting is not None and _alike(waiting[1], forms):
                waiting = Cell(waiting[0].low, strip.cell.high), waiting[1]
                continue
            if waiting is not None:
                yield waiting
            waiting = strip.cell, forms
        if waiting is not None:
            yield waiting


def _alike(these: list[EquilibriumForm], those: list[EquilibriumForm]) -> bool:
    def key(form: EquilibriumForm) -> Any:
        return form.support, str(form.profile)

    return sorted(map(key, these)) == sorted(map(key, those))


@final
@dataclass(frozen=True, slots=True)
class _Played:
    """What comes of a profile: payoffs and outcomes as functions of the two values."""

    paid: dict[str, Number]
    outcomes: Mapping[str, Number]


@final
class _Mixture:
    """Profiles in which one player follows one equilibrium, and the others follow another."""

    def __init__(self, running: Running, believer: str, sign: Parameter) -> None:
        self.game: Any = running.line.fixed
        self.over = running.line.over
        self.believer = believer
        self.sign = sign
        self._replies: dict[Any, list[Number]] = {}

    def play(self, believes: EquilibriumForm, holds: EquilibriumForm) -> _Played:
        """What comes of it if the player follows the one form and the others the other."""
        own = _renamed(believes.profile[self.believer], {self.over: self.sign})
        return self._of({**holds.profile, self.believer: own}, holds.concept)

    def _of(self, profile: Mapping[str, Any], concept: Concept) -> _Played:
        mixed = EquilibriumForm(self.game, concept, profile, {}, ())
        if isinstance(self.game, NormalFormGame):
            return _Played(_table_payoffs(self.game, profile), {})
        return _Played(_tree_payoffs(self.game, mixed), mixed.outcomes)

    def replies(self, holds: EquilibriumForm) -> list[Number]:
        """What each plan of the player would pay it against the others' part of a form."""
        key = str([holds.profile[p] for p in self.game.players if p != self.believer])
        if key not in self._replies:
            paid = (
                self._of({**holds.profile, self.believer: plan}, holds.concept).paid[self.believer]
                for plan in self._plans(holds)
            )
            self._replies[key] = list(dict.fromkeys(paid))
        return self._replies[key]

    def _plans(self, holds: EquilibriumForm) -> Iterator[Any]:
        """Every pure plan of the player."""
        own = holds.profile[self.believer]
        if isinstance(self.game, NormalFormGame):
            for chosen in own:
                yield {action: Fraction(int(action == chosen)) for action in own}
            return
        many = math.prod(len(menu) for menu in own.values())
        if many > _MOST_PLANS:
            raise UnsupportedGameError(
                f"{self.believer} has {many} plans, more than {_MOST_PLANS}: take a smaller part "
                "of the game"
            )
        for choice in itertools.product(*own.values()):
            yield {
                label: {action: Fraction(int(action == chosen)) for action in menu}
                for (label, menu), chosen in zip(own.items(), choice, strict=True)
            }

    def pieces(
        self,
        seen: Cell,
        believing: Sequence[EquilibriumForm],
        real: Cell,
        holding: Sequence[EquilibriumForm],
    ) -> Iterator[MisperceptionPiece]:
        """The rectangle of two intervals, cut where another plan becomes the best reply."""
        for believes, holds in itertools.product(believing, holding):
            played = self.play(believes, holds)
            expected = _put(believes.payoffs[self.believer], {self.over: self.sign})
            for part, best in _upper(self.replies(holds), real):
                yield MisperceptionPiece(
                    believed=Interval(seen.low, seen.high, False, False),
                    true=Interval(part.low, part.high, False, False),
                    believes=believes,
                    holds=holds,
                    payoffs=played.paid,
                    expected=expected,
                    regret=quantity(best - played.paid[self.believer]),
                    outcomes=played.outcomes,
                )


def _upper(values: Sequence[Number], cell: Cell) -> Iterator[tuple[Cell, Number]]:
    """The greatest of some functions of one parameter, interval by interval."""
    gaps = [quantity(a - b) for a, b in itertools.combinations(values, 2)]
    zeros = roots_of(ratio_of(gap).above for gap in gaps if isinstance(gap, Expression))
    inside = [
        zero
        for zero in zeros
        if (cell.low is None or cell.low < zero) and (cell.high is None or zero < cell.high)
    ]
    found: list[tuple[Cell, Number]] = []
    for low, high in itertools.pairwise([cell.low, *inside, cell.high]):
        part = Cell(low, high)
        sample = part.sample
        best = max(values, key=lambda number: _along(number, sample))
        if found and found[-1][1] == best:
            found[-1] = Cell(found[-1][0].low, high), best
        else:
            found.append((part, best))
    yield from found


def _along(number: Number, place: Any) -> Fraction:
    if isinstance(number, Fraction):
        return number
    return number.evaluate(dict.fromkeys(number.names, place))


def _put(number: Number, values: Mapping[str, Any]) -> Number:
    return quantity(number.substitute(values)) if isinstance(number, Expression) else number


def _renamed(plan: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(plan, Mapping):
        return {label: _renamed(part, values) for label, part in plan.items()}
    return _put(plan, values)


def _tree_payoffs(game: ExtensiveFormGame, mixed: EquilibriumForm) -> dict[str, Number]:
    """What is paid at each node, times the chance to come there."""
    rows, reach = game.payoff_rows(), mixed._reach
    total: list[Any] = [Fraction(0)] * len(game.players)
    for node, row in enumerate(game.tree.payoff_row.tolist()):
        if row >= 0 and reach[node] != 0:
            total = [t + reach[node] * paid for t, paid in zip(total, rows[row], strict=True)]
    return {player: quantity(paid) for player, paid in zip(game.players, total, strict=True)}


def _table_payoffs(game: NormalFormGame, profile: Mapping[str, Any]) -> dict[str, Number]:
    """What is paid in each cell, times the chance of the cell."""
    total: dict[str, Any] = dict.fromkeys(game.players, Fraction(0))
    menus = [[(a, p) for a, p in profile[player].items() if p != 0] for player in game.players]
    for cell in itertools.product(*menus):
        chance: Any = math.prod((p for _, p in cell), start=Fraction(1))
        where = {player: action for player, (action, _) in zip(game.players, cell, strict=True)}
        for player in game.players:
            total[player] = total[player] + chance * game.payoff(player, where)
    return {player: quantity(paid) for player, paid in total.items()}
