"""The face lists each public name of the rooms it shows, and nothing else.

A failing test prints the lines that are missing in ``src/brinkgame/__init__.pyi``.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house import floors
from tests.house.floors import FACE, PACKAGE, ROOMS, SOURCE, Shown
from tests.house.planting import plant
from tests.house.reading import Module, is_algorithm, public_names, read_modules, stub_lines


def modules_without_all(source: Path) -> list[str]:
    return [
        f"{module.path.relative_to(source)}: no literal __all__"
        for name, module in read_modules(source).items()
        if name not in {FACE, "__main__"} and public_names(module) is None
    ]


def offered(source: Path) -> dict[str, dict[str, list[str]]]:
    """What each room offers to users: {room: {name: modules it may be imported from}}.

    The first module is the one that a missing line is printed with. A room shown as a module
    offers itself, from the face.
    """
    modules = read_modules(source)
    rooms: dict[str, dict[str, list[str]]] = {}
    for room, module in modules.items():
        if room not in ROOMS or ROOMS[room].shown is Shown.HIDDEN:
            continue
        if ROOMS[room].shown is Shown.MODULE:
            rooms[room] = {room: [FACE]}
            continue
        names: dict[str, list[str]] = defaultdict(list)
        for place in [module, *_algorithms(room, modules)]:
            for name in public_names(place) or ():
                names[name].append(place.name)
        for name in floors.INNER.get(room, {}):
            names.pop(name, None)
        rooms[room] = dict(names)
    return rooms


def _algorithms(room: str, modules: dict[str, Module]) -> list[Module]:
    return [module for module in modules.values() if module.room == room and is_algorithm(module)]


def missing_lines(source: Path) -> list[str]:
    """Lines that the stub lacks, ready to be pasted."""
    stub = stub_lines(source / "__init__.pyi")
    return [
        f"from .{homes[0]} import {name} as {name}"
        for _, names in sorted(offered(source).items())
        for name, homes in sorted(names.items())
        if stub.get(name) not in homes
    ]


def superfluous_lines(source: Path) -> list[str]:
    """Lines of the stub that no room stands behind."""
    homes: dict[str, set[str]] = defaultdict(set)
    for names in offered(source).values():
        for name, places in names.items():
            homes[name].update(places)
    return [
        f"from .{home} import {name} as {name}"
        for name, home in stub_lines(source / "__init__.pyi").items()
        if home not in homes[name]
    ]


def names_offered_twice(source: Path) -> list[str]:
    rooms: dict[str, list[str]] = defaultdict(list)
    for room, names in offered(source).items():
        for name in names:
            rooms[name].append(room)
    return [f"{name}: offered by {', '.join(where)}" for name, where in rooms.items() if where[1:]]


CHECKS = [modules_without_all, missing_lines, superfluous_lines, names_offered_twice]


@pytest.mark.parametrize("check", CHECKS)
def test_house_stands(check):
    faults = check(SOURCE)
    assert not faults, "\n".join([f"{check.__name__} ({SOURCE.name}/__init__.pyi):", *faults])


def test_each_name_of_the_face_is_the_name_of_its_room():
    face = importlib.import_module(PACKAGE)
    stub = stub_lines(SOURCE / "__init__.pyi")
    assert set(stub) == set(face.__all__) == set(dir(face))
    for name, home in stub.items():
        if home == FACE:
            assert getattr(face, name) is importlib.import_module(f"{PACKAGE}.{name}")
        else:
            room = importlib.import_module(f"{PACKAGE}.{home}")
            assert getattr(face, name) is getattr(room, name)


def test_each_public_name_exists():
    for name, module in read_modules(SOURCE).items():
        if name in {FACE, "__main__"}:
            continue
        loaded = importlib.import_module(f"{PACKAGE}.{name}")
        lacking = [public for public in public_names(module) or () if not hasattr(loaded, public)]
        assert not lacking, f"{module.path.name}: in __all__ but not there: {lacking}"


def test_no_exception_outlives_its_use():
    modules = read_modules(SOURCE)
    stale = [
        f"{room}.{name}"
        for room, names in floors.INNER.items()
        for name in names
        if room in modules and name not in (public_names(modules[room]) or ())
    ]
    assert not stale, f"no longer needed in INNER in tests/house/floors.py: {stale}"


NICE = "@final\nclass Nice(Solver): ...\n"

PLANTED = {
    "no __all__": (modules_without_all, {"forms/tree.py": "x = 1", "__init__.pyi": ""}, 1),
    "a computed __all__": (
        modules_without_all,
        {"errors.py": "__all__ = [n for n in dir()]", "__init__.pyi": ""},
        1,
    ),
    "a name that the stub lacks": (
        missing_lines,
        {"play.py": "__all__ = ['regrets']", "__init__.pyi": ""},
        "from .play import regrets as regrets",
    ),
    "an algorithm that the stub lacks": (
        missing_lines,
        {"solvers/nice.py": f"{NICE}__all__ = ['Nice']", "__init__.pyi": ""},
        "from .solvers.nice import Nice as Nice",
    ),
    "a room that the stub lacks": (
        missing_lines,
        {"catalog/__init__.py": "__all__ = ['load']", "__init__.pyi": ""},
        "from . import catalog as catalog",
    ),
    "a name from the wrong room": (
        missing_lines,
        {
            "play.py": "__all__ = ['regrets']",
            "forms.py": "__all__ = []",
            "__init__.pyi": "from .forms import regrets as regrets",
        },
        "from .play import regrets as regrets",
    ),
    "a name that no room has": (
        superfluous_lines,
        {"play.py": "__all__ = []", "__init__.pyi": "from .play import regrets as regrets"},
        "from .play import regrets as regrets",
    ),
    "a hidden room": (
        superfluous_lines,
        {"cli.py": "__all__ = ['main']", "__init__.pyi": "from .cli import main as main"},
        "from .cli import main as main",
    ),
    "a name of two rooms": (
        names_offered_twice,
        {"play.py": "__all__ = ['x']", "forms.py": "__all__ = ['x']", "__init__.pyi": ""},
        "x: offered by forms, play",
    ),
}


@pytest.mark.parametrize(("check", "files", "expected"), PLANTED.values(), ids=PLANTED)
def test_planted_violations_are_caught(check, files, expected, tmp_path):
    found = check(plant(tmp_path, files))
    assert len(found) == 1 if expected == 1 else found == [expected]


def test_what_is_right_passes(tmp_path):
    source = plant(
        tmp_path,
        {
            "errors.py": "__all__ = ['GameError', 'suggestion']",
            "solvers/__init__.py": "__all__ = ['Solver', 'Nice']",
            "solvers/base.py": "__all__ = ['Solver']",
            "solvers/nice.py": f"{NICE}__all__ = ['Nice']",
            "solvers/ties.py": "__all__ = ['a_part_of_nice']",
            "testing/__init__.py": "__all__ = ['check_solver']",
            "__init__.pyi": """
                from . import testing as testing
                from .errors import GameError as GameError
                from .solvers import Nice as Nice, Solver as Solver

                __version__: str
            """,
        },
    )
    assert [fault for check in CHECKS for fault in check(source)] == []
