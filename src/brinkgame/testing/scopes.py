"""Which games a solver takes: found out by asking it about small ones, before any is drawn."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from hypothesis import strategies as st

from brinkgame.arithmetic import Exact, Float
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.solvers import Run, Solver
from brinkgame.testing.beliefs import BELIEVING
from brinkgame.testing.hidden import hidden_information_games
from brinkgame.testing.options import Kind
from brinkgame.testing.signaling import signaling_games
from brinkgame.testing.strategies import (
    extensive_form_games,
    normal_form_games,
    parametric_games,
)

__all__ = [
    "games_beyond",
    "games_for",
    "open_games_for",
    "takes_two_players",
    "takes_wide",
    "trial",
]

_MODERATE: Final[tuple[Kind, ...]] = ("tied", "tied", "small", "fractions", "close")
"""Payoffs for those who do not take very large ones beside very small ones."""
_FORMS: Final = (ExtensiveFormGame, NormalFormGame)
_MOST_PLAYERS: Final = 4


@final
@dataclass(frozen=True, slots=True)
class _Scope:
    """What a solver takes in one form of game; False where it takes none of it."""

    players: tuple[int, ...]
    general_sum: bool
    wide: bool = True
    confusion: bool = False
    forgetting: bool = False
    chance: bool = False
    inner_payoffs: bool = False
    short: bool = False
    """Whether at most two move on the way, as in signaling games."""

    @property
    def options(self) -> dict[str, Any]:
        """The options of `extensive_form_games` that stay inside."""
        return {
            "perfect_information": None if self.confusion else True,
            "perfect_recall": None if self.forgetting else True,
            "chance": None if self.chance else False,
            "inner_payoffs": None if self.inner_payoffs else False,
        }


def _end(players: int, *, general: bool = True) -> Terminal:
    paid = (1, -1, 0, 0)[:players] if not general else (1, 2, 3, 4)[:players]
    return Terminal(dict(zip(("A", "B", "C", "D"), paid, strict=False)))


def _probe(
    players: int = 2,
    *,
    general: bool = True,
    confusion: bool = False,
    forgetting: bool = False,
    chance: bool = False,
    inner: bool = False,
) -> ExtensiveFormGame:
    """A small tree that has what is named and nothing else."""
    names = ("A", "B", "C", "D")[:players]
    end = _end(players, general=general)
    # Payoffs that sum to the same everywhere are opposed.
    paid = dict(end.payoffs)
    other = Terminal({**paid, names[0]: paid[names[0]] + 1}) if general else end
    mover = names[0] if forgetting else names[-1]
    low: Any = Decision(mover, {"a": end, "b": other}, infoset="below")
    high: Any = (
        Decision(mover, {"a": end, "b": end}, infoset="below") if confusion or forgetting else end
    )
    if chance:
        root: Any = Chance({"n1": ("1/2", low), "n2": ("1/2", high)})
    else:
        root = Decision(names[0], {"a": low, "b": high}, payoffs={names[0]: 1} if inner else None)
    return ExtensiveFormGame("probe", players=names, root=root)


def _table_probe(players: int, *, general: bool = True) -> NormalFormGame:
    names = ("A", "B", "C", "D")[:players]
    paid = dict(_end(players, general=general).payoffs)
    cells = {cell: dict(paid) for cell in itertools.product(("a", "b"), repeat=players)}
    if general:
        # Payoffs that sum to the same everywhere are opposed.
        cells[("a",) * players][names[0]] += 1
    return NormalFormGame.from_cells(
        "probe", strategies=dict.fromkeys(names, ("a", "b")), cells=cells
    )


def _wide_probe(players: int, *, general: bool = True) -> NormalFormGame:
    """A small table in which payoffs differ by much and by little."""
    names = ("A", "B", "C", "D")[:players]
    sizes = (10**30, Fraction(1, 10**30), 1, 10**12)
    cells: dict[tuple[str, ...], dict[str, Any]] = {}
    for cell in itertools.product("ab", repeat=players):
        paid = {p: sizes[i] * (s == "a") for i, (p, s) in enumerate(zip(names, cell, strict=True))}
        if not general:
            paid = {"A": sizes[0] * (cell[0] == "a"), "B": -sizes[0] * (cell[0] == "a")}
        cells[cell] = paid
    return NormalFormGame.from_cells(
        "probe", strategies=dict.fromkeys(names, ("a", "b")), cells=cells
    )


def _wide_tree_probe(players: int) -> ExtensiveFormGame:
    """A small tree in which payoffs differ by much and by little."""
    names = ("A", "B", "C", "D")[:players]
    sizes = (10**30, Fraction(1, 10**30), 1, 10**12)
    most = dict(zip(names, sizes, strict=False))
    root = Decision(names[0], {"a": Terminal(most), "b": Terminal(dict.fromkeys(names, 0))})
    return ExtensiveFormGame("probe", players=names, root=root)


def _long_probe() -> ExtensiveFormGame:
    """A small tree in which three decisions follow each other."""
    end = _end(2)
    last = Decision("A", {"a": end, "b": end})
    middle = Decision("B", {"a": last, "b": end})
    return ExtensiveFormGame(
        "probe", players=("A", "B"), root=Decision("A", {"a": middle, "b": end})
    )


def _scope(solver: Solver, form: type) -> _Scope | None:
    """What a solver takes of a form of game; None if nothing."""
    floats = Exact not in solver.arithmetics

    def takes(game: Any) -> bool:
        return not solver.obstacles(game.to_float() if floats else game)

    tree = form is ExtensiveFormGame
    for general in (True, False):
        players = tuple(
            n
            for n in range(1, _MOST_PLAYERS + 1)
            if (general or n == 2)
            and takes(_probe(n, general=general) if tree else _table_probe(n, general=general))
        )
        if not players:
            continue
        if not tree:
            wide = all(takes(_wide_probe(n, general=general)) for n in players)
            return _Scope(players, general, wide=wide)
        if general and 2 in players and not takes(_long_probe()):
            return _Scope((2,), general, short=True)
        most = max(players)
        confusion = most > 1 and takes(_probe(most, general=general, confusion=True))
        return _Scope(
            players,
            general,
            wide=not general or all(takes(_wide_tree_probe(n)) for n in players),
            confusion=confusion,
            forgetting=confusion and takes(_probe(most, general=general, forgetting=True)),
            chance=takes(_probe(most, general=general, chance=True)),
            inner_payoffs=general and takes(_probe(most, general=general, inner=True)),
        )
    return None


def takes_two_players(solver: Solver) -> bool:
    """Whether a solver takes tables of two players, of any sum or opposed ones."""
    if not issubclass(NormalFormGame, solver.form):
        return False
    scope = _scope(solver, NormalFormGame)
    return scope is not None and 2 in scope.players


def takes_wide(solver: Solver) -> bool:
    """Whether a solver takes tables with very large payoffs beside very small ones."""
    scope = _scope(solver, NormalFormGame)
    return scope is not None and scope.wide


def trial(solver: Solver) -> Run | None:
    """What a solver hands over for a small table that has one equilibrium; None if it takes none.

    It tells what the solver speaks about: components, indices, all equilibria.
    """
    pennies = NormalFormGame(
        "probe",
        strategies={"A": ("a", "b"), "B": ("a", "b")},
        payoffs={"A": [[1, -1], [-1, 1]], "B": [[-1, 1], [1, -1]]},
    )
    game = pennies if Exact in solver.arithmetics else pennies.to_float()
    return None if solver.obstacles(game) else solver.run(game)


def _scopes(solver: Solver) -> list[tuple[type, _Scope]]:
    found: list[tuple[type, _Scope]] = [
        (form, scope)
        for form in _FORMS
        if issubclass(form, solver.form) and (scope := _scope(solver, form)) is not None
    ]
    if not found:
        raise ValueError(f"{solver!r} takes none of the games that can be drawn for it")
    return found


def _in_its_numbers(solver: Solver, games: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return games if Exact in solver.arithmetics else games.map(lambda game: game.to_float())


def games_for(
    solver: Solver,
    *,
    kind: Kind | None = None,
    zero_sum: bool = False,
    players: int | None = None,
    max_strategies: int = 4,
    max_cells: int = 100,
) -> st.SearchStrategy[Any]:
    """Closed games in a solver's scope: nothing that is drawn has to be thrown away.

    The solver is asked about a few small games first (does it take three players, moves of Nature,
    information sets of several nodes?), and what it refuses is not drawn.

    Parameters
    ----------
    solver
        The solver. If it does not work in exact numbers, the games are floating-point games.
    kind, zero_sum, players
        As in `normal_form_games` and `extensive_form_games`.
    max_strategies, max_cells
        The size of tables, as in `normal_form_games`.

    Raises
    ------
    ValueError
        It takes none of the games that can be drawn, none with so many players, or no zero-sum
        game.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from hypothesis import given
    >>> @given(games_for(bg.PureEnumeration()))
    ... def test_it_takes_them(game):
    ...     assert not bg.PureEnumeration().obstacles(game)
    >>> test_it_takes_them()
    """
    strategies: list[st.SearchStrategy[Any]] = []
    for form, scope in _scopes(solver):
        if zero_sum and 2 not in scope.players:
            continue
        if players is not None and players not in scope.players:
            continue
        opposed = zero_sum or not scope.general_sum
        asked = _asked(scope.players, opposed=opposed) if players is None else (players,)
        for number in asked:
            if form is NormalFormGame:
                strategies += [
                    normal_form_games(
                        players=number,
                        kind=one,
                        zero_sum=opposed,
                        max_strategies=max_strategies,
                        max_cells=max_cells,
                    )
                    for one in (_MODERATE if kind is None and not scope.wide else (kind,))
                    if scope.wide or one != "wide"
                ]
            elif scope.short:
                strategies.append(signaling_games(kind=kind, zero_sum=opposed))
            else:
                strategies += [
                    extensive_form_games(
                        players=number, kind=one, zero_sum=opposed, **scope.options
                    )
                    for one in (_MODERATE if kind is None and not scope.wide else (kind,))
                    if scope.wide or one != "wide"
                ]
                if scope.confusion and solver.concept in BELIEVING:
                    strategies += _hidden(number, scope, kind, opposed)
    if not strategies:
        what = f"game of {players or 'so many'} players with such payoffs"
        what = "zero-sum game of two players" if zero_sum else what
        raise ValueError(f"{solver!r} takes no {what}")
    return _in_its_numbers(solver, st.one_of(strategies))


def _hidden(
    number: int | None, scope: _Scope, kind: Kind | None, opposed: bool
) -> list[st.SearchStrategy[Any]]:
    """Games in which something is hidden, for those who tell what is believed."""
    moderate: Kind = "tied" if kind in (None, "wide") and not scope.wide else kind or "tied"
    found: list[st.SearchStrategy[Any]] = []
    if number in (None, 2, 3):
        chance = None if scope.chance else False
        found += [
            hidden_information_games(players=number, chance=chance, kind=one, zero_sum=opposed)
            for one in (kind if scope.wide else moderate, moderate)
        ]
    if number in (None, 2) and scope.chance:
        found.append(
            signaling_games(
                max_types=2, max_messages=2, max_replies=2, kind=moderate, zero_sum=opposed
            )
        )
    return found


def _asked(players: tuple[int, ...], *, opposed: bool) -> tuple[int | None, ...]:
    """Numbers of players to ask for; None for as the drawing likes it."""
    if opposed:
        return (2,)
    return (None,) if len(players) == _MOST_PLAYERS else players


def open_games_for(
    solver: Solver, *, max_strategies: int = 3, max_cells: int = 16
) -> st.SearchStrategy[Any]:
    """Games with open parameters that a solver would take if they were closed.

    Parameters
    ----------
    solver
        The solver.
    max_strategies, max_cells
        The size of tables.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from hypothesis import given
    >>> @given(open_games_for(bg.BackwardInduction()))
    ... def test_it_takes_them_when_closed(game):
    ...     assert not bg.BackwardInduction().obstacles(game.at())
    >>> test_it_takes_them_when_closed()
    """
    strategies = []
    for form, scope in _scopes(solver):
        opposed = not scope.general_sum
        options: dict[str, Any] = scope.options
        if scope.short:
            strategies.append(signaling_games(parametric=True))
            continue
        if form is NormalFormGame:
            options = {"max_strategies": min(3, max_strategies), "max_cells": min(16, max_cells)}
        strategies += [
            parametric_games(form=form, players=players, zero_sum=opposed, **options)
            for players in _asked(scope.players, opposed=opposed)
        ]
    return st.one_of(strategies)


def games_beyond(
    solver: Solver, *, max_strategies: int = 4, max_cells: int = 100
) -> st.SearchStrategy[Any]:
    """Games of every sort, most of them out of a solver's scope for one reason or several.

    Among them are games in another form, games with open parameters, games in floats, games in
    which players cannot tell nodes apart, forget, or both. Some may be in scope.

    Parameters
    ----------
    solver
        The solver.
    max_strategies, max_cells
        The size of tables.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from hypothesis import given
    >>> @given(games_beyond(bg.BackwardInduction()))
    ... def test_it_says_why_not(game):
    ...     assert isinstance(bg.BackwardInduction().obstacles(game), tuple)
    >>> test_it_says_why_not()
    """
    confusing: dict[str, Any] = {"perfect_information": False}
    forgetting: dict[str, Any] = {"perfect_recall": False}
    closed: list[st.SearchStrategy[Any]] = [
        extensive_form_games(**confusing),
        extensive_form_games(**forgetting),
        normal_form_games(max_strategies=max_strategies, max_cells=max_cells),
        extensive_form_games(),
    ]
    small: dict[str, Any] = {
        "max_strategies": min(3, max_strategies),
        "max_cells": min(16, max_cells),
    }
    games = [
        *closed,
        parametric_games(form=ExtensiveFormGame),
        parametric_games(form=NormalFormGame, **small),
        parametric_games(form=ExtensiveFormGame, **confusing),
        parametric_games(form=ExtensiveFormGame, **forgetting),
    ]
    if Float not in solver.arithmetics:
        games += [strategy.map(lambda game: game.to_float()) for strategy in closed]
    return st.one_of(games)
