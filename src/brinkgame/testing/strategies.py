"""Strategies for hypothesis: numbers, and games in every form, closed or with open parameters.

How games are drawn matters as much as what is checked. Ties, wide payoffs, square tables, chance
that never happens, information sets of several nodes and ends that share a label come often,
because that is where solvers go wrong; and every failure shrinks toward few players, few actions
and small whole numbers.

Options that say what a game has (`chance`, `inner_payoffs`, ...) are True (it has some), False
(it has none) or None (it may). What is asked for is built and not filtered out, so nothing is
drawn in vain; what cannot be is a `ValueError` at once.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

from hypothesis import strategies as st

from brinkgame.expressions import Operand
from brinkgame.forms import REST, ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.testing.drafts import Draft
from brinkgame.testing.growing import (
    ACTIONS,
    PLAYERS,
    Odds,
    TreePlan,
    drawn_odds,
    drawn_trees,
)
from brinkgame.testing.options import (
    KINDS,
    Kind,
    require,
    require_choice,
    require_count,
    require_kind,
    require_players,
)

__all__ = [
    "exact_numbers",
    "extensive_form_games",
    "normal_form_games",
    "parametric_games",
    "payoffs",
    "perfect_information_games",
]

Numbers: TypeAlias = "st.SearchStrategy[Any]"

_OFTEN: Final[tuple[Kind, ...]] = ("tied", "tied", "small", "fractions", "wide", "close")
_PAYOFF_PARAMETERS: Final = ("x", "y", "z")
_CHANCE_PARAMETERS: Final = ("p", "q", "r")
_WIDE: Final = tuple(
    Fraction(number)
    for number in (
        0, 1, 10**30, -(10**30), Fraction(1, 10**30), Fraction(-1, 10**30), -1,
        10**30 + 1, 1 + Fraction(1, 10**30), 10**30 + Fraction(1, 10**30), 10**12, 2**62,
    )
)  # fmt: skip
_CLOSE: Final = tuple(Fraction(10**17 + number) for number in (0, 1, 2, -1))


# -- numbers --------------------------------------------------------------------------------------


def exact_numbers(
    *,
    low: int | Fraction = -9,
    high: int | Fraction = 9,
    max_denominator: int = 12,
) -> st.SearchStrategy[Fraction]:
    """Fractions in [low, high]; whole ones, and ones near zero, come first and often.

    Parameters
    ----------
    low, high
        The range, ends included.
    max_denominator
        The largest denominator; 1 for whole numbers only.

    Raises
    ------
    ValueError
        There is no such number.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(exact_numbers(low=2, high=3, max_denominator=4))
    ... def test_range(number):
    ...     assert 2 <= number <= 3 and number.denominator <= 4
    >>> test_range()
    """
    require(low <= high, f"no number lies between low={low} and high={high}; swap them")
    require_count("max_denominator", max_denominator, 1)
    first, last = math.ceil(low), math.floor(high)
    kinds: list[st.SearchStrategy[Fraction]] = []
    if first <= last:
        kinds.append(st.integers(first, last).map(Fraction))
    denominators = [
        d for d in range(2, max_denominator + 1) if math.ceil(low * d) <= math.floor(high * d)
    ]
    if denominators:
        kinds.append(_fractions(low, high, tuple(denominators)))
    require(
        bool(kinds),
        f"no fraction with a denominator up to {max_denominator} lies between {low} and {high}; "
        "allow a larger one",
    )
    return st.one_of(kinds)


@st.composite
def _fractions(
    draw: st.DrawFn, low: int | Fraction, high: int | Fraction, denominators: tuple[int, ...]
) -> Fraction:
    # st.fractions promises more, and takes six times as long.
    below = draw(st.sampled_from(denominators))
    return Fraction(draw(st.integers(math.ceil(low * below), math.floor(high * below))), below)


def payoffs(*, kind: Kind | None = None) -> st.SearchStrategy[Fraction]:
    """Payoffs of one kind, or of any.

    Parameters
    ----------
    kind
        ``"tied"``: 0, 1 and 2, so that ties are common. ``"small"``: whole numbers from -9 to 9.
        ``"fractions"``: with small denominators. ``"wide"``: from 1/10**30 to 10**30, and pairs
        that differ by as little. ``"close"``: whole numbers that floats take for one and the same.
        None: any of them.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(payoffs(kind="tied"))
    ... def test_ties(payoff):
    ...     assert payoff in (0, 1, 2)
    >>> test_ties()
    """
    require_kind(kind)
    kinds: dict[Kind, st.SearchStrategy[Fraction]] = {
        "tied": st.sampled_from([Fraction(number) for number in (0, 1, 2)]),
        "small": st.integers(-9, 9).map(Fraction),
        "fractions": exact_numbers(),
        "wide": st.sampled_from(_WIDE),
        "close": st.sampled_from(_CLOSE),
    }
    return st.one_of([kinds[name] for name in KINDS]) if kind is None else kinds[kind]


def payoffs_of_a_game(kind: Kind | None) -> st.SearchStrategy[Numbers]:
    """How the payoffs of one game are drawn: mostly all are of one kind, tied ones above all."""
    if kind is not None:
        return st.just(payoffs(kind=kind))
    mixed = st.just(payoffs())
    return st.one_of(st.sampled_from(_OFTEN).map(lambda one: payoffs(kind=one)), mixed)


# -- tables ---------------------------------------------------------------------------------------


def normal_form_games(
    *,
    players: int | None = None,
    max_strategies: int = 4,
    max_cells: int = 100,
    square: bool | None = None,
    kind: Kind | None = None,
    zero_sum: bool = False,
    symmetric: bool | None = None,
) -> st.SearchStrategy[NormalFormGame]:
    """Exact games in normal form: square often, tied often, and with a pattern often.

    A third of the games of several players have a pattern: two strategies of a player that pay
    everyone the same, one table for all players, or, for two, opposed or symmetric payoffs.

    Parameters
    ----------
    players
        How many; None for one to four, two most of the time.
    max_strategies, max_cells
        The most strategies of a player, and the most profiles.
    square
        Whether every player has equally many strategies; None for often.
    kind
        The kind of `payoffs`; None for any.
    zero_sum
        Whether two players' payoffs sum to zero everywhere.
    symmetric
        True: two players with as many strategies are paid alike when they change places. None: now
        and then.

    Raises
    ------
    ValueError
        The options contradict each other.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(normal_form_games(players=2, zero_sum=True))
    ... def test_opposed(game):
    ...     assert game.is_zero_sum
    >>> test_opposed()
    """
    require_players(players)
    require_count("max_strategies", max_strategies, 1)
    require(max_strategies <= len(ACTIONS), f"max_strategies is at most {len(ACTIONS)}")
    require_count("max_cells", max_cells, 1)
    require_choice(square=square, symmetric=symmetric)
    require_kind(kind)
    require(
        not zero_sum or players in (None, 2),
        f"a zero-sum game has two players here; got players={players}",
    )
    require(
        not symmetric or (players in (None, 2) and square is not False and not zero_sum),
        "a symmetric game has two players with as many strategies here, and is not asked to be "
        "zero-sum",
    )
    plan = _TablePlan(
        2 if zero_sum or symmetric else players,
        max_strategies,
        max_cells,
        True if symmetric else square,
        zero_sum,
        _patterns(symmetric),
    )
    return _drawn_tables(plan, payoffs_of_a_game(kind)).map(_table)


@final
@dataclass(frozen=True, slots=True)
class _TablePlan:
    """What was asked of a table; see `normal_form_games`."""

    players: int | None
    max_strategies: int
    max_cells: int
    square: bool | None
    zero_sum: bool
    patterns: tuple[str, ...] = ("none",)


def _patterns(symmetric: bool | None) -> tuple[str, ...]:
    if symmetric:
        return ("symmetric",)
    rare = ("common", "opposed") if symmetric is False else ("symmetric", "common", "opposed")
    return ("none",) * 8 + ("twins",) * 2 + rare


@st.composite
def _drawn_tables(
    draw: st.DrawFn, plan: _TablePlan, kinds: st.SearchStrategy[Numbers]
) -> tuple[tuple[int, ...], dict[str, list[Any]]]:
    """A shape, and for each player as many payoffs as it has cells."""
    players = plan.players or draw(st.sampled_from((1, 2, 2, 2, 3, 4)))
    names = PLAYERS[:players]
    square = draw(st.sampled_from((True, True, False))) if plan.square is None else plan.square
    most = min(plan.max_strategies, math.floor(plan.max_cells ** (1 / players) + 1e-9))
    sizes = st.integers(1, most)
    shape = (draw(sizes),) * players if square else tuple(draw(sizes) for _ in names)
    cells = math.prod(shape)
    pattern = draw(st.sampled_from(plan.patterns))
    columns = st.lists(draw(kinds), min_size=cells, max_size=cells)
    tables = {name: draw(columns) for name in (names[:1] if plan.zero_sum else names)}
    if plan.zero_sum:
        tables[names[1]] = [-number for number in tables[names[0]]]
    if pattern == "twins" and max(shape) > 1:
        who = draw(st.sampled_from([p for p, size in enumerate(shape) if size > 1]))
        _make_twins(tables, shape, who, draw(st.integers(1, shape[who] - 1)))
    elif players > 1 and not plan.zero_sum:
        _make_alike(tables, shape, pattern)
    return shape, tables


def _make_twins(
    tables: dict[str, list[Any]], shape: tuple[int, ...], who: int, strategy: int
) -> None:
    """Let a strategy of a player pay everyone what the one before it pays."""
    for numbers in tables.values():
        for place, cell in enumerate(itertools.product(*map(range, shape))):
            if cell[who] == strategy:
                numbers[place] = numbers[place - math.prod(shape[who + 1 :])]


def _make_alike(tables: dict[str, list[Any]], shape: tuple[int, ...], pattern: str) -> None:
    """Let the others' payoffs follow from the first player's."""
    first, *others = tables
    own = tables[first]
    if pattern == "common":
        tables.update({other: list(own) for other in others})
    elif pattern == "opposed" and len(shape) == 2:
        tables[others[0]] = [-number for number in own]
    elif pattern == "symmetric" and len(shape) == 2 and shape[0] == shape[1]:
        size = shape[0]
        tables[others[0]] = [own[j * size + i] for i in range(size) for j in range(size)]


def _table(drawn: tuple[tuple[int, ...], dict[str, list[Any]]]) -> NormalFormGame:
    shape, tables = drawn
    return NormalFormGame(
        "drawn",
        strategies={name: ACTIONS[:size] for name, size in zip(tables, shape, strict=True)},
        payoffs={name: _nested(numbers, shape) for name, numbers in tables.items()},
    )


def _nested(numbers: Sequence[Any], shape: Sequence[int]) -> list[Any]:
    """Numbers as nested lists of a shape."""
    level = list(numbers)
    for size in reversed(shape[1:]):
        level = [level[i : i + size] for i in range(0, len(level), size)]
    return level


# -- trees ----------------------------------------------------------------------------------------


def extensive_form_games(
    *,
    players: int | None = None,
    perfect_information: bool | None = None,
    perfect_recall: bool | None = True,
    chance: bool | None = None,
    inner_payoffs: bool | None = None,
    shared_outcomes: bool | None = None,
    kind: Kind | None = None,
    zero_sum: bool = False,
    max_depth: int = 4,
    max_decisions: int = 6,
    max_actions: int = 3,
) -> st.SearchStrategy[ExtensiveFormGame]:
    """Exact games in extensive form.

    Parameters
    ----------
    players
        How many; None for one to four.
    perfect_information
        True: every information set is a single node. False: some holds several.
    perfect_recall
        True: nobody forgets. False: somebody does. None: perhaps.
    chance, inner_payoffs, shared_outcomes
        Moves of Nature (also with probability zero); payoffs collected before the end; ends that
        share a label. True, False or None, as said at the head of the module.
    kind
        The kind of `payoffs`; None for any.
    zero_sum
        Whether two players' payoffs sum to zero everywhere.
    max_depth, max_decisions, max_actions
        The most moves in a row, the most decision nodes, and the most actions at one.

    Raises
    ------
    ValueError
        The options contradict each other, or leave no room for what is asked.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(extensive_form_games(perfect_information=False, chance=True))
    ... def test_confusion(game):
    ...     assert any(len(infoset.nodes) > 1 for infoset in game.information_sets)
    ...     assert game.has_perfect_recall
    >>> test_confusion()
    """
    require_players(players)
    require_choice(
        perfect_information=perfect_information,
        perfect_recall=perfect_recall,
        chance=chance,
        inner_payoffs=inner_payoffs,
        shared_outcomes=shared_outcomes,
    )
    require_kind(kind)
    require(
        not zero_sum or players in (None, 2),
        f"a zero-sum game has two players here; got players={players}",
    )
    require_count("max_depth", max_depth, 0)
    require_count("max_decisions", max_decisions, 0)
    require_count("max_actions", max_actions, 1)
    require(max_actions <= len(ACTIONS), f"max_actions is at most {len(ACTIONS)}")
    require(
        not (perfect_information and perfect_recall is False),
        "somebody forgets (perfect_recall=False) only where somebody cannot tell nodes apart; "
        "do not ask for perfect_information",
    )
    plan = TreePlan(
        players=2 if zero_sum else players,
        perfect_information=perfect_information,
        perfect_recall=perfect_recall,
        chance=chance,
        inner_payoffs=inner_payoffs,
        shared_outcomes=shared_outcomes,
        zero_sum=zero_sum,
        max_depth=max_depth,
        max_decisions=max_decisions,
        max_actions=max_actions,
    )
    lack = plan.lack_of_room()
    require(not lack, lack)
    return _written(drawn_trees(plan, payoffs_of_a_game(kind), drawn_odds))


def perfect_information_games(
    *,
    players: int | None = None,
    chance: bool | None = None,
    inner_payoffs: bool | None = None,
    shared_outcomes: bool | None = None,
    kind: Kind | None = None,
    zero_sum: bool = False,
    max_depth: int = 4,
    max_decisions: int = 6,
    max_actions: int = 3,
) -> st.SearchStrategy[ExtensiveFormGame]:
    """Exact games in extensive form in which everyone knows what happened before.

    The options are those of `extensive_form_games`.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(perfect_information_games(players=3, kind="wide"))
    ... def test_information(game):
    ...     assert game.is_perfect_information
    >>> test_information()
    """
    return extensive_form_games(
        players=players,
        perfect_information=True,
        chance=chance,
        inner_payoffs=inner_payoffs,
        shared_outcomes=shared_outcomes,
        kind=kind,
        zero_sum=zero_sum,
        max_depth=max_depth,
        max_decisions=max_decisions,
        max_actions=max_actions,
    )


def _written(
    trees: st.SearchStrategy[tuple[tuple[str, ...], Draft]],
) -> st.SearchStrategy[ExtensiveFormGame]:
    return trees.map(
        lambda drawn: ExtensiveFormGame("drawn", players=drawn[0], root=drawn[1].built())
    )


# -- open parameters ------------------------------------------------------------------------------


def parametric_games(
    *,
    form: type[ExtensiveFormGame | NormalFormGame] | None = None,
    players: int | None = None,
    perfect_information: bool | None = None,
    perfect_recall: bool | None = True,
    chance: bool | None = None,
    inner_payoffs: bool | None = None,
    zero_sum: bool = False,
    max_parameters: int = 3,
    max_strategies: int = 3,
    max_cells: int = 16,
) -> st.SearchStrategy[Any]:
    """Games with at least one open parameter, each with a range around its baseline.

    Payoffs are numbers or expressions in the parameters; probabilities are numbers or expressions
    in parameters that range over [0, 1]. At every point of the ranges the game is well defined.

    Parameters
    ----------
    form
        `ExtensiveFormGame` or `NormalFormGame`; None for either.
    max_parameters
        The most parameters in payoffs, and the most in probabilities.
    players, perfect_information, perfect_recall, chance, inner_payoffs, zero_sum
        As in `extensive_form_games` and `normal_form_games`.
    max_strategies, max_cells
        The size of tables.

    Raises
    ------
    ValueError
        The options contradict each other.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(parametric_games(players=2))
    ... def test_baseline(game):
    ...     assert game.parameters and game.at().is_closed
    >>> test_baseline()
    """
    require_count("max_parameters", max_parameters, 1)
    require(
        max_parameters <= len(_PAYOFF_PARAMETERS),
        f"max_parameters is at most {len(_PAYOFF_PARAMETERS)}",
    )
    known = form is None or form in (ExtensiveFormGame, NormalFormGame)
    require(known, f"form is ExtensiveFormGame, NormalFormGame or None; got {form!r}")
    require_players(players)
    require(
        not zero_sum or players in (None, 2),
        f"a zero-sum game has two players here; got players={players}",
    )
    forms: list[st.SearchStrategy[Any]] = []
    if form is not ExtensiveFormGame:
        plan = _TablePlan(2 if zero_sum else players, max_strategies, max_cells, None, zero_sum)
        forms.append(_open_tables(plan, max_parameters))
    if form is not NormalFormGame:
        require_choice(
            perfect_information=perfect_information,
            perfect_recall=perfect_recall,
            chance=chance,
            inner_payoffs=inner_payoffs,
        )
        tree = TreePlan(
            players=2 if zero_sum else players,
            perfect_information=perfect_information,
            perfect_recall=perfect_recall,
            chance=chance,
            inner_payoffs=inner_payoffs,
            shared_outcomes=None,
            zero_sum=zero_sum,
            max_depth=3,
            max_decisions=4,
            max_actions=3,
        )
        lack = tree.lack_of_room()
        require(not lack, lack)
        forms.append(_written(_open_trees(tree, max_parameters)))
    return st.one_of(forms)


@st.composite
def _parameters(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[Parameter, ...]:
    """Parameters of payoffs, each with a range that holds its baseline, or without end."""
    made = []
    for name in names[: draw(st.integers(1, len(names)))]:
        baseline = draw(exact_numbers(low=-3, high=3, max_denominator=4))
        width = draw(st.sampled_from((1, None, 2, Fraction(1, 2), 0)))
        low, high = (None, None) if width is None else (baseline - width, baseline + width)
        meaning = f"what {name} stands for"
        made.append(Parameter(name, baseline, low=low, high=high, meaning=meaning))
    return tuple(made)


@st.composite
def _chances(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[Parameter, ...]:
    """Parameters of probabilities."""
    baselines = exact_numbers(low=0, high=1, max_denominator=4)
    return tuple(
        Parameter(name, draw(baselines), low=0, high=1, meaning=f"how likely {name} is")
        for name in names[: draw(st.integers(1, len(names)))]
    )


def _open_numbers(pool: Sequence[Parameter]) -> Numbers:
    """Numbers, and expressions that have no pole and cannot vanish identically."""
    some = st.sampled_from(tuple(pool))
    whole = st.sampled_from((2, -1, 3))
    shifts = st.integers(-2, 2)
    return st.one_of(
        some.map(lambda x: x + 0),
        payoffs(kind="small"),
        st.tuples(some, whole, shifts).map(lambda drawn: drawn[0] * drawn[1] + drawn[2]),
        st.tuples(some, some).map(lambda pair: pair[0] * pair[1]),
    )


def _open_odds(pool: Sequence[Parameter]) -> Odds:
    """Probabilities in which a parameter may occur; they sum to one identically."""

    def odds(draw: st.DrawFn, size: int) -> tuple[Any, ...]:
        if size == 1 or draw(st.booleans()):
            return drawn_odds(draw, size)
        chance = draw(st.sampled_from(tuple(pool)))
        if size == 2:
            return (chance, draw(st.sampled_from((REST, 1 - chance))))
        shares = drawn_odds(draw, size - 1)
        return (*(share * chance for share in shares), REST)

    return odds


@st.composite
def _open_tables(draw: st.DrawFn, plan: _TablePlan, max_parameters: int) -> NormalFormGame:
    pool = draw(_parameters(_PAYOFF_PARAMETERS[:max_parameters]))
    shape, tables = draw(_drawn_tables(plan, st.just(_open_numbers(pool))))
    if not any(_is_open(number) for numbers in tables.values() for number in numbers):
        first, *others = tables.values()
        first[0] = pool[0] + 0
        if plan.zero_sum:
            others[0][0] = -first[0]
    return _table((shape, tables))


@st.composite
def _open_trees(
    draw: st.DrawFn, plan: TreePlan, max_parameters: int
) -> tuple[tuple[str, ...], Draft]:
    pool = draw(_parameters(_PAYOFF_PARAMETERS[:max_parameters]))
    chances = draw(_chances(_CHANCE_PARAMETERS[:max_parameters]))
    players, root = draw(drawn_trees(plan, st.just(_open_numbers(pool)), _open_odds(chances)))
    numbers = [n for node in root.nodes() for n in (*node.payoffs.values(), *node.odds)]
    if not any(_is_open(number) for number in numbers):
        end = root.ends[0]
        end.payoffs = dict(end.payoffs)
        end.payoffs[players[0]] = pool[0] + 0
        if plan.zero_sum:
            end.payoffs[players[1]] = -pool[0]
    return players, root


def _is_open(number: Any) -> bool:
    return isinstance(number, Operand)
