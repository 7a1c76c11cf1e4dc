"""Bayesian games: players who each know something of their own, and move at once.

Nature draws a type for every player from a common prior, each player learns the own type alone,
and all choose (Harsanyi 1967-68). A strategy says what each type does. The same game is a tree, in
which a player's information sets are the types; a table, in which a strategy is a plan for all of
them; and an agent form, in which each type is a player of its own.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Self, TypeAlias, final

import numpy as np

from brinkgame.errors import (
    BrinkgameError,
    Fault,
    InvalidGameError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Constraint, Expression, quantity
from brinkgame.forms.compile import compile_tree
from brinkgame.forms.extensive import ExtensiveFormGame
from brinkgame.forms.game import checked_constraints, checked_players, checked_title
from brinkgame.forms.nodes import REST, Chance, Decision, Node, Terminal
from brinkgame.forms.normal import NormalFormGame
from brinkgame.forms.tabulated import MOST_CELLS, PayoffTable, cell_text, checked_labels

__all__ = ["BayesianGame"]

Number: TypeAlias = "Fraction | Expression"


@final
class BayesianGame:
    """A game with types, written as its parts; `to_extensive_form` makes a game of it.

    Parameters
    ----------
    title
        What the game is called.
    players
        The players' labels.
    types
        For each player who knows something, ``{player: {type: probability}}`` when types are drawn
        independently (the last probability may be `REST`), or ``{player: (type, ...)}`` with a
        joint `prior`. A player who is left out knows nothing of their own.
    actions
        ``{player: (action, ...)}``; or ``{player: {type: (action, ...)}}`` where what a player can
        do depends on the type.
    payoffs
        A function of two mappings, ``{player: type}`` and ``{player: action}``; or ``{(type, ...,
        action, ...): payoffs}``, nested or not: the types of those who have some, then the actions
        of all, in the order of players. Payoffs are ``{player: number}``, or numbers in the order
        of players. Numbers may be expressions.
    prior
        ``{(type, ...): probability}`` for types that are not independent; profiles that are not
        listed never occur, and need no payoffs. The last probability may be `REST`.
    outcomes
        Labels of ends, if they have any: a mapping by the same cells, or a function.
    constraints
        Inequalities among parameters, as in `ExtensiveFormGame`.

    Attributes
    ----------
    types
        ``{player: (type, ...)}``; a player without a type of their own has one, called like the
        player.
    actions
        ``{player: {type: (action, ...)}}``.
    prior
        ``{profile of types: probability}``, a type for every player.

    Raises
    ------
    InvalidGameError
        With *every* fault and its place: cells without payoffs, probabilities that do not sum to
        one, labels that are unknown or written twice.

    See Also
    --------
    signaling_game : one who knows speaks first, one who does not answers.

    Examples
    --------
    Two rivals at the brink; each knows whether it would rather fight than give way.

    >>> import brinkgame as bg
    >>> p = bg.Parameter("p", "1/3", low=0, high=1, meaning="chance that a rival is hard")
    >>> brink = bg.BayesianGame("brink", players=("USSR", "US"),
    ...     types={who: {"hard": p, "soft": bg.REST} for who in ("USSR", "US")},
    ...     actions={who: ("stand", "yield") for who in ("USSR", "US")},
    ...     payoffs=lambda kinds, moves: {who: -int(moves[who] == "yield")
    ...         if set(moves.values()) == {"stand", "yield"} else 0 if moves[who] == "yield"
    ...         else {"hard": 0, "soft": -3}[kinds[who]] for who in ("USSR", "US")})
    >>> brink
    <BayesianGame 'brink': USSR (hard, soft), US (hard, soft)>
    >>> brink.to_extensive_form().at().tree.size
    29
    """

    title: str
    players: tuple[str, ...]
    types: Mapping[str, tuple[str, ...]]
    actions: Mapping[str, Mapping[str, tuple[str, ...]]]
    prior: Mapping[tuple[str, ...], Number]
    constraints: tuple[Constraint, ...]
    _ends: Mapping[tuple[tuple[str, ...], tuple[str, ...]], Terminal]

    def __init__(
        self,
        title: str,
        *,
        players: Sequence[str],
        types: Mapping[str, Mapping[str, Any] | Sequence[str]],
        actions: Mapping[str, Sequence[str] | Mapping[str, Sequence[str]]],
        payoffs: Mapping[Any, Any] | Callable[..., Any],
        prior: Mapping[Any, Any] | None = None,
        outcomes: Mapping[Any, str] | Callable[..., str | None] | None = None,
        constraints: Iterable[Constraint] = (),
    ) -> None:
        faults: list[Fault] = []
        name = checked_title(title, faults)
        labels = checked_players(players, faults)
        kept = checked_constraints(constraints, faults)
        kinds = _checked_types(types, labels, faults)
        menus = _checked_actions(actions, kinds, faults)
        failed = f"{name!r} is not a Bayesian game" if name else "not a Bayesian game"
        if faults:
            raise InvalidGameError(failed, faults)
        knowing = [player for player in labels if player in types]
        odds = (
            _joint(prior, knowing, kinds, faults)
            if prior is not None
            else _independent(types, knowing, faults)
        )
        if faults:
            raise InvalidGameError(failed, faults)
        size = sum(
            math.prod(len(menus[p][kind]) for p, kind in zip(labels, full, strict=True))
            for full in (_in_full(profile, knowing, labels) for profile in odds)
        )
        if size > MOST_CELLS:
            fault = Fault("", f"{size} ends are more than can be written, {MOST_CELLS}")
            raise InvalidGameError(failed, [fault])
        table = PayoffTable(payoffs, outcomes, labels, faults)
        ends: dict[tuple[tuple[str, ...], tuple[str, ...]], Terminal] = {}
        weights: dict[tuple[str, ...], Number] = {}
        for profile, chance in odds.items():
            full = _in_full(profile, knowing, labels)
            weights[full] = chance
            for moves in itertools.product(
                *(menus[p][kind] for p, kind in zip(labels, full, strict=True))
            ):
                asked = (
                    dict(zip(labels, full, strict=True)),
                    dict(zip(labels, moves, strict=True)),
                )
                ends[full, moves] = table.end((*profile, *moves), asked)
        table.finish(
            [kinds[p] for p in knowing]
            + [tuple(dict.fromkeys(a for menu in menus[p].values() for a in menu)) for p in labels]
        )
        values = {
            "title": name,
            "players": labels,
            "types": MappingProxyType(kinds),
            "actions": MappingProxyType({p: MappingProxyType(m) for p, m in menus.items()}),
            "prior": MappingProxyType(weights),
            "constraints": kept,
            "_ends": MappingProxyType(ends),
        }
        for attribute, value in values.items():
            object.__setattr__(self, attribute, value)
        compile_tree(labels, self._root(), faults)  # what is wrong with the numbers, too
        if faults:
            raise InvalidGameError(failed, faults)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a game cannot be changed (tried to set {name!r}); build a new one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a game cannot be changed (tried to delete {name!r})")

    def __getstate__(self) -> dict[str, Any]:
        # Views of mappings do not pickle.
        state = {name: getattr(self, name) for name in type(self).__annotations__}
        state["actions"] = {player: dict(menu) for player, menu in self.actions.items()}
        return {n: dict(v) if isinstance(v, MappingProxyType) else v for n, v in state.items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        menus = {player: MappingProxyType(menu) for player, menu in state["actions"].items()}
        for name, value in {**state, "actions": menus}.items():
            kept = MappingProxyType(value) if isinstance(value, dict) else value
            object.__setattr__(self, name, kept)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BayesianGame):
            return NotImplemented
        return (
            dict(self.actions) == dict(other.actions)
            and self.to_extensive_form() == other.to_extensive_form()
        )

    def __hash__(self) -> int:
        return hash(self.to_extensive_form())

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{player} ({', '.join(kinds)})" if kinds != (player,) else player
            for player, kinds in self.types.items()
        )
        return f"<BayesianGame {self.title!r}: {shown}>"

    # -- what is believed --------------------------------------------------------------------

    def beliefs(self, player: str, own_type: str) -> dict[tuple[str, ...], Number]:
        """What a type believes about the others, by Bayes' rule from the prior.

        Returns
        -------
        dict
            ``{profile of types: probability}``, of all the players and in their order, for the
            profiles in which this player is of this type.

        Raises
        ------
        UnknownNameError
            There is no such player or type.
        UnsupportedGameError
            The type never occurs, so that Bayes' rule says nothing.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.BayesianGame("twins", players=("A", "B"),
        ...     types={"A": ("up", "down"), "B": ("up", "down")},
        ...     prior={("up", "up"): "1/2", ("down", "up"): "1/6", ("down", "down"): "1/3"},
        ...     actions={"A": ("go",), "B": ("go",)}, payoffs=lambda kinds, moves: (0, 0))
        >>> game.beliefs("B", "up")
        {('up', 'up'): Fraction(3, 4), ('down', 'up'): Fraction(1, 4)}
        """
        if player not in self.types:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.players)}")
        kinds = self.types[player]
        if own_type not in kinds:
            raise UnknownNameError(
                f"{player} has no type {own_type!r}{suggestion(own_type, kinds)}"
            )
        place = self.players.index(player)
        own = {profile: w for profile, w in self.prior.items() if profile[place] == own_type}
        total: Any = sum(own.values(), Fraction(0))
        if total == 0:
            raise UnsupportedGameError(f"{player} is never {own_type}, and has no belief then")
        return {profile: quantity(weight / total) for profile, weight in own.items()}

    # -- forms -------------------------------------------------------------------------------

    def to_extensive_form(self) -> ExtensiveFormGame:
        """The tree: Nature draws the types, then the players move in turn, unseen.

        Information sets are called by the types; that of a player without a type of their own is
        called like the player.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.BayesianGame("a guess", players=("A", "B"), types={"A": {"up": "1/3",
        ...     "down": bg.REST}}, actions={"A": {"up": ("say so",), "down": ("say so", "lie")},
        ...     "B": ("wait",)}, payoffs=lambda kinds, moves: (int(moves["A"] == "lie"), 0))
        >>> print(game.to_extensive_form())
        a guess
        Nature
        ├─ up [1/3]: A (up)
        │  └─ say so: B (B)
        │     └─ wait: A 0, B 0
        └─ down [2/3]: A (down)
           ├─ say so: B (B)
           │  └─ wait: A 0, B 0
           └─ lie: B (B)
              └─ wait: A 1, B 0
        """
        return ExtensiveFormGame(
            self.title, players=self.players, root=self._root(), constraints=self.constraints
        )

    def _root(self) -> Node:
        knowing = [i for i, p in enumerate(self.players) if self.types[p] != (p,)]
        branches: list[tuple[str, tuple[Any, Node]]] = []
        for full, weight in self.prior.items():
            label = ", ".join(full[i] for i in knowing)
            branches.append((label, (weight, self._moves(full))))
        labels = [label for label, _ in branches]
        if len(set(labels)) < len(labels):  # labels may hold commas
            branches = [(f"{i + 1}: {label}", pair) for i, (label, pair) in enumerate(branches)]
        if not knowing:
            return branches[0][1][1]
        return Chance(branches)

    def _moves(self, full: tuple[str, ...]) -> Node:
        """The players' moves in turn, after one draw of types, written from the last one up."""
        menus = [self.actions[p][kind] for p, kind in zip(self.players, full, strict=True)]
        below: dict[tuple[str, ...], Node] = {
            moves: self._ends[full, moves] for moves in itertools.product(*menus)
        }
        for i in range(len(menus) - 1, -1, -1):
            below = {
                before: Decision(
                    self.players[i],
                    {action: below[*before, action] for action in menus[i]},
                    infoset=full[i],
                )
                for before in itertools.product(*menus[:i])
            }
        return below[()]

    def to_normal_form(self, *, limit: int = 1_000_000) -> NormalFormGame:
        """The table in which a strategy says what each type does.

        Parameters
        ----------
        limit
            The most cells to write.

        Returns
        -------
        NormalFormGame
            Payoffs are expected before types are drawn. A strategy reads ``"stand if hard, yield
            if soft"``; one of a player without a type of their own is the action.

        Raises
        ------
        UnsupportedGameError
            The table would have more than `limit` cells.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.BayesianGame("a guess", players=("A", "B"),
        ...     types={"A": {"up": "1/3", "down": bg.REST}},
        ...     actions={"A": ("stay",), "B": ("up", "down")},
        ...     payoffs=lambda kinds, moves: (0, 3 * int(moves["B"] == kinds["A"])))
        >>> print(game.to_normal_form())
        a guess
        A chooses the row, B the column
                               up    down
        stay if up, stay if down  0, 1  0, 2
        """
        menus = [self._plans(player) for player in self.players]
        cells = math.prod(map(len, menus))
        if cells > limit:
            raise UnsupportedGameError(
                f"the normal form has {cells} profiles, more than {limit}",
                ["take the agent form, or the tree"],
            )
        shape = tuple(map(len, menus))
        tables = [np.empty(shape, dtype=object) for _ in self.players]
        for where in itertools.product(*map(range, shape)):
            plans = [menu[i][1] for menu, i in zip(menus, where, strict=True)]
            for table, value in zip(tables, self._expected(plans), strict=True):
                table[where] = value
        return NormalFormGame(
            self.title,
            strategies={
                player: tuple(label for label, _ in menu)
                for player, menu in zip(self.players, menus, strict=True)
            },
            payoffs=dict(zip(self.players, tables, strict=True)),
            constraints=self.constraints,
        )

    def to_agent_form(self, *, limit: int = 1_000_000) -> NormalFormGame:
        """The table in which each type is a player of its own, with the payoffs of its player.

        Its Nash equilibria are the Bayesian equilibria, type by type (Selten 1975). Payoffs are
        expected before types are drawn, so that no type's is divided by its probability.

        Parameters
        ----------
        limit
            The most cells to write.

        Returns
        -------
        NormalFormGame
            Players are called ``"USSR: hard"``; one without a type of their own keeps the name.

        Raises
        ------
        UnsupportedGameError
            The table would have more than `limit` cells.

        Examples
        --------
        >>> import brinkgame as bg
        >>> game = bg.BayesianGame("a guess", players=("A", "B"),
        ...     types={"A": {"up": "1/3", "down": bg.REST}},
        ...     actions={"A": ("stay",), "B": ("up", "down")},
        ...     payoffs=lambda kinds, moves: (0, 3 * int(moves["B"] == kinds["A"])))
        >>> game.to_agent_form().players
        ('A: up', 'A: down', 'B')
        """
        agents = [(p, kind) for p in self.players for kind in self.types[p]]
        menus = [self.actions[p][kind] for p, kind in agents]
        cells = math.prod(map(len, menus))
        if cells > limit:
            raise UnsupportedGameError(
                f"the agent form has {cells} profiles, more than {limit}", ["take the tree"]
            )
        names = [kind if self.types[p] == (p,) else f"{p}: {kind}" for p, kind in agents]
        tables = [np.empty(tuple(map(len, menus)), dtype=object) for _ in agents]
        for where in itertools.product(*(range(len(menu)) for menu in menus)):
            plans: list[dict[str, str]] = [{} for _ in self.players]
            for (player, kind), menu, i in zip(agents, menus, where, strict=True):
                plans[self.players.index(player)][kind] = menu[i]
            paid = self._expected(plans)
            for table, (player, _) in zip(tables, agents, strict=True):
                table[where] = paid[self.players.index(player)]
        return NormalFormGame(
            self.title,
            strategies=dict(zip(names, menus, strict=True)),
            payoffs=dict(zip(names, tables, strict=True)),
            constraints=self.constraints,
        )

    def _plans(self, player: str) -> list[tuple[str, dict[str, str]]]:
        """What a player may plan: in words, and as ``{type: action}``."""
        kinds = self.types[player]
        plans = []
        for choice in itertools.product(*(self.actions[player][kind] for kind in kinds)):
            plan = dict(zip(kinds, choice, strict=True))
            words = ", ".join(f"{action} if {kind}" for kind, action in plan.items())
            plans.append((choice[0] if kinds == (player,) else words, plan))
        if len({words for words, _ in plans}) < len(plans):  # labels may hold commas
            return [(f"{i + 1}: {words}", plan) for i, (words, plan) in enumerate(plans)]
        return plans

    def _expected(self, plans: Sequence[Mapping[str, str]]) -> list[Any]:
        total: list[Any] = [Fraction(0)] * len(self.players)
        for full, weight in self.prior.items():
            moves = tuple(plan[kind] for plan, kind in zip(plans, full, strict=True))
            paid = self._ends[full, moves].payoffs
            total = [
                before + weight * quantity(paid[player])
                for before, player in zip(total, self.players, strict=True)
            ]
        return total


