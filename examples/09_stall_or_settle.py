"""Why did the USSR stall for three days and settle on the fourth, and which cause moved the date?

Works out the rule of each day from the tree, sets it against backward induction, and then holds the
causes that the memo names at what they were on the first day, in every combination. Two further
games let the Americans choose the day of their attack.

    python 09_stall_or_settle.py [PICTURE]

saves the picture (stall.svg in the current folder unless another path is given).
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # nothing is shown

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

import brinkgame as bg
from brinkgame.memo import stall
from brinkgame.memo.parameters import DAYS

point = bg.memo.load("stall")
game = point.game
base = game.parameters.baseline

# Colors that everybody can tell apart (Okabe and Ito), and in gray as well.
TALKS, ATTACK, STALL, INK = "#0072B2", "#D55E00", "#56B4E9", "#222222"
HELD = {
    (): "nothing held",
    ("talks",): "talks as hopeful as on the 23rd",
    ("forces",): "forces as on the 23rd",
    ("warnings",): "warnings as on the 23rd",
    ("forces", "warnings"): "no attack nearer than on the 23rd",
    ("talks", "forces"): "talks and forces",
    ("talks", "warnings"): "talks and warnings",
    ("talks", "forces", "warnings"): "all three",
}

borders = {day: point.closed_form(f"settle on {day} October") for day in DAYS}
talks = [float(base[f"talks_hazard_{day}"]) for day in DAYS]
attack = [float(stall.attack_hazard(day).evaluate(base)) for day in DAYS]
most = [float(borders[day].formula.evaluate(base)) for day in DAYS]
worlds = stall.causes()


def draw_rule(axes: Axes) -> None:
    """The chances of each day, and how likely talks must be for stalling to pay."""
    axes.axvspan(25.5, 28.3, color=ATTACK, alpha=0.10, lw=0)
    axes.plot(DAYS, talks, "o-", color=TALKS, lw=2, ms=6)
    axes.plot(DAYS, attack, "s-", color=ATTACK, lw=2, ms=6)
    axes.plot(DAYS, most, "--", color=INK, lw=1.3)
    axes.text(23.15, 0.51, "talks succeed", fontsize=10.5, color="#004B78")
    axes.text(26.55, 0.095, "attack", fontsize=10.5, color="#8A3B00")
    axes.text(27.55, 0.54, "needed for\nstalling to pay", fontsize=9.5, ha="right")
    axes.text(25.62, 0.635, "settle", fontsize=13, weight="bold", color="#8A3B00", va="top")
    axes.text(25.38, 0.635, "stall", fontsize=13, weight="bold", ha="right", va="top")
    axes.set(xlim=(22.7, 28.3), ylim=(0, 0.65), xlabel="October")
    axes.set_xticks(DAYS)
    axes.set_ylabel("chance on the day")
    axes.set_title("The rule of each day", loc="left", fontsize=12, weight="bold", pad=10)


def draw_worlds(axes: Axes) -> None:
    """The day of settling in each world."""
    for row, (kept, name) in enumerate(HELD.items()):
        (day,) = worlds[kept]
        axes.barh(row, day - 22.5, left=22.5, height=0.55, color=STALL, alpha=0.55)
        axes.plot(day, row, "D" if day <= DAYS[-1] else ">", color=INK, ms=7)
        axes.text(22.6, row, name, va="center", fontsize=9.5)
    axes.set(xlim=(22.5, 29.4), ylim=(len(HELD) - 0.4, -0.6), xlabel="October")
    axes.set_xticks([*DAYS, stall.AFTER_ALL], [*map(str, DAYS), "never"])
    axes.set_yticks([])
    axes.set_title(
        "When it settles, with causes held", loc="left", fontsize=12, weight="bold", pad=10
    )


def picture(path: Path) -> None:
    """Both drawings; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.8, 4.4), layout="constrained")
    figure.get_layout_engine().set(wspace=0.06)
    draw_rule(left)
    draw_worlds(right)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=9)
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=150, facecolor="white")
    plt.close(figure)


target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("stall.svg")
picture(target)

# 1. The rule of each day, and the whole game.
print("day  talks  attack  settling is no worse than one more day iff talks are at most")
for day, chance, menace, limit in zip(DAYS, talks, attack, most, strict=True):
    print(f" {day}   {chance:.2f}   {menace:.3f}   {limit:.3f}")
solved = bg.solve(game.at()).only()
print("By backward induction it first settles on", *stall.first_days(), "October.")
print(
    f"Stalling until then is worth {float(solved.payoffs['USSR']):.3f} to it, settling at once -3."
)

# 2. Which cause moved the date.
print("\nheld as on the 23rd: it settles on")
for kept, days in worlds.items():
    when = days[0] if days[0] in DAYS else "none of the days"
    print(f"  {' and '.join(kept) or 'nothing'}: {when}")
shares = stall.shares()
print("Days by which each brought it forward, over all orders in which they may set in:")
print("  " + ", ".join(f"{cause} {days}" for cause, days in shares.items()))

# 3. The rule looks one day ahead. Where hopes of talks may come back, that is too early.
revived = {"talks_hazard_24": 0, "talks_hazard_25": "9/10"}
print(
    "\nNo hope on the 24th and much on the 25th: the rule says", stall.one_step_day(revived), end=""
)
print(", backward induction", *stall.first_days(revived))

# 4. An attack that the Americans choose.
plan = bg.solve(stall.chosen().at()).only().profile
days = [day for day in DAYS if plan["US"][f"{day} October"]["attack"] == 1]
print("\nIf the US chose the day it would attack on", *days, "October, and on no other.")
dates = bg.solve(stall.dates().at())
print("If both chose beforehand:", len(dates.components), "components of equilibria, one a day.")
print(f"Picture: {target}")

assert point.agrees(solved.profile)
assert stall.first_days() == (26,) == (stall.one_step_day(),)
assert all((t <= m) == (day >= 26) for day, t, m in zip(DAYS, talks, most, strict=True))
assert worlds["talks",] == (28,)
assert worlds["forces",] == worlds["warnings",] == (26,)
assert worlds["forces", "warnings"] == (stall.AFTER_ALL,)
assert sum(shares.values()) == stall.AFTER_ALL - 26
assert shares["talks"] == Fraction(5, 3)
assert (stall.one_step_day(revived), stall.first_days(revived)) == (24, (26,))
assert days == [23]
assert len(dates.components) == len(DAYS)
assert target.stat().st_size > 0
