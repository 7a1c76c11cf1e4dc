"""The crisis of 1962 by the theory of moves, in the game that Brams prefers to Chicken.

Here an air strike that ends the matter is best for the US when the missiles stay and worse than a
compromise when they go, and the USSR likes nothing less than a strike. At every outcome somebody
would rather do something else: there is no Nash equilibrium in pure strategies. With an eye to
what follows, two outcomes are stable.
"""

from __future__ import annotations

from brinkgame.catalog.entry import KnownStates, OrdinalEntry
from brinkgame.ordinal import OrdinalGame

__all__ = ["ENTRY", "GAME"]

US, USSR = "US", "USSR"

GAME = OrdinalGame.from_cells(
    "crisis of 1962, alternative to Chicken",
    strategies={US: ("blockade", "strike"), USSR: ("withdraw", "maintain")},
    cells={
        ("blockade", "withdraw"): (3, 3),
        ("blockade", "maintain"): (1, 4),
        ("strike", "withdraw"): (2, 2),
        ("strike", "maintain"): (4, 1),
    },
)
"""The table of ranks: 4 is best."""

_BOOK = "Brams (1994)"

ENTRY = OrdinalEntry(
    name="brams-alternative",
    title="Cuban missile crisis by the theory of moves, the alternative to Chicken",
    game=GAME,
    citation="S. J. Brams (1994), Theory of Moves, Cambridge University Press, on the Cuban "
    "missile crisis; again in S. J. Brams (2001), Game theory and the Cuban missile crisis, Plus "
    "Magazine 13",
    summary="No pure Nash equilibrium, two nonmyopic ones; moving power decides.",
    known=(
        KnownStates("nash", (), f"{_BOOK}; best replies go round"),
        KnownStates("nonmyopic", (("blockade", "withdraw"), ("strike", "withdraw")), _BOOK),
        KnownStates("moving power of US", (("blockade", "withdraw"),), _BOOK),
        KnownStates("moving power of USSR", (("strike", "withdraw"),), _BOOK),
    ),
)
"""The entry of the catalog."""
