"""The exact map: which equilibria exist over two parameters, between borders that are formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from brinkgame.errors import InvalidParameterError
from brinkgame.parametric import Border, PlaneMap
from brinkgame.plotting.palette import INK, PAPER, QUIET, regime_style
from brinkgame.plotting.paper import beside, chart, dress, heading
from brinkgame.plotting.rooms import room_in
from brinkgame.plotting.wording import form_lines, short, wrapped

__all__ = ["draw_regimes"]

Floats: TypeAlias = npt.NDArray[np.float64]

_LABEL: Final = 10.0
_FINE: Final = 241
_STEPS: Final = 65
_CLEAR: Final = 12.0
_OUTSIDE: Final = -1
_MOST_LINES: Final = 20
"""Lines of a key that still stand beside a map of the usual height."""
_LONGEST: Final = 60
"""Characters of a formula that is still read in a key."""


def draw_regimes(
    found: PlaneMap,
    *,
    labels: Mapping[str, str] | None = None,
    baseline: Mapping[str, Any] | None = None,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Draw an exact map: its regimes, and the borders between them with their formulas.

    Each regime has a color, and its label stands in it where it has room, and in the key where it
    has not. Several equilibria are hatched, none is crossed, and what the constraints forbid is
    dotted. Borders carry letters; the key tells the formula of each and the incentive that turns
    there. A map over one parameter is drawn as a band.

    Parameters
    ----------
    found
        What `brinkgame.regimes` returns.
    labels
        What regimes are to be called, ``{name of a regime: label}``; those with the same label
        become one region, and borders inside of it are not drawn.
    baseline
        A point to mark, ``{parameter: number}``; the baselines of the game without one; an empty
        one for none.
    ax
        Where to draw; None for a new figure.
    title
        The heading.

    Raises
    ------
    InvalidParameterError
        It is no exact map, or the baseline says nothing of one of its parameters.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.regimes(bg.memo.load("deploy").game, over=("detection", "us_resolve"))
    >>> axes = bg.plotting.draw_regimes(found)
    >>> axes.get_ylabel()[:10]
    'us_resolve'
    """
    if not isinstance(found, PlaneMap):
        raise InvalidParameterError(
            f"expected an exact map, as regimes() makes it; got {found!r}: a sweep is drawn by "
            "draw_map"
        )
    band = len(found.over) == 1
    drawing = _Drawing(found, labels or {})
    # A long key needs a tall figure, and forms whose names fill it are called by letters.
    regions = drawing.keys()
    written = sum(str(key.get_label()).count("\n") + 1 for key in regions.values())
    listed = drawing.lettered() if written > _MOST_LINES and not labels else []
    if listed:
        regions = drawing.keys()
        written = sum(str(key.get_label()).count("\n") + 1 for key in (*regions.values(), *listed))
    written += 4 * len({_formula(border) for border in found.borders})
    ax = chart(ax, 7.2, max(1.9 if band else 4.8, 0.15 * written + 0.5))
    dress(ax)
    box = found.arrangement.box
    ax.set_xlim(float(box.left), float(box.right))
    ax.set_ylim(float(box.bottom), float(box.top))
    drawing.fill(ax)
    keys = drawing.borders(ax)
    if drawing.has_outside:
        keys.append(
            Patch(facecolor=PAPER, edgecolor=QUIET, hatch="...", lw=0.8,
                  label="against the constraints")
        )  # fmt: skip
    ax.set_xlabel(_axis(found, 0, bool(listed)))
    if band:
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
    else:
        ax.set_ylabel(_axis(found, 1))
    if title:
        heading(ax, title)
    spot = _baseline(ax, found, baseline, keys)
    keys = listed + keys
    # The key takes room from the map, so labels are measured beside the longest that it may be.
    beside(ax, [*regions.values(), *keys])
    named = drawing.label(ax, spot)
    beside(ax, [*(key for code, key in regions.items() if code not in named), *keys])
    return ax


def _axis(found: PlaneMap, place: int, narrow: bool = False) -> str:
    parameter = found.game.parameters[found.over[place]]
    unit = f" ({parameter.unit})" if parameter.unit else ""
    words = f"{parameter.name}: {parameter.meaning}" if parameter.meaning else parameter.name
    return wrapped(words + unit, 42 if narrow else 60 if place == 0 else 46)


