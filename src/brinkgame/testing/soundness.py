"""Checks of what is found: equilibria that are ones, with the payoffs that theory demands.

Each takes a solver and a game, raises `AssertionError` where theory is violated, and returns
whether the game had what the check is about, so that a battery can count what it did.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from brinkgame.arithmetic import Algebraic, Float
from brinkgame.forms import ExtensiveFormGame, NormalFormGame, subgame, subgames, to_normal_form
from brinkgame.play import Beliefs, Deviation
from brinkgame.results import Concept, Coverage, EquilibriumResult, Status, Verdict
from brinkgame.solve import solve
from brinkgame.solvers import Solver
from brinkgame.testing.answers import Answer, described, fail, is_float, listed
from brinkgame.testing.beliefs import BELIEVING, explained_beliefs
from brinkgame.testing.incentives import is_lottery
from brinkgame.testing.reference import (
    Choices,
    Conduct,
    conduct_of,
    count_pure,
    faults_of,
    is_equilibrium,
    neighbors,
    payoffs_of,
    profile_of,
    pure_choices,
    pure_conduct,
    pure_equilibria,
    regrets_of,
    zero_sum_bounds,
)
from brinkgame.testing.variants import named

__all__ = [
    "check_certificates",
    "check_equilibria",
    "check_existence",
    "check_floats",
    "check_forms_agree",
    "check_subgames",
    "check_weaker_concepts",
    "check_why_not",
    "check_zero_sum",
]

_MOST_PROFILES: Final = 1000
_MOST_CELLS: Final = 100
_NEAR: Final = Fraction(1, 10**6)


def check_equilibria(solver: Solver, game: Any) -> bool:
    """Everything handed over is an equilibrium, by regrets worked out plainly; nothing comes twice.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_equilibria(bg.PureEnumeration(), game)
    True
    """
    answer = Answer.of(solver, game)
    if answer is None:
        return False
    answer.demand_equilibria()
    told = [
        (conduct, answer.details_at(number).get("beliefs"))
        for number, conduct in enumerate(answer.conducts)
    ]
    for number, each in enumerate(told):
        if each in told[:number]:
            answer.fail(f"lists {described(each[0])} twice")
    return not answer.gave_up


def check_certificates(solver: Solver, game: Any) -> bool:
    """What `solve` returns is certified, with payoffs and regrets as they are worked out plainly.

    In an exact game they are exact numbers, and every regret is zero.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_certificates(bg.PureEnumeration(), game)
    True
    """
    if solver.obstacles(game):
        return False
    result = solve(game, solver, check=False)
    if result.status is Status.UNCERTIFIED:
        fail(solver, f"solve ends with {result.status.name}: {result.status.value}")
    quantal = solver.concept is Concept.QUANTAL_RESPONSE
    accuracy = 1e-6 if quantal else solver.run(game).accuracy
    tolerance = max(game.arithmetic.tolerance if is_float(game) else 0.0, accuracy)
    for equilibrium in result:
        conduct = conduct_of(equilibrium.profile)
        certificate = equilibrium.certificate
        regrets = regrets_of(game, conduct, solver.concept, **equilibrium.details)
        rough = is_float(game) or quantal or (accuracy > 0 and any(regrets.values()))
        verdict = Verdict.APPROXIMATE if rough else Verdict.EXACT
        for what, said, right, near in (
            ("payoffs", equilibrium.payoffs, payoffs_of(game, conduct), is_float(game)),
            ("regrets", certificate.regrets, regrets, is_float(game) or quantal),
        ):
            if not _agree(game, said, right, near=near):
                text = f"the {what} of {described(conduct)} are {listed(right)}"
                fail(solver, f"{text}, not {listed(said)}")
        if certificate.concept is not solver.concept or certificate.verdict is not verdict:
            text = f"the certificate says {certificate.concept.name}, {certificate.verdict.name}"
            fail(solver, f"{text}; expected {solver.concept.name}, {verdict.name}")
        if not certificate.holds(tolerance):
            text = f"solve returns {described(conduct)}, whose regrets are"
            fail(solver, f"{text} {listed(certificate.regrets)}")
    return bool(len(result)) or result.status.is_success


def _agree(game: Any, said: Mapping[str, Any], right: Mapping[str, Any], *, near: bool) -> bool:
    """Whether numbers are right: the same exact numbers, or floats near them."""
    if set(said) != set(right):
        return False
    if near:
        largest = max((abs(Fraction(number)) for number in game.numbers), default=Fraction(0))
        allowed = Fraction(1, 10**9) * (1 + largest)
        return all(abs(Fraction(right[p]) - Fraction(said[p])) <= allowed for p in right)
    exact = (Fraction, Algebraic)
    return all(isinstance(said[p], exact) and said[p] == right[p] for p in right)


def check_existence(solver: Solver, game: Any) -> bool:
    """Something is found where theory says that there is something, and nothing is denied.

    Every finite game of perfect information has a subgame-perfect equilibrium in pure strategies
    (Kuhn 1953), every finite game a Nash equilibrium (Nash 1951), and so a correlated and a coarse
    correlated one, and every tree of perfect recall a sequential equilibrium (Kreps and Wilson
    1982), which is perfect Bayesian; there is a best commitment, and a quantal response at every
    rationality. A solver that looks for pure equilibria says `Status.NONE_EXISTS` where trying
    every profile finds none, and only there. One that gives up and says so denies nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> pennies = bg.NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> check_existence(bg.PureEnumeration(), pennies)
    True
    """
    answer = Answer.of(solver, game)
    if answer is None or is_float(game) or answer.gave_up:
        return False
    exists = True
    if answer.run.coverage is Coverage.ALL_PURE:
        if count_pure(game) > _MOST_PROFILES:
            return False
        exists = bool(pure_equilibria(game, solver.concept))
    status = answer.run.status
    if exists and not answer.conducts:
        answer.fail(f"finds nothing ({status.name}) where something is")
    if (status is Status.NONE_EXISTS) is exists:
        answer.fail(f"says {status.name}, and there is {'one' if exists else 'none'}")
    return True


# -- payoffs --------------------------------------------------------------------------------------


def check_zero_sum(solver: Solver, game: Any) -> bool:
    """In a zero-sum game of two players all equilibria pay the value, and strategies interchange.

    (von Neumann 1928; Luce and Raiffa 1957, section 4.5.) So do correlated and coarse correlated
    ones, the parts of which are strategies that hold the other to the value (Forges 1990), and the
    best commitments. The value is worked out plainly.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[1, 1], [0, 2]], [[-1, -1], [0, -2]])
    >>> check_zero_sum(bg.PureEnumeration(), game)
    True
    """
    if len(game.players) != 2 or is_float(game) or not _is_opposed(game):
        return False
    answer = Answer.of(solver, game)
    if answer is None or not answer.conducts:
        return False
    first, second = game.players
    values = [payoffs_of(game, conduct)[first] for conduct in answer.conducts]
    allowed = answer.allowed()
    if max(values) - min(values) > 2 * allowed:
        answer.fail(f"pays {first} {' and '.join(map(str, set(values)))} in one zero-sum game")
    bound = bool(answer.common.get("pure"))  # single strategies may secure less than the value
    if not bound and (isinstance(game, NormalFormGame) or game.is_perfect_information):
        value, _ = zero_sum_bounds(game)
        if any(abs(paid - value) > allowed for paid in values):
            answer.fail(f"pays {first} {values[0]}; the value is {value}")
    if solver.concept is Concept.COMMITMENT:
        return True  # the reply need not hold the leader to the value
    parts = [_independent(game, conduct) for conduct in answer.conducts]
    advised = any(map(is_lottery, answer.conducts))
    # Strategies interchange; beliefs, which belong to one profile, do not.
    concept = Concept.NASH if advised or answer.believes else solver.concept
    pairs = itertools.product(parts, repeat=2) if advised else itertools.permutations(parts, 2)
    for one, other in itertools.islice(pairs, 12):
        gains = regrets_of(game, {first: one[first], second: other[second]}, concept)
        if max(gains.values()) > 2 * allowed:
            text = described({first: one[first], second: other[second]})
            answer.fail(f"strategies do not interchange: {text} is no equilibrium: {listed(gains)}")
    return True


def _independent(game: Any, conduct: Conduct) -> Conduct:
    """Each player's own part of a lottery; a conduct without lottery as it is."""
    if not is_lottery(conduct):
        return conduct
    parts: Conduct = {p: dict.fromkeys(menu, Fraction(0)) for p, menu in game.strategies.items()}
    for cell, weight in conduct.items():
        for player, strategy in zip(game.players, cell, strict=True):
            parts[player][strategy] += weight
    return parts


