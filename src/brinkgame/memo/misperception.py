"""What each side thought that it was playing, against what was played.

The memo tells of beliefs and not of facts: the USSR took the US for one that would protest and not
act, and read its silence in the autumn as proof. Here such beliefs become hypergames: each side
acts on the game that it perceives, and what comes of it is read in the true one. The true values
are those of a point, as everywhere; a hypergame claims no more than that *if* this was true and
that was believed, then this was expected and that came.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.behavior import Hypergame, belief_after_silence
from brinkgame.errors import ExpressionError
from brinkgame.expressions import Expression, quantity
from brinkgame.memo import blockade, deploy
from brinkgame.memo.parameters import hard_type, silence_weight, us_resolve
from brinkgame.parametric import Threshold, indifference

__all__ = [
    "blockade_misperceived",
    "deploy_misperceived",
    "least_resolve",
    "needed_news",
    "resolve_after_silence",
]

BELIEVED: Final = Fraction(3, 10)
"""A belief in American resolve at which the USSR deploys whatever the chance of discovery is."""


def resolve_after_silence(believed: Any = us_resolve, weight: Any = silence_weight) -> Any:
    """The belief in a resolute US after a silent autumn: a resolute US that knew would have spoken.

    Parameters
    ----------
    believed
        The belief before; the open parameter if none is given.
    weight
        The believed chance that the US knew.

    Examples
    --------
    >>> from brinkgame.memo import misperception
    >>> misperception.resolve_after_silence("3/5", "3/5")
    Fraction(3, 8)
    """
    return belief_after_silence(believed, weight)


def deploy_misperceived(believed: Any = BELIEVED, at: Mapping[str, Any] | None = None) -> Hypergame:
    """The USSR decides on deploying by its own belief in American resolve; the US sees the truth.

    Parameters
    ----------
    believed
        What the USSR takes `us_resolve` for.
    at
        What is true; without it the US is resolute for certain, and the rest is at baseline.

    Examples
    --------
    >>> from brinkgame.memo import misperception
    >>> story = misperception.deploy_misperceived().solve().only()
    >>> float(story.expected["USSR"]), float(story.payoffs["USSR"])
    (1.04, -1.2)
    """
    true = {us_resolve.name: 1} if at is None else at
    return Hypergame(deploy.GAME, {"USSR": {us_resolve.name: believed}}, at=true)


def blockade_misperceived(
    believed: Any = BELIEVED,
    *,
    us_belief: Any = hard_type.baseline,
    at: Mapping[str, Any] | None = None,
) -> Hypergame:
    """Each side is wrong about the other: the USSR about resolve, the US about the USSR's type.

    The USSR takes a threat for the risk that it is worth: that of war if the quarantine is defied,
    times its belief in American resolve. The US takes the USSR for hard with some chance.

    Parameters
    ----------
    believed
        What the USSR takes `us_resolve` for.
    us_belief
        What the US takes `hard_type` for.
    at
        What is true; without it the USSR is soft, and the rest is at baseline.

    Examples
    --------
    >>> from brinkgame.memo import misperception
    >>> story = misperception.blockade_misperceived().solve().only()
    >>> [action for action, chance in story.profile["USSR"]["soft"].items() if chance]
    ['defy']
    >>> learned = misperception.blockade_misperceived("19/20").solve().only()
    >>> float(learned.expected["US"]), float(learned.payoffs["US"])
    (-1.79..., 1.0)
    """
    true = {hard_type.name: 0} if at is None else at
    shared = {name: value for name, value in true.items() if name in blockade.DOUBTED.parameters}
    seen = blockade.DOUBTED.at({**shared, us_resolve.name: believed})
    return Hypergame(blockade.GAME, {"USSR": seen, "US": {hard_type.name: us_belief}}, at=true)


def least_resolve(at: Mapping[str, Any] | None = None) -> Threshold:
    """The least belief in American resolve at which a soft USSR withdraws under a quarantine.

    Examples
    --------
    >>> from brinkgame.memo import misperception
    >>> misperception.least_resolve().value
    Fraction(12, 13)
    """
    found = indifference(blockade.DOUBTED, "USSR", "soft", "withdraw", "defy", at=at)
    return found.threshold(us_resolve)


def needed_news(believed: Any, at: Mapping[str, Any] | None = None) -> Fraction | Expression:
    """How telling the news must have been that turned a doubting USSR into one that withdraws.

    Raises
    ------
    ExpressionError
        No belief short of certainty makes it withdraw at that point, or any does.

    Returns
    -------
    Fraction or Expression
        The least factor by which the odds of a resolute US must have grown: how many times as
        likely the news was from a resolute US as from an irresolute one.

    Examples
    --------
    >>> from brinkgame.memo import misperception
    >>> after = misperception.resolve_after_silence("3/10", "3/5")
    >>> after, misperception.needed_news(after)
    (Fraction(6, 41), Fraction(70, 1))
    """
    least, before = least_resolve(at).value, quantity(believed)
    if not 0 < least < 1:
        raise ExpressionError(
            f"no news turns it: it would have to believe in a resolute US with {least}"
        )
    return quantity((least / (1 - least)) * (1 - before) / before)
