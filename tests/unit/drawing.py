"""Random games. A seed gives the game, so that forty examples are forty different games.

(Drawn choice by choice, most of hypothesis's examples are small variations of a few.)
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal

Number: TypeAlias = Callable[[random.Random], Any]
SEEDS = st.integers(0, 2**32 - 1)


def tied(rng: random.Random) -> int:
    """One of few numbers, so that ties are common."""
    return rng.randint(0, 2)


def fractions(rng: random.Random) -> Fraction:
    """A fraction with a small denominator."""
    return Fraction(rng.randint(-12, 12), rng.randint(1, 6))


def wide(rng: random.Random) -> int:
    """Numbers of very different sizes, and some that differ where floats do not."""
    return rng.choice([0, 1, -1, 10**30, 10**30 + 1, -(10**30)])


def numbers(rng: random.Random) -> Any:
    """Any of these."""
    return rng.choice([tied, fractions, wide])(rng)


NUMBERS = SEEDS.map(lambda seed: numbers(random.Random(seed)))


def shares(rng: random.Random, size: int) -> list[Fraction]:
    """Probabilities over so many branches; some are zero."""
    counts = [rng.randint(0, 3) for _ in range(size)]
    counts[rng.randrange(size)] += 1
    return [Fraction(count, sum(counts)) for count in counts]


def written(
    rng: random.Random,
    players: Sequence[str],
    *,
    number: Number = tied,
    information: str = "perfect",
    decisions: int = 5,
    depth: int = 4,
    labels: Sequence[str] = ("a", "b", "c"),
    on_the_way: float = 0.2,
    chance: float = 0.25,
) -> Any:
    """A small tree as it is written, with at most so many decisions.

    `information` is "perfect"; "recall", where players may be unable to tell nodes apart but forget
    nothing; or "any".
    """
    names = itertools.count(1)
    histories: dict[Any, int] = {}

    def infoset(menu: Sequence[str], own: tuple[Any, ...]) -> str | None:
        if information == "perfect":
            return rng.choice([None, f"set {next(names)}"])
        if rng.random() < 0.15:
            return f"set {next(names)}"
        # Nodes whose owner did the same before may be one information set.
        past = histories.setdefault(own, len(histories)) if information == "recall" else ""
        return f"{rng.choice(['left', 'right', 'right', 'right'])} {''.join(menu)} {past}"

    def collected() -> dict[str, Any] | None:
        if rng.random() >= on_the_way:
            return None
        return {p: number(rng) for p in players if rng.random() < 0.6}

    def dealt(left: int, size: int) -> list[int]:
        """The decisions that are left, dealt to the children."""
        hands = [left // size + (i < left % size) for i in range(size)]
        rng.shuffle(hands)
        return hands

    def node(level: int, own: dict[str, tuple[Any, ...]], left: int) -> Any:
        ends = level == depth or not left or (level > 0 and rng.random() < 0.1)
        if ends:
            label = rng.choice([None, "war", "peace"])
            return Terminal({p: number(rng) for p in players}, label=label)
        size = rng.randint(1, len(labels)) if rng.random() < 0.3 else min(2, len(labels))
        menu = labels[:size]
        pays, label = collected(), rng.choice([None, None, None, "war", "crisis"])
        if rng.random() < chance:
            odds: list[Any] = list(shares(rng, size))
            if rng.random() < 0.5:
                odds[-1] = REST
            branches = {
                name: (p, node(level + 1, own, hand))
                for name, p, hand in zip(menu, odds, dealt(left, size), strict=True)
            }
            return Chance(branches, payoffs=pays, label=label)
        player = rng.choice(players)
        if information != "perfect" and rng.random() < 0.8:
            # One player moves on each level, and may be unable to tell the nodes there apart.
            player = players[level % len(players)]
        name = infoset(menu, own[player])
        actions = {
            action: node(level + 1, {**own, player: (*own[player], (name, action))}, hand)
            for action, hand in zip(menu, dealt(left - 1, size), strict=True)
        }
        return Decision(player, actions, infoset=name, payoffs=pays, label=label)

    return node(0, {player: (player,) for player in players}, decisions)


@st.composite
def games(
    draw: Callable[..., Any], *, decisions: int = 5, **options: Any
) -> tuple[ExtensiveFormGame, Any]:
    """A small game of one to three players, and its root as it was written (see `written`)."""
    rng = random.Random(draw(SEEDS))
    players = ("A", "B", "C")[: draw(st.sampled_from([1, 2, 2, 3]))]
    most = draw(st.integers(min(3, decisions), decisions))
    root = written(rng, players, decisions=most, **options)
    return ExtensiveFormGame("drawn", players=players, root=root), root


@st.composite
def profiles(draw: Callable[..., Any], game: ExtensiveFormGame, *, pure: bool = False) -> Any:
    """A profile as plain mappings of labels; its probabilities are fractions."""
    rng = random.Random(draw(SEEDS))
    plan: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    certain = pure or draw(st.booleans())
    for infoset in game.information_sets:
        if certain or rng.random() < 0.3:
            plan[infoset.player][infoset.label] = rng.choice(infoset.actions)
        else:
            odds = shares(rng, len(infoset.actions))
            plan[infoset.player][infoset.label] = dict(zip(infoset.actions, odds, strict=True))
    return plan


@st.composite
def weights(draw: Callable[..., Any], size: int) -> list[Fraction]:
    """Probabilities over so many strategies."""
    return shares(random.Random(draw(SEEDS)), size)


def grown(
    rng: random.Random,
    depth: int,
    *,
    players: Sequence[str] = ("A", "B"),
    number: Number = lambda rng: rng.randint(0, 9),
    chance: float = 0.2,
    branching: Sequence[int] = (2, 2, 3),
    odds: Callable[[random.Random, int], list[Any]] = shares,
    on_the_way: float = 0.0,
    ends: float = 0.05,
) -> Any:
    """A large tree, of about ``mean(branching) ** depth`` ends."""

    def node(level: int) -> Any:
        if level == depth or (level > 1 and rng.random() < ends):
            return Terminal({p: number(rng) for p in players})
        size = rng.choice(branching)
        pays = {rng.choice(players): number(rng)} if rng.random() < on_the_way else None
        below = [node(level + 1) for _ in range(size)]
        if rng.random() < chance:
            weighted = zip(odds(rng, size), below, strict=True)
            return Chance({str(i): pair for i, pair in enumerate(weighted)}, payoffs=pays)
        actions = {str(i): child for i, child in enumerate(below)}
        return Decision(rng.choice(players), actions, payoffs=pays)

    return node(0)


def centipede(length: int, *, pays: Callable[[int], tuple[Any, Any]] | None = None) -> Any:
    """A chain of moves: at move k (from 0) the mover, A or B in turn, stops or passes.

    Whoever stops at move k gets k + 2 and the other k - 1, so it is best to stop at once.
    """
    pot = pays or (lambda k: (k + 2 - 3 * (k % 2), k - 1 + 3 * (k % 2)))

    def end(k: int) -> Terminal:
        first, second = pot(k)
        return Terminal({"A": first, "B": second})

    node: Any = end(length)
    for k in reversed(range(length)):
        node = Decision("AB"[k % 2], {"stop": end(k), "pass": node})
    return node
