"""Which conclusions survive which solution concept: one table.

A conclusion that holds in every Nash equilibrium of a tree holds whatever one thinks of threats and
beliefs. One that holds in every sequential equilibrium only hangs on what is believed where play
never goes; one that holds in some equilibria of every concept hangs on which of them is played. The
table tells these apart. Concepts refine one another,

    sequential <= perfect Bayesian <= subgame perfect <= Nash,

(Kreps and Wilson 1982; see `brinkgame.results.Concept`), so that what holds in every equilibrium of
one holds in every equilibrium of those to its left, and the limit of quantal response is one
sequential equilibrium. The table uses that where a solver leaves something open.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final, TypeAlias, final

from brinkgame.arithmetic import exact_number
from brinkgame.errors import (
    InvalidParameterError,
    UnknownNameError,
    UnsupportedGameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play import EquilibriumFamily
from brinkgame.results import Concept, Coverage, Equilibrium, EquilibriumResult
from brinkgame.solve import solve
from brinkgame.solvers import AgentLogitLimit, LogitLimit, Solver
from brinkgame.solvers.auto import concept_named

__all__ = ["ConceptCell", "ConceptTable", "Finding", "OutcomeBound", "concept_table"]

LIMIT: Final = "quantal response limit"
"""The column of the equilibrium that the principal logit branch leads to."""
_NEAR: Final = 1e-6
"""Probabilities and payoffs of approximate equilibria are told apart from here on."""
_STRENGTH: Final = (
    Concept.NASH,
    Concept.SUBGAME_PERFECT,
    Concept.PERFECT_BAYESIAN,
    Concept.SEQUENTIAL,
)
"""Concepts of trees, each refining the one before it."""

Conclusion: TypeAlias = Any


@final
class Finding(Enum):
    """What is known of a conclusion under a concept; the value is how the table says it."""

    EVERY = "in every"
    SOME = "in some"
    NONE = "in none"
    UNKNOWN = "unknown"
    EMPTY = "no equilibrium"
    RANGE = "range"


@final
@dataclass(frozen=True, slots=True)
class OutcomeBound:
    """The conclusion that the probability of an outcome lies within bounds.

    Parameters
    ----------
    outcome
        The label of an outcome of the tree, or several of them.
    at_least, at_most
        Bounds, themselves included.

    Examples
    --------
    >>> import brinkgame as bg
    >>> bg.OutcomeBound("war", at_most="1/10")
    OutcomeBound(outcome='war', at_least=0, at_most='1/10')
    """

    outcome: str | tuple[str, ...]
    at_least: Any = 0
    at_most: Any = 1

    def __post_init__(self) -> None:
        low, high = exact_number(self.at_least), exact_number(self.at_most)
        if low > high:
            raise InvalidParameterError(f"nothing is at least {low} and at most {high}")

    def holds(self, probability: Any, slack: float = 0.0) -> bool:
        """Whether a probability is within the bounds."""
        low, high = exact_number(self.at_least), exact_number(self.at_most)
        return bool(low - exact_number(slack) <= probability <= high + exact_number(slack))


@final
@dataclass(frozen=True, slots=True)
class ConceptCell:
    """A conclusion under a concept.

    Attributes
    ----------
    finding
        In every, some or no equilibrium; `Finding.UNKNOWN` where what was found does not tell;
        `Finding.RANGE` for a quantity.
    low, high
        The lowest and the highest value of a quantity over what was found.
    is_exact
        Whether that is all there is, and not only what was found.
    note
        What the finding rests on, where it is not plain.

    Examples
    --------
    >>> import brinkgame as bg
    >>> print(bg.ConceptCell(bg.Finding.EVERY))
    in every
    """

    finding: Finding
    low: Any = None
    high: Any = None
    is_exact: bool = True
    note: str = ""

    def __str__(self) -> str:
        if self.finding is not Finding.RANGE:
            return "?" if self.finding is Finding.UNKNOWN else self.finding.value
        low, high = map(_short, (self.low, self.high))
        text = low if low == high else f"{low} to {high}"
        return text if self.is_exact else f"{text} or other"


@final
@dataclass(frozen=True)
class ConceptTable:
    """Conclusions by concepts; printed, it is a table to read.

    Attributes
    ----------
    game
        The game.
    conclusions
        Their names, in order.
    concepts
        The names of the columns, the weakest concept first.
    cells
        ``{(concept, conclusion): ConceptCell}``, both by name.
    results
        ``{concept: EquilibriumResult}``; a concept that no solver takes is missing.
    notes
        What a reader should know of a column, ``{concept: sentences}``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> table = bg.concept_table(entry, {
    ...     "there is entry": {"entrant": {"root": "in"}}}, concepts=("nash", "subgame-perfect"))
    >>> table.survives("there is entry")
    ('subgame-perfect',)
    """

    game: Any
    conclusions: tuple[str, ...]
    concepts: tuple[str, ...]
    cells: Mapping[tuple[str, str], ConceptCell]
    results: Mapping[str, EquilibriumResult] = field(repr=False)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def __getitem__(self, where: tuple[str | Concept, str]) -> ConceptCell:
        concept, conclusion = where
        name = concept.value if isinstance(concept, Concept) else concept
        for given, known in ((name, self.concepts), (conclusion, self.conclusions)):
            if given not in known:
                raise UnknownNameError(f"no {given!r} in this table{suggestion(given, known)}")
        return self.cells[name, conclusion]

    def survives(self, conclusion: str) -> tuple[str, ...]:
        """The concepts in every equilibrium of which a conclusion holds."""
        return tuple(c for c in self.concepts if self[c, conclusion].finding is Finding.EVERY)

    def __str__(self) -> str:
        head = ["", *self.concepts]
        rows = [head, ["equilibria found", *map(self._count, self.concepts)]]
        rows += [
            [name, *(str(self.cells[c, name]) for c in self.concepts)] for name in self.conclusions
        ]
        widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        lines.insert(1, "  ".join("-" * width for width in widths))
        for concept in self.concepts:
            lines += [f"{concept}: {note}" for note in self.notes.get(concept, ())]
            for name in self.conclusions:
                note = self.cells[concept, name].note
                if note:
                    lines.append(f"{name}, {concept}: {note}")
        return "\n".join(lines)

    def _count(self, concept: str) -> str:
        result = self.results.get(concept)
        if result is None:
            return "-"
        alone = sum(1 for e in result if e.family is None)
        families = len({id(e.family) for e in result if e.family is not None})
        words = [str(alone)] if alone or not families else []
        if families:
            words.append(f"{families} {'family' if families == 1 else 'families'}")
        return " and ".join(words)


def concept_table(
    game: Any,
    conclusions: Mapping[str, Conclusion],
    *,
    concepts: Sequence[str | Concept] | None = None,
    limit: Solver | None = None,
    time_limit: float | None = None,
) -> ConceptTable:
    """Which conclusions hold in every, in some or in no equilibrium of each concept.

    Parameters
    ----------
    game
        A closed game.
    conclusions
        What is concluded, by a name of your own. Each is one of

        * an outcome's label: its probability is a quantity, of which the range is told;
        * a player's label: what the player gets, a quantity as well;
        * an `OutcomeBound`;
        * ``{player: {information set: action}}`` (of a table ``{player: strategy}``): what is done
          for certain;
        * a function of an `Equilibrium` that returns a truth value or a number, such as
          ``lambda e: e.payoffs["US"] > 0``.
    concepts
        Names of concepts, ``"quantal response limit"`` among them if wanted; those of trees from
        Nash to sequential and the limit (of tables Nash and the limit), if None.
    limit
        The solver of the limit, if its options matter.
    time_limit
        Seconds for each concept.

    Returns
    -------
    ConceptTable
        A concept that no solver takes has unknown cells, and a note with the reasons.

    Raises
    ------
    UnknownNameError
        There is no such outcome, player, information set, action or concept.

    Notes
    -----
    A cell is "unknown" where a solver does not promise to have found all equilibria and those found
    agree; one that holds and one that does not decide it all the same. A family of equilibria
    counts as a whole where the conclusion is about outcomes and the family tells the range of
    their probabilities, or has them all alike; otherwise only its listed members are looked at,
    and the cell says so. A function that looks at anything but ``outcomes()`` and ``payoffs`` is
    such a case.

    Examples
    --------
    >>> import brinkgame as bg
    >>> entry = bg.catalog.load("entry-deterrence").game
    >>> table = bg.concept_table(entry, {
    ...     "there is entry": {"entrant": {"root": "in"}},
    ...     "what the entrant gets": lambda e: e.payoffs["entrant"],
    ... }, concepts=("subgame-perfect", "quantal response limit"))
    >>> print(table)
                           subgame-perfect  quantal response limit
    ---------------------  ---------------  ----------------------
    equilibria found       1                1
    there is entry         in every         in every
    what the entrant gets  2                2
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"expected a game, got {game!r}")
    game.require_closed("a table of concepts")
    read = {name: _read(game, name, what) for name, what in conclusions.items()}
    names = _columns(game, concepts)
    results: dict[str, EquilibriumResult] = {}
    notes: dict[str, tuple[str, ...]] = {}
    for name in names:
        try:
            if name == LIMIT:
                usual = AgentLogitLimit() if isinstance(game, ExtensiveFormGame) else LogitLimit()
                result = solve(game, limit or usual, check=False, time_limit=time_limit)
            else:
                result = solve(game, concept=name, check=False, time_limit=time_limit)
        except UnsupportedGameError as error:
            notes[name] = tuple(str(error).splitlines())
            continue
        results[name] = result
        told = [] if result.status.is_success else [result.status.value]
        if name != LIMIT and result.coverage is not Coverage.ALL:
            told.append(f"{type(result.solver).__name__} says that {result.coverage.value}.")
        if told:
            notes[name] = tuple(told)
    cells = {
        (name, conclusion): _cell(results.get(name), measure, only=name == LIMIT)
        for name in names
        for conclusion, measure in read.items()
    }
    _refine(cells, names, tuple(read))
    return ConceptTable(game, tuple(read), names, cells, results, notes)


