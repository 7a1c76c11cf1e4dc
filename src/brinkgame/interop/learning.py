"""Learning and evolution, through nashpy: its algorithms, our labels and our checks.

Each function takes a game in normal form and a labelled start, lets nashpy compute the path, and
returns it with labels. What nashpy leaves open is closed here:

* **Seeds.** nashpy draws from NumPy's global generator. Each call here seeds it, and puts it back
  as it was, so that one seed gives one path, and nothing else is disturbed. Two calls in two
  threads wait for each other.
* **Ties.** A best response among exact ties is drawn among all of them: for fictitious play,
  differences of payoffs are told in the largest unit in which they are whole, and as long as sums
  of them stay below 2**53, floats hold them exactly.
* **Symmetry.** The dynamics of one population look at the first player's payoffs alone. Here they
  refuse a game that is not symmetric.
* **Sizes.** Payoffs enter the stochastic choice and the differential equations as differences,
  formed exactly and from 0 on, so that a constant added to all payoffs changes nothing: neither do
  weights overflow for it, nor do shares drift away from a sum of one, as they do in nashpy where
  average payoffs are negative. What would overflow all the same is refused, and an integration
  that fails is an error, not a wrong path.

Not offered: nashpy's regret minimization (it compares payoffs with probabilities), its imitation
dynamics (they ignore the seed 0 and assume as many columns as rows), and mutation in its Moran
process (it confuses strategies with individuals).

.. [1] D. Fudenberg, D. K. Levine, *The Theory of Learning in Games* (1998), chapter 2.
.. [2] J. Hofbauer, W. H. Sandholm, "On the global convergence of stochastic fictitious play",
   Econometrica 70 (2002).
.. [3] P. D. Taylor, L. B. Jonker, "Evolutionary stable strategies and game dynamics", Mathematical
   Biosciences 40 (1978).
.. [4] M. A. Nowak, A. Sasaki, C. Taylor, D. Fudenberg, "Emergence of cooperation and evolutionary
   stability in finite populations", Nature 428 (2004).
"""

from __future__ import annotations

