"""How great a risk of war must a quarantine run, and how great a one could the US bear?

Derives both edges of the window from the tree and draws them, follows the choice of the US along
the risk, and asks what the answer rests on: players who err, a risk that is chosen, a war that
comes by choice instead of chance, and a USSR that does not believe in it.

    python 08_blockade.py [PICTURE]

saves the picture (blockade.svg in the current folder unless another path is given).
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
from brinkgame.memo import blockade

point = bg.memo.load("blockade")
game = point.game
base = game.parameters.baseline
least, most, closing = blockade.least_risk(), blockade.bearable_risk(), blockade.widest_belief()

# Colors that everybody can tell apart (Okabe and Ito), and in gray as well.
OPEN, QUARANTINE, ACCEPT, STRIKE, INK = "#009E73", "#0072B2", "#E69F00", "#D55E00", "#222222"
COLORS = {"accept": ACCEPT, "strike": STRIKE, "quarantine": QUARANTINE}


def chosen(equilibrium: bg.Equilibrium, player: str, infoset: str) -> str:
    """The action that is taken for certain."""
    plan = equilibrium.profile[player][infoset]
    return next(action for action, chance in plan.items() if chance == 1)


def sweep(steps: int = 40) -> list[tuple[Fraction, set[str]]]:
    """What the US does along the risk of war, each point solved exactly; both, on an edge."""
    risks = sorted({least.value, most.value, *(Fraction(n, steps) for n in range(steps + 1))})
    return [
        (risk, {chosen(e, "US", "root") for e in bg.solve(game.at(brink_risk=risk))})
        for risk in risks
    ]


def draw_window(axes: Axes) -> None:
    """The risks that move a soft USSR and can be borne, over the belief in a hard one."""
    belief = np.linspace(0.001, 0.7, 600)
    near = float(least.value)
    far = most.formula.evaluate_array({**base, "hard_type": belief})
    closes = float(closing.evaluate(base))
    inside = belief <= closes
    axes.fill_between(belief[inside], near, np.minimum(far[inside], 1), color=OPEN, alpha=0.3, lw=0)
    axes.axhline(near, color=INK, lw=1.6)
    axes.plot(belief, np.minimum(far, 2), color=INK, lw=1.6)
    without = most.formula.evaluate_array({**base, "hard_type": belief, "us_backdown_cost": 0})
    axes.plot(belief, np.minimum(without, 2), color=INK, lw=1.1, ls=(0, (4, 2)))
    axes.plot([closes, closes], [0, near], color=INK, lw=0.8, ls=":")
    here = (float(base["hard_type"]), float(base["brink_risk"]))
    axes.plot(*here, "o", color=INK, ms=7)
    axes.annotate(
        "baseline", here, xytext=(-12, 9), textcoords="offset points", ha="right", fontsize=9.5
    )
    axes.text(0.03, 0.66, "window", fontsize=15, weight="bold", color="#00573F")
    axes.text(0.03, near - 0.02, "below: a soft USSR defies", fontsize=9.5, ha="left", va="top")
    axes.text(0.68, 0.70, "too dangerous\nto threaten", fontsize=9.5, ha="right", va="bottom")
    axes.text(closes + 0.012, 0.05, f"closes at {closing.evaluate(base)}", fontsize=9.5)
    axes.text(
        0.305, 0.985, "dashed: backing\ndown costs nothing", fontsize=8.5, va="top", ha="left"
    )
    axes.set(xlim=(0, 0.7), ylim=(0, 1))
    axes.set_xlabel("hard_type: belief that the USSR is hard")
    axes.set_ylabel("brink_risk: risk of war if defied")
    axes.set_title("Which risks do both", loc="left", fontsize=12, weight="bold", pad=10)


def draw_worth(axes: Axes) -> None:
    """What each response is worth to the US along the risk of war."""
    us = game.players.index("US")

    def worth(action: str, risks: np.ndarray, soft: str) -> np.ndarray:
        conduct = {"US": {"root": action}, "USSR": {"hard": "defy", "soft": soft}}
        plan = bg.BehaviorStrategyProfile(game, conduct)
        value = bg.continuation_payoffs(game, plan)[0][us]
        return value.evaluate_array({**base, "brink_risk": risks}) + 0 * risks

    near, far = float(least.value), float(most.value)
    for action in ("accept", "strike"):
        line = worth(action, np.array([0.0, 1.0]), "defy")
        axes.plot([0, 1], line, color=COLORS[action], lw=2)
    for soft, low, high in (("defy", 0.0, near), ("withdraw", near, 1.0)):
        risks = np.array([low, high])
        axes.plot(risks, worth("quarantine", risks, soft), color=QUARANTINE, lw=2.6)
    jump = [worth("quarantine", np.array([near]), soft)[0] for soft in ("defy", "withdraw")]
    axes.plot([near, near], jump, color=QUARANTINE, lw=1, ls=":")
    axes.axvspan(near, far, color=OPEN, alpha=0.3, lw=0)
    axes.text(0.02, -1.9, "accept", fontsize=10.5, va="bottom", color="#7A5200")
    axes.text(0.02, -4.4, "strike", fontsize=10.5, va="bottom", color="#8A3B00")
    axes.text(
        0.34, -6.2, "quarantine, defied\nby either type", fontsize=9.5, ha="right", color="#004B78"
    )
    axes.annotate(
        "quarantine, a soft\nUSSR withdraws",
        (0.62, -1.72),
        xytext=(0.30, -0.75),
        fontsize=9.5,
        color="#004B78",
        arrowprops={"arrowstyle": "-", "color": "#004B78", "lw": 0.8},
    )
    axes.set(xlim=(0, 1), ylim=(-7.5, 0), xlabel="brink_risk, all else at the baseline")
    axes.set_xticks([0, near, far, 1], ["0", f"{near:g}", f"{far:.2f}", "1"])
    axes.set_ylabel("worth to the US (status quo = 0)")
    axes.set_title("What each response is worth", loc="left", fontsize=12, weight="bold", pad=10)


def picture(path: Path) -> None:
    """Both drawings; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.8, 4.6), layout="constrained")
    figure.get_layout_engine().set(wspace=0.06)
    draw_window(left)
    draw_worth(right)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=9)
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=150, facecolor="white")
    plt.close(figure)


