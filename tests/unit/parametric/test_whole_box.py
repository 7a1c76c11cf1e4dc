"""Regimes over the whole constrained box."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.control import Control
from brinkgame.parametric.regions import formula_of
from brinkgame.parametric.whole import whole_box

PARTS = tuple(bg.Parameter(name, "1/2", low=-1, high=1) for name in "abcd")


def drawn(space: Any, generator: random.Random) -> dict[str, Fraction]:
    while True:
        point = {
            name: p.low + (p.high - p.low) * Fraction(generator.randint(1, 9972), 9973)
            for name, p in space.items()
        }
        if not space.violations(point):
            return point


def check(found: bg.Regimes, generator: random.Random, count: int) -> None:
    """At any point exactly one regime has its conditions, and it is that of the forms there."""
    for _ in range(count):
        point = drawn(found.space, generator)
        names = tuple(sorted({form.name for form in found.forms if form.holds(point)}))
        there = [
            regime
            for regime in found
            if any(formula_of(case).holds(point) for case in regime.cases)
        ]
        assert [regime.names for regime in there] == [names]
    for regime in found:
        names = tuple(sorted({form.name for form in found.at(regime.witness)}))
        assert names == regime.names
        assert not found.space.violations(regime.witness)
    assert sum(regime.share.low for regime in found) <= 1 <= sum(r.share.high for r in found)


@pytest.mark.parametrize("name", ["capitulation", "deploy", "blockade", "letters", "line"])
def test_regimes_of_the_memo(name: str) -> None:
    found = bg.regimes(bg.memo.load(name).game)
    assert found.is_complete
    check(found, random.Random(name), 20)


def test_the_four_regions_of_the_letters() -> None:
    found = bg.regimes(bg.memo.load("letters").game)
    conditions = {regime.name.split("US at both: ")[1]: regime.conditions for regime in found}
    bluff = next(r for r in found if "private only or both" in r.name)
    assert len(found) == 4
    assert conditions["trade"] == (
        "tough_belief*(impasse_loss + private_value) + un_pressure - trade_cost >= 0"
    )
    assert "public_retreat_cost - face_saved >= 0" in bluff.conditions
    assert "impasse_loss + private_value - trade_cost + un_pressure >= 0" in bluff.conditions


def table(cells: Any) -> bg.NormalFormGame:
    return bg.NormalFormGame.from_cells(
        "drawn", strategies={"A": ("u", "d"), "B": ("l", "r")}, cells=cells
    )


def test_overlaps_of_a_table_are_regimes() -> None:
    a, b, c, d = PARTS
    found = bg.regimes(
        table({("u", "l"): (a, b), ("u", "r"): (0, 0), ("d", "l"): (0, 0), ("d", "r"): (c, d)})
    )
    assert len(found) == 7
    assert found.is_complete
    three = [regime for regime in found if regime.is_overlap]
    assert sorted(regime.conditions for regime in three) == [
        "-c >= 0 and -b >= 0 and -a >= 0 and -d >= 0",
        "a >= 0 and b >= 0 and c >= 0 and d >= 0",
    ]
    check(found, random.Random(3), 20)
    exact = found[0].share
    assert exact.method == "binomial"
    assert exact.low <= Fraction(3, 16) <= exact.high


def test_a_sliver_that_no_drawn_point_meets() -> None:
    a, b, c, d = PARTS
    narrow = Fraction(1, 10**7)
    root = bg.Decision(
        "A",
        {
            "stay": bg.Terminal({"A": 0}),
            "go": bg.Terminal({"A": a + b * c - d}),
            "jump": bg.Terminal({"A": 2 * (a + b * c - d) - narrow}),
        },
    )
    game = bg.ExtensiveFormGame("sliver", players=("A",), root=root)
    found = bg.regimes(game)
    assert {regime.name for regime in found} == {f"A at root: {x}" for x in ("stay", "go", "jump")}
    thin = next(regime for regime in found if regime.name == "A at root: go")
    assert thin.share.low == 0
    gain = thin.witness["a"] + thin.witness["b"] * thin.witness["c"] - thin.witness["d"]
    assert 0 < gain < narrow


def test_shares_in_few_parameters_are_certain() -> None:
    found = bg.regimes(
        bg.memo.load("blockade").game,
        at={
            name: parameter.baseline
            for name, parameter in bg.memo.load("blockade").game.parameters.items()
            if name not in ("brink_risk", "hard_type")
        },
        of="paths",
    )
    assert {regime.share.method for regime in found} == {"certified"}
    exact = bg.regimes(bg.memo.load("blockade").game, over=("brink_risk", "hard_type"), of="paths")
    for rough, sharp in zip(found, exact.regimes, strict=True):
        assert rough.names == sharp.names
        assert rough.share.low <= sharp.share.high
        assert sharp.share.low <= rough.share.high


def test_time_is_up_and_that_is_said() -> None:
    a, b, c, d = PARTS
    game = table({("u", "l"): (a, b), ("u", "r"): (d, c), ("d", "l"): (0, 0), ("d", "r"): (c, d)})
    found = bg.regimes(game, time_limit=0.01)
    assert found.undecided
    assert not found.is_complete


def test_a_parameter_without_an_end_is_refused() -> None:
    free = bg.Parameter("free", 1, low=0)
    root = bg.Decision("A", {"stay": bg.Terminal({"A": 1}), "go": bg.Terminal({"A": free * 1})})
    with pytest.raises(bg.InvalidParameterError, match="'free' has no high"):
        bg.regimes(bg.ExtensiveFormGame("open", players=("A",), root=root))
    with pytest.raises(bg.UnsupportedGameError, match="regimes are of a tree or a table"):
        bg.regimes("deploy")  # type: ignore[call-overload]
    with pytest.raises(bg.InvalidParameterError, match="3 are named: a, b, c"):
        bg.regimes(bg.memo.load("deploy").game, over=("a", "b", "c"))


def test_regimes_are_a_sequence_and_print() -> None:
    found = bg.regimes(bg.memo.load("capitulation").game)
    assert found[0] in found
    assert found[:2] == found.regimes
    text = str(found).splitlines()
    assert text[0] == "1. USSR at root: accept"
    assert "of the box (confidence 99%)" in text[1]
    assert [form.name for form in found.at({"attack_risk": 1})] == ["USSR at root: accept"]


def test_whole_parameters_and_forms_that_are_not_all_known() -> None:
    weeks = bg.Parameter("weeks", 3, low=1, high=4, whole=True)
    root = bg.Decision(
        "A", {"stay": bg.Terminal({"A": 2}), "go": bg.Terminal({"A": weeks * PARTS[0]})}
    )
    found = bg.regimes(bg.ExtensiveFormGame("clock", players=("A",), root=root))
    go = next(regime for regime in found if regime.name == "A at root: go")
    # a*w > 2 for a in [-1, 1]: never for w = 1 or 2, above 2/3 for w = 3 and above 1/2 for w = 4
    assert go.share.low <= (Fraction(1, 6) + Fraction(1, 4)) / 4 <= go.share.high
    assert go.share.method == "certified"
    unknown = replace(
        bg.equilibrium_forms(bg.memo.load("capitulation").game), undecided=("another form",)
    )
    doubtful = whole_box(unknown, "forms", Control(), 0)
    assert doubtful.undecided == (
        "another form",
        "whether there is a regime without an equilibrium",
    )


def test_constraints_that_hardly_any_point_satisfies() -> None:
    a, b, c, d = PARTS
    root = bg.Decision("A", {"stay": bg.Terminal({"A": a}), "go": bg.Terminal({"A": b + c - d})})
    narrow = bg.ExtensiveFormGame(
        "narrow",
        players=("A",),
        root=root,
        constraints=[a - b <= Fraction(1, 10**9), b - a <= Fraction(1, 10**9)],
    )
    found = bg.regimes(narrow)
    assert len(found) == 2
    assert all(regime.share.high - regime.share.low > Fraction(9, 10) for regime in found)
    assert any("no drawn point satisfies the constraints" in line for line in found.undecided)


def test_pairs_without_a_proof_are_told() -> None:
    """With no time for proofs, what they would have decided is undecided."""
    a, b, c, d = PARTS
    forms = bg.equilibrium_forms(
        table({("u", "l"): (a, b), ("u", "r"): (d, c), ("d", "l"): (b, a), ("d", "r"): (c, d)})
    )
    control = Control(1e-9)
    found = whole_box(forms, "forms", control, 0)
    assert not found.is_complete
    assert found.regimes
