"""Decision 6: why two letters, and which of them to answer.

On 26 October the USSR offers in private to withdraw for a pledge; a day later it demands in public
that American missiles be traded as well. A tough USSR will not settle on the private terms, a weak
one will. Each sends the private letter only, or both, and the US, who cannot tell which it faces,
answers both letters on the private terms or by the trade. The trade was never in the private
letter, so it can be accepted only after both.

Whether the public letter is a bluff to save face or a condition is thus a question of beliefs. What
follows is derived from the tree: the greatest belief in a tough USSR at which the US passes the
public letter over (`belief_limit`), and how far having seen both letters should move an observer
between this reading and the rival one, that the second letter was prepared long before
(`bayes_factor`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from brinkgame.errors import InvalidNumberError
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import REST, ExtensiveFormGame, remove_action, signaling_game
from brinkgame.memo.decision_point import DecisionPoint, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    face_saved,
    hard_type,
    impasse_loss,
    intervention_loss,
    pledge_value,
    private_value,
    public_retreat_cost,
    retreat_cost,
    tough_belief,
    tough_public_gain,
    trade_cost,
    trade_gain,
    un_pressure,
)
from brinkgame.memo.premises import Premise

__all__ = ["GAME", "POINT", "bayes_factor", "belief_limit"]

USSR: Final = "USSR"
US: Final = "US"
TOUGH: Final = "tough"
WEAK: Final = "weak"
PRIVATE_ONLY: Final = "private only"
BOTH: Final = "both"
PRIVATE_TERMS: Final = "private terms"
TRADE: Final = "trade"


def _game(*, refused_gain: Any = tough_public_gain, open_trade: bool = False) -> ExtensiveFormGame:
    """The game, as it is or under other premises.

    `refused_gain` is what a tough USSR gains by a public letter that is passed over; with
    `open_trade` the US may offer the trade after the private letter alone.
    """

    def payoffs(kind: str, letters: str, reply: str | None) -> tuple[Any, Any]:
        public = letters == BOTH
        if reply == TRADE:
            traded = pledge_value + trade_gain + face_saved
            return traded - retreat_cost, private_value - trade_cost
        passed_over = un_pressure if public else 0
        if kind == TOUGH:
            won = refused_gain if public else 0
            return won - intervention_loss, -impasse_loss - passed_over
        saved = face_saved - public_retreat_cost if public else 0
        return -retreat_cost + pledge_value + saved, private_value - passed_over

    def outcome(kind: str, _letters: str, reply: str | None) -> str:
        if reply == TRADE:
            return "public trade"
        return "impasse" if kind == TOUGH else "private settlement"

    replies = (PRIVATE_TERMS, TRADE)
    return signaling_game(
        "letters",
        types={TOUGH: tough_belief, WEAK: REST},
        messages=(PRIVATE_ONLY, BOTH),
        replies={PRIVATE_ONLY: replies, BOTH: replies} if open_trade else {BOTH: replies},
        payoffs=payoffs,
        sender=USSR,
        receiver=US,
        outcomes=outcome,
        constraints=CONSTRAINTS,
    )


GAME: Final = _game()
"""The tree, with every number open."""

_PREPARED: Final = remove_action(
    remove_action(GAME, USSR, TOUGH, PRIVATE_ONLY), USSR, WEAK, PRIVATE_ONLY
)
"""The second letter was written long before and goes out whatever the USSR is."""


def belief_limit() -> Expression:
    """The greatest belief in a tough USSR at which the US answers on the private terms.

    At the information set where both letters are in, the two replies pay the US the same when the
    gain from not trading with a weak USSR, times its probability, makes up for the loss from not
    trading with a tough one.

    Examples
    --------
    >>> from brinkgame.memo import letters
    >>> print(letters.belief_limit())
    (trade_cost - un_pressure)/(impasse_loss + private_value)
    >>> letters.belief_limit().evaluate(letters.GAME.parameters.baseline)
    Fraction(1, 4)
    """
    ends = GAME.terminal_payoffs()
    who = GAME.players.index(US)

    def more(kind: str) -> Any:
        """What the private terms pay the US more than the trade, with that USSR."""
        node = GAME.node_at(f"root/{kind}/{BOTH}")
        private, trade = (ends[child] for child in GAME.tree.children_of(node))
        return private[who] - trade[who]  # type: ignore[index]

    limit: Expression = more(WEAK) / (more(WEAK) - more(TOUGH))
    return limit


def bayes_factor(
    weak_sends_both: Any, belief: Any = tough_belief, *, tough_sends_both: Any = 1
) -> Fraction | Expression:
    """How both letters weigh between the two readings: signalling over a prepared contingency.

    A letter that was prepared is sent for certain, so the factor is the chance of both letters
    under signalling. It is at most one: to have seen both never speaks for signalling.

    Parameters
    ----------
    weak_sends_both, tough_sends_both
        The chances that a weak and a tough USSR send both; numbers or expressions.
    belief
        The chance that it is tough, before any letter; the open parameter if none is given.

    Raises
    ------
    InvalidNumberError
        A chance is outside [0, 1].

    Examples
    --------
    >>> from brinkgame.memo import letters
    >>> letters.bayes_factor(1)
    Fraction(1, 1)
    >>> letters.bayes_factor("1/3", "3/20")
    Fraction(13, 30)
    """
    tough, weak, other = map(quantity, (belief, weak_sends_both, tough_sends_both))
    for what, chance in (("belief", tough), ("weak", weak), ("tough", other)):
        if isinstance(chance, Fraction) and not 0 <= chance <= 1:
            raise InvalidNumberError(f"{what}: the chance {chance} is outside [0, 1]")
    return quantity(tough * other + (1 - tough) * weak)


_PREMISES: Final = (
    Premise("by then the USSR wanted the crisis ended at once", "memo R1"),
    Premise("an American attack would have been a disaster for it", "memo R2"),
    Premise("the private letter offered to settle on American terms", "memo R2"),
    Premise("the public letter asked for a trade of missiles", "memo R3"),
    Premise("the second letter had been prepared in advance", "memo R3", "may have"),
    Premise("it was to cover the retreat and to bring pressure on the US", "memo R4", "probably"),
    Premise(
        "the US was expected to take the private letter for the real position",
        "memo R5",
        "probably",
    ),
    Premise("the American answer took up the private letter alone", "memo R6"),
    Premise("only the public letter put the trade on the table"),
    Premise("a tough USSR does not settle on the private terms, and gains a little in public"),
    Premise("the trade would have been accepted by the USSR, tough or weak"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="letters",
    number="6",
    began="1962-10",
    when="26-27 October 1962",
    who=(USSR, US),
    title="One letter or two, and which to answer",
    question="Why did the USSR demand more in public than in private, and why did the US not mind?",
    game=GAME,
    happened={USSR: {WEAK: BOTH}, US: {BOTH: PRIVATE_TERMS}},
    premises=_PREMISES,
    sources=("memo R2", "memo R3", "memo R4", "memo R5", "memo R6"),
    concept="sequential",
    variants=(
        Variant(
            "no-gain",
            "a tough USSR gains nothing by a public letter that is passed over",
            _game(refused_gain=0),
            ("memo R4",),
        ),
        Variant(
            "open-trade",
            "the US may offer the trade after the private letter alone",
            _game(open_trade=True),
            ("memo R3",),
        ),
        Variant(
            "open-trade-no-gain",
            "the US may offer the trade after the private letter alone, and a tough USSR gains "
            "nothing by a public letter that is passed over",
            _game(refused_gain=0, open_trade=True),
            ("memo R3", "memo R4"),
        ),
        Variant(
            "contingency",
            "the second letter was prepared in advance and is sent whatever the USSR is",
            _PREPARED,
            ("memo R3",),
        ),
        Variant(
            "unlearned",
            "the US believes what it did before the quarantine was respected",
            GAME.fix({tough_belief.name: hard_type}),
        ),
    ),
)
"""The decision."""
