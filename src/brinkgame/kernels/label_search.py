"""The search over labels in floats, with proofs of what it gives up.

The search is that of `brinkgame.polytopes.labels`; see there for the polytopes P and Q and their
labels. A dictionary writes basic variables in terms of the others, as in
`brinkgame.polytopes.dictionary`, but in floats, and keeps all columns.

Rounding can do no harm in what is kept: leaves are solved again exactly by the caller. What is
given up is proved empty. A row of a dictionary is a combination of the original inequalities with
some multipliers; whatever these are, *as floats*, the combination is a true statement about the
polytope. So multipliers of the wrong sign are set to zero, the combination is formed anew from the
original numbers, and the face is given up only if it says that a sum of non-negative terms is
negative, by more than all rounding could have done (a Farkas certificate, in the way of Neumaier
and Shcherbina 2004). Where that fails, the node is handed back, to be searched in whole numbers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from brinkgame.kernels.compiler import njit

__all__ = ["search"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TINY = 1e-9
"""Right-hand sides and coefficients closer to zero than this are not told from zero."""

_EPS = 2.0**-52

_UNDERFLOW = 1e-40
"""More than all that underflow can hide: of at most 62 * 62 products, each of them less than
2**-1073 off, where a variable is at most 2**901 (payoffs are from 1 to 2**900)."""

YES, NO, UNSURE = 1, 0, 2

FIXED, IMPOSSIBLE, TIGHT, SEEN = 0, 1, 2, 3
"""What the words of a side say: labels fixed, impossible, at the vertex; then witnesses."""


@njit(cache=True, nogil=True)
def _pivot(table: Floats, names: Ints, r: int, c: int) -> None:  # pragma: no cover - compiled
    """Exchange the basic variable of row r for the cobasic one of column c."""
    rows, width = table.shape
    inverse = 1.0 / table[r, c]
    for k in range(width):
        table[r, k] *= inverse
    table[r, c] = inverse
    for i in range(rows):
        if i == r:
            continue
        factor = table[i, c]
        if factor == 0.0:
            continue
        table[i, c] = 0.0
        for k in range(width):
            table[i, k] -= factor * table[r, k]
    names[r], names[rows + c] = names[rows + c], names[r]


@njit(cache=True, nogil=True)
def _tight(table: Floats, names: Ints, fixed: int) -> int:  # pragma: no cover - compiled
    rows, width = table.shape
    bits = fixed
    for c in range(width - 1):
        bits |= 1 << names[rows + c]
    for r in range(rows):
        if abs(table[r, width - 1]) <= _TINY:
            bits |= 1 << names[r]
    return bits


@njit(cache=True, nogil=True)
def _empty(
    table: Floats,
    names: Ints,
    fixed: int,
    r: int,
    sign: float,
    matrix: Floats,
    most: Floats,
    first_slack: int,
    first_variable: int,
    multipliers: Floats,
) -> bool:  # pragma: no cover - compiled
    """Whether row r, times `sign`, proves that the face with these zeros is empty.

    `matrix` has one row an inequality; `most` bounds the variables.
    """
    rows, width = table.shape
    n_slacks, n_variables = matrix.shape
    multipliers[:] = 0.0
    label = names[r] - first_slack
    if 0 <= label < n_slacks:
        multipliers[label] = sign
    for c in range(width - 1):
        label = names[rows + c] - first_slack
        if 0 <= label < n_slacks:
            multipliers[label] = sign * table[r, c]
    right, size = 0.0, 0.0
    for j in range(n_slacks):
        if multipliers[j] < 0.0 and not (fixed >> (first_slack + j)) & 1:
            multipliers[j] = 0.0
        right += multipliers[j]
        size += abs(multipliers[j])
    slop = (n_slacks + 8) * _EPS
    least = 0.0
    for i in range(n_variables):
        if (fixed >> (first_variable + i)) & 1:
            continue
        total, weight = 0.0, 0.0
        for j in range(n_slacks):
            term = multipliers[j] * matrix[j, i]
            total += term
            weight += abs(term)
        total -= slop * weight
        if total < 0.0:
            least += total * most[i] * (1.0 + 1e-12)
    limit = least * (1.0 + (n_variables + 8) * _EPS) - _UNDERFLOW
    return bool(right + slop * size < limit)


@njit(cache=True, nogil=True)
def _with_zero(
    table: Floats,
    names: Ints,
    fixed: int,
    label: int,
    matrix: Floats,
    most: Floats,
    first_slack: int,
    first_variable: int,
    multipliers: Floats,
) -> int:  # pragma: no cover - compiled
    """Go on to where a variable is zero, in place: `YES`, `NO` if that is proved to be nowhere."""
    rows, width = table.shape
    now = fixed | (1 << label)
    for c in range(width - 1):
        if names[rows + c] == label:
            return YES
    r = 0
    while names[r] != label:
        r += 1
    column, largest = -1, _TINY
    for c in range(width - 1):
        if table[r, c] > largest and not (fixed >> names[rows + c]) & 1:
            column, largest = c, table[r, c]
    if column < 0:
        if table[r, width - 1] > _TINY:
            proved = _empty(
                table, names, now, r, -1.0, matrix, most, first_slack, first_variable, multipliers
            )
            return NO if proved else UNSURE
        largest = _TINY
        for c in range(width - 1):
            if -table[r, c] > largest and not (fixed >> names[rows + c]) & 1:
                column, largest = c, -table[r, c]
        if column < 0:
            return YES  # nothing moves it: it is zero as far as floats can tell
    _pivot(table, names, r, column)
    greedy = 3 * rows + 10
    for _ in range(20 * rows + 100):
        greedy -= 1
        worst, chosen = -_TINY, -1
        for i in range(rows):
            if table[i, width - 1] < worst and not (now >> names[i]) & 1:
                if greedy > 0:
                    worst, chosen = table[i, width - 1], i
                elif chosen < 0 or names[i] < names[chosen]:
                    chosen = i
        if chosen < 0:
            return YES
        column, steepest = -1, -_TINY
        for c in range(width - 1):
            if (now >> names[rows + c]) & 1:
                continue
            if table[chosen, c] < steepest:
                if greedy > 0:
                    column, steepest = c, table[chosen, c]
                elif column < 0 or names[rows + c] < names[rows + column]:
                    column = c
        if column < 0:
            proved = _empty(
                table,
                names,
                now,
                chosen,
                1.0,
                matrix,
                most,
                first_slack,
                first_variable,
                multipliers,
            )
            return NO if proved else UNSURE
        _pivot(table, names, chosen, column)
    return UNSURE


@njit(cache=True, nogil=True)
def _allows(
    table: Floats,
    names: Ints,
    words: Ints,
    label: int,
    matrix: Floats,
    most: Floats,
    first_slack: int,
    first_variable: int,
    multipliers: Floats,
    trial: Floats,
    trial_names: Ints,
) -> int:  # pragma: no cover - compiled
    """Whether a variable is zero somewhere on the face."""
    bit = 1 << label
    if words[IMPOSSIBLE] & bit:
        return NO
    if words[TIGHT] & bit:
        return YES
    witness = words[SEEN + label]
    if witness and not words[FIXED] & ~witness:
        return YES
    trial[:] = table
    trial_names[:] = names
    fixed = words[FIXED]
    answer = _with_zero(
        trial, trial_names, fixed, label, matrix, most, first_slack, first_variable, multipliers
    )
    if answer == NO:
        words[IMPOSSIBLE] |= bit
    elif answer == YES:
        words[SEEN + label] = _tight(trial, trial_names, fixed | bit)
    return answer


@njit(cache=True, nogil=True)
def _take(
    table: Floats,
    names: Ints,
    words: Ints,
    label: int,
    matrix: Floats,
    most: Floats,
    first_slack: int,
    first_variable: int,
    multipliers: Floats,
) -> bool:  # pragma: no cover - compiled
    """Go on to where a variable is zero, and note it; False, with nothing noted, if in doubt."""
    fixed = words[FIXED]
    answer = _with_zero(
        table, names, fixed, label, matrix, most, first_slack, first_variable, multipliers
    )
    if answer != YES:
        return False
    words[FIXED] = fixed | (1 << label)
    words[TIGHT] = _tight(table, names, words[FIXED])
    return True


@njit(cache=True, nogil=True)
def search(
    rows: Floats,
    columns: Floats,
    most_x: Floats,
    most_y: Floats,
    p_tables: Floats,
    q_tables: Floats,
    p_names: Ints,
    q_names: Ints,
    p_words: Ints,
    q_words: Ints,
    top: int,
    budget: int,
    leaves: Ints,
    counts: Ints,
) -> int:  # pragma: no cover - compiled
    """Search on from a stack of nodes; the height of the stack that is left.

    Parameters
    ----------
    rows, columns
        The inequalities of Q (m x n, the row player's payoffs) and of P (n x m).
    most_x, most_y
        The largest value of each variable.
    p_tables, q_tables, p_names, q_names, p_words, q_words
        The stack: dictionaries, labels of basic and then of cobasic variables, and bits (`FIXED`,
        `IMPOSSIBLE`, `TIGHT`, and from `SEEN` on a witness for each label).
    top
        How many nodes are on the stack.
    budget
        Nodes to visit at most.
    leaves
        Pairs of bits and a mark: 0 for a leaf, 1 for a node that is to be searched exactly.
    counts
        Leaves so far, nodes so far.
    """
    m, n = rows.shape
    labels = m + n
    every = (1 << labels) - 1
    no_rows = (1 << m) - 1
    no_columns = every & ~no_rows
    p_trial, q_trial = p_tables[0].copy(), q_tables[0].copy()
    p_trial_names, q_trial_names = p_names[0].copy(), q_names[0].copy()
    p_multipliers, q_multipliers = np.empty(n), np.empty(m)
    while top > 0 and budget > 0 and counts[0] < len(leaves):
        budget -= 1
        counts[1] += 1
        here = top - 1
        p_word, q_word = p_words[here], q_words[here]
        branch = -1
        unsure = False
        again = True
        while again:
            again = False
            branch = -1
            if p_word[FIXED] & no_rows == no_rows or q_word[FIXED] & no_columns == no_columns:
                branch = -2
                break
            met = 3
            decided = p_word[FIXED] | q_word[FIXED]
            for label in range(labels):
                bit = 1 << label
                if decided & bit:
                    continue
                in_p = _allows(
                    p_tables[here],
                    p_names[here],
                    p_word,
                    label,
                    columns,
                    most_x,
                    m,
                    0,
                    p_multipliers,
                    p_trial,
                    p_trial_names,
                )
                in_q = _allows(
                    q_tables[here],
                    q_names[here],
                    q_word,
                    label,
                    rows,
                    most_y,
                    0,
                    m,
                    q_multipliers,
                    q_trial,
                    q_trial_names,
                )
                if in_p == UNSURE or in_q == UNSURE:
                    unsure = True
                    break
                if in_p == NO and in_q == NO:
                    branch = -2
                    break
                if in_p == NO or in_q == NO:
                    if in_p == NO:
                        taken = _take(
                            q_tables[here],
                            q_names[here],
                            q_word,
                            label,
                            rows,
                            most_y,
                            0,
                            m,
                            q_multipliers,
                        )
                    else:
                        taken = _take(
                            p_tables[here],
                            p_names[here],
                            p_word,
                            label,
                            columns,
                            most_x,
                            m,
                            0,
                            p_multipliers,
                        )
                    unsure = not taken
                    again = taken
                    break
                at = ((p_word[TIGHT] >> label) & 1) + ((q_word[TIGHT] >> label) & 1)
                if at < met:
                    branch, met = label, at
            if unsure:
                break
        if branch == -2 and not unsure:
            top -= 1
            continue
        if branch >= 0 and not unsure:
            there = here + 1
            zero_p, zero_q = p_word[FIXED], q_word[FIXED]
            p_tables[there], q_tables[there] = p_tables[here], q_tables[here]
            p_names[there], q_names[there] = p_names[here], q_names[here]
            p_words[there], q_words[there] = p_word, q_word
            first = _take(
                q_tables[here], q_names[here], q_word, branch, rows, most_y, 0, m, q_multipliers
            )
            second = _take(
                p_tables[there],
                p_names[there],
                p_words[there],
                branch,
                columns,
                most_x,
                m,
                0,
                p_multipliers,
            )
            if first and second:
                top += 1
                continue
            p_word[FIXED], q_word[FIXED] = zero_p, zero_q  # the node is handed back as it was
            unsure = True
        leaves[counts[0], 0] = p_word[FIXED]
        leaves[counts[0], 1] = q_word[FIXED]
        leaves[counts[0], 2] = int(unsure)
        counts[0] += 1
        top -= 1
    return top
