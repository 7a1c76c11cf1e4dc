"""Games whose numbers are open, drawn at random, and points among which borders are common."""

from __future__ import annotations

import random
from typing import Any

from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.sensitivity import (
    ActionProbability,
    ExpectedPayoff,
    Measure,
    OutcomeProbability,
    RecordProbability,
)
from tests.unit.drawing import fractions, tied, written

X = Parameter("x", "1/2", low=0, high=1)
Y = Parameter("y", "1/3", low=0, high=1)
T = Parameter("t", 2, low=0, high=5, whole=True)


def open_number(rng: random.Random) -> Any:
    """A number, or an expression in x, y and t."""
    base = rng.choice([tied, tied, fractions])(rng)
    kind = rng.random()
    if kind < 0.4:
        return base
    if kind < 0.7:
        return base + rng.randint(-2, 2) * X
    if kind < 0.85:
        return base * X - rng.randint(0, 2) * Y + X * Y
    if kind < 0.95:
        return base / (1 + X + Y) - Y**2
    return base - (1 - X) ** T


def open_tree(rng: random.Random, information: str = "perfect", **limits: Any) -> Any:
    """A small tree with open payoffs, and now and then open probabilities; None if all closed."""
    root = written(
        rng,
        ("A", "B", "C")[: rng.randint(1, 3)],
        number=open_number,
        information=information,
        **limits,
    )
    players = ("A", "B", "C")
    try:
        game = ExtensiveFormGame("drawn", players=players, root=_opened(root, rng, players))
    except ValueError:
        return None
    return None if game.is_closed else game


def _opened(node: Any, rng: random.Random, players: tuple[str, ...]) -> Any:
    """The same with every player paid, and some chances open."""
    from brinkgame.forms import REST, Chance, Decision, Terminal

    def paid(own: Any, end: bool) -> dict[str, Any]:
        given = dict(zip(own._payoff_names, own._payoff_values, strict=True))
        return {p: given.get(p, 0) for p in players} if end or given else {}

    if isinstance(node, Terminal):
        return Terminal(paid(node, True), label=node._label)
    below = [_opened(child, rng, players) for child in node._children]
    pays = paid(node, False) or None
    if isinstance(node, Chance):
        odds = list(node._probabilities)
        if len(odds) == 2 and rng.random() < 0.7:
            odds = [rng.choice([X, Y, 1 - X, X * Y]), REST]
        return Chance(
            {n: (p, b) for n, p, b in zip(node._branches, odds, below, strict=True)},
            payoffs=pays,
            label=node._label,
        )
    return Decision(
        node._player,
        dict(zip(node._actions, below, strict=True)),
        infoset=node._infoset,
        payoffs=pays,
        label=node._label,
    )


def open_table(rng: random.Random, shape: tuple[int, int]) -> Any:
    """A two-player table with open payoffs; None if all closed."""
    rows, columns = (
        [[open_number(rng) for _ in range(shape[1])] for _ in range(shape[0])] for _ in range(2)
    )
    game = NormalFormGame.from_arrays(rows, columns)
    return None if game.is_closed else game


def points(rng: random.Random, game: Any, count: int) -> dict[str, list[Any]]:
    """Values for every parameter of a game, many of them on borders."""
    nice = ["0", "1", "1/2", "1/3", "2/3", "1/4", 0.1, 0.3, 0.7]
    found: dict[str, list[Any]] = {}
    for name, parameter in game.parameters.items():
        if parameter.whole:
            found[name] = [rng.randint(0, 5) for _ in range(count)]
        else:
            found[name] = [
                rng.choice(nice) if rng.random() < 0.7 else rng.random() for _ in range(count)
            ]
    return found


def measures_of(rng: random.Random, game: Any) -> dict[str, Measure]:
    """One of each kind that the game has."""
    found: dict[str, Measure] = {p: ExpectedPayoff(p) for p in game.players}
    if isinstance(game, NormalFormGame):
        plan = {p: rng.choice(list(menu)) for p, menu in game.strategies.items()}
        found["act"] = ActionProbability("1", None, plan["1"])
        found["record"] = RecordProbability(plan)
        return found
    found |= {f"out {label}": OutcomeProbability(label) for label in game.outcomes}
    sets = game.information_sets
    if sets:
        where = rng.choice(sets)
        found["act"] = ActionProbability(where.player, where.label, rng.choice(where.actions))
        record: dict[str, dict[str, str]] = {}
        for each in rng.sample(sets, min(len(sets), 2)):
            record.setdefault(each.player, {})[each.label] = rng.choice(each.actions)
        found["record"] = RecordProbability(record)
    return found
