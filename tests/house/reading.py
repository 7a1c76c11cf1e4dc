"""Reads source files by ``ast`` alone: nothing is imported, so nothing can hide by being lazy."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.floors import FACE, PACKAGE, PLUGINS, SOURCE


@dataclass(frozen=True, slots=True)
class Module:
    """One file. `name` is dotted and without the package: ``forms.tree``; the face is empty."""

    name: str
    path: Path
    tree: ast.Module
    is_package: bool

    @property
    def room(self) -> str:
        return room_of(self.name)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module. `target` is dotted; `outside` tells whether it is another package's."""

    source: str
    target: str
    path: Path
    line: int
    outside: bool = False
    typing_only: bool = False
    computed: bool = False

    @property
    def place(self) -> str:
        return f"{self.path.name}:{self.line}: {self.source or PACKAGE}"


def room_of(name: str) -> str:
    return name.partition(".")[0]


def read_modules(source: Path) -> dict[str, Module]:
    """Every module under `source` (the folder of the package), by name.

    The package itself is read once: nothing changes it while the tests run.
    """
    return _package() if source == SOURCE else _read_modules(source)


@functools.cache
def _package() -> dict[str, Module]:
    return _read_modules(SOURCE)


def _read_modules(source: Path) -> dict[str, Module]:
    modules = {}
    for path in sorted(source.rglob("*.py")):
        parts = list(path.relative_to(source).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        if is_package:
            parts.pop()
        name = ".".join(parts)
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        modules[name] = Module(name, path, tree, is_package)
    return modules


def imports(modules: dict[str, Module]) -> list[Import]:
    """Every import of every module, wherever it stands, without those of the standard library."""
    if modules is _package():
        return list(_imports_of_package())
    return _imports(modules)


@functools.cache
def _imports_of_package() -> tuple[Import, ...]:
    return tuple(_imports(_package()))


def _imports(modules: dict[str, Module]) -> list[Import]:
    found = []
    for module in modules.values():
        reader = _ImportReader(module, modules)
        reader.visit(module.tree)
        found += reader.found
    return found


class _ImportReader(ast.NodeVisitor):
    def __init__(self, module: Module, modules: dict[str, Module]) -> None:
        self.module = module
        self.modules = modules
        self.found: list[Import] = []
        self._typing_depth = 0

    def visit_If(self, node: ast.If) -> None:
        if not _is_type_checking(node.test):
            self.generic_visit(node)
            return
        self._typing_depth += 1
        for child in node.body:
            self.visit(child)
        self._typing_depth -= 1
        for child in node.orelse:
            self.visit(child)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = self._absolute(node.level, node.module or "")
        for alias in node.names:
            full = f"{base}.{alias.name}"
            inside = full.removeprefix(f"{PACKAGE}.")
            self._add(full if inside in self.modules else base, node.lineno)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        called = (
            function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
        )
        if called in {"import_module", "__import__"} and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                text = name.value
                level = len(text) - len(text.lstrip("."))
                self._add(self._absolute(level, text.lstrip(".")), node.lineno)
            else:
                self._add("", node.lineno, computed=True)
        self.generic_visit(node)

    def _absolute(self, level: int, module: str) -> str:
        if level == 0:
            return module
        parts = [PACKAGE, *self.module.name.split(".")] if self.module.name else [PACKAGE]
        if not self.module.is_package:
            parts.pop()
        parts = parts[: len(parts) - (level - 1)]
        return ".".join([*parts, module] if module else parts)

    def _add(self, full: str, line: int, *, computed: bool = False) -> None:
        top, _, rest = full.partition(".")
        outside = top != PACKAGE and not computed
        if outside and (top in sys.stdlib_module_names or top == "__future__"):
            return
        self.found.append(
            Import(
                source=self.module.name,
                target=full if outside else rest,
                path=self.module.path,
                line=line,
                outside=outside,
                typing_only=self._typing_depth > 0,
                computed=computed,
            )
        )


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def public_names(module: Module) -> list[str] | None:
    """The literal ``__all__`` of a module, or None where there is none."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            try:
                return [str(name) for name in ast.literal_eval(value)]
            except ValueError:
                return None
    return None


def stub_lines(stub: Path) -> dict[str, str]:
    """The names that a face stub re-exports: {name: module}; a room itself has the face."""
    names: dict[str, str] = {}
    for node in ast.parse(stub.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = node.module or FACE
    return names


def is_algorithm(module: Module) -> bool:
    """Whether a file of a plug-in room holds an algorithm: a final heir of the room's contract."""
    contract = PLUGINS.get(module.room)
    return contract is not None and any(
        last_name(base).endswith(contract)
        for node in classes(module)
        if any(last_name(decorator) == "final" for decorator in node.decorator_list)
        for base in node.bases
    )


def last_name(node: ast.expr) -> str:
    """The name at the end of a base or a decorator: ``abc.ABC``, ``Generic[T]``, ``f(x=1)``."""
    if isinstance(node, ast.Subscript):
        return last_name(node.value)
    if isinstance(node, ast.Call):
        return last_name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def classes(module: Module) -> Iterator[ast.ClassDef]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield node
