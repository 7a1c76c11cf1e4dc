"""One battery for every solver: each check, on games drawn for that solver, and a count of it all.

Checks are keyed by concept: what holds of Nash equilibria need not hold of another kind. A check
that a solver is excused from is declared with a reason, is counted, and must go on failing: an
excuse that is no longer needed is a failure of its own.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from brinkgame.arithmetic import Exact, Float
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.results import Concept, Coverage
from brinkgame.solvers import Run, Solver
from brinkgame.testing.beliefs import BELIEVING
from brinkgame.testing.claims import (
    check_coverage,
    check_families,
    check_limit,
    check_only,
    check_promise,
    limits,
)
from brinkgame.testing.clocks import check_progress, check_time_limit
from brinkgame.testing.components import (
    check_all_found,
    check_components,
    check_extreme,
    check_indices,
)
from brinkgame.testing.invariance import (
    check_action_order,
    check_dominated_actions,
    check_dummy_moves,
    check_idle_chance,
    check_lotteries,
    check_names,
    check_payments_on_the_way,
    check_player_order,
    check_units,
)
from brinkgame.testing.manners import (
    check_constructor,
    check_declarations,
    check_game_unchanged,
    check_open_parameters,
    check_pickle,
    check_repeatable,
    check_run,
    check_scope,
)
from brinkgame.testing.options import Kind
from brinkgame.testing.scopes import (
    games_beyond,
    games_for,
    open_games_for,
    takes_two_players,
    takes_wide,
    trial,
)
from brinkgame.testing.soundness import (
    check_certificates,
    check_equilibria,
    check_existence,
    check_floats,
    check_forms_agree,
    check_subgames,
    check_weaker_concepts,
    check_why_not,
    check_zero_sum,
)

__all__ = [
    "BatteryReport",
    "Case",
    "Check",
    "Outcome",
    "cases",
    "check_solver",
    "checks_for",
    "parametrize_with_checks",
]

Games: TypeAlias = "Callable[..., st.SearchStrategy[Any]]"
Excuses: TypeAlias = "Mapping[type[Solver] | Solver, Mapping[str, str]]"
"""``{solver or its class: {name of a check: reason}}``."""
Sizes: TypeAlias = "Mapping[type[Solver] | Solver, Mapping[str, int]]"
"""``{solver or its class: {"max_strategies": number, "max_cells": number}}``."""

_ANY: Final = frozenset(Concept)
_NO_GAIN: Final = frozenset({Concept.NASH, Concept.SUBGAME_PERFECT})
_SUBGAME: Final = frozenset({Concept.SUBGAME_PERFECT})
_CREDIBLE: Final = _SUBGAME | BELIEVING
_IN_TREES: Final = _NO_GAIN | BELIEVING
_NASH: Final = frozenset({Concept.NASH})
_ADVICE: Final = frozenset({Concept.CORRELATED, Concept.COARSE_CORRELATED})
_ALL_GAINS: Final = _NO_GAIN | BELIEVING | _ADVICE | {Concept.COMMITMENT}
"""Concepts that are about gains, so that the value of a zero-sum game is paid."""
_UNDOMINATED: Final = _ALL_GAINS - {Concept.COARSE_CORRELATED}
"""Concepts in which nobody does what is worse whatever the others do."""


def _anything(solver: Solver) -> bool:
    del solver
    return True


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check with what it is about and the games that it is tried on.

    Attributes
    ----------
    function
        What is called with a solver and a game; it raises `AssertionError`, or returns whether the
        game had what the check is about.
    games
        From a solver, and the sizes ``max_strategies`` and ``max_cells`` as keywords, to a strategy
        for games.
    concepts
        The concepts for which the check is theory.
    needs
        Whether a solver has what the check is about.
    share
        The least part of the drawn games that must have it; zero where a solver may never come
        to it.
    once
        Whether no game matters, so that one call is all.

    Examples
    --------
    >>> import brinkgame as bg
    >>> check = checks_for(bg.PureEnumeration())[0]
    >>> print(check.name, "-", check.summary)
    check_equilibria - Everything handed over is an equilibrium, by regrets worked out plainly; ...
    """

    function: Callable[[Solver, Any], bool]
    games: Games = games_for
    concepts: frozenset[Concept] = _ANY
    needs: Callable[[Solver], bool] = _anything
    share: Fraction = Fraction(1, 2)
    once: bool = False

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def summary(self) -> str:
        """What the check says, in a sentence."""
        return (self.function.__doc__ or "").partition("\n")[0]

    def applies(self, solver: Solver) -> bool:
        """Whether this is theory for the solver, and about something that it has."""
        return solver.concept in self.concepts and self.needs(solver)

    def least(self, examples: int) -> int:
        """The least number of games that must count when `examples` are drawn."""
        if self.once or not self.share:
            return int(self.once)
        return max(1, math.floor(examples * self.share))


