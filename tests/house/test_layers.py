"""A room imports only from lower floors; no circles; each outside package only in its home."""

from __future__ import annotations

import graphlib
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house import floors
from tests.house.floors import FACE, PACKAGE, ROOMS, SOURCE
from tests.house.planting import plant
from tests.house.reading import Import, imports, is_algorithm, read_modules, room_of


def homeless_rooms(source: Path) -> list[str]:
    rooms = {module.room for module in read_modules(source).values()}
    return [
        f"{room}: not in the floor table (tests/house/floors.py)"
        for room in sorted(rooms - ROOMS.keys())
    ]


def upward_imports(source: Path) -> list[str]:
    """Imports between rooms that do not go strictly down."""
    faults = []
    for found in _inside(source):
        here, there = room_of(found.source), room_of(found.target)
        if here == there or _allowed(found) or here not in ROOMS:
            continue
        if there not in ROOMS:
            faults.append(f"{found.place} imports {there}, which is not in the floor table")
        elif ROOMS[there].floor >= ROOMS[here].floor:
            name = found.target or f"{PACKAGE} (the face)"
            faults.append(
                f"{found.place} (floor {ROOMS[here].floor}) imports {name} "
                f"(floor {ROOMS[there].floor}): move what both need to a lower floor"
            )
    return faults


def circles(source: Path) -> list[str]:
    """Files of one room that import each other, directly or by way of others."""
    arrows: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for found in _inside(source):
        room = room_of(found.source)
        looks_around = found.source in floors.DISCOVERY and found.target == room
        if room == room_of(found.target) and room != FACE and not (looks_around or _allowed(found)):
            arrows[room][found.source].add(found.target)
    faults = []
    for room, graph in sorted(arrows.items()):
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            faults.append(f"{room}: circle of imports {' <- '.join(error.args[1])}")
    return faults


def strays(source: Path) -> list[str]:
    """Outside packages that are imported away from home."""
    faults = []
    for found in imports(read_modules(source)):
        if not found.outside:
            continue
        package = room_of(found.target)
        homes = sorted(name or "the face" for name in ROOMS if package in ROOMS[name].packages)
        room = room_of(found.source)
        if room in ROOMS and package not in ROOMS[room].packages:
            where = f"its home is {', '.join(homes)}" if homes else "it has no home in this house"
            faults.append(f"{found.place} imports {package}: {where}")
    return faults


def siblings(source: Path) -> list[str]:
    """Algorithms that know of each other, of the registry or the chooser, or share a part.

    An algorithm imports from its own room the contract, ``base``, and parts that are its alone.
    One that is made of others may ask the chooser for them (`floors.COMPOSERS`).
    """
    modules = read_modules(source)
    algorithms = {name for name, module in modules.items() if is_algorithm(module)}
    users: dict[str, set[str]] = defaultdict(set)
    faults = []
    for found in _inside(source):
        room = room_of(found.source)
        if room not in floors.PLUGINS or room_of(found.target) != room:
            continue
        if found.target in algorithms and _is_part(found.source, algorithms):
            faults.append(f"{found.place} imports the algorithm {found.target}: {_DOWN}")
        elif found.source in floors.COMPOSERS and found.target == f"{room}.auto":
            continue
        elif found.source in algorithms and not _is_part(found.target, algorithms):
            faults.append(f"{found.place} imports {found.target}: {_DOWN}")
        elif found.source in algorithms and found.target != f"{room}.base":
            users[found.target].add(found.source)
    faults += [
        f"{part} is imported by {' and '.join(sorted(names))}: {_DOWN}"
        for part, names in users.items()
        if len(names) > 1
    ]
    return faults


_DOWN = "two algorithms never import each other; what they share goes down a floor"


def _is_part(name: str, algorithms: set[str]) -> bool:
    """Whether a module is neither an algorithm nor one whose task it is to know them all."""
    _, _, rest = name.partition(".")
    return name not in algorithms and rest not in {"", "auto", "registry"}


def computed_imports(source: Path) -> list[str]:
    return [
        f"{found.place} imports by a computed name, which no check can follow; "
        "a registry that must do so stands in DISCOVERY in tests/house/floors.py"
        for found in imports(read_modules(source))
        if found.computed and found.source not in floors.DISCOVERY
    ]


def _inside(source: Path) -> list[Import]:
    return [
        found for found in imports(read_modules(source)) if not found.outside and not found.computed
    ]


def _allowed(found: Import) -> bool:
    return found.typing_only and (found.source, found.target) in floors.TYPING_ONLY


CHECKS = [homeless_rooms, upward_imports, circles, strays, siblings, computed_imports]


@pytest.mark.parametrize("check", CHECKS)
def test_house_stands(check):
    faults = check(SOURCE)
    assert not faults, "\n".join(["", *faults])


def test_no_exception_outlives_its_use():
    modules = read_modules(SOURCE)
    used = imports(modules)
    typing_only = {(found.source, found.target) for found in used if found.typing_only}
    computed = {found.source for found in used if found.computed}
    built = {module.room for module in modules.values()}
    stale = [key for key in floors.TYPING_ONLY if key[1] in modules and key not in typing_only]
    stale += [name for name in floors.DISCOVERY if room_of(name) in built and name not in computed]
    asking = {found.source for found in used if found.target.endswith(".auto")}
    stale += [name for name in floors.COMPOSERS if name not in asking]
    assert not stale, f"no longer needed in tests/house/floors.py: {stale}"


