"""The verb: what it accepts, that it certifies, and what it reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, final

import numpy as np
import pytest

from brinkgame.arithmetic import Arithmetic, Exact, Float
from brinkgame.errors import (
    InvalidProfileError,
    SolveError,
    UnknownNameError,
    UnsupportedGameError,
)
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.forms.game import Game
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, Beliefs, MixedStrategyProfile
from brinkgame.results import Certificate, Concept, Coverage, Status, Verdict
from brinkgame.solve import certify, solve
from brinkgame.solvers import BackwardInduction, ExtremeEnumeration, PureEnumeration
from brinkgame.solvers.base import Run, Solver

CHICKEN = NormalFormGame(
    "chicken",
    strategies={"A": ("u", "d"), "B": ("l", "r")},
    payoffs={"A": [[0, -1], [1, -10]], "B": [[0, 1], [-1, -10]]},
)
X = Parameter("x", 3)


def entry(accept: Any = 2) -> ExtensiveFormGame:
    below = {"accept": Terminal({"A": accept, "B": 2}), "fight": Terminal({"A": -1, "B": -1})}
    root = Decision(
        "A", {"out": Terminal({"A": 0, "B": 4}), "in": Decision("B", below, infoset="r")}
    )
    return ExtensiveFormGame("entry", players=("A", "B"), root=root)


ENTRY = entry()


@final
@dataclass(frozen=True)
class Oracle(Solver):
    """Says what it is told to say."""

    answer: Callable[[Any], Run] = field(default=lambda _: Run((), Status.SOLVED, Coverage.ALL))

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type[Game]] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "says what it is told"

    def run(self, game: Any, control: Any = None) -> Run:
        return self.answer(game)


def saying(*cells: Any, status: Status = Status.SOLVED, **options: Any) -> Oracle:
    def answer(game: Any) -> Run:
        profiles = tuple(MixedStrategyProfile.pure(game, cell) for cell in cells)
        return Run(profiles, status, options.pop("coverage", Coverage.ALL), **options)

    return Oracle(answer)


# --- choosing ------------------------------------------------------------------------------------


def test_a_solver_is_chosen_and_the_reason_is_told() -> None:
    found = solve(ENTRY)
    assert found.solver == BackwardInduction()
    assert found.concept is Concept.SUBGAME_PERFECT
    assert found.game is ENTRY
    assert found.reason.startswith("BackwardInduction was chosen: subgame-perfect is the strongest")
    assert found.status is Status.SOLVED
    assert found.coverage is Coverage.ALL
    table = solve(CHICKEN)
    assert table.solver == ExtremeEnumeration()
    assert table.reason.startswith("ExtremeEnumeration was chosen: nash is the strongest concept")
    asked = solve(CHICKEN, concept="nash")
    assert asked.reason.startswith("ExtremeEnumeration was chosen: nash was asked for")
    assert solve(CHICKEN, concept=Concept.NASH).reason == asked.reason


def test_a_named_solver_is_used() -> None:
    single = BackwardInduction(single=True)
    found = solve(ENTRY, single)
    assert found.solver is single
    assert found.reason == ""
    assert solve(ENTRY, single, concept="subgame-perfect").solver is single
    assert solve(CHICKEN, PureEnumeration(), concept=Concept.NASH).concept is Concept.NASH


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: solve(5), UnsupportedGameError, "expected a game, got 5"),
        (lambda: solve(None), UnsupportedGameError, "expected a game, got None"),
        (lambda: solve("entry"), UnsupportedGameError, "expected a game, got 'entry'"),
        (
            lambda: solve(BackwardInduction(), ENTRY),
            UnsupportedGameError,  # type: ignore[arg-type]
            "expected a game, got BackwardInduction(",
        ),
        (
            lambda: solve(ENTRY, BackwardInduction),
            UnsupportedGameError,  # type: ignore[arg-type]
            "expected a solver such as brinkgame.BackwardInduction(), got <class",
        ),
        (
            lambda: solve(ENTRY, "BackwardInduction"),
            UnsupportedGameError,  # type: ignore[arg-type]
            "expected a solver such as brinkgame.BackwardInduction(), got 'Back",
        ),
        (
            lambda: solve(ENTRY, BackwardInduction(), concept="nash"),
            UnsupportedGameError,
            "BackwardInduction finds subgame-perfect equilibria, not nash ones",
        ),
        (
            lambda: solve(ENTRY, BackwardInduction(), concept="nsah"),
            UnknownNameError,
            "no concept 'nsah'; did you mean 'nash'?",
        ),
        (lambda: solve(ENTRY, concept="nsah"), UnknownNameError, "no concept 'nsah'"),
        (
            lambda: solve(CHICKEN, BackwardInduction()),
            UnsupportedGameError,
            "BackwardInduction cannot take <NormalFormGame 'chicken': A, B; 2 x 2>",
        ),
        (
            lambda: solve(CHICKEN, concept="subgame-perfect"),
            UnsupportedGameError,
            "no solver finds a subgame-perfect equilibrium of <NormalFormGame",
        ),
        (
            lambda: solve(entry(X)),
            UnsupportedGameError,
            "no solver finds an equilibrium of <ExtensiveFormGame",
        ),
        (
            lambda: solve(entry(X), BackwardInduction()),
            UnsupportedGameError,
            "BackwardInduction cannot take <ExtensiveFormGame 'entry': A, B; 5 nodes",
        ),
    ],
)
def test_what_is_refused(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value).startswith(message)


def test_every_obstacle_is_told() -> None:
    with pytest.raises(UnsupportedGameError) as caught:
        solve(entry(X), BackwardInduction())
    (obstacle,) = caught.value.obstacles
    assert obstacle == f"needs numbers; {entry(X).open_parameters_text()}"
    assert obstacle.endswith(
        "x (baseline 3); close them with game.at(), or game.at(name=value, ...)"
    )
    with pytest.raises(UnsupportedGameError) as caught:
        solve(CHICKEN, BackwardInduction())
    assert caught.value.obstacles == ("takes games of class ExtensiveFormGame, not NormalFormGame",)


def test_an_oracle_that_is_not_asked_says_nothing() -> None:
    def never(_: Any) -> Run:
        raise AssertionError

    with pytest.raises(UnsupportedGameError, match="Oracle cannot take"):
        solve(ENTRY, Oracle(never))


# --- certifying ----------------------------------------------------------------------------------


def test_what_the_solver_hands_over_is_passed_on() -> None:
    found = solve(
        CHICKEN,
        saying(
            [0, 1],
            [1, 0],
            components=((0,), (1,)),
            notes=("a note",),
            statistics={"cells": 4},
            coverage=Coverage.SOME,
        ),
    )
    assert [str(e.profile) for e in found] == ["A: u; B: r", "A: d; B: l"]
    assert found[0].payoffs == {"A": -1, "B": 1}
    assert found[1].certificate == Certificate(Concept.NASH, {"A": 0, "B": 0}, Verdict.EXACT, 1)
    assert found.components == ((0,), (1,))
    assert found.notes == ("a note",)
    assert found.statistics == {"cells": 4}
    assert found.coverage is Coverage.SOME
    assert [e.family for e in found] == [None, None]


def test_families_are_passed_on() -> None:
    one, two = object(), object()
    found = solve(CHICKEN, saying([0, 1], [0, 0], [1, 0], families=(one, None, two)), check=False)
    assert [e.family for e in found] == [one, two]


def test_a_solver_that_lies_is_found_out() -> None:
    liar = saying([0, 0], [0, 1], [1, 1], [1, 0], components=((0, 1), (2, 3), (0, 2)))
    with pytest.raises(SolveError) as caught:
        solve(CHICKEN, liar)
    assert str(caught.value).startswith(
        "Oracle on <NormalFormGame 'chicken': A, B; 2 x 2>: What the solver found did not pass"
    )
    found = caught.value.result
    assert found is not None
    assert found.status is Status.UNCERTIFIED
    assert found.coverage is Coverage.SOME
    assert [str(e.profile) for e in found] == ["A: u; B: r", "A: d; B: l"]
    assert found.components[:2] == ((0,), (1,))
    assert not any(found.components[2:])
    assert solve(CHICKEN, liar, check=False) == found


@pytest.mark.parametrize("status", list(Status))
def test_a_status_that_is_no_success_is_raised(status: Status) -> None:
    found = solve(CHICKEN, saying([0, 1], status=status), check=False)
    assert found.status is status
    if status.is_success:
        assert solve(CHICKEN, saying([0, 1], status=status)) is not None
    else:
        with pytest.raises(SolveError) as caught:
            solve(CHICKEN, saying([0, 1], status=status))
        assert status.value in str(caught.value)
        assert caught.value.result is not None
        assert len(caught.value.result) == 1


def test_an_exact_certificate_forgives_nothing() -> None:
    tiny = Fraction(1, 10**30)
    game = NormalFormGame("t", strategies={"A": ("u", "d")}, payoffs={"A": [1, 1 - tiny]})
    assert len(solve(game, saying([0]))) == 1
    assert len(solve(game, saying([1]), check=False)) == 0


@pytest.mark.parametrize(("gap", "passes"), [(0.9e-9, True), (1.1e-9, False)])
@pytest.mark.parametrize("spread", [1.0, 1000.0])
def test_a_floating_point_certificate_forgives_its_tolerance(
    spread: float, gap: float, *, passes: bool
) -> None:
    pays = np.array([spread, spread - gap * spread, 0.0])
    game = NormalFormGame.from_arrays(pays)
    found = solve(game, saying([1]), check=False)
    assert len(found) == passes
    assert (found.status is Status.SOLVED) == passes
    root = Decision("A", {str(i): Terminal({"A": pay}) for i, pay in enumerate(pays.tolist())})
    tree = ExtensiveFormGame("t", players=("A",), root=root).to_float()
    second = BehaviorStrategyProfile.pure(tree, [1])
    _, certificate = certify(tree, second, Concept.SUBGAME_PERFECT)
    assert certificate.scale == {"A": spread}
    assert certificate.holds(1e-9) == passes


# --- certify -------------------------------------------------------------------------------------

EMPTY_THREAT = {"A": {"root": "out"}, "B": {"r": "fight"}}


@pytest.mark.parametrize("concept", [Concept.SUBGAME_PERFECT, "subgame-perfect"])
def test_certificates_of_subgame_perfection(concept: Any) -> None:
    pays, certificate = certify(ENTRY, EMPTY_THREAT, concept)
    assert pays == {"A": 0, "B": 4}
    assert certificate == Certificate(Concept.SUBGAME_PERFECT, {"A": 0, "B": 3}, Verdict.EXACT, 1)
    assert not certificate.holds()


@pytest.mark.parametrize("concept", [Concept.NASH, "nash"])
def test_certificates_of_nash_equilibrium(concept: Any) -> None:
    pays, certificate = certify(ENTRY, EMPTY_THREAT, concept)
    assert pays == {"A": 0, "B": 4}
    assert certificate == Certificate(Concept.NASH, {"A": 0, "B": 0}, Verdict.EXACT, 1)
    assert certificate.holds()
    pays, certificate = certify(CHICKEN, {"A": "u", "B": "l"}, concept)
    assert pays == {"A": 0, "B": 0}
    assert certificate.regrets == {"A": 1, "B": 1}


def test_certificates_in_floats() -> None:
    pays, certificate = certify(ENTRY.to_float(), EMPTY_THREAT, "subgame-perfect")
    assert pays == {"A": 0.0, "B": 4.0}
    assert certificate == Certificate(
        Concept.SUBGAME_PERFECT,
        {"A": 0.0, "B": 3.0},
        Verdict.APPROXIMATE,
        {"A": 3.0, "B": 5.0},
    )
    _, certificate = certify(CHICKEN.to_float(), {"A": "u", "B": "l"}, "nash")
    assert certificate == Certificate(
        Concept.NASH, {"A": 1.0, "B": 1.0}, Verdict.APPROXIMATE, {"A": 11.0, "B": 11.0}
    )


# B sees that A is in, and not whether A is armed.
_ZERO = Terminal({"A": 0, "B": 2})
_SEEN = {
    arm: Decision(
        "B",
        {"fight": Terminal({"A": -1, "B": b}), "yield": Terminal({"A": 1, "B": 1})},
        infoset="b",
    )
    for arm, b in (("armed", -1), ("bare", 2))
}
HIDDEN = ExtensiveFormGame(
    "hidden", players=("A", "B"), root=Decision("A", {"out": _ZERO, **_SEEN}, infoset="a")
)
OUT = {"A": {"a": "out"}, "B": {"b": "fight"}}
BARE = {"B": {"b": "root/bare"}}


@pytest.mark.parametrize("concept", ["perfect-bayesian", "sequential"])
def test_certificates_with_beliefs(concept: str) -> None:
    pays, found = certify(HIDDEN, OUT, concept, beliefs=BARE)
    assert pays == {"A": 0, "B": 2}
    assert found == Certificate(Concept(concept), {"A": 0, "B": 0}, Verdict.EXACT, 1)
    assert found.holds()
    armed = {"B": {"b": {"root/armed": Fraction(1)}}}
    _, found = certify(HIDDEN, OUT, concept, beliefs=armed)
    assert found.regrets == {"A": 0, "B": 2}
    assert not found.holds()
    _, found = certify(HIDDEN.to_float(), OUT, concept, beliefs=BARE)
    assert found.verdict is Verdict.APPROXIMATE
    assert found.scale == {"A": 2.0, "B": 3.0}
    assert found.holds(1e-9)
    # Regrets are zero, but what is believed on the path is not what follows.
    coming = {"A": {"a": "armed"}, "B": {"b": "fight"}}
    _, found = certify(HIDDEN, coming, concept, beliefs=BARE)
    (wrong,) = found.violations
    assert wrong == (
        "B at b believes root/armed with probability 0, but Bayes' rule from the beginning of the "
        "game gives 1"
    )
    assert not found.holds(100)
    held = Beliefs(HIDDEN, BARE)
    assert certify(HIDDEN, OUT, concept, beliefs=held)[1].holds()
    same = ExtensiveFormGame(
        "hidden", players=("A", "B"), root=Decision("A", {"out": _ZERO, **_SEEN}, infoset="a")
    )
    assert certify(same, OUT, concept, beliefs=held)[1].holds()
    with pytest.raises(InvalidProfileError, match="expected Beliefs or a mapping, got 5"):
        certify(HIDDEN, OUT, concept, beliefs=5)
    for told in ({}, {"rationality": 2}):
        with pytest.raises(
            UnsupportedGameError, match=f"the check of {concept} equilibria needs b"
        ):
            certify(HIDDEN, OUT, concept, **told)


def test_a_sequential_certificate_asks_for_consistency() -> None:
    end = Terminal({"A": 0, "B": 0, "C": 0})

    def behind() -> Chance:
        seen = {who: Decision(who, {"l": end, "r": end}, infoset=who.lower()) for who in ("B", "C")}
        return Chance({who: ("1/2", node) for who, node in seen.items()})

    game = ExtensiveFormGame(
        "blame",
        players=("A", "B", "C"),
        root=Decision("A", {"out": end, "x": behind(), "y": behind()}),
    )
    plan = {"A": {"root": "out"}, "B": {"b": "l"}, "C": {"c": "l"}}
    beliefs = {"B": {"b": "root/x/B"}, "C": {"c": "root/y/C"}}
    assert certify(game, plan, "perfect-bayesian", beliefs=beliefs)[1].holds()
    _, found = certify(game, plan, "sequential", beliefs=beliefs)
    assert not found.holds()
    assert found.epsilon == 0
    assert found.violations[0].startswith("no mistakes explain that B at b believes root/x/B and")
    beliefs["C"] = {"c": "root/x/C"}
    assert certify(game, plan, "sequential", beliefs=beliefs)[1].holds()


@final
@dataclass(frozen=True)
class Seer(Solver):
    """Says what B believes."""

    believed: str = "root/bare"

    concept: ClassVar[Concept] = Concept.SEQUENTIAL
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ONE
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact, Float})
    summary: ClassVar[str] = "says what B believes"

    def run(self, game: Any, control: Any = None) -> Run:
        told = {"beliefs": Beliefs(game, {"B": {"b": self.believed}})}
        profile = BehaviorStrategyProfile(game, OUT)
        return Run((profile,), Status.SOLVED, Coverage.ONE, details=(told,))


def test_beliefs_that_a_solver_hands_over_are_certified_and_passed_on() -> None:
    found = solve(HIDDEN, Seer())
    assert found[0].beliefs == Beliefs(HIDDEN, BARE)
    assert found[0].assessment.profile == BehaviorStrategyProfile(HIDDEN, OUT)
    assert found[0].certificate.holds()
    with pytest.raises(SolveError) as caught:
        solve(HIDDEN, Seer("root/armed"))
    assert caught.value.result.status is Status.UNCERTIFIED


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: certify(5, {}, "nash"), UnsupportedGameError, "expected a game, got 5"),
        (lambda: certify(CHICKEN, {"A": "u"}, "nash"), InvalidProfileError, "no strategy for B"),
        (lambda: certify(CHICKEN, 5, "nash"), InvalidProfileError, "expected a MixedStrategyProfi"),
        (lambda: certify(CHICKEN, {"A": "u", "B": "l"}, "nsah"), UnknownNameError, "no concept"),
        (
            lambda: certify(CHICKEN, {"A": "u", "B": "l"}, "subgame-perfect"),
            UnsupportedGameError,
            "this needs an ExtensiveFormGame, not <NormalFormGame",
        ),
        (
            lambda: certify(entry(X), EMPTY_THREAT, "nash"),
            UnsupportedGameError,
            "a best response needs numbers",
        ),
    ],
)
def test_what_cannot_be_certified(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value).startswith(message)
