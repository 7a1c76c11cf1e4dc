"""Checks of how a solver behaves, whatever it finds: its declarations, its scope, its silence.

What can be relied on with every solver: options are stored as given and have defaults, the same
call gives the same answer, the game stays as it is, everything travels through `pickle`, and a game
that is out of scope is refused with every reason.
"""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any, Final

from brinkgame.arithmetic import Arithmetic, Exact
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.forms.game import Game
from brinkgame.play import (
    BehaviorStrategyProfile,
    CorrelatedStrategy,
    EquilibriumFamily,
    MixedStrategyProfile,
)
from brinkgame.results import Concept, Coverage, EquilibriumResult, Status
from brinkgame.solve import solve
from brinkgame.solvers import Run, Solver
from brinkgame.testing.answers import Answer, fail, handed_over

__all__ = [
    "check_constructor",
    "check_declarations",
    "check_game_unchanged",
    "check_open_parameters",
    "check_pickle",
    "check_repeatable",
    "check_run",
    "check_scope",
]


_ROUGHEST: Final = 0.01
"""The least accuracy of an equilibrium, as a share of the range of payoffs."""


def check_constructor(solver: Solver, game: Any = None) -> bool:
    """A solver is a final frozen dataclass that stores its options unchanged.

    An option without default is one that everybody must decide on.

    Examples
    --------
    >>> import brinkgame as bg
    >>> check_constructor(bg.BackwardInduction(single=True))
    True
    """
    del game
    kind: Any = type(solver)
    options = getattr(kind, "__dataclass_params__", None)
    if options is None:
        fail(solver, "is no dataclass")
    if not options.frozen:
        fail(solver, "can be changed: write @dataclass(frozen=True)")
    if not getattr(kind, "__final__", False):
        fail(solver, "can be subclassed: write @final")
    due = {
        option.name: getattr(solver, option.name)
        for option in dataclasses.fields(kind)
        if option.default is option.default_factory is dataclasses.MISSING
    }
    plain = kind(**due)
    for option in dataclasses.fields(kind):
        here = getattr(solver, option.name)
        twin = kind(**{**due, option.name: here})
        for one, given in ((plain, option.default), (twin, here)):
            stored = getattr(one, option.name)
            if given is not dataclasses.MISSING and stored != given:
                fail(solver, f"stores {option.name}={stored!r} where {given!r} was given")
    if kind(**due) != plain or hash(kind(**due)) != hash(plain):
        fail(solver, "is not equal to another one with the same options")
    return True


def check_declarations(solver: Solver, game: Any = None) -> bool:
    """A solver declares what it finds, in which form, in which numbers, and how much of it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> check_declarations(bg.BackwardInduction())
    True
    """
    del game
    declared = {
        name: getattr(solver, name, None)
        for name in ("concept", "form", "coverage", "arithmetics", "summary")
    }
    numbers, form, summary = declared["arithmetics"], declared["form"], declared["summary"]
    good = {
        "concept": isinstance(declared["concept"], Concept),
        "form": inspect.isclass(form) and issubclass(form, Game),
        "coverage": isinstance(declared["coverage"], Coverage),
        "arithmetics": isinstance(numbers, frozenset)
        and bool(numbers)
        and all(inspect.isclass(kind) and issubclass(kind, Arithmetic) for kind in numbers),
        "summary": isinstance(summary, str) and bool(summary.strip()) and "\n" not in summary,
    }
    for name, right in good.items():
        if not right:
            fail(solver, f"declares {name} = {declared[name]!r}")
    return True


