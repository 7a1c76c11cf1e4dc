"""Learning through nashpy: the paths, their seeds, and what is refused."""

from __future__ import annotations

import threading
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.interop import (
    asymmetric_replicator_dynamics,
    fictitious_play,
    moran_process,
    replicator_dynamics,
    stochastic_fictitious_play,
)

CHICKEN = bg.catalog.load("chicken").game
PENNIES = bg.catalog.load("matching-pennies").game
OPEN = bg.NormalFormGame.from_arrays([[bg.Parameter("x", 1)]], [[0]])
TREE = bg.catalog.load("ultimatum").game
THREE = bg.NormalFormGame.from_arrays(*np.zeros((3, 1, 2, 2), dtype=int))


def symmetric(table, names=("hawk", "dove", "owl"), exact=True):
    rows = np.array(table, dtype=object if exact else float)
    menu = names[: len(rows)]
    return bg.NormalFormGame(
        "", strategies={"A": menu, "B": menu}, payoffs={"A": rows, "B": rows.T}
    )


HAWKS = symmetric([[-1, 2], [0, 1]])
CIRCLE = symmetric([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])


# --- fictitious play ------------------------------------------------------------------------------


def test_fictitious_play_by_hand():
    # Beliefs of Fudenberg and Levine, chapter 2: each starts with weights, and nothing ties.
    start = {
        "matcher": {"heads": 2, "tails": "3/2"},
        "mismatcher": {"heads": "3/2", "tails": 2},
    }
    play = fictitious_play(PENNIES, rounds=3, start=start)
    # The matcher matches the more frequent face, the mismatcher plays the less frequent one.
    assert play["matcher"].tolist() == [[2, 1.5], [2, 2.5], [2, 3.5], [2, 4.5]]
    assert play["mismatcher"].tolist() == [[1.5, 2], [1.5, 3], [2.5, 3], [3.5, 3]]
    assert play.rounds == 3
    assert list(play) == ["matcher", "mismatcher"]
    assert len(play) == 2
    assert play.final()["matcher"] == {"heads": 2 / 6.5, "tails": 4.5 / 6.5}
    assert play.choices == ()


def test_a_start_of_single_strategies():
    play = fictitious_play(
        CHICKEN, rounds=5, start={"row": "swerve", "column": {"straight": 1, "swerve": 0}}
    )
    assert play["row"][-1].tolist() == [6, 0]
    assert play["column"][-1].tolist() == [0, 6]


def test_without_a_start_the_first_actions_are_drawn():
    firsts = {
        play["matcher"][1].tolist()[0]
        for play in (fictitious_play(PENNIES, rounds=1, seed=seed) for seed in range(20))
    }
    assert firsts == {0.0, 1.0}
    play = fictitious_play(PENNIES, rounds=1)
    assert np.isnan(play.shares("matcher")[0]).all()
    assert play.shares("matcher")[1].sum() == 1


def test_zero_sum_games_are_learned():
    final = fictitious_play(CIRCLE, rounds=4000, seed=5).final()
    for shares in final.values():
        assert all(abs(share - 1 / 3) < 0.05 for share in shares.values())


@pytest.mark.parametrize("learn", [fictitious_play, stochastic_fictitious_play])
def test_one_seed_is_one_path(learn):
    paths = [learn(PENNIES, rounds=30, seed=seed) for seed in (0, 0, 1, 2, 3)]
    tables = [np.concatenate([path[p] for p in path], axis=1).tolist() for path in paths]
    assert tables[0] == tables[1]
    assert len({str(table) for table in tables}) > 2
    assert paths[2].seed == 1


def test_the_global_generator_is_left_as_it_was():
    np.random.seed(7)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(7)  # noqa: NPY002
    fictitious_play(PENNIES, rounds=5, seed=3)
    moran_process(symmetric([[1, 1], [1, 1]]), {"hawk": 2, "dove": 2}, seed=3)
    with pytest.raises(bg.InvalidNumberError):
        fictitious_play(PENNIES, rounds=5, seed=-1)
    assert np.random.random() == expected  # noqa: NPY002