def _solves_trees(solver: Solver) -> bool:
    return _is_exact(solver) and issubclass(ExtensiveFormGame, solver.form)


def _is_exact(solver: Solver) -> bool:
    return Exact in solver.arithmetics


def _counts_dominated_out(solver: Solver) -> bool:
    """Whether what is worse than all else cannot matter: in a tree it may be a threat."""
    tables = issubclass(NormalFormGame, solver.form)
    return _is_exact(solver) and (tables or solver.concept in _CREDIBLE)


def _works_in_both(solver: Solver) -> bool:
    return _is_exact(solver) and Float in solver.arithmetics


def _has_limit(solver: Solver) -> bool:
    return _is_exact(solver) and bool(limits(solver))


def _tied(solver: Solver, **sizes: Any) -> st.SearchStrategy[Any]:
    return games_for(solver, kind="tied", **sizes)


def _close(solver: Solver, **sizes: Any) -> st.SearchStrategy[Any]:
    """Games with near ties often."""
    return st.one_of(games_for(solver, **sizes), games_for(solver, kind="close", **sizes))


def _opposed(solver: Solver, **sizes: Any) -> st.SearchStrategy[Any]:
    return games_for(solver, zero_sum=True, **sizes)


def _of_two(solver: Solver, **sizes: Any) -> st.SearchStrategy[Any]:
    """Tables of two players, tied or wide more often than not."""
    kinds: tuple[Kind | None, ...] = (None, "tied", *(("wide",) if takes_wide(solver) else ()))
    return st.one_of([games_for(solver, players=2, kind=kind, **sizes) for kind in kinds])


def _none(solver: Solver, **sizes: Any) -> st.SearchStrategy[Any]:
    del solver, sizes
    return st.none()


def _has_opposed(solver: Solver) -> bool:
    try:
        _opposed(solver)
    except ValueError:
        return False
    return _is_exact(solver)


def _tells_components(solver: Solver) -> bool:
    return _is_complete(solver) and bool(_trial(solver).components)


def _tells_indices(solver: Solver) -> bool:
    return _is_complete(solver) and bool(_trial(solver).indices)


def _is_complete(solver: Solver) -> bool:
    """Whether it says of two players' tables that all equilibria are found."""
    if not (_is_exact(solver) and takes_two_players(solver)):
        return False
    found = trial(solver)
    return found is not None and found.coverage in (Coverage.ALL, Coverage.ALL_EXTREME)


def _trial(solver: Solver) -> Run:
    found = trial(solver)
    assert found is not None
    return found


def _theory(function: Callable[[Solver, Any], bool], **options: Any) -> Check:
    return Check(function=function, **{"concepts": _NO_GAIN, "needs": _is_exact, **options})


_TREES: Final[dict[str, Any]] = {"needs": _solves_trees}
_SELDOM: Final = Fraction(1, 8)

_TABLES: Final[dict[str, Any]] = {"games": _of_two, "concepts": _NASH}

