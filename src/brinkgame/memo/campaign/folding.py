"""The campaign solved from its last stage to its first.

Every stage but the first begins where everybody knows where it begins, so it is a subgame; and what
was paid before it is the same whatever is done in it. So its equilibria can be found once, with the
values of later stages at its ends, and hold wherever in the tree a copy of it stands. One
equilibrium of each stage makes one of the whole; where a stage has several that pay differently,
each of them is followed to the start.

So these are the equilibria in which a stage is played the same wherever it stands. Where no stage
has several there are no others. Where one has, as on a tie, the whole has more: copies of the stage
may be played differently, by what went before, and what is between two equilibria that are listed
as ends of a family may be played as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, final

from brinkgame.errors import SolveError
from brinkgame.forms import ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.forms.tree import escaped
from brinkgame.memo.campaign.grafting import PLAYERS, Payoffs, added, grafted
from brinkgame.memo.campaign.stages import FIRST, ORDER, STAGES, Stage
from brinkgame.memo.parameters import ALL, CONSTRAINTS
from brinkgame.memo.stall import DAILY
from brinkgame.parameters import Parameter, ParameterSpace, Point
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs
from brinkgame.play.payoffs import reach_probabilities
from brinkgame.results import Coverage, Equilibrium, EquilibriumResult
from brinkgame.solve import solve
from brinkgame.solvers import AgentLogitQRE

__all__ = ["Act", "Play", "fold", "parameters", "stage_game", "users", "whole_profile"]

MOST_PLAYS: Final = 64

Worth = dict[str, Any]
"""What a stage and all that follows is worth to each player."""


@final
@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """A stage as it is played.

    Attributes
    ----------
    stage
        Which one.
    result
        All that was found for it, with the later stages as they are played here.
    equilibria
        Those that are played here: all that pay the same.
    """

    stage: Stage
    result: EquilibriumResult
    equilibria: tuple[Equilibrium, ...]

    @property
    def game(self) -> ExtensiveFormGame:
        """The stage, with continuation values at its exits."""
        game: ExtensiveFormGame = self.result.game
        return game

    @property
    def worth(self) -> Worth:
        """What it pays, with all that follows."""
        return dict(self.equilibria[0].payoffs)

    def chances(self, moves: Sequence[str] | None = None) -> tuple[Any, Any]:
        """The least and the greatest probability of some moves of players, Nature's left out.

        Parameters
        ----------
        moves
            The moves from the start of the stage; those on record if none are given.
        """
        found = []
        for equilibrium in self.equilibria:
            chance: Any = Fraction(1)
            for infoset, action in self._choices(self.stage.record if moves is None else moves):
                chance *= equilibrium.profile.weights_at(infoset)[action]
            found.append(chance)
        return min(found), max(found)

    def luck(self) -> Any:
        """The probability of Nature's moves on record, given those of the players."""
        odds = self.game.edge_probabilities()
        chance: Any = Fraction(1)
        for node in self._nodes(self.stage.record)[1:]:
            if self.game.tree.infoset[self.game.tree.parent[node]] < 0:
                chance *= odds[node]
        return chance

    def outcomes(self) -> list[dict[str, Any]]:
        """The probability of each end of the stage, in each of the equilibria."""
        tree = self.game.tree
        found = []
        for equilibrium in self.equilibria:
            reach = reach_probabilities(self.game, equilibrium.profile)
            ends: dict[str, Any] = {}
            for node in map(int, tree.terminals):
                label = tree.labels[int(tree.label[node])]
                ends[label] = ends.get(label, 0) + reach[node]
            found.append(ends)
        return found

    def _nodes(self, moves: Sequence[str]) -> list[int]:
        steps = ["root", *map(escaped, moves)]
        return [self.game.node_at("/".join(steps[: k + 1])) for k in range(len(steps))]

    def _choices(self, moves: Sequence[str]) -> list[tuple[int, int]]:
        tree = self.game.tree
        nodes = self._nodes(moves)[: len(moves)]
        return [
            (int(tree.infoset[node]), tree.actions(int(tree.infoset[node])).index(move))
            for node, move in zip(nodes, moves, strict=True)
            if tree.infoset[node] >= 0
        ]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """The whole campaign as it is played: an equilibrium of each stage, or several that pay alike.

    Attributes
    ----------
    acts
        ``{stage: act}``, in the order of events.
    point
        The value of every parameter.
    """

    acts: Mapping[str, Act]
    point: Point

    @property
    def worth(self) -> Worth:
        """What the campaign pays each player at its start."""
        return next(iter(self.acts.values())).worth

    @property
    def embarks(self) -> Any:
        """What deploying in June pays the USSR more than holding back, if it comes to that.

        Where the equilibria of the first stage differ in it, the least.
        """
        act = self.acts[FIRST]
        node = act.game.node_at("root/missiles in mind/offer/consent/Cuba")
        hold, deployed = act.game.tree.children_of(node)
        who = act.game.players.index("USSR")
        gains = []
        for equilibrium in act.equilibria:
            worth = continuation_payoffs(act.game, equilibrium.profile)
            gains.append(worth[deployed][who] - worth[hold][who])
        return min(gains)

    def conduct(self) -> dict[str, tuple[Any, Any]]:
        """The probability of the conduct on record in each stage, as the least and the greatest."""
        return {name: act.chances() for name, act in self.acts.items() if act.stage.record}

    def path_probability(self) -> tuple[Any, Any]:
        """The probability of all that is on record, Nature's moves among them."""
        low: Any = Fraction(1)
        high: Any = Fraction(1)
        for act in self.acts.values():
            least, most = act.chances()
            luck = act.luck()
            low, high = low * least * luck, high * most * luck
        return low, high

    def outcomes(self, first: str = FIRST) -> dict[str, tuple[Any, Any]]:
        """The least and the greatest probability of each outcome, from some stage on.

        Stages whose equilibria pay the same may differ in their outcomes; each outcome is bounded
        by itself.
        """
        later: dict[str, dict[str, tuple[Any, Any]]] = {}
        for name in reversed(list(self.acts)):
            act = self.acts[name]
            found = [_spread(ends, act.stage, later) for ends in act.outcomes()]
            labels = {label for each in found for label in each}
            zero = (Fraction(0), Fraction(0))
            later[name] = {
                label: (
                    min(each.get(label, zero)[0] for each in found),
                    max(each.get(label, zero)[1] for each in found),
                )
                for label in sorted(labels)
            }
        return {label: pair for label, pair in later[first].items() if pair[1]}


