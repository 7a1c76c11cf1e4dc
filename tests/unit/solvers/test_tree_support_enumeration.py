"""All Nash equilibria of trees of any number of players: what is known, and profiles tried."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.credibility import nash
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from tests.unit import drawing

SOLVER = bg.TreeSupportEnumeration()
TWO = bg.ReducedFormEnumeration()
KINDS = [drawing.tied, drawing.tied, drawing.tied, drawing.fractions]
D, T = bg.Decision, bg.Terminal


@st.composite
def trees(draw, players, most=6):
    """A tree without forgetting, hidden information and ties included."""
    rng = random.Random(draw(drawing.SEEDS))
    root = drawing.written(
        rng,
        players,
        number=rng.choice(KINDS),
        information="recall",
        decisions=rng.randint(2, most),
    )
    game = bg.ExtensiveFormGame("drawn", players=players, root=root)
    assume(not SOLVER.obstacles(game))
    return game, rng


def different(found):
    """Each family once, and each profile that is alone."""
    families = found.families or (None,) * len(found.profiles)
    return {id(f or p): (p, f) for p, f in zip(found.profiles, families, strict=True)}.values()


def homes(found, profile):
    """How many families, or profiles that are alone, this one belongs to."""
    return sum(profile == p if f is None else profile in f for p, f in different(found))


def is_equilibrium(game, profile):
    return all(regret == 0 for regret in bg.regrets(game, profile).values())


def tried(game, rng, number):
    """All pure profiles if they are not too many, and so many mixed ones with zeros in them."""
    sizes = game.tree.infoset_size.tolist()
    pure = list(itertools.product(*(range(size) for size in sizes)))
    plans = [
        [Fraction(k == j) for j, size in zip(plan, sizes, strict=True) for k in range(size)]
        for plan in (pure if len(pure) <= 256 else rng.sample(pure, 256))
    ]
    for _ in range(number):
        plan = []
        for size in sizes:
            parts = [rng.choice([0, 1, 1, 2]) for _ in range(size)]
            parts[rng.randrange(size)] += not sum(parts)
            plan += [Fraction(part, sum(parts)) for part in parts]
        plans.append(plan)
    return [BehaviorStrategyProfile.from_weights(game, plan) for plan in plans], len(pure) <= 256


def paid(*numbers):
    return T(dict(zip("ABC", numbers, strict=False)))


# -- what is known --------------------------------------------------------------------------------


def test_the_horse_has_two_components():
    game = bg.catalog.load("selten-horse").game
    result = bg.solve(game, concept="nash")
    assert result.coverage is Coverage.ALL
    assert result.components == ((0,), (1,))
    assert {e.family.conditions for e in result} == {
        ("1 at first: L", "3 at third: R", "Pr(L at second) <= 2/3"),
        ("1 at first: R", "2 at second: R", "Pr(L at third) >= 3/4"),
    }
    for known in bg.catalog.load("selten-horse").known:
        for profile in known.profiles:
            assert homes_of_result(result, profile) == 1


def homes_of_result(result, profile):
    return sum(profile in family for family in {id(e.family): e.family for e in result}.values())


@pytest.mark.parametrize("second", ["0", "1/3", "2/3", "3/4", "1"])
@pytest.mark.parametrize("third", ["0", "1/2", "3/4", "1"])
@pytest.mark.parametrize("first", ["0", "1/2", "1"])
def test_members_of_the_families_of_the_horse(first, second, third):
    game = bg.catalog.load("selten-horse").game

    def plan(infoset, left):
        return {infoset: {"L": left, "R": 1 - Fraction(left)}}

    profile = {"1": plan("first", first), "2": plan("second", second), "3": plan("third", third)}
    right = (first == "1" and third == "0" and second in ("0", "1/3", "2/3")) or (
        first == second == "0" and third in ("3/4", "1")
    )
    assert homes_of_result(bg.solve(game, SOLVER), profile) == right


def test_the_horse_as_its_own_subgame():
    game = bg.catalog.load("selten-horse").game
    result = bg.solve(game, concept="subgame-perfect")
    assert result.coverage is Coverage.ALL
    assert len(result) == 2
    assert result.components == ((0,), (1,))
    assert "Pr(L at second) <= 2/3" in result[0].family.conditions
    assert {"1": {"first": "L"}, "2": {"second": "R"}, "3": {"third": "R"}} in result[0].family


def test_a_table_of_concepts_of_the_horse_leaves_nothing_open():
    game = bg.catalog.load("selten-horse").game
    table = bg.concept_table(game, {"1 moves across": {"1": {"first": "R"}}})
    assert "?" not in str(table)


def test_a_decision_problem():
    game = bg.catalog.load("oil-wildcatter").game.at()
    [best] = result = bg.solve(game, concept="nash")
    assert result.coverage is Coverage.ALL
    assert best.payoffs["wildcatter"] == Fraction(45, 2)
    assert best.family.count == 2
    assert best.family.conditions[-1] == (
        "wildcatter at untested: anything, where own moves exclude it"
    )


def test_reputation_in_two_markets():
    game = bg.catalog.load("reputation").game.at()
    result = bg.solve(game, SOLVER)
    assert result.coverage is Coverage.ALL
    assert len(result.components) == 4


def test_who_moves_where_two_must_deviate_does_not_matter():
    game = bg.ExtensiveFormGame(
        "two gates",
        players=("A", "B", "C"),
        root=D(
            "A",
            {
                "stay": paid(1, 1, 0),
                "go": D(
                    "B",
                    {
                        "stop": paid(0, 1, 0),
                        "on": D("C", {"up": paid(0, 0, 5), "down": paid(0, 0, 0)}, infoset="c"),
                    },
                    infoset="b",
                ),
            },
            infoset="a",
        ),
    )
    result = bg.solve(game, SOLVER)
    [family] = {e.family for e in result}
    # C may do anything when A stays and B stops; B may go on as well, for A stays anyway.
    assert family.count == 4
    assert {"A": {"a": "stay"}, "B": {"b": "stop"}, "C": {"c": "down"}} in family
    assert {"A": {"a": "stay"}, "B": {"b": "on"}, "C": {"c": "down"}} in family
    assert {"A": {"a": "go"}, "B": {"b": "stop"}, "C": {"c": "up"}} not in family


def test_for_two_players_another_is_chosen():
    for name in ("entry-deterrence", "kuhn-poker"):
        chosen = bg.choose_solver(bg.catalog.load(name).game, "nash").solver
        assert not isinstance(chosen, bg.TreeSupportEnumeration)


# -- against other ways ---------------------------------------------------------------------------


@given(trees(("A", "B"), most=7))
@settings(max_examples=200)
def test_two_players_as_by_the_reduced_form(drawn):
    game, _ = drawn
    assume(not TWO.obstacles(game))
    found, other = SOLVER.run(game), TWO.run(game)
    assert found.status is Status.SOLVED
    assert len(found.components) == len(other.components)
    assert all(homes(other, profile) == 1 for profile in found.profiles)
    assert all(homes(found, profile) == 1 for profile in other.profiles)
    counts = [
        sorted(f.count for _, f in different(each) if f is not None) for each in (found, other)
    ]
    assert counts[0] == counts[1]


@given(st.sampled_from(["A", "ABC", "ABC"]).flatmap(lambda names: trees(tuple(names))))
@settings(max_examples=150)
def test_a_profile_belongs_just_if_it_is_an_equilibrium(drawn):
    game, rng = drawn
    found = SOLVER.run(game)
    # (Of polynomial conditions a few are not decided; then something may be missing.)
    complete = found.coverage is Coverage.ALL
    assert all(is_equilibrium(game, profile) for profile in found.profiles)
    assert all(homes(found, profile) == 1 for profile in found.profiles)
    profiles, all_pure = tried(game, rng, 30)
    for profile in profiles:
        right, claimed = is_equilibrium(game, profile), homes(found, profile)
        assert claimed == right or (right and not complete)
    if all_pure and complete:
        count = sum(is_equilibrium(game, profile) for profile in profiles if profile.is_pure)
        count -= sum(is_equilibrium(game, p) for p in profiles[-30:] if p.is_pure)
        assert count == sum(p.is_pure if f is None else f.count for p, f in different(found))


@given(trees(("A", "B", "C"), most=5))
@settings(max_examples=60)
def test_bounds_of_payoffs_hold_for_what_is_listed(drawn):
    game, _ = drawn
    found = SOLVER.run(game)
    for profile, family in zip(found.profiles, found.families, strict=True):
        if family is not None:
            payoffs = bg.expected_payoffs(game, profile)
            for player, (low, high) in family.payoff_ranges.items():
                assert low <= payoffs[player] <= high


# -- scope and limits -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["limit", "supports"])
@pytest.mark.parametrize("value", [0, -1, True, 1.5, "7", None])
def test_options_are_whole_numbers(name, value):
    with pytest.raises(bg.InvalidNumberError, match=f"{name} is a whole number from 1 on"):
        bg.TreeSupportEnumeration(**{name: value})


def test_it_says_what_it_does_not_take():
    game = bg.catalog.load("selten-horse").game
    [told] = bg.TreeSupportEnumeration(supports=26).obstacles(game)
    assert "and there are 27" in told
    assert bg.TreeSupportEnumeration(supports=27).obstacles(game) == ()
    big = bg.catalog.load("kuhn-poker").game
    [told] = bg.TreeSupportEnumeration(supports=5).obstacles(big)
    assert "supports=5" in told


def test_forgetting_is_refused():
    root = D(
        "A",
        {
            "l": D("A", {"x": paid(1), "y": paid(0)}, infoset="again"),
            "r": D("A", {"x": paid(0), "y": paid(1)}, infoset="again"),
        },
    )
    game = bg.ExtensiveFormGame("forgets", players=("A",), root=root)
    [told] = SOLVER.obstacles(game)
    assert "perfect recall" in told


def test_a_limit_is_told():
    game = bg.catalog.load("selten-horse").game
    run = bg.TreeSupportEnumeration(limit=1).run(game)
    assert run.status is Status.LIMIT
    assert run.coverage is Coverage.SOME
    assert run.notes == ("there are 2 connected sets, and 1 of them are listed",)


def test_a_case_that_is_not_decided_is_told(monkeypatch):
    monkeypatch.setattr("brinkgame.credibility.nash.pieces_of", lambda case, expired: ([], 1))
    run = SOLVER.run(bg.catalog.load("selten-horse").game)
    assert (run.status, run.coverage) == (Status.LIMIT, Coverage.SOME)
    assert "not decided: 1 at first: L; 3 at third: R; 2 at second: L, R" in run.notes


def test_many_cases_that_are_not_decided_are_counted(monkeypatch):
    monkeypatch.setattr("brinkgame.credibility.nash.pieces_of", lambda case, expired: ([], 1))
    run = SOLVER.run(bg.catalog.load("reputation").game.at())
    assert len(run.notes) == 21
    assert run.notes[-1].endswith("more cases were not decided")


def test_components_that_may_be_one_are_told(monkeypatch):
    joined = nash.components_of

    def undecided(*arguments):
        return joined(*arguments)[0], False

    monkeypatch.setattr(nash, "components_of", undecided)
    run = SOLVER.run(bg.catalog.load("selten-horse").game)
    assert run.components == ()
    assert len(run.profiles) == 2
    assert run.notes == ("it was not decided which of the sets hang together: some may be one",)


def test_the_time_may_be_up():
    run = SOLVER.run(bg.catalog.load("reputation").game.at(), bg.Control(1e-9))
    assert (run.status, run.coverage) == (Status.TIME_LIMIT, Coverage.SOME)


def test_an_equilibrium_with_irrational_probabilities():
    game = bg.catalog.load("irrational-equilibrium").game
    tree = as_tree(game)
    found, table = SOLVER.run(tree), bg.PolynomialEnumeration().run(game)
    assert found.coverage is table.coverage is Coverage.ALL
    assert len(found.profiles) == len(table.profiles)
    for profile in found.profiles:
        assert homes(found, profile) == 1


def as_tree(game):
    """A table as a tree in which nobody sees what others did."""

    def node(chosen):
        if len(chosen) == len(game.players):
            profile = dict(zip(game.players, chosen, strict=True))
            return T({player: game.payoff(player, profile) for player in game.players})
        player = game.players[len(chosen)]
        return D(player, {a: node((*chosen, a)) for a in game.strategies[player]}, infoset=player)

    return bg.ExtensiveFormGame("moves unseen", players=game.players, root=node(()))


def test_a_family_says_what_it_is():
    family = bg.solve(bg.catalog.load("selten-horse").game, concept=Concept.NASH)[0].family
    assert repr(family).startswith("<NashFamily 1 at first")
    assert family.vertices is None
