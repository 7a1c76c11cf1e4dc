"""Premises: what a game assumes, who says so, and how surely.

The memo hedges its statements. A hedge is a weight on a premise: Sherman Kent proposed to tie such
words to chances, and `KENT` is his scale with the words of the memo sorted into it. The scale is
data: make another one with other words or chances, and ask a premise for its weight on that one.

A premise that the memo does not state is marked as being outside it; there is nothing to weigh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import InvalidNumberError, UnknownNameError, suggestion

__all__ = ["KENT", "HedgeScale", "Premise"]


@final
@dataclass(frozen=True, slots=True)
class HedgeScale:
    """How sure a statement is, by the word that hedges it.

    Parameters
    ----------
    title
        What the scale is called, with its source.
    degrees
        ``{degree: chance}``, such as ``{"probable": "0.75"}``.
    words
        ``{hedge: degree}``: which words of a text stand for which degree.
    flat
        The weight of a statement without a hedge.

    Raises
    ------
    InvalidNumberError
        A chance is no number from 0 to 1.
    UnknownNameError
        A word is given a degree that is not there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.memo.KENT.weight("apparently")
    Fraction(3, 4)
    >>> bold = bg.memo.HedgeScale("mine", {"likely": "9/10"}, {"apparently": "likely"})
    >>> bold.weight("apparently"), bold.weight("")
    (Fraction(9, 10), Fraction(1, 1))
    """

    title: str
    degrees: Mapping[str, Fraction]
    words: Mapping[str, str]
    flat: Fraction = field(default=Fraction(1))

    def __post_init__(self) -> None:
        given: dict[str, Any] = {**self.degrees, "flat": self.flat}
        exact: dict[str, Fraction] = {}
        for degree, value in given.items():
            chance = exact_number(value)
            if not 0 <= chance <= 1:
                raise InvalidNumberError(f"{self.title}: {degree} is {value}, outside [0, 1]")
            exact[degree] = chance
        for word, degree in self.words.items():
            if degree not in self.degrees:
                raise UnknownNameError(
                    f"{self.title}: {word!r} is put at {degree!r}, which is no degree"
                    f"{suggestion(degree, self.degrees)}"
                )
        object.__setattr__(self, "flat", exact.pop("flat"))
        object.__setattr__(self, "degrees", MappingProxyType(exact))
        object.__setattr__(self, "words", MappingProxyType(dict(self.words)))

    def __reduce__(self) -> tuple[Any, ...]:
        # Views of mappings do not pickle.
        return HedgeScale, (self.title, dict(self.degrees), dict(self.words), self.flat)

    def degree(self, hedge: str) -> str:
        """The degree that a hedge stands for.

        Raises
        ------
        UnknownNameError
            The scale does not know the word.
        """
        if hedge in self.degrees:
            return hedge
        try:
            return self.words[hedge]
        except KeyError:
            hint = suggestion(hedge, [*self.words, *self.degrees])
            raise UnknownNameError(f"no hedge {hedge!r} in {self.title}{hint}") from None

    def weight(self, hedge: str) -> Fraction:
        """The chance that a hedge stands for; `flat` for the empty one."""
        return self.degrees[self.degree(hedge)] if hedge else self.flat


_ALMOST_CERTAIN: Final = "almost certain"
_PROBABLE: Final = "probable"
_EVEN: Final = "chances about even"

KENT: Final = HedgeScale(
    title="Sherman Kent (1964), Words of Estimative Probability, Studies in Intelligence 8",
    degrees={
        _ALMOST_CERTAIN: Fraction(93, 100),
        _PROBABLE: Fraction(75, 100),
        _EVEN: Fraction(50, 100),
        "probably not": Fraction(30, 100),
        "almost certainly not": Fraction(7, 100),
    },
    words={
        "clearly": _ALMOST_CERTAIN,
        "undoubtedly": _ALMOST_CERTAIN,
        "must have": _ALMOST_CERTAIN,
        "almost certainly": _ALMOST_CERTAIN,
        "probably": _PROBABLE,
        "likely": _PROBABLE,
        "apparently": _PROBABLE,
        "appears": _PROBABLE,
        "seems": _PROBABLE,
        "may have": _EVEN,
        "suggests": _EVEN,
    },
)
"""Kent's scale, and where the hedges of the memo stand on it."""


@final
@dataclass(frozen=True, slots=True)
class Premise:
    """One thing that a game assumes.

    Attributes
    ----------
    statement
        The assumption, in our own words.
    source
        The paragraph that states it, as ``"memo U1"``; empty when the memo does not, and the
        assumption is ours.
    hedge
        The word by which the source hedges it; empty when it is stated flatly.

    Examples
    --------
    >>> import brinkgame as bg
    >>> premise = bg.memo.Premise("the stakes seemed worth the risk", "memo U1", "apparently")
    >>> premise.weight(), premise.is_outside_memo
    (Fraction(3, 4), False)
    """

    statement: str
    source: str = ""
    hedge: str = ""

    @property
    def is_outside_memo(self) -> bool:
        """Whether the memo says nothing of it."""
        return not self.source

    def weight(self, scale: HedgeScale = KENT) -> Fraction | None:
        """How surely the source states it, on a scale; None when the memo does not state it."""
        return None if self.is_outside_memo else scale.weight(self.hedge)
