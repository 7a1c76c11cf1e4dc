"""Payoffs and probabilities as expressions in parameters."""

from brinkgame.expressions.constraint import Constraint
from brinkgame.expressions.expression import Expression, quantity
from brinkgame.expressions.operand import Operand, Symbol
from brinkgame.expressions.parser import parse

__all__ = ["Constraint", "Expression", "Operand", "Symbol", "parse", "quantity"]
