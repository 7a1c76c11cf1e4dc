"""Results: statuses, certificates, the one equilibrium, ranges, reasons why not."""

from __future__ import annotations

import dataclasses
import pickle
from fractions import Fraction
from typing import Any

import pytest

from brinkgame.errors import AmbiguousEquilibriumError, InvalidProfileError, UnsupportedGameError
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.play import (
    Assessment,
    BehaviorStrategyProfile,
    BeliefGap,
    Beliefs,
    Deviation,
    MixedStrategyProfile,
)
from brinkgame.results import (
    Certificate,
    Concept,
    Coverage,
    Equilibrium,
    EquilibriumResult,
    Status,
    Verdict,
)
from brinkgame.solve import solve
from brinkgame.solvers import BackwardInduction, PureEnumeration

HALF = Fraction(1, 2)


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


ENTRY = ExtensiveFormGame(
    "entry",
    players=("A", "B"),
    root=Decision(
        "A",
        {
            "out": end(0, 4, label="monopoly"),
            "in": Decision(
                "B",
                {"accept": end(2, 2, label="duopoly"), "fight": end(-1, -1, label="war")},
                infoset="reply",
            ),
        },
    ),
)
CHICKEN = NormalFormGame(
    "chicken",
    strategies={"A": ("u", "d"), "B": ("l", "r")},
    payoffs={"A": [[0, -1], [1, -10]], "B": [[0, 1], [-1, -10]]},
)
PENNIES = NormalFormGame(
    "pennies",
    strategies={"A": ("u", "d"), "B": ("l", "r")},
    payoffs={"A": [[1, -1], [-1, 1]], "B": [[-1, 1], [1, -1]]},
)
TIE = ExtensiveFormGame(
    "tie",
    players=("A", "B"),
    root=Decision(
        "A",
        {
            "safe": end(1),
            "risky": Decision("B", {"kind": end(3), "mean": end(-1)}, infoset="reply"),
        },
    ),
)


def equilibrium(game: Any = CHICKEN, choices: Any = (0, 1), **options: Any) -> Equilibrium:
    kind = MixedStrategyProfile if isinstance(game, NormalFormGame) else BehaviorStrategyProfile
    certificate = Certificate(Concept.NASH, {"A": 0, "B": 0}, Verdict.EXACT)
    pays = options.pop("payoffs", {"A": 1, "B": 2})
    return Equilibrium(kind.pure(game, choices), pays, certificate, **options)


def result(*equilibria: Equilibrium, **options: Any) -> EquilibriumResult:
    settings: dict[str, Any] = {
        "game": CHICKEN,
        "solver": PureEnumeration(),
        "concept": Concept.NASH,
        "status": Status.SOLVED,
        "coverage": Coverage.ALL,
        "equilibria": equilibria,
    }
    return EquilibriumResult(**{**settings, **options})


# --- words ---------------------------------------------------------------------------------------


def test_which_statuses_are_a_success() -> None:
    assert [status for status in Status if status.is_success] == [Status.SOLVED, Status.NONE_EXISTS]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SOLVED, ["Solved."]),
        (Status.NONE_EXISTS, ["There is no equilibrium", "proved", "Ask for another concept"]),
        (Status.LIMIT, ["reached its limit", "many ties", "Raise the solver's limit"]),
        (Status.UNCERTIFIED, ["did not pass the independent check", "rounding", "report it"]),
    ],
)
def test_a_status_says_what_why_and_what_next(status: Status, words: list[str]) -> None:
    places = [status.value.index(part) for part in words]
    assert places == sorted(places)
    assert status.value.endswith(".")


def test_names_of_concepts_and_coverages() -> None:
    assert [concept.value for concept in Concept][:2] == ["nash", "subgame-perfect"]
    assert len({coverage.value for coverage in Coverage}) == len(Coverage) == 5
    assert [verdict.value for verdict in Verdict] == ["exact", "enclosed", "approximate"]


# --- certificates --------------------------------------------------------------------------------


def certificate(*regrets: Any, scale: Any = 1) -> Certificate:
    named = {str(i): regret for i, regret in enumerate(regrets)}
    return Certificate(Concept.NASH, named, Verdict.EXACT, scale)


