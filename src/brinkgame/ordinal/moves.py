"""The theory of moves: what comes of an outcome when players think ahead of moves and countermoves.

Play begins at an outcome, the *initial state*, and not with a choice of strategies. One player may
move, by changing its strategy; then the other may; and so on in turn, until whoever has the turn
stays, or play comes back to where it was. Each looks ahead to where this ends [1]_.

The rules here are these. (1) Moves alternate. (2) Play ends with the first return to a state where
it was before, which in a 2x2 game is the initial state. (3) A player moves only to get an outcome
that it likes better than the state where it stands. (4) Where one player would move from the
initial state and the other would stay, the mover prevails. (5) Where both would move, to different
outcomes, the theory does not say who is first: both are told. Brams's *two-sidedness convention*,
by which a player may move first to forestall the other's move, is not applied.

Only comparisons between outcomes of one player are used, so whatever is found holds for all payoffs
in this order.

.. [1] S. J. Brams (1994), *Theory of Moves*, chapter 1 (rules of play), chapter 4 (moving power).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import final

from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.ordinal.games import OrdinalGame, State

__all__ = [
    "MoveCycle",
    "MoveLine",
    "MovingPower",
    "NonmyopicEquilibria",
    "moving_power",
    "nonmyopic_equilibria",
]

MOST_STEPS = 500_000
"""The most positions (a state, with the states before it) that are looked through."""


@final
@dataclass(frozen=True, slots=True)
class MoveLine:
    """Where play goes from an initial state if one player has the first move.

    Attributes
    ----------
    first
        Who may move first.
    path
        The states, from the initial one to where play ends; a single one if the player stays.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("brams-chicken").game
    >>> found = bg.nonmyopic_equilibria(game)
    >>> print(*found.lines["strike", "maintain"], sep="; ")
    US first: (strike, maintain) -> (blockade, maintain); USSR first: ...
    """

    first: str
    path: tuple[State, ...]

    @property
    def end(self) -> State:
        """Where play ends."""
        return self.path[-1]

    @property
    def is_move(self) -> bool:
        """Whether the player moves at all."""
        return len(self.path) > 1

    def __str__(self) -> str:
        states = " -> ".join(f"({', '.join(state)})" for state in self.path)
        return f"{self.first} first: {states}" if self.is_move else f"{self.first} stays"


@final
@dataclass(frozen=True, slots=True)
class NonmyopicEquilibria:
    """What comes of each initial state; see `nonmyopic_equilibria`.

    Attributes
    ----------
    game
        The game.
    lines
        From each initial state, the line of play for each first mover. With ties there may be
        several for one of them.
    outcomes
        From each initial state, where play may end: one state, or those of both first movers where
        each would move and it matters who does.
    holds_for
        For which payoffs this holds.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.nonmyopic_equilibria(bg.catalog.load("brams-alternative").game)
    >>> found.equilibria
    (('blockade', 'withdraw'), ('strike', 'withdraw'))
    >>> found.outcomes["strike", "maintain"]
    (('blockade', 'withdraw'),)
    """

    game: OrdinalGame
    lines: Mapping[State, tuple[MoveLine, ...]]
    outcomes: Mapping[State, tuple[State, ...]]
    holds_for: str = "all payoffs in this order"

    @property
    def equilibria(self) -> tuple[State, ...]:
        """The nonmyopic equilibria: the states where play from some initial state ends."""
        ends = {end for found in self.outcomes.values() for end in found}
        return tuple(state for state in self.game.states if state in ends)

    @property
    def indeterminate(self) -> tuple[State, ...]:
        """The initial states from which it matters who moves first, or how a tie is broken."""
        return tuple(state for state, ends in self.outcomes.items() if len(ends) > 1)

    def from_state(self, state: State | Mapping[str, str]) -> tuple[State, ...]:
        """Where play from this state may end."""
        return self.outcomes[self.game.state(state)]

    def __str__(self) -> str:
        rows = []
        for state, ends in self.outcomes.items():
            texts = " or ".join(f"({', '.join(end)})" for end in ends)
            told = "; ".join(map(str, self.lines[state]))
            rows.append(f"from ({', '.join(state)}): {texts}   [{told}]")
        return "\n".join(rows)


def nonmyopic_equilibria(game: OrdinalGame) -> NonmyopicEquilibria:
    """Where play ends from every initial state, by the theory of moves.

    Parameters
    ----------
    game
        Two players, with few strategies: larger than about 3 by 3 there are too many lines of play.

    Returns
    -------
    NonmyopicEquilibria
        For both first movers.

    Raises
    ------
    UnsupportedGameError
        It is no ordinal game, it has not two players, or too many lines of play.

    Notes
    -----
    With ties a player who would gain nothing stays; where several moves are equally good for the
    mover, all are followed, and an initial state may have several outcomes for one first mover.

    References
    ----------
    S. J. Brams (1994), *Theory of Moves*, chapter 1.

    Examples
    --------
    >>> import brinkgame as bg
    >>> dilemma = bg.OrdinalGame.of(bg.catalog.load("prisoners-dilemma").game)
    >>> bg.nonmyopic_equilibria(dilemma).equilibria
    (('cooperate', 'cooperate'), ('defect', 'defect'))
    """
    _require_two(game, "the theory of moves")
    steps = _Steps(game)
    lines: dict[State, tuple[MoveLine, ...]] = {}
    outcomes: dict[State, tuple[State, ...]] = {}
    for state in game.states:
        told: list[MoveLine] = []
        ends: set[State] = set()
        for player in game.players:
            found = steps.play(player, state, (state,))
            told += [MoveLine(player, path) for path in found.values()]
        moves = [line for line in told if line.is_move]
        ends.update(line.end for line in moves)
        # A mover prevails over one who stays; but one who may stay by the way that a tie of its own
        # is broken leaves the initial state possible if the other stays too.
        if all(any(not x.is_move for x in told if x.first == p) for p in game.players):
            ends.add(state)
        lines[state] = tuple(told)
        outcomes[state] = tuple(s for s in game.states if s in ends)
    return NonmyopicEquilibria(game, MappingProxyType(lines), MappingProxyType(outcomes))


@final
class _Steps:
    """Backward induction over alternating moves."""

    __slots__ = ("_count", "_game", "_other")

    def __init__(self, game: OrdinalGame) -> None:
        self._game = game
        first, second = game.players
        self._other = {first: second, second: first}
        self._count = 0

    def play(
        self, player: str, state: State, path: tuple[State, ...]
    ) -> dict[State, tuple[State, ...]]:
        """Where play may end if a player has the turn: ``{end: path}``.

        One end, unless ties leave several.
        """
        self._count += 1
        if self._count > MOST_STEPS:
            raise UnsupportedGameError(
                f"{self._game.title!r} has too many lines of play; nonmyopic equilibria are for "
                "small games, up to about 3 by 3"
            )
        further = []
        for reached in self._game.moves(player, state):
            line = (*path, reached)
            if reached in path:
                further.append({reached: line})
            else:
                further.append(self.play(self._other[player], reached, line))

        def rank(end: State) -> int:
            return self._game.rank(player, end)

        # What each move is sure to bring, whatever ties of others do.
        sure = [min(map(rank, ends)) for ends in further]
        here = rank(state)
        found: dict[State, tuple[State, ...]] = {}
        if all(least <= here for least in sure):
            found[state] = path
        for place, ends in enumerate(further):
            rest = max((*sure[:place], *sure[place + 1 :]), default=0)
            for end, line in ends.items():
                if rank(end) > here and rank(end) >= rest:
                    found.setdefault(end, line)
        return found


@final
@dataclass(frozen=True, slots=True)
class MoveCycle:
    """One direction in which play can go round a 2x2 game.

    Attributes
    ----------
    states
        The four states in order, from the first one of the game.
    movers
        Who moves from each of them.
    impediments
        The states from which a player would have to move though it is best there for it: such a
        player does not move, and play does not go round.
    outcomes
        By who has moving power: where play stops, one state unless the other is indifferent. Empty
        where play does not go round.

    Examples
    --------
    >>> import brinkgame as bg
    >>> power = bg.moving_power(bg.catalog.load("brams-chicken").game)
    >>> [len(cycle.impediments) for cycle in power.cycles]
    [1, 1]
    """

    states: tuple[State, ...]
    movers: tuple[str, ...]
    impediments: tuple[State, ...]
    outcomes: Mapping[str, tuple[State, ...]]

    @property
    def is_cyclic(self) -> bool:
        """Whether no player has to leave its best state."""
        return not self.impediments


@final
@dataclass(frozen=True, slots=True)
class MovingPower:
    """What a player with moving power can bring about; see `moving_power`.

    Attributes
    ----------
    game
        The game.
    cycles
        Both directions.
    holds_for
        For which payoffs this holds.

    Examples
    --------
    >>> import brinkgame as bg
    >>> power = bg.moving_power(bg.catalog.load("brams-alternative").game)
    >>> power.outcomes("US"), power.outcomes("USSR")
    ((('blockade', 'withdraw'),), (('strike', 'withdraw'),))
    >>> power.is_effective("US")
    True
    """

    game: OrdinalGame
    cycles: tuple[MoveCycle, MoveCycle]
    holds_for: str = "all payoffs in this order"

    @property
    def is_cyclic(self) -> bool:
        """Whether play can go round in some direction."""
        return any(cycle.is_cyclic for cycle in self.cycles)

    def outcomes(self, player: str) -> tuple[State, ...]:
        """Where play may stop if this player has moving power; none in a game without a cycle."""
        if player not in self.game.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.game.players)}")
        ends = {end for cycle in self.cycles for end in cycle.outcomes.get(player, ())}
        return tuple(state for state in self.game.states if state in ends)

    def is_effective(self, player: str) -> bool:
        """Whether a player gets more by having moving power than by the other's having it."""
        other = next(name for name in self.game.players if name != player)
        mine, theirs = self.outcomes(player), self.outcomes(other)
        return bool(mine) and min(self.game.rank(player, s) for s in mine) > max(
            self.game.rank(player, s) for s in theirs
        )

    def __str__(self) -> str:
        if not self.is_cyclic:
            return "play does not go round: someone would have to leave its best state"
        told = {
            player: " or ".join(f"({', '.join(state)})" for state in self.outcomes(player))
            for player in self.game.players
        }
        return "; ".join(f"{player}: {states}" for player, states in told.items())


