"""In what payoffs and chances are counted."""

from __future__ import annotations

from typing import Final

__all__ = ["CHANCE", "PAYOFF"]

PAYOFF: Final = "payoff"
CHANCE: Final = "probability"
