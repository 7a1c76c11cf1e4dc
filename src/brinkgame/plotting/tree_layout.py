"""Where everything in the picture of a tree stands, in points, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL, Tree
from brinkgame.plotting.choosing import Shown
from brinkgame.plotting.paper import Ruler
from brinkgame.plotting.tidy import Rectangle, tidy
from brinkgame.plotting.wording import short, wrapped

__all__ = ["BOX", "EDGE", "INFOSET", "PAYOFF", "Box", "Layout", "laid_out"]

BOX: Final = 9.0
"""Size of the name in a box."""
INFOSET: Final = 7.5
EDGE: Final = 8.5
PAYOFF: Final = 9.0

_PAD: Final = 4.0  # between a box's text and its edge
_GAP: Final = 5.0  # between what is one above the other
_LANE: Final = 7.0  # from one dashed line to the next
_SPACE: Final = 6.0  # between numbers in a row
_LEAST_FAN: Final = 24.0
_WIDEST: Final = 24  # characters in a line of a label


@final
@dataclass(frozen=True, slots=True)
class Box:
    """One node as it is drawn.

    Attributes
    ----------
    x, y
        The middle of its left side.
    width, height
        Of the box; of an end, of its row of payoffs.
    words, below
        Who moves, and the information set's label; of an end, nothing and its outcome.
    move
        The label of the move that leads to it, with its probability where it has one.
    """

    x: float
    y: float
    width: float
    height: float
    words: str
    below: str
    move: str


@final
@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture but for its heading.

    Attributes
    ----------
    boxes
        Of each node.
    rows
        Of each end, its payoffs as text with the distance from the row's start.
    right, fan
        Of each node, where the boxes of its column end, and where its lines arrive.
    lanes
        Of each information set with several nodes, where its dashed line runs; None where its nodes
        do not stand in one column.
    width, height
        Of all of it. The top is at 0.
    """

    boxes: tuple[Box, ...]
    rows: tuple[tuple[tuple[str, float], ...], ...]
    right: tuple[float, ...]
    fan: tuple[float, ...]
    lanes: dict[int, float | None]
    width: float
    height: float


def columns(tree: Tree) -> list[int]:
    """The column of each node: its depth, or further right so that information sets line up.

    Where they cannot (a node and one below it in the same information set), plain depth.
    """
    parent = tree.parent.tolist()
    sets = [each for each in tree.members if len(each) > 1]
    column: list[int] = tree.depth.tolist()
    for _ in range(tree.size):
        before = list(column)
        for members in sets:
            furthest = max(column[node] for node in members)
            for node in members:
                column[node] = furthest
        for node in range(1, tree.size):
            column[node] = max(column[node], column[parent[node]] + 1)
        if column == before:
            return column
    return list(tree.depth.tolist())


def move_label(game: ExtensiveFormGame, node: int, odds: Any, chosen: Shown | None) -> str:
    """The label of the move to a node, with its chance if it is neither certain nor excluded."""
    tree = game.tree
    above = int(tree.parent[node])
    action = tree.menus[tree.menu[above]][tree.edge[node]]
    label = wrapped(action, _WIDEST)
    if tree.mover[above] == CHANCE:
        return f"{label}  {short(odds)}"
    if chosen is not None:
        weight = chosen.profile.at(int(tree.infoset[above]))[action]
        if 0 < weight < 1:
            return f"{label}  {short(weight)}"
    return label


def _infoset_words(tree: Tree, node: int) -> str:
    """The label of a node's information set, unless the moves to it say the same."""
    number = int(tree.infoset[node])
    label = tree.infoset_label[number]
    if label is None or all(_arrives_by(tree, each) == label for each in tree.members[number]):
        return ""
    return wrapped(label, _WIDEST)


def _arrives_by(tree: Tree, node: int) -> str | None:
    """The label of the move to a node; of the root, None."""
    above = int(tree.parent[node])
    return None if above < 0 else tree.menus[tree.menu[above]][tree.edge[node]]


