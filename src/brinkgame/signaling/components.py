"""Equilibria of trees of two moves, put together: components, and what is listed of them.

The fibers of beliefs over a profile are convex, so components may be told from strategies alone.
There all pieces are products of faces of one polytope of play and one of replies: two of them meet
exactly if they share a corner of each.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, final

from brinkgame.forms import ExtensiveFormGame
from brinkgame.play.assessments import Assessment, Beliefs
from brinkgame.play.families import EquilibriumFamily
from brinkgame.play.payoffs import as_behavior, expected_payoffs, reach_probabilities
from brinkgame.play.profiles import BehaviorStrategyProfile
from brinkgame.signaling.pieces import OffPathCell, Piece, Workbench, best_bits, source_payoff
from brinkgame.signaling.search import UNREACHED
from brinkgame.signaling.structure import SignalingStructure
from brinkgame.signaling.systems import Mixture, Play, Replies
from brinkgame.signaling.words import Words

__all__ = ["Membership", "SignalingComponent", "SignalingListing", "signaling_listing"]

Point: TypeAlias = tuple[Play, tuple[Mixture, ...], tuple[Mixture, ...]]
"""Play, replies, and beliefs of those who reply."""
_MOST_COUNTED = 10_000
_FORCED = (Fraction(1),)
"""What is done, and believed, where there is one action at one node."""


@final
@dataclass(frozen=True, slots=True)
class SignalingListing:
    """What a solver hands over.

    Attributes
    ----------
    profiles, beliefs, families
        The equilibria that are listed, and the component of each that is not isolated.
    components
        Positions by component.
    """

    profiles: tuple[BehaviorStrategyProfile, ...]
    beliefs: tuple[Beliefs, ...]
    families: tuple[SignalingComponent | None, ...]
    components: tuple[tuple[int, ...], ...]


@final
@dataclass(frozen=True)
class SignalingComponent(EquilibriumFamily):
    """A connected set of perfect Bayesian or sequential equilibria of a tree of two moves.

    It is a union of pieces. In a piece, play and the replies where it comes to are any of a product
    of two polytopes; at each information set that play does not come to, replies and beliefs are
    any of one of several such products, whatever they are at others.

    Attributes
    ----------
    game
        The game.
    consistent
        Whether beliefs are consistent in the sense of Kreps and Wilson.
    pieces
        The pieces.
    positions
        Where those of its equilibria that are listed stand in the result.
    complete
        Whether all extreme points are listed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="9/10")
    >>> family = bg.solve(game, concept="sequential")[0].family
    >>> for line in family.conditions:
    ...     print(line)
    strong: beer; weak: beer; at beer: leave; at quiche: duel, believing Pr(weak) >= 1/2 or \
