"""Which states of a graph model hold: stability for one decision maker, and equilibria.

A state is stable for a player if none of its improvements is worth making, by how far it looks
ahead and by what it thinks that the others would do. The four concepts in use differ in that: Nash
looks no further than its own move; *general metarational* fears any answer of the others that
leaves it no better off; *symmetric metarational* counts only answers from which it could not get
away; *sequential* counts only answers that the others would like to give [1]_, [2]_.

They use comparisons between the states of one player only, so that all of it holds for whatever
payoffs there are in this order.

.. [1] N. M. Fraser and K. W. Hipel (1984), *Conflict Analysis: Models and Resolutions*.
.. [2] L. Fang, K. W. Hipel and D. M. Kilgour (1993), *Interactive Decision Making: The Graph Model
   for Conflict Resolution*, chapter 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import final

from brinkgame.errors import UnknownNameError, UnsupportedGameError, suggestion
from brinkgame.ordinal.games import OrdinalGame
from brinkgame.ordinal.graphs import GraphModel

__all__ = ["Stability", "StabilityConcept", "stability"]


@final
class StabilityConcept(Enum):
    """What it means that a state is stable for a player; the value is its name."""

    NASH = "nash"
    GENERAL_METARATIONAL = "general metarational"
    SYMMETRIC_METARATIONAL = "symmetric metarational"
    SEQUENTIAL = "sequential"


@final
@dataclass(frozen=True, slots=True)
class Stability:
    """For whom each state of a graph model is stable; see `stability`.

    Attributes
    ----------
    model
        The model.
    stable
        ``{concept: {player: states}}``.
    holds_for
        For which payoffs this holds.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.stability(bg.catalog.load("crisis-graph-model").game)
    >>> found.codes("sequential")
    (4, 5, 6)
    >>> print(found.why("US", 4, "sequential"))
    US stays at withdraw: it has no improvement
    >>> print(found.why("USSR", 4, "sequential"))
    USSR stays at withdraw: after nothing US would go to air strike
    """

    model: GraphModel
    stable: Mapping[StabilityConcept, Mapping[str, tuple[str, ...]]]
    holds_for: str = "all payoffs in this order"

    def equilibria(self, concept: str | StabilityConcept) -> tuple[str, ...]:
        """The states that are stable for every player."""
        sets = self.stable[_named(concept)].values()
        return tuple(s for s in self.model.states if all(s in states for states in sets))

    def codes(self, concept: str | StabilityConcept) -> tuple[int, ...]:
        """The codes of the equilibria."""
        return tuple(sorted(map(self.model.code, self.equilibria(concept))))

    def is_stable(self, player: str, state: str | int, concept: str | StabilityConcept) -> bool:
        """Whether a state is stable for a player."""
        by_player = self.stable[_named(concept)]
        if player not in by_player:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, self.model.players)}")
        return self.model.state(state) in by_player[player]

    def why(self, player: str, state: str | int, concept: str | StabilityConcept) -> str:
        """Why a player would stay at a state, or where it would go."""
        meant, here = _named(concept), self.model.state(state)
        improvements = self.model.improvements(player, here)
        if not improvements:
            return f"{player} stays at {here}: it has no improvement"
        answers = []
        for there in improvements:
            answer = _sanction(self.model, player, here, there, meant)
            if answer is None:
                return f"{player} leaves {here} for {there}, and no answer deters it"
            others = " or ".join(p for p in self.model.players if p != player)
            answers.append(f"after {there} {others} {_VERB[meant]} go to {answer}")
        return f"{player} stays at {here}: {'; '.join(answers)}"

    def __str__(self) -> str:
        rows = []
        for concept in self.stable:
            states = self.equilibria(concept)
            rows.append(f"{concept.value}: {', '.join(states) or 'none'}")
        return "\n".join(rows)


_VERB = {
    StabilityConcept.GENERAL_METARATIONAL: "could",
    StabilityConcept.SYMMETRIC_METARATIONAL: "could",
    StabilityConcept.SEQUENTIAL: "would",
}


def stability(model: GraphModel | OrdinalGame) -> Stability:
    """Which states are stable for whom, by all four concepts.

    Parameters
    ----------
    model
        Any number of decision makers. An ordinal game is taken as the graph in which everybody may
        change its strategy at any time.

    Returns
    -------
    Stability
        With the equilibria: states stable for everybody.

    Raises
    ------
    UnsupportedGameError
        It is neither.

    Notes
    -----
    With more than two, the others answer a player as a group: they move in any order, no one twice
    in a row; in the sequential concept each of these moves improves the lot of whoever makes it. No
    agreement among them is supposed.

    A Nash state is stable by every concept, a symmetric metarational or a sequential one is general
    metarational.

    References
    ----------
    L. Fang, K. W. Hipel and D. M. Kilgour (1993), *Interactive Decision Making*, definitions
    3.1 to 3.4 for two players, and those of section 3.3 for several.

    Examples
    --------
    >>> import brinkgame as bg
    >>> dilemma = bg.OrdinalGame.of(bg.catalog.load("prisoners-dilemma").game)
    >>> print(bg.stability(dilemma))
    nash: defect, defect
    general metarational: cooperate, cooperate, defect, defect
    symmetric metarational: cooperate, cooperate, defect, defect
    sequential: cooperate, cooperate, defect, defect
    """
    if isinstance(model, OrdinalGame):
        model = GraphModel.of(model)
    if not isinstance(model, GraphModel):
        raise UnsupportedGameError(f"expected a graph model or an ordinal game, got {model!r}")
    found = {
        concept: MappingProxyType(
            {
                player: tuple(s for s in model.states if _is_stable(model, player, s, concept))
                for player in model.players
            }
        )
        for concept in StabilityConcept
    }
    return Stability(model, MappingProxyType(found))


def _is_stable(model: GraphModel, player: str, state: str, concept: StabilityConcept) -> bool:
    return all(
        _sanction(model, player, state, there, concept) is not None
        for there in model.improvements(player, state)
    )


def _sanction(
    model: GraphModel, player: str, state: str, there: str, concept: StabilityConcept
) -> str | None:
    """Where the others would lead after an improvement so that it was none, if there is such."""
    if concept is StabilityConcept.NASH:
        return None
    others = [other for other in model.players if other != player]
    credible = concept is StabilityConcept.SEQUENTIAL
    answers = (model.improvements_together if credible else model.reachable_together)(others, there)
    here = model.rank(player, state)
    for answer in answers:
        if model.rank(player, answer) > here:
            continue
        if concept is StabilityConcept.SYMMETRIC_METARATIONAL and any(
            model.rank(player, way_out) > here for way_out in model.reachable(player, answer)
        ):
            continue
        return answer
    return None


def _named(concept: object) -> StabilityConcept:
    if isinstance(concept, StabilityConcept):
        return concept
    short = {
        "r": "nash",
        "gmr": "general metarational",
        "smr": "symmetric metarational",
        "seq": "sequential",
    }
    name = str(concept).lower().replace("-", " ")
    name = short.get(name, name)
    for each in StabilityConcept:
        if each.value == name:
            return each
    known = [each.value for each in StabilityConcept]
    raise UnknownNameError(f"no stability concept {concept!r}{suggestion(name, known)}")
