"""Solvers that are deliberately wrong about beliefs, and some that are right, by trying all."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Exact, Float
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play import BehaviorStrategyProfile, Beliefs
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers import Run, Solver
from brinkgame.testing.beliefs import assessment_regrets, belief_faults, explained_beliefs
from brinkgame.testing.reference import explained_equilibria, pure_equilibria
from tests.unit.testing.wrong import Change, called, unchanged


def points(game: Any, choices: Any) -> list[Any]:
    """A pure profile as probabilities at each information set."""
    sizes = game.tree.infoset_size.tolist()
    return [
        tuple(Fraction(int(a == choice)) for a in range(size))
        for choice, size in zip(choices, sizes, strict=True)
    ]


def handed(game: Any, found: Any, coverage: Coverage = Coverage.SOME) -> Run:
    """A run from pairs of choices and beliefs."""
    pairs = list(found)
    return Run(
        tuple(BehaviorStrategyProfile.pure(game, choices) for choices, _ in pairs),
        Status.SOLVED if pairs else Status.LIMIT,
        coverage if pairs else Coverage.SOME,
        details=tuple({"beliefs": beliefs} for _, beliefs in pairs),
    )


@final
@dataclass(frozen=True, repr=False)
class Believers(Solver):
    """Pure sequential equilibria that a few orders of mistakes explain, changed afterward."""

    change: Change = unchanged

    concept: ClassVar[Concept] = Concept.SEQUENTIAL
    form: ClassVar[type] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[Any] = frozenset({Exact, Float})
    summary: ClassVar[str] = "pure sequential equilibria, changed afterward"

    def __repr__(self):
        return f"Believers({called(self.change)})"

    def further_obstacles(self, game):
        return _obstacles(game)

    def run(self, game, control=None):
        return self.change(handed(game, explained_equilibria(game, 9)), game)


@final
@dataclass(frozen=True, repr=False)
class Bayesians(Solver):
    """The same as perfect Bayesian equilibria."""

    change: Change = unchanged

    concept: ClassVar[Concept] = Concept.PERFECT_BAYESIAN
    form: ClassVar[type] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[Any] = frozenset({Exact, Float})
    summary: ClassVar[str] = "pure perfect Bayesian equilibria, changed afterward"

    def __repr__(self):
        return f"Bayesians({called(self.change)})"

    def further_obstacles(self, game):
        return _obstacles(game)

    def run(self, game, control=None):
        return self.change(handed(game, explained_equilibria(game, 9)), game)


def _obstacles(game):
    failure = game.tree.recall_failure
    if failure is None:
        return ()
    one, other = map(game.tree.path, failure)
    return (f"needs perfect recall; somebody forgets at {one} and {other}",)


# -- wrong about beliefs --------------------------------------------------------------------------


def _with_beliefs(run: Run, change: Any) -> Run:
    told = tuple({"beliefs": change(each["beliefs"])} for each in run.details)
    return dataclasses.replace(run, details=told)


def believes_the_contrary(run, game):
    """What is likely for it is unlikely, and the other way round."""

    def turned(beliefs):
        return Beliefs.from_weights(game, [each[::-1] for each in beliefs.weights])

    return _with_beliefs(run, turned)


def believes_in_the_first_node(run, game):
    def first(beliefs):
        return Beliefs.from_weights(
            game, [[int(i == 0) for i in range(len(each))] for each in beliefs.weights]
        )

    return _with_beliefs(run, first)


def mixes_explanations(run, game):
    """Takes what is believed at each information set from other mistakes, as Bayes' rule allows.

    Perfect Bayesian, but not sequential.
    """
    found = []
    for choices in sorted(pure_equilibria(game, Concept.SUBGAME_PERFECT)):
        weights = points(game, choices)
        several = list(itertools.islice(explained_beliefs(game, weights, 27), 6))
        for parts in itertools.product(several, repeat=min(2, game.tree.n_infosets)):
            held = [parts[i % len(parts)].weights[i] for i in range(game.tree.n_infosets)]
            beliefs = Beliefs.from_weights(game, held)
            wrong = belief_faults(game, weights, beliefs, consistent=False)
            right = not wrong and not any(assessment_regrets(game, weights, beliefs).values())
            if right and (choices, beliefs) not in found:
                found.append((choices, beliefs))
    return handed(game, found)


def threatens(run, game):
    """Every Nash equilibrium, with beliefs that explain themselves."""
    return handed(
        game,
        [
            (choices, next(explained_beliefs(game, points(game, choices), 1)))
            for choices in sorted(pure_equilibria(game, Concept.NASH))
        ],
    )


# -- wrong about what there is --------------------------------------------------------------------


def claims_all_and_drops_one(run, game):
    if len(run.profiles) < 2:
        return run
    return dataclasses.replace(
        run, profiles=run.profiles[1:], details=run.details[1:], coverage=Coverage.ALL
    )


def lists_the_first_twice(run, game):
    return dataclasses.replace(
        run, profiles=(*run.profiles, *run.profiles[:1]), details=(*run.details, *run.details[:1])
    )


def says_that_nothing_exists(run, game):
    return Run((), Status.NONE_EXISTS, Coverage.ALL)