import itertools
import math
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from brinkgame.arithmetic import exact_number
from brinkgame.arithmetic.reading import shown
from brinkgame.errors import (
    BrinkgameError,
    InvalidNumberError,
    InvalidProfileError,
    SolveError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import NormalFormGame
from brinkgame.interop.nashpy import payoff_matrices, require_two_players
from brinkgame.interop.paths import Array, MoranPath, Play, PopulationPath, frozen
from brinkgame.play import MixedStrategyProfile

__all__ = [
    "asymmetric_replicator_dynamics",
    "fictitious_play",
    "moran_process",
    "replicator_dynamics",
    "stochastic_fictitious_play",
]

_MOST_NUMBERS = 50_000_000
"""The most numbers of a path."""
_MOST_INDIVIDUALS = 2_000
"""Each generation of a Moran process compares every individual with every other."""
_LARGEST_EXPONENT = 600.0
"""The exponential function of somewhat more overflows a float."""
_ALLOWED = 1e-6
"""How far shares may leave the simplex before an integration counts as failed."""

_turn = threading.Lock()


def fictitious_play(
    game: NormalFormGame,
    *,
    rounds: int = 1000,
    start: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> Play:
    """Fictitious play: each player responds best to how often the other played what so far.

    The shares of play need not converge (Shapley's game); where they do, it is to an equilibrium.
    They do in zero-sum games and in games of two strategies each (Fudenberg and Levine 1998,
    chapter 2).

    Parameters
    ----------
    game
        A closed game in normal form of two players.
    rounds
        How many are played.
    start
        What each player is believed to have played before: ``{player: {strategy: weight}}``, or
        ``{player: strategy}`` for one time. Nothing if None: the first actions are then drawn.
    seed
        Of the draws among best responses that tie.

    Raises
    ------
    UnsupportedGameError
        The game is of another form, open, or not of two players.
    InvalidProfileError
        The start names what is not there, or a weight is no number from 0 on.
    InvalidNumberError
        Rounds or seed are no whole numbers, or too large.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("matching-pennies").game
    >>> play = bg.interop.fictitious_play(game, rounds=2000, seed=1)
    >>> abs(play.final()["matcher"]["heads"] - 0.5) < 0.05
    True
    """
    from nashpy.learning.fictitious_play import fictitious_play as steps

    require_two_players(game, "fictitious play")
    _check_rounds(rounds, sum(game.shape))
    begin = _start_counts(game, start)
    total = rounds + max(map(float, (counts.sum() for counts in begin)))
    first, second = (_comparable(game, player, total) for player in game.players)
    with _seeded(seed):
        path = list(steps(first, second, iterations=rounds, play_counts=begin))
    counts = tuple(frozen([step[i] for step in path]) for i in range(2))
    return Play(game, counts, (), seed)


def stochastic_fictitious_play(
    game: NormalFormGame,
    *,
    rounds: int = 1000,
    start: Mapping[str, Any] | None = None,
    noise: float = 0.1,
    perturbation: float = 0.01,
    seed: int = 0,
) -> Play:
    """Stochastic fictitious play: logit responses to how often the other played what so far.

    Where it converges, it is to a quantal response equilibrium of rationality 1 / `noise`, not to
    an equilibrium of the game (Hofbauer and Sandholm 2002).

    Parameters
    ----------
    game, rounds, start, seed
        As for `fictitious_play`.
    noise
        In units of payoffs: the weight of a strategy is the exponential function of its expected
        payoff over the noise.
    perturbation
        Each expected payoff is shifted by a random amount from 0 to this, anew in each round.

    Returns
    -------
    Play
        With ``choices``: the mixed strategy of each player in each round.

    Raises
    ------
    UnsupportedGameError, InvalidProfileError
        As for `fictitious_play`.
    InvalidNumberError
        Rounds, seed, noise or perturbation are not what they should be, or the noise is so small
        against the differences of payoffs that weights overflow.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("matching-pennies").game
    >>> play = bg.interop.stochastic_fictitious_play(game, rounds=100, noise=0.5, seed=3)
    >>> play.choices[0].shape
    (100, 2)
    """
    from nashpy.learning.stochastic_fictitious_play import stochastic_fictitious_play as steps

    require_two_players(game, "stochastic fictitious play")
    _check_rounds(rounds, 2 * sum(game.shape))
    smoothing = _positive("noise", noise)
    shift = _positive("perturbation", perturbation, zero=True)
    begin = _start_counts(game, start)
    first, second = (_relative(game, player) for player in game.players)
    widest = max(float(first.max()), float(second.max())) + shift
    if widest > _LARGEST_EXPONENT * smoothing:
        raise InvalidNumberError(
            f"noise {noise!r} is too small for payoffs that differ by {widest:g}: weights would "
            f"overflow; take at least {widest / _LARGEST_EXPONENT:.3g}"
        )
    with _seeded(seed):
        path = list(
            steps(
                first,
                second,
                iterations=rounds,
                etha=smoothing,
                epsilon_bar=shift,
                play_counts=begin,
            )
        )
    counts = tuple(frozen([step[0][i] for step in path]) for i in range(2))
    choices = tuple(
        frozen(np.reshape([step[1][i] for step in path[1:]], (rounds, game.shape[i])))
        for i in range(2)
    )
    return Play(game, counts, choices, seed)


def replicator_dynamics(
    game: NormalFormGame,
    *,
    start: Any = None,
    times: Sequence[Any] | None = None,
    mutation: Mapping[str, Any] | None = None,
) -> PopulationPath:
    """Replicator dynamics of one population: what pays more than the average spreads.

    Parameters
    ----------
    game
        A closed symmetric game in normal form: two players with the same strategies, whose payoffs
        are the same with the roles exchanged.
    start
        The shares at the first time, ``{strategy: share}``; equal shares if None.
    times
        Points in time, ascending; a thousand from 0 to 10 if None.
    mutation
        ``{strategy: {strategy: probability}}``: what the offspring of each becomes. Faithful if
        None. With it, payoffs are numbers of offspring, and none is negative; what is added to all
        of them matters: the more everybody multiplies, the more mutants.

    Raises
    ------
    UnsupportedGameError
        The game is of another form, open, not symmetric, or has negative payoffs beside mutation.
    InvalidProfileError
        The start or a row of the mutation are no probabilities over the strategies.
    InvalidNumberError
        The times are none, or do not ascend.
    SolveError
        The integration failed: times are too far apart, or payoffs too large for them.

    Notes
    -----
    The share x_i of strategy i changes by x_i (f_i - mean f), where f_i is its expected payoff
    against the population (Taylor and Jonker 1978). It is integrated by SciPy's odeint, with
    relative errors of about 1e-8; shares are put back on the simplex where they leave it by less
    than 1e-6.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame("stag hunt", strategies={p: ("stag", "hare") for p in "AB"},
    ...     payoffs={"A": [[4, 0], [3, 3]], "B": [[4, 3], [0, 3]]})
    >>> path = bg.interop.replicator_dynamics(game, start={"stag": "4/5", "hare": "1/5"},
    ...                                       times=[0, 50])
    >>> round(path.final()["A"]["stag"], 3)
    1.0
    """
    from nashpy.learning.replicator_dynamics import replicator_dynamics as solution

    _require_symmetric(game, "replicator dynamics of one population")
    points = _times(times, sum(game.shape))
    begin = _shares(game, start, "start")
    if mutation is None:
        table, rates = _relative(game, game.players[0]), None
    else:
        _require_offspring(game, "mutation")
        table, rates = payoff_matrices(game)[0], _mutation(game, mutation)
    path = _integrated(
        lambda: [solution(table, y0=begin, timepoints=points, mutation_matrix=rates)]
    )
    return PopulationPath(game, frozen(points), path * 2)


def asymmetric_replicator_dynamics(
    game: NormalFormGame,
    *,
    start: Mapping[str, Any] | None = None,
    times: Sequence[Any] | None = None,
) -> PopulationPath:
    """Replicator dynamics of two populations, one for each player.

    Parameters
    ----------
    game
        A closed game in normal form of two players.
    start
        The shares at the first time, ``{player: {strategy: share}}``; equal shares if None.
    times
        Points in time, ascending; a thousand from 0 to 10 if None.

    Raises
    ------
    UnsupportedGameError
        The game is of another form, open, or not of two players.
    InvalidProfileError, InvalidNumberError, SolveError
        As for `replicator_dynamics`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("chicken").game
    >>> path = bg.interop.asymmetric_replicator_dynamics(
    ...     game, start={"row": {"swerve": 0.8, "straight": 0.2},
    ...                  "column": {"swerve": 0.9, "straight": 0.1}}, times=[0, 1, 100])
    >>> {player: max(shares, key=shares.get) for player, shares in path.final().items()}
    {'row': 'straight', 'column': 'swerve'}
    """
    from nashpy.learning.replicator_dynamics import asymmetric_replicator_dynamics as solution

    require_two_players(game, "replicator dynamics")
    points = _times(times, sum(game.shape))
    if start is not None and not isinstance(start, Mapping):
        raise InvalidProfileError(f"start: written {{player: {{strategy: share}}}}; got {start!r}")
    given = {player: _even(menu) for player, menu in game.strategies.items()}
    profile = _profile(game, given if start is None else start, "start")
    rows, columns = (np.array(list(map(float, weights))) for weights in profile.weights)
    first = _relative(game, game.players[0])
    second = _relative(game, game.players[1]).T
    path = _integrated(
        lambda: list(solution(first, second, x0=rows, y0=columns, timepoints=points))
    )
    return PopulationPath(game, frozen(points), path)


def moran_process(
    game: NormalFormGame,
    population: Mapping[str, int],
    *,
    generations: int = 10_000,
    seed: int = 0,
) -> MoranPath:
    """A Moran process: in each generation one individual is born, and one dies.

    Who is born is drawn in proportion to payoffs against all others (evenly, if nobody gets
    anything); who dies is drawn evenly (Nowak, Sasaki, Taylor and Fudenberg 2004).

    Parameters
    ----------
    game
        A closed symmetric game in normal form, without negative payoffs.
    population
        How many individuals play each strategy, ``{strategy: count}``.
    generations
        The most that there are; the process ends when all play the same.
    seed
        Of all draws.

    Returns
    -------
    MoranPath
        Its ``fixed`` is the strategy that took over, or None.

    Raises
    ------
    UnsupportedGameError
        The game is of another form, open, not symmetric, or has negative payoffs.
    InvalidProfileError
        The population names what is not there, or counts are no whole numbers from 0 on.
    InvalidNumberError
        Generations or seed are no whole numbers, or too large.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame("neutral", strategies={p: ("a", "b") for p in "AB"},
    ...     payoffs={"A": [[1, 1], [1, 1]], "B": [[1, 1], [1, 1]]})
    >>> bg.interop.moran_process(game, {"a": 4}).fixed
    'a'
    """
    from nashpy.egt.moran_process import moran_process as steps

    _require_symmetric(game, "a Moran process")
    _require_offspring(game, "a Moran process")
    _check_rounds(generations, game.shape[0], "generations")
    table = game.payoff_array(game.players[0])
    begin = _individuals(game, population)
    # Who is born depends on ratios of payoffs only, and these do not overflow.
    ratios = np.array([[float(x / (table.max() or 1)) for x in row] for row in table.tolist()])
    size = game.shape[0]
    counts = [np.bincount(begin, minlength=size)]
    if np.count_nonzero(counts[0]) > 1:
        with _seeded(seed), np.errstate(invalid="ignore"):
            path = itertools.islice(steps(ratios, begin), generations)
            counts.extend(np.bincount(now, minlength=size) for now in path)
    return MoranPath(game, frozen(counts), seed)


# -- what is given --------------------------------------------------------------------------------


def _whole(name: str, value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise InvalidNumberError(f"{name} is a whole number; got {shown(value)}")
    if not 0 <= value <= most:
        raise InvalidNumberError(f"{name} is a whole number from 0 to {most}; got {shown(value)}")
    return int(value)


def _check_rounds(rounds: object, width: int, name: str = "rounds") -> None:
    _whole(name, rounds, _MOST_NUMBERS // width)


def _positive(name: str, value: object, *, zero: bool = False) -> float:
    try:
        number = float(exact_number(value))
    except OverflowError:
        number = math.inf
    except BrinkgameError as error:
        raise InvalidNumberError(f"{name}: {error}") from None
    if not (0 < number < math.inf or (zero and number == 0)):
        raise InvalidNumberError(
            f"{name} is a number {'from 0 on' if zero else 'above 0'}, within floats; "
            f"got {shown(value)}"
        )
    return number


def _start_counts(game: NormalFormGame, start: object) -> list[Array]:
    """How often each strategy is believed to have been played, one array a player."""
    if start is None:
        return [np.zeros(size) for size in game.shape]
    if not isinstance(start, Mapping):
        raise InvalidProfileError(
            f"start: written {{player: {{strategy: weight}}}}; got {shown(start)}"
        )
    _check_labels(start, game.players, "start", "player")
    begin = []
    for player, menu in game.strategies.items():
        if player not in start:
            raise InvalidProfileError(f"start: nothing said for {player}")
        given = start[player]
        if isinstance(given, str):
            given = {given: 1}
        if not isinstance(given, Mapping):
            raise InvalidProfileError(
                f"start of {player}: expected {{strategy: weight}}, got {shown(given)}"
            )
        _check_labels(given, menu, f"start of {player}", "strategy")
        begin.append(np.array([_weight(given.get(s, 0), player, s) for s in menu]))
    return begin


def _weight(value: object, player: str, strategy: str) -> float:
    try:
        weight = exact_number(value)
    except BrinkgameError as error:
        raise InvalidProfileError(f"start of {player}, {strategy}: {error}") from None
    if not 0 <= weight <= 2**53:
        raise InvalidProfileError(
            f"start of {player}, {strategy}: expected a number from 0 to 2**53, got {shown(value)}"
        )
    return float(weight)


def _check_labels(given: Mapping[Any, Any], known: Sequence[str], where: str, kind: str) -> None:
    for label in given:
        if label not in known:
            raise InvalidProfileError(f"{where}: no {kind} {label!r}{suggestion(label, known)}")


def _individuals(game: NormalFormGame, population: object) -> npt.NDArray[np.int64]:
    """The strategy of each individual, as positions."""
    menu = game.strategies[game.players[0]]
    if not isinstance(population, Mapping):
        raise InvalidProfileError(
            f"a population is written {{strategy: count}}; got {shown(population)}"
        )
    _check_labels(population, menu, "population", "strategy")
    try:
        counts = [_whole(f"{s}", population.get(s, 0), _MOST_INDIVIDUALS) for s in menu]
    except InvalidNumberError as error:
        raise InvalidProfileError(f"population: {error}") from None
    if not 1 <= sum(counts) <= _MOST_INDIVIDUALS:
        raise InvalidProfileError(
            f"population: {sum(counts)} individuals; from 1 to {_MOST_INDIVIDUALS} are taken"
        )
    return np.repeat(np.arange(len(menu)), counts)


def _even(menu: Sequence[str]) -> dict[str, Fraction]:
    return {strategy: Fraction(1, len(menu)) for strategy in menu}


def _profile(game: NormalFormGame, given: Mapping[str, Any], where: str) -> MixedStrategyProfile:
    try:
        return MixedStrategyProfile(game, given)
    except InvalidProfileError as error:
        raise InvalidProfileError(f"{where}: {error}") from None


def _shares(game: NormalFormGame, given: Any, where: str) -> Array:
    """Shares of the strategies of a symmetric game; even if nothing is given."""
    first, second = game.players
    menu = game.strategies[first]
    shares = _even(menu) if given is None else given
    profile = _profile(game, {first: shares, second: menu[0]}, where)
    return np.array(list(map(float, profile.weights[0])))


def _mutation(game: NormalFormGame, mutation: object) -> Array:
    menu = game.strategies[game.players[0]]
    if not isinstance(mutation, Mapping):
        raise InvalidProfileError(
            f"mutation: written {{strategy: {{strategy: probability}}}}; got {shown(mutation)}"
        )
    _check_labels(mutation, menu, "mutation", "strategy")
    for strategy in menu:
        if strategy not in mutation:
            raise InvalidProfileError(f"mutation: nothing said for {strategy}")
    return np.array([_shares(game, mutation[s], f"mutation of {s}") for s in menu])


def _times(times: Any, width: int) -> Array:
    if times is None:
        return np.linspace(0.0, 10.0, 1000)
    if isinstance(times, (str, bytes)) or not isinstance(times, (Sequence, np.ndarray)):
        raise InvalidNumberError(f"times are a sequence of numbers; got {shown(times)}")
    _whole("the number of times", len(times), _MOST_NUMBERS // width)
    try:
        points = np.array([float(exact_number(time)) for time in times])
    except OverflowError:
        raise InvalidNumberError("a time is too large for a float") from None
    except InvalidNumberError as error:
        raise InvalidNumberError(f"times: {error}") from None
    if len(points) == 0 or (np.diff(points) <= 0).any():
        raise InvalidNumberError(f"times ascend, and there is at least one; got {shown(times)}")
    return points


def _require_symmetric(game: NormalFormGame, purpose: str) -> None:
    require_two_players(game, purpose)
    first, second = game.players
    if game.strategies[first] != game.strategies[second]:
        raise UnsupportedGameError(
            f"{purpose} needs the same strategies of both players; they have "
            f"{shown(game.strategies[first])} and {shown(game.strategies[second])}"
        )
    mine, theirs = game.payoff_array(first), game.payoff_array(second).T
    wrong = np.argwhere(mine != theirs)
    if len(wrong):
        row, column = (game.strategies[first][i] for i in wrong[0].tolist())
        raise UnsupportedGameError(
            f"{purpose} needs a symmetric game: {row} against {column} pays {first} "
            f"{mine[tuple(wrong[0])]} and {second} {theirs[tuple(wrong[0])]}; for two populations "
            "take asymmetric_replicator_dynamics"
        )


def _require_offspring(game: NormalFormGame, purpose: str) -> None:
    lowest = game.payoff_array(game.players[0]).min()
    if lowest < 0:
        raise UnsupportedGameError(
            f"{purpose} takes payoffs as numbers of offspring, from 0 on, and {game!r} has "
            f"{lowest}; add a constant to all, which says how many there are without the game"
        )


# -- payoffs in floats ----------------------------------------------------------------------------


def _own_rows(game: NormalFormGame, player: str) -> npt.NDArray[Any]:
    """A player's payoffs with one's own strategies as rows."""
    table = game.payoff_array(player)
    return table if player == game.players[0] else table.T


def _relative(game: NormalFormGame, player: str) -> Array:
    """What each strategy of one's own pays more than the worst, against each of the other's.

    What is the same for all of one's own strategies has no part in a logit response or in the
    replicator equation. Without it nothing overflows, differences are as exact as can be, and no
    payoff is negative: where the average payoff is, the sum of the shares drifts away from one.
    """
    table = _own_rows(game, player)
    differences = table - table.min(axis=0)
    floats = np.array([[_float(x) for x in row] for row in differences.tolist()])
    if not np.isfinite(floats).all():
        raise UnsupportedGameError(f"the payoffs of {player} differ by more than a float holds")
    return floats


def _float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _comparable(game: NormalFormGame, player: str, total: float) -> Array:
    """Payoffs with the same best responses, as the matrix that nashpy takes.

    Whole numbers if their sums over so many rounds are exact in floats, so that ties are ties;
    otherwise from 0 to 1.
    """
    table = _own_rows(game, player)
    if isinstance(game.numbers, np.ndarray):
        largest = float(np.abs(table).max())
        found = table if largest * max(total, 1.0) < 1e300 else table / largest
    else:
        rows = (table - table.min(axis=0)).tolist()
        numbers = [number for row in rows for number in row]
        # The largest unit in which all are whole; 0 if all are.
        unit = Fraction(
            math.gcd(*(number.numerator for number in numbers)),
            math.lcm(*(number.denominator for number in numbers)),
        )
        widest = max(numbers) or Fraction(1)
        if Fraction(max(total, 1.0)) * widest < 2**53 * (unit or 1):
            widest = unit or Fraction(1)
        found = np.array([[float(number / widest) for number in row] for row in rows])
    return np.ascontiguousarray(found if player == game.players[0] else found.T)


# -- around nashpy --------------------------------------------------------------------------------


@contextmanager
def _seeded(seed: object) -> Iterator[None]:
    """NumPy's global generator, from which nashpy draws, with this seed; afterwards as it was."""
    number = _whole("seed", seed, 2**32 - 1)
    with _turn:
        before = np.random.get_state()  # noqa: NPY002
        np.random.seed(number)  # noqa: NPY002
        try:
            yield
        finally:
            np.random.set_state(before)  # noqa: NPY002


def _integrated(solution: Any) -> tuple[Array, ...]:
    """The paths of shares that an integration gives, if it went well."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="ignore"):
        warnings.simplefilter("always")
        paths = [np.asarray(path) for path in solution()]
    told = str(caught[0].message).splitlines()[0] if caught else ""
    clean = []
    for path in paths:
        sums = path.sum(axis=1, keepdims=True)
        kept = np.abs(sums - 1).max() <= _ALLOWED and path.min() >= -_ALLOWED
        if told or not kept:  # NaN compares false
            raise SolveError(
                f"the integration failed{f' ({told})' if told else ''}: take times closer "
                "together, or payoffs in a larger unit"
            )
        inside = path.clip(0.0, 1.0)
        clean.append(frozen(inside / inside.sum(axis=1, keepdims=True)))
    return tuple(clean)
