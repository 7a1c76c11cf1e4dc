"""The same tree written in numbers, as a newcomer types it: nothing of the memo is loaded."""

# ruff: noqa: E402 - the clock runs before the imports

import time

began = time.perf_counter()
import brinkgame as bg


def stay() -> bg.Terminal:
    """The missiles stay."""
    return bg.Terminal({"USSR": 2, "US": -2})


def compel(war: str) -> bg.Chance:
    """The US compels a withdrawal at a risk of war."""
    return bg.Chance(
        [
            ("war", (war, bg.Terminal({"USSR": -8, "US": -10}))),
            ("withdrawal", (bg.REST, bg.Terminal({"USSR": -4, "US": 1}))),
        ]
    )


resolute = bg.Decision("US", {"accept": stay(), "compel": compel("1/10")})
detected = bg.Chance({"resolute": ("3/5", resolute), "irresolute": (bg.REST, stay())})
live = bg.Decision("US", {"accept": stay(), "compel": compel("1/2")})
deploy = bg.Chance({"undetected": ("1/2", live), "detected": (bg.REST, detected)})
game = bg.ExtensiveFormGame(
    "deploy",
    players=("USSR", "US"),
    root=bg.Decision("USSR", {"hold": bg.Terminal({"USSR": "-1/2", "US": 0}), "deploy": deploy}),
)
found = bg.solve(game).only()
seconds = time.perf_counter() - began

import sys

heavy = ("numpy", "numba", "llvmlite", "flint", "sympy", "scipy")
print(
    {
        "seconds": seconds,
        "payoffs": [tuple(map(str, found.payoffs.values()))],
        "loaded": [name for name in heavy if name in sys.modules],
    }
)
