"""Games that several tests of this room look at."""

from __future__ import annotations

from typing import Any

import numpy as np

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.forms.game import Game
from brinkgame.parameters import Parameter

D = Parameter("detection", "1/2", low=0, high=1)
S = Parameter("gain", 2, low=1, high=4)
W = Parameter("war_cost", 8)


def deploy(detection: Any = D, gain: Any = S, war: Any = W, **options: Any) -> ExtensiveFormGame:
    """USSR holds or deploys; chance; the US strikes or accepts."""

    def answer(found: str) -> Decision:
        below = {
            "accept": Terminal({"USSR": gain, "US": -2}),
            "strike": Terminal({"USSR": -war, "US": -war / 2}, label="war"),
        }
        return Decision("US", below, infoset=found)

    settings = {
        "players": ("USSR", "US"),
        "constraints": [S < W],
        "root": Decision(
            "USSR",
            {
                "hold": Terminal({"USSR": "1/3", "US": 0}),
                "deploy": Chance(
                    {"found": (detection, answer("early")), "missed": (REST, answer("late"))}
                ),
            },
        ),
    }
    return ExtensiveFormGame(options.pop("title", "deploy"), **{**settings, **options})


OPEN = deploy()
CLOSED = OPEN.at()
TABLE = NormalFormGame(
    "table",
    strategies={"A": ("u", "d"), "B": ("l",)},
    payoffs={"A": [[S], [W]], "B": [[D * S], [0]]},
    constraints=[S < W],
)
FLOATS = NormalFormGame.from_arrays(np.array([[0.5, 1.5]]), np.array([[0.0, 2.0]]), title="floats")
EVERY: list[Game] = [OPEN, CLOSED, CLOSED.to_float(), TABLE, TABLE.at(), FLOATS]
