"""Edits of a tree: each takes a game and returns a new one; the old one stays as it is.

What may be done (`remove_action`), what is known (`reveal`, `hide`), and what may happen
(`insert_chance`); who moves first is a matter of `forms.ordering`. An edit that has no meaning is
refused, with the reason and the place. Parameters stay open through every edit, and so do
constraints among them. What an edit makes is checked like any game.

An information set without a label is called by its path, and an edit that moves it changes its
name; one that comes to hold several nodes gets its old path as a label. Label what you mean to find
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.forms.extensive import ExtensiveFormGame, tree_of
from brinkgame.forms.writing import FreshLabels, KnownSet, Place, Sketch, remember

__all__ = ["hide", "insert_chance", "remove_action", "reveal"]


def remove_action(
    game: ExtensiveFormGame, player: str, infoset: str, action: str
) -> ExtensiveFormGame:
    """The game without an action, at every node of an information set, and what follows it.

    What the others would do if a player could not: a hand tied, an option ruled out. Information
    sets that lie only behind the action go with it.

    Raises
    ------
    UnknownNameError
        There is no such player, information set or action.
    UnsupportedGameError
        It is the only action there, or the game is in floats.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> bound = bg.remove_action(entry, "incumbent", "entry", "accommodate")
    >>> print(bound)
    entry deterrence
    entrant
    ├─ out: “monopoly” entrant 0, incumbent 4
    └─ in: incumbent (entry)
       └─ fight: “price war” entrant -1, incumbent -1
    """
    tree = tree_of(game)
    number = game.infoset_number(player, infoset)
    menu = tree.actions(number)
    if action not in menu:
        raise UnknownNameError(
            f"{player} at {infoset} has no action {action!r}{suggestion(action, menu)}"
        )
    if len(menu) == 1:
        raise UnsupportedGameError(
            f"{action!r} is the only action of {player} at {infoset}, and cannot be removed",
            [f"at {tree.path(node)}" for node in tree.members[number]],
        )
    sketch = Sketch(game)
    gone = menu.index(action)
    for node in tree.members[number]:
        place = sketch.places[node]
        place.actions = (*menu[:gone], *menu[gone + 1 :])
        del place.children[gone]
    return sketch.finished()


# -- what is known --------------------------------------------------------------------------------


def reveal(
    game: ExtensiveFormGame,
    player: str,
    infoset: str,
    of: str | tuple[str, str] | None = None,
    *,
    into: Mapping[str, Sequence[str]] | None = None,
) -> ExtensiveFormGame:
    """The game in which a player learns more at an information set: it is split.

    What the player has learned is remembered: the player's later information sets are split in the
    same way. The difference between what the two games are worth is the value of the information.

    Parameters
    ----------
    game, player, infoset
        The information set.
    of
        What is learned: how the move at a node fell, by the path of the node (``"root"`` for a
        chance move at the beginning), or what a player did at an information set, as ``(player,
        information set)``. Without it, and without `into`, everything: each node stands alone.
    into
        Instead, the parts in full: ``{label: paths of nodes}``.

    Returns
    -------
    ExtensiveFormGame
        With ``"same | up"`` for what was ``"same"`` where the move that was learned is ``up``.

    Raises
    ------
    UnknownNameError
        There is no such player, information set, action or path.
    UnsupportedGameError
        Nothing would be learned, or the parts do not make up the information set.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letters = bg.memo.load("letters").game
    >>> seen = bg.reveal(letters, "US", "both", "root")
    >>> [known.label for known in seen.information_sets]
    ['tough', 'both | tough', 'weak', 'both | weak']
    """
    tree = tree_of(game)
    number = game.infoset_number(player, infoset)
    if of is not None and into is not None:
        raise UnsupportedGameError("give of= or into=, and not both")
    sketch = Sketch(game)
    old = sketch.known[number]
    members = tree.members[number]
    if into is not None:
        tags = _parts(game, infoset, members, into)
        labels: dict[str | None, str | None] = {tag: tag for tag in into}
    else:
        tags = {}
        for node in members:
            tags[node] = _learned(game, node, of) if of is not None else tree.path(node)[5:]
        labels = {
            tag: f"{old.name} | {tag}" if tag is not None else old.name for tag in tags.values()
        }
    if len(set(tags.values())) < 2:
        what = "of that" if of is not None else "there"
        raise UnsupportedGameError(
            f"{player} at {infoset} has nothing to learn {what}",
            ["every node of the information set follows the same move"]
            if len(members) > 1
            else [f"{tree.path(members[0])} is its only node"],
        )
    fresh = FreshLabels(sketch, player, but=[old])
    parts = {tag: KnownSet(player, fresh(label), "") for tag, label in labels.items()}
    marks: dict[int, str] = {}
    for node, tag in tags.items():
        place = sketch.places[node]
        place.known = parts[tag]
        if tag is not None:
            marks[id(place)] = tag
    remember(sketch, player, marks)
    return sketch.finished()


def _learned(game: ExtensiveFormGame, node: int, of: str | tuple[str, str]) -> str | None:
    """The action taken on the way to a node at the move that is learned; None if not passed."""
    tree = game.tree
    if isinstance(of, str):
        where = {game.node_at(of)}
    else:
        where = set(tree.members[game.infoset_number(*of)])
    while node > 0:
        above = int(tree.parent[node])
        if above in where:
            label: str = tree.menus[tree.menu[above]][tree.edge[node]]
            return label
        node = above
    return None


def _parts(
    game: ExtensiveFormGame,
    infoset: str,
    members: Sequence[int],
    into: Mapping[str, Sequence[str]],
) -> dict[int, str | None]:
    tags: dict[int, str | None] = {}
    wrong: list[str] = []
    for label, paths in into.items():
        for path in paths:
            node = game.node_at(path)
            if node not in members:
                wrong.append(f"{path} is not in {infoset}")
            elif node in tags:
                wrong.append(f"{path} is in {tags[node]} and in {label}")
            tags[node] = label
    wrong += [f"{game.tree.path(node)} is in no part" for node in members if node not in tags]
    if wrong:
        raise UnsupportedGameError(f"these parts do not make up {infoset}", wrong)
    return tags


def hide(
    game: ExtensiveFormGame,
    player: str,
    infosets: Sequence[str],
    *,
    label: str | None = None,
    forget: bool = False,
) -> ExtensiveFormGame:
    """The game in which a player cannot tell some information sets apart: they become one.

    Parameters
    ----------
    game, player, infosets
        Two information sets of the player, or more, with the same actions in the same order.
    label
        What the one is called; ``"left or right"`` if nothing is said.
    forget
        Whether the player may forget by this what they knew or did before. Without it an edit that
        would make a game of imperfect recall is refused, because most solvers would refuse the
        game.

    Raises
    ------
    UnknownNameError
        There is no such player or information set.
    UnsupportedGameError
        The actions differ, there are fewer than two, or the player would forget; with the places.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letters = bg.memo.load("letters").game
    >>> seen = bg.reveal(letters, "US", "both", "root")
    >>> again = bg.hide(seen, "US", ("both | tough", "both | weak"), label="both")
    >>> again == letters
    True
    """
    tree = tree_of(game)
    if isinstance(infosets, str):
        raise UnsupportedGameError(f'information sets are written ("one", "two"); got {infosets!r}')
    numbers = [game.infoset_number(player, name) for name in infosets]
    if len(set(numbers)) < 2:
        raise UnsupportedGameError(
            f"it takes two information sets of {player} to hide what tells them apart; "
            f"got {', '.join(map(repr, infosets)) or 'none'}"
        )
    first = tree.actions(numbers[0])
    places = [tree.path(tree.members[number][0]) for number in numbers]
    for number, name, place in zip(numbers, infosets, places, strict=True):
        menu = tree.actions(number)
        if menu != first:
            how = "in another order" if set(menu) == set(first) else "and not the same"
            raise UnsupportedGameError(
                f"{player} would know where they are by what they can do",
                [
                    f"{infosets[0]} offers {', '.join(first)} at {places[0]}",
                    f"{name} offers {', '.join(menu)} at {place}, {how}",
                ],
            )
    sketch = Sketch(game)
    gone = [sketch.known[number] for number in dict.fromkeys(numbers)]
    fresh = FreshLabels(sketch, player, but=gone)
    name = " or ".join(known.name for known in gone) if label is None else label
    if label is not None and label in fresh.taken:
        raise UnsupportedGameError(f"{player} has another information set called {label!r}")
    one = KnownSet(player, fresh(name), "")
    for number in numbers:
        for node in tree.members[number]:
            sketch.places[node].known = one
    hidden = sketch.finished()
    failure = hidden.tree.recall_failure
    if failure is not None and game.has_perfect_recall and not forget:
        here, there = map(hidden.tree.path, failure)
        raise UnsupportedGameError(
            f"{player} would forget something at {name}",
            [
                f"{here} and {there} are reached by different moves or knowledge of {player}",
                "say forget=True if that is meant",
            ],
        )
    return hidden


# -- what may happen ------------------------------------------------------------------------------


def insert_chance(
    game: ExtensiveFormGame,
    path: str,
    branches: Mapping[str, Any],
    *,
    seen_by: Sequence[str] | None = None,
) -> ExtensiveFormGame:
    """The game with a chance move before a node.

    Parameters
    ----------
    game, path
        The node; what is collected there is collected after the chance move.
    branches
        ``{label: probability}``: the game goes on as before after each of them. Or ``{label:
        (probability, node)}`` where it goes on otherwise, such as a risk of war. The last
        probability may be `REST`.
    seen_by
        Who sees how it falls; everybody, if nothing is said. Where play goes on as before after
        several branches, the information sets of those who see it are split, and are called
        ``"entry | rain"`` where they were ``"entry"``.

    Raises
    ------
    UnknownNameError
        The path leads nowhere, or there is no such player.
    UnsupportedGameError
        A player who is to see it cannot tell whether it took place.
    InvalidGameError
        Probabilities do not sum to one, or a branch cannot be read.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> war = bg.Terminal({"entrant": -3, "incumbent": -3}, label="war")
    >>> print(bg.insert_chance(entry, "root/in", {"war": ("1/10", war), "peace": bg.REST}))
    entry deterrence
    entrant
    ├─ out: “monopoly” entrant 0, incumbent 4
    └─ in: Nature
       ├─ war [1/10]: “war” entrant -3, incumbent -3
       └─ peace [9/10]: incumbent (entry)
          ├─ accommodate: “duopoly” entrant 2, incumbent 2
          └─ fight: “price war” entrant -1, incumbent -1
    """
    tree = tree_of(game)
    start = game.node_at(path)
    seeing = set(game.players) if seen_by is None else set(_known_players(game, seen_by))
    if not isinstance(branches, Mapping):
        raise UnsupportedGameError(
            f"branches are written {{label: probability}} or {{label: (probability, node)}}; "
            f"got {branches!r}"
        )
    on = [label for label, what in branches.items() if not _is_pair(what)]
    sketch = Sketch(game)
    place = sketch.places[start]
    inside = range(start, int(tree.end[start]))
    if len(on) > 1:
        _require_told(game, inside, seeing)
    names = {player: FreshLabels(sketch, player) for player in game.players}
    children: list[Place] = []
    odds: list[Any] = []
    for label, what in branches.items():
        if _is_pair(what):
            odds.append(what[0])
            children.append(Place(written=what[1]))
            continue
        odds.append(what)
        child = place.copied()
        if len(on) > 1:
            parts: dict[int, KnownSet] = {}
            for below in child.below():
                known = below.known
                if known is None or known.player not in seeing:
                    continue
                if id(known) not in parts:
                    text = None if known.label is None else f"{known.label} | {label}"
                    fresh = names[known.player](text)
                    parts[id(known)] = KnownSet(known.player, fresh, f"{known.name} | {label}")
                below.known = parts[id(known)]
        children.append(child)
    chance = Place(actions=tuple(branches), children=children, odds=odds)
    if start == 0:
        sketch.root = chance
    else:
        above = sketch.places[int(tree.parent[start])]
        above.children[int(tree.edge[start])] = chance
    return sketch.finished()


def _is_pair(what: object) -> bool:
    return isinstance(what, (tuple, list)) and len(what) == 2


def _known_players(game: ExtensiveFormGame, names: Sequence[str]) -> tuple[str, ...]:
    listed = (names,) if isinstance(names, str) else tuple(names)
    for name in listed:
        if name not in game.players:
            raise UnknownNameError(f"no player {name!r}{suggestion(str(name), game.players)}")
    return listed


def _require_told(game: ExtensiveFormGame, inside: range, seeing: set[str]) -> None:
    """Whoever sees a chance move knows that it took place."""
    tree = game.tree
    wrong = []
    for infoset, members in enumerate(tree.members):
        owner = game.players[tree.infoset_player[infoset]]
        within = [node for node in members if node in inside]
        without = [node for node in members if node not in inside]
        if owner in seeing and within and without:
            wrong.append(
                f"{owner} at {tree.infoset_name(infoset)} cannot tell {tree.path(within[0])} "
                f"from {tree.path(without[0])}, where there is no such move"
            )
    if wrong:
        raise UnsupportedGameError(
            "a chance move is seen only by those who know that it took place",
            [*wrong, "name in seen_by= those who see it, without them"],
        )
