"""How a run is to be done."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import final


@final
@dataclass(frozen=True, slots=True)
class Options:
    """How a run is to be done.

    Attributes
    ----------
    quick
        Small trees and few rounds: to see that everything works, not to measure.
    began
        When the run began, for `say`.
    """

    quick: bool = False
    began: float = field(default_factory=time.monotonic)

    def rounds(self, most: int) -> int:
        """How often to measure what should be measured `most` times."""
        return min(most, 2) if self.quick else most

    @property
    def budget(self) -> float:
        """Seconds after which a comparison has enough rounds, if it has one."""
        return 1.0 if self.quick else 12.0

    def say(self, what: str) -> None:
        """Show how far the run is."""
        print(f"[{time.monotonic() - self.began:4.0f} s] {what}", flush=True)
