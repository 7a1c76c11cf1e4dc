"""Claims about conduct: true or false at every point of the parameters, with proof.

A `Claim` says of a game with open parameters that an `Event` is so *always* (in every equilibrium),
in *some* equilibrium, or in the *selected* one. With the closed forms of the equilibria it becomes
a formula of polynomial conditions on the parameters: it is true at a point exactly where the
formula holds. So one may ask under which conditions it is true, whether it is true for all
assumptions, and for which share of them.

**What a claim is about.** A form is an extreme equilibrium; on borders, where somebody is
indifferent, there may be equilibria between several of them. A claim is about the forms, all that
hold at the point. That an action is played for certain, or that a payoff is at least so much, is so
in all equilibria in between if it is so at the ends; other events (that an action *may* be played,
for one) may be otherwise there. Borders are all that is meant: they are a set of volume zero.

These are claims about what is played. What the memo says led to what is a
`memo.claims.CausalClaim`, which is something else.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.control import Control, Progress
from brinkgame.errors import (
    BrinkgameError,
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import ParameterSpace, Point
from brinkgame.parametric.claims.events import Event, at_point, compared
from brinkgame.parametric.claims.proving import find
from brinkgame.parametric.claims.reading import read_event
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm, EquilibriumForms, Number
from brinkgame.parametric.regions import formula as formulas
from brinkgame.parametric.regions.formula import Formula, formula_of
from brinkgame.parametric.regions.implicants import Alternative, alternatives
from brinkgame.parametric.regions.shares import Share, share
from brinkgame.results import Concept
from brinkgame.selection import BestFor, MaxWelfare, PayoffDominant, SelectionRule, WorstFor
from brinkgame.solve import solve

__all__ = ["Claim", "ClaimVerdict", "claim_of"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"
Mode: TypeAlias = Literal["always", "some", "selected"]
Place: TypeAlias = "Mapping[str, Fraction | Algebraic]"

_MODES: Final[Mapping[str, str]] = {
    "always": "in every equilibrium",
    "some": "in some equilibrium",
    "selected": "in the selected equilibrium",
}


@final
@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """What came of asking whether a claim is true everywhere, or anywhere.

    Attributes
    ----------
    claim
        What was asked about, in words.
    status
        ``"proved"`` or ``"counterexample"`` of `Claim.holds_for_all`, ``"witness"`` or
        ``"impossible"`` of `Claim.exists`, ``"undecided"`` of both.
    point
        The counterexample or the witness, with a value for every parameter: exact. It is rational
        where any rational point will do; otherwise coordinates are `Algebraic`.
    proof
        How it was decided, or what stands in the way and what would decide it.
    check
        What an independent solver says at the point.
    over
        The parameters that were free.
    notes
        What else a reader has to know, a sentence each.

    Examples
    --------
    >>> import brinkgame as bg
    >>> claim = bg.claim_of(bg.memo.load("deploy").game, "USSR deploys")
    >>> found = claim.holds_for_all(over=("detection",))
    >>> found.status, found.holds, found.point["detection"]
    ('counterexample', False, Fraction(2, 3))
    """

    claim: str
    status: Literal["proved", "counterexample", "witness", "impossible", "undecided"]
    point: Place | None
    proof: str
    check: str = ""
    over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool | None:
        """The answer to what was asked; None where it is undecided."""
        if self.status == "undecided":
            return None
        return self.status in ("proved", "witness")

    def __bool__(self) -> bool:
        if self.status == "undecided":
            raise InvalidParameterError(
                f"it is undecided ({self.proof}): ask .holds, which is None, or .status"
            )
        return bool(self.holds)

    def __str__(self) -> str:
        lines = [f"{self.claim}: {self.status}"]
        if self.point is not None:
            shown = {name: self.point[name] for name in self.over} or self.point
            lines.append("  at " + ", ".join(f"{name} = {value}" for name, value in shown.items()))
        lines += [f"  {text}" for text in (self.proof, self.check, *self.notes) if text]
        return "\n".join(lines)


@final
@dataclass(frozen=True)
class Claim:
    """That an event is so in the equilibria of a game, as a function of its parameters.

    Parameters
    ----------
    title
        The claim in words. Without an event it is read as one (see `claim_of`).
    game
        A game with open parameters whose equilibria have closed forms (`equilibrium_forms`).
    event
        What is claimed to be so.
    mode
        ``"always"``: in every equilibrium; ``"some"``: in at least one; ``"selected"``: in each of
        those that `selection` leaves, at least one.
    selection
        For ``"selected"``: `BestFor`, `WorstFor`, `MaxWelfare` or `PayoffDominant`. None: the claim
        is true only where there is a single equilibrium.
    concept
        What counts as an equilibrium; by default that of `equilibrium_forms`.

    Raises
    ------
    UnknownNameError
        The event is about a player, action or outcome that the game has not.
    InvalidParameterError
        The mode is none, or there is a rule where there is nothing to select.
    UnsupportedGameError
        The forms are asked for and no engine takes the game; every reason is listed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> blockade = bg.memo.load("blockade").game
    >>> event = bg.plays("US", "root", "quarantine") & bg.plays("USSR", "soft", "withdraw")
    >>> claim = bg.Claim("the quarantine works", blockade, event)
    >>> claim.holds(), claim.holds(brink_risk="1/2"), claim.holds({"hard_type": "1/2"})
    (True, False, False)
    """

    title: str
    game: Game = field(repr=False)
    event: Event | None = None
    mode: Mode = "always"
    selection: SelectionRule | None = None
    concept: str | Concept | None = None

    def __post_init__(self) -> None:
        game: object = self.game
        if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
            raise UnsupportedGameError(f"a claim is about a tree or a table, not about {game!r}")
        title: object = self.title
        if not isinstance(title, str) or not title.strip():
            raise InvalidParameterError(f"the title of a claim is words; got {self.title!r}")
        event: object = self.event
        if event is None:
            event = read_event(self.game, self.title)
            object.__setattr__(self, "event", event)
        if not isinstance(event, Event):
            raise InvalidParameterError(
                f"a claim is made of an event such as bg.plays('US', 'root', 'quarantine'); got "
                f"{event!r}"
            )
        if self.mode not in _MODES:
            raise InvalidParameterError(
                f"mode={self.mode!r} is none{suggestion(self.mode, _MODES)}"
            )
        if self.selection is not None and self.mode != "selected":
            raise InvalidParameterError(
                f"selection={self.selection!r} selects nothing in the mode {self.mode!r}: write "
                "mode='selected'"
            )
        rule: object = self.selection
        if rule is not None and not isinstance(
            rule, (BestFor, WorstFor, MaxWelfare, PayoffDominant)
        ):
            raise InvalidParameterError(
                f"{rule!r} cannot be said of closed forms: take BestFor, WorstFor, MaxWelfare or "
                "PayoffDominant, or None for the only equilibrium"
            )
        if isinstance(rule, (BestFor, WorstFor)) and rule.player not in self.game.players:
            raise UnknownNameError(
                f"{self.game.title!r} has no player {rule.player!r}"
                f"{suggestion(rule.player, self.game.players)}"
            )
        event.check(self.game)

    # -- as a formula --------------------------------------------------------------------------

    @property
    def _claimed(self) -> Event:
        if self.event is None:
            raise AssertionError("read from the title")
        return self.event

    @property
    def space(self) -> ParameterSpace:
        """The parameters of the game and the constraints among them."""
        return self.game.parameters

    @cached_property
    def forms(self) -> EquilibriumForms:
        """The equilibrium forms of the game, as they are."""
        return equilibrium_forms(self.game, self.concept, inhabited=False, thin=True)

    @cached_property
    def formula(self) -> Formula:
        """Exactly where the claim is true, as it follows from the forms: long."""
        if self.mode == "always":
            return formulas.All.of(
                *(_holds(form).negated() | self._claimed.on(form) for form in self.forms)
            )
        if self.mode == "some":
            return formulas.Any.of(*(_holds(form) & self._claimed.on(form) for form in self.forms))
        kept = [self._kept(form) for form in self.forms]
        return formulas.Any.of(*kept) & formulas.All.of(
            *(
                where.negated() | self._claimed.on(form)
                for where, form in zip(kept, self.forms, strict=True)
            )
        )

    @cached_property
    def condition(self) -> Formula:
        """Exactly where the claim is true: alternatives, each as short as it can be.

        It says the same as `formula` at every point of the constrained box, its border included;
        only what is so all over the box is left out. Where a claim rests on so many polynomials
        that their signs fill no table it is the formula itself.
        """
        return self.formula if self.alternatives is None else self._short(True)

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...] | None:
        """The alternatives of `condition`; None where there are too many polynomials for it."""
        return alternatives(self.formula, self.space)

    @cached_property
    def _denied(self) -> tuple[Alternative, ...] | None:
        """The alternatives under which the claim is false."""
        return alternatives(self.formula.negated(), self.space)

    def cases_of(self, truth: bool) -> tuple[tuple[Condition, ...], ...]:
        """Sets of conditions: the claim has this truth exactly where all of one of them hold."""
        found = self.alternatives if truth else self._denied
        if found is None:
            return (self.formula if truth else self.formula.negated()).disjuncts()
        return tuple(each.conditions for each in found)

    def _short(self, truth: bool) -> Formula:
        """The claim or its denial as alternatives, if they are few."""
        if (self.alternatives if truth else self._denied) is None:
            return self.formula if truth else self.formula.negated()
        return formulas.Any.of(*(formula_of(case) for case in self.cases_of(truth)))

    @property
    def vacuous(self) -> Formula:
        """Where there is no equilibrium of a known form, so that "in every" says nothing."""
        return formulas.All.of(*(_holds(form).negated() for form in self.forms))

    def _kept(self, form: EquilibriumForm) -> Formula:
        """Where a form is an equilibrium that the rule keeps."""
        parts = [_holds(form)]
        for other in self.forms:
            if other is form:
                continue
            beats = formulas.All.of(*self._beats(form, other))
            if beats != formulas.TRUE:
                parts.append(_holds(other).negated() | beats)
        return formulas.All.of(*parts)

    def _beats(self, form: EquilibriumForm, other: EquilibriumForm) -> Iterable[Formula]:
        """That a form is kept although another is there, condition by condition."""
        rule = self.selection
        if rule is None:
            # The only one: every other form that holds is the same equilibrium.
            for mine, theirs in _pairs(form.profile, other.profile):
                yield compared(mine, "==", theirs, f"{form.name} is {other.name}")
        elif isinstance(rule, MaxWelfare):
            total, rival = (_total(each.payoffs.values()) for each in (form, other))
            yield compared(total, ">=", rival, f"{form.name} has the larger sum of payoffs")
        else:
            players = self.game.players
            if isinstance(rule, (BestFor, WorstFor)):
                players = (rule.player,)
            for player in players:
                mine, theirs = form.payoffs[player], other.payoffs[player]
                if isinstance(rule, WorstFor):
                    mine, theirs = theirs, mine
                words = f"{form.name} is kept beside {other.name} for {player}"
                yield compared(mine, ">=", theirs, words)

    # -- at a point ----------------------------------------------------------------------------

    def holds(self, at: Mapping[str, Any] | None = None, /, **values: Any) -> bool:
        """Whether the claim is true at a point, exactly; parameters not named are at their
        baseline.

        A point outside a range is a `ParameterRangeWarning`, as in `ParameterSpace.point`.
        """
        return self.formula.holds(self.space.point(at, **values))

    def _inside(self, at: Mapping[str, Any] | None, free: tuple[str, ...]) -> Point:
        """The point that is asked about; what does not move must be inside the domain."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)
            point = self.space.point(at)
        # What moves may satisfy a constraint elsewhere that it violates here.
        loose = [str(c) for c in self.space.constraints if not set(free).isdisjoint(c.names)]
        violated = [
            text
            for text in self.space.violations(point)
            if not any(text.startswith(f"{constraint} does not hold") for constraint in loose)
        ]
        if violated:
            raise InvalidParameterError(
                f"the point is outside the domain: {'; '.join(violated)}; move it inside, or widen "
                "the range"
            )
        return point

    # -- everywhere and anywhere ---------------------------------------------------------------

    def holds_for_all(
        self,
        over: Iterable[str] | str | None = None,
        at: Mapping[str, Any] | None = None,
        *,
        time_limit: float | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> ClaimVerdict:
        """Whether the claim is true at every point of the constrained box: a proof, or a point.

        Parameters
        ----------
        over
            The parameters that are free; by default all of them.
        at
            The values of the others; the baseline where none is given.
        time_limit, progress
            Seconds to spend, and a function that is told how far the work is.

        Returns
        -------
        ClaimVerdict
            ``"proved"``, ``"counterexample"`` with a point at which it is false, or
            ``"undecided"``. One and two free parameters are always decided. A counterexample has
            been checked by `solve`, which knows nothing of closed forms.

        Examples
        --------
        >>> import brinkgame as bg
        >>> claim = bg.claim_of(bg.memo.load("blockade").game, "hard USSR defies")
        >>> claim.holds_for_all().status
        'proved'
        """
        return self._ask(self.formula.negated(), True, over, at, Control(time_limit, progress))

    def exists(
        self,
        over: Iterable[str] | str | None = None,
        at: Mapping[str, Any] | None = None,
        *,
        time_limit: float | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> ClaimVerdict:
        """Whether the claim is true at some point of the constrained box: a point, or a proof.

        The parameters are those of `holds_for_all`; the status is ``"witness"``, ``"impossible"``
        or ``"undecided"``.

        Examples
        --------
        >>> import brinkgame as bg
        >>> claim = bg.claim_of(bg.memo.load("blockade").game, "hard USSR withdraws")
        >>> claim.exists().status
        'impossible'
        """
        return self._ask(self.formula, False, over, at, Control(time_limit, progress))

    def _ask(
        self,
        formula: Formula,
        everywhere: bool,
        over: Iterable[str] | str | None,
        at: Mapping[str, Any] | None,
        control: Control,
    ) -> ClaimVerdict:
        names = checked_names(over, self.space)
        point = self._inside(at, names)
        found = find(
            formula,
            self.space,
            over=names,
            at=point,
            short=lambda: self._short(not everywhere),
            control=control,
        )
        status: Any = {
            ("point", True): "counterexample",
            ("none", True): "proved",
            ("point", False): "witness",
            ("none", False): "impossible",
        }.get((found.status, everywhere), "undecided")
        place: Place | None = None if found.point is None else {**point, **found.point}
        check = "" if place is None else self._checked(place, not everywhere)
        if place is not None and all(isinstance(value, Fraction) for value in place.values()):
            place = Point(dict(place))
        asked = "for all" if everywhere else "for some"
        title = f"{self.title} ({_MODES[self.mode]}), {asked} {', '.join(names) or 'no parameter'}"
        return ClaimVerdict(title, status, place, found.proof, check, names, self._notes(status))

    def _notes(self, status: str) -> tuple[str, ...]:
        notes = tuple(f"open: {line}" for line in self.forms.undecided)
        if status == "proved" and self.mode == "always" and not self.forms.is_complete:
            where = find(self.vacuous, self.space)
            if where.status != "none":
                notes += ("there may be points without an equilibrium of a known form",)
        return notes

    def _checked(self, point: Place, truth: bool) -> str:
        """What a solver that knows nothing of closed forms says at a point."""
        told = self.judged_by_solving(point)
        if isinstance(told, str):
            return told
        if told is truth:
            return "solved anew at the point: it is so"
        if self.mode == "selected" or not truth:
            return "solved anew at the point: not confirmed, as the equilibrium is not listed there"
        raise AssertionError(f"the claim and the solver differ at {point}")

    def judged_by_solving(self, at: Place) -> bool | str:
        """The truth of the claim at a point from the equilibria that `solve` lists there.

        It shares no code with the forms. Of a family of equilibria the extreme ones are listed.
        Where nothing can be said it is a text that says why.
        """
        if not all(isinstance(value, Fraction) for value in at.values()):
            return "the point is irrational: no solver was asked"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ParameterRangeWarning)
                closed = self.game.at(Point(at))
            result = solve(closed, concept=self.forms.concept)
        except BrinkgameError as error:
            return f"not checked by a solver: {str(error).splitlines()[0]}"
        listed = result.equilibria
        if not listed:
            return "not checked by a solver: it lists no equilibrium"
        event = at_point(self._claimed, at)
        if self.mode == "selected":
            if self.selection is not None:
                listed = self.selection.keep(listed)
            elif len(listed) > 1:
                return False
            if not listed:
                return False
        truths = [event.of(closed, each.profile) for each in listed]
        return any(truths) if self.mode == "some" else all(truths)

    # -- how often -----------------------------------------------------------------------------

    def share(self, **options: Any) -> Share:
        """For which share of the constrained box the claim is true, with bounds.

        The options are those of `share`: ``tolerance``, ``seed``, ``method``, ``distributions``.

        Examples
        --------
        >>> import brinkgame as bg
        >>> deploy = bg.memo.load("deploy").game
        >>> rest = {n: v for n, v in deploy.parameters.baseline.items()
        ...         if n not in ("detection", "us_resolve")}
        >>> claim = bg.claim_of(deploy.fix(rest), "USSR deploys")
        >>> found = claim.share()
        >>> bool(found.low < 0.76 < found.high)
        True
        """
        return share(self.condition, self.space, **options)

    # -- text ----------------------------------------------------------------------------------

    def latex(self) -> str:
        """The condition in LaTeX."""
        return self.condition.latex()

    def lines(self) -> Iterable[str]:
        """The claim line by line: its words, and the alternatives under which it is true."""
        yield f"{self.title} ({_MODES[self.mode]})"
        found = self.alternatives
        if found is None:
            yield f"  if {self.formula}"
            return
        if not found:
            yield "  never"
        told = [each for each in found if not each.on_borders] or list(found)
        for each in told:
            if not each.conditions:
                yield "  whatever the parameters are"
            for k, condition in enumerate(each.conditions):
                yield f"  {'if' if not k else ' and'} {condition}"
        if len(told) < len(found):
            yield f"  (more on borders: {len(found) - len(told)}; see .condition)"

    def __str__(self) -> str:
        return "\n".join(self.lines())


def claim_of(game: Game, text: str, **options: Any) -> Claim:
    """Read a claim from plain words: ``US quarantines and soft USSR withdraws``.

    A clause names a player, perhaps the information set, and an action of the game, or an outcome
    and ``happens``; ``and``, ``or``, ``not`` and ``may`` have their usual meaning. What fits
    nothing in the game, or several things, is an error that says what would fit.

    Parameters
    ----------
    game
        The game.
    text
        The claim, which is also its title.
    options
        ``mode``, ``selection`` and ``concept`` of `Claim`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> blockade = bg.memo.load("blockade").game
    >>> print(bg.claim_of(blockade, "soft USSR withdraws and US accepts").event)
    USSR at soft plays withdraw and US plays accept
    """
    return Claim(text, game, read_event(game, text), **options)


def checked_names(over: Iterable[str] | str | None, space: ParameterSpace) -> tuple[str, ...]:
    """The free parameters, in the order of the space."""
    if over is None:
        return tuple(space)
    names = (over,) if isinstance(over, str) else tuple(over)
    for name in names:
        if name not in space:
            raise UnknownNameError(f"there is no parameter {name!r}{suggestion(name, space)}")
    return tuple(name for name in space if name in names)


def _holds(form: EquilibriumForm) -> Formula:
    """Where a form is an equilibrium."""
    return formula_of(form.conditions)


def _pairs(mine: Any, theirs: Any) -> Iterable[tuple[Number, Number]]:
    if isinstance(mine, Mapping):
        for label, part in mine.items():
            yield from _pairs(part, theirs[label])
    else:
        yield mine, theirs


def _total(numbers: Iterable[Number]) -> Number:
    total: Number = Fraction(0)
    for number in numbers:
        total = total + number
    return total