def _spread(
    ends: Mapping[str, Any], stage: Stage, later: Mapping[str, Mapping[str, tuple[Any, Any]]]
) -> dict[str, tuple[Any, Any]]:
    """The outcomes to which the ends of a stage lead."""
    found: dict[str, tuple[Any, Any]] = {}
    for label, chance in ends.items():
        whither = stage.exits.get(label)
        follows = {label: (1, 1)} if whither is None else later[whither]
        for outcome, (low, high) in follows.items():
            before = found.get(outcome, (0, 0))
            found[outcome] = (before[0] + chance * low, before[1] + chance * high)
    return found


@cache
def parameters() -> ParameterSpace:
    """The parameters of the whole campaign, with their constraints.

    Examples
    --------
    >>> from brinkgame.memo import campaign
    >>> "hard_type" in campaign.parameters()
    True
    """
    used = {name for stage in ORDER for name in _template(stage).parameters}
    mine = [parameter for parameter in ALL if parameter.name in used]
    among = [each for each in (*CONSTRAINTS, *DAILY) if all(name in used for name in each.symbols)]
    return ParameterSpace(mine, among)


def users(name: str) -> tuple[str, ...]:
    """The stages in which a parameter stands, in the order of events."""
    return tuple(stage for stage in ORDER if name in _template(stage).parameters)


def _slot(whither: str, player: str) -> Parameter:
    """Where the value of a later stage is filled in."""
    return Parameter(f"{whither} to {player}".replace(" ", "_"), 0)


@cache
def _template(name: str) -> ExtensiveFormGame:
    """The stage with a place for what each exit is worth to each player."""
    stage = STAGES[name]

    def end(outcome: str, pays: Payoffs, path: tuple[str, ...]) -> Node:
        del path
        whither = stage.exits.get(outcome)
        follows = {} if whither is None else {p: _slot(whither, p) for p in PLAYERS}
        return Terminal(added(pays, follows), label=outcome)

    root = grafted(stage.build(), end)
    return ExtensiveFormGame(name, players=PLAYERS, root=root, constraints=(*CONSTRAINTS, *DAILY))


