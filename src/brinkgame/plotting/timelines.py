"""The decisions of a campaign, one below the other in the order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

from matplotlib.axes import Axes

from brinkgame.errors import InvalidParameterError, UnknownNameError, suggestion
from brinkgame.memo import DecisionPoint
from brinkgame.plotting.legends import Key, draw_keys, keys_of, title_keys
from brinkgame.plotting.palette import FAINT, GRID, INK, OKABE_ITO, PAPER, QUIET, style
from brinkgame.plotting.paper import Ruler, sheet
from brinkgame.plotting.wording import short, wrapped

__all__ = ["draw_timeline"]

_TITLE: Final = 9.5
_WORDS: Final = 8.5
_MARGIN: Final = 12.0
_LANE: Final = 46.0
_ROOM: Final = 12.0  # between two decisions
_BAR: Final = 70.0
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def draw_timeline(
    points: Iterable[DecisionPoint],
    *,
    agrees: Mapping[str, bool | None] | None = None,
    probability: Mapping[str, Any] | None = None,
    ax: Axes | None = None,
    title: str = "The decisions in the order of time",
) -> Axes:
    """Draw decisions from the first to the last: when, who, what was done, and whether it fits.

    Time runs down the page, month by month and not to scale. Each player has a lane, with a mark
    where an action of theirs is on record; a line joins all who are in the decision. The action on
    record stands under the decision's title.

    Parameters
    ----------
    points
        Decision points of `brinkgame.memo`; they are put in the order in which they began.
    agrees
        Whether the action on record is an equilibrium's, ``{name: True, False or None}``: in every
        equilibrium, in none, or in some only. Decisions that are not named get no mark.
    probability
        The probability of the action on record, ``{name: number}``; drawn as a bar.
    ax
        Where to draw; None for a new figure of exactly the size that is needed.
    title
        The heading; empty for none.

    Raises
    ------
    InvalidParameterError
        There is no decision, one is given twice, a mark is given to one without an action on
        record, or a probability is outside [0, 1].
    UnknownNameError
        A mark names a decision that is not drawn.

    Examples
    --------
    >>> import brinkgame as bg
    >>> points = [bg.memo.load("letters"), bg.memo.load("deploy")]
    >>> axes = bg.plotting.draw_timeline(points, agrees={"deploy": True})
    >>> [t.get_text() for t in axes.texts if t.get_text().isupper()]
    ['USSR', 'US', 'JUNE 1962', 'OCTOBER 1962']
    """
    plan = _Plan(points, agrees or {}, probability or {}, title)
    ax, scale = sheet(ax, plan.width, plan.height)
    plan.draw(ax, scale)
    return ax


@final
@dataclass(frozen=True, slots=True)
class _Row:
    """One decision with its place; `month` is a heading above it, or empty."""

    point: DecisionPoint
    month: str
    y: float
    height: float
    when: str
    title: str
    actions: tuple[tuple[int, str], ...]


@final
class _Plan:
    """A timeline that has been measured and not yet drawn."""

    def __init__(
        self,
        points: Iterable[DecisionPoint],
        agrees: Mapping[str, bool | None],
        probability: Mapping[str, Any],
        title: str,
    ) -> None:
        self.points = sorted(_checked(points), key=lambda point: point.began)
        names = [point.name for point in self.points]
        for name in (*agrees, *probability):
            if name not in names:
                raise UnknownNameError(
                    f"{name!r} is not among the decisions{suggestion(name, names)}"
                )
            if not self.points[names.index(name)].happened:
                raise InvalidParameterError(f"{name} has no action on record, so no mark")
        for name, value in probability.items():
            if not 0 <= value <= 1:
                raise InvalidParameterError(f"{name}: probability {value} is outside [0, 1]")
        self.agrees, self.probability = agrees, probability
        # whoever has most to do stands first, next to the dates
        busy = Counter(w for p in self.points for w in dict.fromkeys((*p.who, *p.happened)))
        self.players = tuple(who for who, _ in busy.most_common())
        ruler = Ruler()
        self._place(ruler, title)

    def _place(self, ruler: Ruler, title: str) -> None:
        lanes = [
            max(_LANE, ruler(player, _TITLE, weight="bold")[0] + 12) for player in self.players
        ]
        whens = [wrapped(point.when, 18) for point in self.points]
        self.when = max(ruler(text, _WORDS)[0] for text in whens) + 14
        starts = [_MARGIN + self.when + sum(lanes[:k]) for k in range(len(lanes))]
        self.lane = [start + wide / 2 for start, wide in zip(starts, lanes, strict=True)]
        self.text = _MARGIN + self.when + sum(lanes) + 10
        body = 0.0
        rows: list[_Row] = []
        heads = [self._texts(point) for point in self.points]
        for name, actions in heads:
            body = max(body, ruler(name, _TITLE, weight="bold")[0])
            body = max([body, *(ruler(line, _WORDS)[0] for _, line in actions)])
        self.marks = self.text + body + 18
        wide = (26 if self.agrees else 0) + (_BAR + 46 if self.probability else 0)
        self.width = self.marks + wide + _MARGIN
        inner = self.width - 2 * _MARGIN
        self.heading = keys_of(title_keys(title, inner, ruler), inner, ruler)
        self.legend = keys_of(self._legend(), inner, ruler)
        self.top = _MARGIN + self.heading.height + (10 if self.heading.height else 0)
        y = self.top + 22
        last = ""
        for point, when, (name, actions) in zip(self.points, whens, heads, strict=True):
            month = _month(point.began)
            y += 22 if month != last else 0
            high = ruler(name, _TITLE, weight="bold")[1]
            high += sum(ruler(line, _WORDS)[1] + 3 for _, line in actions)
            high = max(high, ruler(when, _WORDS)[1], 14.0)
            rows.append(_Row(point, month if month != last else "", y, high, when, name, actions))
            y += high + _ROOM
            last = month
        self.rows = rows
        self.bottom = y
        self.height = y + 6 + self.legend.height + _MARGIN

    def _texts(self, point: DecisionPoint) -> tuple[str, tuple[tuple[int, str], ...]]:
        """The title of a decision with its number, and the actions on record, player by player."""
        actions = [
            (self.players.index(player), f"{player}: {_words(plan)}")
            for player, plan in sorted(
                point.happened.items(), key=lambda item: self.players.index(item[0])
            )
        ]
        return (
            wrapped(f"{point.number}. {point.title}", 58),
            tuple((player, wrapped(line, 66)) for player, line in actions),
        )

    def _legend(self) -> list[Key]:
        dot: dict[str, Any] = {"marker": "o", "ms": 7.5, "lw": 0.0, "mec": INK, "color": INK}
        found = [Key("action on record", line={**dot, "color": QUIET, "mec": QUIET})]
        if self.agrees:
            box = {**dot, "marker": "s", "markerfacecoloralt": PAPER}
            found += [
                Key("in every equilibrium", line={**box, "fillstyle": "full"}),
                Key("in some", line={**box, "fillstyle": "left"}),
                Key("in none", line={**box, "mfc": PAPER}),
            ]
        if self.probability:
            found.append(Key("its probability", line={"color": OKABE_ITO["orange"], "lw": 7.0}))
        return found

    # -- drawing -----------------------------------------------------------------------------

    def draw(self, ax: Axes, scale: float) -> None:
        draw_keys(ax, self.heading, _MARGIN, _MARGIN, scale)
        draw_keys(ax, self.legend, _MARGIN, self.bottom + 4, scale)
        for position, player in enumerate(self.players):
            x, look = self.lane[position], style(position)
            self._write(ax, x, self.top + 8, player, scale, color=look.ink, weight="bold",
                        size=_TITLE, ha="center")  # fmt: skip
            ax.plot(
                [x, x], [self.top + 20, self.bottom], color=look.fill, lw=5 * scale, zorder=1,
                solid_capstyle="round",
            )  # fmt: skip
        for row in self.rows:
            self._draw_row(ax, row, scale)

    def _draw_row(self, ax: Axes, row: _Row, scale: float) -> None:
        if row.month:
            y = row.y - 13
            ax.plot([_MARGIN, self.width - _MARGIN], [y - 8] * 2, color=GRID, lw=0.8 * scale,
                    zorder=0)  # fmt: skip
            self._write(ax, _MARGIN, y, row.month.upper(), scale, color=QUIET, size=7.5)
        level = row.y + 6
        self._write(ax, _MARGIN, row.y, row.when, scale, va="top")
        acting = {player for player, _ in row.actions}
        involved = sorted({self.players.index(who) for who in row.point.who} | acting)
        lanes = [self.lane[position] for position in involved]
        ax.plot([min(lanes), max(lanes)], [level, level], color=FAINT, lw=1.2 * scale, zorder=2)
        for position in involved:
            look = style(position)
            ax.plot(
                [self.lane[position]],
                [level],
                look.marker,
                ms=(9 if position in acting else 5.5) * scale,
                color=look.ink if position in acting else PAPER,
                mec=look.ink,
                mew=1.2 * scale,
                zorder=3,
            )
        y = row.y
        self._write(ax, self.text, y, row.title, scale, weight="bold", size=_TITLE, va="top")
        y += _lines(row.title) * _TITLE * 1.22 + 3
        for player, line in row.actions:
            self._write(ax, self.text, y, line, scale, color=style(player).ink, va="top")
            y += _lines(line) * _WORDS * 1.22 + 3
        self._draw_marks(ax, row, level, scale)

    def _draw_marks(self, ax: Axes, row: _Row, level: float, scale: float) -> None:
        name, x = row.point.name, self.marks
        if name in self.agrees:
            fits = self.agrees[name]
            look: dict[str, Any] = {"fillstyle": "left"} if fits is None else {}
            ax.plot(
                [x + 5],
                [level],
                "s",
                ms=7.5 * scale,
                color=PAPER if fits is False else INK,
                mec=INK,
                mew=1.1 * scale,
                markerfacecoloralt=PAPER,
                zorder=3,
                **look,
            )
        if name in self.probability:
            x += 26 if self.agrees else 0
            share = self.probability[name]
            ax.plot([x, x + _BAR], [level] * 2, color=GRID, lw=7 * scale, solid_capstyle="butt")
            ax.plot(
                [x, x + _BAR * float(share)],
                [level] * 2,
                color=OKABE_ITO["orange"],
                lw=7 * scale,
                solid_capstyle="butt",
            )
            self._write(ax, x + _BAR + 6, level, short(share), scale)

    @staticmethod
    def _write(
        ax: Axes,
        x: float,
        y: float,
        words: str,
        scale: float,
        *,
        size: float = _WORDS,
        color: str = INK,
        va: str = "center",
        ha: str = "left",
        **font: Any,
    ) -> None:
        ax.text(x, y, words, fontsize=size * scale, color=color, va=va, ha=ha, zorder=4,
                parse_math=False, **font)  # fmt: skip


def _checked(points: Iterable[DecisionPoint]) -> Sequence[DecisionPoint]:
    found: list[Any] = list(points)
    if not found:
        raise InvalidParameterError("there is no decision to draw")
    for position, point in enumerate(found):
        if not isinstance(point, DecisionPoint):
            raise InvalidParameterError(
                f"expected decision points, such as brinkgame.memo.load('deploy'); got {point!r}"
            )
        if point.name in [other.name for other in found[:position]]:
            raise InvalidParameterError(f"{point.name} is given twice")
    return found


def _words(plan: Mapping[str, str]) -> str:
    """What a player did: the action, with the information set where there are several."""
    if len(plan) == 1:
        return next(iter(plan.values()))
    return "; ".join(f"{action} ({infoset})" for infoset, action in plan.items())


def _month(began: str) -> str:
    """The month of a date such as ``1962-10`` or ``1962-10-22``; a year stays one."""
    year, _, rest = began.partition("-")
    number = rest.partition("-")[0]
    if not number.isdigit() or not 1 <= int(number) <= len(_MONTHS):
        return began
    return f"{_MONTHS[int(number) - 1]} {year}"


def _lines(words: str) -> int:
    return words.count("\n") + 1
