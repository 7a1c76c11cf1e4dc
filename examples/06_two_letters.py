"""Why two letters, and was the public one a bluff?

On 26 October the USSR offers in private to withdraw; a day later it asks in public for more. A
tough USSR means the second letter, a weak one only saves face by it. The US must answer both
without knowing which it faces. When does it dismiss the public letter, what does that rest on, and
what would it have been worth to know?
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import brinkgame as bg
from brinkgame.memo import letters

point = bg.memo.load("letters")
game = point.game

# 1. The reading of the memo: both letters, and an answer to the private one.
base = bg.solve(game.at(), concept="sequential")
reading = base.only()
print(reading.profile)
print("beliefs:", reading.beliefs)
print("the US passes the public letter over iff tough_belief <=", letters.belief_limit())

# 2. It turns on two things: does asking in public pay, and how tough may the USSR be?
print("\nface_saved, tough_belief: a weak USSR sends both with, the US trades with")
found = {}
for saved, tough in itertools.product(("1/2", "1/10"), ("3/20", "2/5")):
    here = game.at(face_saved=saved, tough_belief=tough)
    plan = bg.solve(here, concept="sequential").only().profile
    both, trade = plan["USSR"]["weak"]["both"], plan["US"]["both"]["trade"]
    found[saved, tough] = both, trade
    print(f"  {saved}, {tough}: {both}, {trade}")

# 3. It rests on a premise that the memo does not state: only the public letter allowed the trade.
dropped = point.variant("open-trade-no-gain").game
print(
    "\nWithout that premise, and without a gain from being refused:",
    *bg.diff(game, dropped).lines(4),
    sep="\n  ",
)
both_ways = bg.solve(dropped.at(), concept="sequential")
for equilibrium, verdict in zip(both_ways, bg.d1(both_ways), strict=True):
    print(f"  {equilibrium.profile}\n    {verdict}")

# 4. The rival reading: a letter that was prepared long before, and sent whatever came.
mixed = found["1/10", "3/20"][0]
print(
    "\nBoth letters, signalling over contingency:",
    letters.bayes_factor(1, "3/20"),
    "at the baseline,",
    letters.bayes_factor(mixed, "3/20"),
    "where asking costs more than it saves",
)

# 5. What would it be worth to the US to know whom it faces?
told = bg.reveal(game, "US", "both", "root")
knows = {}
for tough in ("3/20", "2/5"):
    blind = bg.solve(game.at(tough_belief=tough), concept="sequential").only().payoffs["US"]
    seeing = bg.solve(told.at(tough_belief=tough)).only().payoffs["US"]
    knows[tough] = seeing - blind
    print(f"to know is worth {knows[tough]} to the US when tough_belief is {tough}")

# The memo's reading is the only equilibrium, and it is what happened.
assert point.agrees(reading.profile)
assert base.coverage is bg.Coverage.ALL
assert letters.belief_limit().evaluate(game.parameters.baseline) == Fraction(1, 4)
# Where asking costs more than it saves, a weak USSR asks just so often that the US may still trade.
assert found == {
    ("1/2", "3/20"): (1, 0),
    ("1/2", "2/5"): (1, 1),
    ("1/10", "3/20"): (Fraction(9, 17), Fraction(2, 13)),
    ("1/10", "2/5"): (1, 1),
}
# Without the premise there is a second equilibrium outcome, in which every letter is sent.
assert both_ways.coverage in (bg.Coverage.ALL, bg.Coverage.ALL_EXTREME)
assert {e.profile["USSR"]["weak"]["both"] for e in both_ways} == {1, Fraction(8, 17)}
# And the memo's own is the one that D1 removes: the private letter alone would be a tough one's.
for equilibrium, verdict in zip(both_ways, bg.d1(both_ways), strict=True):
    assert verdict.passes is not point.agrees(equilibrium.profile)
assert letters.bayes_factor(1, "3/20") == 1
# Knowing the type, the US trades with the tough one and passes over the letter of the weak one.
assert knows["3/20"] == Fraction(3, 20) * 3
assert all(value > 0 for value in knows.values())
