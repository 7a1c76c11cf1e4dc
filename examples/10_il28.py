"""What made Cuba give up the bombers?

The missiles had gone, the bombers had not. The US could tighten the quarantine, the USSR could
leave Cuba alone, press it, or say that the bombers were Cuba's own, and Cuba could refuse. How
tight must the quarantine be, what does it wait for, would an announcement have done, and why try
to disown the bombers first?

    python 10_il28.py [PICTURE]

saves the picture (il28.svg in the current folder unless another path is given).
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
from matplotlib.colors import ListedColormap

import brinkgame as bg
from brinkgame.memo import il28

point = bg.memo.load("il28")
game, plain = point.game, point.variant("no-disown").game
base = game.parameters.baseline

# Colors that everybody can tell apart (Okabe and Ito): kept, released when pressed, or unasked.
KEPT, PRESSED, UNASKED, INK = "#D9D9D9", "#56B4E9", "#E69F00", "#222222"
STEPS = 48


def outcome(**values: Fraction) -> int:
    """0 where the bombers stay though the quarantine is tightened; 1 pressed; 2 unasked."""
    closed = plain.at(tighten_cost=0, **values)  # so that the US does tighten it
    plan = bg.solve(closed)[0].profile
    way = max(plan["USSR"]["tightened"], key=plan["USSR"]["tightened"].get)
    heard = {"leave": "left alone", "press": "pressed"}[way]
    if plan["Cuba"][f"tightened, {heard}"]["release"] < 1:
        return 0
    return 1 if way == "press" else 2


def draw(axes: Axes, name: str, label: str, *, legend: bool) -> None:
    """What happens over the stringency and another parameter; each cell solved at its center."""
    top = float(game.parameters[name].high)
    centers = [Fraction(2 * k + 1, 2 * STEPS) for k in range(STEPS)]
    cells = [
        [outcome(**{"stringency": 3 * x, name: game.parameters[name].high * y}) for x in centers]
        for y in centers
    ]
    axes.imshow(
        cells,
        cmap=ListedColormap([KEPT, PRESSED, UNASKED]),
        vmin=0,
        vmax=2,
        origin="lower",
        extent=(0, 3, 0, top),
        aspect="auto",
        alpha=0.75,
    )
    other = np.linspace(0, top, 101)
    for result, style in (("releases", "-"), ("yields", "--"), ("presses", ":")):
        values = {n: float(v) for n, v in base.items()} | {name: other}
        border = np.broadcast_to(point.closed_form(result).formula.evaluate_array(values), (101,))
        axes.plot(border, other, style, color=INK, lw=1.6, label=BORDERS[result])
    axes.plot(1, float(base[name]), "o", color=INK, ms=7, zorder=4)
    axes.annotate(
        "baseline", (1, float(base[name])), xytext=(9, -4), textcoords="offset points", fontsize=10
    )
    axes.set(xlim=(0, 3), ylim=(0, top), xlabel="stringency of the quarantine", ylabel=label)
    if legend:
        axes.figure.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=10)


BORDERS = {
    "releases": "Cuba gives in unasked",
    "yields": "Cuba gives in if pressed",
    "presses": "the USSR gains by pressing",
}


def picture(path: Path) -> None:
    """Two maps with the derived borders; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, axes = plt.subplots(1, 2, figsize=(10.4, 4.9), layout="constrained")
    draw(axes[0], "soviet_pressure", "cost to Cuba of defying Moscow", legend=True)
    draw(axes[1], "press_cost", "cost to the USSR of pressing", legend=False)
    axes[0].text(0.12, 0.1, "kept", fontsize=11, weight="bold")
    axes[0].text(0.72, 1.6, "released\nwhen pressed", fontsize=11, weight="bold")
    axes[0].text(2.08, 1.6, "released\nunasked", fontsize=11, weight="bold")
    axes[1].text(0.3, 1.6, "kept", fontsize=11, weight="bold")
    axes[1].text(1.1, 0.72, "released\nwhen pressed", fontsize=11, weight="bold")
    axes[1].text(2.1, 0.72, "released\nunasked", fontsize=11, weight="bold")
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=110, facecolor="white")
    plt.close(figure)


# 1. At a tightening that is just enough Cuba is indifferent, and two things may happen.
tied = point.solve({"stringency": 1})
print("Just enough:")
for each in tied:
    ends = {label: str(chance) for label, chance in each.outcomes().items() if chance}
    print(f"  {ends}")
more = point.solve({"stringency": "11/10"}).only()
print("A little more, and they go:", more.profile["USSR"]["tightened"])

# 2. How tight must it be, and what does that wait for?
lever = il28.least_stringency()
print(f"\nThe least stringency is {lever.least}; it waits for: {', '.join(lever.binds)}")
for name in ("releases", "yields", "presses", "tightens"):
    print(f"  {point.closed_form(name)}")

# 3. The prospect of it: an announcement is believed as far as carrying it out pays.
means_it = point.closed_form("means it")
print(f"\n{means_it}")
announced = {}
for loss in (0, "1/2", 1):
    found = bg.solve(il28.announced(worth=loss).at(stringency="11/10"))
    announced[loss] = {each.outcomes()["bombers released"] for each in found}
    print(
        f"  letting it drop costs {loss}: released with chance {sorted(map(str, announced[loss]))}"
    )

# 4. Why disown them first? Because the alternative was not to keep them, but to press in the end.
alone = point.closed_form("disowns").formula.evaluate({**base, "stringency": 0})
first = point.closed_form("disowns first").formula.evaluate(base)
print(f"\nDisowning pays from a chance of {alone} if nothing follows, of {first} if pressing does")
rounds = il28.two_rounds()
record = il28.TWO_ROUNDS_RECORD
history = bg.solve(rounds.at(stringency="11/10", disown_success="2/5")).only()

# 5. Had the USSR not known how proud Cuba was, it would have waited for more.
blind = il28.press_threshold().evaluate({**base, "pride_limit": 2})
print(f"\nIf any pride up to 2 is as likely, the USSR presses from {blind} on")

target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("il28.svg")
picture(target)
print(f"Picture: {target}")

# Two outcomes at the tie, one beyond it: tightened, pressed, released.
assert {each.outcomes()["bombers released"] for each in tied} == {0, 1}
assert point.agrees(more.profile)
assert (lever.least, lever.binds) == (1, ("pressure on Cuba",))
# Nobody believes an announcement that costs nothing to drop.
assert announced == {0: {0}, "1/2": {0}, 1: {1}}
# What happened, disowned once and then pressed, takes a better chance than the baseline's.
assert (alone, first) == (Fraction(3, 13), Fraction(3, 10))
assert first > base["disown_success"]
for player, plan in record.items():
    for infoset, action in plan.items():
        assert history.profile[player][infoset][action] == 1
assert blind == Fraction(9, 5)
assert target.stat().st_size > 0
