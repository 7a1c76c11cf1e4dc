"""Subgame perfection: solve the innermost subgames, replace them by their values, go on outwards.

The method of Selten (1965) for any tree, with any solver for what cannot be folded back: each
subgame is cut down to its *trunk* (see `brinkgame.forms.trunks`), the trunk is solved for Nash
equilibria, and what is found is put together by `brinkgame.solvers.subgame_composition`. A trunk of
one decision needs no solver. Where subgames have several equilibria that pay those above them
differently, what is above is solved for each.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, to_normal_form
from brinkgame.forms.conversion import ANY, pure_strategies
from brinkgame.forms.game import Game
from brinkgame.forms.trunks import Trunk, trunks
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers.auto import choose_solver
from brinkgame.solvers.base import Run, Solver
from brinkgame.solvers.subgame_composition import (
    Answer,
    Composition,
    SubgamePerfectFamily,
    TrunkEquilibrium,
)

__all__ = ["SubgamePerfect"]


@final
@dataclass(frozen=True, slots=True)
class SubgamePerfect(Solver):
    """Every subgame-perfect equilibrium of a tree, from the equilibria of its subgames.

    Parameters
    ----------
    inner
        What finds the Nash equilibria of a subgame whose own subgames are replaced by their values:
        a solver of trees, or one of tables, which is given the reduced normal form. None chooses
        one for each, the one that covers most. It need not know of subgames.
    single
        Stop at one equilibrium: the first one in every subgame.
    listed
        The most equilibria to list one by one. If there are more, or infinitely many, all that
        were found belong to the `family` of those that are listed.
    limit
        The most subgames to solve, each time for other values of the subgames inside counted; past
        it the answer is partial and says so.

    Notes
    -----
    What it promises depends on what the inner solver promises. Even if that finds all, a continuum
    of equilibria in a subgame that pays differently to somebody who moves before it is not
    followed further up: its listed equilibria are, the coverage is then
    ``SOME``, and a note names the subgame. `BackwardInduction` follows them in games of perfect
    information.

    References
    ----------
    R. Selten (1965), Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit,
    Zeitschrift für die gesamte Staatswissenschaft 121.
    M. J. Osborne and A. Rubinstein (1994), A Course in Game Theory, section 6.2.

    Examples
    --------
    An outside option, or a game in which both choose at once. That has three equilibria, and each
    decides whether it is worth entering.

    >>> import brinkgame as bg
    >>> end = lambda a, b: bg.Terminal({"A": a, "B": b})
    >>> game = bg.ExtensiveFormGame("outside option", players=("A", "B"), root=bg.Decision("A", {
    ...     "out": end(2, 2),
    ...     "in": bg.Decision("A", {
    ...         "top": bg.Decision("B", {"left": end(3, 1), "right": end(0, 0)}, infoset="B"),
    ...         "bottom": bg.Decision("B", {"left": end(0, 0), "right": end(1, 3)}, infoset="B"),
    ...     }, infoset="inside")}))
    >>> result = bg.solve(game, bg.SubgamePerfect())
    >>> for equilibrium in result:
    ...     print(equilibrium.profile)
    A at root: in; A at inside: top; B at B: left
    A at root: out; A at inside: bottom; B at B: right
    A at root: out; A at inside: top 3/4, bottom 1/4; B at B: left 1/4, right 3/4
    >>> result.coverage.name
    'ALL'
    """

    inner: Solver | None = None
    single: bool = False
    listed: int = 64
    limit: int = 2000

    concept: ClassVar[Concept] = Concept.SUBGAME_PERFECT
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.SOME
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "subgame-perfect equilibria of any tree, from those of its subgames"

    def __post_init__(self) -> None:
        given: object = self.inner
        if given is not None and not isinstance(given, Solver):
            raise InvalidNumberError(
                f"inner is a solver such as brinkgame.LemkeHowson(), or None; got {given!r}"
            )
        if self.inner is not None and self.inner.concept is not Concept.NASH:
            raise InvalidNumberError(
                f"inner finds Nash equilibria; {type(self.inner).__name__} finds "
                f"{self.inner.concept.value} ones"
            )
        for name in ("listed", "limit"):
            value = getattr(self, name)
            if type(value) is not int or value < 1:
                raise InvalidNumberError(f"{name} is a whole number from 1 on; got {value!r}")
        if type(self.single) is not bool:
            raise InvalidNumberError(f"single is True or False; got {self.single!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """Perfect recall, and an inner solver for every subgame that is no single decision."""
        tree = game.tree
        if forgets := game.recall_failure_text:
            return (f"needs perfect recall; {forgets}",)
        if not game.is_closed or type(game.arithmetic) not in self.arithmetics:
            return ()  # said already, and a subgame could not be built
        zero = (game.arithmetic.number(0),) * tree.n_players
        found: list[str] = []
        for trunk in trunks(game):
            if len(trunk.infosets) > 1 or any(len(tree.members[i]) > 1 for i in trunk.infosets):
                part = _part(game, trunk, dict.fromkeys(trunk.inside, zero))
                try:
                    self._solver_for(part)
                except UnsupportedGameError as error:
                    found.append(f"the subgame at {tree.path(trunk.root)}: {error}")
        return tuple(found)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Compose, from the innermost subgames outwards."""
        if not self.single and len(trunks(game)) == 1:
            whole = self._whole(game, control)
            if whole is not None:
                return whole
        seen: list[Run] = []

        def answer(trunk: Trunk, values: Mapping[int, Sequence[Any]]) -> Answer:
            return self._answer(_part(game, trunk, values), trunk, control, seen)

        found = Composition(game, answer, limit=self.limit, single=self.single, control=control)
        plans = found.plans(1 if self.single else self.listed)
        profiles = tuple(_profile(game, plan) for plan in plans)
        several = not self.single and found.count > len(plans)
        family = SubgamePerfectFamily(found) if several and plans else None
        notes = list(found.notes)
        if several and found.count < math.inf:
            notes.append(
                f"{int(found.count)} equilibria were found; {len(plans)} are listed, and the "
                "family holds all of them"
            )
        return Run(
            profiles=profiles,
            status=_status(found, seen, bool(plans)),
            coverage=self._covered(found, len(plans)),
            families=(family,) * len(profiles),
            components=_isolated(found, len(plans)),
            # What is off inside may be off by as much again in every subgame around it.
            accuracy=len(found.trunks) * max((run.accuracy for run in seen), default=0.0),
            notes=tuple(notes),
            statistics={"subgames": len(found.trunks), "solved": found.solved},
        )

    def _whole(self, game: ExtensiveFormGame, control: Control) -> Run | None:
        """What the inner solver says, families and components included, of a tree of one subgame.

        None where it is not made for trees, or lists more than is asked for.
        """
        try:
            solver, form = self._solver_for(game)
        except UnsupportedGameError:  # perhaps without those who do not move
            return None
        if form is not game:
            return None
        run = solver.run(game, control)
        statistics = {**run.statistics, "subgames": 1, "solved": 1}
        return (
            replace(run, indices=(), statistics=statistics)
            if len(run.profiles) <= self.listed
            else None
        )

    def _covered(self, found: Composition, listed: int) -> Coverage:
        if self.single:
            return Coverage.ONE
        if found.truncated or found.expired:
            return Coverage.SOME
        if found.complete:
            return Coverage.ALL
        if found.pure:
            return Coverage.ALL_PURE
        return Coverage.ONE if listed == 1 else Coverage.SOME

    def _solver_for(self, part: ExtensiveFormGame) -> tuple[Solver, Any]:
        """What solves a trunk, and the form of it that is given to the solver."""
        if self.inner is not None:
            form = to_normal_form(part) if self.inner.form is NormalFormGame else part
            obstacles = self.inner.obstacles(form)
            if obstacles:
                raise UnsupportedGameError(
                    f"{type(self.inner).__name__} cannot take {form!r}", obstacles
                )
            return self.inner, form
        if len(part.players) == 1:  # whatever is best is pure, or a mixture of such
            return choose_solver(table := to_normal_form(part), Concept.NASH).solver, table
        try:
            return choose_solver(part, Concept.NASH).solver, part
        except UnsupportedGameError:
            return choose_solver(table := to_normal_form(part), Concept.NASH).solver, table

    def _answer(
        self, part: ExtensiveFormGame, trunk: Trunk, control: Control, seen: list[Run]
    ) -> Answer:
        solver, form = self._solver_for(part)
        run = solver.run(form, control)
        seen.append(run)
        families = run.families or (None,) * len(run.profiles)
        behave = _behavior(part) if form is not part else None
        equilibria = []
        for profile, family in zip(run.profiles, families, strict=True):
            played = profile if behave is None else behave(profile)
            plan = {
                infoset: played.weights_at(place) for place, infoset in enumerate(trunk.infosets)
            }
            # A family of a table holds mixed strategies, not what is played in the tree.
            kept = family if behave is None else None
            equilibria.append(TrunkEquilibrium(plan, kept, part))
        lost = behave is not None and (
            any(family is not None for family in families)
            or any(_leaves_open(part, player) for player in part.players)
        )
        return Answer(
            tuple(equilibria),
            complete=run.coverage is Coverage.ALL and not lost,
            pure=run.coverage in (Coverage.ALL, Coverage.ALL_PURE) and not lost,
            notes=run.notes,
        )


