"""Claims in plain words: what they mean, and what is said of words that mean nothing."""

from __future__ import annotations

import pytest

import brinkgame as bg
from brinkgame.parametric.claims.reading import read_event

GAMES = {
    name: bg.memo.load(name).game for name in ("blockade", "deploy", "letters", "line", "il28")
}


@pytest.mark.parametrize(
    ("game", "text", "words"),
    [
        ("blockade", "US quarantines", "US plays quarantine"),
        ("blockade", "the US does quarantine", "US plays quarantine"),
        ("blockade", "soft USSR withdraws", "USSR at soft plays withdraw"),
        ("blockade", "USSR at soft defies", "USSR at soft plays defy"),
        (
            "blockade",
            "US quarantine and USSR soft withdraw",
            "US plays quarantine and USSR at soft plays withdraw",
        ),
        (
            "blockade",
            "US accepts or US strikes and war may happen",
            "US plays accept or (US plays strike and war may happen)",
        ),
        ("blockade", "no war", "not (war may happen)"),
        ("blockade", "withdrawal happens", "withdrawal happens"),
        ("blockade", "US may strike", "US may play strike"),
        ("blockade", "US never strikes", "not (US may play strike)"),
        ("letters", "weak USSR plays both", "USSR at weak plays both"),
        ("letters", "US replies on private terms", ""),
        ("letters", "US private terms", "US at both plays private terms"),
        ("deploy", "US at detected compels", "US at detected plays compel"),
        ("line", "USSR stops and US enforces", "USSR plays stop and US at line plays enforce"),
    ],
)
def test_what_words_mean(game, text, words):
    if not words:
        with pytest.raises(bg.UnknownNameError, match="replies on"):
            read_event(GAMES[game], text)
    else:
        assert read_event(GAMES[game], text).words.replace(" at root", "") == words


@pytest.mark.parametrize(
    ("game", "text", "error", "words"),
    [
        ("deploy", "USSR deplays", bg.UnknownNameError, "did you mean 'deploy'"),
        ("deploy", "Cuba deploys", bg.UnknownNameError, "names no player"),
        ("deploy", "US withdraws", bg.UnknownNameError, "known: accept, compel"),
        ("deploy", "US compels", bg.AmbiguousEquilibriumError, "several ways: US at detected"),
        ("deploy", "USSR", bg.UnknownNameError, "known: hold, deploy"),
        ("deploy", "USSR deploys and", bg.InvalidParameterError, "a word missing"),
        ("deploy", " ", bg.InvalidParameterError, "a claim is words"),
        ("deploy", None, bg.InvalidParameterError, "a claim is words"),
    ],
)
def test_what_means_nothing(game, text, error, words):
    with pytest.raises(error, match=words):
        read_event(GAMES[game], text)


def test_labels_may_hold_the_joining_word():
    root = bg.Decision(
        "A",
        {"stop and search": bg.Terminal({"A": 1}), "pass": bg.Terminal({"A": 0}, label="peace")},
    )
    game = bg.ExtensiveFormGame("line", players=("A",), root=root)
    assert read_event(game, "A stop and search").words == "A plays stop and search"
    told = read_event(game, "A stops and searches or A passes")
    assert told.words == "A plays stop and search or A plays pass"


def test_a_table_has_no_information_sets():
    table = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert read_event(table, "1 plays 2").words == "1 plays 2"
