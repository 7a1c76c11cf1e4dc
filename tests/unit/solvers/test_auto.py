"""The chooser: the strongest concept, then the widest coverage, then the name; and why."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from brinkgame.arithmetic import Arithmetic, Exact
from brinkgame.errors import UnknownNameError, UnsupportedGameError
from brinkgame.forms import Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.forms.game import Game
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers import BackwardInduction, ExtremeEnumeration, auto
from brinkgame.solvers.auto import Choice, choose_solver, concept_named
from brinkgame.solvers.base import Run, Solver

TABLE = NormalFormGame("table", strategies={"A": ("u",)}, payoffs={"A": [1]})
TREE = ExtensiveFormGame("tree", players=("A",), root=Decision("A", {"go": Terminal({"A": 0})}))
OPEN = NormalFormGame("open", strategies={"A": ("u",)}, payoffs={"A": [Parameter("x", 3)]})


@dataclass(frozen=True)
class Plain(Solver):
    """Takes every exact table."""

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact})
    summary: ClassVar[str] = "plain"

    def run(self, game: Any, control: Any = None) -> Run:
        return Run((), Status.SOLVED, Coverage.ALL)


def solver(name: str, coverage: Coverage, concept: Concept = Concept.NASH) -> type[Solver]:
    return type(name, (Plain,), {"coverage": coverage, "concept": concept})


def picky(name: str, *reasons: str) -> type[Solver]:
    return type(name, (Plain,), {"further_obstacles": lambda self, game: reasons})


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> list[type[Solver]]:
    listed: list[type[Solver]] = []
    monkeypatch.setattr(auto, "all_solvers", lambda: tuple(listed))
    return listed


def test_names_of_concepts() -> None:
    for concept in Concept:
        assert concept_named(concept.value) is concept
        assert concept_named(concept) is concept


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("subgame perfect", "no concept 'subgame perfect'; did you mean 'subgame-perfect'?"),
        ("Nash", "no concept 'Nash'; did you mean 'nash'?"),
        ("", "no concept ''; known: nash, subgame-perfect"),
        (5, "no concept 5; known: nash, subgame-perfect"),
    ],
)
def test_concepts_that_are_not_there(name: Any, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        concept_named(name)
    assert str(caught.value).startswith(message)
    with pytest.raises(UnknownNameError):
        choose_solver(TABLE, name)


def test_the_choice_among_our_own() -> None:
    assert choose_solver(TREE) == Choice(
        BackwardInduction(),
        "BackwardInduction was chosen: subgame-perfect is the strongest concept that a solver "
        f"finds here, and it promises that {Coverage.ALL.value}",
    )
    assert choose_solver(TREE, "subgame-perfect").reason == (
        "BackwardInduction was chosen: subgame-perfect was asked for, and it promises that "
        f"{Coverage.ALL.value}"
    )
    pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    for table in (pennies, pennies.to_float()):
        assert choose_solver(table).solver == ExtremeEnumeration()
        assert choose_solver(table, Concept.NASH).solver == ExtremeEnumeration()
    assert choose_solver(TREE.to_float()).solver == BackwardInduction()
    assert choose_solver(TABLE.to_float()).solver.concept is Concept.NASH


def test_the_strongest_concept_comes_first(known: list[type[Solver]]) -> None:
    weak = solver("A", Coverage.ALL)
    strong = solver("B", Coverage.SOME, Concept.SUBGAME_PERFECT)
    for order in ((weak, strong), (strong, weak)):
        known[:] = order
        assert type(choose_solver(TABLE).solver) is strong
        assert type(choose_solver(TABLE, "nash").solver) is weak


def test_then_the_widest_coverage_and_then_the_name(known: list[type[Solver]]) -> None:
    widest = [Coverage.ALL, Coverage.ALL_EXTREME, Coverage.ONE, Coverage.ALL_PURE, Coverage.SOME]
    # The names run against the coverages.
    ranked = [solver("EDCBA"[i], coverage) for i, coverage in enumerate(widest)]
    rng = random.Random(1)
    for i in range(len(ranked)):
        known[:] = ranked[i:]
        rng.shuffle(known)
        found = choose_solver(TABLE)
        assert type(found.solver) is ranked[i]
        promise = f"it promises that {widest[i].value}"
        if widest[i] is Coverage.SOME:
            promise = "it tells of each answer what it covers"
        assert found.reason.endswith(promise)
    first, second = solver("A", Coverage.ALL), solver("B", Coverage.ALL)
    for order in ((first, second), (second, first)):
        known[:] = order
        assert type(choose_solver(TABLE).solver) is first


def test_who_cannot_take_the_game_is_passed_over(known: list[type[Solver]]) -> None:
    known[:] = [picky("A", "has a cold"), solver("B", Coverage.SOME)]
    assert type(choose_solver(TABLE).solver).__name__ == "B"


def test_every_reason_of_every_solver_is_told(known: list[type[Solver]]) -> None:
    known[:] = [picky("A", "has a cold", "is tired"), picky("B", "is away")]
    with pytest.raises(UnsupportedGameError) as caught:
        choose_solver(TABLE)
    assert caught.value.message == f"no solver finds an equilibrium of {TABLE!r}"
    assert caught.value.obstacles == ("A: has a cold", "A: is tired", "B: is away")
    with pytest.raises(UnsupportedGameError) as caught:
        choose_solver(TABLE, "nash")
    assert caught.value.message == f"no solver finds a nash equilibrium of {TABLE!r}"
    with pytest.raises(UnsupportedGameError) as caught:
        choose_solver(TABLE, "subgame-perfect")
    assert caught.value.message == f"no solver finds a subgame-perfect equilibrium of {TABLE!r}"
    assert caught.value.obstacles == ()


def test_an_open_game_is_told_how_to_be_closed() -> None:
    with pytest.raises(UnsupportedGameError) as caught:
        choose_solver(OPEN)
    assert (
        "PureEnumeration: needs numbers; free: x (baseline 3); close them with game.at(), or "
        "game.at(name=value, ...)" in caught.value.obstacles
    )
    # That solvers of trees take trees is no reason to be told.
    assert not any("takes games of class" in reason for reason in caught.value.obstacles)


@pytest.mark.parametrize("thing", [5, None, "table"])
def test_what_is_no_game_is_refused(thing: Any) -> None:
    with pytest.raises(UnsupportedGameError, match="no solver finds an equilibrium of"):
        choose_solver(thing)