target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("blockade.svg")
picture(target)

# 1. The window, derived.
solved = bg.solve(game.at()).only()
print(game.at())
print()
print("At the baseline:", solved.profile)
print(f"It is worth {float(solved.payoffs['US']):.3f} to the US; accepting -2, striking -4.5.")
print("A soft USSR withdraws iff", least.over, least.relation, least.formula)
print(f"The window runs from {least.value} to {most.value} = {float(most.value):.3f};")
print(f"it is open up to a belief of {closing.evaluate(base)} in a hard USSR.")
rows = sweep()
edge = next(actions for risk, actions in rows if risk == least.value)
print(f"Exactly at {least.value} a soft USSR is indifferent; the US may", " or ".join(sorted(edge)))

# 2. Players who err: how likely is the quarantine, when better actions are only likelier?
print("\nrationality (1/payoff), chance that the US quarantines, that a soft USSR withdraws:")
noisy = {}
for rationality in (1, 2, 4, 8, 16, 32):
    (response,) = bg.solve(game.at(), bg.AgentLogitQRE(rationality))
    quarantines = float(response.profile["US"]["root"]["quarantine"])
    noisy[rationality] = quarantines
    withdraws = float(response.profile["USSR"]["soft"]["withdraw"])
    print(f"  {rationality:>2}: {quarantines:.3f}, {withdraws:.3f}")
print("A USSR that errs makes the quarantine more dangerous than accepting, unless it errs little.")

# 3. A risk that is chosen: the least that moves a soft USSR.
rungs = ["1/2", "3/5", "5/8", "13/20", "7/10", 1]
by_choice = {chosen(e, "US", "root") for e in bg.solve(blockade.ladder(rungs).at())}
print("\nOf", ", ".join(map(str, rungs)), "the US takes", " or ".join(sorted(by_choice)))

# 4. The rival reading: a US that chooses war or not, resolute or not.
rival = bg.solve(point.variant("escalation").game.at(), concept="sequential")
print("\nIf war comes by choice, there are", len(rival), "equilibria; a soft USSR withdraws with")
print("  ", ", ".join(str(e.profile["USSR"]["soft"]["withdraw"]) for e in rival))

# 5. A USSR that doubts American resolve.
doubting = bg.solve(blockade.DOUBTED.at()).only()
needed = bg.indifference(blockade.DOUBTED, "USSR", "soft", "withdraw", "defy")
resolve = needed.threshold("us_resolve")
print("\nIf it still thought the US resolute with 3/5 only, a soft USSR would", end=" ")
print(f"{chosen(doubting, 'USSR', 'soft')}; it withdraws iff us_resolve >= {resolve.value}.")
print(f"Picture: {target}")

assert point.agrees(solved.profile)
assert (least.value, most.value) == (Fraction(3, 5), Fraction(11, 15))
assert (closing.evaluate(base), solved.payoffs["US"]) == (Fraction(3, 8), Fraction(-43, 24))
# The derived edges and the solutions agree at every point, and on both edges there is a tie.
for risk, actions in rows:
    inside = least.value <= risk <= most.value
    assert ("quarantine" in actions) == inside
    assert ("accept" in actions) == (not least.value < risk < most.value)
assert noisy[4] < Fraction(1, 5) < Fraction(1, 2) < noisy[8]
assert by_choice == {"quarantine at 3/5", "quarantine at 5/8"}
assert len(rival) == 3
assert resolve.value == least.value / base["brink_risk"] == Fraction(12, 13)
assert target.stat().st_size > 0