def test_threads_do_not_disturb_each_other():
    alone = [fictitious_play(PENNIES, rounds=200, seed=seed)["matcher"] for seed in range(4)]
    found = {}

    def work(seed):
        found[seed] = fictitious_play(PENNIES, rounds=200, seed=seed)["matcher"]

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((found[seed] == alone[seed]).all() for seed in range(4))


def test_exact_ties_are_ties():
    # In floats 0.1 + 0.2 exceeds 0.3, and the second row would never be played.
    game = bg.NormalFormGame.from_arrays([["0.1", "0.2"], ["0.3", 0]], [[0, 0], [0, 0]])
    start = {"1": "1", "2": {"1": 1, "2": 1}}
    firsts = {fictitious_play(game, rounds=1, start=start, seed=s)["1"][1][1] for s in range(20)}
    assert firsts == {0.0, 1.0}


@pytest.mark.parametrize(
    "scale",
    [Fraction(1, 3), 1, 10**300, 10**3000, Fraction(1, 10**3000)],
    ids=["third", "one", "large", "beyond floats", "below floats"],
)
@pytest.mark.parametrize("shift", [0, 10**20])
def test_units_and_origins_do_not_matter(scale, shift):
    tables = [[[3, 0, 1], [2, 2, 0]], [[0, 1, 2], [3, 1, 0]]]
    game = bg.NormalFormGame.from_arrays(*tables)
    other = bg.NormalFormGame.from_arrays(
        *[[[x * Fraction(scale) + shift for x in row] for row in table] for table in tables]
    )
    start = {"1": "1", "2": {"1": 1, "3": "1/2"}}
    expected = fictitious_play(game, rounds=40, start=start)
    found = fictitious_play(other, rounds=40, start=start)
    assert all((found[player] == expected[player]).all() for player in found)


def test_payoffs_of_every_size_in_one_game():
    game = bg.NormalFormGame.from_arrays([[0, 10**400], [Fraction(1, 10**400), 1]], [[0, 0]] * 2)
    play = fictitious_play(game, rounds=3, start={"1": "1", "2": {"1": 10**6, "2": 1}})
    assert play["1"][1].tolist() == [2, 0]


def test_large_floats_do_not_overflow():
    game = bg.NormalFormGame.from_arrays(np.array([[1e308, 0], [0, 1e308]]), np.zeros((2, 2)))
    play = fictitious_play(game, rounds=50, start={"1": "1", "2": {"1": 1, "2": 9}})
    assert play["1"][1].tolist() == [1, 1]


@given(st.data())
def test_each_action_is_a_best_response_to_the_past(data):
    numbers = st.integers(-2, 2)
    tables = data.draw(st.lists(st.lists(numbers, min_size=6, max_size=6), min_size=2, max_size=2))
    first, second = (np.array(table, dtype=object).reshape(2, 3) for table in tables)
    game = bg.NormalFormGame.from_arrays(first, second)
    play = fictitious_play(game, rounds=10, seed=data.draw(st.integers(0, 99)))
    for number in range(10):
        rows, columns = play["1"][number], play["2"][number]
        for own, expected in ((play["1"], first @ columns), (play["2"], rows @ second)):
            (action,) = np.nonzero(own[number + 1] - own[number])[0]
            assert expected[action] == max(expected)


# --- stochastic fictitious play -------------------------------------------------------------------


def test_stochastic_play_mixes():
    play = stochastic_fictitious_play(PENNIES, rounds=50, noise=1, perturbation=0, seed=1)
    assert [choice.shape for choice in play.choices] == [(50, 2), (50, 2)]
    for choice in play.choices:
        assert np.allclose(choice.sum(axis=1), 1)
        assert (choice > 0).all()
    # The choice of a round is the logit response to the round before.
    shares = play["mismatcher"][7] / play["mismatcher"][7].sum()
    weights = np.exp(np.array([[1, -1], [-1, 1]]) @ shares)
    assert play.choices[0][7] == pytest.approx(weights / weights.sum())


