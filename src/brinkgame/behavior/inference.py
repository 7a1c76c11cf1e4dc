"""What one who sees a signal, or sees none, should believe after it: Bayes' rule for two readings.

All of it works on open parameters as on numbers, so that a belief after the news can take the place
of the belief before it in any game (``game.fix``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.errors import InvalidNumberError
from brinkgame.expressions import Expression, quantity

__all__ = ["belief_after_silence", "posterior"]


def _chance(what: str, value: Any) -> Fraction | Expression:
    number = quantity(value)
    if isinstance(number, Fraction) and not 0 <= number <= 1:
        raise InvalidNumberError(f"{what}: the chance {number} is outside [0, 1]")
    return number


def posterior(prior: Any, if_true: Any, if_false: Any) -> Fraction | Expression:
    """The belief in a statement after news that is likely to some degree if it is true, or false.

    Only the ratio of the two likelihoods counts, which moves the odds: ``posterior(p, r, 1)`` is
    the belief whose odds are *r* times those of *p*.

    Parameters
    ----------
    prior
        The belief before: a chance, as a number or an expression.
    if_true, if_false
        How likely the news is in either case: chances, or any two numbers in their ratio, not both
        zero.

    Raises
    ------
    InvalidNumberError
        The prior is no chance, a likelihood is negative, or the news cannot have come.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.posterior("1/2", "3/10", 1)
    Fraction(3, 13)
    >>> p, r = bg.Parameter("belief", "1/2", low=0, high=1), bg.Parameter("ratio", 1, low=0)
    >>> print(bg.posterior(p, r, 1))
    belief*ratio/(belief*(ratio - 1) + 1)
    """
    before = _chance("prior", prior)
    likely = [quantity(if_true), quantity(if_false)]
    for name, number in zip(("if_true", "if_false"), likely, strict=True):
        if isinstance(number, Fraction) and number < 0:
            raise InvalidNumberError(f"{name}: a likelihood is not negative; got {number}")
    true, false = before * likely[0], (1 - before) * likely[1]
    total = quantity(true + false)
    if total == 0:
        raise InvalidNumberError(
            f"the news cannot have come: it has no chance under a belief of {before}"
        )
    return quantity(true / total)


def belief_after_silence(
    prior: Any, signal: Any, *, false_signal: Any = 0
) -> Fraction | Expression:
    """The belief in a statement after a signal that would have told of it did not come.

    The dog that did not bark: silence tells something only as far as a signal was to be expected.
    A statement that is true gives a signal with chance `signal`, one that is false with chance
    `false_signal`.

    Parameters
    ----------
    prior, signal, false_signal
        Chances, as numbers or as expressions.

    Raises
    ------
    InvalidNumberError
        One is no chance, or silence was impossible.

    Examples
    --------
    A resolute rival who knew would have spoken; you believed in one with 3/5, and in its knowing
    with 3/5 too:

    >>> import brinkgame as bg
    >>> bg.belief_after_silence("3/5", "3/5")
    Fraction(3, 8)
    >>> bg.belief_after_silence("3/5", 0)
    Fraction(3, 5)
    """
    told, wrong = _chance("signal", signal), _chance("false_signal", false_signal)
    return posterior(prior, quantity(1 - told), quantity(1 - wrong))
