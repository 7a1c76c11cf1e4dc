"""What every claim of the memo has, whatever it claims."""

from __future__ import annotations

import re

import pytest

import brinkgame as bg
from brinkgame import memo
from brinkgame.memo.claims.claim import values_in


@pytest.mark.parametrize("name", memo.claims.names())
def test_each_claim_is_judged_at_the_baseline(name: str) -> None:
    claim = memo.claims.load(name)
    assert claim.name == name
    assert all(re.fullmatch(r"memo [MBUCWRP][1-9]\d?", source) for source in claim.sources)
    assert set(claim.decisions) <= set(memo.names())
    finding = claim.judge()
    assert isinstance(finding.verdict, memo.Verdict)
    assert finding.is_true in (True, False, None)
    assert finding.words.endswith(".")
    assert all(isinstance(condition, bg.Expression) for condition in finding.conditions)


@pytest.mark.parametrize("name", memo.claims.names())
def test_a_parameter_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(bg.UnknownNameError, match="did you mean 'erosion'"):
        memo.claims.load(name).judge(erosoin=1)


@pytest.mark.parametrize("name", memo.claims.names())
def test_a_parameter_of_any_game_is_taken(name: str) -> None:
    """The whole case has one point; a claim looks at what it needs of it."""
    space = bg.ParameterSpace(memo.parameters.ALL, memo.parameters.CONSTRAINTS)
    claim = memo.claims.load(name)
    assert claim.judge(dict(space.baseline)).verdict is claim.judge().verdict


def test_values_in() -> None:
    game = memo.load("deploy").game
    assert values_in(game, {"erosion": 1, "stringency": 2}) == {"erosion": 1}


def test_an_unknown_claim_is_refused() -> None:
    with pytest.raises(bg.UnknownNameError, match="no claim 'T99'"):
        memo.claims.load("T99")
