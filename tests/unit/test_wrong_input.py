"""Wrong input of every kind: one clear message each, with the value and its place."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brinkgame as bg
from brinkgame import REST, Chance, Decision, ExtensiveFormGame, NormalFormGame, Terminal

X = bg.Parameter("x", "1/2", low=0, high=1)
Y = bg.Parameter("y", 2, low=1, high=4)
WEEKS = bg.Parameter("weeks", 12, low=6, high=16, whole=True)


def end(a: Any = 0, b: Any = 0, **options: Any) -> Terminal:
    return Terminal({"A": a, "B": b}, **options)


def tree(root: Any, players: Any = ("A", "B"), title: Any = "crisis", **options: Any) -> Any:
    return ExtensiveFormGame(title, players=players, root=root, **options)


def lottery(*odds: Any) -> Any:
    return tree(
        Decision(
            "A",
            {
                "hold": end(),
                "deploy": Chance({name: (p, end()) for name, p in zip("uvw", odds, strict=False)}),
            },
        )
    )


def table(payoffs: Any, strategies: Any = None, **options: Any) -> Any:
    menus = {"A": ("u", "d"), "B": ("l", "r")} if strategies is None else strategies
    return NormalFormGame("chicken", strategies=menus, payoffs=payoffs, **options)


GOOD = [[1, 2], [3, 4]]
PLAIN = tree(
    Decision("A", {"l": end(1), "r": Decision("B", {"x": end(2), "y": end(3)}, infoset="reply")})
)
OPEN = tree(Decision("A", {"l": end(X), "r": Chance({"u": (X, end(Y)), "d": (REST, end())})}))
POLE = tree(Decision("A", {"l": end(1 / (Y - 3)), "r": end()}))
CLOCK = tree(Decision("A", {"wait": end((1 - X) ** WEEKS)}))
TABLE = table({"A": GOOD, "B": GOOD})
PLAN = {"A": {"root": "l"}, "B": {"reply": "x"}}
CROWD = tree(Decision("A", {k: Decision("B", {"x": end(), "y": end()}, infoset="s") for k in "lr"}))

Case = tuple[Callable[[], Any], type[Exception], list[str]]
GAME = bg.InvalidGameError
CASES: dict[str, Case] = {
    # probabilities
    "a probability of 11/10": (
        lambda: lottery("11/10", REST),
        GAME,
        ["probability of 'u' is 11/10, outside [0, 1]", "at root/deploy/<chance>"],
    ),
    "a negative probability": (
        lambda: lottery("-1/10", "11/10"),
        GAME,
        ["probability of 'u' is -1/10, outside [0, 1]", "at root/deploy/<chance>"],
    ),
    "probabilities that sum to 9/10": (
        lambda: lottery("1/2", "2/5"),
        GAME,
        ["chance probabilities sum to 9/10, not 1", "at root/deploy/<chance>"],
    ),
    "expressions that do not sum to one": (
        lambda: lottery(X, X),
        GAME,
        ["chance probabilities sum to 2*x, not 1", "bg.REST", "at root/deploy/<chance>"],
    ),
    "expressions that sum to one at the baseline only": (
        lambda: lottery(X, "1/2"),
        GAME,
        ["not 1, as an expression", "at root/deploy/<chance>"],
    ),
    "REST twice": (
        lambda: lottery(REST, REST),
        GAME,
        ["REST is written twice", "at root/deploy/<chance>"],
    ),
    "REST before the last branch": (
        lambda: lottery(REST, "1/2"),
        GAME,
        ["REST is the probability of the last branch only", "at root/deploy/<chance>"],
    ),
    "a probability that is a word": (
        lambda: lottery("often", REST),
        GAME,
        ["probability of 'u': 'often' is not a number", "at root/deploy/<chance>"],
    ),
    "a probability that is None": (
        lambda: lottery(None, REST),
        GAME,
        ["probability of 'u': None", "at root/deploy/<chance>"],
    ),
    "a probability that is a truth value": (
        lambda: lottery(True, REST),
        GAME,
        ["probability of 'u': True is a truth value", "at root/deploy/<chance>"],
    ),
    "a branch without a probability": (
        lambda: tree(Chance({"u": end()})),
        GAME,  # type: ignore[dict-item]
        ["expected {branch: (probability, node)}", "Terminal", "at root/<chance>"],
    ),
    "no branch": (
        lambda: tree(Chance({})),
        GAME,
        ["no branch to choose from; write at least one", "at root/<chance>"],
    ),
    # payoffs
    "an unknown player in a payoff": (
        lambda: tree(Terminal({"A": 0, "B": 0, "C": 1})),
        GAME,
        ["payoff for unknown player 'C'; known: A, B", "at root"],
    ),
    "a missing payoff": (
        lambda: tree(Decision("A", {"l": Terminal({"A": 0})})),
        GAME,
        ["no payoff for B", "at root/l"],
    ),
    "a payoff of NaN": (
        lambda: tree(end(float("nan"))),
        GAME,
        ["payoff of A: nan is not a finite number", "at root"],
    ),
    "an infinite payoff": (
        lambda: tree(end(0, float("-inf"))),
        GAME,
        ["payoff of B: -inf is not a finite number", "at root"],
    ),
    "a payoff that is a truth value": (
        lambda: tree(end(True)),
        GAME,
        ["payoff of A: True is a truth value", "at root"],
    ),
    "a truth value of numpy": (
        lambda: tree(Decision("A", {"l": end(1), "r": end(np.True_)})),
        GAME,
        ["payoff of A: np.True_", "at root/r"],
    ),
    "a payoff of None": (
        lambda: tree(end(None)),
        GAME,
        ["payoff of A: None (of type NoneType) is not a number", "at root"],
    ),
    "a complex payoff": (
        lambda: tree(Decision("A", {"l": end(1), "r": end(1 + 0j)})),
        GAME,
        ["payoff of A: (1+0j) (of type complex) is not a number", "at root/r"],
    ),
    "a payoff in words": (
        lambda: tree(end("one third")),
        GAME,
        ["payoff of A: 'one third' is not a number", "at root"],
    ),
    "a text that would be code": (
        lambda: tree(end("__import__('os').getcwd()")),
        GAME,
        ["payoff of A: \"__import__('os').getcwd()\" is not a number", "at root"],
    ),
    "a number that would fill the memory": (
        lambda: tree(end("1e999999999")),
        GAME,
        ["payoff of A: '1e999999999' has a power of ten beyond 4000", "at root"],
    ),
    "a division by zero in text": (
        lambda: tree(end("1/0")),
        GAME,
        ["payoff of A: '1/0' divides by zero", "at root"],
    ),
    "payoffs that are no mapping": (
        lambda: tree(Terminal([1, 2])),
        GAME,  # type: ignore[arg-type]
        ["payoffs are written {player: number}; got [1, 2]", "at root"],
    ),
    "a payoff written twice": (
        lambda: tree(Terminal([("A", 1), ("B", 2), ("A", 3)])),
        GAME,  # type: ignore[arg-type]
        ["the payoff of A is written twice", "at root"],
    ),
    "two definitions of a parameter": (
        lambda: tree(end(X, bg.Parameter("x", "1/3"))),
        ValueError,
        ["two parameters called 'x' differ", "at root"],
    ),
    "two definitions in two expressions": (
        lambda: tree(end(2 * X, 3 * bg.Parameter("x", "1/3"))),
        bg.InvalidParameterError,
        ["parameter 'x' is defined twice in one game", "1/2", "1/3"],
    ),
    # nodes
    "no node at all": (
        lambda: tree(None),
        GAME,
        ["expected a Decision, a Chance or a Terminal, got None", "at root"],
    ),
    "a child that is no node": (
        lambda: tree(Decision("A", {"l": {"A": 0}})),
        GAME,  # type: ignore[dict-item]
        ["expected a Decision, a Chance or a Terminal, got {'A': 0}", "at root/l"],
    ),
    "an empty decision": (
        lambda: tree(Decision("A", {})),
        GAME,
        ["no action to choose from; write at least one", "at root/<decision>"],
    ),
    "actions that are no mapping": (
        lambda: tree(Decision("A", "lr")),
        GAME,  # type: ignore[arg-type]
        ["expected {action: node}, got 'lr'", "at root/<decision>"],
    ),
    "an action written twice": (
        lambda: tree(Decision("A", [("l", end()), ("l", end())])),
        GAME,
        ["'l' is written twice", "at root/<decision>"],
    ),
    "an action that is a number": (
        lambda: tree(Decision("A", {1: end()})),
        GAME,  # type: ignore[dict-item]
        ["labels are text; got 1", "at root/<decision>"],
    ),
    "an action without a hash": (
        lambda: tree(Decision("A", [(["l"], end())])),
        GAME,  # type: ignore[list-item]
        ["labels are text; got ['l']", "at root/<decision>"],
    ),
    "an unknown mover": (
        lambda: tree(Decision("USA", {"l": end()})),
        GAME,
        ["unknown player 'USA'; known: A, B", "at root/<decision>"],
    ),
    "other actions in an information set": (
        lambda: tree(
            Decision(
                "A",
                {
                    "l": Decision("B", {"x": end(), "y": end()}, infoset="s"),
                    "r": Decision("B", {"x": end(), "z": end()}, infoset="s"),
                },
            )
        ),
        GAME,
        ["information set 's' offers x, z here, not as x, y at root/l", "at root/r"],
    ),
    "reordered actions in an information set": (
        lambda: tree(
            Decision(
                "A",
                {
                    "l": Decision("B", {"x": end(), "y": end()}, infoset="s"),
                    "r": Decision("B", {"y": end(), "x": end()}, infoset="s"),
                },
            )
        ),
        GAME,
        ["information set 's' offers y, x here, in another order than x, y at root/l", "at root/r"],
    ),
    "a reserved name of an information set": (
        lambda: tree(Decision("A", {"l": end()}, infoset="root/x")),
        GAME,
        ["information set label 'root/x': names that begin with root or #", "at root"],
    ),
    "an information set named by a number": (
        lambda: tree(Decision("A", {"l": end()}, infoset=3)),
        GAME,  # type: ignore[arg-type]
        ["an information set is named by text; got 3", "at root"],
    ),
    "an outcome named by a number": (
        lambda: tree(end(label=1962)),
        GAME,
        ["an outcome is named by text; got 1962", "at root"],
    ),
    # players, title, constraints
    "a name of a player twice": (
        lambda: tree(end(), players=("A", "B", "A")),
        GAME,
        ["player 'A' is named twice"],
    ),
    "a bare string for players": (
        lambda: tree(end(), players="AB"),
        GAME,
        ['players are written ("USSR", "US"); got \'AB\''],
    ),
    "no players": (lambda: tree(end(), players=()), GAME, ["a game needs at least one player"]),
    "players of None": (lambda: tree(end(), players=None), GAME, ["players are written", "None"]),
    "a player without a name": (
        lambda: tree(end(), players=("A", "B", "")),
        GAME,
        ["players are named by text; got ''"],
    ),
    "a player that is a list": (
        lambda: tree(end(), players=("A", "B", ["C"])),
        GAME,
        ["players are named by text; got ['C']"],
    ),
    "a title that is a number": (
        lambda: tree(end(), title=1962),
        GAME,
        ["not a game: the title is text; got 1962"],
    ),
    "a constraint that is none": (
        lambda: tree(end(X), constraints=["x < 1"]),
        GAME,
        ["a constraint is written like retreat_cost < war_cost; got 'x < 1'"],
    ),
    "constraints that are a number": (
        lambda: tree(end(X), constraints=3),
        GAME,
        ["constraints are a sequence; got 3"],
    ),
    "a constraint that the baseline violates": (
        lambda: tree(end(X, Y), constraints=[Y < X]),
        bg.InvalidParameterError,
        ["the baseline violates a constraint: y < x does not hold: 2 is not below 1/2"],
    ),
    # points
    "an unknown parameter": (
        lambda: OPEN.at(detection=1),
        bg.UnknownNameError,
        ["no parameter 'detection'; known: x, y"],
    ),
    "an unknown parameter to fix": (
        lambda: OPEN.fix(yy=1),
        bg.UnknownNameError,
        ["no open parameter 'yy' in 'crisis'; did you mean 'y'?"],
    ),
    "a value that is no number": (
        lambda: OPEN.at(x="often"),
        bg.InvalidNumberError,
        ["x: 'often' is not a number"],
    ),
    "a value to fix that is no number": (
        lambda: OPEN.fix(x="often"),
        ValueError,
        ["x: 'often' is not a number"],
    ),
    "a value that would be code": (
        lambda: OPEN.at(x="y + 1"),
        bg.InvalidNumberError,
        ["x: 'y + 1' is not a number"],
    ),
    "a point that is a text": (
        lambda: OPEN.at("0.9"),
        bg.InvalidParameterError,
        ["a point is written {name: value}, or name=value; got '0.9'"],
    ),
    "a value given twice": (
        lambda: OPEN.at({"x": 1}, x=0),
        bg.InvalidParameterError,
        ["'x' is given twice: 1 and 0"],
    ),
    "a pole": (
        lambda: POLE.at(y=3),
        GAME,
        ["'crisis' is not defined there", "1/(y - 3)", "y = 3", "at root/l"],
    ),
    "a pole to fix": (
        lambda: POLE.fix(y=3),
        GAME,
        ["'crisis' cannot be fixed there", "1/(y - 3)", "at root/l"],
    ),
    "a fraction of a whole parameter": (
        lambda: CLOCK.at(weeks="13/2"),
        bg.InvalidParameterError,
        ["weeks = 13/2 is not whole"],
    ),
    "floats of an open game": (
        OPEN.to_float,
        bg.UnsupportedGameError,
        ["'crisis' has open parameters", "free: x (baseline 1/2), y (baseline 2)", "game.at()"],
    ),
    "floats of a number too large": (
        lambda: tree(end(0, 10**400)).to_float(),
        GAME,
        ["'crisis' does not fit in floats", "is too large", "at root"],
    ),
    # tables
    "a ragged table": (
        lambda: table({"A": [[1, 2], [3]], "B": GOOD}),
        GAME,
        ["expected 2 entries along axis 2, got 1 entries", "at payoffs of A[1]"],
    ),
    "an array of the wrong shape": (
        lambda: table({"A": np.ones((3, 2)), "B": GOOD}),
        GAME,
        ["expected a table 2 x 2, got 3 x 2", "at payoffs of A"],
    ),
    "a table that is a text": (
        lambda: table({"A": "ab", "B": GOOD}),
        GAME,
        ["expected 2 entries along axis 1, got 'ab'", "at payoffs of A"],
    ),
    "a cell in words": (
        lambda: table({"A": GOOD, "B": [[1, "much"], [3, 4]]}),
        GAME,
        ["'much' is not a number", "at payoffs of B(u, r)"],
    ),
    "a cell of NaN": (
        lambda: table({"A": GOOD, "B": np.array([[1, 2], [np.nan, 4]])}),
        GAME,
        ["nan is not a number", "at payoffs of B[1, 0]"],
    ),
    "a truth value among floats": (
        lambda: table({"A": np.ones((2, 2)), "B": [[1, True], [3, 4]]}),
        GAME,
        ["True is a truth value", "payoffs of B"],
    ),
    "a table for nobody": (
        lambda: table({"A": GOOD, "B": GOOD, "C": GOOD}),
        GAME,
        ["payoffs for unknown player 'C'; known: A, B"],
    ),
    "no table for somebody": (lambda: table({"A": GOOD}), GAME, ["no payoffs for B"]),
    "a strategy named twice": (
        lambda: table({"A": [1, 2]}, {"A": ("u", "u")}),
        GAME,
        ["A has two strategies 'u'"],
    ),
    "strategies in a bare string": (
        lambda: table({"A": [1, 2]}, {"A": "ud"}),
        GAME,
        ["strategies of A are a sequence of labels; got 'ud'"],
    ),
    "no strategy": (lambda: table({"A": []}, {"A": ()}), GAME, ["A has no strategy"]),
    "more profiles than can be written": (
        lambda: table(
            {p: [] for p in "ABCDEFGH"}, {p: [str(i) for i in range(99)] for p in "ABCDEFGH"}
        ),
        GAME,
        [f"{99**8} profiles are too many"],
    ),
    "a cell that is not there": (
        lambda: NormalFormGame.from_cells("c", strategies={"A": ("u",)}, cells={("v",): (1,)}),
        GAME,
        ["no such profile of strategies, at (v)", "no payoffs, at (u)"],
    ),
    "a bare string for players of arrays": (
        lambda: NormalFormGame.from_arrays([[1]], [[1]], players="AB"),
        GAME,
        ["players are written", "'AB'"],
    ),
    "another number of tables": (
        lambda: NormalFormGame.from_arrays([[1]], [[1]], players=("A", "B", "C")),
        GAME,
        ["3 players, but 2 tables"],
    ),
    # profiles
    "a profile with a missing information set": (
        lambda: bg.expected_payoffs(PLAIN, {"A": {"root": "l"}}),
        bg.InvalidProfileError,
        ["nothing said for B at reply"],
    ),
    "a wrong action": (
        lambda: bg.expected_payoffs(PLAIN, {**PLAN, "B": {"reply": "z"}}),
        bg.InvalidProfileError,
        ["B at reply: no action 'z'; known: x, y"],
    ),
    "a wrong information set": (
        lambda: bg.expected_payoffs(PLAIN, {**PLAN, "B": {"replay": "x"}}),
        bg.InvalidProfileError,
        ["B has no information set 'replay'; did you mean 'reply'?"],
    ),
    "a wrong sum": (
        lambda: bg.BehaviorStrategyProfile(PLAIN, {**PLAN, "B": {"reply": {"x": "9/10"}}}),
        bg.InvalidProfileError,
        ["B at reply: probabilities sum to 9/10, not 1"],
    ),
    "a probability of 3/2 in a profile": (
        lambda: bg.MixedStrategyProfile(TABLE, {"A": {"u": "3/2", "d": "-1/2"}, "B": "l"}),
        bg.InvalidProfileError,
        ["A, u: probability 3/2 is outside [0, 1]"],
    ),
    "a missing player": (
        lambda: bg.regrets(TABLE, {"A": "u"}),
        bg.InvalidProfileError,
        ["no strategy for B"],
    ),
    "an unknown player in a profile": (
        lambda: bg.regrets(TABLE, {"A": "u", "B": "l", "C": "x"}),
        bg.InvalidProfileError,
        ["no player 'C'; known: A, B"],
    ),
    "a profile of another kind": (
        lambda: bg.expected_payoffs(TABLE, bg.BehaviorStrategyProfile(PLAIN, PLAN)),
        bg.InvalidProfileError,
        ["expected a MixedStrategyProfile or a mapping, got <Behavior"],
    ),
    "a best response of nobody": (
        lambda: bg.best_responses(PLAIN, PLAN, "C"),
        bg.UnknownNameError,
        ["no player 'C'; known: A, B"],
    ),
    # asking for what is not there
    "a path that leads nowhere": (
        lambda: bg.subgame(PLAIN, "root/x"),
        bg.UnknownNameError,
        ["no 'x' after root; known: l, r"],
    ),
    "a path that is a number": (
        lambda: PLAIN.node_at(5),
        bg.UnknownNameError,
        ["a path is text that begins with root; got 5"],
    ),
    "a subgame that cuts an information set": (
        lambda: bg.subgame(CROWD, "root/l"),
        bg.UnsupportedGameError,
        ["no subgame begins at root/l", "s of B also holds root/r"],
    ),
    "the tree of a table": (
        lambda: bg.subgames(TABLE),
        bg.UnsupportedGameError,
        ["needs an ExtensiveFormGame, not <NormalFormGame 'chicken'"],
    ),
    "the table of a table": (
        lambda: bg.to_normal_form(TABLE),
        bg.UnsupportedGameError,
        ["needs an ExtensiveFormGame, not <NormalFormGame 'chicken'"],
    ),
    "a strategy that is not there": (
        lambda: TABLE.payoff("A", {"A": "u", "B": "up"}),
        bg.UnknownNameError,
        ["B has no strategy 'up'"],
    ),
    "a payoff without a strategy of everybody": (
        lambda: TABLE.payoff("A", {"A": "u"}),
        bg.UnknownNameError,
        ["no strategy for B"],
    ),
    # solving
    "a solver given no game": (
        lambda: bg.solve("deploy"),
        bg.UnsupportedGameError,
        ["expected a game, got 'deploy'"],
    ),
    "a solver given an open game": (
        lambda: bg.solve(OPEN),
        bg.UnsupportedGameError,
        ["no solver finds an equilibrium", "free: x (baseline 1/2), y (baseline 2)", "game.at()"],
    ),
    "a solver of another form": (
        lambda: bg.solve(TABLE, bg.BackwardInduction()),
        bg.UnsupportedGameError,
        ["BackwardInduction cannot take", "ExtensiveFormGame", "not NormalFormGame"],
    ),
    "imperfect information": (
        lambda: bg.solve(CROWD, bg.BackwardInduction()),
        bg.UnsupportedGameError,
        ["needs perfect information; B cannot tell apart root/l and root/r"],
    ),
    "a solver that is none": (
        lambda: bg.solve(PLAIN, "backwards"),
        bg.UnsupportedGameError,  # type: ignore[arg-type]
        ["expected a solver", "'backwards'"],
    ),
    "a concept that is none": (
        lambda: bg.solve(PLAIN, concept="nsah"),
        bg.UnknownNameError,
        ["no concept 'nsah'; did you mean 'nash'?"],
    ),
    "a solver by a wrong name": (
        lambda: bg.solver_named("Backward"),
        bg.UnknownNameError,
        ["no solver 'Backward'"],
    ),
    "a limit of zero": (
        lambda: bg.BackwardInduction(limit=0),
        ValueError,
        ["limit is a whole number from 1 on; got 0"],
    ),
    "the only one of several": (
        lambda: bg.solve(tree(Decision("A", {"l": end(), "r": end()}))).only(),
        bg.AmbiguousEquilibriumError,
        ["there are 2 equilibria"],
    ),
    "no game to certify": (
        lambda: bg.certify(None, {}, "nash"),
        bg.UnsupportedGameError,
        ["expected a game, got None"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_wrong_input(case: str) -> None:
    call, error, words = CASES[case]
    with pytest.raises(error) as caught:
        call()
    assert isinstance(caught.value, bg.BrinkgameError)
    message = str(caught.value)
    for word in words:
        assert word in message
    assert len(message) < 2000


def test_there_are_enough_kinds() -> None:
    assert len(CASES) >= 90


def test_every_fault_is_reported_at_once() -> None:
    root = Decision(
        "C",
        {
            "a": Terminal({"A": 0}),
            "b": Chance({"u": ("1/2", end("much")), "d": ("2/5", None)}),  # type: ignore[dict-item]
            "c": Decision("A", {}),
            "d": Decision("B", {"x": end()}, infoset="s"),
            "e": Decision("B", {"y": end()}, infoset="s", label=5),  # type: ignore[arg-type]
        },
    )
    with pytest.raises(bg.InvalidGameError) as caught:
        ExtensiveFormGame("bad", players=("A", "B", "B"), root=root, constraints=["x"])  # type: ignore[list-item]
    faults = {(fault.path, fault.message.split("; ")[0]) for fault in caught.value.faults}
    assert faults == {
        ("", "player 'B' is named twice"),
        ("", "a constraint is written like retreat_cost < war_cost"),
        ("root/<decision>", "unknown player 'C'"),
        ("root/a", "no payoff for B"),
        ("root/b/<chance>", "chance probabilities sum to 9/10, not 1"),
        (
            "root/b/u",
            'payoff of A: \'much\' is not a number: write a number such as 2, "1/3", "0.1" or 0.1',
        ),
        ("root/b/d", "expected a Decision, a Chance or a Terminal, got None"),
        ("root/c/<decision>", "no action to choose from"),
        ("root/e", "information set 's' offers y here, not as x at root/d"),
        ("root/e", "an outcome is named by text"),
    }
    assert str(caught.value).startswith(f"'bad' is not a game: {len(faults)} faults\n  - ")
    for fault in caught.value.faults:
        assert str(fault) in str(caught.value)


def test_faults_of_a_table_are_reported_at_once() -> None:
    with pytest.raises(bg.InvalidGameError) as caught:
        table({"A": [["a", 2], [3, True]], "B": [[1, None], [3]]})
    assert [fault.path for fault in caught.value.faults] == [
        "payoffs of A(u, l)",
        "payoffs of A(d, r)",
        "payoffs of B[1]",
    ]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"y": 5}, "y = 5 is outside its range [1, 4]"),
        ({"y": 0}, "y = 0 is outside its range [1, 4]"),
    ],
)
def test_outside_its_range_is_a_warning(values: dict[str, Any], message: str) -> None:
    for close in (OPEN.at, OPEN.fix):
        with pytest.warns(bg.ParameterRangeWarning) as caught:
            close(**values)
        assert [str(w.message) for w in caught] == [message]


@pytest.mark.parametrize("value", ["11/10", "-1/10", 2])
def test_outside_the_unit_interval_is_an_error(value: Any) -> None:
    for close in (OPEN.at, OPEN.fix):
        with pytest.warns(bg.ParameterRangeWarning), pytest.raises(bg.InvalidGameError) as caught:
            close(x=value)
        number = Fraction(value)
        assert [str(fault) for fault in caught.value.faults] == [
            f"probability of 'u' is {number} (from x), outside [0, 1], at root/r/<chance>",
            f"probability of 'd' is {1 - number} (from 1 - x), outside [0, 1], at root/r/<chance>",
        ]


def test_what_is_fine_raises_nothing() -> None:
    # The cases above fail for what they name, and not for what they share.
    for game in (PLAIN, OPEN, POLE.at(), CLOCK, CROWD, lottery("1/2", "1/2"), lottery(X, REST)):
        assert isinstance(game, ExtensiveFormGame)
    assert bg.expected_payoffs(PLAIN, PLAN) == {"A": 1, "B": 0}
    assert bg.regrets(TABLE, {"A": "d", "B": "r"}) == {"A": 0, "B": 0}
