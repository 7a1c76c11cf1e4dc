"""Where in a region there is room for a label."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["room_in"]


def room_in(region: npt.NDArray[np.bool_], wide: float, high: float) -> tuple[float, float] | None:
    """The middle of the largest rectangle of this shape inside a region, in shares of the axes."""
    size = region.shape[0]
    total = np.zeros((size + 1, size + 1))
    total[1:, 1:] = region.cumsum(axis=0).cumsum(axis=1)
    best = None
    for grow in (3.0, 2.4, 2.0, 1.6, 1.3, 1.0):
        w, h = int(np.ceil(wide * grow * size)), int(np.ceil(high * grow * size))
        if w > size or h > size:
            continue
        filled = total[h:, w:] - total[:-h, w:] - total[h:, :-w] + total[:-h, :-w]
        spots = np.argwhere(filled == w * h)
        if len(spots):
            middle = spots.mean(axis=0)
            row, column = spots[np.abs(spots - middle).sum(axis=1).argmin()]
            best = ((column + w / 2) / size, (row + h / 2) / size)
            break
    return best
