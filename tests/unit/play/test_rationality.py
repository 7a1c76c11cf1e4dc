"""Deviations and regrets in subgames, against every strategy in every subgame."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
    subgame,
    subgames,
)
from brinkgame.parameters import Parameter
from brinkgame.play import (
    BehaviorStrategyProfile,
    Deviation,
    SubgameRegrets,
    deviations,
    rationality,
    regrets,
    subgame_regrets,
)
from tests.unit.drawing import fractions, games, grown, numbers, profiles, tied, wide
from tests.unit.plain import Place, largest_gains, places, value

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
X = Parameter("x", "1/2", low=0, high=1)


def end(a: Any = 0, b: Any = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


def game_of(root: Any, players: tuple[str, ...] = ("A", "B")) -> ExtensiveFormGame:
    return ExtensiveFormGame("t", players=players, root=root)


# The threat to fight is empty, and staying out rests on it.
THREAT = game_of(
    Decision(
        "A",
        {
            "out": end(0, 4),
            "in": Decision(
                "B", {"accept": end(2, 2), "fight": end(-1, -1), "wait": end(1, 1)}, infoset="entry"
            ),
            "leave": end(-5, 0),
        },
    )
)
EMPTY = {"A": {"root": "out"}, "B": {"entry": "fight"}}

# --- deviations ----------------------------------------------------------------------------------


def test_every_better_action_is_a_deviation() -> None:
    assert deviations(THREAT, EMPTY) == (
        Deviation("B", "entry", "fight", "accept", Fraction(3)),
        Deviation("B", "entry", "fight", "wait", Fraction(2)),
    )
    assert [str(d) for d in deviations(THREAT, EMPTY)] == [
        "B at entry would gain 3 by accept instead of fight",
        "B at entry would gain 2 by wait instead of fight",
    ]
    assert deviations(THREAT, {"A": {"root": "in"}, "B": {"entry": "accept"}}) == ()


def test_deviations_stand_in_the_order_of_the_tree() -> None:
    leaving = {"A": {"root": "leave"}, "B": {"entry": "wait"}}
    assert deviations(THREAT, leaving) == (
        Deviation("A", "root", "leave", "out", Fraction(5)),
        Deviation("A", "root", "leave", "in", Fraction(6)),
        Deviation("B", "entry", "wait", "accept", Fraction(1)),
    )


def test_a_mixture_deviates_from_its_worst_action() -> None:
    mixed = {"A": {"root": "in"}, "B": {"entry": {"accept": HALF, "fight": "1/4", "wait": "1/4"}}}
    assert deviations(THREAT, mixed) == (
        Deviation("B", "entry", "fight", "accept", Fraction(3)),
        Deviation("B", "entry", "fight", "wait", Fraction(2)),
    )
    mixed = {"A": {"root": "in"}, "B": {"entry": {"accept": HALF, "fight": 0, "wait": HALF}}}
    assert deviations(THREAT, mixed) == (Deviation("B", "entry", "wait", "accept", Fraction(1)),)
    # Values with the mixture: in pays A 3/4 * 2 - 1/4 = 5/4.
    mixed = {"A": {"root": "out"}, "B": {"entry": {"accept": "3/4", "fight": "1/4"}}}
    assert deviations(THREAT, mixed)[0] == Deviation("A", "root", "out", "in", Fraction(5, 4))


def test_near_ties_in_floats_are_no_deviations() -> None:
    def game(gap: float) -> ExtensiveFormGame:
        root = Decision("A", {"l": end(100), "r": end(100 + gap), "z": end(0)})
        return game_of(root).to_float()

    plan = {"A": {"root": "l"}, "B": {}}
    assert deviations(game(9e-8), plan) == ()
    (found,) = deviations(game(2e-7), plan)
    assert found.gain == pytest.approx(2e-7)
    # The exact game tells them apart.
    assert (
        len(deviations(game_of(Decision("A", {"l": end(100), "r": end("100.00000001")})), plan))
        == 1
    )


def better_actions(everywhere: list[Place], plan: Any) -> list[Deviation]:
    found = []
    for place in everywhere:
        if not isinstance(place.node, Decision):
            continue
        who, infoset = place.node.player, place.infoset
        now = plan[who][infoset]
        weights = {now: 1} if isinstance(now, str) else now
        below = [p for p in everywhere if place.holds(p) and len(p.moves) == len(place.moves) + 1]
        pays = {p.moves[-1].label: value(p, everywhere, plan)[who] for p in below}
        worst = min((a for a in pays if weights.get(a, 0) > 0), key=pays.__getitem__)
        found += [
            Deviation(who, infoset, worst, action, pay - pays[worst])
            for action, pay in pays.items()
            if pay > pays[worst]
        ]
    return found


NUMBER = st.sampled_from([tied, fractions, wide, numbers])


@given(st.data(), NUMBER.flatmap(lambda number: games(number=number, decisions=6)))
def test_deviations_against_brute_force(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, root = drawn
    plan = data.draw(profiles(game))
    everywhere = places(root, game.players)
    found = deviations(game, plan)
    assert list(found) == better_actions(everywhere, plan)
    # No single change pays exactly when nothing at all pays.
    assert bool(found) == any(largest_gains(everywhere, plan, game.players).values())


# --- regrets -------------------------------------------------------------------------------------


def test_regrets_in_subgames() -> None:
    assert subgame_regrets(THREAT, EMPTY) == SubgameRegrets({"A": 0, "B": 4}, {"A": 0, "B": 3})
    # It is a Nash equilibrium all the same.
    assert regrets(THREAT, EMPTY) == {"A": 0, "B": 0}
    perfect = {"A": {"root": "in"}, "B": {"entry": "accept"}}
    assert subgame_regrets(THREAT, perfect) == SubgameRegrets({"A": 2, "B": 2}, {"A": 0, "B": 0})
    mixed = {
        "A": {"root": {"out": HALF, "leave": HALF}},
        "B": {"entry": {"accept": THIRD, "wait": 1 - THIRD}},
    }
    assert subgame_regrets(THREAT, mixed) == SubgameRegrets(
        {"A": Fraction(-5, 2), "B": 2}, {"A": Fraction(4, 3) + Fraction(5, 2), "B": Fraction(2, 3)}
    )


def test_several_changes_of_one_player_add_up() -> None:
    second = Decision("A", {"u": end(1), "d": end(7)}, infoset="second")
    root = Decision("A", {"x": Decision("B", {"l": second, "r": end(0)}), "y": end(2)})
    plan = {"A": {"root": "y", "second": "u"}, "B": {"root/x": {"l": HALF, "r": HALF}}}
    game = game_of(root)
    found = subgame_regrets(game, plan)
    # d gains 6 at once; from the root x and then d gives 7/2 instead of 2.
    assert found.regrets == {"A": 6, "B": 0}
    assert found.payoffs == {"A": 2, "B": 0}
    root = Decision(
        "A",
        {"x": Decision("A", {"u": end(1), "d": end(7)}, infoset="second"), "y": end(-1)},
        infoset="first",
    )
    plan = {"A": {"first": "y", "second": "u"}, "B": {}}
    assert subgame_regrets(game_of(root), plan).regrets == {"A": 8, "B": 0}


def test_a_game_without_moves() -> None:
    for root in (end(3, 4), Chance({"u": (HALF, end(2, 8)), "d": (REST, end(4, 0))})):
        for game in (game_of(root), game_of(root).to_float()):
            found = subgame_regrets(game, {})
            assert found == SubgameRegrets({"A": 3, "B": 4}, {"A": 0, "B": 0})
            assert deviations(game, {}) == ()


@given(st.data(), NUMBER.flatmap(lambda number: games(number=number)))
def test_regrets_against_every_strategy_in_every_subgame(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, root = drawn
    plan = data.draw(profiles(game))
    everywhere = places(root, game.players)
    expected = SubgameRegrets(
        value(everywhere[0], everywhere, plan), largest_gains(everywhere, plan, game.players)
    )
    assert subgame_regrets(game, plan) == expected


Pass = Callable[[ExtensiveFormGame, BehaviorStrategyProfile], SubgameRegrets]
PASSES = {
    "plain": rationality._plain,
    "by levels": rationality._by_levels,
    "compiled": rationality._compiled,
}


@pytest.mark.parametrize("fold", PASSES.values(), ids=PASSES)
@given(data=st.data(), drawn=st.sampled_from([tied, fractions]).flatmap(lambda n: games(number=n)))
def test_every_pass_over_floats_agrees_with_the_exact_one(
    fold: Pass, data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game = drawn[0]
    plan = data.draw(profiles(game))
    exact = subgame_regrets(game, plan)
    floats = game.to_float()
    found = fold(floats, BehaviorStrategyProfile(floats, plan))
    for mine, theirs in ((found.payoffs, exact.payoffs), (found.regrets, exact.regrets)):
        assert list(mine) == list(game.players)
        assert all(type(x) is float for x in mine.values())
        assert mine == pytest.approx({p: float(x) for p, x in theirs.items()}, abs=1e-11)


@pytest.mark.parametrize("fold", PASSES.values(), ids=PASSES)
@pytest.mark.parametrize("on_the_way", [0.0, 0.3])
@pytest.mark.parametrize("pure", [True, False])
def test_every_pass_over_a_large_tree_of_floats(
    fold: Pass, on_the_way: float, *, pure: bool
) -> None:
    rng = random.Random(5)
    players = ("A", "B", "C")
    root = grown(rng, 7, players=players, on_the_way=on_the_way)
    game = game_of(root, players)
    assert game.tree.size > 300
    sizes = game.tree.infoset_size.tolist()
    if pure:
        profile = BehaviorStrategyProfile.pure(game, [rng.randrange(size) for size in sizes])
    else:
        weights = [[Fraction(rng.randint(0, 2) + (k == 0)) for k in range(size)] for size in sizes]
        flat = [w / sum(row) for row in weights for w in row]
        profile = BehaviorStrategyProfile.from_weights(game, flat)
    exact = subgame_regrets(game, profile)
    assert min(exact.regrets.values()) > 0
    floats = game.to_float()
    found = fold(floats, BehaviorStrategyProfile(floats, profile))
    assert found.payoffs == pytest.approx({p: float(x) for p, x in exact.payoffs.items()})
    assert found.regrets == pytest.approx({p: float(x) for p, x in exact.regrets.items()})


def test_which_pass_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    for name in ("_plain", "_by_levels", "_compiled"):
        monkeypatch.setattr(rationality, name, lambda *_, name=name: taken.append(name))
    full: Any = end()
    for _ in range(8):
        full = Decision("A", {"l": full, "r": full})
    game = game_of(full)
    assert game.tree.size == 511
    small = game_of(Decision("A", {"l": end(), "r": end()}))

    def ask(which: ExtensiveFormGame) -> str:
        subgame_regrets(which, BehaviorStrategyProfile.pure(which, [0] * which.tree.n_infosets))
        return taken.pop()

    assert [ask(small), ask(small.to_float()), ask(game)] == ["_plain"] * 3
    assert ask(game.to_float()) == "_by_levels"
    assert rationality.COMPILED_FROM == 100_000
    monkeypatch.setattr(rationality, "COMPILED_FROM", 511)
    assert ask(game.to_float()) == "_compiled"
    assert ask(game) == "_plain"
    monkeypatch.setattr(rationality, "COMPILED_FROM", 512)
    assert ask(game.to_float()) == "_by_levels"


@pytest.mark.parametrize("big", [10**20, 10**30, 10**400])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("mixed", [True, False])
def test_differences_that_floats_cannot_see(big: int, sign: int, *, mixed: bool) -> None:
    numbers_ = [sign * big, sign * big + 1, 0, -sign * big]
    root = Decision("A", {str(i): end(n) for i, n in enumerate(numbers_)})
    game = game_of(Decision("A", {"x": root, "y": end(-(big + 1))}))
    best = numbers_.index(max(numbers_))
    for i, number in enumerate(numbers_):
        what: Any = {str(i): HALF, str((i + 1) % 4): HALF} if mixed else str(i)
        found = subgame_regrets(game, {"A": {"root": "x", "root/x": what}, "B": {}})
        other = numbers_[(i + 1) % 4]
        now = Fraction(number + other, 2) if mixed else number
        assert found.regrets == {"A": max(numbers_) - now, "B": 0}
        assert (found.regrets["A"] == 0) == (not mixed and i == best)


def test_a_float_beyond_its_neighbors() -> None:
    # Where the quotients are equal the fractions decide, and an action is not its own rival.
    close = [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**40), Fraction(1, 3)]
    game = game_of(Decision("A", {str(i): end(n) for i, n in enumerate(close)}))
    found = [subgame_regrets(game, {"A": {"root": str(i)}, "B": {}}).regrets["A"] for i in range(3)]
    assert found == [Fraction(1, 10**40), 0, Fraction(1, 10**40)]


@given(st.data(), games(number=fractions))
def test_subgames_say_the_same(data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game = drawn[0]
    plan = data.draw(profiles(game))
    whole = subgame_regrets(game, plan).regrets
    most = dict.fromkeys(game.players, Fraction(0))
    for path in subgames(game):
        here = regrets(subgame(game, path), restricted(game, path, plan))
        most = {player: max(most[player], here[player]) for player in game.players}
    assert most == whole


# --- trees with hidden information ---------------------------------------------------------------


# After B has come in, both move at once; A's threat is empty in that subgame.
ENTRY = game_of(
    Decision(
        "B",
        {
            "out": end(5, 2),
            "in": Decision(
                "A",
                {
                    "fight": Decision("B", {"fight": end(-1, -1), "yield": end(2, 0)}, infoset="b"),
                    "yield": Decision("B", {"fight": end(0, 3), "yield": end(1, 1)}, infoset="b"),
                },
                infoset="a",
            ),
        },
    )
)


def test_threats_are_empty_in_a_subgame_of_hidden_moves() -> None:
    empty = {"A": {"a": "fight"}, "B": {"root": "out", "b": "fight"}}
    assert regrets(ENTRY, empty) == {"A": 0, "B": 0}
    assert deviations(ENTRY, empty) == (
        Deviation("A", "a", "fight", "yield", Fraction(1)),
        Deviation("B", "b", "fight", "yield", Fraction(1)),
    )
    found = subgame_regrets(ENTRY, empty)
    assert found == SubgameRegrets({"A": Fraction(5), "B": Fraction(2)}, {"A": 1, "B": 1})
    credible = {"A": {"a": "yield"}, "B": {"root": "in", "b": "fight"}}
    assert deviations(ENTRY, credible) == ()
    assert subgame_regrets(ENTRY, credible).regrets == {"A": 0, "B": 0}
    both = {"A": {"a": "yield"}, "B": {"root": "out", "b": "yield"}}
    assert [str(d) for d in deviations(ENTRY, both)] == [
        "A at a would gain 1 by fight instead of yield",
        "B at b would gain 2 by fight instead of yield",
    ]
    assert subgame_regrets(ENTRY, both).regrets == {"A": 1, "B": 2}


def test_a_deviation_at_several_information_sets_is_told_in_words() -> None:
    # B moves twice without learning what A does: only both changes together pay.
    second = {x: Decision("B", {"l": end(0, 0), "r": end(0, 3)}, infoset="after r") for x in "xy"}
    first = {x: Decision("B", {"l": end(0, 1), "r": second[x]}, infoset="first") for x in "xy"}
    game = game_of(Decision("A", first))
    plan = {"A": {"root": "x"}, "B": {"first": "l", "after r": "l"}}
    assert [str(d) for d in deviations(game, plan)] == [
        "B at the game would gain 2 by r at first; r at after r instead of the profile"
    ]


def restricted(game: ExtensiveFormGame, path: str, plan: Any) -> Any:
    """A profile's part for a subgame, where information sets may have other names."""
    names = {i.nodes[0]: (i.player, i.label) for i in game.information_sets}
    part = subgame(game, path)
    kept: dict[str, dict[str, Any]] = {player: {} for player in part.players}
    for infoset in part.information_sets:
        player, label = names[path + infoset.nodes[0].removeprefix("root")]
        kept[infoset.player][infoset.label] = plan[player][label]
    return kept


