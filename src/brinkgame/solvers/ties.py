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
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias, final

from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, EquilibriumFamily, deviations
from brinkgame.play.payoffs import as_profile

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
        self.limit = limit
        self.truncated = False
        self.records: dict[int, dict[Key, list[Transition]]] = {}
        """By node, lowest first: what the solver keeps of the subgame there."""
        tree = game.tree
        self.mover: dict[int, int] = {}
        self._parts: dict[int, tuple[tuple[Fraction, int], ...]] = {}
        self._players: dict[int, tuple[int, ...]] = {}
        self._values: dict[int, tuple[Fraction, ...]] = {}
        self._stages = tree.size
        odds = game.edge_probabilities()
        parent, mover = tree.parent.tolist(), tree.mover.tolist()
        touched: set[int] = set()
        for node in tied:
            while node >= 0 and node not in touched:
                touched.add(node)
                node = parent[node]
        for node in sorted(touched):  # from the root down
            self.mover[node] = mover[node]
            below = tree.children_of(node)
            above = self._players.setdefault(node, ())
            here = above if mover[node] == CHANCE else tuple(sorted({*above, mover[node]}))
            for child in below:
                self._players[child] = here
                if child not in touched:
                    self._values[child] = payoffs(child)
            shares = [odds[c] if mover[node] == CHANCE else Fraction(1) for c in below]
            self._parts[node] = tuple(zip(shares, below, strict=True))
        for node in sorted(touched, reverse=True):
            self._record(node)

    def below(self, node: int) -> tuple[int, ...]:
        """The children of a recorded node."""
        return tuple(child for _, child in self._parts[node])

    def parts(self, node: int) -> tuple[tuple[Fraction, int], ...]:
        """The children of a recorded node, each with Nature's weight (1 after a decision)."""
        return self._parts[node]

    def fractions(self, node: int) -> tuple[Fraction, ...]:
        """What each player gets from a node on, if nothing is recorded there."""
        return self._values[node]

    def relevant(self, node: int) -> tuple[int, ...]:
        """The players who move above a node."""
        return self._players[node]

    def keys(self, node: int) -> list[Key]:
        """The continuations of a node."""
        record = self.records.get(node)
        if record is not None:
            return list(record)
        return [tuple(self._values[node][p] for p in self._players[node])]

    def _record(self, node: int) -> None:
        """Work out the continuations of a node whose children are done."""
        if self.mover[node] != CHANCE:
            below = self.below(node)
            menus = [self.keys(child) for child in below]
            self.records[node] = self._decision(node, below, menus)
        elif not self._players[node]:
            # Nobody above minds: the children stay independent of one another.
            menus = [self.keys(child) for child in self.below(node)]
            self.records[node] = {(): [Transition((), tuple(map(frozenset, menus)))]}
        else:
            self._nature(node)

    def _nature(self, node: int) -> None:
        """Add the branches of a chance node one by one, equal sums merged at each stage.

        A stage is a node of its own whose continuations are sums over the branches so far. So a
        hundred branches with two continuations each take as many steps as they have different
        sums, not two to the hundredth power.
        """
        first, *rest = self._parts[node]
        so_far = (first,)
        if not rest:
            self._add(node, so_far)
        for i, part in enumerate(rest):
            stage = node
            if i < len(rest) - 1:
                stage, self._stages = self._stages, self._stages + 1
                self.mover[stage] = CHANCE
                self._players[stage] = self._players[node]
            self._add(stage, (*so_far, part))
            so_far = ((Fraction(1), stage),)

    def _add(self, stage: int, parts: tuple[tuple[Fraction, int], ...]) -> None:
        self._parts[stage] = parts
        record: dict[Key, list[Transition]] = {}
        weights = [weight for weight, _ in parts]
        for combination in itertools.product(*(self.keys(child) for _, child in parts)):
            key = tuple(
                sum((w * x for w, x in zip(weights, column, strict=True)), start=Fraction(0))
                for column in zip(*combination, strict=True)
            )
            if len(record) >= self.limit and key not in record:
                self.truncated = True
                continue
            ways = record.setdefault(key, [])
            ways.append(Transition((), tuple(frozenset([u]) for u in combination)))
        self.records[stage] = record

    def _decision(
        self, node: int, below: Sequence[int], menus: Sequence[list[Key]]
    ) -> dict[Key, list[Transition]]:
        who = self.mover[node]
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
    """

    def __init__(
        self, game: ExtensiveFormGame, continuations: TieContinuations, choices: Sequence[int]
    ) -> None:
        self.game = game
        self._listed = 0
        self._records = continuations.records
        self._continuations = continuations
        self._choices = list(choices)
        self._mover = continuations.mover
        self._below = continuations.below
        self._infoset = game.tree.infoset

    def __repr__(self) -> str:
        places = len(self._tied_actions)
        return f"<TieFamily: {self.count_text} pure equilibria, ties at {places} information sets>"

    @property
    def count_text(self) -> str:
        """`count` in words that stay short."""
        count = self.count
        if count is None:
            return "many"
        return str(count) if count < 10**12 else f"about 2^{count.bit_length() - 1}"

    @property
    def truncated(self) -> bool:
        """Whether the solver's limit cut some continuations off."""
        return self._continuations.truncated

    @property
    def vertices(self) -> tuple[int, ...] | None:
        """The positions of the listed equilibria, if the family is all mixtures of these.

        That is so when ties may be broken independently and every pure equilibrium is listed.
        """
        complete = self.is_free and self.count == self._listed
        return tuple(range(self._listed)) if complete else None

    @cached_property
    def _reachable(self) -> dict[int, dict[Key, list[Transition]]]:
        """The records that some equilibrium of the whole game makes use of."""
        wanted: dict[int, set[Key]] = {0: set(self._records[0])}
        reached: dict[int, dict[Key, list[Transition]]] = {}
        for node in reversed(self._records):
            ways = {k: v for k, v in self._records[node].items() if k in wanted[node]}
            reached[node] = ways
            for i, child in enumerate(self._below(node)):
                if child in self._records:
                    some = wanted.setdefault(child, set())
                    for transitions in ways.values():
                        for transition in transitions:
                            some |= transition.below[i]
        return reached

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any] | None:
        """The lowest and the highest probability of coming to one of some ends, by node.

        None unless ties may be broken independently.
        """
        if not self.is_free:
            return None
        tree = self.game.tree
        odds = self.game.edge_probabilities()
        low = [Fraction(int(node in ends)) for node in range(tree.size)]
        high = list(low)
        for node in range(tree.size - 1, -1, -1):
            below = tree.children_of(node)
            if not below:
                continue
            if tree.mover[node] == CHANCE:
                for found in (low, high):
                    found[node] = sum((odds[c] * found[c] for c in below), start=Fraction(0))
            else:
                usual = (self._choices[self._infoset[node]],)
                taken = [below[action] for action in self._tied_actions.get(node, usual)]
                low[node] = min(low[child] for child in taken)
                high[node] = max(high[child] for child in taken)
        return low[0], high[0]

    # -- how many ----------------------------------------------------------------------------

    @cached_property
    def count(self) -> int | None:
        """The number of equilibria in pure strategies; None if the solver's limit cut some off."""
        if self.truncated:
            return None
        ways: dict[int, dict[Key, int]] = {}
        for node in reversed(self._reachable):
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
    def payoff_ranges(self) -> dict[str, tuple[Fraction, Fraction]]:
        """The lowest and the highest payoff of each player over all pure equilibria."""
        source = self._continuations
        ends: dict[int, dict[Key, tuple[Any, Any]]] = {}

        def of(child: int, keys: frozenset[Key], end: int) -> tuple[Fraction, ...]:
            if child not in ends:
                return source.fractions(child)
            pick = (min, max)[end]
            return tuple(
                pick(column)
                for column in zip(*(ends[child][key][end] for key in keys), strict=True)
            )

        for node in reversed(self._reachable):
            ends[node] = {}
            for key, transitions in self._reachable[node].items():
                found: list[Any] = []
                for end in (0, 1):
                    values = [
                        value
                        for transition in transitions
                        for value in self._ends(node, transition, end, of)
                    ]
                    found.append(tuple(map((min, max)[end], zip(*values, strict=True))))
                ends[node][key] = (found[0], found[1])
        lows, highs = (of(0, frozenset(ends[0]), end) for end in (0, 1))
        return dict(zip(self.game.players, zip(lows, highs, strict=True), strict=True))

    def _ends(
        self, node: int, transition: Transition, end: int, of: Callable[..., Any]
    ) -> Iterator[tuple[Fraction, ...]]:
        """The extreme payoffs that a transition of a node can have, player by player."""
        if self._mover[node] == CHANCE:
            parts = self._continuations.parts(node)
            yield self._mean(
                [
                    (weight, of(child, allowed, end))
                    for (weight, child), allowed in zip(parts, transition.below, strict=True)
                ]
            )
            return
        below = self._below(node)
        for action in transition.actions:
            yield of(below[action], transition.below[action], end)

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
        for node, ways in self._reachable.items():
            used = {a for transitions in ways.values() for t in transitions for a in t.actions}
            if len(used) > 1:
                found[node] = tuple(sorted(used))
        return dict(sorted(found.items()))

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
        depth = {node: place for place, node in enumerate(self._records)}
        for state in sorted(options, key=lambda state: depth[state[0]]):
            count = 0
            for _, following in options[state]:
                product = 1
                for pair in following:
                    product *= total.get(pair, 1)
                count += product
            total[state] = count
        return total[start]

    def representatives(self, limit: int) -> tuple[BehaviorStrategyProfile, ...]:
        """One pure equilibrium for each way that play may go, at most `limit` of them."""
        root = frozenset(self._records[0])

        def expand(node: int, keys: frozenset[Key]) -> list[tuple[int, tuple[Any, ...]]]:
            return self._options(node, keys)

        paths = list(itertools.islice(self._walk(root, expand), limit))
        self._listed = len(paths)
        return tuple(map(self._complete, paths))

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

        for node in (node for node in self._records if node in path):
            if path[node] >= 0:
                value[node] = of(self._below(node)[path[node]])
            else:
                shares = [(weight, of(child)) for weight, child in source.parts(node)]
                value[node] = self._mean(shares)
        return value

    def _mean(self, shares: Sequence[tuple[Fraction, tuple[Fraction, ...]]]) -> Any:
        """The weighted sum of payoff vectors."""
        return tuple(
            sum((weight * value[p] for weight, value in shares), start=Fraction(0))
            for p in range(self.game.tree.n_players)
        )

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
        for node in self._records:
            below = self._below(node)
            lows = [low[c] if c in low else source.fractions(c) for c in below]
            highs = [high[c] if c in high else source.fractions(c) for c in below]
            who = self._mover[node]
            if who == CHANCE:
                weights = [weight for weight, _ in source.parts(node)]
                low[node], high[node] = (
                    self._mean(list(zip(weights, ends, strict=True))) for ends in (lows, highs)
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
        for node in self._records:
            below = self._below(node)
            who = self._mover[node]
            if who == CHANCE:
                shares: dict[int, Any] = {child: weight for weight, child in source.parts(node)}
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
                    shown = _primitive(gain).substitute(names)
                    yield f"{self._label(node, action)} {self._at(node)} only if {shown} >= 0"

    def _label(self, node: int, action: int) -> str:
        return self.game.tree.actions(self._infoset[node])[action]

    def _at(self, node: int) -> str:
        name = self.game.tree.infoset_name(self._infoset[node])
        return f"at {name} ({self.game.players[self._mover[node]]})"


def _primitive(gain: Expression) -> Expression:
    """A polynomial divided by a positive number so that its coefficients are coprime integers."""
    coefficients = gain.numerator.terms().values()
    return gain.numerator / math.gcd(*(int(number) for number in coefficients))


def _unlinked(chosen: Chosen) -> dict[int, int]:
    actions: dict[int, int] = {}
    while chosen is not None:
        node, action, chosen = chosen
        actions[node] = action
    return actions
