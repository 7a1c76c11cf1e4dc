"""One case of the search: supports and a pattern of beliefs, and where its conditions hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, final

from brinkgame.credibility.blocks import Constraints
from brinkgame.credibility.outline import Outline, Unit
from brinkgame.credibility.patterns import Pattern, PatternMaker
from brinkgame.credibility.regions import Region, solve_constraints
from brinkgame.credibility.supports import Supports
from brinkgame.credibility.terms import (
    Terms,
    added,
    bounds,
    constant,
    degree,
    multiplied,
    substituted,
    subtracted,
    total,
    value_at,
)
from brinkgame.forms.tree import CHANCE, TERMINAL

__all__ = [
    "Case",
    "Inner",
    "Piece",
    "cases_of",
    "gains_at",
    "pieces_of",
    "positive",
    "probabilities",
    "values_of",
]


@final
@dataclass(frozen=True, slots=True)
class Case:
    """Supports and a pattern of beliefs in a unit, with what is taken along from inside it.

    Attributes
    ----------
    supports
        The actions used, by information set.
    play
        The probability of each of them, with unknowns.
    pattern
        The beliefs.
    idle
        Information sets of several nodes where any belief will do.
    reached
        Those that play reaches from the root of their unit.
    constraints
        All conditions on the unknowns.
    payoffs
        What each player gets from the root of the unit on (scaled, see `Outline.ends`).
    inner
        For subgames inside whose payoffs are numbers, which of its classes of payoffs this is.
    units
        The roots of the units that it is about.
    """

    supports: Mapping[int, tuple[int, ...]]
    play: Mapping[int, Terms]
    pattern: Pattern
    idle: frozenset[int]
    reached: frozenset[int]
    constraints: Constraints
    payoffs: tuple[Terms, ...]
    inner: Mapping[int, int]
    units: tuple[int, ...]

    def bounds(self) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Bounds of the payoffs."""
        pairs = [bounds(p) for p in self.payoffs]
        return tuple(low for low, _ in pairs), tuple(high for _, high in pairs)


@final
@dataclass(frozen=True, slots=True)
class Piece:
    """A case, and a part of the solutions of its conditions."""

    case: Case
    region: Region

    @property
    def payoffs(self) -> tuple[Any, ...] | None:
        """What each player gets from the root of the unit on, if that is the same throughout."""
        found = []
        for p in self.case.payoffs:
            q = substituted(p, self.region.values)
            if degree(q):
                return None
            found.append(q.get((), 0))
        return tuple(found)

    def coordinate(self, action: int) -> Terms:
        """The probability of an action, by number, in the unknowns of the blocks."""
        return substituted(self.case.play.get(action, {}), self.region.values)

    def probability(self, action: int, point: Mapping[int, Any]) -> Any:
        """The probability of an action at a point of the region (all unknowns)."""
        return value_at(self.case.play.get(action, {}), point)


@final
@dataclass(frozen=True, slots=True)
class Inner:
    """What may happen in a subgame inside: a class of solutions with these payoffs, or a case."""

    payoffs: tuple[Terms, ...]
    number: int = -1
    case: Case | None = None

    def bounds(self) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Bounds of the payoffs."""
        pairs = [bounds(p) for p in self.payoffs]
        return tuple(low for low, _ in pairs), tuple(high for _, high in pairs)


def probabilities(supports: Supports) -> dict[int, Terms]:
    """The probability of each used action: an unknown, the last one's what is left over."""
    play: dict[int, Terms] = {}
    for used in supports.values():
        for action in used[:-1]:
            play[action] = {(action,): 1}
        play[used[-1]] = subtracted(constant(1), total(play[a] for a in used[:-1]))
    return play


