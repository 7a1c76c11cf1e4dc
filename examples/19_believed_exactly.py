"""What must they have believed, in closed form?

Three decisions that share assumptions: the USSR deploys, the US answers with a quarantine and a
soft USSR withdraws, and in the end the USSR sends two letters and the US replies to the private
one. Each game has its equilibria in closed form; joined, their conditions are a formula for every
assumption under which all of it was rational. It is asked for a point, for the values that are
left of a single assumption, for what rules out most, and for the nearest assumptions under which
something else would have been done.

    python 19_believed_exactly.py
"""

from __future__ import annotations

import brinkgame as bg

points = [bg.memo.load(name) for name in ("deploy", "blockade", "letters")]
seen = [bg.Observation(p.game, p.happened, concept=p.concept) for p in points]
found = bg.identified_set(seen)

print(found)

print(f"\nIs nothing left? {found.is_empty()}.", end=" ")
print(f"At the baseline all of it is rational: {found.holds({})}.")
for name, explained in found.explained({"hard_type": "1/2"}).items():
    print(f"  {name} with a belief of one half in a hard USSR: {explained}")
near = found.near({"hard_type": "1/2"}).point or {}
moved = {n: v for n, v in near.items() if v != found.space.baseline[n]}
print("  and all of it, if other assumptions move as well:")
print("   ", ", ".join(f"{name} = {value}" for name, value in moved.items()))

print("\nWhat is left of single assumptions, whatever the others are:")
for name in ("hard_type", "tough_belief", "brink_risk"):
    print(f"  {found.project(name)}")
print("and of two of them:")
print(f"  {found.project('hard_type', 'brink_risk')}")

print(f"\nOf the box {found.share()} are left.")
for exclusion in found.exclusions():
    print(f"  {exclusion}")

print("\nThe nearest assumptions under which they would have done something else:")
for decision, action in (
    ("deploy", "hold"),
    ("blockade", "accept"),
    ("blockade", "defy"),
    ("letters", "trade"),
    ("letters", "private only"),
):
    print(f"  {found.smallest_change(decision, action, norm='single')}")

# -- what would have to give -------------------------------------------------------------------

sure = bg.identified_set(seen, fixed={"detection": 1, "us_resolve": 1})
print("\nA USSR that is sure of being found out and compelled:", end=" ")
print("nothing is left" if sure.is_empty() else f"{sure.share()} are left")
certain = bg.identified_set(seen, fixed={"hard_type": 1})
print("A US that is sure of a hard USSR:", end=" ")
print(certain.witness)

assert certain.is_empty()
assert sure.is_empty() is False
assert found.holds({})
assert found.holds(near)
assert near["hard_type"] == bg.Point({"hard_type": "1/2"})["hard_type"]
