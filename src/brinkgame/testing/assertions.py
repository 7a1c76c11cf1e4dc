"""Assertions about games and equilibria for tests, with messages that say what differs."""

from __future__ import annotations

from typing import Any, Final

from brinkgame.arithmetic import Float
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
from brinkgame.play.correlation import as_correlated
from brinkgame.play.payoffs import as_profile
from brinkgame.results import Concept, Coverage, EquilibriumResult
from brinkgame.solve import certify
from brinkgame.solvers.auto import concept_named
from brinkgame.testing.answers import described, listed
from brinkgame.testing.reference import conduct_of, profile_of

__all__ = ["assert_equilibrium", "assert_same_equilibria", "assert_same_game"]

_NEAR: Final = 1e-9


def assert_equilibrium(
    game: Any, profile: Any, concept: Concept | str = Concept.NASH, **details: Any
) -> None:
    """Assert that nobody could gain.

    Parameters
    ----------
    game
        A closed game.
    profile
        A profile of it, or plain mappings of labels.
    concept
        What kind of equilibrium, also by its name, such as ``"subgame-perfect"``.
    details
        What the check needs to know besides: the ``leader`` of a commitment, the ``rationality`` of
        a quantal response. The latter counts when its probabilities are right to nine digits.

    Raises
    ------
    AssertionError
        Somebody could gain; the message says who, and how much.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> assert_equilibrium(game, {"1": "2", "2": "1"})
    >>> assert_equilibrium(game, {"1": "1", "2": "1"})
    Traceback (most recent call last):
    AssertionError: 1: 1; 2: 1 is no nash equilibrium: 1 could gain 1, 2 could gain 1
    """
    wanted = concept_named(concept)
    advised = wanted in (Concept.CORRELATED, Concept.COARSE_CORRELATED)
    played = as_correlated(game, profile) if advised else as_profile(game, profile)
    tolerance = game.arithmetic.tolerance if isinstance(game.arithmetic, Float) else 0.0
    if wanted is Concept.QUANTAL_RESPONSE:
        tolerance = _NEAR
    certificate = certify(game, played, wanted, **details)[1]
    if not certificate.holds(tolerance):
        gains = ", ".join(f"{p} could gain {r}" for p, r in certificate.regrets.items() if r > 0)
        raise AssertionError(
            f"{described(conduct_of(played))} is no {wanted.value} equilibrium: {gains}"
        )


def assert_same_equilibria(result: EquilibriumResult, other: EquilibriumResult) -> None:
    """Assert that two results say the same about the same game.

    What is listed in the one is listed in the other, or belongs to one of its families; where both
    claim to be complete, their families count equally many equilibria. The order of the lists, and
    who found them, do not matter.

    Raises
    ------
    AssertionError
        They are about different games or concepts, claim different coverage, or differ.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> result = bg.solve(game, bg.VertexEnumeration())
    >>> assert_same_equilibria(result, bg.solve(game, bg.ExtremeEnumeration()))
    """
    assert_same_game(result.game, other.game)
    for what, here, there in (
        ("concept", result.concept, other.concept),
        ("status", result.status, other.status),
        ("coverage", result.coverage, other.coverage),
    ):
        if here is not there:
            raise AssertionError(f"{what}: {here.name} and {there.name}")
    for one, two, which in ((result, other, "second"), (other, result, "first")):
        for equilibrium in one:
            conduct = conduct_of(equilibrium.profile)
            if not _holds(two, conduct):
                raise AssertionError(f"{described(conduct)} is not in the {which} result")
            same = [e for e in two if conduct_of(e.profile) == conduct]
            if same and same[0].payoffs != equilibrium.payoffs:
                raise AssertionError(
                    f"{described(conduct)} pays {listed(equilibrium.payoffs)} and "
                    f"{listed(same[0].payoffs)}"
                )
    counts = _count(result), _count(other)
    if counts[0] != counts[1] and result.coverage in (Coverage.ALL, Coverage.ALL_PURE):
        raise AssertionError(f"{counts[0]} equilibria and {counts[1]}")


def _holds(result: EquilibriumResult, conduct: Any) -> bool:
    if any(conduct_of(e.profile) == conduct for e in result):
        return True
    families = {id(e.family): e.family for e in result if e.family is not None}
    if not families:
        return False
    profile = profile_of(result.game, conduct)
    return any(profile in family for family in families.values())


def _count(result: EquilibriumResult) -> tuple[int, tuple[int | None, ...]]:
    """The number of equilibria without a family, and the numbers in families."""
    families = {id(e.family): e.family for e in result if e.family is not None}
    alone = sum(1 for e in result if e.family is None)
    return alone, tuple(sorted((f.count for f in families.values()), key=str))


def assert_same_game(game: Game, other: Game) -> None:
    """Assert that two games are equal, and name the first thing that differs if they are not.

    Titles, and the meaning, range and sources of parameters, are not compared (see
    `Game.fingerprint` for that).

    Raises
    ------
    AssertionError
        They differ; the message says where.

    Examples
    --------
    >>> import brinkgame as bg
    >>> one = bg.ExtensiveFormGame("one", players=("A",), root=bg.Terminal({"A": 1}))
    >>> two = bg.ExtensiveFormGame("two", players=("A",), root=bg.Terminal({"A": 2}))
    >>> assert_same_game(one, two)
    Traceback (most recent call last):
    AssertionError: line 1 of the game: A 1, and A 2
    """
    if game == other:
        return
    for what, here, there in (
        ("form", type(game).__name__, type(other).__name__),
        ("players", game.players, other.players),
        ("arithmetic", type(game.arithmetic).__name__, type(other.arithmetic).__name__),
        ("shape", _shape(game), _shape(other)),
    ):
        if here != there:
            raise AssertionError(f"{what}: {here}, and {there}")
    lines = zip(_drawn(game), _drawn(other), strict=True)
    for number, (here, there) in enumerate(lines, 1):
        if here != there:
            raise AssertionError(f"line {number} of the game: {here}, and {there}")
    raise AssertionError(f"the games differ: {game!r}, and {other!r}")


def _shape(game: Any) -> Any:
    if isinstance(game, ExtensiveFormGame):
        return f"{game.tree.size} nodes"
    return tuple(game.strategies.values())


def _drawn(game: Any) -> list[str]:
    size = game.tree.size if isinstance(game, ExtensiveFormGame) else game.cells.size
    return list(game.lines(limit=size + 1))
