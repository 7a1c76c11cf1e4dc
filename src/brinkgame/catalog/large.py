"""Games with a source that are too large to be drawn, or to be tried with every solver.

They are made when they are asked for, and are no entries of the catalog.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node

__all__ = ["leduc_poker"]

_PLAYERS = ("first", "second")
_RANKS = ("jack", "queen", "king")
_DECK = tuple(f"{rank} of {suit}" for rank in _RANKS for suit in ("hearts", "spades"))
_ANTE = 1
_RAISES = (2, 4)
"""What a raise adds in each round."""
_MOST = 2
"""Raises a round."""


def _paid(chips: int) -> Terminal:
    """What the first player wins, the second loses."""
    return Terminal({"first": chips, "second": -chips})


def _round(
    said: Callable[[int, tuple[str, ...]], str],
    size: int,
    pot: int,
    after: Callable[[int, tuple[str, ...]], Node],
) -> Node:
    """A round of betting.

    `said` names an information set of a player after what was done, `size` is what a raise adds,
    `pot` what each has put in before, and `after` what follows when both have put in the same.
    """

    def move(player: int, mine: int, theirs: int, raises: int, done: tuple[str, ...]) -> Node:
        actions: dict[str, Node] = {}
        if theirs > mine:
            actions["fold"] = _paid(mine if player else -mine)
        name = "call" if theirs > mine else "check"
        if theirs > mine or done:
            actions[name] = after(theirs, (*done, name))
        else:
            actions[name] = move(1 - player, theirs, mine, raises, (*done, name))
        if raises < _MOST:
            actions["raise"] = move(1 - player, theirs, theirs + size, raises + 1, (*done, "raise"))
        return Decision(_PLAYERS[player], actions, infoset=said(player, done))

    return move(0, pot, pot, 0, ())


def _deal(first: int, second: int) -> Node:
    """The game after the players have their cards."""
    hands = (_DECK[first], _DECK[second])

    def public(pot: int, before: tuple[str, ...]) -> Node:
        left = [card for card in range(len(_DECK)) if card not in (first, second)]
        odds = Fraction(1, len(left))
        return Chance({_DECK[card]: (odds, second_round(card, pot, before)) for card in left})

    def second_round(card: int, pot: int, before: tuple[str, ...]) -> Node:
        strength = [(hand // 2 == card // 2, hand // 2) for hand in (first, second)]
        sign = (strength[0] > strength[1]) - (strength[0] < strength[1])
        head = f"{', '.join(before)}; {_DECK[card]}"

        def said(player: int, done: tuple[str, ...]) -> str:
            return "; ".join(filter(None, (hands[player], head, ", ".join(done))))

        return _round(said, _RAISES[1], pot, lambda chips, _: _paid(sign * chips))

    def said(player: int, done: tuple[str, ...]) -> str:
        return "; ".join(filter(None, (hands[player], ", ".join(done))))

    return _round(said, _RAISES[0], _ANTE, public)


def _leduc() -> Node:
    """Nature deals to the first player, then to the second."""
    cards = range(len(_DECK))
    return Chance(
        {
            _DECK[i]: (
                Fraction(1, 6),
                Chance({_DECK[j]: (Fraction(1, 5), _deal(i, j)) for j in cards if j != i}),
            )
            for i in cards
        }
    )


@cache
def leduc_poker() -> ExtensiveFormGame:
    """Leduc poker: two rounds of betting, and a public card between them.

    The deck has two jacks, two queens and two kings. Each player puts one chip into the pot and is
    dealt a card; there is a round of betting, a public card, and another round. In each round the
    first player begins; a raise is 2 chips in the first round and 4 in the second, and there are at
    most two of them a round. Who does not fold wins with a card that pairs the public one,
    otherwise with the higher card; equal cards share the pot.

    The tree has 9,457 nodes and 936 information sets; no player's strategies could be listed. It is
    worth about -0.0856 to the first player (`SequenceFormLP`). Players know suits, though nothing
    depends on them.

    References
    ----------
    F. Southey and others (2005), *Bayes' bluff: opponent modelling in poker*, Proceedings of the
    21st Conference on Uncertainty in Artificial Intelligence. The tree is that of OpenSpiel's
    ``leduc_poker``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.catalog.leduc_poker()
    <ExtensiveFormGame 'Leduc poker': first, second; 9457 nodes, 936 information sets>
    """
    return ExtensiveFormGame("Leduc poker", players=_PLAYERS, root=_leduc())
