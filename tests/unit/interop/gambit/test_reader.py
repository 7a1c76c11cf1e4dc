"""Reading Gambit's strategic games: what is read, and what is refused where."""

from __future__ import annotations

import io
import time
import tracemalloc
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame.forms.normal import MOST_PLAYERS
from brinkgame.interop import read_nfg
from tests.unit.interop.gambit.files import MUTANTS, VALID

TWO = 'NFG 1 R "two" { "A" "B" }'


def payoffs(game: bg.NormalFormGame) -> dict[tuple[str, ...], tuple[Fraction, ...]]:
    """{profile: payoffs}, read by the public door."""
    found = {}
    for where in np.ndindex(game.shape):
        profile = {p: game.strategies[p][i] for p, i in zip(game.players, where, strict=True)}
        found[tuple(profile.values())] = tuple(game.payoff(p, profile) for p in game.players)
    return found


# --- what is read ---------------------------------------------------------------------------------


def test_the_first_player_changes_fastest():
    game = read_nfg(f"{TWO} {{ 3 2 }} 1 1 0 2 0 2 1 1 0 3 2 0")
    assert game.title == "two"
    assert game.strategies == {"A": ("1", "2", "3"), "B": ("1", "2")}
    assert payoffs(game) == {
        ("1", "1"): (1, 1),
        ("2", "1"): (0, 2),
        ("3", "1"): (0, 2),
        ("1", "2"): (1, 1),
        ("2", "2"): (0, 3),
        ("3", "2"): (2, 0),
    }


def test_outcomes_stand_for_payoffs():
    game = read_nfg(
        f'{TWO} {{ {{ "u" "d" }} {{ "l" "r" }} }} "a comment" '
        '{ { "peace" 1, 2 } { "war" -10 -1/3 } } 1 2 0 01'
    )
    assert payoffs(game) == {
        ("u", "l"): (1, 2),
        ("d", "l"): (-10, Fraction(-1, 3)),
        ("u", "r"): (0, 0),
        ("d", "r"): (1, 2),
    }


def test_three_players():
    numbers = " ".join(map(str, range(36)))
    game = read_nfg(f'NFG 1 D "" {{ "A" "B" "C" }} {{ 2 3 2 }} {numbers}')
    assert game.shape == (2, 3, 2)
    for i, j, k in np.ndindex(2, 3, 2):
        place = 3 * (i + 2 * (j + 3 * k))
        assert payoffs(game)[str(i + 1), str(j + 1), str(k + 1)] == (place, place + 1, place + 2)


@pytest.mark.parametrize("strategies", ["{ 2 1 }", '{ { "1" "2" } { "1" } }'])
@pytest.mark.parametrize("comment", ["", '""', '"a \\"quoted\\" word, { 1 2"'])
@pytest.mark.parametrize(
    "body", ["1 2 3 4", "1, 2, 3, 4,", '{ { "a" 1 2 } { "" 3, 4, } } 1 2', "1\t2\r\n3\n\n4 "]
)
@pytest.mark.parametrize("letter", ["R", "D"])
def test_every_version_with_every_other(strategies, comment, body, letter):
    text = f'NFG 1 {letter} "" {{ "A" "B" }} {strategies} {comment} {body}'
    game = read_nfg(text)
    assert game == bg.NormalFormGame.from_arrays([[1], [3]], [[2], [4]], players=("A", "B"))


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
        ("00012", 12),
        ("-0", 0),
        ("0.50000000000000000001", Fraction(50000000000000000001, 10**20)),
    ],
)
def test_numbers_are_exact(text, number):
    for body in (text, f'{{ {{ "" {text} }} }} 1'):
        game = read_nfg(f'NFG 1 D "" {{ "A" }} {{ 1 }} {body}')
        assert game.payoff("A", {"A": "1"}) == number
        assert isinstance(game.arithmetic, bg.Exact)


def test_blanks_mean_nothing_outside_quotation_marks():
    expected = read_nfg(f"{TWO} {{ 1 2 }} 1 2 3 4")
    assert read_nfg('NFG 1 R"two"{"A""B"}{1 2}1 2 3 4') == expected
    assert read_nfg('\n\tNFG\v1\fR\r"two"\r\n{"A"\n"B"}{1\n2}1\n2\n3\n4\n') == expected