_CHECKS: Final = (
    _theory(check_equilibria, needs=_anything, concepts=_ANY),
    _theory(check_certificates, needs=_anything, concepts=_ANY),
    _theory(check_existence, concepts=_ANY),
    _theory(check_coverage, concepts=_IN_TREES),
    _theory(check_promise, concepts=_ANY, share=_SELDOM),
    _theory(check_families, games=_tied, share=Fraction(0)),
    _theory(check_only, games=_close),
    _theory(check_limit, concepts=_ANY, needs=_has_limit),
    _theory(check_zero_sum, concepts=_ALL_GAINS, games=_opposed, needs=_has_opposed, share=_SELDOM),
    _theory(check_floats, concepts=_ANY, needs=_works_in_both, share=_SELDOM),
    _theory(check_why_not, concepts=_ALL_GAINS),
    _theory(check_all_found, needs=_is_complete, share=_SELDOM, **_TABLES),
    _theory(check_extreme, needs=_tells_components, share=_SELDOM, **_TABLES),
    _theory(check_components, needs=_tells_components, share=_SELDOM, **_TABLES),
    _theory(check_indices, needs=_tells_indices, share=_SELDOM, **_TABLES),
    _theory(check_subgames, concepts=_CREDIBLE, **_TREES),
    _theory(check_weaker_concepts, concepts=_CREDIBLE, needs=_anything),
    _theory(check_forms_agree, concepts=_IN_TREES, **_TREES),
    _theory(check_units, concepts=_ANY),
    _theory(check_names, concepts=_ANY),
    _theory(check_player_order, concepts=_ANY - {Concept.COMMITMENT}, share=_SELDOM),
    _theory(check_action_order, concepts=_ANY),
    _theory(check_dominated_actions, concepts=_UNDOMINATED, needs=_counts_dominated_out),
    _theory(check_dummy_moves, concepts=_IN_TREES, **_TREES),
    _theory(check_idle_chance, concepts=_IN_TREES, **_TREES),
    _theory(check_lotteries, concepts=_IN_TREES, **_TREES),
    _theory(check_payments_on_the_way, concepts=_IN_TREES, **_TREES),
    Check(function=check_run),
    Check(function=check_repeatable),
    Check(function=check_time_limit),
    Check(function=check_progress, share=Fraction(0)),
    Check(function=check_game_unchanged),
    Check(function=check_pickle),
    Check(function=check_scope, games=games_beyond, share=Fraction(1)),
    Check(function=check_open_parameters, games=open_games_for, share=Fraction(1)),
    Check(function=check_constructor, games=_none, once=True),
    Check(function=check_declarations, games=_none, once=True),
)


def checks_for(solver: Solver) -> tuple[Check, ...]:
    """The checks that a solver must pass, by its concept, form and arithmetics.

    Examples
    --------
    >>> import brinkgame as bg
    >>> "check_subgames" in [check.name for check in checks_for(bg.BackwardInduction())]
    True
    >>> "check_subgames" in [check.name for check in checks_for(bg.PureEnumeration())]
    False
    """
    return tuple(check for check in _CHECKS if check.applies(solver))


# -- running --------------------------------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check of one solver.

    Attributes
    ----------
    check
        Its name.
    executed
        The number of games that had what the check is about.
    excuse
        The reason why the solver is excused, if it is.
    failure
        What went wrong; None if nothing did. An excused check that passes went wrong.
    """

    check: str
    executed: int
    excuse: str = ""
    failure: Exception | None = None

    def __str__(self) -> str:
        if self.failure is not None:
            text = str(self.failure)
            return f"{self.check}: FAILED: {text}"
        excuse = f"excused: {self.excuse}" if self.excuse else "passed"
        return f"{self.check}: {excuse} ({self.executed} games)"


@final
@dataclass(frozen=True, slots=True)
class BatteryReport:
    """What came of the battery for one solver.

    Attributes
    ----------
    solver
        Who was checked.
    outcomes
        One for each check, excused ones included.
    """

    solver: Solver
    outcomes: tuple[Outcome, ...]

    @property
    def executed(self) -> int:
        """The number of pairs of a check and a game that count."""
        return sum(outcome.executed for outcome in self.outcomes if not outcome.excuse)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The outcomes that are failures."""
        return tuple(outcome for outcome in self.outcomes if outcome.failure is not None)

    @property
    def excused(self) -> tuple[Outcome, ...]:
        """The outcomes of checks that the solver is excused from."""
        return tuple(outcome for outcome in self.outcomes if outcome.excuse)

    def require(self, pairs: int) -> None:
        """Fail if fewer pairs of a check and a game were executed.

        Raises
        ------
        AssertionError
            There were fewer.
        """
        if self.executed < pairs:
            raise AssertionError(
                f"only {self.executed} check-game pairs of {self.solver!r}, not {pairs}; draw more "
                "games, or games that have what the checks are about"
            )

    def __str__(self) -> str:
        head = (
            f"{self.solver!r}: {len(self.outcomes)} checks, {self.executed} check-game pairs, "
            f"{len(self.excused)} excused, {len(self.failures)} failed"
        )
        return "\n".join([head, *(f"  {outcome}" for outcome in self.outcomes)])


