"""Thresholds are where what is an equilibrium changes, and nowhere else: checked by brute force."""

from __future__ import annotations

import itertools
import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.arithmetic import Algebraic
from brinkgame.arithmetic.polynomial_systems import rational_between
from brinkgame.forms import ExtensiveFormGame
from brinkgame.parametric.along.pure import pure_profile

X = bg.Parameter("x", "1/2", low=0, high=1)
Y = bg.Parameter("y", "1/3", low=0, high=1)


def choice(worth: Any, *others: Any, name: str = "choice") -> ExtensiveFormGame:
    """One player who takes what pays most."""
    pays = {f"take {k}": bg.Terminal({"A": each}) for k, each in enumerate((worth, *others))}
    return ExtensiveFormGame(name, players=("A",), root=bg.Decision("A", pays))


def pure_equilibria(game: ExtensiveFormGame) -> set[str]:
    """The names of all pure subgame-perfect profiles of a closed tree, one by one."""
    tree = game.tree
    sizes = [range(len(tree.actions(i))) for i in range(tree.n_infosets)]
    found = set()
    for choices in itertools.product(*sizes):
        profile = pure_profile(game, choices)
        values = bg.continuation_payoffs(game, profile)
        for number, members in enumerate(tree.members):
            who = int(tree.infoset_player[number])
            paid = [values[child][who] for child in tree.children_of(members[0])]
            if paid[choices[number]] < max(paid):
                break
        else:
            found.add(named(game, choices))
    return found


def named(game: ExtensiveFormGame, choices: tuple[int, ...]) -> str:
    """What a profile does everywhere, whatever is on the path."""
    tree = game.tree
    return "; ".join(
        f"{game.players[int(tree.infoset_player[k])]} at {tree.infoset_name(k)}: "
        f"{tree.actions(k)[action]}"
        for k, action in enumerate(choices)
    )


def everywhere(name: str) -> frozenset[str]:
    """The parts of the name of a form."""
    on, _, off = name.partition(" (off the path: ")
    return frozenset([*on.split("; "), *filter(None, off.removesuffix(")").split("; "))])


def names_of(names: Any) -> set[frozenset[str]]:
    return {everywhere(name) - {"nobody moves"} for name in names}


def check(game: ExtensiveFormGame, over: str, at: Any = None, between: int = 3) -> bg.Thresholds:
    """The set of forms is constant between thresholds, and at each as it is told."""
    found = bg.thresholds(game, over, at)
    assert found.is_complete
    rest = dict(found.at)

    def forms(value: Fraction) -> set[frozenset[str]]:
        return names_of(pure_equilibria(game.fix({**rest, over: value})))

    for interval in found.domain:
        assert interval.low is not None
        assert interval.high is not None
        inside = [c for c in found if c.value in interval]
        told: list[set[frozenset[str]] | None] = [None] * (len(inside) + 1)
        for k, crossing in enumerate(inside):
            if crossing.end != "low":
                told[k] = names_of(crossing.below)
            if crossing.end != "high":
                told[k + 1] = names_of(crossing.above)
            if isinstance(crossing.value, Fraction):
                assert forms(crossing.value) == names_of(crossing.at)
            assert not names_of(crossing.below) == names_of(crossing.at) == names_of(crossing.above)
            assert crossing.borders
        ends = [interval.low, *(c.value for c in inside), interval.high]
        for k, (low, high) in enumerate(itertools.pairwise(ends)):
            if low == high:
                continue
            samples = [rational_between(low, high)]
            for _ in range(between):
                samples += [rational_between(low, samples[-1]), rational_between(samples[0], high)]
            seen = [forms(value) for value in samples]
            assert all(each == seen[0] for each in seen)
            assert told[k] in (None, seen[0])
    return found


# -- drawn games -----------------------------------------------------------------------------------

NUMBERS = st.integers(-3, 3)


@st.composite
def amounts(draw: Any) -> Any:
    """Polynomials in x of degree up to two, and y now and then."""
    kind = draw(st.integers(0, 5))
    a, b, c = draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)
    if kind <= 1:
        return Fraction(a, 2)
    if kind <= 3:
        return a + b * X
    if kind == 4:
        return a + b * X + c * X**2
    return a + b * X * Y + c * Y


