"""What builders of games from tables share: lists of labels, and payoffs by cell or by function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, final

from brinkgame.errors import BrinkgameError, Fault, suggestion
from brinkgame.forms.nodes import Terminal, plain_text

__all__ = ["PayoffTable", "cell_text", "checked_labels"]

MOST_CELLS = 1_000_000
"""The most ends that a builder writes."""


def checked_labels(
    labels: object, what: str, faults: list[Fault], *, where: str = "", some: bool = True
) -> tuple[str, ...]:
    """Labels as a tuple; what is wrong with them is added to `faults`.

    Parameters
    ----------
    what
        What they name, in the plural: ``"messages"``.
    where
        Where in the game they are written.
    some
        Whether there must be at least one.
    """
    if isinstance(labels, (str, bytes)) or not isinstance(labels, Iterable):
        faults.append(Fault(where, f'{what} are written ("one", "two"); got {labels!r}'))
        return ()
    names = tuple(plain_text(label) for label in labels)
    kept: list[str] = []
    for name in names:
        if not isinstance(name, str) or not name:
            faults.append(Fault(where, f"{what} are named by text; got {name!r}"))
        elif name in kept:
            faults.append(Fault(where, f"{name!r} is written twice among the {what}"))
        else:
            kept.append(name)
    if some and not names:
        faults.append(Fault(where, f"no {what}; write at least one"))
    return tuple(kept)


def cell_text(cell: Sequence[str]) -> str:
    """A cell as a place in a game: ``(weak, both, trade)``."""
    return f"({', '.join(cell)})"


@final
class PayoffTable:
    """Payoffs that are written by cell, nested or not, or as a function; and what is wrong there.

    Parameters
    ----------
    written
        ``{cell: payoffs}`` with a tuple of labels as cell, the same nested (``{label: {label:
        payoffs}}``), or a function of the labels. Payoffs are ``{player: number}`` or numbers in
        the order of players.
    outcomes
        Labels of ends: ``{cell: label}``, a function of the labels, or None.
    players
        Who is paid.
    faults
        Where faults are added.
    """

    def __init__(
        self, written: Any, outcomes: Any, players: Sequence[str], faults: list[Fault]
    ) -> None:
        self.players = tuple(players)
        self.faults = faults
        self.function = written if callable(written) else None
        self.cells: dict[tuple[str, ...], Any] = {}
        self.places: set[tuple[str, ...]] = set()
        self.named = outcomes if callable(outcomes) else None
        self.labels: dict[tuple[str, ...], Any] = {}
        if self.function is None:
            if isinstance(written, Mapping):
                self._flatten(written, ())
            else:
                faults.append(
                    Fault(
                        "", f"payoffs are written {{cell: payoffs}} or a function; got {written!r}"
                    )
                )
        if isinstance(outcomes, Mapping):
            self.labels = {k if isinstance(k, tuple) else (k,): v for k, v in outcomes.items()}
        elif outcomes is not None and self.named is None:
            faults.append(
                Fault("", f"outcomes are written {{cell: label}} or a function; got {outcomes!r}")
            )

    def _flatten(self, written: Mapping[Any, Any], before: tuple[str, ...]) -> None:
        for key, value in written.items():
            steps = key if isinstance(key, tuple) else (key,)
            cell = (*before, *(plain_text(step) for step in steps))
            if not all(isinstance(step, str) for step in cell):
                self.faults.append(Fault("", f"a cell is named by labels; got {key!r}"))
            elif isinstance(value, Mapping) and not self._pays(value):
                self._flatten(value, cell)
            elif cell in self.cells:
                self.faults.append(Fault(cell_text(cell), "payoffs are written twice"))
            else:
                self.cells[cell] = value

    def _pays(self, value: Mapping[Any, Any]) -> bool:
        """Whether a mapping holds payoffs: none of its values is a table or a list of payoffs."""
        if any(key in self.players for key in value):
            return True
        return not any(isinstance(v, (Mapping, tuple, list)) for v in value.values())

    def end(self, cell: tuple[str, ...], asked: tuple[Any, ...]) -> Terminal:
        """The end of the game at a cell; with payoffs of zero, and a fault, if they are not there.

        Parameters
        ----------
        cell
            The labels that lead there.
        asked
            What functions are asked with.
        """
        self.places.add(cell)
        label = self.labels.get(cell)
        if self.named is not None:
            label = self._asked(self.named, "labels", cell, asked)
        return Terminal(dict(zip(self.players, self._paid(cell, asked), strict=True)), label=label)

    def _paid(self, cell: tuple[str, ...], asked: tuple[Any, ...]) -> tuple[Any, ...]:
        nothing = (0,) * len(self.players)
        place = cell_text(cell)
        if self.function is None and cell not in self.cells:
            self.faults.append(Fault(place, f"no payoffs for {', '.join(self.players)}"))
            return nothing
        paid = (
            self.cells[cell]
            if self.function is None
            else self._asked(self.function, "payoffs", cell, asked)
        )
        if isinstance(paid, Mapping):
            wrong = [name for name in paid if name not in self.players]
            wrong_texts = [
                f"payoff for unknown player {name!r}{suggestion(str(name), self.players)}"
                for name in wrong
            ]
            missing = [player for player in self.players if player not in paid]
            if missing:
                wrong_texts.append(f"no payoff for {', '.join(missing)}")
            self.faults.extend(Fault(place, text) for text in wrong_texts)
            return nothing if missing else tuple(paid[player] for player in self.players)
        if isinstance(paid, (str, bytes)) or not isinstance(paid, Iterable):
            numbers: tuple[Any, ...] = ()
        else:
            numbers = tuple(paid)
        if len(numbers) != len(self.players):
            names = ", ".join(self.players)
            self.faults.append(
                Fault(place, f"expected {len(self.players)} payoffs ({names}), got {paid!r}")
            )
            return nothing
        return numbers

    def _asked(
        self, function: Any, what: str, cell: tuple[str, ...], asked: tuple[Any, ...]
    ) -> Any:
        try:
            return function(*asked)
        except (BrinkgameError, LookupError, TypeError, ValueError, ArithmeticError) as error:
            told = f"the function of {what} failed: {type(error).__name__}: {error}"
            self.faults.append(Fault(cell_text(cell), told))
            return (0,) * len(self.players) if what == "payoffs" else None

    def finish(self, levels: Sequence[Sequence[str]]) -> None:
        """Report the cells that are no place of the game.

        Parameters
        ----------
        levels
            The labels that each place of a cell may hold, for the wording.
        """
        for what, cells in (("payoffs", self.cells), ("an outcome", self.labels)):
            for cell in cells:
                if cell in self.places:
                    continue
                why = "no such end"
                for name, known in zip(cell, levels, strict=False):
                    if name not in known:
                        why = f"no {name!r} there{suggestion(str(name), known)}"
                        break
                place = cell_text([str(name) for name in cell])
                self.faults.append(Fault(place, f"{what} for no end of the game: {why}"))
