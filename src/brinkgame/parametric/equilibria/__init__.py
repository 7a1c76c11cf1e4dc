"""Equilibria in closed form: one engine a file for each kind of game."""

from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm, EquilibriumForms

__all__ = ["EquilibriumForm", "EquilibriumForms", "equilibrium_forms"]
