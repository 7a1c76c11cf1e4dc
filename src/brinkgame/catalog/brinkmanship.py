"""Brinkmanship: a threat that leaves something to chance, in the crisis of 1962.

The US may threaten the USSR, who is hard or soft; defied, the threat ends in war with some risk,
and in nothing otherwise. A certain war is too dangerous to threaten unless the USSR is likely to be
soft, and a small risk moves nobody. Between what is enough to make a soft USSR give way and what
the US itself can bear there may be a window, and it closes when the USSR is likely enough to be
hard.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept

__all__ = ["ENTRY", "GAME", "brink_risk", "hard_type", "us_war_cost"]

_SOURCE = "Dixit and Skeath"
US, USSR = "US", "USSR"

hard_type = Parameter(
    "hard_type",
    "1/3",
    low=0,
    high=1,
    symbol="p",
    meaning="chance that the USSR is hard: would rather have war than withdraw",
    unit="probability",
    sources=(_SOURCE,),
)
brink_risk = Parameter(
    "brink_risk",
    "13/20",
    low=0,
    high=1,
    symbol="q",
    meaning="risk of war if a threat is defied; 1 is a threat of certain war",
    unit="probability",
    sources=(_SOURCE,),
)
us_war_cost = Parameter(
    "us_war_cost",
    10,
    low=6,
    high=60,
    symbol="W_A",
    meaning="US: loss from war; 12 in an exercise",
    unit="payoff",
    sources=(_SOURCE,),
)


def _yielded() -> Terminal:
    return Terminal({US: -2, USSR: 2}, label="missiles stay")


def _type(kind: str, withdrawal: int, war: int) -> Decision:
    return Decision(
        USSR,
        {
            "withdraw": Terminal({US: 1, USSR: withdrawal}, label="withdrawal"),
            "defy": Chance(
                {
                    "war": (brink_risk, Terminal({US: -us_war_cost, USSR: war}, label="war")),
                    "peace": (REST, _yielded()),
                }
            ),
        },
        infoset=kind,
    )


GAME = ExtensiveFormGame(
    "brinkmanship",
    players=(US, USSR),
    root=Decision(
        US,
        {
            "no threat": _yielded(),
            "threat": Chance(
                {
                    "hard": (hard_type, _type("hard", -8, -4)),
                    "soft": (REST, _type("soft", -4, -8)),
                }
            ),
        },
        infoset="threat",
    ),
)
"""The tree, with the risk, the chance of a hard USSR and the American cost of war open."""


def _plan(threat: str, soft: str) -> dict[str, Any]:
    return {US: {"threat": threat}, USSR: {"hard": "defy", "soft": soft}}


def _known(
    where: dict[str, Any], plan: dict[str, Any], us: Fraction, ussr: Fraction, why: str
) -> KnownEquilibria:
    return KnownEquilibria(
        concept=Concept.SUBGAME_PERFECT,
        profiles=(plan,),
        payoffs=({US: us, USSR: ussr},),
        citation=why,
        at=where,
    )


_NOTHING = (Fraction(-2), Fraction(2))

ENTRY = CatalogEntry(
    name="brinkmanship",
    title="Brinkmanship in the Cuban missile crisis",
    game=GAME,
    citation="A. Dixit and S. Skeath (1999), Games of Strategy, the chapter on brinkmanship and "
    "the Cuban missile crisis",
    summary="A risk of war high enough to move a soft opponent and low enough to bear, if there is "
    "one.",
    known=(
        _known(
            {},
            _plan("threat", "withdraw"),
            Fraction(-26, 15),
            Fraction(-33, 10),
            "in the window: 3/5 <= q <= 3(1 - p)/(8p) = 3/4",
        ),
        _known(
            {"brink_risk": "1/2"},
            _plan("no threat", "defy"),
            *_NOTHING,
            "below 3/5 a soft USSR defies as well",
        ),
        _known(
            {"brink_risk": "4/5"},
            _plan("no threat", "withdraw"),
            *_NOTHING,
            "above 3(1 - p)/(8p) the threat is too dangerous to make",
        ),
        _known(
            {"brink_risk": "7/10", "us_war_cost": 12, "hard_type": "7/20"},
            _plan("no threat", "withdraw"),
            *_NOTHING,
            "an exercise: with war at -12 the window is closed for p above 1/3",
        ),
    ),
)
"""The entry of the catalog."""
