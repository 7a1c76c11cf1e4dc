"""Writing Gambit's strategic games: what is written is read again as the same game."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import brinkgame as bg
from brinkgame import testing
from brinkgame.interop import read_nfg, write_nfg

NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=6
) | st.sampled_from(['"', "\\", '\\"', "a\\", "\\\\", "\r\n", " ", "}", "1/2", "\ufeff"])
NUMBERS = (
    st.integers(-3, 3)
    | st.integers()
    | st.fractions()
    | st.sampled_from([10**999, -(10**3000), Fraction(1, 10**3000), Fraction(7, 10**1200)])
)


@st.composite
def games(draw: st.DrawFn) -> bg.NormalFormGame:
    players = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    menus = {p: draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)) for p in players}
    shape = tuple(len(menu) for menu in menus.values())
    payoffs = {}
    for player in players:
        table = np.empty(shape, dtype=object)
        for where in np.ndindex(shape):
            table[where] = draw(NUMBERS)
        payoffs[player] = table
    return bg.NormalFormGame(draw(st.just("") | NAMES), strategies=menus, payoffs=payoffs)


@given(games(), st.just("") | NAMES)
def test_what_is_written_is_read_as_the_same_game(game, comment):
    text = write_nfg(game, comment=comment)
    again = read_nfg(text)
    assert again == game
    assert again.title == game.title
    assert again.strategies == game.strategies
    assert write_nfg(again, comment=comment) == text
    assert read_nfg(text.encode()) == game


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
def test_floats_come_back_as_they_were(numbers):
    game = bg.NormalFormGame.from_arrays(np.reshape(numbers, (2, 2)), np.zeros((2, 2)))
    again = read_nfg(write_nfg(game))
    assert isinstance(again.arithmetic, bg.Exact)
    assert again.to_float() == game


@given(testing.normal_form_games())
def test_drawn_games(game):
    assert read_nfg(write_nfg(game)) == game


def test_a_file(tmp_path):
    game = bg.catalog.load("chicken").game.titled('Hühnerspiel "1962"')
    path = tmp_path / "chicken.nfg"
    text = write_nfg(game, path, comment="two\nlines")
    assert path.read_bytes() == text.encode()
    assert text.isascii() is False
    assert '"two\nlines"' in text
    assert text.endswith("\n")
    assert read_nfg(path) == game
    assert read_nfg(path).title == game.title
    write_nfg(game, str(path))
    assert "two" not in path.read_text(encoding="utf-8"), "an existing file is replaced"
    with pytest.raises(FileNotFoundError):
        write_nfg(game, tmp_path / "no" / "chicken.nfg")


def test_the_layout():
    game = bg.NormalFormGame(
        "",
        strategies={"A": ("u", "d"), "B": ("l", "r"), "C": ("x",)},
        payoffs={
            "A": [[[1], [2]], [[3], [4]]],
            "B": [[[5], [6]], [[7], [8]]],
            "C": [[["1/2"], [-1]], [[0], ["0.1"]]],
        },
    )
    assert write_nfg(game).splitlines() == [
        'NFG 1 R "" { "A" "B" "C" }',
        "",
        '{ { "u" "d" }',
        '{ "l" "r" }',
        '{ "x" }',
        "}",
        '""',
        "",
        "1 5 1/2  3 7 0",
        "2 6 -1  4 8 1/10",
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (10**2000, "1e2000"),
        (-25 * 10**1500, "-25e1500"),
        (Fraction(1, 2**10 * 10**1500), "9765625e-1510"),
        (Fraction(3, 5**400), f"3/{5**400}"),
        # Found by atheris: what could be read could not be written.
        (10**4001, "10e4000"),
        (Fraction(-12345, 10**4003), "-12.345e-4000"),
        (Fraction(7, 10**4002), "0.07e-4000"),
        (Fraction(int("9" * 990) * 10**3000), "9" * 990 + "e3000"),
        (int("9" * 1000), "9" * 1000),
    ],
    ids=[
        "large",
        "negative",
        "small",
        "short enough",
        "larger than a power",
        "a fraction smaller than a power",
        "smaller than a power",
        "many digits and a power",
        "as many digits as can be",
    ],
)
def test_long_numbers_are_written_as_they_can_be_read(number, written):
    text = write_nfg(bg.NormalFormGame.from_arrays([number]))
    assert text.splitlines()[-1] == written
    assert read_nfg(text).numbers == (number,)


@given(
    st.integers(0, 998).map("0".__mul__) | st.just(""),
    st.integers(1, 10**30).map(str) | st.just("9" * 960),
    st.integers(0, 960).map("0".__mul__) | st.just(""),
    st.sampled_from(["", "e4000", "E-4000", "e-3999", "e17"]),
    st.integers(0, 100),
)
def test_every_decimal_that_can_be_read_can_be_written(before, digits, after, power, place):
    text = before + digits + after
    text = f"-{text[:place]}.{text[place:]}{power}"[-1000:]
    try:
        game = read_nfg(f'NFG 1 R "" {{ "A" }} {{ 1 }} {text}')
    except bg.FormatError:
        return  # what is left is no number
    assert read_nfg(write_nfg(game)) == game


@pytest.mark.parametrize(
    "number",
    [10**2000 + 1, Fraction(1, 3**3000), Fraction(1, 10**5001), 7**20_000, 2**5000],
    ids=["prime to ten", "thirds", "tiny", "sevens", "twos"],
)
def test_numbers_that_no_reader_takes_are_not_written(number):
    game = bg.NormalFormGame.from_arrays([number])
    with pytest.raises(bg.UnsupportedGameError, match="a number of more than 1000 digits"):
        write_nfg(game)


def test_what_cannot_be_written(tmp_path):
    x = bg.Parameter("x", 1)
    chicken = bg.catalog.load("chicken").game
    wrong = [
        (lambda: write_nfg(bg.NormalFormGame.from_arrays([x])), "free: x"),
        (lambda: write_nfg(bg.catalog.load("ultimatum").game), "to_normal_form"),
        (lambda: write_nfg("chicken"), "not 'chicken'"),
        (lambda: write_nfg(None), "not None"),
        (lambda: write_nfg(chicken, comment=3), "a comment is text; got 3"),
    ]
    for call, message in wrong:
        with pytest.raises(bg.UnsupportedGameError, match=message):
            call()
    half = chicken.titled("half \ud83d a character")
    assert read_nfg(write_nfg(half)).title == half.title
    with pytest.raises(bg.UnsupportedGameError, match="half a character"):
        write_nfg(half, tmp_path / "half.nfg")
    assert not (tmp_path / "half.nfg").exists()
