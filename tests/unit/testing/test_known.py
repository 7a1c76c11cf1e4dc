"""A known answer is compared in full: what is missing, what is too much, and what it pays."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.results import Concept, Coverage
from brinkgame.testing import verify_known

CHICKEN = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
FIRST, SECOND = {"1": "1", "2": "2"}, {"1": "2", "2": "1"}
PAYS = {"1": Fraction(-1), "2": Fraction(1)}, {"1": Fraction(1), "2": Fraction(-1)}
ODDS = {"1": "9/10", "2": "1/10"}

X = bg.Parameter("x", baseline=0, low=-1, high=1)
TIE = bg.ExtensiveFormGame(
    "tie",
    players=("A", "B"),
    root=bg.Decision(
        "A",
        {
            "out": bg.Terminal({"A": X, "B": 0}),
            "in": bg.Decision(
                "B",
                {"kind": bg.Terminal({"A": 1, "B": 0}), "mean": bg.Terminal({"A": -1, "B": 0})},
                infoset="reply",
            ),
        },
        infoset="start",
    ),
)
OUT, IN = (
    {"A": {"start": "out"}, "B": {"reply": "mean"}},
    {"A": {"start": "in"}, "B": {"reply": "kind"}},
)
NOTHING, SOMETHING = {"A": Fraction(0), "B": Fraction(0)}, {"A": Fraction(1), "B": Fraction(0)}


@dataclass
class Known:
    profiles: tuple[Any, ...]
    payoffs: tuple[Any, ...]
    concept: Concept = Concept.NASH
    coverage: Coverage = Coverage.ALL_PURE
    at: Any = field(default_factory=dict)
    citation: str = "by hand"


def of_the_tie(*profiles, payoffs=(NOTHING, SOMETHING), coverage=Coverage.ALL_PURE, at=None):
    return Known(profiles, payoffs, Concept.SUBGAME_PERFECT, coverage, at or {})


def test_a_right_answer_is_returned():
    result = verify_known(bg.PureEnumeration(), CHICKEN, Known((SECOND, FIRST), PAYS[::-1]))
    assert len(result) == 2
    result = verify_known(bg.BackwardInduction(), TIE, of_the_tie(OUT, IN))
    assert result.game == TIE.at()


def test_what_a_solver_does_not_claim_is_not_asked_of_it():
    mixed = Known((FIRST, SECOND, {"1": ODDS, "2": ODDS}), (*PAYS, PAYS[0]), coverage=Coverage.ALL)
    assert len(verify_known(bg.PureEnumeration(), CHICKEN, mixed)) == 2
    single = bg.BackwardInduction(single=True)
    assert len(verify_known(single, TIE, of_the_tie(OUT, IN))) == 1


def test_the_point_is_the_one_of_the_source():
    sure = of_the_tie(IN, payoffs=(SOMETHING,), at={"x": -1}, coverage=Coverage.SOME)
    assert verify_known(bg.BackwardInduction(), TIE, sure).game == TIE.at(x=-1)


@pytest.mark.parametrize(
    ("solver", "game", "known", "message"),
    [
        (
            bg.PureEnumeration(),
            CHICKEN,
            Known((FIRST,), PAYS[:1]),
            r"finds 1: 2; 2: 1, which is no equilibrium \(by hand\)",
        ),
        (
            bg.PureEnumeration(),
            CHICKEN,
            Known((FIRST, SECOND, {"1": "1", "2": "1"}), (*PAYS, PAYS[0])),
            r"does not find 1: 1; 2: 1 \(by hand\)",
        ),
        (
            bg.PureEnumeration(),
            CHICKEN,
            Known((FIRST, SECOND), PAYS[::-1]),
            r"1: 1; 2: 2 pays 1 1, 2 -1 \(by hand\), not 1 -1, 2 1",
        ),
        (
            bg.BackwardInduction(),
            TIE,
            of_the_tie(OUT, payoffs=(NOTHING,)),
            "finds A: in at start; B: kind at reply, which is no equilibrium",
        ),
        (
            bg.BackwardInduction(),
            TIE,
            of_the_tie(OUT, {"A": {"start": "in"}, "B": {"reply": "mean"}}),
            "does not find A: in at start; B: mean at reply",
        ),
        (
            bg.BackwardInduction(),
            TIE,
            of_the_tie(
                OUT,
                IN,
                {"A": {"start": "in"}, "B": {"reply": {"kind": "1/3", "mean": "2/3"}}},
                payoffs=(NOTHING, SOMETHING, NOTHING),
            ),
            r"does not find A: in at start; B: kind \(1/3\) or mean \(2/3\) at reply",
        ),
    ],
)
def test_a_difference_is_reported_with_the_source(solver, game, known, message):
    with pytest.raises(AssertionError, match=message):
        verify_known(solver, game, known)


def test_members_of_families_that_the_source_lacks_are_found():
    # Both replies are equilibria off the path, and one of them is listed only.
    off = bg.ExtensiveFormGame(
        "off the path",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "out": bg.Terminal({"A": 5, "B": 0}),
                "in": bg.Decision(
                    "B",
                    {"x": bg.Terminal({"A": 1, "B": 0}), "y": bg.Terminal({"A": 2, "B": 0})},
                    infoset="reply",
                ),
            },
            infoset="start",
        ),
    )
    one = {"A": {"start": "out"}, "B": {"reply": "x"}}
    other = {"A": {"start": "out"}, "B": {"reply": "y"}}
    pays = {"A": Fraction(5), "B": Fraction(0)}
    verify_known(bg.BackwardInduction(), off, of_the_tie(one, other, payoffs=(pays, pays)))
    for lacking in (one, other):
        with pytest.raises(AssertionError, match="which is no equilibrium"):
            verify_known(bg.BackwardInduction(), off, of_the_tie(lacking, payoffs=(pays,)))


def test_another_concept_is_refused():
    with pytest.raises(ValueError, match="finds nash equilibria; by hand gives subgame-perfect"):
        verify_known(bg.PureEnumeration(), CHICKEN, of_the_tie(OUT, IN))
