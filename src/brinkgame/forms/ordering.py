"""The edit that changes who moves first: what a value of information or of commitment needs."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, final

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms.extensive import ExtensiveFormGame, tree_of
from brinkgame.forms.writing import FreshLabels, KnownSet, Place, Sketch, remember

__all__ = ["reorder"]


def reorder(game: ExtensiveFormGame, player: str, infoset: str, *, seen: bool) -> ExtensiveFormGame:
    """The game in which whoever moves right after a player moves before.

    With ``seen=True`` the player sees what the other has done, who has therefore committed to it;
    with ``seen=False`` the player does not, and the two might as well move at once. The difference
    between the two is what commitment is worth.

    Parameters
    ----------
    game, player, infoset
        Where the player moves who now goes first. The very next move, after each of the actions,
        is one other player's, and offers the same actions.
    seen
        Whether the player sees what the other does, who now goes first.

    Returns
    -------
    ExtensiveFormGame
        The other's information sets that differed only in what the player did are one; the
        player's are split by what the other did if that is seen, as in `reveal`, and what was
        learned is remembered. Ends are reached by the same two actions, and pay the same.

    Raises
    ------
    UnknownNameError
        There is no such player or information set.
    UnsupportedGameError
        The next move is no other player's, depends on what the player does, or may also come
        elsewhere; with the places.

    Examples
    --------
    Who announces a route first in battle of the sexes has it their way.

    >>> import brinkgame as bg
    >>> def end(one, two):
    ...     return bg.Terminal({"one": one, "two": two})
    >>> def then(here, there):
    ...     return bg.Decision("two", {"opera": here, "boxing": there}, infoset="apart")
    >>> apart = bg.ExtensiveFormGame("apart", players=("one", "two"), root=bg.Decision("one", {
    ...     "opera": then(end(2, 1), end(0, 0)), "boxing": then(end(0, 0), end(1, 2))}))
    >>> second_first = bg.reorder(apart, "one", "root", seen=True)
    >>> bg.solve(second_first).only().payoffs
    {'one': Fraction(1, 1), 'two': Fraction(2, 1)}
    """
    tree = tree_of(game)
    number = game.infoset_number(player, infoset)
    if not isinstance(seen, bool):
        raise UnsupportedGameError(f"seen is True or False; got {seen!r}")
    sketch = Sketch(game)
    own = sketch.known[number]
    members = [sketch.places[node] for node in tree.members[number]]
    other, menu = _next_mover(game, own, members)
    classes = _joined(game, sketch, members)
    names, others = (
        FreshLabels(sketch, player, but=[own]),
        FreshLabels(sketch, other, but=list(classes.gone)),
    )
    joined: dict[Hashable, KnownSet] = {}
    for key, sets in classes.sets.items():
        name = " or ".join(known.name for known in sets)
        plain = len(sets) == 1 or any(known.label for known in sets) or classes.counts[key] > 1
        labelled = sets[0].label if len(sets) == 1 else (name if plain else None)
        joined[key] = KnownSet(other, others(labelled), name)
    told: dict[str, KnownSet] = {}
    for action in menu:
        if seen:
            several = own.label is not None or len(members) > 1
            label = names(f"{own.name} | {action}") if several else None
            told[action] = KnownSet(player, label, f"{own.name} | {action}")
        else:
            told[action] = own
    marks: dict[int, str] = {}
    for place, key in zip(members, classes.keys, strict=True):
        grown = []
        for j, action in enumerate(menu):
            ends = []
            for before in place.children:
                after = before.children[j]
                after.payoffs = _together(before.payoffs, after.payoffs)
                ends.append(after)
            second = Place(actions=place.actions, children=ends, known=told[action])
            marks[id(second)] = action
            grown.append(second)
        place.actions, place.children, place.known = menu, grown, joined[key]
    if seen:
        remember(sketch, player, marks)
    return sketch.finished()


def _next_mover(
    game: ExtensiveFormGame, own: KnownSet, members: Sequence[Place]
) -> tuple[str, tuple[str, ...]]:
    """The other player who moves right after, and the actions; refused if there is no such one."""
    tree = game.tree
    wrong: list[str] = []
    first: Place | None = None
    for before, after in itertools.pairwise(members):
        if after.origin < tree.end[before.origin]:
            wrong.append(
                f"{own.player} may be at {tree.path(after.origin)} after {tree.path(before.origin)}"
            )
    for place in members:
        for child in place.children:
            path = tree.path(child.origin)
            if child.known is None:
                what = "Nature moves" if child.odds is not None else "the game ends"
                wrong.append(f"{what} at {path}")
            elif child.known.player == own.player:
                wrong.append(f"{child.known.player} moves again at {path}")
            elif child.label is not None:
                wrong.append(f"{path} has the label {child.label!r}, which depends on that move")
            elif first is None:
                first = child
            elif first.known is not None and child.known.player != first.known.player:
                wrong.append(
                    f"{child.known.player} moves at {path}, "
                    f"but {first.known.player} at {tree.path(first.origin)}"
                )
            elif child.actions != first.actions:
                wrong.append(
                    f"{path} offers {', '.join(child.actions)}, "
                    f"but {tree.path(first.origin)} offers {', '.join(first.actions)}"
                )
    if wrong or first is None or first.known is None:
        raise UnsupportedGameError(
            f"no other player moves next, and in one way, whatever {own.player} does at {own.name}",
            wrong,
        )
    return first.known.player, first.actions


@final
class _Joined:
    """Which information sets of the second mover become one when that player goes first."""

    def __init__(self) -> None:
        self.keys: list[Hashable] = []
        self.sets: dict[Hashable, list[KnownSet]] = {}
        self.counts: dict[Hashable, int] = {}

    @property
    def gone(self) -> list[KnownSet]:
        return [known for sets in self.sets.values() for known in sets]


def _joined(game: ExtensiveFormGame, sketch: Sketch, members: Sequence[Place]) -> _Joined:
    """Sets that meet behind one node of the first mover differ in that player's move only."""
    tree = game.tree
    behind = {child.origin for place in members for child in place.children}
    leader: dict[int, int] = {}

    def find(key: int) -> int:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    by_id = {id(known): i for i, known in enumerate(sketch.known)}
    for place in members:
        numbers = [by_id[id(child.known)] for child in place.children]
        for number in numbers:
            outside = [node for node in tree.members[number] if node not in behind]
            if outside:
                known = sketch.known[number]
                raise UnsupportedGameError(
                    f"{known.player} at {known.name} may also be elsewhere, and cannot go first",
                    [f"it also holds {tree.path(outside[0])}"],
                )
            leader[find(number)] = find(numbers[0])
    joined = _Joined()
    for place in members:
        key = find(by_id[id(place.children[0].known)])
        joined.keys.append(key)
        joined.counts[key] = joined.counts.get(key, 0) + 1
    for number in sorted(leader):
        joined.sets.setdefault(find(number), []).append(sketch.known[number])
    return joined


def _together(
    first: Mapping[str, Any] | None, then: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """What is collected at a node and at the next one."""
    if first is None:
        return None if then is None else dict(then)
    total = dict(first)
    for player, paid in (then or {}).items():
        total[player] = total[player] + paid if player in total else paid
    return total
