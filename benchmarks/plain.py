"""Backward induction as one writes it in an afternoon, and the same tuned by hand.

These are what `brinkgame.solve` is measured against. They find the payoffs at the root and nothing
else: no strategies, no ties, no check.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar, final

T = TypeVar("T")

Inner: TypeAlias = list[Any]
"""``[player, branches, odds]``; an end is the tuple of its payoffs. Nature's odds are not empty."""


@final
@dataclass(slots=True)
class PlainNode:
    """A node: a player's if `player` is named, Nature's if it has `odds`, else an end."""

    player: str | None = None
    children: list[PlainNode] = field(default_factory=list)
    odds: list[Any] = field(default_factory=list)
    payoffs: dict[str, Any] = field(default_factory=dict)


def value(node: PlainNode) -> dict[str, Any]:
    """What each player gets: the plain recursive function in the usual idiom."""
    if not node.children:
        return node.payoffs
    who = node.player
    if who is None:
        values = [value(child) for child in node.children]
        return {
            player: sum(p * v[player] for p, v in zip(node.odds, values, strict=True))
            for player in values[0]
        }
    return max((value(child) for child in node.children), key=lambda v: v[who])


def tuned(node: Any) -> Any:
    """The same by hand: a loop, payoffs by position, and no call for an end."""
    if node.__class__ is tuple:
        return node
    who, children, odds = node
    if odds:
        total = None
        for p, child in zip(odds, children):  # noqa: B905 - `strict` costs time
            v = child if child.__class__ is tuple else tuned(child)
            if total is None:
                total = [p * x for x in v]
            else:
                total = [t + p * x for t, x in zip(total, v)]  # noqa: B905
        return tuple(total or ())
    best = most = None
    for child in children:
        v = child if child.__class__ is tuple else tuned(child)
        here = v[who]
        if best is None or here > most:
            best, most = v, here
    return best


def with_deep_stack(function: Callable[[], T]) -> T:
    """The result of a function that recurs far deeper than Python allows by itself.

    Raises
    ------
    RecursionError
        Some versions of Python have a bound that cannot be raised.
    """
    found: list[T] = []
    failed: list[RecursionError] = []

    def run() -> None:
        try:
            found.append(function())
        except RecursionError as error:
            failed.append(error)

    limit, stack = sys.getrecursionlimit(), threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(1_000_000)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(stack)
    if failed:
        raise failed[0]
    return found[0]
