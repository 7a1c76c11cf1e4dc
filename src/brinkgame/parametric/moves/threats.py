"""Threats and promises that leave something to chance: when one works, and when it can be borne.

A threat is *effective* where the other side, faced with it, does what is wanted, and *acceptable*
where its maker would rather make it than not [1]_. Both follow from the equilibrium forms in which
the move is made: the conditions of the others are what makes it effective, those of its maker at
the move are what makes it acceptable. Solved for the lever (the risk of war, the size of a reward),
they are the two ends of a window, and the window is open under a condition on the other parameters.

A *threat* makes what is not wanted worse for the other side; a *promise* makes what is wanted
better. Which of the two a lever is follows from how it enters the other side's preference.

.. [1] A. Dixit, S. Skeath and D. H. Reiley, *Games of Strategy*, chapters on strategic moves and on
   brinkmanship; T. C. Schelling, *The Strategy of Conflict* (1960), chapter 8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import TERMINAL
from brinkgame.parametric.conditions import Condition
from brinkgame.parametric.equilibria.finding import equilibrium_forms
from brinkgame.parametric.equilibria.form import EquilibriumForm
from brinkgame.parametric.moves.windows import PROMISE, THREAT, RiskWindow, after, window_of
from brinkgame.parametric.regions import sign_over, witness
from brinkgame.results import Concept

__all__ = ["promise", "risk_window", "threat"]

_MOST_NAMED: Final = 3


def risk_window(
    game: ExtensiveFormGame,
    player: str,
    lever: str,
    *,
    makes: tuple[str, str] | None = None,
    instead_of: str | None = None,
    conduct: Mapping[str, Mapping[str, str]] | None = None,
    concept: str | Concept | None = None,
) -> RiskWindow:
    """Derive from a tree for which values of a lever a threat works and can be borne.

    Nothing is told but who makes the move and with which lever: the ends are read off the
    conditions of the equilibrium forms in which the move is made and moves somebody.

    Parameters
    ----------
    game
        A tree whose equilibrium forms can be had.
    player, lever
        Who makes the move, and the parameter that makes it work: a risk, a cost, a reward.
    makes
        ``(information set, action)`` by which the move is made. Without it, it is the player's
        action after which the lever matters, if there is one only.
    instead_of
        The alternative with which making the move is compared; without it, every one.
    conduct
        What others are to do after the move, where the tree leaves several possibilities:
        ``{player: {information set: action}}``.
    concept
        As in `equilibrium_forms`.

    Returns
    -------
    RiskWindow

    Raises
    ------
    UnknownNameError
        A player, parameter, information set or action is not there.
    UnsupportedGameError
        The lever moves nobody after the move, or enters a preference in another way than linearly.
    AmbiguousEquilibriumError
        The move works in several equilibria: `conduct` tells which is meant.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("brinkmanship").game
    >>> window = bg.risk_window(game, "US", "brink_risk")
    >>> print(window.acceptable[0].formula)
    (3 - 3*hard_type)/(hard_type*(us_war_cost - 2))
    >>> window.closes("hard_type").evaluate({"us_war_cost": 10})
    Fraction(5, 13)
    """
    if not isinstance(game, ExtensiveFormGame):
        raise UnsupportedGameError(f"a threat is made in a tree, not in {game!r}")
    if player not in game.players:
        raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
    if lever not in game.parameters:
        raise UnknownNameError(f"no open parameter {lever!r}{suggestion(lever, game.parameters)}")
    move = _move(game, player, lever, makes)
    _require_alternative(game, player, move, instead_of)
    forms = equilibrium_forms(game, concept, inhabited=False)
    made = [form for form in forms if _makes(form, player, move)]
    below = after(game, player, move)
    working = [
        form
        for form in made
        if _fits(game, form, conduct)
        and any(
            (c.player, c.infoset) in below for c in form.conditions if lever in c.difference.names
        )
        and _exists(form)
        and _is_moved(form, made, player, lever, below)
    ]
    if not working:
        raise UnsupportedGameError(
            f"with {lever}, {move[1]} moves nobody in any equilibrium",
            ["no other player's preference after the move turns with the lever while it is made"],
        )
    windows = [window_of(game, player, lever, move, instead_of, form) for form in working]
    if len({window.key for window in windows}) > 1:
        named = " | ".join(form.name for form in working[:_MOST_NAMED])
        more = f" | and {len(working) - _MOST_NAMED} more" if len(working) > _MOST_NAMED else ""
        raise AmbiguousEquilibriumError(
            f"{move[1]} works in {len(working)} equilibria; name what the others do with "
            f"conduct=: {named}{more}"
        )
    return windows[0]


def threat(game: ExtensiveFormGame, player: str, lever: str, **options: Any) -> RiskWindow:
    """As `risk_window`, of a lever that makes what is not wanted worse for the other side.

    Raises
    ------
    UnsupportedGameError
        The lever works by a promise, or only by what it does to the player itself.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.threat(bg.catalog.load("brinkmanship").game, "US", "brink_risk").kind
    'threat'
    """
    return _of_kind(THREAT, game, player, lever, options)


def promise(game: ExtensiveFormGame, player: str, lever: str, **options: Any) -> RiskWindow:
    """As `risk_window`, of a lever that makes what is wanted better for the other side.

    Raises
    ------
    UnsupportedGameError
        The lever works by a threat.

    Examples
    --------
    >>> import brinkgame as bg
    >>> reward = bg.Parameter("reward", 1, low=0, high=9)
    >>> game = bg.ExtensiveFormGame("aid", players=("A", "B"), root=bg.Decision("A", {
    ...     "nothing": bg.Terminal({"A": 0, "B": 0}),
    ...     "offer": bg.Decision("B", {
    ...         "comply": bg.Terminal({"A": 5 - reward, "B": reward - 2}),
    ...         "refuse": bg.Terminal({"A": -1, "B": 0})}, infoset="offered")}))
    >>> window = bg.promise(game, "A", "reward")
    >>> window.at()
    (Fraction(2, 1), Fraction(5, 1))
    """
    return _of_kind(PROMISE, game, player, lever, options)


def _of_kind(
    kind: str, game: ExtensiveFormGame, player: str, lever: str, options: Mapping[str, Any]
) -> RiskWindow:
    found = risk_window(game, player, lever, **options)
    if found.kind != kind:
        raise UnsupportedGameError(
            f"{lever} is no {kind}: it works by what it does to the other side after "
            f"{'what is wanted' if found.kind == PROMISE else 'what is not wanted'}, a {found.kind}"
        )
    return found


# -- the move -------------------------------------------------------------------------------------


def _move(game: ExtensiveFormGame, player: str, lever: str, makes: Any) -> tuple[str, str]:
    """The information set and the action by which the move is made."""
    if makes is not None:
        if not (isinstance(makes, tuple) and len(makes) == 2):
            raise InvalidParameterError(
                "makes= is (information set, action), such as ('root', 'quarantine'); got "
                f"{makes!r}"
            )
        label, action = makes
        menu = game.tree.actions(game.infoset_number(player, label))
        if action not in menu:
            raise UnknownNameError(
                f"{player} at {label} has no action {action!r}{suggestion(action, menu)}"
            )
        return label, action
    found = list(dict.fromkeys(_leading(game, player, lever)))
    if len(found) != 1:
        told = ", ".join(f"{action} at {label}" for label, action in found)
        raise AmbiguousEquilibriumError(
            f"{lever} matters after {len(found)} actions of {player}"
            + (f" ({told})" if found else "")
            + ": say which makes the move with makes=(information set, action)"
        )
    return found[0]


def _leading(game: ExtensiveFormGame, player: str, lever: str) -> Iterator[tuple[str, str]]:
    """Actions of a player with the lever after some action, and not after every one."""
    tree = game.tree
    rows, odds = game.payoff_rows(), game.edge_probabilities()
    touched = [False] * tree.size
    row_of = tree.payoff_row.tolist()
    for node in range(tree.size - 1, -1, -1):
        numbers = [*(rows[row_of[node]] if row_of[node] >= 0 else ()), odds[node]]
        own = any(isinstance(n, Expression) and lever in n.names for n in numbers)
        below = tree.mover[node] != TERMINAL and any(touched[c] for c in tree.children_of(node))
        touched[node] = own or below
    who = game.players.index(player)
    for node in range(tree.size):
        if tree.mover[node] != who:
            continue
        children = tree.children_of(node)
        after = [touched[child] for child in children]
        if any(after) and not all(after):
            number = int(tree.infoset[node])
            for action, is_touched in zip(tree.actions(number), after, strict=True):
                if is_touched:
                    yield tree.infoset_name(number), action


def _require_alternative(
    game: ExtensiveFormGame, player: str, move: tuple[str, str], instead_of: str | None
) -> None:
    if instead_of is None:
        return
    menu = [a for a in game.tree.actions(game.infoset_number(player, move[0])) if a != move[1]]
    if instead_of not in menu:
        raise UnknownNameError(
            f"{player} at {move[0]} has no alternative {instead_of!r} to {move[1]!r}"
            f"{suggestion(instead_of, menu)}"
        )


def _makes(form: EquilibriumForm, player: str, move: tuple[str, str]) -> bool:
    label, action = move
    return (player, label) in {part[:2] for part in form.path} and bool(
        form.profile[player][label][action] == 1
    )


def _fits(
    game: ExtensiveFormGame,
    form: EquilibriumForm,
    conduct: Mapping[str, Mapping[str, str]] | None,
) -> bool:
    for player, plan in (conduct or {}).items():
        if player not in game.players:
            raise UnknownNameError(f"no player {player!r}{suggestion(player, game.players)}")
        for label, action in plan.items():
            menu = game.tree.actions(game.infoset_number(player, label))
            if action not in menu:
                raise UnknownNameError(
                    f"{player} at {label} has no action {action!r}{suggestion(action, menu)}"
                )
            if form.profile[player][label][action] != 1:
                return False
    return True


def _is_moved(
    form: EquilibriumForm,
    made: Sequence[EquilibriumForm],
    player: str,
    lever: str,
    below: frozenset[tuple[str, str]],
) -> bool:
    """Whether somebody does what the maker wants because of the lever.

    That is so where some preference of another player that the lever bears on is for what pays the
    maker more than what that player would do otherwise.
    """
    return any(
        _gains(form, condition, made, player)
        for condition in form.conditions
        if (condition.player, condition.infoset) in below and lever in condition.difference.names
    )


def _gains(
    form: EquilibriumForm, condition: Condition, made: Sequence[EquilibriumForm], player: str
) -> bool:
    """Whether the maker is better off with what a player prefers than with the alternative."""
    place = condition.player, condition.infoset
    for other in made:
        differs = {
            mine[:2]: theirs[2]
            for mine, theirs in zip(form.support, other.support, strict=True)
            if mine != theirs
        }
        if differs == {place: (condition.against,)}:
            gain = quantity(form.payoffs[player] - other.payoffs[player])
            if isinstance(gain, Fraction):
                return gain > 0
            known = sign_over(gain, form.game.parameters, weak=True)
            return known == 1 if known is not None else gain.evaluate(_inside(form)) > 0
    # Doing otherwise while all others stay is no form, so that there is nothing to compare with.
    return True


def _exists(form: EquilibriumForm) -> bool:
    """Whether the form is an equilibrium in some part of the box; without a box, it may be."""
    if any(p.low is None or p.high is None for p in form.game.parameters.values()):
        return True
    return witness(form.conditions, form.game.parameters, borders=False).status != "empty"


def _inside(form: EquilibriumForm) -> Mapping[str, Any]:
    """A point at which a form is an equilibrium, or the baseline where none was found."""
    space = form.game.parameters
    if any(p.low is None or p.high is None for p in space.values()):
        return space.baseline
    return witness(form.conditions, space, borders=False).point or space.baseline
