"""The inverse question: sets that are known, and every kept point by the plain exact way."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brinkgame as bg
from brinkgame.errors import InvalidParameterError, UnknownNameError, UnsupportedGameError
from brinkgame.sensitivity.identification import joint_space
from brinkgame.sensitivity.identified import share_of
from brinkgame.sensitivity.joint import joint_design

X, Y, Z, W = (bg.Parameter(n, f"{i}/5", low=0, high=1) for i, n in enumerate("xyzw", start=1))


def choice(go: Any, stay: Any, title: str = "choice", *constraints: Any) -> bg.ExtensiveFormGame:
    """One player goes or stays."""
    return bg.ExtensiveFormGame(
        title,
        players=("A",),
        root=bg.Decision("A", {"go": bg.Terminal({"A": go}), "stay": bg.Terminal({"A": stay})}),
        constraints=constraints,
    )


def went(game: bg.ExtensiveFormGame, action: str = "go") -> bg.Observation:
    return bg.Observation(game, {"A": {"root": action}})


def test_a_half_of_the_square() -> None:
    """Whoever goes shows x >= y: half of the square, x with density 2x, at distance 1/4."""
    found = bg.identify([went(choice(X, Y))], draws=2**14)
    assert found.inner == 1
    assert found.share.estimate == pytest.approx(0.5, abs=2e-3)
    assert found.share.low <= 0.5 <= found.share.high
    assert found.share.method == "replicates"
    marginal = found.marginal("x", bins=10)
    assert marginal.after.values == pytest.approx(2 * marginal.x.values, abs=0.1)
    assert marginal.before.values == pytest.approx(np.ones(10), abs=0.05)
    assert marginal.share.values == pytest.approx(marginal.x.values, abs=0.05)
    pushed = found.pushes()
    assert pushed.ks.values == pytest.approx([0.25, 0.25], abs=0.01)
    assert pushed.median_shift.sel(parameter="x") > 0 > pushed.median_shift.sel(parameter="y")
    assert pushed.after.sel(parameter="x", quantile=0.5) == pytest.approx(math.sqrt(0.5), abs=0.01)
    joint = found.joint("x", "y", bins=4)
    assert joint.share.values[3, 0] == 1
    assert joint.share.values[0, 3] == 0
    assert float(joint.after.sum()) / 16 == pytest.approx(1)
    kept = found.kept
    assert bool((kept.x >= kept.y).all())
    assert kept.attrs["reading"] == "possible"
    assert kept.x.attrs["long_name"] == ""


@pytest.mark.parametrize("inner", [1, 4, 16])
def test_games_with_parameters_of_their_own(inner: int) -> None:
    """x >= y and x >= z: the mean of x squared, 1/3; with own parameters drawn apart or not."""
    seen = [went(choice(X, Y, "one")), went(choice(X, Z, "two"))]
    found = bg.identify(seen, draws=2**14, inner=inner)
    assert sorted(found.common) == (["x"] if inner > 1 else ["x", "y", "z"])
    assert found.share.low <= 1 / 3 <= found.share.high
    assert found.share.error < 0.01
    table = found.exclusions()
    assert table.alone.values == pytest.approx([0.5, 0.5], abs=0.02)
    assert table.without.values == pytest.approx([0.5, 0.5], abs=0.02)
    assert table.added.values == pytest.approx([1 / 3, 1 / 3], abs=0.03)
    assert found.conflicts().values == pytest.approx(
        np.array([[1 / 2, 1 / 3], [1 / 3, 1 / 2]]), abs=0.02
    )
    assert [share.estimate for _, share in found.elimination()] == pytest.approx(
        [1 / 2, 1 / 3], abs=0.02
    )
    # x has density 3 x^2; y given x is uniform below x, so that its density is 3 (1 - y^2) / 2.
    for name, density in (("x", lambda t: 3 * t**2), ("y", lambda t: 1.5 * (1 - t**2))):
        marginal = found.marginal(name, bins=8)
        assert marginal.after.values == pytest.approx(density(marginal[name].values), abs=0.2)
    # Own parameters of two games, side by side: both below x, more alike than if they were apart.
    pairs = found.joint("y", "z", bins=4)
    corner = 1 - (3 / 4)  # the share of x that is left where y and z are in the top quarter: less
    assert pairs.share.values[3, 3] < corner
    assert pairs.share.values[0, 0] > pairs.share.values[0, 3] > pairs.share.values[3, 3]
    assert float((pairs.share * pairs.before).mean()) == pytest.approx(
        found.share.estimate, rel=0.05
    )
    own = found.joint("x", "z", bins=4)
    assert float((own.share * own.before).mean()) == pytest.approx(found.share.estimate, rel=0.02)
    sample = found.sample(200, seed=1)
    assert bool(((sample.x >= sample.y) & (sample.x >= sample.z)).all())
    assert "share of the box that is left" in str(found)
    assert "one, two" in repr(found)


def test_a_set_too_small_for_the_plain_way() -> None:
    """Ten demands of one in ten each: 1e-10, which no plain design of this size can see."""
    own = [bg.Parameter(f"p{i}", "1/2", low=0, high=1) for i in range(10)]
    seen = [went(choice(each, "9/10", each.name)) for each in own]
    plain = bg.identify(seen, draws=2**12, inner=1, replicates=4)
    assert plain.share.is_empty_sample
    assert plain.share.high == pytest.approx(3 / 2**12, rel=0.01)
    assert "empty, or below" in str(plain.share)
    nested = bg.identify(seen, draws=2**14, inner=64, replicates=4)
    assert nested.share.estimate == pytest.approx(1e-10, rel=0.5)


def test_demands_that_exclude_each_other() -> None:
    """x >= y + 1/10 and y >= x + 1/10: nothing is left, and it is told which two conflict."""
    seen = [
        went(choice(X, Y + Fraction(1, 10), "one")),
        went(choice(Y, X + Fraction(1, 10), "two")),
        went(choice(Z, W, "three")),
    ]
    found = bg.identify(seen, draws=2**12, inner=4)
    assert found.share.estimate == 0
    assert found.share.high < 0.01
    conflicts = found.conflicts()
    assert conflicts.sel(observation="one", other="two") == 0
    assert conflicts.sel(observation="one", other="three") > 0
    assert math.isnan(found.exclusions().added.sel(observation="three"))
    for call in (found.pushes, found.sample):
        with pytest.raises(UnsupportedGameError, match="nothing found at"):
            call()
    assert bool(np.isnan(found.marginal("x").after).all())
    assert float(found.joint("x", "y").share.max()) == 0
    assert len(found.kept.point) == 0
    assert "excludes" in str(found)
    without = found.share_without("two")
    assert without.estimate == found.share_alone("one", "three").estimate > 0


def test_readings_of_several_equilibria() -> None:
    """A coordination game: the record is possible wherever x > 0, certain nowhere."""
    game = bg.NormalFormGame(
        "meeting",
        strategies={"A": ("here", "there"), "B": ("here", "there")},
        payoffs={"A": [[X + 1, 0], [0, 1]], "B": [[1, 0], [0, 1]]},
    )
    found = bg.identify(
        [bg.Observation(game, {"A": "here", "B": "here"})], draws=2**6, replicates=4
    )
    shares = {r.value: found.read(r).share.estimate for r in bg.Reading}
    assert shares == {
        "possible": 1,
        "certain": 0,
        "least likelihood": 0,
        "greatest likelihood": 1,
    }
    mixed = bg.NormalFormGame(
        "inspection",
        strategies={"A": ("hide", "show"), "B": ("search", "rest")},
        payoffs={"A": [[0, X + 1], [1, 0]], "B": [[1, 0], [0, X + 1]]},
    )
    # The only equilibrium is mixed: A hides with (1 + x)/(2 + x).
    found = bg.identify(
        [bg.Observation(mixed, {"A": "hide"})], draws=2**8, replicates=4, reading="certain"
    )
    assert found.share.estimate == 0
    assert found.read("possible").share.estimate == 1
    for reading in ("least likelihood", "greatest likelihood"):
        wanted = 1 - (math.log(3) - math.log(2))  # the mean of (1 + x)/(2 + x)
        assert found.read(reading).share.estimate == pytest.approx(wanted, abs=2e-3)


@pytest.mark.parametrize("name", ["deploy", "blockade", "capitulation"])
def test_every_point_by_the_exact_solver(name: str) -> None:
    point = bg.memo.load(name)
    found = bg.identify(
        [bg.Observation(point.game, point.happened, concept=point.concept)],
        draws=2**6,
        replicates=4,
    )
    for i in range(found.points):
        at = {key: Fraction(float(column[i])) for key, column in found.common.items()}
        result = point.solve(at)
        agrees = [point.agrees(each.profile) for each in result]
        assert found.likelihoods[0][i, 0] == any(agrees)
        assert found.read("certain").likelihoods[0][i, 0] == all(agrees)


def test_a_sample_of_several_games_by_the_exact_solver() -> None:
    points = [bg.memo.load(name) for name in ("deploy", "blockade", "capitulation")]
    seen = [bg.Observation(p.game, p.happened, name=p.name, concept=p.concept) for p in points]
    found = bg.identify(seen, draws=2**12, inner=16)
    sample = found.sample(20)
    for i in range(20):
        at = {key: Fraction(float(sample[key][i])) for key in found.space}
        assert not found.space.violations(at)
        for point in points:
            own = {key: at[key] for key in point.game.parameters}
            assert any(point.agrees(each.profile) for each in point.solve(own))


def test_fixed_and_varied() -> None:
    seen = [went(choice(X, Y, "one")), went(choice(X, Z, "two"))]
    fixed = bg.identify(seen, draws=2**12, fixed={"x": "3/4"})
    assert "x" not in fixed.space
    assert fixed.share.estimate == pytest.approx(9 / 16, abs=0.02)
    assert fixed.kept.attrs["fixed"] == "x = 3/4"
    only = bg.identify(seen, draws=2**12, over=bg.shared_parameters(seen))
    assert list(only.space) == ["x"]
    assert only.inner == 1
    assert only.share.estimate == pytest.approx(2 / 5, abs=0.01)
    closed = bg.identify(seen, draws=2**10, over=["y"], fixed={"x": 1})
    assert closed.share.estimate == 1
    assert closed.share.low == pytest.approx(0.05 ** (1 / closed.points))
    bound = [went(choice(X, Y, "bound", X < Y))]
    half = bg.identify(bound, draws=2**10, fixed={"x": "1/5"})
    assert half.acceptance == pytest.approx(0.8, abs=0.01)  # y is above what x is held at
    assert half.share.is_empty_sample
    with pytest.raises(InvalidParameterError, match="x < y does not hold at x = 1, y = 0"):
        bg.identify(bound, fixed={"x": 1, "y": 0})
    with pytest.raises(InvalidParameterError, match="the baseline violates"):
        bg.identify(bound, fixed={"x": 1})
    with pytest.raises(InvalidParameterError, match="varied and held"):
        bg.identify(seen, over=["x"], fixed={"x": 1})
    with pytest.raises(InvalidParameterError, match="nothing varies"):
        bg.identify(seen, fixed={"x": 1, "y": 1, "z": 1})
    with pytest.raises(InvalidParameterError, match="one text"):
        bg.identify(seen, over="x")
    with pytest.raises(UnknownNameError, match="no game has a parameter 'q'"):
        bg.identify(seen, fixed={"q": 1})


def test_whole_parameters_and_constraints() -> None:
    weeks = bg.Parameter("weeks", 2, low=1, high=4, whole=True)
    game = choice(weeks * X, Y * 2, "weeks", X < Y)
    found = bg.identify([went(game)], draws=2**12)
    marginal = found.marginal("weeks")
    assert marginal.weeks.values.tolist() == [1, 2, 3, 4]
    assert marginal.before.values == pytest.approx([0.25] * 4, abs=0.02)
    assert marginal.share.values == pytest.approx([0, 0, 1 / 3, 1 / 2], abs=0.05)
    assert found.acceptance == pytest.approx(0.5, abs=0.02)


def test_undecided_points_are_told() -> None:
    """Where a chance leaves [0, 1] there is no game."""
    over = bg.ExtensiveFormGame(
        "over",
        players=("A",),
        root=bg.Decision(
            "A",
            {
                "go": bg.Chance(
                    {
                        "win": (X + Y, bg.Terminal({"A": 1})),
                        "lose": (bg.REST, bg.Terminal({"A": -1})),
                    }
                ),
                "stay": bg.Terminal({"A": -2}),
            },
        ),
    )
    found = bg.identify([went(over)], draws=2**10)
    assert found.share.estimate == pytest.approx(0.5, abs=0.02)
    assert found.share.undecided == pytest.approx(0.5, abs=0.02)
    assert "undecided" in str(found.share)
    # What another game excludes is not open.
    found = bg.identify([went(over), went(choice(X, 2, "never"))], draws=2**10, inner=1)
    assert found.share.undecided == 0


def test_the_same_call_gives_the_same_answer() -> None:
    seen = [went(choice(X, Y, "one")), went(choice(X, Z, "two"))]
    told: list[str] = []
    one, two, other = (
        bg.identify(seen, draws=2**10, inner=4, seed=seed, progress=told.append)
        for seed in (3, 3, 4)
    )
    assert one.share == two.share != other.share
    assert one.sample(5).equals(two.sample(5))
    assert told[:2] == ["one", "two"]


def test_intervals_cover() -> None:
    """Over forty seeds the interval of 95 percent holds the known share nearly always."""
    seen = [went(choice(X, Y, "one")), went(choice(X, Z, "two"))]
    held = 0
    for seed in range(40):
        share = bg.identify(seen, draws=2**10, inner=4, seed=seed, replicates=8).share
        held += share.low <= 1 / 3 <= share.high
    assert held >= 34


def test_shares_of_few_points() -> None:
    replicate = np.arange(4).repeat(25)
    none = share_of(np.zeros(100), replicate)
    assert (none.low, none.estimate) == (0, 0)
    assert none.high == pytest.approx(1 - 0.05 ** (1 / 100))
    few = share_of(np.array([0.5] * 3 + [0.0] * 97), replicate)
    assert few.method == "binomial"
    assert few.low == 0 < few.estimate < few.high < 0.1
    lone = share_of(np.array([1.0] * 30 + [0.0] * 30), np.zeros(60, dtype=np.int64))
    assert math.isnan(lone.error)
    assert lone.low < 0.5 < lone.high


def test_joint_design_is_the_constrained_box() -> None:
    """Parts by themselves: the same box as points that are dropped, at any share that is left."""
    sorted_ = [bg.Parameter(f"s{i}", Fraction(i, 10), low=0, high=1) for i in range(1, 6)]
    order = [a < b for a, b in itertools.pairwise(sorted_)]
    space = bg.ParameterSpace([*sorted_, X, Y, Z], constraints=[*order, Fraction(1, 100) > X - Y])
    design = joint_design(space, 2**10, seed=2)
    assert list(design) == list(space)
    for constraint in space.constraints:
        where = {name: design[name] for name in constraint.names}
        assert bool(
            (constraint.left.evaluate_array(where) < constraint.right.evaluate_array(where)).all()
        )
    assert design.accepted == pytest.approx(0.51 / math.factorial(5), rel=0.3)
    # The i-th of five in order has mean i/6, and has nothing to do with z.
    for i, each in enumerate(sorted_, start=1):
        assert design[each.name].mean() == pytest.approx(i / 6, abs=0.01)
        assert abs(np.corrcoef(design[each.name], design["z"])[0, 1]) < 0.1
    assert "z" in joint_design(bg.ParameterSpace([Z]), 4)


def test_constraints_bind_across_games() -> None:
    one, two = choice(X, "1/2", "one", X < Y), choice(Y, "1/2", "two")
    assert joint_space([one, two]).constraints == (X < Y,)
    assert joint_space([one]).constraints == ()
    found = bg.identify([went(one), went(two, "stay")], draws=2**10, inner=4)
    assert found.share.is_empty_sample


def test_wrong_input() -> None:
    game = choice(X, Y)
    for call, kind, words in (
        (lambda: bg.identify([]), InvalidParameterError, "nothing to explain"),
        (lambda: bg.identify([went(game), went(game)]), InvalidParameterError, "two observations"),
        (lambda: bg.identify([went(game)], draws=100), InvalidParameterError, "power of 2"),
        (lambda: bg.identify([went(game)], draws=0), InvalidParameterError, "draws=0"),
        (lambda: bg.identify([went(game)], inner=3, draws=48), InvalidParameterError, "inner=3"),
        (lambda: bg.identify([went(game)], reading="sure"), UnknownNameError, "no reading 'sure'"),
        (lambda: bg.Observation(game, {"A": {"root": "run"}}), UnknownNameError, "no action 'run'"),
        (lambda: bg.Observation(game, {}), InvalidParameterError, "empty"),
        (lambda: bg.Observation("deploy", {}), InvalidParameterError, "of a game"),
    ):
        with pytest.raises(kind, match=words):
            call()  # type: ignore[no-untyped-call]
    found = bg.identify([went(game)], draws=2**6)
    for call, kind, words in (
        (lambda: found.marginal("q"), UnknownNameError, "no parameter 'q'"),
        (lambda: found.joint("x", "x"), InvalidParameterError, "twice"),
        (lambda: found.marginal("x", bins=0), InvalidParameterError, "bins=0"),
        (lambda: found.share_alone("two"), UnknownNameError, "no observation 'two'"),
        (lambda: found.read("sure"), UnknownNameError, "no reading"),
    ):
        with pytest.raises(kind, match=words):
            call()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", ["deploy", "blockade", "il28", "verification"])
def test_quantal_response_by_the_solver(name: str) -> None:
    """At drawn points, the chance of the record is that of the agents' logit equilibrium."""
    point = bg.memo.load(name)
    seen = bg.Observation(point.game, point.happened)
    found = bg.identify([seen], draws=2**4, replicates=4, rationality="1/2")
    assert found.reading is bg.Reading.GREATEST_LIKELIHOOD
    assert found.kept.attrs["rationality"] == 0.5
    measure = bg.RecordProbability(point.happened)
    for i in range(0, found.points, 4):
        at = {key: float(column[i]) for key, column in found.common.items()}
        game = point.game.at(at).to_float()
        [only] = bg.solve(game, bg.AgentLogitQRE(rationality=0.5))
        assert found.likelihoods[0][i, 0] == pytest.approx(measure.of(game, only.profile), rel=1e-5)