def test_a_certificate_holds_up_to_a_tolerance_times_the_scale() -> None:
    assert certificate(0, Fraction(1, 3), Fraction(1, 4)).epsilon == Fraction(1, 3)
    assert certificate(0, 0).holds()
    assert not certificate(0, Fraction(1, 10**30)).holds()
    assert certificate(0.5, 0.0).holds(0.5)
    assert not certificate(0.5, 0.0).holds(0.25)
    assert certificate(0.5, 0.0, scale=2).holds(0.25)
    assert not certificate(0.5, 0.0, scale=0.5).holds(0.5)
    assert certificate(0).scale == 1
    assert type(certificate(0).holds()) is bool


def test_what_is_violated_no_tolerance_forgives() -> None:
    plain = certificate(0, 0)
    assert plain.violations == ()
    assert not dataclasses.replace(plain, violations=("a belief",)).holds(1.0)
    assert not dataclasses.replace(plain, scale={"0": 1, "1": 1}, violations=("b",)).holds(1.0)


def test_what_an_equilibrium_says() -> None:
    exact = equilibrium(ENTRY, [1, 0])
    assert exact.is_exact
    assert exact.is_pure
    assert exact.family is None
    assert exact.outcomes() == {"monopoly": 0, "duopoly": 1, "war": 0}
    floats = Certificate(Concept.NASH, {"A": 0.0}, Verdict.APPROXIMATE)
    mixed = MixedStrategyProfile(CHICKEN, {"A": {"u": HALF, "d": HALF}, "B": "l"})
    other = Equilibrium(mixed, {}, floats)
    assert not other.is_exact
    assert not other.is_pure
    enclosed = Certificate(Concept.NASH, {"A": 0}, Verdict.ENCLOSED)
    assert not Equilibrium(mixed, {}, enclosed).is_exact


def test_tables_have_no_outcomes() -> None:
    with pytest.raises(UnsupportedGameError, match="needs an ExtensiveFormGame, not <NormalForm"):
        equilibrium().outcomes()


# --- a result as a sequence ----------------------------------------------------------------------


def test_a_result_is_a_sequence() -> None:
    one, two = equilibrium(), equilibrium(choices=(1, 0))
    both = result(one, two)
    assert len(both) == 2
    assert list(both) == [one, two]
    assert both[0] is one
    assert both[-1] is two
    assert both[:1] == (one,)
    assert two in both
    assert both.index(two) == 1
    assert list(reversed(both)) == [two, one]
    assert result(one).components == ()
    assert result(one).reason == ""
    assert result(one).notes == ()
    assert result(one).statistics == {}


@pytest.mark.parametrize(
    ("equilibria", "options", "expected"),
    [
        ((), {"status": Status.NONE_EXISTS}, "0 nash equilibria by PureEnumeration; none_exists"),
        ((equilibrium(),), {}, "1 nash equilibrium by PureEnumeration; solved"),
        (
            (equilibrium(),) * 2,
            {"concept": Concept.SUBGAME_PERFECT, "solver": BackwardInduction()},
            "2 subgame-perfect equilibria by BackwardInduction; solved",
        ),
    ],
)
def test_a_result_in_one_line(equilibria: Any, options: dict[str, Any], expected: str) -> None:
    text = repr(result(*equilibria, **options))
    assert text == f"<EquilibriumResult: {expected}; {Coverage.ALL.value}>"


def test_the_only_one() -> None:
    one = equilibrium()
    assert result(one).only() is one
    assert result(one).is_complete_list


FAMILY: Any = solve(TIE)[0].family


