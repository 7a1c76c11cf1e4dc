"""The commands from outside: what they print, and how they fail."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import brinkgame as bg
from brinkgame import catalog, memo
from brinkgame.control import Control
from brinkgame.memo import campaign
from tests.unit.solvable import NAMES


def process(*words: str, **options) -> subprocess.CompletedProcess:
    """Runs a command in a process of its own."""
    environment = {**os.environ, **options.pop("env", {})}
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 120, **options}
    return subprocess.run(
        [sys.executable, "-m", "brinkgame", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
        **given,
    )


# --- wrong input ----------------------------------------------------------------------------------

WRONG = {
    "no such command": (["frobnicate"], "frobnicate"),
    "no such option": (["--frobnicate"], "--frobnicate"),
    "no such option of a command": (["solve", "deploy", "--exact"], "--exact"),
    "show without a game": (["show"], "GAME"),
    "solve without a game": (["solve"], "GAME"),
    "two games": (["solve", "deploy", "clock"], "clock"),
    "list with an argument": (["list", "games"], "games"),
    "an option without its value": (["solve", "deploy", "--solver"], "--solver"),
    "a flag with a value": (["solve", "deploy", "--json=yes"], "--json"),
    "an unknown game": (["solve", "cold-war"], "no game 'cold-war'; known: consent, berlin"),
    "a misspelt game": (["solve", "deplyo"], "did you mean 'deploy'?"),
    "a misspelt game to show": (["show", "centiped"], "did you mean 'centipede'?"),
    "an empty name": (["show", ""], "no game ''"),
    "capital letters": (["show", "Deploy"], "did you mean 'deploy'?"),
    "a name with a null in it": (["show", "a\0b"], "no game"),
    "a very long name": (["show", "x" * 100_000], "no game"),
    "a module that is no game": (["show", "registry"], "no game 'registry'"),
    "a variant that is not there": (["show", "deploy:silense"], "did you mean 'silence'?"),
    "a variant of a game without any": (["show", "centipede:silence"], "no game"),
    "a file that is not there": (["solve", "crisis.efg"], "crisis.efg: No such file"),
    "a file in a folder that is not there": (["solve", "no/CRISIS.NFG", "--json"], "No such file"),
    "a file that holds no game": (["show", __file__], "line 1, column 1"),
    "a file below a file": (["show", f"{__file__}/x.nfg"], "Not a directory"),
    "a file with a null in its name": (["show", "a\0.nfg"], "no game"),
    "a folder for a game": (["show", "."], "no game '.'"),
    "no time": (["solve", "chicken", "--time-limit", "0"], "time limit 0.0 is not a positive"),
    "less than no time": (["solve", "chicken", "--time-limit", "-1"], "-1.0 is not a positive"),
    "time that is no number": (["solve", "chicken", "--time-limit", "nan"], "nan is not"),
    "time in words": (
        ["solve", "chicken", "--time-limit", "soon"],
        "Invalid value for '--time-limit'",
    ),
    "set without an equals sign": (["solve", "deploy", "--set", "detection"], "NAME=VALUE"),
    "set without a name": (["solve", "deploy", "--set", "=1"], "'=1'"),
    "set without a value": (["solve", "deploy", "--set", "detection="], "'detection='"),
    "set twice": (
        ["solve", "deploy", "--set", "erosion=1", "--set", "erosion=2"],
        "--set gives erosion twice: 1 and 2",
    ),
    "a parameter that is not there": (
        ["solve", "deploy", "--set", "detecton=1"],
        "did you mean 'detection'?",
    ),
    "a parameter of another game": (["solve", "deploy", "--set", "weeks=6"], "weeks"),
    "a parameter where there are none": (
        ["solve", "chicken", "--set", "x=1"],
        "chicken has no parameters",
    ),
    "code": (["solve", "deploy", "--set", "detection=__import__('os')"], "is not a number"),
    "code in the name": (["solve", "deploy", "--set", "__import__('os')=1"], "no parameter"),
    "a formula": (["solve", "deploy", "--set", "detection=1/2+1/4"], "is not a number"),
    "a word": (["solve", "deploy", "--set", "detection=high"], "'high' is not a number"),
    "not a number": (["solve", "deploy", "--set", "detection=nan"], "'nan' is not a number"),
    "infinity": (["solve", "deploy", "--set", "erosion=inf"], "'inf' is not a number"),
    "a division by zero": (["solve", "deploy", "--set", "erosion=1/0"], "divides by zero"),
    "a number of a billion digits": (["solve", "deploy", "--set", "erosion=1e999999999"], "ten"),
    "a percentage": (["solve", "deploy", "--set", "detection=90%"], "'90%' is not a number"),
    "a comma": (["solve", "deploy", "--set", "detection=0,9"], "'0,9' is not a number"),
    "a probability above one": (
        ["solve", "deploy", "--set", "detection=11/10"],
        "probability of 'detected' is 11/10 (from detection), outside [0, 1]",
    ),
    "a probability below zero": (
        ["solve", "deploy", "--set", "us_resolve=-0.1"],
        "at root/deploy/detected/<chance>",
    ),
    "half a week": (["solve", "clock", "--set", "weeks=12.5"], "not whole"),
    "an unknown solver": (
        ["solve", "deploy", "--solver", "BackwardsInduction"],
        "did you mean 'BackwardInduction'?",
    ),
    "an unknown concept": (
        ["solve", "deploy", "--concept", "subgame-prefect"],
        "did you mean 'subgame-perfect'?",
    ),
    "a solver that does not take trees": (
        ["solve", "deploy", "--solver", "PureEnumeration"],
        "PureEnumeration cannot take",
    ),
    "a solver that does not take tables": (
        ["solve", "chicken", "--solver", "BackwardInduction"],
        "BackwardInduction cannot take",
    ),
    "a concept that no solver finds there": (
        ["solve", "chicken", "--concept", "subgame-perfect"],
        "no solver finds a subgame-perfect equilibrium",
    ),
    "a solver of another concept": (
        ["solve", "deploy", "--solver", "BackwardInduction", "--concept", "nash"],
        "not nash",
    ),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
def test_wrong_input_gets_one_line_and_status_2(run, words, message):
    status, out, err = run(*words)
    assert status == 2
    assert out == ""
    assert err.startswith("brinkgame: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert len(err) < 1100
    assert message in err


def test_at_least_thirty_kinds_of_wrong_input():
    assert len(WRONG) >= 30


@pytest.mark.parametrize(
    "words", [["solve", "cold-war"], ["frobnicate"], ["solve", "deploy", "--set", "detection=2"]]
)
def test_no_traceback_from_a_process(words):
    done = process(*words)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_nothing_typed_is_run(run, tmp_path):
    target = tmp_path / "made"
    code = f"open({str(target)!r},'w')"
    for words in (
        ["solve", "deploy", "--set", f"detection={code}"],
        ["solve", "deploy", "--set", f"{code}=1"],
        ["solve", code],
        ["show", f"deploy:{code}"],
        ["solve", "deploy", "--solver", code],
        ["solve", "deploy", "--concept", code],
    ):
        assert run(*words)[0] == 2
    assert not target.exists()


# --- right input ----------------------------------------------------------------------------------


def test_version(run):
    status, out, err = run("--version")
    assert (status, err) == (0, "")
    assert out == f"brinkgame {importlib.metadata.version('brinkgame')}\n"


def test_version_of_a_source_tree(run, monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert run("--version") == (0, "brinkgame (not installed)\n", "")


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_help(run, words):
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    for command in ("list", "show", "solve", "memo"):
        assert re.search(rf"^  {command}\b", out, re.MULTILINE)


@pytest.mark.parametrize("command", ["list", "show", "solve", "memo"])
def test_help_of_a_command(run, command):
    status, out, err = run(command, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"Usage: brinkgame {command}")


def test_list_has_a_line_for_each_game_and_solver(run):
    status, out, err = run("list")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    games = [*memo.names(), *catalog.names(), *catalog.model_names()]
    names = [*games, *(s.__name__ for s in bg.all_solvers())]
    for name in names:
        (line,) = [line for line in lines if re.match(rf"  {name}  ", line)]
        assert len(line) < 120
    assert any(line.startswith("  deploy:silence  ") for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_every_game_is_shown_and_solved(run, name):
    status, out, err = run("show", name)
    assert (status, err) == (0, "")
    assert out.startswith(f"{name}: ")
    status, out, err = run("solve", name)
    assert (status, err) == (0, "")
    assert out.startswith(f"{name}: ")


@pytest.mark.parametrize("name", catalog.names(catalog.OrdinalEntry))
def test_an_ordinal_game_is_shown_with_what_is_stable_and_not_solved(run, name):
    status, out, err = run("show", name)
    assert (status, err) == (0, "")
    assert out.startswith(f"{name}: ")
    assert "general metarational: " in out
    status, out, err = run("solve", name)
    assert (status, out) == (2, "")
    assert f"'brinkgame show {name}' says what is stable" in err
    assert err.count("\n") == 1


def test_floats_on_request(run):
    status, out, err = run("solve", "deploy", "--float", "--json")
    assert (status, err) == (0, "")
    (equilibrium,) = json.loads(out)["equilibria"]
    assert equilibrium["exact"] is False
    assert equilibrium["payoffs"]["USSR"] == pytest.approx(0.08)
    status, _, err = run("solve", "deploy", "--float", "--set", "candour=1e3000")
    assert status == 2
    assert "does not fit in floats" in err
    assert err.count("\n") == 1


def test_a_value_outside_its_range_is_a_warning(run):
    status, out, err = run("solve", "deploy", "--set", "us_war_cost=100", "--json")
    assert status == 0
    assert err == "brinkgame: warning: us_war_cost = 100 is outside its range [6, 60]\n"
    assert json.loads(out)["status"] == "solved"


@pytest.mark.parametrize(
    "values",
    [
        ["erosion=1e3000"],
        ["erosion=1e-3000"],
        ["candour=1e3000", "retreat_cost=1e3000"],
        ["candour=-1e-4000"],
        ["us_resolve=1e-3000", "candour=1e3000", "retreat_cost=1e-3000", "erosion=1e3000"],
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_huge_and_tiny_numbers(run, values, options):
    words = [word for value in values for word in ("--set", value)]
    status, out, err = run("solve", "deploy", *words, *options)
    assert status == 0
    assert err.count("\n") <= 1
    assert out


def test_several_complaints_are_one_line(run):
    status, _, err = run("solve", "deploy", "--set", "retreat_cost=9")
    assert status == 0
    assert err.count("\n") == 1
    assert "outside its range" in err
    assert "retreat_cost < ussr_war_cost does not hold" in err


def test_a_warning_does_not_hide_an_error(run):
    status, _, err = run("solve", "deploy", "--set", "us_war_cost=100", "--set", "detection=2")
    assert status == 2
    assert err.count("\n") == 1
    assert "warning" not in err


@pytest.mark.parametrize("name", ["BackwardInduction", "backwardinduction", "backward-induction"])
def test_a_solver_is_named_in_any_of_the_usual_ways(run, name):
    status, out, _ = run("solve", "deploy", "--solver", name, "--json")
    assert status == 0
    assert json.loads(out)["solver"] == "BackwardInduction"


def test_a_solve_without_success_has_status_1(run, monkeypatch):
    monkeypatch.setattr(
        "brinkgame.solvers.solver_named", lambda name: bg.BackwardInduction(limit=1)
    )
    status, out, err = run("solve", "ultimatum", "--solver", "limited", "--json")
    assert status == 1
    answer = json.loads(out)
    assert answer["status"] == "limit"
    assert answer["coverage"] == "some"
    assert err.startswith("brinkgame: ultimatum: The solver reached its limit")
    assert err.count("\n") == 1
    status, out, err = run("solve", "ultimatum", "--solver", "limited")
    assert status == 1
    assert "reached its limit" in out


def test_that_there_is_no_equilibrium_is_an_answer(run):
    words = ["solve", "matching-pennies", "--solver", "pure-enumeration"]
    status, out, err = run(*words, "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert (answer["status"], answer["equilibria"]) == ("none_exists", [])
    status, out, _ = run(*words)
    assert status == 0
    assert "There is no equilibrium of the kind that was looked for" in out


# --- files ----------------------------------------------------------------------------------------

FILES = {
    "empty": (b"", "line 1, column 1: a strategic game in Gambit's format begins with NFG"),
    "cut off": (
        b'NFG 1 R "x" { "A" "B" } { 2 2 }\n1 2 3',
        "line 2, column 6: the text ends after 3",
    ),
    "too long": (b'NFG 1 R "x" { "A" "B" } { 1 1 }\n1 2\n3', "line 3, column 1"),
    "in Latin-1": (b'NFG 1 R "x" { "\xe4" }', "line 1, column 16: byte 0xe4 is not UTF-8"),
    "divided by zero": (b'NFG 1 R "x" { "A" } { 1 } 1/0', "column 27: '1/0' divides by zero"),
    "enormous": (b'NFG 1 R "x" { "A" "B" } { 100000 100000 } 1 2', "column 25: 100000 x 100000"),
    "a tree": (b'EFG 2 R "x" { "A" } t "" 1 "" { 1 }', "this is an extensive game"),
    "binary": (b"\x7fELF\x02\x01\x00\x00", "null character"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("words", [["show"], ["solve"], ["solve", "--json"]], ids=" ".join)
def test_a_wrong_file_gets_one_line_with_its_place(run, tmp_path, words, name):
    content, message = FILES[name]
    path = tmp_path / "crisis.nfg"
    path.write_bytes(content)
    status, out, err = run(*words, str(path))
    assert (status, out) == (2, "")
    assert err.startswith(f"brinkgame: {path}, line ")
    assert err.count("\n") == 1
    assert message in err


HEAD = 'EFG 2 R "x" { "A" "B" }\n'
TREES = {
    "empty": ("", "line 1, column 1: an extensive game in Gambit's format begins with EFG"),
    "a table": ('NFG 1 R "x" { "A" } { 1 } 1', "this is a strategic game"),
    "cut off": (f'{HEAD}p "" 1 1 "s" {{ "u" "d" }} 0\nt "" 0\n', "what follows 'd' at root is mis"),
    "a payoff too many": (f'{HEAD}t "" 1 "x" {{ 1, 2, 3 }}', "line 2, column 20: expected }"),
    "an unknown outcome": (f'{HEAD}t "" 7', "line 2, column 6: outcome '7' has no payoffs yet"),
    "odds": (f'{HEAD}c "" 1 "" {{ "h" 1/2 "t" 1/3 }} 0', "chance probabilities sum to 5/6, not 1"),
    "an unknown player": (f'{HEAD}p "" 3 1 "s" {{ "u" }} 0', "no player '3'"),
    "deep": (HEAD + 'p "" 1 1 "s" { "u" } 0\n' * 5000, "line 5002, column 1: the text ends"),
}


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize("words", [["show"], ["solve"], ["solve", "--json"]], ids=" ".join)
def test_a_wrong_tree_gets_one_line_with_its_place(run, tmp_path, words, name):
    content, message = TREES[name]
    path = tmp_path / "crisis.efg"
    path.write_text(content, encoding="utf-8")
    status, out, err = run(*words, str(path))
    assert (status, out) == (2, "")
    assert err.startswith(f"brinkgame: {path}, line ")
    assert err.count("\n") == 1
    assert len(err) < 500
    assert message in err


@pytest.mark.parametrize("concept", [None, "nash", "subgame-perfect"])
@pytest.mark.parametrize("name", ["entry.efg", "ENTRY.EFG", "notes"])
def test_a_tree_in_a_file_is_solved(run, tmp_path, name, concept):
    path = tmp_path / name
    game = bg.catalog.load("entry-deterrence").game.at()
    bg.interop.write_efg(game, path)
    words = [] if concept is None else ["--concept", concept]
    status, out, err = run("solve", str(path), *words, "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert answer["game"] == str(path)
    profiles = [each["profile"] for each in answer["equilibria"]]
    assert {
        "entrant": {"root": {"out": "0", "in": "1"}},
        "incumbent": {"entry": {"accommodate": "1", "fight": "0"}},
    } in profiles
    status, out, err = run("show", str(path))
    assert (status, err) == (0, "")
    assert "accommodate: “duopoly” entrant 2, incumbent 2" in out


SIGNAL = """EFG 2 R "a signal" { "S" "R" }
c "" 1 "" { "weak" 1/10 "strong" 9/10 } 0
p "" 1 1 "weak" { "beer" "quiche" } 0
p "" 2 1 "saw beer" { "duel" "not" } 0
t "" 1 "" { 0, 1 }
t "" 2 "" { 2, 0 }
p "" 2 2 "" { "duel" "not" } 0
t "" 3 "" { 1, 1 }
t "" 4 "" { 3, 0 }
p "" 1 2 "strong" { "beer" "quiche" } 0
p "" 2 1 0
t "" 5 "" { 1, 0 }
t "" 6 "" { 3, 1 }
p "" 2 2 0
t "" 7 "" { 0, 0 }
t "" 8 "" { 2, 1 }
"""


@pytest.mark.parametrize("concept", ["nash", "subgame-perfect", "perfect-bayesian", "sequential"])
def test_a_tree_with_hidden_information_in_a_file(run, tmp_path, concept):
    path = tmp_path / "signal.efg"
    path.write_text(SIGNAL, encoding="utf-8")
    status, out, err = run("solve", str(path), "--concept", concept, "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert (answer["game"], answer["concept"]) == (str(path), concept)
    for equilibrium in answer["equilibria"]:
        profile = equilibrium["profile"]
        assert {player: list(plan) for player, plan in profile.items()} == {
            "S": ["weak", "strong"],
            "R": ["saw beer", "2"],
        }
        assert set(equilibrium["regrets"].values()) == {"0"}
        assert equilibrium["exact"] is True
        assert ("beliefs" in equilibrium) is (concept in ("perfect-bayesian", "sequential"))
    paid = {tuple(each["payoffs"].values()) for each in answer["equilibria"]}
    assert paid == {("29/10", "9/10"), ("21/10", "9/10")}


def test_quantal_response_of_a_tree_in_a_file(run, tmp_path):
    path = tmp_path / "signal.efg"
    path.write_text(SIGNAL, encoding="utf-8")
    status, out, err = run("solve", str(path), "--concept", "qre", "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert answer["concept"] == "qre"
    assert list(answer["equilibria"][0]["profile"]["R"]) == ["saw beer", "2"]


@pytest.mark.parametrize(
    "concept", [None, "nash", "subgame-perfect", "perfect-bayesian", "sequential", "qre"]
)
def test_forgetful_players_in_a_file(run, tmp_path, concept):
    path = tmp_path / "driver.efg"
    text = 'EFG 2 R "driver" { "D" }\np "" 1 1 "" { "on" "off" } 0\np "" 1 1 0\n'
    path.write_text(text + 't "" 1 "" { 1 }\nt "" 2 "" { 4 }\nt "" 0\n', encoding="utf-8")
    status, out, err = run("show", str(path))
    assert (status, err) == (0, "")
    words = [] if concept is None else ["--concept", concept]
    status, out, err = run("solve", str(path), *words, "--json")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    # Nash equilibria ask for no recall, and for two players.
    assert ("D forgets at root and root/on" if concept != "nash" else "two players") in err


CHICKEN = """NFG 1 R "Chicken" { "" "US\x1b[31m" }
{ { "swerve" "straight" } { "" "str\naight" } }
0 0  1 -1  -1 1  -10 -10.5
"""


def test_a_file_is_shown_and_solved(run, tmp_path):
    path = tmp_path / "chicken.nfg"
    path.write_text(CHICKEN, encoding="utf-8")
    status, out, err = run("show", str(path))
    assert (status, err) == (0, "")
    assert out == (
        f"{path}: Chicken\n\n1 chooses the row, US\\x1b[31m the column\n"
        "          1      str\\naight\nswerve    0, 0   -1, 1\nstraight  1, -1  -10, -21/2\n"
    )
    status, out, err = run("solve", str(path))
    assert (status, err) == (0, "")
    assert "3 nash equilibria" in out
    assert "US\\x1b[31m  str\\naight" in out
    assert "\x1b" not in out
    status, out, err = run("solve", str(path), "--json", "--time-limit", "60")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert answer["game"] == str(path)
    assert answer["coverage"] == "all"
    assert len(answer["components"]) == len(answer["indices"]) == 3
    assert sum(answer["indices"]) == 1
    third = answer["equilibria"][2]["profile"]
    assert third == {
        "1": {"swerve": "19/21", "straight": "2/21"},
        "US\x1b[31m": {"1": "9/10", "str\naight": "1/10"},
    }


def test_a_file_without_a_title(run, tmp_path):
    path = tmp_path / "game.nfg"
    path.write_text('NFG 1 R "" { "A" } { 2 } 1 2', encoding="utf-8")
    assert run("show", str(path))[1].startswith(f"{path}\n\n")
    assert run("solve", str(path))[1].startswith(f"{path}\n1 nash equilibrium")


def test_options_with_a_file(run, tmp_path):
    path = tmp_path / "chicken.nfg"
    path.write_text(CHICKEN, encoding="utf-8")
    words = ["--float", "--solver", "PureEnumeration", "--concept", "nash", "--json"]
    status, out, _ = run("solve", str(path), *words)
    assert status == 0
    answer = json.loads(out)
    assert answer["solver"] == "PureEnumeration"
    assert [e["exact"] for e in answer["equilibria"]] == [False, False]
    status, _, err = run("solve", str(path), "--set", "x=1")
    assert status == 2
    assert "has no parameters" in err


def test_a_time_limit_that_is_reached_has_status_1(run, monkeypatch):
    monkeypatch.setattr(Control, "expired", lambda self: True)
    status, out, err = run("solve", "matching-pennies", "--time-limit", "1", "--json")
    assert status == 1
    assert json.loads(out)["status"] == "time_limit"
    assert err.startswith("brinkgame: matching-pennies: The time limit was reached")
    assert err.count("\n") == 1


@pytest.mark.parametrize("target", ["brinkgame.cli.app.app", "brinkgame.solve.solve"])
def test_an_interrupt_ends_with_one_line(run, monkeypatch, target):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    module, _, name = target.rpartition(".")
    monkeypatch.setattr(importlib.import_module(module), name, interrupted)
    assert run("solve", "chicken") == (130, "", "brinkgame: interrupted\n")


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal")
@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) == signal.SIG_IGN, reason="interrupts are ignored around here"
)
def test_ctrl_c_while_a_command_works(tmp_path):
    # It waits for the rest of a game from a pipe, as for a long computation.
    path = tmp_path / "game.nfg"
    os.mkfifo(path)
    with (
        subprocess.Popen(
            [sys.executable, "-m", "brinkgame", "solve", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as command,
        path.open("wb"),
    ):  # opens as soon as the command opens the other end
        time.sleep(0.1)
        command.send_signal(signal.SIGINT)
        out, err = command.communicate(timeout=60)
    assert (command.returncode, out, err) == (130, b"", b"brinkgame: interrupted\n")


def test_module_and_script_are_one():
    done = process("--version")
    assert done.returncode == 0
    assert done.stdout.decode().strip() == f"brinkgame {importlib.metadata.version('brinkgame')}"


# --- pipes and letters ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (["list"], "ascii"),
        (["show", "deploy"], "ascii"),
        (["show", "ultimatum"], "latin-1"),
        (["solve", "deploy", "--json"], "ascii"),
        (["memo", "deploy"], "ascii"),
        (["memo", "letters"], "ascii"),
        (["memo", "T6"], "cp437"),
        (["--help"], "ascii"),
    ],
)
def test_any_encoding_of_the_output(words, encoding):
    done = process(*words, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert done.stderr == b""
    text = done.stdout.decode(encoding)
    assert "\x1b" not in text, "no codes for colors in a pipe"
    asked = [memo.load(name).question.split()[-1] for name in memo.names()]
    for question in (*asked, "change?"):
        text = text.replace(question, "")
    assert "?" not in text


@pytest.mark.parametrize(
    "words", [["show", "deploy"], ["solve", "deploy", "--json"], ["memo", "deploy"]]
)
def test_a_reader_that_has_left(words):
    read, write = os.pipe()
    os.close(read)
    try:
        done = process(*words, stdout=write)
    finally:
        os.close(write)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_is_full():
    with Path("/dev/full").open("w") as full:
        done = process("solve", "deploy", "--json", stdout=full)
    assert done.returncode == 2
    assert done.stderr.startswith(b"brinkgame: ")
    assert done.stderr.count(b"\n") == 1


def test_lines_do_not_depend_on_the_width_of_the_terminal():
    texts = {
        process("memo", "deploy", env={"COLUMNS": columns}).stdout for columns in ("40", "300")
    }
    assert len(texts) == 1


@pytest.mark.parametrize("game", ["deploy", "game.nfg"])
def test_what_a_solve_does_not_need_is_not_loaded(tmp_path, game):
    (tmp_path / "game.nfg").write_text(CHICKEN, encoding="utf-8")
    code = (
        "import sys\n"
        "from brinkgame.cli import main\n"
        "try:\n"
        "    main(['solve', sys.argv[1], '--json'])\n"
        "except SystemExit as stop:\n"
        "    assert stop.code == 0\n"
        "heavy = {'sympy', 'numba', 'scipy', 'matplotlib', 'hypothesis', 'xarray', 'nashpy'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, game],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stderr.strip() == ""


def test_the_campaign_is_listed_shown_and_solved(run):
    assert "\n  campaign" in run("list")[1]
    status, out, err = run("show", "campaign")
    assert (status, err) == (0, "")
    assert all(f"\n{name}: " in out for name in campaign.STAGES)
    status, out, err = run("solve", "campaign", "--set", "detection=9/10")
    assert (status, err) == (0, "")
    assert "with detection = 9/10" in out
    status, out, err = run("solve", "campaign", "--json")
    told = json.loads(out)
    assert (told["game"], len(told["plays"])) == ("campaign", 1)
    assert [each["name"] for each in told["plays"][0]["stages"]] == list(campaign.ORDER)
    assert run("solve", "campaign", "--float")[0] == 2
    assert "did you mean 'detection'" in run("solve", "campaign", "--set", "detecton=1")[2]
    status, _, err = run("solve", "campaign", "--set", "erosion=3")
    assert status == 0
    assert "warning: erosion = 3 is outside its range" in err
