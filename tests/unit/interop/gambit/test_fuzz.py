"""The program that fuzzes the reader for longer than the suite may take."""

from __future__ import annotations

import random
import sys

import pytest

import brinkgame as bg
from tests.fuzz import efg, nfg

PROGRAMS = [nfg, efg]


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_runs(monkeypatch, capsys, program):
    monkeypatch.setattr(sys, "argv", ["fuzz", "--plain", "--seconds", "0.3", "--seed", "5"])
    program.main()
    out = capsys.readouterr().out
    assert " texts\n" in out
    assert " a game\n" in out


@pytest.mark.parametrize("program", PROGRAMS)
def test_valid_texts_are_games(program):
    for text in program.VALID:
        assert program.TARGET.check(text.encode()) == "a game"


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_seed_gives_the_same_mutants(program):
    mutant = program.TARGET.mutant
    assert mutant(random.Random(3)) == mutant(random.Random(3))


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (bg.FormatError("what", 9, 1), "no line 9"),
        (bg.FormatError("what", 1, 90), "no column 90"),
        (bg.FormatError("what " * 200, 1, 1), "a long message"),
        (IndexError("vector"), "vector"),
    ],
    ids=["line", "column", "message", "another error"],
)
def test_a_wrong_reader_is_found(monkeypatch, capsys, error, found):
    def wrong(source):
        raise error

    monkeypatch.setattr(bg.interop, "read_nfg", wrong)
    with pytest.raises((AssertionError, IndexError), match=found):
        nfg.TARGET.run_plain(5, 0)
    assert capsys.readouterr().out.startswith("FOUND: b'")


def test_another_game_is_found(monkeypatch):
    games = iter([bg.NormalFormGame.from_arrays([1]), bg.NormalFormGame.from_arrays([2])])
    monkeypatch.setattr(bg.interop, "read_nfg", lambda source: next(games))
    with pytest.raises(AssertionError, match="another game"):
        nfg.TARGET.check(b"")
