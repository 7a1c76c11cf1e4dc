"""Drawn trees in which everybody moves at most once on the way: signaling games and their kin."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.parameters import Parameter
from brinkgame.testing.options import Kind, require_choice, require_count, require_kind
from brinkgame.testing.strategies import payoffs

__all__ = ["signaling_games"]

_OFTEN: Final[tuple[Kind, ...]] = ("tied", "tied", "small", "small", "fractions")


@st.composite
def signaling_games(
    draw: st.DrawFn,
    *,
    max_types: int = 3,
    max_messages: int = 3,
    max_replies: int = 3,
    plain: bool | None = None,
    kind: Kind | None = None,
    zero_sum: bool = False,
    parametric: bool = False,
) -> ExtensiveFormGame:
    """Games in which a sender speaks once and a receiver answers once.

    Parameters
    ----------
    max_types, max_messages, max_replies
        How large the game may be.
    plain
        Whether all types have all messages, all messages are heard as they are, and every one is
        answered (True); or something is different (False); or it may be (None). Types that share
        an information set, messages that not all may send, that end the game or that Nature
        garbles, types who are silent, and lotteries after the reply come then.
    kind
        The kind of payoffs, as in `payoffs`; None for small ones of any sort, tied often.
    zero_sum
        Whether what one gets the other loses.
    parametric
        Whether a payoff of each player depends on an open parameter.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(signaling_games(max_types=2, plain=True))
    ... def test_players(game):
    ...     assert game.players == ("sender", "receiver")
    >>> test_players()
    """
    for name, value in (
        ("max_types", max_types),
        ("max_messages", max_messages),
        ("max_replies", max_replies),
    ):
        require_count(name, value, 1)
    require_choice(plain=plain, zero_sum=zero_sum, parametric=parametric)
    require_kind(kind)
    odd = draw(st.booleans()) if plain is None else not plain
    number = payoffs(kind=kind or draw(st.sampled_from(_OFTEN)))
    open_ones = [Parameter(name, draw(number)) for name in ("x", "y")] if parametric else []

    def leaf() -> Terminal:
        paid: list[Any] = [draw(number)]
        paid.append(-paid[0] if zero_sum else draw(number))
        if open_ones:
            more = open_ones.pop()
            paid = [paid[0] + more, paid[1] - more if zero_sum else paid[1] + 2 * more]
        return Terminal(dict(zip(("sender", "receiver"), paid, strict=True)))

    types = [f"type {k + 1}" for k in range(draw(st.integers(1, max_types)))]
    messages = [f"message {k + 1}" for k in range(draw(st.integers(1, max_messages)))]
    count = {m: draw(st.integers(1, max_replies)) for m in messages}
    ends = {m for m in messages if odd and draw(st.integers(0, 5)) == 0}
    garbled = {
        m: draw(st.sampled_from(messages))
        for m in messages
        if odd and m not in ends and draw(st.integers(0, 5)) == 0
    }
    shared = odd and len(types) > 1 and draw(st.booleans())

    def end() -> Node:
        if odd and draw(st.integers(0, 7)) == 0:
            return Chance({"luck": ("1/3", leaf()), "none": (REST, leaf())})
        return leaf()

    def heard(message: str) -> Node:
        if message in ends:
            return end()
        replies = [f"reply {k + 1}" for k in range(count[message])]
        return Decision("receiver", {r: end() for r in replies}, infoset=message)

    def said(message: str) -> Node:
        other = garbled.get(message, message)
        if other == message:
            return heard(message)
        return Chance({"clear": ("2/3", heard(message)), "garbled": (REST, heard(other))})

    menus: dict[str, list[str]] = {}
    branches: dict[str, tuple[Any, Node]] = {}
    odds = draw(st.lists(st.integers(1, 4), min_size=len(types), max_size=len(types)))
    for k, (name, weight) in enumerate(zip(types, odds, strict=True)):
        infoset = types[0] if shared and k == 1 else name
        if infoset not in menus:
            some = [m for m in messages if not odd or draw(st.integers(0, 4)) > 0]
            menus[infoset] = some or messages[:1]
        silent = odd and k == len(types) - 1 and k > 1 and draw(st.integers(0, 5)) == 0
        node = (
            heard(messages[0])
            if silent
            else Decision("sender", {m: said(m) for m in menus[infoset]}, infoset=infoset)
        )
        branches[name] = (Fraction(weight, sum(odds)), node)
    return ExtensiveFormGame(
        "a drawn signaling game", players=("sender", "receiver"), root=Chance(branches)
    )
