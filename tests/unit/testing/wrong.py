"""Solvers that are deliberately wrong, at least one for each check of the battery.

`Trees` and `Tables` run the right solver and then change what it hands over, or the game before, by
a function that says in its name what is wrong. The rest are solvers that break the contract itself.
"""

from __future__ import annotations

import dataclasses
import itertools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, final

from brinkgame.arithmetic import Exact, Float
from brinkgame.forms import Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.play import BehaviorStrategyProfile, EquilibriumFamily, MixedStrategyProfile
from brinkgame.results import Concept, Coverage, Status
from brinkgame.solvers import BackwardInduction, PureEnumeration, Run, Solver

Change = Callable[[Run, Any], Run]


def called(change: Any) -> str:
    """The name of a function; the repr of a function holds an address, which changes."""
    return getattr(change, "__name__", repr(change))


BOTH = frozenset({Exact, Float})


def unchanged(run: Run, game: Any) -> Run:
    return run


@final
@dataclass(frozen=True, repr=False)
class Trees(Solver):
    """Backward induction, changed afterward."""

    change: Change = unchanged

    concept: ClassVar[Concept] = Concept.SUBGAME_PERFECT
    form: ClassVar[type] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[Any] = BOTH
    summary: ClassVar[str] = "backward induction, changed afterward"

    def __repr__(self):
        return f"Trees({called(self.change)})"

    def further_obstacles(self, game):
        return BackwardInduction().further_obstacles(game)

    def run(self, game, control=None):
        return self.change(BackwardInduction().run(game), game)


@final
@dataclass(frozen=True, repr=False)
class Tables(Solver):
    """Pure enumeration, changed afterward."""

    change: Change = unchanged

    concept: ClassVar[Concept] = Concept.NASH
    form: ClassVar[type] = NormalFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL_PURE
    arithmetics: ClassVar[Any] = BOTH
    summary: ClassVar[str] = "pure enumeration, changed afterward"

    def __repr__(self):
        return f"Tables({called(self.change)})"

    def run(self, game, control=None):
        return self.change(PureEnumeration().run(game), game)


# -- wrong about what is an equilibrium -----------------------------------------------------------


def folded(game, pick=max, *, odds=True, on_the_way=True, value=None):
    """Fold back by a rule of one's own; the positions of the actions taken."""
    tree = game.tree
    rows = game.payoff_rows()
    zero = (Fraction(0),) * tree.n_players
    paid = [rows[r] if r >= 0 else zero for r in tree.payoff_row.tolist()]
    chances = game.edge_probabilities()
    worth: list[Any] = [None] * tree.size
    choices = [0] * tree.n_infosets
    for node in range(tree.size - 1, -1, -1):
        below = tree.children_of(node)
        who = int(tree.mover[node])
        follows = zero
        if who >= 0:
            best = pick(range(len(below)), key=lambda a: worth[below[a]][who])
            choices[int(tree.infoset[node])] = best
            follows = worth[below[best]] if value is None else value([worth[c] for c in below])
        elif below:
            weights = [chances[c] if odds else Fraction(1, len(below)) for c in below]
            follows = tuple(
                sum(w * worth[c][p] for w, c in zip(weights, below, strict=True))
                for p in range(tree.n_players)
            )
        here = paid[node] if on_the_way or not below else zero
        worth[node] = tuple(a + b for a, b in zip(here, follows, strict=True))
    return choices


def one(game, choices) -> Run:
    """A run that claims that there is nothing but this."""
    profile = BehaviorStrategyProfile.pure(game, choices)
    return Run((profile,), Status.SOLVED, Coverage.ALL)


def takes_the_least(run, game):
    return one(game, folded(game, min))


def ignores_chances(run, game):
    return one(game, folded(game, odds=False))


def ignores_payments_on_the_way(run, game):
    return one(game, folded(game, on_the_way=False))


def expects_the_mean(run, game):
    """Counts on others to act at random, whatever they gain by it."""

    def mean(worths):
        return tuple(sum(column) / len(worths) for column in zip(*worths, strict=True))

    return one(game, folded(game, value=mean))


def threatens_off_the_path(run, game):
    """Right where play goes, and the last action of all that is never reached."""
    first = run.profiles[0]
    tree = game.tree
    reached = [True] * tree.size
    for node in range(1, tree.size):
        above = int(tree.parent[node])
        where = int(tree.infoset[above])
        goes = where < 0 or first.choices[where] == tree.edge[node]
        reached[node] = reached[above] and goes
    choices = first.choices.copy()
    for where in range(tree.n_infosets):
        if not reached[int(tree.first_member[where])]:
            choices[where] = tree.infoset_size[where] - 1
    return one(game, choices)


