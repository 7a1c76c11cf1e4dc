"""Refinements: known verdicts, what implies what, and the definitions by linear programs."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.memo import letters
from tests.unit.signaling.plain import Maximal, Plain, belief_program, drawn, subsets

SEEDS = st.integers(0, 2**32 - 1)
ALL = (bg.intuitive_criterion, bg.d1, bg.d2, bg.divinity, bg.universal_divinity)
BEER_QUICHE = bg.catalog.load("beer-quiche").game


def passing(criterion, result):
    return [verdict.passes for verdict in criterion(result)]


@pytest.mark.parametrize("criterion", ALL)
def test_beer_quiche(criterion):
    result = bg.solve(BEER_QUICHE.at(), concept="sequential")
    assert passing(criterion, result) == [True] * 3 + [False] * 3
    assert all(verdict.throughout for verdict in criterion(result))


def test_the_reason_is_told():
    result = bg.solve(BEER_QUICHE.at(), concept="sequential")
    story = (
        "after quiche only weak could gain (strong gets 3, and at most 2 there), so the belief is "
        "on weak; then receiver answers duel, and nobody is sure to gain"
    )
    assert bg.intuitive_criterion(result)[0].reasons == (story,)
    assert str(bg.d1(result)[3]) == (
        "fails D1: after beer wherever weak gains or does not mind strong gains, so the belief is "
        "on strong; then receiver answers leave, and strong gains"
    )


@pytest.mark.parametrize("criterion", ALL)
def test_where_every_message_is_sent_there_is_nothing_to_ask(criterion):
    result = bg.solve(BEER_QUICHE.at(strong_share="1/10"), concept="sequential")
    [verdict] = criterion(result)
    assert verdict.passes
    assert str(verdict).endswith("every message is sent")


@pytest.mark.parametrize("variant", ["open-trade", "open-trade-no-gain"])
def test_d1_removes_the_reading_of_the_memo_if_the_trade_is_always_open(variant):
    """And what is left is the equilibrium in which all messages are used."""
    game = next(v.game for v in letters.POINT.variants if v.name == variant).at()
    result = bg.solve(game, concept="sequential")
    both = [e.profile["USSR"]["tough"]["both"] == 1 for e in result]
    assert any(both)
    assert not all(both)
    for criterion in (bg.d1, bg.d2, bg.universal_divinity):
        assert passing(criterion, result) == [not each for each in both]
    for criterion in (bg.intuitive_criterion, bg.divinity):
        assert all(passing(criterion, result))


def job_market(levels, cost):
    """Spence's market: types 1 and 2, wages on a grid, an employer who pays what is expected."""
    wages = [Fraction(4 + k, 4) for k in range(5)]
    return bg.signaling_game(
        "job market",
        types={"low": "1/2", "high": bg.REST},
        messages=[str(level) for level in levels],
        replies=[str(wage) for wage in wages],
        payoffs=lambda kind, level, wage: (
            Fraction(wage) - cost * Fraction(level) / {"low": 1, "high": 2}[kind],
            -((Fraction(wage) - {"low": 1, "high": 2}[kind]) ** 2),
        ),
        sender="worker",
        receiver="employer",
    )


@pytest.mark.parametrize("criterion", [bg.d1, bg.d2, bg.universal_divinity, bg.intuitive_criterion])
def test_of_the_job_market_the_riley_outcome_is_left(criterion):
    game = job_market(["0", "3/4", "9/8", "7/4"], 1)
    result = bg.solve(game, concept="sequential")
    left = [e for e, v in zip(result, criterion(result), strict=True) if v.passes]
    assert len(left) < len(result)
    assert left
    for each in left:
        assert each.profile["worker"]["low"]["0"] == 1
        assert each.profile["worker"]["high"]["9/8"] == 1
        assert each.profile["employer"]["0"]["1"] == 1
        assert each.profile["employer"]["9/8"]["2"] == 1


