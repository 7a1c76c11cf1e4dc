"""How watchful must the US be, when the buildup takes six weeks, or sixteen?

If every week runs the same chance of discovery, the border of deploying in that chance is the root
of a polynomial whose degree is the number of weeks. It is found exactly, as an algebraic number.
"""

from __future__ import annotations

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
