"""When does a threat of war work, and when can its maker bear it?

A quarantine that may slide into war is a threat. The tree says who moves when and what everybody
gets, with every number open; nothing about the window is typed in. From it alone follow the risk
that is enough to move a soft USSR, the risk that the US can bear, the condition under which there
is a risk that does both, and the belief in a hard USSR at which there is none any more. Then the US
picks the risk itself. The textbook's tree gives the textbook's numbers.

    python 16_brinkmanship_window.py
"""

from __future__ import annotations

from fractions import Fraction

import brinkgame as bg

blockade = bg.memo.load("blockade").game
base = blockade.parameters.baseline

window = bg.risk_window(blockade, "US", "brink_risk", instead_of="accept")
(enough,), (bearable,) = window.effective, window.acceptable
print("The move:", f"{window.player} plays {window.makes[1]}; it is a {window.kind}.")
print("Enough: ", enough)
print("Bearable:", bearable)
print("At the baseline:", " <= brink_risk <= ".join(map(str, window.at())))

closing = window.closes("hard_type")
print("\nNo risk does both from this belief in a hard USSR on:")
print("  hard_type =", closing)
for cost in (Fraction(1, 2), Fraction(0)):
    belief = closing.evaluate({**base, "us_backdown_cost": cost})
    print(f"  with us_backdown_cost = {cost}: {belief}")

# The US may choose the risk: the least that moves a soft USSR is the best.
choice = bg.commitment(blockade, "US", "brink_risk")
print("\n" + "\n".join(choice.lines()))
print("In terms of the other numbers:", choice.formula().lever)
print("Worth", choice.gain, "more than the risk of the baseline.")

textbook = bg.catalog.load("brinkmanship").game
known = bg.risk_window(textbook, "US", "brink_risk")
print("\nThe textbook: brink_risk at least", known.effective[0].formula)
print("  and at most", known.acceptable[0].formula)
most = {
    belief: known.acceptable[0].at({"hard_type": Fraction(belief), "us_war_cost": Fraction(10)})
    for belief in ("3/10", "1/3", "2/5", "1/2")
}
print("  that is,", ", ".join(f"{risk} at {belief}" for belief, risk in most.items()))
ends = {cost: known.closes("hard_type").evaluate({"us_war_cost": cost}) for cost in (10, 12)}
print("  closed from", " and ".join(f"{belief} (war at -{cost})" for cost, belief in ends.items()))

assert enough.formula == choice.formula().lever
assert window.at() == (Fraction(3, 5), Fraction(11, 15))
assert closing.evaluate({**base, "us_backdown_cost": 0}) == Fraction(5, 13)
assert closing.evaluate(base) == Fraction(3, 8)
assert list(most.values()) == [Fraction(7, 8), Fraction(3, 4), Fraction(9, 16), Fraction(3, 8)]
assert ends == {10: Fraction(5, 13), 12: Fraction(1, 3)}
assert known.at({"us_war_cost": 12, "hard_type": "2/5"}) is None
# Solved with numbers on both sides of both edges, the same comes out.
for risk, works in (("59/100", False), ("61/100", True), ("73/100", True), ("74/100", False)):
    done = bg.solve(blockade.at(brink_risk=risk)).only().profile
    moved = done["US"]["root"]["quarantine"] == 1 and done["USSR"]["soft"]["withdraw"] == 1
    assert moved == works
