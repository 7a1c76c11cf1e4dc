"""Seeded random trees of perfect information, drawn once and written down in several ways.

A tree is a stream of steps in postorder: each end, and each move after everything below it. So a
tree of a million nodes is written for brinkgame, as plain objects, as plain tuples or as Gambit's
text from the same stream, and nothing but what is written takes memory. Nothing recurs: a tree may
be ten thousand moves deep.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar, final

import brinkgame as bg
from benchmarks.plain import Inner, PlainNode

T = TypeVar("T")

LABELS = ("a", "b", "c", "d")


@final
class Shape(Enum):
    """How the nodes below a move are shared out among its branches."""

    UNEVEN = "branches of any size: some ends are near the root and some far from it"
    EVEN = "branches of equal size: all ends are about equally far from the root"
    CHAIN = "each move ends the game or goes on: as deep as it has moves"


@final
class Payoffs(Enum):
    """What the ends pay."""

    INTEGERS = "whole numbers within a billion of zero"
    FRACTIONS = "fractions whose numerators go to a million and denominators to a thousand"
    TIED = "0, 1 or 2"
    CENTIPEDE = "more for both the later the game ends, but least for who lets the other end it"


@final
class Odds(Enum):
    """The probabilities of chance nodes."""

    NONE = "no chance nodes"
    ONE_COIN = "every fifth move is Nature's, with probabilities 1/3 and 2/3"
    MANY = "every fifth move is Nature's, with probabilities of denominators up to 36"


@final
@dataclass(frozen=True, slots=True)
class End:
    """An end of the game, and what it pays each player."""

    payoffs: tuple[Any, ...]


@final
@dataclass(frozen=True, slots=True)
class Move:
    """A move over the last `arity` subtrees: of a player, or of Nature (`odds` are given)."""

    arity: int
    player: int
    odds: tuple[Fraction, ...] = ()


Step: TypeAlias = "End | Move"


@final
@dataclass(frozen=True, slots=True)
class Family:
    """A way to draw trees.

    Attributes
    ----------
    n_players
        The number of players; each move is that of a player drawn at random.
    odds, payoffs, shape
        What is drawn.
    arities
        The numbers of branches, equally often; with one coin every move has two.
    """

    n_players: int = 2
    odds: Odds = Odds.NONE
    payoffs: Payoffs = Payoffs.INTEGERS
    shape: Shape = Shape.UNEVEN
    arities: tuple[int, ...] = (2, 3, 4)

    @property
    def players(self) -> tuple[str, ...]:
        """The players' labels."""
        return tuple(f"player {i + 1}" for i in range(self.n_players))

    def steps(self, nodes: int, seed: int) -> Iterator[Step]:
        """A tree of about so many nodes, in postorder; the same for the same seed."""
        rng = random.Random(seed)
        arities = (2,) if self.odds is Odds.ONE_COIN else self.arities
        todo: list[int | Move] = [nodes]
        moves = ends = 0
        while todo:
            item = todo.pop()
            if isinstance(item, Move):
                yield item
                continue
            if item < 3:
                yield End(self._payoffs(rng, ends))
                ends += 1
                continue
            arity = min(rng.choice(arities), item - 1)
            todo.append(self._move(rng, arity, moves))
            todo.extend(reversed(self._shares(rng, item - 1, arity)))
            moves += 1

    def _move(self, rng: random.Random, arity: int, moves: int) -> Move:
        if self.shape is Shape.CHAIN:
            return Move(arity, moves % self.n_players)
        if self.odds is Odds.NONE or rng.random() >= 0.2:
            return Move(arity, rng.randrange(self.n_players))
        if self.odds is Odds.ONE_COIN:
            return Move(arity, -1, (Fraction(1, 3), Fraction(2, 3)))
        weights = [rng.randint(1, 9) for _ in range(arity)]
        return Move(arity, -1, tuple(Fraction(weight, sum(weights)) for weight in weights))

    def _shares(self, rng: random.Random, nodes: int, arity: int) -> list[int]:
        if self.shape is Shape.CHAIN:
            return [1, nodes - 1]
        if self.shape is Shape.EVEN:
            cuts = [nodes * i // arity for i in range(1, arity)]
            return [b - a for a, b in zip([0, *cuts], [*cuts, nodes], strict=True)]
        spare = nodes - arity
        cuts = sorted(rng.randint(0, spare) for _ in range(arity - 1))
        return [b - a + 1 for a, b in zip([0, *cuts], [*cuts, spare], strict=True)]

    def _payoffs(self, rng: random.Random, ends: int) -> tuple[Any, ...]:
        players = range(self.n_players)
        if self.payoffs is Payoffs.INTEGERS:
            return tuple(rng.randint(-(10**9), 10**9) for _ in players)
        if self.payoffs is Payoffs.FRACTIONS:
            return tuple(
                Fraction(rng.randint(-(10**6), 10**6), rng.randint(1, 1000)) for _ in players
            )
        if self.payoffs is Payoffs.TIED:
            return tuple(rng.randint(0, 2) for _ in players)
        # Who ends the game at a move gets two more than the other; all gain one by each move.
        return tuple(ends + 2 * (player == ends % self.n_players) for player in players)


CENTIPEDE = Family(payoffs=Payoffs.CENTIPEDE, shape=Shape.CHAIN, arities=(2,))
"""Whoever moves would rather end it at once than let the other end it next."""


def fold(
    steps: Iterable[Step],
    end: Callable[[tuple[Any, ...]], T],
    move: Callable[[Move, list[T]], T],
) -> T:
    """What a stream of steps comes to, given what an end is and what a move makes of its branches.

    Parameters
    ----------
    steps
        A tree in postorder.
    end, move
        What becomes of an end's payoffs; and of a move and the list of its branches, in order.
    """
    stack: list[T] = []
    for step in steps:
        if isinstance(step, End):
            stack.append(end(step.payoffs))
        else:
            branches = stack[-step.arity :]
            del stack[-step.arity :]
            stack.append(move(step, branches))
    (root,) = stack
    return root


def written(family: Family, steps: Iterable[Step]) -> bg.Decision | bg.Chance | bg.Terminal:
    """A tree in brinkgame's own words."""
    players = family.players

    def end(payoffs: tuple[Any, ...]) -> Any:
        return bg.Terminal(dict(zip(players, payoffs, strict=True)))

    def move(step: Move, branches: list[Any]) -> Any:
        named = zip(LABELS[: step.arity], branches, strict=True)
        if step.odds:
            return bg.Chance(
                {label: (odds, node) for (label, node), odds in zip(named, step.odds, strict=True)}
            )
        return bg.Decision(players[step.player], dict(named))

    root: bg.Decision | bg.Chance | bg.Terminal = fold(steps, end, move)
    return root


def built(family: Family, steps: Iterable[Step]) -> bg.ExtensiveFormGame:
    """A tree as a game of brinkgame, exact."""
    return bg.ExtensiveFormGame("a tree", players=family.players, root=written(family, steps))


def plain_objects(
    family: Family, steps: Iterable[Step], number: Callable[[Any], Any] = Fraction
) -> PlainNode:
    """A tree as small objects with payoffs by player, for `plain.value`."""
    players = family.players

    def end(payoffs: tuple[Any, ...]) -> PlainNode:
        return PlainNode(payoffs=dict(zip(players, map(number, payoffs), strict=True)))

    def move(step: Move, branches: list[PlainNode]) -> PlainNode:
        if step.odds:
            return PlainNode(children=branches, odds=[number(odds) for odds in step.odds])
        return PlainNode(player=players[step.player], children=branches)

    return fold(steps, end, move)


def plain_tuples(
    steps: Iterable[Step], number: Callable[[Any], Any] = Fraction
) -> Inner | tuple[Any, ...]:
    """A tree as lists and tuples with payoffs by position, for `plain.tuned`."""

    def end(payoffs: tuple[Any, ...]) -> Any:
        return tuple(map(number, payoffs))

    def move(step: Move, branches: list[Any]) -> Any:
        return [step.player, branches, [number(odds) for odds in step.odds]]

    root: Inner | tuple[Any, ...] = fold(steps, end, move)
    return root


def gambit_text(family: Family, steps: Iterable[Step]) -> str:
    """A tree in Gambit's format for extensive games, with whole or fractional payoffs.

    An information set is numbered in the order in which moves end, which is as good as any.
    """
    ends = moves = 0

    def end(payoffs: tuple[Any, ...]) -> list[str]:
        nonlocal ends
        ends += 1
        return [f't "" {ends} "" {{ {", ".join(map(str, payoffs))} }}']

    def move(step: Move, branches: list[list[str]]) -> list[str]:
        nonlocal moves
        moves += 1
        labels = LABELS[: step.arity]
        if step.odds:
            menu = " ".join(f'"{a}" {p}' for a, p in zip(labels, step.odds, strict=True))
            first = f'c "" {moves} "" {{ {menu} }} 0'
        else:
            menu = " ".join(f'"{a}"' for a in labels)
            first = f'p "" {step.player + 1} {moves} "" {{ {menu} }} 0'
        return [first, *(line for branch in branches for line in branch)]

    lines = fold(steps, end, move)
    names = " ".join(f'"{player}"' for player in family.players)
    return "\n".join([f'EFG 2 R "a random tree" {{ {names} }}', "", *lines, ""])
