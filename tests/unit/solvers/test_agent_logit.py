"""Agent logit equilibria of trees: known limits, tables as trees, units, other programs."""

from __future__ import annotations

import importlib.util
import io
import itertools
import math
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

import brinkgame as bg
from brinkgame.testing.strategies import extensive_form_games

TREES = extensive_form_games(perfect_recall=True, kind="small")


def kuhn() -> bg.ExtensiveFormGame:
    """Poker with three cards and one bet (Kuhn 1950)."""

    def end(won: int) -> bg.Terminal:
        return bg.Terminal({"1": won, "2": -won})

    deals = {}
    for a, b in itertools.permutations("JQK", 2):
        shown = 1 if "JQK".index(a) > "JQK".index(b) else -1
        call = {"fold": end(1), "call": end(2 * shown)}
        answer = bg.Decision("1", {"fold": end(-1), "call": end(2 * shown)}, infoset=f"{a} cb")
        deals[a + b] = ("1/6", bg.Decision("1", {
            "check": bg.Decision("2", {"check": end(shown), "bet": answer}, infoset=f"{b} c"),
            "bet": bg.Decision("2", call, infoset=f"{b} b")}, infoset=a))  # fmt: skip
    return bg.ExtensiveFormGame("Kuhn poker", players=("1", "2"), root=bg.Chance(deals))


def beer_quiche(tough: Any = "9/10") -> bg.ExtensiveFormGame:
    """Cho and Kreps (1987), figure 1."""

    def end(kind: str, meal: str, reply: str) -> bg.Terminal:
        liked = (kind == "tough") == (meal == "beer")
        right = (kind == "weak") == (reply == "duel")
        return bg.Terminal({"A": liked + 2 * (reply == "leave"), "B": int(right)})

    return bg.ExtensiveFormGame("beer and quiche", players=("A", "B"), root=bg.Chance({
        kind: (share, bg.Decision("A", {
            meal: bg.Decision("B", {reply: end(kind, meal, reply) for reply in ("duel", "leave")},
                              infoset=meal) for meal in ("beer", "quiche")}, infoset=kind))
        for kind, share in (("tough", tough), ("weak", bg.REST))}))  # fmt: skip


def crisis() -> bg.ExtensiveFormGame:
    """A crisis as Signorino (1999) writes it: yield or press; give in or resist; war or not."""
    return bg.ExtensiveFormGame("crisis", players=("A", "B"), root=bg.Decision("A", {
        "status quo": bg.Terminal({"A": 0, "B": 0}),
        "demand": bg.Decision("B", {
            "concede": bg.Terminal({"A": 2, "B": -2}),
            "resist": bg.Decision("A", {
                "back down": bg.Terminal({"A": -1, "B": 1}),
                "war": bg.Terminal({"A": -3, "B": -4})}, infoset="resisted")},
            infoset="demanded")}, infoset="start"))  # fmt: skip


def as_tree(game: bg.NormalFormGame) -> bg.ExtensiveFormGame:
    """The players choose one after another, and nobody sees what the others chose."""
    players = game.players

    def node(cell: tuple[int, ...]) -> Any:
        if len(cell) == len(players):
            paid = {p: game.payoff_array(p)[cell] for p in players}
            return bg.Terminal(paid)
        player = players[len(cell)]
        return bg.Decision(
            player,
            {s: node((*cell, i)) for i, s in enumerate(game.strategies[player])},
            infoset=f"of {player}",
        )

    return bg.ExtensiveFormGame("table", players=players, root=node(()))


