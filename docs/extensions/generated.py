"""Lists that are made from the code when the documentation is built.

A page says where a list goes by a comment of its own line::

    <!-- generated: names forms -->      the public names of a room, from their docstrings
    <!-- generated: module testing -->   a module and all it offers
    <!-- generated: solvers -->          one row a solver
    <!-- generated: games -->            one row a game
    <!-- generated: models -->           one row a model that is no finite game
    <!-- generated: floors -->           one row a room, from the table that the tests read

so that nothing is listed by hand, and nothing can be forgotten.
"""

from __future__ import annotations

import ast
import enum
import inspect
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import brinkgame
from tests.house.floors import ROOMS, SOURCE
from tests.house.reading import read_modules

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MARK = re.compile(r"^<!-- generated: (\w+) ?(\w*) -->$", re.MULTILINE)


def face() -> dict[str, list[str]]:
    """The names of the face by room: {room: [name]}; a room shown as a module has itself."""
    stub = Path(brinkgame.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    rooms: dict[str, list[str]] = {}
    for room, name in re.findall(r"^from \.([\w.]*) import \w+ as (\w+)$", stub, re.MULTILINE):
        rooms.setdefault(room.partition(".")[0] or name, []).append(name)
    return rooms


def _names(room: str) -> str:
    if room not in face():
        return ""
    return _rst(f".. {_directive(name)}:: brinkgame.{name}\n" for name in face()[room])


def _directive(name: str) -> str:
    thing = getattr(brinkgame, name)
    if inspect.isclass(thing):
        return "autoexception" if issubclass(thing, BaseException) else "autoclass"
    return "autofunction" if inspect.isroutine(thing) else "autodata"


def _module(name: str) -> str:
    if name not in brinkgame.__all__:
        return ""
    return _rst([f".. automodule:: brinkgame.{name}\n   :imported-members:\n"])


def _solvers(_: str) -> str:
    if "all_solvers" not in brinkgame.__all__:
        return "There is none yet."
    rows = []
    for solver in brinkgame.all_solvers():
        arithmetics = sorted(arithmetic.__name__ for arithmetic in solver.arithmetics)
        rows.append(
            (
                f"`{solver.__name__}`",
                _text(solver.concept),
                solver.form.__name__,
                _text(solver.coverage),
                ", ".join(arithmetics),
                solver.summary,
            )
        )
    return _table(("solver", "finds", "in", "promises", "arithmetic", "in a sentence"), rows)


def _games(_: str) -> str:
    rows = []
    for room in ("memo", "catalog"):
        if room not in brinkgame.__all__:
            continue
        module = getattr(brinkgame, room)
        for name in module.names():
            game = module.load(name)
            parameters = getattr(getattr(game, "game", game), "parameters", ())
            title = getattr(game, "title", "") or getattr(game, "description", "")
            rows.append((f"`{name}`", room, ", ".join(map(str, parameters)), str(title)))
    if not rows:
        return "There is none yet."
    return _table(("game", "in", "parameters", "in a sentence"), rows)


def _models(_: str) -> str:
    if "catalog" not in brinkgame.__all__:
        return "There is none yet."
    models = [brinkgame.catalog.load_model(name) for name in brinkgame.catalog.model_names()]
    rows = [(f"`{m.name}`", ", ".join(m.parameters), m.citation, m.summary) for m in models]
    return _table(("model", "parameters", "from", "in a sentence"), rows)


def _floors(_: str) -> str:
    modules = read_modules(SOURCE)
    rows = []
    for name, room in sorted(ROOMS.items(), key=lambda item: item[1].floor):
        if name and name in modules:
            docstring = ast.get_docstring(modules[name].tree) or ""
            packages = ", ".join(sorted(room.packages))
            rows.append((str(room.floor), f"`{name}`", _first_sentence(docstring), packages))
    return _table(("floor", "room", "what it holds", "outside packages"), rows)


def _text(value: object) -> str:
    if isinstance(value, enum.Enum):
        return value.name.lower().replace("_", " ")
    return str(value)


def _first_sentence(docstring: str) -> str:
    paragraph = " ".join(docstring.partition("\n\n")[0].split()).replace("``", "`")
    return re.split(r"(?<=[.!?]) ", paragraph)[0]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _rst(lines: Iterable[str]) -> str:
    return "\n".join(["```{eval-rst}", *lines, "```"])


MAKERS: dict[str, Callable[[str], str]] = {
    "names": _names,
    "module": _module,
    "solvers": _solvers,
    "games": _games,
    "models": _models,
    "floors": _floors,
}


def fill(text: str) -> str:
    """The text of a page with its lists in place."""
    return MARK.sub(lambda match: MAKERS[match[1]](match[2]), text)


def _on_source_read(_app: Sphinx, _name: str, source: list[str]) -> None:
    source[0] = fill(source[0])


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("source-read", _on_source_read)
    # The lists change with the code, which Sphinx does not watch: every page is read anew.
    app.connect("env-get-outdated", lambda _app, env, *_: list(env.found_docs))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
