"""The logit equations of a tree: every information set is an agent of its own.

In an *agent* logit equilibrium the actions at each information set are the logit response to what
they pay on expectation given that the information set is reached, everybody else's actions and the
player's own later ones being what they are (McKelvey and Palfrey 1998, section 3). All
probabilities are positive, so that beliefs follow from Bayes' rule everywhere.

What an action pays is summed over *passings*: the pairs of an information set's node h and an end t
that lies behind one of its actions a. Such a passing has the weight

    mu(h) * product of the probabilities of all moves between (h, a) and t,

where mu is the belief. The products are taken from their own factors only and beliefs from the
log-probabilities of the others' moves before, the largest first, so that an information set that is
reached with a probability below every float is computed as well as any other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, final

import numpy as np
import numpy.typing as npt

from brinkgame.continuation.equations import Equations, Measure, Vector
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.tree import CHANCE

__all__ = ["MOST_PASSINGS", "AgentEquations", "count_passings", "scaled_payoffs"]

Ints = npt.NDArray[np.intp]

MOST_PASSINGS: Final = 3_000_000
"""Terms of derivatives up to which a tree is taken."""


def count_passings(game: ExtensiveFormGame) -> int:
    """About how many terms the derivatives of all agents' payoffs have: what a step costs."""
    tree = game.tree
    made = [0] * tree.size
    mover = tree.mover.tolist()
    for node, above in enumerate(tree.parent.tolist()):
        if node:
            made[node] = made[above] + (mover[above] >= 0)
    return sum(made[end] ** 2 for end in tree.terminals.tolist())


def scaled_payoffs(game: ExtensiveFormGame) -> tuple[Vector, Any]:
    """A closed tree's payoffs at its ends in floats, each player's lowest zero, the widest range 1.

    Differences are taken in the numbers of the game where floats would lose digits or overflow.

    Returns
    -------
    tuple
        A row for each end, a column for each player, and the widest range of payoffs: rationality
        times it is rationality in the new units.
    """
    ends = [paid for paid in game.terminal_payoffs() if paid is not None]
    columns = [list(column) for column in zip(*ends, strict=True)]
    known = [dict.fromkeys(column, 0.0) for column in columns]
    lows = [min(values) for values in known]
    factor = max(max(values) - low for values, low in zip(known, lows, strict=True))
    if isinstance(factor, float) and factor == math.inf:
        columns = [[number * 1e-160 for number in column] for column in columns]
        known = [dict.fromkeys(column, 0.0) for column in columns]
        lows = [min(values) for values in known]
        scaled = max(max(values) - low for values, low in zip(known, lows, strict=True))
        factor, divisor = scaled / 1e-160, scaled
    else:
        divisor = factor
    if not divisor:
        return np.zeros((len(ends), len(columns))), 1
    for values, low in zip(known, lows, strict=True):
        for number in values:
            values[number] = float((number - low) / divisor)
    paid = [
        [values[number] for number in column] for values, column in zip(known, columns, strict=True)
    ]
    return np.array(paid).T.copy(), factor


