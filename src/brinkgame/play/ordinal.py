"""The ordinal class of a 2x2 game: what is left of it when only the order of payoffs counts.

With four different payoffs for each player there are 576 tables of ranks. Interchanging rows and
columns makes 144 classes of them (78 if the players may be interchanged too); with ties there are
1,413 (726). The topology of Robinson and Goforth joins two classes when a swap of two adjoining
ranks of one player leads from one to the other: low (1 and 2), middle (2 and 3), high (3 and 4).

Twelve of the 144 are symmetric, and a player's payoffs in any class are those of that player in
just one symmetric game. So a pair of names, one for each player, locates every class (Bruns).

References
----------
.. [1] D. Robinson and D. Goforth (2005), *The Topology of the 2x2 Games: A New Periodic Table*.
.. [2] B. Bruns (2015), Names for games: locating 2x2 games, *Games* 6(4), 495-520.
.. [3] A. Rapoport and M. Guyer (1966), A taxonomy of 2x2 games, *General Systems* 11.
.. [4] N. M. Fraser and D. M. Kilgour (1986), Non-strict ordinal 2x2 games, *Theory and Decision*
   20.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, TypeAlias, final

from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import NormalFormGame

__all__ = ["Layer", "OrdinalClass", "ordinal_class", "two_by_two"]

Ranks: TypeAlias = "tuple[tuple[int, int], tuple[int, int]]"
"""One player's ranks, by rows: 4 is the best outcome; outcomes that tie share the higher rank."""

# Outcomes from best to worst, in the letters of the prisoner's dilemma: Reward, Temptation,
# Sucker's payoff, Punishment. They are in the order of the table's axes, so that next to each other
# stand games that are a low or a middle swap apart, except for the high swap in the middle.
_SYMMETRIC: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Chicken": "TRSP",
        "Battle": "TSRP",
        "Hero": "TSPR",
        "Compromise": "TPSR",
        "Deadlock": "TPRS",
        "Prisoner's Dilemma": "TRPS",
        "Stag Hunt": "RTPS",
        "Assurance": "RPTS",
        "Coordination": "RPST",
        "Peace": "RSPT",
        "Harmony": "RSTP",
        "Concord": "RTSP",
    }
)

_TURNS: Final = ((False, False), (False, True), (True, False), (True, True))
"""Whether rows, and whether columns, are interchanged."""

_SWAPS: Final = {"low": (1, 2), "middle": (2, 3), "high": (3, 4)}

_TIES: Final = {
    (1, 1, 1, 1): "",
    (2, 1, 1): "low",
    (1, 2, 1): "middle",
    (1, 1, 2): "high",
    (2, 2): "double",
    (1, 3): "triple",
    (3, 1): "basic",
    (4,): "zero",
}
"""What ties are called, by how many outcomes are equal, from the worst up."""


def _pattern(order: str) -> Ranks:
    """The row player's ranks: cooperating above and on the right, as in the table's convention."""
    rank = {letter: 4 - place for place, letter in enumerate(order)}
    return ((rank["S"], rank["R"]), (rank["P"], rank["T"]))


_NAMES: Final[Mapping[Ranks, str]] = MappingProxyType(
    {_pattern(order): name for name, order in _SYMMETRIC.items()}
)
_PLACES: Final[Mapping[str, int]] = MappingProxyType(
    {name: place for place, name in enumerate(_SYMMETRIC, 1)}
)


def _mirrored(ranks: Ranks) -> Ranks:
    """One player's ranks as the other would have them, with the roles interchanged."""
    (a, b), (c, d) = ranks
    return ((d, b), (c, a))


def _transposed(ranks: Ranks) -> Ranks:
    """The ranks with rows as columns."""
    (a, b), (c, d) = ranks
    return ((a, c), (b, d))


def _turned(ranks: Ranks, rows: bool, columns: bool) -> Ranks:
    """The ranks with rows, or columns, interchanged."""
    upper, lower = ranks[::-1] if rows else ranks
    return (upper[::-1], lower[::-1]) if columns else (upper, lower)


def _flat(ranks: Ranks) -> tuple[int, int, int, int]:
    return (*ranks[0], *ranks[1])


def _square(numbers: Sequence[int]) -> Ranks:
    a, b, c, d = numbers
    return ((a, b), (c, d))


def _ranked(payoffs: Sequence[Any], sign: Any, scale: Any) -> Ranks:
    """Each outcome's rank: how many outcomes are not better than it."""
    return _square([sum(sign(other - mine, scale) <= 0 for other in payoffs) for mine in payoffs])


def _broken(ranks: Ranks) -> list[Ranks]:
    """Every way to break the ties among ranks."""
    flat = _flat(ranks)
    return [
        _square(found)
        for found in itertools.permutations((1, 2, 3, 4))
        if all((flat[i] < flat[j]) <= (found[i] < found[j]) for i in range(4) for j in range(4))
    ]


