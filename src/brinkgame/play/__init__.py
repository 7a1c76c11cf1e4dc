"""What strategies do: profiles, payoffs, probabilities, best responses, regrets, credibility.

Everything is written out plainly and shares no code with any solver, so that it can certify them.
"""

from brinkgame.play.commitment import commitment_range, commitment_regrets
from brinkgame.play.components import NashComponent, NashSubset
from brinkgame.play.dominance import (
    Belief,
    Dominance,
    Elimination,
    dominated_strategies,
    dominating_strategy,
    iterated_elimination,
    rationalizable_strategies,
    supporting_belief,
)
from brinkgame.play.families import EquilibriumFamily
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
    "Belief",
    "Deviation",
    "Dominance",
    "Elimination",
    "EquilibriumFamily",
    "MixedStrategyProfile",
    "NashComponent",
    "NashSubset",
    "SubgameRegrets",
    "best_response_payoff",
    "best_responses",
    "commitment_range",
    "commitment_regrets",
    "continuation_payoffs",
    "deviations",
    "dominated_strategies",
    "dominating_strategy",
    "expected_payoffs",
    "infoset_probabilities",
    "iterated_elimination",
    "node_probabilities",
    "outcome_probabilities",
    "rationalizable_strategies",
    "regrets",
    "subgame_regrets",
    "supporting_belief",
]
