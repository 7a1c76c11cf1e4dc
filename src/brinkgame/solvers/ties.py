"""All subgame-perfect equilibria of a tree with ties, kept node by node and never multiplied out.

Let V(v) be the set of continuation values that pure subgame-perfect equilibria of the subgame at v
can have. Only what players who move *above* v get matters, so values are told apart by those
players' payoffs alone. At a decision of player i with children c,

    a continuation u of child a may be chosen  iff  u_i >= min V(c)_i for every other child c,

and then every other child c may carry any continuation w with w_i <= u_i. So an equilibrium of the
subgame is a choice of (action, continuation of each child), and the choices at different children
are independent: a *transition* names the actions and, for each child, the set of continuations
allowed. All equilibria are the ways to walk down these transitions; they can be counted, tested and
drawn from without being listed. Only nodes with a tie below them are recorded.

Mixtures. Let P(v) be the actions that could be best under some continuation at all (found by
interval bounds). A behavior profile is subgame perfect exactly when, at every node, each action it
takes pays at least as much as every other; the bounds leave only those inequalities that can fail,
as polynomials in the probabilities of the tied actions. They are `TieFamily.conditions`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias, final

from brinkgame.expressions import quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, deviations
from brinkgame.play.payoffs import as_profile
from brinkgame.results import EquilibriumFamily

__all__ = ["TieContinuations", "TieFamily"]

Key: TypeAlias = tuple[Fraction, ...]
"""A continuation: what the players who move above get."""
Chosen: TypeAlias = "tuple[int, int, Chosen] | None"
"""A linked list of (node, action), so that partial profiles share what they have in common."""


@final
class Transition(NamedTuple):
    """Some ways to continue: any of `actions`, and for each child any of the continuations."""

    actions: tuple[int, ...]
    below: tuple[frozenset[Key], ...]


@final
class TieContinuations:
    """The continuations of every node at or below which somebody is indifferent.

    Parameters
    ----------
    game
        The game.
    tied
        The nodes where the mover is indifferent when all ties below are broken in some way; each
        lowest tie is among them, and what is above a tie is worked out here.
    payoffs
        What each player gets from a node on, for nodes below which nobody is indifferent.
    limit
        The most continuations to keep at one node.
    """

    def __init__(
        self,
        game: ExtensiveFormGame,
        tied: Iterable[int],
        payoffs: Callable[[int], tuple[Fraction, ...]],
        limit: int,
    ) -> None:
        self.game = game
        self.fractions = payoffs
        self.limit = limit
        self.truncated = False
        self.records: dict[int, dict[Key, list[Transition]]] = {}
        tree = game.tree
        self._mover, self._parent = tree.mover.tolist(), tree.parent.tolist()
        self._mask: list[int] = []
        self._players: dict[int, tuple[int, ...]] = {}
        self._odds: list[Any] = []
        touched: set[int] = set()
        for node in tied:
            while node >= 0 and node not in touched:
                touched.add(node)
                node = self._parent[node]
        for node in sorted(touched, reverse=True):
            self._record(node)

    def relevant(self, node: int) -> tuple[int, ...]:
        """The players who move above a node."""
        if not self._mask:
            mask = [0] * len(self._mover)
            for below in range(1, len(mask)):
                above = self._parent[below]
                who = self._mover[above]
                mask[below] = mask[above] | (1 << who if who >= 0 else 0)
            self._mask = mask
        bits = self._mask[node]
        if bits not in self._players:
            who = range(self.game.tree.n_players)
            self._players[bits] = tuple(p for p in who if bits >> p & 1)
        return self._players[bits]

    def keys(self, node: int) -> list[Key]:
        """The continuations of a node."""
        record = self.records.get(node)
        if record is not None:
            return list(record)
        value = self.fractions(node)
        return [tuple(value[p] for p in self.relevant(node))]

    def odds(self) -> list[Any]:
        """The probability of each node after its chance parent."""
        if not self._odds:
            self._odds = self.game.edge_probabilities()
        return self._odds

    def _record(self, node: int) -> None:
        """Work out the continuations of a node whose children are done."""
        below = self.game.tree.children_of(node)
        menus = [self.keys(child) for child in below]
        nature = self._mover[node] == CHANCE
        self.records[node] = (self._nature if nature else self._decision)(node, below, menus)

    def _nature(
        self, node: int, below: Sequence[int], menus: Sequence[list[Key]]
    ) -> dict[Key, list[Transition]]:
        if not self.relevant(node):
            # Nobody above minds: the children stay independent of one another.
            return {(): [Transition((), tuple(frozenset(menu) for menu in menus))]}
        odds = [self.odds()[child] for child in below]
        record: dict[Key, list[Transition]] = {}
        combinations = itertools.product(*menus)
        for combination in itertools.islice(combinations, self.limit):
            key = tuple(
                sum((w * u[p] for w, u in zip(odds, combination, strict=True)), start=Fraction(0))
                for p in range(len(combination[0]))
            )
            ways = record.setdefault(key, [])
            ways.append(Transition((), tuple(frozenset([u]) for u in combination)))
        if next(combinations, None) is not None:
            self.truncated = True
        return record

    def _decision(
        self, node: int, below: Sequence[int], menus: Sequence[list[Key]]
    ) -> dict[Key, list[Transition]]:
        who = self._mover[node]
        players = self.relevant(below[0])
        mine = players.index(who)
        above = self.relevant(node)
        kept = [players.index(p) for p in above]
        least = max(min(u[mine] for u in menu) for menu in menus)
        levels = sorted({u[mine] for menu in menus for u in menu if u[mine] >= least}, reverse=True)
        record: dict[Key, list[Transition]] = {}
        for level in levels:
            allowed = [frozenset(u for u in menu if u[mine] <= level) for menu in menus]
            # Actions whose transitions allow the same continuations everywhere are one transition.
            merged: dict[tuple[Key, tuple[frozenset[Key], ...]], list[int]] = {}
            for action, menu in enumerate(menus):
                for u in menu:
                    if u[mine] == level:
                        key = tuple(u[k] for k in kept)
                        ways = (*allowed[:action], frozenset([u]), *allowed[action + 1 :])
                        merged.setdefault((key, ways), []).append(action)
            for (key, ways), actions in merged.items():
                if len(record) >= self.limit and key not in record:
                    self.truncated = True
                    continue
                record.setdefault(key, []).append(Transition(tuple(actions), ways))
        return record


@final
class TieFamily(EquilibriumFamily):
    """All subgame-perfect equilibria of a tree with ties, as one connected family.

    Attributes
    ----------
    game
        The game.
    vertices
        When every mixture of the listed equilibria is an equilibrium and all pure ones are listed:
        their positions in the result. Otherwise None, and `conditions` says what holds.
    """

    def __init__(
        self, game: ExtensiveFormGame, continuations: TieContinuations, choices: Sequence[int]
    ) -> None:
        self.game = game
        self.vertices: tuple[int, ...] | None = None
        self._records = continuations.records
        self._continuations = continuations
        self._choices = list(choices)
        tree = game.tree
        self._mover, self._infoset = tree.mover.tolist(), tree.infoset.tolist()

    def __repr__(self) -> str:
        count = "many" if self.count is None else self.count
        return f"<TieFamily: {count} pure equilibria, ties at {len(self.ties)} information sets>"

    @property
    def truncated(self) -> bool:
        """Whether the solver's limit cut some continuations off."""
        return self._continuations.truncated

    def list_vertices(self, listed: int) -> None:
        """Note that the listed equilibria are all vertices, if they are."""
        if self.is_free and self.count == listed:
            self.vertices = tuple(range(listed))

    def _below(self, node: int) -> list[int]:
        return self.game.tree.children_of(node)

    @cached_property
    def _reachable(self) -> dict[int, dict[Key, list[Transition]]]:
        """The records that some equilibrium of the whole game makes use of."""
        wanted: dict[int, set[Key]] = {0: set(self._records[0])}
        reached: dict[int, dict[Key, list[Transition]]] = {}
        for node in sorted(self._records):
            if node not in wanted:
                continue
            ways = {k: v for k, v in self._records[node].items() if k in wanted[node]}
            reached[node] = ways
            for i, child in enumerate(self._below(node)):
                if child in self._records:
                    some = wanted.setdefault(child, set())
                    for transitions in ways.values():
                        for transition in transitions:
                            some |= transition.below[i]
        return reached

    # -- how many ----------------------------------------------------------------------------

    @cached_property
    def count(self) -> int | None:
        """The number of equilibria in pure strategies; None if the solver's limit cut some off."""
        if self.truncated:
            return None
        ways: dict[int, dict[Key, int]] = {}
        for node in sorted(self._reachable, reverse=True):
            below = self._below(node)
            ways[node] = {
                key: sum(self._multiply(t, below, ways) for t in transitions)
                for key, transitions in self._reachable[node].items()
            }
        return sum(ways[0].values())

    def _multiply(
        self, transition: Transition, below: Sequence[int], ways: dict[int, dict[Key, int]]
    ) -> int:
        total = max(1, len(transition.actions))
        for child, allowed in zip(below, transition.below, strict=True):
            if child in ways:
                total *= sum(ways[child][key] for key in allowed)
        return total

    @cached_property
    def ties(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """``{(player, information set): actions}`` where pure equilibria take different actions."""
        tree = self.game.tree
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for node, actions in self._tied_actions.items():
            infoset = self._infoset[node]
            menu = tree.actions(infoset)
            where = (self.game.players[self._mover[node]], tree.infoset_name(infoset))
            found[where] = tuple(menu[a] for a in actions)
        return found

    @cached_property
    def _tied_actions(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for node, ways in sorted(self._reachable.items()):
            used = {a for transitions in ways.values() for t in transitions for a in t.actions}
            if len(used) > 1:
                found[node] = tuple(sorted(used))
        return found

    @cached_property
    def is_free(self) -> bool:
        """Whether ties may be broken independently; then every mixture is an equilibrium too."""
        total = 1
        for actions in self._tied_actions.values():
            total *= len(actions)
        return self.count == total

    # -- ways that play may go -----------------------------------------------------------------

    def _options(self, node: int, keys: frozenset[Key]) -> list[tuple[int, tuple[Any, ...]]]:
        """The ways on from a node on the path: (action, (child, continuations) for each child)."""
        below = self._below(node)
        if self._mover[node] == CHANCE:
            return [
                (-1, tuple(zip(below, t.below, strict=True)))
                for key in self._ordered(node, keys)
                for t in self._records[node][key]
            ]
        allowed: dict[int, set[Key]] = {}
        for key in keys:
            for transition in self._records[node][key]:
                for action in transition.actions:
                    allowed.setdefault(action, set()).update(transition.below[action])
        return [(a, ((below[a], frozenset(allowed[a])),)) for a in sorted(allowed)]

    def _ordered(self, node: int, keys: frozenset[Key]) -> list[Key]:
        return [key for key in self._records[node] if key in keys]

    @cached_property
    def outcome_count(self) -> int | None:
        """The number of different ways that play may go in pure equilibria."""
        if self.truncated:
            return None
        start = (0, frozenset(self._records[0]))
        options: dict[tuple[int, frozenset[Key]], list[tuple[int, tuple[Any, ...]]]] = {}
        waiting = [start]
        while waiting:
            state = waiting.pop()
            if state in options:
                continue
            options[state] = self._options(*state)
            for _, following in options[state]:
                waiting.extend(pair for pair in following if pair[0] in self._records)
        total: dict[tuple[int, frozenset[Key]], int] = {}
        for state in sorted(options, key=lambda s: -s[0]):
            count = 0
            for _, following in options[state]:
                product = 1
                for pair in following:
                    product *= total.get(pair, 1)
                count += product
            total[state] = count
        return total[start]

    def representatives(self, limit: int) -> Iterator[BehaviorStrategyProfile]:
        """One pure equilibrium for each way that play may go, at most `limit` of them."""
        root = frozenset(self._records[0])

        def expand(node: int, keys: frozenset[Key]) -> list[tuple[int, tuple[Any, ...]]]:
            return self._options(node, keys)

        for path in itertools.islice(self._walk(root, expand), limit):
            yield self._complete(path)

    def pure_profiles(self) -> Iterator[BehaviorStrategyProfile]:
        """Every equilibrium in pure strategies, one after the other (there may be very many)."""

        def expand(node: int, keys: frozenset[Key]) -> list[tuple[int, tuple[Any, ...]]]:
            below = self._below(node)
            return [
                (action, tuple(zip(below, transition.below, strict=True)))
                for key in self._ordered(node, keys)
                for transition in self._records[node][key]
                for action in (transition.actions or (-1,))
            ]

        for chosen in self._walk(frozenset(self._records[0]), expand):
            choices = list(self._choices)
            for node, action in chosen.items():
                if action >= 0:
                    choices[self._infoset[node]] = action
            yield BehaviorStrategyProfile.pure(self.game, choices)

    def _walk(
        self,
        root: frozenset[Key],
        expand: Callable[[int, frozenset[Key]], list[tuple[int, tuple[Any, ...]]]],
    ) -> Iterator[dict[int, int]]:
        """All ways to walk down the records, depth first, with a stack of our own."""
        start: Any = ((0, root), None)
        stack: list[tuple[Any, Chosen]] = [(start, None)]
        while stack:
            waiting, chosen = stack.pop()
            while waiting is not None and waiting[0][0] not in self._records:
                waiting = waiting[1]
            if waiting is None:
                yield _unlinked(chosen)
                continue
            (node, keys), rest = waiting
            for action, following in reversed(expand(node, keys)):
                after = rest
                for pair in reversed(following):
                    after = (pair, after)
                stack.append((after, (node, action, chosen)))

    def _complete(self, path: dict[int, int]) -> BehaviorStrategyProfile:
        """An equilibrium whose play goes this way."""
        on_path = self._path_values(path)
        choices = list(self._choices)
        stack: list[tuple[int, Key]] = [(0, self._project(0, on_path[0]))]
        while stack:
            node, key = stack.pop()
            if node not in self._records:
                continue
            below = self._below(node)
            known = {
                i: self._project(child, on_path[child])
                for i, child in enumerate(below)
                if child in on_path
            }
            transition, action = next(
                (t, a)
                for t in self._records[node][key]
                for a in (t.actions or (-1,))
                if path.get(node, a) == a and all(known[i] in t.below[i] for i in known)
            )
            if action >= 0:
                choices[self._infoset[node]] = action
            for i, child in enumerate(below):
                if child not in self._records:
                    continue
                first = self._ordered(child, transition.below[i])[0]
                stack.append((child, known.get(i, first)))
        return BehaviorStrategyProfile.pure(self.game, choices)

    def _path_values(self, path: dict[int, int]) -> dict[int, tuple[Fraction, ...]]:
        """The payoffs from each recorded node on the path, and from what hangs below, on."""
        source = self._continuations
        value: dict[int, tuple[Fraction, ...]] = {}

        def of(node: int) -> tuple[Fraction, ...]:
            if node not in value:
                value[node] = source.fractions(node)
            return value[node]

        for node in sorted(path, reverse=True):
            below = self._below(node)
            if path[node] >= 0:
                value[node] = of(below[path[node]])
            else:
                odds = [source.odds()[child] for child in below]
                shares = [of(child) for child in below]
                value[node] = tuple(
                    sum((w * u[p] for w, u in zip(odds, shares, strict=True)), start=Fraction(0))
                    for p in range(self.game.tree.n_players)
                )
        return value

    def _project(self, node: int, value: tuple[Fraction, ...]) -> Key:
        return tuple(value[p] for p in self._continuations.relevant(node))

    # -- membership ----------------------------------------------------------------------------

    def __contains__(self, profile: object) -> bool:
        """Whether a profile, pure or mixed, is a subgame-perfect equilibrium."""
        return not deviations(self.game, as_profile(self.game, profile))

    @cached_property
    def _bounds(self) -> tuple[dict[int, Any], dict[int, Any], dict[int, tuple[int, ...]]]:
        """For each recorded node the lowest and highest payoffs that any equilibrium can have from
        there on, mixed ones included, and the actions that can be best.
        """
        low: dict[int, tuple[Fraction, ...]] = {}
        high: dict[int, tuple[Fraction, ...]] = {}
        possible: dict[int, tuple[int, ...]] = {}
        source = self._continuations
        players = range(self.game.tree.n_players)
        for node in sorted(self._records, reverse=True):
            below = self._below(node)
            lows = [low[c] if c in low else source.fractions(c) for c in below]
            highs = [high[c] if c in high else source.fractions(c) for c in below]
            who = self._mover[node]
            if who == CHANCE:
                odds = [source.odds()[child] for child in below]
                low[node], high[node] = (
                    tuple(
                        sum((w * u[p] for w, u in zip(odds, ends, strict=True)), start=Fraction(0))
                        for p in players
                    )
                    for ends in (lows, highs)
                )
                continue
            least = max(u[who] for u in lows)
            can = tuple(a for a, u in enumerate(highs) if u[who] >= least)
            possible[node] = can
            low[node] = tuple(least if p == who else min(lows[a][p] for a in can) for p in players)
            high[node] = tuple(max(highs[a][p] for a in can) for p in players)
        return low, high, possible

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """What a behavior profile must satisfy to belong to the family.

        At information sets that are not named, the action is the same in all members. Each line
        names the actions that may be mixed freely, a probability, or an action with the exact
        inequality under which it may be taken.
        """
        tree = self.game.tree
        if self.is_free:
            return tuple(
                f"any mixture of {' and '.join(self._label(node, a) for a in actions)} "
                f"{self._at(node)}"
                for node, actions in self._tied_actions.items()
            )
        low, high, possible = self._bounds
        source = self._continuations
        weights = {node: self._unknowns(node, can) for node, can in possible.items()}
        value: dict[int, tuple[Any, ...]] = {}

        def of(node: int) -> tuple[Any, ...]:
            return value[node] if node in value else source.fractions(node)

        needs: dict[tuple[int, int], list[Any]] = {}
        for node in sorted(self._records, reverse=True):
            below = self._below(node)
            who = self._mover[node]
            if who == CHANCE:
                shares = {child: source.odds()[child] for child in below}
            else:
                shares = {below[action]: weight for action, weight in weights[node].items()}
                for action in possible[node]:
                    mine = below[action]
                    least = low[mine] if mine in low else source.fractions(mine)
                    for other in below:
                        most = high[other] if other in high else source.fractions(other)
                        if other != mine and least[who] < most[who]:
                            gain = quantity(of(mine)[who] - of(other)[who])
                            needs.setdefault((node, action), []).append(gain)
            value[node] = tuple(
                quantity(sum((w * of(child)[p] for child, w in shares.items()), start=Fraction(0)))
                for p in range(tree.n_players)
            )
        return tuple(self._lines(possible, weights, needs))

    def _unknowns(self, node: int, actions: Sequence[int]) -> dict[int, Any]:
        """For each action that may be taken at a node its probability, as an expression."""
        unknown: dict[int, Any] = {}
        rest: Any = quantity(1)
        for action in actions[:-1]:
            unknown[action] = Parameter(f"p_{node}_{action}", "1/2", low=0, high=1)
            rest = rest - unknown[action]
        unknown[actions[-1]] = rest
        return unknown

    def _lines(
        self,
        possible: dict[int, tuple[int, ...]],
        weights: dict[int, dict[int, Any]],
        needs: dict[tuple[int, int], list[Any]],
    ) -> Iterator[str]:
        """The conditions in words; the probabilities that occur in them are named p1, p2, ..."""
        used = {name for gains in needs.values() for gain in gains for name in gain.names}
        names: dict[str, Any] = {}
        for node, unknown in sorted(weights.items()):
            for action in possible[node][:-1]:
                old = unknown[action].name
                if old in used:
                    new = Parameter(f"p{len(names) + 1}", "1/2", low=0, high=1)
                    names[old] = new
                    what = f"{self._label(node, action)} {self._at(node)}"
                    yield f"{new.name} = probability of {what}"
        for node, actions in sorted(possible.items()):
            bound = [action for action in actions if (node, action) in needs]
            if len(actions) > 1 and not bound:
                free = " and ".join(self._label(node, action) for action in actions)
                yield f"any mixture of {free} {self._at(node)}"
            for action in bound:
                for gain in needs[node, action]:
                    shown = gain.substitute(names)
                    yield f"{self._label(node, action)} {self._at(node)} only if {shown} >= 0"

    def _label(self, node: int, action: int) -> str:
        return self.game.tree.actions(self._infoset[node])[action]

    def _at(self, node: int) -> str:
        name = self.game.tree.infoset_name(self._infoset[node])
        return f"at {name} ({self.game.players[self._mover[node]]})"


def _unlinked(chosen: Chosen) -> dict[int, int]:
    actions: dict[int, int] = {}
    while chosen is not None:
        node, action, chosen = chosen
        actions[node] = action
    return actions
