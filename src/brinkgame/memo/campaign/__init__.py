"""The campaign: the decisions from the spring to December as one game.

What each decision is worth is what follows from it, so that nothing is counted twice. The campaign
is one extensive game (`game`), and because every stage after the first begins where everybody knows
where it begins, it is solved from the last stage to the first (`fold`). What the first decision
turns on is said by `influences`, and how likely what happened was by `Play.path_probability`, with
and without errors (`likelihoods`).

Two things differ from the decisions taken one by one. The US believes in September what Nature drew
at the start, and not what it is told to believe; and the risk of war in compelling follows from the
blockade (`risk_of_compelling`). The cost of failure is counted in full: a USSR that discounts it
when it decides, and not when it pays, is a player who misperceives its own game.
"""

from brinkgame.memo.campaign.folding import Act, Play, fold, parameters, whole_profile
from brinkgame.memo.campaign.stages import ORDER, STAGES, STATEMENT, Stage
from brinkgame.memo.campaign.weighing import (
    Influence,
    influences,
    likelihoods,
    risk_of_compelling,
)
from brinkgame.memo.campaign.whole import game

__all__ = [
    "ORDER",
    "STAGES",
    "STATEMENT",
    "Act",
    "Influence",
    "Play",
    "Stage",
    "fold",
    "game",
    "influences",
    "likelihoods",
    "parameters",
    "risk_of_compelling",
    "whole_profile",
]
