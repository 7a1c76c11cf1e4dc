"""Games as values: comparison, hashes, fingerprints, copies."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import types
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import (
    InvalidParameterError,
)
from brinkgame.forms import (
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
)
from brinkgame.forms.game import Game
from brinkgame.parameters import Parameter
from tests.unit.drawing import games, numbers
from tests.unit.forms.samples import CLOSED, EVERY, FLOATS, OPEN, TABLE, D, S, deploy

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