def _is_opposed(game: Any) -> bool:
    if isinstance(game, NormalFormGame):
        return game.is_zero_sum
    return all(paid is None or sum(paid) == 0 for paid in game.terminal_payoffs())


def check_subgames(solver: Solver, game: Any) -> bool:
    """What an equilibrium does in any subgame is an equilibrium that the solver finds there alone.

    This is about subgame-perfect equilibria, and stronger ones with what is believed there.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_subgames(bg.BackwardInduction(), tie)
    True
    """
    if solver.concept not in {Concept.SUBGAME_PERFECT, *BELIEVING} or is_float(game):
        return False
    variant = named(game)
    whole = Answer.of(solver, variant.game)
    if whole is None:
        return False
    for path in subgames(variant.game)[1:]:
        part = subgame(variant.game, path)
        answer = Answer.of(solver, part)
        if answer is None:
            fail(solver, f"takes a game, but not its subgame at {path}")
        own = {(s.player, s.label) for s in part.information_sets}
        root = variant.game.node_at(path)
        inner = {root + node: node for node in part.tree.decisions.tolist()}
        for number, conduct in enumerate(whole.conducts):
            inside = {
                player: {label: w for label, w in plan.items() if (player, label) in own}
                for player, plan in conduct.items()
            }
            told = whole.moved_details(number, part, inner)
            answer.demand_equilibrium(inside, f"in the subgame at {path}, ", told)
            if answer.is_complete and not answer.holds(inside):
                text = f"does {described(inside)} in the subgame at {path} of the game"
                answer.fail(f"{text}, but does not find it in the subgame alone")
    return True


