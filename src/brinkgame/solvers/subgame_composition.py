"""All subgame-perfect equilibria of a tree, put together from the equilibria of its trunks.

Every subgame has a trunk (see `brinkgame.forms.trunks`). Once the subgames inside it are replaced
by what they pay, each Nash equilibrium of the trunk with an equilibrium of each subgame inside is
an equilibrium of the subgame. What a subgame pays matters to those who move before it, and to
nobody else: so the equilibria of a subgame are told apart by the payoffs of these players alone,
their *class*, and the trunk above is solved once for each way to choose a class of each subgame
inside. Equilibria of one class are interchangeable; they are counted, tested and drawn from
without being multiplied out.

A continuum of equilibria of a trunk is one member of its class when all of it pays those above the
same. Where it does not, only the listed equilibria of the continuum are kept, and the answer says
that it is not complete: what is best above may depend on all the payoffs in between.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.control import Control
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.forms.trunks import Trunk, trunks
from brinkgame.play import BehaviorStrategyProfile, EquilibriumFamily
from brinkgame.play.payoffs import as_profile

__all__ = ["Answer", "Composition", "SubgamePerfectFamily", "TrunkEquilibrium"]

Key: TypeAlias = tuple[Any, ...]
"""What those who move before a subgame get in it."""
Plan: TypeAlias = dict[int, tuple[Any, ...]]
"""The probabilities of the actions at information sets, by position."""


@final
@dataclass(frozen=True, slots=True)
class TrunkEquilibrium:
    """A Nash equilibrium of a trunk.

    Attributes
    ----------
    plan
        What is played at the trunk's information sets.
    family
        The continuum that it belongs to, if any, as a set of profiles of `game`.
    game
        The trunk as the game in which it was found.
    """

    plan: Plan
    family: EquilibriumFamily | None = None
    game: ExtensiveFormGame | None = None


@final
@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of the Nash equilibria of one trunk for given values inside.

    Attributes
    ----------
    equilibria
        Those that were found.
    complete
        Whether all others belong to a listed family.
    pure
        Whether all in pure strategies are listed or belong to a listed family.
    notes
        What else there is to say.
    """

    equilibria: tuple[TrunkEquilibrium, ...]
    complete: bool = True
    pure: bool = True
    notes: tuple[str, ...] = ()


AnswerTrunk: TypeAlias = Callable[[Trunk, Mapping[int, Sequence[Any]]], Answer]


@final
@dataclass(slots=True)
class _Member:
    """Equilibria of a subgame: one of its trunk, or a continuum, and a class of each one inside."""

    below: tuple[Key, ...]
    plan: Plan
    family: EquilibriumFamily | None = None
    game: ExtensiveFormGame | None = None
    ties: tuple[int, ...] = ()
    """At a trunk of one decision: actions of which any mixture will do."""

    @property
    def is_continuum(self) -> bool:
        return self.family is not None or len(self.ties) > 1


@final
@dataclass(slots=True)
class _Class:
    """Equilibria of a subgame that pay those who move before it the same."""

    value: tuple[Any, ...]
    low: list[Any]
    high: list[Any]
    members: list[_Member] = field(default_factory=list)
    count: float = 0
    """How many they are in all, infinite for a continuum."""
    pure: int | None = 0
    """How many are in pure strategies, where that is known."""


