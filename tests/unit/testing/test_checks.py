"""The battery has a battery of its own: for each check a solver that it must catch."""

from __future__ import annotations

import pytest

import brinkgame as bg
from brinkgame.results import Certificate, Coverage, Status, Verdict
from brinkgame.testing import Case, checks_for
from brinkgame.testing.battery import _CHECKS
from tests.unit.testing import odd, wrong, wrong_tables
from tests.unit.testing import wrong_beliefs as beliefs
from tests.unit.testing.wrong import Drops, DropsTies, Tables, Trees, families, hands_over
from tests.unit.testing.wrong_beliefs import Bayesians, Believers
from tests.unit.testing.wrong_tables import All, AtWork, components

CHECKS = {check.name: check for check in _CHECKS}

# Whoever is sound passes the check of regrets: such a solver is caught by what it is there for.
SOUND = True

WRONG = [
    (Trees(wrong.takes_the_least), "equilibria", "is no subgame-perfect equilibrium", not SOUND),
    (Trees(wrong.ignores_chances), "equilibria", "could gain", not SOUND),
    (Trees(wrong.threatens_off_the_path), "equilibria", "could gain", not SOUND),
    (Trees(wrong.lists_the_first_twice), "equilibria", "twice", not SOUND),
    (Trees(wrong.breaks_down), "equilibria", "breaks down .* ZeroDivisionError", not SOUND),
    (Tables(wrong.takes_the_largest_sum), "equilibria", "is no nash equilibrium", not SOUND),
    (Trees(wrong.takes_the_least), "certificates", "ends with UNCERTIFIED", not SOUND),
    (Trees(wrong.finds_nothing), "existence", "finds nothing", SOUND),
    (Trees(wrong.denies_what_it_finds), "existence", "says NONE_EXISTS, and there is one", SOUND),
    (Tables(wrong.finds_nothing), "existence", "finds nothing", SOUND),
    (Tables(hands_over(status=Status.SOLVED)), "existence", "SOLVED, and there is none", SOUND),
    (Trees(wrong.drops_ties), "coverage", "claims that every .*, but not", SOUND),
    (Tables(wrong.drops_all_but_one), "coverage", "claims that every .*, but not", SOUND),
    (Trees(wrong.claims_one_and_lists_all), "coverage", "claims that one .* lists", SOUND),
    (Tables(wrong.adds_a_corner), "coverage", "takes .* for an equilibrium", not SOUND),
    (Trees(families(holds="everything")), "coverage", "takes .* for an equilibrium", SOUND),
    (Trees(families(more=1)), "coverage", "counts .* in a family of", SOUND),
    (Trees(wrong.claims_less), "promise", "declares ALL and claims SOME only", SOUND),
    (Trees(families(holds="everything mixed")), "families", "takes .* for an equilib", SOUND),
    (Trees(families(holds="pure ones")), "families", "does not know that", SOUND),
    (Trees(families(holds="nothing")), "families", "is not in its family", SOUND),
    (Trees(families(said=())), "families", "conditions of a family", SOUND),
    (Trees(families(said=["a list"])), "families", "conditions of a family", SOUND),
    (Trees(families(said=("", "nothing"))), "families", "conditions of a family", SOUND),
    (Trees(families(ranges=(("A", (0, 0)),))), "families", "in a family range over", SOUND),
    (Trees(wrong.says_that_all_mixtures_belong), "families", "is all mixtures, but", SOUND),
    (Trees(families(corners=(99,))), "families", "names the vertices", SOUND),
    (Trees(wrong.makes_a_family_of_one), "only", "only.. does not return it", SOUND),
    (Trees(wrong.drops_ties), "only", "only.. returns .* there are", SOUND),
    (odd.Limited(), "limit", "claims that every .*, but not", SOUND),
    (odd.Limited(status=Status.LIMIT, threat=True), "limit", "could gain", SOUND),
    (Trees(wrong.takes_the_least), "zero_sum", "the value is", not SOUND),
    (Tables(wrong.adds_a_corner), "zero_sum", "in one zero-sum game|value is", not SOUND),
    (Tables(wrong.takes_what_pays_the_same), "zero_sum", "do not interchange", not SOUND),
    (wrong_tables.Advice(), "equilibria", "is no correlated equilibrium", not SOUND),
    (wrong_tables.Advice(), "certificates", "ends with UNCERTIFIED", not SOUND),
    (wrong_tables.Advice(), "zero_sum", "the value is|do not interchange", not SOUND),
    (wrong_tables.Advice(), "names", "is no correlated equilibrium", not SOUND),
    (wrong_tables.CoarseAdvice(), "equilibria", "is no coarse-correlated equil", not SOUND),
    (wrong_tables.Commitment(), "equilibria", "is no commitment equilibrium", not SOUND),
    (wrong_tables.Commitment(), "zero_sum", "the value is", not SOUND),
    (wrong_tables.Commitment(), "action_order", "with the order of actions", not SOUND),
    (wrong_tables.Responses(), "equilibria", "is no qre equilibrium", not SOUND),
    (wrong_tables.Responses(), "certificates", "ends with UNCERTIFIED", not SOUND),
    (All(wrong_tables.loses_the_last), "all_found", "claims that every .*, but not", not SOUND),
    (All(wrong_tables.lists_a_midpoint), "all_found", "is no extreme equilibrium", not SOUND),
    (All(wrong_tables.lists_a_midpoint), "extreme", "mixes other equilibria", not SOUND),
    (All(wrong_tables.joins_all), "components", "do not hang together", not SOUND),
    (All(wrong_tables.parts_all), "components", "hang together, and are no", not SOUND),
    (All(wrong_tables.forgets_a_component), "components", "do not part", not SOUND),
    (All(wrong_tables.keeps_families_of_some), "components", "has not one family", not SOUND),
    (All(wrong_tables.gives_points_a_family), "components", "is alone, and has", not SOUND),
    (All(components(corners=())), "components", "has the vertices ", not SOUND),
    (All(components(holds="everything")), "components", "takes .* equilibrium of", not SOUND),
    (All(components(holds="nothing")), "components", " belongs to the component", not SOUND),
    (All(components(holds="pure ones")), "components", " belongs to the comp", not SOUND),
    (All(wrong_tables.counts_every_component_once), "indices", "sum to one", not SOUND),
    (All(wrong_tables.shifts_indices), "indices", "is strict|has the index", not SOUND),
    (All(wrong_tables.moves_an_index), "indices", "has the index .*, not", not SOUND),
    (All(wrong_tables.adds_a_corner_of_no_index), "indices", "game without ties", not SOUND),
    (All(wrong_tables.loses_the_last), "coverage", "claims that every .*, but not", not SOUND),
    (All(wrong_tables.loses_the_last), "only", "only.. returns", not SOUND),
    (AtWork(wrong_tables.claims_all_when_late), "time_limit", "0 questions, |but not", SOUND),
    (AtWork(wrong_tables.lists_a_corner_when_late), "time_limit", "could gain", SOUND),
    (AtWork(wrong_tables.claims_all_and_says_that_it_was_late), "time_limit", "and claims", SOUND),
    (AtWork(wrong_tables.denies_all_when_late), "time_limit", "says NONE_EXISTS, and", SOUND),
    (AtWork(wrong_tables.says_nothing_when_late), "time_limit", "lists nothing", SOUND),
    (AtWork(wrong_tables.blames_itself_when_late), "time_limit", "ends with UNCERT", SOUND),
    (AtWork(wrong_tables.breaks_down_when_late), "time_limit", "breaks down", SOUND),
    (AtWork(wrong_tables.tells_more_than_all), "progress", "tells 'steps', 3 of 2", SOUND),
    (AtWork(wrong_tables.tells_nothing_in_words), "progress", "tells ' '", SOUND),
    (AtWork(wrong_tables.tells_in_floats), "progress", "tells 'steps', 0.5", SOUND),
    (AtWork(wrong_tables.cannot_be_stopped), "progress", "goes on when it is inter", SOUND),
    (AtWork(wrong_tables.does_less_when_somebody_listens), "progress", "listens", SOUND),
    (Tables(Drops(wrong.is_in_floats)), "floats", "not found in floats", SOUND),
    (Tables(Drops(wrong.is_exact)), "floats", "not found in exact numbers", SOUND),
    (Trees(wrong.lists_more_in_floats), "floats", "lists 1 equilibria exactly and 2", SOUND),
    (Trees(wrong.takes_the_least_in_floats), "floats", "in floats, .* could gain", SOUND),
    (Trees(wrong.threatens_off_the_path), "subgames", "in the subgame at", not SOUND),
    (Trees(DropsTies(wrong.is_small)), "subgames", "not find it in the subgame alone", SOUND),
    (odd.Obstinate(odd.refuses_small_trees), "subgames", "but not its subgame", SOUND),
    (Trees(wrong.takes_the_least), "forms_agree", "is no Nash equilibrium", not SOUND),
    (Trees(DropsTies(wrong.pays_much)), "units", "with the units", SOUND),
    (Tables(Drops(wrong.pays_much)), "units", "with the units", SOUND),
    (Trees(wrong.claims_less_if_much_is_paid), "units", "claim changes with the units", SOUND),
    (Trees(wrong.counts_more_if_much_is_paid), "units", "number of equilibria changes", SOUND),
    (Trees(wrong.lists_less_if_much_is_paid), "units", "number of listed equilibria", SOUND),
    (Trees(wrong.threatens_if_much_is_paid), "units", "answer changes .* could gain", not SOUND),
    (Trees(DropsTies(wrong.begins_with_late_letters)), "names", "changes with the names", SOUND),
    (Trees(DropsTies(wrong.has_no_labels)), "names", "information sets are named", SOUND),
    (Trees(DropsTies(wrong.first_player_moves_last)), "player_order", "order of players", SOUND),
    (Tables(wrong.drops_all_but_one), "player_order", "order of players", SOUND),
    (Trees(wrong.drops_ties), "action_order", "is (lost|new)", SOUND),
    (Tables(wrong.drops_all_but_one), "action_order", "is (lost|new)", SOUND),
    (Trees(wrong.expects_the_mean), "dominated_actions", "dominated actions", not SOUND),
    (Trees(DropsTies(wrong.has_three_actions)), "dominated_actions", "dominated", SOUND),
    (Tables(wrong.adds_a_corner), "dominated_actions", "dominated", not SOUND),
    (Trees(DropsTies(wrong.has_a_dummy_move)), "dummy_moves", "moves without a choice", SOUND),
    (Trees(wrong.ignores_chances), "idle_chance", "idle moves of Nature", not SOUND),
    (Trees(DropsTies(wrong.has_impossible_chance)), "idle_chance", "idle moves", SOUND),
    (Trees(wrong.ignores_chances), "lotteries", "ends become lotteries", not SOUND),
    (Trees(DropsTies(wrong.has_chance)), "lotteries", "ends become lotteries", SOUND),
    (
        Trees(wrong.ignores_payments_on_the_way),
        "payments_on_the_way",
        "come on the way",
        not SOUND,
    ),
    (Trees(DropsTies(wrong.pays_on_the_way)), "payments_on_the_way", "on the way", SOUND),
    (Believers(beliefs.believes_the_contrary), "equilibria", "Bayes' rule|could gain", not SOUND),
    (Believers(beliefs.believes_in_the_first_node), "equilibria", "by Bayes' rule fr", not SOUND),
    (Believers(beliefs.mixes_explanations), "equilibria", "no mistakes explain", not SOUND),
    (Believers(beliefs.threatens), "equilibria", "is no sequential .* could gain", not SOUND),
    (Believers(beliefs.lists_the_first_twice), "equilibria", "twice", not SOUND),
    (Bayesians(beliefs.believes_the_contrary), "equilibria", "Bayes' rule|could gain", not SOUND),
    (Bayesians(beliefs.threatens), "equilibria", "is no perfect-bayesian equil", not SOUND),
    (Believers(beliefs.believes_in_the_first_node), "certificates", "UNCERTIFIED", not SOUND),
    (Bayesians(beliefs.threatens), "certificates", "UNCERTIFIED", not SOUND),
    (Believers(beliefs.says_that_nothing_exists), "existence", "finds nothing", not SOUND),
    (
        Believers(beliefs.claims_all_and_drops_one),
        "coverage",
        "claims that every .*, but",
        not SOUND,
    ),
    (
        Bayesians(beliefs.claims_all_and_drops_one),
        "coverage",
        "claims that every .*, but",
        not SOUND,
    ),
    (Believers(beliefs.threatens), "subgames", "in the subgame at .* could gain", not SOUND),
    (Bayesians(beliefs.believes_in_the_first_node), "subgames", "in the subgame at", not SOUND),
    (Believers(beliefs.threatens), "weaker_concepts", "is no perfect-bayesian equi", not SOUND),
    (Bayesians(beliefs.threatens), "weaker_concepts", "is no subgame-perfect equi", not SOUND),
    (Trees(wrong.takes_the_least), "weaker_concepts", "is no nash equilibrium", not SOUND),
    (Believers(beliefs.believes_the_contrary), "units", "with the units", not SOUND),
    (Believers(beliefs.believes_in_the_first_node), "action_order", "order of act", not SOUND),
    (Bayesians(beliefs.threatens), "dominated_actions", "dominated", not SOUND),
    (Bayesians(beliefs.threatens), "dummy_moves", "moves without a choice", not SOUND),
    (Bayesians(beliefs.threatens), "idle_chance", "idle moves of Nature", not SOUND),
    (Trees(wrong.hands_over_a_dictionary), "run", "which is no Run", not SOUND),
    (Trees(wrong.hands_over_labels), "run", "in the place of BehaviorStrategyProfile", not SOUND),
    (Trees(wrong.hands_over_another_game), "run", "profile of another game", not SOUND),
    (Trees(hands_over(status="solved")), "run", "'solved' in the place of Status", not SOUND),
    (Trees(hands_over(coverage="all")), "run", "'all' in the place of Coverage", not SOUND),
    (Trees(hands_over(notes=(3,))), "run", "3 in the place of str", SOUND),
    (Trees(wrong.says_solved_and_finds_nothing), "run", "SOLVED and hands over nothing", SOUND),
    (Trees(wrong.names_strange_families), "run", "'many' in the place of Eq", not SOUND),
    (Trees(wrong.names_too_few_families), "run", "names 1 families of", not SOUND),
    (Trees(hands_over(components=((0, 99),))), "run", "names components", SOUND),
    (Trees(hands_over(components=((0, 0),))), "run", "names components", SOUND),
    (Trees(hands_over(details=({},) * 99)), "run", "99 details for", not SOUND),
    (Trees(hands_over(components=((0,),), indices=(1, 2))), "run", "2 indices for 1", SOUND),
    (Trees(hands_over(components=((0,),), indices=(0.5,))), "run", "the index 0.5", SOUND),
    (Trees(hands_over(accuracy=0.5)), "run", "as accurate as 0.5", not SOUND),
    (Trees(hands_over(accuracy=-1.0)), "run", "as accurate as -1.0", not SOUND),
    (Trees(wrong.forgets_every_other_time), "repeatable", "gives another answer", SOUND),
    (Tables(wrong.counts_its_calls), "repeatable", "gives another answer", SOUND),
    (Trees(wrong.changes_the_title), "game_unchanged", "changes the game", SOUND),
    (Trees(wrong.keeps_a_function), "pickle", "the result does not go through pickle", SOUND),
    (Trees(families()), "pickle", "the result is another one after", SOUND),
    (Trees(lambda run, game: run), "pickle", "the solver does not go through pickle", SOUND),
    (odd.Obstinate(odd.takes_anything), "scope", "does not name an obstacle: ", SOUND),
    (odd.Obstinate(odd.minds_only_the_form), "scope", "are free|could gain|breaks", SOUND),
    (odd.Obstinate(odd.minds_information_only_when_closed), "scope", "only when", SOUND),
    (odd.Obstinate(odd.speaks_in_lists), "scope", "expected a tuple of texts", SOUND),
    (odd.Obstinate(odd.says_nothing_of_itself), "scope", "expected a tuple", SOUND),
    (odd.Obstinate(odd.forgets_parameters), "open_parameters", "does not name", SOUND),
    (
        odd.Obstinate(odd.says_what_is_open_and_not_what_to_do),
        "open_parameters",
        r"does not say game.at\(",
        SOUND,
    ),
    (odd.ChangesOptions(), "constructor", "stores limit=999 where 1000 was given", SOUND),
    (odd.CanBeChanged(), "constructor", "can be changed", SOUND),
    (odd.CanBeSubclassed(), "constructor", "can be subclassed", SOUND),
    (odd.NoDataclass(), "constructor", "is no dataclass", SOUND),
    (odd.EqualsNobody(), "constructor", "is not equal to another one", SOUND),
    (odd.OddDeclarations(concept="nash"), "declarations", "declares concept = 'nash'", SOUND),
    (odd.OddDeclarations(form=dict), "declarations", "declares form", SOUND),
    (odd.OddDeclarations(form=3), "declarations", "declares form", SOUND),
    (odd.OddDeclarations(coverage=None), "declarations", "declares coverage", SOUND),
    (odd.OddDeclarations(arithmetics=()), "declarations", "declares arithmetics", SOUND),
    (odd.OddDeclarations(arithmetics=frozenset()), "declarations", "arithmetics", SOUND),
    (odd.OddDeclarations(arithmetics=frozenset({int})), "declarations", "arithmetics", SOUND),
    (odd.OddDeclarations(summary="two\nlines"), "declarations", "declares summary", SOUND),
    (odd.OddDeclarations(summary=" "), "declarations", "declares summary", SOUND),
]