@st.composite
def nodes(draw: Any, depth: int) -> Any:
    kind = draw(st.integers(0, 3)) if depth else 0
    if not kind:
        return bg.Terminal(
            {"A": draw(amounts()), "B": draw(amounts())}, label=draw(st.sampled_from("uvw"))
        )
    count = draw(st.integers(2, 3)) if depth < 3 else 2
    below = [draw(nodes(depth - 1)) for _ in range(count)]
    if kind == 1:
        odds = [draw(st.sampled_from([Fraction(1, 3), X / 2, Y / 2, X * Y / 2]))] * (count - 1)
        branches = dict(zip("klm", zip([*odds, bg.REST], below, strict=True), strict=False))
        return bg.Chance(branches)
    return bg.Decision(draw(st.sampled_from("AB")), dict(zip("lmr", below, strict=False)))


@st.composite
def games(draw: Any) -> ExtensiveFormGame:
    game = ExtensiveFormGame("drawn", players=("A", "B"), root=draw(nodes(3)))
    pay = bg.Terminal({"A": X, "B": -X})
    if "x" not in game.parameters:
        game = ExtensiveFormGame(
            "drawn", players=("A", "B"), root=bg.Decision("A", {"in": draw(nodes(2)), "out": pay})
        )
    return game


@given(games())
@settings(max_examples=25, deadline=None)
def test_nothing_changes_between_thresholds(game):
    check(game, "x")


@pytest.mark.slow
@given(games(), st.fractions(0, 1, max_denominator=6))
@settings(max_examples=1000, deadline=None)
def test_nothing_changes_between_thresholds_at_many(game, y):
    check(game, "x", {"y": y} if "y" in game.parameters else None, between=12)


# -- slivers and single points ---------------------------------------------------------------------


def test_an_interval_of_a_billionth_is_found():
    tiny = Fraction(1, 10**9)
    low = Fraction(314159265, 10**9)
    found = check(choice((X - low) * (low + tiny - X), 0), "x")
    assert [c.value for c in found] == [low, low + tiny]
    assert found[0].above == found[1].below == ("A at root: take 0",)


def test_two_irrational_thresholds_nearer_than_floats_tell():
    # The zeros of (x**2 - 1/2)**2 - 1e-40 are 1e-20 apart.
    game = choice(Fraction(1, 10**40) - (X**2 - Fraction(1, 2)) ** 2, 0)
    found = check(game, "x")
    assert len(found) == 2
    assert float(found[0]) == float(found[1])
    assert found[0].value < found[1].value
    assert all(isinstance(c.value, Algebraic) for c in found)
    assert found[0].formula is None
    assert "x**2" in str(found[0].equation)


def test_an_equilibrium_at_one_point_only():
    (only,) = check(choice(-((3 * X - 1) ** 2), 0), "x")
    assert only.value == Fraction(1, 3)
    assert only.below == only.above == ("A at root: take 1",)
    assert set(only.at) == {"A at root: take 0", "A at root: take 1"}
    assert only.relation == "=="


def test_a_tie_at_an_irrational_point():
    (only,) = check(choice(-((2 * X**2 - 1) ** 2), 0), "x")
    assert isinstance(only.value, Algebraic)
    assert only.at == ("A at root: take 1", "A at root: take 0")


def test_a_tie_at_an_end_of_the_range():
    low, high = check(choice(X * (X - 1), 0), "x")
    assert (low.value, low.end, low.below) == (0, "low", ())
    assert (high.value, high.end, high.above) == (1, "high", ())
    assert len(low.at) == len(high.at) == 2


def test_a_tie_all_along_is_no_threshold():
    found = check(choice(X, X, -1), "x")
    assert len(found) == 0
    assert [form.name for form in found.forms_at("1/2")] == [
        "A at root: take 0",
        "A at root: take 1",
    ]


def test_too_many_ties_are_said():
    def alike(depth: int) -> Any:
        end = bg.Terminal({"A": X})
        return bg.Decision("A", dict.fromkeys("lr", alike(depth - 1) if depth else end))

    game = ExtensiveFormGame("ties", players=("A",), root=alike(3))
    found = bg.thresholds(game, "x")
    assert not found.is_complete
    assert "so many players are indifferent" in found.undecided[0]
    assert found.coverage == "there may be other thresholds"
    with pytest.raises(bg.UnsupportedGameError, match="not listed"):
        found.forms_at("1/2")


# -- the case of 1962 ------------------------------------------------------------------------------


