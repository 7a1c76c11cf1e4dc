"""Every Nash equilibrium of a two-player tree, by a search over labels in the sequence form.

The search of `ExtremeEnumeration` (Audet, Hansen, Jaumard and Savard 2001) decides for each label
in which of two polytopes it holds. Here the labels are the *sequences* of a tree, of which there
are no more than nodes, and not its strategies, of which there may be exponentially many; the
polyhedra are those of the sequence form (`brinkgame.polytopes.plans`; Koller, Megiddo and von
Stengel 1996; Audet, Belhaiza and Hansen 2009 for a search of this kind).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame, SequenceForm
from brinkgame.forms.game import Game
from brinkgame.forms.sequence_form import recall_obstacle
from brinkgame.play.outcome_families import Points, maximal_subsets, outcome_listing
from brinkgame.play.sequence_replies import Plan, exact_twin
from brinkgame.polytopes.dictionary import Dictionary
from brinkgame.polytopes.labels import Search, largest
from brinkgame.polytopes.plans import plan_at_hand, plan_polyhedron
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["SequenceFormEnumeration"]

_OF_FLOATS = (
    "The game was solved for exactly the floats that it holds: payoffs that differ by rounding "
    "errors only are not tied. Write the numbers exactly if they are meant to be."
)


@final
@dataclass(frozen=True, slots=True)
class SequenceFormEnumeration(Solver):
    """Every Nash equilibrium of a two-player tree, grouped by outcome, without any table.

    The answer is that of `ReducedFormEnumeration` but for the indices, which it does not tell: one
    equilibrium for each outcome, and the `OutcomeFamily` of those that differ from it only where
    play never goes. Take it where the reduced normal form is large and the tree is not, as in
    games of many types and messages.

    Parameters
    ----------
    sequences
        The most sequences of both players together.

    Notes
    -----
    The time still grows exponentially with the number of sequences that equilibria may use, and an
    answer may be exponentially large.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> result = bg.solve(game, bg.SequenceFormEnumeration())
    >>> for equilibrium in result:
    ...     print(equilibrium.profile)
    entrant at root: out; incumbent at entry: fight
    entrant at root: in; incumbent at entry: accommodate
    >>> result[0].family.conditions, result.components
    (('entrant at root: out', 'incumbent at entry: Pr(fight) >= 2/3'), ((0,), (1,)))
    """

    sequences: int = 48

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "every Nash equilibrium of a two-player tree, by outcomes"

    def __post_init__(self) -> None:
        given: object = self.sequences
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise InvalidNumberError(f"sequences is a positive whole number, not {given!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Other than two players, forgetting, or too many sequences."""
        if len(game.players) != 2:
            text = (
                f"takes trees of two players, not of {len(game.players)}; of more players take "
                "brinkgame.to_normal_form(game) to PolynomialEnumeration"
            )
            return (text,)
        forgets = recall_obstacle(game.tree)
        if forgets:
            return (f"needs perfect recall: {forgets}",)
        count = sum(game.tree.sequences.counts)
        if count > self.sequences:
            text = (
                f"takes up to sequences={self.sequences} sequences of both players together, not "
                f"{count}; SequenceFormLemke finds one equilibrium of a large tree, and "
                "SequenceFormLP the value of a zero-sum one"
            )
            return (text,)
        return ()

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Search, and put together what has one outcome."""
        exact = exact_twin(game)
        form = exact.sequence_form
        search = _search(form, control)
        products, finished = _corners(form, search, control)
        found = outcome_listing(game, maximal_subsets(exact, products))
        return Run(
            profiles=found.profiles,
            families=found.families if finished else (),
            components=found.components if finished else (),
            status=Status.SOLVED if finished else Status.TIME_LIMIT,
            coverage=Coverage.ALL if finished else Coverage.SOME,
            notes=(_OF_FLOATS,) if isinstance(game.arithmetic, Float) else (),
            statistics={"nodes": search.nodes, "leaves": len(products)},
        )


def _search(form: SequenceForm, control: Control) -> Search:
    structure = form.structure
    moves = [
        (first.tolist(), before.tolist())
        for first, before in zip(structure.first, structure.before, strict=True)
    ]
    m, n = (count - 1 for count in form.counts)
    faces = [
        plan_polyhedron(moves[1 - who], moves[who], _whole(form, who), labels)
        for who, labels in ((1, (0, m)), (0, (m, 0)))
    ]
    # What comes first in play is decided first: an action that is not taken settles all that
    # would follow it.
    order = [
        label
        for infoset, who, j in sorted(
            (infoset, who, j)
            for who, own in enumerate(structure.own)
            for j, infoset in enumerate(own.tolist())
        )
        for label in range(who * m + moves[who][0][j] - 1, who * m + moves[who][0][j + 1] - 1)
    ]
    return Search.of((faces[0], faces[1]), (m, n), order, control)


def _whole(form: SequenceForm, who: int) -> list[dict[int, int]]:
    """For each sequence of a player the payoffs by the other's, in whole numbers."""
    numbers = [Fraction(paid) for paid in form.payoff_column(form.players[who])]
    common = math.lcm(*(number.denominator for number in numbers))
    divisor = math.gcd(*(int(number * common) for number in numbers)) or 1
    rows: list[dict[int, int]] = [{} for _ in range(form.counts[who])]
    for where, number in zip(form.entries.tolist(), numbers, strict=True):
        if number:
            rows[where[who]][where[1 - who]] = int(number * common) // divisor
    return rows


def _corners(form: SequenceForm, search: Search, control: Control) -> tuple[list[Points], bool]:
    """The plans at the corners of the largest leaves, and whether that is all of them."""
    m, n = search.shape
    followed = [frozenset(before.tolist()) for before in form.structure.before]
    leaves = largest(search.leaves())
    finished = search.finished
    products: list[Points] = []
    for p, q in leaves:
        sides: list[list[Plan]] = []
        for who, (face, other) in enumerate(((p, q), (q, p))):
            own, theirs = ((0, m), (m, n)) if who == 0 else ((m, n), (0, m))
            lean = _without_slack(face, other, theirs[0], followed[1 - who])
            plans: dict[tuple[int, ...], None] = {}
            for basis in lean.bases():
                plans[_reduced(plan_at_hand(basis, own[0], own[1] + 1))] = None
                if control.expired():
                    finished = False
                    break
            sides.append([tuple(Fraction(w, plan[0]) for w in plan) for plan in plans])
        products.append((sides[0], sides[1]))
    return products, finished


def _without_slack(
    face: Dictionary, other: Dictionary, label: int, followed: frozenset[int]
) -> Dictionary:
    """A smaller face with the same plans.

    Where a sequence that is not taken goes on, the values that are put to the information sets
    after it may be raised until its own inequality is an equation. Without that they would have
    corners of their own, many to a plan.
    """
    for sequence in followed:
        each = label + sequence - 1
        if sequence and other.zero >> each & 1 and not face.zero >> each & 1:
            face = face.with_zero(each) or face
    return face


def _reduced(weights: tuple[Any, ...]) -> tuple[int, ...]:
    common = math.gcd(*weights)
    return tuple(weight // common for weight in weights)
