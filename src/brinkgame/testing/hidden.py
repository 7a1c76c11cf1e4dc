"""Drawn trees in which something is hidden, in the shapes that people write.

Growing alone seldom brings two players who must agree on whose mistake it was, or who move at once
again and again. Here the shape is given; what is drawn are its sizes, chances and payoffs. (For
messages see `signaling_games`.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

from hypothesis import strategies as st

from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.testing.growing import PLAYERS, drawn_odds
from brinkgame.testing.options import Kind, require, require_kind
from brinkgame.testing.strategies import payoffs_of_a_game

__all__ = ["SHAPES", "Shape", "hidden_information_games"]

Shape: TypeAlias = Literal["entry", "stages", "horse", "blame"]
SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)
"""What a drawn tree with hidden information may look like."""

_MOVERS: Final[Mapping[str, int]] = {
    "entry": 2,
    "stages": 2,
    "horse": 3,
    "blame": 3,
}
"""How many players move."""
_End: TypeAlias = "Callable[[], Terminal]"


def hidden_information_games(
    *,
    shape: Shape | None = None,
    players: int | None = None,
    chance: bool | None = None,
    kind: Kind | None = None,
    zero_sum: bool = False,
) -> st.SearchStrategy[ExtensiveFormGame]:
    """Exact games of perfect recall in which somebody cannot tell nodes apart.

    Parameters
    ----------
    shape
        ``"entry"``: A stays out or comes in in ways that B cannot tell apart, and may move again.
        ``"stages"``: both move at once, and where play goes on, once more, knowing what happened or
        not. ``"horse"``: the third of three players does not know which of the others left the way.
        ``"blame"``: two players, one after the other, see that A did something and not what. None
        for any.
    players
        Two or three; None for either.
    chance
        False: Nature does not move. True: it does. None: either.
    kind
        The kind of `payoffs`; None for any.
    zero_sum
        Whether two players' payoffs sum to zero everywhere.

    Raises
    ------
    ValueError
        The options contradict each other.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(hidden_information_games(shape="entry"))
    ... def test_ways_in(game):
    ...     assert any(len(infoset.nodes) > 1 for infoset in game.information_sets)
    ...     assert game.has_perfect_recall
    >>> test_ways_in()
    """
    require(shape is None or shape in SHAPES, f"shape is one of {SHAPES}; got {shape!r}")
    require_kind(kind)
    require(not zero_sum or players in (None, 2), "a zero-sum game has two players here")
    shapes = tuple(
        each
        for each in (SHAPES if shape is None else (shape,))
        if (_MOVERS[each] == players if players else not zero_sum or _MOVERS[each] == 2)
    )
    require(bool(shapes), f"no shape has players={players}, shape={shape!r}")
    return _drawn(shapes, chance, kind, zero_sum)


@st.composite
def _drawn(
    draw: st.DrawFn,
    shapes: tuple[Shape, ...],
    chance: bool | None,
    kind: Kind | None,
    zero_sum: bool,
) -> ExtensiveFormGame:
    shape = draw(st.sampled_from(shapes))
    movers = PLAYERS[: _MOVERS[shape]]
    numbers = draw(payoffs_of_a_game(kind))

    def end() -> Terminal:
        if zero_sum:
            number = draw(numbers)
            return Terminal({movers[0]: number, movers[1]: -number})
        return Terminal({player: draw(numbers) for player in movers})

    root = {
        "entry": _entry,
        "stages": _stages,
        "horse": _horse,
        "blame": _blame,
    }[shape](draw, end)
    if chance or (chance is None and draw(st.booleans())):
        odds = drawn_odds(draw, 2)
        root = Chance({"n1": (odds[0], root), "n2": (odds[1], end())})
    return ExtensiveFormGame(shape, players=movers, root=root)


def _menu(draw: st.DrawFn, most: int = 3) -> tuple[str, ...]:
    return ("a", "b", "c")[: draw(st.sampled_from((2, 2, 2, most)))]


def _entry(draw: st.DrawFn, end: _End) -> Any:
    ways, replies = _menu(draw), _menu(draw)
    again = draw(st.sampled_from((None, None, *replies)))
    blind = draw(st.booleans())

    def seen(way: str) -> Any:
        below: dict[str, Any] = {reply: end() for reply in replies}
        if again is not None:
            # A knows the own way; another reply may look the same to A.
            below[again] = Decision("A", {"a": end(), "b": end()}, infoset=f"again {way}")
            if blind:
                other = next(reply for reply in replies if reply != again)
                below[other] = Decision("A", {"a": end(), "b": end()}, infoset=f"again {way}")
        return Decision("B", below, infoset="entry")

    return Decision(
        "A", {"out": end(), **{f"in {way}": seen(way) for way in ways}}, infoset="start"
    )


def _stages(draw: st.DrawFn, end: _End) -> Any:
    on = draw(
        st.lists(st.sampled_from(("aa", "ab", "ba", "bb")), min_size=0, max_size=2, unique=True)
    )
    knows = {player: draw(st.booleans()) for player in "AB"}

    def stage(cell: str) -> Any:
        if cell not in on:
            return end()
        # Who does not know what the other did knows the own move.
        names = {
            "A": f"A after {cell if knows['A'] else cell[0]}",
            "B": f"B after {cell if knows['B'] else cell[1]}",
        }
        return Decision(
            "A",
            {
                first: Decision("B", {"a": end(), "b": end()}, infoset=names["B"])
                for first in ("a", "b")
            },
            infoset=names["A"],
        )

    return Decision(
        "A",
        {
            first: Decision("B", {s: stage(first + s) for s in ("a", "b")}, infoset="B first")
            for first in ("a", "b")
        },
        infoset="A first",
    )


def _horse(draw: st.DrawFn, end: _End) -> Any:
    menu = _menu(draw)

    def third() -> Any:
        return Decision("C", {action: end() for action in menu}, infoset="C")

    second = Decision("B", {"across": end(), "down": third()}, infoset="B")
    return Decision("A", {"across": second, "down": third()}, infoset="A")


def _blame(draw: st.DrawFn, end: _End) -> Any:
    ways = _menu(draw)
    told = draw(st.booleans())

    def third(reply: str) -> Any:
        name = f"C after {reply}" if told else "C"
        return Decision("C", {"a": end(), "b": end()}, infoset=name)

    def second() -> Any:
        return Decision("B", {reply: third(reply) for reply in ("a", "b")}, infoset="B")

    return Decision("A", {"out": end(), **{way: second() for way in ways}}, infoset="A")
