from __future__ import annotations

import os
import threading
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


GAME = 'NFG 1 R "a\nfork\x1b[31m" { "" "US" } { { "stay" "go" } { "" } }'


@pytest.mark.parametrize("name", ["x.nfg", "x.EFG", "../y.efg", "deploy.efg"])
def test_files_that_are_not_there(name):
    with pytest.raises(FileNotFoundError):
        find(name)


@pytest.mark.parametrize("name", ["fork.nfg", "FORK.NFG", "notes", "deploy"])
def test_a_file_of_any_name(tmp_path, name):
    path = tmp_path / name
    path.write_text(f"{GAME} 1 2 3 4", encoding="utf-8")
    found = find(str(path))
    assert found.name == str(path)
    assert found.title == "a fork\x1b[31m"
    assert found.game.strategies == {"1": ("stay", "go"), "US": ("1",)}
    assert found.entry is found.point is found.variant is None
    with pytest.raises(bg.UnknownNameError, match="no game"):
        find(str(tmp_path))


def test_a_name_of_ours_comes_before_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deploy").write_text(f"{GAME} 1 2 3 4", encoding="utf-8")
    assert find("deploy").point is memo.load("deploy")
    assert find("./deploy").title == "a fork\x1b[31m"


def test_a_long_title_is_cut(tmp_path):
    path = tmp_path / "long.nfg"
    path.write_text(f'NFG 1 R "{"long " * 1000}" {{ "A" }} {{ 1 }} 1', encoding="utf-8")
    assert len(find(str(path)).title) < 210


def test_a_pipe_is_read(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(f"{GAME} 1 2 3 4",))
    writer.start()
    assert find(str(path)).title.startswith("a fork")
    writer.join()


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
