"""Random games: small trees for hypothesis, and large ones from a seed."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal

TIED = st.integers(0, 2)
FRACTIONS = st.fractions(min_value=-3, max_value=3, max_denominator=6)
WIDE = st.one_of(st.integers(0, 1), st.sampled_from([10**30, 10**30 + 1, -(10**30)]))
NUMBERS = st.one_of(TIED, FRACTIONS, WIDE)
PLAYERS = st.sampled_from([("A",), ("A", "B"), ("A", "B", "C")])
OUTCOMES = st.sampled_from([None, None, "war", "peace"])


@st.composite
def roots(
    draw: Callable[..., Any],
    players: Sequence[str],
    *,
    numbers: st.SearchStrategy[Any] = TIED,
    information: str = "perfect",
    decisions: int = 5,
    depth: int = 4,
    labels: Sequence[str] = ("a", "b", "c"),
    on_the_way: bool = True,
    chance: bool = True,
) -> Any:
    """A tree as it is written, with at most so many decisions.

    `information` is "perfect"; "recall", where players may be unable to tell nodes apart but forget
    nothing; or "any".
    """
    left = [decisions]
    names = itertools.count(1)
    histories: dict[Any, int] = {}

    def infoset(player: str, menu: Sequence[str], own: tuple[Any, ...]) -> str | None:
        if information == "perfect":
            return draw(st.sampled_from([None, f"set {next(names)}"]))
        crowd = draw(st.sampled_from([None, "left", "right"]))
        if crowd is None:
            return f"set {next(names)}"
        # Nodes whose owner did the same before may be one information set.
        past = histories.setdefault(own, len(histories)) if information == "recall" else ""
        return f"{crowd} {''.join(menu)} {past}"

    def collected() -> dict[str, Any] | None:
        if not on_the_way or draw(st.integers(0, 5)):
            return None
        return {p: draw(numbers) for p in draw(st.lists(st.sampled_from(players), unique=True))}

    def node(level: int, own: dict[str, tuple[Any, ...]]) -> Any:
        kind = draw(st.sampled_from("ddde" if level else "ddd")) if left[0] else "e"
        if chance and kind != "e" and not draw(st.integers(0, 3)):
            kind = "c"
        if kind == "e" or level == depth:
            return Terminal({p: draw(numbers) for p in players}, label=draw(OUTCOMES))
        menu = labels[: draw(st.integers(1, len(labels)))]
        pays, label = collected(), draw(st.sampled_from([None, None, None, "war", "crisis"]))
        if kind == "c":
            weights = [draw(st.integers(0, 3)) for _ in menu]
            weights[0] += not any(weights)
            odds: list[Any] = [Fraction(w, sum(weights)) for w in weights]
            if draw(st.booleans()):
                odds[-1] = REST
            branches = {name: (p, node(level + 1, own)) for name, p in zip(menu, odds, strict=True)}
            return Chance(branches, payoffs=pays, label=label)
        left[0] -= 1
        player = draw(st.sampled_from(players))
        name = infoset(player, menu, own[player])
        actions = {}
        for action in menu:
            step = (name or object(), action)
            actions[action] = node(level + 1, {**own, player: (*own[player], step)})
        return Decision(player, actions, infoset=name, payoffs=pays, label=label)

    return node(0, {player: (player,) for player in players})


@st.composite
def games(draw: Callable[..., Any], **options: Any) -> tuple[ExtensiveFormGame, Any]:
    """A game, and its root as it was written."""
    players = draw(options.pop("players", PLAYERS))
    root = draw(roots(players, **options))
    return ExtensiveFormGame("drawn", players=players, root=root), root


@st.composite
def weights(draw: Callable[..., Any], size: int) -> list[Fraction]:
    """Probabilities over so many actions."""
    shares = [draw(st.integers(0, 3)) for _ in range(size)]
    shares[draw(st.integers(0, size - 1))] += 1
    return [Fraction(share, sum(shares)) for share in shares]


@st.composite
def profiles(draw: Callable[..., Any], game: ExtensiveFormGame, *, pure: bool = False) -> Any:
    """A profile as plain mappings of labels; its probabilities are fractions."""
    plan: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    certain = pure or draw(st.booleans())
    for infoset in game.information_sets:
        if certain:
            plan[infoset.player][infoset.label] = draw(st.sampled_from(infoset.actions))
        else:
            odds = draw(weights(len(infoset.actions)))
            plan[infoset.player][infoset.label] = dict(zip(infoset.actions, odds, strict=True))
    return plan


def grown(
    rng: random.Random,
    depth: int,
    *,
    players: Sequence[str] = ("A", "B"),
    number: Callable[[random.Random], Any] = lambda rng: rng.randint(0, 9),
    chance: float = 0.2,
    branching: Sequence[int] = (2, 2, 3),
    odds: Callable[[random.Random, int], list[Any]] | None = None,
    on_the_way: float = 0.0,
    ends: float = 0.05,
) -> Any:
    """A tree of about ``mean(branching) ** depth`` ends."""

    def evenly(rng: random.Random, size: int) -> list[Fraction]:
        shares = [rng.randint(0, 4) for _ in range(size)]
        shares[0] += not any(shares)
        return [Fraction(share, sum(shares)) for share in shares]

    def node(level: int) -> Any:
        if level == depth or (level > 1 and rng.random() < ends):
            return Terminal({p: number(rng) for p in players})
        size = rng.choice(branching)
        pays = {rng.choice(players): number(rng)} if rng.random() < on_the_way else None
        below = [node(level + 1) for _ in range(size)]
        if rng.random() < chance:
            shares = (odds or evenly)(rng, size)
            return Chance(
                {str(i): pair for i, pair in enumerate(zip(shares, below, strict=True))},
                payoffs=pays,
            )
        actions = {str(i): child for i, child in enumerate(below)}
        return Decision(rng.choice(players), actions, payoffs=pays)

    return node(0)


def centipede(length: int, *, pays: Callable[[int], tuple[Any, Any]] | None = None) -> Any:
    """A chain of moves: at move k (from 0) the mover, A or B in turn, stops or passes."""
    pot = pays or (lambda k: (k + 2 - 3 * (k % 2), k - 1 + 3 * (k % 2)))

    def end(k: int) -> Terminal:
        first, second = pot(k)
        return Terminal({"A": first, "B": second})

    node: Any = end(length)
    for k in reversed(range(length)):
        node = Decision("AB"[k % 2], {"stop": end(k), "pass": node})
    return node
