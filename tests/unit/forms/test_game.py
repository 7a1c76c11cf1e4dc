"""What games in every form share: open parameters, closing them, comparison, copies."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import types
import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.arithmetic import Exact, Float
from brinkgame.errors import (
    BrinkgameError,
    InvalidGameError,
    InvalidParameterError,
    ParameterRangeWarning,
    UnknownNameError,
    UnsupportedGameError,
)
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
    subgame,
)
from brinkgame.forms.game import Game
from brinkgame.parameters import Parameter, Point
from tests.unit.drawing import games, numbers

D = Parameter("detection", "1/2", low=0, high=1)
S = Parameter("gain", 2, low=1, high=4)
W = Parameter("war_cost", 8)


def deploy(detection: Any = D, gain: Any = S, war: Any = W, **options: Any) -> ExtensiveFormGame:
    """USSR holds or deploys; chance; the US strikes or accepts."""

    def answer(found: str) -> Decision:
        below = {
            "accept": Terminal({"USSR": gain, "US": -2}),
            "strike": Terminal({"USSR": -war, "US": -war / 2}, label="war"),
        }
        return Decision("US", below, infoset=found)

    settings = {
        "players": ("USSR", "US"),
        "constraints": [S < W],
        "root": Decision(
            "USSR",
            {
                "hold": Terminal({"USSR": "1/3", "US": 0}),
                "deploy": Chance(
                    {"found": (detection, answer("early")), "missed": (REST, answer("late"))}
                ),
            },
        ),
    }
    return ExtensiveFormGame(options.pop("title", "deploy"), **{**settings, **options})


OPEN = deploy()
CLOSED = OPEN.at()
TABLE = NormalFormGame(
    "table",
    strategies={"A": ("u", "d"), "B": ("l",)},
    payoffs={"A": [[S], [W]], "B": [[D * S], [0]]},
    constraints=[S < W],
)
FLOATS = NormalFormGame.from_arrays(np.array([[0.5, 1.5]]), np.array([[0.0, 2.0]]), title="floats")
EVERY: list[Game] = [OPEN, CLOSED, CLOSED.to_float(), TABLE, TABLE.at(), FLOATS]


# --- parameters ----------------------------------------------------------------------------------


def test_parameters_stand_in_order_of_appearance() -> None:
    assert list(OPEN.parameters) == ["detection", "gain", "war_cost"]
    assert list(TABLE.parameters) == ["gain", "war_cost", "detection"]
    assert OPEN.parameters["detection"] is D
    assert OPEN.parameters.constraints == (S < W,)
    assert not OPEN.is_closed
    assert not TABLE.is_closed


def test_a_closed_game_has_no_parameters() -> None:
    for game in (CLOSED, CLOSED.to_float(), TABLE.at(), FLOATS):
        assert list(game.parameters) == []
        assert game.parameters.constraints == ()
        assert game.is_closed


def test_a_constraint_counts_where_all_its_parameters_occur() -> None:
    game = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": S}), constraints=[S < W])
    assert game.parameters.constraints == ()
    assert game.constraints == (S < W,)
    bound = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": S}), constraints=[S < 3])
    assert bound.parameters.constraints == (S < 3,)


def test_the_same_parameter_may_be_written_twice() -> None:
    again = Parameter("gain", 2, low=1, high=4)
    root = Decision("A", {"l": Terminal({"A": S}), "r": Terminal({"A": 2 * again})})
    assert list(ExtensiveFormGame("t", players=("A",), root=root).parameters) == ["gain"]


def test_two_definitions_of_one_parameter() -> None:
    root = Decision("A", {"l": Terminal({"A": S}), "r": Terminal({"A": 2 * Parameter("gain", 3)})})
    with pytest.raises(
        InvalidParameterError,
        match=r"parameter 'gain' is defined twice in one game: Parameter\('gain', baseline=2, .*\) "
        r"and Parameter\('gain', baseline=3\); make one Parameter and use it everywhere",
    ):
        ExtensiveFormGame("t", players=("A",), root=root)
    with pytest.raises(InvalidParameterError, match="parameter 'gain' is defined twice"):
        NormalFormGame(
            "t", strategies={"A": ("u", "d")}, payoffs={"A": [S, 2 * Parameter("gain", 3)]}
        )


def test_the_arithmetic_is_that_of_the_numbers() -> None:
    assert OPEN.arithmetic == Exact()
    assert CLOSED.arithmetic == Exact()
    assert CLOSED.to_float().arithmetic == Float()
    assert FLOATS.arithmetic == Float()


# --- at ------------------------------------------------------------------------------------------


def test_at_closes_the_game() -> None:
    game = OPEN.at(detection="0.9", gain=3)
    assert game.is_closed
    assert game.tree is OPEN.tree
    assert game.title == "deploy"
    assert game == deploy(Fraction(9, 10), 3, Fraction(8))
    assert OPEN.at() == deploy(Fraction(1, 2), 2, Fraction(8))
    assert not OPEN.is_closed


@pytest.mark.parametrize(
    "point",
    [
        {"detection": "9/10", "gain": 3},
        Point({"detection": 0.9, "gain": 3}),
        Point({"detection": 0.9, "gain": 3, "elsewhere": 7}),
    ],
)
def test_a_point_may_be_a_mapping(point: Any) -> None:
    assert OPEN.at(point) == OPEN.at(detection=0.9, gain=3)
    assert OPEN.at(point, war_cost=9) == OPEN.at(detection=0.9, gain=3, war_cost=9)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(InvalidParameterError, match="'gain' is given twice"):
        OPEN.at({"gain": 3}, gain=2)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no parameter 'detecton'; did you mean 'detection'"):
        OPEN.at(detecton=1)
    with pytest.raises(UnknownNameError, match="no parameter 'elsewhere'"):
        OPEN.at({"elsewhere": 7})
    with pytest.raises(UnknownNameError, match="no parameter 'gain'"):
        CLOSED.at(gain=1)
    with pytest.raises(UnknownNameError, match="no parameter 'gain'"):
        FLOATS.at(gain=1)


def test_a_closed_game_at_any_point_is_itself() -> None:
    for game in (CLOSED, CLOSED.to_float(), FLOATS):
        assert game.at() is game
        assert game.at({}) is game
        assert game.at(Point({"elsewhere": 1})) is game


def test_outside_the_range_is_a_warning() -> None:
    with pytest.warns(ParameterRangeWarning, match=r"gain = 5 is outside its range \[1, 4\]"):
        game = OPEN.at(gain=5)
    assert game == deploy(Fraction(1, 2), 5, Fraction(8))


def test_a_violated_constraint_is_a_warning() -> None:
    with pytest.warns(
        ParameterRangeWarning, match="gain < war_cost does not hold: 3 is not below 2"
    ):
        OPEN.at(gain=3, war_cost=2)


def test_warnings_point_to_the_caller() -> None:
    for attempt in (lambda: OPEN.at(gain=5), lambda: OPEN.fix(gain=5)):
        with pytest.warns(ParameterRangeWarning) as caught:
            attempt()
        assert [each.filename for each in caught] == [__file__]


def test_a_probability_that_leaves_the_unit_interval_is_an_error() -> None:
    with (
        pytest.warns(ParameterRangeWarning),
        pytest.raises(InvalidGameError, match="'deploy' is not a game there: 2 faults") as caught,
    ):
        OPEN.at(detection="11/10")
    assert [str(fault) for fault in caught.value.faults] == [
        "probability of 'found' is 11/10 (from detection), outside [0, 1], at root/deploy/<chance>",
        f"probability of 'missed' is -1/10 (from {1 - D}), outside [0, 1], at root/deploy/<chance>",
    ]


@pytest.mark.parametrize("edge", [0, 1])
def test_the_ends_of_the_unit_interval_are_probabilities(edge: int) -> None:
    assert OPEN.at(detection=edge).is_closed
    assert OPEN.fix(detection=edge).is_closed is False


def test_a_pole_is_an_error_with_its_place() -> None:
    game = deploy(gain=1 / (S - 3))
    with pytest.raises(InvalidGameError, match="'deploy' is not defined there") as caught:
        game.at(gain=3)
    (fault,) = caught.value.faults
    assert fault.path == "root/deploy/found/accept"
    assert "1/(gain - 3)" in fault.message
    risky = deploy(detection=D / (D + S - 3))
    with pytest.raises(InvalidGameError) as caught:
        risky.at(detection=1, gain=2)
    assert caught.value.faults[0].path == "root/deploy/found"
    table = NormalFormGame(
        "t",
        strategies={"A": ("u", "d"), "B": ("l", "r")},
        payoffs={"A": [[0, 0], [0, 0]], "B": [[0, 1], [1 / (S - 3), 2]]},
    )
    with pytest.raises(InvalidGameError) as caught:
        table.at(gain=3)
    assert caught.value.faults[0].path == "(d, l)"


def test_a_game_without_a_title_is_called_this_game() -> None:
    game = deploy(title="", gain=1 / (S - 3))
    with pytest.raises(InvalidGameError, match=r"^this game is not defined there"):
        game.at(gain=3)
    with pytest.raises(UnknownNameError, match="no open parameter 'x' in this game"):
        game.fix(x=1)


# --- fix -----------------------------------------------------------------------------------------


def test_fix_closes_some() -> None:
    game = OPEN.fix(gain="3")
    assert list(game.parameters) == ["detection", "war_cost"]
    assert game == deploy(gain=3)
    assert game.fix({"detection": 0.9}, war_cost=8) == OPEN.at(detection=0.9, gain=3)
    assert game.tree is OPEN.tree
    assert game.title == "deploy"


def test_fix_without_a_name_is_the_game_itself() -> None:
    assert OPEN.fix() is OPEN
    assert FLOATS.fix({}) is FLOATS


def test_fix_replaces_by_expressions() -> None:
    hazard = Parameter("hazard", "1/4", low=0, high=1)
    game = OPEN.fix(detection=1 - (1 - hazard) ** 2, gain=W / 4)
    assert list(game.parameters) == ["hazard", "war_cost"]
    assert game == deploy(detection=1 - (1 - hazard) ** 2, gain=W / 4)
    assert OPEN.fix(gain=S * 2) == deploy(gain=2 * S)
    # all at once
    assert OPEN.fix(gain=W, war_cost=S) == deploy(gain=W, war=S)


def test_fix_refuses_unknown_names() -> None:
    with pytest.raises(
        UnknownNameError, match="no open parameter 'gian' in 'deploy'; did you mean 'gain'"
    ):
        OPEN.fix(gian=1)
    with pytest.raises(UnknownNameError, match=r"no open parameter 'gain' in 'floats'$"):
        FLOATS.fix(gain=1)


def test_fix_says_which_value_is_no_number() -> None:
    with pytest.raises(BrinkgameError, match=r"gain.*'much' is not a number"):
        OPEN.fix(gain="much")


def test_fix_warns_outside_the_range() -> None:
    with pytest.warns(ParameterRangeWarning, match="gain = 5 is outside its range"):
        assert OPEN.fix(gain=5) == deploy(gain=5)
    with pytest.warns(ParameterRangeWarning, match="gain < war_cost does not hold"):
        OPEN.fix(gain=3, war_cost=2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        OPEN.fix(gain=W + 1)  # an expression has no range


def test_fix_checks_probabilities() -> None:
    with pytest.warns(ParameterRangeWarning), pytest.raises(InvalidGameError) as caught:
        OPEN.fix(detection=2)
    assert [fault.path for fault in caught.value.faults] == ["root/deploy/<chance>"] * 2
    assert caught.value.faults[0].message == (
        "probability of 'found' is 2 (from detection), outside [0, 1]"
    )


def test_fix_to_a_pole_is_an_error_with_its_place() -> None:
    game = deploy(gain=1 / (S - 3))
    with pytest.raises(InvalidGameError, match="'deploy' cannot be fixed there") as caught:
        game.fix(gain=3)
    assert "root/deploy/found/accept" in str(caught.value)
    assert "1/(gain - 3)" in str(caught.value)


def test_fix_to_another_parameter_of_a_name_that_is_taken() -> None:
    with pytest.raises(InvalidParameterError, match="'war_cost' is defined twice"):
        OPEN.fix(gain=Parameter("war_cost", 3))


def test_fix_keeps_the_constraints_that_are_left() -> None:
    game = deploy(constraints=[S < W, D < S])
    assert game.fix(detection="1/3").parameters.constraints == (S < W,)
    assert game.fix(war_cost=9).parameters.constraints == (D < S,)
    assert game.fix(gain=2).parameters.constraints == ()
    assert game.at().constraints == ()


def test_a_whole_parameter_takes_whole_numbers() -> None:
    weeks = Parameter("weeks", 12, low=6, high=16, whole=True)
    game = ExtensiveFormGame("clock", players=("A",), root=Terminal({"A": (1 - D) ** weeks}))
    assert list(game.fix(weeks=6).parameters) == ["detection"]
    for attempt in (game.at, game.fix):
        with pytest.raises(InvalidParameterError, match="weeks = 13/2 is not whole"):
            attempt(weeks="13/2")


VALUES = st.fractions(min_value=1, max_value=4, max_denominator=5)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=5)


@given(d=SHARES, s=VALUES, w=st.fractions(min_value=5, max_value=9, max_denominator=5))
def test_fix_and_at_compose(d: Fraction, s: Fraction, w: Fraction) -> None:
    for game in (OPEN, TABLE):
        closed = game.at(detection=d, gain=s, war_cost=w)
        assert game.fix(detection=d).at(gain=s, war_cost=w) == closed
        assert game.fix(gain=s).fix(detection=d).at(war_cost=w) == closed
        assert game.fix(detection=d, gain=s, war_cost=w) == closed
        assert hash(game.fix(war_cost=w).at(gain=s, detection=d)) == hash(closed)
        assert game.fix(detection=d, gain=s, war_cost=w).is_closed


# --- to_float ------------------------------------------------------------------------------------


def test_to_float() -> None:
    game = CLOSED.to_float()
    assert game.numbers.dtype == np.float64  # type: ignore[union-attr]
    assert game.numbers.tolist() == [float(number) for number in CLOSED.numbers]  # type: ignore[union-attr,arg-type]
    assert game.tree is CLOSED.tree
    assert game.to_float() is game
    assert TABLE.at().to_float().payoff_array("A").tolist() == [[2.0], [8.0]]


def test_to_float_needs_a_closed_game() -> None:
    with pytest.raises(UnsupportedGameError) as caught:
        OPEN.to_float()
    assert str(caught.value) == (
        "a game in floats needs numbers, and 'deploy' has open parameters\n"
        "  - free: detection (baseline 1/2), gain (baseline 2), war_cost (baseline 8); close them "
        "with game.at(), or game.at(name=value, ...)"
    )


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_too_large_for_a_float_is_an_error_with_its_place(sign: int) -> None:
    root = Decision("A", {"l": Terminal({"A": 1}), "r": Terminal({"A": sign * 10**400})})
    game = ExtensiveFormGame("big", players=("A",), root=root)
    with pytest.raises(InvalidGameError, match="'big' does not fit in floats") as caught:
        game.to_float()
    assert f"{sign * 10**400} is too large" in str(caught.value)
    assert "root/r" in str(caught.value)


@given(games(number=numbers))
def test_to_float_rounds_every_number(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game = drawn[0]
    floats = game.to_float()
    exact = [None if p is None else tuple(map(float, p)) for p in game.terminal_payoffs()]
    if not game.tree.pays_on_the_way:
        assert floats.terminal_payoffs() == exact
    assert [None if p is None else float(p) for p in game.edge_probabilities()] == (
        floats.edge_probabilities()
    )
    assert floats != game
    assert hash(floats) == hash(game.to_float())
    assert floats == game.to_float()


# --- comparison, hashes, fingerprints ------------------------------------------------------------


def test_games_of_two_forms_are_not_equal() -> None:
    tree = ExtensiveFormGame("t", players=("A",), root=Terminal({"A": 0}))
    table = NormalFormGame("t", strategies={"A": ("(no move)",)}, payoffs={"A": [0]})
    assert tree != table
    assert tree != 5
    assert tree.__eq__(5) is NotImplemented


def test_the_title_and_what_is_told_of_parameters_are_not_compared() -> None:
    other = Parameter("gain", 3, low=0, high=9, meaning="profit", sources=("memo C4",))
    game = deploy(gain=other, title="another", constraints=[])
    with pytest.raises(InvalidParameterError):
        assert other == S
    assert deploy(title="another", constraints=[]) == OPEN
    assert hash(deploy(title="another", constraints=[])) == hash(OPEN)
    assert game != OPEN  # two quantities of one name are not the same


CHANGES = {
    "title": {"title": "another"},
    "players": {"players": ("US", "USSR")},
    "a payoff": {"gain": 2 * S},
    "a probability": {"detection": D * D},
    "a number": {"war": Fraction(9)},
    "the constraints": {"constraints": []},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_makes_a_game_another(change: str) -> None:
    other = deploy(**CHANGES[change])
    assert (other == OPEN) == (change in {"title", "the constraints"})
    assert other.fingerprint() != OPEN.fingerprint()
    assert deploy(**CHANGES[change]).fingerprint() == other.fingerprint()


@pytest.mark.parametrize(
    "other",
    [
        Parameter("gain", 3, low=1, high=4),
        Parameter("gain", 2, low=0, high=4),
        Parameter("gain", 2, low=1, high=5),
        Parameter("gain", 2, low=1, high=4, meaning="profit"),
        Parameter("gain", 2, low=1, high=4, unit="points"),
        Parameter("gain", 2, low=1, high=4, sources=("memo C4",)),
        Parameter("gain", 2, low=1, high=4, whole=True),
        Parameter("profit", 2, low=1, high=4),
    ],
    ids=repr,
)
def test_the_fingerprint_covers_the_definition_of_parameters(other: Parameter) -> None:
    assert deploy(gain=other, constraints=[]).fingerprint() != (
        deploy(constraints=[]).fingerprint()
    )


def test_fingerprints() -> None:
    prints = [game.fingerprint() for game in EVERY]
    assert len(set(prints)) == len(prints)
    for text in prints:
        assert len(text) == 64
        assert set(text) <= set("0123456789abcdef")
    assert CLOSED.fingerprint() == deploy(Fraction(1, 2), 2, Fraction(8)).fingerprint()
    assert CLOSED.fingerprint() != deploy(Fraction(1, 2), 2, Fraction(7)).fingerprint()
    floats = CLOSED.to_float()
    assert floats.fingerprint() == CLOSED.to_float().fingerprint()
    assert floats.fingerprint() != deploy(Fraction(1, 2), 3, Fraction(8)).to_float().fingerprint()


def structures() -> dict[str, ExtensiveFormGame]:
    def build(**change: Any) -> ExtensiveFormGame:
        word, name, player = (
            change.get(k, d) for k, d in (("word", "l"), ("name", "s"), ("player", "B"))
        )
        ends = [Terminal({"A": 0, "B": 0}, label=change.get(f"label{i}")) for i in range(4)]
        first = Decision(
            player, {word: ends[0], "r": ends[1]}, infoset=name, payoffs=change.get("payoffs")
        )
        second = Decision("B", {"x": ends[2], "y": ends[3]}, infoset=change.get("second", "u"))
        pairs = [("1", first), ("2", second)]
        return ExtensiveFormGame(
            "t", players=("A", "B"), root=Decision("A", pairs[:: change.get("step", 1)])
        )

    return {
        "plain": build(),
        "a word": build(word="other"),
        "an information set": build(name="other"),
        "without a name": build(name=None),
        "two names": build(second="v"),
        "a player": build(player="A"),
        "a label": build(label0="war"),
        "another label": build(label0="peace"),
        "a label elsewhere": build(label1="war"),
        "payoffs on the way": build(payoffs={"A": 0}),
        "more payoffs on the way": build(payoffs={"A": 0, "B": 0}),
        "the order": build(step=-1),
    }


def test_every_difference_in_structure_is_seen() -> None:
    built = structures()
    assert len(set(built.values())) == len(built)
    assert len({game.fingerprint() for game in built.values()}) == len(built)
    assert structures() == built
    assert [g.fingerprint() for g in structures().values()] == [
        g.fingerprint() for g in built.values()
    ]


def test_strategies_of_a_table_are_compared_and_covered() -> None:
    def table(first: str, second: str) -> NormalFormGame:
        return NormalFormGame("t", strategies={"A": (first, second)}, payoffs={"A": [0, 0]})

    assert table("u", "d") == table("u", "d")
    assert table("u", "d") != table("d", "u")
    assert table("u", "d").fingerprint() != table("d", "u").fingerprint()


class Belief:
    """A uniform distribution, and nothing that says so in its repr."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def ppf(self, share: float) -> float:
        return self.low + share * (self.high - self.low)

    def cdf(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)