def laid_out(game: ExtensiveFormGame, chosen: Shown | None, ruler: Ruler) -> Layout:
    """Measure every label and find its place."""
    tree = game.tree
    size = tree.size
    parent, mover = tree.parent.tolist(), tree.mover.tolist()
    odds = game.edge_probabilities()
    moves = ["", *(move_label(game, node, odds[node], chosen) for node in range(1, size))]
    names = [_names(game, node, chosen) for node in range(size)]
    rows = _payoff_rows(game, ruler)
    measured = [_measured(names[node], rows[node], ruler) for node in range(size)]
    labels = [ruler(move, EDGE) for move in moves]
    column = columns(tree)
    children = [tree.children_of(node) for node in range(size)]
    last = max(column)
    widest_box = [0.0] * (last + 1)
    widest_move = [0.0] * (last + 1)
    for node in range(size):
        if mover[node] != TERMINAL:
            widest_box[column[node]] = max(widest_box[column[node]], measured[node][0])
        widest_move[column[node]] = max(widest_move[column[node]], labels[node][0])
    # Where lanes run depends on which information sets overlap across the tree, so the tree is
    # laid out with room for all of them first; the second time every line has its place.
    lanes_in = _lane_counts(tree, column, last)
    fan = _LEAST_FAN
    for _ in range(2):
        start, right, arrive = [0.0], [widest_box[0]], [widest_box[0] + fan]
        for each in range(1, last + 1):
            start.append(arrive[-1] + widest_move[each] + 8 + _LANE * lanes_in[each])
            right.append(start[-1] + widest_box[each])
            arrive.append(right[-1] + fan)
        parts: list[list[Rectangle]] = []
        for node in range(size):
            wide, high = measured[node]
            x = start[column[node]]
            own = [Rectangle(x, max(x + wide, right[column[node]]), high / 2, high / 2)]
            if mover[node] == TERMINAL:
                own = [Rectangle(x, x + wide + 2, high / 2, high / 2)]
            if node:
                from_x = arrive[column[parent[node]]]
                own.append(Rectangle(from_x, x, labels[node][1] + 2.5, 2.0))
            parts.append(own)
        fans = [(right[column[node]], arrive[column[node]]) for node in range(size)]
        y = tidy(children, parts, fans, _GAP)
        spread = max((y[c[-1]] - y[c[0]] for c in children if c), default=0.0)
        fan = min(64.0, max(_LEAST_FAN, spread * 0.14))
    top = min(y[n] - part.above for n in range(size) for part in parts[n])
    bottom = max(y[n] + part.below for n in range(size) for part in parts[n])
    boxes = tuple(
        Box(start[column[n]], y[n] - top, *measured[n], *names[n], moves[n]) for n in range(size)
    )
    return Layout(
        boxes=boxes,
        rows=tuple(rows),
        right=tuple(right[column[n]] for n in range(size)),
        fan=tuple(arrive[column[n]] for n in range(size)),
        lanes=_lanes(tree, column, start),
        width=max(box.x + box.width for box in boxes),
        height=bottom - top,
    )


def _names(game: ExtensiveFormGame, node: int, chosen: Shown | None) -> tuple[str, str]:
    """What stands in a node's box; of an end, its outcome."""
    tree = game.tree
    who = int(tree.mover[node])
    if who == TERMINAL:
        label = int(tree.label[node])
        return "", wrapped(tree.labels[label], 2 * _WIDEST) if label >= 0 else ""
    if who == CHANCE:
        return "chance", ""
    below = _infoset_words(tree, node)
    infoset = int(tree.infoset[node])
    if chosen is not None and chosen.beliefs is not None and len(tree.members[infoset]) > 1:
        weight = chosen.beliefs.weights[infoset][tree.members[infoset].index(node)]
        below = f"{below}\nbelief {short(weight)}".strip()
    return wrapped(game.players[who], _WIDEST), below


def _payoff_rows(game: ExtensiveFormGame, ruler: Ruler) -> list[tuple[tuple[str, float], ...]]:
    """The payoffs at each end, in columns as wide as the widest number of each player."""
    paid = game.terminal_payoffs()
    texts = [None if row is None else [short(number) for number in row] for row in paid]
    given = [row for row in texts if row is not None]
    widths = [
        max(ruler(row[player], PAYOFF, weight="bold")[0] for row in given)
        for player in range(game.tree.n_players)
    ]
    starts = [8.0 + sum(widths[:player]) + 10 * player for player in range(len(widths))]
    return [
        ()
        if row is None
        else tuple((word, at + wide) for word, at, wide in zip(row, starts, widths, strict=True))
        for row in texts
    ]


def _measured(
    names: tuple[str, str], row: Sequence[tuple[str, float]], ruler: Ruler
) -> tuple[float, float]:
    """Width and height of a node's box or row."""
    if row:
        wide = row[-1][1]
        outcome, high = ruler(names[1], EDGE, style="italic")
        number = max(ruler(word, PAYOFF, weight="bold")[1] for word, _ in row)
        return wide + (outcome + 10 if outcome else 0), max(number, high) + 2
    name = ruler(names[0], BOX, weight="bold")
    label = ruler(names[1], INFOSET, style="italic")
    return max(name[0], label[0]) + 2 * _PAD, name[1] + label[1] + 2 * _PAD + (
        2.0 if label[1] else 0.0
    )


def _linked(tree: Tree) -> list[int]:
    return [number for number, members in enumerate(tree.members) if len(members) > 1]


def _lane_counts(tree: Tree, column: Sequence[int], last: int) -> list[int]:
    """In each column, how many dashed lines may run side by side: as many as overlap in preorder.

    Columns keep the order of the nodes, so that two lines overlap where their nodes do.
    """
    counts = [0] * (last + 1)
    for each, found in _packed(tree, column).items():
        counts[each] = 1 + max(found.values())
    return counts


def _packed(tree: Tree, column: Sequence[int]) -> dict[int, dict[int, int]]:
    """{column: {information set: lane}}, no two in one lane that overlap; the shortest first."""
    found: dict[int, dict[int, int]] = {}
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for number in sorted(_linked(tree), key=lambda n: tree.members[n][-1] - tree.members[n][0]):
        members = tree.members[number]
        here = column[members[0]]
        if any(column[node] != here for node in members):
            continue
        lane = 0
        span = (members[0], members[-1])
        while any(a <= span[1] and span[0] <= b for a, b in taken.get((here, lane), ())):
            lane += 1
        taken.setdefault((here, lane), []).append(span)
        found.setdefault(here, {})[number] = lane
    return found


def _lanes(tree: Tree, column: Sequence[int], start: Sequence[float]) -> dict[int, float | None]:
    lanes: dict[int, float | None] = dict.fromkeys(_linked(tree))
    for each, found in _packed(tree, column).items():
        for number, lane in found.items():
            lanes[number] = start[each] - 3 - _LANE * (lane + 0.5)
    return lanes
