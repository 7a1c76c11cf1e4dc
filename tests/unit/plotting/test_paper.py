from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.plotting import draw_table, save
from brinkgame.plotting.wording import short, wrapped


def test_the_same_picture_is_the_same_file(tmp_path):
    game = bg.catalog.load("chicken").game
    for ending in ("svg", "pdf", "png"):
        one, other = (
            save(draw_table(game), tmp_path / f"{name}.{ending}").read_bytes() for name in "ab"
        )
        assert one == other
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<text" in text
    assert "dc:date" not in text


def test_what_cannot_be_saved():
    with pytest.raises(bg.InvalidParameterError, match="nothing to save"):
        save(None, "a.svg")
    with pytest.raises(bg.InvalidParameterError, match="one matplotlib Axes"):
        save("axes", "a.svg")


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match="not supported"):
        save(draw_table(bg.catalog.load("chicken").game), tmp_path / "a.nothing")


def test_pictures_do_without_pyplot():
    code = (
        "import sys, brinkgame as bg\n"
        "bg.plotting.draw_table(bg.catalog.load('chicken').game)\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(1, 3), "1/3"),
        (Fraction(-7), "−7"),
        (-7, "−7"),
        (0.1 + 0.2, "0.3"),
        (Fraction(1, 10**9), "1e−09"),
        (Fraction(10**30), "1e+30"),
        (Fraction(123456, 7), "1.764e+04"),
    ],
)
def test_numbers_are_short(number, text):
    assert short(number) == text


def test_algebraic_numbers_are_decimals():
    result = bg.solve(bg.catalog.load("irrational-equilibrium").game)
    weight = next(w for e in result for each in e.profile.weights for w in each if 0 < w < 1)
    assert short(weight).startswith("0.")


def test_words_are_wrapped_but_never_lost():
    assert wrapped("private terms", 8) == "private\nterms"
    assert wrapped("a" * 20, 8) == "aaaaaaaa\naaaaaaaa\naaaa"
    assert wrapped("", 8) == ""