@pytest.mark.parametrize(
    ("equilibria", "options", "message"),
    [
        ((equilibrium(),) * 2, {}, "there are 2 equilibria; choose with brinkgame.select(result"),
        ((equilibrium(family=FAMILY),), {}, "the equilibrium is one of a family; choose with"),
        ((equilibrium(family=FAMILY),) * 3, {}, "there are 3 equilibria; choose with"),
        (
            (),
            {"status": Status.NONE_EXISTS},
            "there is no equilibrium to return. There is no equilibrium of the kind",
        ),
        ((), {"status": Status.LIMIT}, "there is no equilibrium to return. The solver reached"),
        *(
            (
                (equilibrium(),),
                {"coverage": coverage},
                f"one equilibrium is listed, but {rest}; take result[0] if any will do",
            )
            for coverage, rest in (
                (Coverage.ALL_EXTREME, Coverage.ALL_EXTREME.value),
                (Coverage.ALL_PURE, Coverage.ALL_PURE.value),
                (Coverage.SOME, "there may be others"),
                (Coverage.ONE, "there may be others"),
            )
        ),
    ],
)
def test_not_the_only_one(equilibria: Any, options: dict[str, Any], message: str) -> None:
    many = result(*equilibria, **options)
    with pytest.raises(AmbiguousEquilibriumError) as caught:
        many.only()
    assert str(caught.value).startswith(message)


def test_a_complete_list() -> None:
    assert result(equilibrium(), equilibrium()).is_complete_list
    assert result().is_complete_list
    assert not result(equilibrium(), equilibrium(family=FAMILY)).is_complete_list
    assert not result(equilibrium(), coverage=Coverage.ALL_PURE).is_complete_list
    assert not result(equilibrium(), coverage=Coverage.SOME).is_complete_list


def test_ranges_of_payoffs() -> None:
    pays = [{"A": Fraction(a), "B": b} for a, b in ((3, 0), (-1, 5), (2, 2))]
    many = result(*(equilibrium(payoffs=p) for p in pays))
    assert many.payoff_range("A") == (-1, 3)
    assert many.payoff_range("B") == (0, 5)
    with pytest.raises(AmbiguousEquilibriumError, match="no equilibrium is listed"):
        result().payoff_range("A")
    family = solve(TIE)
    assert family.payoff_range("A") == (1, 3)
    assert family.payoff_range("B") == (0, 0)


def test_ranges_of_payoffs_cover_what_is_not_listed() -> None:
    # Forty ties of B: play may go in too many ways to be listed.
    kids = {str(i): (Fraction(1, 40), Decision("B", {"x": end(0), "y": end(1)})) for i in range(40)}
    game = ExtensiveFormGame("ties", players=("A", "B"), root=Chance(kids))
    found = solve(game)
    assert len(found) == 1
    assert found.payoff_range("A") == (0, 1)


# --- why not -------------------------------------------------------------------------------------


def test_why_a_profile_is_not_subgame_perfect() -> None:
    found = solve(ENTRY)
    reasons = found.why_not({"A": {"root": "out"}, "B": {"reply": "fight"}})
    assert reasons == (Deviation("B", "reply", "fight", "accept", Fraction(3)),)
    assert found.why_not({"A": {"root": "in"}, "B": {"reply": "accept"}}) == ()
    assert found.why_not(found[0].profile) == ()
    with pytest.raises(InvalidProfileError, match="nothing said for B at reply"):
        found.why_not({"A": {"root": "out"}})


LETTER = Decision("B", {"reply": end(0, 0), "wait": end(0, 1)}, infoset="letter")
LETTERS = ExtensiveFormGame(
    "letters",
    players=("A", "B"),
    root=Decision("A", {"none": end(1, 1), "true": LETTER, "false": LETTER}),
)


WHOLE = "the beginning of the game"


def test_why_an_assessment_is_no_equilibrium() -> None:
    plan = {"A": {"root": "false"}, "B": {"letter": "reply"}}
    beliefs = {"B": {"letter": "root/true"}}
    for concept in (Concept.PERFECT_BAYESIAN, Concept.SEQUENTIAL):
        none = result(game=LETTERS, concept=concept)
        reasons = none.why_not(plan, beliefs=beliefs)
        assert [str(reason) for reason in reasons[:3]] == [
            str(BeliefGap("B", "letter", "root/true", Fraction(1), Fraction(0), WHOLE)),
            "A at root would gain 1 by none instead of false",
            "B at letter would gain 1 by wait instead of reply",
        ]
        assert len(reasons) == 3 + (concept is Concept.SEQUENTIAL)
        assessment = Assessment.of(LETTERS, plan, beliefs)
        assert none.why_not(assessment)[:3] == reasons[:3]
        good = {"A": {"root": "none"}, "B": {"letter": "wait"}}
        assert none.why_not(good, beliefs=Beliefs(LETTERS, beliefs)) == ()
        with pytest.raises(UnsupportedGameError, match="hangs on beliefs: give an Assessment, or"):
            none.why_not(plan)
        with pytest.raises(InvalidProfileError, match="an assessment has its beliefs"):
            none.why_not(assessment, beliefs=beliefs)
    # Other concepts look at what is done only.
    nash = result(game=LETTERS, concept=Concept.NASH)
    assert len(nash.why_not(Assessment.of(LETTERS, plan, beliefs))) == 2
    with pytest.raises(UnsupportedGameError, match="a nash equilibrium knows no beliefs"):
        nash.why_not(plan, beliefs=beliefs)


