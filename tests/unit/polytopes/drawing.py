"""Payoffs for tests of polytopes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


@st.composite
def bimatrices(draw: Any, most: int = 5, highest: int | None = None) -> tuple[Any, Any]:
    """Two tables of positive integers of one shape, often tied, at times far apart."""
    m, n = draw(st.integers(1, most)), draw(st.integers(1, most))
    top = highest or draw(st.sampled_from([2, 2, 3, 10, 100, 10**30]))
    tables = []
    for _ in range(2):
        flat = draw(st.lists(st.integers(1, top), min_size=m * n, max_size=m * n))
        tables.append([flat[i * n : i * n + n] for i in range(m)])
    return tables[0], tables[1]