def moving_power(game: OrdinalGame) -> MovingPower:
    """Where play stops in a 2x2 game if one player can go on moving and the other must stop.

    In a direction in which nobody has to leave its best state, play could go round for ever. A
    player with *moving power* can keep this up for longer; the other must in the end stop at one
    of the two states where it has the turn, and takes the one that it likes better.

    Parameters
    ----------
    game
        Two players with two strategies each.

    Raises
    ------
    UnsupportedGameError
        It is no ordinal 2x2 game.

    References
    ----------
    S. J. Brams (1994), *Theory of Moves*, chapter 4.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.moving_power(bg.catalog.load("brams-alternative").game))
    US: (blockade, withdraw); USSR: (strike, withdraw)
    >>> print(bg.moving_power(bg.catalog.load("brams-chicken").game))
    play does not go round: someone would have to leave its best state
    """
    _require_two(game, "moving power")
    if game.shape != (2, 2):
        raise UnsupportedGameError(
            f"moving power is defined for two strategies each; {game.title!r} is "
            f"{' x '.join(map(str, game.shape))}"
        )
    first, second = game.players
    return MovingPower(game, (_cycle(game, (first, second)), _cycle(game, (second, first))))


def _cycle(game: OrdinalGame, turns: tuple[str, str]) -> MoveCycle:
    states = [game.states[0]]
    movers = turns * 2
    for player in movers[:3]:
        states.append(game.moves(player, states[-1])[0])
    impediments = tuple(
        state
        for state, player in zip(states, movers, strict=True)
        if state in game.order(player)[0]
    )
    outcomes = {}
    if not impediments:
        for holder, other in (turns, turns[::-1]):
            stops = [s for s, player in zip(states, movers, strict=True) if player == other]
            best = max(game.rank(other, s) for s in stops)
            outcomes[holder] = tuple(s for s in stops if game.rank(other, s) == best)
    return MoveCycle(tuple(states), movers, impediments, MappingProxyType(outcomes))


def _require_two(game: object, what: str) -> None:
    if not isinstance(game, OrdinalGame):
        raise UnsupportedGameError(
            f"{what} is about ordinal games; got {game!r}. OrdinalGame.of(table) keeps the order "
            "of its payoffs"
        )
    if len(game.players) != 2:
        raise UnsupportedGameError(
            f"{what} is about two players who move in turn; {game.title!r} has "
            f"{len(game.players)}. Several are taken by GraphModel.of(game)"
        )
