"""The verb: accept, run, certify, report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from brinkgame.arithmetic import Float
from brinkgame.control import Control, Progress
from brinkgame.errors import SolveError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.ordinal import GraphModel, OrdinalGame
from brinkgame.play import (
    Assessment,
    commitment_regrets,
    is_consistent,
    perfect_bayesian_gaps,
    sequential_regrets,
    subgame_regrets,
)
from brinkgame.play.correlation import payoffs_and_coarse_regrets, payoffs_and_obedience
from brinkgame.play.quantal_response import quantal_response_gaps
from brinkgame.play.responses import payoffs_and_regrets
from brinkgame.play.sequential_rationality import as_assessment
from brinkgame.results import (
    Certificate,
    Concept,
    Coverage,
    Equilibrium,
    EquilibriumResult,
    Status,
    Verdict,
)
from brinkgame.solvers.auto import choose_solver, concept_named
from brinkgame.solvers.base import Solver

__all__ = ["certify", "solve"]


def solve(
    game: Any,
    solver: Solver | None = None,
    *,
    concept: str | Concept | None = None,
    check: bool = True,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> EquilibriumResult:
    """Find equilibria of a game, certify each, and say what is covered.

    Parameters
    ----------
    game
        A closed game in either form (see `Game.at`).
    solver
        An algorithm with its options, such as ``BackwardInduction(single=True)``. Without one it
        is chosen, and `EquilibriumResult.reason` says why.
    concept
        What to look for, such as ``"subgame-perfect"``, when no solver is named.
    check
        Whether to raise `SolveError` when the status is not a success; otherwise the result is
        returned as it is.
    time_limit
        Seconds after which the solver stops with `Status.TIME_LIMIT` and what it has.
    progress
        A function that is called with a `Progress` now and then.

    Returns
    -------
    EquilibriumResult
        Every equilibrium in it has passed a check that shares no code with the solver.

    Raises
    ------
    UnsupportedGameError
        The game is out of the solver's scope; every reason is listed.
    SolveError
        The solver did not succeed, and `check` is true; ``.result`` holds what there is.

    Examples
    --------
    >>> import brinkgame as bg
    >>> result = bg.solve(bg.catalog.load("entry-deterrence").game)
    >>> result.only().profile["incumbent"]["entry"]["accommodate"]
    Fraction(1, 1)
    >>> result.coverage.name, result.only().certificate.epsilon
    ('ALL', Fraction(0, 1))
    """
    _require_game(game)
    control = Control(time_limit, progress)
    reason = ""
    if solver is None:
        choice = choose_solver(game, concept)
        solver, reason = choice.solver, choice.reason
    elif not isinstance(solver, Solver):
        raise UnsupportedGameError(
            f"expected a solver such as brinkgame.BackwardInduction(), got {solver!r}"
        )
    elif concept is not None and concept_named(concept) is not solver.concept:
        raise UnsupportedGameError(
            f"{type(solver).__name__} finds {solver.concept.value} equilibria, "
            f"not {concept_named(concept).value} ones"
        )
    obstacles = solver.obstacles(game)
    if obstacles:
        raise UnsupportedGameError(f"{type(solver).__name__} cannot take {game!r}", obstacles)
    run = solver.run(game, control)
    families = run.families or (None,) * len(run.profiles)
    details: Sequence[Mapping[str, Any]] = run.details or ({},) * len(run.profiles)
    allowed = max(run.accuracy, _tolerance(game))
    kept: list[Equilibrium] = []
    position: dict[int, int] = {}
    for number, (profile, family, told) in enumerate(
        zip(run.profiles, families, details, strict=True)
    ):
        payoffs, certificate = certify(game, profile, solver.concept, **told)
        in_payoffs = solver.concept is not Concept.QUANTAL_RESPONSE
        if run.accuracy and certificate.epsilon and in_payoffs:
            certificate = replace(
                certificate, verdict=Verdict.APPROXIMATE, scale=_payoff_range(game)
            )
        if certificate.holds(allowed):
            position[number] = len(kept)
            kept.append(Equilibrium(profile, payoffs, certificate, family, told))
    status, coverage = run.status, run.coverage
    if len(kept) < len(run.profiles):
        status, coverage = Status.UNCERTIFIED, Coverage.SOME
    result = EquilibriumResult(
        game=game,
        solver=solver,
        concept=solver.concept,
        status=status,
        coverage=coverage,
        equilibria=tuple(kept),
        components=tuple(
            tuple(position[i] for i in part if i in position) for part in run.components
        ),
        indices=run.indices,
        reason=reason,
        notes=run.notes,
        statistics=run.statistics,
    )
    if check and not status.is_success:
        raise SolveError(f"{type(solver).__name__} on {game!r}: {status.value}", result)
    return result


def certify(
    game: Any, profile: Any, concept: str | Concept, **details: Any
) -> tuple[dict[str, Any], Certificate]:
    """The payoffs of a profile, and the independent check of a concept.

    Parameters
    ----------
    game, profile
        A closed game and what everyone does in it.
    concept
        What is checked.
    details
        What the check needs to know besides, such as the ``rationality`` of a quantal response, or
        the ``beliefs`` of a perfect Bayesian or sequential equilibrium.

    Returns
    -------
    tuple
        ``{player: payoff}`` and the `Certificate`. In an exact game the profile is an equilibrium
        exactly when every regret is zero and nothing else is violated.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> payoffs, certificate = bg.certify(
    ...     game, {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}},
    ...     bg.Concept.SUBGAME_PERFECT)
    >>> certificate.regrets["incumbent"]
    Fraction(3, 1)
    """
    _require_game(game)
    concept = concept_named(concept)
    exact = not isinstance(game.arithmetic, Float)
    verdict = Verdict.EXACT if exact else Verdict.APPROXIMATE
    scale: Any = 1 if exact else game.payoff_spreads
    if concept is Concept.SUBGAME_PERFECT:
        found = subgame_regrets(game, profile)
        return found.payoffs, Certificate(concept, found.regrets, verdict, scale)
    takes = _DETAILS.get(concept, ())
    if (takes and takes[0] not in details) or not details.keys() <= set(takes):
        raise UnsupportedGameError(
            f"the check of {concept.value} equilibria needs {takes[0] if takes else 'nothing'} "
            f"besides the profile; got {', '.join(details) or 'nothing'}"
        )
    if concept in (Concept.PERFECT_BAYESIAN, Concept.SEQUENTIAL):
        assessment = as_assessment(game, profile, details["beliefs"])
        pays = sequential_regrets(assessment)
        wrong = _violations(assessment, concept)
        return pays.payoffs, Certificate(concept, pays.regrets, verdict, scale, wrong)
    payoffs, measured = _CHECKS[concept](game, profile, **details)
    if concept is Concept.QUANTAL_RESPONSE:
        # Gaps are differences of probabilities; no exponential is computed exactly.
        return payoffs, Certificate(concept, measured, Verdict.APPROXIMATE)
    return payoffs, Certificate(concept, measured, verdict, scale)


_CHECKS: dict[Concept, Callable[..., tuple[dict[str, Any], dict[str, Any]]]] = {
    Concept.NASH: payoffs_and_regrets,
    Concept.CORRELATED: payoffs_and_obedience,
    Concept.COARSE_CORRELATED: payoffs_and_coarse_regrets,
    Concept.COMMITMENT: commitment_regrets,
    Concept.QUANTAL_RESPONSE: quantal_response_gaps,
}
"""What measures a profile of each concept, from `brinkgame.play`: its payoffs, and its regrets."""

_DETAILS: dict[Concept, tuple[str, ...]] = {
    Concept.PERFECT_BAYESIAN: ("beliefs",),
    Concept.SEQUENTIAL: ("beliefs",),
    Concept.COMMITMENT: ("leader", "pure"),
    Concept.QUANTAL_RESPONSE: ("rationality", "beliefs"),
}
"""What a check takes besides the profile; it needs the first."""


def _violations(assessment: Assessment, concept: Concept) -> tuple[str, ...]:
    """What a concept asks of beliefs and is not so."""
    wrong = tuple(map(str, perfect_bayesian_gaps(assessment)))
    if wrong or concept is Concept.PERFECT_BAYESIAN:
        return wrong
    consistency = is_consistent(assessment)
    return () if consistency else (consistency.reason,)


_ORDINAL = (
    "{game!r} has an order of outcomes and no payoffs, so that solvers cannot take it: ask "
    "stability(...), or of two players nonmyopic_equilibria(...); an OrdinalGame becomes a table "
    "of payoffs where you name them, by .with_payoffs(...)"
)


def _require_game(game: object) -> None:
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        if isinstance(game, OrdinalGame | GraphModel):
            raise UnsupportedGameError(_ORDINAL.format(game=game))
        forms = [
            f".{name}()"
            for name in ("to_extensive_form", "to_normal_form", "to_agent_form")
            if hasattr(game, name)
        ]
        hint = f"; solve its {' or '.join(forms)}" if forms else ""
        raise UnsupportedGameError(f"expected a game, got {game!r}{hint}")


def _payoff_range(game: Any) -> Any:
    """The widest range of one player's payoffs; 1 where everybody gets the same everywhere."""
    if isinstance(game, NormalFormGame):
        columns = [game.payoff_array(player).ravel().tolist() for player in game.players]
    else:
        ends = [paid for paid in game.terminal_payoffs() if paid is not None]
        columns = [list(column) for column in zip(*ends, strict=True)]
    return max(max(column) - min(column) for column in columns) or 1


def _tolerance(game: Any) -> float:
    arithmetic = game.arithmetic
    return arithmetic.tolerance if isinstance(arithmetic, Float) else 0.0
