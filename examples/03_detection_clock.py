"""How watchful must the US be, when the buildup takes six weeks, or sixteen?

If every week runs the same chance of discovery, the border of deploying in that chance is the root
of a polynomial whose degree is the number of weeks. It is found exactly, as an algebraic number.

python 03_detection_clock.py [PICTURE] saves a map of both (clock.svg unless told otherwise).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import brinkgame as bg
from brinkgame.memo import clock

game = clock.GAME
print("discovery =", clock.DISCOVERY)
print()
print("weeks  border of the weekly chance   as a root of degree   discovered by then")
borders = {}
for weeks in range(6, 17, 2):
    border = clock.hazard_threshold(weeks)
    borders[weeks] = border
    reached = 1 - (1 - float(border)) ** weeks
    degree = len(border.polynomial) - 1
    print(f"{weeks:5d}  {float(border):<28.6f}  {degree:<20d}  {reached:.4f}")

base = game.parameters.baseline
solved = bg.solve(game.at()).only()
print()
print(f"At the baseline a week's chance is {base['weekly_hazard']}, and the USSR does:")
print(" ", solved.profile)
print("A November deadline leaves few weeks, and few weeks are what make secrecy seem possible.")

target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("clock.svg")
hazards = np.linspace(0, 0.3, 151)
data = bg.sweep(
    game,
    {"weekly_hazard": hazards, "weeks": np.arange(6, 17)},
    {"deploys": bg.ActionProbability("USSR", "root", "deploy")},
)
deploying = "root: deploy; live missiles: accept; detected: compel"
axes = bg.plotting.draw_map(
    data,
    labels={deploying: "deploy", "root: hold": "hold"},
    border=clock.DISCOVERY * game.parameters["us_resolve"] - bg.memo.deploy.threshold().formula,
    title="Finish before discovery",
)
bg.plotting.save(axes, target)
print(f"Picture: {target}")

# The same border in closed form: 1 - (1 - d)^(1/T), where d is the border of discovery itself.
discovery = float(bg.memo.deploy.threshold().value / base["us_resolve"])
for weeks, border in borders.items():
    assert abs(float(border) - (1 - (1 - discovery) ** (1 / weeks))) < 1e-12
    # Just below it deploys, just above it holds; the interval has exact ends.
    low, high = border.refined("1e-9").interval
    below = bg.solve(game.at(weeks=weeks, weekly_hazard=low)).only()
    above = bg.solve(game.at(weeks=weeks, weekly_hazard=high)).only()
    assert below.profile["USSR"]["root"]["deploy"] == 1
    assert above.profile["USSR"]["root"]["hold"] == 1
assert list(borders.values()) == sorted(borders.values(), reverse=True)
assert solved.profile["USSR"]["root"]["deploy"] == 1
# The map says the same: in each row the USSR deploys below the border and not above it.
for weeks, border in borders.items():
    row = data.deploys.sel(weeks=weeks, bound="lowest").values
    assert (row == (hazards < float(border))).all()
assert target.stat().st_size > 0
