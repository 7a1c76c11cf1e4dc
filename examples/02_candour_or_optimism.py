"""Did the USSR close its eyes to failure, or did it honestly think that it would get away with it?

The memo says that the cost of failure was not faced (memo U2). A choice alone cannot tell that from
honest optimism: both make deploying pay. What can be told is where a lack of candour is *needed* to
explain the choice, and how much of it.

python 02_candour_or_optimism.py [PICTURE] saves a map of that (candour.svg unless told otherwise).
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

import brinkgame as bg
from brinkgame.memo import deploy

game = deploy.GAME
honest = deploy.honest_threshold()
candour = deploy.candour_threshold()

print("A USSR that counts its whole cost of failure deploys iff")
print(f"  {honest.over} <= {honest.value} = {float(honest.value):.4f}")
kept = ("detection", "us_resolve")
rest = {name: v for name, v in game.parameters.baseline.items() if name not in kept}
print("Above that, only a lack of candour explains it: with all else at the baseline, iff")
print(f"  candour {candour.relation} {candour.formula.substitute(rest)}")
print()
print("chance of being found out by a resolute US     most candour that explains deploying")
rows = []
for chance in (Fraction(3, 10), Fraction(1, 2), Fraction(81, 100), Fraction(1)):
    # Only the product of the two chances matters, so one of them may be set to one.
    most = deploy.candour_threshold({"detection": chance, "us_resolve": 1}).value
    needed = chance > honest.value
    rows.append((chance, most, needed))
    shown = f"{float(most):.3f}" if needed else "1 (all of it: none is lacking)"
    print(f"  {float(chance):<45.2f}{shown}")

# Two stories of one choice: honest and hopeful, or informed and blind.
hopeful = bg.solve(game.at(candour=1, detection="1/2", us_resolve="3/5"))
blind = bg.solve(game.at(candour="1/5", detection="9/10", us_resolve="9/10"))
frank = bg.solve(game.at(candour=1, detection="9/10", us_resolve="9/10"))
print()
print("hopeful and honest: ", hopeful.only().profile)
print("informed and blind: ", blind.only().profile)
print("informed and honest:", frank.only().profile)
print("The first two do the same, so the choice cannot tell them apart.")

# Where the choice needs a lack of candour: right of where the border leaves the upper edge.
target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("candour.svg")
grid = np.linspace(0, 1, 101)
border = deploy.candour_threshold({"us_resolve": 1})
data = bg.sweep(
    game,
    {"detection": grid, "candour": grid},
    {"holds": bg.ActionProbability("USSR", "root", "hold")},
    at={"us_resolve": 1},
)
deploying = "root: deploy; live missiles: accept; detected: compel"
axes = bg.plotting.draw_map(
    data,
    labels={deploying: "deploy", "root: hold": "hold"},
    border=border,
    title="What the USSR does if the US is sure to compel",
)
bg.plotting.save(axes, target)
print(f"Picture: {target}")

assert honest.value == Fraction(25, 64)
assert [needed for _, _, needed in rows] == [False, True, True, True]
# Exactly at the border of candour both choices pay the same, and both are equilibria.
for chance, most, needed in rows:
    if needed:
        tie = bg.solve(game.at(detection=chance, us_resolve=1, candour=most))
        assert len(tie) == 2
        assert tie[0].payoffs["USSR"] == tie[1].payoffs["USSR"]
assert str(hopeful.only().profile) == str(blind.only().profile)
assert str(hopeful.only().profile) != str(frank.only().profile)
# The map and the border say the same at every point of the grid, which has none on the border.
point = {**game.parameters.baseline, "us_resolve": 1, "detection": grid[:, None]}
assert (data.holds == (grid[None, :] > border.formula.evaluate_array(point))[..., None]).all()
assert target.stat().st_size > 0
