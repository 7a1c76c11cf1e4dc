"""Where learning leads: what was played in each round, or a population at each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, final

import numpy as np
import numpy.typing as npt

from brinkgame.errors import UnknownKeyError, suggestion
from brinkgame.forms import NormalFormGame

__all__ = ["MoranPath", "Play", "PopulationPath", "frozen"]

Array = npt.NDArray[np.float64]


def frozen(values: Any) -> Array:
    """An array of floats that cannot be changed."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def _position(game: NormalFormGame, player: object) -> int:
    if player not in game.players:
        raise UnknownKeyError(f"no player {player!r}{suggestion(player, game.players)}")
    return game.players.index(str(player))


def _labelled(game: NormalFormGame, rows: Mapping[str, Array]) -> dict[str, dict[str, float]]:
    return {
        player: dict(zip(game.strategies[player], row.tolist(), strict=True))
        for player, row in rows.items()
    }


@final
@dataclass(frozen=True, eq=False, slots=True)
class Play(Mapping[str, Array]):
    """How often each strategy was played, round by round; ``play[player]`` is an array.

    The rows are the rounds, from the start (row 0) on; the columns are the player's strategies, in
    the order of the game.

    Attributes
    ----------
    game
        The game that was played.
    counts
        One array a player, in the order of the players.
    choices
        Where players mix, the mixed strategy of each in each round, one array a player and one row
        a round after the start; otherwise empty.
    seed
        What the random choices were drawn with.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("chicken").game
    >>> first = {"row": "swerve", "column": "straight"}
    >>> play = bg.interop.fictitious_play(game, rounds=3, start=first)
    >>> play["row"][-1], play.rounds
    (array([4., 0.]), 3)
    >>> play.final()["column"]
    {'swerve': 0.0, 'straight': 1.0}
    """

    game: NormalFormGame
    counts: tuple[Array, ...]
    choices: tuple[Array, ...]
    seed: int

    def __getitem__(self, player: str) -> Array:
        return self.counts[_position(self.game, player)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.game.players)

    def __len__(self) -> int:
        return len(self.game.players)

    @property
    def rounds(self) -> int:
        """How many rounds were played after the start."""
        return len(self.counts[0]) - 1

    def shares(self, player: str) -> Array:
        """The share of each strategy in a player's past, round by round; NaN before any past."""
        counts = self[player]
        totals = counts.sum(axis=1, keepdims=True)
        return frozen(np.divide(counts, totals, out=np.full_like(counts, np.nan), where=totals > 0))

    def final(self) -> dict[str, dict[str, float]]:
        """The share of each strategy over all rounds, ``{player: {strategy: share}}``."""
        return _labelled(self.game, {player: self.shares(player)[-1] for player in self})

    def __repr__(self) -> str:
        return f"<Play of {self.game!r}: {self.rounds} rounds, seed {self.seed}>"


@final
@dataclass(frozen=True, eq=False, slots=True)
class PopulationPath(Mapping[str, Array]):
    """The shares of strategies in a population over time; ``path[player]`` is an array.

    The rows are the times; the columns are the player's strategies, in the order of the game. Where
    both players are drawn from one population, both have its shares.

    Attributes
    ----------
    game
        The game that is played.
    times
        The points in time, one a row.
    populations
        One array a player, in the order of the players.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame("hawk and dove", strategies={p: ("hawk", "dove") for p in "AB"},
    ...     payoffs={"A": [[-1, 2], [0, 1]], "B": [[-1, 0], [2, 1]]})
    >>> path = bg.interop.replicator_dynamics(game, start={"hawk": "1/10", "dove": "9/10"},
    ...                                       times=[0, 10, 100])
    >>> {name: round(share, 6) for name, share in path.final()["A"].items()}
    {'hawk': 0.5, 'dove': 0.5}
    """

    game: NormalFormGame
    times: Array
    populations: tuple[Array, ...]

    def __getitem__(self, player: str) -> Array:
        return self.populations[_position(self.game, player)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.game.players)

    def __len__(self) -> int:
        return len(self.game.players)

    def final(self) -> dict[str, dict[str, float]]:
        """The shares at the last time, ``{player: {strategy: share}}``."""
        return _labelled(self.game, {player: self[player][-1] for player in self})

    def __repr__(self) -> str:
        times = f"{len(self.times)} times from {self.times[0]:g} to {self.times[-1]:g}"
        return f"<PopulationPath of {self.game!r}: {times}>"


@final
@dataclass(frozen=True, eq=False, slots=True)
class MoranPath:
    """How many individuals play each strategy, generation by generation.

    Attributes
    ----------
    game
        The symmetric game by which they are fit.
    counts
        One row a generation, from the start (row 0) on; one column a strategy, in the order of the
        game.
    seed
        What the random choices were drawn with.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame("stag hunt", strategies={p: ("stag", "hare") for p in "AB"},
    ...     payoffs={"A": [[4, 0], [3, 3]], "B": [[4, 3], [0, 3]]})
    >>> path = bg.interop.moran_process(game, {"stag": 5, "hare": 5}, seed=1)
    >>> path.fixed in ("stag", "hare"), path.counts.sum(axis=1).max()
    (True, np.float64(10.0))
    """

    game: NormalFormGame
    counts: Array
    seed: int

    @property
    def fixed(self) -> str | None:
        """The strategy that everybody plays in the end; None while there are several."""
        (left,) = np.nonzero(self.counts[-1])
        return self.strategies[left[0]] if len(left) == 1 else None

    @property
    def strategies(self) -> tuple[str, ...]:
        """The strategies, one a column."""
        return self.game.strategies[self.game.players[0]]

    @property
    def generations(self) -> int:
        """How many generations there were after the start."""
        return len(self.counts) - 1

    def final(self) -> dict[str, int]:
        """How many play each strategy in the end."""
        return dict(zip(self.strategies, map(int, self.counts[-1]), strict=True))

    def __repr__(self) -> str:
        end = f"all {self.fixed}" if self.fixed else "not fixed"
        return f"<MoranPath of {self.game!r}: {self.generations} generations, {end}>"
