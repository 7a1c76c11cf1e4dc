"""The same game in another guise, with the way from one's conducts to the other's and back.

Each variant changes what does not matter: the units of payoffs, names, orders, moves at which there
is nothing to choose, chances that make no difference, actions that nobody would ever take. Whatever
is an equilibrium before is one after, under the translation that comes with the variant.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

from brinkgame.forms import Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.testing.incentives import is_lottery
from brinkgame.testing.reference import Conduct

__all__ = [
    "Variant",
    "in_other_units",
    "named",
    "with_dominated_actions",
    "with_dummy_moves",
    "with_idle_chance",
    "with_lotteries",
    "with_other_names",
    "with_payments_on_the_way",
    "with_players_reordered",
    "with_reversed_actions",
]

Translation: TypeAlias = Callable[[Conduct], Conduct]
ADDED: Final = "added"
"""How the names of what a variant adds begin."""


def _as_it_is(conduct: Conduct) -> Conduct:
    return conduct


@final
@dataclass(frozen=True, slots=True)
class Variant:
    """A game in another guise.

    Attributes
    ----------
    game
        The game.
    forth, back
        A conduct of the original as one of this game, and the other way round.
    by_path
        Whether nodes keep their paths; otherwise those that are not added keep their order.
    """

    game: Any
    forth: Translation = _as_it_is
    back: Translation = _as_it_is
    by_path: bool = False

    def nodes(self, original: Any) -> dict[int, int]:
        """From the decisions of the original to those of this game; nothing for tables."""
        if isinstance(original, NormalFormGame):
            return {}
        before = original.tree.decisions.tolist()
        if self.by_path:
            return {node: self.game.node_at(original.tree.path(node)) for node in before}
        tree = self.game.tree
        after = [
            node
            for node in tree.decisions.tolist()
            if not (tree.infoset_label[tree.infoset[node]] or "").startswith(ADDED)
        ]
        return dict(zip(before, after, strict=True))


# -- rewriting ------------------------------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class _Place:
    """A node of a game with what stands below it, already written anew."""

    number: int
    player: str | None
    infoset: str | None
    branches: tuple[tuple[str, Any, Any], ...]
    payoffs: Mapping[str, Any]
    label: str | None

    def node(self) -> Any:
        """The node as it is written."""
        payoffs = self.payoffs or None
        if self.player is not None:
            return Decision(
                self.player,
                [(name, child) for name, _, child in self.branches],
                infoset=self.infoset,
                payoffs=payoffs,
                label=self.label,
            )
        if self.branches:
            branches = [(name, (odds, child)) for name, odds, child in self.branches]
            return Chance(branches, payoffs=payoffs, label=self.label)
        return Terminal(self.payoffs, label=self.label)


def _rewritten(
    game: ExtensiveFormGame,
    edit: Callable[[_Place], Any],
    *,
    title: str | None = None,
    players: Sequence[str] | None = None,
) -> ExtensiveFormGame:
    """The game with every node edited, what is below a node before the node itself."""
    tree = game.tree
    written: list[Any] = [None] * tree.size
    for number in range(tree.size - 1, -1, -1):
        mover, infoset = int(tree.mover[number]), int(tree.infoset[number])
        row = int(tree.payoff_row[number])
        paid = tree.payoffs[row].tolist() if row >= 0 else []
        menu = tree.menus[tree.menu[number]] if mover != TERMINAL else ()
        below = tree.children_of(number)
        chances = [int(tree.probability[child]) for child in below]
        written[number] = edit(
            _Place(
                number=number,
                player=None if mover in (CHANCE, TERMINAL) else game.players[mover],
                infoset=tree.infoset_label[infoset] if infoset >= 0 else None,
                branches=tuple(
                    (name, game.numbers[chance] if chance >= 0 else None, written[child])
                    for name, chance, child in zip(menu, chances, below, strict=True)
                ),
                payoffs={
                    player: game.numbers[position]
                    for player, position in zip(game.players, paid, strict=False)
                    if position >= 0
                },
                label=tree.labels[tree.label[number]] if tree.label[number] >= 0 else None,
            )
        )
    return ExtensiveFormGame(
        game.title if title is None else title, players=players or game.players, root=written[0]
    )


def _retabled(
    game: NormalFormGame,
    strategies: Mapping[str, Sequence[str]],
    payoff: Callable[[str, tuple[str, ...]], Any],
    *,
    title: str | None = None,
) -> NormalFormGame:
    """A table written cell by cell."""
    cells = {
        cell: {player: payoff(player, cell) for player in strategies}
        for cell in itertools.product(*strategies.values())
    }
    return NormalFormGame.from_cells(
        game.title if title is None else title, strategies=strategies, cells=cells
    )


def _paid(game: NormalFormGame, player: str, cell: Sequence[str]) -> Any:
    return game.payoff(player, dict(zip(game.players, cell, strict=True)))


def named(game: Any) -> Variant:
    """The game with a label for every information set, so that paths may change."""
    if isinstance(game, NormalFormGame):
        return Variant(game)
    tree = game.tree
    old = [tree.infoset_name(i) for i in range(tree.n_infosets)]
    new = [f"set {i + 1}" for i in range(tree.n_infosets)]
    owners = [game.players[p] for p in tree.infoset_player.tolist()]
    numbers = tree.infoset.tolist()

    def edit(place: _Place) -> Any:
        if place.player is None:
            return place.node()
        return dataclasses.replace(place, infoset=new[numbers[place.number]]).node()

    def translate(source: Sequence[str], target: Sequence[str]) -> Translation:
        return lambda conduct: _gathered(
            game.players,
            [
                (owner, there, conduct[owner][here])
                for owner, here, there in zip(owners, source, target, strict=True)
            ],
        )

    return Variant(_rewritten(game, edit), translate(old, new), translate(new, old))


def _gathered(
    players: Sequence[str], parts: Sequence[tuple[str, str, Mapping[str, Any]]]
) -> Conduct:
    conduct: Conduct = {player: {} for player in players}
    for player, label, weights in parts:
        conduct[player][label] = dict(weights)
    return conduct


# -- units, names, orders -------------------------------------------------------------------------


def in_other_units(game: Any, factors: Sequence[Any], shifts: Sequence[Any]) -> Variant:
    """Every player's payoffs times a positive factor, plus a constant."""
    scale = dict(zip(game.players, factors, strict=False))
    shift = dict(zip(game.players, shifts, strict=False))
    if isinstance(game, NormalFormGame):
        return Variant(
            _retabled(
                game,
                game.strategies,
                lambda player, cell: scale[player] * _paid(game, player, cell) + shift[player],
            )
        )

    def edit(place: _Place) -> Any:
        ends = not place.branches
        changed = {
            player: scale[player] * number + (shift[player] if ends else 0)
            for player, number in place.payoffs.items()
        }
        return dataclasses.replace(place, payoffs=changed).node()

    return Variant(_rewritten(game, edit))


