"""One point of a design, exactly: what `solve` finds there, and the range of each measure over it.

This is the specification of every engine. It closes the game at the point, asks `solve`, and reads
the measures off all that was found. Engines that take thousands of points at once give the same,
and ask here where rounding leaves a doubt.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, final

from brinkgame.control import FREE, Control
from brinkgame.errors import BrinkgameError, ParameterRangeWarning
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.forms.tree import CHANCE
from brinkgame.results import Concept, Coverage, Equilibrium, EquilibriumResult
from brinkgame.sensitivity.measures import ExpectedPayoff, Measure, OutcomeProbability
from brinkgame.sensitivity.tied_ranges import tied_range
from brinkgame.signaling import SignalingComponent
from brinkgame.solve import solve
from brinkgame.solvers.ties import TieFamily

__all__ = ["FormAnswer", "PointAnswer", "PointStatus", "exact_answer", "form_of"]

_MOST_CORNERS: Final = 5000


@final
class PointStatus(IntEnum):
    """What became of one point of a design."""

    SOLVED = 0
    """All equilibria count, and each bound is attained by one of them."""
    BOUNDED = 1
    """All equilibria count, but a bound may be wider than what they attain."""
    PARTIAL = 2
    """The bounds are over the equilibria that were found; there may be others."""
    FAILED = 3
    """There is no answer: no game (a probability outside [0, 1], a pole), or no equilibrium."""
    UNREACHED = 4
    """The time was up before."""


@final
@dataclass(frozen=True, slots=True)
class FormAnswer:
    """The equilibria of one form at a point: the range of each measure over them."""

    low: Mapping[str, Any]
    high: Mapping[str, Any]


@final
@dataclass(frozen=True, slots=True)
class PointAnswer:
    """What is known at one point.

    Attributes
    ----------
    status
        What became of it.
    low, high
        ``{measure: number}`` over the whole set of equilibria.
    forms
        ``{form: FormAnswer}`` for each form of equilibrium that was found.
    reason
        Why it failed, or what is left open.
    """

    status: PointStatus
    low: Mapping[str, Any] = field(default_factory=dict)
    high: Mapping[str, Any] = field(default_factory=dict)
    forms: Mapping[str, FormAnswer] = field(default_factory=dict)
    reason: str = ""


def exact_answer(
    game: ExtensiveFormGame | NormalFormGame,
    point: Mapping[str, Any],
    measures: Mapping[str, Measure],
    concept: Concept,
    control: Control = FREE,
) -> PointAnswer:
    """Everything about one point, by `solve` and in exact numbers.

    Parameters
    ----------
    game
        A game with open parameters.
    point
        Their values; floats are read as the simplest fractions that round to them.
    measures
        What is read off, by name.
    concept
        What is looked for.
    control
        A limit of time.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)
            closed = game.at(point)
        left = control.remaining
        limit = None if left == float("inf") else max(left, 1e-3)
        result = solve(closed, concept=concept, check=False, time_limit=limit)
    except BrinkgameError as error:
        return PointAnswer(PointStatus.FAILED, reason=str(error).splitlines()[-1].strip(" -"))
    return _read(closed, result, measures)


def _read(
    game: ExtensiveFormGame | NormalFormGame,
    result: EquilibriumResult,
    measures: Mapping[str, Measure],
) -> PointAnswer:
    if not result.equilibria:
        return PointAnswer(PointStatus.FAILED, reason=result.status.value)
    status, reason = PointStatus.SOLVED, ""
    if result.coverage is not Coverage.ALL or not result.status.is_success:
        status, reason = PointStatus.PARTIAL, result.coverage.value
    low: dict[str, Any] = {}
    high: dict[str, Any] = {}
    values: dict[str, list[Any]] = {}
    for name, measure in measures.items():
        values[name] = [measure.of(game, e.profile) for e in result]
        found = list(values[name])
        for family in _families(result):
            ends, how = _over_family(game, family, measure)
            found += ends
            if how > status:
                status, reason = how, f"the range of {name} over a family is not known exactly"
        low[name], high[name] = min(found), max(found)
    forms: dict[str, FormAnswer] = {}
    for form, members in _by_form(game, result.equilibria).items():
        forms[form] = FormAnswer(
            {name: min(values[name][i] for i in members) for name in measures},
            {name: max(values[name][i] for i in members) for name in measures},
        )
    return PointAnswer(status, low, high, forms, reason)


