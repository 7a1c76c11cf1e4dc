"""The colors are told apart by readers without red or green cones, by the numbers.

The matrices are those of H. Brettel, F. Vienot and J. D. Mollon in the simplification of Vienot,
Brettel and Mollon (1999), Color Research and Application 24(4), 243-252, which works on linear
light; distances are in CIE L*a*b*, where about 2.3 is the least that is seen (Mahy et al. 1994).
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from brinkgame.plotting import palette

LMS = np.array(
    [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
)
SIGHT = {
    "all cones": np.eye(3),
    "no red cones": np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]),
    "no green cones": np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]),
}


def linear(color):
    part = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def seen(color, sight):
    """The color as it is seen, in L*a*b*."""
    light = np.linalg.solve(LMS, SIGHT[sight] @ LMS @ linear(color)).clip(0, 1)
    xyz = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ light
        / np.array([0.9505, 1.0, 1.089])
    )
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colors, sight):
    return min(
        float(np.linalg.norm(seen(a, sight) - seen(b, sight)))
        for a, b in itertools.combinations(colors, 2)
    )


def contrast(color, other="#FFFFFF"):
    """The ratio of the Web Content Accessibility Guidelines."""
    one, two = (float(linear(c) @ [0.2126, 0.7152, 0.0722]) + 0.05 for c in (color, other))
    return max(one, two) / min(one, two)


def test_red_and_green_are_confused_by_this_measure():
    # what the test below must be able to see
    assert nearest(["#C83232", "#6E6E00"], "all cones") > 40
    assert nearest(["#C83232", "#6E6E00"], "no green cones") < 25


@pytest.mark.parametrize("sight", SIGHT)
def test_the_palette_is_told_apart(sight):
    assert nearest(palette.OKABE_ITO.values(), sight) > 15


@pytest.mark.parametrize("sight", SIGHT)
def test_fills_and_inks_are_told_apart(sight):
    assert nearest(palette.FILLS, sight) > 9
    assert nearest(palette.INKS[:4], sight) > 9


@pytest.mark.parametrize("color", [*palette.INKS, palette.INK, palette.QUIET])
def test_what_is_written_can_be_read(color):
    assert contrast(color) >= 4.5


def test_what_is_written_on_fills_can_be_read():
    for fill in (*palette.FILLS, palette.PATH):
        assert contrast(palette.INK, fill) >= 7
    for position in range(6):
        look = palette.style(position)
        assert contrast(look.ink, look.fill) >= 4.5


def test_styles_do_not_repeat_soon():
    players = [palette.style(k) for k in range(12)]
    assert len({(look.ink, look.marker) for look in players}) == 12
    regimes = [palette.regime_style(k) for k in range(21)]
    assert len({(look.fill, look.hatch) for look in regimes}) == 21