def check_forms_agree(solver: Solver, game: Any) -> bool:
    """A tree and its normal forms pay the same, and equilibria of it are Nash equilibria there.

    Every pure profile is compared, in the full and in the reduced normal form.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_forms_agree(bg.BackwardInduction(), tie)
    True
    """
    if not isinstance(game, ExtensiveFormGame) or is_float(game):
        return False
    if count_pure(game) > _MOST_CELLS:
        return False
    answer = Answer.of(solver, game)
    if answer is None:
        return False
    for reduced in (False, True):
        table = to_normal_form(game, reduced=reduced)
        for choices in pure_choices(game):
            cell = _cell(game, table, choices)
            conduct = pure_conduct(game, choices)
            paid = payoffs_of(game, conduct)
            there = {player: table.payoff(player, cell) for player in game.players}
            if paid != there:
                text = f"the tree pays {listed(paid)}, the normal form at {cell} {listed(there)}"
                answer.fail(text)
            certain = _certain(table, cell)
            if conduct not in answer.conducts or answer.is_approximate:
                continue
            if not is_equilibrium(table, certain, Concept.NASH):
                answer.fail(f"{cell} is no Nash equilibrium of the normal form")
    return True


def _cell(game: ExtensiveFormGame, table: NormalFormGame, choices: Choices) -> dict[str, str]:
    """What each player's strategy is called in the normal form."""
    tree = game.tree
    owners = tree.infoset_player.tolist()
    cell = {}
    for who, player in enumerate(game.players):
        words = [tree.actions(i)[choices[i]] for i, owner in enumerate(owners) if owner == who]
        for strategy in table.strategies[player]:
            said = strategy.split(", ") if words else []
            if all(one in ("*", word) for one, word in zip(said, words, strict=True)):
                cell[player] = strategy
    return cell


def _certain(table: NormalFormGame, cell: Mapping[str, str]) -> Conduct:
    return {
        player: {s: Fraction(int(s == cell[player])) for s in menu}
        for player, menu in table.strategies.items()
    }


