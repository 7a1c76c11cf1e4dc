"""Whose payoffs decide how often the US enforces its line?

Where stopping a ship by force is too dangerous to be sure of, and letting every ship pass too
costly, the US enforces its line sometimes, and the USSR stops its ships sometimes. One would think
that a US which suffers more when a ship gets through enforces more often. It does not: in
equilibrium it enforces just often enough to leave the USSR indifferent, and that is a matter of
Soviet payoffs alone. What the US suffers changes what the *USSR* does.

    python 17_mixing_paradox.py
"""

from __future__ import annotations

import brinkgame as bg

line = bg.memo.load("line").game
quantities = {
    "US": bg.mixing("US", "line", "enforce"),
    "USSR": bg.mixing("USSR", "root", "stop"),
}

moved_by: dict[str, set[str]] = {}
for player, quantity in quantities.items():
    statics = bg.comparative_statics(line, quantity)
    mixed = next(each for each in statics if not each.form.is_pure)
    print(f"Where both mix, {statics.words} is")
    print("  ", mixed.value)
    moved_by[player] = set()
    for name, slope in mixed.slopes.items():
        if slope.sign:
            owners = statics.payees(name) or ("chance",)
            moved_by[player] |= set(owners)
            print(f"   {'rises' if slope.sign > 0 else 'falls'} with {name} (of {owners[0]})")
    print()

# A US that loses more when a ship passes: the same line, and another USSR.
enforced = []
for loss in ("2", "5/2"):
    closed = line.at(incident_risk="7/20", pass_loss=loss)
    mixed = next(
        each for each in bg.solve(closed, concept="sequential") if not each.profile.is_pure
    )
    enforced.append(mixed.profile["US"]["line"]["enforce"])
    stopped = mixed.profile["USSR"]["root"]["stop"]
    print(f"pass_loss = {loss}: the US enforces with {enforced[-1]}, the USSR stops with {stopped}")

assert moved_by == {"US": {"USSR", "chance"}, "USSR": {"US", "chance"}}
assert enforced[0] == enforced[1]
