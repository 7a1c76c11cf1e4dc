"""Games of OpenSpiel as trees, where it is installed.

A game there is a program that plays; here every history of it becomes a node. States that look
alike to whoever moves, by their information state strings, are one information set. Where several
move at once they move one after the other instead, without knowing of each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, final

from brinkgame.arithmetic import exact_number
from brinkgame.arithmetic.reading import shown
from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.interop.gambit.reading import infoset_labels, unique
from brinkgame.interop.peers import missing
from brinkgame.interop.probabilities import summing_to_one

__all__ = ["from_open_spiel"]


def from_open_spiel(
    game: Any, max_nodes: int = 100_000, *, players: Sequence[str] | None = None
) -> ExtensiveFormGame:
    """The tree of a game of OpenSpiel.

    Parameters
    ----------
    game
        A `pyspiel.Game`, or its name there, such as ``"kuhn_poker"`` or
        ``"kuhn_poker(players=3)"``.
    max_nodes
        The most nodes that the tree may have. Most games there have far more than anybody solves
        exactly: tic-tac-toe has 549,946.
    players
        Their names; ``"player 0"``, ``"player 1"``, ... if there are none, as OpenSpiel counts.

    Returns
    -------
    ExtensiveFormGame
        Exact: payoffs and probabilities, which OpenSpiel holds in floats, are read as the simplest
        fractions that round to them, and the largest probability of a move of Nature takes up what
        the others lack to one. Information sets are labelled by the information state strings,
        actions by their strings.

    Raises
    ------
    MissingPackageError
        OpenSpiel is not installed.
    UnknownNameError
        OpenSpiel has no game of this name.
    UnsupportedGameError
        The tree has more nodes than `max_nodes`; or it is a mean field game, draws its chance
        moves by itself, does not say what players know, or fails.
    InvalidParameterError
        The bound is no whole number from 1 on.

    Notes
    -----
    A game of perfect information that has no information state strings is read as well: every node
    is an information set of its own, without a label.

    References
    ----------
    .. [1] M. Lanctot et al., "OpenSpiel: a framework for reinforcement learning in games",
       arXiv:1908.09453 (2019), section 3.1.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.interop.from_open_spiel("kuhn_poker")  # doctest: +SKIP
    <ExtensiveFormGame 'Kuhn Poker': player 0, player 1; 58 nodes, 12 information sets>
    """
    _check_bound(max_nodes)
    try:
        import pyspiel
    except ImportError as error:
        raise missing("open-spiel", "a game of OpenSpiel", error) from None
    if isinstance(game, str):
        base = game.partition("(")[0].strip()
        known = pyspiel.registered_names()
        if base not in known:
            raise UnknownNameError(f"OpenSpiel has no game {base!r}{suggestion(base, known)}")
    elif not isinstance(game, pyspiel.Game):
        raise UnsupportedGameError(
            f"expected a pyspiel.Game or the name of one, such as 'kuhn_poker'; got {shown(game)}"
        )
    name = game if isinstance(game, str) else str(game)
    try:
        loaded = pyspiel.load_game(game) if isinstance(game, str) else game
        walk = _Walk(pyspiel, loaded, name, max_nodes, players)
        walk.read()
    except pyspiel.SpielError as error:
        first = str(error).strip().partition("\n")[0]
        raise UnsupportedGameError(f"{name}: OpenSpiel says: {first}") from None
    return walk.tree()


def _check_bound(most: object) -> None:
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise InvalidParameterError(f"max_nodes is a whole number from 1 on; got {most!r}")


@final
class _Infoset:
    """What a player knows, and may do then."""

    __slots__ = ("actions", "label", "legal", "player", "text")

    def __init__(self, player: int, text: str, legal: list[int], actions: tuple[str, ...]) -> None:
        self.player = player
        self.text = text
        self.legal = legal
        self.actions = actions
        self.label: str | None = None


@final
class _Walk:
    """Walks through all histories, and builds the tree of them."""

    def __init__(
        self, pyspiel: Any, game: Any, name: str, most: int, players: Sequence[str] | None
    ) -> None:
        kind = game.get_type()
        self.name = name
        self.title = str(kind.long_name)
        self.game = game
        self.most = most
        self.count = int(game.num_players())
        if players is None:
            players = [f"player {i}" for i in range(self.count)]
        if len(players) != self.count:
            raise UnsupportedGameError(f"{name} has {self.count} players, not {len(players)}")
        self.players = tuple(players)
        if kind.dynamics == pyspiel.GameType.Dynamics.MEAN_FIELD:
            raise UnsupportedGameError(f"{name} is a mean field game, which has no tree")
        if kind.chance_mode == pyspiel.GameType.ChanceMode.SAMPLED_STOCHASTIC:
            raise UnsupportedGameError(
                f"{name} draws its chance moves by itself, so its tree cannot be told"
            )
        self.told = bool(kind.provides_information_state_string)
        perfect = kind.information == pyspiel.GameType.Information.PERFECT_INFORMATION
        if not self.told and (not perfect or kind.dynamics != pyspiel.GameType.Dynamics.SEQUENTIAL):
            raise UnsupportedGameError(
                f"{name} has no information state strings, so it does not say what players know"
            )
        self.infosets: dict[tuple[int, str], _Infoset] = {}
        # The nodes, each before those that follow it: who moves (or None at an end), and how.
        self.movers: list[Any] = []
        self.given: list[Any] = []

    def read(self) -> None:
        # A state with the actions that some have chosen in it already, where all move at once.
        stack: list[tuple[Any, tuple[int, ...]]] = [(self.game.new_initial_state(), ())]
        while stack:
            state, chosen = stack.pop()
            if len(self.movers) == self.most:
                raise UnsupportedGameError(
                    f"{self.name} has more than {self.most} nodes; raise max_nodes if you mean it"
                )
            if state.is_terminal():
                self.movers.append(None)
                self.given.append(tuple(self.payoff(each) for each in state.returns()))
            elif state.is_chance_node():
                pairs = state.chance_outcomes()
                actions = [int(action) for action, _ in pairs]
                self.movers.append("chance")
                self.given.append(
                    (self.strings(state, -1, actions), summing_to_one(odds for _, odds in pairs))
                )
                stack.extend((state.child(action), ()) for action in reversed(actions))
            elif state.is_simultaneous_node():
                infoset = self.infoset(state, len(chosen))
                self.movers.append(infoset)
                self.given.append(None)
                for action in reversed(infoset.legal):
                    now = (*chosen, action)
                    if len(now) < self.count:
                        stack.append((state, now))
                    else:
                        after = state.clone()
                        after.apply_actions(list(now))
                        stack.append((after, ()))
            else:
                infoset = self.infoset(state, int(state.current_player()))
                self.movers.append(infoset)
                self.given.append(None)
                stack.extend((state.child(action), ()) for action in reversed(infoset.legal))

    def payoff(self, number: float) -> Any:
        if not math.isfinite(number):
            raise UnsupportedGameError(f"{self.name} pays {number}, which is no finite number")
        exact = exact_number(float(number))
        return int(exact) if exact.denominator == 1 else exact

    def strings(self, state: Any, player: int, actions: list[int]) -> tuple[str, ...]:
        return unique([str(state.action_to_string(player, action)) for action in actions])

    def infoset(self, state: Any, player: int) -> _Infoset:
        # All may move at once, and still some have nothing to choose: action 0 then.
        legal = [int(action) for action in state.legal_actions(player)] or [0]
        text = str(state.information_state_string(player)) if self.told else ""
        key = (player, text if self.told else str(len(self.movers)))
        known = self.infosets.get(key)
        if known is None:
            known = _Infoset(player, text, legal, self.strings(state, player, legal))
            self.infosets[key] = known
        elif known.legal != legal:
            raise UnsupportedGameError(
                f"{self.name} offers different actions in one information state of player "
                f"{player}: {shown(text)}"
            )
        return known

    def tree(self) -> ExtensiveFormGame:
        self.label()
        built: list[Node] = []
        for i in range(len(self.movers) - 1, -1, -1):
            mover = self.movers[i]
            if mover is None:
                built.append(Terminal(dict(zip(self.players, self.given[i], strict=True))))
            elif isinstance(mover, _Infoset):
                actions = {action: built.pop() for action in mover.actions}
                who = self.players[mover.player]
                built.append(Decision(who, actions, infoset=mover.label))
            else:
                branches = zip(*self.given[i], strict=True)
                built.append(Chance({name: (odds, built.pop()) for name, odds in branches}))
        return ExtensiveFormGame(self.title, players=self.players, root=built.pop())

    def label(self) -> None:
        """Label the information sets by what is known in them."""
        if not self.told:
            return
        for player in range(self.count):
            own = [each for each in self.infosets.values() if each.player == player]
            labels = infoset_labels([each.text for each in own], range(1, len(own) + 1))
            for infoset, label in zip(own, labels, strict=True):
                infoset.label = label