def _columns(game: Any, concepts: Sequence[str | Concept] | None) -> tuple[str, ...]:
    if concepts is None:
        known = _STRENGTH if isinstance(game, ExtensiveFormGame) else (Concept.NASH,)
        return (*(concept.value for concept in known), LIMIT)
    if isinstance(concepts, (str, Concept)):
        concepts = (concepts,)
    return tuple(
        dict.fromkeys(LIMIT if name == LIMIT else concept_named(name).value for name in concepts)
    )


def _short(number: Any) -> str:
    text = str(number)
    return f"{float(number):.6g}" if isinstance(number, float) or len(text) > 15 else text


# -- conclusions -----------------------------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class _Measure:
    """A conclusion as it is looked at.

    Attributes
    ----------
    of
        The value for an equilibrium, and whether it depends on outcomes and payoffs only.
    ends
        The ends whose probability it is about, if it is about nothing else.
    bound
        What the probability of these ends is compared with, if it is.
    player
        Whose payoff it is, if it is that.
    taken
        The actions that are taken for certain, if it is that: the information set of each, and
        the ends behind it by other actions. It is the same everywhere in a convex set if it is at
        all its corners.
    """

    of: Callable[[Equilibrium], tuple[Any, bool]]
    ends: frozenset[int] | None = None
    bound: OutcomeBound | None = None
    player: str | None = None
    taken: tuple[tuple[frozenset[int], frozenset[int]], ...] | None = None


