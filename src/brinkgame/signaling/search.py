"""All credible ways to play a tree of two moves: a search over cells, pruned by intervals.

Write w for the probabilities of the sources and rho for those of the replies. At an information set
that play comes to, a closed set Q of replies that are best and may be used (`cells`) asks of w that
it lie in the cone of Q's cell, and of rho that it use Q only. What is left are the leading players:
an action that is used pays as much as any other there, w[s] = 0 or v - u(s, rho) = 0. Both sides
are linear, and only these pairs tie them together. So, for each choice of the information sets that
play comes to and of their sets Q, the equilibria are products

    (face of a polytope of w)  x  (face of a polytope of (rho, v)),

and *cores* are what this module finds: products whose union is all of them, but for what happens
where play does not come to (`off_path`).

Before a product is looked at, intervals tell most of what is impossible: v is at least what an
action pays at least, an action that pays less than that at most is not used, and a cell needs
beliefs in sources that may be used. Only what passes is decided by pivoting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, final

from brinkgame.control import Control
from brinkgame.polytopes.dictionary import Dictionary
from brinkgame.signaling.cells import Cells
from brinkgame.signaling.structure import SignalingStructure

__all__ = ["UNREACHED", "Core", "Mixture", "Play", "Replies", "Search", "reply_polytope", "reply_vertices"]

UNREACHED: Final = 0
"""The set Q where play does not come to."""
_OPEN: Final = -1

Mixture: TypeAlias = tuple[Fraction, ...]
Play: TypeAlias = tuple[Fraction, ...]
"""The probability of each source."""
Replies: TypeAlias = tuple[tuple[Mixture | None, ...], tuple[Fraction, ...]]
"""For each replying information set a mixture, or None where it is left open; and v."""


@final
@dataclass(frozen=True, slots=True)
class Core:
    """A product of polytopes: play, against replies where it comes to.

    Attributes
    ----------
    best
        For each replying information set the bits of Q, or `UNREACHED`.
    tight
        Bits of the sources that pay as much as any other of their player throughout.
    plays, replies
        The corners of both sides.
    """

    best: tuple[int, ...]
    tight: int
    plays: tuple[Play, ...]
    replies: tuple[Replies, ...]


@final
class Search:
    """The cores of a structure.

    Parameters
    ----------
    structure
        Sources and replies.
    cells, free
        The cells of each replying information set, where play comes to, and where it does not.
    control
        Asked at every node.
    """

    def __init__(
        self,
        structure: SignalingStructure,
        cells: Sequence[Cells],
        free: Sequence[Cells],
        control: Control,
    ) -> None:
        self._structure = structure
        self._cells, self._free = cells, free
        self._control = control
        self.nodes = 0
        self.finished = False
        self._ranges: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._own = [set(leader.sources) for leader in structure.leaders]

    def cores(self) -> Iterator[Core]:
        """Products whose union holds all play that is credible where it goes; some may overlap."""
        self.finished = False
        structure = self._structure
        n = len(structure.followers)
        options: list[list[int]] = []
        for h, follower in enumerate(structure.followers):
            listed = list(self._cells[h].closed)
            options.append(listed if 0 in follower.sources else [UNREACHED, *listed])
        order = sorted(range(n), key=lambda h: len(options[h]))
        stack: list[tuple[int, list[int]]] = [(0, [_OPEN] * n)]
        while stack:
            if self._control.expired():
                return
            depth, choice = stack.pop()
            self.nodes += 1
            self._control.tell("nodes of the search", self.nodes)
            possible = self._possible(choice)
            if possible is None:
                continue
            if depth == n:
                yield from self._leaves(choice, possible)
                continue
            h = order[depth]
            for q in reversed(options[h]):
                further = choice[:]
                further[h] = q
                stack.append((depth + 1, further))
        self.finished = True

    # -- intervals ---------------------------------------------------------------------------

    def _range(self, s: int, h: int, replies: int) -> tuple[int, int]:
        key = s, h, replies
        found = self._ranges.get(key)
        if found is None:
            table = self._structure.sources[s].pays[h]
            paid = [value for r, value in enumerate(table) if replies >> r & 1]
            found = self._ranges[key] = min(paid), max(paid)
        return found

    def _possible(self, choice: Sequence[int]) -> int | None:
        """Bits of the sources that may be used; None if there can be no equilibrium."""
        structure = self._structure
        allowed = [
            self._cells[h].supported | self._free[h].supported
            if q == _OPEN
            else self._free[h].supported
            if q == UNREACHED
            else q
            for h, q in enumerate(choice)
        ]
        low: list[int] = []
        high: list[int] = []
        barred: list[bool] = []
        for s, source in enumerate(structure.sources):
            least = most = source.constant
            bar = False
            for h in source.pays:
                a, b = self._range(s, h, allowed[h])
                least += a
                most += b
                bar = bar or choice[h] == UNREACHED
            low.append(least)
            high.append(most)
            barred.append(bar)
        possible = certain = 0
        most_of: list[int] = []
        for leader in structure.leaders:
            bound = max(low[s] for s in leader.sources)
            mine = [s for s in leader.sources if not barred[s] and high[s] >= bound]
            if not mine:
                return None
            most_of.append(max(high[s] for s in mine))
            for s in mine:
                possible |= 1 << s
            if len(mine) == 1:
                certain |= 1 << mine[0]
        for h, follower in enumerate(structure.followers):
            q = choice[h]
            if q == UNREACHED:
                if not self._deterred(h, most_of):
                    return None
            elif q != _OPEN:
                used = needed = 0
                for k, s in enumerate(follower.sources):
                    used |= (possible >> s & 1) << k
                    needed |= (certain >> s & 1) << k
                have = 0
                for corner in self._cells[h].closed[q]:
                    if not corner.support & ~used:
                        have |= corner.support
                if not have or needed & ~have:
                    return None
        return possible

    def _deterred(self, h: int, most: Sequence[int]) -> bool:
        """Whether some cell holds, for each source, a reply that pays little enough."""
        structure = self._structure
        single = [
            (s, most[structure.sources[s].leader])
            for s in structure.followers[h].sources
            if len(structure.sources[s].pays) == 1
        ]
        if not single:
            return True
        constants = [structure.sources[s].constant for s, _ in single]
        return any(
            all(
                self._range(s, h, q)[0] + constant <= bound
                for (s, bound), constant in zip(single, constants, strict=True)
            )
            for q in self._free[h].closed
        )

    # -- leaves ------------------------------------------------------------------------------

    def _leaves(self, choice: Sequence[int], possible: int) -> Iterator[Core]:
        structure = self._structure
        explicit = {h: q for h, q in enumerate(choice) if q != UNREACHED}
        plays = self._play_polytope(explicit, possible)
        if plays is None:
            return
        counted = [
            s
            for s, source in enumerate(structure.sources)
            if all(h in explicit for h in source.pays)
        ]
        answers = reply_polytope(structure, explicit, counted)
        if answers is None:
            return
        candidates = [s for s in counted if possible >> s & 1]
        stack = [(plays, answers)]
        while stack:
            p, y = stack.pop()
            branch = -1
            dead = False
            for s in candidates:
                if p.zero >> s & 1 or y.zero >> s & 1:
                    continue
                unused, tied = p.with_zero(s), y.with_zero(s)
                if unused is None and tied is None:
                    dead = True
                    break
                if unused is None:
                    assert tied is not None
                    y = tied
                elif tied is None:
                    p = unused
                elif branch < 0:
                    branch = s
            if dead:
                continue
            if branch >= 0:
                if p.zero >> branch & 1 or y.zero >> branch & 1:
                    stack.append((p, y))
                    continue
                unused, tied = p.with_zero(branch), y.with_zero(branch)
                if unused is not None:
                    stack.append((unused, y))
                if tied is not None:
                    stack.append((p, tied))
                continue
            core = self._core(choice, explicit, candidates, p, y)
            if core is not None:
                yield core

    def _core(
        self,
        choice: Sequence[int],
        explicit: dict[int, int],
        candidates: Sequence[int],
        p: Dictionary,
        y: Dictionary,
    ) -> Core | None:
        structure = self._structure
        plays = _play_vertices(structure, p)
        for h in explicit:
            sources = structure.followers[h].sources
            if not any(play[s] for play in plays for s in sources):
                return None  # play does not come here at all
        tight = 0
        for s in candidates:
            tight |= (y.zero >> s & 1) << s
        return Core(tuple(choice), tight, plays, reply_vertices(structure, explicit, y))

    def _play_polytope(self, explicit: dict[int, int], possible: int) -> Dictionary | None:
        """Play that uses possible sources only, in the cones of the chosen cells."""
        structure = self._structure
        count = len(structure.sources)
        basic: list[int] = []
        cobasic: list[int] = []
        rows: list[list[int]] = []
        first: list[int] = []
        column: dict[int, int] = {}
        for leader in structure.leaders:
            mine = [s for s in leader.sources if possible >> s & 1]
            first.append(mine[0])
            for s in mine[1:]:
                column[s] = len(cobasic)
                cobasic.append(s)
        width = len(cobasic) + 1
        for leader, base in zip(structure.leaders, first, strict=True):
            row = [0] * width
            row[0] = 1
            for s in leader.sources:
                if s in column:
                    row[1 + column[s]] = 1
            basic.append(base)
            rows.append(row)
        label = count
        ties: list[int] = []
        for h, q in explicit.items():
            follower = structure.followers[h]
            chosen = [r for r in range(follower.replies) if q >> r & 1]
            top = chosen[0]
            for r in range(follower.replies):
                if r == top:
                    continue
                # The slack is the sum over sources of (worth of top - worth of r) * w.
                row = [0] * width
                for s, line in zip(follower.sources, follower.worth, strict=True):
                    if not possible >> s & 1:
                        continue
                    ahead = line[top] - line[r]
                    if s in column:
                        row[1 + column[s]] -= ahead
                    else:
                        row[0] += ahead
                        for other in structure.leaders[structure.sources[s].leader].sources:
                            if other in column:
                                row[1 + column[other]] += ahead
                rows.append(row)
                basic.append(label)
                if q >> r & 1:
                    ties.append(label)
                label += 1
        face = Dictionary.from_rows(rows, basic, cobasic)
        for tie in ties:
            if face is None:
                return None
            face = face.with_zero(tie)
        if face is not None:
            for s in range(count):
                if not possible >> s & 1:
                    face.zero |= 1 << s
        return face


def _play_vertices(structure: SignalingStructure, face: Dictionary) -> tuple[Play, ...]:
    count = len(structure.sources)
    found: dict[Play, None] = {}
    for basis in face.bases():
        values = [Fraction(0)] * count
        for label, row in zip(basis.basic, basis.rows, strict=True):
            if label < count and row[0]:
                values[label] = Fraction(row[0], basis.det)
        found.setdefault(tuple(values))
    return tuple(sorted(found, reverse=True))


def reply_polytope(
    structure: SignalingStructure, explicit: dict[int, int], counted: Sequence[int]
) -> Dictionary | None:
    """Replies that use chosen sets only, and what leading players get at least.

    Parameters
    ----------
    structure
        Sources and replies.
    explicit
        For some replying information sets the bits of the replies that may be used.
    counted
        The sources that count; they lead to these information sets only.

    Returns
    -------
    Dictionary
        The slack of a source has its position as a label; then, from the number of sources on, come
        the replies of all information sets in order, and the payoffs of the leaders.
    """
    offset, end = _labels(structure)
    cobasic: list[int] = []
    rows: list[list[int]] = []
    basic: list[int] = []
    column: dict[tuple[int, int], int] = {}
    base: dict[int, int] = {}
    for h, q in explicit.items():
        chosen = [r for r in range(structure.followers[h].replies) if q >> r & 1]
        base[h] = chosen[0]
        for r in chosen[1:]:
            column[h, r] = len(cobasic)
            cobasic.append(offset[h] + r)
    mixed = len(cobasic)
    top: dict[int, int] = {}
    paid: dict[int, list[int]] = {}
    by_leader: dict[int, list[int]] = {}
    for s in counted:
        source = structure.sources[s]
        # The payoff as a constant and coefficients of the cobasic replies.
        line = [source.constant, *[0] * mixed]
        for h, table in source.pays.items():
            line[0] += table[base[h]]
            for (other, r), c in column.items():
                if other == h:
                    line[1 + c] = table[r] - table[base[h]]
        paid[s] = line
        by_leader.setdefault(source.leader, []).append(s)
    for leader, mine in by_leader.items():
        top[leader] = max(mine, key=lambda s: paid[s][0])
        cobasic.append(top[leader])
    width = len(cobasic) + 1
    for h, q in explicit.items():
        row = [1, *[0] * (width - 1)]
        for r in range(structure.followers[h].replies):
            if (h, r) in column:
                row[1 + column[h, r]] = 1
        rows.append(row)
        basic.append(offset[h] + base[h])
        del q
    for k, (leader, mine) in enumerate(by_leader.items()):
        slack = 1 + mixed + k
        best = paid[top[leader]]
        # v = payoff of the top source + its slack.
        row = [best[0], *(-c for c in best[1:]), *[0] * len(by_leader)]
        row[slack] = -1
        rows.append(row)
        basic.append(end + leader)
        for s in mine:
            if s == top[leader]:
                continue
            line = paid[s]
            row = [a - b for a, b in zip(best, line, strict=True)]
            row = [row[0], *(-c for c in row[1:]), *[0] * len(by_leader)]
            row[slack] = -1
            rows.append(row)
            basic.append(s)
    return Dictionary.from_rows(rows, basic, cobasic)


def reply_vertices(
    structure: SignalingStructure, explicit: dict[int, int], face: Dictionary
) -> tuple[Replies, ...]:
    """The corners of a face on which every leader has a source that is tight."""
    offset, end = _labels(structure)
    found: dict[Replies, None] = {}
    for basis in face.bases():
        values = {
            label: Fraction(row[0], basis.det)
            for label, row in zip(basis.basic, basis.rows, strict=True)
            if row[0]
        }
        zero = Fraction(0)
        mixtures = tuple(
            tuple(values.get(offset[h] + r, zero) for r in range(follower.replies))
            if h in explicit
            else None
            for h, follower in enumerate(structure.followers)
        )
        gets = tuple(values.get(end + i, zero) for i in range(len(structure.leaders)))
        found.setdefault((mixtures, gets))
    return tuple(found)


def _labels(structure: SignalingStructure) -> tuple[list[int], int]:
    """Where the labels of replies begin, by information set, and those of payoffs."""
    offset: list[int] = []
    end = len(structure.sources)
    for follower in structure.followers:
        offset.append(end)
        end += follower.replies
    return offset, end
