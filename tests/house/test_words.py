"""What is not written here: code from text, paths of one machine, rooms for anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.floors import ROOT, SOURCE
from tests.house.planting import plant
from tests.house.reading import read_modules

MOST_LINES = 700
NAMELESS = {"common", "core", "helper", "helpers", "misc", "util", "utils"}
CODE_FROM_TEXT = {"eval", "exec", "lambdify", "parse_expr", "sympify"}
SERIALIZED = {"load", "loads", "Unpickler"}

_LEFT_BY_TOOLS = {"__pycache__", "_build", "build", "dist", "htmlcov", "mutants", "node_modules"}
_TEXT = {"", ".cfg", ".css", ".efg", ".md", ".nfg", ".py", ".pyi", ".rst", ".toml", ".txt", ".yml"}

_PLACES = "|".join(("data", "home", "mnt", "opt", "private", "root", "srv", "tmp", "Users", "work"))
MACHINE_PATH = re.compile(rf"(?<![\w.~$}})/<>-])/(?:{_PLACES})/[\w.]|\b[A-Z]:\\\\?(?:Users|home)\b")
HOSTS = re.compile(
    "|".join(
        rf"\b{name}[.]{end}\b"
        for name, end in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(?:com|org)"),
            ("anaconda", "org"),
            ("debian", "org"),
        )
    )
)


def texts(root: Path) -> Iterator[Path]:
    """Every text file of the tree, without what tools leave in it."""
    for path in sorted(root.iterdir()):
        hidden = path.name.startswith(".") and path.name not in {".ci", ".gitignore", ".github"}
        if hidden or path.name in _LEFT_BY_TOOLS or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            if not (path / "pyvenv.cfg").exists():
                yield from texts(path)
        elif path.suffix in _TEXT:
            yield path


def machine_paths(root: Path) -> list[str]:
    return _lines_with(root, MACHINE_PATH, "a path of one machine")


def registry_hosts(root: Path) -> list[str]:
    return _lines_with(root, HOSTS, "the host of a package registry")


def _lines_with(root: Path, pattern: re.Pattern[str], what: str) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}: {what}: {found.group()}"
        for path in texts(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := pattern.search(line))
    ]


def code_from_text(source: Path) -> list[str]:
    """Calls that turn text or bytes into code."""
    faults = []
    for module in read_modules(source).values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and (name := _runs_text(node.func)):
                if name.startswith("pickle") and module.room == "testing":
                    continue  # the battery unpickles what it has pickled
                where = f"{module.path.relative_to(source)}:{node.lineno}"
                faults.append(f"{where}: {name}() turns input into code: use brinkgame.parse")
    return faults


def _runs_text(function: ast.expr) -> str:
    """The name of a called function that runs what it is given, else the empty text."""
    if isinstance(function, ast.Name):
        return function.id if function.id in CODE_FROM_TEXT | {"compile"} else ""
    if isinstance(function, ast.Attribute):
        if function.attr in CODE_FROM_TEXT:
            return function.attr
        owner = getattr(function.value, "id", "")
        if owner in {"marshal", "pickle"} and function.attr in SERIALIZED:
            return f"{owner}.{function.attr}"
    return ""


def nameless_rooms(source: Path) -> list[str]:
    return [
        f"{path.relative_to(source)}: say what it holds; a helper has a home in the floor table"
        for path in sorted(source.rglob("*"))
        if path.stem.strip("_") in NAMELESS and (path.is_dir() or path.suffix == ".py")
    ]


def long_files(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}: {count} lines (at most {MOST_LINES}): two things live here"
        for path in texts(root)
        if path.suffix in {".py", ".pyi"}
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]


@pytest.mark.parametrize("check", [machine_paths, registry_hosts, long_files])
def test_tree_is_clean(check):
    faults = check(ROOT)
    assert not faults, "\n".join(["", *faults])


@pytest.mark.parametrize("check", [code_from_text, nameless_rooms])
def test_house_stands(check):
    faults = check(SOURCE)
    assert not faults, "\n".join(["", *faults])


PLANTED = {
    "a home folder": (machine_paths, {"a.py": "x = '/ho" + "me/me/x'"}),
    "a scratch folder": (machine_paths, {"a.md": "see `/t" + "mp/x`"}),
    "a Windows home": (machine_paths, {"a.md": "C:\\" + "Users\\me"}),
    "a host": (registry_hosts, {"a.md": "https://pypi." + "org/p/x"}),
    "a subdomain": (registry_hosts, {"a.toml": "url = 'files.pythonhosted." + "org'"}),
    "eval": (code_from_text, {"forms.py": "def f(text):\n    return eval(text)"}),
    "sympify": (code_from_text, {"forms.py": "import sympy\nsympy.sympify('1')"}),
    "lambdify": (code_from_text, {"forms.py": "from sympy import lambdify\nlambdify(x, y)"}),
    "pickle": (code_from_text, {"forms.py": "import pickle\npickle.loads(b'')"}),
    "a room for anything": (nameless_rooms, {"forms/utils.py": ""}),
    "a private one": (nameless_rooms, {"_helpers.py": ""}),
    "a long file": (long_files, {"forms.py": "x = 1\n" * (MOST_LINES + 1)}),
}


@pytest.mark.parametrize(("check", "files"), PLANTED.values(), ids=PLANTED)
def test_planted_violations_are_caught(check, files, tmp_path):
    assert len(check(plant(tmp_path, files))) == 1


def test_what_is_right_passes(tmp_path):
    source = plant(
        tmp_path,
        {
            "forms.py": """
                #!/usr/bin/env python3
                import ast, re
                ast.literal_eval("1")
                re.compile("x")
                expression.evaluate({})
                path = "root/deploy/<chance>", "docs/home/x", "<root>/tmp/x"
            """,
        },
    )
    checks = [machine_paths, registry_hosts, code_from_text, nameless_rooms, long_files]
    assert [fault for check in checks for fault in check(source)] == []
