from __future__ import annotations

import re
from pathlib import Path

import pytest

import brinkgame as bg
from brinkgame import catalog, memo


def test_the_folder_is_the_list():
    folder = Path(memo.__file__).parent
    files = {path.stem.replace("_", "-") for path in folder.glob("*.py")}
    rooms = {
        "--init--",
        "decision-point",
        "misperception",
        "conduct",
        "parameters",
        "premises",
        "registry",
    }
    assert set(memo.names()) == files - rooms


def test_decisions_are_in_the_order_of_events():
    points = [memo.load(name) for name in memo.names()]
    assert [point.began for point in points] == sorted(point.began for point in points)
    assert memo.names()[:4] == ("consent", "berlin", "deploy", "clock")
    assert [memo.load(name).number for name in ("deploy", "clock")] == ["1", "1b"]


@pytest.mark.parametrize("name", memo.names())
def test_each_is_loaded_by_its_name_and_cites_the_memo(name):
    point = memo.load(name)
    assert point.name == name
    assert point is memo.load(name)
    assert re.fullmatch(r"1962-\d\d", point.began)
    assert point.sources
    assert all(re.fullmatch(r"memo [MBUCWRP][1-9]\d?", source) for source in point.sources)
    assert point.question.endswith("?")
    assert set(point.who) <= set(point.game.players)


def test_an_unknown_name_is_refused():
    for name in ("deplyo", "parameters", "decision_point", "decision-point", "", None):
        with pytest.raises(bg.UnknownNameError, match="no decision"):
            memo.load(name)


def test_no_name_is_in_the_catalog_as_well():
    assert not set(memo.names()) & set(catalog.names())
    assert bg.memo is memo
