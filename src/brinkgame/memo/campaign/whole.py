"""The campaign as one extensive game, from the spring to December."""

from __future__ import annotations

from brinkgame.forms import ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo.campaign.grafting import PLAYERS, Payoffs, grafted, paying, renamed
from brinkgame.memo.campaign.stages import FIRST, STAGES
from brinkgame.memo.parameters import CONSTRAINTS
from brinkgame.memo.stall import DAILY

__all__ = ["game"]


def game(first: str = FIRST, last: str = "pledge") -> ExtensiveFormGame:
    """The campaign from one stage to another, as one game with its numbers open.

    Parameters
    ----------
    first, last
        The first and the last of its stages. What would come after the last is worth nothing.

    Returns
    -------
    ExtensiveFormGame
        The whole has some tens of thousands of nodes. An information set is called by the way to
        its stage and its name there.

    Examples
    --------
    >>> from brinkgame.memo import campaign
    >>> late = campaign.game("verification")
    >>> late.tree.size, [known.label for known in late.information_sets][:2]
    (267, ['offer', 'offer nothing'])
    """
    return ExtensiveFormGame(
        "campaign", players=PLAYERS, root=_tree(first, last), constraints=(*CONSTRAINTS, *DAILY)
    )


def _tree(name: str, last: str) -> Node:
    stage = STAGES[name]

    def end(outcome: str, pays: Payoffs, path: tuple[str, ...]) -> Node:
        if outcome not in stage.exits or name == last:
            return Terminal(pays, label=outcome)
        later = renamed(_tree(stage.exits[outcome], last), f"{stage.route(path)}: ")
        return paying(later, pays)

    return grafted(stage.build(), end)