def _orientation(row: Ranks, column: Ranks) -> tuple[bool, bool]:
    """Which interchanges of rows and columns bring ranks into the table's form.

    The row player's best outcome comes into the right column, and the column player's into the
    upper row; that settles it where nothing ties, and the largest ranks in order settle the rest.
    """

    def order(turn: tuple[bool, bool]) -> Any:
        r, c = _turned(row, *turn), _turned(column, *turn)
        return 4 in (r[0][1], r[1][1]), 4 in c[0], r, c

    return max(_TURNS, key=order)


def _canonical(row: Ranks, column: Ranks) -> tuple[Ranks, Ranks]:
    turn = _orientation(row, column)
    return _turned(row, *turn), _turned(column, *turn)


def _name(row: Ranks, column: Ranks) -> str:
    """The name of strict ranks, however they are turned."""
    row, column = _canonical(row, column)
    mine, other = _NAMES[row], _NAMES[_mirrored(column)]
    return mine if mine == other else f"{mine}-{other}"


@final
class Layer(Enum):
    """Where the two players' best outcomes lie, which divides the table into four layers."""

    OPPOSITE = "in opposite cells"
    ROW = "in one row"
    COLUMN = "in one column"
    CELL = "in one cell"


@final
@dataclass(frozen=True, slots=True)
class OrdinalClass:
    """A 2x2 game up to the order of payoffs and the order of rows and columns.

    Attributes
    ----------
    players
        The row player and the column player of the game.
    rows, columns
        The game's strategies as the class has them: upper and lower, left and right.
    row_ranks, column_ranks
        Each player's ranks in that order of strategies, by rows; 4 is the best outcome, and
        outcomes that tie share the higher rank. The row player's 4 is on the right, the column
        player's above; where ties leave a choice, the larger ranks come first.
    interchanged
        What was interchanged in the game to bring it into that form: ``"rows"``, ``"columns"``.

    Examples
    --------
    >>> import brinkgame as bg
    >>> found = bg.ordinal_class(bg.catalog.load("chicken").game)
    >>> found.name, found.is_symmetric, found.layer.value
    ('Chicken', True, 'in opposite cells')
    >>> found.row_ranks, found.rows, found.columns
    (((2, 3), (1, 4)), ('swerve', 'straight'), ('straight', 'swerve'))
    """

    players: tuple[str, str]
    rows: tuple[str, str]
    columns: tuple[str, str]
    row_ranks: Ranks
    column_ranks: Ranks
    interchanged: tuple[str, ...] = ()

    @property
    def ranks(self) -> tuple[Ranks, Ranks]:
        """The class without labels: equal for two games exactly when they are of one class."""
        return self.row_ranks, self.column_ranks

    @property
    def is_strict(self) -> bool:
        """Whether no player is indifferent between two outcomes."""
        return self.ties == ("", "")

    @property
    def ties(self) -> tuple[str, str]:
        """The kind of each player's ties; empty for none.

        Low, middle and high ties are of two outcomes; a double tie is a low and a high one; in a
        basic tie the worst three are equal, in a triple one the best three, in a zero tie all.
        """
        found = []
        for ranks in self.ranks:
            flat = _flat(ranks)
            found.append(_TIES[tuple(flat.count(rank) for rank in sorted(set(flat)))])
        return found[0], found[1]

    @property
    def is_symmetric(self) -> bool:
        """Whether strategies can be paired so that each player has the other's payoffs.

        In matching pennies the players can be interchanged, but not with strategies of one name
        for both; it does not count.
        """
        row, column = self.ranks
        return any(
            _turned(column, False, turn) == _transposed(_turned(row, False, turn))
            for turn in (False, True)
        )

    @property
    def mirrored(self) -> tuple[Ranks, Ranks]:
        """The ranks of the class in which the players have changed roles."""
        return _canonical(_mirrored(self.column_ranks), _mirrored(self.row_ranks))

    @property
    def pair(self) -> tuple[str, str] | None:
        """The symmetric games that have the row and the column player's payoffs; None with ties.

        A strict game is the combination of the two, and they locate it in the table.
        """
        if not self.is_strict:
            return None
        return _NAMES[self.row_ranks], _NAMES[_mirrored(self.column_ranks)]

    @property
    def name(self) -> str:
        """The name in the table: one if the game is symmetric, otherwise row player's-column's.

        A game with ties lies between strict games; its name says which: ``"Chicken | Battle"``.
        """
        return " | ".join(self.between)

    @property
    def between(self) -> tuple[str, ...]:
        """The strict games that come of it when its ties are broken; itself if it has none."""
        pairs = itertools.product(_broken(self.row_ranks), _broken(self.column_ranks))
        return _sorted({_name(row, column) for row, column in pairs})

    @property
    def place(self) -> tuple[int, int] | None:
        """The row and column of a strict game in the table, counted from 1; None with ties.

        Rows and columns are in the order Chicken, Battle, Hero, Compromise, Deadlock, Prisoner's
        Dilemma, Stag Hunt, Assurance, Coordination, Peace, Harmony, Concord.
        """
        return None if self.pair is None else (_PLACES[self.pair[0]], _PLACES[self.pair[1]])

    @property
    def layer(self) -> Layer | None:
        """Where the two best outcomes lie; None if a player has several.

        In Robinson and Goforth's numbers opposite cells are layer 1, one cell is layer 3, and the
        two others are the mixed layers.
        """
        flat = [_flat(ranks) for ranks in self.ranks]
        if any(ranks.count(4) > 1 for ranks in flat):
            return None
        mine, other = (divmod(ranks.index(4), 2) for ranks in flat)
        same_row, same_column = mine[0] == other[0], mine[1] == other[1]
        if same_row:
            return Layer.CELL if same_column else Layer.ROW
        return Layer.COLUMN if same_column else Layer.OPPOSITE

    @property
    def neighbors(self) -> Mapping[tuple[str, str], str]:
        """The games one swap away, ``{(player, swap): name}``; only a strict game has swaps.

        Examples
        --------
        >>> import brinkgame as bg
        >>> chicken = bg.ordinal_class(bg.catalog.load("chicken").game)
        >>> chicken.neighbors["row", "low"], chicken.neighbors["column", "middle"]
        ("Prisoner's Dilemma-Chicken", 'Chicken-Battle')
        """
        if not self.is_strict:
            return MappingProxyType({})
        found = {}
        for which, player in enumerate(self.players):
            for swap, (low, high) in _SWAPS.items():
                other = {low: high, high: low}
                ranks = list(self.ranks)
                ranks[which] = _square([other.get(rank, rank) for rank in _flat(ranks[which])])
                found[player, swap] = _name(*ranks)
        return MappingProxyType(found)

    def __str__(self) -> str:
        cells = [
            f"{self.row_ranks[i][j]}, {self.column_ranks[i][j]}"
            for i, j in itertools.product(range(2), repeat=2)
        ]
        widths = [max(len(self.columns[j]), len(cells[j]), len(cells[2 + j])) for j in range(2)]
        margin = max(map(len, self.rows))
        lines = [self.name]
        for label, texts in zip(
            ("", *self.rows), (self.columns, cells[:2], cells[2:]), strict=True
        ):
            row = [text.ljust(width) for text, width in zip(texts, widths, strict=True)]
            lines.append("  ".join([label.ljust(margin), *row]).rstrip())
        return "\n".join(lines)


