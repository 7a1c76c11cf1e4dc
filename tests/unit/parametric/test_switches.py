"""Every switch is where it is said to be, and nothing turns before it: checked by solving."""

from __future__ import annotations

import random
import warnings
from fractions import Fraction
from typing import Any

import pytest

import brinkgame as bg
from brinkgame.arithmetic import Algebraic
from brinkgame.memo import clock, deploy
from brinkgame.parametric import nearest_switches


def choice(game: Any, player: str, infoset: str, point: dict[str, Any]) -> set[str]:
    """The actions that some equilibrium takes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bg.ParameterRangeWarning)
        result = bg.solve(game.at(point))
    return {
        action
        for equilibrium in result
        for action, weight in equilibrium.profile[player][infoset].items()
        if weight
    }


def check(game: Any, player: str, infoset: str, at: dict[str, Any]) -> tuple[Any, ...]:
    switches = nearest_switches(game, player, infoset, at)
    point = dict(game.parameters.point(at))
    (here,) = choice(game, player, infoset, point)
    found = {switch.parameter.name: switch for switch in switches}
    for name, parameter in game.parameters.items():
        low, high = parameter.low, parameter.high
        switch = found.get(name)
        reach = None if switch is None else abs(float(switch.border) - float(switch.start))
        for step in range(25):
            value = low + Fraction(step, 24) * (high - low)
            if parameter.whole:
                value = Fraction(round(value))
            moved = {**point, name: value}
            if game.parameters.violations(moved):
                continue
            if reach is None or abs(float(value) - float(point[name])) < reach - 1e-9:
                assert here in choice(game, player, infoset, moved), (name, value)
        if switch is None:
            continue
        assert switch.before == here
        assert switch.start == point[name]
        assert low <= switch.border <= high
        if parameter.whole:
            just, beyond = (
                switch.border - (1 if switch.border > switch.start else -1),
                switch.border,
            )
        else:
            just, beyond = around(switch)
        assert here in choice(game, player, infoset, {**point, name: just})
        assert choice(game, player, infoset, {**point, name: beyond}) == {switch.after}
    shares = [switch.share for switch in switches]
    assert shares == sorted(shares)
    return switches


def around(switch: Any) -> tuple[Fraction, Fraction]:
    """Just before and just beyond a border."""
    border, up = switch.border, switch.border > switch.start
    if isinstance(border, Algebraic):
        low, high = border.refined("1e-9").interval
    else:
        low, high = border - Fraction(1, 10**9), border + Fraction(1, 10**9)
    return (low, high) if up else (high, low)


def test_deploy_at_the_baseline():
    switches = check(deploy.GAME, "USSR", "root", {})
    assert [(s.parameter.name, s.border) for s in switches] == [
        ("detection", Fraction(125, 192)),
        ("us_resolve", Fraction(25, 32)),
        ("live_war_risk", Fraction(3, 11)),
        ("berlin_gain", Fraction(27, 35)),
        ("retreat_cost", Fraction(166, 27)),
        ("ussr_war_cost", Fraction(82, 3)),
        ("us_acceptance_loss", Fraction(9, 2)),
    ]
    who = {s.parameter.name: s.turned_by for s in switches}
    assert who["detection"] == ("USSR", "root")
    assert who["live_war_risk"] == who["us_acceptance_loss"] == ("US", "live missiles")


@pytest.mark.parametrize("seed", range(12))
def test_deploy_at_other_points(seed):
    rng = random.Random(seed)
    space = deploy.GAME.parameters
    while True:
        point = {
            name: p.low + Fraction(rng.randint(0, 97), 97) * (p.high - p.low)
            for name, p in space.items()
        }
        if not space.violations(point):
            break
    check(deploy.GAME, "USSR", "root", point)


def test_of_the_us_too():
    switches = check(deploy.GAME, "US", "detected", {})
    borders = {s.parameter.name: s.border for s in switches}
    assert borders == {"us_war_cost": 29, "compel_war_risk": Fraction(3, 11)}


def test_the_clock_with_an_algebraic_border():
    switches = {s.parameter.name: s for s in check(clock.GAME, "USSR", "root", {})}
    assert isinstance(switches["weekly_hazard"].border, Algebraic)
    assert switches["weekly_hazard"].border == clock.hazard_threshold(12)
    assert "weeks" not in switches


def test_a_whole_parameter_is_counted():
    switches = check(clock.GAME, "USSR", "root", {"weekly_hazard": "2/25"})
    border = next(s for s in switches if s.parameter.name == "weeks")
    assert border.border == 13
    down = check(clock.GAME, "USSR", "root", {"weekly_hazard": "1/10"})
    assert next(s for s in down if s.parameter.name == "weeks").border == 9
    assert next(s for s in down if s.parameter.name == "weeks").after == "deploy"


def simple(pays: Any, **options: Any) -> Any:
    return bg.ExtensiveFormGame(
        "one choice",
        players=("A",),
        root=bg.Decision("A", {"no": bg.Terminal({"A": 0}), "yes": bg.Terminal({"A": pays})}),
        **options,
    )


def test_a_touch_is_no_switch():
    x = bg.Parameter("x", 0, low=-1, high=3)
    assert nearest_switches(simple((x - 1) ** 2), "A", "root") == ()
    (switch,) = nearest_switches(simple((x - 1) ** 2 * (2 - x)), "A", "root")
    assert switch.border == 2


def test_the_nearer_of_two_sides_is_taken():
    x = bg.Parameter("x", 1, low=0, high=10)
    (switch,) = nearest_switches(simple((x - Fraction(1, 2)) * (3 - x)), "A", "root")
    assert switch.border == Fraction(1, 2)
    assert switch.after == "no"


def test_a_pole_is_a_border():
    x = bg.Parameter("x", 1, low=-4, high=4)
    (switch,) = nearest_switches(simple(1 / x), "A", "root")
    assert switch.border == 0
    assert switch.after == "no"


def test_without_a_range_it_walks_as_far_as_it_takes():
    x, y = bg.Parameter("x", 1), bg.Parameter("y", 1, low=0, high=2)
    switches = nearest_switches(simple(1000 * y - x), "A", "root")
    assert [(s.parameter.name, s.border, s.share) for s in switches] == [
        ("y", Fraction(1, 1000), pytest.approx(0.4995)),
        ("x", 1000, None),
    ]


def test_constraints_end_the_walk():
    x, y = bg.Parameter("x", 1, low=0, high=10), bg.Parameter("y", 4, low=4, high=4)
    free = nearest_switches(simple(9 - x - y), "A", "root")
    assert [(s.parameter.name, s.border) for s in free] == [("x", 5)]
    assert nearest_switches(simple(9 - x - y, constraints=[x < y]), "A", "root") == ()
    wide = simple(9 - x - y, constraints=[x < y + 2])
    assert nearest_switches(wide, "A", "root") == free


def test_a_point_outside_its_range_still_has_switches():
    x, y = bg.Parameter("x", 1, low=0, high=10), bg.Parameter("y", 4, low=4, high=4)
    with pytest.warns(bg.ParameterRangeWarning, match="y = 5"):
        found = nearest_switches(simple(y - x), "A", "root", {"y": 5})
    assert [(s.parameter.name, s.border) for s in found] == [("x", 5)]


def reply(pays_a: Any, pays_b: Any) -> Any:
    """A goes in or stays out; B then picks left (A pays_a) or right (A 1)."""
    return bg.ExtensiveFormGame(
        "reply",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "out": bg.Terminal({"A": 0, "B": 0}),
                "in": bg.Decision(
                    "B",
                    {
                        "left": bg.Terminal({"A": pays_a, "B": 0}),
                        "right": bg.Terminal({"A": 1, "B": pays_b}),
                    },
                    infoset="reply",
                ),
            },
        ),
    )


def test_it_walks_on_when_somebody_else_turns_and_it_does_not_matter():
    x = bg.Parameter("x", 0, low=0, high=10)
    # B turns at 2, A is still for in; then it is A's own payoff that turns at 6.
    (switch,) = nearest_switches(reply(6 - x, 2 - x), "A", "root")
    assert (switch.border, switch.turned_by) == (6, ("A", "root"))


def test_it_stops_when_somebody_else_turns_and_it_matters():
    x = bg.Parameter("x", 0, low=0, high=10)
    (switch,) = nearest_switches(reply(-1 + 0 * x, 2 - x), "A", "root")
    assert (switch.border, switch.turned_by, switch.after) == (2, ("B", "reply"), "out")


def test_the_place_beyond_a_border_may_itself_be_a_border():
    # Beyond B's border at 2 the first place to look at is 6, where A is indifferent.
    x = bg.Parameter("x", 0, low=0, high=10)
    (switch,) = nearest_switches(reply(6 - x, 2 - x), "A", "root")
    assert switch.border == 6
    y = bg.Parameter("y", 0, low=0, high=10)
    (switch,) = nearest_switches(reply((3 - y) * (5 - y), 2 - y), "A", "root")
    assert switch.border == 3, "and two borders of the new conduct may lie before it"


def test_probabilities_that_leave_their_range_end_the_walk():
    p = bg.Parameter("p", "1/2", low=0, high=2)
    game = bg.ExtensiveFormGame(
        "odds",
        players=("A",),
        root=bg.Decision(
            "A",
            {
                "stay": bg.Terminal({"A": 0}),
                "go": bg.Chance(
                    {
                        "up": (p, bg.Terminal({"A": 1})),
                        "down": (bg.REST, bg.Terminal({"A": "1/9"})),
                    }
                ),
            },
        ),
    )
    assert nearest_switches(game, "A", "root") == ()


def test_a_game_that_ends_before_its_range_does():
    p = bg.Parameter("p", "1/2", low=0, high=4)
    game = bg.ExtensiveFormGame(
        "odds",
        players=("A",),
        root=bg.Decision(
            "A",
            {
                "stay": bg.Terminal({"A": 3}),
                "go": bg.Chance(
                    {"up": (p, bg.Terminal({"A": 1})), "down": (bg.REST, bg.Terminal({"A": -1}))}
                ),
            },
        ),
    )
    # Going would pay more from p = 2 on, but there is no such chance.
    assert nearest_switches(game, "A", "root") == ()


def test_a_border_at_the_very_end_of_the_range_is_not_crossed():
    x = bg.Parameter("x", 0, low=0, high=3)
    assert nearest_switches(simple(3 - x), "A", "root") == ()


def test_borders_that_are_very_near_are_told_apart():
    x = bg.Parameter("x", 0, low=0, high=2)
    # B turns at the root of 2, A would turn a billionth later if B had not.
    assert nearest_switches(reply(2 + Fraction(1, 10**9) - x**2, x**2 - 2), "A", "root") == ()
    (switch,) = nearest_switches(reply(2 - Fraction(1, 10**9) - x**2, x**2 - 2), "A", "root")
    assert switch.turned_by == ("A", "root")
    assert switch.border < 2


def test_constraints_end_the_count_of_a_whole_parameter():
    weeks = bg.Parameter("weeks", 2, low=0, high=9, whole=True)
    limit = bg.Parameter("limit", 4, low=4, high=4)
    free = simple(9 - weeks - limit + Fraction(1, 2))
    assert nearest_switches(free, "A", "root")[0].border == 6
    bound = simple(9 - weeks - limit + Fraction(1, 2), constraints=[weeks < limit])
    assert nearest_switches(bound, "A", "root") == ()


def test_a_range_of_one_point_has_no_share():
    x = bg.Parameter("x", 1, low=1, high=1)
    switch = bg.Switch(x, Fraction(1), Fraction(1), "yes", "no", ("A", "root"))
    assert switch.share is None


def test_a_tie_at_the_point_itself_is_refused():
    with pytest.raises(bg.AmbiguousEquilibriumError):
        nearest_switches(deploy.GAME, "USSR", "root", {"detection": "125/192"})


@pytest.mark.parametrize(
    ("player", "infoset", "at"),
    [("UK", "root", {}), ("US", "root", {}), ("USSR", "root", {"detecton": 1})],
)
def test_unknown_names_are_refused(player, infoset, at):
    with pytest.raises(bg.UnknownNameError):
        nearest_switches(deploy.GAME, player, infoset, at)


def test_a_tie_that_lasts_is_told_and_does_not_hang():
    """Beyond the border the second player refuses, and then it does not matter to offer."""
    found = {
        switch.parameter.name: switch
        for switch in bg.nearest_switches(bg.memo.load("consent").game, "USSR", "root")
    }
    assert found["exposure"].after == "offer or no offer"
    assert found["exposure"].border == Fraction(21, 20)
    assert found["aid_offered"].border == Fraction(1, 5)


@pytest.mark.parametrize("name", ["consent", "berlin", "blockade", "capitulation", "il28"])
def test_each_switch_of_the_case_is_where_the_choice_turns(name):
    """Just beyond the border something else may be done, and just short of it nothing else."""
    game = bg.memo.load(name).game
    first = game.information_sets[0]
    start = bg.solve(game.at()).only().profile[first.player][first.label]
    for switch in bg.nearest_switches(game, first.player, first.label):
        border, here = float(switch.border), float(switch.start)
        for away, same in ((1e-6, False), (-1e-6, True)):
            value = Fraction(border + away * (border - here))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", bg.ParameterRangeWarning)
                closed = game.at({switch.parameter.name: value})
            plans = [e.profile[first.player][first.label] for e in bg.solve(closed)]
            assert all(dict(plan) == dict(start) for plan in plans) is same, (switch, away)