def _read(game: Any, name: str, what: Conclusion) -> _Measure:
    """A conclusion, from any of its forms."""
    if isinstance(what, str) and what in game.players:
        if isinstance(game, ExtensiveFormGame) and what in game.tree.labels:
            raise InvalidParameterError(
                f"{name}: {what!r} is a player and an outcome; write OutcomeBound({what!r}), or a "
                f"function of an equilibrium"
            )
        return _Measure(_Payoff(what), player=what)
    if isinstance(what, (str, OutcomeBound)):
        if not isinstance(game, ExtensiveFormGame):
            raise UnsupportedGameError(f"{name}: only trees have outcomes")
        bound = what if isinstance(what, OutcomeBound) else None
        labels = what.outcome if isinstance(what, OutcomeBound) else what
        ends = _ends(game, name, (labels,) if isinstance(labels, str) else labels)
        return _Measure(_Probability(game, ends, bound), ends, bound)
    if isinstance(what, Mapping):
        taken = _conduct(game, name, what)
        return _Measure(_Conduct(taken), taken=_behind(game, taken))
    if callable(what):
        return _Measure(_Function(what))
    raise InvalidParameterError(
        f"{name}: a conclusion is an outcome's label, an OutcomeBound, what players do for "
        f"certain, or a function of an equilibrium; got {what!r}"
    )


