"""Strategies for hypothesis: numbers, games in every form, profiles, and games that a solver takes.

How games are drawn matters as much as what is checked. Ties, wide payoffs, square tables, chance
that never happens, information sets of several nodes and ends that share a label come often,
because that is where solvers go wrong; and every failure shrinks toward few players, few actions
and small whole numbers.

Options that say what a game has (`chance`, `inner_payoffs`, ...) are True (it has some), False
(it has none) or None (it may). What is asked for is built and not filtered out, so nothing is
drawn in vain; what cannot be is a `ValueError` at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from hypothesis import strategies as st

from brinkgame.forms import REST, ExtensiveFormGame, NormalFormGame
from brinkgame.parameters import Parameter
from brinkgame.play import BehaviorStrategyProfile, MixedStrategyProfile
from brinkgame.testing.drafts import Draft

__all__ = [
    "behavior_profiles",
    "exact_numbers",
    "extensive_form_games",
    "mixed_profiles",
    "normal_form_games",
    "parametric_games",
    "payoffs",
    "perfect_information_games",
]

Kind: TypeAlias = Literal["tied", "small", "fractions", "wide"]
Number: TypeAlias = Any
Numbers: TypeAlias = "st.SearchStrategy[Any]"

_KINDS: Final[tuple[Kind, ...]] = ("tied", "small", "fractions", "wide")
_OFTEN: Final[tuple[Kind, ...]] = ("tied", "tied", "small", "fractions", "wide")
_PLAYERS: Final = ("A", "B", "C", "D")
_ACTIONS: Final = ("a", "b", "c", "d", "e", "f", "g", "h")
_OUTCOMES: Final = (None, "peace", "war", None, "truce")
_WIDE: Final = tuple(
    Fraction(number)
    for number in (
        0, 1, 10**30, -(10**30), Fraction(1, 10**30), Fraction(-1, 10**30), -1,
        10**30 + 1, 1 + Fraction(1, 10**30), 10**30 + Fraction(1, 10**30), 10**12, 2**62,
    )
)  # fmt: skip


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


def _require_players(players: int | None) -> None:
    known = players is None or (isinstance(players, int) and not isinstance(players, bool))
    _require(
        known and (players is None or 1 <= players <= len(_PLAYERS)),
        f"players is None or a number from 1 to {len(_PLAYERS)}; got {players!r}",
    )


def _require_kind(kind: str | None) -> None:
    _require(
        kind is None or kind in _KINDS, f"kind is None or one of {', '.join(_KINDS)}; got {kind!r}"
    )


def _require_count(name: str, value: int, least: int) -> None:
    good = isinstance(value, int) and not isinstance(value, bool) and value >= least
    _require(good, f"{name} is a whole number from {least} on; got {value!r}")


def _require_choice(**options: object) -> None:
    for name, value in options.items():
        _require(
            value is None or isinstance(value, bool),
            f"{name} is True (some), False (none) or None (perhaps); got {value!r}",
        )


def _maybe(wanted: bool | None) -> st.SearchStrategy[bool]:
    """Whether a game may have what is asked about: True too where it must."""
    return st.booleans() if wanted is None else st.just(wanted)


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
    >>> from hypothesis import find
    >>> find(exact_numbers(low=2), lambda number: number > 4)
    Fraction(5, 1)
    """
    _require(low <= high, f"no number lies between low={low} and high={high}; swap them")
    _require_count("max_denominator", max_denominator, 1)
    first, last = math.ceil(low), math.floor(high)
    kinds: list[st.SearchStrategy[Fraction]] = []
    if first <= last:
        kinds.append(st.integers(first, last).map(Fraction))
    simplest = Fraction(low + Fraction(high - low) / 2).limit_denominator(max_denominator)
    if max_denominator > 1 and any(
        math.ceil(low * d) <= math.floor(high * d) for d in range(2, max_denominator + 1)
    ):
        kinds.append(
            st.fractions(
                min_value=Fraction(low), max_value=Fraction(high), max_denominator=max_denominator
            )
        )
    _require(
        bool(kinds),
        f"no fraction with a denominator up to {max_denominator} lies between {low} and {high}; "
        f"the nearest is {simplest}",
    )
    return st.one_of(kinds)


