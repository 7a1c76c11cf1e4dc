"""The highest memory of a process that finds all equilibria of a random game; Linux only.

Argument: the number of strategies.
"""

from __future__ import annotations

import sys

import brinkgame as bg
from benchmarks.matrices import draw
from benchmarks.processes.memory import resident


def main(size: str) -> dict[str, float]:
    """Solve five games."""
    found = [len(bg.solve(draw(int(size), 99, seed).game)) for seed in range(5)]
    return {"peak": resident("VmHWM"), "equilibria": sum(found)}


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
