"""Batches of small games, beside a support enumeration written by hand in C.

`bg.solve_batch` returns padded arrays of every equilibrium with payoffs and regrets, and decides by
signs that are certain; the program in C (`supports.c`, compiled when this runs) fills in the
equilibria and knows nothing of ties.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, Outcome, alternate

NAME = "batches"
TITLE = "Batches of small games"

SEED = 1
SOURCE = Path(__file__).resolve().parent / "supports.c"
SIZES = {2: 20_000, 3: 10_000, 4: 2_000, 5: 1_000, 6: 200}
MOST = {2: 3, 3: 7, 4: 15, 5: 31, 6: 75}
"""The most equilibria that a game without ties has (Keiding 1997 for four strategies)."""
ASKED = (2, 3, 5)
CHECKED = 60
"""Games of each size whose equilibria are compared with the exact ones."""

Enumerate = Callable[[Any, Any], tuple[Any, Any, Any]]


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    with tempfile.TemporaryDirectory() as folder:
        by_hand = _compiled(Path(folder))
        if by_hand is None:
            section.remarks.append("There is no C compiler here: nothing to compare with.")
        missing = obstacle("quantecon")
        if missing:
            section.remarks.append(f"{missing}: left out.")
        rows = []
        for size, games in SIZES.items():
            options.say(f"{NAME}: {size} x {size}")
            if not missing:
                _quantecon(_quantecon_games(_drawn(size, 1), 1))  # compiles as well
            games = games // 20 if options.quick else games
            drawn = _drawn(size, games)
            bg.solve_batch(*_drawn(size, 2), compiled=True)  # compiles, once on a machine
            found = _timed(options, drawn, by_hand, peer=not missing)
            _compare(found, drawn)
            rows.append(_row(size, games, found))
            if by_hand is not None and size in ASKED:
                ratio = found["compiled"].sample.median / found["C"].sample.median
                what = f"batches, {size} x {size}, against support enumeration by hand in C"
                section.figures.append(Figure(what, "at most 2 ×", times(ratio), ratio <= 2))
        section.tables.append(
            Table(
                "Microseconds and the like for a game: payoffs uniform between 0 and 1. *Compiled* "
                "and *plain* are `bg.solve_batch` with numba and with numpy; the ratio is that of "
                "compiled to C.",
                ("size", "games", "C", "compiled", "plain", "quantecon", "compiled / C"),
                tuple(rows),
            )
        )
    section.tables.append(_with_ties(options))
    section.remarks.append(
        f"The equilibria of {CHECKED} games of each size were compared with the exact ones of "
        "`bg.solve`, and all counts with those of C: none is missed, doubled or false."
    )
    return section


def _drawn(size: int, games: int) -> tuple[Any, Any]:
    rng = np.random.default_rng([SEED, size])
    return rng.random((games, size, size)), rng.random((games, size, size))


def _compiled(folder: Path) -> Enumerate | None:
    """The program in C as a function; None without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    library = folder / "supports.so"
    command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", str(SOURCE), "-o", library]
    subprocess.run([*command, "-lm"], check=True)
    function = ctypes.CDLL(str(library)).enumerate
    function.restype = ctypes.c_long

    def by_hand(rows: Any, columns: Any) -> tuple[Any, Any, Any]:
        games, m, n = rows.shape
        most = MOST[m]
        x, y = np.empty((games, most, m)), np.empty((games, most, n))
        counts = np.empty(games, dtype=np.intc)
        pointers = [
            array.ctypes.data_as(ctypes.c_void_p) for array in (rows, columns, x, y, counts)
        ]
        function(*pointers[:2], ctypes.c_long(games), m, n, ctypes.c_long(most), *pointers[2:])
        return x, y, counts

    return by_hand


def _timed(
    options: Options, drawn: tuple[Any, Any], by_hand: Enumerate | None, *, peer: bool
) -> dict[str, Outcome]:
    jobs = {
        "compiled": Job(lambda _: bg.solve_batch(*drawn, compiled=True)),
        "plain": Job(lambda _: bg.solve_batch(*drawn, compiled=False)),
    }
    if by_hand is not None:
        jobs["C"] = Job(lambda _: by_hand(*drawn))
    if peer:
        some = max(1, len(drawn[0]) // 20)
        jobs["quantecon"] = Job(_quantecon, partial(_quantecon_games, drawn, some))
    return alternate(jobs, options.rounds(7), options.budget)


def _quantecon_games(drawn: tuple[Any, Any], some: int) -> list[Any]:
    import quantecon.game_theory as gt

    return [
        gt.NormalFormGame((gt.Player(rows), gt.Player(np.ascontiguousarray(columns.T))))
        for rows, columns in zip(drawn[0][:some], drawn[1][:some], strict=True)
    ]


def _quantecon(games: list[Any]) -> int:
    import quantecon.game_theory as gt

    for game in games:
        gt.support_enumeration(game)
    return len(games)


def _compare(found: dict[str, Outcome], drawn: tuple[Any, Any]) -> None:
    result = found["compiled"].answer
    assert (result.counts == found["plain"].answer.counts).all()
    if "C" in found:
        sure = ~result.redone
        assert (result.counts[sure] == found["C"].answer[2][sure]).all()
    for number in range(min(CHECKED, len(result))):
        exact = bg.solve(bg.NormalFormGame.from_arrays(drawn[0][number], drawn[1][number]))
        mine = zip(result.row_strategies[number], result.column_strategies[number], strict=True)
        listed = sorted((*x, *y) for x, y in mine if not np.isnan(x[0]))
        wanted = sorted((*each.profile.weights[0], *each.profile.weights[1]) for each in exact)
        assert len(listed) == len(wanted), number
        assert np.allclose(listed, wanted, rtol=0, atol=1e-9), number


def _row(size: int, games: int, found: dict[str, Outcome]) -> tuple[str, ...]:
    def each(name: str) -> str:
        if name not in found:
            return "-"
        many = found[name].answer if name == "quantecon" else games
        return duration(found[name].sample.median / many)

    names = ("C", "compiled", "plain", "quantecon")
    ratio = "-"
    if "C" in found:
        ratio = times(found["compiled"].sample.median / found["C"].sample.median)
    return (f"{size} x {size}", f"{games:,}", *map(each, names), ratio)


def _with_ties(options: Options) -> Table:
    rows = []
    for size in (2, 3, 5):
        for top in (100, 10):
            rng = np.random.default_rng([SEED, size, top])
            games = 40 if options.quick else 400
            drawn = rng.integers(0, top, (2, games, size, size))
            found = alternate(
                {"batch": Job(lambda _, drawn=drawn: bg.solve_batch(*drawn, compiled=True))},
                options.rounds(3),
                options.budget,
            )["batch"]
            redone = int(found.answer.redone.sum())
            rows.append(
                (
                    f"{size} x {size}, payoffs 0 to {top - 1}",
                    f"{redone / games:.1%}",
                    f"{int(found.answer.connected.sum()) / games:.1%}",
                    duration(found.sample.median / games),
                )
            )
    return Table(
        "With ties: what share of games is solved again exactly, how many have a continuum of "
        "equilibria, and the time for a game of all.",
        ("games", "solved exactly", "with a continuum", "time"),
        tuple(rows),
    )
