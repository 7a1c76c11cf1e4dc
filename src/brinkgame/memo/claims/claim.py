"""What a claim of the memo is, and what the analysis can say of it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, final

from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.expressions import Expression
from brinkgame.forms.game import Game
from brinkgame.memo.parameters import ALL

__all__ = ["CausalClaim", "Finding", "Verdict", "values_in"]


def values_in(game: Game, at: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a point that a game is about; a claim may rest on several games.

    Examples
    --------
    >>> from brinkgame.memo import capitulation
    >>> from brinkgame.memo.claims.claim import values_in
    >>> values_in(capitulation.GAME, {"attack_risk": "1/5", "detection": 1})
    {'attack_risk': '1/5'}
    """
    return {name: value for name, value in at.items() if name in game.parameters}


@final
class Verdict(enum.Enum):
    """What the analysis says of a claim; the value is the words."""

    HOLDS = "holds"
    FAILS = "fails"
    CONDITIONAL = "holds only if"
    NOT_TOLD_APART = "cannot be told apart from a rival"
    BY_CONSTRUCTION = "true by construction"

    def __str__(self) -> str:
        return self.value


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a claim at a point.

    Attributes
    ----------
    verdict
        What the analysis says.
    is_true
        Whether the proposition is so at the point that was asked about; None where the analysis
        cannot tell.
    words
        The answer in a sentence or two that a historian can read.
    condition
        Under which assumptions the proposition is so, in words; empty if under all.
    conditions
        The same exactly: it is so where each of these is positive (or zero, on a border).
    rival
        What the claim cannot be told apart from; empty if nothing.
    numbers
        What the answer rests on, by name.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.memo.Finding(bg.memo.Verdict.HOLDS, True, "so it was").verdict.value
    'holds'
    """

    verdict: Verdict
    is_true: bool | None
    words: str
    condition: str = ""
    conditions: tuple[Expression, ...] = ()
    rival: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)


@final
@dataclass(frozen=True, slots=True)
class CausalClaim:
    """One thing that the memo says led to another, as a proposition that a game answers.

    Attributes
    ----------
    name
        Its number, as ``"T1"``.
    title
        In a few words.
    proposition
        What the memo claims, in our own words.
    sources
        The paragraphs that claim it.
    decisions
        The decisions whose games answer it.
    test
        What answers it: a function of the parameters that are not at their baselines.

    Examples
    --------
    >>> import brinkgame as bg
    >>> claim = bg.memo.claims.load("T1")
    >>> claim.sources
    ('memo U1',)
    """

    name: str
    title: str
    proposition: str
    sources: tuple[str, ...]
    decisions: tuple[str, ...]
    test: Callable[[Mapping[str, Any]], Finding] = field(repr=False)

    def judge(self, at: Mapping[str, Any] | None = None, /, **values: Any) -> Finding:
        """The answer at a point; the parameters that are not named are at their baselines.

        Raises
        ------
        UnknownNameError
            No parameter of the case has such a name.
        """
        point = {**(at or {}), **values}
        known = {parameter.name for parameter in ALL}
        for name in point:
            if name not in known:
                raise UnknownNameError(
                    f"the case has no parameter {name!r}{suggestion(name, known)}"
                )
        return self.test(point)