def stage_game(name: str, point: Point, worth: Mapping[str, Worth]) -> ExtensiveFormGame:
    """A stage at a point, with what its exits are worth."""
    filled = {
        _slot(whither, player).name: worth[whither][player]
        for whither in STAGES[name].exits.values()
        for player in PLAYERS
    }
    return _template(name).at(Point({**point, **filled}))


def fold(
    at: Mapping[str, Any] | None = None, *, rationality: float | None = None
) -> tuple[Play, ...]:
    """The campaign as it is played, from the last stage to the first.

    Parameters
    ----------
    at
        The parameters that are not at their baselines.
    rationality
        With one, the agent logit equilibrium of that rationality, in 1/payoff, instead of the
        equilibria without errors: every information set of every stage is an agent of its own, so
        that this too is found stage by stage.

    Returns
    -------
    tuple of Play
        One for each way in which stages with several equilibria that pay differently may be
        played; equilibria of a stage that pay everybody the same are kept together.

    Raises
    ------
    SolveError
        A stage could not be solved completely, or there are more than 64 ways.
    UnknownNameError
        There is no such parameter.

    Examples
    --------
    >>> from brinkgame.memo import campaign
    >>> (play,) = campaign.fold()
    >>> play.acts["bombers"].chances()
    (Fraction(1, 1), Fraction(1, 1))
    """
    point = parameters().point(at)
    ways: list[dict[str, Act]] = [{}]
    for name in reversed(ORDER):
        further = []
        for way in ways:
            worth = {whither: way[whither].worth for whither in STAGES[name].exits.values()}
            game = stage_game(name, point, worth)
            further += [{**way, name: act} for act in _played(STAGES[name], game, rationality)]
        if len(further) > MOST_PLAYS:
            raise SolveError(
                f"the campaign can be played in more than {MOST_PLAYS} ways from {name} on; move "
                "the point off its ties"
            )
        ways = further
    return tuple(Play({name: way[name] for name in ORDER}, point) for way in ways)


def _played(stage: Stage, game: ExtensiveFormGame, rationality: float | None) -> list[Act]:
    """The ways to play a stage. One that differs in nothing is not solved twice."""
    key = (stage.name, rationality, tuple(game.numbers))
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = _solved(stage, game, rationality)
    return _KNOWN[key]


_KNOWN: Final[dict[tuple[Any, ...], list[Act]]] = {}
_MOST_KNOWN: Final = 2000


def _solved(stage: Stage, game: ExtensiveFormGame, rationality: float | None) -> list[Act]:
    if rationality is not None:
        result = solve(game, AgentLogitQRE(rationality=rationality))
    else:
        result = solve(game, concept=stage.concept or "subgame-perfect")
        if result.coverage not in (Coverage.ALL, Coverage.ALL_EXTREME):
            raise SolveError(f"{stage.name}: {result.coverage.value}", result)
    groups: dict[tuple[Any, ...], list[Equilibrium]] = {}
    for equilibrium in result:
        groups.setdefault(tuple(equilibrium.payoffs.values()), []).append(equilibrium)
    return [Act(stage, result, tuple(group)) for group in groups.values()]


def whole_profile(game: ExtensiveFormGame, play: Play) -> BehaviorStrategyProfile:
    """The strategies of a play on the tree of the campaign, which holds copies of its stages.

    Of stages with several equilibria that pay the same, the first is taken.

    Parameters
    ----------
    game
        What `game` makes, from any stage on.
    play
        As `fold` finds it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import campaign
    >>> (play,) = campaign.fold()
    >>> late = campaign.game("verification").at(play.point)
    >>> _, certificate = bg.certify(
    ...     late, campaign.whole_profile(late, play), "subgame-perfect")
    >>> {str(regret) for regret in certificate.regrets.values()}
    {'0'}
    """
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for act in play.acts.values():
        profile = act.equilibria[0].profile
        for infoset in act.game.information_sets:
            known[infoset.player, infoset.label] = dict(profile[infoset.player][infoset.label])
    plan: dict[str, dict[str, Any]] = {player: {} for player in game.players}
    for infoset in game.information_sets:
        # What stands before the name of an information set is the way to its stage.
        own = infoset.label.rsplit(": ", 1)[-1]
        plan[infoset.player][infoset.label] = known[infoset.player, own]
    return BehaviorStrategyProfile(game, plan)
