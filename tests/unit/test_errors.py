"""Every error: what it says, what it carries, what else it is, and that it survives pickling."""

from __future__ import annotations

import copy
import pickle

import pytest

from brinkgame import errors
from brinkgame.errors import (
    AmbiguousEquilibriumError,
    BrinkgameError,
    ExpressionError,
    Fault,
    FormatError,
    InvalidGameError,
    InvalidNumberError,
    InvalidParameterError,
    InvalidProfileError,
    ParameterRangeWarning,
    SolveError,
    UnknownKeyError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)


@pytest.mark.parametrize(
    ("raised", "caught"),
    [
        (InvalidNumberError, ValueError),
        (ExpressionError, ValueError),
        (InvalidParameterError, ValueError),
        (InvalidGameError, ValueError),
        (InvalidProfileError, ValueError),
        (FormatError, ValueError),
        (UnsupportedGameError, ValueError),
        (SolveError, RuntimeError),
        (AmbiguousEquilibriumError, LookupError),
        (UnknownNameError, LookupError),
        (UnknownKeyError, UnknownNameError),
        (UnknownKeyError, KeyError),
    ],
)
def test_errors_are_what_a_caller_catches_already(raised: type, caught: type) -> None:
    assert issubclass(raised, BrinkgameError)
    assert issubclass(raised, caught)


def test_every_error_has_the_one_base() -> None:
    public = [getattr(errors, name) for name in errors.__all__]
    raised = [item for item in public if isinstance(item, type) and issubclass(item, Exception)]
    assert [item for item in raised if not issubclass(item, BrinkgameError)] == [
        ParameterRangeWarning
    ]
    assert issubclass(ParameterRangeWarning, UserWarning)


def test_a_fault_says_what_and_where() -> None:
    assert str(Fault("root/deploy", "no payoff for US")) == "no payoff for US, at root/deploy"
    assert str(Fault("", "a game needs a player")) == "a game needs a player"
    assert Fault("a", "b") == Fault("a", "b") != Fault("b", "a")
    with pytest.raises(AttributeError):
        Fault("a", "b").path = "c"  # type: ignore[misc]


def faults(count: int) -> list[Fault]:
    return [Fault(f"root/{i}", f"fault {i}") for i in range(count)]


def test_one_fault_is_told_in_one_line() -> None:
    error = InvalidGameError("'deploy' is not a game", faults(1))
    assert str(error) == "'deploy' is not a game: fault 0, at root/0"


def test_several_faults_are_told_line_by_line() -> None:
    error = InvalidGameError("not a game", faults(2))
    assert str(error) == ("not a game: 2 faults\n  - fault 0, at root/0\n  - fault 1, at root/1")


@pytest.mark.parametrize(
    ("count", "lines", "last"),
    [
        (20, 21, "  - fault 19, at root/19"),
        (21, 22, "  - and 1 more (see .faults)"),
        (25, 22, "  - and 5 more (see .faults)"),
    ],
)
def test_twenty_faults_are_shown_and_all_are_kept(count: int, lines: int, last: str) -> None:
    error = InvalidGameError("not a game", iter(faults(count)))
    shown = str(error).split("\n")
    assert shown[0] == f"not a game: {count} faults"
    assert len(shown) == lines
    assert shown[20] == "  - fault 19, at root/19"
    assert shown[-1] == last
    assert error.faults == tuple(faults(count))


def test_obstacles_are_told_line_by_line() -> None:
    error = UnsupportedGameError("cannot take it", iter(["first", "second"]))
    assert str(error) == "cannot take it\n  - first\n  - second"
    assert error.message == "cannot take it"
    assert error.obstacles == ("first", "second")
    assert str(UnsupportedGameError("alone")) == "alone"
    assert UnsupportedGameError("alone").obstacles == ()


def test_a_solve_error_carries_the_result() -> None:
    assert SolveError("stopped").result is None
    assert SolveError("stopped", result="what there is").result == "what there is"  # type: ignore[arg-type]


def test_an_expression_error_knows_its_column() -> None:
    assert ExpressionError("here", column=7).column == 7
    assert ExpressionError("here").column is None


def test_an_unknown_key_is_told_without_quotes() -> None:
    assert str(UnknownKeyError("no 'x'; did you mean 'y'?")) == "no 'x'; did you mean 'y'?"
    assert str(KeyError("no 'x'")) != "no 'x'"


@pytest.mark.parametrize("again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy])
@pytest.mark.parametrize(
    "error",
    [
        BrinkgameError("message"),
        InvalidGameError("title", faults(3)),
        UnsupportedGameError("message", ["one", "two"]),
        SolveError("message", result="result"),  # type: ignore[arg-type]
        ExpressionError("message", column=3),
        UnknownKeyError("message"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickling_and_copying(error: BaseException, again: object) -> None:
    other = again(error)  # type: ignore[operator]
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert vars(other) == vars(error)


def test_a_suggestion_is_the_nearest_name() -> None:
    assert suggestion("detecton", ["us_resolve", "detection"]) == "; did you mean 'detection'?"
    assert suggestion("detecton", iter(["detections", "detection"])) == (
        "; did you mean 'detection'?"
    )


def test_without_a_near_name_all_are_listed() -> None:
    assert suggestion("x", ["detection", "us_resolve"]) == "; known: detection, us_resolve"
    assert suggestion("x", []) == ""
    assert suggestion(99, [1, 2]) == "; known: 1, 2"


@pytest.mark.parametrize(("count", "tail"), [(12, "n11"), (13, "n11, ...")])
def test_twelve_names_are_listed(count: int, tail: str) -> None:
    text = suggestion("zzz", [f"n{i}" for i in range(count)])
    assert text == "; known: " + ", ".join(f"n{i}" for i in range(11)) + ", " + tail


@pytest.mark.parametrize(
    ("source", "text"),
    [("", "line 3, column 7: what"), ("a.nfg", "a.nfg, line 3, column 7: what")],
)
def test_a_format_error_tells_the_place(source: str, text: str) -> None:
    error = FormatError("what", 3, 7, source)
    for same in (error, pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert str(same) == text
        assert (same.message, same.line, same.column, same.source) == ("what", 3, 7, source)
