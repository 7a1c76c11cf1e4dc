"""Pictures of games and of what their answers rest on, on axes of matplotlib.

Every function takes ``ax=``, the axes to draw on (None makes a figure of the right size), and
returns them. Nothing is shown, and no setting of matplotlib is changed; `save` writes the same
file for the same picture every time.

>>> import brinkgame as bg
>>> game = bg.catalog.load("entry-deterrence").game
>>> axes = bg.plotting.draw_tree(game, bg.solve(game))
"""

from brinkgame.plotting.lines import draw_line
from brinkgame.plotting.maps import draw_map
from brinkgame.plotting.paper import save
from brinkgame.plotting.projections import draw_corner, draw_projection
from brinkgame.plotting.regimes import draw_regimes
from brinkgame.plotting.tables import draw_table
from brinkgame.plotting.timelines import draw_timeline
from brinkgame.plotting.tornadoes import draw_tornado
from brinkgame.plotting.trees import draw_tree, tree_size

__all__ = [
    "draw_corner",
    "draw_line",
    "draw_map",
    "draw_projection",
    "draw_regimes",
    "draw_table",
    "draw_timeline",
    "draw_tornado",
    "draw_tree",
    "save",
    "tree_size",
]
