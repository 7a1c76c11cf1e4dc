"""Games whose complete answers are known: payoffs and answers typed again, apart from the entries.

What each entry says it knows is tested against every solver elsewhere. Here stands what is not in
the entries: that there is nothing else, how many components there are, and figures of other kinds.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.aumann_chicken import best_symmetric, thirds
from brinkgame.catalog.unequal_pennies import known_responses
from brinkgame.solvers import CorrelatedLP, LemkeHowson, LogitQRE, SequenceFormLP

TABLES = {
    "matching-pennies": ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], 1),
    "prisoners-dilemma": ([[3, 0], [5, 1]], [[3, 5], [0, 1]], 1),
    "bach-or-stravinsky": ([[2, 0], [0, 1]], [[1, 0], [0, 2]], 3),
    "chicken": ([[0, -1], [1, -10]], [[0, 1], [-1, -10]], 3),
    "aumann-chicken": ([[6, 2], [7, 0]], [[6, 7], [2, 0]], 3),
    "safe-hare": ([[4, 0], [3, 3]], [[4, 3], [0, 3]], 3),
    "wilson": (
        [[0, 3, 0], [2, 2, 0], [3, 0, 1]],
        [[0, 2, 3], [3, 2, 0], [0, 0, 1]],
        3,
    ),
    "three-by-two": ([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]], 3),
    "inspection": ([[-1, -6], [0, -10]], [[0, -90], [0, 10]], 1),
    "unequal-pennies": ([[9, 0], [0, 1]], [[0, 1], [1, 0]], 1),
}


@pytest.mark.parametrize("name", TABLES)
def test_payoffs_and_how_many_equilibria(name):
    first, second, count = TABLES[name]
    entry = bg.catalog.load(name)
    game = entry.game
    assert [game.payoff_array(player).tolist() for player in game.players] == [first, second]
    result = bg.solve(game)
    assert result.coverage is bg.Coverage.ALL
    assert len(result) == len(result.components) == count
    assert all(equilibrium.family is None for equilibrium in result)
    (known,) = (
        k for k in entry.known if k.concept is bg.Concept.NASH and k.coverage is bg.Coverage.ALL
    )
    assert len(known.profiles) == count


def test_a_mediator_pays_more_than_any_mixture():
    game = bg.catalog.load("aumann-chicken").game
    best = bg.solve(game, CorrelatedLP())[0]
    assert dict(best.profile.items()) == best_symmetric
    assert set(best.payoffs.values()) == {Fraction(21, 4)}
    for device, pays in ((thirds, Fraction(5)), (best_symmetric, Fraction(21, 4))):
        payoffs, certificate = bg.certify(game, device, bg.Concept.CORRELATED)
        assert certificate.holds(0)
        assert set(payoffs.values()) == {pays}
    more = {**best_symmetric, ("yield", "yield"): Fraction(51, 100)}
    more |= {cell: Fraction(49, 200) for cell in more if cell != ("yield", "yield")}
    assert not bg.certify(game, more, bg.Concept.CORRELATED)[1].holds(0)


def test_nine_equilibria_of_three_players():
    game = bg.catalog.load("mckelvey-mclennan").game
    paid = {
        cell: tuple(game.payoff(p, dict(zip("ABC", cell, strict=True))) for p in "ABC")
        for cell in [(a, b, c) for a in "12" for b in "12" for c in "12"]
    }
    assert {cell: pays for cell, pays in paid.items() if any(pays)} == {
        ("1", "1", "1"): (9, 8, 12),
        ("2", "2", "1"): (9, 8, 2),
        ("1", "2", "2"): (3, 4, 6),
        ("2", "1", "2"): (3, 4, 6),
    }
    result = bg.solve(game)
    assert result.coverage is bg.Coverage.ALL
    mixing = [
        sum(0 < weights["1"] < 1 for weights in equilibrium.profile.values())
        for equilibrium in result
    ]
    assert sorted(mixing) == [0, 0, 0, 0, 2, 2, 2, 3, 3]


@pytest.mark.parametrize("rationality", known_responses)
def test_quantal_responses_to_all_their_digits(rationality):
    game = bg.catalog.load("unequal-pennies").game
    found = bg.solve(game, LogitQRE(rationality=float(rationality)))[0].profile
    here = tuple(f"{float(found[player]['1']):.8f}" for player in game.players)
    assert here == known_responses[rationality]
    document = {
        Fraction(1, 2): ("0.83067059", "0.41807747"),
        Fraction(1): ("0.89357633", "0.31278038"),
    }
    assert known_responses == document


def test_lemke_and_howson_alone_do_not_find_all_of_wilsons():
    game = bg.catalog.load("wilson").game
    found = {str(bg.solve(game, LemkeHowson(label))[0].profile) for label in range(6)}
    assert len(found) < 3


def test_trees_of_the_table():
    """What the entries of these trees know is tested there; here their payoffs, typed again."""
    piles = [(40, 10), (20, 80), (160, 40), (80, 320), (640, 160)]
    centipede = bg.catalog.load("centipede").game
    rows = [row for row in centipede.terminal_payoffs() if row is not None]
    assert sorted(rows) == sorted(piles)
    entry = bg.catalog.load("entry-deterrence").game
    assert {row for row in entry.terminal_payoffs() if row} == {(2, 2), (-1, -1), (0, 4)}
    option = bg.catalog.load("outside-option-battle").game
    ends = {row for row in option.terminal_payoffs() if row}
    assert ends == {(2, 2), (3, 1), (0, 0), (1, 3)}
    horse = bg.catalog.load("selten-horse").game
    ends = {row for row in horse.terminal_payoffs() if row}
    assert ends == {(1, 1, 1), (4, 4, 0), (0, 0, 1), (3, 2, 2), (0, 0, 0)}


@pytest.mark.parametrize(("name", "value"), [("kuhn-poker", "-1/18"), ("myerson-card-game", "1/3")])
def test_values_of_card_games(name, value):
    found = bg.solve(bg.catalog.load(name).game, SequenceFormLP())
    assert found[0].payoffs["first"] == Fraction(value)


def test_staying_out_of_two_trees_is_a_component():
    result = bg.solve(bg.catalog.load("entry-deterrence").game, concept="nash")
    assert len(result.components) == 2
    (family,) = {id(e.family): e.family for e in result if e.family is not None}.values()
    assert any("2/3" in text for text in family.conditions)
    result = bg.solve(bg.catalog.load("selten-horse").game, concept="nash")
    assert len(result.components) == 2