def _baseline(
    ax: Axes, found: PlaneMap, baseline: Mapping[str, Any] | None, keys: list[Any]
) -> tuple[float, float] | None:
    if baseline is None:
        baseline = found.game.parameters.baseline
    if not baseline:
        return None
    lacking = [name for name in found.over if name not in baseline]
    if lacking:
        raise InvalidParameterError(f"the baseline says nothing of {', '.join(lacking)}")
    here = [float(baseline[name]) for name in found.over]
    spot = (here[0], here[1] if len(here) == 2 else 0.5)
    ax.plot(*spot, "o", color=INK, ms=8, mec=PAPER, mew=1.5, zorder=6, clip_on=False)
    words = ", ".join(short(baseline[name]) for name in found.over)
    keys.append(
        Line2D([], [], marker="o", ls="", color=INK, mec=PAPER, ms=8, label=f"baseline {words}")
    )
    return spot


@final
class _Drawing:
    """One map on its way onto axes."""

    def __init__(self, found: PlaneMap, labels: Mapping[str, str]) -> None:
        self.found = found
        self.cut = found.arrangement
        self.words: list[str] = []
        self.code_of: list[int] = []
        for regime in found.regimes:
            word = labels.get(regime.name, regime.name)
            if word not in self.words:
                self.words.append(word)
            self.code_of.append(self.words.index(word))
        self.has_outside = any(
            (slab, k) not in found.labels
            for slab, piece in enumerate(self.cut.slabs)
            for k in piece.cells
        )
        self._heights: dict[tuple[int, int], Floats] = {}

    def code(self, slab: int, k: int) -> int:
        """The region to which a cell belongs."""
        regime = self.found.labels.get((slab, k))
        return _OUTSIDE if regime is None else self.code_of[regime]

    def look(self, code: int) -> tuple[str, str, str]:
        """Color, ink and hatch of a region."""
        regimes = [r for r, c in zip(self.found.regimes, self.code_of, strict=True) if c == code]
        style = regime_style(code)
        if all(regime.is_void for regime in regimes):
            return PAPER, QUIET, "xx"
        several = any(regime.is_overlap for regime in regimes)
        return style.fill, style.ink, "///" if several else style.hatch

    def across(self, slab: int) -> Floats:
        """Places over a slab from wall to wall, denser near its walls."""
        piece = self.cut.slabs[slab]
        left, right = float(piece.left), float(piece.right)
        share = (1 - np.cos(np.linspace(0, np.pi, _STEPS))) / 2
        return np.asarray(left + (right - left) * share, dtype=np.float64)

    def heights(self, slab: int, branch: int) -> Floats:
        """Where a branch is over these places."""
        key = (slab, branch)
        if key not in self._heights:
            self._heights[key] = self._followed(slab, branch)
        return self._heights[key]

    def _followed(self, slab: int, branch: int) -> Floats:
        piece, box = self.cut.slabs[slab], self.cut.box
        which = piece.branches[branch]
        xs = self.across(slab)
        if which.curve < 0:
            return np.full(len(xs), float(box.bottom if branch == 0 else box.top))
        curve = self.cut.curves[which.curve]
        columns = [[float(int(c)) for c in column.coeffs()] for column in curve.columns]
        values = [np.polynomial.polynomial.polyval(xs, column or [0.0]) for column in columns]
        if len(values) == 2:
            with np.errstate(all="ignore"):
                ys = np.asarray(-values[0] / values[1], dtype=np.float64)
        else:
            count = sum(each.curve == which.curve for each in piece.branches)
            ys = np.array(
                [
                    _root([v[k] for v in values], which.order, count, box)
                    for k in range(len(xs))
                ]
            )  # fmt: skip
        ys[0] = self._end(slab, branch, -1, ys[1])
        ys[-1] = self._end(slab, branch, 0, ys[-2])
        known = np.isfinite(ys)
        ys = np.interp(xs, xs[known], ys[known])
        return np.asarray(np.clip(ys, float(box.bottom), float(box.top)), dtype=np.float64)

    def _end(self, slab: int, branch: int, side: int, beside: float) -> float:
        """The height at a wall: it is known there better than near it."""
        wall = slab - 1 if side else slab
        if not 0 <= wall < len(self.cut.ends):
            piece = self.cut.slabs[slab]
            curve = self.cut.curves[piece.branches[branch].curve]
            at = self.cut.box.left if side else self.cut.box.right
            roots = [float(root) for root in _exact(curve, at, self.cut.box)]
            return min(roots, key=lambda root: abs(root - beside), default=beside)
        meeting = self.cut.ends[wall][1 if side else 0][branch]
        return float(self.cut.walls[wall + 1].fiber.meetings[meeting].middle)

    def lettered(self) -> list[Any]:
        """Call equilibria by letters, and tell in the key what each does."""
        letters: dict[str, str] = {}
        self.words = []
        for regime in self.found.regimes:
            for name in regime.shorts:
                letters.setdefault(name, chr(ord("A") + len(letters) % 26))
            self.words.append(", ".join(letters[n] for n in regime.shorts) or regime.name)
        self.code_of = list(range(len(self.words)))
        return [
            Line2D([], [], ls="", marker=f"${letter}$", ms=8, color=INK, label=form_lines(name, 44))
            for name, letter in letters.items()
        ]

    # --- colors -------------------------------------------------------------------------------

    def fill(self, ax: Axes) -> None:
        """Color every region."""
        for slab, piece in enumerate(self.cut.slabs):
            xs = self.across(slab)
            for code, group in groupby(piece.cells, key=lambda k: self.code(slab, k)):
                cells = list(group)
                low, high = self.heights(slab, cells[0]), self.heights(slab, cells[-1] + 1)
                color, ink, hatch = (PAPER, QUIET, "...")
                if code != _OUTSIDE:
                    color, ink, hatch = self.look(code)
                ax.fill_between(xs, low, high, facecolor=color, edgecolor=color, lw=0.6, zorder=0.5)
                if hatch:
                    ax.fill_between(
                        xs, low, high, facecolor="none", edgecolor=ink if code >= 0 else QUIET,
                        hatch=hatch, lw=0.0, zorder=0.8,
                    )  # fmt: skip

    def keys(self) -> dict[int, Patch]:
        """What each color means."""
        found = {}
        for code, word in enumerate(self.words):
            color, ink, hatch = self.look(code)
            found[code] = Patch(
                facecolor=color, edgecolor=ink, hatch=hatch, lw=0.8, label=form_lines(word, 34)
            )
        return found

    # --- borders ------------------------------------------------------------------------------

    def borders(self, ax: Axes) -> list[Any]:
        """Draw the borders, and tell what each is."""
        groups: dict[str, list[Border]] = {}
        for border in self.found.borders:
            first, second = (self.code_of[side] for side in border.between)
            if first != second or border.between[0] == border.between[1]:
                groups.setdefault(_formula(border), []).append(border)
        keys: list[Any] = []
        for number, group in enumerate(groups.values()):
            pieces = [piece for border in group for piece in self._lines(border)]
            for xs, ys in pieces:
                ax.plot(xs, ys, color=INK, lw=1.6, zorder=3, solid_capstyle="round")
            letter = chr(ord("a") + number % 26)
            xs, ys = max(pieces, key=lambda piece: _length(ax, *piece))
            self._tag(ax, letter, xs, ys)
            words = _border_words(group)
            keys.append(Line2D([], [], color=INK, lw=1.6, label=f"{letter}: {words}"))
        return keys

    def _lines(self, border: Border) -> Iterator[tuple[Floats, Floats]]:
        for edge in border.edges:
            if edge.branch >= 0:
                yield self.across(edge.slab), self.heights(edge.slab, edge.branch)
            else:
                at = float(self.cut.walls[edge.slab].at)
                yield np.array([at, at]), np.array([float(edge.low), float(edge.high)])

    def _tag(self, ax: Axes, letter: str, xs: Floats, ys: Floats) -> None:
        middle = len(xs) // 2
        x, y = (xs[middle], ys[middle]) if len(xs) > 2 else (xs.mean(), ys.mean())
        ax.text(
            x, y, letter, fontsize=8.5, color=INK, ha="center", va="center", zorder=5,
            parse_math=False, clip_on=True,
            bbox={"facecolor": PAPER, "edgecolor": INK, "lw": 0.7, "boxstyle": "circle,pad=0.18"},
        )  # fmt: skip

    # --- labels -------------------------------------------------------------------------------

    def label(self, ax: Axes, spot: tuple[float, float] | None) -> set[int]:
        """Write each label in its region where it has room; which ones have been written."""
        figure: Any = ax.figure.figure
        figure.draw_without_rendering()
        page = ax.get_window_extent()
        codes = self._codes()
        fine = (np.arange(_FINE) + 0.5) / _FINE
        for text in ax.texts:
            box = text.get_window_extent().transformed(ax.transAxes.inverted())
            taken_x = (fine > box.x0) & (fine < box.x1)
            taken_y = (fine > box.y0) & (fine < box.y1)
            codes = np.where(taken_y[:, None] & taken_x[None, :], -2, codes)
        if spot is not None:
            at = ax.transAxes.inverted().transform(ax.transData.transform(spot))
            near_x = np.abs(fine - at[0]) * page.width < _CLEAR
            near_y = np.abs(fine - at[1]) * page.height < _CLEAR
            codes = np.where(near_y[:, None] & near_x[None, :], -2, codes)
        named: set[int] = set()
        for code, word in enumerate(self.words):
            text = ax.text(
                0.5, 0.5, form_lines(word, 24), transform=ax.transAxes, fontsize=_LABEL,
                weight="bold", color=INK, ha="center", va="center", zorder=4, parse_math=False,
                bbox={"facecolor": self.look(code)[0], "edgecolor": "none", "pad": 2.0},
            )  # fmt: skip
            size = text.get_window_extent()
            wide, high = (size.width + 10) / page.width, (size.height + 8) / page.height
            place = room_in(codes == code, wide, high)
            if place is None:
                text.remove()
                continue
            text.set_position(place)
            named.add(code)
        return named

    def _codes(self) -> npt.NDArray[np.int64]:
        """The region of every dot of a fine grid, rows from below."""
        box = self.cut.box
        fine = (np.arange(_FINE) + 0.5) / _FINE
        xs = float(box.left) + fine * float(box.right - box.left)
        ys = float(box.bottom) + fine * float(box.top - box.bottom)
        rights = np.array([float(piece.right) for piece in self.cut.slabs])
        codes = np.full((_FINE, _FINE), _OUTSIDE, dtype=np.int64)
        for column, x in enumerate(xs):
            slab = min(int(np.searchsorted(rights, x)), len(rights) - 1)
            piece = self.cut.slabs[slab]
            levels = [
                float(np.interp(x, self.across(slab), self.heights(slab, k)))
                for k in range(1, len(piece.branches) - 1)
            ]
            cells = np.searchsorted(np.maximum.accumulate(np.array(levels)), ys) if levels else 0
            table = np.array([self.code(slab, k) for k in piece.cells])
            codes[:, column] = table[cells]
        return codes


