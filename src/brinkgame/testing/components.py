"""Checks of complete answers for two-player tables: nothing lacks, and what hangs together.

All extreme equilibria, the components that they form, and their indices are compared with what
`brinkgame.testing.corners` works out from the definitions. Each check takes a solver and a game,
raises `AssertionError` where theory is violated, and returns whether the solver told what the check
is about.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from brinkgame.forms import NormalFormGame
from brinkgame.results import Coverage, Status
from brinkgame.solvers import Solver
from brinkgame.testing.answers import Answer, described, is_float
from brinkgame.testing.corners import Pair, PlainTable
from brinkgame.testing.reference import Conduct, count_pure, profile_of, pure_conduct

__all__ = [
    "check_all_found",
    "check_components",
    "check_extreme",
    "check_indices",
    "demand_all_found",
]

_MOST_CELLS: Final = 36
_MOST_MIXTURES: Final = 40
_WEIGHTS: Final = (
    (Fraction(1, 2), Fraction(1, 2)),
    (Fraction(1, 3), Fraction(3, 4)),
    (Fraction(1), Fraction(1, 7)),
    (Fraction(9, 10), Fraction(1)),
    (Fraction(1, 10**9), Fraction(2, 5)),
)


def _answer(solver: Solver, game: Any) -> Answer | None:
    """The answer for an exact table of two players, if it says that it is complete."""
    if not isinstance(game, NormalFormGame) or len(game.players) != 2 or is_float(game):
        return None
    if count_pure(game) > _MOST_CELLS:
        return None
    answer = Answer.of(solver, game)
    complete = (Coverage.ALL, Coverage.ALL_EXTREME)
    if answer is None or answer.run.status is not Status.SOLVED:
        return None
    return answer if answer.run.coverage in complete else None


def _pairs(answer: Answer) -> list[Pair]:
    return [_pair(conduct) for conduct in answer.conducts]


def _pair(conduct: Conduct) -> Pair:
    first, second = conduct.values()
    return tuple(first.values()), tuple(second.values())


def _conduct(game: NormalFormGame, pair: Pair) -> Conduct:
    return {
        player: dict(zip(menu, part, strict=True))
        for (player, menu), part in zip(game.strategies.items(), pair, strict=True)
    }


# -- what is listed -------------------------------------------------------------------------------


def check_all_found(solver: Solver, game: Any) -> bool:
    """Where all equilibria are claimed, those listed are the extreme ones that trying all finds.

    Every pair of supports of two players is tried, in fractions.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    >>> check_all_found(bg.ExtremeEnumeration(), game)
    True
    """
    answer = _answer(solver, game)
    if answer is None:
        return False
    demand_all_found(answer)
    return True


def demand_all_found(answer: Answer) -> None:
    """Fail if what is listed are not all extreme equilibria of a small table of two players."""
    right = [_conduct(answer.game, pair) for pair in PlainTable.of(answer.game).extreme_equilibria]
    listed = bool(answer.run.components) or answer.run.coverage is Coverage.ALL_EXTREME
    for conduct in right:
        if conduct not in answer.conducts and (listed or not answer.holds(conduct)):
            answer.fail(f"claims that {answer.run.coverage.value}, but not {described(conduct)}")
    homes = answer.run.families or (None,) * len(answer.conducts)
    for conduct, home in zip(answer.conducts, homes, strict=True):
        # One of a family that is told by its conditions may be any of its members.
        told = home is not None and home.vertices is None
        if conduct not in right and not told:
            answer.fail(f"lists {described(conduct)}, which is no extreme equilibrium")


def check_extreme(solver: Solver, game: Any) -> bool:
    """No equilibrium that is listed in a component is a mixture of others in the same subset.

    The strategies of an extreme equilibrium are the only ones with their labels: what they leave
    out, and what is a best reply to them.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [0, 2]], [[1, 1], [0, 2]])
    >>> check_extreme(bg.ExtremeEnumeration(), game)
    True
    """
    answer = _answer(solver, game)
    if answer is None or not answer.run.components:
        return False
    table = PlainTable.of(game)
    for conduct in answer.conducts:
        for player, strategy in enumerate(_pair(conduct)):
            if not table.is_corner(player, strategy):
                who = game.players[player]
                answer.fail(f"lists {described(conduct)}, where {who} mixes other equilibria")
    return True


# -- components -----------------------------------------------------------------------------------


def check_components(solver: Solver, game: Any) -> bool:
    """Components are what hangs together, and families hold what is mixed within them.

    Two equilibria hang together when their strategies interchange; then all mixtures of each
    player's two strategies are equilibria (Millham 1974). So the components of a complete list are
    determined, and every equilibrium belongs to the component of the corners of the faces that it
    lies in. Mixtures of listed equilibria, within components and across, belong to the family of
    their component when they are equilibria, and to none when they are not.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [0, 2]], [[1, 1], [0, 2]])
    >>> check_components(bg.ExtremeEnumeration(), game)
    True
    """
    answer = _answer(solver, game)
    if answer is None or not answer.run.components:
        return False
    table, pairs = PlainTable.of(game), _pairs(answer)
    told = answer.run.components
    if sorted(itertools.chain(*told)) != list(range(len(pairs))):
        answer.fail(f"the components {told!r} do not part {len(pairs)} equilibria")
    right = table.connected(pairs)
    for component in told:
        if not any(set(component) <= group for group in right):
            answer.fail(f"the equilibria {component!r} are one component, and do not hang together")
    for group in right:
        if not any(group <= set(component) for component in told):
            answer.fail(f"the equilibria {sorted(group)!r} hang together, and are no component")
    _demand_homes(answer)
    if answer.run.families:
        _demand_members(answer, table, pairs)
    return True


def _demand_homes(answer: Answer) -> None:
    """Demand one family for each component of several equilibria, with all its corners."""
    homes = answer.run.families or (None,) * len(answer.conducts)
    for component in answer.run.components:
        families = {id(homes[k]) for k in component}
        family = homes[component[0]]
        if len(component) == 1 and family is not None:
            answer.fail(f"{described(answer.conducts[component[0]])} is alone, and has a family")
        if len(component) == 1:
            continue
        if family is None or len(families) > 1:
            answer.fail(f"the component {component!r} has not one family")
        elif family.vertices is not None and sorted(family.vertices) != sorted(component):
            answer.fail(f"the component {component!r} has the vertices {family.vertices!r}")


def _demand_members(answer: Answer, table: PlainTable, pairs: Sequence[Pair]) -> None:
    """Demand that families hold what is mixed within their components, and nothing else."""
    homes = answer.run.families
    for pair in _mixtures(pairs):
        conduct = _conduct(answer.game, pair)
        home: int | None = None
        if table.is_pair(*pair):
            near = table.neighbors(pair, pairs)
            parts = {k for k, part in enumerate(answer.run.components) if near & set(part)}
            if len(parts) != 1:
                answer.fail(f"{described(conduct)} is an equilibrium of {len(parts)} components")
            home = parts.pop()
        profile = profile_of(answer.game, conduct)
        for number, component in enumerate(answer.run.components):
            family = homes[component[0]]
            if family is None:
                continue
            member = profile in family
            if member and home is None:
                answer.fail(f"takes {described(conduct)} for an equilibrium of {component!r}")
            if member is not (number == home):
                text = "belongs to" if number == home else "does not belong to"
                answer.fail(f"{described(conduct)} {text} the component {component!r}")


def _mixtures(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Mixtures of two equilibria each, a few for every two."""
    weights = itertools.cycle(_WEIGHTS)
    for one, other in itertools.islice(itertools.combinations(pairs, 2), _MOST_MIXTURES):
        for share, portion in itertools.islice(weights, 2):
            yield _mixed(one[0], other[0], share), _mixed(one[1], other[1], portion)
        yield one[0], other[1]


