from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame import catalog, memo
from brinkgame.cli.lookup import find, folder, settings


@pytest.mark.parametrize("name", [*memo.names(), *catalog.names()])
def test_games_by_name(name):
    found = find(name)
    assert found.name == name
    assert found.title
    assert (found.point is None) is (found.entry is not None)


def test_a_variant_by_its_name():
    found = find("deploy:silence")
    assert found.variant is memo.load("deploy").variants[0]
    assert found.game is found.variant.game
    assert found.title.endswith(found.variant.title)


@pytest.mark.parametrize("name", ["x.nfg", "x.EFG", "../y.efg", "deploy.efg"])
def test_files_are_not_read_yet(name):
    with pytest.raises(bg.BrinkgameError, match="cannot be read from files yet"):
        find(name)


def test_a_file_of_any_name(tmp_path):
    path = tmp_path / "notes"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(bg.BrinkgameError, match="from files yet"):
        find(str(path))
    with pytest.raises(bg.UnknownNameError, match="no game"):
        find(str(tmp_path))


def test_an_unknown_name_gets_the_nearest_of_all_games():
    with pytest.raises(bg.UnknownNameError, match="did you mean 'stackelberg'"):
        find("stakelberg")
    with pytest.raises(bg.UnknownNameError, match="did you mean 'clock'"):
        find("cloc")


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        ([], {}),
        (["a=1"], {"a": 1}),
        ([" a = 1/3 "], {"a": Fraction(1, 3)}),
        (["a=-0.25", "b=1e-3"], {"a": Fraction(-1, 4), "b": Fraction(1, 1000)}),
    ],
)
def test_settings_are_read_exactly(texts, values):
    assert settings(texts) == values


@pytest.mark.parametrize("text", ["", "a", "=", "a=", "=1", " =1", "a= ", "a:1", "a 1"])
def test_settings_of_another_form(text):
    with pytest.raises(bg.BrinkgameError, match="NAME=VALUE"):
        settings([text])


@pytest.mark.parametrize(
    "value", ["x", "1+1", "1==1", "os.system('x')", "[1]", "0x10", "1j", "True"]
)
def test_values_that_are_no_numbers(value):
    with pytest.raises(bg.InvalidNumberError, match="--set a: "):
        settings([f"a={value}"])


def test_folders_are_made(tmp_path):
    path = tmp_path / "a" / "b"
    assert folder(str(path)) == path
    assert folder(str(path)).is_dir(), "twice is fine"
    with pytest.raises(FileExistsError):
        folder(__file__)
    for name in ("", "a\0b"):
        with pytest.raises(bg.BrinkgameError, match="takes a folder"):
            folder(name)


def test_a_name_given_twice():
    with pytest.raises(bg.BrinkgameError, match="a twice: 1 and 2"):
        settings(["a=1", "b=1", "a=2"])
