"""What strategies do: profiles, payoffs, probabilities, best responses, regrets, credibility.

Everything is written out plainly and shares no code with any solver, so that it can certify them.
"""

from brinkgame.play.assessments import Assessment, Beliefs
from brinkgame.play.cardinal import CardinalConditions, PayoffCondition, cardinal_conditions
from brinkgame.play.commitment import (
    commitment_deviations,
    commitment_range,
    commitment_regrets,
)
from brinkgame.play.components import NashComponent, NashSubset
from brinkgame.play.consistency import ConsistencyTest, is_consistent
from brinkgame.play.correlation import (
    CorrelatedStrategy,
    coarse_deviations,
    coarse_regrets,
    correlated_payoffs,
    obedience_deviations,
    obedience_regrets,
)
from brinkgame.play.degeneracy import Degeneracy, is_degenerate
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
from brinkgame.play.evolution import (
    EvolutionaryStability,
    evolutionarily_stable_strategies,
    evolutionary_stability,
    is_evolutionarily_stable,
)
from brinkgame.play.families import EquilibriumFamily
from brinkgame.play.forward import ForwardInduction, forward_induction
from brinkgame.play.optimal_plans import OptimalPlans
from brinkgame.play.ordinal import Layer, OrdinalClass, ordinal_class
from brinkgame.play.outcome_families import OutcomeFamily, PlanSubset
from brinkgame.play.outcomes import OutcomeGroup, outcome_groups
from brinkgame.play.payoffs import (
    continuation_payoffs,
    expected_payoffs,
    infoset_probabilities,
    node_probabilities,
    outcome_probabilities,
)
from brinkgame.play.perfection import TrembleTest, is_perfect, is_proper
from brinkgame.play.profiles import BehaviorStrategyProfile, MixedStrategyProfile
from brinkgame.play.quantal_response import logit_gaps, logit_response
from brinkgame.play.rationality import Deviation, SubgameRegrets, deviations, subgame_regrets
from brinkgame.play.reduced_strategies import mixed_strategies
from brinkgame.play.responses import best_response_payoff, best_responses, regrets
from brinkgame.play.sequential_rationality import (
    AssessmentTest,
    BeliefGap,
    SequentialRegrets,
    bayes_beliefs,
    is_perfect_bayesian,
    is_sequentially_rational,
    is_weakly_consistent,
    perfect_bayesian_gaps,
    sequential_deviations,
    sequential_regrets,
)

__all__ = [
    "Assessment",
    "AssessmentTest",
    "BehaviorStrategyProfile",
    "Belief",
    "BeliefGap",
    "Beliefs",
    "CardinalConditions",
    "ConsistencyTest",
    "CorrelatedStrategy",
    "Degeneracy",
    "Deviation",
    "Dominance",
    "Elimination",
    "EquilibriumFamily",
    "EvolutionaryStability",
    "ForwardInduction",
    "Layer",
    "MixedStrategyProfile",
    "NashComponent",
    "NashSubset",
    "OptimalPlans",
    "OrdinalClass",
    "OutcomeFamily",
    "OutcomeGroup",
    "PayoffCondition",
    "PlanSubset",
    "SequentialRegrets",
    "SubgameRegrets",
    "TrembleTest",
    "bayes_beliefs",
    "best_response_payoff",
    "best_responses",
    "cardinal_conditions",
    "coarse_deviations",
    "coarse_regrets",
    "commitment_deviations",
    "commitment_range",
    "commitment_regrets",
    "continuation_payoffs",
    "correlated_payoffs",
    "deviations",
    "dominated_strategies",
    "dominating_strategy",
    "evolutionarily_stable_strategies",
    "evolutionary_stability",
    "expected_payoffs",
    "forward_induction",
    "infoset_probabilities",
    "is_consistent",
    "is_degenerate",
    "is_evolutionarily_stable",
    "is_perfect",
    "is_perfect_bayesian",
    "is_proper",
    "is_sequentially_rational",
    "is_weakly_consistent",
    "iterated_elimination",
    "logit_gaps",
    "logit_response",
    "mixed_strategies",
    "node_probabilities",
    "obedience_deviations",
    "obedience_regrets",
    "ordinal_class",
    "outcome_groups",
    "outcome_probabilities",
    "perfect_bayesian_gaps",
    "rationalizable_strategies",
    "regrets",
    "sequential_deviations",
    "sequential_regrets",
    "subgame_regrets",
    "supporting_belief",
]