def _exact(curve: Any, x: Fraction, box: Any) -> Sequence[Any]:
    from brinkgame.arithmetic import real_roots

    coefficients = curve.along_y(x)
    return real_roots(coefficients, box.bottom, box.top) if any(coefficients) else ()


def _root(coefficients: Sequence[float], order: int, count: int, box: Any) -> float:
    """A root by its place among those inside the box; NaN where rounding hides it."""
    roots = np.roots(np.trim_zeros(np.array(coefficients[::-1]), "f"))
    real = np.sort(roots.real[np.abs(roots.imag) <= 1e-9 * (1 + np.abs(roots))])
    inside = real[(real > float(box.bottom)) & (real < float(box.top))]
    return float(inside[order]) if len(inside) == count else float("nan")


def _length(ax: Axes, xs: Floats, ys: Floats) -> float:
    wide, high = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    return float(np.hypot(np.diff(xs) / wide, np.diff(ys) / high).sum())


def _formula(border: Border) -> str:
    if border.over is None:
        return f"{border.polynomial} = 0"
    number = border.formula
    return f"{border.over} = {short(number) if not hasattr(number, 'symbols') else number}"


def _border_words(group: Sequence[Border]) -> str:
    """A border in the key: its formula if it is short, and the first of the incentives."""
    formula = _formula(group[0]).replace("*", " × ")
    parts = [wrapped(formula, 34)] if len(formula) <= _LONGEST else []
    said = next((border.incentives[0] for border in group if border.incentives), "")
    parts.append(wrapped(said, 38) if said else "")
    return "\n".join(filter(None, parts)) or "a border"