@final
class AgentEquations(Equations):
    """The agent logit equations of a tree with perfect recall, information set by information set.

    Parameters
    ----------
    game
        A closed tree in which every information set of several nodes has one that chance allows.
    paid
        Payoffs at the ends, as `scaled_payoffs` gives them.
    """

    __slots__ = (
        "_actions",
        "_after",
        "_before",
        "_chances",
        "_crowd",
        "_crowd_move",
        "_crowd_node",
        "_crowded",
        "_crowded_group",
        "_entries",
        "_first",
        "_group",
        "_held",
        "_members",
        "_nodes",
        "_paths",
        "_reference",
        "_term",
        "_where",
        "_worth",
    )

    def __init__(self, game: ExtensiveFormGame, paid: Vector) -> None:
        tree = game.tree
        owner = tree.infoset_player.tolist()
        ranges = [float(np.ptp(paid[:, player])) for player in owner]
        super().__init__(tree.infoset_size.tolist(), ranges)
        self._held: tuple[Any, Vector, Vector] | None = None
        self._gather(game, paid)
        self.refer([0] * len(self.shape))

    def _gather(self, game: ExtensiveFormGame, paid: Vector) -> None:
        """Write down which factors each term of the sums has."""
        tree = game.tree
        parent, edge = tree.parent.tolist(), tree.edge.tolist()
        mover, infoset = tree.mover.tolist(), tree.infoset.tolist()
        odds = [1.0 if number is None else float(number) for number in game.edge_probabilities()]
        first_action = tree.first_action.tolist()
        position, count = {}, 0
        for members in tree.members:
            for node in members:
                position[node] = count
                count += 1
        blank = len(self._whose)

        def moves(node: int) -> list[tuple[int, int, float]]:
            """Decision nodes above, the actions taken there, and chance's share after each."""
            found, chance = [], 1.0
            while node:
                above = parent[node]
                if mover[above] == CHANCE:
                    chance *= odds[node]
                else:
                    found.append((above, first_action[infoset[above]] + edge[node], chance))
                node = above
            found.reverse()
            return found

        # The others' moves before each node of an information set of several.
        before: dict[int, list[int]] = {}
        chances: list[float] = []
        crowd: list[int] = []
        group: list[int] = []
        first: list[int] = []
        for number, members in enumerate(tree.members):
            if len(members) < 2:
                continue
            first.append(len(crowd))
            for node in members:
                above = moves(node)
                before[node] = [a for h, a, _ in above if mover[h] != mover[node]]
                share = _chance(node, parent, mover, odds)
                chances.append(math.log(share) if share else -math.inf)
                crowd.append(position[node])
                group.append(number)
            # What all have in common says nothing, and would only cost digits.
            common = set.intersection(*(set(before[node]) for node in members))
            for node in members:
                before[node] = [action for action in before[node] if action not in common]
        listed = [before[node] for members in tree.members if len(members) > 1 for node in members]
        # Every passing, and which moves its weight depends on.
        paths: list[list[int]] = []
        nodes: list[int] = []
        actions: list[int] = []
        ends: list[int] = []
        steps: list[int] = []
        worth: list[float] = []
        terms: list[int] = []
        entries: list[int] = []
        for end, node in enumerate(tree.terminals.tolist()):
            way = moves(node)
            taken = [action for _, action, _ in way]
            paths.append(taken)
            for step, (here, action, chance) in enumerate(way):
                number = len(nodes)
                nodes.append(position[here])
                actions.append(action)
                ends.append(end)
                steps.append(step)
                worth.append(chance * paid[end, mover[here]])
                depends = taken[step + 1 :]
                depends += before.get(here, [])
                terms.extend([number] * len(depends))
                entries.extend(action * blank + move for move in depends)
        self._members = count
        self._paths = _padded(paths, blank)
        width = self._paths.shape[1] + 1
        self._nodes = np.array(nodes, dtype=np.intp)
        self._actions = np.array(actions, dtype=np.intp)
        self._after = np.array(ends, dtype=np.intp) * width + np.array(steps, dtype=np.intp) + 1
        self._worth = np.array(worth)
        self._term = np.array(terms, dtype=np.intp)
        self._entries = np.array(entries, dtype=np.intp)
        self._crowd = np.array(crowd, dtype=np.intp)
        self._chances = np.array(chances)
        self._first = np.array(first, dtype=np.intp)
        names, inverse = np.unique(np.array(group, dtype=np.intp), return_inverse=True)
        self._group = inverse.astype(np.intp)
        self._before = _padded(listed, blank)
        self._crowd_node = np.repeat(np.arange(len(listed)), [len(each) for each in listed])
        self._crowd_move = np.array([move for each in listed for move in each], dtype=np.intp)
        self._crowded = np.flatnonzero(np.isin(self._whose, names))
        self._crowded_group = np.searchsorted(names, self._whose[self._crowded])

    def refer(self, references: Sequence[int]) -> None:
        """Take other reference actions."""
        super().refer(references)
        self._where = self._whose[self._others]
        self._reference = (self._starts + np.array(self.references, dtype=np.intp))[self._where]
        self._held = None

    # -- a point -------------------------------------------------------------------------------

    def _point(self, z: Vector) -> tuple[Vector, Vector]:
        """Log-probabilities and probabilities of all actions; the last ones are kept."""
        if self._held is None or self._held[0] is not z:
            full = self._full(z)
            sums = np.add.reduceat(np.exp(full), self._starts)
            full -= np.log(sums)[self._whose]
            self._held = z, full, np.exp(full)
        return self._held[1], self._held[2]

    def shares(self, z: Vector) -> Vector:
        """The probabilities of all actions but the references."""
        found: Vector = self._point(z)[1][self._others]
        return found

    def beliefs(self, logs: Vector) -> Vector:
        """The probability of each node of an information set of several, given that it is reached.

        One information set after another, in the order of its nodes.
        """
        if not len(self._crowd):
            return np.zeros(0)
        reach: Vector = self._chances + np.append(logs, 0.0)[self._before].sum(axis=1)
        reach -= np.maximum.reduceat(reach, self._first)[self._group]
        np.exp(reach, out=reach)
        reach /= np.add.reduceat(reach, self._first)[self._group]
        return reach

    def _passings(self, logs: Vector, beliefs: Vector) -> Vector:
        """What each passing adds to the payoff of its action."""
        later = np.append(logs, 0.0)[self._paths]
        sums = np.zeros((len(later), later.shape[1] + 1))
        sums[:, :-1] = later[:, ::-1].cumsum(axis=1)[:, ::-1]
        found: Vector = np.exp(sums.ravel()[self._after])
        found *= self._worth
        if len(beliefs):
            weights = np.ones(self._members)
            weights[self._crowd] = beliefs
            found *= weights[self._nodes]
        return found

    def worth(self, z: Vector, shares: Vector) -> Vector:  # noqa: ARG002 - z says it all
        """Expected payoffs less the reference's, given that the information set is reached."""
        logs, _ = self._point(z)
        passings = self._passings(logs, self.beliefs(logs))
        pays = np.bincount(self._actions, passings, len(logs))
        found: Vector = pays[self._others] - pays[self._reference]
        return found

    def linear(
        self,
        z: Vector,
        shares: Vector,
        rationality: float,
        out: Vector,
    ) -> tuple[Vector, Measure]:
        """Payoffs less the reference's; in `out` their derivatives by z, times -L."""
        logs, probabilities = self._point(z)
        beliefs = self.beliefs(logs)
        passings = self._passings(logs, beliefs)
        n = len(logs)
        pays = np.bincount(self._actions, passings, n)
        # By the log-probability of each move, as if it could be changed alone.
        slopes: Vector = np.zeros((n, n))
        if len(self._entries):  # of nothing numpy makes integers
            whole = np.bincount(self._entries, passings[self._term], n * n)
            slopes = whole.reshape(n, n)
        if len(self._crowd_move):
            groups = len(self._first)
            where = self._group[self._crowd_node] * n + self._crowd_move
            passed = np.bincount(where, beliefs[self._crowd_node], groups * n).reshape(groups, n)
            slopes[self._crowded] -= pays[self._crowded, None] * passed[self._crowded_group]
        less = slopes[self._others] - slopes[self._reference]
        sums = np.add.reduceat(less, self._starts, axis=1)
        np.multiply(sums[:, self._where], shares, out=out)
        np.subtract(out, less[:, self._others], out=out)
        out *= rationality
        return pays[self._others] - pays[self._reference], (shares, beliefs, probabilities)

    # -- lengths -------------------------------------------------------------------------------

    def measure(self, z: Vector, shares: Vector) -> Measure:
        """Shares, beliefs and all probabilities."""
        logs, probabilities = self._point(z)
        return shares, self.beliefs(logs), probabilities

    def _shifted(self, measure: Measure, dz: Vector) -> Vector:
        """How the logarithms of beliefs change."""
        _, beliefs, probabilities = measure
        full = self._full(dz)
        full -= np.add.reduceat(probabilities * full, self._starts)[self._whose]
        shift: Vector = np.append(full, 0.0)[self._before].sum(axis=1)
        shift -= np.add.reduceat(beliefs * shift, self._first)[self._group]
        return shift

    def squared(self, measure: Measure, dz: Vector) -> float:
        """The squared length of a change of z: what it does to probabilities and to beliefs."""
        shares, beliefs, _ = measure
        found = float(shares @ (dz * dz))
        if len(self._crowd_move):
            shift = self._shifted(measure, dz)
            found += float(beliefs @ (shift * shift))
        return found

    def lowered(self, measure: Measure, dz: Vector) -> Vector:
        """The vector whose product with another is the inner product that `squared` belongs to."""
        shares, beliefs, probabilities = measure
        found: Vector = shares * dz
        if len(self._crowd_move):
            shift = beliefs * self._shifted(measure, dz)
            moved = np.bincount(self._crowd_move, shift[self._crowd_node], len(probabilities))
            moved -= probabilities * np.add.reduceat(moved, self._starts)[self._whose]
            found += moved[self._others]
        return found

    def moved(self, measure: Measure, z: Vector, dz: Vector) -> float:
        """The largest change of a probability or belief, tiny ones by what they become."""
        shares, beliefs, _ = measure
        found = float((np.abs(dz) * (shares + np.exp(z))).max())
        if len(self._crowd_move):
            shift = np.abs(self._shifted(measure, dz))
            found = max(found, float((beliefs * np.expm1(np.minimum(shift, 50.0))).max()))
        return found


def _chance(node: int, parent: list[int], mover: list[int], odds: list[float]) -> float:
    """The probability with which chance allows a node."""
    found = 1.0
    while node:
        above = parent[node]
        if mover[above] == CHANCE:
            found *= odds[node]
        node = above
    return found


def _padded(rows: list[list[int]], blank: int) -> Ints:
    """Rows of one length, filled up with `blank`."""
    width = max(map(len, rows), default=0)
    return np.array([[*row, *[blank] * (width - len(row))] for row in rows], dtype=np.intp).reshape(
        len(rows), width
    )
