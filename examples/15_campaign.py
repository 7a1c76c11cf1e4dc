"""Was the venture rational from its first step, and what did that first step turn on?

The decisions from the spring to December are one game: what each is worth is what follows from it,
so that nothing is counted twice. It has thirty thousand nodes, and is solved stage by stage from
its end. Is what happened an equilibrium of the whole? Which assumption about what would come later
decides whether to begin at all? How likely is the path that was taken? And what if everybody errs a
little?
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import brinkgame as bg
from brinkgame.memo import campaign

# 1. The campaign as it is played, from the last stage to the first.
(play,) = campaign.fold()
for name, act in play.acts.items():
    worth = ", ".join(f"{player} {float(value):+.2f}" for player, value in act.worth.items())
    print(f"{name:13} worth {worth}; on record with {act.chances()[0]}")
low, high = play.path_probability()
print(f"\nThe path on record, with Nature's moves: {float(low):.4f}")
for outcome, (least, most) in sorted(play.outcomes().items(), key=lambda item: -item[1][1]):
    print(f"  {outcome}: {float(least):.4f}" + ("" if least == most else f" to {float(most):.4f}"))

# 2. Its late part as one tree: the same, certified by code that knows nothing of stages.
late = campaign.game("letters").at(play.point)
payoffs, certificate = bg.certify(late, campaign.whole_profile(late, play), "subgame-perfect")
print(f"\nFrom the letters on, one tree of {late.tree.size} nodes; regrets", certificate.regrets)

# 3. What a decision taken alone assumes, and what follows in the campaign.
risk = campaign.risk_of_compelling(play)[0]
alone = bg.memo.load("deploy").game.parameters.baseline["compel_war_risk"]
print(f"\nRisk of war in compelling: {alone} is assumed in June, {risk} follows from October")

# 4. Which assumption, alone, turns the USSR from its venture?
found = campaign.influences()
print("\nWhat embarking pays more than holding back is", float(play.embarks))
for each in [each for each in found if each.is_late][:8]:
    turns = "" if each.switch is None else f"; the opening changes at {float(each.switch):.3f}"
    print(
        f"  {each.parameter.name} ({each.stages[0]}): {float(each.at_low):+.2f} at "
        f"{float(each.low):.3g}, {float(each.at_high):+.2f} at {float(each.high):.3g}{turns}"
    )
turning = {each.parameter.name for each in found if each.is_late and each.switch is not None}
print("Of what comes after the opening, these turn it:", ", ".join(sorted(turning)))

# 5. With errors: how likely is the conduct on record, stage by stage?
errors = campaign.likelihoods((2, 10))
for rationality, wavering in errors.items():
    shares = {name: round(float(least), 3) for name, (least, _) in wavering.conduct().items()}
    print(f"\nRationality {rationality}: {shares}")

target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("campaign.svg")
points = [bg.memo.load(name) for name in bg.memo.names()]
agrees = {
    point.name: stage.record != () and play.acts[name].chances()[0] == 1
    for name, stage in campaign.STAGES.items()
    for point in points
    if point.name in stage.decisions and not point.is_open
}
axes = bg.plotting.draw_timeline(points, agrees=agrees, title="The campaign of 1962")
bg.plotting.save(axes, target)
print(f"\nPicture: {target}")

# What happened is played for certain at every stage, and the path is as likely as Nature's moves.
assert all(pair == (1, 1) for pair in play.conduct().values())
assert low == high
assert 0 < low < Fraction(1, 50)
# The late part is an equilibrium of the tree, and is worth what the stages say.
assert set(certificate.regrets.values()) == {0}
assert payoffs == play.acts["letters"].worth
# A defied quarantine is twice as dangerous as June assumed, and the venture pays all the same.
assert risk == Fraction(13, 60)
assert play.embarks > 0
# Nothing that comes after the American answer turns the first decision by itself.
assert turning <= {"berlin_gain", "detection", "us_resolve", "live_war_risk", "us_acceptance_loss"}
assert "detection" in turning
# The more everybody errs, the less likely the release of the bombers.
assert errors[2].conduct()["bombers"] < errors[10].conduct()["bombers"]
