"""Why two letters, and was the public one a bluff?

On 26 October the USSR offers in private to withdraw; a day later it asks in public for more. A
tough USSR means the second letter, a weak one only saves face by it. The US must answer both
without knowing which it faces. When does it dismiss the public letter, what does that rest on, and
what would it have been worth to know?

    python 06_two_letters.py [PICTURE]

saves the picture (letters.svg in the current folder unless another path is given).
"""

from __future__ import annotations

import itertools
import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # nothing is shown

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

import brinkgame as bg
from brinkgame.memo import letters

# Colors that everybody can tell apart (Okabe and Ito).
COLORS = {
    "bluff called": "#56B4E9",
    "trade": "#E69F00",
    "some bluff": "#D9D9D9",
    "trade at a cost": "#F5D7A1",
    "honest": "#FFFFFF",
}
INK, SECOND = "#222222", "#D55E00"
STEPS = 60

point = bg.memo.load("letters")
game = point.game

# 1. The reading of the memo: both letters, and an answer to the private one.
base = bg.solve(game.at(), concept="sequential")
reading = base.only()
print(reading.profile)
print("beliefs:", reading.beliefs)
print("the US passes the public letter over iff tough_belief <=", letters.belief_limit())

# What else may be: every kind of equilibrium, and where it is the only one.
print()
for region in letters.regions():
    print(f"{region.name}: {region.words}; where each is positive:")
    print("   ", "; ".join(map(str, region.conditions)))

# 2. It turns on two things: does asking in public pay, and how tough may the USSR be?
print("\nface_saved, tough_belief: a weak USSR sends both with, the US trades with")
found = {}
for saved, tough in itertools.product(("1/2", "1/10"), ("3/20", "2/5")):
    here = game.at(face_saved=saved, tough_belief=tough)
    plan = bg.solve(here, concept="sequential").only().profile
    both, trade = plan["USSR"]["weak"]["both"], plan["US"]["both"]["trade"]
    found[saved, tough] = both, trade
    print(f"  {saved}, {tough}: {both}, {trade}")

# 3. It rests on a premise that the memo does not state: only the public letter allowed the trade.
dropped = point.variant("open-trade-no-gain").game
print(
    "\nWithout that premise, and without a gain from being refused:",
    *bg.diff(game, dropped).lines(4),
    sep="\n  ",
)
both_ways = bg.solve(dropped.at(), concept="sequential")
for equilibrium, verdict in zip(both_ways, bg.d1(both_ways), strict=True):
    print(f"  {equilibrium.profile}\n    {verdict}")

# 4. The rival reading: a letter that was prepared long before, and sent whatever came.
mixed = found["1/10", "3/20"][0]
print(
    "\nBoth letters, signalling over contingency:",
    letters.bayes_factor(1, "3/20"),
    "at the baseline,",
    letters.bayes_factor(mixed, "3/20"),
    "where asking costs more than it saves",
)

# 5. What would it be worth to the US to know whom it faces?
told = bg.reveal(game, "US", "both", "root")
knows = {}
for tough in ("3/20", "2/5"):
    blind = bg.solve(game.at(tough_belief=tough), concept="sequential").only().payoffs["US"]
    seeing = bg.solve(told.at(tough_belief=tough)).only().payoffs["US"]
    knows[tough] = seeing - blind
    print(f"to know is worth {knows[tough]} to the US when tough_belief is {tough}")


