"""Near-equilibria of large zero-sum trees, by minimizing regret at every information set.

Each player keeps, for every action, the sum over the rounds so far of what it would have paid more
than the player's behavior at its information set, weighed by the others' probability of coming
there (its *counterfactual* regret), and then plays in proportion to what is positive. The regret of
the whole strategy is at most the sum of the positive ones of its information sets, which grow no
faster than the square root of the number of rounds [1]_; so the averages of the plans over the
rounds come as near to optimal ones as one likes. Discounting early rounds makes that much faster:
after round t, positive sums are multiplied by t^alpha / (t^alpha + 1), negative ones by
t^beta / (t^beta + 1), and what was added to the average by (t / (t + 1))^gamma [2]_. Without the
first discount, with negative sums dropped, and gamma = 1 it is CFR+ [3]_.

A round is two products of a sparse matrix (see `SequenceForm`) and a plan, and passes over the
players' information sets a whole level at a time; nothing walks the tree.

.. [1] M. Zinkevich, M. Johanson, M. Bowling, C. Piccione, "Regret minimization in games with
   incomplete information", *Advances in Neural Information Processing Systems* 20 (2007), theorems
   3 and 4.
.. [2] N. Brown, T. Sandholm, "Solving imperfect-information games via discounted regret
   minimization", *Proceedings of the AAAI Conference on Artificial Intelligence* 33 (2019), section
   4 and theorem 3.
.. [3] O. Tammelin, N. Burch, M. Johanson, M. Bowling, "Solving heads-up limit Texas hold'em",
   *Proceedings of the 24th International Joint Conference on Artificial Intelligence* (2015).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias, final

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame, SequenceForm
from brinkgame.forms.game import Game
from brinkgame.kernels.treeplex import Treeplex
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.play.opposition import opposition_obstacles
from brinkgame.play.realization import profile_with_replies
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.base import Run, Solver

__all__ = ["RegretMinimization"]

Flat: TypeAlias = npt.NDArray[np.float64]

_FIRST_LOOK = 10
"""Rounds before exploitability is measured first; later it is after every twentieth more."""

_UNITS = 2**40
"""In exact games probabilities are whole multiples of about one part in so many."""

_ROUNDING = 1e-9
"""What rounding may add to a regret, as a share of the range of payoffs."""


@final
@dataclass(frozen=True, slots=True)
class RegretMinimization(Solver):
    """A near-equilibrium of a two-player zero-sum or constant-sum tree, by discounted regrets.

    Parameters
    ----------
    accuracy
        The *exploitability* to reach, as a share of the range of possible payoffs: half of the sum
        of both players' regrets (OpenSpiel's ``exploitability``; its ``nash_conv`` is the sum).
    rounds
        The most rounds to play.
    alpha, beta, gamma
        The discounts. The defaults are those that its authors recommend; ``alpha=math.inf,
        beta=-math.inf, gamma=1`` is CFR+.

    Raises
    ------
    InvalidNumberError
        The accuracy is not from 1e-7 to 1, the rounds no positive whole number, a discount no
        number, or gamma negative or infinite.

    Notes
    -----
    Each round takes time proportional to the size of the tree, and memory is that of a few plans,
    so that it goes on where `SequenceFormLP` no longer does; where that one ends, it is exact and
    usually as fast. Rounds grow about with the inverse of the accuracy. If the rounds do not
    suffice, the status is `Status.UNREACHED`, and what was reached is handed over all the same,
    with its regrets in the certificate.

    ``result.statistics`` holds ``exploitability`` and ``value`` (to the first player) in units of
    payoffs, and ``rounds``. In an exact game the work is done in floats, the probabilities are
    fractions nearby, and the certificate's regrets are exact.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("kuhn-poker").game
    >>> result = bg.solve(game, bg.RegretMinimization(accuracy=1e-4))
    >>> result.statistics["exploitability"] < 4e-4, float(result[0].certificate.epsilon) < 8e-4
    (True, True)
    """

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME  # so that an exact one is chosen before it
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "a near-equilibrium of a large two-player zero-sum tree"

    accuracy: float = 1e-4
    rounds: int = 100_000
    alpha: float = 1.5
    beta: float = 0.0
    gamma: float = 2.0

    def __post_init__(self) -> None:
        if not _is_number(self.accuracy) or not 1e-7 <= self.accuracy < 1:
            raise InvalidNumberError(
                f"the accuracy {self.accuracy!r} is not a number from 1e-7 to 1"
            )
        rounds: object = self.rounds
        if isinstance(rounds, bool) or not isinstance(rounds, int) or rounds < 1:
            raise InvalidNumberError(f"the rounds {rounds!r} are not a positive whole number")
        for name in ("alpha", "beta", "gamma"):
            value = getattr(self, name)
            if not _is_number(value) or math.isnan(value):
                raise InvalidNumberError(f"{name} is a number; got {value!r}")
        if not 0 <= self.gamma < math.inf:
            raise InvalidNumberError(f"gamma is a number from 0 on; got {self.gamma!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Other numbers of players, payoffs that are not opposed, and what players forget."""
        return opposition_obstacles(game)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Play rounds until the averages are good enough."""
        learning = _Learning(game.sequence_form, self)
        scale = learning.scale
        status = Status.UNREACHED
        look = _FIRST_LOOK
        while True:
            learning.play()
            if learning.rounds < look and learning.rounds < self.rounds:
                continue
            control.tell("rounds", learning.rounds, self.rounds)
            if learning.exploitability() <= self.accuracy:
                status = Status.SOLVED
                break
            if learning.rounds >= self.rounds:
                break
            if control.expired():
                status = Status.TIME_LIMIT
                break
            look = max(look + _FIRST_LOOK, look + look // 20)
        plans = learning.averages()
        reached = learning.exploitability()
        statistics = {
            "exploitability": reached * scale,
            "value": learning.value() * scale,
            "rounds": learning.rounds,
        }
        return Run(
            profiles=(_profile(game, plans),),
            status=status,
            coverage=Coverage.ONE if status is Status.SOLVED else Coverage.SOME,
            # No regret is larger than the sum of both. The certificate's range of payoffs counts
            # ends that Nature rules out, too.
            accuracy=2 * max(reached, self.accuracy) * (scale / _range(game)) + _ROUNDING,
            statistics=statistics,
        )


@final
class _Learning:
    """Both players' regrets and averages, in units of the range of payoffs."""

    def __init__(self, form: SequenceForm, options: RegretMinimization) -> None:
        from scipy.sparse import csr_array

        structure = form.structure
        self._sides = [Treeplex(structure.first[who], structure.before[who]) for who in range(2)]
        rows, columns = (side.place[form.entries[:, who]] for who, side in enumerate(self._sides))
        entries, self._level, self.scale = _relative(form)
        gains = csr_array((entries, (rows, columns)), shape=form.counts)
        self._gains = (gains, (-gains.T).tocsr())
        self._options = options
        self.rounds = 0
        self._regrets = [np.zeros(side.size - 1) for side in self._sides]
        self._behavior = [s.matching(r) for s, r in zip(self._sides, self._regrets, strict=True)]
        self._plans = [s.plan(b) for s, b in zip(self._sides, self._behavior, strict=True)]
        self._sums = [np.zeros(side.size) for side in self._sides]

    def play(self) -> None:
        """A round: each player in turn looks back and adapts."""
        self.rounds += 1
        up = _weight(self.rounds, self._options.alpha)
        down = _weight(self.rounds, self._options.beta)
        kept = ((self.rounds - 1) / self.rounds) ** self._options.gamma
        for who, side in enumerate(self._sides):
            gains = self._gains[who] @ self._plans[1 - who]
            regrets = self._regrets[who]
            regrets += side.advantages(gains, self._behavior[who])
            self._behavior[who] = side.matching(regrets)
            self._plans[who] = side.plan(self._behavior[who])
            self._sums[who] *= kept
            self._sums[who] += self._plans[who]
            regrets *= np.where(regrets > 0, up, down)

    def _means(self) -> list[Flat]:
        return [total / total[0] for total in self._sums]

    def exploitability(self) -> float:
        """Half of what both could gain against the other's average."""
        means = self._means()
        best = [
            side.best(self._gains[who] @ means[1 - who]) for who, side in enumerate(self._sides)
        ]
        return sum(best) / 2

    def value(self) -> float:
        """What the first player gets when both play their averages."""
        one, two = self._means()
        return float(one @ (self._gains[0] @ two)) + self._level

    def averages(self) -> list[Flat]:
        """The averages of the plans, in the order of the sequence form."""
        return [mean[side.place] for side, mean in zip(self._sides, self._means(), strict=True)]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _weight(rounds: int, power: float) -> float:
    """t**power / (t**power + 1), and its limits."""
    if power == math.inf:
        return 1.0
    if power == -math.inf:
        return 0.0
    weight: float = 1.0 / (1.0 + float(rounds) ** -power)
    return weight


