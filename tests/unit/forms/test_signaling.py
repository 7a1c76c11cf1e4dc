"""Signaling games: the tree that is built, in all the ways of writing it, and what is refused."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.errors import InvalidGameError
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    Terminal,
    signaling_game,
)
from brinkgame.parameters import Parameter
from tests.unit.drawing import SEEDS, fractions, shares

P = Parameter("p", "9/10", low=0, high=1)
LIKED = {"strong": "beer", "weak": "quiche"}


def breakfast(kind: str, meal: str, reply: str) -> tuple[int, int]:
    right = (reply == "duel") == (kind == "weak")
    return (meal == LIKED[kind]) + 2 * (reply == "leave"), int(right)


def settings(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "types": {"strong": P, "weak": REST},
        "messages": ("beer", "quiche"),
        "replies": ("duel", "leave"),
        "payoffs": breakfast,
    }
    return {**usual, **changes}


def faults_of(*args: Any, **changes: Any) -> list[str]:
    with pytest.raises(InvalidGameError) as caught:
        signaling_game(*args, **settings(**changes))
    return [str(fault) for fault in caught.value.faults]


# --- the tree ------------------------------------------------------------------------------------


def test_the_tree_is_the_one_that_one_would_write() -> None:
    def answer(kind: str, meal: str) -> Decision:
        ends = {}
        for reply in ("duel", "leave"):
            own, other = breakfast(kind, meal, reply)
            ends[reply] = Terminal({"sender": own, "receiver": other})
        return Decision("receiver", ends, infoset=meal)

    def speak(kind: str) -> Decision:
        meals = {meal: answer(kind, meal) for meal in ("beer", "quiche")}
        return Decision("sender", meals, infoset=kind)

    by_hand = ExtensiveFormGame(
        "beer",
        players=("sender", "receiver"),
        root=Chance({"strong": (P, speak("strong")), "weak": (REST, speak("weak"))}),
    )
    built = signaling_game("beer", **settings())
    assert built == by_hand
    assert built.fingerprint() == by_hand.fingerprint()
    assert [(s.player, s.label) for s in built.information_sets] == [
        ("sender", "strong"),
        ("receiver", "beer"),
        ("receiver", "quiche"),
        ("sender", "weak"),
    ]
    assert built.has_perfect_recall


CELLS = {
    (kind, meal, reply): breakfast(kind, meal, reply)
    for kind, meal, reply in itertools.product(LIKED, LIKED.values(), ("duel", "leave"))
}


def nested() -> dict[str, Any]:
    table: dict[str, Any] = {}
    for (kind, meal, reply), paid in CELLS.items():
        table.setdefault(kind, {}).setdefault(meal, {})[reply] = paid
    return table


@pytest.mark.parametrize(
    "payoffs",
    [
        CELLS,
        nested(),
        {cell: {"sender": a, "receiver": b} for cell, (a, b) in CELLS.items()},
        {cell: {"receiver": b, "sender": a} for cell, (a, b) in CELLS.items()},
        {(a, b): {c: CELLS[a, b, c] for c in ("duel", "leave")} for a, b, _ in CELLS},
        {cell: list(paid) for cell, paid in CELLS.items()},
        lambda *cell: CELLS[cell],
        lambda kind, meal, reply: dict(
            zip(("sender", "receiver"), breakfast(kind, meal, reply), strict=True)
        ),
    ],
)
def test_every_way_of_writing_payoffs_is_the_same_game(payoffs: Any) -> None:
    assert signaling_game("", **settings(payoffs=payoffs)) == signaling_game("", **settings())


def test_names_and_outcomes() -> None:
    game = signaling_game(
        "named",
        **settings(
            sender="USSR",
            receiver="US",
            outcomes=lambda kind, meal, reply: "fight" if reply == "duel" else None,
            constraints=[P > 0],
        ),
    )
    assert game.players == ("USSR", "US")
    assert game.outcomes == ("fight",)
    assert list(map(str, game.parameters.constraints)) == ["0 < p"]
    listed = signaling_game("named", **settings(outcomes={("weak", "beer", "duel"): "caught"}))
    assert listed.outcomes == ("caught",)


def test_messages_that_depend_on_the_type_and_replies_that_depend_on_the_message() -> None:
    game = signaling_game(
        "evidence",
        types={"guilty": "1/3", "innocent": "2/3"},
        messages={"guilty": ("silence",), "innocent": ("silence", "alibi")},
        replies={"silence": ("convict", "acquit")},
        payoffs=lambda kind, said, verdict: (
            (0, 0) if verdict is None else (-(verdict == "convict"), 1)
        ),
    )
    assert str(game).splitlines() == [
        "evidence",
        "Nature",
        "├─ guilty [1/3]: sender (guilty)",
        "│  └─ silence: receiver (silence)",
        "│     ├─ convict: sender -1, receiver 1",
        "│     └─ acquit: sender 0, receiver 1",
        "└─ innocent [2/3]: sender (innocent)",
        "   ├─ silence: receiver (silence)",
        "   │  ├─ convict: sender -1, receiver 1",
        "   │  └─ acquit: sender 0, receiver 1",
        "   └─ alibi: sender 0, receiver 0",
    ]


@given(SEEDS)
def test_any_number_of_types_messages_and_replies(seed: int) -> None:
    rng = random.Random(seed)
    kinds = [f"t{i}" for i in range(rng.randint(1, 4))]
    words = [f"m{i}" for i in range(rng.randint(1, 4))]
    said = {t: [m for m in words if rng.random() < 0.7] or words[:1] for t in kinds}
    used = {m for menu in said.values() for m in menu}
    answers = {m: [f"r{i}" for i in range(rng.randint(0, 3))] for m in words if m in used}
    cells: dict[Any, Any] = {}
    for kind in kinds:
        for word in said[kind]:
            for reply in answers[word] or [None]:
                cell = (kind, word) if reply is None else (kind, word, reply)
                cells[cell] = (fractions(rng), fractions(rng))
    prior = dict(zip(kinds, shares(rng, len(kinds)), strict=True))
    game = signaling_game(types=prior, messages=said, replies=answers, payoffs=cells)
    assert len(game.tree.terminals) == len(cells)
    ends = game.terminal_payoffs()
    for cell, paid in cells.items():
        assert ends[game.node_at("/".join(("root", *cell)))] == paid
    again = signaling_game(
        types=prior,
        messages=said,
        replies=answers,
        payoffs=lambda *cell: cells[tuple(part for part in cell if part is not None)],
    )
    assert again == game


# --- wrong input ---------------------------------------------------------------------------------


def test_every_fault_is_reported_with_its_place() -> None:
    payoffs: dict[Any, Any] = dict(CELLS)
    del payoffs["weak", "beer", "leave"]
    payoffs["weak", "beer", "dule"] = (0, 0)
    payoffs["strong", "quiche", "duel"] = (1, 2, 3)
    payoffs["strong", "beer", "duel"] = {"sender": 1, "reciever": 2}
    payoffs["strong", "beer", "leave"] = ("much", 0)
    told = faults_of(types={"strong": "9/10", "weak": "1/5"}, payoffs=payoffs)
    much = '\'much\' is not a number: write a number such as 2, "1/3", "0.1" or 0.1'
    meant = "no 'dule' there; did you mean 'duel'?"
    assert told == [
        "payoff for unknown player 'reciever'; did you mean 'receiver'?, at (strong, beer, duel)",
        "no payoff for receiver, at (strong, beer, duel)",
        "expected 2 payoffs (sender, receiver), got (1, 2, 3), at (strong, quiche, duel)",
        "no payoffs for sender, receiver, at (weak, beer, leave)",
        f"payoffs for no end of the game: {meant}, at (weak, beer, dule)",
        "chance probabilities sum to 11/10, not 1, at root/<chance>",
        f"payoff of sender: {much}, at root/strong/beer/leave",
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"types": ("strong", "weak")}, "types are written {type: probability}"),
        ({"types": {}}, "no types; write at least one"),
        ({"types": {"strong": 1, 2: 0}}, "types are named by text; got 2"),
        ({"messages": "beer"}, 'messages are written ("one", "two"); got \'beer\''),
        ({"messages": ()}, "no messages; write at least one"),
        ({"messages": ("beer", "beer")}, "'beer' is written twice among the messages"),
        ({"messages": {"strong": ("beer",)}}, "no messages of this type, at (weak)"),
        ({"messages": {"strong": ("beer",), "weak": ()}}, "no messages; write at least one"),
        (
            {"messages": {"strong": ("beer",), "weak": ("beer",), "wek": ("beer",)}},
            "messages of an unknown type 'wek'; did you mean 'weak'?",
        ),
        ({"replies": {"beer": ("duel",), "tea": ("duel",)}}, "an unknown message 'tea'"),
        ({"replies": 3}, "replies are written"),
        ({"sender": "receiver"}, "player 'receiver' is named twice"),
        ({"payoffs": 3}, "payoffs are written {cell: payoffs} or a function; got 3"),
        ({"payoffs": {**CELLS, 3: (0, 0)}}, "a cell is named by labels; got 3"),
        ({"payoffs": {**CELLS, ("weak", "beer"): (0, 0)}}, "no such end, at (weak, beer)"),
        (
            {"payoffs": {**nested(), ("weak", "beer", "duel"): (0, 0)}},
            "payoffs are written twice, at (weak, beer, duel)",
        ),
        (
            {"payoffs": lambda kind, meal, reply: {}[kind]},
            "the function of payoffs failed: KeyError: 'strong', at (strong, beer, duel)",
        ),
        ({"payoffs": lambda kind, meal, reply: 3}, "expected 2 payoffs (sender, receiver), got 3"),
        ({"payoffs": lambda kind: 3}, "the function of payoffs failed: TypeError"),
        ({"outcomes": 3}, "outcomes are written {cell: label} or a function; got 3"),
        ({"outcomes": {("weak", "tea"): "x"}}, "an outcome for no end of the game: no 'tea' there"),
        ({"outcomes": lambda kind, meal, reply: 1 / 0}, "the function of labels failed"),
        ({"constraints": ["p < 1"]}, "a constraint is written like"),
        ({"types": {"strong": "9/10", "weak": "1/5"}}, "chance probabilities sum to 11/10, not 1"),
        ({"types": {"strong": "much", "weak": REST}}, "'much' is not a number"),
    ],
)
def test_what_is_refused(changes: dict[str, Any], expected: str) -> None:
    told = faults_of(**changes)
    assert any(expected in fault for fault in told), told


def test_the_title_is_text() -> None:
    assert "the title is text; got 3" in faults_of(3)[0]


def test_too_many_ends() -> None:
    many = tuple(map(str, range(2000)))
    told = faults_of(messages=many, replies=many)
    assert told == ["8000000 ends are more than can be written, 1000000"]


NOTHING_GOOD = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=2),
    st.dictionaries(st.text(max_size=1), st.none()),
    st.lists(st.one_of(st.text(max_size=1), st.none()), max_size=2),
)


@given(st.sampled_from(["types", "messages", "replies", "payoffs", "sender"]), NOTHING_GOOD)
def test_no_junk_is_an_internal_error(name: str, junk: Any) -> None:
    try:
        signaling_game("junk", **settings(**{name: junk}))
    except InvalidGameError as error:
        complaints = error.faults
    else:
        complaints = ("a name",) if isinstance(junk, str) else ()  # type: ignore[assignment]
    assert complaints or name in ("messages", "replies")