def test_large_payoffs_do_not_overflow():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        game = bg.NormalFormGame.from_arrays([[10**6, 10**6 + 1]] * 2, [[-(10**6)] * 2] * 2)
        play = stochastic_fictitious_play(game, rounds=20, noise=0.01)
        assert play.choices[1][-1].tolist() == pytest.approx([0.5, 0.5], abs=0.5)
        edge = bg.NormalFormGame.from_arrays([[0, 599], [599, 0]], [[0, 0], [0, 0]])
        stochastic_fictitious_play(edge, rounds=20, noise=1)
    wide = bg.NormalFormGame.from_arrays([[0, 700], [700, 0]], [[0, 0], [0, 0]])
    with pytest.raises(bg.InvalidNumberError, match=r"too small .* differ by 700.*at least 1\.17"):
        stochastic_fictitious_play(wide, rounds=20, noise=1)


# --- replicator dynamics --------------------------------------------------------------------------


def test_hawks_and_doves():
    path = replicator_dynamics(
        HAWKS, start={"hawk": 0.01, "dove": 0.99}, times=np.linspace(0, 60, 61)
    )
    assert path["A"].shape == (61, 2)
    assert path["A"] is path["B"]
    assert path["A"][0] == pytest.approx([0.01, 0.99])
    assert path.final()["A"]["hawk"] == pytest.approx(0.5, abs=1e-6)
    assert (np.diff(path["A"][:, 0]) >= -1e-9).all()
    assert path.times[-1] == 60


def test_the_logistic_curve():
    # Two strategies of which one always pays 1 more: the odds grow by e a unit of time.
    path = replicator_dynamics(symmetric([[1, 1], [0, 0]]), times=[0, 1, 2, 3])
    odds = path["A"][:, 0] / path["A"][:, 1]
    assert odds == pytest.approx(np.exp([0, 1, 2, 3]), rel=1e-5)


@pytest.mark.parametrize("shift", [-(10**9), -3, 0, 10**9])
@pytest.mark.parametrize("exact", [True, False])
def test_a_constant_changes_nothing(shift, exact):
    plain = np.array([[0, 2, 1], [1, 0, 2], [2, 1, 0]])
    start = {"hawk": 0.5, "dove": 0.3, "owl": 0.2}
    expected = replicator_dynamics(symmetric(plain), start=start, times=[0, 5, 10])
    found = replicator_dynamics(
        symmetric(plain + shift, exact=exact), start=start, times=[0, 5, 10]
    )
    assert found["A"] == pytest.approx(expected["A"], abs=1e-6)


def test_even_shares_and_usual_times_by_default():
    path = replicator_dynamics(CIRCLE)
    assert path["A"].shape == (1000, 3)
    assert path["A"] == pytest.approx(1 / 3)
    assert (path.times[0], path.times[-1]) == (0, 10)


def test_mutation():
    rates = {"hawk": {"hawk": "9/10", "dove": "1/10"}, "dove": {"dove": 1}}
    path = replicator_dynamics(symmetric([[1, 1], [1, 1]]), mutation=rates, times=[0, 2])
    assert path.final()["A"]["hawk"] == pytest.approx(0.5 * np.exp(-0.2), rel=1e-6)
    with pytest.raises(bg.UnsupportedGameError, match=r"offspring, from 0 on.*has -1"):
        replicator_dynamics(HAWKS, mutation=rates)


