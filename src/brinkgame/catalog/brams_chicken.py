"""The crisis of 1962 as Chicken, by the theory of moves.

The US can blockade or strike, the USSR withdraw or maintain the missiles. Both give way, and there
is a compromise; neither, and there is war. The game begins where it begins: what comes of it
depends on the initial state, and from the worst one on who moves first.
"""

from __future__ import annotations

from brinkgame.catalog.entry import KnownStates, OrdinalEntry
from brinkgame.ordinal import OrdinalGame

__all__ = ["ENTRY", "GAME"]

US, USSR = "US", "USSR"

GAME = OrdinalGame.from_cells(
    "crisis of 1962 as Chicken",
    strategies={US: ("blockade", "strike"), USSR: ("withdraw", "maintain")},
    cells={
        ("blockade", "withdraw"): (3, 3),
        ("blockade", "maintain"): (2, 4),
        ("strike", "withdraw"): (4, 2),
        ("strike", "maintain"): (1, 1),
    },
)
"""The table of ranks: 4 is best."""

_BOOK = "Brams (1994)"
_NO_CYCLE = f"{_BOOK}: to go round, somebody would have to leave its best state"

ENTRY = OrdinalEntry(
    name="brams-chicken",
    title="Cuban missile crisis as Chicken, by the theory of moves",
    game=GAME,
    citation="S. J. Brams (1994), Theory of Moves, Cambridge University Press, on Chicken and the "
    "Cuban missile crisis",
    summary="Three nonmyopic equilibria; from war, whoever moves first gives way.",
    known=(
        KnownStates(
            "nash",
            (("blockade", "maintain"), ("strike", "withdraw")),
            f"{_BOOK}; best replies",
        ),
        KnownStates(
            "nonmyopic",
            (("blockade", "withdraw"), ("blockade", "maintain"), ("strike", "withdraw")),
            _BOOK,
        ),
        KnownStates("moving power of US", (), _NO_CYCLE),
        KnownStates("moving power of USSR", (), _NO_CYCLE),
    ),
)
"""The entry of the catalog."""
