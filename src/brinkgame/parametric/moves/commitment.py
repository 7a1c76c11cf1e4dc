"""Moves before play: what a player gains by choosing a parameter itself, and where it would put it.

A *strategic move* [1]_ changes the game before it is played: a risk that is run in common, a cost
that one would bear, a reward that is bound to a condition. The player picks the value of one
parameter, everybody sees it, and the game is played. What the player gets, as a function of the
parameter, is a rational function on each piece between exact thresholds, one for every equilibrium
form that is there; so the best value is had exactly: at an end of a piece, or at a root of a
derivative inside one. Where several equilibria are left after the move, the player may count on the
one that is best for it or on the one that is worst, and both answers are given. A value that is
approached and not reached, as at a border at which the others may do one thing or the other, is
said to be so.

.. [1] T. C. Schelling, *The Strategy of Conflict* (1960), chapter 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, final

from brinkgame.arithmetic import Algebraic
from brinkgame.control import Control, Progress
from brinkgame.errors import (
    AmbiguousEquilibriumError,
    ExpressionError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parametric.along.intervals import short
from brinkgame.parametric.along.ratios import Place
from brinkgame.parametric.along.running import Running, run
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number
from brinkgame.parametric.moves.levers import (
    LeverPiece,
    LeverSearch,
    Optimum,
    joined,
    limit,
    text_of,
)
from brinkgame.parametric.regions import reduced
from brinkgame.results import Concept

__all__ = ["Commitment", "CommitmentFormula", "commitment"]


@final
@dataclass(frozen=True, slots=True)
class CommitmentFormula:
    """The best value of the lever in terms of the other parameters.

    Attributes
    ----------
    lever
        The value of the lever; None where it is only the root of `equation`.
    equation
        What is zero there, in all parameters.
    reason
        Why there: whose preference turns, or that the payoff is greatest.
    payoff
        What the player gets with it; None where `lever` is.
    conditions
        Under which the equilibrium is one, with the lever put in.

    Examples
    --------
    >>> import brinkgame as bg
    >>> brinkmanship = bg.catalog.load("brinkmanship").game
    >>> print(bg.commitment(brinkmanship, "US", "brink_risk").formula())
    3/5 (USSR at soft prefers withdraw to defy no longer beyond it)
      pays 1 - 3*hard_type*(us_war_cost + 3)/5
      if US at threat prefers threat to no threat: 5 - hard_type*(us_war_cost + 3) >= 0
    """

    lever: Number | None
    equation: Expression | None
    reason: str
    payoff: Number | None
    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        head = f"{self.lever}" if self.lever is not None else f"where {self.equation} = 0"
        lines = [f"{head} ({self.reason})"]
        if self.payoff is not None:
            lines.append(f"  pays {self.payoff}")
        return "\n".join([*lines, *(f"  if {condition}" for condition in self.conditions)])


@final
@dataclass(frozen=True)
class Commitment:
    """What a player gains by choosing a parameter before play.

    Attributes
    ----------
    game, player, lever
        Of which game, who, and what it chooses.
    rest
        The values of the other parameters.
    best, worst
        The optimum if the player counts on the best equilibrium for it that is left after its
        choice, and on the worst.
    pieces
        What the player gets over the range of the lever, piece by piece.
    start
        The value of the lever if nobody chooses it.
    without
        What the player gets then: lowest and highest; None if the value is out of the domain.
    selection
        ``"best"`` or ``"worst"`` if the caller named one of the two readings.
    notes
        What else is to be said, such as where mixtures may pay something else.
    undecided
        What could not be decided, if anything.

    Examples
    --------
    >>> import brinkgame as bg
    >>> blockade = bg.memo.load("blockade").game
    >>> found = bg.commitment(blockade, "US", "brink_risk")
    >>> print(found.best)
    -5/3 at 3/5
    >>> print(found.worst)
    -5/3 just above 3/5, not at it
    """

    game: Any = field(repr=False)
    player: str
    lever: str
    rest: Mapping[str, Fraction] = field(repr=False)
    best: Optimum
    worst: Optimum
    pieces: tuple[LeverPiece, ...] = field(repr=False)
    start: Fraction
    without: tuple[Fraction, Fraction] | None
    selection: str | None = None
    notes: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def optimum(self) -> Optimum:
        """The optimum in the reading that was named, or if both come to the same payoff.

        Raises
        ------
        AmbiguousEquilibriumError
            They differ, and none was named.
        """
        if self.selection is not None:
            return self.best if self.selection == "best" else self.worst
        if self.best.value == self.worst.value:
            return self.best
        best, worst = text_of(self.best.value), text_of(self.worst.value)
        raise AmbiguousEquilibriumError(
            f"the best that {self.player} can get with {self.lever} is {best} if the equilibrium "
            f"is the best for it and {worst} if it is the worst: "
            'look at .best and .worst, or name selection="best" or "worst"'
        )

    @property
    def value(self) -> Fraction | Algebraic:
        """The payoff of `optimum`."""
        return self.optimum.value

    @property
    def gain(self) -> Any:
        """What the choice is worth: `value` less what there is without it.

        Where there are several equilibria without it, the same reading is taken of them.
        """
        if self.without is None:
            raise UnsupportedGameError(
                f"{self.lever} = {self.start} is not in its domain, so that there is nothing to "
                "compare with"
            )
        return self.value - self.without[0 if self.selection == "worst" else 1]

    @property
    def is_worth_having(self) -> bool:
        """Whether the player gets more by choosing the lever than without."""
        return bool(self.gain > 0)

    def formula(self) -> CommitmentFormula:
        """The best value of the lever in terms of the other parameters, with its conditions.

        Where all values from one to the end of the range are as good, it is that one.

        Raises
        ------
        UnsupportedGameError
            There is no one value: several are best, or an interval with two ends.

        Examples
        --------
        >>> import brinkgame as bg
        >>> blockade = bg.memo.load("blockade").game
        >>> found = bg.commitment(blockade, "US", "brink_risk").formula()
        >>> print(found.lever)
        (berlin_gain + cuba_gain + retreat_cost)/(berlin_gain + cuba_gain + ussr_war_cost)
        """
        levers = self.optimum.levers
        where = levers[0].where
        ends = {end for end in (where.low, where.high) if end is not None}
        if not where.is_point:
            ends -= {self.pieces[0].where.low, self.pieces[-1].where.high}
        if len(levers) > 1 or len(ends) != 1:
            raise UnsupportedGameError(
                "there is no one best value to write down", [f"the best is {self.optimum}"]
            )
        return _formula(self, levers[0].form, *ends)

    def lines(self) -> Iterator[str]:
        """What there is to say, line by line."""
        yield f"{self.player} chooses {self.lever}"
        if self.best.value == self.worst.value and self.best.is_attained == self.worst.is_attained:
            yield f"  most: {self.best}"
        else:
            yield f"  most, if the equilibrium is the best for it: {self.best}"
            yield f"  most, if the equilibrium is the worst for it: {self.worst}"
        if self.without is not None:
            low, high = map(text_of, self.without)
            yield f"  without the choice, at {self.start}: " + (
                low if low == high else f"{low} to {high}"
            )
        for piece in self.pieces:
            pays = (
                str(piece.highest)
                if piece.lowest == piece.highest
                else f"{piece.lowest} to {piece.highest}"
            )
            yield f"  {piece.where}: {pays} ({' | '.join(piece.names)})"
        yield from (f"  {each}" for each in (*self.notes, *self.undecided))

    def __str__(self) -> str:
        return "\n".join(self.lines())


def commitment(
    game: ExtensiveFormGame | NormalFormGame,
    player: str,
    lever: str,
    at: Mapping[str, Any] | None = None,
    *,
    concept: str | Concept | None = None,
    selection: str | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Commitment:
    """Find the best value of a parameter for a player who chooses it before play, exactly.

    The choice is seen by all and cannot be undone: a commitment. Whoever asks how a given value
    changes play wants `thresholds`; whether a threat works at all, `risk_window`.

    Parameters
    ----------
    game
        A game whose equilibrium forms can be had, with the lever among its open parameters.
    player, lever
        Who chooses, and which parameter.
    at
        The values of the others; those not named are at their baselines. A value of the lever is
        what it is if nobody chooses.
    concept
        As in `equilibrium_forms`.
    selection
        ``"best"`` or ``"worst"``: on which equilibrium the player counts where there are several.
        Without it both answers are there, and `Commitment.value` raises if they differ.
    time_limit, progress
        As in `equilibrium_forms`.

    Returns
    -------
    Commitment
        Payoffs at borders are those of the forms that hold there. Mixtures between them pay no
        more to the player, except where one of the others turns with the mixture of another: such
        places are in `notes`.

    Raises
    ------
    UnknownNameError
        A player or a parameter is not there.
    InvalidParameterError
        The lever has no range to choose from, or no value of it satisfies the constraints.
    InvalidGameError
        A number of the game has a pole inside the range of the lever.
    UnsupportedGameError
        The lever enters nothing, no engine finds the forms, or the payoff has no upper bound.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.commitment(bg.catalog.load("brinkmanship").game, "US", "brink_risk")
    >>> found.value, found.best.is_attained, found.worst.is_attained
    (Fraction(-8, 5), True, False)
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"a commitment is in a tree or a table, not in {game!r}")
    if player not in game.players:
        raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
    if selection not in (None, "best", "worst"):
        raise InvalidParameterError(
            f'selection={selection!r} is neither "best" nor "worst" nor None'
        )
    others, start = _split(game, lever, at)
    control = Control(time_limit, progress)
    running = run(game, lever, others, concept, control)
    _require_choice(game, lever, running)
    search = LeverSearch(running, player, control)
    pieces = search.pieces()
    return Commitment(
        game=game,
        player=player,
        lever=lever,
        rest=running.rest,
        best=search.optimum(pieces, highest=True),
        worst=search.optimum(pieces, highest=False),
        pieces=joined(pieces),
        start=start,
        without=search.at(start),
        selection=selection,
        notes=tuple(dict.fromkeys(search.notes)),
        undecided=tuple(dict.fromkeys(running.undecided)),
    )


