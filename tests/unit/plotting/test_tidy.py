from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.plotting.tidy import Rectangle, tidy

GAP = 1.0
STEP = 10.0


def level(children):
    depth = [0] * len(children)
    for node, below in enumerate(children):
        for child in below:
            depth[child] = depth[node] + 1
    return depth


def laid(children, sizes):
    """Each node a box on its level, with a tail as long as its size says; and its place."""
    depth = level(children)
    parts = [
        [
            Rectangle(STEP * d, STEP * d + 4, above, below),
            Rectangle(STEP * d + 4, STEP * d + 4 + long, 1.0, 1.0),
        ]
        if not children[node]
        else [Rectangle(STEP * d, STEP * d + 4, above, below)]
        for node, (d, (above, below, long)) in enumerate(zip(depth, sizes, strict=True))
    ]
    fans = [(STEP * d + 4, STEP * d + 10) for d in depth]
    return tidy(children, parts, fans, GAP), parts, fans


@st.composite
def trees(draw, most=24):
    """Children of each node in preorder, and how much room each node takes."""
    n = draw(st.integers(1, most))
    # In preorder a new node hangs below the last one or one of those above it.
    parent = [-1]
    for node in range(1, n):
        line, up = [], node - 1
        while up >= 0:
            line.append(up)
            up = parent[up]
        parent.append(draw(st.sampled_from(line)))
    children = [[k for k in range(n) if parent[k] == node] for node in range(n)]
    size = st.tuples(
        st.integers(1, 6).map(float), st.integers(1, 6).map(float), st.integers(1, 40).map(float)
    )
    return children, [draw(size) for _ in range(n)]


@given(trees())
def test_nothing_overlaps_and_parents_stand_in_the_middle(tree):
    children, sizes = tree
    y, parts, _ = laid(children, sizes)
    for (a, first), (b, second) in itertools.combinations(enumerate(parts), 2):
        for p, q in itertools.product(first, second):
            if min(p.stop, q.stop) > max(p.start, q.start):
                high, low = (p, q), (y[a], y[b])
                if low[0] > low[1]:
                    high, low = (q, p), (y[b], y[a])
                assert low[1] - high[1].above - (low[0] + high[0].below) >= GAP - 1e-9
    for node, below in enumerate(children):
        assert [y[child] for child in below] == sorted(y[child] for child in below)
        if below:
            assert y[node] == pytest.approx((y[below[0]] + y[below[-1]]) / 2)


@given(trees())
def test_no_label_lies_on_the_lines_from_a_node_to_its_children(tree):
    children, sizes = tree
    y, parts, fans = laid(children, sizes)
    for node, below in enumerate(children):
        if not below:
            continue
        inside = {node, *below}
        for other, own in enumerate(parts):
            for part in own:
                if other in inside or not (
                    min(part.stop, fans[node][1]) > max(part.start, fans[node][0])
                ):
                    continue
                top, bottom = y[other] - part.above, y[other] + part.below
                assert bottom <= y[below[0]] or top >= y[below[-1]]


def mirrored(children):
    """The same tree with every node's children in the other order, and the old number of each."""
    order, renumbered = [], {}

    def visit(node):
        renumbered[node] = len(order)
        order.append(node)
        for child in reversed(children[node]):
            visit(child)

    visit(0)
    return [[renumbered[c] for c in reversed(children[node])] for node in order], order


@given(trees())
def test_the_mirror_image_is_drawn_as_the_mirror_image(tree):
    children, sizes = tree
    y, _, _ = laid(children, sizes)
    other, order = mirrored(children)
    flipped = [(sizes[node][1], sizes[node][0], sizes[node][2]) for node in order]
    z, _, _ = laid(other, flipped)
    for position, node in enumerate(order):
        assert z[position] == pytest.approx(-y[node], abs=1e-9)


@given(trees(most=10))
def test_a_subtree_is_drawn_the_same_wherever_it_stands(tree):
    children, sizes = tree
    n = len(children)
    twice = [
        [1, n + 1],
        *([c + 1 for c in below] for below in children),
        *([c + n + 1 for c in below] for below in children),
    ]
    y, _, _ = laid(twice, [(1.0, 1.0, 1.0), *sizes, *sizes])
    alone, _, _ = laid(children, sizes)
    for node in range(n):
        assert y[node + 1] - y[1] == pytest.approx(alone[node], abs=1e-9)
        assert y[node + n + 1] - y[n + 1] == pytest.approx(alone[node], abs=1e-9)


def test_small_subtrees_between_large_ones_are_spread_evenly():
    # A node with many children, two leaves, and another node with many.
    children = [[1, 7, 8, 9], [2, 3, 4, 5, 6], *[[] for _ in range(7)], [10, 11, 12, 13, 14]]
    children += [[] for _ in range(5)]
    y, _, _ = laid(children, [(1.0, 1.0, 0.0)] * len(children))
    places = [y[child] for child in children[0]]
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert max(gaps) == pytest.approx(min(gaps))
