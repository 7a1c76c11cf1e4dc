"""Backward induction: options, obstacles, the three folds against plain recursion, ties told."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidNumberError, SolveError
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solve import solve
from brinkgame.solvers import BackwardInduction, backward_induction
from brinkgame.solvers.backward_induction import _fold_compiled, _fold_levels, _fold_nodes
from tests.unit.drawing import SEEDS, fractions, games, grown, numbers, tied, wide
from tests.unit.plain import fold

PLAYERS = ("A", "B")
HALF = Fraction(1, 2)


def end(a: Any = 0, b: Any = 0) -> Terminal:
    return Terminal({"A": a, "B": b})


def game_of(root: Any, players: tuple[str, ...] = PLAYERS) -> ExtensiveFormGame:
    return ExtensiveFormGame("t", players=players, root=root)


# --- what it declares ----------------------------------------------------------------------------


def test_options() -> None:
    solver = BackwardInduction()
    assert solver.single is False
    assert solver.limit >= solver.listed >= 1
    assert BackwardInduction(single=True) != solver
    assert BackwardInduction(listed=1, limit=1) == BackwardInduction(listed=1, limit=1)
    assert solver.concept is Concept.SUBGAME_PERFECT
    assert solver.form is ExtensiveFormGame
    assert solver.coverage is Coverage.ALL
    assert sorted(a.__name__ for a in solver.arithmetics) == ["Exact", "Float"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limit": 0}, "limit is a whole number from 1 on; got 0"),
        ({"limit": -5}, "limit is a whole number from 1 on; got -5"),
        ({"limit": 2.0}, "limit is a whole number from 1 on; got 2.0"),
        ({"limit": True}, "limit is a whole number from 1 on; got True"),
        ({"limit": "many"}, "limit is a whole number from 1 on; got 'many'"),
        ({"listed": 0}, "listed is a whole number from 1 on; got 0"),
        ({"listed": None}, "listed is a whole number from 1 on; got None"),
        ({"single": 1}, "single is True or False; got 1"),
        ({"single": "yes"}, "single is True or False; got 'yes'"),
        ({"single": None}, "single is True or False; got None"),
    ],
)
def test_options_that_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidNumberError) as caught:
        BackwardInduction(**options)
    assert str(caught.value) == message


def two(infoset: str | None = None, player: str = "B") -> Decision:
    return Decision(player, {"l": end(1), "r": end(2)}, infoset=infoset)


def test_obstacles() -> None:
    solver = BackwardInduction()
    assert solver.obstacles(game_of(two())) == ()
    assert solver.obstacles(game_of(two()).to_float()) == ()
    crowd = game_of(Decision("A", {"x": two("s"), "y": Decision("A", {"z": two("s")})}))
    assert solver.obstacles(crowd) == (
        "needs perfect information; B cannot tell apart root/x and root/y/z",
    )
    forgets = game_of(Decision("A", {"x": two("s", "A"), "y": two("s", "A")}))
    assert solver.obstacles(forgets) == (
        "needs perfect information; A cannot tell apart root/x and root/y",
        "needs perfect recall; A forgets at root/x and root/y",
    )
    table = NormalFormGame.from_arrays([1])
    assert solver.obstacles(table) == (
        "takes games of class ExtensiveFormGame, not NormalFormGame",
    )


# --- one equilibrium -----------------------------------------------------------------------------


def test_a_single_answer() -> None:
    root = Decision(
        "A",
        {
            "out": end(1, 4),
            "in": Decision("B", {"accept": end(2, 2), "fight": end(-1, -1)}),
            "gamble": Chance({"lose": ("2/3", end(0)), "win": (REST, end(5))}),
        },
    )
    run = BackwardInduction().run(game_of(root))
    (profile,) = run.profiles
    assert profile.choices.tolist() == [1, 0]
    assert run.status is Status.SOLVED
    assert run.coverage is Coverage.ALL
    assert run.families == ()
    assert run.components == ((0,),)
    assert run.notes == ()
    assert run.statistics == {"ties": 0}


def ties(count: int) -> ExtensiveFormGame:
    odds = [Fraction(1, max(count, 1))] * count
    branches = {
        str(i): (p, Decision("B", {"l": end(i), "m": end(-i), "r": end(1, -1)}))
        for i, p in enumerate(odds)
    }
    return game_of(Chance(branches) if branches else end())


@pytest.mark.parametrize(("count", "where"), [(1, "1 place"), (2, "2 places"), (7, "7 places")])
def test_one_of_several(count: int, where: str) -> None:
    run = BackwardInduction(single=True).run(ties(count))
    assert run.profiles[0].choices.tolist() == [0] * count
    assert run.status is Status.SOLVED
    assert run.coverage is Coverage.ONE
    assert run.components == ()
    assert run.families == ()
    assert run.notes == (f"at {where} a mover is indifferent; the action declared first was taken",)
    assert run.statistics == {"ties": count}
    assert len(solve(ties(count), BackwardInduction(single=True))) == 1


def test_ties_in_floats_are_told() -> None:
    run = BackwardInduction().run(ties(2).to_float())
    assert len(run.profiles) == 1
    assert run.coverage is Coverage.ONE
    assert run.components == ()
    (note,) = run.notes
    assert note.startswith("at 2 places a mover is indifferent within the tolerance; solve the")
    assert note.endswith("game exactly to have every equilibrium")
    assert run.statistics == {"ties": 2}
    unique = BackwardInduction().run(game_of(two(player="A")).to_float())
    assert unique.coverage is Coverage.ALL
    assert unique.components == ((0,),)


def test_single_makes_no_difference_without_ties() -> None:
    game = game_of(Decision("A", {"l": end(1), "r": end(2)}))
    assert solve(game, BackwardInduction(single=True)).only().payoffs == {"A": 2, "B": 0}


@given(st.sampled_from([fractions, numbers, wide, tied]).flatmap(lambda n: games(number=n)))
def test_the_first_best_action_everywhere(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    folded = fold(root, game.players)
    found = solve(game, BackwardInduction(single=True))
    expected = [chosen for _, chosen, _ in folded if chosen >= 0]
    assert found[0].profile.choices.tolist() == expected
    assert found[0].payoffs == folded[0][0]
    count = sum(tie for _, _, tie in folded)
    assert found.statistics == {"ties": count}
    assert found.coverage is (Coverage.ONE if count else Coverage.ALL)
    if not count:
        assert solve(game).only().profile == found[0].profile


# --- the folds agree -----------------------------------------------------------------------------


def check(found: Any, root: Any, game: ExtensiveFormGame) -> None:
    """A fold of an exact game against plain recursion."""
    folded = fold(root, game.players)
    assert list(found.choices) == [chosen for _, chosen, _ in folded if chosen >= 0]
    assert sorted(found.tied) == [node for node, (_, _, tie) in enumerate(folded) if tie]
    collected = [dict.fromkeys(game.players, Fraction(0))]
    rows = game.payoff_rows()
    for node in range(game.tree.size):
        # A fold counts what was collected on the way to a node as well.
        before = collected[int(game.tree.parent[node])] if node else collected[0]
        row = int(game.tree.payoff_row[node])
        here = dict(zip(game.players, rows[row], strict=True)) if row >= 0 else {}
        own = {p: before[p] + here.get(p, 0) for p in game.players}
        if node:
            collected.append(own)
        else:
            collected[0] = own
        expected = tuple(
            folded[node][0][p] + (before[p] if node else Fraction(0)) for p in game.players
        )
        assert found.payoffs(node) == expected
        assert all(type(x) is Fraction for x in found.payoffs(node))


@given(
    st.sampled_from([fractions, numbers, wide, tied]).flatmap(
        lambda n: games(number=n, decisions=8)
    )
)
def test_the_plain_fold_against_recursion(drawn: tuple[ExtensiveFormGame, Any]) -> None:
    game, root = drawn
    check(_fold_nodes(game), root, game)


def thirds(rng: random.Random, size: int) -> list[Fraction]:
    """Probabilities with denominators of one digit, which differ from node to node."""
    cuts = [rng.randint(1, 3) for _ in range(size)]
    return [Fraction(cut, sum(cuts)) for cut in cuts]


def halves(_: random.Random, size: int) -> list[Fraction]:
    """The same odds at every chance node, so that one bit a level is enough."""
    return [HALF, *[HALF / (size - 1)] * (size - 1)] if size > 2 else [HALF] * size


WIDE_TREES: dict[str, dict[str, Any]] = {
    "few numbers": {"number": lambda rng: rng.randint(0, 3), "odds": thirds, "chance": 0.3},
    "no chance": {"number": lambda rng: rng.randint(-(10**6), 10**6), "chance": 0},
    "fractions": {"number": fractions, "odds": thirds, "chance": 0.1},
    "beyond floats": {"number": lambda rng: 2**58 - rng.randint(0, 2), "chance": 0},
    "beyond floats, chance": {
        "number": lambda rng: 2**55 - rng.randint(0, 2),
        "odds": halves,
        "chance": 0.3,
        "branching": (2,),
    },
}


@pytest.mark.parametrize("options", WIDE_TREES.values(), ids=WIDE_TREES)
@pytest.mark.parametrize("seed", range(4))
def test_the_fold_by_levels_against_recursion(options: dict[str, Any], seed: int) -> None:
    rng = random.Random(seed)
    root = Decision(
        "B",
        {
            str(i): grown(
                rng,
                3,
                branching=options.get("branching", (2, 3, 4)),
                **{k: v for k, v in options.items() if k != "branching"},
            )
            for i in range(60)
        },
    )
    game = game_of(root)
    assert game.tree.is_wide
    found = _fold_levels(game, 0)
    assert found is not None
    check(found, root, game)
    check(_fold_nodes(game), root, game)


def test_payoffs_that_floats_cannot_tell_apart_are_no_tie() -> None:
    root = Decision(
        "A",
        {
            str(i): Decision("A", {"l": end(2**60 - 2 * i - 1), "r": end(2**60 - 2 * i - 2)})
            for i in range(300)
        },
    )
    game = game_of(root)
    assert game.tree.is_wide
    result = solve(game)
    assert result.coverage is Coverage.ALL
    assert result.notes == ()
    assert result.only().payoffs == {"A": 2**60 - 1, "B": 0}
    assert not result.only().profile.choices.any()


def bushel(largest: int, *, sign: int = 1, odds: list[Any] | None = None) -> Any:
    """A wide tree of small numbers with one large one; each move is followed by chance."""
    shares = odds or [HALF, HALF]
    kids = {}
    for i in range(200):
        pair = [end(sign * (largest if i == 7 else i), -i), end(sign * (largest if i == 7 else 0))]
        kids[str(i)] = Chance(
            {str(k): (p, node) for k, (p, node) in enumerate(zip(shares, pair, strict=True))}
        )
    return Decision("A" if sign > 0 else "B", kids)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_fold_by_levels_declines_where_64_bits_could_overflow(sign: int) -> None:
    # Payoffs are multiplied by the denominator of the chance nodes above them, two here.
    assert backward_induction._SAFE == 2**62
    below, at = bushel(2**61 - 1, sign=sign), bushel(2**61, sign=sign)
    found = _fold_levels(game_of(below), 0)
    assert found is not None
    check(found, below, game_of(below))
    assert found.payoffs(0)[0] == (2**61 - 1 if sign > 0 else 0)
    assert _fold_levels(game_of(at), 0) is None
    check(_fold_nodes(game_of(at)), at, game_of(at))
    plain = {str(i): end(sign * (2**62 - 1 if i == 3 else i)) for i in range(600)}
    assert _fold_levels(game_of(Decision("A", plain)), 0) is not None
    check(
        _fold_levels(game_of(Decision("A", plain)), 0),
        Decision("A", plain),
        game_of(Decision("A", plain)),
    )
    plain["3"] = end(sign * 2**62)
    assert _fold_levels(game_of(Decision("A", plain)), 0) is None


def test_common_denominators_count_for_the_bound() -> None:
    def root(numerator: int, denominator: int) -> Any:
        ends = {str(i): end(Fraction(numerator if i == 3 else i, denominator)) for i in range(600)}
        ends["3"] = end(Fraction(numerator, denominator))
        return Decision("A", ends)

    # 1/3 and 2**61: brought to thirds, the large one is 3 * 2**60 and more.
    fits = Decision("A", {**dict(root(1, 3).actions), "big": end((2**62 - 1) // 3)})
    assert _fold_levels(game_of(fits), 0) is not None
    check(_fold_levels(game_of(fits), 0), fits, game_of(fits))
    over = Decision("A", {**dict(root(1, 3).actions), "big": end((2**62 - 1) // 3 + 1)})
    assert _fold_levels(game_of(over), 0) is None


@pytest.mark.parametrize(("bits", "taken"), [(61, True), (62, False), (200, False)])
def test_probabilities_with_wide_denominators(bits: int, *, taken: bool) -> None:
    odds = [Fraction(1, 2**bits), 1 - Fraction(1, 2**bits)]
    root = bushel(1, odds=odds)
    for i in range(200):
        assert root.actions[str(i)].branches["0"][0] == odds[0]
    zero = Decision(
        "A",
        {str(i): Chance({"u": (odds[0], end(i % 2)), "d": (odds[1], end(0))}) for i in range(200)},
    )
    game = game_of(zero)
    found = _fold_levels(game, 0)
    assert (found is not None) == taken
    check(found or _fold_nodes(game), zero, game)


def test_denominators_of_levels_multiply() -> None:
    # Two levels of chance, of thirds and of fifths and sevenths.
    def low(i: int) -> Any:
        parts = 5 if i % 2 else 7
        return Chance({"u": (Fraction(2, parts), end(i, -i)), "d": (REST, end(1))})

    root = Decision(
        "A",
        {
            str(i): Chance({"u": (Fraction(1, 3), low(i)), "d": (REST, end(Fraction(i, 2)))})
            for i in range(120)
        },
    )
    game = game_of(root)
    found = _fold_levels(game, 0)
    assert found is not None
    check(found, root, game)


def test_payoffs_on_the_way_and_narrow_trees_go_node_by_node() -> None:
    wide_ = Decision("A", {str(i): end(i) for i in range(600)})
    assert _fold_levels(game_of(wide_), 0) is not None
    paid = Decision("A", dict(wide_.actions), payoffs={"A": 1})
    assert _fold_levels(game_of(paid), 0) is None
    assert solve(game_of(paid)).only().payoffs == {"A": 600, "B": 0}
    narrow = Decision("A", {str(i): end(i) for i in range(400)})
    assert _fold_levels(game_of(narrow), 0) is None
    assert _fold_levels(game_of(narrow).to_float(), 0) is None


def test_denominators_too_wide_to_be_of_use() -> None:
    primes = [p for p in range(2, 400) if all(p % q for q in range(2, math.isqrt(p) + 1))]
    assert math.lcm(*primes).bit_length() > 256
    wide_ = Decision(
        "A",
        {
            str(i): Decision(
                "B", {"l": end(Fraction(1, p), Fraction(-1, p)), "r": end(Fraction(i, p), 0)}
            )
            for i, p in enumerate(primes * 3)
        },
    )
    game = game_of(wide_)
    assert not game.tree.pays_on_the_way
    check(_fold_nodes(game), wide_, game)
    # Chance nodes with such denominators, one below the other.
    node: Any = end(1, 5)
    for p in primes:
        lottery = Chance({"u": (Fraction(1, p), end(0, p)), "d": (REST, node)})
        node = Decision("A", {"x": lottery, "y": end(-1, 1)})
    game = game_of(node)
    check(_fold_nodes(game), node, game)


# --- floats --------------------------------------------------------------------------------------


def by_nodes(game: ExtensiveFormGame, width: float) -> tuple[list[int], int]:
    found = _fold_nodes(game, width)
    return list(found.choices), len(found.tied)


def by_levels(game: ExtensiveFormGame, width: float) -> tuple[list[int], int]:
    found = _fold_levels(game, width)
    assert found is not None
    return found.choices.tolist(), len(found.tied)


def compiled(game: ExtensiveFormGame, width: float) -> tuple[list[int], int]:
    choices, count = _fold_compiled(game, width)
    return choices.tolist(), count


FOLDS = {"nodes": by_nodes, "levels": by_levels, "compiled": compiled}


@pytest.mark.parametrize("name", ["nodes", "compiled"])
@given(seed=SEEDS, chance=st.sampled_from([0, 0.3]), on_the_way=st.sampled_from([0.0, 0.3]))
def test_folds_of_floats_against_recursion(
    name: str, seed: int, chance: float, on_the_way: float
) -> None:
    # Numbers that floats hold exactly, so that ties are ties.
    def dyadic(_: random.Random, size: int) -> list[Fraction]:
        return {1: [Fraction(1)], 2: [HALF / 2, 3 * HALF / 2], 3: [HALF, HALF / 2, HALF / 2]}[size]

    root = grown(
        random.Random(seed),
        4,
        number=tied,
        chance=chance,
        on_the_way=on_the_way,
        odds=dyadic,
        branching=(1, 2, 3),
    )
    game = game_of(root)
    folded = fold(root, PLAYERS)
    choices = [chosen for _, chosen, _ in folded if chosen >= 0]
    count = sum(tie for _, _, tie in folded)
    assert FOLDS[name](game.to_float(), 1e-12) == (choices, count)


@pytest.mark.parametrize("name", FOLDS)
@pytest.mark.parametrize("chance", [0.0, 0.3])
def test_folds_of_large_trees_of_floats(name: str, chance: float) -> None:
    rng = random.Random(11)
    root = grown(rng, 9, number=lambda r: r.randint(0, 4), chance=chance, odds=halves)
    game = game_of(root)
    assert game.tree.is_wide
    folded = fold(root, PLAYERS)
    choices = [chosen for _, chosen, _ in folded if chosen >= 0]
    count = sum(tie for _, _, tie in folded)
    assert count > 100
    assert FOLDS[name](game.to_float(), 1e-12) == (choices, count)


@pytest.mark.parametrize("name", FOLDS)
@pytest.mark.parametrize(
    ("pays", "count"),
    [
        ([1.0, 0.75, 0.0], 1),  # just as wide
        ([0.75, 1.0, 0.0], 1),
        ([0.0, 0.75, 1.0], 1),
        ([0.7499, 0.0, 1.0], 0),
        ([1.0, 0.7499, 0.0], 0),
        ([1.0, 0.8, 0.9], 1),
        ([0.0, 0.5, 1.0], 0),  # the near ones are not the best one
        ([0.1, 0.2, 1.0], 0),
        ([1.0, 0.0, 1.0], 1),
    ],
)
def test_the_width_of_a_near_tie(name: str, pays: list[float], count: int) -> None:
    root = Decision(
        "B",
        {
            str(i): Decision("A", {str(k): end(pay, i) for k, pay in enumerate(pays)})
            for i in range(200)
        },
    )
    game = game_of(root).to_float()
    assert game.tree.is_wide
    choices, found = FOLDS[name](game, 0.25)
    assert found == 200 * count
    assert choices == [199, *[pays.index(max(pays))] * 200]


@pytest.mark.parametrize("name", FOLDS)
def test_one_action_is_no_tie(name: str) -> None:
    root = Decision("B", {str(i): Decision("A", {"only": end(0, i)}) for i in range(300)})
    game = game_of(root).to_float()
    assert FOLDS[name](game, 0.5) == ([299] + [0] * 300, 0)


def test_near_ties_are_measured_by_the_spread() -> None:
    def root(gap: float) -> ExtensiveFormGame:
        return game_of(Decision("A", {"l": end(1000), "r": end(1000 * (1 - gap)), "z": end(0)}))

    assert BackwardInduction().run(root(0.9e-9).to_float()).statistics == {"ties": 1}
    assert BackwardInduction().run(root(1.1e-9).to_float()).statistics == {"ties": 0}
    assert BackwardInduction().run(root(0.9e-9)).statistics == {"ties": 0}


def test_which_fold_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def spy(name: str) -> Any:
        real = getattr(backward_induction, name)

        def call(*arguments: Any) -> Any:
            found = real(*arguments)
            if found is not None:
                taken.append(name)
            return found

        return call

    for name in ("_fold_nodes", "_fold_levels", "_fold_compiled"):
        monkeypatch.setattr(backward_induction, name, spy(name))
    large = game_of(Decision("A", {str(i): end(i) for i in range(600)}))
    small = game_of(two())

    def ask(game: ExtensiveFormGame) -> str:
        BackwardInduction().run(game)
        (name,) = taken
        taken.clear()
        return name

    assert [ask(small), ask(small.to_float())] == ["_fold_nodes"] * 2
    assert [ask(large), ask(large.to_float())] == ["_fold_levels"] * 2
    assert backward_induction.COMPILED_FROM == 100_000
    monkeypatch.setattr(backward_induction, "COMPILED_FROM", 601)
    assert [ask(large), ask(large.to_float())] == ["_fold_levels", "_fold_compiled"]
    monkeypatch.setattr(backward_induction, "COMPILED_FROM", 602)
    assert ask(large.to_float()) == "_fold_levels"


def test_exact_and_float_agree_on_a_large_tree() -> None:
    rng = random.Random(3)
    root = grown(rng, 8, number=lambda r: r.randint(0, 10**6))
    game = game_of(root)
    exact, floats = solve(game).only(), solve(game.to_float()).only()
    assert np.array_equal(exact.profile.choices, floats.profile.choices)
    assert floats.payoffs == pytest.approx({p: float(x) for p, x in exact.payoffs.items()})
    assert isinstance(exact.profile, BehaviorStrategyProfile)


def test_the_limit_is_told() -> None:
    kids = {
        str(i): (Fraction(1, 6), Decision("B", {"x": end(0), "y": end(2**i)})) for i in range(6)
    }
    game = game_of(Decision("A", {"out": end(5), "in": Chance(kids)}))
    assert solve(game, BackwardInduction(limit=64)).status is Status.SOLVED
    with pytest.raises(SolveError, match="The solver reached its limit") as caught:
        solve(game, BackwardInduction(limit=32))
    assert caught.value.result is not None
    assert caught.value.result.status is Status.LIMIT