ALGORITHM = "@final\nclass A(Solver): ...\n"

PLANTED = {
    "up": (upward_imports, {"forms.py": "import brinkgame.solve", "solve.py": ""}),
    "same floor": (upward_imports, {"solve.py": "from . import selection", "selection.py": ""}),
    "inside a function": (
        upward_imports,
        {"forms/tree.py": "def f():\n    from ..play import payoffs", "play/payoffs.py": ""},
    ),
    "by relative name": (
        upward_imports,
        {"forms/tree.py": "from ..play.payoffs import g", "play/payoffs.py": "g = 1"},
    ),
    "for types only": (
        upward_imports,
        {
            "parameters.py": """
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    from brinkgame.forms import Game
            """,
            "forms.py": "",
        },
    ),
    "an allowed name, but at run time": (
        upward_imports,
        {"errors.py": "from brinkgame.results import EquilibriumResult", "results.py": ""},
    ),
    "the face": (upward_imports, {"play.py": "from brinkgame import Parameter"}),
    "the face by its name": (upward_imports, {"play.py": "import brinkgame"}),
    "by a string": (
        upward_imports,
        {
            "forms.py": "import importlib\nimportlib.import_module('brinkgame.cli')",
            "cli.py": "",
        },
    ),
    "by a relative string": (
        upward_imports,
        {
            "forms/tree.py": "from importlib import import_module\nimport_module('..cli', 'x')",
            "cli.py": "",
        },
    ),
    "by a computed name": (computed_imports, {"forms.py": "__import__('brink' + 'game')"}),
    "a room without a floor": (homeless_rooms, {"attic.py": ""}),
    "import of a room without a floor": (
        upward_imports,
        {"cli.py": "import brinkgame.attic", "attic.py": ""},
    ),
    "two files": (circles, {"forms/a.py": "from . import b", "forms/b.py": "from .a import x"}),
    "three files": (
        circles,
        {
            "forms/a.py": "import brinkgame.forms.b",
            "forms/b.py": "def f():\n    from brinkgame.forms import c",
            "forms/c.py": "from brinkgame.forms.a import x",
        },
    ),
    "a file and its room": (
        circles,
        {"forms/__init__.py": "from .a import x", "forms/a.py": "from brinkgame.forms import x"},
    ),
    "away from home": (strays, {"forms.py": "import matplotlib.pyplot as plt"}),
    "away from home, late": (strays, {"play.py": "def f():\n    from sympy import Symbol"}),
    "away from home, for types": (
        strays,
        {"play.py": "import typing\nif typing.TYPE_CHECKING:\n    import xarray"},
    ),
    "a package unknown to the house": (strays, {"cli.py": "import requests"}),
    "an algorithm in another": (
        siblings,
        {
            "solvers/a.py": ALGORITHM,
            "solvers/b.py": f"from brinkgame.solvers import a\n{ALGORITHM}",
        },
    ),
    "an algorithm in another, late and by name": (
        siblings,
        {"solvers/a.py": ALGORITHM, "solvers/b.py": f"{ALGORITHM}def f():\n    from .a import A"},
    ),
    "an algorithm in a part of another": (
        siblings,
        {"solvers/a.py": ALGORITHM, "solvers/ties.py": "from .a import A"},
    ),
    "a part of two algorithms": (
        siblings,
        {
            "solvers/a.py": f"import brinkgame.solvers.ties\n{ALGORITHM}",
            "solvers/b.py": f"from .ties import f\n{ALGORITHM}",
            "solvers/ties.py": "",
        },
    ),
    "an algorithm and the registry": (
        siblings,
        {
            "solvers/registry.py": "",
            "solvers/b.py": f"from .registry import all_solvers\n{ALGORITHM}",
        },
    ),
    "an algorithm and its room": (
        siblings,
        {"solvers/b.py": f"from brinkgame.solvers import Run\n{ALGORITHM}"},
    ),
}


@pytest.mark.parametrize(("check", "files"), PLANTED.values(), ids=PLANTED)
def test_planted_violations_are_caught(check, files, tmp_path):
    assert len(check(plant(tmp_path, files))) == 1


def test_what_is_right_passes(tmp_path):
    source = plant(
        tmp_path,
        {
            "__init__.py": "import lazy_loader",
            "errors.py": """
                import difflib
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    from brinkgame.results import EquilibriumResult
            """,
            "kernels/loops.py": "import numpy as np\ndef f():\n    import numba",
            "forms/nodes.py": "from ..errors import InvalidGameError",
            "forms/tree.py": "from .nodes import Decision\nfrom brinkgame.kernels import loops",
            "results.py": "from brinkgame import forms",
            "solvers/base.py": "import abc",
            "solvers/a.py": "from .base import Solver\nfrom .ties import Tie\n" + ALGORITHM,
            "solvers/b.py": "from .base import Solver\nfrom brinkgame.forms import tree\n"
            + ALGORITHM,
            "solvers/ties.py": "from .base import Run",
            "solvers/auto.py": "from . import a",
            "cli/__init__.py": "import typer\nfrom brinkgame.solvers.auto import AutoSolver",
            "__main__.py": "from brinkgame.cli import main",
        },
    )
    assert [fault for check in CHECKS for fault in check(source)] == []