Pr(duel) >= 1/2, believing 1/2 strong + 1/2 weak
    """

    game: ExtensiveFormGame
    consistent: bool
    pieces: tuple[Piece, ...]
    positions: tuple[int, ...]
    complete: bool
    _known: Workbench | None = field(default=None, compare=False, repr=False)

    @cached_property
    def _bench(self) -> Workbench:
        if self._known is not None:
            return self._known
        return Workbench(SignalingStructure.of(self.game), consistent=self.consistent)

    @property
    def structure(self) -> SignalingStructure:
        """The sources and replies of the game."""
        return self._bench.structure

    @property
    def conditions(self) -> tuple[str, ...]:
        """One for each piece: an equilibrium belongs if it is in one of them."""
        words = Words(self.structure)
        return tuple(map(words.piece, self.pieces))

    @cached_property
    def count(self) -> int | None:
        """The number of pure profiles in it; None where they are too many to be counted."""
        found: set[tuple[Play, tuple[Mixture, ...]]] = set()
        for piece in self.pieces:
            menus = _reply_menus(piece)
            size = len(piece.plays) * sum(_size(menu) for menu in menus)
            if size + len(found) > _MOST_COUNTED:
                return None
            for play in piece.plays:
                if max(play) == 1 and all(x in (0, 1) for x in play):
                    for menu in menus:
                        pure = [[m for m in mixtures if max(m) == 1] for mixtures in menu]
                        found.update((play, answers) for answers in itertools.product(*pure))
        return len(found)

    @cached_property
    def payoff_ranges(self) -> Mapping[str, tuple[Any, Any]]:
        """The lowest and the highest payoff of each player.

        Payoffs are linear in play and in replies, and do not depend on replies off the path, so
        they are extreme at corners.
        """
        paid = [expected_payoffs(self.game, corner) for corner in self._corners]
        return {
            player: (min(each[player] for each in paid), max(each[player] for each in paid))
            for player in self.game.players
        }

    @property
    def _corners(self) -> Iterator[BehaviorStrategyProfile]:
        """Corners of play and of the replies that it comes to, with some replies elsewhere."""
        for piece in self.pieces:
            for play in piece.plays:
                for menu in _reply_menus(piece):
                    yield self._profile(play, tuple(m[0] for m in menu))

    def chance_range(self, ends: frozenset[int]) -> tuple[Any, Any]:
        """The lowest and the highest probability of coming to one of some ends, by node.

        It is extreme at corners, as payoffs are.
        """
        zero = self.game.arithmetic.number(0)
        found = []
        for corner in self._corners:
            reach = reach_probabilities(self.game, corner)
            found.append(sum((reach[end] for end in sorted(ends)), start=zero))
        return min(found), max(found)

    def corners(self) -> Iterator[BehaviorStrategyProfile]:
        """The extreme points of all pieces, replies off the path multiplied out (they may be many).

        Whatever is linear in what is done at each information set, what is done at the others
        fixed, is extreme at one of them.
        """
        for piece in self.pieces:
            for play in piece.plays:
                for menu in _reply_menus(piece):
                    for answers in itertools.product(*menu):
                        yield self._profile(play, answers)

    @property
    def vertices(self) -> tuple[int, ...] | None:
        """Where its extreme points stand in the result, if it is their hull and all are listed.

        None for a union of several products, whose corners alone would not tell what it is.
        """
        hull = len(self.pieces) == 1 and all(len(c) == 1 for c in self.pieces[0].cells.values())
        return self.positions if hull and self.complete else None

    def sample(self, rng: random.Random) -> Assessment:
        """One of its equilibria, in the inside of one of its pieces.

        Parameters
        ----------
        rng
            Where chance comes from.
        """
        bench = self._bench
        piece = rng.choice(self.pieces)
        play = _mean(rng, piece.plays)
        mixtures = [mixtures for mixtures, _ in piece.replies]
        weights = _weights(rng, len(mixtures))
        replies: list[Mixture] = []
        beliefs: list[Mixture] = []
        for h in range(len(bench.structure.followers)):
            bayes = bench.bayes(h, play)
            cell = None if bayes is not None else rng.choice(piece.cells[h])
            told = [mixture for each in mixtures if (mixture := each[h]) is not None]
            if told:
                replies.append(_weighed(weights, told))
            elif cell is not None:
                replies.append(_mean(rng, cell.mixtures))
            beliefs.append(bayes if bayes is not None else _mean(rng, cell.beliefs if cell else ()))
        return Assessment(_profile(bench, play, replies), _beliefs(bench, beliefs))

    def _profile(self, play: Play, replies: Sequence[Mixture]) -> BehaviorStrategyProfile:
        return _profile(self._bench, play, replies)

    def __contains__(self, assessment: object) -> bool:
        """Whether an assessment, a pair of profile and beliefs, or a profile with some belongs."""
        beliefs: Any = None
        profile: Any = assessment
        if isinstance(assessment, Assessment):
            profile, beliefs = assessment.profile, assessment.beliefs
        elif isinstance(assessment, tuple) and len(assessment) == 2:
            profile, beliefs = assessment
        plan = as_behavior(self.game, profile)
        if beliefs is not None and not isinstance(beliefs, Beliefs):
            beliefs = Beliefs(self.game, beliefs)
        return Membership(self._bench, plan, beliefs).is_in(self.pieces)


@final
class Membership:
    """What has to be known of a profile, with beliefs or without, to place it."""

    def __init__(
        self, bench: Workbench, profile: BehaviorStrategyProfile, beliefs: Beliefs | None
    ) -> None:
        self._bench = bench
        structure = bench.structure
        self._profile, self._beliefs = profile, beliefs
        play = [Fraction(1)]
        for leader in structure.leaders[1:]:
            play += profile.weights_at(leader.infoset)  # type: ignore[arg-type]
        self.play: Play = tuple(play)
        self.replies: tuple[Mixture, ...] = tuple(
            tuple(profile.weights_at(f.infoset))  # type: ignore[arg-type]
            for f in structure.followers
        )
        self.used = sum(bool(weight) << s for s, weight in enumerate(self.play))
        paid = [
            source_payoff(structure, s, self.replies) or Fraction(0)
            for s in range(len(structure.sources))
        ]
        self.tight = 0
        self.gets = tuple(max(paid[s] for s in leader.sources) for leader in structure.leaders)
        for leader, most in zip(structure.leaders, self.gets, strict=True):
            for s in leader.sources:
                self.tight |= (paid[s] == most) << s
        self.bayes = [bench.bayes(h, self.play) for h in range(len(structure.followers))]
        self.answers = [
            sum(bool(weight) << r for r, weight in enumerate(mixture)) for mixture in self.replies
        ]

    def is_in(self, pieces: Iterable[Piece]) -> bool:
        """Whether it is an equilibrium, and in one of the pieces."""
        if self.used & ~self.tight or not self._believes():
            return False
        return any(self.is_in_piece(piece) for piece in pieces)

    def _believes(self) -> bool:
        """Whether beliefs follow from Nature and from play where these tell."""
        if self._beliefs is None:
            return True
        structure = self._bench.structure
        for leader in structure.leaders[1:]:
            if self._beliefs.weights_at(leader.infoset) != leader.belief:
                return False
        for h, follower in enumerate(structure.followers):
            told, bayes = self._beliefs.weights_at(follower.infoset), self.bayes[h]
            if bayes is not None and told != bayes:
                return False
            if bayes is None:
                for nodes in self._bench.generators[h]:
                    # Nodes that stand together keep Nature's proportions.
                    first, odds = nodes[0]
                    if any(told[node] * odds != told[first] * other for node, other in nodes):
                        return False
        return True

    def is_in_piece(self, piece: Piece) -> bool:
        """Whether it is in a piece, if it is an equilibrium as far as leading players go."""
        if self.used & ~piece.used or piece.tight & ~self.tight:
            return False
        for h, q in enumerate(piece.best):
            reached = self.bayes[h] is not None
            if reached != (q != UNREACHED):
                return False
            if reached:
                best = self._bench.best_of_play(h, self.play)
                if q & ~best or self.answers[h] & ~best:
                    return False
            elif not any(self._is_in_cell(h, cell) for cell in piece.cells[h]):
                return False
        for h in range(len(piece.best)):
            told = [mixtures[h] for mixtures, _ in piece.replies]
            if told[0] is not None:
                may = 0
                for mixture in told:
                    may |= sum(bool(w) << r for r, w in enumerate(mixture or ()))
                if self.answers[h] & ~may:
                    return False
        return True

    def _is_in_cell(self, h: int, cell: OffPathCell) -> bool:
        if self.answers[h] & ~cell.best:
            return False
        if cell.mixtures:
            may = 0
            for mixture in cell.mixtures:
                may |= sum(bool(w) << r for r, w in enumerate(mixture))
            if self.answers[h] & ~may:
                return False
        if self._beliefs is None:
            return True
        follower = self._bench.structure.followers[h]
        told: Any = self._beliefs.weights_at(follower.infoset)
        # The worth of a node includes Nature's weight of it, which a belief replaces.
        odds = dict(itertools.chain(*follower.nodes))
        values = [
            sum(
                (
                    belief / odds[node] * line[r]
                    for node, (belief, line) in enumerate(
                        zip(told, follower.node_worth, strict=True)
                    )
                    if belief
                ),
                Fraction(0),
            )
            for r in range(follower.replies)
        ]
        return not cell.best & ~best_bits(values)


# -- putting together -------------------------------------------------------------------------


def signaling_listing(
    bench: Workbench, pieces: Sequence[Piece], *, listed: int
) -> SignalingListing:
    """Components of the pieces, and for each up to some of its extreme points."""
    parts = [part for piece in pieces for part in _by_local_component(piece)]
    groups = _connected(parts)
    found: list[tuple[list[Point], bool, tuple[Piece, ...]]] = []
    for group in groups:
        mine = [parts[k] for k in group]
        points, complete = _points(bench, mine, listed)
        found.append((points, complete, _merged(mine)))
    found.sort(key=lambda each: _order(each[0][0]))
    profiles: list[BehaviorStrategyProfile] = []
    beliefs: list[Beliefs] = []
    families: list[SignalingComponent | None] = []
    components: list[tuple[int, ...]] = []
    for points, complete, mine_ in found:
        positions = tuple(range(len(profiles), len(profiles) + len(points)))
        family = None
        if len(points) > 1 or not _is_point(mine_):
            family = SignalingComponent(
                bench.structure.game,
                bench.consistent,
                mine_,
                positions,
                complete,
                _known=bench,
            )
        for play, replies, believed in points:
            profiles.append(_profile(bench, play, replies))
            beliefs.append(_beliefs(bench, believed))
            families.append(family)
        components.append(positions)
    return SignalingListing(tuple(profiles), tuple(beliefs), tuple(families), tuple(components))


def _order(point: Point) -> tuple[Any, ...]:
    play, replies, beliefs = point
    size = sum(map(bool, play)) + sum(bool(w) for mixture in replies for w in mixture)
    return (
        size,
        [-w for w in play],
        [[-w for w in mixture] for mixture in replies],
        [[-w for w in belief] for belief in beliefs],
    )


def _by_local_component(piece: Piece) -> Iterator[Piece]:
    """The piece cut so that, at each information set off the path, its cells hang together."""
    places = list(piece.cells)
    options = [_local_components(piece.cells[h]) for h in places]
    for choice in itertools.product(*options):
        yield piece.with_cells(dict(zip(places, choice, strict=True)))


def _local_components(cells: Sequence[OffPathCell]) -> list[tuple[OffPathCell, ...]]:
    def meet(a: OffPathCell, b: OffPathCell) -> bool:
        return bool(set(a.mixtures) & set(b.mixtures) and set(a.beliefs) & set(b.beliefs))

    groups = _grouped(len(cells), lambda i, j: meet(cells[i], cells[j]))
    return [tuple(cells[k] for k in group) for group in groups]


def _connected(parts: Sequence[Piece]) -> list[list[int]]:
    plays = [set(part.plays) for part in parts]

    def meet(i: int, j: int) -> bool:
        if plays[i].isdisjoint(plays[j]):
            return False
        a, b = parts[i], parts[j]
        return any(_agree(a, b, x, y) for x in a.replies for y in b.replies)

    return _grouped(len(parts), meet)


def _agree(a: Piece, b: Piece, x: Replies, y: Replies) -> bool:
    """Whether corners of the cores of two pieces can be completed to one and the same profile."""
    if x[1] != y[1]:
        return False
    for h, (one, other) in enumerate(zip(x[0], y[0], strict=True)):
        if one is not None and other is not None:
            if one != other:
                return False
        elif one is not None:
            if not any(one in cell.mixtures for cell in b.cells[h]):
                return False
        elif other is not None:
            if not any(other in cell.mixtures for cell in a.cells[h]):
                return False
        else:
            mine = {m for cell in a.cells[h] for m in cell.mixtures}
            if not any(m in mine for cell in b.cells[h] for m in cell.mixtures):
                return False
    return True


def _grouped(size: int, meet: Any) -> list[list[int]]:
    """Connected sets of 0, ..., size - 1."""
    waiting = list(range(size))
    groups: list[list[int]] = []
    while waiting:
        fresh = [waiting.pop(0)]
        group = fresh[:]
        while fresh:
            one = fresh.pop()
            near = [k for k in waiting if meet(one, k)]
            waiting = [k for k in waiting if k not in near]
            group += near
            fresh += near
        groups.append(sorted(group))
    return groups


def _merged(parts: Sequence[Piece]) -> tuple[Piece, ...]:
    """The parts in an order that does not depend on the search's."""
    return tuple(
        sorted(
            parts,
            key=lambda p: (
                [-w for play in p.plays for w in play],
                p.best,
                [
                    [[-w for w in mixture] for mixture in mixtures if mixture is not None]
                    for mixtures, _ in p.replies
                ],
                [(h, [cell.best for cell in cells]) for h, cells in p.cells.items()],
            ),
        )
    )


