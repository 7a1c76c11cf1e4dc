"""The payoff table of two players, with best responses and an equilibrium on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, final

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame
from brinkgame.plotting.choosing import Shown, shown
from brinkgame.plotting.legends import Key, draw_keys, keys_of, title_keys
from brinkgame.plotting.palette import FAINT, GRID, INK, PAPER, PATH, QUIET, mixed, style
from brinkgame.plotting.paper import Ruler, sheet
from brinkgame.plotting.wording import short, wrapped

__all__ = ["draw_table"]

_NUMBER: Final = 10.0
_LABEL: Final = 9.5
_MARGIN: Final = 10.0
_MOST: Final = 20
_WIDEST: Final = 20


def draw_table(
    game: NormalFormGame,
    equilibrium: Any = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
) -> Axes:
    """Draw the payoff table of a game of two players, with the best responses marked.

    In each cell the payoff of the player who chooses the row stands below at the left, that of the
    player who chooses the column above at the right. A frame around a payoff says that it is the
    best its player can do against the other's strategy; a cell where both are framed is an
    equilibrium in pure strategies and has a heavy frame of its own. With an equilibrium, its
    probabilities stand at the margins, and cells that it reaches are yellow.

    Parameters
    ----------
    game
        A closed game of two players with at most 20 strategies each.
    equilibrium
        An `Equilibrium`, a profile (or plain mappings of labels), or a result that holds one
        equilibrium. Of several or of a family, name the one to be drawn.
    ax
        Where to draw; None for a new figure of exactly the size that is needed. On axes that are
        smaller all text is made smaller.
    title
        Instead of the game's title; empty for none.

    Raises
    ------
    UnsupportedGameError
        The game is a tree, has open parameters, not two players, or too many strategies.
    AmbiguousEquilibriumError
        The result holds several equilibria, or a family.
    InvalidProfileError
        The profile is not one of the game.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("matching-pennies").game
    >>> axes = bg.plotting.draw_table(game, bg.solve(game))
    >>> [text.get_text() for text in axes.texts if text.get_text() == "1/2"]
    ['1/2', '1/2', '1/2', '1/2']
    """
    plan = _Plan(game, equilibrium, title)
    ax, scale = sheet(ax, plan.width, plan.height)
    plan.draw(ax, scale)
    return ax


@final
class _Plan:
    """A table that has been measured and not yet drawn."""

    def __init__(self, game: object, equilibrium: Any, title: str | None) -> None:
        if not isinstance(game, NormalFormGame):
            raise UnsupportedGameError(
                f"expected a table, a NormalFormGame; got {game!r}. A tree is drawn by draw_tree, "
                "and bg.to_normal_form(game) makes a table of it"
            )
        if len(game.players) != 2:
            raise UnsupportedGameError(
                f"a payoff table shows two players; {game.title!r} has {len(game.players)}"
            )
        game.require_closed("drawing a table")
        if max(game.shape) > _MOST:
            raise UnsupportedGameError(
                f"{game.title!r} has {game.shape[0]} x {game.shape[1]} cells; a picture holds at "
                f"most {_MOST} strategies of each player"
            )
        self.game = game
        self.chosen: Shown | None = shown(game, equilibrium)
        ruler = Ruler()
        self.rows, self.columns = (
            [wrapped(label, _WIDEST) for label in game.strategies[player]]
            for player in game.players
        )
        self.paid = [
            [
                [game.payoff(who, dict(zip(game.players, (a, b), strict=True))) for b in columns]
                for a in game.strategies[game.players[0]]
            ]
            for columns in [game.strategies[game.players[1]]]
            for who in game.players
        ]
        self.best = _best(game, self.paid)
        self._measure(ruler, game.title if title is None else title)

    def _measure(self, ruler: Ruler, title: str) -> None:
        texts = [[[short(number) for number in row] for row in table] for table in self.paid]
        numbers = [ruler(text, _NUMBER, weight="bold") for t in texts for row in t for text in row]
        wide = max(size[0] for size in numbers)
        heads = [ruler(label, _LABEL, weight="bold") for label in self.columns]
        sides = [ruler(label, _LABEL, weight="bold") for label in self.rows]
        names = [ruler(wrapped(name, 28), _LABEL + 1, weight="bold") for name in self.game.players]
        self.texts = texts
        self.cell = (max((wide + 24) / 0.54, 72.0, max(h[0] for h in heads) + 14), 46.0)
        self.cell = (self.cell[0], max(self.cell[1], max(s[1] for s in sides) + 10))
        self.side = max(s[0] for s in sides) + 12
        self.head = max(h[1] for h in heads) + 8
        self.name = (names[0][1] + 10, names[1][1] + 8)
        shares = []
        if self.chosen is not None:
            shares = [short(w) for each in self.chosen.profile.weights for w in each]
        self.margin = max((ruler(text, _NUMBER)[0] for text in shares), default=-10.0) + 14
        grid = (self.cell[0] * len(self.columns), self.cell[1] * len(self.rows))
        body = self.name[0] + self.side + grid[0] + self.margin
        wanted = max(body, 240.0)
        self.heading = keys_of(title_keys(title, wanted, ruler), wanted, ruler)
        self.legend = keys_of(self._legend(), wanted, ruler)
        self.left = _MARGIN + self.name[0] + self.side
        self.above = _MARGIN + self.heading.height + 6 + self.name[1] + self.head
        # The names stand in the middle of their sides, and may be longer than these.
        over = max(0.0, (names[1][0] - grid[0]) / 2)
        tall = max(0.0, (names[0][0] - grid[1]) / 2)
        self.left += over
        self.above += tall
        below = self.above + grid[1] + tall + (20 if self.chosen is not None else 4)
        self.legend_top = below + 8
        self.width = max(
            self.left + grid[0] + max(self.margin, over) + _MARGIN,
            self.heading.width + 2 * _MARGIN,
            self.legend.width + 2 * _MARGIN,
        )
        self.height = self.legend_top + self.legend.height + _MARGIN

    def _legend(self) -> list[Key]:
        frame = {"marker": "s", "mfc": PAPER, "ms": 9.0, "lw": 0.0, "mec": INK}
        found = [Key("best response", line={**frame, "mew": 1.1})]
        if any(all(b) for row in self._both() for b in row):
            found.append(Key("pure equilibrium", line={**frame, "mew": 2.4}))
        if self.chosen is not None:
            found.append(Key("reached", line={"color": PATH, "lw": 8.0}))
            found.append(Key("probabilities at the margins", color=QUIET))
        if self.chosen is not None and self.chosen.is_one_of_many:
            found.append(Key("one member of a family of equilibria", color=QUIET, style="italic"))
        return found

    def _both(self) -> list[list[tuple[bool, bool]]]:
        """For each cell whether each player's strategy is a best response there."""
        first, second = self.best
        return [list(zip(a, b, strict=True)) for a, b in zip(first, second, strict=True)]

    # -- drawing -----------------------------------------------------------------------------

    def draw(self, ax: Axes, scale: float) -> None:
        draw_keys(ax, self.heading, _MARGIN, _MARGIN, scale)
        draw_keys(ax, self.legend, _MARGIN, self.legend_top, scale)
        self._draw_labels(ax, scale)
        wide, high = self.cell
        for row, cells in enumerate(self._both()):
            for column, best in enumerate(cells):
                corner = (self.left + wide * column, self.above + high * row)
                self._draw_cell(ax, (row, column), corner, best, scale)
        if self.chosen is not None:
            self._draw_margins(ax, scale)

    def _draw_labels(self, ax: Axes, scale: float) -> None:
        wide, high = self.cell
        first, second = (style(0).ink, style(1).ink)
        bold: dict[str, Any] = {"weight": "bold", "parse_math": False}
        middle = self.above + high * len(self.rows) / 2
        ax.text(
            self.left - self.side - self.name[0] / 2,
            middle,
            wrapped(self.game.players[0], 28),
            rotation=90,
            rotation_mode="default",
            ha="center",
            va="center",
            fontsize=(_LABEL + 1) * scale,
            color=first,
            **bold,
        )
        ax.text(
            self.left + wide * len(self.columns) / 2,
            self.above - self.head - self.name[1] / 2,
            wrapped(self.game.players[1], 28),
            ha="center",
            va="center",
            fontsize=(_LABEL + 1) * scale,
            color=second,
            **bold,
        )
        for row, label in enumerate(self.rows):
            y = self.above + high * (row + 0.5)
            ax.text(
                self.left - 6,
                y,
                label,
                ha="right",
                va="center",
                fontsize=_LABEL * scale,
                color=first,
                **bold,
            )
        for column, label in enumerate(self.columns):
            x = self.left + wide * (column + 0.5)
            ax.text(
                x,
                self.above - 4,
                label,
                ha="center",
                va="bottom",
                fontsize=_LABEL * scale,
                color=second,
                **bold,
            )

    def _draw_cell(
        self,
        ax: Axes,
        where: tuple[int, int],
        corner: tuple[float, float],
        best: tuple[bool, bool],
        scale: float,
    ) -> None:
        (row, column), (x, y), (wide, high) = where, corner, self.cell
        reached = False
        if self.chosen is not None:
            across, down = self.chosen.profile.weights
            reached = bool(across[row] > 0 and down[column] > 0)
        ax.add_patch(
            Rectangle(
                corner,
                wide,
                high,
                facecolor=mixed(PATH, PAPER, 0.6) if reached else PAPER,
                edgecolor=GRID,
                linewidth=0.9 * scale,
                zorder=1,
            )
        )
        if all(best):
            ax.add_patch(
                Rectangle(
                    (x + 2, y + 2),
                    wide - 4,
                    high - 4,
                    facecolor="none",
                    edgecolor=INK,
                    linewidth=2.2 * scale,
                    zorder=3,
                )
            )
        spots = ((x + wide * 0.27, y + high * 0.68), (x + wide * 0.73, y + high * 0.32))
        half = (wide * 0.27 - 7, 8.0)
        for player, (spot, is_best) in enumerate(zip(spots, best, strict=True)):
            look = style(player)
            if is_best:
                ax.add_patch(
                    FancyBboxPatch(
                        (spot[0] - half[0], spot[1] - half[1]),
                        2 * half[0],
                        2 * half[1],
                        boxstyle="round,pad=0,rounding_size=" + ("2" if player else "7"),
                        facecolor=look.fill,
                        edgecolor=look.ink,
                        linewidth=1.1 * scale,
                        zorder=2,
                    )
                )
            ax.text(
                *spot,
                self.texts[player][row][column],
                ha="center",
                va="center_baseline",
                fontsize=_NUMBER * scale,
                weight="bold" if is_best else "normal",
                color=look.ink,
                zorder=4,
                parse_math=False,
            )

    def _draw_margins(self, ax: Axes, scale: float) -> None:
        wide, high = self.cell
        assert self.chosen is not None  # noqa: S101  (the caller has looked)
        down, across = self.chosen.profile.weights
        right = self.left + wide * len(self.columns)
        bottom = self.above + high * len(self.rows)
        spots = [
            (right + 8, self.above + high * (row + 0.5), "left", "center", weight, 0)
            for row, weight in enumerate(down)
        ]
        spots += [
            (self.left + wide * (column + 0.5), bottom + 5, "center", "top", weight, 1)
            for column, weight in enumerate(across)
        ]
        for x, y, side, level, weight, player in spots:
            ax.text(
                x,
                y,
                short(weight),
                ha=side,
                va=level,
                fontsize=_NUMBER * scale,
                color=style(player).ink if weight else FAINT,
                weight="bold" if weight else "normal",
                parse_math=False,
            )


def _best(game: NormalFormGame, paid: Sequence[Sequence[Sequence[Any]]]) -> list[list[list[bool]]]:
    """For each player and cell, whether no other strategy of the player pays more there."""
    sign = game.arithmetic.sign
    first, second = paid
    columns = list(zip(*first, strict=True))
    return [
        [
            [sign(number - max(columns[column])) == 0 for column, number in enumerate(row)]
            for row in first
        ],
        [[sign(number - max(row)) == 0 for number in row] for row in second],
    ]
