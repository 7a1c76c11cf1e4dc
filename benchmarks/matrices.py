"""Two-player games drawn from seeds, and what peers make of them."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias, final

import numpy as np

import brinkgame as bg
from benchmarks.peers import obstacle

__all__ = ["PEERS", "Answer", "Drawn", "draw", "missing_peers", "nfg"]

Pair: TypeAlias = tuple[tuple[Any, ...], tuple[Any, ...]]


@final
@dataclass(frozen=True, slots=True)
class Drawn:
    """Payoffs, as whole numbers."""

    row: tuple[tuple[int, ...], ...]
    column: tuple[tuple[int, ...], ...]

    @property
    def game(self) -> bg.NormalFormGame:
        """The game."""
        return bg.NormalFormGame.from_arrays(self.row, self.column)


def draw(size: int, highest: int, seed: int) -> Drawn:
    """A square game with independent payoffs from 0 to `highest`."""
    generator = random.Random(f"{size} {highest} {seed}")
    tables = [
        tuple(tuple(generator.randint(0, highest) for _ in range(size)) for _ in range(size))
        for _ in range(2)
    ]
    return Drawn(*tables)


@final
@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer says, and the seconds that it took, its input made beforehand."""

    pairs: tuple[Pair, ...]
    seconds: float


def nfg(drawn: Drawn) -> str:
    """The game in the text format of Gambit."""
    m, n = len(drawn.row), len(drawn.row[0])
    cells = (f"{drawn.row[i][j]} {drawn.column[i][j]}" for j in range(n) for i in range(m))
    return f'NFG 1 R "drawn" {{ "1" "2" }} {{ {m} {n} }}\n\n{" ".join(cells)}\n'


def brinkgame(drawn: Drawn) -> Answer:
    """One call of `solve`."""
    game = drawn.game
    began = time.perf_counter()
    result = bg.solve(game)
    seconds = time.perf_counter() - began
    return Answer(tuple(e.profile.weights for e in result), seconds)


def lrsnash(drawn: Drawn) -> Answer:
    """A process of lrsnash from its start to its end."""
    m, n = len(drawn.row), len(drawn.row[0])
    tables = "\n\n".join(
        "\n".join(" ".join(map(str, line)) for line in table) for table in (drawn.row, drawn.column)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game"
        path.write_text(f"{m} {n}\n\n{tables}\n", encoding="ascii")
        began = time.perf_counter()
        done = subprocess.run(["lrsnash", str(path)], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - began
    pairs: list[Pair] = []
    seconds_of_block: list[tuple[Fraction, ...]] = []
    for line in done.stdout.splitlines():
        words = line.split()
        if words[:1] == ["2"]:
            seconds_of_block.append(tuple(map(Fraction, words[1:-1])))
        elif words[:1] == ["1"]:
            x = tuple(map(Fraction, words[1:-1]))
            pairs += [(x, y) for y in seconds_of_block]
            seconds_of_block = []
    return Answer(tuple(pairs), seconds)


def pygambit(drawn: Drawn) -> Answer:
    """`enummixed_solve` in rational numbers."""
    import pygambit

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game.nfg"
        path.write_text(nfg(drawn), encoding="ascii")
        game = pygambit.read_nfg(str(path))
    began = time.perf_counter()
    found = pygambit.nash.enummixed_solve(game, rational=True)
    seconds = time.perf_counter() - began
    pairs = tuple(
        tuple(
            tuple(Fraction(w.numerator, w.denominator) for _, w in profile[player])
            for player in ("1", "2")
        )
        for profile in found.equilibria
    )
    return Answer(pairs, seconds)


def _quantecon(name: str) -> Callable[[Drawn], Answer]:
    def run(drawn: Drawn) -> Answer:
        import quantecon.game_theory as theory

        row, column = (np.array(table, dtype=float) for table in (drawn.row, drawn.column))
        players = [theory.Player(row), theory.Player(np.ascontiguousarray(column.T))]
        game = theory.NormalFormGame(players)
        began = time.perf_counter()
        found = getattr(theory, name)(game)
        seconds = time.perf_counter() - began
        return Answer(tuple((tuple(x.tolist()), tuple(y.tolist())) for x, y in found), seconds)

    return run


def _nashpy(name: str) -> Callable[[Drawn], Answer]:
    def run(drawn: Drawn) -> Answer:
        import warnings

        import nashpy

        game = nashpy.Game(np.array(drawn.row), np.array(drawn.column))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            began = time.perf_counter()
            found = list(getattr(game, name)())
            seconds = time.perf_counter() - began
        return Answer(tuple((tuple(x.tolist()), tuple(y.tolist())) for x, y in found), seconds)

    return run


PEERS: Mapping[str, tuple[str, Callable[[Drawn], Answer]]] = {
    "lrsnash": ("lrsnash", lrsnash),
    "pygambit enummixed, exact": ("pygambit", pygambit),
    "quantecon vertex": ("quantecon", _quantecon("vertex_enumeration")),
    "quantecon support": ("quantecon", _quantecon("support_enumeration")),
    "nashpy vertex": ("nashpy", _nashpy("vertex_enumeration")),
    "nashpy support": ("nashpy", _nashpy("support_enumeration")),
}
"""What each is part of, and how it is asked."""


def missing_peers() -> dict[str, str]:
    """Peers that are not here, and why."""
    reasons: dict[str, str] = {}
    for name, (package, _) in PEERS.items():
        if package == "lrsnash":
            if shutil.which("lrsnash") is None:
                reasons[name] = "lrsnash is not on the path"
        elif reason := obstacle(package):
            reasons[name] = reason
    return reasons


def same(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two pairs of strategies are one, floats up to a millionth."""
    return all(
        abs(float(a) - float(b)) < 1e-6
        for x, y in zip(one, other, strict=True)
        for a, b in zip(x, y, strict=True)
    )