def _part(
    game: ExtensiveFormGame, trunk: Trunk, values: Mapping[int, Sequence[Any]]
) -> ExtensiveFormGame:
    """A trunk as a game of those who move in it; of two players, where there are two."""
    idle = [who for who in range(len(game.players)) if who not in trunk.movers]
    players = sorted([*trunk.movers, *idle[: max(0, 2 - len(trunk.movers))]])
    return trunk.game(values, players)


def _profile(game: ExtensiveFormGame, plan: Mapping[int, tuple[Any, ...]]) -> Any:
    """A plan for every information set as a profile."""
    weights = [weight for infoset in range(game.tree.n_infosets) for weight in plan[infoset]]
    return BehaviorStrategyProfile.from_weights(game, weights)


def _isolated(found: Composition, listed: int) -> tuple[tuple[int, ...], ...]:
    """Finitely many equilibria are components of their own; of others nothing is said."""
    whole = found.complete and not (found.truncated or found.expired)
    return tuple((i,) for i in range(listed)) if whole and found.count == listed else ()


def _status(found: Composition, runs: Sequence[Run], any_found: bool) -> Status:
    """Why it stopped: for the gravest reason that there was."""
    seen = {run.status for run in runs}
    if found.expired:
        return Status.TIME_LIMIT
    for status in (Status.TIME_LIMIT, Status.LIMIT, Status.UNREACHED):
        if status in seen:
            return status
    if found.truncated:
        return Status.LIMIT
    if Status.NONE_EXISTS in seen and not any_found:
        return Status.NONE_EXISTS
    return Status.SOLVED if any_found else Status.UNREACHED


