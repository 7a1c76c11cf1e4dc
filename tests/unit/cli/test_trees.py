from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.cli.trees import marked_tree


def test_deploy_with_its_equilibrium():
    game = bg.memo.load("deploy").game.at()
    lines = list(marked_tree(game, bg.solve(game).only().profile))
    assert lines[:4] == [
        "USSR",
        "├── hold: (-1/2, 0) no missiles",
        "└─► deploy: Nature",
        "    ├── undetected [1/2]: US, live missiles",
    ]
    assert len(lines) == game.tree.size
    assert sum("►" in line for line in lines) == 3
    assert "    │       └── war [1/2]: (-8, -10)" in lines, "a label that repeats is left out"


def test_what_is_not_taken_for_certain_has_no_arrow():
    game = bg.memo.load("deploy").game.at()
    half = {"hold": Fraction(1, 2), "deploy": Fraction(1, 2)}
    plan = {"USSR": {"root": half}, "US": {"live missiles": "accept", "detected": "compel"}}
    lines = list(marked_tree(game, bg.BehaviorStrategyProfile(game, plan)))
    assert sum("►" in line for line in lines) == 2


def test_payoffs_on_the_way_and_missing_ones():
    game = bg.ExtensiveFormGame(
        "toll",
        players=("A", "B"),
        root=bg.Decision(
            "A",
            {
                "go": bg.Decision(
                    "B", {"end": bg.Terminal({"A": 1, "B": 2})}, payoffs={"A": -1}, label="toll"
                )
            },
        ),
    )
    plan = {"A": {"root": "go"}, "B": {"root/go": "end"}}
    lines = list(marked_tree(game, bg.BehaviorStrategyProfile(game, plan)))
    assert lines == ["A", "└─► go: (-1, 0) toll B", "    └─► end: (1, 2)"]
