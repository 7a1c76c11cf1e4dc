"""Signaling games: who knows speaks first, and who does not know answers.

Nature draws the sender's type, the sender sees it and sends a message, and the receiver sees the
message alone and replies (Spence 1973; Kreps and Sobel 1994). The tree has one information set of
the sender for each type and one of the receiver for each message, called by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from brinkgame.errors import Fault, InvalidGameError, suggestion
from brinkgame.expressions import Constraint
from brinkgame.forms.compile import compile_tree
from brinkgame.forms.extensive import ExtensiveFormGame
from brinkgame.forms.game import checked_constraints, checked_players, checked_title
from brinkgame.forms.nodes import Chance, Decision, Node, Terminal
from brinkgame.forms.tabulated import MOST_CELLS, PayoffTable, cell_text, checked_labels

__all__ = ["signaling_game"]

Menus: TypeAlias = "Sequence[str] | Mapping[str, Sequence[str]]"


def signaling_game(
    title: str = "signaling game",
    *,
    types: Mapping[str, Any],
    messages: Menus,
    replies: Menus,
    payoffs: Mapping[Any, Any] | Callable[..., Any],
    sender: str = "sender",
    receiver: str = "receiver",
    outcomes: Mapping[Any, str] | Callable[..., str | None] | None = None,
    constraints: Iterable[Constraint] = (),
) -> ExtensiveFormGame:
    """The tree of a signaling game.

    Parameters
    ----------
    title
        What the game is called.
    types
        ``{type: probability}``, as Nature draws the sender's types; the last may be `REST`.
    messages
        What the sender may say; or ``{type: messages}`` where it depends on the type.
    replies
        What the receiver may answer; or ``{message: replies}`` where it depends on the message. The
        game ends with a message that has no replies.
    payoffs
        ``{(type, message, reply): payoffs}``, the same nested, or a function of the three labels.
        Where a message ends the game, ``(type, message)``, and a function is given None as reply.
        Payoffs are ``{player: number}``, or a pair, first the sender's. Numbers may be expressions.
    sender, receiver
        The players' labels.
    outcomes
        Labels of ends, if they have any: a mapping by the same cells, or a function.
    constraints
        Inequalities among parameters, as in `ExtensiveFormGame`.

    Returns
    -------
    ExtensiveFormGame
        The sender's information sets are called by the types, the receiver's by the messages.

    Raises
    ------
    InvalidGameError
        With *every* fault and its place: a cell without payoffs, or one that is not in the game;
        probabilities that do not sum to one; labels that are unknown or written twice.

    See Also
    --------
    BayesianGame : several players who each know something, and move at once.

    Examples
    --------
    >>> import brinkgame as bg
    >>> beer_quiche = bg.signaling_game("beer or quiche",
    ...     types={"strong": "9/10", "weak": bg.REST},
    ...     messages=("beer", "quiche"), replies=("duel", "leave"),
    ...     payoffs=lambda kind, breakfast, reply: (
    ...         (breakfast == {"strong": "beer", "weak": "quiche"}[kind]) + 2 * (reply == "leave"),
    ...         int((reply == "duel") == (kind == "weak"))))
    >>> [known.label for known in beer_quiche.information_sets]
    ['strong', 'beer', 'quiche', 'weak']
    """
    faults: list[Fault] = []
    name = checked_title(title, faults)
    players = checked_players((sender, receiver), faults)
    kept = checked_constraints(constraints, faults)
    kinds = _checked_types(types, faults)
    said = _menus(messages, kinds, "messages", "type", faults)
    every = tuple(dict.fromkeys(label for kind in kinds for label in said[kind]))
    answers = _menus(replies, every, "replies", "message", faults)
    size = sum(max(1, len(answers[message])) for kind in kinds for message in said[kind])
    if size > MOST_CELLS:
        faults.append(Fault("", f"{size} ends are more than can be written, {MOST_CELLS}"))
    if faults or not kinds:
        raise InvalidGameError(_not_a_game(name), faults)

    table = PayoffTable(payoffs, outcomes, players, faults)

    def end(*cell: str) -> Terminal:
        return table.end(cell, cell if len(cell) == 3 else (*cell, None))

    def after(kind: str, message: str) -> Node:
        if not answers[message]:
            return end(kind, message)
        below = {reply: end(kind, message, reply) for reply in answers[message]}
        return Decision(receiver, below, infoset=message)

    root = Chance(
        {
            kind: (
                types[kind],
                Decision(sender, {m: after(kind, m) for m in said[kind]}, infoset=kind),
            )
            for kind in kinds
        }
    )
    every_reply = tuple(dict.fromkeys(r for message in every for r in answers[message]))
    table.finish((kinds, every, every_reply))
    if faults:
        compile_tree(players, root, faults)  # what is wrong with the numbers, too
        raise InvalidGameError(_not_a_game(name), faults)
    return ExtensiveFormGame(name, players=players, root=root, constraints=kept)


def _not_a_game(name: str) -> str:
    return f"{name!r} is not a signaling game" if name else "not a signaling game"


def _checked_types(types: object, faults: list[Fault]) -> tuple[str, ...]:
    if not isinstance(types, Mapping):
        faults.append(Fault("", f"types are written {{type: probability}}; got {types!r}"))
        return ()
    return checked_labels(types, "types", faults)


def _menus(
    written: object, owners: Sequence[str], what: str, whose: str, faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """What may be said or answered, by type or by message."""
    some = whose == "type"
    if not isinstance(written, Mapping):
        menu = checked_labels(written, what, faults, some=some)
        return dict.fromkeys(owners, menu)
    for label in written:
        if label not in owners:
            hint = suggestion(label, owners) if isinstance(label, str) else ""
            faults.append(Fault("", f"{what} of an unknown {whose} {label!r}{hint}"))
    menus: dict[str, tuple[str, ...]] = {}
    for owner in owners:
        if owner not in written and some:
            faults.append(Fault(cell_text((owner,)), f"no {what} of this {whose}"))
        menus[owner] = checked_labels(
            written.get(owner, ()), what, faults, where=cell_text((owner,)), some=False
        )
        if some and owner in written and not menus[owner]:
            faults.append(Fault(cell_text((owner,)), f"no {what}; write at least one"))
    return menus
