"""Checks of what is claimed: that nothing is missing, and what belongs to a family.

Each takes a solver and a game, raises `AssertionError` where a claim does not hold, and returns
whether the game had what the check is about.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.errors import AmbiguousEquilibriumError, SolveError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play import EquilibriumFamily
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import Solver
from brinkgame.testing.answers import Answer, described, fail, is_float, listed
from brinkgame.testing.corners import PlainTable
from brinkgame.testing.reference import (
    Choices,
    Conduct,
    conduct_of,
    count_pure,
    explained_equilibria,
    neighbors,
    payoffs_of,
    profile_of,
    pure_choices,
    pure_conduct,
    pure_equilibria,
)

__all__ = [
    "check_coverage",
    "check_families",
    "check_limit",
    "check_only",
    "check_promise",
    "demand_claim",
    "limits",
]

_MOST_PROFILES: Final = 1000
_WAYS: Final = 81
"""In how many ways mistakes may be rare that are tried to explain beliefs."""
_WIDTH: Final = (
    Coverage.SOME,
    Coverage.ONE,
    Coverage.ALL_PURE,
    Coverage.ALL_EXTREME,
    Coverage.ALL,
)


def check_coverage(solver: Solver, game: Any) -> bool:
    """What is claimed about equilibria that are not listed is what trying every profile finds.

    Where all are claimed, the pure profiles that are listed or belong to a listed family are
    exactly the pure equilibria, and a family's count is the number of its pure members. Where
    beliefs matter, the pure equilibria whose beliefs are explained by mistakes of a few orders must
    be among them. Where one is claimed, one is listed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_coverage(bg.PureEnumeration(), game)
    True
    """
    answer = Answer.of(solver, game)
    if answer is None or is_float(game) or count_pure(game) > _MOST_PROFILES:
        return False
    demand_claim(answer)
    return True


def demand_claim(answer: Answer) -> None:
    """Fail if what is claimed about equilibria that are not listed is not so."""
    claim = answer.run.coverage
    if claim is Coverage.ONE and len(answer.conducts) != 1:
        answer.fail(f"claims that {claim.value}, and lists {len(answer.conducts)}")
    if not answer.is_complete:
        return
    if answer.believes:
        # Of what mistakes explain everything must be there; more may be right.
        for choices, _ in explained_equilibria(answer.game, _WAYS):
            conduct = pure_conduct(answer.game, choices)
            if not answer.holds(conduct):
                answer.fail(f"claims that {claim.value}, but not {described(conduct)}")
        return
    right = pure_equilibria(answer.game, answer.solver.concept)
    members = dict.fromkeys(answer.families, 0)
    for choices in pure_choices(answer.game):
        conduct = pure_conduct(answer.game, choices)
        claimed = answer.holds(conduct)
        if choices in right and not claimed:
            answer.fail(f"claims that {claim.value}, but not {described(conduct)}")
        if claimed and choices not in right:
            answer.fail(f"takes {described(conduct)} for an equilibrium")
        if claimed:
            profile = profile_of(answer.game, conduct)
            for family in members:
                members[family] += profile in family
    for family, number in members.items():
        if family.count not in (None, number):
            answer.fail(f"counts {family.count} pure profiles in a family of {number}")


def check_promise(solver: Solver, game: Any) -> bool:
    """A solver that ends with success claims at least the coverage that it declares.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_promise(bg.PureEnumeration(), game)
    True
    """
    answer = Answer.of(solver, game)
    if answer is None or is_float(game) or answer.run.status is not Status.SOLVED:
        return False
    declared, claimed = solver.coverage, answer.run.coverage
    if _WIDTH.index(claimed) < _WIDTH.index(declared):
        answer.fail(f"declares {declared.name} and claims {claimed.name} only")
    return True


def check_only(solver: Solver, game: Any) -> bool:
    """`EquilibriumResult.only` returns the equilibrium where there is exactly one, and only there.

    In a game of perfect information there is one subgame-perfect equilibrium, mixed ones included,
    exactly when there is one in pure strategies. In a table of two players all extreme equilibria
    are worked out plainly. Otherwise one pure equilibrium settles nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_only(bg.BackwardInduction(), tie)
    True
    """
    if solver.obstacles(game) or is_float(game) or count_pure(game) > _MOST_PROFILES:
        return False
    result = solve(game, solver, check=False)
    pure = pure_equilibria(game, solver.concept)
    try:
        only = result.only()
    except AmbiguousEquilibriumError:
        if result.coverage is Coverage.ALL and _is_settled(game, len(pure), solver.concept):
            fail(solver, f"there is one equilibrium, and only() does not return it: {result!r}")
        return True
    right = [pure_conduct(game, choices) for choices in pure]
    two = isinstance(game, NormalFormGame) and len(game.players) == 2
    if (
        result.coverage is not Coverage.ALL
        or right not in ([], [conduct_of(only.profile)])
        or (two and not _is_settled(game, len(pure), solver.concept))
    ):
        fail(solver, f"only() returns {only.profile!r}; there are {len(pure)}, and {result!r}")
    return True


def _is_settled(game: Any, pure: int, concept: Concept) -> bool:
    """Whether it is known without any solver that there is exactly one equilibrium."""
    if isinstance(game, ExtensiveFormGame):
        return concept is Concept.SUBGAME_PERFECT and game.is_perfect_information and pure == 1
    return len(game.players) == 2 and len(PlainTable.of(game).extreme_equilibria) == 1


def check_limit(solver: Solver, game: Any) -> bool:
    """With the least limit a solver says so, and claims no more than it has.

    This is about solvers with an option called `limit`, `listed`, or both. Nothing is raised but by
    `solve`, when the status is no success and nobody said ``check=False``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_limit(bg.BackwardInduction(), tie)
    True
    """
    if not limits(solver) or is_float(game) or count_pure(game) > _MOST_PROFILES:
        return False
    done = [_demand_modesty(dataclasses.replace(solver, **least), game) for least in limits(solver)]  # type: ignore[type-var]
    return all(done)


def limits(solver: Solver) -> list[dict[str, int]]:
    """The options that limit a solver, each at its least."""
    options: Any = solver
    names = {option.name for option in dataclasses.fields(options)} & {"limit", "listed"}
    return [{name: 1} for name in sorted(names)]


def _demand_modesty(least: Solver, game: Any) -> bool:
    answer = Answer.of(least, game)
    if answer is None:
        return False
    answer.demand_equilibria()
    demand_claim(answer)
    raised = False
    try:
        solve(game, least)
    except SolveError as error:
        raised = error.result is not None
    if raised is answer.run.status.is_success:
        how = "raises" if raised else "does not raise"
        answer.fail(f"ends with {answer.run.status.name}, and solve {how}")
    return True


def check_families(solver: Solver, game: Any) -> bool:
    """A family holds exactly the equilibria: mixed ones too, and nothing near one that is none.

    Profiles are mixed from the pure equilibria, and shifted a little toward every action; for each,
    membership must agree with regrets that are worked out plainly. So must the ranges of payoffs,
    and the vertices if there are any.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_families(bg.BackwardInduction(), tie)
    True
    """
    answer = Answer.of(solver, game)
    if answer is None or not answer.families or count_pure(game) > _MOST_PROFILES:
        return False
    for conduct, home in zip(answer.conducts, answer.run.families, strict=True):
        if home is not None and profile_of(game, conduct) not in home:
            answer.fail(f"{described(conduct)} is not in its family")
    for family in answer.families:
        said: Any = family.conditions
        good = isinstance(said, tuple) and all(isinstance(t, str) and t.strip() for t in said)
        if not said or not good:
            answer.fail(f"the conditions of a family are {said!r}")
        if not is_float(game) and answer.is_complete:
            _demand_vertices(answer, family)
            _demand_ranges(answer, family)
    if not is_float(game) and answer.is_complete:
        _demand_mixtures(answer)
    return True


def _demand_mixtures(answer: Answer) -> None:
    pure = sorted(pure_equilibria(answer.game, answer.solver.concept))
    for conduct in (*_between(answer.game, pure), *_near(answer.game, pure)):
        right, claimed = answer.is_equilibrium(conduct), answer.holds(conduct)
        if claimed and not right:
            answer.fail(f"takes {described(conduct)} for an equilibrium")
        if right and not claimed and answer.run.coverage is Coverage.ALL:
            answer.fail(f"does not know that {described(conduct)} is an equilibrium")


def _demand_ranges(answer: Answer, family: EquilibriumFamily) -> None:
    """Demand that the payoff ranges of a family are those of its extreme points.

    Where they are not listed it is the pure members that count, and those that are listed.
    """
    game = answer.game
    places = family.vertices
    if places is not None and set(places) <= set(range(len(answer.conducts))):
        members = [answer.conducts[place] for place in places]
    else:
        tried = (pure_conduct(game, choices) for choices in pure_choices(game))
        members = [conduct for conduct in tried if profile_of(game, conduct) in family]
        homes = zip(answer.conducts, answer.run.families, strict=True)
        members += [conduct for conduct, home in homes if home is family]
    if not members:
        return  # nothing plain to compare with: no member is pure
    paid = [payoffs_of(game, conduct) for conduct in members]
    columns = {player: [payoffs[player] for payoffs in paid] for player in game.players}
    right = {player: (min(column), max(column)) for player, column in columns.items()}
    said = dict(family.payoff_ranges)
    if not family.ranges_are_exact:  # bounds: they hold what is listed, and say no more
        right = {
            player: (min(low, said[player][0]), max(high, said[player][1]))
            for player, (low, high) in right.items()
        }
    if said != right:
        answer.fail(f"the payoffs in a family range over {listed(right)}, not {listed(said)}")


def _demand_vertices(answer: Answer, family: EquilibriumFamily) -> None:
    """Demand that no pure vertex of a family lacks, and in a tree that all mixtures belong.

    (The family of a table is a union of products; `check_components` looks at its mixtures.)
    """
    places = family.vertices
    if places is None:
        return
    listed_places = set(places) <= set(range(len(answer.conducts)))
    pure = listed_places and sum(answer.run.profiles[place].is_pure for place in places)
    if not listed_places or pure != family.count:
        answer.fail(f"names the vertices {places!r} of a family of {family.count} pure profiles")
    if isinstance(answer.game, NormalFormGame):
        return
    corners = [answer.conducts[place] for place in places]
    for one, other in itertools.islice(itertools.combinations(corners, 2), 20):
        conduct = _mixture(one, other, Fraction(1, 3))
        if not answer.is_equilibrium(conduct):
            answer.fail(f"says that a family is all mixtures, but not {described(conduct)}")


def _between(game: Any, pure: list[Choices]) -> Iterator[Conduct]:
    """Mixtures of two pure equilibria."""
    conducts = [pure_conduct(game, choices) for choices in pure[:6]]
    weights = itertools.cycle((Fraction(1, 2), Fraction(1, 7), Fraction(2, 3)))
    for one, other in itertools.combinations(conducts, 2):
        yield _mixture(one, other, next(weights))


def _near(game: Any, pure: list[Choices]) -> Iterator[Conduct]:
    """Pure equilibria from which somebody strays now and then, at one place."""
    for choices in pure[:3]:
        for place in range(len(choices)):
            for other in neighbors(game, choices, place):
                weight = Fraction(9, 10)
                yield _mixture(pure_conduct(game, choices), pure_conduct(game, other), weight)


def _mixture(one: Any, other: Any, weight: Fraction) -> Any:
    """Each number of one nested dictionary with its fellow of another, weighed."""
    if isinstance(one, Mapping):
        return {key: _mixture(part, other[key], weight) for key, part in one.items()}
    return weight * one + (1 - weight) * other
