"""What a family of assessments says of itself."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.credibility.words import between
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from tests.unit.credibility.samples import blame, ends, horse, tried

SOLVER = bg.SequentialEnumeration()


def tie():
    end = ends(("A", "B"))
    reply = Decision("B", {"kind": end(2, 5), "mean": end(0, 5)}, infoset="reply")
    root = Decision("A", {"safe": end(1, 0), "risky": reply}, infoset="start")
    return ExtensiveFormGame("tie", players=("A", "B"), root=root)


def test_a_tie_further_down_is_taken_along():
    run = SOLVER.run(tie())
    assert run.coverage is bg.Coverage.ALL
    [family] = {id(f): f for f in run.families}.values()
    assert run.components == ((0, 1, 2),)  # safe, risky, and what is between
    assert family.count == 2
    assert family.payoff_ranges == {"A": (1, 2), "B": (0, 5)}
    assert family.ranges_are_exact
    assert family.vertices is None
    assert family.conditions[:2] == ("any Pr(safe at start)", "any Pr(kind at reply)")
    assert any("Pr(kind at reply) >= 1/2" in line for line in family.conditions)
    even = {"A": {"start": {"safe": "1/3", "risky": "2/3"}}}
    assert {**even, "B": {"reply": {"kind": "1/2", "mean": "1/2"}}} in family
    assert {**even, "B": {"reply": {"kind": "2/3", "mean": "1/3"}}} not in family
    assert "Pr(kind at reply)" in repr(family)


def test_another_game_is_not_in_it():
    family = SOLVER.run(tie()).families[0]
    other = horse()
    assessment = bg.Assessment.of(
        other, {"1": {"1": "R"}, "2": {"2": "R"}, "3": {"3": "L"}}, {"3": {"3": "root/R/L"}}
    )
    assert assessment not in family


def test_a_belief_that_does_not_matter_is_one_line():
    end = ends(("A", "B"))
    root = Decision(
        "A",
        {
            "out": end(1, 0),
            **{
                f"slip {k}": Decision("B", {"good": end(0, k), "bad": end(0, -1)}, infoset="B")
                for k in range(5)
            },
        },
        infoset="A",
    )
    game = ExtensiveFormGame("idle", players=("A", "B"), root=root)
    run = SOLVER.run(game)
    assert run.families[0].conditions == (
        "A at A: out",
        "B at B: good",
        "any consistent belief at B",
    )
    assert run.statistics["cases"] == 1
    run = bg.PerfectBayesianEnumeration().run(game)
    assert run.families[0].conditions[-1] == "any updated belief at B"


def crossed():
    """A may slip to x or y, B to p or q; C learns of a slip of A alone, D of one of B alone, E of
    two slips that go together: what E believes is what the other two believe, multiplied."""
    players = ("A", "B", "C", "D", "E")

    slipped = dict.fromkeys(players, 0) | {"A": -1, "B": -1}

    def guess(who, first):
        right, wrong = slipped | {who: 1}, slipped
        return Decision(
            who,
            {"l": Terminal(right if first else wrong), "r": Terminal(wrong if first else right)},
            infoset=who,
        )

    over = Terminal(slipped)

    def second(stay, p, q):
        return Decision("B", {"stay": stay, "p": p, "q": q}, infoset="B")

    root = Decision(
        "A",
        {
            "out": second(Terminal(dict.fromkeys(players, 0)), guess("D", True), guess("D", False)),
            "x": second(guess("C", True), guess("E", True), over),
            "y": second(guess("C", False), over, guess("E", False)),
        },
        infoset="A",
    )
    return ExtensiveFormGame("crossed", players=players, root=root)


def test_beliefs_of_several_slips_are_multiplied():
    game = crossed()
    run = SOLVER.run(game)
    rng = random.Random(3)

    def assessment(c, d, e):
        def belief(who, paths, odds):
            return {who: {paths[0]: Fraction(odds, odds + 1), paths[1]: Fraction(1, odds + 1)}}

        def act(odds):
            return "l" if odds > 1 else "r" if odds < 1 else rng.choice("lr")

        replies = {w: {w: act(o)} for w, o in zip("CDE", (c, d, e), strict=True)}
        return bg.Assessment.of(
            game,
            {"A": {"A": "out"}, "B": {"B": "stay"}, **replies},
            {
                "A": {}, "B": {"B": "root/out"},
                "C": belief("C", ("root/x/stay", "root/y/stay"), c),
                "D": belief("D", ("root/out/p", "root/out/q"), d),
                "E": belief("E", ("root/x/p", "root/y/q"), e),
            },
        )  # fmt: skip

    families = {id(f): f for f in run.families}.values()
    odds = [Fraction(1, 2), 1, 2, 3, 4, 6]
    for c in odds:
        for d in odds:
            for e in odds:
                one = assessment(c, d, e)
                held = sum(one in family for family in families)
                assert held == (c * d == e)
                assert bool(bg.is_consistent(one)) == (c * d == e)


@pytest.mark.parametrize("game", [blame(), crossed(), tie()], ids=lambda game: game.title)
def test_members_certify_and_others_do_not(game):
    run = SOLVER.run(game)
    rng = random.Random(5)
    families = {id(f): f for f in run.families}.values()
    for profile, details in zip(run.profiles, run.details, strict=True):
        near = bg.Assessment(profile, details["beliefs"])
        for one in [near, *tried(rng, game, 40, near=near)]:
            _, certificate = bg.certify(
                game, one.profile, bg.Concept.SEQUENTIAL, beliefs=one.beliefs
            )
            assert any(one in family for family in families) == certificate.holds(0)


def test_labels_that_two_players_use_name_the_player():
    end = ends(("A", "B"))
    reply = Decision("B", {"l": end(0, 0), "r": end(0, 0)}, infoset="move")
    root = Decision("A", {"l": end(1, 0), "r": reply}, infoset="move")
    run = SOLVER.run(ExtensiveFormGame("twice", players=("A", "B"), root=root))
    assert run.families[0].conditions == ("A at move: l", "any Pr(l at move (B))")


def test_branches_that_nature_never_takes():
    end = ends(("A",))
    seen = {"x": Decision("A", {"l": end(1), "r": end(0)}, infoset="A"),
            "y": Decision("A", {"l": end(0), "r": end(1)}, infoset="A")}  # fmt: skip
    game = ExtensiveFormGame(
        "never", players=("A",), root=Chance({"x": (1, seen["x"]), "y": (REST, seen["y"])})
    )
    only = bg.solve(game, SOLVER).only()
    assert only.profile.support("A", "A") == ("l",)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0, 1, "any p"), (Fraction(1, 3), Fraction(1, 2), "1/3 <= p <= 1/2")],
)
def test_ranges_in_words(low, high, text):
    assert between(low, "p", high) == text