@final
@dataclass(frozen=True, slots=True)
class Case:
    """One check of one solver, ready to run.

    Attributes
    ----------
    solver, check
        Who is checked, and how.
    excuse
        The reason why it is excused, if it is.
    sizes
        How large tables are drawn, where it says so.
    """

    solver: Solver
    check: Check
    excuse: str = ""
    sizes: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return f"{self.solver!r}-{self.check.name}"

    def outcome(self, examples: int = 25, *, shrink: bool = True) -> Outcome:
        """Draw games and run the check on each; nothing is raised.

        Parameters
        ----------
        examples
            How many games to draw. Other settings are those of the hypothesis profile in use; in a
            derandomized one every check draws games of its own, the same in every run.
        shrink
            Whether to look for a simple game on which the check fails, if it fails.
        """
        shrink = shrink and not self.excuse
        executed, failure = self._drawn(1 if self.check.once else examples, shrink=shrink)
        name, least = self.check.name, self.check.least(examples)
        if self.excuse:
            passes = AssertionError(
                f"{self.solver!r} is excused from {name} ({self.excuse}), and passes it: take the "
                "excuse away"
            )
            return Outcome(name, executed, self.excuse, None if failure else passes)
        if failure is None and executed < least:
            failure = AssertionError(
                f"only {executed} of {examples} games drawn for {self.solver!r} had what {name} is "
                f"about; expected {least}"
            )
        return Outcome(name, executed, failure=failure)

    def run(self, examples: int = 25) -> Outcome:
        """As `outcome`, but a failure is raised.

        Examples
        --------
        >>> import brinkgame as bg
        >>> case = cases([bg.PureEnumeration()])[0]
        >>> print(case.run(examples=5))
        check_equilibria: passed (5 games)
        """
        outcome = self.outcome(examples)
        if outcome.failure is not None:
            raise outcome.failure
        return outcome

    def _drawn(self, examples: int, *, shrink: bool) -> tuple[int, Exception | None]:
        """How many games counted, and what went wrong first."""
        executed = 0

        def pair(game: Any) -> None:
            nonlocal executed
            try:
                executed += bool(self.check.function(self.solver, game))
            except Exception as error:
                error.add_note(f"{self.check.name} of {self.solver!r} on this game:\n{game}")
                raise

        drawing = settings(
            max_examples=examples,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            verbosity=Verbosity.quiet,  # the game itself is shown
            suppress_health_check=list(HealthCheck),
        )
        run = drawing(given(self.check.games(self.solver, **dict(self.sizes)))(pair))
        if settings().derandomize:
            run = seed(zlib.crc32(str(self).encode()))(run)
        try:
            run()
        except Exception as error:  # noqa: BLE001 (whatever it is, it is the outcome)
            return executed, error
        return executed, None


