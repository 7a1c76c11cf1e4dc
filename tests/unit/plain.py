"""Games worked out plainly: by recursion over the nodes as they were written, in fractions.

Nothing here looks at the arrays of a game, so what the library computes from them is compared with
something that cannot share its faults. For small trees only.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from brinkgame.arithmetic import exact_number
from brinkgame.forms import REST, Chance, Decision, Terminal

Profile = Mapping[str, Mapping[str, Any]]


class Move(NamedTuple):
    """A step of a path: who moved (None: Nature), at which information set, and what."""

    player: str | None
    infoset: str
    label: str
    odds: Fraction


class Place(NamedTuple):
    """A node where it stands: the way to it, and what was collected before and up to it."""

    path: str
    node: Any
    moves: tuple[Move, ...]
    before: dict[str, Fraction]
    paid: dict[str, Fraction]

    @property
    def infoset(self) -> str:
        return self.node.infoset or self.path

    def holds(self, other: Place) -> bool:
        """Whether the other node is this one or stands below it."""
        return other.moves[: len(self.moves)] == self.moves


def odds_of(node: Chance) -> dict[str, Fraction]:
    """The probabilities of a chance node, REST worked out."""
    known = {
        label: exact_number(odds) for label, (odds, _) in node.branches.items() if odds is not REST
    }
    return {label: known.get(label, 1 - sum(known.values())) for label in node.branches}


def places(root: Any, players: Sequence[str]) -> list[Place]:
    """Every node of a tree in preorder."""

    def walk(node: Any, path: str, moves: tuple[Move, ...], paid: dict[str, Fraction]) -> None:
        now = {p: paid[p] + exact_number(node.payoffs.get(p, 0)) for p in players}
        here = Place(path, node, moves, paid, now)
        found.append(here)
        if isinstance(node, Decision):
            for label, child in node.actions.items():
                move = Move(node.player, here.infoset, label, Fraction(1))
                walk(child, f"{path}/{label}", (*moves, move), now)
        elif isinstance(node, Chance):
            odds = odds_of(node)
            for label, (_, child) in node.branches.items():
                walk(child, f"{path}/{label}", (*moves, Move(None, "", label, odds[label])), now)

    found: list[Place] = []
    walk(root, "root", (), dict.fromkeys(players, Fraction(0)))
    return found


def chance_of(move: Move, profile: Profile) -> Fraction:
    """The probability of one step."""
    if move.player is None:
        return move.odds
    plan = profile[move.player][move.infoset]
    if isinstance(plan, str):
        return Fraction(plan == move.label)
    return Fraction(plan.get(move.label, 0))


def reach(place: Place, profile: Profile, start: int = 0) -> Fraction:
    """The probability of the steps to a node, from step `start` on."""
    product = Fraction(1)
    for move in place.moves[start:]:
        product *= chance_of(move, profile)
    return product


def value(where: Place, everywhere: Sequence[Place], profile: Profile) -> dict[str, Fraction]:
    """What players expect from a node on, that node included."""
    total = dict.fromkeys(where.paid, Fraction(0))
    for place in everywhere:
        if isinstance(place.node, Terminal) and where.holds(place):
            weight = reach(place, profile, len(where.moves))
            for player in total:
                total[player] += weight * (place.paid[player] - where.before[player])
    return total


def menus(everywhere: Sequence[Place], players: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """The actions at each information set, in order of first appearance."""
    found: dict[str, dict[str, list[str]]] = {player: {} for player in players}
    for place in everywhere:
        if isinstance(place.node, Decision):
            found[place.node.player].setdefault(place.infoset, list(place.node.actions))
    return found


def plans(menu: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Every pure strategy of one player."""
    for choice in itertools.product(*menu.values()):
        yield dict(zip(menu, choice, strict=True))


def pure_profiles(
    everywhere: Sequence[Place], players: Sequence[str]
) -> Iterator[dict[str, dict[str, str]]]:
    """Every profile of pure strategies."""
    all_menus = menus(everywhere, players)
    for combination in itertools.product(*(list(plans(all_menus[p])) for p in players)):
        yield dict(zip(players, combination, strict=True))


def best_reply(
    where: Place, everywhere: Sequence[Place], profile: Profile, player: str
) -> Fraction:
    """The most that a player can get from a node on against the others' strategies."""
    own = menus(everywhere, list(profile))[player]
    return max(value(where, everywhere, {**profile, player: plan})[player] for plan in plans(own))


def largest_gains(
    everywhere: Sequence[Place], profile: Profile, players: Sequence[str]
) -> dict[str, Fraction]:
    """For each player the most that a best reply gains, over the subgames at all nodes."""
    return {
        player: max(
            best_reply(where, everywhere, profile, player)
            - value(where, everywhere, profile)[player]
            for where in everywhere
        )
        for player in players
    }


def follow(root: Any, players: Sequence[str], profile: Profile) -> tuple[dict[str, Fraction], bool]:
    """What players expect at the root, and whether every action that is taken anywhere is best."""

    def walk(node: Any, path: str) -> dict[str, Fraction]:
        nonlocal best
        here = {p: exact_number(node.payoffs.get(p, 0)) for p in players}
        if isinstance(node, Terminal):
            return here
        if isinstance(node, Chance):
            shares = odds_of(node)
            below = {k: walk(c, f"{path}/{k}") for k, (_, c) in node.branches.items()}
        else:
            below = {k: walk(c, f"{path}/{k}") for k, c in node.actions.items()}
            taken = profile[node.player][node.infoset or path]
            given = {taken: 1} if isinstance(taken, str) else taken
            shares = {k: Fraction(given.get(k, 0)) for k in below}
            top = max(value[node.player] for value in below.values())
            best &= all(below[k][node.player] == top for k in below if shares[k])
        return {p: here[p] + sum(shares[k] * below[k][p] for k in below) for p in players}

    best = True
    return walk(root, "root"), best


def subgame_perfect(root: Any, players: Sequence[str]) -> list[dict[str, dict[str, str]]]:
    """Every pure profile in which every action is best, play following the profile after it."""
    everywhere = places(root, players)
    return [
        profile
        for profile in pure_profiles(everywhere, players)
        if follow(root, players, profile)[1]
    ]


def fold(root: Any, players: Sequence[str]) -> list[tuple[dict[str, Fraction], int, bool]]:
    """Backward induction: for each node in preorder what it is worth, the first of the best
    actions (-1 where nobody chooses), and whether there are several."""
    folded: list[Any] = []

    def walk(node: Any) -> dict[str, Fraction]:
        place = len(folded)
        folded.append(None)
        value = {p: exact_number(node.payoffs.get(p, 0)) for p in players}
        chosen, tie = -1, False
        if isinstance(node, Chance):
            odds = odds_of(node)
            below = {k: walk(child) for k, (_, child) in node.branches.items()}
            value = {p: value[p] + sum(odds[k] * below[k][p] for k in below) for p in players}
        elif isinstance(node, Decision):
            options = [walk(child) for child in node.actions.values()]
            pays = [option[node.player] for option in options]
            chosen, tie = pays.index(max(pays)), pays.count(max(pays)) > 1
            value = {p: value[p] + options[chosen][p] for p in players}
        folded[place] = (value, chosen, tie)
        return value

    walk(root)
    return folded


def way_of_play(everywhere: Sequence[Place], profile: Profile) -> tuple[tuple[str, str], ...]:
    """What the players do where play can go."""
    return tuple(
        (place.path, profile[place.node.player][place.infoset])
        for place in everywhere
        if isinstance(place.node, Decision)
        and all(move.player is None or chance_of(move, profile) for move in place.moves)
    )
