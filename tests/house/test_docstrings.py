"""Every public name has a docstring, and what stands on the face has an example that runs.

The examples themselves are run as doctests by pytest. A method that overrides one may leave its
docstring to it; the docstring that dataclasses write by themselves does not count.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import re
import sys
from collections.abc import Callable
from functools import cached_property
from types import ModuleType

import pytest

import brinkgame
from tests.house.floors import FACE, PACKAGE, ROOMS, SOURCE, Shown
from tests.house.reading import public_names, read_modules


def silent_names(module: ModuleType, names: list[str]) -> list[str]:
    """What is public in `module` and has no docstring of its own."""
    faults = [] if _speaks(module.__doc__) else [f"{module.__name__}: the module"]
    for name in names:
        thing = getattr(module, name)
        if inspect.isclass(thing):
            if not _speaks(thing.__doc__) or _is_generated(thing):
                faults.append(f"{module.__name__}.{name}")
            faults += [
                f"{module.__name__}.{name}.{member}"
                for member in _public_members(thing)
                if not _speaks(inspect.getdoc(getattr(thing, member)))
            ]
        elif inspect.isroutine(thing) and not _speaks(inspect.getdoc(thing)):
            faults.append(f"{module.__name__}.{name}")
    return faults


def _speaks(text: str | None) -> bool:
    return bool(text and len(text.split()) >= 3)


def _is_generated(thing: type) -> bool:
    """Whether the docstring is the signature that dataclasses put where there is none."""
    return re.match(rf"{thing.__name__}\(.*\)$", thing.__doc__ or "", re.DOTALL) is not None


def _public_members(thing: type) -> list[str]:
    members = []
    for name, value in vars(thing).items():
        routine = inspect.isroutine(value) or isinstance(
            value, property | cached_property | classmethod | staticmethod
        )
        if routine and not name.startswith("_"):
            members.append(name)
    return members


def test_every_public_name_has_a_docstring():
    faults = []
    for name, module in read_modules(SOURCE).items():
        if name == "__main__":
            continue
        loaded = importlib.import_module(f"{PACKAGE}.{name}".rstrip("."))
        faults += silent_names(loaded, [] if name == FACE else public_names(module) or [])
    assert not faults, "\n".join(["no docstring:", *faults])


def without_example(thing: object) -> bool:
    """Whether a name of the face should show an example and does not.

    Functions and final classes should; exceptions, enumerations, abstract classes and plain values
    need not. The example of a class may stand at one of its methods.
    """
    if inspect.isclass(thing):
        if issubclass(thing, BaseException | enum.Enum) or inspect.isabstract(thing):
            return False
        if not getattr(thing, "__final__", False):
            return False
        own = [thing.__doc__, *(inspect.getdoc(getattr(thing, m)) for m in _public_members(thing))]
        return not any(">>>" in (text or "") for text in own)
    if inspect.isfunction(thing):
        return ">>>" not in (thing.__doc__ or "")
    return False


def test_every_name_of_the_face_has_an_example():
    shown = [
        name
        for name in brinkgame.__all__
        if name not in ROOMS or ROOMS[name].shown is not Shown.MODULE
    ]
    faults = [name for name in shown if without_example(getattr(brinkgame, name))]
    assert not faults, "\n".join(["no example (>>>) in the docstring of:", *faults])


@pytest.fixture
def planted(monkeypatch) -> Callable[[str], ModuleType]:
    """Makes a module of a text."""

    def make(text: str) -> ModuleType:
        module = ModuleType("planted", "A module that is planted.")
        monkeypatch.setitem(sys.modules, "planted", module)
        exec(text, vars(module))
        return module

    return make


def test_planted_silence_is_caught(planted):
    module = planted(
        "from dataclasses import dataclass\n"
        "@dataclass\nclass A:\n    x: int = 0\n"
        "class B:\n    'A thing that speaks.'\n"
        "    def f(self): ...\n"
        "    @property\n    def g(self): ...\n"
        "    def _h(self): ...\n"
        "class C(B):\n    'Another that speaks.'\n"
        "    @property\n    def g(self): 'Says what it is.'\n"
        "def h(): ...\n"
        "def k(): 'Does what it says.'\n"
    )
    assert silent_names(module, ["A", "B", "C", "h", "k"]) == [
        "planted.A",
        "planted.B.f",
        "planted.B.g",
        "planted.h",
    ]
    assert silent_names(ModuleType("mute"), []) == ["mute: the module"]


def test_planted_lack_of_examples_is_caught(planted):
    module = planted(
        "import enum\nfrom typing import final\n"
        "@final\nclass A:\n    'No example here.'\n"
        "@final\nclass B:\n    'One at a method.'\n    def f(self):\n        '>>> 1'\n"
        "class C(enum.Enum):\n    'None needed here.'\n    X = 1\n"
        "class D(ValueError):\n    'None needed here.'\n"
        "def f(): 'No example here.'\n"
        "def g(): '>>> 1'\n"
    )
    assert [name for name in "ABCDfg" if without_example(getattr(module, name))] == ["A", "f"]