def _split(game: Any, lever: str, at: Mapping[str, Any] | None) -> tuple[dict[str, Any], Fraction]:
    """The values of the other parameters, and that of the lever if nobody chooses."""
    if at is not None and not isinstance(at, Mapping):
        raise InvalidParameterError(f"a point is written {{name: value}}; got {at!r}")
    others = dict(at or {})
    given = others.pop(lever, None)
    if lever not in game.parameters:
        return others, Fraction(0)  # `run` says what is wrong
    if given is None:
        return others, game.parameters[lever].baseline
    return others, game.parameters.point({lever: given})[lever]


def _require_choice(game: Any, lever: str, running: Running) -> None:
    parameter = game.parameters[lever]
    if lever not in running.line.fixed.parameters:
        told = ", ".join(f"{name} = {value}" for name, value in running.rest.items())
        raise UnsupportedGameError(
            f"{lever} enters no payoff and no probability of {game.title or 'the game'} there",
            [f"it cancels where {told}"],
        )
    if parameter.low is None or parameter.high is None:
        raise InvalidParameterError(
            f"{lever} has no {'low' if parameter.low is None else 'high'} end, and a best value "
            "need not exist: give the parameter low= and high="
        )
    if all(interval.is_point for interval in running.domain) and len(running.domain) == 1:
        only = running.domain[0].low
        raise InvalidParameterError(
            f"{lever} can only be {short(only)}, so that there is nothing to choose: give it a "  # type: ignore[arg-type]
            "range with low= below high=, or move what its constraints are about"
        )


