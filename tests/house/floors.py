"""The floor table: which room stands on which floor, and where each outside package lives.

This is the one place in code that knows it. A room is a module or a package directly under
``src/brinkgame``; it imports only from rooms on lower floors. Rooms that are not built yet have
their place here already.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "brinkgame"
SOURCE = ROOT / "src" / PACKAGE

FACE = ""
"""The room name of ``brinkgame/__init__.py``."""


class Shown(enum.Enum):
    """How a room is seen by those who write ``import brinkgame as bg``."""

    NAMES = "each public name of it stands on the face: bg.Parameter"
    MODULE = "the room itself stands on the face: bg.catalog"
    HIDDEN = "it is not on the face"


@dataclass(frozen=True, slots=True)
class Room:
    floor: int
    shown: Shown
    packages: frozenset[str] = frozenset()
    """The outside packages (import names) that have a home here."""


def _room(floor: int, shown: Shown, *packages: str) -> Room:
    return Room(floor, shown, frozenset(packages))


# Where numpy may be imported: docs/decisions/0003-homes-of-numpy.md.
ROOMS: dict[str, Room] = {
    "errors": _room(1, Shown.NAMES),
    "kernels": _room(1, Shown.HIDDEN, "numpy", "numba"),
    "control": _room(2, Shown.NAMES),
    "arithmetic": _room(2, Shown.NAMES, "numpy", "flint"),
    "expressions": _room(3, Shown.NAMES, "numpy", "flint", "sympy"),
    "polytopes": _room(3, Shown.HIDDEN, "numpy"),
    "linear_programs": _room(4, Shown.HIDDEN, "numpy", "scipy"),
    "parameters": _room(4, Shown.NAMES),
    "forms": _room(5, Shown.NAMES, "numpy"),
    "play": _room(6, Shown.NAMES, "numpy"),
    "continuation": _room(7, Shown.HIDDEN, "numpy"),
    "credibility": _room(7, Shown.HIDDEN),
    "incentives": _room(7, Shown.NAMES, "numpy", "scipy"),
    # Solution concepts for orders alone: they need the forms, and nothing that adds up payoffs.
    "ordinal": _room(7, Shown.NAMES, "numpy"),
    "results": _room(7, Shown.NAMES),
    "signaling": _room(7, Shown.NAMES),
    "refinements": _room(8, Shown.NAMES),
    "solvers": _room(8, Shown.NAMES, "numpy", "scipy"),
    "solve": _room(9, Shown.NAMES),
    "selection": _room(9, Shown.NAMES),
    "quantal": _room(10, Shown.NAMES, "numpy"),
    "concepts": _room(10, Shown.NAMES),
    "batches": _room(10, Shown.NAMES, "numpy"),
    "parametric": _room(10, Shown.NAMES, "numpy", "scipy", "sympy", "flint", "z3", "lazy_loader"),
    "interop": _room(10, Shown.MODULE, "numpy", "nashpy", "pygambit", "pyspiel"),
    "behavior": _room(11, Shown.NAMES),
    "sensitivity": _room(11, Shown.NAMES, "numpy", "xarray", "scipy", "SALib"),
    "catalog": _room(12, Shown.MODULE),
    "memo": _room(12, Shown.MODULE),
    "plotting": _room(13, Shown.MODULE, "matplotlib", "numpy", "xarray"),
    "testing": _room(13, Shown.MODULE, "hypothesis"),
    # What the report and the command line both write with.
    "pages": _room(13, Shown.HIDDEN),
    "report": _room(14, Shown.MODULE, "jinja2"),
    "cli": _room(15, Shown.HIDDEN, "rich", "typer"),
    # What stands on top of everything and holds nothing.
    "__main__": _room(16, Shown.HIDDEN),
    FACE: _room(17, Shown.HIDDEN, "lazy_loader"),
}

TYPING_ONLY: dict[tuple[str, str], str] = {
    ("errors", "results"): "an error that carries a result names its type",
    ("results", "solvers.base"): "a result says which solver found it",
    ("expressions.constraint", "expressions.expression"): "its sides are expressions",
    ("expressions.operand", "expressions.constraint"): "comparing operands makes one",
    ("expressions.operand", "expressions.expression"): "arithmetic on operands makes one",
    ("expressions.polynomials", "expressions.rational"): "the base of a power is one",
    ("forms.sequences", "forms.tree"): "what it is read from",
    ("expressions.printing", "expressions.rational"): "what it prints",
}
"""Imports under ``if TYPE_CHECKING`` that may go up or around: (importer, imported): why.

Such an import does nothing at run time, but it still says that the lower one knows of the upper
one, so each is named here with its reason.
"""

INNER: dict[str, dict[str, str]] = {
    "errors": {
        "checked_flags": "a check that other rooms share",
        "suggestion": "wording that other rooms share",
    },
    "control": {"FREE": "what a solver takes when nobody asks"},
    "arithmetic": {
        "exact_number": "how a room reads a number; users write the number",
        "exact_numbers": "how exact algorithms read the numbers of a table",
        "real_roots": "what thresholds are made of; users ask for thresholds",
        "simplest_fraction": "a part of exact_number",
        "determinant_sign": "a step of exact algorithms",
        "integer_kernel": "a step of exact algorithms",
        "integer_rows": "a step of exact algorithms",
        "rank": "a step of exact algorithms",
        "solve_linear": "a step of exact algorithms",
    },
    "incentives": {
        "IncentiveProgram": "what solvers ask; users ask for an equilibrium or for ranges",
        "program_obstacles": "what solvers say of a game",
        "read_weights": "how solvers read an option",
    },
    "expressions": {
        "Operand": "what Parameter and Expression have in common",
        "Symbol": "what an expression asks of a parameter",
        "quantity": "how a room reads a payoff or probability; users write it",
    },
}
"""Names that a shown room offers to other rooms but not to users: {room: {name: why}}."""

DISCOVERY: dict[str, str] = {
    "solvers.registry": "the folder is the list of solvers",
    "catalog.models.registry": "the folder is the list of models",
    "catalog.registry": "the folder is the list of games",
    "memo.claims.registry": "the folder is the list of claims",
    "memo.registry": "the folder is the list of decisions",
}
"""Modules that may import by a computed name, and look into their own folder: {module: why}."""

PLUGINS = {"solvers": "Solver"}
"""Rooms with one algorithm a file: {room: how the name of what algorithms inherit ends}."""

COMPOSERS = {
    "solvers.subgame_perfect": "solves each subgame by whichever solver covers most",
}
"""Algorithms that are made of other algorithms, whichever they are, and so ask the chooser: why."""

DISTRIBUTIONS = {"flint": "python-flint", "z3": "z3-solver", "pyspiel": "open-spiel"}
"""What an outside package is called by pip, where that is not its import name."""
