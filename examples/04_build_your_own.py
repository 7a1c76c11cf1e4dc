"""How do I build a crisis of my own, and what if somebody is indifferent?

Northland thinks of occupying an islet that Southland claims. Southland may let it stand, or send
ships, which may end in a clash. At one set of numbers Southland does not care which, and Northland
depends on it: then there is not one answer but a family of them, and its conditions are exact.

python 04_build_your_own.py [PICTURE] saves the tree and how it is played when a clash is unlikely
(islet.svg unless told otherwise).
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import brinkgame as bg

# 1. What nobody knows: each number has a name, a baseline, a range and a meaning.
prize = bg.Parameter("prize", 3, low=0, high=10, meaning="worth of the islet to Northland")
pride = bg.Parameter("pride", 2, low=0, high=6, meaning="Southland's loss if it lets it stand")
clash = bg.Parameter("clash", "2/5", low=0, high=1, meaning="chance that sending ships ends in one")
damage = bg.Parameter("damage", 5, low=1, high=20, meaning="what a clash costs each of them")

# 2. Who may do what, and what it pays; it reads as it happens.
game = bg.ExtensiveFormGame(
    "the islet",
    players=("Northland", "Southland"),
    root=bg.Decision(
        "Northland",
        {
            "leave it": bg.Terminal({"Northland": 0, "Southland": 0}, label="status quo"),
            "occupy": bg.Decision(
                "Southland",
                {
                    "let it stand": bg.Terminal(
                        {"Northland": prize, "Southland": -pride}, label="occupied"
                    ),
                    "send ships": bg.Chance(
                        {
                            "clash": (
                                clash,
                                bg.Terminal(
                                    {"Northland": -damage, "Southland": -damage}, label="clash"
                                ),
                            ),
                            "retreat": (
                                bg.REST,
                                bg.Terminal({"Northland": -1, "Southland": 0}, label="retreat"),
                            ),
                        }
                    ),
                },
                infoset="the islet is occupied",
            ),
        },
        infoset="before",
    ),
    constraints=[pride < damage],
)
print(game)

# 3. What they do at the baseline. Southland is indifferent: ships cost it 2/5 * 5 = 2, its pride.
tied = bg.solve(game.at())
print()
print(f"At the baseline there are {len(tied)} ways that play may go, one family:")
for equilibrium in tied:
    print(" ", equilibrium.profile)
family = tied[0].family
for line in family.conditions:
    print("   ", line)

# 4. Where the tie breaks, and what each side of it means.
border = bg.indifference(
    game, "Southland", "the islet is occupied", "send ships", "let it stand"
).threshold("clash")
print()
print("Southland:", border)
calm = bg.solve(game.at(clash="1/5")).only()
wild = bg.solve(game.at(clash="3/5")).only()
print("a small chance of a clash:", calm.profile)
print("a large chance of a clash:", wild.profile)

# 5. From either side, how far is Northland's choice from turning?
print()
for switch in bg.nearest_switches(game, "Northland", "before", {"clash": "3/5"}):
    print(f"it would {switch.after} with {switch.parameter.name} = {switch.border}")

# 6. A picture names the one equilibrium that it shows: where they are a family, it asks which.
target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("islet.svg")
tree = bg.plotting.draw_tree(
    game.at(clash="1/5"), calm, title="The islet, when a clash is unlikely"
)
bg.plotting.save(tree, target)
print(f"Picture: {target}")

assert len(tied) == 2
assert tied.coverage is bg.Coverage.ALL
assert family.vertices is None, "a continuum that is more than the mixtures of the two"
half = {"let it stand": Fraction(1, 2), "send ships": Fraction(1, 2)}
mixed = {"Northland": {"before": "occupy"}, "Southland": {"the islet is occupied": half}}
assert (mixed in family) == (not tied.why_not(mixed))
assert border.value == game.parameters["clash"].baseline
assert calm.profile["Northland"]["before"]["leave it"] == 1
assert wild.profile["Northland"]["before"]["occupy"] == 1
assert target.stat().st_size > 0
