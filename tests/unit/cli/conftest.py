from __future__ import annotations

import pytest

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
