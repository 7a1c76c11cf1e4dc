"""Sets of parameters given by polynomial conditions: signs, witnesses and shares, with proofs."""

from brinkgame.parametric.regions.formula import FALSE, TRUE, All, Any, Atom, Formula, formula_of
from brinkgame.parametric.regions.implied import divided, irredundant
from brinkgame.parametric.regions.poles import Pole, poles
from brinkgame.parametric.regions.reducing import reduced
from brinkgame.parametric.regions.shares import Share, share
from brinkgame.parametric.regions.signs import sign_over
from brinkgame.parametric.regions.witnesses import Witness, witness

__all__ = [
    "FALSE",
    "TRUE",
    "All",
    "Any",
    "Atom",
    "Formula",
    "Pole",
    "Share",
    "Witness",
    "divided",
    "formula_of",
    "irredundant",
    "poles",
    "reduced",
    "share",
    "sign_over",
    "witness",
]
