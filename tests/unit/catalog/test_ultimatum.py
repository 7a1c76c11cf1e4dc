from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.catalog.ultimatum import GAME


@pytest.mark.parametrize("accept", [Fraction(n, 8) for n in range(9)])
@pytest.mark.parametrize("offer", [0, 1, 2])
def test_the_continuum(accept, offer):
    """Nothing is offered iff it is accepted with 3/4 or more, one coin iff with 3/4 or less."""
    replies = {f"offered {n}": "accept" for n in range(1, 5)}
    plan = {
        "proposer": {"proposal": f"offer {offer}"},
        "responder": {"offered 0": {"accept": accept, "reject": 1 - accept}, **replies},
    }
    holds = (offer == 0 and accept >= Fraction(3, 4)) or (offer == 1 and accept <= Fraction(3, 4))
    family = bg.solve(GAME)[0].family
    assert (plan in family) is holds
    assert (not bg.deviations(GAME, plan)) is holds


def test_the_result_says_that_there_is_more_than_the_list():
    result = bg.solve(GAME)
    assert result.coverage is bg.Coverage.ALL
    assert not result.is_complete_list
    assert result.components == ((0, 1),)