def test_the_window_of_the_blockade():
    low, high = bg.thresholds(bg.memo.load("blockade").game, "brink_risk")
    p = bg.memo.load("blockade").game.parameters
    stakes = p["berlin_gain"] + p["cuba_gain"]
    assert low.value == Fraction(3, 5)
    assert low.formula == (stakes + p["retreat_cost"]) / (stakes + p["ussr_war_cost"])
    assert low.incentives == ("USSR at soft prefers withdraw to defy",)
    hard, loss, extra = p["hard_type"], p["us_acceptance_loss"], p["us_backdown_cost"]
    assert high.value == Fraction(11, 15)
    assert high.formula == ((1 - hard) * (p["us_success"] + loss) - hard * extra) / (
        hard * (p["us_war_cost"] - loss - extra)
    )
    assert high.incentives == ("US at root prefers accept to quarantine",)
    assert low.relation == high.relation == ">="
    assert len(low.at) == len(high.at) == 2
    assert low.provided
    assert "brink_risk" not in {name for c in low.provided for name in c.difference.names}


def test_the_clock_at_whole_weeks():
    game = bg.memo.load("clock").game
    (found,) = bg.thresholds(game, "weeks", {"weekly_hazard": "9/100"})
    assert found.value == 12
    assert found.at == found.above
    assert found.formula is None
    assert found.incentive == "USSR at root prefers hold to deploy"
    assert "(1 - weekly_hazard)**weeks" in str(found.equation)
    (crossing,) = bg.thresholds(game, "weekly_hazard")
    assert isinstance(crossing.value, Algebraic)
    assert len(crossing.value.polynomial) == 13


def test_whole_values_of_what_is_no_exponent():
    days = bg.Parameter("days", 3, low=0, high=9, whole=True)
    (found,) = bg.thresholds(choice(2 * days - 7, 0), "days")
    assert (found.value, found.formula) == (4, Fraction(7, 2))
    assert found.below == ("A at root: take 1",)
    assert found.at == found.above == ("A at root: take 0",)
    alone = bg.thresholds(choice((2 * days - 7) * (9 - 2 * days), 0), "days")
    assert [c.value for c in alone] == [4, 5]
    nowhere = bg.thresholds(choice((3 * days - 10) * (11 - 3 * days), 0), "days")
    assert len(nowhere) == 0


@pytest.mark.parametrize("name", ["deploy", "blockade", "berlin", "il28:no-disown"])
def test_decisions_of_the_case(name):
    base, _, variant = name.partition(":")
    point = bg.memo.load(base)
    game = point.variant(variant).game if variant else point.game
    for over in list(game.parameters)[::5]:
        check(game, over, between=1)


# -- what is compared ------------------------------------------------------------------------------


def test_forms_paths_and_outcomes():
    y = bg.Decision(
        "B",
        {
            "l": bg.Terminal({"A": 0, "B": X}, label="left"),
            "r": bg.Terminal({"A": 0, "B": Fraction(1, 2)}, label="right"),
        },
    )
    root = bg.Decision("A", {"out": bg.Terminal({"A": 3 - 4 * X, "B": 0}, label="left"), "in": y})
    game = ExtensiveFormGame("three ways", players=("A", "B"), root=root)
    values = {
        of: [c.value for c in bg.thresholds(game, "x", of=of)]
        for of in ("forms", "paths", "outcomes")
    }
    assert values["forms"] == [Fraction(1, 2), Fraction(3, 4)]
    assert values["paths"] == [Fraction(3, 4)]
    assert values["outcomes"] == []
    (path,) = bg.thresholds(game, "x", of="paths")
    assert path.above == ("A at root: in; B at root/in: l",)


def test_an_outcome_that_chance_rules_out_at_an_end():
    luck = bg.Chance(
        {
            "good": (X, bg.Terminal({"A": 1}, label="good")),
            "bad": (bg.REST, bg.Terminal({"A": 0}, label="bad")),
        }
    )
    game = ExtensiveFormGame("luck", players=("A",), root=luck)
    low, high = bg.thresholds(game, "x", of="outcomes")
    assert (low.at, low.above) == (("bad",), ("good or bad",))
    assert (high.below, high.at) == (("good or bad",), ("good",))


# -- the domain ------------------------------------------------------------------------------------


def constrained(*constraints: Any) -> ExtensiveFormGame:
    pays = {
        "go": bg.Terminal({"A": X - Fraction(1, 4)}),
        "stay": bg.Terminal({"A": 0 * Y}),
        "wait": bg.Terminal({"A": -Y}),
    }
    return ExtensiveFormGame(
        "box", players=("A",), root=bg.Decision("A", pays), constraints=constraints
    )