def _ends(game: ExtensiveFormGame, name: str, labels: Sequence[str]) -> frozenset[int]:
    """The ends of the tree behind or at nodes with these labels."""
    tree = game.tree
    for label in labels:
        if label not in tree.labels:
            hint = suggestion(label, tree.labels)
            raise UnknownNameError(f"{name}: no outcome has the label {label!r}{hint}")
    wanted = {tree.labels.index(label) for label in labels}
    inside = [False] * tree.size
    for node, (above, label) in enumerate(
        zip(tree.parent.tolist(), tree.label.tolist(), strict=True)
    ):
        inside[node] = label in wanted or (node > 0 and inside[above])
    return frozenset(end for end in tree.terminals.tolist() if inside[end])


def _conduct(game: Any, name: str, what: Mapping[str, Any]) -> list[tuple[str, str | None, str]]:
    """What is done for certain: player, information set and action."""
    found: list[tuple[str, str | None, str]] = []
    for player, part in what.items():
        if player not in game.players:
            hint = suggestion(player, game.players)
            raise UnknownNameError(f"{name}: no player {player!r}{hint}")
        if isinstance(game, NormalFormGame):
            menu = game.strategies[player]
            if part not in menu:
                hint = suggestion(part, menu)
                raise UnknownNameError(f"{name}: {player} has no strategy {part!r}{hint}")
            found.append((player, None, part))
            continue
        if not isinstance(part, Mapping):
            raise InvalidParameterError(
                f"{name}: write {{{player!r}: {{information set: action}}}}, not {part!r}"
            )
        for label, action in part.items():
            menu = game.tree.actions(game.infoset_number(player, label))
            if action not in menu:
                hint = suggestion(action, menu)
                raise UnknownNameError(f"{name}: no {action!r} at {label} ({player}){hint}")
            found.append((player, label, action))
    return found


def _behind(
    game: Any, taken: Sequence[tuple[str, str | None, str]]
) -> tuple[tuple[frozenset[int], frozenset[int]], ...]:
    """For each action the ends behind its information set, and those not behind the action."""
    found = []
    for player, label, action in taken:
        if label is None:
            continue
        tree = game.tree
        infoset = game.infoset_number(player, label)
        place = tree.actions(infoset).index(action)
        stop = tree.end.tolist()
        below: set[int] = set()
        right: set[int] = set()
        for node in tree.members[infoset]:
            chosen = tree.children_of(node)[place]
            below.update(range(node, stop[node]))
            right.update(range(chosen, stop[chosen]))
        ends = set(tree.terminals.tolist())
        found.append((frozenset(ends & below), frozenset(ends & (below - right))))
    return tuple(found)


def _slack(equilibrium: Equilibrium) -> float:
    return 0.0 if equilibrium.is_exact else _NEAR


@final
@dataclass(frozen=True, slots=True)
class _Probability:
    """The probability of some ends, or whether it is within bounds."""

    game: ExtensiveFormGame
    ends: frozenset[int]
    bound: OutcomeBound | None

    def __call__(self, equilibrium: Equilibrium) -> tuple[Any, bool]:
        total = probability_of(self.game, equilibrium.profile, self.ends)
        if self.bound is None:
            return total, True
        return self.bound.holds(total, _slack(equilibrium)), True


