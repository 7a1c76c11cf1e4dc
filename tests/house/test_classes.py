"""Every class is abstract or final, and nothing concrete is subclassed.

A class is abstract when it says so: a base ``ABC`` or ``Protocol``, or an abstract method of its
own. It is final when it carries ``@final``. Exceptions are exempt, since a caller catches by base
class, and so are enumerations with members, which Python itself keeps from being subclassed.
"""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

import pytest

from tests.house.floors import SOURCE
from tests.house.planting import plant
from tests.house.reading import Module, classes, last_name, read_modules

ABSTRACT_BASES = {"ABC", "Protocol"}
ENUMERATIONS = {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"}
EXCEPTIONS = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}


def undecided_classes(source: Path) -> list[str]:
    """Classes that are neither abstract nor final, or both."""
    modules = read_modules(source)
    exempt = _heirs(modules, EXCEPTIONS) | _heirs(modules, ENUMERATIONS)
    faults = []
    for module in modules.values():
        for node in classes(module):
            if node.name in exempt:
                continue
            final, abstract = _is_final(node), _is_abstract(node)
            where = f"{module.path.relative_to(source)}:{node.lineno}: {node.name}"
            if not final and not abstract:
                faults.append(f"{where} is neither abstract nor final: add @final")
            if final and abstract:
                faults.append(f"{where} is both abstract and final")
    return faults


def heirs_of_the_concrete(source: Path) -> list[str]:
    """Classes that inherit from a final class of the house."""
    modules = read_modules(source)
    final = {
        node.name for module in modules.values() for node in classes(module) if _is_final(node)
    }
    return [
        f"{module.path.relative_to(source)}:{node.lineno}: {node.name} inherits from {base}, "
        "which is final"
        for module in modules.values()
        for node in classes(module)
        for base in _bases(node)
        if base in final
    ]


def _heirs(modules: dict[str, Module], ancestors: set[str]) -> set[str]:
    found: set[str] = set()
    everyone = [node for module in modules.values() for node in classes(module)]
    while True:
        more = {
            node.name
            for node in everyone
            if any(base in ancestors | found for base in _bases(node))
        }
        if more <= found:
            return found
        found |= more


def _bases(node: ast.ClassDef) -> list[str]:
    return [last_name(base) for base in node.bases]


def _is_final(node: ast.ClassDef) -> bool:
    return any(last_name(decorator) == "final" for decorator in node.decorator_list)


def _is_abstract(node: ast.ClassDef) -> bool:
    return not ABSTRACT_BASES.isdisjoint(_bases(node)) or any(
        last_name(decorator) in {"abstractmethod", "abstractproperty"}
        for child in node.body
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in child.decorator_list
    )


CHECKS = [undecided_classes, heirs_of_the_concrete]


@pytest.mark.parametrize("check", CHECKS)
def test_house_stands(check):
    faults = check(SOURCE)
    assert not faults, "\n".join(["", *faults])


PLANTED = {
    "neither": (undecided_classes, "class A: ..."),
    "a dataclass": (undecided_classes, "@dataclass(frozen=True)\nclass A:\n    x: int"),
    "an heir that says nothing": (
        undecided_classes,
        "class A(abc.ABC): ...\nclass B(A):\n    def f(self): ...",
    ),
    "a class in a function": (undecided_classes, "def f():\n    class A: ..."),
    "both": (undecided_classes, "@final\nclass A(ABC): ..."),
    "an heir of the final": (
        heirs_of_the_concrete,
        "@final\nclass A: ...\n@final\nclass B(A): ...",
    ),
}


@pytest.mark.parametrize(("check", "text"), PLANTED.values(), ids=PLANTED)
def test_planted_violations_are_caught(check, text, tmp_path):
    assert len(check(plant(tmp_path, {"forms.py": text}))) == 1


def test_what_is_right_passes(tmp_path):
    text = """
        @typing.final
        @dataclass(frozen=True)
        class A(Base): ...

        class Base(Generic[T]):
            @property
            @abc.abstractmethod
            def f(self): ...

        class Shape(typing.Protocol[T]): ...
        class Status(enum.Enum): ...
        class Wrong(ValueError): ...
        class Worse(Wrong): ...
    """
    source = plant(tmp_path, {"forms.py": text})
    assert [fault for check in CHECKS for fault in check(source)] == []
