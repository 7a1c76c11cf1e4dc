from __future__ import annotations

import csv
import io

import pytest

from brinkgame import cli
from brinkgame.cli import sweeping
from brinkgame.control import Progress


def run(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    printed = capsys.readouterr()
    return ended.value.code, printed.out, printed.err


def test_a_table_for_a_spreadsheet(tmp_path, capsys):
    path = tmp_path / "deploy.csv"
    arguments = ["sweep", "deploy", "--over", "detection=0:1:5", "--set", "candour=0.5"]
    status, out, err = run([*arguments, "--out", str(path)], capsys)
    assert (status, err) == (0, "")
    assert "deploy: 5 detection, subgame-perfect equilibria" in out
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [row["detection"] for row in rows] == ["0.0", "0.25", "0.5", "0.75", "1.0"]
    assert rows[4]["regime"] == "root: hold"
    assert rows[0]["payoff_USSR_lowest"] == "2.0"
    assert rows[0]["status"] == "solved"


def test_a_grid_as_netcdf_and_parquet(tmp_path, capsys):
    xr = pytest.importorskip("xarray")
    pytest.importorskip("h5py")
    pytest.importorskip("pyarrow")
    over = ["--over", "detection=0:1:3", "--over", "us_resolve=0:1:3"]
    for ending in ("nc", "parquet"):
        path = tmp_path / f"deploy.{ending}"
        measure = ["--measure", "outcome:war", "--measure", "action:USSR:root:deploy"]
        status, _, err = run(["sweep", "deploy", *over, *measure, "--out", str(path)], capsys)
        assert (status, err) == (0, "")
        assert path.stat().st_size > 500
    with xr.open_dataset(tmp_path / "deploy.nc", engine="h5netcdf") as data:
        assert data.sizes["us_resolve"] == 3


def test_what_is_left_by_the_time_limit_is_status_1(tmp_path, capsys):
    arguments = ["sweep", "letters:no-gain", "--over", "tough_belief=0:1:2000", "--time-limit"]
    status, _, err = run([*arguments, "0.2", "--out", str(tmp_path / "x.csv")], capsys)
    assert status == 1
    assert "the time was up before" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--over", "detection=0:1"], "--over takes NAME=LOW:HIGH:COUNT"),
        (["--over", "detection=0:1:x"], "COUNT is a whole number from 2"),
        (["--over", "detection=0:1:1"], "COUNT is a whole number from 2"),
        (["--over", "detection=a:1:5"], "--over detection: 'a' is not a number"),
        (["--over", "detection=1:0:5"], "LOW 1 is not below HIGH 0"),
        (["--over", "detection=0:1:5", "--over", "detection=0:1:5"], "names detection twice"),
        (["--over", "detecton=0:1:5"], "did you mean 'detection'"),
        ([], "--over is missing"),
        (["--over", "detection=0:1:5", "--measure", "war"], "--measure takes payoff:PLAYER"),
        (["--over", "detection=0:1:5", "--measure", "payoff:USA"], "no player 'USA'"),
        (["--over", "detection=0:1:5", "--set", "x=1"], "no open parameter 'x'"),
        (["--over", "detection=0:1:5", "--concept", "best"], "best"),
        (["--over", "detection=0:1:5", "--time-limit", "-1"], "time limit"),
        (["--over", "detection=0:1:90000", "--over", "candour=0:1:90000"], "sweep in parts"),
    ],
)
def test_wrong_input_is_one_line(arguments, words, tmp_path, capsys):
    path = tmp_path / "x.csv"
    status, out, err = run(["sweep", "deploy", *arguments, "--out", str(path)], capsys)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert not path.exists()


@pytest.mark.parametrize("out", ["x.txt", "x", "", "nowhere/at/all.csv", "a\0.csv"])
def test_wrong_files_are_refused_before_the_work(out, capsys):
    arguments = ["sweep", "deploy", "--over", "detection=0:1:5", "--out", out]
    status, _, err = run(arguments, capsys)
    assert status == 2
    assert "--out" in err


def test_a_game_without_parameters_and_one_that_is_not_there(tmp_path, capsys):
    for game, words in (("matching-pennies", "nothing to vary"), ("x", "no game 'x'")):
        arguments = ["sweep", game, "--over", "x=0:1:5", "--out", str(tmp_path / "x.csv")]
        status, _, err = run(arguments, capsys)
        assert status == 2
        assert words in err


def test_progress_is_for_a_terminal_only(monkeypatch):
    class Terminal(io.StringIO):
        encoding = "ascii"

        def isatty(self):
            return True

    assert sweeping.teller() is None
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    tell = sweeping.teller()
    tell(Progress("points", 5, 10, 0.5))
    tell(Progress("points", 10, 10, 1.0))
    assert "5 of 10 points" in screen.getvalue()
    assert screen.getvalue().endswith("\n")