def test_from_chance_to_reason() -> None:
    """Without rationality every action is as likely; with much of it the possible set is back."""
    point = bg.memo.load("deploy")
    seen = [bg.Observation(point.game, point.happened)]
    blind = bg.identify(seen, draws=2**6, rationality=0).share
    assert blind.low == blind.estimate == blind.high == 0.5
    sharp = bg.identify(seen, draws=2**12, rationality=10**5).share.estimate
    assert sharp == pytest.approx(bg.identify(seen, draws=2**12).share.estimate, abs=1e-3)


def test_where_mistakes_have_no_closed_form() -> None:
    line = bg.memo.load("line")
    with pytest.raises(UnsupportedGameError, match="line is none"):
        bg.identify([bg.Observation(line.game, line.happened)], rationality=1)
    with pytest.raises(InvalidParameterError, match="negative"):
        bg.identify([went(choice(X, Y))], rationality=-1)
    over = bg.ExtensiveFormGame(
        "over",
        players=("A",),
        root=bg.Decision(
            "A",
            {
                "go": bg.Chance(
                    {"a": (X + Y, bg.Terminal({"A": 1})), "b": (bg.REST, bg.Terminal({"A": 0}))}
                ),
                "stay": bg.Terminal({"A": 1}),
            },
        ),
    )
    found = bg.identify([went(over)], draws=2**8, rationality=1)
    # Every point without a game might have counted in full.
    assert found.share.undecided == pytest.approx(0.5, abs=0.05)
