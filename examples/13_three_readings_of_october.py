"""What do three kinds of analysis say about the same two weeks, and what did each assume?

The crisis of 1962 has been told as brinkmanship (Dixit and Skeath), by the theory of moves (Brams)
and as a graph model (Fraser and Hipel). All three can end with the missiles withdrawn, for reasons
of their own: one rests on numbers and a risk of war, one on where play begins and who moves first,
one on which moves can be taken back. Each published result is rebuilt here, and then asked what
happens when its own premise is changed.

    python 13_three_readings_of_october.py
"""

from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.catalog import brams_alternative, brams_chicken, brinkmanship, crisis_graph_model

# 1. Brinkmanship: payoffs are numbers, and a threat leaves something to chance.
risk, hard = brinkmanship.brink_risk, brinkmanship.hard_type
moves_soft = bg.indifference(brinkmanship.GAME, "USSR", "soft", "withdraw", "defy").threshold(risk)
print("brinkmanship: a soft USSR withdraws if the risk is at least", moves_soft.value)
borne = bg.indifference(
    brinkmanship.GAME, "US", "threat", "threat", "no threat", at={"brink_risk": "9/10"}
).threshold(risk)
print("              the US can bear a risk of at most", borne.formula)
bears = bg.indifference(
    brinkmanship.GAME, "US", "threat", "threat", "no threat", at={"brink_risk": "9/10"}
).threshold(hard)
closes = {}
for cost in (10, 12):
    closes[cost] = bears.formula.substitute({"us_war_cost": cost, "brink_risk": moves_soft.value})
    print(f"              with war at -{cost} no risk will do if Pr(hard) > {closes[cost]}")
threatens = bg.solve(brinkmanship.GAME.at()).only().profile["US"]["threat"]["threat"] == 1
print("              at Pr(hard) = 1/3 and a risk of 13/20 the US threatens:", threatens)

# 2. The theory of moves: an order of outcomes, and a state where play begins.
print("\ntheory of moves:")
ends = {}
for name, game in (("Chicken", brams_chicken.GAME), ("the other game", brams_alternative.GAME)):
    found = bg.nonmyopic_equilibria(game)
    ends[name] = found.equilibria
    print(f"  {name}: Nash equilibria {game.nash_equilibria() or 'none'}")
    for line in str(found).splitlines():
        print("   ", line)
    print("    moving power:", bg.moving_power(game))

# 3. The graph model: an order of states, and moves that can or cannot be taken back.
print("\ngraph model:")
codes = {}
for name, model in (
    ("a strike is for good", crisis_graph_model.GAME),
    ("every move can be undone", crisis_graph_model.GAME.reversible()),
):
    table = bg.stability(model)
    codes[name] = {concept.value: table.codes(concept) for concept in bg.StabilityConcept}
    print(f"  {name}:")
    for concept, states in codes[name].items():
        print(f"    {concept}: {', '.join(map(str, states)) or 'none'}")
table = bg.stability(crisis_graph_model.GAME)
print("  (4 withdraw, 5 strike and withdraw, 6 blockade and withdraw)")
print("  6 for the USSR:", table.why("USSR", 6, "sequential"))
print("  4 for the USSR:", table.why("USSR", 4, "sequential"))

# What each assumed, and what its answer turns on.
print(
    """
reading         | assumes                              | the missiles go because
brinkmanship    | payoffs in numbers, a belief, a risk | the risk moves a soft USSR and can be borne
theory of moves | an order, where play begins          | both look ahead; the first mover may matter
graph model     | an order, what can be taken back     | what the USSR would like is answered"""
)

# Brinkmanship, all figures: 3/5, the window, and the exercise in which it closes earlier.
assert moves_soft.value == Fraction(3, 5)
assert closes == {10: Fraction(5, 13), 12: Fraction(1, 3)}
assert threatens
# The theory of moves: three and two nonmyopic equilibria; without a compromise nobody rests.
assert len(ends["Chicken"]) == 3
assert ends["the other game"] == (("blockade", "withdraw"), ("strike", "withdraw"))
assert brams_alternative.GAME.nash_equilibria() == ()
# The graph model: what cannot be undone makes the only Nash state, and one sequential state more.
assert codes["a strike is for good"]["nash"] == (5,)
assert codes["a strike is for good"]["sequential"] == (4, 5, 6)
assert codes["every move can be undone"]["nash"] == ()
assert codes["every move can be undone"]["sequential"] == (4, 6)
# What happened, withdrawal under a blockade, is among the answers of all three. They differ in what
# else may be: in Chicken the missiles may stay, in the other two readings by order they go.
assert all(("blockade", "withdraw") in states for states in ends.values())
assert 6 in codes["a strike is for good"]["sequential"]
assert ("blockade", "maintain") in ends["Chicken"]
assert {state[1] for state in ends["the other game"]} == {"withdraw"}
assert all("withdraw" in state for state in table.equilibria("sequential"))
# An order says nothing about the risk of war: to ask, payoffs have to be named, and then it shows.
collision = []
for war in (-10, -100):
    payoffs = (war, -2, 0, 1)
    named = brams_chicken.GAME.with_payoffs({"US": payoffs, "USSR": payoffs})
    (mixed,) = (e for e in bg.solve(named) if not e.is_pure)
    collision.append(mixed.profile["US"]["strike"] * mixed.profile["USSR"]["maintain"])
print("\nthe same order, war at -10 and at -100; in mixed play both go on with chance", *collision)
assert collision[0] > collision[1] > 0