class Frozen(Belief):
    """What a frozen distribution of scipy shows of itself."""

    def __init__(self, low: float, high: float, name: str = "uniform") -> None:
        super().__init__(low, high)
        self.dist = types.SimpleNamespace(name=name)
        self.args = (low, high - low)
        self.kwds = {"loc": low}


@pytest.mark.parametrize("law", [Belief, Frozen])
def test_the_fingerprint_covers_distributions_but_not_where_they_lie_in_memory(law: Any) -> None:
    def fingerprint(distribution: Any) -> str:
        belief = Parameter("gain", 2, distribution=distribution)
        root = Terminal({"A": belief})
        return ExtensiveFormGame("t", players=("A",), root=root).fingerprint()

    assert fingerprint(law(1, 3)) == fingerprint(law(1, 3))
    assert fingerprint(law(1, 3)) != fingerprint(law(1, 4))
    assert fingerprint(law(1, 3)) != fingerprint(None)
    assert fingerprint(Belief(1, 3)) != fingerprint(Frozen(1, 3))


def rearranged(game: ExtensiveFormGame, order: list[int]) -> ExtensiveFormGame:
    """The same game with its table of numbers in another order, and one unused number."""
    place = np.array([*np.argsort(order).tolist(), -1], dtype=np.int32)
    if isinstance(game.numbers, np.ndarray):
        numbers: Any = np.append(game.numbers[order], 77.0)
    else:
        numbers = (*(game.numbers[i] for i in order), Fraction(77))
    tree = dataclasses.replace(
        game.tree, probability=place[game.tree.probability], payoffs=place[game.tree.payoffs]
    )
    return ExtensiveFormGame._from_tree(game.title, game.players, tree, numbers, game.constraints)