def _relative(form: SequenceForm) -> tuple[Flat, float, float]:
    """What the first player gets above the least possible, over the range: with level and range.

    Differences are taken before anything is rounded: payoffs may be far from zero, and close.
    """
    paid, odds = form.payoff_column(form.players[0]), form.odds
    if isinstance(odds, np.ndarray):
        there = odds > 0
        means = paid[there] / odds[there]
        low = float(means.min())
        width = float(means.max()) - low or 1.0
        return np.where(there, (paid - low * odds) / width, 0.0), low / width, width
    ratios = [p / q for p, q in zip(paid, odds, strict=True) if q]
    least = min(ratios)
    spread = max(ratios) - least or Fraction(1)
    above = [float((p - least * q) / spread) if q else 0.0 for p, q in zip(paid, odds, strict=True)]
    return np.array(above), float(least / spread), float(spread)


def _range(game: ExtensiveFormGame) -> float:
    """The range of payoffs by which the certificate measures regrets."""
    if isinstance(game.arithmetic, Float):
        return min(game.payoff_spreads.values())
    first = [paid[0] for paid in game.terminal_payoffs() if paid is not None]
    return float(max(first) - min(first)) or 1.0


def _profile(game: ExtensiveFormGame, plans: list[Flat]) -> BehaviorStrategyProfile:
    if isinstance(game.arithmetic, Float):
        return profile_with_replies(game, [plan.tolist() for plan in plans])
    rounded = game.to_float()
    near = profile_with_replies(rounded, [plan.tolist() for plan in plans])
    weights: list[Any] = []
    for infoset in range(game.tree.n_infosets):
        units = [round(weight * _UNITS) for weight in near.weights_at(infoset)]
        weights += [Fraction(unit, sum(units)) for unit in units]
    return BehaviorStrategyProfile.from_weights(game, weights)