@settings(max_examples=15)
@given(
    st.lists(st.integers(-9, 9), min_size=9, max_size=9),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_shares_stay_shares(payoffs, weights):
    game = symmetric(np.reshape(payoffs, (3, 3)))
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    start = dict(zip(("hawk", "dove", "owl"), shares, strict=True))
    path = replicator_dynamics(game, start=start, times=[0, 1, 2, 3])["A"]
    assert (path >= 0).all()
    assert path.sum(axis=1) == pytest.approx(1, abs=1e-12)


def test_two_populations():
    path = asymmetric_replicator_dynamics(
        CHICKEN,
        start={
            "row": {"swerve": "1/2", "straight": "1/2"},
            "column": {"swerve": 0.99, "straight": 0.01},
        },
        times=[0, 1, 50],
    )
    assert path["column"][0].tolist() == pytest.approx([0.99, 0.01])
    assert path.final()["row"]["straight"] == pytest.approx(1, abs=1e-6)
    assert path.final()["column"]["swerve"] == pytest.approx(1, abs=1e-6)
    assert list(path) == ["row", "column"]
    assert len(path) == 2


def test_two_populations_circle():
    path = asymmetric_replicator_dynamics(
        PENNIES,
        start={"matcher": {"heads": 0.7, "tails": 0.3}, "mismatcher": {"heads": 0.5, "tails": 0.5}},
        times=np.linspace(0, 20, 200),
    )
    x, y = path["matcher"], path["mismatcher"]
    # The product of all shares is constant on the orbits of a zero-sum game with this center.
    product = x.prod(axis=1) * y.prod(axis=1)
    assert product == pytest.approx(product[0], rel=1e-4)


def test_games_of_other_shapes():
    game = bg.NormalFormGame.from_arrays([[1, 2, 3]], [[0, 5, 0]])
    path = asymmetric_replicator_dynamics(game, times=[0, 30])
    assert path.final()["2"]["2"] == pytest.approx(1, abs=1e-6)
    assert fictitious_play(game, rounds=9).final() == {
        "1": {"1": 1.0},
        "2": fictitious_play(game, rounds=9).final()["2"],
    }


def test_an_integration_that_fails_is_an_error():
    start = {"hawk": 0.5, "dove": 0.3, "owl": 0.2}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(bg.SolveError, match=r"the integration failed .*closer together"):
            replicator_dynamics(CIRCLE, start=start, times=[0, 10**6])


# --- the Moran process ----------------------------------------------------------------------------


def test_a_population_is_fixed_in_the_end():
    game = symmetric([[1, 1], [0, 0]])
    path = moran_process(game, {"hawk": 5, "dove": 5}, seed=4)
    assert path.fixed == "hawk"
    assert path.final() == {"hawk": 10, "dove": 0}
    assert path.counts[0].tolist() == [5, 5]
    assert (path.counts.sum(axis=1) == 10).all()
    assert (np.abs(np.diff(path.counts, axis=0)).sum(axis=1) <= 2).all()
    again = moran_process(game, {"hawk": 5, "dove": 5}, seed=4)
    assert (again.counts == path.counts).all()
    assert (
        len({moran_process(game, {"hawk": 5, "dove": 5}, seed=s).generations for s in range(9)}) > 2
    )


def test_a_population_of_one_kind():
    path = moran_process(HAWKS_FROM_ZERO, {"dove": 3})
    assert (path.fixed, path.generations, path.strategies) == ("dove", 0, ("hawk", "dove"))
    assert "all dove" in repr(path)


HAWKS_FROM_ZERO = symmetric([[0, 3], [1, 2]])


def test_generations_end_a_process():
    path = moran_process(HAWKS_FROM_ZERO, {"hawk": 50, "dove": 50}, generations=7)
    assert (path.fixed, path.generations) == (None, 7)
    assert "not fixed" in repr(path)
    assert moran_process(HAWKS_FROM_ZERO, {"hawk": 1, "dove": 1}, generations=0).generations == 0


def test_nobody_gets_anything_and_huge_payoffs():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nothing = symmetric([[0, 0], [0, 0]])
        assert moran_process(nothing, {"hawk": 3, "dove": 3}, seed=1).fixed in ("hawk", "dove")
        huge = symmetric([[10**400, 10**400], [0, 0]])
        fixed = [moran_process(huge, {"hawk": 3, "dove": 3}, seed=s).fixed for s in range(10)]
    assert fixed == ["hawk"] * 10, "payoffs decide, however large"


# --- results --------------------------------------------------------------------------------------


def test_results_cannot_be_changed():
    play = stochastic_fictitious_play(PENNIES, rounds=3)
    path = replicator_dynamics(HAWKS, times=[0, 1])
    moran = moran_process(HAWKS_FROM_ZERO, {"hawk": 1, "dove": 1}, generations=3)
    for array in (*play.counts, *play.choices, play.shares("matcher"), path["A"], path.times):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5
    with pytest.raises(ValueError, match="read-only"):
        moran.counts[0] = 5
    for result in (play, path, moran):
        with pytest.raises(AttributeError):
            result.game = None
    for result in (play, path):
        with pytest.raises(KeyError, match="no player 'C'"):
            result["C"]
    assert "3 rounds, seed 0" in repr(play)
    assert "2 times from 0 to 1" in repr(path)


# --- what is refused ------------------------------------------------------------------------------

GAME, PROFILE, NUMBER = bg.UnsupportedGameError, bg.InvalidProfileError, bg.InvalidNumberError
POPULATION = {"hawk": 2, "dove": 2}
WRONG = {
    "a tree": (lambda: fictitious_play(TREE), GAME, "to_normal_form"),
    "no game": (lambda: stochastic_fictitious_play(None), GAME, "not None"),
    "an open game": (lambda: replicator_dynamics(OPEN), GAME, "free: x"),
    "three players": (lambda: asymmetric_replicator_dynamics(THREE), GAME, "has two players"),
    "three in a process": (lambda: moran_process(THREE, {}), GAME, "has two players"),
    "different strategies": (lambda: replicator_dynamics(PENNIES), GAME, "symmetric game: heads"),
    "not symmetric": (lambda: moran_process(PENNIES, {}), GAME, "asymmetric_replicator_dynamics"),
    "other names": (
        lambda: replicator_dynamics(bg.NormalFormGame.from_arrays([[1, 2]], [[1, 2]])),
        GAME,
        "same strategies of both players",
    ),
    "negative fitness": (lambda: moran_process(HAWKS, POPULATION), GAME, "has -1; add a constant"),
    "beyond floats": (
        lambda: replicator_dynamics(symmetric([[10**400, 0], [0, 0]])),
        GAME,
        "differ by more than a float holds",
    ),
    "rounds below zero": (lambda: fictitious_play(PENNIES, rounds=-1), NUMBER, "rounds is a whole"),
    "half a round": (lambda: fictitious_play(PENNIES, rounds=1.5), NUMBER, "got 1.5"),
    "rounds in words": (lambda: fictitious_play(PENNIES, rounds="9"), NUMBER, "got '9'"),
    "rounds of truth": (lambda: fictitious_play(PENNIES, rounds=True), NUMBER, "got True"),
    "too many rounds": (lambda: fictitious_play(PENNIES, rounds=10**9), NUMBER, "to 12500000; got"),
    "generations": (
        lambda: moran_process(HAWKS_FROM_ZERO, POPULATION, generations=-1),
        NUMBER,
        "generations is a whole number",
    ),
    "a seed below zero": (lambda: fictitious_play(PENNIES, seed=-1), NUMBER, "seed is a whole"),
    "a seed of None": (lambda: fictitious_play(PENNIES, seed=None), NUMBER, "seed is a whole"),
    "a large seed": (lambda: fictitious_play(PENNIES, seed=2**32), NUMBER, "seed is a whole"),
    "no noise": (lambda: stochastic_fictitious_play(PENNIES, noise=0), NUMBER, "noise is a number"),
    "noise in words": (
        lambda: stochastic_fictitious_play(PENNIES, noise="much"),
        NUMBER,
        "noise: 'much' is not a number",
    ),
    "noise of NaN": (
        lambda: stochastic_fictitious_play(PENNIES, noise=float("nan")),
        NUMBER,
        "noise: nan",
    ),
    "endless noise": (
        lambda: stochastic_fictitious_play(PENNIES, noise=10**400),
        NUMBER,
        "within floats",
    ),
    "a negative perturbation": (
        lambda: stochastic_fictitious_play(PENNIES, perturbation=-1),
        NUMBER,
        "perturbation is a number from 0 on",
    ),
    "a wide perturbation": (
        lambda: stochastic_fictitious_play(PENNIES, perturbation=1e6),
        NUMBER,
        "too small",
    ),
    "a start in words": (lambda: fictitious_play(PENNIES, start="heads"), PROFILE, "written"),
    "a start for nobody": (
        lambda: fictitious_play(CHICKEN, start={"row": "swerve", "colum": "swerve"}),
        PROFILE,
        "did you mean 'column'",
    ),
    "a start for one": (
        lambda: fictitious_play(CHICKEN, start={"row": "swerve"}),
        PROFILE,
        "nothing said for column",
    ),
    "a start with no such strategy": (
        lambda: fictitious_play(CHICKEN, start={"row": "swerv", "column": "swerve"}),
        PROFILE,
        "start of row: no strategy 'swerv'; did you mean 'swerve'",
    ),
    "a start that is a list": (
        lambda: fictitious_play(CHICKEN, start={"row": [1, 2], "column": "swerve"}),
        PROFILE,
        "expected {strategy: weight}, got [1, 2]",
    ),
    "a negative weight": (
        lambda: fictitious_play(CHICKEN, start={"row": {"swerve": -1}, "column": "swerve"}),
        PROFILE,
        "start of row, swerve: expected a number from 0",
    ),
    "a weight of NaN": (
        lambda: fictitious_play(
            CHICKEN, start={"row": {"swerve": float("nan")}, "column": "swerve"}
        ),
        PROFILE,
        "start of row, swerve: nan",
    ),
    "shares beyond one": (
        lambda: replicator_dynamics(HAWKS, start={"hawk": 0.5, "dove": 0.6}),
        PROFILE,
        "start: A: probabilities sum to 11/10",
    ),
    "shares of nothing": (
        lambda: replicator_dynamics(HAWKS, start={"eagle": 1}),
        PROFILE,
        "no strategy 'eagle'",
    ),
    "shares in a list": (lambda: replicator_dynamics(HAWKS, start=[1, 0]), PROFILE, "start: A"),
    "two populations in words": (
        lambda: asymmetric_replicator_dynamics(CHICKEN, start="even"),
        PROFILE,
        "written {player:",
    ),
    "one population of two": (
        lambda: asymmetric_replicator_dynamics(CHICKEN, start={"row": "swerve"}),
        PROFILE,
        "start: no strategy for column",
    ),
    "times in words": (lambda: replicator_dynamics(HAWKS, times="0 1"), NUMBER, "a sequence"),
    "a number of times": (lambda: replicator_dynamics(HAWKS, times=10), NUMBER, "a sequence"),
    "no times": (lambda: replicator_dynamics(HAWKS, times=[]), NUMBER, "at least one"),
    "times that go back": (lambda: replicator_dynamics(HAWKS, times=[0, 2, 1]), NUMBER, "ascend"),
    "times that stand": (lambda: replicator_dynamics(HAWKS, times=[0, 0]), NUMBER, "ascend"),
    "a time of NaN": (
        lambda: replicator_dynamics(HAWKS, times=[0, float("nan")]),
        NUMBER,
        "times: nan",
    ),
    "a time beyond floats": (
        lambda: replicator_dynamics(HAWKS, times=[0, 10**400]),
        NUMBER,
        "too large for a float",
    ),
    "mutation in words": (
        lambda: replicator_dynamics(HAWKS_FROM_ZERO, mutation="rare"),
        PROFILE,
        "mutation: written",
    ),
    "mutation of one": (
        lambda: replicator_dynamics(HAWKS_FROM_ZERO, mutation={"hawk": "dove"}),
        PROFILE,
        "mutation: nothing said for dove",
    ),
    "mutation that does not sum": (
        lambda: replicator_dynamics(
            HAWKS_FROM_ZERO, mutation={"hawk": {"hawk": 0.5}, "dove": "dove"}
        ),
        PROFILE,
        "mutation of hawk: A: probabilities sum to 1/2",
    ),
    "a population in a list": (lambda: moran_process(HAWKS_FROM_ZERO, [1]), PROFILE, "written"),
    "nobody": (lambda: moran_process(HAWKS_FROM_ZERO, {}), PROFILE, "0 individuals"),
    "a crowd": (lambda: moran_process(HAWKS_FROM_ZERO, {"hawk": 10**9}), PROFILE, "from 0 to 2000"),
    "a large population": (
        lambda: moran_process(HAWKS_FROM_ZERO, {"hawk": 2000, "dove": 2000}),
        PROFILE,
        "4000 individuals; from 1 to 2000",
    ),
    "half an individual": (
        lambda: moran_process(HAWKS_FROM_ZERO, {"hawk": 0.5}),
        PROFILE,
        "population: hawk is a whole number; got 0.5",
    ),
    "individuals of no kind": (
        lambda: moran_process(HAWKS_FROM_ZERO, {"eagle": 1}),
        PROFILE,
        "no strategy 'eagle'",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_refused(name):
    call, error, words = WRONG[name]
    with pytest.raises(error) as caught:
        call()
    assert words in str(caught.value)
    assert isinstance(caught.value, bg.BrinkgameError)
