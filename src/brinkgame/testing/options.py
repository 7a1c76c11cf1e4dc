"""What is checked about the options of strategies, at once and not only when something is drawn."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from brinkgame.testing.growing import PLAYERS

__all__ = [
    "KINDS",
    "Kind",
    "require",
    "require_choice",
    "require_count",
    "require_kind",
    "require_players",
]

Kind: TypeAlias = Literal["tied", "small", "fractions", "wide", "close"]
"""A kind of payoffs."""
KINDS: Final[tuple[Kind, ...]] = ("tied", "small", "fractions", "wide", "close")
"""Every kind of payoffs."""


def require(holds: bool, message: str) -> None:
    """Raise `ValueError` unless something holds."""
    if not holds:
        raise ValueError(message)


def require_players(players: int | None) -> None:
    """Demand None or a number of players that has names."""
    require(
        players is None or players in range(1, len(PLAYERS) + 1),
        f"players is None or a number from 1 to {len(PLAYERS)}; got {players!r}",
    )


def require_kind(kind: str | None) -> None:
    """Demand None or a kind of payoffs."""
    require(
        kind is None or kind in KINDS, f"kind is None or one of {', '.join(KINDS)}; got {kind!r}"
    )


def require_count(name: str, value: int, least: int) -> None:
    """Demand a whole number from `least` on."""
    good = type(value) is int and value >= least
    require(good, f"{name} is a whole number from {least} on; got {value!r}")


def require_choice(**options: object) -> None:
    """Demand True, False or None of each option."""
    for name, value in options.items():
        require(
            value is None or isinstance(value, bool),
            f"{name} is True (some), False (none) or None (perhaps); got {value!r}",
        )
