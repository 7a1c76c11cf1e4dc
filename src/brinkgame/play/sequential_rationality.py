"""Sequential rationality: no gain at any information set, given what is believed there.

An assessment is *sequentially rational* when at every information set no other continuation
strategy of its player pays more, given the belief there and what the others do (Kreps and Wilson
1982, section 4). The check takes this literally: at each information set, also one that play does
not come to, the player's best plan from there on is found by folding back over all the player's
later information sets, their nodes weighed by the belief here and the others' moves since. What is
believed at the later ones does not enter.

Whether beliefs follow from strategies is another question, with answers of different strength.

*Weakly consistent*: Bayes' rule holds at every information set that play comes to.

*Perfect Bayesian*, in this library: sequentially rational, and Bayes' rule holds

1. from the beginning of each subgame, at what play comes to in it, and
2. from each information set of a player to the same player's later ones, wherever the belief here
   and the others' moves give the later one positive probability once the player goes there.

The first makes every perfect Bayesian equilibrium subgame perfect. The second is *updating
consistency* (Perea 2002; compare Hendon, Jacobsen and Sloth 1996): it is just what makes single
changes of action enough to tell whether any plan pays. Nothing is asked of beliefs between
different players, or after somebody does what nobody expected; that is what *sequential* equilibria
add (`brinkgame.play.consistency`). In signalling games the three definitions are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, final

from brinkgame.errors import InvalidProfileError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.subgames import subgame_roots
from brinkgame.play.assessments import Assessment, Beliefs
from brinkgame.play.payoffs import (
    as_behavior,
    continuation_payoffs,
    move_probabilities,
    reach_probabilities,
)
from brinkgame.play.profiles import BehaviorStrategyProfile, Weight
from brinkgame.play.rationality import Deviation, changes, subgame_regrets
from brinkgame.play.responses import best_continuation, reached, require_perfect_recall

__all__ = [
    "AssessmentTest",
    "BeliefGap",
    "SequentialRegrets",
    "bayes_beliefs",
    "is_perfect_bayesian",
    "is_sequentially_rational",
    "is_weakly_consistent",
    "perfect_bayesian_gaps",
    "sequential_deviations",
    "sequential_regrets",
]

_NOBODY = -9
"""No player's position: everybody's moves count with their probabilities."""


@final
@dataclass(frozen=True, slots=True)
class BeliefGap:
    """A belief that contradicts Bayes' rule where Bayes' rule applies.

    Attributes
    ----------
    player, infoset
        Who believes it, and where.
    path
        The first node of the information set with a wrong probability.
    belief, bayes
        The probability that it is given, and the one that follows.
    given
        What it follows from: the beginning of the game or of a subgame, or what the same player
        believed before.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> gap, = bg.perfect_bayesian_gaps(bg.Assessment.of(
    ...     game, {"US": {"letter": "wait"}}, {"US": {"letter": "root/weak"}}))
    >>> gap.path, gap.belief, gap.bayes
    ('root/tough', Fraction(0, 1), Fraction(1, 4))
    """

    player: str
    infoset: str
    path: str
    belief: Weight
    bayes: Weight
    given: str

    def __str__(self) -> str:
        return (
            f"{self.player} at {self.infoset} believes {self.path} with probability "
            f"{self.belief}, but Bayes' rule from {self.given} gives {self.bayes}"
        )


@final
@dataclass(frozen=True, slots=True)
class AssessmentTest:
    """Whether an assessment passes a test, and why not; true or false as a truth value.

    Attributes
    ----------
    assessment
        What was tested.
    holds
        The answer.
    reason
        The answer in a sentence; of several faults, the first.
    faults
        Everything that is wrong: `Deviation` for what pays more, `BeliefGap` for what is believed
        against Bayes' rule.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> test = bg.is_sequentially_rational(bg.Assessment.of(
    ...     game, {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}, {}))
    >>> bool(test), test.reason
    (False, 'incumbent at entry would gain 3 by accommodate instead of fight')
    """

    assessment: Assessment
    holds: bool
    reason: str
    faults: tuple[Deviation | BeliefGap, ...] = ()

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        return self.reason


def _test(assessment: Assessment, faults: Sequence[Any], fine: str) -> AssessmentTest:
    reason = str(faults[0]) if faults else fine
    if len(faults) > 1:
        reason = f"{reason} (the first of {len(faults)} faults)"
    return AssessmentTest(assessment, not faults, reason, tuple(faults))


@final
@dataclass(frozen=True, slots=True)
class SequentialRegrets:
    """What an assessment pays, and the most that each player could gain at any information set.

    Attributes
    ----------
    payoffs
        What each player expects at the root.
    regrets
        For each player the largest gain of another continuation strategy at any of the player's
        information sets, given the belief there; zero for all players exactly when the assessment
        is sequentially rational.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> bg.sequential_regrets(bg.Assessment.of(
    ...     game, {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}}, {})).regrets
    {'entrant': Fraction(0, 1), 'incumbent': Fraction(3, 1)}
    """

    payoffs: dict[str, Any]
    regrets: dict[str, Any]


def as_assessment(game: ExtensiveFormGame, profile: object, beliefs: object) -> Assessment:
    """An assessment of this game, from a profile and beliefs or from plain mappings of labels."""
    plan = as_behavior(game, profile)
    if isinstance(beliefs, Beliefs):
        held = beliefs if beliefs.game is game else Beliefs.from_weights(game, beliefs.weights)
    elif isinstance(beliefs, Mapping):
        held = Beliefs(game, beliefs)
    else:
        raise InvalidProfileError(f"expected Beliefs or a mapping, got {beliefs!r}")
    return Assessment(plan, held)


def checked(assessment: object, purpose: str) -> Assessment:
    """An assessment of a closed game of perfect recall; everything else is refused."""
    if not isinstance(assessment, Assessment):
        raise InvalidProfileError(
            f"{purpose} is about an Assessment (a profile with beliefs), not {assessment!r}"
        )
    assessment.game.require_closed(purpose)
    require_perfect_recall(assessment.game, purpose)
    return assessment


# -- what pays ------------------------------------------------------------------------------------


def _gains_by_plans(
    assessment: Assessment, value: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, int, Any, dict[int, tuple[int, ...]]]]:
    """At each information set what its player gains by the best plan from there on, and how."""
    game = assessment.game
    tree = game.tree
    zero = game.arithmetic.number(0)
    moves = move_probabilities(game, assessment.profile)
    for infoset, members in enumerate(tree.members):
        me = int(tree.infoset_player[infoset])
        belief = assessment.beliefs.weights[infoset]
        start = {node: weight for node, weight in zip(members, belief, strict=True) if weight != 0}
        now = sum((weight * value[node][me] for node, weight in start.items()), start=zero)
        most, better = best_continuation(game, moves, me, start)
        yield infoset, me, most - now, better


def sequential_regrets(assessment: Assessment) -> SequentialRegrets:
    """What an assessment pays, and the most that each player could gain at any information set.

    Parameters
    ----------
    assessment
        A profile with beliefs, of a closed game of perfect recall.

    Returns
    -------
    SequentialRegrets
        The gains of whole continuation plans, not of single changes of action only.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> beliefs = {"US": {"letter": {"root/tough": "1/4", "root/weak": "3/4"}}}
    >>> bg.sequential_regrets(bg.Assessment.of(game, {"US": {"letter": "reply"}}, beliefs)).regrets
    {'US': Fraction(1, 1)}
    """
    game = checked(assessment, "a check of sequential rationality").game
    if game.is_perfect_information:  # every information set begins a subgame
        found = subgame_regrets(game, assessment.profile)
        return SequentialRegrets(found.payoffs, found.regrets)
    value = continuation_payoffs(game, assessment.profile)
    worst = dict.fromkeys(game.players, game.arithmetic.number(0))
    for _, me, gain, _ in _gains_by_plans(assessment, value):
        player = game.players[me]
        worst[player] = max(worst[player], gain)
    return SequentialRegrets(dict(zip(game.players, value[0], strict=True)), worst)


def sequential_deviations(assessment: Assessment) -> tuple[Deviation, ...]:
    """What pays more than the profile at an information set, given the belief there.

    Parameters
    ----------
    assessment
        A profile with beliefs, of a closed game of perfect recall.

    Returns
    -------
    tuple of Deviation
        In the order of information sets, every action that pays more by itself; and where none
        does, neither there nor later, but a plan of several changes pays, that plan in words
        (possible only where a player's later belief does not follow from the earlier one). Empty
        exactly when the assessment is sequentially rational. In floats, gains within the tolerance
        (scaled by the range of the player's payoffs) do not count.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> beliefs = {"US": {"letter": {"root/tough": "1/4", "root/weak": "3/4"}}}
    >>> assessment = bg.Assessment.of(game, {"US": {"letter": "reply"}}, beliefs)
    >>> print(*bg.sequential_deviations(assessment))
    US at letter would gain 1 by wait instead of reply
    """
    game = checked(assessment, "a check of sequential rationality").game
    tree, sign = game.tree, game.arithmetic.sign
    value = continuation_payoffs(game, assessment.profile)
    found: dict[int, list[Deviation]] = {}
    plans: list[tuple[int, Any, dict[int, tuple[int, ...]]]] = []
    for infoset, me, gain, better in _gains_by_plans(assessment, value):
        player, where, menu = game.players[me], tree.infoset_name(infoset), tree.actions(infoset)
        spread = game.payoff_spreads[player]
        pays = _action_payoffs(assessment, value, infoset)
        weights = assessment.profile.weights_at(infoset)
        worst = min((a for a, w in enumerate(weights) if w > 0), key=pays.__getitem__)
        single = [
            Deviation(player, where, menu[worst], menu[action], pay - pays[worst])
            for action, pay in enumerate(pays)
            if sign(pay - pays[worst], spread) > 0
        ]
        if single:
            found[infoset] = single
        elif sign(gain, spread) > 0:
            plans.append((infoset, gain, better))
    for infoset, gain, better in plans:
        if any(later in found for later in better):
            continue  # it pays because a single change there does
        changed = changes(assessment.profile, better)
        words = "; ".join(f"{instead} at {place}" for place, _, instead in changed)
        words = words or "a best plan"  # many small gains, each within the tolerance
        player = game.players[tree.infoset_player[infoset]]
        where = tree.infoset_name(infoset)
        found[infoset] = [Deviation(player, where, "the profile", words, gain)]
    return tuple(deviation for infoset in sorted(found) for deviation in found[infoset])


def _action_payoffs(
    assessment: Assessment, value: Sequence[tuple[Any, ...]], infoset: int
) -> list[Any]:
    """What each action pays under the belief at an information set, the profile following it."""
    game = assessment.game
    tree = game.tree
    me = int(tree.infoset_player[infoset])
    pays = [game.arithmetic.number(0)] * int(tree.infoset_size[infoset])
    belief = assessment.beliefs.weights[infoset]
    for node, weight in zip(tree.members[infoset], belief, strict=True):
        if weight != 0:
            for action, child in enumerate(tree.children_of(node)):
                pays[action] = pays[action] + weight * value[child][me]
    return pays


def is_sequentially_rational(assessment: Assessment) -> AssessmentTest:
    """Whether no player gains at any information set, given the belief there.

    Parameters
    ----------
    assessment
        A profile with beliefs, of a closed game of perfect recall.

    Returns
    -------
    AssessmentTest
        True, or false with every `Deviation` that pays.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Notes
    -----
    Beliefs are taken as they are: whether they make sense is what `is_weakly_consistent`,
    `is_perfect_bayesian` and `is_consistent` tell.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> beliefs = {"US": {"letter": {"root/tough": "1/4", "root/weak": "3/4"}}}
    >>> print(bg.is_sequentially_rational(
    ...     bg.Assessment.of(game, {"US": {"letter": "wait"}}, beliefs)))
    no player gains at any information set
    """
    faults = sequential_deviations(assessment)
    return _test(assessment, faults, "no player gains at any information set")


# -- what is believed -----------------------------------------------------------------------------


def bayes_weights(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile
) -> list[tuple[Weight, ...] | None]:
    """For each information set, by position, what follows by Bayes' rule; None if not reached."""
    reach = reach_probabilities(game, profile)
    sign = game.arithmetic.sign
    found: list[tuple[Weight, ...] | None] = []
    for members in game.tree.members:
        here = [reach[node] for node in members]
        total = sum(here, start=game.arithmetic.number(0))
        found.append(tuple(each / total for each in here) if sign(total) > 0 else None)
    return found


def bayes_beliefs(
    game: ExtensiveFormGame, profile: BehaviorStrategyProfile | Mapping[str, Any]
) -> dict[str, dict[str, dict[str, Weight] | None]]:
    """What follows from a profile by Bayes' rule at each information set that play comes to.

    Parameters
    ----------
    game
        A closed game of perfect recall.
    profile
        A profile of it.

    Returns
    -------
    dict
        ``{player: {information set: {path of a node: probability}}}``, with None in place of the
        probabilities where play does not come. If there is no None, `Beliefs` takes it as it is.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> bg.bayes_beliefs(game, {"US": {"letter": "wait"}})["US"]["letter"]
    {'root/tough': Fraction(1, 4), 'root/weak': Fraction(3, 4)}
    """
    plan = as_behavior(game, profile)
    game.require_closed("Bayes' rule")
    require_perfect_recall(game, "Bayes' rule")
    tree = game.tree
    found: dict[str, dict[str, dict[str, Weight] | None]] = {p: {} for p in game.players}
    for infoset, weights in enumerate(bayes_weights(game, plan)):
        paths = [tree.path(node) for node in tree.members[infoset]]
        player = game.players[tree.infoset_player[infoset]]
        found[player][tree.infoset_name(infoset)] = (
            None if weights is None else dict(zip(paths, weights, strict=True))
        )
    return found


def _gaps_from(
    assessment: Assessment,
    moves: Sequence[Any],
    me: int,
    start: Mapping[int, Any],
    given: str,
) -> Iterator[tuple[int, BeliefGap]]:
    """Beliefs that contradict Bayes' rule from some nodes on.

    With a player, only of that player and after those nodes, where the player's own moves do not
    count: all nodes of a later information set of the player have them in common.
    """
    game = assessment.game
    tree, sign = game.tree, game.arithmetic.sign
    reach, _ = reached(tree, moves, me, start, {})
    for infoset in dict.fromkeys(int(tree.infoset[node]) for node in reach):
        if infoset < 0 or len(tree.members[infoset]) < 2:
            continue
        members, whose = tree.members[infoset], int(tree.infoset_player[infoset])
        if me != _NOBODY and (whose != me or members[0] in start):
            continue
        here = [reach.get(node, game.arithmetic.number(0)) for node in members]
        total = sum(here, start=game.arithmetic.number(0))
        if sign(total) <= 0:
            continue
        for node, weight, belief in zip(
            members, here, assessment.beliefs.weights[infoset], strict=True
        ):
            if sign(belief - weight / total) != 0:
                yield (
                    infoset,
                    BeliefGap(
                        game.players[whose],
                        tree.infoset_name(infoset),
                        tree.path(node),
                        belief,
                        weight / total,
                        given,
                    ),
                )
                break


def _gaps_on_the_path(assessment: Assessment) -> dict[int, BeliefGap]:
    moves = move_probabilities(assessment.game, assessment.profile)
    one = assessment.game.arithmetic.number(1)
    found = _gaps_from(assessment, moves, _NOBODY, {0: one}, "the beginning of the game")
    return dict(sorted(found, key=lambda gap: gap[0]))


def is_weakly_consistent(assessment: Assessment) -> AssessmentTest:
    """Whether beliefs follow Bayes' rule at every information set that play comes to.

    Parameters
    ----------
    assessment
        A profile with beliefs, of a closed game of perfect recall.

    Returns
    -------
    AssessmentTest
        True, or false with a `BeliefGap` for each information set where it is violated.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Notes
    -----
    Anything may be believed where play does not come. A sequentially rational assessment that is
    weakly consistent need not even be subgame perfect; see `is_perfect_bayesian`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> test = bg.is_weakly_consistent(bg.Assessment.of(
    ...     game, {"US": {"letter": "wait"}}, {"US": {"letter": "root/weak"}}))
    >>> print(test.reason[:79])
    US at letter believes root/tough with probability 0, but Bayes' rule from the b
    """
    checked(assessment, "a check of beliefs")
    faults = tuple(_gaps_on_the_path(assessment).values())
    return _test(assessment, faults, "beliefs follow Bayes' rule wherever play comes")


def perfect_bayesian_gaps(assessment: Assessment) -> tuple[BeliefGap, ...]:
    """Beliefs that contradict what a perfect Bayesian equilibrium asks of them.

    Bayes' rule is to hold on the path of play of every subgame, and from each information set of a
    player to the same player's later ones, wherever the belief at the earlier one and the others'
    moves give the later one positive probability once the player goes there.

    Parameters
    ----------
    assessment
        A profile with beliefs, of a closed game of perfect recall.

    Returns
    -------
    tuple of BeliefGap
        One for each information set with a wrong belief, in order; empty if there is none.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Examples
    --------
    >>> import brinkgame as bg
    >>> letter = bg.Decision("US", {"reply": bg.Terminal({"US": 0}),
    ...                             "wait": bg.Terminal({"US": 1})}, infoset="letter")
    >>> game = bg.ExtensiveFormGame("a letter", players=("US",), root=bg.Chance({
    ...     "tough": ("1/4", letter), "weak": ("3/4", letter)}))
    >>> beliefs = {"US": {"letter": {"root/tough": "1/4", "root/weak": "3/4"}}}
    >>> bg.perfect_bayesian_gaps(bg.Assessment.of(game, {"US": {"letter": "wait"}}, beliefs))
    ()
    """
    game = checked(assessment, "a check of beliefs").game
    tree = game.tree
    if tree.perfect_information:
        return ()
    found = _gaps_on_the_path(assessment)
    moves = move_probabilities(game, assessment.profile)
    one = game.arithmetic.number(1)
    for root in subgame_roots(game)[1:]:
        given = f"the beginning of the subgame at {tree.path(root)}"
        for infoset, gap in _gaps_from(assessment, moves, _NOBODY, {root: one}, given):
            found.setdefault(infoset, gap)
    for infoset, members in enumerate(tree.members):
        me = int(tree.infoset_player[infoset])
        belief = assessment.beliefs.weights[infoset]
        start = dict(zip(members, belief, strict=True))
        given = f"what {game.players[me]} believes at {tree.infoset_name(infoset)}"
        for later, gap in _gaps_from(assessment, moves, me, start, given):
            found.setdefault(later, gap)
    return tuple(found[infoset] for infoset in sorted(found))


def is_perfect_bayesian(assessment: Assessment) -> AssessmentTest:
    """Whether an assessment is a perfect Bayesian equilibrium.

    That is: no player gains at any information set given the belief there, and beliefs follow
    Bayes' rule on the path of play of every subgame, and from each information set of a player to
    the same player's later ones (see `perfect_bayesian_gaps`).

    Parameters
    ----------
    assessment
        A profile with beliefs, of a closed game of perfect recall.

    Returns
    -------
    AssessmentTest
        True, or false with what is wrong: beliefs first, then what pays more.

    Raises
    ------
    UnsupportedGameError
        Somebody forgets what they did or knew, or parameters are open.

    Notes
    -----
    Several definitions of perfect Bayesian equilibrium are in use (Fudenberg and Tirole 1991 give
    a stronger one for games in which only types are hidden); in signalling games they agree. Every
    sequential equilibrium is perfect Bayesian in this sense, and every perfect Bayesian one is
    subgame perfect.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> bool(bg.is_perfect_bayesian(bg.Assessment.of(
    ...     game, {"entrant": {"root": "in"}, "incumbent": {"entry": "accommodate"}}, {})))
    True
    """
    faults = (*perfect_bayesian_gaps(assessment), *sequential_deviations(assessment))
    fine = "no player gains at any information set, and beliefs follow Bayes' rule"
    return _test(assessment, faults, fine)