def test_constraints_clip_the_range():
    found = bg.thresholds(constrained(Y < X), "x")
    assert [str(i) for i in found.domain] == ["(1/3, 1]"]
    assert len(found) == 0
    assert [str(i) for i in bg.thresholds(constrained(X <= Y + X**2 * 2), "x").domain] == ["[0, 1]"]
    cubic = (X - Fraction(1, 5)) * (X - Fraction(2, 5)) * (X - Fraction(3, 5))
    several = bg.thresholds(constrained(cubic * (1 + Y) <= 0), "x")
    assert [str(i) for i in several.domain] == ["[0, 1/5]", "[2/5, 3/5]"]
    assert len(several) == 0
    assert "in [0, 1/5] and [2/5, 3/5]" in str(several)


def test_a_domain_of_one_value():
    found = bg.thresholds(constrained((2 * X - 1) ** 2 <= 0), "x")
    assert str(found.domain[0]) == "{1/2}"
    assert len(found) == 0
    assert len(found.forms_at("1/2")) == 1


def test_no_value_under_the_constraints():
    with (
        pytest.raises(bg.InvalidParameterError, match="no value of x in its range") as caught,
        pytest.warns(bg.ParameterRangeWarning),
    ):
        bg.thresholds(constrained(X + Y < 2), "x", {"y": 5})
    assert "y = 5; move it" in str(caught.value)


def test_probabilities_clip_the_range():
    luck = bg.Chance(
        {"good": (3 * X - 1, bg.Terminal({"A": 1})), "bad": (bg.REST, bg.Terminal({"A": 0}))}
    )
    root = bg.Decision("A", {"play": luck, "keep": bg.Terminal({"A": "1/2"})})
    found = bg.thresholds(ExtensiveFormGame("luck", players=("A",), root=root), "x")
    assert str(found.domain[0]) == "[1/3, 2/3]"
    assert found.notes == ("beyond it a probability would leave [0, 1]",)
    assert [c.value for c in found] == [Fraction(1, 2)]


def test_a_range_without_ends():
    z = bg.Parameter("z", 0)
    found = bg.thresholds(choice(z**2 - 2, 0), "z")
    assert [round(float(c), 3) for c in found] == [-1.414, 1.414]
    assert str(found.domain[0]) == "(-oo, oo)"
    assert found.forms_at(10)[0].name == "A at root: take 0"
    whole = bg.Parameter("n", 0, whole=True)
    assert [c.value for c in bg.thresholds(choice(whole**2 - 2, 0), "n")] == [-1, 2]


def test_a_pole_inside_is_an_error_and_at_an_end_it_is_left_out():
    with pytest.raises(bg.InvalidGameError, match="has a pole at x = 1/2"):
        bg.thresholds(choice(1 / (2 * X - 1), 0), "x", None)
    found = bg.thresholds(choice(1 / (X + 0) - 2, 0), "x")
    assert str(found.domain[0]) == "(0, 1]"
    assert "x = 0 is left out" in found.notes[0]
    assert [c.value for c in found] == [Fraction(1, 2)]


# -- wrong input -----------------------------------------------------------------------------------


def test_wrong_input():
    game = bg.memo.load("deploy").game
    with pytest.raises(bg.UnknownNameError, match="did you mean 'detection'"):
        bg.thresholds(game, "detecton")
    with pytest.raises(bg.UnknownNameError, match="named by text"):
        bg.thresholds(game, 3)  # type: ignore[arg-type]
    with pytest.raises(bg.UnknownNameError, match="did you mean 'erosion'"):
        bg.thresholds(game, "detection", {"erosin": 1})
    with pytest.raises(bg.InvalidParameterError, match="leave out its value"):
        bg.thresholds(game, "detection", {"detection": 1})
    with pytest.raises(bg.InvalidParameterError, match="none of forms, paths, outcomes"):
        bg.thresholds(game, "detection", of="values")
    with pytest.raises(bg.InvalidParameterError, match="a point is written"):
        bg.thresholds(game, "detection", ["erosion"])  # type: ignore[arg-type]
    with pytest.raises(bg.UnknownNameError, match="no concept"):
        bg.thresholds(game, "detection", concept="perfect")
    with pytest.raises(bg.UnsupportedGameError, match="no open parameter"):
        bg.thresholds(game.at(), "detection")
    with pytest.raises(bg.UnsupportedGameError, match="a tree or a table"):
        bg.thresholds("deploy", "detection")  # type: ignore[arg-type]
    with pytest.raises(bg.UnsupportedGameError, match="no closed forms of the qre"):
        bg.thresholds(game, "detection", concept="qre")
    with pytest.warns(bg.ParameterRangeWarning, match="erosion = 9 is outside"):
        bg.thresholds(game, "detection", {"erosion": 9})
    z = bg.Parameter("z", "1/2")
    with pytest.raises(bg.UnknownNameError, match="only a constraint"):
        bg.thresholds(
            ExtensiveFormGame(
                "c",
                players=("A",),
                root=bg.Decision("A", {"l": bg.Terminal({"A": X}), "r": bg.Terminal({"A": 0})}),
                constraints=(z + 2 >= X,),
            ),
            "z",
        )
    found = bg.thresholds(game, "detection")
    with pytest.raises(bg.InvalidParameterError, match=r"detection = 2 is not in \[0, 1\]"):
        found.forms_at(2)
    with pytest.raises(bg.InvalidNumberError, match="detection"):
        found.forms_at("much")


