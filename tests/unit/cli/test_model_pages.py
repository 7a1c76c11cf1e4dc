"""Models that are no games: shown with their equilibria, and refused where solvers begin."""

from __future__ import annotations

import pytest

from brinkgame import catalog
from brinkgame.cli import main


@pytest.fixture
def run(capsys):
    """Runs a command in this process: (status, standard output, standard error)."""

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(list(words))
        shown = capsys.readouterr()
        return stop.value.code, shown.out, shown.err

    return call


@pytest.mark.parametrize("name", catalog.model_names())
def test_every_model_is_shown_and_refused_by_solvers(run, name):
    status, out, err = run("show", name)
    assert (status, err) == (0, "")
    assert out.startswith(f"{name}: ")
    for known in catalog.load_model(name).known:
        assert all(digits in out for figures in known.figures for digits in figures.values())
    status, out, err = run("solve", name)
    assert (status, out) == (2, "")
    assert f"brinkgame show {name}" in err
    assert err.count("\n") == 1


def test_exact_figures_have_their_decimals_beside(run):
    _, out, _ = run("show", "powell")
    assert "bluff          678/2125 = 0.319059" in out
    _, out, _ = run("show", "lewis-schultz")
    assert "root 2 of 3: equations hold to 1e-16" in out


def test_a_misspelt_model_gets_a_suggestion(run):
    status, _, err = run("show", "lewis-shultz")
    assert status == 2
    assert "did you mean 'lewis-schultz'" in err
