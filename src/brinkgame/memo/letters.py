"""Decision 6: why two letters, and which of them to answer.

On 26 October the USSR offers in private to withdraw for a pledge; a day later it demands in public
that American missiles be traded as well. A tough USSR will not settle on the private terms, a weak
one will. Each sends the private letter only, or both, and the US, who cannot tell which it faces,
answers both letters on the private terms or by the trade. The trade was never in the private
letter, so it can be accepted only after both.

Whether the public letter is a bluff to save face or a condition is thus a question of beliefs. What
follows is derived from the tree: the kinds of equilibrium and where each is at hand (`regions`),
the greatest belief in a tough USSR at which the US passes the
public letter over (`belief_limit`), and how far having seen both letters should move an observer
between this reading and the rival one, that the second letter was prepared long before
(`bayes_factor`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, final

from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal, remove_action
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Ending, Variant
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

__all__ = [
    "GAME",
    "POINT",
    "Region",
    "bayes_factor",
    "belief_limit",
    "regions",
    "tree",
    "worth_of_trade",
]

USSR: Final = "USSR"
US: Final = "US"
TOUGH: Final = "tough"
WEAK: Final = "weak"
PRIVATE_ONLY: Final = "private only"
BOTH: Final = "both"
PRIVATE_TERMS: Final = "private terms"
TRADE: Final = "trade"


def tree(
    *,
    belief: Any = tough_belief,
    refused_gain: Any = tough_public_gain,
    open_trade: bool = False,
    pledge: Any = pledge_value,
    then: Ending = Terminal,
    prefix: str = "",
    payoffs: Mapping[str, Any] | None = None,
) -> Chance:
    """The tree of the decision, to stand alone or as a part of a larger one.

    Parameters
    ----------
    belief
        The chance that the USSR is tough.
    refused_gain
        What a tough USSR gains by a public letter that is passed over.
    open_trade
        Whether the US may offer the trade after the private letter alone.
    pledge
        What the pledge of a settlement is worth to the USSR: zero where the rest of a larger game
        pays for it.
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome, it returns
        the node that is put there. An end of the game unless told otherwise.
    prefix
        Put before the labels of the information sets.
    payoffs
        What players collect on the way in, as from what came before in a larger game.

    Examples
    --------
    >>> from brinkgame.memo import letters
    >>> letters.tree()
    Chance(tough | weak)
    """
    refused_gain, pledge = quantity(refused_gain), quantity(pledge)

    def end(kind: str, letters: str, reply: str) -> Node:
        public = letters == BOTH
        if reply == TRADE:
            traded = pledge + trade_gain + face_saved - retreat_cost
            return then({USSR: traded, US: private_value - trade_cost}, label="public trade")
        passed_over = un_pressure if public else 0
        if kind == TOUGH:
            won = refused_gain if public else 0
            stands = {USSR: won - intervention_loss, US: -impasse_loss - passed_over}
            return then(stands, label="impasse")
        saved = face_saved - public_retreat_cost if public else 0
        settled = {USSR: pledge - retreat_cost + saved, US: private_value - passed_over}
        return then(settled, label="private settlement")

    def answered(kind: str, letters: str) -> Node:
        if letters == PRIVATE_ONLY and not open_trade:
            return end(kind, letters, PRIVATE_TERMS)
        menu = {reply: end(kind, letters, reply) for reply in (PRIVATE_TERMS, TRADE)}
        return Decision(US, menu, infoset=prefix + letters)

    def writes(kind: str) -> Decision:
        menu = {letters: answered(kind, letters) for letters in (PRIVATE_ONLY, BOTH)}
        return Decision(USSR, menu, infoset=prefix + kind)

    kinds = {TOUGH: (belief, writes(TOUGH)), WEAK: (REST, writes(WEAK))}
    return Chance(kinds, payoffs=payoffs)


def _game(**premises: Any) -> ExtensiveFormGame:
    """The game, as it is or under other premises."""
    return ExtensiveFormGame(
        "letters", players=(USSR, US), root=tree(**premises), constraints=CONSTRAINTS
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
    weak, tough = _passing(WEAK), _passing(TOUGH)
    limit: Expression = weak / (weak - tough)
    return limit


def _paid(player: str, *path: str, game: ExtensiveFormGame = GAME) -> Any:
    """What an end pays a player."""
    paid = game.terminal_payoffs()[game.node_at("/".join(("root", *path)))]
    return paid[game.players.index(player)]  # type: ignore[index]


def _passing(kind: str, letters: str = BOTH, game: ExtensiveFormGame = GAME) -> Any:
    """What the private terms pay the US more than the trade, with that USSR."""
    private, trade = (
        _paid(US, kind, letters, reply, game=game) for reply in (PRIVATE_TERMS, TRADE)
    )
    return private - trade


def _asking(kind: str, reply: str) -> Any:
    """What both letters pay the USSR more than the private one, when the US replies so."""
    return _paid(USSR, kind, BOTH, reply) - _paid(USSR, kind, PRIVATE_ONLY)


def worth_of_trade() -> Expression:
    """What the public trade pays a weak USSR more than the private terms, after both letters.

    Examples
    --------
    >>> from brinkgame.memo import letters
    >>> print(letters.worth_of_trade())
    public_retreat_cost + trade_gain
    """
    more: Expression = _asking(WEAK, TRADE) - _asking(WEAK, PRIVATE_TERMS)
    return more


@final
@dataclass(frozen=True, slots=True)
class Region:
    """A part of the assumptions with one kind of equilibrium; a tough USSR always sends both.

    Attributes
    ----------
    name, words
        What it is called, and what is done there.
    conditions
        It is at hand where each of these is positive; where one is zero, it is one of several.
    weak_sends_both, us_trades
        How likely a weak USSR sends both letters, and the US trades then.
    """

    name: str
    words: str
    conditions: tuple[Expression, ...]
    weak_sends_both: Fraction | Expression
    us_trades: Fraction | Expression

    def conduct(self, at: Mapping[str, Any] | None = None) -> tuple[Fraction, Fraction]:
        """How likely a weak USSR sends both letters, and the US trades then, at a point.

        Raises
        ------
        UnsupportedGameError
            The region is not at hand there.

        Examples
        --------
        >>> from brinkgame.memo import letters
        >>> letters.regions()[2].conduct({"face_saved": "1/10"})
        (Fraction(9, 17), Fraction(2, 13))
        """
        if not self.holds(at):
            raise UnsupportedGameError(
                f"{self.name!r} is not at hand at {GAME.parameters.point(at)}",
                ["ask the region of which .holds(at) is true"],
            )
        point = GAME.parameters.point(at)
        weak, trade = (
            value.evaluate(point) if isinstance(value, Expression) else value
            for value in (self.weak_sends_both, self.us_trades)
        )
        return weak, trade

    def holds(self, at: Mapping[str, Any] | None = None) -> bool:
        """Whether it is at hand at a point. On a border several are.

        Examples
        --------
        >>> from brinkgame.memo import letters
        >>> [region.name for region in letters.regions() if region.holds()]
        ['bluff called']
        >>> [r.name for r in letters.regions() if r.holds({"tough_belief": "1/4"})]
        ['bluff called', 'trade']
        """
        point = GAME.parameters.point(at)
        return all(condition.evaluate(point) >= 0 for condition in self.conditions)


@cache
def regions() -> tuple[Region, ...]:
    """The kinds of equilibrium, and where each is the only one.

    They follow from three differences of the tree. Does asking in public pay a weak USSR even if it
    is passed over? Does the US pass it over if both kinds ask? Would it even if only a tough one
    asked? Where asking costs and the US might trade, a weak USSR asks just so often that the US may
    as well trade, and the US trades just so often that a weak USSR may as well not ask.

    Examples
    --------
    >>> from brinkgame.memo import letters
    >>> for region in letters.regions():
    ...     print(f"{region.name}: {region.weak_sends_both}, {region.us_trades}")
    bluff called: 1, 0
    trade: 1, 1
    some bluff: tough_belief*(..., (public_retreat_cost - face_saved)/(public_retreat_cost + ...
    trade at a cost: 1, 1
    honest: 0, 0
    """
    asks = _asking(WEAK, PRIVATE_TERMS)
    pooled = quantity((1 - tough_belief) * _passing(WEAK) + tough_belief * _passing(TOUGH))
    firm = _passing(TOUGH)
    # The belief at which the US is indifferent, brought about by how often a weak USSR asks.
    mixture = -tough_belief * _passing(TOUGH) / ((1 - tough_belief) * _passing(WEAK))
    # The chance of a trade at which a weak USSR is indifferent.
    granted = _asking(WEAK, TRADE)
    trade = asks / (asks - granted)
    never, always = Fraction(0), Fraction(1)

    def region(name: str, words: str, conditions: tuple[Any, ...], *conduct: Any) -> Region:
        return Region(name, words, tuple(conditions), *conduct)

    return (
        region(
            "bluff called",
            "both kinds send both letters, and the US answers the private one",
            (asks, pooled),
            always,
            never,
        ),
        region(
            "trade",
            "both kinds send both letters, and the US trades",
            (asks, -pooled),
            always,
            always,
        ),
        region(
            "some bluff",
            "a weak USSR sends both letters at times, and at times the US trades",
            (-asks, pooled, -firm, granted),
            mixture,
            trade,
        ),
        region(
            "trade at a cost",
            "both kinds send both letters though to be passed over would cost, and the US trades",
            (-asks, -pooled, granted),
            always,
            always,
        ),
        region(
            "honest",
            "only a tough USSR sends both letters, and the US answers the private terms still",
            (-asks, firm),
            never,
            never,
        ),
    )


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


def _open_trade() -> tuple[ClosedForm, ...]:
    """If the trade may be had after the private letter alone: the play that uses every message.

    A tough USSR sends the private letter alone, in the hope of the trade; a weak one sends it so
    often that the US is indifferent, and the US trades so often that a weak one is.
    """
    game = _game(open_trade=True)

    def alone(kind: str, reply: str) -> Any:
        return _paid(USSR, kind, PRIVATE_ONLY, reply, game=game)

    weak, tough = (_passing(kind, PRIVATE_ONLY, game) for kind in (WEAK, TOUGH))
    often = quantity(1 + tough_belief * tough / ((1 - tough_belief) * weak))
    refused = {k: _paid(USSR, k, BOTH, PRIVATE_TERMS, game=game) for k in (WEAK, TOUGH)}
    gain = {k: alone(k, TRADE) - alone(k, PRIVATE_TERMS) for k in (WEAK, TOUGH)}
    trade = quantity((refused[WEAK] - alone(WEAK, PRIVATE_TERMS)) / gain[WEAK])
    hopes = alone(TOUGH, PRIVATE_TERMS) + trade * gain[TOUGH] - refused[TOUGH]
    # Both are shares, and a tough USSR prefers the private letter.
    case: Any = (often, 1 - often, trade, 1 - trade, hopes)
    return (
        ClosedForm(
            "open trade, sends both",
            "how often a weak USSR sends both letters, in the play that uses every message",
            often,  # type: ignore[arg-type]
            provided=case,
        ),
        ClosedForm(
            "open trade, trades",
            "how often the US trades after the private letter alone, in that play",
            trade,  # type: ignore[arg-type]
            provided=case,
        ),
    )


def _closed_forms() -> tuple[ClosedForm, ...]:
    bluff = next(region for region in regions() if region.name == "some bluff")
    sends: Any = bluff.weak_sends_both
    trades: Any = bluff.us_trades
    asks: Any = _asking(WEAK, PRIVATE_TERMS)
    firm: Any = _passing(TOUGH)
    return (
        ClosedForm(
            "passes over",
            "the US answers the private letter, if both kinds send both",
            belief_limit(),
            quantity(tough_belief * 1),  # type: ignore[arg-type]
            "<=",
        ),
        ClosedForm(
            "asks",
            "it pays a weak USSR to ask in public even if it is passed over",
            asks.solve(face_saved.name),
            quantity(face_saved * 1),  # type: ignore[arg-type]
            ">=",
        ),
        ClosedForm(
            "never trades",
            "the US would not even trade with a USSR that it knows to be tough",
            firm.solve(trade_cost.name),
            quantity(trade_cost * 1),  # type: ignore[arg-type]
            ">=",
        ),
        ClosedForm(
            "some bluff, sends both",
            "how often a weak USSR sends both letters, where asking costs and the US might trade",
            sends,
            provided=bluff.conditions,
        ),
        ClosedForm(
            "some bluff, trades",
            "how often the US trades there",
            trades,
            provided=bluff.conditions,
        ),
        *_open_trade(),
    )


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
    question="Why did the USSR ask for more in public, and why did the US not mind?",
    game=GAME,
    happened={USSR: {WEAK: BOTH}, US: {BOTH: PRIVATE_TERMS}},
    premises=_PREMISES,
    sources=("memo R2", "memo R3", "memo R4", "memo R5", "memo R6"),
    concept="sequential",
    derive=_closed_forms,
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