def payoffs(*, kind: Kind | None = None) -> st.SearchStrategy[Fraction]:
    """Payoffs of one kind, or of any.

    Parameters
    ----------
    kind
        ``"tied"``: 0, 1 and 2, so that ties are common. ``"small"``: whole numbers from -9 to 9.
        ``"fractions"``: with small denominators. ``"wide"``: from 1/10**30 to 10**30, and pairs
        that differ by as little. None: any of them.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(payoffs(kind="wide"), lambda payoff: payoff > 10**29)
    Fraction(1000000000000000000000000000000, 1)
    """
    _require_kind(kind)
    kinds: dict[Kind, st.SearchStrategy[Fraction]] = {
        "tied": st.sampled_from([Fraction(number) for number in (0, 1, 2)]),
        "small": st.integers(-9, 9).map(Fraction),
        "fractions": exact_numbers(),
        "wide": st.sampled_from(_WIDE),
    }
    return st.one_of([kinds[name] for name in _KINDS]) if kind is None else kinds[kind]


def _payoffs_of_a_game(kind: Kind | None) -> st.SearchStrategy[Numbers]:
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
) -> st.SearchStrategy[NormalFormGame]:
    """Exact games in normal form: square often, tied often.

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

    Raises
    ------
    ValueError
        The options contradict each other.

    Examples
    --------
    >>> from hypothesis import find
    >>> print(find(normal_form_games(players=2), lambda game: game.shape == (2, 2)))
    drawn
    A chooses the row, B the column
       a     b
    a  0, 0  0, 0
    b  0, 0  0, 0
    """
    _require_players(players)
    _require_count("max_strategies", max_strategies, 1)
    _require(max_strategies <= len(_ACTIONS), f"max_strategies is at most {len(_ACTIONS)}")
    _require_count("max_cells", max_cells, 1)
    _require_choice(square=square)
    _require_kind(kind)
    _require(
        not zero_sum or players in (None, 2),
        f"a zero-sum game has two players here; got players={players}",
    )
    return _normal_form_games(
        2 if zero_sum else players,
        max_strategies,
        max_cells,
        square,
        _payoffs_of_a_game(kind),
        zero_sum,
    )


@st.composite
def _normal_form_games(
    draw: st.DrawFn,
    players: int | None,
    max_strategies: int,
    max_cells: int,
    square: bool | None,
    kinds: st.SearchStrategy[Numbers],
    zero_sum: bool,
) -> NormalFormGame:
    if players is None:
        players = draw(st.sampled_from((2, 1, 3, 2, 4, 2)))
    names = _PLAYERS[:players]
    if square is None:
        square = draw(st.sampled_from((True, True, False)))
    most = min(max_strategies, math.floor(max_cells ** (1 / players) + 1e-9))
    if square:
        shape = (draw(st.integers(1, most)),) * players
    else:
        shape = tuple(draw(st.integers(1, most)) for _ in names)
    numbers = draw(kinds)
    cells = math.prod(shape)
    tables = {
        name: _nested(draw(st.lists(numbers, min_size=cells, max_size=cells)), shape)
        for name in (names[:1] if zero_sum else names)
    }
    if zero_sum:
        tables[names[1]] = [[-number for number in row] for row in tables[names[0]]]
    menus = {name: _ACTIONS[:size] for name, size in zip(names, shape, strict=True)}
    return NormalFormGame("drawn", strategies=menus, payoffs=tables)


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
    >>> from hypothesis import find
    >>> print(find(extensive_form_games(players=2, perfect_information=False, chance=False),
    ...            lambda game: True))
    drawn
    A
    ├─ a: B (i1)
    │  ├─ a: A 0, B 0
    │  └─ b: A 0, B 0
    └─ b: B (i1)
       ├─ a: A 0, B 0
       └─ b: A 0, B 0
    """
    _require_players(players)
    _require_choice(
        perfect_information=perfect_information,
        perfect_recall=perfect_recall,
        chance=chance,
        inner_payoffs=inner_payoffs,
        shared_outcomes=shared_outcomes,
    )
    _require_kind(kind)
    _require(
        not zero_sum or players in (None, 2),
        f"a zero-sum game has two players here; got players={players}",
    )
    _require_count("max_depth", max_depth, 0)
    _require_count("max_decisions", max_decisions, 0)
    _require_count("max_actions", max_actions, 1)
    _require(max_actions <= len(_ACTIONS), f"max_actions is at most {len(_ACTIONS)}")
    _require(
        not (perfect_information and perfect_recall is False),
        "somebody forgets (perfect_recall=False) only where somebody cannot tell nodes apart; "
        "do not ask for perfect_information",
    )
    plan = _Plan(
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
    plan.require_room()
    return _extensive_form_games(plan, _payoffs_of_a_game(kind))


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
    >>> from hypothesis import find
    >>> print(find(perfect_information_games(players=1, kind="tied"),
    ...            lambda game: game.tree.size > 2))
    drawn
    A
    ├─ a: A 0
    └─ b: A 0
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