@final
class Composition:
    """The classes of every subgame, from the innermost to the whole game.

    Parameters
    ----------
    game
        The game.
    answer
        Finds the Nash equilibria of a trunk, from it and the values of the subgames inside it.
    limit
        The most trunks to solve; past it the answer is partial.
    single
        Keep one equilibrium of each subgame.
    control
        The time limit.
    """

    def __init__(
        self,
        game: ExtensiveFormGame,
        answer: AnswerTrunk,
        *,
        limit: int,
        single: bool,
        control: Control,
    ) -> None:
        self.game = game
        self.trunks = trunks(game)
        self.classes: dict[int, dict[Key, _Class]] = {}
        self.complete = self.pure = True
        self.truncated = self.expired = False
        self.solved = 0
        self.notes: list[str] = []
        self._single = single
        self._rows = game.payoff_rows()
        self._odds = game.edge_probabilities()
        for done, trunk in enumerate(self.trunks):
            control.tell("subgames", done, len(self.trunks))
            self.classes[trunk.root] = self._solve(trunk, answer, limit, control)

    def _solve(
        self, trunk: Trunk, answer: AnswerTrunk, limit: int, control: Control
    ) -> dict[Key, _Class]:
        found: dict[Key, _Class] = {}
        for below in itertools.product(*(self.classes[node] for node in trunk.inside)):
            if self.solved >= limit or control.expired():
                self.truncated |= self.solved >= limit
                self.expired |= control.expired()
                break
            self.solved += 1
            inside = {
                node: self.classes[node][key] for node, key in zip(trunk.inside, below, strict=True)
            }
            for member in self._members(trunk, answer, below, inside):
                self._enter(trunk, found, member, inside)
                if self._single:
                    return found
        return found

    def _members(
        self,
        trunk: Trunk,
        answer: AnswerTrunk,
        below: tuple[Key, ...],
        inside: Mapping[int, _Class],
    ) -> Iterator[_Member]:
        values = {node: part.value for node, part in inside.items()}
        if not trunk.infosets:
            yield _Member(below, {})
            return
        if len(trunk.infosets) == 1 and self._is_one_decision(trunk):
            yield from self._choices(trunk, below, values)
            return
        found = answer(trunk, values)
        self.complete &= found.complete
        self.pure &= found.pure
        self._note(*found.notes)
        constant: dict[int, bool] = {}
        for each in found.equilibria:
            family = each.family
            if family is not None and id(family) not in constant:
                same = self._pays_the_same(trunk, values, family, found, each.game)
                constant[id(family)] = same
                if not same:
                    self._leave_out(trunk, "the equilibria in between those that are listed")
            kept = family if family is not None and constant[id(family)] else None
            yield _Member(below, each.plan, kept, each.game)

    def _is_one_decision(self, trunk: Trunk) -> bool:
        return self.game.tree.mover[trunk.root] >= 0 and len(trunk.nodes) == 1 + int(
            self.game.tree.arity[trunk.root]
        )

    def _choices(
        self, trunk: Trunk, below: tuple[Key, ...], values: Mapping[int, tuple[Any, ...]]
    ) -> Iterator[_Member]:
        """The best actions of a decision between ends, those of one class together."""
        tree = self.game.tree
        who = int(tree.mover[trunk.root])
        infoset = trunk.infosets[0]
        pays = [self._end(node, values) for node in tree.children_of(trunk.root)]
        sign, scale = self.game.arithmetic.sign, self.game.payoff_spread
        top = max(pay[who] for pay in pays)
        groups: dict[Key, list[int]] = {}
        for action, pay in enumerate(pays):
            if sign(pay[who] - top, scale) == 0:
                groups.setdefault(self._key(trunk, pay, groups), []).append(action)
        if len(groups) > 1 and not self._single:
            menu = tree.actions(infoset)
            tied = " and ".join(menu[actions[0]] for actions in groups.values())
            self._leave_out(trunk, f"mixtures of {tied}", pure=True)
        for actions in groups.values():
            weights = self._certain(infoset, actions[0])
            yield _Member(below, {infoset: weights}, ties=tuple(actions))

    def _certain(self, infoset: int, action: int) -> tuple[Any, ...]:
        size = int(self.game.tree.infoset_size[infoset])
        return tuple(self.game.arithmetic.number(int(i == action)) for i in range(size))

    def _pays_the_same(
        self,
        trunk: Trunk,
        values: Mapping[int, tuple[Any, ...]],
        family: EquilibriumFamily,
        answer: Answer,
        game: ExtensiveFormGame | None,
    ) -> bool:
        """Whether those who move above get the same in all of a family."""
        if not trunk.above:
            return True
        sign, scale = self.game.arithmetic.sign, self.game.payoff_spread
        told = {} if game is None else family.payoff_ranges
        for who in trunk.above:
            player = self.game.players[who]
            if player in told:
                low, high = told[player]
            elif family.vertices is not None:
                # A payoff is linear in each player's strategy, so extreme at extreme points.
                extremes = [
                    self._value(trunk, e.plan, values)[who]
                    for e in answer.equilibria
                    if e.family is family
                ]
                low, high = min(extremes), max(extremes)
            else:
                return False
            if sign(high - low, scale) != 0:
                return False
        return True

    def _leave_out(self, trunk: Trunk, what: str, *, pure: bool = False) -> None:
        self.complete = False
        self.pure &= pure
        self._note(
            f"in the subgame at {self.game.tree.path(trunk.root)} {what} are left out: what they "
            "pay those who move before it is not followed further up"
        )

    def _note(self, *notes: str) -> None:
        self.notes.extend(note for note in notes if note not in self.notes)

    def _key(self, trunk: Trunk, value: Sequence[Any], known: Mapping[Key, Any]) -> Key:
        """The class of a value; in floats, that of a known one within the tolerance."""
        key = tuple(value[who] for who in trunk.above)
        if key in known:
            return key
        sign, scale = self.game.arithmetic.sign, self.game.payoff_spread
        for other in known:
            if all(sign(a - b, scale) == 0 for a, b in zip(key, other, strict=True)):
                return other
        return key

    def _enter(
        self, trunk: Trunk, found: dict[Key, _Class], member: _Member, inside: Mapping[int, _Class]
    ) -> None:
        value = self._value(trunk, member.plan, {node: c.value for node, c in inside.items()})
        if trunk.above and any(isinstance(number, Algebraic) for number in value):
            # The payoffs of a game are rational.
            self._leave_out(trunk, "equilibria with irrational payoffs")
            return
        low, high = (
            list(self._value(trunk, member.plan, {n: getattr(c, name) for n, c in inside.items()}))
            for name in ("low", "high")
        )
        self._widen(trunk, member, inside, low, high)
        key = self._key(trunk, value, found)
        part = found.get(key)
        if part is None:
            part = found[key] = _Class(value, low, high)
        part.low = [min(a, b) for a, b in zip(part.low, low, strict=True)]
        part.high = [max(a, b) for a, b in zip(part.high, high, strict=True)]
        if any(
            member.below == other.below and member.plan == other.plan and member.ties == other.ties
            for other in part.members
        ):
            return  # corners that several continua share
        pure = self._pure(member, part, inside)
        part.pure = None if part.pure is None or pure is None else part.pure + pure
        part.members.append(member)
        part.count += (
            math.inf if member.is_continuum else math.prod(c.count for c in inside.values())
        )

    @staticmethod
    def _pure(member: _Member, part: _Class, inside: Mapping[int, _Class]) -> int | None:
        """How many equilibria in pure strategies a member adds to its class."""
        if member.family is not None:
            mates = [m for m in part.members if m.below == member.below and m.family is not None]
            if any(mate.family is member.family for mate in mates):
                return 0  # counted with the first of the family
            own = None if mates else member.family.count  # two families may share some
        elif member.ties:
            own = len(member.ties)
        else:
            own = int(all(max(weights) == 1 for weights in member.plan.values()))
        counts = [own, *(c.pure for c in inside.values())]
        if 0 in counts:
            return 0
        known = [count for count in counts if count is not None]
        return math.prod(known) if len(known) == len(counts) else None

    def _widen(
        self,
        trunk: Trunk,
        member: _Member,
        inside: Mapping[int, _Class],
        low: list[Any],
        high: list[Any],
    ) -> None:
        """Make a range of payoffs that of a continuum: what the trunk adds to what is inside it.

        Exact where the subgames inside pay each player one amount; wider bounds where they do not.
        """
        if len(member.ties) > 1:
            for action in member.ties:
                plan = {trunk.infosets[0]: self._certain(trunk.infosets[0], action)}
                for bounds, name, pick in ((low, "low", min), (high, "high", max)):
                    extreme = {node: getattr(c, name) for node, c in inside.items()}
                    other = self._value(trunk, plan, extreme)
                    bounds[:] = [pick(a, b) for a, b in zip(bounds, other, strict=True)]
        if member.family is None:
            return
        for player, (least, most) in member.family.payoff_ranges.items():
            who = self.game.players.index(player)
            below = [c.value[who] - c.low[who] for c in inside.values()]
            over = [c.high[who] - c.value[who] for c in inside.values()]
            low[who] = min(low[who], least - max(below, default=0))
            high[who] = max(high[who], most + max(over, default=0))

    # -- what a plan pays --------------------------------------------------------------------

    def _end(self, node: int, values: Mapping[int, Sequence[Any]]) -> tuple[Any, ...]:
        """What an end of a trunk pays."""
        if node in values:
            return tuple(values[node])
        return tuple(self._rows[self.game.tree.payoff_row[node]])

    def _value(
        self, trunk: Trunk, plan: Plan, values: Mapping[int, Sequence[Any]]
    ) -> tuple[Any, ...]:
        """What everyone gets from the root of a trunk on."""
        tree = self.game.tree
        zero = self.game.arithmetic.number(0)
        worth: dict[int, tuple[Any, ...]] = {}
        for node in reversed(trunk.nodes):
            if node in values or tree.mover[node] == TERMINAL:
                worth[node] = self._end(node, values)
                continue
            children = tree.children_of(node)
            if tree.mover[node] == CHANCE:
                weights = [self._odds[child] for child in children]
            else:
                weights = list(plan[int(tree.infoset[node])])
            total = [zero] * tree.n_players
            for weight, child in zip(weights, children, strict=True):
                if weight:
                    total = [t + weight * w for t, w in zip(total, worth[child], strict=True)]
            row = int(tree.payoff_row[node])
            if row >= 0:
                total = [t + w for t, w in zip(total, self._rows[row], strict=True)]
            worth[node] = tuple(total)
        return worth[trunk.root]

    # -- the whole game ----------------------------------------------------------------------

    @property
    def whole(self) -> list[_Class]:
        """The classes of the whole game: one, since nobody moves before it, or none."""
        return list(self.classes[0].values()) if self.trunks else []

    @property
    def count(self) -> float:
        """The number of equilibria that were put together; infinite for a continuum."""
        return sum(part.count for part in self.whole) if self.trunks else 1

    def plans(self, most: int) -> list[Plan]:
        """Up to `most` equilibria, as what is played at each information set."""
        if not self.trunks:
            return [{}]
        # What was chosen and what is still open are linked lists, so that they can be shared; the
        # stack is our own, for a chain of subgames may be long.
        stack: list[tuple[Any, Any]] = [
            (None, ((0, key), None)) for key in reversed(self.classes[0])
        ]
        found: list[Plan] = []
        while stack and len(found) < most:
            chosen, pending = stack.pop()
            if pending is None:
                found.append(_united(chosen))
                continue
            (root, key), rest = pending
            inside = self._trunk_at[root].inside
            for member in reversed(self.classes[root][key].members):
                following = rest
                for step in reversed(list(zip(inside, member.below, strict=True))):
                    following = (step, following)
                stack.append(((member.plan, chosen), following))
        return found

    @cached_property
    def _trunk_at(self) -> dict[int, Trunk]:
        return {trunk.root: trunk for trunk in self.trunks}

    @property
    def ranges_are_exact(self) -> bool:
        """Whether every continuum of a trunk tells exact ranges, and no payoffs below it vary."""
        return not any(
            member.family is not None
            and (
                not member.family.ranges_are_exact
                or any(
                    part.low != part.high
                    for part in (
                        self.classes[node][key]
                        for node, key in zip(trunk.inside, member.below, strict=True)
                    )
                )
            )
            for trunk in self.trunks
            for each in self.classes[trunk.root].values()
            for member in each.members
        )

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any] | None:
        """The lowest and the highest probability of coming to one of some ends, by node.

        Equilibria of the subgames inside are chosen independently, and the probability is linear
        in each choice. None where a continuum in a trunk does not tell.
        """
        ranges: dict[tuple[int, Key], tuple[Any, Any]] = {}
        for trunk in self.trunks:
            for key, part in self.classes[trunk.root].items():
                spans = [self._span(trunk, member, ends, ranges) for member in part.members]
                known = [span for span in spans if span is not None]
                if len(known) < len(spans):
                    return None
                ranges[trunk.root, key] = (min(s[0] for s in known), max(s[1] for s in known))
        whole = [ranges[0, key] for key in self.classes[0]] if self.trunks else []
        return (min(s[0] for s in whole), max(s[1] for s in whole)) if whole else None

    def _span(
        self,
        trunk: Trunk,
        member: _Member,
        ends: frozenset[int],
        ranges: Mapping[tuple[int, Key], tuple[Any, Any]],
    ) -> tuple[Any, Any] | None:
        """The same from the root of a trunk on, for one member of a class."""
        number = self.game.arithmetic.number
        inside = dict(zip(trunk.inside, member.below, strict=True))
        spans = {
            node: ranges[node, inside[node]]
            if node in inside
            else (number(int(node in ends)), number(int(node in ends)))
            for node in trunk.nodes
        }
        if member.family is not None:
            places = sorted(trunk.nodes)
            fits = member.game is not None and member.game.tree.size == len(places)
            if not fits or any(span not in ((0, 0), (1, 1)) for span in spans.values()):
                return None
            within = frozenset(i for i, node in enumerate(places) if spans[node][1])
            return member.family.chance_range(within)
        plans = [member.plan]
        if len(member.ties) > 1:
            infoset = trunk.infosets[0]
            plans = [{infoset: self._certain(infoset, action)} for action in member.ties]
        found = [self._chances(trunk, plan, spans) for plan in plans]
        return min(low for low, _ in found), max(high for _, high in found)

    def _chances(
        self, trunk: Trunk, plan: Plan, spans: Mapping[int, tuple[Any, Any]]
    ) -> tuple[Any, Any]:
        """What a plan makes of the probabilities at the ends of a trunk."""
        tree = self.game.tree
        zero = self.game.arithmetic.number(0)
        found = dict(spans)
        inside = set(trunk.inside)
        for node in reversed(trunk.nodes):
            children = tree.children_of(node)
            if node in inside or not children:
                continue
            if tree.mover[node] == CHANCE:
                weights = [self._odds[child] for child in children]
            else:
                weights = list(plan[int(tree.infoset[node])])
            ways = list(zip(weights, children, strict=True))
            low = sum((w * found[c][0] for w, c in ways), start=zero)
            found[node] = low, sum((w * found[c][1] for w, c in ways), start=zero)
        return found[trunk.root]

    def holds(self, profile: BehaviorStrategyProfile) -> bool:
        """Whether a profile is one of the equilibria that were put together."""
        keys: dict[int, Key] = {}
        for trunk in self.trunks:
            plan = {infoset: profile.weights_at(infoset) for infoset in trunk.infosets}
            below = tuple(keys[node] for node in trunk.inside)
            for key, part in self.classes[trunk.root].items():
                if any(
                    member.below == below and self._is_played(trunk, member, plan)
                    for member in part.members
                ):
                    keys[trunk.root] = key
                    break
            else:
                return False
        return True

    def _is_played(self, trunk: Trunk, member: _Member, plan: Plan) -> bool:
        if member.ties:
            weights = plan[trunk.infosets[0]]
            return all(not w or action in member.ties for action, w in enumerate(weights))
        if plan == member.plan:
            return True
        if member.family is None or member.game is None:
            return False
        here = [weight for infoset in trunk.infosets for weight in plan[infoset]]
        return BehaviorStrategyProfile.from_weights(member.game, here) in member.family


