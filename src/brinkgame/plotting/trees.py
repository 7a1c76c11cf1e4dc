"""The game tree, with an equilibrium on it."""

from __future__ import annotations

from typing import Any, Final, final

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE, TERMINAL
from brinkgame.play.payoffs import expected_payoffs, reach_probabilities
from brinkgame.plotting.choosing import Shown, shown
from brinkgame.plotting.legends import Key, Keys, draw_keys, keys_of, title_keys
from brinkgame.plotting.palette import FAINT, INK, PAPER, PATH, QUIET, style
from brinkgame.plotting.paper import POINTS, Ruler, sheet
from brinkgame.plotting.tree_layout import BOX, EDGE, INFOSET, PAYOFF, Layout, laid_out
from brinkgame.plotting.wording import short

__all__ = ["draw_tree", "tree_size"]

_MARGIN: Final = 10.0
_MOST_NODES: Final = 600
"""A page that nobody can read is no picture."""


def draw_tree(
    game: ExtensiveFormGame,
    equilibrium: Any = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
) -> Axes:
    """Draw a game tree from left to right, and on it what everyone does in an equilibrium.

    Every node is a box with the name of whoever moves there and, where it has one, the label of the
    information set; boxes of one information set are joined by a dashed line. Payoffs stand at
    the ends, one column a player, with the outcome's label. Actions of the equilibrium are drawn
    thick, with their probability where it is not one; a yellow band lies under the path of play.

    Parameters
    ----------
    game
        A closed tree of at most 600 nodes; up to about 60 ends it is read with ease.
    equilibrium
        An `Equilibrium`, a profile (or plain mappings of labels), an `Assessment`, or a result that
        holds one equilibrium. Of several or of a family, name the one to be drawn.
    ax
        Where to draw; None for a new figure of exactly the size that is needed (`tree_size`). On
        axes that are smaller all text is made smaller, so that it still does not overlap.
    title
        Instead of the game's title; empty for none.

    Raises
    ------
    UnsupportedGameError
        The game is a table, has open parameters, or is too large.
    AmbiguousEquilibriumError
        The result holds several equilibria, or a family.
    InvalidProfileError
        The profile is not one of the game.

    References
    ----------
    .. [1] E. M. Reingold and J. S. Tilford (1981), Tidier drawings of trees, IEEE Transactions on
       Software Engineering 7(2), 223-228; the layout is a variant that the module ``tidy`` tells

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("entry-deterrence").game
    >>> axes = bg.plotting.draw_tree(game, bg.solve(game))
    >>> [text.get_text() for text in axes.texts][-3:]
    ['−1', '−1', 'price war']
    """
    plan = _Plan(game, equilibrium, title)
    ax, scale = sheet(ax, plan.width, plan.height)
    plan.draw(ax, scale)
    return ax


def tree_size(
    game: ExtensiveFormGame, equilibrium: Any = None, *, title: str | None = None
) -> tuple[float, float]:
    """The width and height in inches at which `draw_tree` draws at full size.

    Examples
    --------
    >>> import brinkgame as bg
    >>> width, height = bg.plotting.tree_size(bg.catalog.load("entry-deterrence").game)
    >>> width > height > 1
    True
    """
    plan = _Plan(game, equilibrium, title)
    return float(plan.width / POINTS), float(plan.height / POINTS)