def check_run(solver: Solver, game: Any) -> bool:
    """What is handed over is well formed: profiles of this game, a claim, families, components.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_run(bg.PureEnumeration(), game)
    True
    """
    if solver.obstacles(game):
        return False
    run = handed_over(solver, game)
    if not isinstance(run, Run):
        fail(solver, f"hands over {run!r}, which is no Run")
    kind = _profile_kind(solver, game)
    for wanted, some in (
        (Status, [run.status]),
        (Coverage, [run.coverage]),
        (kind, run.profiles),
        (EquilibriumFamily, [family for family in run.families if family is not None]),
        (str, run.notes),
    ):
        strange = [thing for thing in some if not isinstance(thing, wanted)]
        if strange:
            fail(solver, f"hands over {strange[0]!r} in the place of {wanted.__name__}")
    elsewhere = [profile for profile in run.profiles if profile.game is not game]
    if elsewhere:
        fail(solver, f"hands over a profile of another game: {elsewhere[0].game!r}")
    if run.status is Status.SOLVED and not run.profiles:
        fail(solver, "says SOLVED and hands over nothing")
    if run.families and len(run.families) != len(run.profiles):
        fail(solver, f"names {len(run.families)} families of {len(run.profiles)} profiles")
    for what, told, many in (
        ("details", run.details, run.profiles),
        ("indices", run.indices, run.components),
    ):
        if told and len(told) != len(many):
            fail(solver, f"hands over {len(told)} {what} for {len(many)}")
    strange = [index for index in run.indices if type(index) is not int]
    if strange:
        fail(solver, f"hands over the index {strange[0]!r}")
    if not 0 <= run.accuracy <= _ROUGHEST:
        fail(solver, f"says that its answers are as accurate as {run.accuracy!r} of the range")
    places = [place for component in run.components for place in component]
    if len(set(places)) < len(places) or not set(places) <= set(range(len(run.profiles))):
        fail(solver, f"names components {run.components!r} of {len(run.profiles)} profiles")
    return True


def _profile_kind(solver: Solver, game: Any) -> type:
    """What a profile of this concept in this form of game is."""
    if not isinstance(game, NormalFormGame):
        return BehaviorStrategyProfile
    advised = solver.concept in (Concept.CORRELATED, Concept.COARSE_CORRELATED)
    return CorrelatedStrategy if advised else MixedStrategyProfile


def check_repeatable(solver: Solver, game: Any) -> bool:
    """The same call gives the same answer, also by an equal solver and on a copy of the game.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_repeatable(bg.PureEnumeration(), game)
    True
    """
    first = Answer.of(solver, game)
    if first is None:
        return False
    twin = dataclasses.replace(solver)  # type: ignore[type-var]
    for again, how in (
        (Answer.of(solver, game), "in a second call"),
        (Answer.of(twin, game), "by an equal solver"),
        (Answer.of(solver, _pickled(game)), "on a copy of the game"),
        (Answer.of(solver, game), "in a fourth call"),
    ):
        assert again is not None
        if _said(again) != _said(first):
            first.fail(f"gives another answer {how}: {_said(first)}, then {_said(again)}")
    return True


def _said(answer: Answer) -> tuple[Any, ...]:
    run = answer.run
    counts = tuple(family.count for family in answer.families)
    statistics = dict(run.statistics)
    return (
        run.status, run.coverage, answer.conducts, run.components, run.indices, run.details,
        run.accuracy, run.notes, counts, statistics
    )  # fmt: skip


def check_game_unchanged(solver: Solver, game: Any) -> bool:
    """Solving leaves the game as it is.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_game_unchanged(bg.PureEnumeration(), game)
    True
    """
    before, mark = _pickled(game), game.fingerprint()
    if Answer.of(solver, game) is None:
        return False
    solve(game, solver, check=False)
    if game.fingerprint() != mark or game != before:
        fail(solver, f"changes the game: {before!r} becomes {game!r}")
    return True


def check_pickle(solver: Solver, game: Any) -> bool:
    """Solver, game and result come back from `pickle`, and from `copy`, as they were.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_pickle(bg.PureEnumeration(), game)
    True
    """
    if solver.obstacles(game):
        return False
    result = solve(game, solver, check=False)
    ways: dict[str, Callable[[Any], Any]] = {
        "pickle": _pickled,
        "copy.copy": copy.copy,
        "copy.deepcopy": copy.deepcopy,
    }
    things: list[tuple[str, Any, Callable[[Any], Any]]] = [
        ("the solver", solver, repr),
        ("the game", game, Game.fingerprint),
        ("the result", result, _contents),
    ]
    for how, travel in ways.items():
        for what, thing, contents in things:
            try:
                came_back = travel(thing)
            except Exception as error:
                text = f"{what} does not go through {how}: {type(error).__name__}: {error}"
                raise AssertionError(f"{solver!r}: {text}") from error
            same = thing is result or (came_back == thing and hash(came_back) == hash(thing))
            if not same or contents(came_back) != contents(thing):
                fail(solver, f"{what} is another one after {how}: {came_back!r}")
    return True


def _pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


