"""Trees with known credible assessments, and assessments tried at random."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import brinkgame as bg
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal

HALF = Fraction(1, 2)


def ends(players: tuple[str, ...]) -> Any:
    """What makes a terminal of numbers in the order of players."""
    return lambda *numbers: Terminal(dict(zip(players, numbers, strict=True)))


def horse() -> ExtensiveFormGame:
    """Selten's horse (1975), with the payoffs of its usual telling."""
    players = ("1", "2", "3")
    end = ends(players)
    second = Decision(
        "2",
        {
            "R": end(1, 1, 1),
            "L": Decision("3", {"R": end(4, 4, 0), "L": end(0, 0, 1)}, infoset="3"),
        },
        infoset="2",
    )
    third = Decision("3", {"R": end(3, 2, 2), "L": end(0, 0, 0)}, infoset="3")
    root = Decision("1", {"R": second, "L": third}, infoset="1")
    return ExtensiveFormGame("horse", players=players, root=root)


def beer_quiche(strong: str) -> ExtensiveFormGame:
    """Cho and Kreps (1987): breakfast before a duel."""
    players = ("sender", "receiver")
    end = ends(players)

    def reply(kind: str, meal: str) -> Decision:
        liked = int((kind == "strong") == (meal == "beer"))
        right = int(kind == "weak")
        return Decision(
            "receiver",
            {"duel": end(liked, right), "no duel": end(liked + 2, 1 - right)},
            infoset=meal,
        )

    def sender(kind: str) -> Decision:
        return Decision("sender", {m: reply(kind, m) for m in ("beer", "quiche")}, infoset=kind)

    root = Chance({"strong": (strong, sender("strong")), "weak": (REST, sender("weak"))})
    return ExtensiveFormGame("beer-quiche", players=players, root=root)


def letters(face_saved: str = "1/2", tough: str = "3/20") -> ExtensiveFormGame:
    """The two letters of the memo at base but for these two (memo R4 to R6)."""
    players = ("USSR", "US")
    end = ends(players)
    face = Fraction(face_saved)

    def sender(kind: str) -> Decision:
        if kind == "tough":
            alone, private = end(-8, -3), end(Fraction(-79, 10), -3)
        else:
            alone, private = end(-3, 1), end(-3 + face - Fraction(3, 10), 1)
        both = Decision(
            "US", {"private terms": private, "trade": end(-2 + face, 0)}, infoset="reply"
        )
        return Decision("USSR", {"private only": alone, "both": both}, infoset=kind)

    root = Chance({"tough": (tough, sender("tough")), "weak": (REST, sender("weak"))})
    return ExtensiveFormGame("letters", players=players, root=root)


def outside_option() -> ExtensiveFormGame:
    """The battle of the sexes with an outside option of 2."""
    end = ends(("1", "2"))
    top = Decision("2", {"L": end(3, 1), "R": end(0, 0)}, infoset="column")
    bottom = Decision("2", {"L": end(0, 0), "R": end(1, 3)}, infoset="column")
    battle = Decision("1", {"T": top, "B": bottom}, infoset="row")
    root = Decision("1", {"out": end(2, 2), "in": battle}, infoset="start")
    return ExtensiveFormGame("outside option", players=("1", "2"), root=root)


def card_game() -> ExtensiveFormGame:
    """Myerson's card game (1991, section 2.1)."""
    end = ends(("1", "2"))

    def deal(wins: int) -> Decision:
        meet = Decision("2", {"meet": end(2 * wins, -2 * wins), "pass": end(1, -1)}, infoset="2")
        return Decision("1", {"raise": meet, "fold": end(wins, -wins)})

    root = Chance({"red": (HALF, deal(1)), "black": (HALF, deal(-1))})
    return ExtensiveFormGame("card game", players=("1", "2"), root=root)


def blame() -> ExtensiveFormGame:
    """Two who see the same slip must explain it alike: perfect Bayesian play need not.

    A may go out, or slip to x or y; then B and C, who do not know which, move in turn, and both
    like to match: B wants to name what happened, C too, and neither sees the other's answer.
    """
    players = ("A", "B", "C")
    end = ends(players)

    def after(slip: str) -> Decision:
        def third(named: str) -> Decision:
            return Decision(
                "C",
                {word: end(-1, int(named == slip), int(word == slip)) for word in ("x", "y")},
                infoset="C",
            )

        return Decision("B", {word: third(word) for word in ("x", "y")}, infoset="B")

    root = Decision("A", {"out": end(0, 0, 0), "x": after("x"), "y": after("y")}, infoset="A")
    return ExtensiveFormGame("blame", players=players, root=root)


