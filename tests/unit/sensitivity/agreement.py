"""An engine against the plain exact reference, at every point."""

from __future__ import annotations

from typing import Any

import numpy as np

from brinkgame.control import FREE
from brinkgame.sensitivity.engines import choose_engine
from brinkgame.sensitivity.evaluation import make_task, one_dimensional


def assert_agrees(game: Any, values: Any, measures: Any, engine: str, concept: Any = None) -> Any:
    task = make_task(
        game,
        one_dimensional(values),
        measures,
        at=None,
        concept=concept,
        with_forms=True,
        by_form=True,
    )
    fast = choose_engine(task, engine).engine.run(task, FREE)
    plain = choose_engine(task, "point by point").engine.run(task, FREE)
    assert fast.status.tolist() == plain.status.tolist()
    assert fast.count.tolist() == plain.count.tolist()
    for name in measures:
        for mine, theirs in ((fast.low, plain.low), (fast.high, plain.high)):
            np.testing.assert_allclose(mine[name], theirs[name], rtol=1e-9, atol=1e-9, err_msg=name)
    regimes = [
        [
            {answers.forms[f] for f in answers.regimes[r]} if r >= 0 else None
            for r in answers.regime.tolist()
        ]
        for answers in (fast, plain)
    ]
    assert regimes[0] == regimes[1]
    for number, form in enumerate(fast.forms):
        other = plain.forms.index(form)
        for name in measures:
            for mine, theirs in zip(
                fast.in_form(name, number), plain.in_form(name, other), strict=True
            ):
                np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)
    return fast