@final
class _Plan:
    """A picture that has been measured and not yet drawn."""

    def __init__(self, game: object, equilibrium: Any, title: str | None) -> None:
        if not isinstance(game, ExtensiveFormGame):
            raise UnsupportedGameError(
                f"expected a tree, an ExtensiveFormGame; got {game!r}. A table is drawn by "
                "draw_table"
            )
        game.require_closed("drawing a tree")
        if game.tree.size > _MOST_NODES:
            raise UnsupportedGameError(
                f"{game.title!r} has {game.tree.size} nodes, more than the {_MOST_NODES} that a "
                "picture holds; draw a part of it, bg.subgame(game, path)"
            )
        self.game = game
        self.chosen: Shown | None = shown(game, equilibrium)
        ruler = Ruler()
        self.layout: Layout = laid_out(game, self.chosen, ruler)
        wanted = max(self.layout.width, 260.0)
        self.heading: Keys = keys_of(
            title_keys(game.title if title is None else title, wanted, ruler), wanted, ruler
        )
        self.legend: Keys = keys_of(self._legend(), wanted, ruler)
        inner = max(self.layout.width, self.heading.width, self.legend.width)
        self.top = _MARGIN + self.heading.height + (8 if self.heading.height else 0)
        self.width = inner + 2 * _MARGIN
        below = self.legend.height + 10 if self.legend.height else 0
        self.height = self.top + self.layout.height + below + _MARGIN

    def _legend(self) -> list[Key]:
        players = self.game.players
        found = [Key("payoffs:", color=QUIET)]
        found += [
            Key(player, color=style(position).ink, weight="bold")
            for position, player in enumerate(players)
        ]
        if self.chosen is not None:
            expected = expected_payoffs(self.game, self.chosen.profile)
            found.append(Key("expected:", color=QUIET))
            found += [
                Key(short(expected[player]), color=style(position).ink, weight="bold")
                for position, player in enumerate(players)
            ]
            found.append(Key("equilibrium action", line={"color": INK, "lw": 2.4}))
            found.append(Key("path of play", line={"color": PATH, "lw": 7.0}))
        if self.layout.lanes:
            found.append(Key("one information set", line={"color": INK, "lw": 1.1, "ls": "--"}))
        if self.chosen is not None and self.chosen.is_one_of_many:
            found.append(Key("one member of a family of equilibria", color=QUIET, style="italic"))
        return found

    # -- drawing -----------------------------------------------------------------------------

    def draw(self, ax: Axes, scale: float) -> None:
        draw_keys(ax, self.heading, _MARGIN, _MARGIN, scale)
        below = self.top + self.layout.height + 10
        draw_keys(ax, self.legend, _MARGIN, below, scale)
        self._draw_lines(ax, scale)
        self._draw_links(ax, scale)
        for node in range(self.game.tree.size):
            self._draw_node(ax, node, scale)

    def _y(self, node: int) -> float:
        return self.top + self.layout.boxes[node].y

    def _x(self, node: int) -> float:
        return _MARGIN + self.layout.boxes[node].x

    def _draw_lines(self, ax: Axes, scale: float) -> None:
        tree, layout = self.game.tree, self.layout
        reach = None
        if self.chosen is not None:
            reach = reach_probabilities(self.game, self.chosen.profile)
        for node in range(1, tree.size):
            above = int(tree.parent[node])
            who = int(tree.mover[above])
            box = layout.boxes[above]
            xs = [
                self._x(above) + box.width,
                _MARGIN + layout.right[above],
                _MARGIN + layout.fan[above],
                self._x(node),
            ]
            ys = [self._y(above), self._y(above), self._y(node), self._y(node)]
            taken = self._weight(node)
            color, wide = FAINT, 1.0
            if who >= 0 and self.chosen is None:
                color = style(who).ink
            elif taken:
                color, wide = (style(who).ink, 2.4) if who >= 0 else (QUIET, 1.4)
            if reach is not None and reach[node]:
                ax.plot(
                    xs, ys, color=PATH, lw=7 * scale, zorder=1, solid_capstyle="butt",
                    solid_joinstyle="round",
                )  # fmt: skip
            ax.plot(xs, ys, color=color, lw=wide * scale, zorder=2, solid_joinstyle="round")
            move = layout.boxes[node].move
            ax.text(
                _MARGIN + layout.fan[above] + 3,
                self._y(node) - 2.5,
                move,
                fontsize=EDGE * scale,
                color=INK if taken or self.chosen is None else QUIET,
                ha="left",
                va="bottom",
                zorder=4,
                parse_math=False,
            )

    def _weight(self, node: int) -> Any:
        """The chance that the move to a node is taken at its parent; None without a profile."""
        tree = self.game.tree
        above = int(tree.parent[node])
        label = tree.menus[tree.menu[above]][tree.edge[node]]
        if tree.mover[above] == CHANCE:
            return self.game.edge_probabilities()[node]
        if self.chosen is None:
            return None
        return self.chosen.profile.at(int(tree.infoset[above]))[label]

    def _draw_links(self, ax: Axes, scale: float) -> None:
        """Join the nodes of each information set."""
        tree = self.game.tree
        for number, lane in self.layout.lanes.items():
            color = style(int(tree.infoset_player[number])).ink
            line: dict[str, Any] = {"color": color, "lw": 1.1 * scale, "ls": (0, (4, 2.2))}
            members = tree.members[number]
            ends = [(self._x(n), self._y(n) + self.layout.boxes[n].height * 0.3) for n in members]
            if lane is None:
                ax.plot(*zip(*ends, strict=True), zorder=3, **line)
                continue
            x = _MARGIN + lane
            ax.plot([x, x], [ends[0][1], ends[-1][1]], zorder=1.5, **line)
            for right, y in ends:
                ax.plot([x, right], [y, y], color=color, lw=1.1 * scale, zorder=1.5)
                ax.plot([x], [y], "o", color=color, ms=2.6 * scale, zorder=1.6)

    def _draw_node(self, ax: Axes, node: int, scale: float) -> None:
        tree, box = self.game.tree, self.layout.boxes[node]
        who = int(tree.mover[node])
        x, y = self._x(node), self._y(node)
        if who == TERMINAL:
            self._draw_end(ax, node, scale)
            return
        look = style(who) if who >= 0 else None
        shape = "round,pad=0,rounding_size=" + ("5" if look is None else "2.5")
        ax.add_patch(
            FancyBboxPatch(
                (x, y - box.height / 2),
                box.width,
                box.height,
                boxstyle=shape,
                facecolor=look.fill if look else PAPER,
                edgecolor=look.ink if look else QUIET,
                linewidth=1.1 * scale,
                zorder=3,
            )
        )
        middle = x + box.width / 2
        written: dict[str, Any] = {"ha": "center", "zorder": 4, "parse_math": False}
        name: dict[str, Any] = {"fontsize": BOX * scale, "color": look.ink if look else QUIET}
        name["weight" if look else "style"] = "bold" if look else "italic"
        if not box.below:
            ax.text(middle, y, box.words, va="center", **name, **written)
            return
        ax.text(middle, y - box.height / 2 + 4, box.words, va="top", **name, **written)
        ax.text(
            middle,
            y + box.height / 2 - 4,
            box.below,
            va="bottom",
            fontsize=INFOSET * scale,
            color=INK,
            style="italic",
            **written,
        )

    def _draw_end(self, ax: Axes, node: int, scale: float) -> None:
        box, row = self.layout.boxes[node], self.layout.rows[node]
        x, y = self._x(node), self._y(node)
        ax.plot([x + 1.5], [y], "o", color=INK, ms=3 * scale, zorder=4)
        paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
        for position, (words, right) in enumerate(row):
            ax.text(
                x + right,
                y,
                words,
                fontsize=PAYOFF * scale,
                weight="bold",
                color=style(position).ink,
                ha="right",
                va="center",
                zorder=4,
                bbox=paper,
                parse_math=False,
            )
        if box.below:
            ax.text(
                x + row[-1][1] + 8,
                y,
                box.below,
                fontsize=EDGE * scale,
                style="italic",
                color=QUIET,
                ha="left",
                va="center",
                zorder=4,
                bbox=paper,
                parse_math=False,
            )
