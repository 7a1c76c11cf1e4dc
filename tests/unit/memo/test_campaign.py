"""The campaign: one tree, its stages, and what the first decision turns on."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame import memo
from brinkgame.memo import campaign, deploy
from brinkgame.memo.campaign import ORDER, STAGES
from brinkgame.memo.campaign.folding import stage_game, users
from brinkgame.memo.campaign.grafting import PLAYERS


@pytest.fixture(scope="module")
def play() -> campaign.Play:
    (found,) = campaign.fold()
    return found


def draw(rng: random.Random) -> dict[str, Fraction]:
    """A point near the baseline that keeps the constraints."""
    space = campaign.parameters()
    while True:
        p = dict(space.baseline)
        for name in rng.sample(list(space), 8):
            each = space[name]
            p[name] = each.low + Fraction(rng.randint(1, 40), 41) * (each.high - each.low)
            if each.whole:
                p[name] = Fraction(round(p[name]))
        if not space.violations(p):
            return p


# --- the chain -----------------------------------------------------------------------------------


def test_every_decision_has_its_stage() -> None:
    placed = {name for stage in STAGES.values() for name in stage.decisions}
    assert placed == set(memo.names())


@pytest.mark.parametrize("name", ORDER)
def test_the_record_leads_from_stage_to_stage(name: str, play: campaign.Play) -> None:
    stage = STAGES[name]
    if not stage.record:
        assert name == ORDER[-1], "only the last matter was open"
        return
    game = play.acts[name].game
    node = game.node_at("/".join(["root", *stage.record]))
    outcome = game.tree.labels[int(game.tree.label[node])]
    assert stage.exits[outcome] == ORDER[ORDER.index(name) + 1]


def test_names_of_information_sets_are_told_apart_by_their_stage() -> None:
    zero = {name: dict.fromkeys(PLAYERS, Fraction(0)) for name in ORDER}
    point = campaign.parameters().baseline
    named = [
        (known.player, known.label)
        for name in ORDER
        for known in stage_game(name, point, zero).information_sets
    ]
    assert len(set(named)) == len(named)
    assert not any(": " in label for _, label in named)


def test_shared_quantities_are_one_parameter() -> None:
    assert set(users("retreat_cost")) == {"discovery", "blockade", "letters"}
    assert users("pledge_value") == ("pledge",), "the pledge is collected once"
    assert users("compel_war_risk") == (), "it follows from the blockade"


def test_a_withdrawal_is_paid_for_once(play: campaign.Play) -> None:
    """What respecting the quarantine is worth is what the line and the letters bring."""
    blockade, line = play.acts["blockade"].game, play.acts["line"].worth
    node = blockade.node_at("root/quarantine/soft/withdraw")
    pays = dict(zip(blockade.players, blockade.terminal_payoffs()[node], strict=True))
    assert pays == line


# --- what is played ------------------------------------------------------------------------------


def test_at_the_baseline_the_record_is_played(play: campaign.Play) -> None:
    assert {name: pair for name, pair in play.conduct().items() if pair != (1, 1)} == {}
    low, high = play.path_probability()
    assert low == high
    luck = [act.luck() for act in play.acts.values()]
    product = Fraction(1)
    for chance in luck:
        product *= chance
    assert low == product
    assert luck[0] == Fraction(3, 10)


def test_outcomes_add_up(play: campaign.Play) -> None:
    for first in ORDER:
        found = play.outcomes(first)
        assert sum(low for low, _ in found.values()) == 1
        assert all(low == high for low, high in found.values())


def test_the_risk_of_compelling_follows_from_the_blockade(play: campaign.Play) -> None:
    low, high = campaign.risk_of_compelling(play)
    assert low == high == Fraction(1, 3) * Fraction(13, 20)
    alone = deploy.GAME.parameters.baseline["compel_war_risk"]
    assert alone == Fraction(1, 10) != low


@pytest.mark.parametrize("first", ["pledge", "bombers", "verification", "letters"])
def test_stage_by_stage_is_the_whole(first: str, play: campaign.Play) -> None:
    """The late part as one tree: certified, and solved at once by another way."""
    tree = campaign.game(first).at(play.point)
    payoffs, certificate = bg.certify(tree, campaign.whole_profile(tree, play), "subgame-perfect")
    assert payoffs == play.acts[first].worth
    assert set(certificate.regrets.values()) == {0}
    at_once = bg.solve(tree, concept="subgame-perfect")
    assert {tuple(e.payoffs.values()) for e in at_once} == {tuple(payoffs.values())}


@pytest.mark.slow
def test_stage_by_stage_is_the_whole_from_the_spring_on(play: campaign.Play) -> None:
    tree = campaign.game().at(play.point)
    payoffs, certificate = bg.certify(tree, campaign.whole_profile(tree, play), "subgame-perfect")
    assert payoffs == play.worth
    assert set(certificate.regrets.values()) == {0}


def test_stage_by_stage_at_other_points() -> None:
    rng = random.Random(5)
    for _ in range(4):
        point = campaign.parameters().point(draw(rng))
        tree = campaign.game("verification").at(point)
        solved = {tuple(e.payoffs.values()) for e in bg.solve(tree)}
        folded = {tuple(p.acts["verification"].worth.values()) for p in campaign.fold(point)}
        assert folded == solved


def test_a_tie_that_matters_is_followed_both_ways() -> None:
    plays = campaign.fold({"stringency": 1})
    assert len({p.acts["bombers"].worth["US"] for p in plays}) == 2
    assert len({tuple(p.worth.values()) for p in plays}) == len(plays)


def test_a_belief_that_follows_from_the_play() -> None:
    """Where the US suspects too much it acts, and then nothing is deployed for certain."""
    plays = campaign.fold({"missile_belief": "19/20"})
    assert all(p.acts["opening"].chances()[1] < 1 for p in plays)


# --- what it turns on ----------------------------------------------------------------------------


def test_embarking_pays_what_the_stages_say(play: campaign.Play) -> None:
    worth = play.acts["discovery"].worth["USSR"]
    hold = -play.point["erosion"]
    assert play.embarks == worth - hold


def test_influences() -> None:
    found = campaign.influences()
    assert [each.span for each in found] == sorted((each.span for each in found), reverse=True)
    by_name = {each.parameter.name: each for each in found}
    assert by_name.keys() == campaign.parameters().keys()
    aid = by_name["aid_offered"]
    assert not aid.is_late
    assert aid.switch == pytest.approx(Fraction(1, 5), abs=1e-3)
    late = by_name["us_acceptance_loss"]
    assert late.is_late
    beyond = campaign.fold({"us_acceptance_loss": late.switch})
    assert not all(p.acts["opening"].chances()[0] == 1 for p in beyond)


def test_errors_make_the_record_less_likely() -> None:
    found = campaign.likelihoods((1, 8))
    for each in found.values():
        assert 0 < each.path_probability()[1] < 1
    assert found[8].conduct()["bombers"][0] > found[1].conduct()["bombers"][0]


@pytest.mark.parametrize(
    "wrong", [{"nonsense": 1}, {"detection": "x"}, {"detection": 2, "us_resolve": "one"}]
)
def test_wrong_points(wrong: dict[str, Any]) -> None:
    with pytest.raises(bg.BrinkgameError):
        campaign.fold(wrong)
