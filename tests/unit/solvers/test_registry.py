"""Every solver there is: this folder's, and other packages' by entry point."""

from __future__ import annotations

import inspect
import pkgutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar, final

import pytest

import brinkgame.solvers
from brinkgame.arithmetic import Arithmetic, Exact
from brinkgame.errors import UnknownNameError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers import BackwardInduction, PureEnumeration, registry
from brinkgame.solvers.base import Run, Solver


@final
@dataclass(frozen=True)
class Foreign(Solver):
    """Another package's solver."""

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact})
    summary: ClassVar[str] = "foreign"

    def run(self, game: Any, control: Any = None) -> Run:
        return Run((), Status.SOLVED, Coverage.SOME)


@dataclass
class Entry:
    """An entry point that gives this, or fails."""

    name: str
    gives: Any

    def load(self) -> Any:
        if isinstance(self.gives, Exception):
            raise self.gives
        return self.gives


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Entry]]:
    entries: list[Entry] = []

    def entry_points(*, group: str) -> list[Entry]:
        return entries if group == "brinkgame.solvers" else []

    monkeypatch.setattr(registry, "entry_points", entry_points)
    registry.all_solvers.cache_clear()
    yield entries
    registry.all_solvers.cache_clear()


def test_the_folder_is_the_list(offered: list[Entry]) -> None:
    found = registry.all_solvers()
    names = [solver.__name__ for solver in found]
    assert names == sorted(names)
    assert {BackwardInduction, PureEnumeration} <= set(found)
    modules = {m.name for m in pkgutil.iter_modules(brinkgame.solvers.__path__)}
    homes = {solver.__module__.rpartition(".")[2] for solver in found}
    assert homes <= modules
    assert homes.isdisjoint({"base", "auto", "registry"})
    assert registry.all_solvers() is found


@pytest.mark.parametrize("solver", registry.all_solvers(), ids=lambda s: s.__name__)
def test_every_solver_keeps_the_contract(solver: type[Solver]) -> None:
    assert issubclass(solver, Solver)
    assert not inspect.isabstract(solver)
    assert is_dataclass(solver)
    assert solver.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert solver() == solver()
    assert hash(solver()) == hash(solver())
    assert isinstance(solver.concept, Concept)
    assert issubclass(solver.form, Game)
    assert isinstance(solver.coverage, Coverage)
    assert solver.arithmetics
    assert all(issubclass(a, Arithmetic) for a in solver.arithmetics)
    assert solver.summary
    assert "\n" not in solver.summary
    assert all(field.default is not field.default_factory for field in fields(solver))


@pytest.mark.parametrize("name", ["BackwardInduction", "backwardinduction", "BACKWARDINDUCTION"])
def test_solvers_by_name(name: str) -> None:
    assert registry.solver_named(name) == BackwardInduction()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("BackwardInductoin", "no solver 'BackwardInductoin'; did you mean 'BackwardInduction'?"),
        ("Magic", "no solver 'Magic'; known: AgentLogitLimit, "),
        ("", "no solver ''; known: "),
        (5, "no solver 5; known: "),
        (None, "no solver None; known: "),
    ],
)
def test_solvers_that_are_not_there(name: Any, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        registry.solver_named(name)
    assert str(caught.value).startswith(message)


def test_another_package_offers_a_solver(offered: list[Entry]) -> None:
    offered.append(Entry("foreign", Foreign))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = registry.all_solvers()
    assert Foreign in found
    assert [s.__name__ for s in found] == sorted(s.__name__ for s in found)
    assert registry.solver_named("foreign") == Foreign()


def test_one_that_cannot_be_loaded_is_reported(offered: list[Entry]) -> None:
    offered.extend([Entry("broken", ImportError("no such module")), Entry("foreign", Foreign)])
    with pytest.warns(
        UserWarning,
        match="solver 'broken' of another package cannot be loaded: "
        r"ImportError\('no such module'\)",
    ) as caught:
        found = registry.all_solvers()
    assert [w.filename for w in caught] == [__file__]
    assert Foreign in found


@pytest.mark.parametrize("thing", [5, "Foreign", Foreign(), int, Solver])
def test_what_is_no_solver_is_reported(offered: list[Entry], thing: Any) -> None:
    offered.extend([Entry("odd", thing), Entry("foreign", Foreign)])
    with pytest.warns(UserWarning, match="entry point 'odd'") as caught:
        found = registry.all_solvers()
    assert str(caught[0].message) == (
        f"entry point 'odd' in brinkgame.solvers is not a Solver: {thing!r}"
    )
    assert [w.filename for w in caught] == [__file__]
    assert Foreign in found
    assert thing not in found


def test_nobody_takes_the_place_of_a_solver_of_ours(offered: list[Entry]) -> None:
    impostor = type("PureEnumeration", (Foreign,), {})
    offered.append(Entry("impostor", impostor))
    assert impostor not in registry.all_solvers()
    assert PureEnumeration in registry.all_solvers()
