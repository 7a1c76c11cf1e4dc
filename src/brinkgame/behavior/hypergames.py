"""Games in which each side solves the game that it perceives.

A *hypergame of the first level* (Bennett [1]_; Fraser and Hipel [2]_) is the true game with a
perceived one for every player. Nobody knows that the others see another game: each takes its own
part in an equilibrium of the game that it perceives, and what comes of it is read in the true game.

Three things are easily done wrong, and are told here instead of being settled in silence. A
perceived game may have *several equilibria*: the outcome is then the set of all combinations. A
player may come to an information set at which it *did not expect* to be: it goes on with the plan
that its perceived game has for it (an equilibrium says what would be done there too), and the
outcome tells that it was surprised; it learns nothing from that, which is what first level means.
And it may be called on to act *where its perceived game has no information set*: then there is no
plan, and one must be given.

.. [1] P. G. Bennett, Toward a theory of hypergames, *Omega* 5 (1977) 749-751; Hypergames:
   developing a model of conflict, *Futures* 12 (1980) 489-507.
.. [2] N. M. Fraser and K. W. Hipel, *Conflict Analysis: Models and Resolutions* (1984), chapter 3.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, final

from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play import (
    BehaviorStrategyProfile,
    MixedStrategyProfile,
    expected_payoffs,
    infoset_probabilities,
    node_probabilities,
    outcome_probabilities,
    regrets,
)
from brinkgame.results import Concept, EquilibriumResult
from brinkgame.solve import solve
from brinkgame.solvers import Solver

__all__ = ["Hypergame", "HypergameResult", "MisperceivedOutcome"]

AnyGame: TypeAlias = "ExtensiveFormGame | NormalFormGame"

MOST_PROFILES = 4096
"""Pure profiles of a perceived game with ties that are looked through for members of a family."""
MOST_OUTCOMES = 10_000


@final
@dataclass(frozen=True, slots=True)
class MisperceivedOutcome:
    """What comes of one combination of plans, beside what each player expected.

    Attributes
    ----------
    profile
        What everybody does, in the true game.
    payoffs
        What everybody gets in it.
    expected
        What each player expected to get: its own payoff in the equilibrium of its perceived game.
    regrets
        What each player could have gained by another plan, had it known the true game and what the
        others do.
    surprises
        The player's own information sets that are reached though it did not expect to be there,
        ``{player: labels}``; empty in a table.
    perceived
        The equilibrium of each player's perceived game, ``{player: profile}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> outcome = bg.Hypergame(deploy, {"USSR": {"us_resolve": 0}}).solve().only()
    >>> outcome.gaps["USSR"], outcome.outcomes()["withdrawal"]
    (Fraction(-48, 25), Fraction(27, 100))
    """

    profile: Any
    payoffs: Mapping[str, Any]
    expected: Mapping[str, Any]
    regrets: Mapping[str, Any]
    surprises: Mapping[str, tuple[str, ...]]
    perceived: Mapping[str, Any]

    @property
    def gaps(self) -> dict[str, Any]:
        """What came less what was expected, ``{player: number}``; negative is disappointment."""
        return {player: paid - self.expected[player] for player, paid in self.payoffs.items()}

    def outcomes(self) -> dict[str, Any]:
        """The probability of each labelled outcome of a tree, as it is in the true game."""
        return outcome_probabilities(self.profile.game, self.profile)

    def expected_outcomes(self, player: str) -> dict[str, Any]:
        """The probability of each labelled outcome as a player expected it."""
        seen = _of_player(self.perceived, player)
        return outcome_probabilities(seen.game, seen)

    def path(self) -> dict[str, Any]:
        """Where play ends in the true game, ``{path: probability}``, without what cannot be."""
        return _ends(self.profile)

    def expected_path(self, player: str) -> dict[str, Any]:
        """Where a player expected play to end, as paths of its perceived game."""
        return _ends(_of_player(self.perceived, player))


def _of_player(perceived: Mapping[str, Any], player: str) -> Any:
    try:
        return perceived[player]
    except KeyError:
        raise UnknownNameError(f"no player {player!r}{suggestion(player, perceived)}") from None


def _ends(profile: Any) -> dict[str, Any]:
    game = profile.game
    if isinstance(game, NormalFormGame):
        cells = itertools.product(*(profile[player].items() for player in game.players))
        found = {
            ", ".join(label for label, _ in cell): math.prod(weight for _, weight in cell)
            for cell in cells
        }
    else:
        reach = node_probabilities(game, profile)
        found = {path: reach[path] for path in map(game.tree.path, game.tree.terminals.tolist())}
    return {where: chance for where, chance in found.items() if chance}


@final
@dataclass(frozen=True)
class HypergameResult(Sequence[MisperceivedOutcome]):
    """Every outcome of a hypergame: one for each combination of equilibria as they are perceived.

    Attributes
    ----------
    hypergame
        What was solved.
    listed
        The outcomes.
    perceived
        The result of each player's perceived game.
    informed
        The result of the true game: what would come if everybody saw it.
    gaps_in_list
        Why there may be outcomes that are not listed, a sentence each; empty if there are none.

    Examples
    --------
    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> result = bg.Hypergame(deploy, {"USSR": {"us_resolve": 0}}).solve()
    >>> len(result), result.gap_range("USSR")
    (1, (Fraction(-48, 25), Fraction(-48, 25)))
    """

    hypergame: Hypergame
    listed: tuple[MisperceivedOutcome, ...]
    perceived: Mapping[str, EquilibriumResult]
    informed: EquilibriumResult
    gaps_in_list: tuple[str, ...] = ()

    def __getitem__(self, index: Any) -> Any:
        return self.listed[index]

    def __len__(self) -> int:
        return len(self.listed)

    def __iter__(self) -> Iterator[MisperceivedOutcome]:
        return iter(self.listed)

    @property
    def is_complete_list(self) -> bool:
        """Whether no outcome is missing."""
        return not self.gaps_in_list

    def only(self) -> MisperceivedOutcome:
        """The outcome, when there is exactly one.

        Raises
        ------
        AmbiguousEquilibriumError
            There are several, or there may be others.
        """
        if len(self.listed) == 1 and self.is_complete_list:
            return self.listed[0]
        why = "; ".join(self.gaps_in_list) or "a perceived game has several equilibria"
        raise AmbiguousEquilibriumError(f"{len(self.listed)} outcomes are listed: {why}")

    def _range(self, player: str, what: str) -> tuple[Any, Any]:
        if player not in self.hypergame.game.players:
            hint = suggestion(player, self.hypergame.game.players)
            raise UnknownNameError(f"no player {player!r}{hint}")
        values = [getattr(outcome, what)[player] for outcome in self.listed]
        return min(values), max(values)

    def payoff_range(self, player: str) -> tuple[Any, Any]:
        """The lowest and the highest payoff that came, over the listed outcomes."""
        return self._range(player, "payoffs")

    def expected_range(self, player: str) -> tuple[Any, Any]:
        """The lowest and the highest payoff that was expected, over the listed outcomes."""
        return self._range(player, "expected")

    def gap_range(self, player: str) -> tuple[Any, Any]:
        """The lowest and the highest gap between what came and what was expected."""
        return self._range(player, "gaps")

    def regret_range(self, player: str) -> tuple[Any, Any]:
        """The lowest and the highest regret against knowing the true game."""
        return self._range(player, "regrets")

    def __str__(self) -> str:
        lines = []
        for number, outcome in enumerate(self.listed):
            head = f"{number}: {outcome.profile}"
            for player in self.hypergame.game.players:
                head += (
                    f"\n   {player} expected {outcome.expected[player]}, "
                    f"got {outcome.payoffs[player]}"
                )
                if outcome.surprises.get(player):
                    head += f"; surprised at {', '.join(outcome.surprises[player])}"
            lines.append(head)
        return "\n".join([*lines, *self.gaps_in_list])


@final
class Hypergame:
    """The true game, and the game that each player perceives instead.

    Parameters
    ----------
    game
        The true game, a tree or a table. It may have open parameters.
    perceptions
        ``{player: what it perceives}``: values of parameters by name, the rest as it truly is; or a
        whole game. Players that are not named see the true game. A perceived game must have the
        same players; of the player's own information sets (or strategies) it has those that the
        player sees, with actions that the true game has too. What the others can do, who they are
        and what they want may be entirely different.
    at
        The true values of open parameters; the rest is at baseline.
    unplanned
        What a player does where it is called on to act though its perceived game has no such
        information set: ``{player: {information set: action or {action: probability}}}``.

    Raises
    ------
    UnknownNameError
        There is no such player, parameter, information set or action.
    UnsupportedGameError
        A perceived game does not fit the true one: every reason is told.

    Notes
    -----
    A misperceived *own* information set cannot be expressed: at which decisions a player can tell
    apart what happened is a fact of the true game. If it believes that it can tell more, or less,
    its plan does not say what it does; such a perceived game has other information sets, and is
    refused by name.

    Examples
    --------
    The USSR thinks that the US compels in three cases of ten; it would in all:

    >>> import brinkgame as bg
    >>> deploy = bg.memo.load("deploy").game
    >>> believed = {"USSR": {"us_resolve": "3/10"}}
    >>> story = bg.Hypergame(deploy, believed, at={"us_resolve": 1}).solve().only()
    >>> story.expected["USSR"], story.payoffs["USSR"], story.regrets["USSR"]
    (Fraction(26, 25), Fraction(-6, 5), Fraction(7, 10))
    """

    __slots__ = ("_perceived", "_unplanned", "game")

    game: Any
    """The true game, closed."""
    _perceived: dict[str, Any]
    _unplanned: dict[str, dict[str, Any]]

    def __init__(
        self,
        game: AnyGame,
        perceptions: Mapping[str, Mapping[str, Any] | AnyGame],
        *,
        at: Mapping[str, Any] | None = None,
        unplanned: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
            raise UnsupportedGameError(f"expected a game, got {game!r}")
        if not isinstance(perceptions, Mapping):
            raise InvalidParameterError(
                f'perceptions are written {{"USSR": {{"us_resolve": "3/10"}}}}; got {perceptions!r}'
            )
        for player in (*perceptions, *(unplanned or {})):
            if player not in game.players:
                raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
        true = game.at(at or {})
        perceived = {}
        for player in game.players:
            seen = perceptions.get(player, {})
            if isinstance(seen, (ExtensiveFormGame, NormalFormGame)):
                perceived[player] = _closed(seen, at)
            elif isinstance(seen, Mapping):
                perceived[player] = game.at({**(at or {}), **seen}) if seen else true
            else:
                raise InvalidParameterError(
                    f"{player} perceives values of parameters or a game; got {seen!r}"
                )
        given = {player: dict(plan) for player, plan in (unplanned or {}).items()}
        faults = [
            fault
            for player, seen in perceived.items()
            if seen is not true
            for fault in _faults(true, seen, player, given.get(player, {}))
        ]
        if faults:
            raise UnsupportedGameError("a perceived game does not fit the true one", faults)
        for name, value in (("game", true), ("_perceived", perceived), ("_unplanned", given)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a hypergame cannot be changed (tried to set {name!r})")

    def perceived(self, player: str) -> Any:
        """The game that a player perceives, closed.

        Examples
        --------
        >>> import brinkgame as bg
        >>> deploy = bg.memo.load("deploy").game
        >>> bg.Hypergame(deploy, {"USSR": {"us_resolve": 0}}).perceived("US") == deploy.at()
        True
        """
        return _of_player(self._perceived, player)

    def solve(
        self, *, concept: str | Concept | None = None, solver: Solver | None = None
    ) -> HypergameResult:
        """Every outcome: each combination of what players do in an equilibrium as they see it.

        Parameters
        ----------
        concept, solver
            As in `solve`, for every perceived game and for the true one. In a tree take a concept
            that asks for sense off the expected path (the default does): a Nash equilibrium says
            nothing about what a player does where it did not expect to be, and there it may be now.

        Raises
        ------
        AmbiguousEquilibriumError
            A perceived game has no equilibrium that the solver finds.
        UnsupportedGameError
            There are more than ten thousand combinations.

        Examples
        --------
        >>> import brinkgame as bg
        >>> hunt = bg.NormalFormGame.from_arrays([[4, 0], [3, 2]], [[4, 3], [0, 2]])
        >>> result = bg.Hypergame(hunt, {}).solve()
        >>> len(result), result.payoff_range("1")
        (9, (Fraction(0, 1), Fraction(4, 1)))
        """
        results: dict[int, EquilibriumResult] = {}

        def solved(game: Any) -> EquilibriumResult:
            if id(game) not in results:
                results[id(game)] = solve(game, solver, concept=concept)
            return results[id(game)]

        perceived = {player: solved(seen) for player, seen in self._perceived.items()}
        told: list[str] = []
        views = []
        for player, result in perceived.items():
            members, missing = _members(result)
            if not members:
                raise AmbiguousEquilibriumError(
                    f"the game that {player} perceives has no equilibrium to act on. "
                    f"{result.status.value}"
                )
            told += [f"of the game that {player} perceives {each}" for each in missing]
            views.append(
                [(profile, expected_payoffs(profile.game, profile)) for profile in members]
            )
        many = math.prod(map(len, views))
        if many > MOST_OUTCOMES:
            raise UnsupportedGameError(
                f"there are {many} combinations of perceived equilibria; ask for a solver or a "
                "concept with fewer"
            )
        listed = [self._outcome(combination) for combination in itertools.product(*views)]
        return HypergameResult(
            hypergame=self,
            listed=tuple(listed),
            perceived=perceived,
            informed=solved(self.game),
            gaps_in_list=tuple(told),
        )

    def _outcome(self, combination: Sequence[tuple[Any, Mapping[str, Any]]]) -> MisperceivedOutcome:
        players = self.game.players
        perceived = {p: profile for p, (profile, _) in zip(players, combination, strict=True)}
        plans = {player: self._plan(player, perceived[player]) for player in players}
        kind: Any = (
            BehaviorStrategyProfile
            if isinstance(self.game, ExtensiveFormGame)
            else MixedStrategyProfile
        )
        profile = kind(self.game, plans)
        return MisperceivedOutcome(
            profile=profile,
            payoffs=expected_payoffs(self.game, profile),
            expected={p: paid[p] for p, (_, paid) in zip(players, combination, strict=True)},
            regrets=regrets(self.game, profile),
            surprises={p: self._surprises(p, profile, perceived[p]) for p in players},
            perceived=perceived,
        )

    def _plan(self, player: str, profile: Any) -> Any:
        """What a player does in the true game: its own part, and what it was given besides."""
        own = profile[player]
        if isinstance(self.game, NormalFormGame):
            return dict(own)
        given = self._unplanned.get(player, {})
        return {
            known.label: dict(own[known.label]) if known.label in own else given[known.label]
            for known in self.game.information_sets
            if known.player == player
        }

    def _surprises(self, player: str, profile: Any, expected: Any) -> tuple[str, ...]:
        if isinstance(self.game, NormalFormGame):
            return ()
        comes = infoset_probabilities(self.game, profile).get(player, {})
        thought = infoset_probabilities(expected.game, expected).get(player, {})
        return tuple(label for label, chance in comes.items() if chance and not thought.get(label))

    def __repr__(self) -> str:
        off = [player for player, seen in self._perceived.items() if seen != self.game]
        return f"<Hypergame {self.game.title!r}; misperceived by {', '.join(off) or 'nobody'}>"


def _closed(seen: Any, at: Mapping[str, Any] | None) -> Any:
    """A perceived game, closed at the true values of what it has in common with the true one."""
    return seen.at({name: value for name, value in (at or {}).items() if name in seen.parameters})


def _faults(true: Any, seen: Any, player: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Every reason why a player cannot act in the true game on what it perceives."""
    if type(seen) is not type(true):
        yield f"{player} perceives {seen!r}, and the true game is {true!r}: no common form"
        return
    if set(seen.players) != set(true.players):
        yield f"{player} perceives the players {', '.join(seen.players)}"
    if player not in seen.players:
        return
    if type(seen.arithmetic) is not type(true.arithmetic):
        yield f"of what {player} perceives and what is true, one is in floats and the other exact"
    mine, theirs = _menus(true, player), _menus(seen, player)
    for label in given:
        if label not in mine:
            yield f"unplanned: {player} has no information set {label!r}{suggestion(label, mine)}"
        elif label in theirs:
            yield f"unplanned: {player} has a plan for {label!r}, which it perceives"
    for label, menu in mine.items():
        if label in theirs:
            strange = [action for action in theirs[label] if action not in menu]
            if strange:
                where = f" at {label}" if label else ""
                yield f"{player}{where} perceives {', '.join(strange)}, which it cannot do"
        elif label not in given:
            yield (
                f"{player} perceives no information set {label!r}, and may be called on to act "
                "there: say what it does then with unplanned="
            )


