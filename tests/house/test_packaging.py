"""What is declared in pyproject.toml is what the code uses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import brinkgame
from tests.house.floors import DISTRIBUTIONS, ROOT, SOURCE
from tests.house.reading import imports, read_modules, room_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared(requirements: list[str]) -> set[str]:
    return {_canonical(re.match(r"[\w.-]+", line).group()) for line in requirements}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def used(source: Path) -> set[str]:
    """The outside packages that the code imports, by the names that pip knows."""
    packages = {room_of(found.target) for found in imports(read_modules(source)) if found.outside}
    return {_canonical(DISTRIBUTIONS.get(package, package)) for package in packages}


def test_every_dependency_is_used():
    idle = declared(PROJECT["dependencies"]) - used(SOURCE)
    assert not idle, f"declared in pyproject.toml but imported nowhere: {sorted(idle)}"


def test_every_used_package_is_declared():
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    lacking = used(SOURCE) - declared(PROJECT["dependencies"] + extras)
    assert not lacking, f"imported but not declared in pyproject.toml: {sorted(lacking)}"


def test_every_requirement_has_a_lower_bound_and_no_upper_one():
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    lines = [line for lines in lists for line in lines if not line.startswith("brinkgame[")]
    wrong = [line for line in lines if not re.fullmatch(r"[\w.-]+>=[\d.]+(; .+)?", line)]
    assert not wrong


def test_the_extra_for_developers_holds_all_but_the_peers():
    (everything,) = PROJECT["optional-dependencies"]["dev"]
    named = set(re.fullmatch(r"brinkgame\[(.+)\]", everything).group(1).split(","))
    assert named == set(PROJECT["optional-dependencies"]) - {"dev", "peers"}


def test_the_version_has_its_section_in_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    section = rf"^## \[(Unreleased|{re.escape(brinkgame.__version__)})\]"
    assert re.search(section, changelog, re.MULTILINE)


def test_no_python_is_named_that_the_project_refuses():
    lowest = PROJECT["requires-python"].removeprefix(">=")
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert min(named, key=lambda text: int(text[2:])) == lowest
