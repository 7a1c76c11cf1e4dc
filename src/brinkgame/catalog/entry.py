"""What a game of the catalog is: the game, its source, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Algebraic
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.ordinal import GraphModel, OrdinalGame
from brinkgame.results import Concept, Coverage

__all__ = ["CatalogEntry", "KnownEquilibria", "KnownStates", "OrdinalEntry"]

Plan: TypeAlias = "Mapping[str, Any]"
"""A profile as plain nested mappings of labels: what `brinkgame.solve` would be compared with."""


@final
@dataclass(frozen=True, slots=True)
class KnownEquilibria:
    """Equilibria that a source gives, or that follow from it by hand.

    Attributes
    ----------
    concept
        Of which kind they are.
    profiles
        The equilibria, each as nested mappings of labels, in full.
    payoffs
        What each of them pays, ``{player: number}``, in the same order.
    citation
        Where they are found, or how they follow.
    at
        The values of parameters at which they hold; those not named are at their baselines.
    coverage
        What the list holds: `Coverage.ALL` when there is no other equilibrium, mixed or not,
        `Coverage.ALL_PURE` when there is no other in pure strategies.
    beliefs
        With perfect Bayesian and sequential equilibria, the beliefs that support each of them:
        ``{player: {information set: {path of a node: probability}}}``, where there is more than
        one node.
    is_quick
        Whether solvers find them within a second or so. Those of others are checked by what they
        are, and looked for by solvers only where time is no matter.

    Examples
    --------
    >>> import brinkgame as bg
    >>> known, *_ = bg.catalog.load("entry-deterrence").known
    >>> known.profiles
    ({'entrant': {'root': 'in'}, 'incumbent': {'entry': 'accommodate'}},)
    """

    concept: Concept
    profiles: tuple[Plan, ...]
    payoffs: tuple[Mapping[str, Fraction | Algebraic], ...]
    citation: str
    at: Mapping[str, Any] = field(default_factory=dict)
    coverage: Coverage = Coverage.ALL
    beliefs: tuple[Plan, ...] = ()
    is_quick: bool = True


@final
@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A game with a source.

    Attributes
    ----------
    name
        What it is loaded by, such as ``"entry-deterrence"``.
    title
        What it is called.
    game
        The game; its parameters, if it has any, may be open.
    citation
        Where it comes from.
    summary
        What it is known for, in a sentence or two.
    known
        Its known equilibria.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.catalog.load("centipede").citation
    'R. D. McKelvey and T. R. Palfrey (1992), An experimental study of the centipede game, ...'
    """

    name: str
    title: str
    game: ExtensiveFormGame | NormalFormGame
    citation: str
    summary: str
    known: tuple[KnownEquilibria, ...] = ()


@final
@dataclass(frozen=True, slots=True)
class KnownStates:
    """States of an ordinal game that a source says to be solutions of some kind.

    Attributes
    ----------
    concept
        Of which kind: ``"nonmyopic"``, ``"moving power of US"``, or a stability concept, such as
        ``"sequential"``.
    states
        All of them, as labels; none, if it is known that there is none.
    citation
        Where they are found, or how they follow.
    reversible
        With a graph model, whether they are those of the model with every move reversible.

    Examples
    --------
    >>> import brinkgame as bg
    >>> known, *_ = bg.catalog.load("crisis-graph-model").known
    >>> known.concept, known.states
    ('nash', ('air strike + withdraw',))
    """

    concept: str
    states: tuple[Any, ...]
    citation: str
    reversible: bool = False


@final
@dataclass(frozen=True, slots=True)
class OrdinalEntry:
    """A model with a source of which only the order of outcomes is given, and no payoffs.

    Attributes
    ----------
    name
        What it is loaded by, such as ``"crisis-graph-model"``.
    title
        What it is called.
    game
        The ordinal game, or the graph model.
    citation
        Where it comes from.
    summary
        What it is known for, in a sentence or two.
    known
        Its known solutions.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.catalog.load("brams-chicken").citation
    'S. J. Brams (1994), Theory of Moves, Cambridge University Press, ...'
    """

    name: str
    title: str
    game: OrdinalGame | GraphModel
    citation: str
    summary: str
    known: tuple[KnownStates, ...] = ()
