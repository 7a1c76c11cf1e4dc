"""What strategies do: profiles, payoffs, probabilities, best responses, regrets, credibility.

Everything is written out plainly and shares no code with any solver, so that it can certify them.
"""

from brinkgame.play.payoffs import (
    continuation_payoffs,
    expected_payoffs,
    infoset_probabilities,
    node_probabilities,
    outcome_probabilities,
)
from brinkgame.play.profiles import BehaviorStrategyProfile, MixedStrategyProfile
from brinkgame.play.rationality import Deviation, SubgameRegrets, deviations, subgame_regrets
from brinkgame.play.responses import best_response_payoff, best_responses, regrets

__all__ = [
    "BehaviorStrategyProfile",
    "Deviation",
    "MixedStrategyProfile",
    "SubgameRegrets",
    "best_response_payoff",
    "best_responses",
    "continuation_payoffs",
    "deviations",
    "expected_payoffs",
    "infoset_probabilities",
    "node_probabilities",
    "outcome_probabilities",
    "regrets",
    "subgame_regrets",
]
