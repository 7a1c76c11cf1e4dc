"""A claim in plain words as an event: ``US quarantines and soft USSR withdraws``.

The words are those of the game: a clause names a player, perhaps the information set, and an
action; or an outcome and ``happens`` or ``may happen``. Clauses are joined by ``and`` and ``or``,
of which ``and`` binds closer. Verbs may be inflected. ``may`` says that it has positive
probability, ``not`` that it never has; without either it is for certain. Nothing is guessed: words
that fit nothing and words that fit several things raise, with what would fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, final

from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidParameterError,
    UnknownNameError,
    suggestion,
)
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parametric.claims.events import Event, happens, may_happen, may_play, plays

__all__ = ["read_event"]

Game: TypeAlias = "ExtensiveFormGame | NormalFormGame"

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)
_MODAL: Final = frozenset({"may", "might", "can", "could", "possibly"})
_NEVER: Final = frozenset({"not", "never", "cannot", "no"})
_PLAIN: Final = frozenset(
    {"plays", "play", "does", "do", "will", "would", "the", "a", "an", "at", "in", "to", "chooses"}
)
_HAPPENING: Final = frozenset({"happens", "happen", "follows", "follow"})
_SHORTEST: Final = 3
"""Letters that a verb keeps when an ending is taken off."""


@final
@dataclass(frozen=True, slots=True)
class _Move:
    """What a clause may be about."""

    player: str
    infoset: str | None
    action: str

    @property
    def words(self) -> str:
        where = "" if self.infoset is None else f" at {self.infoset}"
        return f"{self.player}{where} {self.action}"


def read_event(game: Game, text: str) -> Event:
    """The event that a text means in a game.

    Raises
    ------
    UnknownNameError
        A clause is about nothing in the game; the message suggests what is near.
    AmbiguousEquilibriumError
        A clause fits several moves: the message lists them.
    InvalidParameterError
        There is no text.
    """
    given: object = text
    if not isinstance(given, str) or not _WORD.findall(given):
        raise InvalidParameterError(
            f"a claim is words such as 'US quarantines and soft USSR withdraws'; got {text!r}"
        )
    tokens = [word.lower() for word in _WORD.findall(text)]
    reader = _Reader(game)
    ways = list(reader.sentences(tokens))
    if len(ways) == 1:
        return ways[0]
    if ways:
        listed = "; or ".join(sorted({event.words for event in ways}))
        raise AmbiguousEquilibriumError(f"{text!r} can be read in several ways: {listed}")
    raise reader.fault(text, tokens)


@final
class _Reader:
    """What the words of a game mean."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.moves = tuple(_moves(game))
        self.outcomes = game.outcomes if isinstance(game, ExtensiveFormGame) else ()

    # -- sentences -----------------------------------------------------------------------------

    def sentences(self, tokens: Sequence[str]) -> Iterator[Event]:
        """Every way to read the words; labels may hold ``and`` themselves."""
        for event, rest in self._chains(tokens, "or"):
            if not rest:
                yield event

    def _chains(self, tokens: Sequence[str], word: str) -> Iterator[tuple[Event, Sequence[str]]]:
        """Clauses joined by a word at the start, and what is left."""
        firsts = self._chains(tokens, "and") if word == "or" else self._clauses(tokens)
        for event, rest in firsts:
            yield event, rest
            if rest and rest[0] == word:
                for more, left in self._chains(rest[1:], word):
                    yield (event | more if word == "or" else event & more), left

    def _clauses(self, tokens: Sequence[str]) -> Iterator[tuple[Event, Sequence[str]]]:
        """Single clauses at the start that end where the text does, or before ``and``, ``or``."""
        for end in range(1, len(tokens) + 1):
            if end == len(tokens) or tokens[end] in ("and", "or"):
                for event in self.clause(tokens[:end]):
                    yield event, tokens[end:]

    # -- clauses -------------------------------------------------------------------------------

    def clause(self, tokens: Sequence[str]) -> list[Event]:
        """What the words of one clause may mean."""
        modal = any(token in _MODAL for token in tokens)
        never = any(token in _NEVER for token in tokens)
        moves = [move for move in self.moves if _fits(move, tokens)]
        found: list[Event] = []
        for move in moves:
            place = (move.player, move.infoset, move.action)
            if never:
                found.append(~may_play(*place))
            else:
                found.append(may_play(*place) if modal else plays(*place))
        for label in self.outcomes:
            if _happens(label, tokens, never):
                if never:
                    found.append(~may_happen(label))
                else:
                    found.append(may_happen(label) if modal else happens(label))
        return found

    # -- what is wrong -------------------------------------------------------------------------

    def fault(self, text: str, tokens: Sequence[str]) -> Exception:
        """The first clause that says nothing, and what is near to it."""
        clauses: list[list[str]] = [[]]
        for token in tokens:
            if token in ("and", "or"):
                clauses.append([])
            else:
                clauses[-1].append(token)
        bad = next((c for c in clauses if not self.clause(c)), clauses[0])
        said = " ".join(bad)
        where = f"{self.game.title!r}" if self.game.title else "the game"
        players = [p for p in self.game.players if _covers(_tokens(p), bad)]
        if not bad:
            return InvalidParameterError(
                f"there is a word missing beside 'and' or 'or' in {text!r}"
            )
        if not players:
            return UnknownNameError(
                f"{said!r} (in {text!r}) names no player of {where}"
                f"{suggestion(bad[0], self.game.players)}"
            )
        own = [move for move in self.moves if move.player in players]
        left = [t for t in bad if not any(t in _tokens(p) for p in players)]
        named = [m for m in own if m.infoset and _covers(_tokens(m.infoset), left)]
        menu = list(dict.fromkeys(move.action for move in (named or own)))
        infosets = {token for move in named for token in _tokens(move.infoset or "")}
        words = [t for t in left if t not in _PLAIN | _MODAL | _NEVER | infosets]
        known = ", ".join(dict.fromkeys(move.words for move in (named or own)))
        near = suggestion(_stem(" ".join(words)), menu) if words else f"; known: {', '.join(menu)}"
        return UnknownNameError(
            f"{said!r} (in {text!r}) is no move in {where}: no action of {players[0]} is called "
            f"{' '.join(words)!r}{near}"
            + ("" if near.startswith("; known") else f" (moves: {known})")
        )