def reputation(stages: int, tough: str = "1/10", gain: str = "1/2") -> ExtensiveFormGame:
    """Kreps and Wilson (1982): an incumbent who may be tough meets entrants one after the other.

    A weak incumbent gets 0 from fighting less 1, 0 from giving way, and a = 2 where nobody enters;
    an entrant gets b = `gain` if the incumbent gives way, b - 1 if it fights, 0 outside. A tough
    one fights: giving way costs it 1 and fighting nothing.
    """
    players = ("incumbent", *(f"entrant {k}" for k in range(stages, 0, -1)))
    b = Fraction(gain)

    def stage(left: int, kind: str, past: str, paid: dict[str, Any]) -> Any:
        if not left:
            return Terminal(dict(paid))
        entrant = f"entrant {left}"

        def on(word: str, mine: Any, theirs: Any) -> Any:
            now = {**paid, "incumbent": paid["incumbent"] + mine, entrant: theirs}
            return stage(left - 1, kind, past + word, now)

        fight, yield_ = (0, -1) if kind == "tough" else (-1, 0)
        answer = Decision(
            "incumbent",
            {"fight": on("f", fight, b - 1), "yield": on("y", yield_, b)},
            infoset=f"{kind} {left}{past}",
        )
        return Decision(
            entrant, {"out": on("o", 2, 0), "in": answer}, infoset=f"entry {left}{past}"
        )

    nothing = dict.fromkeys(players, Fraction(0))
    root = Chance(
        {
            "tough": (tough, stage(stages, "tough", "", nothing)),
            "weak": (REST, stage(stages, "weak", "", nothing)),
        }
    )
    return ExtensiveFormGame("reputation", players=players, root=root)


def random_tree(
    rng: random.Random,
    *,
    depth: int = 3,
    players: int = 2,
    values: int = 3,
    chance: float = 0.25,
    most_actions: int = 2,
    sets: int = 6,
) -> ExtensiveFormGame:
    """A tree of perfect recall in which nobody can tell apart what they can be made to confuse."""
    names = ("A", "B", "C")[:players]
    known: dict[Any, tuple[str, int]] = {}

    def build(level: int, memory: tuple[Any, ...]) -> Any:
        if level == 0 or (level < depth and rng.random() < 0.25):
            return Terminal({name: rng.randrange(values) for name in names})
        if rng.random() < chance:
            odds = rng.choice([HALF, Fraction(1, 3), Fraction(1, 4)])
            return Chance(
                {"x": (odds, build(level - 1, memory)), "y": (REST, build(level - 1, memory))}
            )
        who = rng.randrange(players)
        key = (who, memory[who])
        label, size = known.setdefault(
            key, (f"set {len(known)}", rng.choice([2, 2, 2, most_actions]))
        )
        actions = {}
        for k in range(size):
            past = (*memory[:who], (*memory[who], (label, k)), *memory[who + 1 :])
            actions["abc"[k]] = build(level - 1, past)
        return Decision(names[who], actions, infoset=label)

    while True:
        known.clear()
        root = build(depth, ((),) * players)
        if isinstance(root, Decision | Chance) and 1 <= len(known) <= sets:
            return ExtensiveFormGame("drawn", players=names, root=root)


def spreads(size: int) -> list[tuple[Fraction, ...]]:
    """A few probability vectors: certain ones, and the even ones over two or all."""
    found = [tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size)]
    for one, other in itertools.combinations(range(size), 2):
        found.append(tuple(HALF if i in (one, other) else Fraction(0) for i in range(size)))
        found.append(
            tuple(
                Fraction(2, 3) if i == one else Fraction(1, 3) if i == other else Fraction(0)
                for i in range(size)
            )
        )
    if size > 2:
        found.append((Fraction(1, size),) * size)
    return found


def tried(
    rng: random.Random, game: ExtensiveFormGame, number: int, near: Any = None
) -> Iterator[bg.Assessment]:
    """Assessments at random: coarse ones, or ones that differ at few places from a given one."""
    tree = game.tree
    sizes = tree.infoset_size.tolist()
    for _ in range(number):
        chances = [rng.choice(spreads(size)) for size in sizes]
        beliefs = [rng.choice(spreads(len(members))) for members in tree.members]
        if near is not None:
            for h in range(len(sizes)):
                if rng.random() < 0.8:
                    chances[h] = near.profile.weights_at(h)
                if rng.random() < 0.7:
                    beliefs[h] = near.beliefs.weights_at(h)
        yield bg.Assessment(
            bg.BehaviorStrategyProfile.from_weights(game, [w for row in chances for w in row]),
            bg.Beliefs.from_weights(game, beliefs),
        )
