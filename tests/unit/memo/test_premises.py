from __future__ import annotations

import pickle
import re
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.memo import KENT, HedgeScale, Premise

POINTS = [bg.memo.load(name) for name in bg.memo.names()]


@pytest.mark.parametrize(
    ("degree", "chance"),
    [
        ("almost certain", "0.93"),
        ("probable", "0.75"),
        ("chances about even", "0.50"),
        ("probably not", "0.30"),
        ("almost certainly not", "0.07"),
    ],
)
def test_kent_gives_these_chances(degree, chance):
    assert KENT.degrees[degree] == Fraction(chance)
    assert KENT.weight(degree) == Fraction(chance)
    assert len(KENT.degrees) == 5


@pytest.mark.parametrize(
    ("degree", "words"),
    [
        ("almost certain", ["clearly", "undoubtedly", "must have"]),
        ("probable", ["probably", "likely", "apparently", "appears", "seems"]),
        ("chances about even", ["may have", "suggests"]),
    ],
)
def test_words_stand_for_degrees(degree, words):
    for word in words:
        assert KENT.degree(word) == degree
        assert KENT.weight(word) == KENT.degrees[degree]


def test_what_is_not_hedged_has_full_weight():
    assert KENT.weight("") == 1
    assert Premise("it is so", "memo U1").weight() == 1


def test_the_rule_is_data_that_a_user_can_change():
    mine = HedgeScale(
        "mine", {**KENT.degrees, "probable": "0.6"}, {**KENT.words, "hints": "probable"}, "0.99"
    )
    premise = Premise("it is so", "memo U1", "apparently")
    assert (premise.weight(), premise.weight(mine)) == (Fraction(3, 4), Fraction(3, 5))
    assert mine.weight("hints") == Fraction(3, 5)
    assert mine.weight("") == Fraction(99, 100)
    assert KENT.weight("apparently") == Fraction(3, 4), "the original is as it was"


def test_outside_the_memo_there_is_nothing_to_weigh():
    premise = Premise("each maximizes its expected payoff")
    assert premise.is_outside_memo
    assert premise.weight() is None
    assert not Premise("it is so", "memo U1").is_outside_memo


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: HedgeScale("s", {"sure": "1.1"}, {}), bg.InvalidNumberError, "sure is 1.1"),
        (lambda: HedgeScale("s", {"sure": -1}, {}), bg.InvalidNumberError, "outside"),
        (lambda: HedgeScale("s", {"sure": "often"}, {}), bg.InvalidNumberError, "often"),
        (lambda: HedgeScale("s", {"sure": 1}, {}, 2), bg.InvalidNumberError, "flat is 2"),
        (lambda: HedgeScale("s", {"sure": 1}, {"x": "shure"}), bg.UnknownNameError, "did you mean"),
        (lambda: KENT.weight("apparantly"), bg.UnknownNameError, "did you mean 'apparently'"),
        (lambda: KENT.degree("perhaps"), bg.UnknownNameError, "perhaps"),
    ],
)
def test_wrong_scales_and_words(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_scales_cannot_be_changed_and_pickle():
    with pytest.raises(TypeError):
        KENT.degrees["probable"] = Fraction(1)
    again = pickle.loads(pickle.dumps(KENT))
    assert again == KENT
    assert again.weight("seems") == Fraction(3, 4)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_premises_of_the_decisions(point):
    assert any(premise.is_outside_memo for premise in point.premises), "some are ours"
    for premise in point.premises:
        assert len(premise.statement.split()) >= 3
        if premise.is_outside_memo:
            assert not premise.hedge
        else:
            assert re.fullmatch(r"memo [MBUCWRP][1-9]\d?", premise.source)
            assert 0 < premise.weight() <= 1
    statements = [premise.statement for premise in point.premises]
    assert len(set(statements)) == len(statements)