def _moves(game: Game) -> Iterator[_Move]:
    if isinstance(game, NormalFormGame):
        for player, menu in game.strategies.items():
            for action in menu:
                yield _Move(player, None, action)
    else:
        for known in game.information_sets:
            for action in known.actions:
                yield _Move(known.player, known.label, action)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))


def _fits(move: _Move, tokens: Sequence[str]) -> bool:
    """Whether the words of a clause are the player, the action, perhaps the place, and no other.

    Each word of a clause must be accounted for; the words of the place may be missing, all of them
    or some, as long as what is there belongs to it.
    """
    left = [token for token in tokens if token not in _MODAL]
    player = _tokens(move.player)
    for token in player:
        if token not in left:
            return False
    # Who acts is named before what is done: in a table both may be numbers.
    start = left.index(player[0])
    for token in player:
        left.remove(token)
    before, after = left[:start], left[start:]
    if not _taken(_tokens(move.action), after):
        return False
    left = before + after
    place = list(_tokens(move.infoset or ""))
    for token in left:
        if token in place:
            place.remove(token)
        elif token not in _PLAIN and token not in _NEVER:
            return False
    return True


def _taken(action: Sequence[str], left: list[str]) -> bool:
    """Take the words of an action out of a clause; they may be inflected."""
    for word in action:
        same = [token for token in left if token == word]
        like = same or [token for token in left if _stem(token) == _stem(word)]
        if not like:
            return False
        left.remove(like[0])
    return True


def _happens(label: str, tokens: Sequence[str], never: bool) -> bool:
    """Whether a clause says that an outcome comes about."""
    left = [token for token in tokens if token not in _MODAL and token not in _NEVER]
    for token in _tokens(label):
        if token not in left:
            return False
        left.remove(token)
    said = [token for token in left if token in _HAPPENING]
    if not said and not never:
        return False
    return all(token in _HAPPENING or token in _PLAIN for token in left)


def _covers(words: Sequence[str], tokens: Sequence[str]) -> bool:
    return all(word in tokens for word in words)


def _stem(word: str) -> str:
    """A verb without its ending: withdraws, withdraw; defies, defy; pushes, push; quarantined."""
    for ending, instead in (("ies", "y"), ("ied", "y")):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            return word[: -len(ending)] + instead
    if word.endswith("ss"):
        return word
    for ending in ("es", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