def gaps(game: Any, profile: Any, rationality: float) -> float:
    """The largest distance from the response, by sums over ends in plain floats."""
    tree = game.tree
    odds = game.edge_probabilities()
    ends = game.terminal_payoffs()
    weights = [[float(w) for w in profile.weights_at(i)] for i in range(tree.n_infosets)]
    found = 0.0
    for infoset, members in enumerate(tree.members):
        player = tree.infoset_player[infoset]
        worth = [0.0] * len(weights[infoset])
        reached = 0.0
        for node in range(tree.size):
            if ends[node] is None:
                continue
            share, here, at = 1.0, None, node
            while at:
                above = int(tree.parent[at])
                if above in members:
                    here = int(tree.edge[at])
                elif tree.mover[above] < 0:
                    share *= float(odds[at])
                else:
                    share *= weights[tree.infoset[above]][int(tree.edge[at])]
                at = above
            if here is not None:
                worth[here] += share * float(ends[node][player])
                reached += share * weights[infoset][here]
        pays = [pay / reached for pay in worth]
        powers = [math.exp(rationality * (pay - max(pays))) for pay in pays]
        for weight, power in zip(weights[infoset], powers, strict=True):
            found = max(found, abs(weight - power / sum(powers)))
    return found


@given(TREES, st.sampled_from([0.05, 0.3, 1.0]))
def test_what_is_found_is_a_response_to_itself(game: Any, rationality: float) -> None:
    if any(p == 0 for p in game.edge_probabilities()):
        return
    result = bg.solve(game, bg.AgentLogitQRE(rationality))
    assert len(result) % 2 == 1
    for equilibrium in result:
        assert gaps(game, equilibrium.profile, rationality) < 1e-8
        assert equilibrium.certificate.epsilon < 1e-9
        assert equilibrium.details["rationality"] == rationality


@settings(max_examples=30)
@given(extensive_form_games(perfect_information=True, perfect_recall=True, kind="small"))
def test_perfect_information_leads_to_backward_induction(game: Any) -> None:
    folded = bg.solve(game, bg.BackwardInduction())
    if not folded.is_complete_list or len(folded) > 1:
        return
    solver = bg.AgentLogitLimit()
    if solver.obstacles(game):
        return
    run = solver.run(game)
    assert run.status is bg.Status.SOLVED
    assert run.accuracy == 0.0
    assert run.profiles[0] == folded[0].profile


