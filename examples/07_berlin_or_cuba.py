"""Why Cuba instead of Berlin, and what did Cuba's consent cost?

In the spring of 1962 the USSR may go on negotiating about Berlin or turn to Cuba, whose consent it
needs. What a buildup is worth is not put in: it is the value of the decision on deploying, whose
tree is a part of both games. So a premise about October moves a choice made in May.

    python 07_berlin_or_cuba.py [PICTURE]

saves the picture (berlin_or_cuba.svg in the current folder unless another path is given).
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # nothing is shown

import matplotlib.pyplot as plt

import brinkgame as bg
from brinkgame.memo import berlin, consent, deploy, misperception

# --- Berlin or Cuba --------------------------------------------------------------------------

worth = bg.solve(deploy.GAME.at()).only().payoffs["USSR"]
border = berlin.threshold()
march = berlin.belief_before("1/5", "3/10")
turning = berlin.turning_news(march)
print(f"A buildup in Cuba is worth {worth} = {float(worth)}, by the tree of the deploy decision.")
print(f"Diplomacy iff {border.over} {border.relation} {float(border.value)}; after May it is 0.2.")
print(f"In March it was {march}, so that the same game says: negotiate. News turns it that is at")
print(f"most {float(turning)} times as likely with a settlement in reach as without; it was 0.3.")
claim = bg.memo.claims.load("T17")
print(f"T17, {claim.title}: {claim.judge().verdict} {claim.judge().condition}.")
print()

# How a premise about October moves the choice of May.
print("chance of discovery   worth of Cuba   border of diplomacy   the USSR")
rows = []
for chance in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 5), Fraction(4, 5)):
    found = bg.solve(berlin.GAME.at(detection=chance)).only()
    cuba = max(-Fraction(1, 2), 2 - chance * Fraction(3, 5) * Fraction("6.4"))
    limit = (cuba + Fraction(1, 2)) / Fraction(5, 2)
    action = "diplomacy" if found.profile["USSR"]["root"]["diplomacy"] == 1 else "Cuba"
    rows.append((chance, limit, action))
    print(f"{float(chance):<21.3g} {float(cuba):<15.3g} {float(limit):<21.3g} {action}")
print()

# --- the consent -----------------------------------------------------------------------------

least = consent.willing()
print(f"Cuba consents iff {least.over} {least.relation} {least.formula}")
for crisis in ("1/2", "3/5", "7/10", "1"):
    price = consent.consent_price({"regime_crisis": crisis})
    print(f"  crisis {crisis:>4}: consent costs {price}")
judged = bg.memo.claims.load("T16").judge()
calm = judged.numbers["price without the crisis"]
print(f"T16: {judged.verdict}; without a crisis it would have cost {calm}.")
print()

# --- what both motives and beliefs have to do with it ------------------------------------------

for name in ("T18", "T7"):
    judged = bg.memo.claims.load(name).judge()
    print(f"{name}: {judged.verdict} {judged.condition}.")
    print(f"  {judged.words}")
print("After a silent autumn the belief in a resolute US falls from 3/5 to", end=" ")
print(misperception.resolve_after_silence("3/5", "3/5"), end=".\n")


def picture(path: Path) -> None:
    """What is chosen, by the chances of discovery and of a settlement; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, axes = plt.subplots(figsize=(7.2, 4.6), layout="constrained")
    chances = [Fraction(step, 60) for step in range(61)]
    values = [bg.solve(deploy.GAME.at(detection=each))[0].payoffs["USSR"] for each in chances]
    limits = [float((value + Fraction(1, 2)) / Fraction(5, 2)) for value in values]
    across = [float(each) for each in chances]
    axes.fill_between(across, limits, 1, color="#56B4E9", alpha=0.35, lw=0)
    axes.fill_between(across, 0, limits, color="#E69F00", alpha=0.35, lw=0)
    axes.plot(across, limits, color="black", lw=1.6)
    axes.annotate(
        "",
        (0.5, 0.215),
        xytext=(0.5, float(march)),
        arrowprops={"arrowstyle": "->", "shrinkA": 5, "lw": 1.1},
    )
    for level, when, offset, side in (
        (float(march), "March", (9, -3), "left"),
        (0.2, "after May", (-9, -4), "right"),
    ):
        axes.plot(0.5, level, "o", color="black", ms=6)
        axes.annotate(when, (0.5, level), xytext=offset, textcoords="offset points", ha=side)
    axes.text(0.76, 0.72, "Berlin, by diplomacy", ha="center", color="#004B78")
    axes.text(0.17, 0.42, "Cuba", ha="center", color="#7A5200")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="chance that missiles are discovered in time")
    axes.set_ylabel("believed chance of a settlement of Berlin")
    axes.set_title("What the news of May turned", loc="left", fontsize=12, weight="bold", pad=10)
    axes.spines[["top", "right"]].set_visible(False)
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=150, facecolor="white")
    plt.close(figure)


picture(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("berlin_or_cuba.svg"))

assert worth == Fraction("0.08")
assert border.value == Fraction("0.232")
assert march == Fraction(5, 11)
assert turning == Fraction("0.3625")
assert [action for _, _, action in rows] == ["Cuba", "Cuba", "diplomacy", "diplomacy"]
for _, limit, action in rows:
    assert (Fraction(1, 5) >= limit) == (action == "diplomacy")
assert consent.consent_price() == Fraction(1, 5)
assert consent.consent_price({"regime_crisis": "7/10"}) == 0
verdicts = {name: bg.memo.claims.load(name).judge() for name in ("T7", "T16", "T17", "T18")}
assert all(finding.is_true for finding in verdicts.values())