def _id(value):
    return getattr(value, "__name__", None) or str(value)


def outcome(solver, name, examples=150):
    return Case(solver, CHECKS[f"check_{name}"]).outcome(examples, shrink=False)


@pytest.mark.parametrize(
    ("solver", "name", "message", "sound"),
    WRONG,
    ids=[f"{name}-{number}" for number, (_, name, _, _) in enumerate(WRONG)],
)
def test_check_catches_its_wrong_solver(solver, name, message, sound):
    failure = outcome(solver, name).failure
    assert isinstance(failure, AssertionError), f"check_{name} does not catch {solver!r}"
    with pytest.raises(AssertionError, match=message):
        raise failure
    assert "only 0 of" not in str(failure)
    if sound and isinstance(solver, (Trees, Tables)):
        assert outcome(solver, "equilibria", 12).failure is None


def test_every_check_has_a_wrong_solver():
    stubbed = {"check_why_not"}  # what it checks is no solver's; see below
    assert {f"check_{name}" for _, name, _, _ in WRONG} | stubbed == set(CHECKS)


@pytest.mark.parametrize(
    "solver",
    [
        Trees(),
        Tables(),
        All(),
        AtWork(),
        Believers(),
        Bayesians(),
        odd.ZeroSumTables(),
        odd.LacksDefaults(1),
    ],
    ids=lambda solver: type(solver).__name__,
)
def test_right_solvers_pass(solver):
    for check in checks_for(solver):
        assert Case(solver, check).run(8)