@settings(max_examples=30)
@given(st.sampled_from([(2, 2), (2, 3), (3, 3), (2, 2, 2)]), st.integers(0, 10**6))
def test_tables_and_the_trees_of_them_have_one_branch(shape: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = bg.NormalFormGame.from_arrays(*(rng.integers(0, 9, shape).tolist() for _ in shape))
    tree = as_tree(table)
    mine = bg.logit_branch(tree, up_to=2)
    for rationality in (0.3, 1.5):
        ours = bg.solve(tree, bg.AgentLogitQRE(rationality))
        theirs = bg.solve(table, bg.LogitQRE(rationality))
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            for player, menu in table.strategies.items():
                for strategy in menu:
                    assert float(one.profile[player][f"of {player}"][strategy]) == pytest.approx(
                        float(other.profile[player][strategy]), abs=1e-7
                    )
    whole = bg.logit_branch(table, up_to=2)
    assert len(mine.turning_points) == len(whole.turning_points)
    assert [p.rationality for p in mine.turning_points] == pytest.approx(
        [p.rationality for p in whole.turning_points], abs=1e-6
    )


@pytest.mark.parametrize("game", [kuhn(), beer_quiche(), crisis()], ids=lambda game: game.title)
def test_units_of_payoffs(game: Any) -> None:
    """Payoffs c times as large have the effect of a rationality c times as large."""
    nodes = [paid for paid in game.terminal_payoffs() if paid is not None]
    assert nodes
    tripled = scaled(game, 3, 5)
    for one, other in zip(
        bg.solve(game, bg.AgentLogitQRE(3)), bg.solve(tripled, bg.AgentLogitQRE(1)), strict=True
    ):
        weights = zip(one.profile.weights, other.profile.weights, strict=True)
        assert max(abs(float(a) - float(b)) for a, b in weights) < 1e-9


def scaled(game: bg.ExtensiveFormGame, factor: int, more: int) -> bg.ExtensiveFormGame:
    """The same tree with other payoffs."""
    tree = game.tree
    ends = game.terminal_payoffs()
    odds = game.edge_probabilities()

    def build(node: int) -> Any:
        below = tree.children_of(node)
        if ends[node] is not None:
            paid = zip(game.players, ends[node], strict=True)
            return bg.Terminal({p: factor * number + more for p, number in paid})
        if tree.mover[node] < 0:
            return bg.Chance({f"n{c}": (odds[c], build(c)) for c in below})
        infoset = int(tree.infoset[node])
        return bg.Decision(
            game.players[tree.mover[node]],
            {a: build(c) for a, c in zip(tree.actions(infoset), below, strict=True)},
            infoset=tree.infoset_name(infoset),
        )

    return bg.ExtensiveFormGame("scaled", players=game.players, root=build(0))


@pytest.mark.parametrize(
    ("tough", "meal", "other", "reply"),
    [("9/10", "beer", "quiche", "leave"), ("1/10", None, None, None)],
)
def test_beer_and_quiche(tough: str, meal: Any, other: Any, reply: Any) -> None:
    """Both types drink beer, and quiche would be taken for weakness: what D1 and others select."""
    [found] = bg.solve(beer_quiche(tough), bg.AgentLogitLimit())
    assert found.certificate.concept is bg.Concept.SEQUENTIAL
    assert found.certificate.verdict is bg.Verdict.EXACT
    if meal is None:
        assert found.profile["A"]["tough"]["beer"] == 1
        assert found.profile["A"]["weak"]["beer"] == Fraction(1, 9)
        return
    assert found.profile["A"]["weak"][meal] == found.profile["A"]["tough"][meal] == 1
    assert found.profile["B"][meal][reply] == 1
    beliefs = found.beliefs
    assert beliefs["B"][meal] == {
        f"root/tough/{meal}": Fraction(9, 10),
        f"root/weak/{meal}": Fraction(1, 10),
    }
    assert beliefs["B"][other][f"root/weak/{other}"] == 1


@settings(max_examples=40)
@given(TREES)
def test_the_limit_is_a_sequential_equilibrium(game: Any) -> None:
    solver = bg.AgentLogitLimit()
    if solver.obstacles(game):
        return
    result = bg.solve(game, solver, check=False)
    assert result.status is bg.Status.SOLVED
    assert len(result) == 1


@pytest.mark.parametrize("game", [kuhn(), beer_quiche(), crisis()], ids=lambda game: game.title)
def test_all_points_of_a_branch(game: Any) -> None:
    branch = bg.logit_branch(game)
    assert branch.largest_gap() < 1e-6
    assert branch[0].rationality == 0
    assert all(point.direction == 1 for point in branch)


def hidden(seed: int, depth: int) -> bg.ExtensiveFormGame:
    """Three players in turn; every other move is seen by all."""
    rng = np.random.default_rng(seed)
    players = ("A", "B", "C")

    def node(level: int, seen: str, own: dict[str, str]) -> Any:
        if level == depth:
            return bg.Terminal({p: int(rng.integers(10)) for p in players})
        player = players[level % 3]
        return bg.Decision(player, {
            move: node(level + 1, seen + move * (level % 2 == 0),
                       {**own, player: own[player] + move}) for move in "lr"},
            infoset=f"{level} {seen} {own[player]}")  # fmt: skip

    root = node(0, "", dict.fromkeys(players, ""))
    return bg.ExtensiveFormGame("hidden moves", players=players, root=root)


@pytest.mark.parametrize("seed", range(3))
def test_trees_with_many_beliefs(seed: int) -> None:
    """Beliefs off the path are consistent all together, exact or not."""
    game = hidden(seed, 6)
    for each in (game, game.to_float()):
        result = bg.solve(each, bg.AgentLogitLimit(), check=False)
        assert result.status is bg.Status.SOLVED
        assert bg.is_consistent(result[0].assessment)


@pytest.mark.parametrize(
    "name", ["brinkmanship", "myerson-card-game", "selten-horse", "reputation"]
)
def test_games_of_the_catalog(name: str) -> None:
    [found] = bg.solve(bg.catalog.load(name).game.at(), bg.AgentLogitLimit())
    assert found.certificate.verdict is bg.Verdict.EXACT


def test_the_crisis() -> None:
    game = crisis()
    [profile] = [found.profile for found in bg.solve(game, bg.AgentLogitLimit())]
    assert str(profile) == "A at start: status quo; B at demanded: resist; A at resisted: back down"
    branch = bg.logit_branch(game)
    assert branch.complete
    assert branch.sound
    assert branch.is_principal
    assert branch[0].probabilities["B"]["demanded"] == {"concede": 0.5, "resist": 0.5}
    # Tiny probabilities keep their digits: war costs A two more than backing down.
    last = branch[-1]
    assert last.log_probabilities["A"]["resisted"]["war"] == pytest.approx(-2 * last.rationality)
    # A player's last move is the logit response to known payoffs, at every point.
    for point in branch:
        war = 1 / (1 + math.exp(min(2 * point.rationality, 700)))
        assert point.probabilities["A"]["resisted"]["war"] == pytest.approx(war, rel=1e-6)


def test_kuhn_poker() -> None:
    """One of the equilibria that form a line, in exact numbers."""
    [found] = bg.solve(kuhn(), bg.AgentLogitLimit())
    assert found.certificate.verdict is bg.Verdict.EXACT
    assert found.payoffs["1"] == Fraction(-1, 18)
    bluff = found.profile["1"]["J"]["bet"]
    assert float(bluff) == pytest.approx(0.2017, abs=1e-3)
    assert found.profile["1"]["K"]["bet"] == 3 * bluff
    assert found.profile["1"]["Q cb"]["call"] == bluff + Fraction(1, 3)
    assert found.profile["2"]["J c"]["bet"] == found.profile["2"]["Q b"]["call"] == Fraction(1, 3)


def test_an_approximate_limit_in_floats() -> None:
    run = bg.AgentLogitLimit().run(kuhn().to_float())
    [profile] = run.profiles
    bets = [profile["1"][card]["bet"] for card in "JK"]
    assert bets[1] == pytest.approx(3 * bets[0], abs=1e-6)
    assert run.accuracy == pytest.approx(1e-7)


def test_observed_choices() -> None:
    """The likelihood is the largest at the rationality that choices were drawn with."""
    game = crisis()
    [point] = bg.solve(game, bg.AgentLogitQRE(1))
    counts = {
        player: {
            infoset: {action: 1000 * float(weight) for action, weight in actions.items()}
            for infoset, actions in plan.items()
        }
        for player, plan in point.profile.items()
    }
    fit = bg.fit_rationality(game, counts)
    assert fit.rationality == pytest.approx(1, abs=1e-6)
    assert fit.verdict is bg.RationalityVerdict.INTERIOR
    assert 0 < fit.standard_error < 0.1
    some = bg.fit_rationality(game, {"B": {"demanded": {"resist": 3, "concede": 1}}})
    assert some.point.probabilities["B"]["demanded"]["resist"] == pytest.approx(0.75)
    for wrong, error, words in (
        ({"B": {"demanded": [1]}}, bg.InvalidNumberError, "B at demanded are written"),
        ({"B": {"asked": {}}}, bg.UnknownNameError, "no information set 'asked'"),
        ({"B": {"demanded": {"refuse": 1}}}, bg.UnknownNameError, "no action 'refuse'"),
        ({"B": {"demanded": {"resist": -1}}}, bg.InvalidNumberError, "B at demanded chose"),
    ):
        with pytest.raises(error, match=words):
            bg.fit_rationality(game, wrong)


def test_large_rationality_needs_beliefs() -> None:
    game = beer_quiche()
    [found] = bg.solve(game, bg.AgentLogitQRE(5000))
    assert found.beliefs is not None
    assert found.beliefs["B"]["quiche"]["root/weak/quiche"] == 1
    assert bg.logit_gaps(game, found.profile, 5000, found.beliefs)["B"] == 0
    with pytest.raises(
        bg.InvalidProfileError, match="B at quiche is reached with probability zero"
    ):
        bg.logit_gaps(game, found.profile, 5000)


def test_what_is_refused() -> None:
    later = {"l": bg.Terminal({"A": 0}), "r": bg.Terminal({"A": 1})}
    forgetful = bg.ExtensiveFormGame("t", players=("A",), root=bg.Decision("A", {
        move: bg.Decision("A", later, infoset="later") for move in ("a", "b")}))  # fmt: skip
    never = bg.ExtensiveFormGame("never", players=("A",), root=bg.Chance({
        "x": (1, bg.Terminal({"A": 0})),
        "y": (0, bg.Decision("A", later, infoset="later")),
        "z": (0, bg.Decision("A", later, infoset="later"))}))  # fmt: skip
    uneven = bg.ExtensiveFormGame("u", players=("A", "B"), root=bg.Decision("A", {
        "l": bg.Terminal({"A": 0, "B": 0}), "r": bg.Terminal({"A": 10**9, "B": 1})}))  # fmt: skip
    for solver in (bg.AgentLogitQRE(), bg.AgentLogitLimit()):
        assert "forgets at root/a and root/b" in solver.obstacles(forgetful)[0]
        assert "chance never leads to any node of A at later" in solver.obstacles(never)[0]
    assert "rounding decides" in bg.AgentLogitQRE(10**9).obstacles(beer_quiche())[0]
    assert not bg.AgentLogitQRE(10**9).obstacles(crisis())
    assert "payoffs of B range over less" in bg.AgentLogitLimit().obstacles(uneven)[0]
    with pytest.raises(bg.InvalidNumberError, match="share of the range"):
        bg.AgentLogitLimit(accuracy=2)
    with pytest.raises(bg.UnsupportedGameError, match="perfect recall"):
        bg.logit_gaps(forgetful, {"A": {"root": "a", "later": "l"}}, 1)
    [late] = [bg.AgentLogitLimit().run(kuhn(), bg.control.Control(1e-9))]
    assert late.status is bg.Status.TIME_LIMIT
    assert not late.profiles


@pytest.mark.skipif(importlib.util.find_spec("pygambit") is None, reason="needs pygambit")
@pytest.mark.parametrize("game", [kuhn(), beer_quiche(), crisis()], ids=lambda game: game.title)
def test_another_program_agrees(game: bg.ExtensiveFormGame) -> None:
    import pygambit

    theirs = pygambit.read_efg(io.BytesIO(written(game).encode()))
    for point in pygambit.qre.logit_solve_branch(theirs, use_strategic=False, maxregret=1e-3)[::5]:
        if point.lam > 20:
            break
        found = bg.solve(game, bg.AgentLogitQRE(point.lam))
        weights = [point[i] for i in range(len(point))]  # its profile cannot be read
        mine = [
            float(weight)
            for player in game.players
            for i in range(game.tree.n_infosets)
            if game.players[game.tree.infoset_player[i]] == player
            for weight in found[0].profile.weights_at(i)
        ]
        assert mine == pytest.approx(weights, abs=1e-4)


def written(game: bg.ExtensiveFormGame) -> str:
    """A tree in Gambit's format; information sets in order of appearance, as here."""
    tree = game.tree
    ends, odds = game.terminal_payoffs(), game.edge_probabilities()
    names = " ".join(f'"{p}"' for p in game.players)
    lines = [f'EFG 2 R "{game.title}" {{ {names} }}']
    numbers: dict[int, dict[int, int]] = {}
    for node in range(tree.size):
        below = tree.children_of(node)
        if ends[node] is not None:
            lines.append(f't "" {node + 1} "" {{ {" ".join(map(str, ends[node]))} }}')
        elif tree.mover[node] < 0:
            shares = " ".join(f'"n{c}" {odds[c]}' for c in below)
            lines.append(f'c "" {node + 1} "" {{ {shares} }} 0')
        else:
            player, infoset = int(tree.mover[node]), int(tree.infoset[node])
            known = numbers.setdefault(player, {})
            number = known.setdefault(infoset, len(known) + 1)
            menu = " ".join(f'"{a}"' for a in tree.actions(infoset))
            lines.append(f'p "" {player + 1} {number} "" {{ {menu} }} 0')
    return "\n".join(lines) + "\n"
