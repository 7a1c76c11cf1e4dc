"""A condition on the parameters, and the incentive that draws it.

Whatever parts one conduct from another is the sign of a rational function: what one action pays
more than another, or how likely somebody takes an action. A `Condition` keeps the function together
with the words for it, so that a border never stands without its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, final

from brinkgame.expressions import Expression

__all__ = ["Condition"]

_SIGNS: Final = {">=": r"\ge", ">": ">", "==": "=", "!=": r"\ne"}
_OPPOSITE: Final = {">=": ">", ">": ">=", "==": "!=", "!=": "=="}


@final
@dataclass(frozen=True, slots=True)
class Condition:
    """That a player prefers one action to another: ``difference >= 0``.

    Attributes
    ----------
    player, infoset, prefer, against
        Whose preference it is, where, and between what. In a table the information set is empty.
    difference
        What `prefer` pays more than `against`, as a rational function of the parameters; or what is
        left of it where factors of constant sign have been dropped.
    relation
        How `difference` compares with zero: ``">="``, ``">"``, ``"=="`` or ``"!="``.
    words
        The incentive in words where it is no preference between two actions, such as that a
        probability is not negative.

    Examples
    --------
    >>> import brinkgame as bg
    >>> cost = bg.Parameter("cost", 1, low=0, high=9)
    >>> condition = bg.Condition("A", "root", "in", "out", 2 - cost * 1)
    >>> condition.holds({"cost": 3})
    False
    >>> print(condition)
    A at root prefers in to out: 2 - cost >= 0
    >>> print(condition.negated())
    not (A at root prefers in to out): cost - 2 > 0
    """

    player: str
    infoset: str
    prefer: str
    against: str
    difference: Expression
    relation: str = ">="
    words: str = ""

    @property
    def incentive(self) -> str:
        """The incentive in words."""
        if self.words:
            return self.words
        where = f" at {self.infoset}" if self.infoset else ""
        return f"{self.player}{where} prefers {self.prefer} to {self.against}"

    def holds(self, point: Mapping[str, Any]) -> bool:
        """Whether it holds at a point that names every parameter, exactly."""
        value = self.difference.evaluate(point)
        if self.relation == ">=":
            return value >= 0
        if self.relation == ">":
            return value > 0
        return (value == 0) is (self.relation == "==")

    def negated(self) -> Condition:
        """The condition that holds exactly where this one does not."""
        flipped = self.relation in (">=", ">")
        words = self.incentive
        plain = words.removeprefix("not (").removesuffix(")") if words.startswith("not (") else ""
        return replace(
            self,
            difference=-self.difference if flipped else self.difference,
            relation=_OPPOSITE[self.relation],
            words=plain or f"not ({words})",
        )

    def latex(self) -> str:
        """The condition in LaTeX, in the signs of the parameters."""
        return f"{self.difference.latex()} {_SIGNS[self.relation]} 0"

    def __str__(self) -> str:
        return f"{self.incentive}: {self.difference} {self.relation} 0"
