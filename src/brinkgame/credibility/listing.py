"""What a search found, as a solver hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, final

from brinkgame.control import FREE, Control
from brinkgame.credibility.enumeration import Enumeration
from brinkgame.credibility.families import AssessmentFamily, assembled, is_single
from brinkgame.credibility.trembles import BeliefRule
from brinkgame.credibility.words import Words
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play import Assessment

__all__ = ["Listing", "listing", "scope"]

_MOVES = 1_000_000
"""The way to every node is kept; all ways together are no longer than this."""


@final
@dataclass(frozen=True, slots=True)
class Listing:
    """Assessments with the families that they belong to, and what is claimed of them.

    Attributes
    ----------
    assessments, families
        The members that are listed, and the family of each, or None for one that is alone.
    components
        Positions of the listed ones by connected set; none where it is not decided which hang
        together.
    late
        Whether the time was up before the end.
    complete
        Whether nothing is missing.
    notes, statistics
        As in a solver's `Run`.
    """

    assessments: tuple[Assessment, ...]
    families: tuple[AssessmentFamily | None, ...]
    components: tuple[tuple[int, ...], ...]
    late: bool
    complete: bool
    notes: tuple[str, ...]
    statistics: Mapping[str, Any]


def scope(game: ExtensiveFormGame) -> tuple[str, ...]:
    """Why a tree is out of scope, if it is."""
    tree = game.tree
    found: list[str] = []
    if forgets := game.recall_failure_text:
        found.append(f"needs perfect recall; {forgets}")
    moves = int(tree.depth.sum())
    if moves > _MOVES:
        found.append(
            f"takes trees whose nodes have up to {_MOVES} moves before them in all, and here it is "
            f"{moves}; AgentLogitLimit finds one sequential equilibrium of larger ones, and "
            "SubgamePerfect needs no beliefs"
        )
    return tuple(found)


def listing(
    game: ExtensiveFormGame, rule: BeliefRule, limit: int, control: Control = FREE
) -> Listing:
    """All credible assessments of a game that is in scope.

    Parameters
    ----------
    game
        A closed game in exact numbers.
    rule
        The kind of beliefs.
    limit
        The most connected sets to list.
    control
        The time limit.
    """
    search = Enumeration(game, rule, control)
    words = Words(search.outline, rule.adjective)
    assessments: list[Assessment] = []
    families: list[AssessmentFamily | None] = []
    components: list[tuple[int, ...]] = []
    notes: list[str] = []
    lost = 0
    count = search.count
    for number, solution in enumerate(search.solutions()):
        if number == limit:
            notes.append(f"there are {count} connected sets, and {limit} of them are listed")
            break
        if all(map(is_single, solution.components)):
            pieces = [component.pieces[0] for component in solution.components]
            found = assembled(search.outline, rule, pieces)
            members, family = [found] if found is not None else [], None
        else:
            family = AssessmentFamily(search.outline, rule, solution, words)
            members = list(family.representatives())
        lost += not members
        components.append(tuple(range(len(assessments), len(assessments) + len(members))))
        assessments.extend(members)
        families.extend([family] * len(members))
    if lost:
        notes.append(f"in {lost} connected sets no beliefs were found that complete an assessment")
    undecided = list(dict.fromkeys(search.undecided))
    notes.extend(f"not decided: {words}" for words in undecided[:20])
    if len(undecided) > 20:
        notes.append(f"and {len(undecided) - 20} more cases were not decided")
    if not search.is_sorted:
        notes.append("it was not decided which of the sets hang together: some may be one")
    if undecided or search.late:
        notes.append(
            "AgentLogitLimit follows the agent quantal response path to one sequential equilibrium"
        )
    complete = not (search.late or undecided or lost or count > limit)
    if complete and not assessments:
        raise AssertionError("every finite game with perfect recall has a sequential equilibrium")
    return Listing(
        tuple(assessments),
        tuple(families),
        tuple(part for part in components if part) if search.is_sorted else (),
        search.late,
        complete,
        tuple(notes),
        {**search.statistics, "connected sets": count},
    )
