"""The contract: every obstacle is listed, and what a run carries."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from typing import Any, ClassVar, final

import pytest

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.forms import Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.forms.game import Game
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

X = Parameter("x", 3)


@final
@dataclass(frozen=True)
class Particular(Solver):
    """Takes floating-point trees that are called "good"."""

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Float})
    summary: ClassVar[str] = "particular"

    def further_obstacles(self, game: Any) -> tuple[str, ...]:
        return () if game.title == "good" else (f"is not fond of {game.title}", "nor of its tree")

    def run(self, game: Any, control: Any = None) -> Run:
        return Run((), Status.SOLVED, Coverage.SOME)


@final
@dataclass(frozen=True)
class Easy(Solver):
    """Takes every table."""

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "easy"

    def run(self, game: Any, control: Any = None) -> Run:
        return Run((), Status.SOLVED, Coverage.SOME)


def tree(title: str = "good", payoff: Any = 1) -> ExtensiveFormGame:
    root = Decision("A", {"go": Terminal({"A": payoff})})
    return ExtensiveFormGame(title, players=("A",), root=root)


TABLE = NormalFormGame("table", strategies={"A": ("u",)}, payoffs={"A": [X]})
FREE = "needs numbers; free: x (baseline 3); close them with game.at(), or game.at(name=value, ...)"
WORKS = "works in Float, not in Exact"


def test_a_game_without_obstacles() -> None:
    assert Particular().obstacles(tree().to_float()) == ()
    assert Easy().obstacles(TABLE.at()) == ()
    assert Easy().obstacles(TABLE.at().to_float()) == ()


def test_every_obstacle_is_listed() -> None:
    assert Particular().obstacles(tree("bad", X)) == (
        WORKS,
        FREE,
        "is not fond of bad",
        "nor of its tree",
    )
    assert Particular().obstacles(tree()) == (WORKS,)
    assert Particular().obstacles(tree(payoff=X)) == (WORKS, FREE)
    assert Easy().obstacles(TABLE) == (FREE,)


@pytest.mark.parametrize(
    ("game", "kind"), [(TABLE, "NormalFormGame"), (5, "int"), (None, "NoneType")]
)
def test_another_form_is_the_only_obstacle(game: Any, kind: str) -> None:
    assert Particular().obstacles(game) == (f"takes games of class ExtensiveFormGame, not {kind}",)


def test_arithmetics_are_told_by_name() -> None:
    class Both:
        """Stands for an arithmetic of its own."""

    class Other(NormalFormGame):  # type: ignore[misc]
        arithmetic = Both()  # type: ignore[assignment]

    game = Other("t", strategies={"A": ("u",)}, payoffs={"A": [1]})
    assert Easy().obstacles(game) == ("works in Exact and Float, not in Both",)


def test_a_run_has_nothing_that_is_not_said() -> None:
    run = Run((1, 2), Status.LIMIT, Coverage.SOME)
    assert (run.families, run.components, run.notes, dict(run.statistics)) == ((), (), (), {})
    assert Run((), Status.SOLVED, Coverage.ALL).statistics is not run.statistics
    with pytest.raises(FrozenInstanceError):
        run.status = Status.SOLVED  # type: ignore[misc]


def test_a_solver_without_an_algorithm_is_none() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Solver()  # type: ignore[abstract]
