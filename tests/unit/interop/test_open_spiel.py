"""Trees of OpenSpiel's games."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.interop import from_open_spiel, read_efg, write_efg
from brinkgame.interop.probabilities import summing_to_one

installed = pytest.mark.skipif(
    importlib.util.find_spec("pyspiel") is None, reason="needs OpenSpiel"
)


@pytest.fixture
def pyspiel() -> Any:
    return pytest.importorskip("pyspiel")


@installed
def test_kuhn_poker():
    game = from_open_spiel("kuhn_poker")
    assert (game.tree.size, len(game.information_sets)) == (58, 12)
    assert game.players == ("player 0", "player 1")
    assert game.title == "Kuhn Poker"
    assert game.has_perfect_recall
    assert isinstance(game.arithmetic, bg.Exact)
    assert set(game.edge_probabilities()) == {None, Fraction(1, 3), Fraction(1, 2)}
    first = game.information_sets[0]
    assert (first.player, first.label, first.actions) == ("player 0", "0", ("Pass", "Bet"))
    assert first.nodes == ("root/Deal:0/Deal:1", "root/Deal:0/Deal:2")
    assert {each.label for each in game.information_sets} == {
        f"{card}{past}" for card in "012" for past in ("", "p", "b", "pb")
    }
    end = game.node_at("root/Deal:1/Deal:0/Bet/Bet")
    assert game.terminal_payoffs()[end] == (2, -2)
    assert read_efg(write_efg(game)) == game


@installed
def test_expected_payoffs_are_theirs(pyspiel):
    # The probabilities and payoffs along every history of theirs, added up in floats.
    name = "kuhn_poker(players=3)"

    def value(state: Any) -> list[float]:
        if state.is_terminal():
            return list(state.returns())
        if state.is_chance_node():
            pairs = state.chance_outcomes()
        else:
            legal = state.legal_actions()
            pairs = [(action, 1 / len(legal)) for action in legal]
        below = [(odds, value(state.child(action))) for action, odds in pairs]
        return [sum(odds * paid[i] for odds, paid in below) for i in range(3)]

    theirs = value(pyspiel.load_game(name).new_initial_state())
    game = from_open_spiel(name)
    even: dict[str, Any] = {player: {} for player in game.players}
    for each in game.information_sets:
        even[each.player][each.label] = {a: Fraction(1, len(each.actions)) for a in each.actions}
    ours = bg.expected_payoffs(game, even)
    assert [float(ours[player]) for player in game.players] == pytest.approx(theirs)


@installed
def test_leduc_poker():
    game = from_open_spiel("leduc_poker")
    assert (game.tree.size, len(game.information_sets)) == (9457, 936)
    assert game.has_perfect_recall


@installed
def test_all_move_at_once():
    game = from_open_spiel("matrix_mp", players=("matcher", "mismatcher"))
    table = bg.catalog.load("matching-pennies").game
    assert [each.actions for each in game.information_sets] == [("Heads", "Tails")] * 2
    assert [len(each.nodes) for each in game.information_sets] == [1, 2]
    flat = bg.to_normal_form(game)
    assert flat.shape == (2, 2)
    first, second = (flat.payoff_array(player).tolist() for player in flat.players)
    assert [first, second] == [table.payoff_array(p).tolist() for p in table.players]
    assert len(from_open_spiel("matching_pennies_3p").players) == 3
    cards = from_open_spiel("goofspiel(num_cards=3,players=2,points_order=descending)")
    assert (cards.tree.size, cards.has_perfect_recall) == (67, True)


@installed
def test_a_game_object_and_rewards_on_the_way(pyspiel):
    game = from_open_spiel(pyspiel.load_game("cliff_walking(horizon=3,height=2,width=3)"))
    assert game.players == ("player 0",)
    assert game.is_perfect_information


@installed
def test_without_information_state_strings_where_nothing_is_hidden():
    game = from_open_spiel("catch(rows=3,columns=2)")
    assert game.is_perfect_information
    assert game.tree.infoset_label == (None,) * game.tree.n_infosets
    assert read_efg(write_efg(game)) == game


@installed
@pytest.mark.parametrize("bound", [1, 57, 1000])
def test_the_bound(bound):
    with pytest.raises(bg.UnsupportedGameError, match=f"more than {bound} nodes; raise max_nodes"):
        from_open_spiel("kuhn_poker" if bound < 58 else "tic_tac_toe", bound)


@installed
def test_just_within_the_bound():
    assert from_open_spiel("kuhn_poker", 58).tree.size == 58
    with pytest.raises(bg.UnsupportedGameError, match="more than 100000 nodes"):
        from_open_spiel("tic_tac_toe")


@installed
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mfg_crowd_modelling", "a mean field game, which has no tree"),
        ("stones_and_gems", "draws its chance moves by itself"),
        ("markov_soccer", "does not say what players know"),
        ("kuhn_poker(players=99)", "OpenSpiel says: "),
        ("efg_game", "OpenSpiel says: "),
    ],
)
def test_games_without_a_tree(name, words):
    with pytest.raises(bg.UnsupportedGameError, match=words) as caught:
        from_open_spiel(name)
    assert "\n" not in str(caught.value)


@installed
def test_games_that_are_none():
    with pytest.raises(bg.UnknownNameError, match="did you mean 'kuhn_poker'"):
        from_open_spiel("kuhn_pocker")
    with pytest.raises(bg.UnsupportedGameError, match="or the name of one"):
        from_open_spiel(3)
    with pytest.raises(bg.UnsupportedGameError, match="2 players, not 1"):
        from_open_spiel("kuhn_poker", players=("alone",))
    for bound in (0, -1, True, 1.5, "9"):
        with pytest.raises(bg.InvalidParameterError, match="max_nodes"):
            from_open_spiel("kuhn_poker", bound)


def test_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspiel", None)
    with pytest.raises(bg.MissingPackageError, match="pip install open-spiel"):
        from_open_spiel("kuhn_poker")
    assert issubclass(bg.MissingPackageError, ImportError)


# --- what no game of theirs does, and a game of somebody else may ---------------------------------


class FakeState:
    """Two states that look alike, with other actions; or one end that pays too much."""

    def __init__(self, paid: float, path: tuple[int, ...] = ()) -> None:
        self.paid, self.path = paid, path

    def is_terminal(self) -> bool:
        return len(self.path) == 2 or self.paid != 0

    def is_chance_node(self) -> bool:
        return False

    is_simultaneous_node = is_chance_node

    def returns(self) -> list[float]:
        return [self.paid]

    def current_player(self) -> int:
        return 0

    def legal_actions(self, player: int) -> list[int]:
        return [0, 1] if self.path != (1,) else [0, 2]

    def information_state_string(self, player: int) -> str:
        return "root" if not self.path else ""

    def action_to_string(self, player: int, action: int) -> str:
        return "same"

    def child(self, action: int) -> FakeState:
        return FakeState(self.paid, (*self.path, action))


def fake(monkeypatch: pytest.MonkeyPatch, paid: float) -> Any:
    kinds = SimpleNamespace(
        Dynamics=SimpleNamespace(MEAN_FIELD=0, SEQUENTIAL=1),
        ChanceMode=SimpleNamespace(SAMPLED_STOCHASTIC=0),
        Information=SimpleNamespace(PERFECT_INFORMATION=0),
    )

    class Game:
        def get_type(self) -> Any:
            return SimpleNamespace(
                long_name="fake",
                dynamics=1,
                chance_mode=1,
                information=1,
                provides_information_state_string=True,
            )

        def num_players(self) -> int:
            return 1

        def new_initial_state(self) -> FakeState:
            return FakeState(paid)

        def __str__(self) -> str:
            return "fake()"

    class SpielError(RuntimeError):
        pass

    module = SimpleNamespace(GameType=kinds, Game=Game, SpielError=SpielError)
    monkeypatch.setitem(sys.modules, "pyspiel", module)
    return Game()


def test_states_that_look_alike_with_other_actions(monkeypatch):
    with pytest.raises(bg.UnsupportedGameError, match="offers different actions in one infor"):
        from_open_spiel(fake(monkeypatch, 0))


def test_names_that_cannot_be_labels(monkeypatch):
    monkeypatch.setattr(FakeState, "legal_actions", lambda self, player: [0, 1])
    game = from_open_spiel(fake(monkeypatch, 0))
    assert [each.label for each in game.information_sets] == ["1 (root)", "2"]
    assert game.information_sets[0].actions == ("same (1)", "same (2)")


def test_payoffs_that_are_none(monkeypatch):
    assert from_open_spiel(fake(monkeypatch, 0.1)).terminal_payoffs() == [(Fraction(1, 10),)]
    with pytest.raises(bg.UnsupportedGameError, match="fake\\(\\) pays inf"):
        from_open_spiel(fake(monkeypatch, float("inf")))


@pytest.mark.parametrize(
    ("odds", "told"),
    [
        ([0.5, 0.5], ["1/2", "1/2"]),
        ([1 / 3, 2 / 3], ["1/3", "2/3"]),
        ([0.1, 0.2, 0.7], ["1/10", "1/5", "7/10"]),
        ([0.25, 0.7500000000000001], ["1/4", "3/4"]),
    ],
)
def test_probabilities_sum_to_one(odds, told):
    assert summing_to_one(odds) == [Fraction(each) for each in told]