def test_where_low_does_not_mind_only_d1_leaves_the_riley_outcome():
    game = job_market(["0", "1", "3/2"], 1)
    result = bg.solve(game, concept="sequential")

    def separates_too_far(e):
        return e.profile["worker"]["high"]["3/2"] == 1 and e.profile["worker"]["low"]["0"] == 1

    pairs = list(zip(result, bg.d1(result), bg.intuitive_criterion(result), strict=True))
    far = [(d.passes, i.passes) for e, d, i in pairs if separates_too_far(e)]
    assert far
    assert set(far) == {(False, True)}


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([(2, 2, 2), (2, 2, 3), (3, 2, 2), (3, 2, 3)]))
def test_what_implies_what(seed, sizes):
    """Universal divinity > D2 > D1 > intuitive, and universal divinity > divinity.

    (Unless D2 leaves no type at all and so says nothing.)
    """
    game = drawn(random.Random(seed), *sizes, number=lambda rng: rng.randint(-3, 3))
    result = bg.solve(game, concept="sequential")
    for each in result:
        intuitive, one, two, divine, universal = (criterion(each)[0] for criterion in ALL)
        assert one.passes <= intuitive.passes
        speaks = [
            ("set aside" in a) <= ("set aside" in b)
            for a, b in zip(two.reasons, one.reasons, strict=True)
        ]
        if all(speaks):
            assert universal.passes <= two.passes <= one.passes
        assert divine.passes or not universal.passes or not all(speaks)


# -- by linear programs -----------------------------------------------------------------------


def plain_verdicts(game, profile):  # noqa: C901
    """The intuitive criterion, D1 and D2, as they are defined, over all subsets of replies."""
    plain = Plain(game, consistent=True)
    used = {(i, a) for i in plain.leaders for a, w in enumerate(profile.weights_at(i)) if w}
    answer = {(h, r): w for h in plain.followers for r, w in enumerate(profile.weights_at(h))}

    def pays(source, h=None, r=None):
        constant, table = plain.lead_pays(source)
        if h is not None:
            return constant + table.get((h, r), 0)
        return constant + sum(x * answer[key] for key, x in table.items())

    gets = {i: max(pays(s) for s in plain.sources if s[0] == i) for i in plain.leaders}
    verdicts = [True, True, True]
    for h in plain.followers:
        if plain.is_reached(h, used):
            continue
        sources = list(dict.fromkeys(plain.source_of(n) for n in plain.tree.members[h]))
        replies = range(len(plain.tree.actions(h)))
        gain = {s: [pays(s, h, r) - gets[s[0]] for r in replies] for s in sources}

        def best(some, h=h, sources=sources, replies=replies):
            """The sets of replies that are best at some belief about some types."""
            found = []
            for q in subsets(replies):
                program = belief_program(plain, h, q)
                for g, s in enumerate(sources):
                    if s not in some:
                        program.add({g: 1}, 0, equal=True)
                if program.solve():
                    found.append(q)
            return found

        def meets(sets, up, down, strictly=False, gain=gain):
            for q in sets:
                program = Maximal(q)
                program.add(dict.fromkeys(q, 1), 1, equal=True)
                for s in up:
                    program.add({r: -gain[s][r] for r in q}, 0, e=int(strictly))
                for s in down:
                    program.add({r: gain[s][r] for r in q}, 0, e=int(strictly))
                if program.solve():
                    return True
            return False

        every = best(sources)
        everywhere = {r for q in every for r in q}
        kept = [s for s in sources if any(gain[s][r] >= 0 for r in everywhere)]
        if kept and any(all(gain[s][r] > 0 for q in best(kept) for r in q) for s in kept):
            verdicts[0] = False
        for number, kept in (
            (
                1,
                [
                    s
                    for s in sources
                    if not any(
                        not meets(every, [s], [o]) and meets(every, [o], [s], strictly=True)
                        for o in sources
                        if o != s
                    )
                ],
            ),
            (2, [s for s in sources if meets(every, [s], [o for o in sources if o != s])]),
        ):
            if kept and not meets(best(kept), [], sources):
                verdicts[number] = False
    return verdicts


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.sampled_from([(2, 2, 2), (2, 2, 3), (3, 2, 2), (3, 2, 3)]), st.integers(1, 4))
def test_verdicts_are_those_of_the_definitions(seed, sizes, size):
    game = drawn(random.Random(seed), *sizes, number=lambda rng: rng.randint(-size, size))
    for each in bg.solve(game, concept="sequential")[:4]:
        mine = [criterion(each)[0].passes for criterion in (bg.intuitive_criterion, bg.d1, bg.d2)]
        assert mine == plain_verdicts(game, each.profile)


