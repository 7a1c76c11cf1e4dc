"""The deploy decision as a tree of pygambit: built by its functions, solved by `lcp_solve`."""

# ruff: noqa: E402 - the clock runs before the imports
# mypy: disable-error-code="import-not-found, import-untyped, unused-ignore"

import time

began = time.perf_counter()
from fractions import Fraction
from typing import Any

import pygambit

MOVES: list[tuple[tuple[str, ...], str | None, dict[str, Any]]] = [
    ((), "USSR", {"hold": None, "deploy": None}),
    (("deploy",), None, {"undetected": Fraction(1, 2), "detected": Fraction(1, 2)}),
    (("deploy", "undetected"), "US", {"accept": None, "compel": None}),
    (("deploy", "undetected", "compel"), None, {"stop": Fraction(1, 2), "war": Fraction(1, 2)}),
    (("deploy", "detected"), None, {"resolute": Fraction(3, 5), "not": Fraction(2, 5)}),
    (("deploy", "detected", "resolute"), "US", {"accept": None, "compel": None}),
    (
        ("deploy", "detected", "resolute", "compel"),
        None,
        {"stop": Fraction(9, 10), "war": Fraction(1, 10)},
    ),
]
ENDS: dict[tuple[str, ...], tuple[Any, Any]] = {
    ("hold",): (Fraction(-1, 2), 0),
    ("deploy", "undetected", "accept"): (2, -2),
    ("deploy", "undetected", "compel", "stop"): (-4, 1),
    ("deploy", "undetected", "compel", "war"): (-8, -10),
    ("deploy", "detected", "not"): (2, -2),
    ("deploy", "detected", "resolute", "accept"): (2, -2),
    ("deploy", "detected", "resolute", "compel", "stop"): (-4, 1),
    ("deploy", "detected", "resolute", "compel", "war"): (-8, -10),
}


game = pygambit.ExtensiveGame(["USSR", "US"], "deploy")
at = pygambit.H.path
for path, player, menu in MOVES:
    if player is None:
        game.append_event(at(*path), menu)
    else:
        game.append_move(at(*path), player, list(menu))
for path, (ussr, us) in ENDS.items():
    game.make_outcome(at(*path), {"USSR": ussr, "US": us}, "/".join(path))
found = pygambit.nash.lcp_solve(game).equilibrium
seconds = time.perf_counter() - began

print({"seconds": seconds, "payoffs": [tuple(str(found.payoffs[p]) for p in ("USSR", "US"))]})
