"""The command that tells the case, from outside."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from brinkgame import report
from brinkgame.cli import deploy_page

WRONG = {
    "a folder that is a file": (["memo", "--out", __file__], Path(__file__).name),
    "a folder below a file": (["memo", "--out", f"{__file__}/below"], "below"),
    "a folder with a null in its name": (["memo", "--out", "a\0b"], "takes a folder"),
    "a folder without a name": (["memo", "--out", ""], "takes a folder"),
    "memo of something": (["memo", "deplyo"], "did you mean 'deploy'?"),
    "memo of two things": (["memo", "deploy", "T1"], "T1"),
    "memo of a claim that is not there": (["memo", "T19"], "no decision and no claim 'T19'"),
    "memo with a parameter that is not there": (
        ["memo", "--set", "detecton=1"],
        "did you mean 'detection'?",
    ),
    "memo outside a range": (
        ["memo", "--set", "detection=2"],
        "detection = 2 is outside its range [0, 1]",
    ),
    "memo of a part outside a range": (
        ["memo", "blockade", "--set", "brink_risk=-1/2"],
        "brink_risk = -1/2 is outside its range [0, 1]",
    ),
    "memo against a constraint": (
        ["memo", "--set", "retreat_cost=8", "--set", "ussr_war_cost=6"],
        "retreat_cost < ussr_war_cost does not hold",
    ),
    "memo with a word for a number": (["memo", "--set", "detection=high"], "is not a number"),
    "no draws": (["memo", "--draws", "0"], "a power of two from 1024 on, such as 16384; got 0"),
    "draws that are no power of two": (["memo", "--draws", "2000"], "got 2000"),
    "draws in words": (["memo", "--draws", "many"], "Invalid value for '--draws'"),
    "draws for a part": (["memo", "T6", "--draws", "2048"], "T6 is a part of it"),
}


@pytest.mark.parametrize(("words", "told"), WRONG.values(), ids=WRONG)
def test_wrong_input_gets_one_line_and_status_2(run, words, told):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert err.startswith("brinkgame: ")
    assert err.count("\n") == 1
    assert told in err


def test_memo_writes_its_files(run, tmp_path):
    folder = tmp_path / "new" / "folder"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "memo.md").write_text("old", encoding="utf-8")
    status, out, err = run("memo", "--draws", "1024", "--out", str(folder))
    assert (status, err) == (0, "")
    assert sorted(each.name for each in folder.iterdir()) == ["memo.json", "memo.md", "notes.txt"]
    told = json.loads((folder / "memo.json").read_text(encoding="utf-8"))
    assert told["schema"] == report.SCHEMA
    text = (folder / "memo.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    lines = out.splitlines()
    assert len(lines) <= 55
    assert max(map(len, lines[:-1])) <= 100
    assert lines[-1] == f"written: {folder / 'memo.json'}, {folder / 'memo.md'}"


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["deploy"], ["deploy.json", "deploy.txt"]),
        (["deploy", "--set", "detection=9/10"], ["deploy.json", "deploy.md"]),
        (["letters"], ["letters.json", "letters.md"]),
        (["T6"], ["T6.json", "T6.md"]),
    ],
)
def test_a_part_of_the_memo(run, tmp_path, words, files):
    status, screen, err = run("memo", *words)
    assert (status, err) == (0, "")
    status, out, err = run("memo", *words, "--out", str(tmp_path))
    assert (status, err) == (0, "")
    assert out.startswith(screen)
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    json.loads((tmp_path / files[0]).read_text(encoding="utf-8"))
    assert (tmp_path / files[1]).read_text(encoding="utf-8").startswith(screen)
    assert run("memo", *words, "--out", str(tmp_path))[0] == 0, "a second time as well"


def test_the_page_of_the_first_decision_is_that_of_old(run, tmp_path):
    run("memo", "deploy", "--out", str(tmp_path))
    told = json.loads((tmp_path / "deploy.json").read_text(encoding="utf-8"))
    assert told == json.loads(json.dumps(deploy_page.to_json(deploy_page.findings())))


def test_a_premise_that_changes_moves_the_verdict(run):
    _, out, _ = run("memo", "deploy", "--set", "detection=9/10")
    assert "That is not what the game says." in out
    _, out, _ = run("memo", "T5", "--set", "berlin_harm=1")
    assert "not so here" in out


def test_a_folder_that_cannot_be_written(run, tmp_path, monkeypatch):
    def refuse(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "deploy.json").write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "write_text", refuse)
    status, out, err = run("memo", "deploy", "--out", str(tmp_path))
    assert (status, out) == (2, "")
    assert "deploy.json: Permission denied" in err
    assert [path.name for path in tmp_path.iterdir()] == ["deploy.json"]
    assert (tmp_path / "deploy.json").read_text(encoding="utf-8") == "old"
    monkeypatch.setattr(os, "access", lambda *_: False)
    status, out, err = run("memo", "--out", str(tmp_path))
    assert (status, out) == (2, "")
    assert f"{tmp_path}: Permission denied" in err
