"""Comparison with an answer that a source gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from brinkgame.results import Concept, Coverage, Equilibrium, EquilibriumResult
from brinkgame.solve import solve
from brinkgame.solvers import Solver
from brinkgame.testing.answers import described, fail, listed
from brinkgame.testing.reference import (
    Conduct,
    conduct_of,
    count_pure,
    profile_of,
    pure_choices,
    pure_conduct,
)

__all__ = ["Known", "verify_known"]

_MOST_PROFILES: Final = 1000
_NEAR: Final = 1e-6
"""How near to a known equilibrium one must be that is approximate, and says so."""
_STRETCH: Final = 100
"""Or this many times the regret that its certificate owns to, as a share of payoffs."""


class Known(Protocol):
    """Equilibria that a source gives, such as `brinkgame.catalog.KnownEquilibria`."""

    @property
    def concept(self) -> Concept:
        """Of which kind they are."""

    @property
    def at(self) -> Mapping[str, Any]:
        """The point at which they hold."""

    @property
    def profiles(self) -> Sequence[Mapping[str, Any]]:
        """The equilibria, as nested mappings."""

    @property
    def payoffs(self) -> Sequence[Mapping[str, Any]]:
        """What each of them pays."""

    @property
    def coverage(self) -> Coverage:
        """What the list of them holds."""

    @property
    def citation(self) -> str:
        """Where they are found."""


def verify_known(solver: Solver, game: Any, expected: Known) -> EquilibriumResult:
    """Compare what a solver finds with the answer that a source gives.

    Every known equilibrium that the solver claims to find is found, with its payoffs; and where the
    source gives all, the solver finds no other. One that is approximate, and says so, is near to a
    known one. Families count by their members in pure strategies.

    Parameters
    ----------
    solver, game
        Who is asked about what; open parameters are closed at ``expected.at``.
    expected
        The known answer.

    Returns
    -------
    EquilibriumResult
        What the solver found.

    Raises
    ------
    AssertionError
        They differ; the message cites the source.
    ValueError
        The solver looks for another concept.

    Examples
    --------
    >>> import brinkgame as bg
    >>> chicken = bg.catalog.load("chicken")
    >>> len(verify_known(bg.PureEnumeration(), chicken.game, chicken.known[0]))
    2
    """
    if solver.concept is not expected.concept:
        raise ValueError(
            f"{solver!r} finds {solver.concept.value} equilibria; {expected.citation} gives "
            f"{expected.concept.value} ones"
        )
    closed = game if game.is_closed else game.at(expected.at)
    result = solve(closed, solver)
    known = [conduct_of(profile_of(closed, profile)) for profile in expected.profiles]
    found = {id(e): conduct_of(e.profile) for e in result}
    source = f"({expected.citation})"
    for conduct, payoffs in zip(known, expected.payoffs, strict=True):
        if not _claims(result, conduct):
            continue
        if not _holds(result, conduct):
            fail(solver, f"does not find {described(conduct)} {source}")
        for equilibrium in result:
            if found[id(equilibrium)] == conduct and equilibrium.payoffs != dict(payoffs):
                text = f"{described(conduct)} pays {listed(payoffs)} {source}"
                fail(solver, f"{text}, not {listed(equilibrium.payoffs)}")
    for conduct in _all_found(result):
        pure = profile_of(closed, conduct).is_pure
        settled = expected.coverage is Coverage.ALL or (
            pure and expected.coverage in (Coverage.ALL_PURE, Coverage.ALL_EXTREME)
        )
        admitted = [_admitted(e) for e in result if found[id(e)] == conduct and not e.is_exact]
        near = admitted and any(_apart(conduct, other) < max(admitted) for other in known)
        if settled and conduct not in known and not near:
            fail(solver, f"finds {described(conduct)}, which is no equilibrium {source}")
    return result


def _admitted(equilibrium: Equilibrium) -> float:
    """How far an equilibrium that says that it is approximate may be from a known one."""
    certificate = equilibrium.certificate
    scale = certificate.scale
    widest = max(scale.values()) if isinstance(scale, Mapping) else scale
    return max(_NEAR, _STRETCH * float(certificate.epsilon) / float(widest))


def _apart(one: Any, other: Any) -> float:
    """The largest difference of two numbers in the same place of nested dictionaries."""
    if isinstance(one, Mapping):
        # A lottery names only the cells that may come up.
        return max(_apart(one.get(key, 0), other.get(key, 0)) for key in {*one, *other})
    return abs(float(one) - float(other))


def _claims(result: EquilibriumResult, conduct: Conduct) -> bool:
    """Whether a result says that an equilibrium like this one cannot be missing."""
    if result.coverage is Coverage.ALL:
        return True
    pure = profile_of(result.game, conduct).is_pure
    return pure and result.coverage in (Coverage.ALL_PURE, Coverage.ALL_EXTREME)


def _holds(result: EquilibriumResult, conduct: Conduct) -> bool:
    profile = profile_of(result.game, conduct)
    return any(
        conduct_of(e.profile) == conduct or (e.family is not None and profile in e.family)
        for e in result
    )


def _all_found(result: EquilibriumResult) -> list[Conduct]:
    """What is listed, and the pure members of families where they can be tried one by one."""
    conducts = [conduct_of(equilibrium.profile) for equilibrium in result]
    in_families = any(equilibrium.family is not None for equilibrium in result)
    if in_families and count_pure(result.game) <= _MOST_PROFILES:
        tried = (pure_conduct(result.game, choices) for choices in pure_choices(result.game))
        conducts += [c for c in tried if c not in conducts and _holds(result, c)]
    return conducts