def with_players_reordered(game: Any) -> Variant:
    """The players declared in another order: the last one first."""
    order = (game.players[-1], *game.players[:-1])
    if isinstance(game, NormalFormGame):
        strategies = {player: game.strategies[player] for player in order}

        def payoff(player: str, cell: tuple[str, ...]) -> Any:
            return game.payoff(player, dict(zip(order, cell, strict=True)))

        return Variant(
            _retabled(game, strategies, payoff),
            lambda conduct: _each_cell(conduct, lambda cell: (cell[-1], *cell[:-1])),
            lambda conduct: _each_cell(conduct, lambda cell: (*cell[1:], cell[0])),
        )
    return Variant(_rewritten(game, _Place.node, players=order))


def _each_cell(conduct: Conduct, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Conduct:
    """A lottery with its cells written anew; independent strategies as they are."""
    if not is_lottery(conduct):
        return conduct
    return {change(cell): weight for cell, weight in conduct.items()}


def _other_name(name: str) -> str:
    """Another name, one that sorts the other way round and is hard on readers of text."""
    turned = "".join(chr(0x10F0 - min(ord(letter), 0x10E0)) for letter in name)
    return f"{turned}/ #{name} → é, ({name})"


def with_other_names(game: Any) -> Variant:
    """Other names for players, strategies, actions, information sets, outcomes and the game."""

    def new(names: Sequence[str]) -> dict[str, str]:
        return {name: _other_name(name) for name in names}

    people = new(game.players)
    old_people = {there: here for here, there in people.items()}
    title = _other_name(game.title)
    if isinstance(game, NormalFormGame):
        menus = {player: new(menu) for player, menu in game.strategies.items()}
        old_menus = [{there: here for here, there in menu.items()} for menu in menus.values()]

        def forth(conduct: Conduct) -> Conduct:
            if is_lottery(conduct):
                return _each_cell(conduct, lambda cell: _translated(cell, menus.values()))
            return {
                people[player]: {menus[player][s]: weight for s, weight in part.items()}
                for player, part in conduct.items()
            }

        def back(conduct: Conduct) -> Conduct:
            if is_lottery(conduct):
                return _each_cell(conduct, lambda cell: _translated(cell, old_menus))
            return {
                player: {s: conduct[people[player]][there] for s, there in menus[player].items()}
                for player in game.players
            }

        def payoff(player: str, cell: tuple[str, ...]) -> Any:
            return _paid(game, old_people[player], _translated(cell, old_menus))

        strategies = {people[p]: tuple(menu.values()) for p, menu in menus.items()}
        return Variant(_retabled(game, strategies, payoff, title=title), forth, back)

    def edit(place: _Place) -> Any:
        return dataclasses.replace(
            place,
            player=people.get(place.player or ""),
            infoset=place.infoset and _other_name(place.infoset),
            branches=tuple((_other_name(name), *rest) for name, *rest in place.branches),
            payoffs={people[player]: number for player, number in place.payoffs.items()},
            label=place.label and _other_name(place.label),
        ).node()

    sets = game.information_sets

    def tree_forth(conduct: Conduct) -> Conduct:
        parts = []
        for s in sets:
            weights = {_other_name(a): conduct[s.player][s.label][a] for a in s.actions}
            parts.append((people[s.player], _other_name(s.label), weights))
        return _gathered(tuple(people.values()), parts)

    def tree_back(conduct: Conduct) -> Conduct:
        parts = []
        for s in sets:
            there = conduct[people[s.player]][_other_name(s.label)]
            parts.append((s.player, s.label, {a: there[_other_name(a)] for a in s.actions}))
        return _gathered(game.players, parts)

    renamed = _rewritten(game, edit, title=title, players=tuple(people.values()))
    return Variant(renamed, tree_forth, tree_back)


def _translated(cell: Sequence[str], menus: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(menu[name] for name, menu in zip(cell, menus, strict=True))


def with_reversed_actions(game: Any) -> Variant:
    """Strategies, actions and branches declared in the reverse order."""
    if isinstance(game, NormalFormGame):
        strategies = {player: menu[::-1] for player, menu in game.strategies.items()}
        return Variant(_retabled(game, strategies, lambda player, cell: _paid(game, player, cell)))
    return Variant(
        _rewritten(game, lambda p: dataclasses.replace(p, branches=p.branches[::-1]).node()),
        by_path=True,
    )


# -- what nobody does, and what makes no difference -----------------------------------------------


def _bound(game: Any) -> Any:
    """More than any player can gain or lose in a game."""
    lengths = game.tree.size if isinstance(game, ExtensiveFormGame) else 1
    return 1 + 2 * lengths * sum(abs(number) for number in game.numbers)


def with_dominated_actions(game: Any) -> Variant:
    """One more strategy for everyone, or action everywhere, that is worse than all others.

    To the others it would be most welcome, so that whoever counts on it goes astray. In a tree the
    action ends the game; it is declared first at every other information set, last elsewhere.
    """
    bound = _bound(game)
    if isinstance(game, NormalFormGame):
        strategies = {player: (*menu, ADDED) for player, menu in game.strategies.items()}

        def payoff(player: str, cell: tuple[str, ...]) -> Any:
            if ADDED not in cell:
                return _paid(game, player, cell)
            # Welcome to all others; two opposed players stay opposed.
            mine = cell[game.players.index(player)] == ADDED
            return bound * (cell.count(ADDED) - mine) - bound * mine

        def forth(conduct: Conduct) -> Conduct:
            if is_lottery(conduct):
                return conduct
            return {player: {**part, ADDED: Fraction(0)} for player, part in conduct.items()}

        def back(conduct: Conduct) -> Conduct:
            if is_lottery(conduct):
                _without_added({ADDED: sum(w for cell, w in conduct.items() if ADDED in cell)})
                return conduct
            return {player: _without_added(part) for player, part in conduct.items()}

        return Variant(_retabled(game, strategies, payoff), forth, back)

    numbers = game.tree.infoset.tolist()

    def edit(place: _Place) -> Any:
        if place.player is None:
            return place.node()
        paid = {p: -bound if p == place.player else bound for p in game.players}
        added = (ADDED, None, Terminal(paid))
        first = numbers[place.number] % 2 == 0
        branches = (added, *place.branches) if first else (*place.branches, added)
        return dataclasses.replace(place, branches=branches).node()

    def tree_forth(conduct: Conduct) -> Conduct:
        return _each_set(conduct, lambda part: {**part, ADDED: Fraction(0)})

    def tree_back(conduct: Conduct) -> Conduct:
        return _each_set(conduct, _without_added)

    return Variant(_rewritten(game, edit), tree_forth, tree_back)


def _each_set(conduct: Conduct, change: Callable[[Any], Any]) -> Conduct:
    return {
        player: {label: change(part) for label, part in plan.items()}
        for player, plan in conduct.items()
    }


def _without_added(part: Mapping[str, Any]) -> dict[str, Any]:
    if part[ADDED]:
        raise AssertionError(f"an action that is strictly dominated has probability {part[ADDED]}")
    return {name: weight for name, weight in part.items() if name != ADDED}


def with_dummy_moves(game: ExtensiveFormGame) -> Variant:
    """Decisions with a single action, above every other node.

    Where players may confuse nodes, such a move could tell them something; then it stands above the
    root only.
    """
    everywhere = game.is_perfect_information
    players = game.players

    def edit(place: _Place) -> Any:
        node = place.node()
        if place.number % 2 == 1 if everywhere else place.number == 0:
            who = players[place.number % len(players)]
            return Decision(who, {ADDED: node}, infoset=f"{ADDED} {place.number}")
        return node

    variant = _rewritten(game, edit)
    new = [s for s in variant.information_sets if s.label.startswith(ADDED)]

    def forth(conduct: Conduct) -> Conduct:
        whole = {player: dict(plan) for player, plan in conduct.items()}
        for s in new:
            whole[s.player][s.label] = {ADDED: Fraction(1)}
        return whole

    def back(conduct: Conduct) -> Conduct:
        return {
            player: {label: part for label, part in plan.items() if not label.startswith(ADDED)}
            for player, plan in conduct.items()
        }

    return Variant(variant, forth, back)


def with_idle_chance(game: ExtensiveFormGame) -> Variant:
    """Moves of Nature of which only one can happen, above every third node."""
    bound = _bound(game)

    def edit(place: _Place) -> Any:
        node = place.node()
        if place.number % 3:
            return node
        never = Terminal({p: bound * (-1) ** i for i, p in enumerate(game.players)})
        return Chance({f"{ADDED} never": (0, never), f"{ADDED} always": (1, node)})

    return Variant(_rewritten(game, edit))


def with_lotteries(game: ExtensiveFormGame) -> Variant:
    """Ends replaced by lotteries, two to one, that pay as much on average.

    What one of two players wins in them, the other loses, so that opposed payoffs stay opposed.
    """
    two = len(game.players) == 2

    def edit(place: _Place) -> Any:
        if place.branches:
            return place.node()
        signs = {p: (-1) ** (i + place.number) for i, p in enumerate(game.players)}
        stakes = {p: sign * (1 if two else i + 1) for i, (p, sign) in enumerate(signs.items())}
        branches = [
            (f"{ADDED} {times}", (chance, Terminal({
                p: number + times * stakes[p] for p, number in place.payoffs.items()
            })))
            for times, chance in ((2, Fraction(1, 3)), (-1, Fraction(2, 3)))
        ]  # fmt: skip
        return Chance(branches, label=place.label)

    return Variant(_rewritten(game, edit))


def with_payments_on_the_way(game: ExtensiveFormGame) -> Variant:
    """Payments at every move that are taken back at every end below."""
    tree = game.tree
    players = game.players
    parent = tree.parent.tolist()
    owed: list[dict[str, int]] = []
    for node in range(tree.size):
        above = dict(owed[parent[node]]) if node else dict.fromkeys(players, 0)
        if node:
            who = players[parent[node] % len(players)]
            above[who] += parent[node] + 1
        owed.append(above)

    def edit(place: _Place) -> Any:
        paid = dict(place.payoffs)
        if place.branches:
            who = players[place.number % len(players)]
            paid[who] = paid.get(who, 0) + place.number + 1
        else:
            paid = {p: number - owed[place.number][p] for p, number in paid.items()}
        return dataclasses.replace(place, payoffs=paid).node()

    return Variant(_rewritten(game, edit))