def _mixed(one: Sequence[Any], other: Sequence[Any], weight: Fraction) -> tuple[Any, ...]:
    return tuple(weight * a + (1 - weight) * b for a, b in zip(one, other, strict=True))


# -- indices --------------------------------------------------------------------------------------


def check_indices(solver: Solver, game: Any) -> bool:
    """Indices sum to one, a strict equilibrium in pure strategies has +1, and each one is right.

    A strict equilibrium is a component of its own; a game without ties has an odd number of
    equilibria (Shapley 1974; Wilson 1971). The index of every component is compared with the sum
    over the equilibria near it of a generic game close by.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [0, 2]], [[1, 1], [0, 2]])
    >>> check_indices(bg.ExtremeEnumeration(), game)
    True
    """
    answer = _answer(solver, game)
    if answer is None or not answer.run.indices:
        return False
    told = dict(zip(answer.run.components, answer.run.indices, strict=True))
    if sum(told.values()) != 1:
        answer.fail(f"the indices {answer.run.indices!r} do not sum to one")
    for conduct in _strict(game):
        place = answer.conducts.index(conduct) if conduct in answer.conducts else -1
        if told.get((place,)) != 1:
            answer.fail(f"{described(conduct)} is strict, and no component of its own with +1")
    table = PlainTable.of(game)
    if table.is_nondegenerate and len(answer.conducts) % 2 == 0:
        answer.fail(f"lists {len(answer.conducts)} equilibria of a game without ties")
    pairs = _pairs(answer)
    right = dict.fromkeys(told, 0)
    for pair, sign in table.signed_equilibria():
        near = table.neighbors(pair, pairs)
        for component in told:
            right[component] += sign if near & set(component) else 0
    for component, index in told.items():
        if right[component] != index:
            text = f"has the index {right[component]}, not {index}"
            answer.fail(f"the component {component!r} of {len(pairs)} equilibria {text}")
    return True


def _strict(game: NormalFormGame) -> Iterator[Conduct]:
    """The pure profiles from which everyone would lose by straying."""
    table = PlainTable.of(game)
    m, n = table.shape
    for i, j in itertools.product(range(m), range(n)):
        others = [table.row[k][j] for k in range(m) if k != i]
        rest = [table.column[i][k] for k in range(n) if k != j]
        if all(table.row[i][j] > u for u in others) and all(table.column[i][j] > u for u in rest):
            yield pure_conduct(game, (i, j))
