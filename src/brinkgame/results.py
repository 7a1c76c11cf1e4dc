"""An honest result: why it stopped, what is covered, and what each equilibrium is worth.

Three questions have three separate answers. `Status`: why did the solver stop? `Coverage`: what may
be concluded about equilibria that are not listed? `Certificate`: how good is this one, recomputed
by code that shares nothing with the solver?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, final, overload

from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidProfileError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play import (
    Assessment,
    Beliefs,
    Deviation,
    EquilibriumFamily,
    OutcomeGroup,
    best_response_payoff,
    best_responses,
    coarse_deviations,
    commitment_deviations,
    deviations,
    expected_payoffs,
    is_consistent,
    obedience_deviations,
    outcome_groups,
    outcome_probabilities,
    perfect_bayesian_gaps,
    sequential_deviations,
)
from brinkgame.play.payoffs import as_profile
from brinkgame.play.sequential_rationality import as_assessment

if TYPE_CHECKING:
    from brinkgame.solvers.base import Solver

__all__ = [
    "Certificate",
    "Concept",
    "Coverage",
    "Equilibrium",
    "EquilibriumResult",
    "Status",
    "Verdict",
]


@final
class Concept(Enum):
    """A solution concept; the value is its name on the command line."""

    NASH = "nash"
    SUBGAME_PERFECT = "subgame-perfect"
    PERFECT_BAYESIAN = "perfect-bayesian"
    SEQUENTIAL = "sequential"
    CORRELATED = "correlated"
    COARSE_CORRELATED = "coarse-correlated"
    COMMITMENT = "commitment"
    QUANTAL_RESPONSE = "qre"


@final
class Status(Enum):
    """Why a solver stopped. The value says what happened, the likely cause and the next step."""

    SOLVED = "Solved."
    NONE_EXISTS = (
        "There is no equilibrium of the kind that was looked for, and that is proved (a game may "
        "have no equilibrium in pure strategies). Ask for another concept or solver."
    )
    LIMIT = (
        "The solver reached its limit and lists only a part. The game has many ties, or the limit "
        "is small. Raise the solver's limit, or ask for a single equilibrium."
    )
    TIME_LIMIT = (
        "The time limit was reached before the solver had finished; what it had found by then is "
        "listed. Raise time_limit, or ask for a single equilibrium."
    )
    UNREACHED = (
        "The solver ended without an equilibrium as exact as it was asked for. The method may get "
        "stuck on this game. Try another seed, a looser accuracy, or another solver."
    )
    UNCERTIFIED = (
        "What the solver found did not pass the independent check, and is not listed. In floats "
        "the likely cause is rounding: solve the game exactly. In exact numbers it is a fault of "
        "the solver: please report it with the game."
    )

    @property
    def is_success(self) -> bool:
        """Whether the answer can be used as it is."""
        return self in (Status.SOLVED, Status.NONE_EXISTS)


@final
class Coverage(Enum):
    """What may be concluded about equilibria that are not listed."""

    ALL = "every equilibrium is listed or belongs to a listed family"
    ALL_EXTREME = "every extreme point of every component is listed"
    ALL_PURE = "every equilibrium in pure strategies is listed or belongs to a listed family"
    SOME = "there may be others"
    ONE = "one equilibrium is listed; there may be others"


@final
class Verdict(Enum):
    """What kind of check a certificate is."""

    EXACT = "exact"
    ENCLOSED = "enclosed"
    APPROXIMATE = "approximate"


@final
@dataclass(frozen=True, slots=True)
class Certificate:
    """The independent check of one equilibrium.

    Attributes
    ----------
    concept
        What was checked. Nash: no player gains by another strategy. Subgame perfect: no player
        gains in any subgame. Perfect Bayesian and sequential: no player gains at any information
        set, given the belief there.
    regrets
        The most that each player could gain, ``{player: number}``. Quantal response: how far each
        player's probabilities are from the response to the others'.
    verdict
        `Verdict.EXACT` when the regrets were computed in exact numbers.
    scale
        The range of payoffs by which regrets are measured in floats: one number, or one a player.
    violations
        What else the concept asks and is not so, a sentence each, such as beliefs that contradict
        Bayes' rule. Then the certificate does not hold, whatever the regrets.

    Examples
    --------
    >>> import brinkgame as bg
    >>> result = bg.solve(bg.catalog.load("entry-deterrence").game)
    >>> result[0].certificate.verdict.value, result[0].certificate.holds()
    ('exact', True)
    """

    concept: Concept
    regrets: Mapping[str, Any]
    verdict: Verdict
    scale: Any = 1
    violations: tuple[str, ...] = ()

    @property
    def epsilon(self) -> Any:
        """The largest regret."""
        return max(self.regrets.values())

    def holds(self, tolerance: float = 0.0) -> bool:
        """Whether nothing is violated, and no regret exceeds `tolerance` times the scale.

        For exact numbers use a tolerance of zero.
        """
        if self.violations:
            return False
        if isinstance(self.scale, Mapping):
            return all(
                regret <= tolerance * self.scale[player] for player, regret in self.regrets.items()
            )
        return bool(self.epsilon <= tolerance * self.scale)


@final
@dataclass(frozen=True, slots=True)
class Equilibrium:
    """One equilibrium.

    Attributes
    ----------
    profile
        What everyone does.
    payoffs
        ``{player: number}``.
    certificate
        The independent check.
    family
        The family that it belongs to, when it is one of many.
    details
        What else belongs to it by name, such as the rationality of a quantal response, or the
        ``beliefs`` that make an equilibrium of a tree credible.

    Examples
    --------
    >>> import brinkgame as bg
    >>> result = bg.solve(bg.catalog.load("entry-deterrence").game)
    >>> result[0].is_pure, result[0].payoffs["entrant"]
    (True, Fraction(2, 1))
    """

    profile: Any
    payoffs: Mapping[str, Any]
    certificate: Certificate
    family: EquilibriumFamily | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        """Whether the certificate was computed in exact numbers."""
        return self.certificate.verdict is Verdict.EXACT

    @property
    def is_pure(self) -> bool:
        """Whether everyone acts for certain."""
        return bool(self.profile.is_pure)

    @property
    def beliefs(self) -> Beliefs | None:
        """What everyone believes, where the concept is about beliefs; otherwise None."""
        beliefs: Beliefs | None = self.details.get("beliefs")
        return beliefs

    @property
    def assessment(self) -> Assessment:
        """The profile with its beliefs.

        Raises
        ------
        UnsupportedGameError
            The concept knows no beliefs.
        """
        if self.beliefs is None:
            raise UnsupportedGameError(
                f"a {self.certificate.concept.value} equilibrium has no beliefs; solve with "
                "concept='sequential' or 'perfect-bayesian'"
            )
        return Assessment(self.profile, self.beliefs)

    def outcomes(self) -> dict[str, Any]:
        """The probability of each labelled outcome of a tree, ``{label: probability}``."""
        return outcome_probabilities(self.profile.game, self.profile)


@final
@dataclass(frozen=True)
class EquilibriumResult(Sequence[Equilibrium]):
    """What `solve` returns: a sequence of equilibria, and what may be said about the rest.

    Attributes
    ----------
    game, solver, concept
        What was solved, how, and for what.
    status
        Why the solver stopped.
    coverage
        What may be concluded about equilibria that are not listed.
    equilibria
        Those that are listed, each certified.
    components
        Connected sets of equilibria, as positions in the list; empty when the solver says nothing
        about them.
    indices
        The index of each component, in the same order, where the solver tells it.
    reason
        Why this solver was chosen, if `solve` chose it.
    notes
        What else a reader should know, a sentence each.
    statistics
        What the solver counted, by name.

    Notes
    -----
    The list holds representatives. Equilibria that differ only by ties that were kept together
    belong to the `Equilibrium.family` of a listed one.
    """

    game: Any
    solver: Solver
    concept: Concept
    status: Status
    coverage: Coverage
    equilibria: tuple[Equilibrium, ...]
    components: tuple[tuple[int, ...], ...] = ()
    indices: tuple[int, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()
    statistics: Mapping[str, Any] = field(default_factory=dict)

    @overload
    def __getitem__(self, index: int) -> Equilibrium: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Equilibrium, ...]: ...
    def __getitem__(self, index: int | slice) -> Equilibrium | tuple[Equilibrium, ...]:
        return self.equilibria[index]

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self.equilibria)

    @property
    def is_complete_list(self) -> bool:
        """Whether the listed equilibria are all there are, mixed ones included."""
        return self.coverage is Coverage.ALL and all(e.family is None for e in self.equilibria)

    @property
    def isolated(self) -> tuple[int, ...]:
        """Positions of the equilibria that are components of their own; empty if none are told."""
        return tuple(
            part[0]
            for part in self.components
            if len(part) == 1 and self.equilibria[part[0]].family is None
        )

    def only(self) -> Equilibrium:
        """The equilibrium, when there is exactly one and nothing is left open.

        Raises
        ------
        AmbiguousEquilibriumError
            There are several (or a continuum), or none, or there may be others.
        """
        if len(self.equilibria) == 1 and self.equilibria[0].family is None:
            if self.is_complete_list:
                return self.equilibria[0]
            rest = self.coverage.value.removeprefix("one equilibrium is listed; ")
            raise AmbiguousEquilibriumError(
                f"one equilibrium is listed, but {rest}; take result[0] if any will do"
            )
        if not self.equilibria:
            raise AmbiguousEquilibriumError(
                f"there is no equilibrium to return. {self.status.value}"
            )
        how = (
            f"there are {len(self.equilibria)} equilibria"
            if len(self.equilibria) > 1
            else "the equilibrium is one of a family"
        )
        raise AmbiguousEquilibriumError(
            f"{how}; choose with brinkgame.select(result, rule), or look at all of them"
        )

    def payoff_range(self, player: str) -> tuple[Any, Any]:
        """The lowest and the highest payoff of a player over the listed equilibria.

        Those that are not listed but belong to a listed family count too (of a tree's family, the
        ones in pure strategies), but not equilibria that `coverage` leaves open.
        """
        if player not in self.game.players:
            known = suggestion(player, self.game.players)
            raise UnknownNameError(f"no player {player!r}{known}")
        values = [equilibrium.payoffs[player] for equilibrium in self.equilibria]
        if not values:
            raise AmbiguousEquilibriumError("no equilibrium is listed")
        if self.coverage in (Coverage.ONE, Coverage.SOME):
            raise AmbiguousEquilibriumError(
                f"{len(values)} listed, and there may be others: that is no range; look at the "
                "payoffs of those that are listed"
            )
        for equilibrium in self.equilibria:
            if equilibrium.family is not None:
                values.extend(equilibrium.family.payoff_ranges[player])
        return min(values), max(values)

    def by_outcome(self) -> tuple[OutcomeGroup, ...]:
        """The listed equilibria of a tree by what comes of them, as positions in the list.

        Raises
        ------
        UnsupportedGameError
            The game is a table, whose profiles are their own outcomes.

        Examples
        --------
        >>> import brinkgame as bg
        >>> result = bg.solve(bg.catalog.load("entry-deterrence").game)
        >>> result.by_outcome()[0].ends
        {'root/in/accommodate': Fraction(1, 1)}
        """
        if not isinstance(self.game, ExtensiveFormGame):
            raise UnsupportedGameError("outcomes are the ends of a tree; this game is a table")
        return outcome_groups(self.game, [equilibrium.profile for equilibrium in self])

    def why_not(self, profile: Any, *, beliefs: Any = None) -> tuple[Any, ...]:
        """The incentives that a profile violates, and by how much; empty if it is an equilibrium.

        Parameters
        ----------
        profile
            A profile of the game, or plain mappings of labels. Where the concept is about beliefs,
            an `Assessment`, or a profile and `beliefs`.
        beliefs
            What everyone believes, `Beliefs` or plain mappings of labels.

        Returns
        -------
        tuple of Deviation, BeliefGap or ConsistencyTest
            For a subgame-perfect concept, every single action that pays, in any subgame. For
            perfect Bayesian and sequential equilibria, every belief against Bayes' rule, whatever
            pays more at an information set under the belief there, and, for sequential ones, the
            failed test of consistency. For Nash
            equilibrium of a table, each player's best response where it pays more. For correlated
            equilibria, every piece of advice that a player had better not follow; for coarse ones,
            each player's best strategy where it pays more than the advice. For commitments, the
            leader's best one and the follower's best reply where they pay more.

        Examples
        --------
        >>> import brinkgame as bg
        >>> result = bg.solve(bg.catalog.load("entry-deterrence").game)
        >>> for reason in result.why_not({"entrant": {"root": "out"},
        ...                               "incumbent": {"entry": "fight"}}):
        ...     print(reason)
        incumbent at entry would gain 3 by accommodate instead of fight
        """
        if self.concept in (Concept.PERFECT_BAYESIAN, Concept.SEQUENTIAL):
            return _assessed(self.game, self.concept, profile, beliefs)
        if beliefs is not None:
            raise UnsupportedGameError(
                f"a {self.concept.value} equilibrium knows no beliefs: leave them out"
            )
        if isinstance(profile, Assessment):
            profile = profile.profile
        if self.concept is Concept.SUBGAME_PERFECT:
            return deviations(self.game, profile)
        if self.concept is Concept.QUANTAL_RESPONSE:
            raise UnsupportedGameError(
                "a quantal response is not a matter of incentives to deviate; how far a profile is "
                "from one is what brinkgame.logit_gaps(game, profile, rationality) tells"
            )
        if self.concept is Concept.CORRELATED:
            return obedience_deviations(self.game, profile)
        if self.concept is Concept.COARSE_CORRELATED:
            return coarse_deviations(self.game, profile)
        if self.concept is Concept.COMMITMENT and self.equilibria:
            return commitment_deviations(self.game, profile, **self.equilibria[0].details)
        return _gains(self.game, profile)

    def __repr__(self) -> str:
        count = len(self.equilibria)
        noun = "equilibrium" if count == 1 else "equilibria"
        return (
            f"<EquilibriumResult: {count} {self.concept.value} {noun} by "
            f"{type(self.solver).__name__}; {self.status.name.lower()}; {self.coverage.value}>"
        )


def _assessed(
    game: ExtensiveFormGame, concept: Concept, profile: Any, beliefs: Any
) -> tuple[Any, ...]:
    """What is wrong with an assessment: beliefs first, then what pays more, then consistency."""
    if isinstance(profile, Assessment):
        if beliefs is not None:
            raise InvalidProfileError("an assessment has its beliefs; give no others beside it")
        profile, beliefs = profile.profile, profile.beliefs
    if beliefs is None:
        raise UnsupportedGameError(
            f"whether a profile is part of a {concept.value} equilibrium hangs on beliefs: give "
            "an Assessment, or beliefs={player: {information set: {path: probability}}}"
        )
    assessment = as_assessment(game, profile, beliefs)
    found = (*perfect_bayesian_gaps(assessment), *sequential_deviations(assessment))
    if concept is Concept.SEQUENTIAL:
        consistency = is_consistent(assessment)
        found = (*found, *(() if consistency else (consistency,)))
    return found


def _gains(game: NormalFormGame | ExtensiveFormGame, profile: Any) -> tuple[Deviation, ...]:
    """Where a best response pays more than the profile."""
    profile = as_profile(game, profile)
    now = expected_payoffs(game, profile)
    found: list[Deviation] = []
    for player in game.players:
        gain = best_response_payoff(game, profile, player) - now[player]
        if game.arithmetic.sign(gain) <= 0:
            continue
        better = best_responses(game, profile, player)
        if isinstance(better, dict):
            words = "; ".join(f"{actions[0]} at {label}" for label, actions in better.items())
            found.append(Deviation(player, "the tree", "the profile", words, gain))
        else:
            played = ", ".join(profile.support(player))
            found.append(Deviation(player, "the table", played, better[0], gain))
    return tuple(found)