def _united(chosen: Any) -> Plan:
    """The plans of a linked list as one."""
    whole: Plan = {}
    while chosen is not None:
        part, chosen = chosen
        whole.update(part)
    return whole


@final
class SubgamePerfectFamily(EquilibriumFamily):
    """Every equilibrium that a composition holds.

    Attributes
    ----------
    composition
        Where they are kept, subgame by subgame.
    """

    def __init__(self, composition: Composition) -> None:
        self.composition = composition

    @property
    def conditions(self) -> tuple[str, ...]:
        """For each subgame with a choice, what may be chosen there."""
        composition = self.composition
        lines: list[str] = []
        for trunk in composition.trunks:
            classes = composition.classes[trunk.root]
            if sum(len(c.members) for c in classes.values()) == 1 and not any(
                m.is_continuum for c in classes.values() for m in c.members
            ):
                continue
            path = composition.game.tree.path(trunk.root)
            for key, part in classes.items():
                pays = [
                    f"{composition.game.players[who]} {number}"
                    for who, number in zip(trunk.above, key, strict=True)
                ]
                told = f" that pays {', '.join(pays)}" if pays else ""
                if trunk.root == 0:
                    lines.append("in the whole game, one of:")
                else:
                    lines.append(f"in the subgame at {path}, an equilibrium{told}, one of:")
                seen: set[tuple[Any, ...]] = set()
                for member in part.members:
                    # Corners of one continuum are members each, and have its conditions in common.
                    shared = (member.below, id(member.family))
                    if member.family is not None and shared in seen:
                        continue
                    seen.add(shared)
                    lines.extend(f"  {line}" for line in self._words(trunk, member))
        return tuple(lines)

    def _words(self, trunk: Trunk, member: _Member) -> list[str]:
        tree, players = self.composition.game.tree, self.composition.game.players
        given = []
        for node, key in zip(trunk.inside, member.below, strict=True):
            if len(self.composition.classes[node]) > 1:
                above = self.composition._trunk_at[node].above
                pays = ", ".join(
                    f"{players[who]} {number}" for who, number in zip(above, key, strict=True)
                )
                given.append(f"{tree.path(node)} pays {pays}")
        where = f" if {' and '.join(given)}" if given else ""
        if member.ties:
            infoset = trunk.infosets[0]
            menu = tree.actions(infoset)
            words = " and ".join(menu[action] for action in member.ties)
            mixture = f"any mixture of {words}" if len(member.ties) > 1 else words
            name = f"{tree.infoset_name(infoset)} ({players[tree.infoset_player[infoset]]})"
            return [f"{mixture} at {name}{where}"]
        if member.family is not None:
            return [f"a family{where}:", *(f"  {line}" for line in member.family.conditions)]
        told = []
        for infoset, weights in member.plan.items():
            menu = tree.actions(infoset)
            played = [a if w == 1 else f"{a} {w}" for a, w in zip(menu, weights, strict=True) if w]
            who = players[tree.infoset_player[infoset]]
            told.append(f"{', '.join(played)} at {tree.infoset_name(infoset)} ({who})")
        return [f"{'; '.join(told)}{where}" if told else f"nothing to choose{where}"]

    @property
    def count(self) -> int | None:
        """The number of those in pure strategies, if it is known."""
        counts = [part.pure for part in self.composition.whole]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    @property
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """The lowest and the highest payoff of each player."""
        parts = self.composition.whole
        return {
            player: (min(c.low[who] for c in parts), max(c.high[who] for c in parts))
            for who, player in enumerate(self.composition.game.players)
        }

    @property
    def ranges_are_exact(self) -> bool:
        """Whether the ranges of payoffs are attained, and not only bounds."""
        return self.composition.ranges_are_exact

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any] | None:
        """The lowest and the highest probability of coming to one of some ends, by node."""
        return self.composition.chance_range(ends)

    @property
    def vertices(self) -> None:
        """Not told: the family need not be convex."""
        return

    def __contains__(self, profile: object) -> bool:
        """Whether a profile is one of them."""
        return self.composition.holds(as_profile(self.composition.game, profile))

    def __repr__(self) -> str:
        return f"<SubgamePerfectFamily of {self.composition.game!r}>"