def check_floats(solver: Solver, game: Any) -> bool:
    """The answer in floats holds in floats, and is the exact one where nothing is nearly tied.

    This is about exact games and solvers that work in both arithmetics. Mixed equilibria are
    compared where floats hold the payoffs exactly, and then to nine digits. Nash equilibria of a
    tree are tied with others wherever play does not go; there it is enough that they hold.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_floats(bg.PureEnumeration(), game)
    True
    """
    if is_float(game) or Float not in solver.arithmetics or count_pure(game) > _MOST_PROFILES:
        return False
    exact, rough = Answer.of(solver, game), Answer.of(solver, game.to_float())
    if exact is None or rough is None:
        return False
    rough.demand_equilibria("in floats, ")
    if solver.concept not in (Concept.NASH, Concept.SUBGAME_PERFECT):
        return not rough.gave_up
    if solver.concept is Concept.NASH and isinstance(game, ExtensiveFormGame):
        return not rough.gave_up
    if exact.gave_up or rough.gave_up:
        return False
    if exact.is_approximate:
        return True
    mixed = any(not profile.is_pure for profile in (*exact.run.profiles, *rough.run.profiles))
    # What a Nash equilibrium of a tree rests on may be mixed where none that is listed is.
    of_tree = isinstance(game, ExtensiveFormGame) and solver.concept is Concept.NASH
    if mixed or of_tree:
        if not (of_tree or isinstance(game, NormalFormGame)) or not _is_held_by_floats(game):
            return False
    elif _is_nearly_tied(game, solver.concept):
        return False
    for one, other, where in ((exact, rough, "in floats"), (rough, exact, "in exact numbers")):
        for conduct in one.conducts:
            if other.is_complete and not _holds_nearly(other, conduct):
                text = f"{described(conduct)} is not found {where}"
                exact.fail(f"{text}, and nothing is nearly tied")
    if exact.is_complete and len(exact.conducts) != len(rough.conducts):
        text = f"lists {len(exact.conducts)} equilibria exactly and {len(rough.conducts)} in floats"
        exact.fail(f"{text}, and nothing is nearly tied")
    if exact.run.indices != rough.run.indices:
        exact.fail(f"says that indices are {exact.run.indices}, and {rough.run.indices} in floats")
    return True


def _is_held_by_floats(game: Any) -> bool:
    """Whether floats hold all payoffs as they are, and with them all that is compared."""
    numbers: Any = game.numbers
    return all(Fraction(float(n)) == n and abs(n) < 2**20 for n in numbers)


def _holds_nearly(answer: Answer, conduct: Conduct) -> bool:
    """Whether a conduct is listed but for rounding, or belongs to a family that is."""
    return any(_apart(conduct, other) < Fraction(1, 10**9) for other in answer.conducts) or (
        answer.holds(conduct)
    )


def _apart(one: Any, other: Any) -> Any:
    """The largest difference of two numbers in the same place of nested dictionaries."""
    if isinstance(one, Mapping):
        return max((_apart(part, other[key]) for key, part in one.items()), default=Fraction(0))
    return abs(one - other)


def _is_nearly_tied(game: Any, concept: Concept) -> bool:
    """Whether payoffs that a solver may have to compare differ by less than a millionth.

    Equal payoffs of a table stay equal in floats; those of a tree are sums, and may not.
    """
    least = 2 * max(map(abs, game.numbers), default=Fraction(0)) * _NEAR
    if isinstance(game, NormalFormGame):
        return any(0 < abs(gap) <= least for gap in _table_gaps(game))
    pure = pure_equilibria(game, concept)
    if len(pure) != 1:
        return True
    return any(abs(gap) <= least for gap in _tree_gaps(game, next(iter(pure))))


def _table_gaps(game: NormalFormGame) -> Iterator[Fraction]:
    """By how much a player's payoffs differ along a line of cells that the player chooses from."""
    for choices in pure_choices(game):
        for place in range(len(choices)):
            here = game.numbers[game.cells[(*choices, place)]]
            for other in neighbors(game, choices, place):
                yield game.numbers[game.cells[(*other, place)]] - here


def _tree_gaps(game: ExtensiveFormGame, choices: Choices) -> Iterator[Fraction]:
    """By how much any other action would pay its mover less, in the smallest subgame around it.

    Nothing at all where that subgame's play does not come to it.
    """
    tree = game.tree
    begins = [game.node_at(path) for path in subgames(game)]
    for place, members in enumerate(tree.members):
        root = max(node for node in begins if node <= members[0] and members[-1] < tree.end[node])
        part = subgame(game, tree.path(root))
        inside = sorted({i for i in tree.infoset[root : tree.end[root]] if i >= 0})
        owner = game.players[int(tree.infoset_player[place])]
        here = payoffs_of(part, pure_conduct(part, tuple(choices[i] for i in inside)))[owner]
        for other in neighbors(game, choices, place):
            moved = payoffs_of(part, pure_conduct(part, tuple(other[i] for i in inside)))
            yield moved[owner] - here


