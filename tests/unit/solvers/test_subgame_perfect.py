"""Subgame-perfect equilibria of any tree, against every pure profile and backward induction."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.testing.strategies import extensive_form_games, perfect_information_games

HALF = Fraction(1, 2)


def end(a: Any, b: Any) -> bg.Terminal:
    return bg.Terminal({"A": a, "B": b})


def at_once(cells: tuple[tuple[Any, Any], ...], name: str = "at once") -> bg.Decision:
    """A two by two game inside a tree; cells row by row."""
    moves = iter(cells)
    return bg.Decision(
        "A",
        {
            row: bg.Decision(
                "B",
                {column: end(*next(moves)) for column in ("left", "right")},
                infoset=f"{name}, B",
            )
            for row in ("top", "bottom")
        },
        infoset=f"{name}, A",
    )


def tree(root: bg.Decision | bg.Chance) -> bg.ExtensiveFormGame:
    return bg.ExtensiveFormGame("t", players=("A", "B"), root=root)


BATTLE = ((3, 1), (0, 0), (0, 0), (1, 3))
OUTSIDE = tree(bg.Decision("A", {"out": end(2, 2), "in": at_once(BATTLE)}, infoset="start"))


def is_subgame_perfect(game: bg.ExtensiveFormGame, profile: bg.BehaviorStrategyProfile) -> bool:
    """In every subgame, taken out as a game of its own, nobody gains by any strategy."""
    tree = game.tree
    for path in bg.subgames(game):
        root = game.node_at(path)
        part = bg.subgame(game, path)
        inside = range(root, int(tree.end[root]))
        own = sorted({int(tree.infoset[n]) for n in inside if tree.infoset[n] >= 0})
        weights = [w for i in own for w in profile.weights_at(i)]
        here = bg.BehaviorStrategyProfile.from_weights(part, weights)
        if max(bg.regrets(part, here).values()) > 0:
            return False
    return True


def pure_profiles(game: bg.ExtensiveFormGame) -> list[bg.BehaviorStrategyProfile]:
    sizes = map(range, game.tree.infoset_size.tolist())
    return [bg.BehaviorStrategyProfile.pure(game, each) for each in itertools.product(*sizes)]


def holds(result: bg.EquilibriumResult, profile: bg.BehaviorStrategyProfile) -> bool:
    return any(
        e.profile == profile or (e.family is not None and profile in e.family) for e in result
    )


small = extensive_form_games(max_decisions=5, max_depth=4, kind="tied")


@settings(max_examples=150)
@given(st.one_of(small, extensive_form_games(players=2, perfect_information=False)))
def test_every_pure_one_is_there_and_every_listed_one_is_one(game: bg.ExtensiveFormGame) -> None:
    if math.prod(game.tree.infoset_size.tolist()) > 3000:
        return
    result = bg.solve(game, bg.SubgamePerfect(), check=False)
    for equilibrium in result:
        assert is_subgame_perfect(game, equilibrium.profile)
        assert equilibrium.family is None or equilibrium.profile in equilibrium.family
    if result.coverage not in (bg.Coverage.ALL, bg.Coverage.ALL_PURE):
        return
    for profile in pure_profiles(game):
        assert holds(result, profile) == is_subgame_perfect(game, profile)


@given(perfect_information_games())
def test_with_perfect_information_it_is_backward_induction(game: bg.ExtensiveFormGame) -> None:
    plain = bg.solve(game, bg.BackwardInduction())
    result = bg.solve(game, bg.SubgamePerfect())
    if plain.is_complete_list:
        assert result.is_complete_list
        assert [e.profile for e in result] == [e.profile for e in plain]
        return
    for equilibrium in result:
        assert equilibrium.profile in plain[0].family  # type: ignore[operator]
    for equilibrium in plain:
        assert holds(result, equilibrium.profile)


@given(small)
def test_payoff_ranges_hold_what_is_listed(game: bg.ExtensiveFormGame) -> None:
    result = bg.solve(game, bg.SubgamePerfect(), check=False)
    for equilibrium in result:
        if equilibrium.family is not None:
            for player, (low, high) in equilibrium.family.payoff_ranges.items():
                assert low <= equilibrium.payoffs[player] <= high


@given(extensive_form_games(players=2, perfect_information=False))
def test_one_is_one_of_all(game: bg.ExtensiveFormGame) -> None:
    one = bg.solve(game, bg.SubgamePerfect(single=True))
    assert len(one) == 1
    assert one.coverage is bg.Coverage.ONE
    assert is_subgame_perfect(game, one[0].profile)


def test_battle_with_an_outside_option() -> None:
    result = bg.solve(OUTSIDE, bg.SubgamePerfect())
    assert [str(e.profile) for e in result] == [
        "A at start: in; A at at once, A: top; B at at once, B: left",
        "A at start: out; A at at once, A: bottom; B at at once, B: right",
        (
            "A at start: out; A at at once, A: top 3/4, bottom 1/4; B at at once, B: left 1/4, "
            "right 3/4"
        ),
    ]
    assert result.coverage is bg.Coverage.ALL
    assert result.components == ((0,), (1,), (2,))


@pytest.mark.parametrize("inner", [bg.PureEnumeration(), bg.LemkeHowson(), bg.ExtremeEnumeration()])
def test_any_solver_will_do_inside(inner: bg.Solver) -> None:
    result = bg.solve(OUTSIDE, bg.SubgamePerfect(inner=inner))
    every = [e.profile for e in bg.solve(OUTSIDE, bg.SubgamePerfect())]
    assert all(e.profile in every for e in result)
    wanted = {
        bg.Coverage.ALL_PURE: (bg.Coverage.ALL_PURE, 2),
        bg.Coverage.ONE: (bg.Coverage.ONE, 1),
        bg.Coverage.ALL: (bg.Coverage.ALL, 3),
    }[inner.coverage]
    assert (result.coverage, len(result)) == wanted


def test_without_pure_ones_a_solver_of_pure_ones_finds_none() -> None:
    pennies = ((1, -1), (-1, 1), (-1, 1), (1, -1))
    game = tree(bg.Decision("A", {"out": end(0, 0), "in": at_once(pennies)}))
    result = bg.solve(game, bg.SubgamePerfect(inner=bg.PureEnumeration()))
    assert (len(result), result.status) == (0, bg.Status.NONE_EXISTS)


def test_many_that_pay_alike_are_kept_together() -> None:
    # Ten coordination games after a move of chance, three equilibria each; nobody moves before.
    branches = {
        f"state {i}": (Fraction(1, 10), at_once(((2, 2), (0, 0), (0, 0), (1, 1)), f"game {i}"))
        for i in range(10)
    }
    result = bg.solve(tree(bg.Chance(branches)), bg.SubgamePerfect())
    assert result.coverage is bg.Coverage.ALL
    family = result[0].family
    assert family is not None
    assert family.count == 2**10  # those in pure strategies
    assert len(result) == 64
    assert family.payoff_ranges["A"] == (Fraction(2, 3), Fraction(2))
    assert all(e.profile in family for e in result)
    assert any("59049 equilibria were found" in note for note in result.notes)


def test_what_pays_differently_above_is_solved_for_each() -> None:
    result = bg.solve(OUTSIDE, bg.SubgamePerfect())
    assert result.statistics == {"subgames": 2, "solved": 4}


def test_a_continuum_that_pays_differently_above_is_not_hidden() -> None:
    # B is indifferent, and what B does decides whether A enters.
    game = tree(
        bg.Decision(
            "A",
            {
                "out": end(1, 1),
                "in": bg.Decision("B", {"kind": end(2, 0), "mean": end(0, 0)}, infoset="reply"),
            },
            infoset="start",
        )
    )
    result = bg.solve(game, bg.SubgamePerfect())
    assert result.coverage is bg.Coverage.ALL_PURE
    (note,) = result.notes
    assert note.startswith("in the subgame at root/in mixtures of kind and mean are left out")
    assert [str(e.profile) for e in result] == [
        "A at start: in; B at reply: kind",
        "A at start: out; B at reply: mean",
    ]


def test_a_tie_that_matters_to_nobody_above_is_one_family() -> None:
    # B is indifferent between what A does not mind either.
    game = tree(
        bg.Decision(
            "A",
            {
                "out": end(1, 1),
                "in": bg.Decision("B", {"left": end(2, 0), "right": end(2, 0)}, infoset="reply"),
            },
            infoset="start",
        )
    )
    result = bg.solve(game, bg.SubgamePerfect())
    assert result.coverage is bg.Coverage.ALL
    family = result[0].family
    assert family is not None
    assert family.count == 2
    half = {"A": {"start": "in"}, "B": {"reply": {"left": HALF, "right": HALF}}}
    assert half in family
    assert {"A": {"start": "out"}, "B": {"reply": "left"}} not in family
    assert family.conditions == (
        "in the subgame at root/in, an equilibrium that pays A 2, one of:",
        "  any mixture of left and right at reply (B)",
    )


def test_a_limit_is_told() -> None:
    result = bg.solve(OUTSIDE, bg.SubgamePerfect(limit=2), check=False)
    assert (result.status, result.coverage) == (bg.Status.LIMIT, bg.Coverage.SOME)
    assert len(result) == 1


def test_floats() -> None:
    result = bg.solve(OUTSIDE.to_float(), bg.SubgamePerfect())
    assert len(result) == 3
    assert result[2].profile["A"]["at once, A"]["top"] == pytest.approx(0.75)


def test_three_players_of_whom_two_move_at_once() -> None:
    pay = lambda a, b, c: bg.Terminal({"A": a, "B": b, "C": c})  # noqa: E731
    game = bg.ExtensiveFormGame(
        "three",
        players=("A", "B", "C"),
        root=bg.Decision(
            "C",
            {
                "stop": pay(0, 0, 0),
                "go": bg.Decision(
                    "A",
                    {
                        "top": bg.Decision(
                            "B", {"left": pay(1, -1, 1), "right": pay(-1, 1, 1)}, infoset="B"
                        ),
                        "bottom": bg.Decision(
                            "B", {"left": pay(-1, 1, 1), "right": pay(1, -1, -1)}, infoset="B"
                        ),
                    },
                    infoset="A",
                ),
            },
            infoset="C",
        ),
    )
    only = bg.solve(game, bg.SubgamePerfect()).only()
    assert only.profile["C"]["C"]["go"] == 1
    assert only.profile["A"]["A"]["top"] == HALF
    assert only.payoffs == {"A": 0, "B": 0, "C": HALF}


def test_a_game_that_is_over_has_one() -> None:
    game = bg.ExtensiveFormGame("over", players=("A",), root=bg.Terminal({"A": 1}))
    assert bg.solve(game, bg.SubgamePerfect()).only().payoffs == {"A": 1}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"inner": "LemkeHowson"}, "inner is a solver such as brinkgame.LemkeHowson(), or None"),
        ({"inner": bg.CorrelatedLP()}, "inner finds Nash equilibria; CorrelatedLP finds"),
        ({"listed": 0}, "listed is a whole number from 1 on; got 0"),
        ({"limit": 2.5}, "limit is a whole number from 1 on; got 2.5"),
        ({"single": 1}, "single is True or False; got 1"),
    ],
)
def test_wrong_options(options: dict[str, Any], told: str) -> None:
    with pytest.raises(bg.InvalidNumberError, match=told.replace("(", r"\(").replace(")", r"\)")):
        bg.SubgamePerfect(**options)


def test_who_forgets_is_told() -> None:
    forget = bg.Decision("A", {"left": end(1, 0), "right": end(0, 0)}, infoset="later")
    game = tree(bg.Decision("A", {"one": forget, "two": forget}))
    with pytest.raises(bg.UnsupportedGameError, match="A forgets at root/one and root/two"):
        bg.solve(game, bg.SubgamePerfect())


def test_a_long_chain_of_subgames() -> None:
    node: bg.Decision = at_once(BATTLE, "the end")
    for step in range(1200):
        node = bg.Decision("A", {"stop": end(-step, 0), "go": node}, infoset=f"step {step}")
    result = bg.solve(tree(node), bg.SubgamePerfect(single=True))
    assert result[0].payoffs == {"A": 3, "B": 1}


TABLE = bg.catalog.load("irrational-equilibrium").game


def three_at_once(outside: int | None) -> bg.ExtensiveFormGame:
    """The three-player table with an irrational equilibrium as moves, perhaps after another one."""
    row, column, table = TABLE.players

    def end(**chosen: str) -> bg.Terminal:
        return bg.Terminal({player: TABLE.payoff(player, chosen) for player in TABLE.players})

    def moves(player: str, below: Any) -> bg.Decision:
        return bg.Decision(player, {s: below(s) for s in TABLE.strategies[player]}, infoset=player)

    root = moves(
        row,
        lambda i: moves(column, lambda j: moves(table, lambda k: end(row=i, column=j, table=k))),
    )
    if outside is not None:
        out = bg.Terminal(dict.fromkeys(TABLE.players, outside))
        root = bg.Decision(row, {"out": out, "in": root}, infoset="start")
    return bg.ExtensiveFormGame("three at once", players=TABLE.players, root=root)


def test_irrational_probabilities_where_nobody_moves_before() -> None:
    only = bg.solve(three_at_once(None), bg.SubgamePerfect()).only()
    (known,) = bg.solve(TABLE)
    assert only.profile["row"]["row"] == known.profile["row"]
    assert only.payoffs == known.payoffs


def test_irrational_payoffs_are_not_followed_up_and_said_so() -> None:
    result = bg.solve(three_at_once(0), bg.SubgamePerfect(), check=False)
    assert (len(result), result.status, result.coverage) == (
        0,
        bg.Status.UNREACHED,
        bg.Coverage.SOME,
    )
    assert "equilibria with irrational payoffs are left out" in result.notes[0]


def test_what_is_nearly_one_inside_is_nearly_one_of_the_whole() -> None:
    inner = bg.LogarithmicHomotopy()
    result = bg.solve(three_at_once(0), bg.SubgamePerfect(inner=inner))
    assert len(result) == 1
    assert not result[0].is_exact
    assert result[0].payoffs["row"] == pytest.approx(
        float(bg.solve(TABLE)[0].payoffs["row"]), abs=1e-6
    )


def test_reputation_in_three_markets_has_an_answer() -> None:
    from brinkgame.catalog.reputation import reputation

    result = bg.solve(reputation(3).at())
    assert len(result) >= 1


def behind_chance(game: bg.ExtensiveFormGame, root: Any) -> bg.ExtensiveFormGame:
    """The game half the time; else nobody gets anything."""
    nothing = bg.Terminal(dict.fromkeys(game.players, 0))
    return bg.ExtensiveFormGame(
        "behind chance",
        players=game.players,
        root=bg.Chance({"on": (HALF, root), "off": (bg.REST, nothing)}),
    )


@settings(max_examples=30)
@given(st.lists(st.integers(-1, 2), min_size=21, max_size=21))
def test_ranges_behind_chance_are_as_exact_as_those_inside(numbers: list[int]) -> None:
    players = ("A", "B", "C")
    left = iter(numbers)

    def pays() -> bg.Terminal:
        return bg.Terminal({player: next(left) for player in players})

    def third() -> bg.Decision:
        return bg.Decision("C", {action: pays() for action in "abc"}, infoset="C")

    second = bg.Decision("B", {"across": pays(), "down": third()}, infoset="B")
    root = bg.Decision("A", {"across": second, "down": third()}, infoset="A")
    inside = bg.ExtensiveFormGame("horse", players=players, root=root)
    families = [e.family for e in bg.solve(inside, bg.TreeSupportEnumeration())]
    told = all(family.ranges_are_exact for family in families if family is not None)
    result = bg.solve(behind_chance(inside, root), bg.SubgamePerfect())
    for equilibrium in result:
        if equilibrium.family is not None:
            assert equilibrium.family.ranges_are_exact <= told


def test_bounds_of_a_curve_inside_are_no_extremes_of_the_whole() -> None:
    players = ("A", "B", "C")

    def pays(*numbers: int) -> bg.Terminal:
        return bg.Terminal(dict(zip(players, numbers, strict=True)))

    def third(*ends: bg.Terminal) -> bg.Decision:
        return bg.Decision("C", dict(zip("abc", ends, strict=True)), infoset="C")

    above = third(pays(0, -1, 2), pays(0, 0, -1), pays(1, 2, 0))
    below = third(pays(2, 1, 1), pays(0, 2, 2), pays(1, -1, 1))
    second = bg.Decision("B", {"across": pays(0, 0, 0), "down": above}, infoset="B")
    root = bg.Decision("A", {"across": second, "down": below}, infoset="A")
    inside = bg.ExtensiveFormGame("horse", players=players, root=root)
    family = bg.solve(behind_chance(inside, root), bg.SubgamePerfect())[0].family
    # C gets 0 at least, and the bound is below that.
    assert family is not None
    assert family.payoff_ranges["C"][0] < 0
    assert not family.ranges_are_exact
    lines = family.conditions
    assert lines.count("  a family:") == len({id(m.family) for m in members_of(family)})


def members_of(family: Any) -> list[Any]:
    """The members of a composition that are continua of a trunk."""
    composition = family.composition
    return [
        member
        for classes in composition.classes.values()
        for part in classes.values()
        for member in part.members
        if member.family is not None
    ]
