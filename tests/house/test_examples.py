"""Each script of ``examples/`` runs by itself in an empty folder, and the table lists it."""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys

import pytest

from tests.house.floors import ROOT

EXAMPLES = ROOT / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))


def missing_packages(text: str) -> list[str]:
    """Packages that a script imports and this environment lacks."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return sorted(name for name in names if importlib.util.find_spec(name) is None)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_example_runs(script, tmp_path):
    missing = missing_packages(script.read_text(encoding="utf-8"))
    if missing and not os.environ.get("BRINKGAME_COMPLETE"):
        pytest.skip(f"needs {', '.join(missing)}: pip install -e '.[dev]'")
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:brinkgame", str(script)],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_example_says_its_question_and_asserts_its_claim(script):
    tree = ast.parse(script.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "begin with the question that it answers"
    claims = any(isinstance(node, ast.Assert) for node in ast.walk(tree))
    assert claims, "end with an assert of what it claims"


def test_the_table_lists_each_example_and_no_other():
    listed = EXAMPLES / "README.md"
    if not EXAMPLES.exists():
        pytest.skip("no examples yet")
    text = listed.read_text(encoding="utf-8")
    lacking = [path.name for path in SCRIPTS if f"({path.name})" not in text]
    assert not lacking, f"not in examples/README.md as a link: {lacking}"
    gone = [
        word
        for word in text.replace("(", " ").replace(")", " ").split()
        if word.endswith(".py") and "/" not in word and not (EXAMPLES / word.strip("`[]")).exists()
    ]
    assert not gone, f"in examples/README.md but not there: {gone}"


def test_missing_packages_are_found():
    text = "import os, no_such_package.x\nfrom another_that_is_not import y\nfrom . import z"
    assert missing_packages(text) == ["another_that_is_not", "no_such_package"]