@given(st.data(), games(number=numbers, information="any"), st.booleans())
def test_equal_games_are_equal_however_their_numbers_stand(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any], floats: bool
) -> None:
    game = drawn[0].to_float() if floats else drawn[0]
    other = rearranged(game, data.draw(st.permutations(range(len(game.numbers)))))
    assert game == other
    assert other == game
    assert hash(game) == hash(other)
    assert game.fingerprint() == other.fingerprint()


@given(st.data(), games(number=numbers), st.booleans())
def test_one_other_number_makes_another_game(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any], floats: bool
) -> None:
    game = drawn[0].to_float() if floats else drawn[0]
    flat = game.tree.payoffs.ravel().copy()
    used = np.flatnonzero(flat >= 0).tolist()
    where = data.draw(st.sampled_from(used))
    old = game.numbers[flat[where]]
    flat[where] = len(game.numbers)
    numbers: Any = np.append(game.numbers, old * 2 + 1) if floats else (*game.numbers, old * 2 + 1)
    tree = dataclasses.replace(game.tree, payoffs=flat.reshape(game.tree.payoffs.shape))
    other = ExtensiveFormGame._from_tree(game.title, game.players, tree, numbers, ())
    changed = old * 2 + 1 != old
    assert (game != other) == changed
    assert (game.fingerprint() != other.fingerprint()) == changed
    assert (hash(game) != hash(other)) == changed