@final
@dataclass(frozen=True, slots=True)
class _Payoff:
    """What a player gets."""

    player: str

    def __call__(self, equilibrium: Equilibrium) -> tuple[Any, bool]:
        return equilibrium.payoffs[self.player], True


@final
@dataclass(frozen=True, slots=True)
class _Conduct:
    """Whether actions are taken for certain."""

    taken: list[tuple[str, str | None, str]]

    def __call__(self, equilibrium: Equilibrium) -> tuple[Any, bool]:
        slack = _slack(equilibrium)
        for player, label, action in self.taken:
            part = equilibrium.profile[player]
            weight = part[action] if label is None else part[label][action]
            if not weight >= 1 - slack:
                return False, False
        return True, False


@final
class _Watched:
    """An equilibrium that remembers what was asked of it."""

    def __init__(self, equilibrium: Equilibrium) -> None:
        self._equilibrium = equilibrium
        self._asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self._asked.add(name)
        return getattr(self._equilibrium, name)


@final
@dataclass(frozen=True, slots=True)
class _Function:
    """What a user's function says."""

    ask: Callable[[Any], Any]

    def __call__(self, equilibrium: Equilibrium) -> tuple[Any, bool]:
        watched = _Watched(equilibrium)
        return self.ask(watched), watched._asked <= {"outcomes", "payoffs"}


def probability_of(game: ExtensiveFormGame, profile: Any, ends: frozenset[int]) -> Any:
    """The probability that play comes to one of some ends."""
    from brinkgame.play.payoffs import reach_probabilities

    reach = reach_probabilities(game, profile)
    return sum((reach[end] for end in sorted(ends)), start=game.arithmetic.number(0))


# -- cells -----------------------------------------------------------------------------------------


@final
@dataclass(slots=True)
class _Evidence:
    """Values of a conclusion, and whether they tell about everything that was found."""

    values: list[Any] = field(default_factory=list)
    is_whole: bool = True


def _cell(result: EquilibriumResult | None, measure: _Measure, *, only: bool) -> ConceptCell:
    """What is known of a conclusion from what a solver found."""
    if result is None:
        return ConceptCell(Finding.UNKNOWN, is_exact=False)
    evidence = _evidence(result, measure)
    complete = result.coverage is Coverage.ALL and result.status.is_success
    whole = evidence.is_whole and (complete or (only and len(result) == 1))
    note = "" if evidence.is_whole else "only listed members of a family were looked at."
    values = evidence.values
    if not values:
        return ConceptCell(Finding.EMPTY if complete else Finding.UNKNOWN, is_exact=complete)
    if not all(isinstance(value, bool) for value in values):
        return ConceptCell(Finding.RANGE, min(values), max(values), whole, note)
    if len(set(values)) == 2:
        return ConceptCell(Finding.SOME)
    if whole:
        return ConceptCell(Finding.EVERY if values[0] else Finding.NONE)
    seen = f"it {'holds' if values[0] else 'fails'} in all that were found ({len(values)})"
    return ConceptCell(Finding.UNKNOWN, is_exact=False, note=f"{seen}; {note}" if note else seen)


def _evidence(result: EquilibriumResult, measure: _Measure) -> _Evidence:
    found = _Evidence()
    homes: dict[int, tuple[EquilibriumFamily, list[Any], bool]] = {}
    for equilibrium in result:
        value, by_outcome = measure.of(equilibrium)
        found.values.append(value)
        family = equilibrium.family
        if family is not None:
            home = homes.setdefault(id(family), (family, [], by_outcome))
            home[1].append(value)
    for family, values, by_outcome in homes.values():
        _add_family(found, result.game, family, values, measure, by_outcome=by_outcome)
    return found


