"""Answers as functions of assumptions: when a choice turns, as a formula."""

from brinkgame.parametric.claims import Claim, ClaimVerdict, claim_of
from brinkgame.parametric.commitment import Commitment, CommitmentFormula, commitment
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria import EquilibriumForm, EquilibriumForms, equilibrium_forms
from brinkgame.parametric.events import (
    Event,
    Quantity,
    happens,
    may_happen,
    may_play,
    mixing,
    payoff,
    plays,
    probability,
)
from brinkgame.parametric.identified import (
    Exclusion,
    IdentifiedSet,
    Interval,
    SetProjection,
    SetShare,
    SmallestChange,
    identified_set,
)
from brinkgame.parametric.indifference import Indifference, Threshold, indifference
from brinkgame.parametric.levers import LeverPiece, LeverValue, Optimum
from brinkgame.parametric.misperception import (
    MisperceptionMap,
    MisperceptionPiece,
    Misplay,
    misperception_map,
)
from brinkgame.parametric.plane import Border, PlaneMap, Regime, RegimeCell
from brinkgame.parametric.reduction import (
    ChoiceCase,
    Direction,
    EssentialNumbers,
    Reduction,
    reduce,
)
from brinkgame.parametric.regimes import regimes
from brinkgame.parametric.robustness import Robustness, robustness
from brinkgame.parametric.statics import ComparativeStatics, FormStatics, Slope, comparative_statics
from brinkgame.parametric.switches import Switch, nearest_switches
from brinkgame.parametric.threats import promise, risk_window, threat
from brinkgame.parametric.thresholds import Crossing, Thresholds, thresholds
from brinkgame.parametric.whole import Regimes
from brinkgame.parametric.windows import RiskWindow, WindowEdge

__all__ = [
    "Border",
    "ChoiceCase",
    "Claim",
    "ClaimVerdict",
    "Commitment",
    "CommitmentFormula",
    "ComparativeStatics",
    "Condition",
    "Crossing",
    "Direction",
    "EquilibriumForm",
    "EquilibriumForms",
    "EssentialNumbers",
    "Event",
    "Exclusion",
    "FormStatics",
    "IdentifiedSet",
    "Indifference",
    "Interval",
    "LeverPiece",
    "LeverValue",
    "MisperceptionMap",
    "MisperceptionPiece",
    "Misplay",
    "Optimum",
    "PlaneMap",
    "Quantity",
    "Reduction",
    "Regime",
    "RegimeCell",
    "Regimes",
    "RiskWindow",
    "Robustness",
    "SetProjection",
    "SetShare",
    "Slope",
    "SmallestChange",
    "Switch",
    "Threshold",
    "Thresholds",
    "WindowEdge",
    "claim_of",
    "commitment",
    "comparative_statics",
    "equilibrium_forms",
    "happens",
    "identified_set",
    "indifference",
    "may_happen",
    "may_play",
    "misperception_map",
    "mixing",
    "nearest_switches",
    "payoff",
    "plays",
    "probability",
    "promise",
    "reduce",
    "regimes",
    "risk_window",
    "robustness",
    "threat",
    "thresholds",
]