def test_a_table_with_numbers_written_apart_is_the_same() -> None:
    # fix() leaves the numbers 2 and 2 apart, where a new game keeps them once.
    fixed = TABLE.fix(gain=2, war_cost=9, detection=1)
    fresh = NormalFormGame(
        "t", strategies={"A": ("u", "d"), "B": ("l",)}, payoffs={"A": [[2], [9]], "B": [[2], [0]]}
    )
    assert len(fixed.numbers) == 4
    assert len(fresh.numbers) == 3
    assert fixed == fresh
    assert hash(fixed) == hash(fresh)


@pytest.mark.parametrize(
    "make",
    [
        lambda x: NormalFormGame.from_arrays(np.array([x, 1.0])),
        lambda x: NormalFormGame.from_arrays(np.array([1.0, x])),
    ],
)
def test_zero_and_minus_zero_are_one_number(make: Any) -> None:
    assert make(0.0) == make(-0.0)
    assert hash(make(0.0)) == hash(make(-0.0))


# --- copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("game", EVERY, ids=repr)
def test_games_can_be_copied_and_pickled(game: Game) -> None:
    _ = hash(game), game.parameters, game.is_closed
    assert copy.copy(game) is game
    assert copy.deepcopy(game) is game
    assert copy.deepcopy([game])[0] is game
    again = pickle.loads(pickle.dumps(game))
    assert type(again) is type(game)
    assert again is not game
    assert again == game
    assert hash(again) == hash(game)
    assert again.title == game.title
    assert again.fingerprint() == game.fingerprint()
    assert list(again.parameters.values()) == list(game.parameters.values())
    assert again.parameters.constraints == game.parameters.constraints
    assert str(again) == str(game)