def test_what_stands_in_quotation_marks():
    game = read_nfg(
        'NFG 1 R "a \\"fork\\", \\alpha, \\\\ {\n\r\n}" { " " "\\\\" }'
        ' { { "ä, ö" "\t" } { "日本" } } 1 2 3 4'
    )
    assert game.title == 'a "fork", \\alpha, \\ {\n\r\n}'
    assert game.strategies == {" ": ("ä, ö", "\t"), "\\": ("日本",)}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["", "", ""], ["1", "2", "3"]),
        (["x", "", "z"], ["x", "2", "z"]),
        (["x", "x", "y"], ["x (1)", "x (2)", "y"]),
        (["2", ""], ["2", "2 (2)"]),
        (["", "1"], ["1 (1)", "1"]),
        (["x", "x (1)", "x"], ["x (1) (1)", "x (1)", "x (3)"]),
        (["x", "x", "x (1)", "x (1)"], ["x (1)", "x (2)", "x (1) (3)", "x (1) (4)"]),
    ],
)
def test_names_that_are_missing_or_occur_twice(given, told):
    names = " ".join(f'"{name}"' for name in given)
    game = read_nfg(f'NFG 1 R "" {{ {names} }} {{ {"1 " * len(given)} }} {"0 " * len(given)}')
    assert list(game.players) == told
    game = read_nfg(f'NFG 1 R "" {{ "A" }} {{ {{ {names} }} }} {"0 " * len(given)}')
    assert list(game.strategies["A"]) == told


@given(st.lists(st.sampled_from(["", "x", "x (1)", "x (2)", "1", "2", "2 (2)", "x (1) (1)"])))
def test_names_come_out_different_whatever_they_were(given_names):
    names = " ".join(f'"{name}"' for name in ["x", *given_names])
    count = len(given_names) + 1
    menu = read_nfg(f'NFG 1 R "" {{ "A" }} {{ {{ {names} }} }} {"0 " * count}').strategies["A"]
    assert len(set(menu)) == len(menu) == count
    assert all(menu)


# --- where it is read from ------------------------------------------------------------------------

TEXT = 'NFG 1 R "süß" { "A" } { 2 } 1 2\n'


def test_sources(tmp_path):
    path = tmp_path / "game.nfg"
    path.write_bytes(TEXT.encode())
    expected = read_nfg(TEXT)
    assert expected.title == "süß"
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        for source in (path, str(path), TEXT.encode(), bytearray(TEXT.encode()), binary, text):
            assert read_nfg(source) == expected
    assert read_nfg(io.StringIO(TEXT)) == expected


def test_encodings(tmp_path):
    path = tmp_path / "game.nfg"
    for encoding in ("latin-1", "utf-16", "utf-8-sig", "cp1252"):
        path.write_bytes(TEXT.encode(encoding))
        assert read_nfg(path, encoding=encoding).title == "süß"
    path.write_bytes(TEXT.encode("utf-8-sig"))
    assert read_nfg(path).title == "süß", "a mark of UTF-8 is passed over"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read_nfg(path).title == "süß"


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (TEXT.encode("latin-1"), (1, 11), "byte 0xfc is not UTF-8; save the file as UTF-8"),
        (b'NFG\r\n1\rR\n"\xc3\xa4\xe4"', (4, 3), "byte 0xe4"),
        (TEXT.encode("utf-16"), (1, 1), 'read it with encoding="utf-16"'),
        (b"\x89PNG\r\n\x1a\n\0", (1, 1), "byte 0x89"),
        (b"PK\x03\x04\x14\0\0", (1, 6), "a null character"),
    ],
)
def test_bytes_that_are_no_text(tmp_path, data, place, words):
    path = tmp_path / "game.nfg"
    path.write_bytes(data)
    for source, name in ((data, ""), (path, str(path))):
        with pytest.raises(bg.FormatError, match=words) as caught:
            read_nfg(source)
        assert (caught.value.line, caught.value.column) == place
        assert caught.value.source == name
        assert str(caught.value).startswith(f"{name}, line" if name else "line")


def test_encodings_that_are_none():
    for encoding in ("latin-0", "hex", "rot13"):
        with pytest.raises(bg.UnknownNameError, match="no encoding"):
            read_nfg(TEXT.encode(), encoding=encoding)
    with pytest.raises(bg.FormatError, match="not UNDEFINED"):
        read_nfg(TEXT.encode(), encoding="undefined")


@pytest.mark.parametrize("source", [3, None, ["NFG"], {}], ids=str)
def test_sources_that_are_none(source):
    with pytest.raises(bg.UnsupportedGameError, match="a game is read from a path"):
        read_nfg(source)