def _add_family(
    found: _Evidence,
    game: Any,
    family: EquilibriumFamily,
    values: Sequence[Any],
    measure: _Measure,
    *,
    by_outcome: bool,
) -> None:
    """Add what a family says beyond its listed members."""
    if measure.ends is not None:
        span = family.chance_range(measure.ends)
        if span is not None:
            low, high = span
            if measure.bound is None:
                found.values += [low, high]
            else:
                found.values += _within(measure.bound, low, high)
            return
    told = measure.player in family.payoff_ranges and family.ranges_are_exact
    if measure.player is not None and told:
        found.values += family.payoff_ranges[measure.player]
        return
    if measure.taken is not None:
        corners = family.vertices is not None and len(family.vertices) == len(values)
        if corners or _is_settled(found, family, measure.taken):
            return
    if by_outcome and _has_one_outcome(game, family):
        return
    found.is_whole = False


def _is_settled(
    found: _Evidence,
    family: EquilibriumFamily,
    taken: Sequence[tuple[frozenset[int], frozenset[int]]],
) -> bool:
    """Whether outcomes tell if actions are taken for certain everywhere, or nowhere, in a family.

    An action is, at an information set that play comes to, if no end is reached by another one.
    """
    everywhere = True
    for behind, besides in taken:
        reached, other = family.chance_range(behind), family.chance_range(besides)
        if reached is None or other is None:
            return False
        if other[0] > 0:
            return True  # nowhere: as the listed members say
        if other[1] > 0:
            found.values.append(False)
        everywhere &= reached[0] > 0 and other[1] == 0
    return everywhere


def _within(bound: OutcomeBound, low: Any, high: Any) -> list[bool]:
    """Whether some probability between two is within bounds, and whether some is not."""
    least, most = exact_number(bound.at_least), exact_number(bound.at_most)
    inside = low <= most and high >= least
    outside = low < least or high > most
    return [True] * inside + [False] * outside


def _has_one_outcome(game: Any, family: EquilibriumFamily) -> bool:
    """Whether every member comes to each end with the same probability."""
    if not isinstance(game, ExtensiveFormGame):
        return False
    for end in game.tree.terminals.tolist():
        span = family.chance_range(frozenset({end}))
        if span is None or span[0] != span[1]:
            return False
    return True


def _refine(
    cells: dict[tuple[str, str], ConceptCell], names: Sequence[str], conclusions: Sequence[str]
) -> None:
    """Conclude from weaker concepts for stronger ones, and the other way round."""
    order = [concept.value for concept in _STRENGTH]
    chain = [name for name in order if name in names]
    for conclusion in conclusions:
        for weaker, stronger in _pairs(chain):
            cell, known = cells[stronger, conclusion], cells[weaker, conclusion]
            if known.finding is Finding.RANGE and known.is_exact and not cell.is_exact:
                if known.low == known.high:
                    cells[stronger, conclusion] = ConceptCell(
                        Finding.RANGE,
                        known.low,
                        known.high,
                        note=f"as in {weaker}, which is weaker.",
                    )
                else:
                    span = f"{_short(known.low)} to {_short(known.high)}"
                    note = f"within {span}, as in {weaker}, which is weaker."
                    cells[stronger, conclusion] = replace(cell, note=note)
            if cell.finding is Finding.UNKNOWN and known.finding in (Finding.EVERY, Finding.NONE):
                note = f"as in {weaker}, which is weaker."
                cells[stronger, conclusion] = ConceptCell(known.finding, note=note)
        examples: set[bool] = set()
        sources = [*([LIMIT] if LIMIT in names else []), *reversed(chain)]
        for name in sources:
            cell = cells[name, conclusion]
            if cell.finding is Finding.UNKNOWN and len(examples) == 2:
                note = "as the equilibria of stronger concepts show."
                cells[name, conclusion] = cell = ConceptCell(Finding.SOME, note=note)
            if cell.finding in (Finding.EVERY, Finding.SOME):
                examples.add(True)
            if cell.finding in (Finding.NONE, Finding.SOME):
                examples.add(False)


def _pairs(chain: Sequence[str]) -> Iterator[tuple[str, str]]:
    return itertools.pairwise(chain)
