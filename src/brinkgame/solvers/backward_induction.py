"""Backward induction: every subgame-perfect equilibrium of a game of perfect information.

Fold the tree back from its ends: a player picks an action whose continuation pays most, Nature
averages (Zermelo 1913; Kuhn 1953, theorem 3; Osborne and Rubinstein 1994, section 6.2). Where no
mover is ever indifferent the answer is the only subgame-perfect equilibrium, in mixed strategies
too.

Where a mover is indifferent, each way of breaking the tie is a continuation of its own, because it
may pay *others* differently and so change what is best further up. `solvers.ties` keeps these sets
of continuations node by node and never multiplies them out.

Exact payoffs are folded as integers. All payoffs are brought to one denominator, a chance node
multiplies denominators, and two values are compared crosswise, so that no fraction is reduced on
the way; the order of values, which is all that matters, is the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver
from brinkgame.solvers.ties import TieContinuations, TieFamily

__all__ = ["BackwardInduction"]

Value: TypeAlias = tuple[Any, ...]
"""A common denominator, then a numerator for each player (in floats the denominator is 1)."""

COMPILED_FROM = 100_000
"""The number of nodes from which on floats are folded by the compiled pass."""
_WIDE = 256
"""Denominators of more bits are kept apart instead of being brought to one."""
_SAFE = 2**62
"""64-bit integers below this bound can be added once without overflow."""


@final
@dataclass(frozen=True, slots=True)
class BackwardInduction(Solver):
    """Every subgame-perfect equilibrium of a game of perfect information, ties included.

    Parameters
    ----------
    single
        Stop at one equilibrium: at a tie the action that is declared first. The result says how
        many ties were met; without any, the equilibrium is the only one.
    listed
        The most equilibria to list one by one. Where play may go in more ways than that, one is
        listed, and the family holds them all.
    limit
        The most continuations to keep at one node; beyond it the answer is partial.

    Notes
    -----
    The list holds one equilibrium for each way that play may go. Equilibria that differ only where
    play never goes, and mixtures at ties, belong to the `family` of the listed ones, which has
    their number, their exact conditions, and a membership test. All subgame-perfect equilibria of
    a game of perfect information form one connected set: those of a subgame do by induction, and
    the best choices above them are convex sets that vary with a closed graph.

    What it cannot promise: in floats a tie cannot be told from a near tie, so a floating-point
    game with near ties gets one equilibrium, and the result says so. Solve it exactly to tell.

    References
    ----------
    H. W. Kuhn (1953), Extensive games and the problem of information, theorem 3.
    M. J. Osborne and A. Rubinstein (1994), A Course in Game Theory, proposition 99.2.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.ExtensiveFormGame("tie", players=("A", "B"), root=bg.Decision("A", {
    ...     "safe": bg.Terminal({"A": 1, "B": 0}),
    ...     "risky": bg.Decision("B", {"kind": bg.Terminal({"A": 2, "B": 5}),
    ...                                "mean": bg.Terminal({"A": 0, "B": 5})}, infoset="reply")}))
    >>> result = bg.solve(game, bg.BackwardInduction())
    >>> for equilibrium in result:
    ...     print(equilibrium.profile)
    A at root: safe; B at reply: mean
    A at root: risky; B at reply: kind
    >>> for line in result[0].family.conditions:
    ...     print(line)
    p1 = probability of kind at reply (B)
    safe at root (A) only if 1 - 2*p1 >= 0
    risky at root (A) only if 2*p1 - 1 >= 0
    any mixture of kind and mean at reply (B)
    """

    single: bool = False
    listed: int = 64
    limit: int = 2000

    concept: ClassVar[Concept] = Concept.SUBGAME_PERFECT
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = (
        "every subgame-perfect equilibrium under perfect information, with ties"
    )

    def __post_init__(self) -> None:
        for name in ("listed", "limit"):
            value = getattr(self, name)
            if type(value) is not int or value < 1:
                raise InvalidNumberError(f"{name} is a whole number from 1 on; got {value!r}")
        if type(self.single) is not bool:
            raise InvalidNumberError(f"single is True or False; got {self.single!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Perfect information is needed."""
        tree = game.tree
        found: list[str] = []
        if not tree.perfect_information:
            crowd = next(members for members in tree.members if len(members) > 1)
            who = game.players[tree.mover[crowd[0]]]
            found.append(
                f"needs perfect information; {who} cannot tell apart {tree.path(crowd[0])} and "
                f"{tree.path(crowd[1])}"
            )
        if forgets := game.recall_failure_text:
            found.append(f"needs perfect recall; {forgets}")
        return tuple(found)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Fold the tree back."""
        del control  # a single pass
        if isinstance(game.arithmetic, Float):
            return self._run_float(game, game.arithmetic.tolerance)
        fold = _fold_levels(game) or _fold_nodes(game)
        profile = BehaviorStrategyProfile.pure(game, fold.choices)
        if self.single or not fold.tied:
            return _one(profile, len(fold.tied))
        continuations = TieContinuations(game, fold.tied, fold.payoffs, self.limit)
        return _several(TieFamily(game, continuations, fold.choices), self.listed)

    def _run_float(self, game: ExtensiveFormGame, tolerance: float) -> Run:
        width = tolerance * game.payoff_spread
        if game.tree.size >= COMPILED_FROM:
            choices, ties = _fold_compiled(game, width)
        else:
            fold = _fold_levels(game, width) or _fold_nodes(game, width)
            choices, ties = fold.choices, len(fold.tied)
        return _one(BehaviorStrategyProfile.pure(game, choices), ties, floats=True)


def _one(profile: BehaviorStrategyProfile, ties: int, *, floats: bool = False) -> Run:
    notes: tuple[str, ...] = ()
    if ties:
        where = "1 place" if ties == 1 else f"{ties} places"
        notes = (
            f"at {where} a mover is indifferent"
            + (
                " within the tolerance; solve the game exactly to have every equilibrium"
                if floats
                else "; the action declared first was taken"
            ),
        )
    return Run(
        profiles=(profile,),
        status=Status.SOLVED,
        coverage=Coverage.ONE if ties else Coverage.ALL,
        components=() if ties else ((0,),),
        notes=notes,
        statistics={"ties": ties},
    )


def _several(family: TieFamily, most: int) -> Run:
    outcomes = family.outcome_count
    listed = family.representatives(most if outcomes is None or outcomes <= most else 1)
    notes: list[str] = []
    if outcomes is not None and outcomes > len(listed):
        notes.append(
            f"play may go in more than {most} ways, so one equilibrium is listed; the family holds "
            "all of them"
        )
    if family.truncated:
        notes.append("ties multiply beyond the solver's limit: only a part was kept")
    elif family.count is not None and family.count > len(listed):
        notes.append(f"{family.count_text} equilibria in pure strategies belong to the family")
    return Run(
        profiles=listed,
        status=Status.LIMIT if family.truncated else Status.SOLVED,
        coverage=Coverage.SOME if family.truncated else Coverage.ALL,
        families=(family,) * len(listed),
        components=(tuple(range(len(listed))),),
        notes=tuple(notes),
        statistics={"ties": len(family.ties), "pure equilibria": family.count},
    )


@final
@dataclass(frozen=True, slots=True)
class _Fold:
    """A tree folded back with ties broken by the order of actions.

    Attributes
    ----------
    choices
        The action at each information set.
    tied
        The nodes where the mover was indifferent.
    payoffs
        What each player gets from a node on, payoffs on the way there included; right for nodes
        below which nobody is indifferent.
    """

    choices: Any
    tied: list[int]
    payoffs: Callable[[int], tuple[Fraction, ...]]


def _fold_nodes(game: ExtensiveFormGame, width: float = 0.0) -> _Fold:
    """Fold node by node: the plain algorithm, for any tree and any numbers.

    In floats, `width` is the difference up to which a mover counts as indifferent.
    """
    tree = game.tree
    if isinstance(game.numbers, np.ndarray):
        value: list[Any] = [None if p is None else (1, *p) for p in game.terminal_payoffs()]
        scale = 1
    else:
        value, scale = _integer_values(game)
    mover, infoset = tree.mover.tolist(), tree.infoset.tolist()
    first, children = tree.first_child.tolist(), tree.children.tolist()
    weights = _chance_weights(game)
    choices = [0] * tree.n_infosets
    tied: list[int] = []
    for node in range(tree.size - 1, -1, -1):
        who = mover[node]
        if who == TERMINAL:
            continue
        below = children[first[node] : first[node + 1]]
        if who == CHANCE:
            value[node] = _average(*weights[node], [value[child] for child in below])
            continue
        column = who + 1
        best = value[below[0]]
        chosen, tie = 0, False
        for action in range(1, len(below)):
            other = value[below[action]]
            if other[0] == best[0]:
                mine, theirs = other[column], best[column]
            else:
                mine, theirs = other[column] * best[0], best[column] * other[0]
            if mine > theirs:
                best, chosen, tie = other, action, False
            elif mine == theirs:
                tie = True
        if width and not tie:
            tie = sum(best[column] - value[child][column] <= width for child in below) > 1
        value[node] = best
        choices[infoset[node]] = chosen
        if tie:
            tied.append(node)

    def payoffs(node: int) -> tuple[Fraction, ...]:
        denominator = value[node][0] * scale
        return tuple(Fraction(number, denominator) for number in value[node][1:])

    return _Fold(choices, tied, payoffs)


def _average(numerators: Sequence[Any], denominator: Any, values: Sequence[Any]) -> Value:
    """The mean of values whose weights are numerators over one denominator."""
    common = values[0][0]
    if any(value[0] != common for value in values):
        common = math.lcm(*(value[0] for value in values))
        numerators = [
            weight * (common // value[0]) for weight, value in zip(numerators, values, strict=True)
        ]
    total = [
        sum(weight * value[p] for weight, value in zip(numerators, values, strict=True))
        for p in range(1, len(values[0]))
    ]
    denominator = denominator * common
    if isinstance(denominator, int) and denominator.bit_length() > _WIDE:
        shared = math.gcd(denominator, *total)
        denominator //= shared
        total = [number // shared for number in total]
    return (denominator, *total)


def _chance_weights(game: ExtensiveFormGame) -> dict[int, tuple[Sequence[Any], Any]]:
    """For each chance node the probabilities of its branches as numerators over a denominator."""
    tree = game.tree
    known: dict[tuple[int, ...], tuple[Sequence[Any], Any]] = {}
    weights: dict[int, tuple[Sequence[Any], Any]] = {}
    for node in np.flatnonzero(tree.mover == CHANCE).tolist():
        positions = tuple(tree.probability[tree.children_of(node)].tolist())
        if positions not in known:
            odds: list[Any] = [game.numbers[p] for p in positions]
            if isinstance(game.numbers, np.ndarray):
                known[positions] = ([float(p) for p in odds], 1)
            else:
                common = math.lcm(*(p.denominator for p in odds))
                known[positions] = ([int(p * common) for p in odds], common)
        weights[node] = known[positions]
    return weights


def _used_payoffs(game: ExtensiveFormGame) -> list[int]:
    """The positions in the table of numbers that payoffs refer to."""
    used = np.zeros(len(game.numbers) + 1, dtype=bool)
    used[game.tree.payoffs.ravel()] = True
    return np.flatnonzero(used[:-1]).tolist()


def _scaled_payoffs(game: ExtensiveFormGame) -> tuple[list[int], int] | None:
    """All payoffs as integers over their least common denominator, in the order of the table of
    numbers with a zero after it (for NOTHING); None if that denominator is too wide to be of use.
    """
    numbers: Any = game.numbers
    used = _used_payoffs(game)
    numerators = [numbers[position].numerator for position in used]
    denominators = [numbers[position].denominator for position in used]
    common = 1
    for denominator in set(denominators):
        common = math.lcm(common, denominator)
        if common.bit_length() > _WIDE:
            return None
    if common > 1:
        numerators = [a * (common // b) for a, b in zip(numerators, denominators, strict=True)]
    scaled = [0] * (len(numbers) + 1)
    if len(used) == len(numbers):
        scaled[:-1] = numerators
    else:
        for position, numerator in zip(used, numerators, strict=True):
            scaled[position] = numerator
    return scaled, common


def _integer_values(game: ExtensiveFormGame) -> tuple[list[Any], int]:
    """The payoffs of the ends as integers over a denominator, times a scale, and that scale."""
    tree = game.tree
    found = None if tree.pays_on_the_way else _scaled_payoffs(game)
    if found is None:
        return [None if p is None else _over_one(p) for p in game.terminal_payoffs()], 1
    scaled, common = found
    rows = [(1, *(scaled[p] for p in row)) for row in tree.payoffs.tolist()]
    return [rows[row] if row >= 0 else None for row in tree.payoff_row.tolist()], common


def _over_one(paid: Sequence[Fraction]) -> Value:
    common = math.lcm(*(number.denominator for number in paid))
    return (common, *(int(number * common) for number in paid))


def _fold_levels(game: ExtensiveFormGame, width: float = 0) -> _Fold | None:
    """Fold a whole level of the tree at a time; None where that is not possible or does not pay.

    Exact games are folded in 64-bit integers. All values of one level share a denominator: that
    of the payoffs times, for each level below, the least common denominator of its chance nodes.
    The bound checked first makes overflow impossible, so the result is exact.
    """
    tree = game.tree
    if not tree.is_wide or tree.pays_on_the_way:
        return None
    scaled = _float_levels(game) if isinstance(game.numbers, np.ndarray) else _integer_levels(game)
    if scaled is None:
        return None
    order, starts = tree.levels
    depth = len(starts) - 1
    mover, arity, row = tree.mover[order], tree.arity[order], tree.payoff_row[order]
    share = scaled.odds[order]
    levels: list[npt.NDArray[Any]] = [np.zeros((0, tree.n_players))] * depth
    choices = np.zeros(tree.n_infosets, dtype=np.int32)
    tied: list[int] = []
    scale = 1
    scales = [1] * depth
    for level in range(depth - 1, -1, -1):
        here = slice(starts[level], starts[level + 1])
        who = mover[here]
        scale *= scaled.factors[level]
        scales[level] = scale
        value = np.zeros((len(who), tree.n_players), dtype=scaled.payoffs.dtype)
        ends = who == TERMINAL
        value[ends] = scaled.payoffs[row[here][ends]] * scale
        levels[level] = value
        inner = np.flatnonzero(~ends)
        if not len(inner):
            continue
        below = levels[level + 1]
        sizes = arity[here][inner]
        first = np.cumsum(sizes) - sizes
        moves = who[inner]
        # A chance node takes part as if player 0 chose there, and is overwritten below.
        own = below[np.arange(len(below)), np.repeat(np.maximum(moves, 0), sizes)]
        best = np.repeat(np.maximum.reduceat(own, first), sizes)
        winners = np.flatnonzero(own == best)
        chosen = winners[np.searchsorted(winners, first)]
        folded = below[chosen] * scaled.factors[level]
        decides = moves != CHANCE
        if not decides.all():
            shares = below * share[starts[level + 1] : starts[level + 2], None]
            folded = np.where(decides[:, None], folded, np.add.reduceat(shares, first))
        value[inner] = folded
        nodes = order[here][inner]
        choices[tree.infoset[nodes[decides]]] = (chosen - first)[decides]
        # Integers must not meet a float, which would round them: an exact tie is equality.
        near = own >= best - width if width else own == best
        crowd = np.add.reduceat(near.astype(np.int32), first) > 1
        tied.extend(nodes[crowd & decides].tolist())
    place = np.empty(tree.size, dtype=np.int64)
    place[order] = np.arange(tree.size)

    def payoffs(node: int) -> tuple[Fraction, ...]:
        level = int(tree.depth[node])
        numerators = levels[level][place[node] - starts[level]].tolist()
        return tuple(Fraction(number, scaled.common * scales[level]) for number in numerators)

    return _Fold(choices, tied, payoffs)


@final
@dataclass(frozen=True, slots=True)
class _Scaled:
    """The numbers of a tree brought to common denominators, for `_fold_levels`.

    Attributes
    ----------
    payoffs
        One row a paying node, over the denominator `common`.
    common
        That denominator.
    factors
        For each level the denominator of its chance nodes.
    odds
        For each node its probability after a chance parent, over the factor of the parent's level.
    """

    payoffs: npt.NDArray[Any]
    common: int
    factors: Sequence[int]
    odds: npt.NDArray[Any]


def _float_levels(game: ExtensiveFormGame) -> _Scaled:
    tree = game.tree
    odds = np.zeros(tree.size)
    odds[tree.branches] = game.float_odds
    return _Scaled(game.float_payoffs, 1, [1] * len(tree.levels[1]), odds)


def _integer_levels(game: ExtensiveFormGame) -> _Scaled | None:
    """Integers below the bound at which 64 bits could overflow, or None."""
    factors = _level_factors(game)
    found = None if factors is None else _scaled_payoffs(game)
    if found is None or factors is None:
        return None
    scaled, common = found
    largest = max(map(abs, scaled))
    if largest * math.prod(factors) >= _SAFE:
        return None
    table = np.array(scaled, dtype=np.int64)
    return _Scaled(table[game.tree.payoffs], common, factors, _integer_odds(game, factors))


def _level_factors(game: ExtensiveFormGame) -> list[int] | None:
    """For each level the least common denominator of its chance nodes; None if one is too wide."""
    tree = game.tree
    factors = [1] * (len(tree.levels[1]) - 1)
    moved = tree.branches
    numbers: Any = game.numbers
    pairs = np.unique(np.stack([tree.depth[moved] - 1, tree.probability[moved]]), axis=1)
    for level, position in pairs.T.tolist():
        factors[level] = math.lcm(factors[level], numbers[position].denominator)
        if factors[level] >= _SAFE:
            return None
    return factors


def _integer_odds(game: ExtensiveFormGame, factors: Sequence[int]) -> npt.NDArray[np.int64]:
    """Each node's probability after its chance parent, times the factor of the parent's level."""
    tree = game.tree
    moved = tree.branches
    numbers: Any = game.numbers
    odds = np.zeros(tree.size, dtype=np.int64)
    pairs, which = np.unique(
        np.stack([tree.depth[moved] - 1, tree.probability[moved]]), axis=1, return_inverse=True
    )
    values = [int(numbers[p] * factors[level]) for level, p in pairs.T.tolist()]
    odds[moved] = np.array(values, dtype=np.int64)[which.ravel()]
    return odds


def _fold_compiled(game: ExtensiveFormGame, width: float) -> tuple[Any, int]:
    from brinkgame.kernels.trees import fold_back

    tree = game.tree
    # With perfect information, information sets are numbered in the order of their nodes.
    choices, ties = fold_back(
        tree.mover,
        tree.arity,
        tree.pays_inside,
        game.float_payoffs,
        game.float_odds,
        tree.n_infosets,
        width,
    )
    return choices, int(ties)
