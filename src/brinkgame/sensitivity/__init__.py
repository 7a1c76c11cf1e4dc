"""How answers move with what is assumed: measures at many points, sweeps and designs."""

from brinkgame.sensitivity.designs import Design, grid_design, one_at_a_time, sobol_design
from brinkgame.sensitivity.evaluation import Evaluation, evaluate
from brinkgame.sensitivity.measures import (
    ActionProbability,
    ExpectedPayoff,
    Measure,
    OutcomeProbability,
    RecordProbability,
)
from brinkgame.sensitivity.points import PointStatus
from brinkgame.sensitivity.sweeping import sweep

__all__ = [
    "ActionProbability",
    "Design",
    "Evaluation",
    "ExpectedPayoff",
    "Measure",
    "OutcomeProbability",
    "PointStatus",
    "RecordProbability",
    "evaluate",
    "grid_design",
    "one_at_a_time",
    "sobol_design",
    "sweep",
]