# -- in symbols -----------------------------------------------------------------------------------


def _formula(found: Commitment, form: EquilibriumForm, place: Place) -> CommitmentFormula:
    """Why the best is at one value, and what the value is in terms of the other parameters."""
    wide = _in_symbols(found, form)
    causes = list(_causes(found, wide, place))
    if not causes:
        return CommitmentFormula(
            place if isinstance(place, Fraction) else None,
            None,
            f"the end of where {found.lever} may be",
            _put(wide.payoffs[found.player], found.lever, place),
            _kept(found, wide.conditions, place),
        )
    equation, reason = causes[0]
    for equation, reason in causes:
        try:
            value = equation.solve(found.lever)
        except ExpressionError:
            continue
        return CommitmentFormula(
            value,
            equation,
            reason,
            _put(wide.payoffs[found.player], found.lever, value),
            _kept(found, wide.conditions, value),
        )
    return CommitmentFormula(None, equation, reason, None, wide.conditions)


def _in_symbols(found: Commitment, form: EquilibriumForm) -> EquilibriumForm:
    """The form in terms of all parameters of which this is one with numbers."""
    forms = equilibrium_forms(found.game, form.concept, inhabited=False, thin=True)
    alike = [wide for wide in forms if wide.support == form.support]
    for wide in alike:
        if all(
            quantity(_with(paid, found.rest)) == form.payoffs[player]
            for player, paid in wide.payoffs.items()
        ):
            return wide
    raise UnsupportedGameError(
        "the form of the optimum was not found in the game with all its parameters", [form.name]
    )


def _with(number: Number, values: Mapping[str, Any]) -> Number:
    return number.substitute(values) if isinstance(number, Expression) else number


def _put(number: Number, name: str, value: Any) -> Number | None:
    if isinstance(value, Algebraic):
        return None
    return quantity(_with(number, {name: value}))


def _causes(
    found: Commitment, wide: EquilibriumForm, place: Place
) -> Iterator[tuple[Expression, str]]:
    """What vanishes at a value of the lever: a preference, or the slope of the payoff."""
    for condition in wide.conditions:
        if _vanishes(found, condition.difference, place):
            yield condition.difference.numerator, f"{condition.incentive} no longer beyond it"
    payoff = wide.payoffs[found.player]
    if isinstance(payoff, Expression):
        slope = payoff.derivative(found.lever)
        if _vanishes(found, slope, place):
            yield slope.numerator, f"the payoff of {found.player} is greatest"


def _vanishes(found: Commitment, function: Expression, place: Place) -> bool:
    along = quantity(function.substitute(found.rest))
    return isinstance(along, Expression) and limit(along, found.lever, place, 1) == 0


def _kept(found: Commitment, conditions: Sequence[Condition], value: Any) -> tuple[Condition, ...]:
    """The conditions with the lever put in, without those that always hold."""
    if isinstance(value, Algebraic):
        return tuple(conditions)
    put = []
    for condition in conditions:
        difference = quantity(condition.difference.substitute({found.lever: value}))
        if isinstance(difference, Expression):
            put.append(replace(condition, difference=difference))
    shorter = reduced(put, found.game.parameters)
    return tuple(put) if shorter is None else tuple(shorter)
