"""Equilibria in closed form: one engine a file for each kind of game.

The engines are loaded when one of these names is first used.
"""

import lazy_loader as _lazy

__all__ = ["EquilibriumForm", "EquilibriumForms", "equilibrium_forms"]

__getattr__, __dir__, _ = _lazy.attach_stub(__name__, __file__)