def check_weaker_concepts(solver: Solver, game: Any) -> bool:
    """A sequential equilibrium is perfect Bayesian, that is subgame perfect, that is Nash.

    Each of the weaker concepts is worked out plainly from its own definition.

    Examples
    --------
    >>> import brinkgame as bg
    >>> tie = bg.ExtensiveFormGame("tie", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 0})}))
    >>> check_weaker_concepts(bg.BackwardInduction(), tie)
    True
    """
    if not isinstance(game, ExtensiveFormGame):
        return False
    answer = Answer.of(solver, game)
    if answer is None or not answer.conducts:
        return False
    order = (Concept.SEQUENTIAL, Concept.PERFECT_BAYESIAN, Concept.SUBGAME_PERFECT, Concept.NASH)
    if solver.concept not in order:
        return False
    for number, conduct in enumerate(answer.conducts):
        for weaker in order[order.index(solver.concept) + 1 :]:
            told = answer.details_at(number) if weaker in BELIEVING else {}
            gains = regrets_of(game, conduct, weaker, **told)
            faults = faults_of(game, conduct, weaker, **told)
            if max(gains.values()) > answer.allowed() or faults:
                text = "; ".join([listed(gains), *faults])
                answer.fail(f"{described(conduct)} is no {weaker.value} equilibrium: {text}")
    return True


def check_why_not(solver: Solver, game: Any) -> bool:
    """`EquilibriumResult.why_not` names who could gain, exactly for what is no equilibrium.

    It is asked about every pure profile. No gain that it names is larger than trying every plan
    allows, and where subgames do not matter the gains are exactly those.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_why_not(bg.PureEnumeration(), game)
    True
    """
    if solver.obstacles(game) or is_float(game) or count_pure(game) > _MOST_CELLS:
        return False
    result = solve(game, solver, check=False)
    if solver.concept in BELIEVING:
        return _assessments_are_judged(solver, game, result)
    subgames_count = solver.concept is Concept.SUBGAME_PERFECT
    told = result[0].details if result else {}
    for choices in pure_choices(game):
        conduct = pure_conduct(game, choices)
        reasons = result.why_not(profile_of(game, conduct))
        regrets = regrets_of(game, conduct, solver.concept, **told)
        if {reason.player for reason in reasons} != {p for p, r in regrets.items() if r}:
            text = "; ".join(map(str, reasons)) or "nothing"
            right = f"the regrets are {listed(regrets)}"
            fail(solver, f"why_not says of {described(conduct)}: {text}; {right}")
        for reason in reasons:
            most = regrets[reason.player]
            if not 0 < reason.gain <= most or (not subgames_count and reason.gain != most):
                fail(solver, f"why_not says that {reason}; the most is {most}")
    return True


def _assessments_are_judged(solver: Solver, game: Any, result: EquilibriumResult) -> bool:
    """As `check_why_not`, for pure profiles with beliefs that some mistakes explain, or not."""
    for choices in pure_choices(game):
        conduct = pure_conduct(game, choices)
        profile = profile_of(game, conduct)
        weights = [
            tuple(Fraction(int(a == choice)) for a in range(size))
            for choice, size in zip(choices, game.tree.infoset_size.tolist(), strict=True)
        ]
        held = next(explained_beliefs(game, weights, 1))
        turned = Beliefs.from_weights(game, [each[::-1] for each in held.weights])
        for beliefs in (held, turned):
            reasons = result.why_not(profile, beliefs=beliefs)
            regrets = regrets_of(game, conduct, solver.concept, beliefs=beliefs)
            faults = faults_of(game, conduct, solver.concept, beliefs=beliefs)
            gaining = {reason.player for reason in reasons if isinstance(reason, Deviation)}
            if gaining != {p for p, r in regrets.items() if r} or (
                bool(faults) is all(isinstance(reason, Deviation) for reason in reasons)
            ):
                text = "; ".join(map(str, reasons)) or "nothing"
                right = "; ".join([f"the regrets are {listed(regrets)}", *faults])
                fail(solver, f"why_not says of {described(conduct)}: {text}; {right}")
    return True