def test_an_open_file_that_gives_nothing():
    class Odd:
        def read(self, _):
            return None

    with pytest.raises(bg.UnsupportedGameError, match="a game is read from a path"):
        read_nfg(Odd())


def test_files_that_are_not_there(tmp_path):
    for source in ("nothing.nfg", "NFG", tmp_path / "nothing.nfg"):
        with pytest.raises(FileNotFoundError):
            read_nfg(source)
    with pytest.raises(OSError, match=r"directory|denied"):
        read_nfg(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device without an end")
def test_a_file_without_an_end(monkeypatch):
    monkeypatch.setattr("brinkgame.interop.gambit.scanner.MOST_BYTES", 1 << 20)
    with pytest.raises(bg.FormatError, match="more than 1 MiB"):
        read_nfg(Path("/dev/zero"))


# --- what is refused ------------------------------------------------------------------------------

WRONG = {
    "nothing": ("\n", 2, 1, "begins with NFG, not with the end"),
    "blanks": (" \n ", 2, 2, "begins with NFG"),
    "a quotation": ('"NFG"', 1, 1, 'not with the text "NFG"'),
    "small letters": ('nfg 1 R ""', 1, 1, "not with 'nfg'"),
    "an extensive game": ('EFG 2 R "t" { "A" }', 1, 1, "extensive game"),
    "another version": ('NFG 2 R ""', 1, 5, "version 1 of the format is read, not '2'"),
    "no version": ('NFG R "', 1, 5, "version 1 of the format is read, not 'R'"),
    "another letter": ('NFG 1 X ""', 1, 7, "expected R or D after the version, got 'X'"),
    "no title": ('NFG 1 R { "A" }', 1, 9, "expected the title in quotation marks, got '{'"),
    "a bare title": ('NFG 1 R title { "A" }', 1, 9, "got 'title'"),
    "a title without an end": ('NFG 1\nR "title', 2, 3, "no closing quotation mark"),
    "a title with an escaped end": ('NFG 1 R "title\\"', 1, 9, "no closing quotation mark"),
    "no players": ('NFG 1 R ""\n', 2, 1, 'expected the players, such as { "USSR" "US" }, got the'),
    "an empty list of players": ('NFG 1 R "" { } { }', 1, 12, "no player"),
    "bare players": ('NFG 1 R "" { A B }', 1, 14, "name of a player in quotation marks or }"),
    "players with commas": ('NFG 1 R "" { "A", "B" }', 1, 17, "got ','"),
    "players without an end": ('NFG 1 R "" { "A" "B"', 1, 21, "got the end of the text"),
    "too many players": (f'NFG 1 R "" {{ {64 * chr(34)} {64 * chr(34)} }}', 1, 12, "64 players"),
    "no strategies": (TWO, 1, 26, "expected the strategies"),
    "an empty list of strategies": (f"{TWO} {{ }}", 1, 29, "strategies of 0 players, not of 2"),
    "strategies of one": (f"{TWO} {{ 2 }} 1 2", 1, 31, "strategies of 1 players, not of 2"),
    "strategies of three": (f"{TWO} {{ 2 2 2 }}", 1, 33, "expected } after 2 players, got '2'"),
    "names for one": (f'{TWO} {{ {{ "u" }} }} 1 2', 1, 37, "strategies of 1 players"),
    "no strategy": (f"{TWO} {{ 2 0 }}", 1, 31, "no strategy: a player needs at least one"),
    "no name": (f'{TWO} {{ {{ "u" }} {{ }} }}', 1, 37, "no strategy"),
    "less than no strategy": (f"{TWO} {{ 2 -1 }}", 1, 31, "expected a number of strategies"),
    "half a strategy": (f"{TWO} {{ 2 1.5 }}", 1, 31, "expected a number of strategies"),
    "other digits": (f"{TWO} {{ 2 ² }}", 1, 31, "expected a number of strategies"),
    "commas between counts": (f"{TWO} {{ 2, 2 }}", 1, 30, "got ','"),
    "a count and names": (f'{TWO} {{ 2 {{ "u" }} }}', 1, 31, "expected a number of strategies"),
    "names and a count": (f'{TWO} {{ {{ "u" }} 2 }}', 1, 37, "the names of player 2 in braces"),
    "a bare name": (f"{TWO} {{ {{ u }} }}", 1, 31, "expected the name of a strategy in quotation"),
    "names without an end": (f'{TWO} {{ {{ "u" ', 1, 35, "got the end of the text"),
    "more than any file": (f"{TWO} {{ 100000 100000 }} 1 2", 1, 27, "100000 x 100000 profiles"),
    "far too many": (f"{TWO} {{ {'9' * 5000} 1 }}", 1, 29, "strategies are too many"),
    "more than this file": (f"{TWO} {{ 1000 1000 }} 1 2", 1, 27, "is it cut off?"),
    "no payoffs": (f"{TWO} {{ 2 2 }}", 1, 34, "the text ends after 0 payoffs"),
    "a comment alone": (f'{TWO} {{ 2 2 }} "c"', 1, 38, "the text ends after 0 payoffs"),
    "two comments": (f'{TWO} {{ 1 1 }} "c" "c" 1 2', 1, 39, 'got the text "c"'),
    "cut off": (f"{TWO} {{ 2 2 }}\n1 2 3\n4 5 6 7\n", 4, 1, "ends after 7 payoffs, and 2 x 2"),
    "too many numbers": (f"{TWO} {{ 1 1 }}\n1 2\n3 4", 3, 1, "need 2 payoffs; expected the end"),
    "a zero denominator": (f"{TWO} {{ 1 1 }} 1 1/0", 1, 37, "'1/0' divides by zero"),
    "a word": (f"{TWO} {{ 1 1 }} 1 much", 1, 37, "'much' is not a number: numbers are written 2"),
    "a fraction with blanks": (f"{TWO} {{ 1 1 }} 1 / 2", 1, 37, "'/' is not a number"),
    "a negative denominator": (f"{TWO} {{ 1 1 }} 1/-2 2", 1, 35, "'1/-2' is not a number"),
    "a decimal fraction": (f"{TWO} {{ 1 1 }} 1.5/2 2", 1, 35, "'1.5/2' is not a number"),
    "not a number": (f"{TWO} {{ 1 1 }} nan 2", 1, 35, "'nan' is not a number"),
    "infinity": (f"{TWO} {{ 1 1 }} 1 -inf", 1, 37, "'-inf' is not a number"),
    "a formula": (f"{TWO} {{ 1 1 }} 1+1 2", 1, 35, "'1+1' is not a number"),
    "underscores": (f"{TWO} {{ 1 1 }} 1_000 2", 1, 35, "'1_000' is not a number"),
    "hexadecimal": (f"{TWO} {{ 1 1 }} 0x10 2", 1, 35, "'0x10' is not a number"),
    "Arabic digits": (f"{TWO} {{ 1 1 }} ١ 2", 1, 35, "is not a number"),
    "a huge power": (f"{TWO} {{ 1 1 }} 1e999999999 2", 1, 35, "a power of ten beyond 4000"),
    "a long number": (f"{TWO} {{ 1 1 }} {'1' * 2000} 2", 1, 35, "a number of 2000 characters"),
    "a quoted number": (f'{TWO} {{ 1 1 }} 1 "2"', 1, 37, 'expected a number, got the text "2"'),
    "a comma too many": (f"{TWO} {{ 1 1 }} 1,, 2", 1, 37, "expected a number, got ','"),
    "a comma first": (f"{TWO} {{ 1 1 }} , 1 2", 1, 35, "expected a number, got ','"),
    "a brace": (f"{TWO} {{ 1 1 }} 1 }}", 1, 37, "expected a number, got '}'"),
    "outcomes without names": (f"{TWO} {{ 1 1 }} {{ {{ 1 2 }} }} 1", 1, 39, "name of the outcome"),
    "outcomes of numbers": (f"{TWO} {{ 1 1 }} {{ 1 2 }} 1", 1, 37, "expected an outcome, such as"),
    "one payoff in an outcome": (
        f'{TWO} {{ 1 1 }} {{ {{ "" 1 }} }} 1',
        1,
        44,
        "payoff of player 2",
    ),
    "three payoffs": (f'{TWO} {{ 1 1 }} {{ {{ "" 1 2 3 }} }} 1', 1, 46, "} after the payoffs of 2"),
    "outcomes without an end": (f'{TWO} {{ 1 1 }} {{ {{ "" 1 2 }}', 1, 47, "the end of the text"),
    "no such outcome": (f'{TWO} {{ 1 1 }} {{ {{ "" 1 2 }} }} 2', 1, 50, "no outcome '2': they are"),
    "an outcome below zero": (f'{TWO} {{ 1 1 }} {{ {{ "" 1 2 }} }} -1', 1, 50, "number of an out"),
    "half an outcome": (f'{TWO} {{ 1 1 }} {{ {{ "" 1 2 }} }} 0.5', 1, 50, "number of an outcome"),
    "a huge outcome": (f"{TWO} {{ 1 1 }} {{ }} {'9' * 5000}", 1, 39, "no outcome '99"),
    "no outcomes chosen": (f"{TWO} {{ 2 2 }} {{ }} 0 0 0", 1, 44, "ends after 3 outcomes"),
    "too many chosen": (f"{TWO} {{ 1 1 }} {{ }} 0 0", 1, 41, "need 1 outcomes; expected the end"),
    "a zero denominator there": (f'{TWO} {{ 1 1 }} {{ {{ "" 1 2/0 }} }} 1', 1, 44, "by zero"),
    "a null": ('NFG 1 R "a\0b"', 1, 11, "null character"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_texts(name):
    text, line, column, words = WRONG[name]
    with pytest.raises(bg.FormatError) as caught:
        read_nfg(text if any(c in text for c in '"{\n\r\0') else f"{text}\n")
    error = caught.value
    assert words in error.message
    assert (error.line, error.column, error.source) == (line, column, "")
    assert str(error) == f"line {line}, column {column}: {error.message}"
    assert len(error.message) < 300


def test_there_are_enough_kinds():
    assert len(WRONG) >= 60


def test_what_is_just_not_too_much():
    quotes = '""' * MOST_PLAYERS
    game = read_nfg(f'NFG 1 R "" {{ {quotes} }} {{ {"1 " * MOST_PLAYERS} }} {"0 " * MOST_PLAYERS}')
    assert len(game.players) == MOST_PLAYERS
    assert read_nfg(f"{TWO} {{ 00002 1 }} 1 2 3 4").shape == (2, 1)


@pytest.mark.parametrize(
    "header",
    [
        "{ 100000 100000 }",
        "{ 999999999 1 }",
        "{ 2000000 10 }",
        "{ 5000000 1 } { }",
        "{ 400 400 } { } 0",
        "{ " + "9" * 1000 + " 1 }",
    ],
)
def test_what_a_header_announces_takes_no_memory(header):
    begin = time.perf_counter()
    tracemalloc.start()
    with pytest.raises(bg.FormatError):
        read_nfg(f"{TWO} {header} 1 2 3")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
    assert time.perf_counter() - begin < 5


def test_outcomes_that_are_too_many(monkeypatch):
    monkeypatch.setattr("brinkgame.interop.gambit.reader.MOST_PAYOFFS", 6)
    two = '{ "" 1 2 } { "" 3 4 }'
    assert read_nfg(f"{TWO} {{ 1 1 }} {{ {two} }} 2").payoff("B", {"A": "1", "B": "1"}) == 4
    with pytest.raises(bg.FormatError, match="too many outcomes to be kept") as caught:
        read_nfg(f'{TWO} {{ 1 1 }} {{ {two} {{ "" 5 6 }} }} 2')
    assert caught.value.column == 59


def test_a_game_of_some_size_is_read_at_once():
    numbers = "1 -2/3 0.5 7 " * 20_000
    begin = time.perf_counter()
    game = read_nfg(f"{TWO} {{ 200 200 }} {numbers}")
    assert game.shape == (200, 200)
    assert len(game.numbers) == 4
    assert time.perf_counter() - begin < 5


# --- anything -------------------------------------------------------------------------------------


def read_or_refuse(source: str | bytes) -> bg.NormalFormGame | None:
    """The game, or None after a FormatError whose place is in the text; nothing else is raised."""
    try:
        return read_nfg(source)
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
    assert read_or_refuse(text) is not None


@given(MUTANTS)
@example('NFG 1 R "" {"A"} {1} "\\')
def test_a_mutant_is_a_game_or_a_format_error(text):
    # A line end makes it a text, whatever else is left of it.
    game = read_or_refuse(f"{text}\n")
    if game is not None:
        assert bg.interop.read_nfg(bg.interop.write_nfg(game)) == game


@given(st.binary(max_size=200))
def test_any_bytes_are_a_game_or_a_format_error(data):
    read_or_refuse(data)


@given(st.text(max_size=200))
def test_any_text_is_a_game_or_a_format_error(text):
    read_or_refuse(f'NFG 1 R "" {text}\n')