def _is_point(pieces: Sequence[Piece]) -> bool:
    return len(pieces) == 1 and (
        len(pieces[0].plays) == 1
        and len(pieces[0].replies) == 1
        and all(
            len(cells) == 1 and len(cells[0].mixtures) <= 1 and len(cells[0].beliefs) == 1
            for cells in pieces[0].cells.values()
        )
    )


def _reply_menus(piece: Piece) -> list[list[list[Mixture]]]:
    """For each corner of the core's replies, the corners of replies at each information set."""
    menus: list[list[list[Mixture]]] = []
    for mixtures, _ in piece.replies:
        menu: list[list[Mixture]] = []
        for h, mixture in enumerate(mixtures):
            if mixture is not None:
                menu.append([mixture])
            else:
                menu.append(
                    list(dict.fromkeys(m for cell in piece.cells[h] for m in cell.mixtures))
                )
        menus.append(menu)
    return menus


def _size(menu: Sequence[Sequence[object]]) -> int:
    size = 1
    for each in menu:
        size *= len(each)
    return size


def _points(bench: Workbench, parts: Sequence[Piece], listed: int) -> tuple[list[Point], bool]:
    """Extreme points of some pieces, and whether they are all of them.

    Of a piece with too many, some are taken that show every corner of each of its factors; of one
    that has none itself (play comes everywhere only inside), a point inside.
    """
    found: dict[Point, None] = {}
    complete = True
    for part in parts:
        strict = [play for play in part.plays if _comes(bench, part, play)]
        plays = strict or [_middle(part.plays)]
        complete = complete and len(strict) == len(part.plays)
        factors: list[list[Any]] = [plays, list(part.replies)]
        places = list(part.cells)
        factors += [_cell_corners(part.cells[h]) for h in places]
        chosen: Iterable[tuple[Any, ...]]
        if _size(factors) <= listed:
            chosen = itertools.product(*factors)
        else:
            complete = False
            most = max(map(len, factors))
            chosen = (tuple(f[k % len(f)] for f in factors) for k in range(min(most, listed)))
        for play, (mixtures, _), *rest in chosen:
            off = dict(zip(places, rest, strict=True))
            replies: list[Mixture] = []
            beliefs: list[Mixture] = []
            for h, mixture in enumerate(mixtures):
                bayes = bench.bayes(h, play)
                answer = off[h][0] if mixture is None else mixture
                replies.append(answer)
                beliefs.append(off[h][1] if bayes is None else bayes)
            found.setdefault((play, tuple(replies), tuple(beliefs)))
    points = sorted(found, key=_order)
    if len(points) > listed:
        points, complete = points[:listed], False
    return points, complete