# -- wrong input ------------------------------------------------------------------------------


@pytest.mark.parametrize("criterion", ALL)
def test_what_is_no_equilibrium_is_refused(criterion):
    game = BEER_QUICHE.at()
    plans = {
        "strong would rather not": (
            {"strong": "quiche", "weak": "quiche"},
            {"beer": "leave", "quiche": "leave"},
        ),
        "better reply at beer": (
            {"strong": "beer", "weak": "beer"},
            {"beer": {"duel": "1/2", "leave": "1/2"}, "quiche": "duel"},
        ),
    }
    for words, (sender, receiver) in plans.items():
        profile = bg.BehaviorStrategyProfile(game, {"sender": sender, "receiver": receiver})
        with pytest.raises(bg.InvalidProfileError, match=words):
            criterion(profile)


def test_other_games_are_refused():
    with pytest.raises(bg.UnsupportedGameError, match="expected equilibria of a signaling game"):
        bg.d1("an equilibrium")
    long = bg.catalog.load("centipede").game
    with pytest.raises(bg.UnsupportedGameError, match="at most two moves"):
        bg.d1(bg.solve(long))
    with pytest.raises(bg.UnsupportedGameError, match="not in Float"):
        bg.d1(
            bg.BehaviorStrategyProfile(
                BEER_QUICHE.at().to_float(),
                {
                    "sender": {"strong": "beer", "weak": "beer"},
                    "receiver": {"beer": "leave", "quiche": "duel"},
                },
            )
        )


def garbled():
    def heard(a, b):
        return bg.Decision(
            "R",
            {"x": bg.Terminal({"S": a, "R": b}), "y": bg.Terminal({"S": b, "R": 0})},
            infoset="heard",
        )

    def unheard(a):
        return bg.Decision(
            "R",
            {"x": bg.Terminal({"S": a, "R": 1}), "y": bg.Terminal({"S": 0, "R": 0})},
            infoset="unheard",
        )

    return bg.Chance({"clear": ("2/3", heard(1, 0)), "garbled": (bg.REST, unheard(1))})


def test_garbled_messages_are_refused():
    quiet = bg.Terminal({"S": 2, "R": 0})
    game = bg.ExtensiveFormGame(
        "garbled",
        players=("S", "R"),
        root=bg.Chance(
            {"t": ("1/2", bg.Decision("S", {"say": garbled(), "quiet": quiet}, infoset="t")),
             "u": (bg.REST, quiet)}
        ),
    )  # fmt: skip
    with pytest.raises(bg.UnsupportedGameError, match="garbled"):
        bg.d1(bg.solve(game, concept="perfect-bayesian"))


def test_two_messages_heard_as_one_are_refused():
    def heard():
        return bg.Decision(
            "R", {"x": bg.Terminal({"S": 1, "R": 1}), "y": bg.Terminal({"S": 0, "R": 0})},
            infoset="heard",
        )  # fmt: skip

    game = bg.ExtensiveFormGame(
        "one sound",
        players=("S", "R"),
        root=bg.Decision("S", {"a": heard(), "b": heard(), "c": bg.Terminal({"S": 2, "R": 0})}),
    )
    with pytest.raises(bg.UnsupportedGameError, match="both heard as heard"):
        bg.d1(bg.solve(game, concept="sequential"))


def test_where_payoffs_vary_in_a_family_the_verdict_may_be_left_open():
    """The receiver does not care, so that the sender's payoff is any."""

    def reply(a, b):
        return {"x": bg.Terminal({"S": a, "R": 0}), "y": bg.Terminal({"S": b, "R": 0})}

    game = bg.ExtensiveFormGame(
        "open",
        players=("S", "R"),
        root=bg.Decision(
            "S",
            {
                "a": bg.Decision("R", reply(0, 1), infoset="a"),
                "b": bg.Decision("R", reply(0, 1), infoset="b"),
            },
        ),
    )
    result = bg.solve(game, concept="sequential")
    for criterion in ALL:
        assert all(verdict.passes for verdict in criterion(result))
        assert {verdict.throughout for verdict in criterion(result)} == {None}
