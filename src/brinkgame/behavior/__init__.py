"""Players who are not the textbook's: what they value, how they weigh, what they misperceive."""

from brinkgame.behavior.hypergames import Hypergame, HypergameResult, MisperceivedOutcome
from brinkgame.behavior.inference import belief_after_silence, posterior
from brinkgame.behavior.lotteries import Lottery
from brinkgame.behavior.transformation import transform_payoffs
from brinkgame.behavior.values import CARA, CRRA, LossAversion, ProspectValue, ValueFunction
from brinkgame.behavior.weights import Prelec, ProbabilityWeighting, TverskyKahneman

__all__ = [
    "CARA",
    "CRRA",
    "Hypergame",
    "HypergameResult",
    "LossAversion",
    "Lottery",
    "MisperceivedOutcome",
    "Prelec",
    "ProbabilityWeighting",
    "ProspectValue",
    "TverskyKahneman",
    "ValueFunction",
    "belief_after_silence",
    "posterior",
    "transform_payoffs",
]
