"""The graph model of a conflict: states, who can move where, and who likes what better.

Each decision maker has a graph of its own over the same states: its arcs are the moves that it can
make alone. What cannot be undone is an arc without its return. Preferences are an order of the
states. There are no strategies, no payoffs and no chances [1]_.

.. [1] L. Fang, K. W. Hipel and D. M. Kilgour (1993), *Interactive Decision Making: The Graph Model
   for Conflict Resolution*, chapters 2 and 3.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn, Self, TypeAlias, final

from brinkgame.errors import (
    Fault,
    InvalidGameError,
    InvalidProfileError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.ordinal.games import OrdinalGame

__all__ = ["GraphModel"]

Order: TypeAlias = "Sequence[Any]"
"""States, best first, by label or code; a tuple or list of them in one place is a tie."""

MOST_OPTIONS = 16
"""Two to this power are the most states of a model that is written by options."""


@final
class GraphModel:
    """A conflict as a graph: states, moves of each decision maker, and orders of preference.

    Use it where moves and what can be undone are known, and preferences only in order; `stability`
    says which states would hold. For the sequence of moves with chances and beliefs use a tree.

    Parameters
    ----------
    title
        What the model is called.
    moves
        ``{player: {state: states}}``: where a player can go in one move of its own. A state without
        moves may be left out.
    preferences
        ``{player: (best, ..., worst)}``, each place a state or a tuple of states that are as good.
        Every player orders every state.
    states
        The order in which states are listed; that of the first player's preferences otherwise.

    Raises
    ------
    InvalidGameError
        With every fault: a state that somebody does not order, a move to nowhere.

    References
    ----------
    L. Fang, K. W. Hipel and D. M. Kilgour (1993), *Interactive Decision Making*, chapter 2.
    N. M. Fraser and K. W. Hipel (1984), *Conflict Analysis: Models and Resolutions*.

    Examples
    --------
    >>> import brinkgame as bg
    >>> wall = bg.GraphModel("a wall",
    ...     moves={"East": {"open": ("closed",)}, "West": {"closed": ("war",)}},
    ...     preferences={"East": ("closed", "open", "war"), "West": ("open", "closed", "war")})
    >>> print(wall)
    a wall
    East: closed > open > war
      open -> closed
    West: open > closed > war
      closed -> war
    >>> bg.stability(wall).equilibria("nash")
    ('closed', 'war')
    """

    __slots__ = ("_codes", "_moves", "_ranks", "options", "players", "states", "title")

    title: str
    players: tuple[str, ...]
    states: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    """By player, where the model is written by options; otherwise empty."""
    _codes: Mapping[str, int]
    _moves: Mapping[str, Mapping[str, tuple[str, ...]]]
    _ranks: Mapping[str, Mapping[str, int]]

    def __init__(
        self,
        title: str,
        *,
        moves: Mapping[str, Mapping[str, Iterable[str]]],
        preferences: Mapping[str, Order],
        states: Sequence[str] | None = None,
    ) -> None:
        self._build(title, moves, preferences, states, {}, {})

    @classmethod
    def from_options(
        cls,
        title: str,
        *,
        options: Mapping[str, Mapping[str, bool]],
        preferences: Mapping[str, Order],
        excluded: Iterable[Iterable[str]] = (),
    ) -> Self:
        """A model written by what each player can do or leave.

        A state says of each option whether it is taken. Its code is the sum of 2 to the power of
        the places of the options taken, counted from 0 over all players. A player can change any of
        its own options in one move, except that it cannot take back what is irreversible.

        Parameters
        ----------
        title
            What the model is called.
        options
            ``{player: {option: whether it can be taken back}}``; every option once.
        preferences
            As for `GraphModel`; states by code, or by label.
        excluded
            Options that cannot be taken together: sets of them.

        Examples
        --------
        >>> import brinkgame as bg
        >>> model = bg.GraphModel.from_options("a ship",
        ...     options={"US": {"board": False}, "USSR": {"turn back": True}},
        ...     preferences={"US": (2, 3, 0, 1), "USSR": (0, 2, 3, 1)})
        >>> model.states
        ('nothing', 'board', 'turn back', 'board + turn back')
        >>> model.reachable("US", "nothing"), model.reachable("US", "board")
        (('board',), ())
        """
        places, reversible, never = _read_options(title, options, excluded)
        owned = {player: tuple(menu) for player, menu in options.items()}
        codes: dict[str, int] = {}
        taken: dict[str, frozenset[str]] = {}
        for code in range(2 ** len(places)):
            chosen = frozenset(o for o, place in places.items() if code >> place & 1)
            if any(group <= chosen for group in never):
                continue
            label = " + ".join(o for o in places if o in chosen) or "nothing"
            codes[label], taken[label] = code, chosen
        moves: dict[str, dict[str, list[str]]] = {player: {} for player in owned}
        for (here, before), (there, after) in itertools.permutations(taken.items(), 2):
            for player, own in owned.items():
                back = {o for o in before - after if not reversible[o]}
                if before ^ after <= set(own) and not back:
                    moves[player].setdefault(here, []).append(there)
        model = cls.__new__(cls)
        model._build(title, moves, preferences, tuple(codes), codes, owned)
        return model

    @classmethod
    def of(cls, game: OrdinalGame) -> Self:
        """An ordinal game as a graph: each player may change its strategy whenever it likes.

        Examples
        --------
        >>> import brinkgame as bg
        >>> model = bg.GraphModel.of(bg.catalog.load("brams-chicken").game)
        >>> bg.stability(model).equilibria("nash")
        ('blockade, maintain', 'strike, withdraw')
        """
        if not isinstance(game, OrdinalGame):
            raise UnsupportedGameError(
                f"expected an ordinal game, got {game!r}; OrdinalGame.of(table) keeps the order of "
                "its payoffs"
            )
        label = ", ".join
        model = cls.__new__(cls)
        model._build(
            game.title,
            {
                p: {label(s): list(map(label, game.moves(p, s))) for s in game.states}
                for p in game.players
            },
            {p: [tuple(map(label, tied)) for tied in game.order(p)] for p in game.players},
            tuple(map(label, game.states)),
            {},
            {},
        )
        return model

    def _build(
        self,
        title: Any,
        moves: Any,
        preferences: Any,
        states: Any,
        codes: Mapping[str, int],
        options: Mapping[str, tuple[str, ...]],
    ) -> None:
        faults: list[Fault] = []
        what = f"{title!r} is not a model"
        if not isinstance(title, str):
            faults.append(Fault("", f"the title is text; got {title!r}"))
        for name, given in (("moves", moves), ("preferences", preferences)):
            if not isinstance(given, Mapping) or not given:
                faults.append(Fault("", f"{name} are written {{player: ...}}; got {given!r}"))
        if faults:
            raise InvalidGameError(what, faults)
        players = tuple(preferences)
        faults += [
            Fault("", f"player {p!r} is named by text")
            for p in players
            if not isinstance(p, str) or not p
        ]
        faults += [
            Fault("", f"moves of unknown player {player!r}{suggestion(player, players)}")
            for player in moves
            if player not in players
        ]
        labels = {code: label for label, code in codes.items()}
        orders = {player: _order(player, preferences[player], labels, faults) for player in players}
        if faults:
            raise InvalidGameError(what, faults)
        if states is None:
            listed = tuple(state for tied in orders[players[0]] for state in tied)
        else:
            listed = tuple(states)
        known = set(listed)
        ranks: dict[str, dict[str, int]] = {}
        for player, order in orders.items():
            ranks[player] = {
                state: place for place, tied in enumerate(reversed(order), 1) for state in tied
            }
            faults += [
                Fault("", f"{player} orders {state!r}, which is no state{suggestion(state, known)}")
                for state in ranks[player]
                if state not in known
            ]
            faults += [
                Fault("", f"{player} does not order {state!r}")
                for state in listed
                if state not in ranks[player]
            ]
        kept: dict[str, dict[str, tuple[str, ...]]] = {player: {} for player in players}
        for player, arcs in moves.items():
            if not isinstance(arcs, Mapping):
                faults.append(Fault("", f"moves of {player} are {{state: states}}; got {arcs!r}"))
                continue
            for here, there in arcs.items():
                ends = there if isinstance(there, Iterable) and not isinstance(there, str) else None
                if here not in known:
                    faults.append(
                        Fault(
                            "",
                            f"{player} moves from {here!r}, which is no state"
                            f"{suggestion(here, known)}",
                        )
                    )
                elif ends is None:
                    faults.append(
                        Fault(
                            "",
                            f"moves of {player} from {here!r} are a sequence of states; "
                            f"got {there!r}",
                        )
                    )
                else:
                    reached = set(ends)
                    faults += [
                        Fault(
                            "",
                            f"{player} moves from {here!r} to {end!r}, which is no other "
                            f"state{suggestion(end, known)}",
                        )
                        for end in sorted(map(str, reached - known | reached & {here}))
                    ]
                    kept[player][here] = tuple(state for state in listed if state in reached)
        if faults:
            raise InvalidGameError(what, faults)
        numbered = dict(codes) or {state: place for place, state in enumerate(listed)}
        for name, value in {
            "title": title,
            "players": players,
            "states": listed,
            "options": MappingProxyType(dict(options)),
            "_codes": numbered,
            "_moves": kept,
            "_ranks": ranks,
        }.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a model cannot be changed (tried to set {name!r}); build a new one")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (
            self.title,
            {p: dict(arcs) for p, arcs in self._moves.items()},
            {p: self.order(p) for p in self.players},
            self.states,
            dict(self._codes),
            dict(self.options),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, GraphModel):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return (
            self.states,
            tuple(
                (p, self.order(p), tuple(self.reachable(p, s) for s in self.states))
                for p in self.players
            ),
        )

    def state(self, state: str | int) -> str:
        """A state by its label or its code.

        Raises
        ------
        InvalidProfileError
            There is no such state.
        """
        if isinstance(state, int) and not isinstance(state, bool):
            for label, code in self._codes.items():
                if code == state:
                    return label
        elif isinstance(state, str) and state in self._codes:
            return state
        hint = suggestion(state, self.states) if isinstance(state, str) else ""
        raise InvalidProfileError(f"no state {state!r} in {self.title!r}{hint}")

    def code(self, state: str | int) -> int:
        """The code of a state: the sum of 2 to the places of its options, or its place."""
        return self._codes[self.state(state)]

    def rank(self, player: str, state: str | int) -> int:
        """The place of a state in a player's order; 1 is the worst, and equal is as good."""
        self._require_player(player)
        return self._ranks[player][self.state(state)]

    def order(self, player: str) -> tuple[tuple[str, ...], ...]:
        """A player's order of the states, best first; those that are as good stand together."""
        self._require_player(player)
        ranks = self._ranks[player]
        return tuple(
            tuple(state for state in self.states if ranks[state] == rank)
            for rank in range(max(ranks.values()), 0, -1)
        )

    def reachable(self, player: str, state: str | int) -> tuple[str, ...]:
        """Where a player can go in one move."""
        self._require_player(player)
        return self._moves[player].get(self.state(state), ())

    def improvements(self, player: str, state: str | int) -> tuple[str, ...]:
        """Where a player can go in one move and is better off: its unilateral improvements."""
        here = self.rank(player, state)
        return tuple(s for s in self.reachable(player, state) if self.rank(player, s) > here)

    def reachable_together(self, players: Iterable[str], state: str | int) -> tuple[str, ...]:
        """Where several players can go by moving in any order, none of them twice in a row.

        References
        ----------
        L. Fang, K. W. Hipel and D. M. Kilgour (1993), *Interactive Decision Making*, section 3.2
        (moves of a coalition, which are a response and need no agreement).
        """
        return self._together(players, state, self.reachable)

    def improvements_together(self, players: Iterable[str], state: str | int) -> tuple[str, ...]:
        """Where several players can go if each move is an improvement for whoever makes it."""
        return self._together(players, state, self.improvements)

    def _together(self, players: Iterable[str], state: str | int, step: Any) -> tuple[str, ...]:
        group = tuple(players)
        # What matters of a way is where it ends and who moved last.
        waiting: list[tuple[str, str | None]] = [(self.state(state), None)]
        seen: set[tuple[str, str | None]] = set()
        while waiting:
            here, last = waiting.pop()
            for player in group:
                if player == last:
                    continue
                for there in step(player, here):
                    if (there, player) not in seen:
                        seen.add((there, player))
                        waiting.append((there, player))
        found = {there for there, _ in seen}
        return tuple(s for s in self.states if s in found)

    def reversible(self) -> Self:
        """The same model with every move made possible in both directions.

        Examples
        --------
        >>> import brinkgame as bg
        >>> model = bg.catalog.load("crisis-graph-model").game
        >>> model.reachable("US", 1), model.reversible().reachable("US", 1)
        (('air strike + blockade',), ('nothing', 'blockade', 'air strike + blockade'))
        """
        both: dict[str, dict[str, list[str]]] = {player: {} for player in self.players}
        for player, arcs in self._moves.items():
            for here, ends in arcs.items():
                for there in ends:
                    both[player].setdefault(here, []).append(there)
                    both[player].setdefault(there, []).append(here)
        model = type(self).__new__(type(self))
        orders = {player: self.order(player) for player in self.players}
        model._build(self.title, both, orders, self.states, self._codes, self.options)
        return model

    def _require_player(self, player: str) -> None:
        if player not in self.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.players)}")

    def lines(self, limit: int = 200) -> Iterator[str]:
        """The model in text: each player's order, and its moves."""
        if self.options:
            yield "states: " + ", ".join(f"{self._codes[s]} {s}" for s in self.states[:limit])
        for player in self.players:
            order = " > ".join(
                " ~ ".join(self._shown(state) for state in tied) for tied in self.order(player)
            )
            yield f"{player}: {order}"
            for state in self.states[:limit]:
                ends = self.reachable(player, state)
                if ends:
                    yield f"  {self._shown(state)} -> {', '.join(map(self._shown, ends))}"

    def _shown(self, state: str) -> str:
        return str(self._codes[state]) if self.options else state

    def __str__(self) -> str:
        return "\n".join([*([self.title] if self.title else []), *self.lines()])

    def __repr__(self) -> str:
        return f"<GraphModel {self.title!r}: {', '.join(self.players)}; {len(self.states)} states>"