def _menus(game: Any, player: str) -> dict[str, tuple[str, ...]]:
    """The actions of a player by information set; those of a table are under no label."""
    if isinstance(game, NormalFormGame):
        return {"": tuple(game.strategies[player])}
    return {known.label: known.actions for known in game.information_sets if known.player == player}


def _members(result: EquilibriumResult) -> tuple[list[Any], list[str]]:
    """The equilibria to act on, those of families in pure strategies among them; what is missing.

    A list holds one equilibrium for each way that play goes. What a player would do elsewhere is
    of no consequence in the game that it perceives, but it may be in the true one.
    """
    found = {equilibrium.profile: None for equilibrium in result}
    missing: list[str] = []
    if not result.is_complete_list:
        missing.append("not every equilibrium is listed (mixtures at ties, or others)")
    families = list({id(e.family): e.family for e in result if e.family is not None}.values())
    if families and isinstance(result.game, ExtensiveFormGame):
        sizes = result.game.tree.infoset_size.tolist()
        if math.prod(sizes) > MOST_PROFILES:
            missing.append(f"{math.prod(sizes)} pure profiles are too many to look through")
        else:
            for choices in itertools.product(*map(range, sizes)):
                profile = BehaviorStrategyProfile.pure(result.game, choices)
                if profile not in found and any(profile in family for family in families):
                    found[profile] = None
    return list(found), missing