def test_right_solver_in_floats_passes():
    solver = odd.LivesInFloats()
    names = [check.name for check in checks_for(solver)]
    assert "check_equilibria" in names
    assert "check_units" not in names
    for check in checks_for(solver):
        assert Case(solver, check).run(10)


def test_a_strict_equilibrium_has_its_index():
    chicken = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    with pytest.raises(AssertionError, match="is strict, and no component of its own"):
        bg.testing.check_indices(All(wrong_tables.shifts_indices), chicken)
    assert bg.testing.check_indices(All(), chicken)


# -- what no solver can be blamed for, because solve or play does it -------------------------------


def _certify(monkeypatch, change):
    """Let `solve` certify by a rule of one's own."""
    import sys

    module = sys.modules["brinkgame.solve"]
    right = module.certify

    def certify(game, profile, concept, **details):
        return change(*right(game, profile, concept, **details))

    monkeypatch.setattr(module, "certify", certify)


def _without_regrets(payoffs, certificate):
    zero = dict.fromkeys(certificate.regrets, bg.Exact().number(0))
    return payoffs, Certificate(certificate.concept, zero, certificate.verdict)


def _in_floats(payoffs, certificate):
    return {player: float(number) for player, number in payoffs.items()}, certificate


def _without_one_player(payoffs, certificate):
    return dict(list(payoffs.items())[1:]), certificate