def _cell_corners(cells: Sequence[OffPathCell]) -> list[tuple[Mixture | None, Mixture]]:
    """The extreme pairs of a reply (None where it is told with the core) and a belief."""
    return list(
        dict.fromkeys(
            (mixture, belief)
            for cell in cells
            for mixture in cell.mixtures or (None,)
            for belief in cell.beliefs
        )
    )


def _comes(bench: Workbench, part: Piece, play: Play) -> bool:
    """Whether play comes wherever it does inside the piece."""
    followers = bench.structure.followers
    return all(any(play[s] for s in followers[h].sources) for h in part.reached)


def _middle(plays: Sequence[Play]) -> Play:
    return tuple(sum(each, Fraction(0)) / len(plays) for each in zip(*plays, strict=True))


def _weights(rng: random.Random, count: int) -> list[Fraction]:
    numbers = [rng.randint(1, 9) for _ in range(count)]
    return [Fraction(number, sum(numbers)) for number in numbers]


def _weighed(weights: Sequence[Fraction], points: Sequence[Mixture]) -> Mixture:
    return tuple(
        sum((w * x for w, x in zip(weights, each, strict=True)), Fraction(0))
        for each in zip(*points, strict=True)
    )


def _mean(rng: random.Random, points: Sequence[Mixture]) -> Mixture:
    return _weighed(_weights(rng, len(points)), points)


def _profile(bench: Workbench, play: Play, replies: Sequence[Mixture]) -> BehaviorStrategyProfile:
    structure = bench.structure
    tree = structure.game.tree
    by_infoset: dict[int, Sequence[Fraction]] = {
        leader.infoset: [play[s] for s in leader.sources] for leader in structure.leaders
    }
    for follower, mixture in zip(structure.followers, replies, strict=True):
        by_infoset[follower.infoset] = mixture
    return BehaviorStrategyProfile.from_weights(
        structure.game,
        [w for infoset in range(tree.n_infosets) for w in by_infoset.get(infoset, _FORCED)],
    )


def _beliefs(bench: Workbench, believed: Sequence[Mixture]) -> Beliefs:
    structure = bench.structure
    by_infoset: dict[int, Sequence[Fraction]] = {
        leader.infoset: leader.belief for leader in structure.leaders
    }
    for follower, belief in zip(structure.followers, believed, strict=True):
        by_infoset[follower.infoset] = belief
    tree = structure.game.tree
    return Beliefs.from_weights(
        structure.game, [by_infoset.get(infoset, _FORCED) for infoset in range(tree.n_infosets)]
    )
