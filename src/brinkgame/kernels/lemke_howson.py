"""Complementary pivoting in floating point, compiled by numba where it is installed.

The plain twin, and the words for what is done here, stand in `solvers.complementary_pivoting`. A
*side* is one of the two systems ``P z + s = 1, z >= 0, s >= 0`` of Lemke and Howson; its columns
are the payoffs against one strategy each, moved and scaled so that the least is 0 and the largest
1 (which changes neither best responses nor paths). What is kept of a tableau is the inverse of the
small matrix where basic columns meet tight rows: a pivot takes time of the order of rows times
basic columns, and paths that are short never see most of the table.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from brinkgame.kernels.compiler import COMPILED, njit

__all__ = [
    "ACTIVE",
    "AT_WORK",
    "COMPILED",
    "FAILED",
    "FOUND",
    "GROW",
    "LABEL",
    "NOT_FOUND",
    "PIVOTS",
    "STATE",
    "TOTAL",
    "TRIED",
    "race",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

AT_WORK, FOUND, NOT_FOUND, GROW = 0, 1, 2, 3

STATE = 13
"""The number of entries of the state that `race` keeps between calls."""
LABEL, _SIDE, _SLACK, _ENTER, PIVOTS, _K0, _K1, _AGE0, _AGE1, TOTAL, TRIED, ACTIVE, FAILED = range(
    STATE
)

_PIVOT = 1e-9
"""The least pivot."""
_ZERO = 1e-11
"""Slacks and weights up to here are zero; they are at most 1."""
_FRESH = 48
"""Pivots after which a side's inverse is computed anew."""
_GOOD = 2e-10
"""The largest violation of an equation or an inequality in an answer."""


@njit(cache=True, nogil=True, inline="never")
def _column(
    table: npt.NDArray[np.float64], side: int, c: int, columns: Floats
) -> float:  # pragma: no cover - compiled
    """Gather a column, moved and scaled to [0, 1]; half its width. What is constant becomes 1."""
    size = columns.shape[1]
    least = np.inf
    most = -np.inf
    for i in range(size):
        value = table[i, c, 0] if side == 0 else table[c, i, 1]
        columns[c, i] = value
        least = min(least, value)
        most = max(most, value)
    # Halved, so that the width of the widest columns does not overflow.
    width = most * 0.5 - least * 0.5
    if width > 0:
        for i in range(size):
            columns[c, i] = (columns[c, i] * 0.5 - least * 0.5) / width
    else:
        for i in range(size):
            columns[c, i] = 1.0
        width = 0.5
    return width


@njit(cache=True, nogil=True, inline="never")
def _refresh(
    columns: Floats,
    inverse: Floats,
    cols: Ints,
    rows: Ints,
    slack: Floats,
    weight: Floats,
    k: int,
) -> None:  # pragma: no cover - compiled
    """Compute the inverse, the weights and the slacks of a basis from the columns."""
    size = slack.shape[0]
    work = np.empty((k, 2 * k))
    for a in range(k):
        for b in range(k):
            work[a, b] = columns[cols[b], rows[a]]
            work[a, k + b] = 0.0
        work[a, k + a] = 1.0
    for a in range(k):
        best = a
        for b in range(a + 1, k):
            if abs(work[b, a]) > abs(work[best, a]):
                best = b
        if work[best, a] == 0.0:
            return  # singular in floats: what is known stays
        if best != a:
            for t in range(2 * k):
                work[a, t], work[best, t] = work[best, t], work[a, t]
        scale = 1.0 / work[a, a]
        for t in range(2 * k):
            work[a, t] *= scale
        for b in range(k):
            factor = work[b, a]
            if b != a and factor != 0.0:
                for t in range(a, 2 * k):
                    work[b, t] -= factor * work[a, t]
    for a in range(k):
        total = 0.0
        for b in range(k):
            inverse[a, b] = work[a, k + b]
            total += work[a, k + b]
        weight[a] = total
    # One step of refinement: the residual of the equations, solved again.
    for a in range(k):
        total = 1.0
        for b in range(k):
            total -= columns[cols[b], rows[a]] * weight[b]
        work[a, 0] = total
    for a in range(k):
        for b in range(k):
            weight[a] += inverse[a, b] * work[b, 0]
    for i in range(size):
        slack[i] = 1.0
    for b in range(k):
        factor = weight[b]
        column = columns[cols[b]]
        for i in range(size):
            slack[i] -= factor * column[i]
    for a in range(k):
        slack[rows[a]] = 0.0