def _of_another_concept(payoffs, certificate):
    return payoffs, Certificate(bg.Concept.NASH, certificate.regrets, certificate.verdict)


def _approximate(payoffs, certificate):
    return payoffs, Certificate(certificate.concept, certificate.regrets, Verdict.APPROXIMATE)


@pytest.mark.parametrize(
    ("change", "solver", "message"),
    [
        (_without_regrets, Trees(wrong.takes_the_least), "the regrets of .* are"),
        (_in_floats, Trees(), "the payoffs of .* are"),
        (_without_one_player, Trees(), "the payoffs of .* are"),
        (_of_another_concept, Trees(), "the certificate says NASH, EXACT"),
        (_approximate, Trees(), "the certificate says SUBGAME_PERFECT, APPROXIMATE"),
    ],
)
def test_wrong_certificates_are_caught(change, solver, message, monkeypatch):
    _certify(monkeypatch, change)
    with pytest.raises(AssertionError, match=message):
        raise outcome(solver, "certificates").failure


def test_equilibria_that_solve_should_not_have_kept_are_caught(monkeypatch):
    monkeypatch.setattr(Certificate, "holds", lambda self, tolerance=0.0: tolerance is None)
    result = bg.solve(TIE, check=False)
    assert len(result) == 0
    monkeypatch.setattr("brinkgame.testing.soundness.solve", lambda *_, **__: UNCHECKED)
    with pytest.raises(AssertionError, match="whose regrets are"):
        bg.testing.check_certificates(bg.BackwardInduction(), TIE)


