"""``import brinkgame`` loads nothing heavy, and no name of the face is hidden by a module."""

from __future__ import annotations

import subprocess
import sys

from tests.house.floors import FACE, ROOMS

HEAVY = sorted(
    {package for room in ROOMS.values() for package in room.packages} - ROOMS[FACE].packages
)


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


def test_importing_the_face_loads_no_outside_package_and_no_room():
    loaded = _run(
        "import sys, brinkgame\n"
        f"print(*(m for m in sys.modules if m.split('.')[0] in {HEAVY}))\n"
        "print(*(m for m in sys.modules if m.startswith('brinkgame.')))"
    )
    assert loaded == ""


def test_the_verb_is_not_hidden_by_the_module_of_its_name():
    # Other rooms import brinkgame.solve: that would put the module where the face has the verb.
    shown = _run(
        "import importlib, importlib.util\n"
        "import brinkgame\n"
        "if importlib.util.find_spec('brinkgame.solve'):\n"
        "    importlib.import_module('brinkgame.solve')\n"
        "    print(callable(brinkgame.solve))\n"
        "else:\n"
        "    print(True)"
    )
    assert shown == "True"
