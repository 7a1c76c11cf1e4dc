"""What a player may do where: for those who name actions from outside a game."""

from __future__ import annotations

from brinkgame.errors import UnknownNameError, suggestion
from brinkgame.forms.extensive import ExtensiveFormGame
from brinkgame.forms.normal import NormalFormGame

__all__ = ["menu_of", "require_action"]


def menu_of(
    game: ExtensiveFormGame | NormalFormGame, player: str, infoset: str | None
) -> tuple[str, ...]:
    """What a player may do at an information set; in a table the information set is None.

    Raises
    ------
    UnknownNameError
        There is no such player or information set, with the nearest name.
    """
    if isinstance(game, NormalFormGame):
        if player not in game.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
        if infoset is not None:
            raise UnknownNameError(
                f"a table has no information set {infoset!r}: everybody moves once; write None"
            )
        return tuple(game.strategies[player])
    if infoset is None:
        game.infoset_number(player, "")  # says which there are
    return tuple(game.tree.actions(game.infoset_number(player, str(infoset))))


def require_action(
    game: ExtensiveFormGame | NormalFormGame, player: str, infoset: str | None, action: str
) -> None:
    """Raise `UnknownNameError`, with the nearest name, where a game has no such action."""
    menu = menu_of(game, player, infoset)
    if action not in menu:
        where = player if infoset is None else f"{player} at {infoset}"
        raise UnknownNameError(f"{where} has no action {action!r}{suggestion(action, menu)}")