@njit(cache=True, nogil=True, inline="never")
def _first_of_ties(
    columns: Floats,
    inverse: Floats,
    cols: Ints,
    place: Ints,
    tied: Ints,
    size: int,
    step: Floats,
    steps: Floats,
    k: int,
) -> int:  # pragma: no cover - compiled
    """Among rows that reach zero together, the lexicographically first: a slack i, or -1 - q."""
    n = tied.shape[0]
    entry = np.empty((n, k))
    depth = np.empty(n)
    for a in range(n):
        if tied[a] < 0:
            q = -1 - tied[a]
            depth[a] = steps[q]
            for t in range(k):
                entry[a, t] = inverse[q, t] / depth[a]
        else:
            depth[a] = step[tied[a]]
            for t in range(k):
                total = 0.0
                for b in range(k):
                    total -= columns[cols[b], tied[a]] * inverse[b, t]
                entry[a, t] = total / depth[a]
    alive = n
    order = np.empty(n, np.int64)
    for a in range(n):
        order[a] = a
    for i in range(size):
        t = place[i]
        own = -1
        if t < 0:
            for b in range(alive):
                if tied[order[b]] == i:
                    own = b
            if own >= 0:
                # Its own perturbation: it alone has something here, and that is positive.
                if alive == 1:
                    break
                order[own] = order[alive - 1]
                alive -= 1
                if alive == 1:
                    break
            continue
        least = np.inf
        for b in range(alive):
            least = min(least, entry[order[b], t])
        kept = 0
        for b in range(alive):
            if entry[order[b], t] <= least + 1e-9 * max(1.0, abs(least)):
                order[kept] = order[b]
                kept += 1
        alive = kept
        if alive == 1:
            break
    return int(tied[order[0]])


@njit(cache=True, nogil=True, inline="never")
def _pivot(
    columns: Floats,
    inverse: Floats,
    cols: Ints,
    rows: Ints,
    place: Ints,
    slack: Floats,
    weight: Floats,
    step: Floats,
    steps: Floats,
    line: Floats,
    k: int,
    enters_slack: int,
    entering: int,
) -> tuple[int, int, int]:  # pragma: no cover - compiled
    """One pivot of one side: whether a slack leaves (2: nothing can), which one, and the new k."""
    size = slack.shape[0]
    spot = -1
    if enters_slack:
        spot = place[entering]
        for p in range(k):
            steps[p] = inverse[p, spot]
        for i in range(size):
            step[i] = 0.0
    else:
        column = columns[entering]
        for p in range(k):
            total = 0.0
            for t in range(k):
                total += inverse[p, t] * column[rows[t]]
            steps[p] = total
        for i in range(size):
            step[i] = column[i]
    for p in range(k):
        factor = steps[p]
        column = columns[cols[p]]
        for i in range(size):
            step[i] -= factor * column[i]
    for t in range(k):
        step[rows[t]] = 0.0
    best = np.inf
    leaving = size
    for i in range(size):
        if step[i] > _PIVOT and slack[i] < best * step[i]:
            best = slack[i] / step[i]
            leaving = i
    for p in range(k):
        if steps[p] > _PIVOT and weight[p] < best * steps[p]:
            best = weight[p] / steps[p]
            leaving = -1 - p
    if leaving == size:
        return 2, 0, k
    ties = 0
    for i in range(size):
        if step[i] > _PIVOT and slack[i] - best * step[i] <= _ZERO:
            ties += 1
    for p in range(k):
        if steps[p] > _PIVOT and weight[p] - best * steps[p] <= _ZERO:
            ties += 1
    if ties > 1:
        tied = np.empty(ties, np.int64)
        ties = 0
        for i in range(size):
            if step[i] > _PIVOT and slack[i] - best * step[i] <= _ZERO:
                tied[ties] = i
                ties += 1
        for p in range(k):
            if steps[p] > _PIVOT and weight[p] - best * steps[p] <= _ZERO:
                tied[ties] = -1 - p
                ties += 1
        leaving = _first_of_ties(columns, inverse, cols, place, tied, size, step, steps, k)
        best = (
            slack[leaving] / step[leaving]
            if leaving >= 0
            else weight[-1 - leaving] / steps[-1 - leaving]
        )
    for i in range(size):
        value = slack[i] - best * step[i]
        slack[i] = value if value > _ZERO else 0.0
    for p in range(k):
        value = weight[p] - best * steps[p]
        weight[p] = value if value > _ZERO else 0.0
    if leaving >= 0:
        pivot = step[leaving]
        for t in range(k):
            line[t] = 0.0
        for b in range(k):
            factor = columns[cols[b], leaving]
            for t in range(k):
                line[t] += factor * inverse[b, t]
        slack[leaving] = 0.0
        if enters_slack:
            # A tight row is replaced.
            for q in range(k):
                factor = steps[q] / pivot
                for t in range(k):
                    inverse[q, t] += factor * line[t]
                inverse[q, spot] = -factor
            place[entering] = -1
            place[leaving] = spot
            rows[spot] = leaving
            slack[entering] = best
            return 1, leaving, k
        # A row and a column are added.
        for q in range(k):
            factor = steps[q] / pivot
            for t in range(k):
                inverse[q, t] += factor * line[t]
            inverse[q, k] = -factor
        for t in range(k):
            inverse[k, t] = -line[t] / pivot
        inverse[k, k] = 1.0 / pivot
        rows[k] = leaving
        cols[k] = entering
        weight[k] = best
        place[leaving] = k
        return 1, leaving, k + 1
    q = -1 - leaving
    left = cols[q]
    pivot = steps[q]
    for t in range(k):
        line[t] = inverse[q, t] / pivot
    for p in range(k):
        if p != q:
            factor = steps[p]
            for t in range(k):
                inverse[p, t] -= factor * line[t]
    if not enters_slack:
        # A basic column is replaced.
        for t in range(k):
            inverse[q, t] = line[t]
        cols[q] = entering
        weight[q] = best
        return 0, left, k
    # A row and a column are dropped; the last ones take their places.
    k -= 1
    if q != k:
        for t in range(k + 1):
            inverse[q, t] = inverse[k, t]
        cols[q] = cols[k]
        weight[q] = weight[k]
    if spot != k:
        for p in range(k):
            inverse[p, spot] = inverse[p, k]
        rows[spot] = rows[k]
        place[rows[spot]] = spot
    place[entering] = -1
    slack[entering] = best
    return 0, left, k