def lists_the_first_twice(run, game):
    return dataclasses.replace(
        run, profiles=(*run.profiles, *run.profiles[:1]), families=(), components=()
    )


def takes_the_largest_sum(run, game):
    """The cells in which the players get most together."""

    def total(cell):
        return sum(game.numbers[p] for p in game.cells[cell].tolist())

    cells = list(itertools.product(*map(range, game.shape)))
    most = max(map(total, cells))
    profiles = tuple(MixedStrategyProfile.pure(game, c) for c in cells if total(c) == most)
    return Run(profiles, Status.SOLVED, Coverage.ALL_PURE)


def takes_what_pays_the_same(run, game):
    """Every cell that pays as much as an equilibrium."""

    def pays(cell):
        return [game.numbers[p] for p in game.cells[cell].tolist()]

    right = [tuple(w.index(1) for w in profile.weights) for profile in run.profiles]
    cells = itertools.product(*map(range, game.shape))
    same = [c for c in cells if any(pays(c) == pays(r) for r in right)]
    profiles = tuple(MixedStrategyProfile.pure(game, cell) for cell in same)
    return dataclasses.replace(run, profiles=profiles)


def adds_a_corner(run, game):
    """The last cell, whatever it pays."""
    corner = MixedStrategyProfile.pure(game, [n - 1 for n in game.shape])
    others = tuple(p for p in run.profiles if p != corner)
    return Run((*others, corner), Status.SOLVED, Coverage.ALL_PURE)


def breaks_down(run, game):
    raise ZeroDivisionError("an accident")


# -- wrong about what there is --------------------------------------------------------------------


def finds_nothing(run, game):
    return Run((), Status.NONE_EXISTS, run.coverage)


def says_solved_and_finds_nothing(run, game):
    return Run((), Status.SOLVED, run.coverage)


def denies_what_it_finds(run, game):
    return dataclasses.replace(run, status=Status.NONE_EXISTS)


def claims_less(run, game):
    return Run(run.profiles[:1], run.status, Coverage.SOME)


def claims_one_and_lists_all(run, game):
    return dataclasses.replace(run, coverage=Coverage.ONE)


def drops_ties(run, game):
    """The first equilibrium, as if it were the only one."""
    return Run(run.profiles[:1], Status.SOLVED, Coverage.ALL)


def drops_all_but_one(run, game):
    return dataclasses.replace(run, profiles=run.profiles[:1])


@final
@dataclass(frozen=True, repr=False)
class DropsTies:
    """Right, but for ties that are dropped where something holds that must not matter."""

    where: Callable[[Any], bool]

    def __repr__(self):
        return f"DropsTies({called(self.where)})"

    def __call__(self, run, game):
        return drops_ties(run, game) if self.where(game) else run


@final
@dataclass(frozen=True, repr=False)
class Drops:
    """Right, but for tables of which all but one equilibrium are dropped where something holds."""

    where: Callable[[Any], bool]

    def __repr__(self):
        return f"Drops({called(self.where)})"

    def __call__(self, run, game):
        return drops_all_but_one(run, game) if self.where(game) else run


def pays_much(game):
    return max(abs(number) for number in game.numbers) > 10


def has_three_actions(game):
    return max(game.tree.infoset_size.tolist(), default=0) > 2


def has_a_dummy_move(game):
    return min(game.tree.infoset_size.tolist(), default=2) < 2


def has_impossible_chance(game):
    return 0 in game.edge_probabilities()


def has_chance(game):
    return any(odds is not None for odds in game.edge_probabilities())


def pays_on_the_way(game):
    return game.tree.pays_on_the_way


def is_small(game):
    return game.tree.size < 4


def begins_with_late_letters(game):
    """Whether some action begins with a letter behind those of the Latin alphabet."""
    return any(ord(label[0]) > 0x1000 for menu in game.tree.menus for label in menu)


def has_no_labels(game):
    return None in game.tree.infoset_label


def first_player_moves_last(game):
    movers = game.tree.mover[game.tree.mover >= 0].tolist()
    return bool(movers) and movers[-1] == 0


def is_in_floats(game):
    return isinstance(game.arithmetic, Float)


def is_exact(game):
    return not is_in_floats(game)


def lists_more_in_floats(run, game):
    return lists_the_first_twice(run, game) if is_in_floats(game) else run