def draw_map(axes: Axes) -> None:
    """Which kind of equilibrium there is, over the belief and the face that is saved."""
    centers = [Fraction(2 * k + 1, 2 * STEPS) for k in range(STEPS)]
    order = list(COLORS)
    cells = [
        [
            next(order.index(r.name) for r in letters.regions() if r.holds(point_at(h, saved)))
            for h in centers
        ]
        for saved in centers
    ]
    axes.imshow(
        cells,
        cmap=ListedColormap(list(COLORS.values())),
        vmin=-0.5,
        vmax=len(order) - 0.5,
        origin="lower",
        extent=(0, 0.6, 0, 1),
        aspect="auto",
    )
    axes.axvline(0.25, color=INK, lw=1.4)
    axes.axhline(0.3, color=INK, lw=1.4)
    for x, y, text in (
        (0.02, 0.88, "both send both,\nthe US answers\nthe private one"),
        (0.30, 0.88, "both send both,\nthe US trades"),
        (0.02, 0.08, "a weak USSR\nbluffs at times,\nthe US trades\nat times"),
        (0.30, 0.08, "both send both, and\nthe US trades: only\nthat makes it pay"),
    ):
        axes.text(x, y, text, fontsize=10, va="top" if y > 0.5 else "bottom")
    axes.plot(0.15, 0.5, "o", color=INK, ms=7)
    axes.annotate("baseline", (0.15, 0.5), (7, -4), textcoords="offset points", fontsize=10)
    axes.set(xlabel="belief that the USSR is tough", ylabel="face saved by asking in public")


def point_at(h: Fraction, saved: Fraction) -> dict[str, Fraction]:
    """A point of the map."""
    return {"tough_belief": h * Fraction(3, 5), "face_saved": saved}


def draw_mixing(axes: Axes) -> None:
    """How often a weak USSR asks and the US trades, where asking costs more than it saves."""
    beliefs = [Fraction(k, 100) for k in range(61) if k != 25]
    rows = []
    for belief in beliefs:
        here = {"face_saved": Fraction(1, 10), "tough_belief": belief}
        (region,) = (r for r in letters.regions() if r.holds(here))
        rows.append(region.conduct(here))
    below = [k for k, belief in enumerate(beliefs) if belief < Fraction(1, 4)]
    above = [k for k, belief in enumerate(beliefs) if belief > Fraction(1, 4)]
    for part in (below, above):
        x = [float(beliefs[k]) for k in part]
        first = part is below
        axes.plot(
            x,
            [float(rows[k][0]) for k in part],
            color=INK,
            lw=2.2,
            label="a weak USSR sends both" if first else None,
        )
        axes.plot(
            x,
            [float(rows[k][1]) for k in part],
            "--",
            color=SECOND,
            lw=2.2,
            label="the US trades then" if first else None,
        )
    axes.set(
        xlim=(0, 0.6),
        ylim=(-0.02, 1.05),
        xlabel="belief that the USSR is tough",
        ylabel="chance",
        title="where asking saves 0.1 and costs 0.3",
    )
    axes.legend(frameon=False, loc="center right", fontsize=10)


def picture(path: Path) -> None:
    """The map and a line along it; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, axes = plt.subplots(1, 2, figsize=(10.4, 4.7), layout="constrained")
    draw_map(axes[0])
    draw_mixing(axes[1])
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=110, facecolor="white")
    plt.close(figure)


target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("letters.svg")
picture(target)
print(f"Picture: {target}")

assert target.stat().st_size > 0
# The memo's reading is the only equilibrium, and it is what happened.
assert point.agrees(reading.profile)
assert base.coverage is bg.Coverage.ALL
assert letters.belief_limit().evaluate(game.parameters.baseline) == Fraction(1, 4)
# Where asking costs more than it saves, a weak USSR asks just so often that the US may still trade.
assert found == {
    ("1/2", "3/20"): (1, 0),
    ("1/2", "2/5"): (1, 1),
    ("1/10", "3/20"): (Fraction(9, 17), Fraction(2, 13)),
    ("1/10", "2/5"): (1, 1),
}
# Without the premise there is a second equilibrium outcome, in which every letter is sent.
assert both_ways.coverage in (bg.Coverage.ALL, bg.Coverage.ALL_EXTREME)
assert {e.profile["USSR"]["weak"]["both"] for e in both_ways} == {1, Fraction(8, 17)}
# And the memo's own is the one that D1 removes: the private letter alone would be a tough one's.
for equilibrium, verdict in zip(both_ways, bg.d1(both_ways), strict=True):
    assert verdict.passes is not point.agrees(equilibrium.profile)
assert letters.bayes_factor(1, "3/20") == 1
# Knowing the type, the US trades with the tough one and passes over the letter of the weak one.
assert knows["3/20"] == Fraction(3, 20) * 3
assert all(value > 0 for value in knows.values())