@given(
    st.data(),
    NUMBER.flatmap(lambda number: games(number=number, information="recall", decisions=7)),
)
def test_regrets_in_subgames_against_each_subgame_alone(
    data: st.DataObject, drawn: tuple[ExtensiveFormGame, Any]
) -> None:
    game, _ = drawn
    plan = data.draw(profiles(game))
    most: dict[str, Any] = dict.fromkeys(game.players, Fraction(0))
    for path in subgames(game):
        part = subgame(game, path)
        here = regrets(part, restricted(game, path, plan))
        most = {player: max(most[player], here[player]) for player in game.players}
    found = subgame_regrets(game, plan)
    assert found.regrets == most
    assert {d.player for d in deviations(game, plan)} == {p for p in most if most[p] > 0}
    floats = game.to_float()
    near = 1e-9 * floats.payoff_spread
    rounded = subgame_regrets(floats, plan).regrets
    for player, gain in most.items():
        assert rounded[player] == pytest.approx(float(gain), rel=1e-9, abs=near)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [deviations, subgame_regrets])
def test_what_is_out_of_scope(ask: Any) -> None:
    crowd = [Decision("A", {"l": end(), "r": end()}, infoset="s") for _ in "xy"]
    with pytest.raises(UnsupportedGameError) as caught:
        ask(
            game_of(Decision("A", {"x": crowd[0], "y": crowd[1]})),
            {"A": {"root": "x", "s": "l"}, "B": {}},
        )
    assert str(caught.value) == (
        "a check of subgame perfection needs perfect recall\n"
        "  - root/x and root/y are one information set, reached by different own moves"
    )
    absent = Decision("A", {"l": end(), "r": crowd[0]}, infoset="s")
    with pytest.raises(UnsupportedGameError) as caught:
        ask(game_of(absent), {"A": {"s": "l"}, "B": {}})
    assert str(caught.value) == (
        "a check of subgame perfection needs perfect recall\n"
        "  - root and root/r are one information set, and one lies behind the other: their player "
        "is absent-minded"
    )
    with pytest.raises(
        UnsupportedGameError, match=r"^a check of deviations needs numbers, and 't'"
    ):
        ask(game_of(Decision("A", {"l": end(X)})), {"A": {"root": "l"}})
    table = NormalFormGame("t", strategies={"A": ("u",)}, payoffs={"A": [1]})
    for other in (table, 5):
        with pytest.raises(UnsupportedGameError, match="needs an ExtensiveFormGame, not"):
            ask(other, {"A": "u"})


def test_a_deviation_is_a_value() -> None:
    one = Deviation("A", "root", "l", "r", Fraction(1))
    assert one == Deviation("A", "root", "l", "r", Fraction(1))
    assert hash(one) == hash(Deviation("A", "root", "l", "r", Fraction(1)))
    with pytest.raises(AttributeError):
        one.gain = 2  # type: ignore[misc]
    assert np.array([one.gain]).tolist() == [1]