@njit(cache=True, nogil=True, inline="never")
def _violation(
    columns: Floats, cols: Ints, rows: Ints, slack: Floats, weight: Floats, k: int
) -> float:  # pragma: no cover - compiled
    """How far a side is from being solved: equations, and signs."""
    worst = 0.0
    for i in range(slack.shape[0]):
        worst = max(worst, -slack[i])
    for p in range(k):
        worst = max(worst, -weight[p])
        total = -1.0
        for q in range(k):
            total += columns[cols[q], rows[p]] * weight[q]
        worst = max(worst, abs(total))
    return worst


@njit(cache=True, nogil=True, inline="never")
def _shares(
    cols: Ints, weight: Floats, widths: Floats, k: int, mixture: Floats
) -> None:  # pragma: no cover - compiled
    """The weights over the widths of their columns, scaled to sum to one; none may overflow."""
    top = -100000
    for p in range(k):
        if weight[p] > 0.0:
            _, up = math.frexp(weight[p])
            _, down = math.frexp(widths[cols[p]])
            top = max(top, up - down)
    for j in range(mixture.shape[0]):
        mixture[j] = 0.0
    total = 0.0
    for p in range(k):
        if weight[p] > 0.0:
            upper, up = math.frexp(weight[p])
            lower, down = math.frexp(widths[cols[p]])
            mixture[cols[p]] = math.ldexp(upper / lower, up - down - top)
            total += mixture[cols[p]]
    for p in range(k):
        mixture[cols[p]] /= total


