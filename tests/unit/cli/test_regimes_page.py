from __future__ import annotations

import json

import pytest

import brinkgame as bg
from brinkgame import cli
from brinkgame.cli.lookup import Found
from brinkgame.cli.regimes_page import regimes_json, regimes_page

WINDOW = ["regimes", "blockade", "--over", "brink_risk", "--over", "hard_type"]


def run(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    printed = capsys.readouterr()
    return ended.value.code, printed.out, printed.err


def test_the_letters_have_the_formulas_of_the_document(capsys):
    over = ["--over", "tough_belief", "--over", "face_saved"]
    status, out, err = run(["regimes", "letters", *over], capsys)
    assert (status, err) == (0, "")
    assert "3 regimes of sequential equilibria" in out
    mu = "(trade_cost - un_pressure)/(impasse_loss + private_value)"
    assert f"tough_belief = {mu} = 1/4 = 0.25" in out
    assert "face_saved = public_retreat_cost = 3/10 = 0.3" in out
    assert "where 1 - 4*tough_belief > 0 and 10*face_saved - 3 > 0" in out


def test_as_json(capsys):
    status, out, err = run([*WINDOW, "--json", "--set", "us_backdown_cost=0"], capsys)
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert answer["over"] == ["brink_risk", "hard_type"]
    assert answer["at"]["us_backdown_cost"] == "0"
    assert answer["domain"]["ranges"]["hard_type"] == ["0", "1"]
    assert len(answer["regimes"]) == 3
    for regime in answer["regimes"]:
        assert regime["forms"]
        assert set(regime["witness"]) == {"brink_risk", "hard_type"}
        assert 0 <= float(bg.Point({"x": regime["share"]["low"]})["x"]) <= 1
        assert all(
            set(c) == {"condition", "incentive"} for case in regime["conditions"] for c in case
        )
    first = next(border for border in answer["borders"] if border["here"] == "3/5")
    assert first["over"] == "brink_risk"
    assert first["polynomial"] == "5*brink_risk - 3"
    assert first["formula"].startswith("(berlin_gain + cuba_gain + retreat_cost)/")
    assert first["incentive"] == "USSR at soft prefers withdraw to defy"
    assert len(first["between"]) == 2
    assert len(first["on"]) == 2


def test_an_irrational_border_in_json_and_on_the_page():
    x = bg.Parameter("x", "1/2", low=0, high=1)
    y = bg.Parameter("y", "1/2", low=0, high=1)
    for payoff, over in ((x**2 * 2 - 1, ("x",)), (x**2 + y**2 - 1, ("x", "y"))):
        root = bg.Decision("A", {"stay": bg.Terminal({"A": 0}), "go": bg.Terminal({"A": payoff})})
        answer = bg.regimes(bg.ExtensiveFormGame("one", players=("A",), root=root), over=over)
        shown = json.loads(json.dumps(regimes_json("one", answer)))
        page = str(regimes_page(Found("one", "", answer.game), {}, answer))
        (border,) = shown["borders"]
        if len(over) == 1:
            assert border["here"]["polynomial"] == [-1, 0, 2]
            assert "x = about 0.7071" in page
        else:
            assert border["here"] is None
            assert "x**2 + y**2 - 1 = 0" in page


def test_a_picture_is_written(capsys, tmp_path):
    path = tmp_path / "window.svg"
    status, out, err = run([*WINDOW, "--of", "paths", "--plot", str(path)], capsys)
    assert (status, err) == (0, "")
    assert f"written: {path}" in out
    assert "brink_risk = 3/5" in path.read_text(encoding="utf-8")


def test_the_whole_box(capsys):
    status, out, err = run(["regimes", "capitulation"], capsys)
    assert (status, err) == (0, "")
    assert "over every parameter" in out
    assert "of the box" in out
    assert "(confidence 99%)" in out
    status, out, _ = run(["regimes", "capitulation", "--json", "--set", "attack_risk=1/2"], capsys)
    answer = json.loads(out)
    assert "attack_risk" not in answer["over"]
    assert answer["borders"] == []
    assert [regime["cells"] for regime in answer["regimes"]] == [None, None]
    _, out, _ = run(["regimes", "inspection"], capsys)
    assert "regime 1  all of the box" in out
    assert "  everywhere" in out
    assert "such as at the baseline" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["deploy", "--plot", "map.svg"], "--plot draws a map"),
        (["deploy", "--over", "detectio"], "did you mean 'detection'?"),
        (["deploy", "--over", "detection", "--over", "detection"], "detection and detection"),
        (["deploy", *["--over", "detection"] * 3], "--over is given 3 times"),
        (
            ["deploy", "--over", "detection", "--set", "detection=1"],
            "has the value 1 as well",
        ),
        (["clock", "--over", "weeks"], "takes whole numbers only"),
        (["deploy", "--over", "detection", "--plot", "map.txt"], "ends with .png, .svg, .pdf"),
        (["deploy", "--over", "detection", "--of", "colors"], "of='colors' is none of"),
        (["deploy", "--over", "detection", "--time-limit", "0"], "positive number of seconds"),
        (["brams-chicken", "--over", "x"], "has an order of outcomes"),
        (["kuhn-poker", "--over", "x"], "there is no parameter 'x'"),
        (
            ["blockade", "--over", "retreat_cost", "--set", "ussr_war_cost=1/2"],
            "leave nothing of the range",
        ),
    ],
)
def test_wrong_input_is_one_line_and_status_2(arguments, words, capsys):
    status, out, err = run(["regimes", *arguments], capsys)
    assert (status, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_a_value_out_of_its_range_is_a_warning(capsys):
    status, _, err = run(["regimes", "deploy", "--over", "detection", "--set", "erosion=9"], capsys)
    assert status == 0
    assert "warning: erosion = 9 is outside its range [0, 2]" in err