def test_why_a_profile_is_no_nash_equilibrium() -> None:
    found = solve(CHICKEN)
    assert found.why_not({"A": "u", "B": "l"}) == (
        Deviation("A", "the table", "u", "d", Fraction(1)),
        Deviation("B", "the table", "l", "r", Fraction(1)),
    )
    assert found.why_not({"A": "u", "B": "r"}) == ()
    mixed = {"A": {"u": HALF, "d": HALF}, "B": "l"}
    assert found.why_not(mixed) == (Deviation("A", "the table", "u, d", "d", HALF),)
    near = CHICKEN.to_float()
    assert solve(near).why_not({"A": {"u": 0.9, "d": 0.1}, "B": {"l": 0.9, "r": 0.1}}) == ()


def test_why_a_profile_of_a_tree_is_no_nash_equilibrium() -> None:
    nash = result(game=ENTRY, concept=Concept.NASH)
    assert nash.why_not({"A": {"root": "out"}, "B": {"reply": "fight"}}) == ()
    assert nash.why_not({"A": {"root": "in"}, "B": {"reply": "fight"}}) == (
        Deviation("A", "the tree", "the profile", "out at root", Fraction(1)),
        Deviation("B", "the tree", "the profile", "accept at reply", Fraction(3)),
    )
    twice = ExtensiveFormGame(
        "twice",
        players=("A",),
        root=Decision(
            "A",
            {
                "x": Terminal({"A": 0}),
                "y": Decision(
                    "A", {"u": Terminal({"A": 2}), "d": Terminal({"A": 3})}, infoset="later"
                ),
            },
        ),
    )
    nash = result(game=twice, concept=Concept.NASH)
    (reason,) = nash.why_not({"A": {"root": "x", "later": "u"}})
    assert reason == Deviation("A", "the tree", "the profile", "y at root; d at later", Fraction(3))


def test_the_three_kinds_of_result() -> None:
    pure = solve(PENNIES, PureEnumeration())
    assert pure.status is Status.NONE_EXISTS
    assert len(pure) == 0
    assert pure.isolated == ()
    assert solve(CHICKEN, PureEnumeration()).coverage is Coverage.ALL_PURE
    whole = solve(CHICKEN)
    assert whole.coverage is Coverage.ALL
    assert whole.isolated == (0, 1, 2)
    assert solve(ENTRY).only().payoffs == {"A": 2, "B": 2}


@pytest.mark.parametrize("game", [ENTRY, CHICKEN, PENNIES, TIE, ENTRY.to_float()], ids=repr)
def test_results_can_be_pickled(game: Any) -> None:
    found = solve(game)
    again = pickle.loads(pickle.dumps(found))
    assert repr(again) == repr(found)
    assert [e.profile for e in again] == [e.profile for e in found]
    assert [e.certificate for e in again] == [e.certificate for e in found]
    assert again.game == found.game
    if found and found[0].family is not None:
        family = again[0].family
        assert family.count == found[0].family.count
        assert family.conditions == found[0].family.conditions
        assert found[0].profile in family


@pytest.mark.parametrize("game", [ENTRY, CHICKEN, PENNIES, ENTRY.to_float()], ids=repr)
def test_the_same_call_gives_the_same_result(game: Any) -> None:
    assert solve(game) == solve(game)
