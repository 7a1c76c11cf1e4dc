"""On how many numbers does a decision really depend, and what can nobody learn from it?

Deploying missiles has thirteen numbers. The conditions of all equilibrium forms say which of them
matter, and only in which combinations: for the choice of the USSR they are three, as long as the US
would compel before the missiles are operational and not after. Two worlds with the same three
numbers look the same to whoever sees only what was done.

    python 18_fewer_numbers.py
"""

from __future__ import annotations

from fractions import Fraction

import brinkgame as bg

deploy = bg.memo.load("deploy").game
base = deploy.parameters.baseline
reduction = bg.reduce(deploy)
case = reduction.of("USSR", "root")[0]  # the case of the baseline comes first
found = case.numbers

print(f"The game has {len(deploy.parameters)} numbers. The USSR deploys or holds back; where")
for condition in case.when[0]:
    print("  ", condition.incentive)
print(f"its choice depends on {found.count}:")
for sign, number, value in zip(found.signs, found.numbers, found.at(base), strict=True):
    print(f"   {sign.name} = {number}  (= {value} at the baseline)")
(function,) = found.rewritten
print(f"It holds back iff {function} >= 0.")
print("Of no consequence in this case:", ", ".join(found.idle))

print("\nFrom the choice nobody can tell apart")
for names in found.together:
    print("  ", ", ".join(names))
print("and nothing changes with")
for direction in found.directions:
    if direction.kind != "merging":
        print("  ", direction)

# Another world with the same three numbers, and so with the same choice.
other = dict(base)
for direction, amount in zip(found.directions, (Fraction(1, 10), Fraction(5, 4)), strict=False):
    other = direction.moved(other, amount)
changed = [f"{name} {base[name]} -> {other[name]}" for name in base if base[name] != other[name]]
print("\nAnother world:", "; ".join(changed))
here, there = bg.solve(deploy.at(base)).only(), bg.solve(deploy.at(other)).only()
print("done here: ", here.profile)
print("done there:", there.profile)

p = deploy.parameters
gain = p["berlin_gain"] + p["cuba_gain"]
risk = p["compel_war_risk"]
failure = (1 - risk) * p["retreat_cost"] + risk * p["ussr_war_cost"]
x1, x2, x3 = found.signs
assert (found.count, len(deploy.parameters)) == (3, 13)
assert set(found.numbers) == {
    p["detection"] * p["us_resolve"],
    p["erosion"] / gain,
    p["candour"] * failure / gain,
}
assert function == x1 * (1 + x3) - (1 + x2)
assert other != dict(base)
assert found.at(other) == found.at(base)
assert str(here.profile) == str(there.profile)