TIE = bg.ExtensiveFormGame(
    "tie",
    players=("A",),
    root=bg.Decision("A", {"left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}),
)
UNCHECKED = bg.solve(TIE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda right: (), "why_not says of .*: nothing"),
        (lambda right: tuple(map(_doubled, right)), "the most is"),
        (lambda right: right[:1], "why_not says of"),
    ],
)
@pytest.mark.parametrize("solver", [Trees(), Tables()], ids=["trees", "tables"])
def test_wrong_reasons_are_caught(change, message, solver, monkeypatch):
    right = bg.EquilibriumResult.why_not
    monkeypatch.setattr(
        bg.EquilibriumResult,
        "why_not",
        lambda self, profile, **told: change(right(self, profile, **told)),
    )
    with pytest.raises(AssertionError, match=message):
        raise outcome(solver, "why_not").failure


def _doubled(reason):
    return bg.Deviation(
        reason.player, reason.infoset, reason.played, reason.better, 3 * reason.gain
    )


def test_wrong_normal_forms_are_caught(monkeypatch):
    right = bg.to_normal_form

    def doubled(game, *, reduced):
        table = right(game, reduced=reduced)
        payoffs = {p: 2 * table.payoff_array(p) for p in table.players}
        return bg.NormalFormGame("", strategies=table.strategies, payoffs=payoffs)

    monkeypatch.setattr("brinkgame.testing.soundness.to_normal_form", doubled)
    with pytest.raises(AssertionError, match=r"the tree pays .*, the normal form at"):
        raise outcome(Trees(), "forms_agree").failure


