"""Does the USSR deploy missiles in Cuba in secret, and when would it not?

Solves the decision at the baseline, derives the border of deploying from the tree, follows the
choice along the chance of discovery, and draws both: the map of the choice over discovery and
resolve, and what each choice is worth along one line of it.

    python 01_deploy.py [PICTURE]

saves the picture (deploy.svg in the current folder unless another path is given).
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # nothing is shown

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

import brinkgame as bg
from brinkgame.memo import deploy

game = deploy.GAME
threshold = deploy.threshold()

# Colors that everybody can tell apart (Okabe and Ito), and in gray as well.
DEPLOY, HOLD, INK = "#E69F00", "#56B4E9", "#222222"


def sweep(steps: int = 20) -> list[tuple[Fraction, str, Fraction]]:
    """The choice and its worth along the chance of discovery, each point solved exactly."""
    rows = []
    for step in range(steps + 1):
        chance = Fraction(step, steps)
        equilibrium = bg.solve(game.at(detection=chance)).only()
        chosen = equilibrium.profile["USSR"]["root"]
        action = "deploy" if chosen["deploy"] == 1 else "hold"
        rows.append((chance, action, equilibrium.payoffs["USSR"]))
    return rows


def draw_map(axes: Axes, switches: dict[str, bg.Switch]) -> None:
    """Where it deploys, over discovery and resolve; the border is the derived one."""
    edge = float(threshold.value)
    detection = np.linspace(edge, 1, 60)
    resolve = edge / detection
    axes.fill_between([0, edge, *detection], 0, [1, 1, *resolve], color=DEPLOY, alpha=0.3, lw=0)
    axes.fill_between(detection, resolve, 1, color=HOLD, alpha=0.4, lw=0)
    axes.plot(detection, resolve, color=INK, lw=1.8)
    axes.text(0.06, 0.06, "deploy", fontsize=16, weight="bold", color="#7A5200")
    axes.text(0.95, 0.91, "hold", fontsize=16, weight="bold", color="#0B4F79", ha="right")
    axes.text(
        0.98,
        0.30,
        f"border:\n{threshold.over} = {threshold.value}".replace("*", " × "),
        ha="right",
        va="center",
        fontsize=9.5,
        color=INK,
        linespacing=1.4,
    )
    start = game.parameters.baseline
    here = (float(start["detection"]), float(start["us_resolve"]))
    right, up = switches["detection"].border, switches["us_resolve"].border
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.2, "shrinkA": 4, "shrinkB": 1}
    axes.annotate("", xy=(float(right), here[1]), xytext=here, arrowprops=arrow)
    axes.annotate("", xy=(here[0], float(up)), xytext=here, arrowprops=arrow)
    axes.plot(*here, "o", color=INK, ms=7)
    axes.text(
        here[0] - 0.025,
        here[1],
        "baseline\n1/2, 3/5",
        ha="right",
        va="center",
        fontsize=9.5,
        linespacing=1.4,
    )
    axes.text(float(right) + 0.02, here[1] + 0.01, str(right), fontsize=9.5)
    axes.text(here[0] - 0.02, float(up) - 0.03, str(up), ha="right", va="center", fontsize=9.5)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="detection: chance of discovery in time")
    axes.set_ylabel("us_resolve: chance that the US compels")
    axes.set_title("What the USSR does", loc="left", fontsize=12, weight="bold", pad=10)


def draw_sweep(
    axes: Axes, rows: list[tuple[Fraction, str, Fraction]], switches: dict[str, bg.Switch]
) -> None:
    """What deploying and holding are worth along the chance of discovery."""
    start = game.parameters.baseline
    border = switches["detection"].border
    chances = np.array([0, float(border), 1])
    hold = -float(start["erosion"])
    worth = hold + deploy.preference().difference.evaluate_array({**start, "detection": chances})
    axes.plot(chances, worth, color=INK, lw=1.2)
    axes.axhline(hold, color=INK, lw=1.2, ls=(0, (4, 2)))
    axes.axvspan(0, float(border), color=DEPLOY, alpha=0.3, lw=0)
    axes.axvspan(float(border), 1, color=HOLD, alpha=0.4, lw=0)
    for name, color, marker in (("deploy", DEPLOY, "o"), ("hold", HOLD, "s")):
        chosen = [(float(c), float(pays)) for c, action, pays in rows if action == name]
        axes.plot(
            *zip(*chosen, strict=True), marker, ms=6, color=color, mec=INK, mew=0.9, clip_on=False
        )
    axes.text(0.27, 1.16, "deploying", fontsize=10.5)
    axes.text(0.03, hold - 0.12, "holding", fontsize=10.5, va="top")
    axes.text(float(border) + 0.02, 1.82, f"turns at {border}", fontsize=9.5)
    axes.set(xlim=(0, 1), ylim=(-2, 2.15), xlabel="detection, all else at the baseline")
    axes.set_ylabel("worth to the USSR (status quo = 0)")
    axes.set_title("Why: what each choice is worth", loc="left", fontsize=12, weight="bold", pad=10)


def picture(path: Path, rows: list[tuple[Fraction, str, Fraction]]) -> None:
    """Both drawings; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 4.4), layout="constrained")
    figure.get_layout_engine().set(wspace=0.06)
    switches = {s.parameter.name: s for s in bg.nearest_switches(game, "USSR", "root")}
    draw_map(left, switches)
    draw_sweep(right, rows, switches)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=9)
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=150, facecolor="white")
    plt.close(figure)


result = bg.solve(game.at())
rows = sweep()
target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("deploy.svg")
picture(target, rows)

print(game.at())
print()
print("At the baseline:", result.only().profile)
worth, held = result.only().payoffs["USSR"], -game.parameters["erosion"].baseline
print(f"Deploying pays the USSR {worth}, holding {held}.")
print("In general:", threshold)
print(f"At the baseline that is {threshold.actual} <= {threshold.value}.")
turned = next(chance for chance, action, _ in rows if action == "hold")
print(f"Along the chance of discovery the first of {len(rows)} points that holds is {turned}.")
print(f"Picture: {target}")

assert (worth, held) == (Fraction(2, 25), Fraction(-1, 2))
assert result.coverage is bg.Coverage.ALL
assert result.only().certificate.epsilon == 0
assert (threshold.actual, threshold.value) == (Fraction(3, 10), Fraction(25, 64))
# The derived border and the solutions agree at every point of the sweep.
resolve = game.parameters["us_resolve"].baseline
assert all((action == "deploy") == (c * resolve <= threshold.value) for c, action, _ in rows)
assert target.stat().st_size > 0
