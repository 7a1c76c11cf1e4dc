"""All Nash equilibria of two-player trees: against the plain table, and by what is known."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms.conversion import pure_strategies
from brinkgame.play.sequence_replies import behavior_weights
from brinkgame.results import Coverage, Status
from tests.unit import drawing

SOLVERS = [bg.ReducedFormEnumeration(), bg.SequenceFormEnumeration()]
KINDS = [drawing.tied, drawing.tied, drawing.tied, drawing.fractions, drawing.wide]
T, D, C = bg.Terminal, bg.Decision, bg.Chance


def paid(first, second):
    return T({"1": first, "2": second})


@st.composite
def trees(draw, most=8):
    """A tree of two players who forget nothing, hidden information and ties included."""
    rng = random.Random(draw(drawing.SEEDS))
    root = drawing.written(
        rng,
        ("A", "B"),
        number=rng.choice(KINDS),
        information="recall",
        decisions=rng.randint(2, most),
    )
    game = bg.ExtensiveFormGame("drawn", players=("A", "B"), root=root)
    assume(not any(solver.obstacles(game) for solver in SOLVERS))
    return game


def homes(result, profile):
    """How many listed equilibria or families hold a profile."""
    different = {id(e.family or e): e for e in result}.values()
    return sum(
        profile in e.family if e.family is not None else profile == e.profile for e in different
    )


def outside_option():
    def hidden(left, right):
        return D("2", {"L": left, "R": right}, infoset="h")

    inside = D(
        "1",
        {"T": hidden(paid(3, 1), paid(0, 0)), "B": hidden(paid(0, 0), paid(1, 3))},
        infoset="inside",
    )
    root = D("1", {"out": paid(2, 2), "in": inside}, infoset="top")
    return bg.ExtensiveFormGame("outside option", players=("1", "2"), root=root)


def beer_quiche(strong):
    def breakfast(tough):
        liked = "beer" if tough else "quiche"
        return D(
            "1",
            {
                meal: D(
                    "2",
                    {
                        "duel": paid(int(meal == liked), int(not tough)),
                        "no": paid(2 + int(meal == liked), int(tough)),
                    },
                    infoset=meal,
                )
                for meal in ("beer", "quiche")
            },
            infoset="strong" if tough else "weak",
        )

    root = C({"strong": (strong, breakfast(True)), "weak": (bg.REST, breakfast(False))})
    return bg.ExtensiveFormGame("beer-quiche", players=("1", "2"), root=root)


def kuhn():
    def show(i, j, stake):
        return paid(stake, -stake) if i > j else paid(-stake, stake)

    def deal(i, j):
        called = D("1", {"fold": paid(-1, 1), "call": show(i, j, 2)}, infoset=f"{i} bet at")
        return D(
            "1",
            {
                "check": D(
                    "2", {"check": show(i, j, 1), "bet": called}, infoset=f"{j} after check"
                ),
                "bet": D(
                    "2", {"fold": paid(1, -1), "call": show(i, j, 2)}, infoset=f"{j} after bet"
                ),
            },
            infoset=f"{i}",
        )

    hands = itertools.permutations(range(3), 2)
    root = C({f"{i}{j}": ("1/6", deal(i, j)) for i, j in hands})
    return bg.ExtensiveFormGame("Kuhn poker", players=("1", "2"), root=root)


# -- what is known --------------------------------------------------------------------------------


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
def test_entry_deterrence(solver):
    result = bg.solve(bg.catalog.load("entry-deterrence").game, solver)
    assert [group.ends for group in result.by_outcome()] == [
        {"root/out": 1},
        {"root/in/accommodate": 1},
    ]
    out, entry = result
    assert entry.family is None
    assert out.family.conditions == (
        "entrant at root: out",
        "incumbent at entry: Pr(fight) >= 2/3",
    )
    assert out.family.incentives == {"incumbent at entry: Pr(fight) >= 2/3": "entrant at root: in"}
    assert out.family.outcomes == ({"root/out": 1},)
    for weight, inside in (("2/3", True), ("1", True), ("66/100", False)):
        plan = {"accommodate": 1 - Fraction(weight), "fight": weight}
        profile = {"entrant": {"root": "out"}, "incumbent": {"entry": plan}}
        assert (profile in out.family) is inside


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
def test_an_outside_option(solver):
    out, inside = bg.solve(outside_option(), solver)
    assert out.family.conditions == ("1 at top: out", "2 at h: Pr(R) >= 1/3")
    assert out.family.count == 2, "what 1 would do inside after out is free"
    assert inside.payoffs == {"1": 3, "2": 1}
    assert inside.family is None


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
def test_beer_and_quiche(solver):
    beer, quiche = bg.solve(beer_quiche("9/10"), solver)
    assert beer.family.conditions == (
        "1 at strong: beer",
        "1 at weak: beer",
        "2 at beer: no",
        "2 at quiche: Pr(duel) >= 1/2",
    )
    assert "2 at beer: Pr(duel) >= 1/2" in quiche.family.conditions
    only = bg.solve(beer_quiche("1/10"), solver).only().profile
    assert only["1"]["weak"]["beer"] == Fraction(1, 9)
    assert only["2"]["beer"]["duel"] == Fraction(1, 2)
    assert only["2"]["quiche"]["duel"] == 1


def test_kuhn_poker_has_a_family_with_one_parameter():
    result = bg.solve(kuhn(), concept="nash")
    assert isinstance(result.solver, bg.SequenceFormEnumeration)
    assert {e.payoffs["1"] for e in result} == {Fraction(-1, 18)}
    assert len(result.components) == 1
    family = result[0].family
    assert not family.has_one_outcome
    assert family.payoff_ranges["1"] == (Fraction(-1, 18), Fraction(-1, 18))
    bluffs = sorted(corner["0"]["bet"] for corner in family.strategies("1"))
    assert bluffs == [0, Fraction(1, 3)]
    for bluff in (Fraction(0), Fraction(1, 7), Fraction(1, 3), Fraction(1, 2)):
        call = min(bluff + Fraction(1, 3), Fraction(1))
        value = min(3 * bluff, Fraction(1))
        profile = {
            "1": {
                "0": {"check": 1 - bluff, "bet": bluff},
                "1": "check",
                "2": {"check": 1 - value, "bet": value},
                "0 bet at": "fold",
                "1 bet at": {"fold": 1 - call, "call": call},
                "2 bet at": "call",
            },
            "2": {
                "0 after check": {"check": "2/3", "bet": "1/3"},
                "1 after check": "check",
                "2 after check": "bet",
                "0 after bet": "fold",
                "1 after bet": {"fold": "2/3", "call": "1/3"},
                "2 after bet": "call",
            },
        }
        assert (profile in family) is (bluff <= Fraction(1, 3))


@given(drawing.SEEDS)
def test_opposed_payoffs_have_one_family_with_all_that_is_optimal(seed):
    """The linear program of zero-sum trees finds the same strategies in another way."""
    rng = random.Random(seed)
    root = drawing.written(
        rng, ("A", "B"), information="recall", decisions=rng.randint(2, 7), on_the_way=0
    )
    drawn = bg.ExtensiveFormGame("drawn", players=("A", "B"), root=root)
    game = opposed(drawn)
    assume(not any(solver.obstacles(game) for solver in SOLVERS))
    result = bg.solve(game, SOLVERS[1])
    program = bg.solve(game, bg.SequenceFormLP(optimal_sets=True))
    assert len(result.components) == 1
    assert {e.payoffs["A"] for e in result} == {program[0].payoffs["A"]}
    for optimal in program:
        assert homes(result, optimal.profile) == 1
    for equilibrium in result:
        assert homes(program, equilibrium.profile) == 1


def opposed(game):
    """The game in which B loses what A gets."""
    paid = game.terminal_payoffs()
    tree = game.tree

    def written(node):
        menu = tree.menus[tree.menu[node]] if tree.mover[node] >= -1 else ()
        below = [written(child) for child in tree.children_of(node)]
        if tree.mover[node] == -2:
            return T({"A": paid[node][0], "B": -paid[node][0]})
        if tree.mover[node] == -1:
            odds = [game.edge_probabilities()[child] for child in tree.children_of(node)]
            return C({a: (p, n) for a, p, n in zip(menu, odds, below, strict=True)})
        player = game.players[tree.mover[node]]
        label = tree.infoset_name(int(tree.infoset[node]))
        return D(player, dict(zip(menu, below, strict=True)), infoset=label)

    return bg.ExtensiveFormGame("opposed", players=("A", "B"), root=written(0))


# -- against the plain table ----------------------------------------------------------------------


def from_table(game, profile):
    """The behavior profile of mixed strategies of the whole normal form."""
    form, plans = game.sequence_form, []
    for who, player in enumerate(game.players):
        first, before = form.structure.first[who].tolist(), form.structure.before[who].tolist()
        plan = [Fraction(0)] * form.counts[who]
        menu = pure_strategies(game, player, reduced=False)
        for weight, strategy in zip(profile.weights[who], menu, strict=True):
            used = [0]
            for j, action in enumerate(strategy):
                if before[j] in used:
                    used.append(first[j] + action)
            for sequence in used:
                plan[sequence] += weight
        plans.append(tuple(plan))
    return bg.BehaviorStrategyProfile.from_weights(game, behavior_weights(game, plans)[0])


@given(trees(), st.data())
def test_nothing_lacks_and_nothing_is_too_much(game, data):
    """Extreme equilibria of the table are in just one family; membership is what regrets say."""
    result = bg.solve(game, SOLVERS[0])
    assert result.status is Status.SOLVED
    assert result.coverage is Coverage.ALL
    assert sum(result.indices) == 1
    table = bg.to_normal_form(game, reduced=False)
    if sum(table.shape) <= 12:
        for equilibrium in bg.solve(table, bg.ExtremeEnumeration()):
            assert homes(result, from_table(game, equilibrium.profile)) == 1
    rng = random.Random(data.draw(drawing.SEEDS))
    for _ in range(5):
        weights = [w for size in game.tree.infoset_size.tolist() for w in drawing.shares(rng, size)]
        profile = bg.BehaviorStrategyProfile.from_weights(game, weights)
        assert homes(result, profile) == (not any(bg.regrets(game, profile).values()))


@given(trees())
def test_both_searches_say_the_same(game):
    one, other = (bg.solve(game, solver) for solver in SOLVERS)
    assert [e.profile for e in one] == [e.profile for e in other]
    assert one.components == other.components
    assert [e.family and e.family.subsets for e in one] == [
        e.family and e.family.subsets for e in other
    ]


@given(trees())
def test_each_outcome_is_one_line(game):
    result = bg.solve(game, SOLVERS[1])
    assert all(len(group.members) == 1 for group in result.by_outcome())
    for equilibrium in result:
        family = equilibrium.family
        if family is not None:
            assert equilibrium.profile in family
            assert family.has_one_outcome or len(family.outcomes) == sum(
                e.family is family for e in result
            )
            assert all(isinstance(text, str) and text for text in family.conditions)


@given(trees())
def test_indices_are_those_of_the_table(game):
    result = bg.solve(game, SOLVERS[0])
    table = bg.solve(bg.to_normal_form(game), bg.ExtremeEnumeration())
    assert sorted(result.indices) == sorted(table.indices)


@given(trees(most=5))
def test_floats_are_solved_for_what_they_hold(game):
    rough = bg.solve(game.to_float(), SOLVERS[1], check=False)
    assert rough.coverage is Coverage.ALL or rough.status is Status.UNCERTIFIED
    for equilibrium in rough:
        if equilibrium.family is not None:
            assert equilibrium.profile in equilibrium.family


# -- wrong input ----------------------------------------------------------------------------------


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
def test_what_is_out_of_scope(solver):
    end = T({"1": 1, "2": 0})
    alone = bg.ExtensiveFormGame("one", players=("1",), root=D("1", {"a": T({"1": 1})}))
    assert "two players, not of 1" in solver.obstacles(alone)[0]
    forgets = bg.ExtensiveFormGame(
        "forgets",
        players=("1", "2"),
        root=D(
            "1",
            {
                "a": D("1", {"c": end, "d": end}, infoset="x"),
                "b": D("1", {"c": end, "d": end}, infoset="x"),
            },
        ),
    )
    (text,) = solver.obstacles(forgets)
    assert "root/a" in text
    assert "root/b" in text
    with pytest.raises(bg.UnsupportedGameError, match="perfect recall"):
        bg.solve(forgets, solver)


def test_a_large_tree_is_an_obstacle_with_advice():
    (text,) = bg.ReducedFormEnumeration(strategies=3).obstacles(outside_option())
    assert "SequenceFormEnumeration" in text
    (text,) = bg.ReducedFormEnumeration(strategies=4).obstacles(outside_option())
    (text,) = bg.SequenceFormEnumeration(sequences=7).obstacles(outside_option())
    assert "SequenceFormLemke" in text
    assert not bg.ReducedFormEnumeration(strategies=5).obstacles(outside_option())
    assert not bg.SequenceFormEnumeration(sequences=8).obstacles(outside_option())


@pytest.mark.parametrize("number", [0, True, 2.5, "3"])
def test_limits_are_positive_whole_numbers(number):
    with pytest.raises(bg.InvalidNumberError):
        bg.ReducedFormEnumeration(strategies=number)
    with pytest.raises(bg.InvalidNumberError):
        bg.SequenceFormEnumeration(sequences=number)


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
def test_time_is_up(solver):
    result = bg.solve(beer_quiche("9/10"), solver, time_limit=1e-9, check=False)
    assert result.status is Status.TIME_LIMIT
    assert result.coverage is Coverage.SOME
    assert not result.components
    assert all(equilibrium.family is None for equilibrium in result)


class Countdown:
    """A time limit that is up after so many questions."""

    def __init__(self, left):
        self.left = left

    def expired(self):
        self.left -= 1
        return self.left < 0

    def tell(self, what, number):
        pass


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
@pytest.mark.parametrize("left", range(1, 12))
def test_what_is_listed_when_time_is_up_holds(solver, left):
    game = beer_quiche("9/10")
    run = solver.run(game, Countdown(left))
    for profile in run.profiles:
        assert not any(bg.regrets(game, profile).values())