def test_a_solve_that_hides_its_limit_is_caught(monkeypatch):
    monkeypatch.setattr("brinkgame.testing.claims.solve", lambda *_, **__: UNCHECKED)
    limited = odd.Limited(status=Status.LIMIT, claim=Coverage.SOME)
    with pytest.raises(AssertionError, match="ends with LIMIT, and solve does not raise"):
        raise outcome(limited, "limit").failure
    monkeypatch.undo()
    assert outcome(limited, "limit").failure is None


def test_a_solve_that_raises_at_success_is_caught(monkeypatch):
    def raising(*_, **__):
        raise bg.SolveError("no", UNCHECKED)

    monkeypatch.setattr("brinkgame.testing.claims.solve", raising)
    with pytest.raises(AssertionError, match="ends with SOLVED, and solve raises"):
        raise outcome(odd.Limited(), "limit").failure


@pytest.mark.parametrize("name", ["scope", "open_parameters"])
def test_a_solve_that_takes_what_the_solver_refuses_is_caught(name, monkeypatch):
    monkeypatch.setattr("brinkgame.testing.manners.solve", lambda *_, **__: UNCHECKED)
    with pytest.raises(AssertionError, match="solve takes a game"):
        raise outcome(Trees(), name).failure


def test_a_solve_that_names_other_obstacles_is_caught(monkeypatch):
    def raising(*_, **__):
        raise bg.UnsupportedGameError("no", ["bad weather"])

    monkeypatch.setattr("brinkgame.testing.manners.solve", raising)
    with pytest.raises(AssertionError, match="solve names the obstacles"):
        raise outcome(Trees(), "scope").failure


