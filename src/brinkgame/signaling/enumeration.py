"""From a game to a listing: what the solvers of both concepts do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from brinkgame.control import Control
from brinkgame.forms import ExtensiveFormGame
from brinkgame.signaling.components import SignalingListing, signaling_listing
from brinkgame.signaling.pieces import Workbench
from brinkgame.signaling.structure import SignalingStructure

__all__ = ["Enumeration", "enumerated"]


@final
@dataclass(frozen=True, slots=True)
class Enumeration:
    """What was found, and what was counted; no listing if the time was up."""

    listing: SignalingListing | None
    statistics: dict[str, Any]


def enumerated(
    game: ExtensiveFormGame, control: Control, *, consistent: bool, listed: int
) -> Enumeration:
    """All equilibria of a game without obstacles.

    Parameters
    ----------
    game
        The tree.
    control
        A limit of time.
    consistent
        Whether for sequential equilibria; otherwise for perfect Bayesian ones.
    listed
        The most extreme points of one component to list.
    """
    bench = Workbench(SignalingStructure.of(game), consistent=consistent)
    pieces = bench.pieces(control)
    statistics = {"nodes": bench.nodes}
    if pieces is None:
        return Enumeration(None, statistics)
    statistics["pieces"] = len(pieces)
    return Enumeration(signaling_listing(bench, pieces, listed=listed), statistics)