def cases(
    solvers: Iterable[Solver], *, exclude: Excuses | None = None, sizes: Sizes | None = None
) -> tuple[Case, ...]:
    """Every check of every solver.

    Parameters
    ----------
    solvers
        Solvers with their options.
    exclude
        ``{solver or its class: {name of a check: reason}}``.
    sizes
        ``{solver or its class: {"max_strategies": number, "max_cells": number}}`` for solvers that
        take long: how large the tables are that are drawn.

    Raises
    ------
    ValueError
        An excuse is for no check of any of these solvers, or has no reason.
    """
    found: list[Case] = []
    used: set[tuple[object, str]] = set()
    excuses = exclude or {}
    for solver in solvers:
        size = {
            k: n for key in (type(solver), solver) for k, n in (sizes or {}).get(key, {}).items()
        }
        for check in checks_for(solver):
            reasons = [
                (key, excuses[key][check.name])
                for key in (type(solver), solver)
                if check.name in excuses.get(key, {})
            ]
            used |= {(key, check.name) for key, _ in reasons}
            excuse = reasons[-1][1] if reasons else ""
            found.append(Case(solver, check, excuse, tuple(size.items())))
    for key, names in excuses.items():
        for name, reason in names.items():
            if (key, name) not in used:
                raise ValueError(f"{key!r} is excused from {name!r}, which it is not asked")
            if not str(reason or "").strip():
                raise ValueError(f"{key!r} is excused from {name!r} without a reason: {reason!r}")
    return tuple(found)


def check_solver(
    solver: Solver,
    *,
    examples: int = 25,
    exclude: Mapping[str, str] | None = None,
    sizes: Mapping[str, int] | None = None,
    check: bool = True,
) -> BatteryReport:
    """Run every check that applies to a solver on games drawn for it.

    Parameters
    ----------
    solver
        The solver, with its options.
    examples
        How many games to draw for each check; a thousand for a thorough look.
    exclude
        ``{name of a check: reason}`` for what the solver is excused from.
    sizes
        ``{"max_strategies": number, "max_cells": number}``: how large the tables are that are
        drawn, for a solver that takes long.
    check
        Whether to raise if something fails; otherwise the report is returned as it is.

    Returns
    -------
    BatteryReport
        It counts the pairs of a check and a game that were executed.

    Raises
    ------
    AssertionError
        A check failed, an excused one passed, or too few games had what a check is about.
    ValueError
        An excuse is for no check of this solver, or has no reason.

    Examples
    --------
    >>> import brinkgame as bg
    >>> report = check_solver(bg.PureEnumeration(), examples=2)
    >>> report.failures
    ()
    """
    excuses: Excuses | None = None if exclude is None else {solver: exclude}
    tables: Sizes = {solver: sizes or {}}
    asked = cases([solver], exclude=excuses, sizes=tables)
    outcomes = tuple(case.outcome(examples) for case in asked)
    report = BatteryReport(solver, outcomes)
    if check and report.failures:
        raise AssertionError(str(report)) from report.failures[0].failure
    return report


def parametrize_with_checks(
    solvers: Iterable[Solver], *, exclude: Excuses | None = None, sizes: Sizes | None = None
) -> dict[str, Any]:
    """What `pytest.mark.parametrize` takes: one case for each solver and check, with its name.

    Write ``@pytest.mark.parametrize(**parametrize_with_checks([MySolver()]))`` above a test that
    takes a ``case`` and calls ``case.run()``.

    Parameters
    ----------
    solvers
        Solvers with their options.
    exclude
        ``{solver or its class: {name of a check: reason}}``. An excused check must fail.
    sizes
        As in `check_solver`, ``{solver or its class: {...}}``.

    Raises
    ------
    ValueError
        An excuse is for no check of any of these solvers, or has no reason.

    Examples
    --------
    >>> import brinkgame as bg
    >>> arguments = parametrize_with_checks([bg.PureEnumeration()])
    >>> arguments["argnames"], arguments["ids"][0]
    ('case', 'PureEnumeration()-check_equilibria')
    """
    found = cases(solvers, exclude=exclude, sizes=sizes)
    return {"argnames": "case", "argvalues": found, "ids": [str(case) for case in found]}
