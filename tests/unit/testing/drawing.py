"""Draws many examples at once, to measure what a strategy brings."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def drawn(strategy: st.SearchStrategy[Any], examples: int = 200) -> list[Any]:
    """That many draws, the same in every run."""
    found: list[Any] = []

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(example):
        found.append(example)

    gather()
    return found


def share(strategy: st.SearchStrategy[Any], holds: Any, examples: int = 200) -> float:
    """The share of draws for which something holds."""
    found = drawn(strategy, examples)
    return sum(map(bool, map(holds, found))) / len(found)
