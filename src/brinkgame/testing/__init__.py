"""Games drawn for hypothesis, assertions, and the battery that every solver must pass.

Public and experimental: it may change in any version. It needs hypothesis, which
``pip install 'brinkgame[test]'`` brings along.

Strategies draw numbers, games and profiles; `games_for` draws games that a given solver takes. A
``check_*`` is theory and needs no answer: it takes a solver and a game, raises `AssertionError`
where theory is violated, and returns whether the game had what it is about. `verify_known` compares
with an answer that a source gives. `check_solver` runs every check that applies to a solver, and
`parametrize_with_checks` makes tests for pytest of them.
"""

from brinkgame.testing.assertions import (
    assert_equilibrium,
    assert_same_equilibria,
    assert_same_game,
)
from brinkgame.testing.battery import (
    BatteryReport,
    Case,
    Check,
    Outcome,
    check_solver,
    checks_for,
    parametrize_with_checks,
)
from brinkgame.testing.claims import (
    check_coverage,
    check_families,
    check_limit,
    check_only,
    check_promise,
)
from brinkgame.testing.clocks import check_progress, check_time_limit
from brinkgame.testing.components import (
    check_all_found,
    check_components,
    check_extreme,
    check_indices,
)
from brinkgame.testing.hidden import hidden_information_games
from brinkgame.testing.invariance import (
    check_action_order,
    check_dominated_actions,
    check_dummy_moves,
    check_idle_chance,
    check_lotteries,
    check_names,
    check_payments_on_the_way,
    check_player_order,
    check_units,
)
from brinkgame.testing.known import Known, verify_known
from brinkgame.testing.manners import (
    check_constructor,
    check_declarations,
    check_game_unchanged,
    check_open_parameters,
    check_pickle,
    check_repeatable,
    check_run,
    check_scope,
)
from brinkgame.testing.profiles import behavior_profiles, mixed_profiles
from brinkgame.testing.scopes import games_beyond, games_for, open_games_for
from brinkgame.testing.signaling import signaling_games
from brinkgame.testing.soundness import (
    check_certificates,
    check_equilibria,
    check_existence,
    check_floats,
    check_forms_agree,
    check_subgames,
    check_weaker_concepts,
    check_why_not,
    check_zero_sum,
)
from brinkgame.testing.strategies import (
    exact_numbers,
    extensive_form_games,
    normal_form_games,
    parametric_games,
    payoffs,
    perfect_information_games,
)

__all__ = [
    "BatteryReport",
    "Case",
    "Check",
    "Known",
    "Outcome",
    "assert_equilibrium",
    "assert_same_equilibria",
    "assert_same_game",
    "behavior_profiles",
    "check_action_order",
    "check_all_found",
    "check_certificates",
    "check_components",
    "check_constructor",
    "check_coverage",
    "check_declarations",
    "check_dominated_actions",
    "check_dummy_moves",
    "check_equilibria",
    "check_existence",
    "check_extreme",
    "check_families",
    "check_floats",
    "check_forms_agree",
    "check_game_unchanged",
    "check_idle_chance",
    "check_indices",
    "check_limit",
    "check_lotteries",
    "check_names",
    "check_only",
    "check_open_parameters",
    "check_payments_on_the_way",
    "check_pickle",
    "check_player_order",
    "check_progress",
    "check_promise",
    "check_repeatable",
    "check_run",
    "check_scope",
    "check_solver",
    "check_subgames",
    "check_time_limit",
    "check_units",
    "check_weaker_concepts",
    "check_why_not",
    "check_zero_sum",
    "checks_for",
    "exact_numbers",
    "extensive_form_games",
    "games_beyond",
    "games_for",
    "hidden_information_games",
    "mixed_profiles",
    "normal_form_games",
    "open_games_for",
    "parametric_games",
    "parametrize_with_checks",
    "payoffs",
    "perfect_information_games",
    "signaling_games",
    "verify_known",
]
