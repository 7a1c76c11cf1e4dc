"""The conduct on record, all of it together."""

from __future__ import annotations

import pytest

import brinkgame as bg
from brinkgame.errors import UnknownNameError
from brinkgame.memo import conduct


def test_every_decision_with_a_record_counts_once():
    seen = conduct.observations()
    names = [each.name.partition("/")[0] for each in seen]
    assert set(names) <= set(bg.memo.names())
    for name in bg.memo.names():
        point = bg.memo.load(name)
        assert (name in names) == (bool(point.happened) and point.number.isdecimal())
    for each in seen:
        name, _, variant = each.name.partition("/")
        point = bg.memo.load(name)
        assert each.record == point.happened
        assert each.game is (point.variant(variant).game if variant else point.game)
    assert {each.name for each in seen if "/" in each.name} == set(conduct.SCALED.values())


def test_variants():
    [scaled] = conduct.observations(["stall/scaled"])
    assert scaled.game is bg.memo.load("stall").variant("scaled").game
    with pytest.raises(UnknownNameError):
        conduct.observations(["stall/scald"])
    with pytest.raises(UnknownNameError):
        conduct.observations(["stal"])


def test_a_usssr_that_is_sure():
    chosen = ["deploy", "blockade", "capitulation"]
    free, sure = (
        conduct.conduct(draws=2**13, chosen=chosen, sure=sure, seed=1) for sure in (False, True)
    )
    assert set(free.space) - set(sure.space) == {"detection", "us_resolve"}
    assert 0 < sure.share.estimate < free.share.estimate
    # Sure of both, it deploys only if failure costs it no more than doing nothing: phi F* <= E.
    drawn = sure.sample(100)
    failure = (1 - drawn.compel_war_risk) * drawn.retreat_cost
    failure = failure + drawn.compel_war_risk * drawn.ussr_war_cost
    compels = drawn.compel_war_risk <= (drawn.us_success + drawn.us_acceptance_loss) / (
        drawn.us_success + drawn.us_war_cost
    )
    assert bool((~compels | (drawn.candour * failure <= drawn.erosion)).all())
