"""How answers move with what is assumed: measures at many points, sweeps and designs."""

from brinkgame.sensitivity.designs import Design, grid_design, one_at_a_time, sobol_design
from brinkgame.sensitivity.evaluation import Evaluation, evaluate
from brinkgame.sensitivity.identification import Observation, identify, shared_parameters
from brinkgame.sensitivity.identified import Identification, Reading, Share
from brinkgame.sensitivity.measures import (
    ActionProbability,
    ExpectedPayoff,
    Measure,
    OutcomeProbability,
    RecordProbability,
)
from brinkgame.sensitivity.points import PointStatus
from brinkgame.sensitivity.reach import reach_alone
from brinkgame.sensitivity.storing import write_sweep
from brinkgame.sensitivity.sweeping import sweep
from brinkgame.sensitivity.switching import RegimeSwitch, regime_switches
from brinkgame.sensitivity.tornado import tornado

__all__ = [
    "ActionProbability",
    "Design",
    "Evaluation",
    "ExpectedPayoff",
    "Identification",
    "Measure",
    "Observation",
    "OutcomeProbability",
    "PointStatus",
    "Reading",
    "RecordProbability",
    "RegimeSwitch",
    "Share",
    "evaluate",
    "grid_design",
    "identify",
    "one_at_a_time",
    "reach_alone",
    "regime_switches",
    "shared_parameters",
    "sobol_design",
    "sweep",
    "tornado",
    "write_sweep",
]
