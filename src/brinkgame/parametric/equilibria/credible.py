"""Credible equilibria of small trees with hidden information, as functions of the parameters.

Every *form* of sequential or perfect Bayesian equilibrium [1]_ [2]_: which actions are taken at
each information set, and a basis of the probabilities and beliefs that support them. Given the
actions, conditions on probabilities and beliefs are equations and inequalities with coefficients in
the parameters. Their solutions at any point are the hull of corners, and each corner is a form: its
probabilities and beliefs are rational functions of the parameters, and it is an equilibrium where
the inequalities that are not tight hold. At every point, then, the forms that hold there are the
extreme points of all equilibria.

Beliefs where play does not arrive are limits of what follows from trembles. Where nodes are reached
by the same trembles, Bayes' rule settles them; where by different ones, the ratio is free, and the
same at all information sets that hang on the same trembles.

References
----------
.. [1] D. M. Kreps and R. Wilson (1982), Sequential equilibria, *Econometrica* 50, sections 4 to 6
   and the appendix on the structure of consistent assessments.
.. [2] D. Fudenberg and J. Tirole (1991), Perfect Bayesian equilibrium and sequential equilibrium,
   *Journal of Economic Theory* 53.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

from brinkgame.arithmetic import Exact
from brinkgame.control import Control
from brinkgame.credibility.terms import added, multiplied, total
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.credible_search import Case, Search
from brinkgame.parametric.equilibria.credible_skeleton import Plan, Skeleton
from brinkgame.parametric.equilibria.credible_systems import (
    Solution,
    Value,
    evaluated,
    solve_demands,
)
from brinkgame.parametric.equilibria.credible_table import Line, Table
from brinkgame.parametric.equilibria.engines import SignOf
from brinkgame.parametric.equilibria.form import EquilibriumForm, Number, Support
from brinkgame.results import Concept

__all__ = ["forms", "obstacles"]

_MOST_PAIRED = 10
"""Conditions up to which any two of them are added up, to see a contradiction."""
_MOST_UNDECIDED = 20
"""Undecided supports that are told one by one."""


def obstacles(game: object, concept: Concept) -> tuple[str, ...]:
    """Every reason why the credible forms of a game are not found here.

    Parameters
    ----------
    game
        A game.
    concept
        What is asked for.
    """
    if not isinstance(game, ExtensiveFormGame):
        return ("takes trees; a table has no information sets",)
    credible = (Concept.SEQUENTIAL, Concept.PERFECT_BAYESIAN)
    # Where nothing is hidden, these are the subgame-perfect ones.
    if concept not in credible and not (
        concept is Concept.SUBGAME_PERFECT and game.is_perfect_information
    ):
        return (f"finds sequential and perfect Bayesian equilibria, not {concept.value} ones",)
    found: list[str] = []
    if game.arithmetic != Exact():
        found.append("needs exact numbers, not floats")
    if forgets := game.recall_failure_text:
        found.append(f"needs perfect recall; {forgets}")
    return tuple(found)


def forms(
    game: ExtensiveFormGame,
    concept: Concept,
    control: Control,
    *,
    sign: SignOf | None = None,
    thin: bool = False,
    only: Support | None = None,
) -> tuple[tuple[EquilibriumForm, ...], tuple[str, ...]]:
    """All forms, and in words what is not decided.

    Parameters
    ----------
    game
        A tree without obstacles.
    concept
        Sequential or perfect Bayesian equilibrium.
    control
        A time limit.
    sign
        The sign that an expression has wherever the parameters may be (it may be zero in places),
        or None if nobody knows; asked where a quick look at the ranges does not tell.
    thin
        Whether to list forms that exist only where an equation between parameters holds.
    only
        Parts of a support: only forms with these are looked for.
    """
    skeleton = Skeleton.of(game)
    table = Table(game, skeleton, sign)
    search = Search(skeleton, table, control, thin=thin)
    if only is not None:
        for player, label, actions in only:
            h = game.infoset_number(player, label)
            search.restrict(h, [game.tree.actions(h).index(action) for action in actions])
    consistent = concept is Concept.SEQUENTIAL
    found: list[EquilibriumForm] = []
    known: set[object] = set()
    open_cases: dict[str, None] = {}
    for case in search.cases():
        for plan in search.different(case, skeleton.plans(case.supports, consistent=consistent)):
            corners, left = solve_demands(search.demands(case, plan), table, thin=thin)
            for each in left:
                open_cases.setdefault(f"{_told(skeleton, game, case)}: {each}")
            for corner in corners:
                solution = search.arrived(case, plan, corner)
                if solution is None:
                    continue
                if not thin and _are_at_odds(solution, table):
                    continue
                form = _form(search, case, plan, solution, concept)
                key = _key(form)
                if key not in known:
                    known.add(key)
                    found.append(form)
    undecided = list(open_cases)
    if len(undecided) > _MOST_UNDECIDED:
        more = len(undecided) - _MOST_UNDECIDED
        undecided[_MOST_UNDECIDED:] = [f"... and {more} more choices of actions"]
    if search.stopped:
        undecided.append(f"the time was up after {search.looked} choices of actions")
    return tuple(found), tuple(undecided)


def _are_at_odds(solution: Solution, table: Table) -> bool:
    """Whether two of its conditions hold together nowhere, or only where both are equations."""
    polys = [each.poly.primitive()[1] for each in solution.conditions if each.relation == ">="]
    if len(polys) > _MOST_PAIRED:
        known = {tuple(poly.terms()) for poly in polys}
        return any(tuple((-poly).terms()) in known for poly in polys)
    return any(
        table.weak_sign(one + other) in (0, -1) for one, other in itertools.combinations(polys, 2)
    )


def _key(form: EquilibriumForm) -> object:
    """Forms that differ in beliefs which do not matter are one."""
    profile = tuple(
        number
        for plan in form.profile.values()
        for menu in plan.values()
        for number in menu.values()
    )
    conditions = frozenset((each.difference, each.relation) for each in form.conditions)
    return profile, conditions


def _told(skeleton: Skeleton, game: ExtensiveFormGame, case: Case) -> str:
    """Supports in words."""
    tree = game.tree
    parts = []
    for h, used in enumerate(case.supports):
        menu = tree.actions(h)
        names = " or ".join(menu[a - skeleton.first[h]] for a in used)
        parts.append(f"{game.players[skeleton.owner[h]]} at {tree.infoset_name(h)}: {names}")
    return "; ".join(parts)


def _form(
    search: Search, case: Case, plan: Plan, solution: Solution, concept: Concept
) -> EquilibriumForm:
    """A corner written down."""
    skeleton, table = search.skeleton, search.table
    game, tree, ring = table.game, table.game.tree, table.ring
    profile: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    play: dict[int, Line] = {}
    for h, used in enumerate(case.supports):
        first = skeleton.first[h]
        menu: dict[str, Number] = dict.fromkeys(tree.actions(h), Fraction(0))
        names = tree.actions(h)
        rest: Line = {(): ring.one}
        for a in used[:-1]:
            above, below = solution.values[a]
            menu[names[a - first]] = ring.quotient(above, below)
            play[a] = {(a,): ring.one}
            rest = added(rest, {(a,): -ring.one})
        play[used[-1]] = rest
        menu[names[used[-1] - first]] = ring.quotient(*evaluated(rest, solution.values, table))
        profile[game.players[skeleton.owner[h]]][tree.infoset_name(h)] = menu
    beliefs: dict[str, dict[str, dict[str, Number]]] = {}
    for h in plan.weights:
        members = skeleton.members[h]
        line = search.weights(plan, h)
        parts = [
            evaluated({k: v * table.reach[x] for k, v in w.items()}, solution.values, table)
            for x, w in zip(members, line, strict=True)
        ]
        player = game.players[skeleton.owner[h]]
        beliefs.setdefault(player, {})[tree.infoset_name(h)] = dict(
            zip(map(tree.path, members), _shares(table, parts), strict=True)
        )
    conditions = tuple(
        Condition(
            each.reason.player,
            each.reason.infoset,
            each.reason.prefer,
            each.reason.against,
            ring.expression(each.poly),
            relation=each.relation,
            words=each.reason.words,
        )
        for each in solution.conditions
    )
    return EquilibriumForm(
        game=game,
        concept=concept,
        profile=profile,
        payoffs=_payoffs(skeleton, table, play, solution.values),
        conditions=conditions,
        beliefs=beliefs,
    )


def _shares(table: Table, parts: list[Value]) -> list[Number]:
    """Weights divided by their sum."""
    ring = table.ring
    common = ring.one
    for _, below in parts:
        common = common * (below / below.gcd(common))
    whole = [above * (common / below) for above, below in parts]
    every = ring.zero
    for each in whole:
        every = every + each
    return [ring.quotient(each, every) for each in whole]


def _payoffs(
    skeleton: Skeleton, table: Table, play: Mapping[int, Line], values: Mapping[int, Value]
) -> dict[str, Number]:
    """What everybody gets."""
    ring = table.ring
    players = table.game.players
    found: list[tuple[Line, ...]] = [()] * len(skeleton.parent)
    for x in reversed(range(len(skeleton.parent))):
        mover = skeleton.mover[x]
        if mover == TERMINAL:
            found[x] = tuple({(): v} if v else {} for v in table.ends[x])
        elif mover == CHANCE:
            found[x] = tuple(
                total(column)
                for column in zip(*(found[y] for y in skeleton.children[x]), strict=True)
            )
        else:
            first = skeleton.first[skeleton.infoset[x]]
            parts = [
                (play[first + k], found[y])
                for k, y in enumerate(skeleton.children[x])
                if first + k in play
            ]
            if len(parts) == 1:
                found[x] = parts[0][1]
            else:
                found[x] = tuple(
                    total(multiplied(share, line[p]) for share, line in parts)
                    for p in range(len(players))
                )
    paid: dict[str, Number] = {}
    for player, whole in zip(players, found[0], strict=True):
        above, below = evaluated(whole, values, table)
        paid[player] = ring.quotient(above, below * table.scale * table.reach[0])
    return paid