def test_a_point_of_the_game_may_name_the_parameter():
    game = bg.memo.load("deploy").game
    point = game.parameters.point(erosion=1)
    assert [c.value for c in bg.thresholds(game, "detection", point)] == [
        Fraction(125, 192) * Fraction(6, 5)
    ]


def test_exponents_without_ends_are_refused():
    n = bg.Parameter("n", 2, low=0, whole=True)
    with pytest.raises(bg.InvalidParameterError, match="its range has no end"):
        bg.thresholds(choice(X**n - Fraction(1, 4), 0), "n")


def test_time_is_kept():
    def deep(depth: int) -> Any:
        if not depth:
            return bg.Terminal({"A": X})
        return bg.Decision("A", {"l": deep(depth - 1), "r": bg.Terminal({"A": X**2 - depth})})

    game = ExtensiveFormGame("deep", players=("A",), root=deep(200))
    found = bg.thresholds(game, "x", time_limit=1e-9)
    assert not found.is_complete
    assert "the time was up" in found.undecided[0]
    n = bg.Parameter("n", 2, low=0, high=50, whole=True)
    walked = bg.thresholds(choice(X**n - Fraction(1, 4), 0), "n", time_limit=1e-9)
    assert "the time was up" in walked.undecided[0]


def test_progress_is_told():
    told: list[bg.Progress] = []
    n = bg.Parameter("n", 2, low=0, high=3000, whole=True)
    bg.thresholds(choice(Y**n - Fraction(1, 4), 0), "n", progress=told.append)
    assert told
    assert told[0].what == "whole values"


# -- text, LaTeX, copies ---------------------------------------------------------------------------


def test_texts():
    found = bg.thresholds(bg.memo.load("capitulation").game, "attack_risk")
    assert str(found[0].formula) == (
        "(holdout_gain - pledge_value + retreat_cost)/(holdout_gain + intervention_loss)"
    )
    assert str(found).splitlines() == [
        "1 threshold of attack_risk in [0, 1]",
        f"attack_risk = 1/2 = {found[0].formula}",
        "  from here on: USSR at root prefers accept to hold out",
        "  below: USSR at root: hold out",
        "  at: USSR at root: hold out | USSR at root: accept",
        "  above: USSR at root: accept",
    ]
    assert found[0].latex().startswith(r"\rho = \frac{")
    assert found[0].latex().endswith(r"= \frac{1}{2}")
    assert found[0].borders[0].latex().startswith(r"\rho \ge \frac{")
    assert found.latex().startswith("\\begin{gathered}")
    assert found[:1] == (found[0],)
    assert float(found[0]) == 0.5
    assert found[0].is_rational


def test_texts_of_what_is_not_linear():
    (found,) = bg.thresholds(choice(X**2 - Fraction(1, 2), 0), "x")
    assert "not linear in x" in str(found)
    assert found.latex() == r"x \approx 0.707107"
    assert found.borders[0].latex() == "2 x^{2} - 1 = 0"
    assert "turns where 2*x**2 - 1 = 0" in str(found.borders[0])
    assert not found.borders[0].is_linear
    assert found.provided == ()


def test_results_are_pickled():
    found = bg.thresholds(bg.memo.load("blockade").game, "brink_risk")
    again = pickle.loads(pickle.dumps(found))
    assert again.crossings == found.crossings
    assert again[0].provided == found[0].provided
    assert [f.name for f in again.forms_at("3/5")] == [f.name for f in found.forms_at("3/5")]


def test_forms_of_a_value_are_equilibria_there():
    game = bg.memo.load("blockade").game
    found = bg.thresholds(game, "brink_risk")
    for crossing in found:
        forms = found.forms_at(crossing.value)
        assert {form.name for form in forms} == set(crossing.at)
        listed = bg.equilibrium_forms(game.fix(found.at), inhabited=False)
        assert {form.name for form in listed.at({"brink_risk": crossing.value})} == set(crossing.at)
        for form in forms:
            assert form.holds({"brink_risk": crossing.value})
