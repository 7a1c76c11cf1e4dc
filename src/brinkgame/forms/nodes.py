"""The three kinds of node that a tree is written with, and `REST`.

Nodes are syntax: they hold what was written, copied so that later changes of the caller's
dictionaries change nothing, and check nothing. `ExtensiveFormGame` reads them once, checks
everything together, and keeps none of them. A node object may stand at several places of a tree;
each place is a node of its own.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final, Self, final

__all__ = ["REST", "Chance", "Decision", "Node", "Rest", "Terminal"]


@final
class Rest(Enum):
    """The type of `REST`."""

    REST = "the rest"

    def __repr__(self) -> str:
        return "REST"


REST: Final = Rest.REST
"""The probability of the last branch of a `Chance`: one minus all the others."""


_shared_labels: dict[tuple[Any, ...], tuple[Any, ...]] = {}


def _split(pairs: Any) -> tuple[Any, Any]:
    """Labels and values of a mapping, or of an iterable of pairs; (None, it) if it is neither.

    A large tree repeats the same few tuples of labels, so each is kept once.
    """
    if isinstance(pairs, Mapping):
        labels, values = tuple(pairs), tuple(pairs.values())
    else:
        if isinstance(pairs, (str, bytes)) or not isinstance(pairs, Iterable):
            return None, pairs
        entries = list(pairs)
        if not all(isinstance(entry, (tuple, list)) and len(entry) == 2 for entry in entries):
            return None, entries
        labels, values = tuple(e[0] for e in entries), tuple(e[1] for e in entries)
    labels = tuple([plain_text(label) for label in labels])
    if not all(label.__class__ is str for label in labels):
        return labels, values  # the game will report them
    if len(_shared_labels) > 100_000:  # a program that makes up new labels for ever
        _shared_labels.clear()
    return _shared_labels.setdefault(labels, labels), values


def plain_text(label: Any) -> Any:
    """A text of a subclass, such as a member of a `StrEnum`, as plain text; others as they are."""
    if label.__class__ is not str and isinstance(label, str):
        return str.__str__(label)
    return label


class Node(ABC):
    """A node of a tree as it is written: a `Decision`, a `Chance` or a `Terminal`."""

    __slots__ = ("_label", "_payoff_names", "_payoff_values")

    _label: Any
    _payoff_names: Any
    _payoff_values: Any

    def _write(self, payoffs: Any, label: Any) -> None:
        names, values = ((), ()) if payoffs is None else _split(payoffs)
        object.__setattr__(self, "_payoff_names", names)
        object.__setattr__(self, "_payoff_values", values)
        object.__setattr__(self, "_label", plain_text(label))

    @property
    def label(self) -> str | None:
        """The outcome that is reached here, such as ``"war"``; several nodes may share one."""
        return self._label  # type: ignore[no-any-return]

    @property
    def payoffs(self) -> dict[str, Any]:
        """What each player collects here, as it was written."""
        if self._payoff_names is None:  # not a mapping; the game will report it
            return {}
        return dict(zip(self._payoff_names, self._payoff_values, strict=True))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        names = [name for part in type(self).__mro__ for name in getattr(part, "__slots__", ())]
        return _rebuilt, (type(self), {name: getattr(self, name) for name in names})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} cannot be changed; write a new one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__} cannot be changed; write a new one")


def _rebuilt(kind: type[Node], slots: dict[str, Any]) -> Node:
    node = kind.__new__(kind)
    for name, value in slots.items():
        object.__setattr__(node, name, value)
    return node


@final
class Decision(Node):
    """A node where a player chooses an action.

    Parameters
    ----------
    player
        Who chooses.
    actions
        ``{action: node}``, or pairs of them. Their order is kept.
    infoset
        The label of the information set. Decisions of one player with the same label cannot be
        told apart by that player, and must offer the same actions. Without it the node is an
        information set of its own, named by its path.
    payoffs
        What players collect on passing through, ``{player: number or expression}``.
    label
        A name for this place, such as an outcome that is certain from here on.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.Decision("US", {"accept": bg.Terminal({"US": -2}), "strike": bg.Terminal({"US": 1})})
    Decision('US', accept | strike)
    """

    __slots__ = ("_actions", "_children", "_infoset", "_player")

    _player: Any
    _actions: Any
    _children: Any
    _infoset: Any

    def __init__(
        self,
        player: str,
        actions: Mapping[str, Node] | Iterable[tuple[str, Node]],
        *,
        infoset: str | None = None,
        payoffs: Mapping[str, Any] | None = None,
        label: str | None = None,
    ) -> None:
        labels, children = _split(actions)
        object.__setattr__(self, "_player", plain_text(player))
        object.__setattr__(self, "_actions", labels)
        object.__setattr__(self, "_children", children)
        object.__setattr__(self, "_infoset", plain_text(infoset))
        self._write(payoffs, label)

    @property
    def player(self) -> str:
        """Who chooses here."""
        return self._player  # type: ignore[no-any-return]

    @property
    def actions(self) -> dict[str, Node]:
        """The actions and the nodes that they lead to."""
        if self._actions is None:
            return {}
        return dict(zip(self._actions, self._children, strict=True))

    @property
    def infoset(self) -> str | None:
        """The label of the information set, if one was given."""
        return self._infoset  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"Decision({self._player!r}, {' | '.join(map(str, self._actions or ()))})"


@final
class Chance(Node):
    """A node where Nature moves.

    Parameters
    ----------
    branches
        ``{label: (probability, node)}``, or pairs of them. The last probability may be `REST`.
    payoffs, label
        As in `Decision`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.Chance({"war": ("1/10", bg.Terminal({"US": -10})),
    ...            "peace": (bg.REST, bg.Terminal({"US": 1}))})
    Chance(war | peace)
    """

    __slots__ = ("_branches", "_children", "_probabilities")

    _branches: Any
    _probabilities: Any
    _children: Any

    def __init__(
        self,
        branches: Mapping[str, tuple[Any, Node]] | Iterable[tuple[str, tuple[Any, Node]]],
        *,
        payoffs: Mapping[str, Any] | None = None,
        label: str | None = None,
    ) -> None:
        labels, pairs = _split(branches)
        if labels is not None and all(isinstance(p, (tuple, list)) and len(p) == 2 for p in pairs):
            probabilities: Any = tuple(p[0] for p in pairs)
            children: Any = tuple(p[1] for p in pairs)
        else:
            labels, probabilities, children = None, None, pairs
        object.__setattr__(self, "_branches", labels)
        object.__setattr__(self, "_probabilities", probabilities)
        object.__setattr__(self, "_children", children)
        self._write(payoffs, label)

    @property
    def branches(self) -> dict[str, tuple[Any, Node]]:
        """The branches, each with its probability and the node that it leads to."""
        if self._branches is None:
            return {}
        pairs = zip(self._probabilities, self._children, strict=True)
        return dict(zip(self._branches, pairs, strict=True))

    def __repr__(self) -> str:
        return f"Chance({' | '.join(map(str, self._branches or ()))})"


@final
class Terminal(Node):
    """An end of the game.

    Parameters
    ----------
    payoffs
        ``{player: number or expression}``, for every player.
    label
        The outcome; several ends may share one, such as ``"war"``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.Terminal({"USSR": -4, "US": 1}, label="withdrawal")
    Terminal({'USSR': -4, 'US': 1}, label='withdrawal')
    """

    __slots__ = ()

    def __init__(self, payoffs: Mapping[str, Any], *, label: str | None = None) -> None:
        self._write(payoffs, label)

    def __repr__(self) -> str:
        label = "" if self._label is None else f", label={self._label!r}"
        return f"Terminal({self.payoffs!r}{label})"