# -- what a check is not about ---------------------------------------------------------------------


def test_checks_say_when_they_are_not_about_a_game():
    testing = bg.testing
    trees, tables = bg.BackwardInduction(), bg.PureEnumeration()
    table = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    alone = bg.NormalFormGame("alone", strategies={"A": ("a",)}, payoffs={"A": [1]})
    x = bg.Parameter("x", baseline=0)
    open_tree = bg.ExtensiveFormGame("open", players=("A",), root=bg.Terminal({"A": x}))
    for check in _CHECKS:
        if not check.once and check.name not in ("check_scope", "check_open_parameters"):
            assert not check.function(trees, open_tree if "why" in check.name else table), check
    assert not testing.check_zero_sum(tables, table)
    assert not testing.check_player_order(tables, alone)
    assert not testing.check_subgames(tables, table)
    assert not testing.check_forms_agree(tables, table)
    assert not testing.check_dummy_moves(tables, table)
    assert not testing.check_limit(tables, table)
    assert not testing.check_open_parameters(tables, table)
    assert not testing.check_units(trees, TIE.to_float())
    assert not testing.check_floats(trees, TIE.to_float())
    assert not testing.check_promise(trees, TIE.to_float())
    assert not testing.check_families(trees, TIE.to_float())
    assert not testing.check_dominated_actions(odd.NashTrees(), TIE)
    assert not testing.check_existence(tables, LARGE)
    for check in (testing.check_coverage, testing.check_floats, testing.check_why_not):
        assert not check(tables, LARGE)


LARGE = bg.NormalFormGame.from_arrays([[i] * 40 for i in range(40)], [[*range(40)]] * 40)
