"""What must they have believed, if everything that they did was rational?

Every decision of the case is asked at each of many points of its parameters whether it returns
what was done. First deploying and the quarantine alone, by a USSR that is unsure of being
discovered and compelled, and by one that is sure; then all decisions together. The share of the box
that is left is no probability of anything: the box is made of ranges that somebody chose.

    python 12_what_must_they_have_believed.py [PICTURE]

saves the picture (believed.svg in the current folder unless another path is given).
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # nothing is shown

import brinkgame as bg
from brinkgame.memo import conduct

# -- deploying and the quarantine -------------------------------------------------------------

pair = {
    sure: conduct.conduct(chosen=["deploy", "blockade"], sure=sure, seed=1)
    for sure in (False, True)
}
compels = {}
for sure, found in pair.items():
    print("A USSR that is sure of both:" if sure else "A USSR that may get away with it:")
    print(f"  deploying and the quarantine are both rational in {found.share} of the box")
    points = found.sample(4000)
    limit = (points.us_success + points.us_acceptance_loss) / (
        points.us_success + points.us_war_cost
    )
    compels[sure] = float((points.compel_war_risk <= limit).mean())
    print(f"  and in {compels[sure]:.0%} of that the US would have compelled it in time\n")

# -- all of it ---------------------------------------------------------------------------------

# The chances of each day in October would be 18 parameters; as multiples of their baselines,
# which is how they are asked about unless told otherwise, they are 3.
found = conduct.conduct(seed=1)
print(found)

print("\nThe same, one after another, each time the one that leaves least:")
for name, share in found.elimination():
    print(f"  {name:14} {share}")

print("\nHow much depends on which equilibrium is meant:")
for reading in bg.Reading:
    print(f"  {reading.value:20} {found.read(reading).share}")

path = Path(sys.argv[1] if len(sys.argv) > 1 else "believed.svg")
axes = bg.plotting.draw_corner(
    found,
    ["hard_type", "retreat_cost", "intervention_loss", "talks_scale"],
    title="What is left if all that was done was rational",
)
bg.plotting.save(axes[0, 0], path)
print(f"\nSaved {path}.")

# To be sure of discovery and of a response takes away more than a quarter of what is left of the
# two decisions; and in what remains the US would mostly not have compelled, whatever was thought.
assert pair[True].share.high < 0.75 * pair[False].share.low
assert compels[True] < 0.25 < 0.4 < compels[False]
# All together: a sliver, but not nothing; and of the decisions, three exclude most by themselves.
share = found.share
assert 0 < share.low < share.high < 2e-5
alone = found.exclusions().alone
assert set(alone.sortby(-alone).observation.values[:3]) == {"il28", "stall/scaled", "blockade"}
# A quarantine needs a USSR that is probably soft: no other belief is pushed so far.
pushed = found.pushes()
assert pushed.ks.idxmax() == "hard_type"
assert pushed.after.sel(parameter="hard_type", quantile=0.75) < 0.3
# Every point that is left satisfies every constraint and, by the exact solver, every record.
drawn = found.sample(3)
for i in range(3):
    at = {name: float(drawn[name][i]) for name in found.space}
    for name in ("deploy", "blockade", "letters", "il28"):
        point = bg.memo.load(name)
        own = {key: at[key] for key in point.game.parameters}
        does = [
            all(
                e.profile[who][where][act] > 0
                for who, plan in point.happened.items()
                for where, act in plan.items()
            )
            for e in point.solve(own)
        ]
        assert any(does), name