# -- reading --------------------------------------------------------------------------------------


def _checked_types(
    types: Any, players: Sequence[str], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    if not isinstance(types, Mapping):
        faults.append(
            Fault("", f"types are written {{player: {{type: probability}}}}; got {types!r}")
        )
        return {}
    for player in types:
        if player not in players:
            hint = suggestion(str(player), players)
            faults.append(Fault("", f"types of an unknown player {player!r}{hint}"))
    return {
        player: checked_labels(types[player], "types", faults, where=player)
        if player in types
        else (player,)
        for player in players
    }


def _checked_actions(
    actions: Any, kinds: Mapping[str, tuple[str, ...]], faults: list[Fault]
) -> dict[str, dict[str, tuple[str, ...]]]:
    if not isinstance(actions, Mapping):
        faults.append(Fault("", f"actions are written {{player: (action, ...)}}; got {actions!r}"))
        return {}
    for player in actions:
        if player not in kinds:
            hint = suggestion(str(player), kinds)
            faults.append(Fault("", f"actions of an unknown player {player!r}{hint}"))
    menus: dict[str, dict[str, tuple[str, ...]]] = {}
    for player, own in kinds.items():
        if player not in actions:
            faults.append(Fault(player, "no actions of this player"))
            continue
        written = actions[player]
        if not isinstance(written, Mapping):
            menu = checked_labels(written, "actions", faults, where=player)
            menus[player] = dict.fromkeys(own, menu)
            continue
        for kind in written:
            if kind not in own:
                hint = suggestion(str(kind), own)
                faults.append(Fault(player, f"actions of an unknown type {kind!r}{hint}"))
        menus[player] = {}
        for kind in own:
            place = f"{player}: {kind}"
            if kind in written:
                menus[player][kind] = checked_labels(written[kind], "actions", faults, where=place)
            else:
                faults.append(Fault(place, "no actions of this type"))
    return menus


def _independent(
    types: Mapping[str, Any], knowing: Sequence[str], faults: list[Fault]
) -> dict[tuple[str, ...], Number]:
    """The product of what each player's types are drawn with."""
    odds: list[list[tuple[str, Number]]] = []
    for player in knowing:
        own = types[player]
        if not isinstance(own, Mapping):
            faults.append(
                Fault(player, "types without probabilities need a joint prior, prior={...}")
            )
            continue
        odds.append(list(_checked_odds(own, player, faults).items()))
    if faults:
        return {}
    joint: dict[tuple[str, ...], Number] = {}
    for drawn in itertools.product(*odds):
        chance: Number = Fraction(1)
        for _, share in drawn:
            chance = quantity(chance * share)
        joint[tuple(kind for kind, _ in drawn)] = chance
    return joint


def _joint(
    prior: Any, knowing: Sequence[str], kinds: Mapping[str, tuple[str, ...]], faults: list[Fault]
) -> dict[tuple[str, ...], Number]:
    if not isinstance(prior, Mapping):
        faults.append(Fault("", f"a prior is written {{(type, ...): probability}}; got {prior!r}"))
        return {}
    given: dict[tuple[str, ...], Any] = {}
    for key, chance in prior.items():
        profile = key if isinstance(key, tuple) else (key,)
        place = cell_text(list(map(str, profile)))
        if len(profile) != len(knowing):
            whose = ", ".join(knowing) or "nobody"
            faults.append(Fault(place, f"the prior names the types of {whose}"))
            continue
        for player, kind in zip(knowing, profile, strict=True):
            if kind not in kinds[player]:
                hint = suggestion(str(kind), kinds[player])
                faults.append(Fault(place, f"{player} has no type {kind!r}{hint}"))
        given[profile] = chance
    never = [
        f"{player} is never {kind}"
        for i, player in enumerate(knowing)
        for kind in kinds[player]
        if not any(profile[i] == kind for profile in given)
    ]
    if not faults:
        faults.extend(Fault("prior", f"{text}; leave the type out") for text in never)
    return _checked_odds(given, "prior", faults) if not faults else {}


def _checked_odds(given: Mapping[Any, Any], where: str, faults: list[Fault]) -> dict[Any, Number]:
    """Probabilities as numbers or expressions that sum to one."""
    found: dict[Any, Number] = {}
    total: Number = Fraction(0)
    before = len(faults)
    for i, (label, value) in enumerate(given.items()):
        text = cell_text(label) if isinstance(label, tuple) else repr(label)
        if value is REST:
            if i < len(given) - 1:
                faults.append(Fault(where, "REST is the probability of the last one only"))
            chance: Number = quantity(1 - total)
        else:
            try:
                chance = quantity(value)
            except (BrinkgameError, TypeError, OverflowError) as error:
                faults.append(Fault(where, f"probability of {text}: {error}"))
                continue
        if isinstance(chance, Fraction) and not 0 <= chance <= 1:
            faults.append(Fault(where, f"probability of {text} is {chance}, outside [0, 1]"))
        found[label] = chance
        total = quantity(total + chance)
    if len(faults) == before and total != 1:
        faults.append(
            Fault(where, f"probabilities sum to {total}, not 1 (write bg.REST for the last)")
        )
    return found


def _in_full(
    profile: Sequence[str], knowing: Sequence[str], players: Sequence[str]
) -> tuple[str, ...]:
    """A type for every player; one without a type of their own has one called like the player."""
    own = dict(zip(knowing, profile, strict=True))
    return tuple(own.get(player, player) for player in players)