def _read_options(
    title: object, options: Any, excluded: Any
) -> tuple[dict[str, int], dict[str, bool], list[frozenset[str]]]:
    """The place of each option, whether it can be taken back, and what is excluded."""
    faults: list[Fault] = []
    places: dict[str, int] = {}
    reversible: dict[str, bool] = {}
    if not isinstance(options, Mapping) or not all(
        isinstance(m, Mapping) for m in options.values()
    ):
        words = "options are {player: {option: whether it can be taken back}}"
        raise InvalidGameError(
            f"{title!r} is not a model", [Fault("", f"{words}; got {options!r}")]
        )
    for option, back in (item for menu in options.values() for item in menu.items()):
        if not isinstance(option, str) or not option:
            faults.append(Fault("", f"options are named by text; got {option!r}"))
        elif option in places:
            faults.append(Fault("", f"option {option!r} is named twice"))
        elif not isinstance(back, bool):
            words = f"whether {option!r} can be taken back is True or False"
            faults.append(Fault("", f"{words}; got {back!r}"))
        else:
            places[option] = len(places)
            reversible[option] = back
    if len(places) > MOST_OPTIONS:
        faults.append(Fault("", f"{len(places)} options; at most {MOST_OPTIONS}"))
    never = [frozenset((g,) if isinstance(g, str) else g) for g in excluded]
    unknown = sorted({str(option) for group in never for option in group - set(places)})
    faults += [
        Fault("", f"excluded option {option!r} is none{suggestion(option, places)}")
        for option in unknown
    ]
    if faults:
        raise InvalidGameError(f"{title!r} is not a model", faults)
    return places, reversible, never


def _rebuilt(
    title: str, moves: Any, preferences: Any, states: Any, codes: Any, options: Any
) -> GraphModel:
    model = GraphModel.__new__(GraphModel)
    model._build(title, moves, preferences, states, codes, options)
    return model


def _order(
    player: str, given: Any, labels: Mapping[int, str], faults: list[Fault]
) -> list[tuple[str, ...]]:
    """A player's order as ties of labels, best first."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        faults.append(Fault("", f"preferences of {player} are states, best first; got {given!r}"))
        return []
    order = []
    seen: set[str] = set()
    for place in given:
        tied = []
        for item in place if isinstance(place, tuple | list) else (place,):
            if isinstance(item, int) and not isinstance(item, bool):
                label = labels.get(item)
            else:
                label = item if isinstance(item, str) and item else None
            if label is None:
                faults.append(Fault("", f"{player} orders {item!r}, which is no state"))
            elif label in seen:
                faults.append(Fault("", f"{player} orders {label!r} twice"))
            else:
                seen.add(label)
                tied.append(label)
        if tied:
            order.append(tuple(tied))
    return order
