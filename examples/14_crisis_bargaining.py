"""Why must a sweep of a crisis keep every equilibrium, and how often do the irresolute bluff?

Two published models, rebuilt. In the first both sides know their own payoffs exactly and the
other's only up to a normal error. Its equations may have three solutions, and then whoever reports
one of them, such as the one that a solver happens to reach, reports a jump where there is a fold:
what two sides do depends on what they expect of each other. In the second, each bid raises the risk
of disaster; the irresolute bluff just so often that it is not sure to be worth calling.

python 14_crisis_bargaining.py [PICTURE] saves the picture (models.svg unless told otherwise).
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

import brinkgame as bg
from brinkgame.catalog.models import lewis_schultz, powell
from brinkgame.catalog.nuclear_brinkmanship import GAME

BRANCHES = (("low", "#0072B2"), ("middle", "#D55E00"), ("high", "#009E73"))
INK, GREY = "#1a1a1a", "#777777"

# 1. The challenger is A, the target B. Over B's worth of war, every equilibrium.
signals = bg.catalog.load_model("lewis-schultz")
three = signals.solve()
rows = lewis_schultz.trace("target_war", [Fraction(k, 100) for k in range(-330, -249)])

# A solver that starts from the answer before and never looks elsewhere, upwards and downwards.


def followed(table: list) -> list[tuple[float, float]]:
    """The equilibrium nearest to the one before, at each value."""
    kept, last = [], table[0][1][0].figures["resists"]
    for value, found in table:
        last = min((s.figures["resists"] for s in found), key=lambda p, last=last: abs(p - last))
        kept.append((float(value), last))
    return kept


up, down = followed(list(rows)), sorted(followed(list(rows)[::-1]))
disagree = [a[0] for a, b in zip(up, down, strict=True) if abs(a[1] - b[1]) > 1e-6]

# 2. Nuclear brinkmanship: the formulas follow from the tree, and the tree is solved beside them.
brink = bg.catalog.load_model("powell")
(figures,) = brink.solve()
tree = bg.solve(GAME.at(), concept="sequential").only()
called = tree.profile["challenger"]["after bid 1"]["bid"]
bluffs = tree.profile["defender"]["irresolute, challenged"]["bid"]


def draw_branches(axes: Axes) -> None:
    """The curve of all equilibria, and what is seen of it by following one."""
    chances = [k / 2000 for k in range(50, 1990)]
    curve = [(lewis_schultz.target_war_worth(p), p) for p in chances]
    axes.plot(*zip(*curve, strict=True), color=GREY, lw=1.2, zorder=1)
    for value, found in rows[:: 5 if len(rows) > 60 else 1]:
        for solution in found:
            if len(found) == 1:
                axes.plot(float(value), solution.figures["resists"], "o", color=GREY, ms=4)
    for solution, (name, color) in zip(three, BRANCHES, strict=True):
        place = (-2.9, solution.figures["resists"])
        axes.plot(*place, "o", color=color, ms=8, zorder=4)
        axes.annotate(
            f"{name}: {place[1]:.6f}",
            place,
            xytext={"low": (10, -14), "middle": (10, -4), "high": (-10, 6)}[name],
            textcoords="offset points",
            ha="right" if name == "high" else "left",
            color=color,
            weight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            zorder=5,
        )
    axes.axvline(-2.9, color=GREY, lw=0.8, ls=":", zorder=0)
    axes.plot(
        *zip(*up, strict=True), color=INK, lw=2.2, ls="--", zorder=2, label="followed upwards"
    )
    axes.plot(*zip(*down, strict=True), color="#CC79A7", lw=2.2, zorder=1.5, label="and downwards")
    axes.set(xlim=(-3.3, -2.5), ylim=(0, 1.02))
    axes.set_xlabel("worth of war to the target")
    axes.set_ylabel("chance that the target resists")
    axes.set_title("Three equilibria between two folds", loc="left", fontsize=11, weight="bold")
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0.0, 0.02))


def draw_bluffs(axes: Axes) -> None:
    """How the bluff and the risk of disaster depend on how likely the defender is irresolute."""
    limit = powell.belief_limit().evaluate(brink.parameters.baseline)
    chances = [limit + (1 - limit) * Fraction(k, 100) for k in range(1, 100)]
    at = [{**brink.parameters.baseline, "irresolute_type": p} for p in chances]
    lines = (
        (powell.bluff(), "the irresolute bluff", "#D55E00", "-"),
        (powell.disaster(), "a dispute ends in disaster", INK, "--"),
    )
    for formula, text, color, dash in lines:
        heights = [float(formula.evaluate(point)) for point in at]
        axes.plot([float(p) for p in chances], heights, dash, color=color, lw=2.2, label=text)
    for name, color in (("bluff", "#D55E00"), ("disaster", INK)):
        height = float(figures.figures[name])
        axes.plot(0.85, height, "o", color=color, ms=7)
        axes.annotate(
            f"{height:.6f}", (0.85, height), xytext=(8, 8), textcoords="offset points", color=color
        )
    axes.axvline(float(limit), color=GREY, lw=0.8, ls=":")
    axes.annotate(
        "below, every defender bids",
        (float(limit), 0.5),
        xytext=(-6, 0),
        textcoords="offset points",
        rotation=90,
        ha="right",
        va="center",
        color=GREY,
    )
    axes.set(xlim=(0.58, 1.0), ylim=(0, 1.02))
    axes.set_xlabel("chance that the defender is irresolute")
    axes.set_ylabel("probability")
    axes.set_title("Nuclear brinkmanship", loc="left", fontsize=11, weight="bold")
    axes.legend(frameon=False, loc="upper right")


def picture(path: Path) -> None:
    """Both models; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, axes = plt.subplots(1, 2, figsize=(11, 4.8), layout="constrained")
    draw_branches(axes[0])
    draw_bluffs(axes[1])
    for panel in axes:
        panel.spines[["top", "right"]].set_visible(False)
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=110, facecolor="white")
    plt.close(figure)


target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("models.svg")
picture(target)

print(f"{signals.title}, at baseline: {len(three)} equilibria")
for solution in three:
    shown = ", ".join(
        f"{name} {float(solution.figures[name]):.6f}"
        for name in ("resists", "challenges", "fights", "war")
    )
    print(f"  {solution.words}: {shown} (equations hold to {solution.residual:.0e})")
print("Followed upwards and downwards, one root gives two answers where the target's worth of war")
print(f"is between {min(disagree)} and {max(disagree)}; only all the roots tell why.")
print()
print(f"{brink.title}: the irresolute bluff with {bluffs}, and are called with {called};")
print(f"a dispute ends in disaster with {float(figures.figures['disaster']):.6f}.")
print(f"Picture: {target}")

# All three are there, and each satisfies its equations to the last digits of a float.
assert [f"{s.figures['resists']:.6f}" for s in three] == ["0.251105", "0.594723", "0.813322"]
assert all(s.residual < 1e-14 for s in three)
# War is more than twice as likely in one of them as in another, with the same payoffs.
wars = [s.figures["war"] for s in three]
assert max(wars) > 2 * min(wars)
# A sweep that keeps one root depends on where it came from, just where there are three.
assert disagree == [float(value) for value, found in rows if len(found) == 3]
# The formulas are those of the only equilibrium of the finite tree.
assert (called, bluffs) == (figures.figures["call"], figures.figures["bluff"])
assert f"{float(figures.figures['disaster']):.6f}" == "0.069415"
assert bg.outcome_probabilities(GAME.at(), tree.profile)["disaster"] == figures.figures["disaster"]
assert target.stat().st_size > 0