def _contents(result: EquilibriumResult) -> tuple[Any, ...]:
    """What makes a result, with families by what they say."""
    families = [
        family and (family.count, family.conditions, result[0].profile in family)
        for family in (equilibrium.family for equilibrium in result)
    ]
    listed = [(e.profile, dict(e.payoffs), e.certificate, dict(e.details)) for e in result]
    return (
        result.game, result.solver, result.concept, result.status, result.coverage, listed,
        families, result.components, result.indices, result.reason, result.notes,
        dict(result.statistics),
    )  # fmt: skip


# -- scope ----------------------------------------------------------------------------------------


def check_scope(solver: Solver, game: Any) -> bool:
    """A game that is out of scope is refused with every reason; one that is not is solved.

    Obstacles that follow from the declarations must be there: another form, another arithmetic,
    open parameters, each by its name. Closing the parameters takes only their obstacle away. Where
    a solver names no obstacle, what it hands over is an equilibrium.

    Examples
    --------
    >>> import brinkgame as bg
    >>> table = bg.NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    >>> check_scope(bg.BackwardInduction(), table)
    True
    """
    obstacles: Any = solver.obstacles(game)
    if not isinstance(obstacles, tuple) or not all(
        isinstance(obstacle, str) and obstacle.strip() for obstacle in obstacles
    ):
        fail(solver, f"names obstacles {obstacles!r}; expected a tuple of texts")
    for wanted, words in _due(solver, game):
        if not any(all(word in obstacle for word in words) for obstacle in obstacles):
            fail(solver, f"does not name an obstacle: {wanted}; it names {obstacles!r}")
    if not obstacles:
        answer = Answer.of(solver, game)
        assert answer is not None
        answer.demand_equilibria()
        return True
    if not game.is_closed:
        for obstacle in solver.obstacles(game.at()):
            if obstacle not in obstacles:
                fail(solver, f"names an obstacle only when parameters are closed: {obstacle}")
    _demand_refusal(solver, game, obstacles)
    return True


def _due(solver: Solver, game: Any) -> list[tuple[str, tuple[str, ...]]]:
    """The obstacles that follow from the declarations, and the words that each must hold."""
    if not isinstance(game, solver.form):
        kind = type(game).__name__
        return [(f"it is a {kind}", (kind, solver.form.__name__))]
    due: list[tuple[str, tuple[str, ...]]] = []
    numbers = type(game.arithmetic)
    if numbers not in solver.arithmetics:
        due.append((f"its numbers are {numbers.__name__}", (numbers.__name__,)))
    if not game.is_closed:
        free = tuple(game.parameters)
        due.append((f"{', '.join(free)} are free", free))
    return due


def _demand_refusal(solver: Solver, game: Any, obstacles: tuple[str, ...]) -> None:
    for check in (True, False):
        try:
            solve(game, solver, check=check)
        except UnsupportedGameError as error:
            if error.obstacles != obstacles or not all(text in str(error) for text in obstacles):
                fail(solver, f"solve names the obstacles {error.obstacles!r}, not {obstacles!r}")
        else:
            fail(solver, f"solve takes a game in spite of {obstacles!r}")


def check_open_parameters(solver: Solver, game: Any) -> bool:
    """A game with open parameters is refused with the list of what is free and how to close it.

    Closed at its baseline it is solved.

    Examples
    --------
    >>> import brinkgame as bg
    >>> x = bg.Parameter("x", baseline=1)
    >>> game = bg.NormalFormGame("open", strategies={"A": ("a", "b")}, payoffs={"A": [x, 0]})
    >>> check_open_parameters(bg.PureEnumeration(), game)
    True
    """
    if game.is_closed:
        return False
    said = [text for text in solver.obstacles(game) if all(n in text for n in game.parameters)]
    if not said:
        fail(solver, f"does not name {', '.join(game.parameters)} among its obstacles")
    for check in (True, False):
        try:
            solve(game, solver, check=check)
        except UnsupportedGameError as error:
            text = str(error)
        else:
            fail(solver, "solve takes a game with open parameters")
        missing = [word for word in (*game.parameters, "game.at(") if word not in text]
        if missing:
            fail(solver, f"solve does not say {' and '.join(missing)}: {text}")
    closed = game.at() if Exact in solver.arithmetics else game.at().to_float()
    answer = Answer.of(solver, closed)
    if answer is None:
        return False
    answer.demand_equilibria()
    return True
