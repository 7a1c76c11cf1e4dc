"""Reading Gambit's extensive games: what is read, and what is refused where."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.interop import read_efg, write_efg
from brinkgame.interop.gambit import read_game
from tests.unit.interop.gambit.trees import MUTANTS, VALID

TWO = 'EFG 2 R "two" { "A" "B" }\n'
ENDS = 't "" 1 "x" { 1, 2 }\nt "" 2 "y" { 3, 4 }\n'


def one(player: str, actions: str, rest: str = ENDS, **options: str) -> str:
    """A text whose first node is a decision."""
    return f'{TWO}p "" {player} 1 "{options.get("name", "s")}" {{ {actions} }} 0\n{rest}'


# --- what is read ---------------------------------------------------------------------------------


def test_a_tree_of_every_kind():
    game = read_efg(VALID[0])
    expected = bg.ExtensiveFormGame(
        "signal",
        players=("S", "R"),
        root=bg.Chance(
            {
                "weak": (
                    "1/3",
                    bg.Decision(
                        "S",
                        {
                            "beer": bg.Decision(
                                "R",
                                {
                                    "duel": bg.Terminal({"S": 1, "R": 0}, label="fight"),
                                    "not": bg.Terminal({"S": 3, "R": -5}, label="peace"),
                                },
                                infoset="beer",
                            ),
                            "quiche": bg.Decision(
                                "R",
                                {
                                    "duel": bg.Terminal({"S": 0, "R": 0}),
                                    "2": bg.Terminal({"S": 3, "R": -5}, label="peace"),
                                },
                                infoset="2",
                            ),
                        },
                        infoset="weak",
                        payoffs={"S": "-1/2"},
                        label="cost",
                    ),
                ),
                "strong": (
                    "2/3",
                    bg.Decision(
                        "S",
                        {
                            "beer (1)": bg.Decision(
                                "R",
                                {
                                    "duel": bg.Terminal({"S": 1, "R": 0}, label="fight"),
                                    "not": bg.Terminal({"S": 100, "R": 4}),
                                },
                                infoset="beer",
                            ),
                            "beer (2)": bg.Decision(
                                "R",
                                {
                                    "duel": bg.Terminal({"S": 100, "R": 4}),
                                    "2": bg.Terminal({"S": 1, "R": 0}, label="fight"),
                                },
                                infoset="2",
                                payoffs={"S": 3, "R": -5},
                                label="peace",
                            ),
                        },
                        infoset="2",
                    ),
                ),
            },
            label="ROOT",
        ),
    )
    assert game == expected
    assert game.title == "signal"
    assert isinstance(game.arithmetic, bg.Exact)


def test_the_first_version_names_what_the_second_numbers():
    second = (
        'EFG 2 R "old" { "A" "2" }\n'
        'c "" 1 "" { "h" 1/4 "l" 3/4 } 0\n'
        'p "" 1 1 "first" { "u" "d" } 0\n'
        't "" 1 "war" { 1 2 }\nt "" 2 "peace" { 0 3 }\n'
        'p "" 1 1 1\nt "" 1\np "" 2 1 "" { "x" } 0\nt "" 0\n'
    )
    assert read_efg(VALID[1]) == read_efg(second)
    assert read_efg(VALID[1]).title == "old"


@pytest.mark.parametrize("comment", ["", '""', '"a \\"quoted\\" word, { p 1"'])
@pytest.mark.parametrize("version", ["1 R", "1 D", "2 R", "2 D"])
@pytest.mark.parametrize("payoffs", ["1 2", "1, 2", "1,2,", "1\n,\n2"])
def test_every_header_with_all_payoffs(version, comment, payoffs):
    game = read_efg(f'EFG {version} "" {{ "A" "B" }} {comment} t "" 1 "end" {{ {payoffs} }}')
    root = bg.Terminal({"A": 1, "B": 2}, label="end")
    assert game == bg.ExtensiveFormGame("", players=("A", "B"), root=root)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.1", Fraction(1, 10)),
        ("-6e2", -600),
        ("7E-1", Fraction(7, 10)),
        ("+8", 8),
        (".5", Fraction(1, 2)),
        ("4.", 4),
        ("-1/3", Fraction(-1, 3)),
        ("1e400", 10**400),
        ("2/4", Fraction(1, 2)),
        ("1" * 900, int("1" * 900)),
    ],
)
def test_numbers_are_exact(text, number):
    game = read_efg(f'EFG 2 D "" {{ "A" }} t "" 1 "" {{ {text} }}')
    assert game.terminal_payoffs() == [(number,)]


@pytest.mark.parametrize(
    ("odds", "numbers"),
    [
        ('"a" 0.500000 "b" 0.500000', ["1/2", "1/2"]),
        ('"a" 1/3 "b" 2/3', ["1/3", "2/3"]),
        ('"a" 5e-1, "b" 1/2', ["1/2", "1/2"]),
        ('"a" 0 "b" 1', ["0", "1"]),
        ('"a" .25 "b" 75e-2', ["1/4", "3/4"]),
    ],
)
def test_probabilities(odds, numbers):
    game = read_efg(f'{TWO}c "" 1 "" {{ {odds} }} 0\n{ENDS}')
    assert game.edge_probabilities()[1:] == [Fraction(number) for number in numbers]


def test_a_move_of_nature_is_told_once():
    text = f'{TWO}p "" 1 1 "s" {{ "u" "d" }} 0\nc "" 4 "coin" {{ "h" 1/2 "t" 1/2 }} 0\n{ENDS}'
    again = read_efg(f'{text}c "" 4 "coin" {{ "h" 0.5 "t" 2/4 }} 0\n{ENDS}')
    assert again == read_efg(f'{text}c "" 4 0\n{ENDS}')
    assert again.edge_probabilities().count(Fraction(1, 2)) == 4


def test_names_that_are_missing_or_occur_twice():
    text = 'EFG 2 R "" { "" "x" "x" }\n'
    sets = ["", "go", "go", "7", "", "root", "#1", "root/1"]
    for number, name in enumerate(sets, 3):
        text += f'p "" 2 {number} "{name}" {{ "" "a" "a" }} 0\nt "" 0\nt "" 0\n'
    game = read_efg(f'{text}t "" 0')
    assert game.players == ("1", "x (2)", "x (3)")
    assert [each.label for each in game.information_sets] == [
        "3",
        "go (4)",
        "go (5)",
        "7",
        "7 (7)",
        "8 (root)",
        "9 (#1)",
        "10 (root/1)",
    ]
    assert {each.actions for each in game.information_sets} == {("1", "a (2)", "a (3)")}


def test_information_sets_without_a_label_are_called_by_their_path():
    end = bg.Terminal({"A": 1, "B": 0})
    root = bg.Decision("A", {"u/d": bg.Decision("B", {"x": end}), "r": end})
    game = bg.ExtensiveFormGame("", players=("A", "B"), root=root)
    text = write_efg(game)
    assert r'"root/u\/d"' in text
    assert read_efg(text) == game
    # Of another node it is a name, and may not look like a path.
    assert read_efg(text.replace('"root"', '"root/r"')).information_sets[0].label == "1 (root/r)"


def test_information_sets_far_down_are_called_by_their_number():
    node: bg.Node = bg.Terminal({"A": 1})
    for _ in range(50):
        node = bg.Decision("A", {"on": node, "off": bg.Terminal({"A": 0})})
    game = bg.ExtensiveFormGame("", players=("A",), root=node)
    assert '"#42"' in write_efg(game)
    assert '"#41"' not in write_efg(game)
    assert read_efg(write_efg(game)) == game


def test_two_outcomes_of_one_name():
    text = one("1", '"u" "d"', 't "" 1 "war" { 1, 2 }\nt "" 2 "war" { 3, 4 }')
    game = read_efg(text)
    assert game.outcomes == ("war",)
    assert game.terminal_payoffs()[1:] == [(1, 2), (3, 4)]
    assert read_efg(write_efg(game)) == game


def test_labels_of_nodes():
    text = (
        f'{TWO}p "start" 1 1 "s" {{ "u" "d" }} 3 "toll" {{ 0, -1 }}\n'
        'p "middle" 2 1 "t" { "l" "r" } 4 "" { 0, 0 }\n'
        't "left end" 0\nt "right end" 5 "" { 1, 1 }\nt "down" 6 "peace" { 0, 0 }'
    )
    game = read_efg(text)
    tree = game.tree
    labels = [tree.labels[i] if i >= 0 else None for i in tree.label.tolist()]
    assert labels == ["toll", "middle", "left end", "right end", "peace"]
    assert tree.payoff_row.tolist()[1] == -1, "payoffs of 0 on the way are none"
    assert read_efg(write_efg(game)) == game


def test_forgetful_and_absent_minded_players_are_read():
    forgets = one("1", '"u" "d"', f'p "" 1 2 "t" {{ "l" "r" }} 0\n{ENDS}p "" 1 2 0\n{ENDS}')
    game = read_efg(forgets)
    assert not game.has_perfect_recall
    absent = one("1", '"u" "d"', f'p "" 1 1 0\n{ENDS}t "" 0')
    driver = read_efg(absent)
    assert not driver.has_perfect_recall
    assert len(driver.information_sets) == 1
    assert read_efg(write_efg(driver)) == driver
    with pytest.raises(bg.UnsupportedGameError, match="recall"):
        bg.solve(driver, concept="subgame-perfect")


def test_sources(tmp_path):
    text = VALID[0]
    path = tmp_path / "game.efg"
    path.write_bytes(text.encode())
    expected = read_efg(text)
    with path.open("rb") as binary, path.open(encoding="utf-8") as words:
        for source in (path, str(path), text.encode(), binary, words, io.StringIO(text)):
            assert read_efg(source) == expected
    path.write_bytes('EFG 2 R "süß" { "A" } t "" 0'.encode("latin-1"))
    assert read_efg(path, encoding="latin-1").title == "süß"
    with pytest.raises(bg.FormatError, match="byte 0xfc") as caught:
        read_efg(path)
    assert caught.value.source == str(path)


def test_either_format():
    assert read_game(VALID[0]) == read_efg(VALID[0])
    table = 'NFG 1 R "" { "A" } { 2 } 1 2'
    assert read_game(table) == bg.interop.read_nfg(table)
    for text, words in [("\n", "the end of the text"), ('"EFG"', 'the text "EFG"'), ("{", "'{'")]:
        with pytest.raises(bg.FormatError, match="begins with NFG") as caught:
            read_game(text)
        assert caught.value.message.endswith(f"not with {words}")


# --- what is refused ------------------------------------------------------------------------------

U = '"u" "d"'
WRONG = {
    "nothing": ("\n", 2, 1, "begins with EFG, not with the end"),
    "a table": ('NFG 1 R "t" { "A" }', 1, 1, "strategic game"),
    "small letters": ('efg 2 R ""', 1, 1, "not with 'efg'"),
    "another version": ('EFG 3 R ""', 1, 5, "version 1 or 2 of the format is read, not '3'"),
    "another letter": ('EFG 2 X ""', 1, 7, "expected R or D after the version, got 'X'"),
    "no title": ('EFG 2 R { "A" }', 1, 9, "expected the title in quotation marks"),
    "no players": ('EFG 2 R ""\n', 2, 1, "expected the players"),
    "an empty list of players": ('EFG 2 R "" { } t "" 0', 1, 12, "no player"),
    "players with commas": ('EFG 2 R "" { "A", "B" }', 1, 17, "got ','"),
    "no tree": (TWO, 2, 1, "expected the first node, which begins with c, p or t, got the end"),
    "a number": (f"{TWO}1 2 3", 2, 1, "expected the first node"),
    "another letter of a node": (f'{TWO}x "" 1', 2, 1, "begins with c, p or t, got 'x'"),
    "no name of a node": (f"{TWO}t 0", 2, 3, "the name of the node in quotation marks, got '0'"),
    "no outcome": (f'{TWO}t ""', 2, 5, "expected the number of the outcome, 0 if nothing"),
    "an outcome with a point": (f'{TWO}t "" 1.0', 2, 6, "the number of the outcome"),
    "an outcome below zero": (f'{TWO}t "" -1', 2, 6, "the number of the outcome"),
    "a named outcome": (f'{TWO}t "" "war" {{ 1, 2 }}', 2, 6, 'got the text "war"'),
    "a huge outcome": (f'{TWO}t "" {"9" * 5000}', 2, 6, "is too long"),
    "an unknown outcome": (f'{TWO}t "" 7', 2, 6, "outcome '7' has no payoffs yet"),
    "outcome 0 with payoffs": (f'{TWO}t "" 0 "" {{ 0, 0 }}', 2, 6, "outcome 0 is no outcome"),
    "an outcome without payoffs": (f'{TWO}t "" 1 "x"', 2, 11, "{ and the payoffs after the name"),
    "an outcome without a name": (f'{TWO}t "" 1 {{ 1, 2 }}', 2, 6, "has no payoffs yet"),
    "a payoff too few": (f'{TWO}t "" 1 "x" {{ 1 }}', 2, 12, "2 players need 2 payoffs, and 1"),
    "no payoffs": (f'{TWO}t "" 1 "x" {{ }}', 2, 12, "2 players need 2 payoffs, and 0"),
    "a payoff too many": (f'{TWO}t "" 1 "x" {{ 1, 2, 3 }}', 2, 20, "} after the payoffs of 2"),
    "two commas": (f'{TWO}t "" 1 "x" {{ 1,, 2 }}', 2, 16, "a payoff of player 2, got ','"),
    "a zero denominator": (f'{TWO}t "" 1 "x" {{ 1, 2/0 }}', 2, 17, "'2/0' divides by zero"),
    "a word": (f'{TWO}t "" 1 "x" {{ 1, much }}', 2, 17, "'much' is not a number: numbers are"),
    "a formula": (f'{TWO}t "" 1 "x" {{ a+1, 0 }}', 2, 14, "'a+1' is not a number"),
    "not a number": (f'{TWO}t "" 1 "x" {{ nan, 0 }}', 2, 14, "'nan' is not a number"),
    "a huge power": (f'{TWO}t "" 1 "x" {{ 1e999999, 0 }}', 2, 14, "a power of ten beyond 4000"),
    "a long number": (f'{TWO}t "" 1 "x" {{ {"1" * 2000}, 0 }}', 2, 14, "number of 2000 char"),
    "payoffs without an end": (f'{TWO}t "" 1 "x" {{ 1, 2', 2, 18, "} after the payoffs, got the"),
    "another node": (f'{TWO}t "" 0 t "" 0', 2, 8, "the tree is complete here"),
    "words behind": (f'{TWO}t "" 0 end', 2, 8, "the tree is complete here"),
    "other payoffs": (
        one("1", U, 't "" 1 "x" { 1, 2 }\nt "" 1 "x" { 1, 3 }'),
        4,
        6,
        "outcome '1' has other payoffs here than in line 3",
    ),
    "another name": (
        one("1", U, 't "" 1 "x" { 1, 2 }\nt "" 1 "z" { 1, 2 }'),
        4,
        6,
        "outcome '1' has another name here than in line 3",
    ),
    "an unknown player": (one("3", U), 2, 6, "no player '3': there are 2, counted from 1"),
    "player 0": (one("0", U), 2, 6, "no player '0'"),
    "no player there": (f'{TWO}p "" ', 2, 6, "expected the number of a player"),
    "no information set": (f'{TWO}p "" 1 {{', 2, 8, "the number of the information set"),
    "an unknown set": (f'{TWO}p "" 1 4 0', 2, 8, "information set '4' of player 1 has no actions"),
    "a set of the other": (
        one("1", U, f'p "" 2 1 0\n{ENDS}'),
        3,
        8,
        "information set '1' of player 2 has no actions yet",
    ),
    "an unknown move of Nature": (f'{TWO}c "" 4 0', 2, 6, "set '4' of Nature has no actions"),
    "a set without a name": (f'{TWO}p "" 1 1 {{ "u" }} 0', 2, 10, "expected the name of the info"),
    "a name without actions": (f'{TWO}p "" 1 1 "s" 0', 2, 14, "expected { and the actions after"),
    "no action": (one("1", ""), 2, 14, "no action to choose from"),
    "a bare action": (one("1", "u"), 2, 16, "expected the name of an action in quotation"),
    "actions with commas": (one("1", '"u", "d"'), 2, 19, "got ','"),
    "other actions": (
        one("1", U, f'p "" 1 1 "s" {{ "u" "x" }} 0\n{ENDS}t "" 0'),
        3,
        8,
        "has the actions 'u', 'x' here, and 'u', 'd' in line 2",
    ),
    "actions in another order": (
        one("1", U, f'p "" 1 1 "s" {{ "d" "u" }} 0\n{ENDS}t "" 0'),
        3,
        8,
        "has the actions 'd', 'u' here",
    ),
    "more actions": (
        one("1", U, f'p "" 1 1 "s" {{ "u" "d" "e" "f" }} 0\n{ENDS}t "" 0'),
        3,
        8,
        "has the actions 'u', 'd', 'e', ... here",
    ),
    "another name of the set": (
        one("1", U, f'p "" 1 1 "r" {{ {U} }} 0\n{ENDS}t "" 0'),
        3,
        8,
        "is called 'r' here, and 's' in line 2",
    ),
    "other probabilities": (
        f'{TWO}c "" 1 "" {{ "h" 1/2 "t" 1/2 }} 0\nc "" 1 "" {{ "h" 1/3 "t" 2/3 }} 0\n{ENDS}t "" 0',
        3,
        6,
        "has the probabilities '1/3', '2/3' here, and '1/2', '1/2' in line 2",
    ),
    "probabilities that do not sum to one": (
        f'{TWO}c "" 1 "" {{ "h" 0.3333 "t" 0.6666 }} 0\n{ENDS}',
        2,
        11,
        "chance probabilities sum to 9999/10000, not 1; write thirds as 1/3",
    ),
    "a sum that is long": (
        f'{TWO}c "" 1 "" {{ "h" 1/3 "t" 0.{"6" * 90} }} 0\n{ENDS}',
        2,
        11,
        "chance probabilities sum to about 1",
    ),
    "a probability above one": (f'{TWO}c "" 1 "" {{ "h" 3/2 "t" -1/2 }} 0', 2, 17, "outside [0,"),
    "a probability below zero": (f'{TWO}c "" 1 "" {{ "h" -.5 "t" 1.5 }} 0', 2, 17, "of '-.5' is"),
    "no probability": (f'{TWO}c "" 1 "" {{ "h" "t" }} 0', 2, 17, 'the probability of the text "h"'),
    "a probability first": (f'{TWO}c "" 1 "" {{ 1/2 "h" }} 0', 2, 13, "a branch and its probab"),
    "no branch": (f'{TWO}c "" 1 "" {{ }} 0', 2, 11, "no action to choose from"),
    "cut off": (
        one("1", U, 't "" 0\n'),
        4,
        1,
        "the text ends, and what follows 'd' at root is missing: is it cut off?",
    ),
    "cut off below": (
        one("1", U, 'p "" 2 1 "b" { "l" "r" } 0\nt "" 0'),
        4,
        7,
        "what follows 'r' at root/u is missing",
    ),
    "no node": (one("1", U, "0 0"), 3, 1, "expected the node that follows 'u' at root, which"),
    "a comment without an end": (f'{TWO}t "" 0 /* end *', 2, 8, "no end, */"),
    "a name without an end": (f'{TWO}t "', 2, 3, "no closing quotation mark"),
    "a null": ('EFG 2 R "a\0b"', 1, 11, "null character"),
    "names in the second version": (
        f'{TWO}p "" "A" "s" {{ {U} }} ""\n{ENDS}',
        2,
        6,
        "expected the number of a player, got the text",
    ),
    "a player by a wrong name": (
        'EFG 1 R "" { "Alice" }\np "" "Alise" "s" { "u" } "" t "" ""',
        2,
        6,
        "no player 'Alise'; did you mean 'Alice'?",
    ),
    "an outcome by a wrong name": (
        'EFG 1 R "" { "A" } t "" "war"',
        1,
        25,
        "has no payoffs yet",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_texts(name):
    text, line, column, words = WRONG[name]
    with pytest.raises(bg.FormatError) as caught:
        read_efg(text if any(c in text for c in '"{\n\r\0') else f"{text}\n")
    error = caught.value
    assert words in error.message
    assert (error.line, error.column, error.source) == (line, column, "")
    assert len(error.message) < 300


def test_messages_have_one_line_whatever_names_have():
    for text in (
        'EFG 2 R "" { "A" } p "" 1 1 "" { "a\nb" "c\u2028" } 0 p "" 1 2 "" { "d" } 0',
        'EFG 1 R "" { "A\n" } p "" "B\n" "s" { "d" } ""',
        'EFG 1 R "" { "A" } t "" "war\n"',
        'EFG 2 R "" { "A" } t "" 1 "x\ny" { 1 } "\n"',
    ):
        with pytest.raises(bg.FormatError) as caught:
            read_efg(text)
        assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("text", VALID)
def test_cut_off_at_every_byte(text):
    data = text.encode()
    found = [read_or_refuse(data[:length]) for length in range(len(data))]
    assert sum(game is not None for game in found) <= 8


def test_probabilities_that_share_no_denominator():
    primes = [n for n in range(2, 20_000) if all(n % d for d in range(2, int(n**0.5) + 1))]
    odds = " ".join(f'"{n}" 1/{n}{"0" * 90}7' for n in primes)
    with pytest.raises(bg.FormatError, match="common denominator"):
        read_efg(f'{TWO}c "" 1 "" {{ {odds} }} 0')


def test_more_nodes_than_are_kept(monkeypatch):
    monkeypatch.setattr("brinkgame.interop.gambit.efg_reader.MOST_NODES", 3)
    assert read_efg(one("1", U)).tree.size == 3
    with pytest.raises(bg.FormatError, match="more than 3 nodes") as caught:
        read_efg(one("1", U, f'p "" 1 2 "t" {{ {U} }} 0\n{ENDS}t "" 0'))
    assert caught.value.line == 5


def deep(depth: int) -> str:
    moves = [f'p "" {i % 2 + 1} {i} "" {{ "on" "off" }} 0' for i in range(1, depth + 1)]
    return "\n".join([TWO, *moves, 't "" 1 "end" { 1, 2 }', *['t "" 0'] * depth])


@pytest.mark.parametrize("depth", [5000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_depth_is_no_limit(depth):
    text = deep(depth)
    game = read_efg(text)
    assert game.tree.size == 2 * depth + 1
    assert int(game.tree.depth.max()) == depth
    with pytest.raises(bg.FormatError, match="is it cut off") as caught:
        read_efg(text.removesuffix('t "" 0'))
    assert caught.value.line == 2 * depth + 3
    assert len(caught.value.message) < 300


# --- anything -------------------------------------------------------------------------------------


def read_or_refuse(source: str | bytes) -> bg.ExtensiveFormGame | None:
    """The game, or None after a FormatError whose place is in the text; nothing else is raised."""
    try:
        return read_efg(source)
    except bg.FormatError as error:
        found = error
    assert found.message
    assert min(found.line, found.column) >= 1
    if isinstance(source, str):
        lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert found.line <= len(lines)
        assert found.column <= len(lines[found.line - 1]) + 1
    return None


@pytest.mark.parametrize("text", VALID)
def test_the_seeds_of_mutants_are_games(text):
    game = read_or_refuse(text)
    assert game is not None
    again = read_efg(write_efg(game))
    assert again == game
    assert again.title == game.title


@given(MUTANTS)
def test_a_mutant_is_a_game_or_a_format_error(text):
    game = read_or_refuse(f"{text}\n")
    if game is not None:
        assert read_efg(write_efg(game)) == game


@given(st.binary(max_size=200))
def test_any_bytes_are_a_game_or_a_format_error(data):
    read_or_refuse(data)
    read_or_refuse(b'EFG 2 R "" { "A" }' + data)