def test_what_is_cached_is_not_pickled() -> None:
    game = deploy()
    fresh = pickle.dumps(game)
    _ = hash(game), game.parameters, game.tree.arity, game.tree.infoset_name(0)
    assert len(pickle.dumps(game)) == len(fresh)


@given(games(number=numbers, information="any"))
def test_drawn_games_survive_pickling(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    again = pickle.loads(pickle.dumps(game))
    rebuilt = ExtensiveFormGame("drawn", players=game.players, root=root)
    assert again == game == rebuilt
    assert hash(again) == hash(game) == hash(rebuilt)
    assert again.fingerprint() == rebuilt.fingerprint()


@pytest.mark.parametrize("game", EVERY, ids=repr)
def test_games_cannot_be_changed(game: Any) -> None:
    for name in ("title", "players", "numbers", "anything"):
        with pytest.raises(
            AttributeError, match=rf"a game cannot be changed \(tried to set '{name}'\)"
        ):
            setattr(game, name, 1)
    with pytest.raises(
        AttributeError, match=r"a game cannot be changed \(tried to delete 'title'\)"
    ):
        del game.title


@pytest.mark.parametrize("game", [CLOSED.to_float(), FLOATS], ids=repr)
def test_floats_of_a_game_cannot_be_changed(game: Any) -> None:
    for each in (game, pickle.loads(pickle.dumps(game))):
        with pytest.raises(ValueError, match="read-only"):
            each.numbers[0] = 7


def test_a_subgame_has_only_its_own_parameters() -> None:
    root = Decision(
        "A",
        {
            "l": Terminal({"A": S}),
            "r": Decision("A", {"u": Terminal({"A": W}), "d": Terminal({"A": 0})}),
        },
    )
    game = ExtensiveFormGame("t", players=("A",), root=root)
    assert list(subgame(game, "root/r").parameters) == ["war_cost"]
    assert subgame(game.fix(war_cost=3), "root/r").is_closed
