"""The two systems of linear conditions, as polytopes: on play, and on replies.

Each is written at a corner that is easy to name (everybody takes one action for certain), where the
variables that are zero are the cobasic ones, and everything else is an affine function of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from brinkgame.polytopes.dictionary import Dictionary
from brinkgame.polytopes.vertices import Ray, normalized
from brinkgame.signaling.structure import SignalingStructure

__all__ = [
    "Mixture",
    "Play",
    "Replies",
    "mixture_corners",
    "play_polytope",
    "play_vertices",
    "reply_polytope",
    "reply_vertices",
]

Mixture: TypeAlias = tuple[Fraction, ...]
Play: TypeAlias = tuple[Fraction, ...]
"""The probability of each source."""
Replies: TypeAlias = tuple[tuple[Mixture | None, ...], tuple[Fraction, ...]]
"""For each replying information set a mixture, or None where it is left open; and what each leader
gets, in whole numbers."""

_Affine: TypeAlias = list[int]
"""A constant, then the coefficients of the cobasic variables."""


def play_polytope(
    structure: SignalingStructure, explicit: Mapping[int, int], possible: int
) -> Dictionary | None:
    """Play that uses possible sources only, in the cones of chosen cells; None if there is none.

    Parameters
    ----------
    structure
        Sources and replies.
    explicit
        For some replying information sets the bits of the replies that are to be best.
    possible
        Bits of the sources that may be used.

    Returns
    -------
    Dictionary
        Sources have their positions as labels; then come the slacks of replies.
    """
    used = [[s for s in leader.sources if possible >> s & 1] for leader in structure.leaders]
    cobasic = [s for mine in used for s in mine[1:]]
    width = 1 + len(cobasic)
    weights: dict[int, _Affine] = {}
    for k, s in enumerate(cobasic):
        weights[s] = [0] * width
        weights[s][1 + k] = 1
    for base, *others in used:
        weights[base] = [1, *(-int(s in others) for s in cobasic)]
    basic = [mine[0] for mine in used]
    rows = [weights[base] for base in basic]
    label = len(structure.sources)
    ties: list[int] = []
    for h, best in explicit.items():
        follower = structure.followers[h]
        top = _first(best)
        for r in range(follower.replies):
            if r == top:
                continue
            slack = [0] * width
            for s, line in zip(follower.sources, follower.worth, strict=True):
                ahead = line[top] - line[r]
                if ahead and s in weights:
                    slack = [a + ahead * b for a, b in zip(slack, weights[s], strict=True)]
            rows.append(slack)
            basic.append(label)
            if best >> r & 1:
                ties.append(label)
            label += 1
    face = Dictionary.near([_lowered(row) for row in rows], basic, cobasic)
    for tie in ties:
        face = face and face.with_zero(tie)
    if face is not None:
        for s in range(len(structure.sources)):
            face.zero |= (not possible >> s & 1) << s
    return face


def play_vertices(structure: SignalingStructure, face: Dictionary) -> tuple[Play, ...]:
    """The corners of a face of play."""
    count = len(structure.sources)
    rays = _corners(face, 0, count)
    plays = [tuple(Fraction(value, ray[-1]) for value in ray[:-1]) for ray in rays]
    return tuple(sorted(plays, reverse=True))


def reply_polytope(
    structure: SignalingStructure, explicit: Mapping[int, int], counted: Sequence[int]
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
    bases = {h: _first(q) for h, q in explicit.items()}
    mixed = [
        (h, r)
        for h, q in explicit.items()
        for r in range(structure.followers[h].replies)
        if q >> r & 1 and r != bases[h]
    ]
    # What each source pays; then slacks of the sources that pay most at the corner are cobasic too.
    paid: dict[int, _Affine] = {}
    for s in counted:
        source = structure.sources[s]
        constant = source.constant + sum(table[bases[h]] for h, table in source.pays.items())
        gains = [
            source.pays[h][r] - source.pays[h][bases[h]] if h in source.pays else 0
            for h, r in mixed
        ]
        paid[s] = [constant, *gains]
    top: dict[int, int] = {}
    for s in counted:
        leader = structure.sources[s].leader
        if leader not in top or paid[s][0] > paid[top[leader]][0]:
            top[leader] = s
    leaders = list(top)
    idle = [0] * len(leaders)
    basic: list[int] = []
    rows: list[_Affine] = []
    for h in explicit:
        basic.append(offset[h] + bases[h])
        rows.append([1, *(-int(other == h) for other, _ in mixed), *idle])
    for leader in leaders:
        basic.append(end + leader)
        rows.append([*paid[top[leader]], *(int(other == leader) for other in leaders)])
    for s in counted:
        leader = structure.sources[s].leader
        if s != top[leader]:
            ahead = [a - b for a, b in zip(paid[top[leader]], paid[s], strict=True)]
            basic.append(s)
            rows.append([*ahead, *(int(other == leader) for other in leaders)])
    cobasic = [*(offset[h] + r for h, r in mixed), *top.values()]
    return Dictionary.near([_lowered(row) for row in rows], basic, cobasic)


def reply_vertices(
    structure: SignalingStructure, explicit: Mapping[int, int], face: Dictionary
) -> tuple[Replies, ...]:
    """The corners of a face of replies on which every leader has a source that is tight."""
    offset, end = _labels(structure)
    begin = len(structure.sources)
    corners: list[Replies] = []
    for ray in _corners(face, begin, end + len(structure.leaders)):
        shares = [Fraction(value, ray[-1]) for value in ray[:-1]]
        mixtures = tuple(
            tuple(shares[offset[h] - begin : offset[h] - begin + follower.replies])
            if h in explicit
            else None
            for h, follower in enumerate(structure.followers)
        )
        corners.append((mixtures, tuple(shares[end - begin :])))
    return tuple(corners)


def mixture_corners(
    size: int, allowed: int, spare: Sequence[Sequence[Fraction]]
) -> tuple[Mixture, ...]:
    """The corners of a polytope of mixtures; none if it is empty.

    Parameters
    ----------
    size
        How many replies there are.
    allowed
        Bits of those that may be used.
    spare
        For each constraint a number for each reply; its mean must not be negative.

    Examples
    --------
    >>> from fractions import Fraction
    >>> mixture_corners(2, 0b11, [[Fraction(1), Fraction(-1)]])
    ((Fraction(1, 1), Fraction(0, 1)), (Fraction(1, 2), Fraction(1, 2)))
    """
    chosen = [r for r in range(size) if allowed >> r & 1]
    base, others = chosen[0], chosen[1:]
    rows = [[1, *[1] * len(others)]]
    basic = [base]
    for k, numbers in enumerate(spare):
        common = math.lcm(*(numbers[r].denominator for r in chosen))
        whole = {r: int(numbers[r] * common) for r in chosen}
        rows.append([whole[base], *(whole[base] - whole[r] for r in others)])
        basic.append(size + k)
    face = Dictionary.near(rows, basic, others)
    if face is None:
        return ()
    found = {
        tuple(Fraction(value, ray[-1]) for value in ray[:-1]) for ray in _corners(face, 0, size)
    }
    return tuple(sorted(found, reverse=True))


def _corners(face: Dictionary, begin: int, end: int) -> list[Ray]:
    """The values of the variables with labels in a range, and of one, at each vertex."""
    found: dict[Ray, None] = {}
    for basis in face.bases():
        values = [0] * (end - begin + 1)
        values[-1] = basis.det
        for label, row in zip(basis.basic, basis.rows, strict=True):
            if begin <= label < end:
                values[label - begin] = row[0]
        found.setdefault(normalized(tuple(values)))
    return list(found)


def _first(bits: int) -> int:
    """The position of the lowest bit."""
    return (bits & -bits).bit_length() - 1


def _lowered(affine: Sequence[int]) -> list[int]:
    """A row of a dictionary, in which coefficients lower the value."""
    return [affine[0], *(-c for c in affine[1:])]


def _labels(structure: SignalingStructure) -> tuple[list[int], int]:
    """Where the labels of replies begin, by information set, and those of payoffs."""
    offset: list[int] = []
    end = len(structure.sources)
    for follower in structure.followers:
        offset.append(end)
        end += follower.replies
    return offset, end