def cases_of(
    outline: Outline,
    unit: Unit,
    supports: Supports,
    picked: Mapping[int, Inner],
    patterns: PatternMaker,
) -> Iterator[Case]:
    """The cases with these supports that are not contradictory at first sight."""
    play = probabilities(supports)
    values = values_of(outline, unit, play, picked)
    known = Constraints(strict=positive(supports, play))
    inner: dict[int, int] = {}
    weights: dict[int, tuple[Terms, ...]] = {}
    unknown: dict[int, Any] = {}
    everything, everyone = dict(supports), dict(play)
    idle: set[int] = set()
    arrived: set[int] = set()
    units = [unit.root]
    for root, what in picked.items():
        if what.case is None:
            inner[root] = what.number
            continue
        known = known.joined(what.case.constraints)
        inner.update(what.case.inner)
        weights.update(what.case.pattern.weights)
        unknown.update(what.case.pattern.unknown)
        everything.update(what.case.supports)
        everyone.update(what.case.play)
        idle |= what.case.idle
        arrived |= what.case.reached
        units += what.case.units
    gains = {h: gains_at(outline, h, supports, values) for h in unit.infosets}
    needed: list[int] = []
    for h in unit.infosets:
        if len(outline.members[h]) == 1:
            continue
        reached = any(
            all(a in play for a in outline.steps[x][len(outline.steps[unit.root]) :])
            for x in outline.members[h]
        )
        if reached:
            arrived.add(h)
            continue
        (idle.add if _is_idle(gains[h]) else needed.append)(h)
    for pattern in patterns(outline, unit, play, needed):
        equal: list[Terms] = []
        weak: list[Terms] = []
        for h in unit.infosets:
            if h in idle:
                continue
            line = pattern.weights.get(h, ({(): 1},))
            for used, many in gains[h]:
                gain = total(multiplied(w, g) for w, g in zip(line, many, strict=True))
                (equal if used else weak).append(gain)
        if any(not degree(p) and p for p in equal) or any(
            not degree(p) and p.get((), 0) < 0 for p in weak
        ):
            continue
        yield Case(
            everything,
            everyone,
            Pattern(
                {**weights, **pattern.weights}, {**unknown, **pattern.unknown}, pattern.constraints
            ),
            frozenset(idle),
            frozenset(arrived),
            known.joined(pattern.constraints).joined(Constraints(tuple(equal), tuple(weak))),
            values[unit.root],
            inner,
            tuple(sorted(units)),
        )


def positive(supports: Supports, play: Mapping[int, Terms]) -> tuple[Terms, ...]:
    """The probabilities that shall be positive, where several actions are used."""
    return tuple(play[a] for used in supports.values() if len(used) > 1 for a in used)


def values_of(
    outline: Outline, unit: Unit, play: Mapping[int, Terms], picked: Mapping[int, Inner]
) -> dict[int, tuple[Terms, ...]]:
    """What everyone gets from each node on, times the probability that Nature allows it."""
    found: dict[int, tuple[Terms, ...]] = {}
    for x in reversed(unit.nodes):
        if x in picked and x != unit.root:
            found[x] = picked[x].payoffs
        elif outline.mover[x] == TERMINAL:
            found[x] = tuple(constant(v) for v in outline.ends[x])
        elif outline.mover[x] == CHANCE:
            below = [found[y] for y in outline.likely_children(x)]
            found[x] = tuple(total(column) for column in zip(*below, strict=True))
        else:
            first = outline.first[outline.infoset[x]]
            parts = [
                (play[first + k], found[y])
                for k, y in enumerate(outline.children[x])
                if first + k in play
            ]
            if len(parts) == 1:
                found[x] = parts[0][1]
                continue
            line: list[Terms] = []
            for p in outline.players:
                # The last probability is one minus the others, so what all share stays as it is.
                last = parts[-1][1][p]
                value = last
                for share, column in parts[:-1]:
                    more = subtracted(column[p], last)
                    if more:
                        value = added(value, multiplied(share, more))
                line.append(value)
            found[x] = tuple(line)
    return found


def gains_at(
    outline: Outline, h: int, supports: Supports, values: Mapping[int, tuple[Terms, ...]]
) -> list[tuple[bool, list[Terms]]]:
    """For each other action than the first used one, what the latter gains over it at each node."""
    who, first = outline.owner[h], outline.first[h]
    base = supports[h][0]
    found = []
    for action in range(first, outline.first[h + 1]):
        if action != base:
            line = [
                subtracted(
                    values[outline.children[x][base - first]][who],
                    values[outline.children[x][action - first]][who],
                )
                for x in outline.members[h]
            ]
            found.append((action in supports[h], line))
    return found


def _is_idle(gains: Sequence[tuple[bool, Sequence[Terms]]]) -> bool:
    """Whether the actions used are best at every node, so that no belief matters."""
    return all(
        not any(line) if used else all(bounds(gain)[0] >= 0 for gain in line)
        for used, line in gains
    )


def pieces_of(case: Case, expired: Callable[[], bool]) -> tuple[list[Piece], int]:
    """Where the conditions of a case hold, and how many parts are undecided."""
    found = solve_constraints(case.constraints, expired)
    return [Piece(case, region) for region in found.regions], found.undecided