def takes_the_least_in_floats(run, game):
    return takes_the_least(run, game) if is_in_floats(game) else run


def claims_less_if_much_is_paid(run, game):
    return dataclasses.replace(run, coverage=Coverage.SOME) if pays_much(game) else run


def counts_more_if_much_is_paid(run, game):
    return families(more=1)(run, game) if pays_much(game) else run


def lists_less_if_much_is_paid(run, game):
    return _only_first(run) if pays_much(game) else run


def threatens_if_much_is_paid(run, game):
    if not pays_much(game):
        return Run(run.profiles[:1], run.status, Coverage.SOME)
    return dataclasses.replace(threatens_off_the_path(run, game), coverage=Coverage.SOME)


def _only_first(run):
    return dataclasses.replace(
        run, profiles=run.profiles[:1], families=run.families[:1], components=()
    )


# -- wrong about families -------------------------------------------------------------------------


@final
@dataclass(frozen=True)
class Family(EquilibriumFamily):
    """A family that says of itself what it is told to say."""

    right: Any
    said: Any = ("one can say much about it",)
    more: int = 0
    holds: str = "right"
    ranges: Any = None
    corners: Any = None

    @property
    def conditions(self):
        return self.said

    @property
    def count(self):
        return self.right.count + self.more

    @property
    def payoff_ranges(self):
        return dict(self.ranges) if self.ranges else self.right.payoff_ranges

    @property
    def vertices(self):
        return self.corners

    def __contains__(self, profile):
        pure = profile.is_pure
        return {
            "right": profile in self.right,
            "everything": True,
            "everything mixed": not pure or profile in self.right,
            "nothing": False,
            "pure ones": pure and profile in self.right,
        }[self.holds]

    def __reduce__(self):
        return type(self), (self.right, self.said, self.more + 1, self.holds)


@final
@dataclass(frozen=True)
class SaysOfFamilies:
    """Right, but for what is said of families."""

    options: tuple[tuple[str, Any], ...]

    def __call__(self, run, game):
        families = tuple(f and Family(f, **dict(self.options)) for f in run.families)
        return dataclasses.replace(run, families=families)


def families(**options):
    return SaysOfFamilies(tuple(options.items()))


def makes_a_family_of_one(run, game):
    """Where there is one equilibrium, says that it belongs to a family."""
    if run.families or run.coverage is not Coverage.ALL:
        return run
    tied = BackwardInduction().run(TIE)
    return dataclasses.replace(run, families=(Family(tied.families[0]),))


TIE = ExtensiveFormGame(
    "tie",
    players=("A",),
    root=Decision("A", {"left": Terminal({"A": 0}), "right": Terminal({"A": 0})}),
)


def says_that_all_mixtures_belong(run, game):
    """Takes what is listed for the vertices of a family, and for all its pure members."""
    most = len(run.profiles)
    homes = tuple(
        f and Family(f, more=most - f.count, corners=tuple(range(most))) for f in run.families
    )
    return dataclasses.replace(run, families=homes)


# -- wrong about the contract ---------------------------------------------------------------------


@final
@dataclass(frozen=True)
class HandsOver:
    """Right, but for some parts of the run."""

    parts: tuple[tuple[str, Any], ...]

    def __call__(self, run, game):
        return dataclasses.replace(run, **dict(self.parts))


def hands_over(**parts):
    return HandsOver(tuple(parts.items()))


def hands_over_a_dictionary(run, game):
    return {"profiles": run.profiles}


def hands_over_labels(run, game):
    return dataclasses.replace(run, profiles=("everyone is kind",), families=(), components=())


def hands_over_another_game(run, game):
    twin = copied(game)
    profile = BehaviorStrategyProfile(twin, run.profiles[0])
    return dataclasses.replace(run, profiles=(profile,), families=(), components=())


def copied(game):
    return pickle.loads(pickle.dumps(game))


def names_strange_families(run, game):
    return dataclasses.replace(run, families=("many",) * len(run.profiles))


def names_too_few_families(run, game):
    return dataclasses.replace(run, profiles=run.profiles * 2, families=(None,))


def keeps_a_function(run, game):
    return dataclasses.replace(run, statistics={"how": lambda: None})


def changes_the_title(run, game):
    object.__setattr__(game, "title", game.title + "!")
    return run


CALLS = itertools.count()


def counts_its_calls(run, game):
    return dataclasses.replace(run, statistics={"calls": next(CALLS)})


def forgets_every_other_time(run, game):
    return drops_ties(run, game) if next(CALLS) % 2 else run