@njit(cache=True, nogil=True)
def race(
    table: Floats,
    state: Ints,
    columns0: Floats,
    columns1: Floats,
    widths: Floats,
    inverse0: Floats,
    inverse1: Floats,
    where: Ints,
    numbers: Floats,
    mixtures: Floats,
    cap: int,
    last: int,
    stride: int,
    work: int,
) -> int:  # pragma: no cover - compiled
    """Follow the paths of labels in turn, each for a number of pivots, until one ends.

    Parameters
    ----------
    table
        Payoffs of shape (m, n, 2).
    state
        `STATE` whole numbers that are kept between calls: the label (rows, then columns), where on
        its path one is, and what was counted. Zeros begin at label 0.
    columns0, columns1, widths
        Room for the columns of both sides, (n, m) and (m, n); and for n + m numbers, half the width
        of each column that is there, and zero for the others.
    inverse0, inverse1
        Room for the inverses; square, with one place to spare for a basis that grows.
    where
        Room for positions, (2, 3, max(m, n) + 1): basic columns, tight rows, and the place of each
        row among the tight ones.
    numbers
        Room for numbers, (2, 5, max(m, n) + 1): slacks, weights, and steps.
    mixtures
        Filled with the equilibrium that is found: m probabilities of rows, then n of columns.
    cap
        Pivots after which a path is left.
    last
        The label at which the race ends.
    stride
        From one label to the next.
    work
        Multiplications, roughly, after which the call returns, to be continued.

    Returns
    -------
    int
        `FOUND`; `NOT_FOUND` when no label before `last` ended in time; `GROW` when an inverse needs
        more room; `AT_WORK` to be called again.
    """
    m, n = table.shape[0], table.shape[1]
    done = 0
    while True:
        if state[ACTIVE] == 0:
            if state[LABEL] >= last:
                return NOT_FOUND
            for side in range(2):
                size = m if side == 0 else n
                for i in range(size):
                    where[side, 2, i] = -1
                    numbers[side, 0, i] = 1.0
            label = state[LABEL]
            # The strategy of a row is a column of the other side.
            state[_SIDE] = 1 if label < m else 0
            state[_ENTER] = label if label < m else label - m
            state[_SLACK] = 0
            state[PIVOTS] = 0
            state[_K0] = 0
            state[_K1] = 0
            state[_AGE0] = 0
            state[_AGE1] = 0
            state[ACTIVE] = 1
            state[TRIED] += 1
        side = state[_SIDE]
        size = m if side == 0 else n
        k = state[_K0 + side]
        room = inverse0.shape[0] if side == 0 else inverse1.shape[0]
        if k + 1 > room:
            return GROW
        if done > work:
            return AT_WORK
        columns = columns0 if side == 0 else columns1
        inverse = inverse0 if side == 0 else inverse1
        cols, rows, place = where[side, 0], where[side, 1], where[side, 2]
        slack, weight = numbers[side, 0, :size], numbers[side, 1]
        entering = state[_ENTER]
        if state[_SLACK] == 0:
            flag = entering if side == 0 else n + entering
            if widths[flag] == 0.0:
                widths[flag] = _column(table, side, entering, columns)
                done += 8 * size
        done += (k + 4) * size + 3 * k * k
        leaves_slack, left, k = _pivot(
            columns,
            inverse,
            cols,
            rows,
            place,
            slack,
            weight,
            numbers[side, 2, :size],
            numbers[side, 3],
            numbers[side, 4],
            k,
            state[_SLACK],
            entering,
        )
        state[_K0 + side] = k
        state[_AGE0 + side] += 1
        state[PIVOTS] += 1
        state[TOTAL] += 1
        if leaves_slack == 2:
            state[FAILED] += 1
            state[ACTIVE] = 0
            state[LABEL] += stride
            continue
        if state[_AGE0 + side] >= _FRESH + k:
            state[_AGE0 + side] = 0
            done += 2 * k * k * k + k * size
            _refresh(columns, inverse, cols, rows, slack, weight, k)
            for i in range(size):
                if slack[i] < _ZERO:
                    slack[i] = 0.0
            for p in range(k):
                if weight[p] < _ZERO:
                    weight[p] = 0.0
        # The label that was left: a slack's row and a column's own number are one on each side.
        if leaves_slack == 1:
            label = left if side == 0 else m + left
        else:
            label = m + left if side == 0 else left
        if label == state[LABEL]:
            worst = 0.0
            for each in range(2):
                kk = state[_K0 + each]
                size = m if each == 0 else n
                columns = columns0 if each == 0 else columns1
                inverse = inverse0 if each == 0 else inverse1
                done += 2 * kk * kk * kk + kk * size
                _refresh(
                    columns,
                    inverse,
                    where[each, 0],
                    where[each, 1],
                    numbers[each, 0, :size],
                    numbers[each, 1],
                    kk,
                )
                worst = max(
                    worst,
                    _violation(
                        columns,
                        where[each, 0],
                        where[each, 1],
                        numbers[each, 0, :size],
                        numbers[each, 1],
                        kk,
                    ),
                )
            state[ACTIVE] = 0
            if worst <= _GOOD:
                _shares(where[0, 0], numbers[0, 1], widths[:n], state[_K0], mixtures[m:])
                _shares(where[1, 0], numbers[1, 1], widths[n:], state[_K1], mixtures[:m])
                return FOUND
            state[FAILED] += 1
            state[LABEL] += stride
            continue
        if state[PIVOTS] >= cap:
            state[ACTIVE] = 0
            state[LABEL] += stride
            continue
        state[_SIDE] = 1 - side
        state[_SLACK] = 1 - leaves_slack
        state[_ENTER] = left