def _sorted(names: set[str]) -> tuple[str, ...]:
    """Names in the order of the table: by the row player's part, then by the column player's."""

    def place(name: str) -> tuple[int, int]:
        row = next(known for known in _PLACES if name == known or name.startswith(f"{known}-"))
        column = name if name == row else name[len(row) + 1 :]
        return _PLACES[row], _PLACES[column]

    return tuple(sorted(names, key=place))


def two_by_two(game: object, purpose: str) -> NormalFormGame:
    """The game, if it is one of two players with two strategies each; otherwise an error."""
    if not isinstance(game, NormalFormGame):
        raise UnsupportedGameError(f"{purpose} needs a NormalFormGame; got {game!r}")
    if game.shape != (2, 2):
        size = " x ".join(map(str, game.shape))
        raise UnsupportedGameError(
            f"{purpose} needs two players with two strategies each; this game is {size}"
        )
    return game


def ordinal_class(game: NormalFormGame) -> OrdinalClass:
    """The ordinal class of a 2x2 game and its name in the table of Robinson and Goforth.

    What depends on the order of payoffs alone is the same for all games of a class: the equilibria
    in pure strategies, dominance, whether there is an equilibrium in mixed strategies. What does
    not is answered by `cardinal_conditions`.

    Parameters
    ----------
    game
        Two players with two strategies each, no open parameters. In floats payoffs that differ by
        less than the game's tolerance tie.

    Raises
    ------
    UnsupportedGameError
        The game is of another size, or has open parameters.

    Notes
    -----
    Names are those of Bruns (2015), worked out from the ordinal payoffs of the twelve
    symmetric games.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.NormalFormGame("stop and search",
    ...     strategies={"USSR": ("turn back", "run"), "US": ("board", "let pass")},
    ...     payoffs={"USSR": [[-2, 0], [-9, 3]], "US": [[2, 1], [-3, -5]]})
    >>> print(bg.ordinal_class(game))
    Chicken-Prisoner's Dilemma
               board  let pass
    turn back  2, 4   3, 3
    run        1, 2   4, 1
    """
    game = two_by_two(game, "an ordinal class")
    game.require_closed("an ordinal class")
    sign, scale = game.arithmetic.sign, game.payoff_spread
    row, column = (
        _ranked(game.payoff_array(player).ravel().tolist(), sign, scale) for player in game.players
    )
    rows, columns = turn = _orientation(row, column)
    first, second = game.strategies.values()
    return OrdinalClass(
        players=(game.players[0], game.players[1]),
        rows=(first[rows], first[not rows]),
        columns=(second[columns], second[not columns]),
        row_ranks=_turned(row, *turn),
        column_ranks=_turned(column, *turn),
        interchanged=tuple(
            what for what, done in zip(("rows", "columns"), turn, strict=True) if done
        ),
    )