def _families(result: EquilibriumResult) -> list[Any]:
    found: dict[int, Any] = {}
    for equilibrium in result:
        if equilibrium.family is not None:
            found[id(equilibrium.family)] = equilibrium.family
    return list(found.values())


def _over_family(game: Any, family: Any, measure: Measure) -> tuple[list[Any], PointStatus]:
    """Ends of the range over a family, and how sure they are."""
    if isinstance(family, TieFamily):
        found = tied_range(game, measure)
        return [found.low, found.high], (
            PointStatus.SOLVED if found.attained else PointStatus.BOUNDED
        )
    if isinstance(family, SignalingComponent):
        corners = list(itertools.islice(family.corners(), _MOST_CORNERS))
        how = PointStatus.SOLVED if len(corners) < _MOST_CORNERS else PointStatus.PARTIAL
        return [measure.of(game, corner) for corner in corners], how
    if isinstance(game, NormalFormGame) and len(game.players) == 2:
        # The family is a union of products of polytopes whose corners are all listed, and every
        # measure is linear in each player's strategy.
        return [], PointStatus.SOLVED
    if isinstance(measure, ExpectedPayoff):
        sure = PointStatus.SOLVED if family.ranges_are_exact else PointStatus.BOUNDED
        return list(family.payoff_ranges[measure.player]), sure
    if isinstance(measure, OutcomeProbability):
        ends = family.chance_range(_ends(game, measure.label))
        if ends is not None:
            return list(ends), PointStatus.SOLVED
    return [], PointStatus.PARTIAL


def _ends(game: ExtensiveFormGame, label: str) -> frozenset[int]:
    """The ends of a tree at or below a node with a label."""
    tree = game.tree
    where = tree.labels.index(label)
    found: set[int] = set()
    for node in (n for n, own in enumerate(tree.label.tolist()) if own == where):
        found.update(t for t in tree.terminals.tolist() if node <= t < int(tree.end[node]))
    return frozenset(found)


def _by_form(game: Any, equilibria: Iterable[Equilibrium]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for number, equilibrium in enumerate(equilibria):
        groups.setdefault(form_of(game, equilibrium.profile), []).append(number)
    return groups


def form_of(game: ExtensiveFormGame | NormalFormGame, profile: Any) -> str:
    """The form of an equilibrium: what is done with positive probability where play comes to.

    For a table it is the support of each player. Whether Nature ever comes to a place does not
    count, only whether the players let it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.sensitivity.points import form_of
    >>> game = bg.memo.load("deploy").game.at()
    >>> form_of(game, bg.solve(game).only().profile)
    'root: deploy; live missiles: accept; detected: compel'
    """
    if isinstance(game, NormalFormGame):
        return "; ".join(
            f"{player}: {' + '.join(profile.support(player))}" for player in game.players
        )
    sign = game.arithmetic.sign
    return form_text(
        game, lambda infoset: [a for a, w in enumerate(profile.weights_at(infoset)) if sign(w) > 0]
    )


def form_text(game: ExtensiveFormGame, support: Callable[[int], Sequence[int]]) -> str:
    """The form of a profile of a tree of which the support at each information set is known."""
    tree = game.tree
    played: dict[int, Sequence[int]] = {}
    open_ = [0]
    while open_:
        node = open_.pop()
        below = tree.children_of(node)
        if tree.mover[node] == CHANCE or not below:
            open_ += below
            continue
        infoset = int(tree.infoset[node])
        if infoset not in played:
            played[infoset] = support(infoset)
        open_ += [below[action] for action in played[infoset]]
    return "; ".join(support_text(game, infoset, played[infoset]) for infoset in sorted(played))


def support_text(game: ExtensiveFormGame, infoset: int, actions: Iterable[int]) -> str:
    """What is done at an information set, as a part of a form."""
    tree = game.tree
    name = tree.infoset_name(infoset)
    if len({who for who, label in game._infoset_numbers if label == name}) > 1:
        name = f"{game.players[tree.infoset_player[infoset]]} at {name}"
    menu = tree.actions(infoset)
    return f"{name}: {' + '.join(menu[a] for a in actions)}"
