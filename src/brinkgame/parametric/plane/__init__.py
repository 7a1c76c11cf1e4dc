"""Exact maps over one parameter or two: the plane cut into cells along curves."""

from brinkgame.parametric.plane.maps import Border, PlaneMap, Regime, RegimeCell

__all__ = ["Border", "PlaneMap", "Regime", "RegimeCell"]