def _leaves_open(part: ExtensiveFormGame, player: str) -> bool:
    """Whether some strategy excludes an information set of its own player."""
    return any(ANY in each for each in pure_strategies(part, player, reduced=True))


def _behavior(part: ExtensiveFormGame) -> Callable[[Any], BehaviorStrategyProfile]:
    """From mixed strategies of the reduced normal form to behavior strategies (Kuhn 1953).

    At an information set the probability of an action is that of the strategies that take it,
    given those that allow the set to be reached. Where none does, the first action is taken.
    """
    tree = part.tree
    strategies = {player: pure_strategies(part, player, reduced=True) for player in part.players}

    def behave(profile: Any) -> BehaviorStrategyProfile:
        weights: list[Any] = []
        for infoset in range(tree.n_infosets):
            player = part.players[tree.infoset_player[infoset]]
            own = [
                i for i in range(tree.n_infosets) if part.players[tree.infoset_player[i]] == player
            ]
            place = own.index(infoset)
            totals = [part.arithmetic.number(0)] * int(tree.infoset_size[infoset])
            mixed = profile[player].values()
            for strategy, weight in zip(strategies[player], mixed, strict=True):
                if strategy[place] != ANY:
                    totals[strategy[place]] += weight
            total = sum(totals, start=part.arithmetic.number(0))
            if not total:
                totals[0] = total = part.arithmetic.number(1)
            weights.extend(share / total for share in totals)
        return BehaviorStrategyProfile.from_weights(part, weights)

    return behave
