"""Which equilibria of a signaling game rest on beliefs that make sense: intuitive, D1, divine.

After a message that nobody is expected to send, beliefs are free, and with them what deters. The
criteria here ask who could have meant to gain by it [1]_ [2]_. Let v(t) be what type t gets in the
equilibrium, u(t, r) what it gets by the message when r is replied, and MBR(T) the mixed replies
that are best at some belief about the types in T. Type t gains at r if u(t, r) > v(t).

*Intuitive criterion*. Types that gain at no reply in MBR(all) are set aside. The equilibrium fails
if one of the others gains at every reply in MBR(those others).

*D1*. A type is set aside if, wherever in MBR(all) it gains or does not mind, one other type gains,
and that type gains somewhere else besides. *D2* is the same with "some other type, perhaps another
one each time". The equilibrium passes if some belief about the types that are left, and some reply
that is best at it, leave nobody with a gain.

*Divinity* weighs instead of setting aside: if play had led to the reply r, the types that gain at r
would have sent the message for sure, those that do not mind perhaps, and the belief would follow
from the prior by Bayes' rule. The beliefs are mixtures of such ones; only replies that are best at
them count in the next round, until nothing changes. *Universal divinity* admits only beliefs that
pass for every prior: those about types for which there is a reply at which they alone do not lose.
That is D2, round after round.

Each criterion asks about v and the payoffs alone, not about the beliefs of the assessment: it may
fail all beliefs that support an outcome, or pass an assessment whose own belief is not among those
that make sense, if others are that support the same.

.. [1] I.-K. Cho and D. M. Kreps, *Signaling games and stable equilibria*, Quarterly Journal of
   Economics 102 (1987), sections III and IV.
.. [2] J. S. Banks and J. Sobel, *Equilibrium selection in signaling games*, Econometrica 55 (1987),
   sections 2 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import Exact
from brinkgame.errors import InvalidProfileError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.play import BehaviorStrategyProfile
from brinkgame.signaling import SignalingComponent
from brinkgame.signaling.cells import Cells
from brinkgame.signaling.components import Membership
from brinkgame.signaling.pieces import Workbench
from brinkgame.signaling.structure import SignalingStructure, signaling_obstacles
from brinkgame.signaling.systems import Mixture, mixture_corners
from brinkgame.signaling.words import Words, region

__all__ = [
    "RefinementVerdict",
    "d1",
    "d2",
    "divinity",
    "intuitive_criterion",
    "universal_divinity",
]

_Test: TypeAlias = "Callable[[_Message], tuple[bool, str]]"


@final
@dataclass(frozen=True, slots=True)
class RefinementVerdict:
    """What a criterion says about one equilibrium, and why.

    Attributes
    ----------
    criterion
        Its name.
    passes
        Whether the equilibrium passes.
    reasons
        For each message that is not sent, in words, what is believed after it and what follows.
    profile
        The equilibrium.
    throughout
        Whether the verdict is the same for every member of the equilibrium's family: True, False,
        or None where what the types get varies in it, and the members that are listed agree.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="9/10")
    >>> result = bg.solve(game, concept="sequential")
    >>> [verdict.passes for verdict in bg.intuitive_criterion(result)]
    [True, True, True, False, False, False]
    >>> print(bg.intuitive_criterion(result)[3])
    fails the intuitive criterion: after beer only strong could gain (weak gets 3, and at most 2
    there), so the belief is on strong; then receiver answers leave, and strong gains
    """

    criterion: str
    passes: bool
    reasons: tuple[str, ...]
    profile: BehaviorStrategyProfile
    throughout: bool | None = True

    def __str__(self) -> str:
        verdict = "passes" if self.passes else "fails"
        why = "; ".join(self.reasons) or "every message is sent"
        return f"{verdict} {self.criterion}: {why}"


def intuitive_criterion(equilibria: Any) -> tuple[RefinementVerdict, ...]:
    """Which equilibria pass the intuitive criterion of Cho and Kreps.

    Parameters
    ----------
    equilibria
        An `EquilibriumResult`, an `Equilibrium`, an `Assessment` or a behavior profile of a
        signaling game; or several of them.

    Returns
    -------
    tuple of RefinementVerdict
        One for each equilibrium, in the same order.

    Raises
    ------
    UnsupportedGameError
        The game is no signaling game of the textbook's kind: somebody moves twice, or a message is
        garbled.
    InvalidProfileError
        A profile is no equilibrium.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="9/10")
    >>> pooling = {"sender": {"strong": "quiche", "weak": "quiche"},
    ...            "receiver": {"beer": "duel", "quiche": "leave"}}
    >>> [verdict] = bg.intuitive_criterion(bg.BehaviorStrategyProfile(game, pooling))
    >>> verdict.passes
    False
    """
    return _verdicts(equilibria, "the intuitive criterion", _intuitive)


def d1(equilibria: Any) -> tuple[RefinementVerdict, ...]:
    """Which equilibria pass D1: beliefs are about the type that gains most readily.

    Takes, returns and raises what `intuitive_criterion` does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="9/10")
    >>> print(bg.d1(bg.solve(game, concept="sequential"))[0])
    passes D1: after quiche wherever strong gains or does not mind weak gains, so the belief is on
    weak; then receiver answers duel, and nobody gains
    """
    return _verdicts(equilibria, "D1", _d1)


def d2(equilibria: Any) -> tuple[RefinementVerdict, ...]:
    """Which equilibria pass D2: no beliefs about types before whom some other would always gain.

    Takes, returns and raises what `intuitive_criterion` does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="9/10")
    >>> {verdict.passes for verdict in bg.d2(bg.solve(game, concept="sequential"))}
    {False, True}
    """
    return _verdicts(equilibria, "D2", _d2)


def divinity(equilibria: Any) -> tuple[RefinementVerdict, ...]:
    """Which equilibria are divine in the sense of Banks and Sobel.

    Takes, returns and raises what `intuitive_criterion` does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="9/10")
    >>> [verdict.passes for verdict in bg.divinity(bg.solve(game, concept="sequential"))]
    [True, True, True, False, False, False]
    """
    return _verdicts(equilibria, "divinity", _divine)


def universal_divinity(equilibria: Any) -> tuple[RefinementVerdict, ...]:
    """Which equilibria are universally divine: D2, round after round.

    Takes, returns and raises what `intuitive_criterion` does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="9/10")
    >>> {verdict.passes for verdict in bg.universal_divinity(bg.solve(game, concept="sequential"))}
    {False, True}
    """
    return _verdicts(equilibria, "universal divinity", _universally_divine)


# -- what is asked about ----------------------------------------------------------------------


@final
class _Message:
    """A message that nobody sends, and what every type that could send it would gain by each reply.

    Types are counted from 0 in the order of the sources that lead here, and sets of them are bits.
    """

    def __init__(self, bench: Workbench, words: Words, h: int, gets: Sequence[Fraction]) -> None:
        structure = bench.structure
        follower = structure.followers[h]
        tree = structure.game.tree
        self.cells = bench.cells[h]
        self.worth = follower.worth
        self.size = follower.replies
        self.place = words.places[h]
        self.replies = words.replies[h]
        self.receiver = structure.game.players[int(tree.infoset_player[follower.infoset])]
        self.gains: list[list[Fraction]] = []
        self.types: list[str] = []
        self._now: list[Fraction] = []
        self._most: list[list[Fraction]] = []
        for s in follower.sources:
            source = structure.sources[s]
            leader = structure.leaders[source.leader]
            whole = [Fraction(source.constant + value) for value in source.pays[h]]
            self.gains.append([value - gets[source.leader] for value in whole])
            self.types.append(words.types[source.leader])
            self._now.append(leader.payoff(gets[source.leader]))
            self._most.append([leader.payoff(value) for value in whole])
        self.everybody = (1 << len(self.types)) - 1

    def best_to(self, types: int) -> list[int]:
        """Sets of replies that are best at some belief about some types; all mixtures of each."""
        return _largest(
            q
            for q, corners in self.cells.closed.items()
            if any(not corner.support & ~types for corner in corners)
        )

    def may_gain(self, t: int, sets: Iterable[int]) -> bool:
        """Whether a type gains or does not mind at some reply."""
        return any(self.gains[t][r] >= 0 for r in _members(_union(sets)))

    def meets(
        self,
        sets: Iterable[int],
        least: Iterable[int],
        most: Iterable[int],
        *,
        strictly: bool = False,
    ) -> bool:
        """Whether at some reply some types gain or do not mind, and some others do not gain.

        `strictly`: the first gain, and the others lose.
        """
        up = [self.gains[t] for t in least]
        down = [[-number for number in self.gains[t]] for t in most]
        for q in sets:
            corners = mixture_corners(self.size, q, [*up, *down])
            if corners and not strictly:
                return True
            # Where each holds strictly at some corner, all do in the middle.
            if corners and all(any(_mean(t, c) > 0 for c in corners) for t in [*up, *down]):
                return True
        return False

    def deterring(self, sets: Iterable[int]) -> Mixture | None:
        """A reply at which nobody gains, a plain one if there is one."""
        spare = [[-number for number in table] for table in self.gains]
        found: list[Mixture] = []
        for q in sets:
            found += mixture_corners(self.size, q, spare)
        return max(found, key=lambda m: (max(m), m), default=None)

    def named(self, types: int) -> str:
        """Types in words."""
        return _listed([self.types[t] for t in _members(types)])

    def figures(self, t: int) -> str:
        """What a type gets now and at most."""
        most = max(self._most[t][r] for r in _members(_union(self.cells.closed)))
        return f"{self.types[t]} gets {self._now[t]}, and at most {most} there"

    def answer(self, replies: int) -> str:
        """Replies in words."""
        return _listed([self.replies[r] for r in _members(replies)], "or")

    def consequence(self, sets: Sequence[int], belief: str) -> tuple[bool, str]:
        """Whether some reply that is best leaves nobody with a gain, and the whole story."""
        deterring = self.deterring(sets)
        if deterring is None:
            some = [t for t in range(len(self.types)) if self.may_gain(t, sets)]
            who = _listed([self.types[t] for t in some], "or")
            then = f"then {self.receiver} answers {self.answer(_union(sets))}, and {who} gains"
            return False, f"after {self.place} {belief}; {then}"
        then = f"then {self.receiver} answers {region(self.replies, [deterring])}"
        return True, f"after {self.place} {belief}; {then}, and nobody gains"


def _intuitive(message: _Message) -> tuple[bool, str]:
    every = message.best_to(message.everybody)
    out = [
        t
        for t in range(len(message.types))
        if all(message.gains[t][r] < 0 for r in _members(_union(every)))
    ]
    kept = message.everybody & ~_bits(out)
    if not kept:
        return True, f"after {message.place} nobody could gain, whatever is believed"
    if not out:
        return _free(message)
    why = "; ".join(map(message.figures, out))
    who = message.named(kept)
    story = f"after {message.place} only {who} could gain ({why}), so the belief is on {who}"
    sets = message.best_to(kept)
    replies = _members(_union(sets))
    sure = [t for t in _members(kept) if all(message.gains[t][r] > 0 for r in replies)]
    then = f"then {message.receiver} answers {message.answer(_union(sets))}"
    if sure:
        return False, f"{story}; {then}, and {message.named(_bits(sure))} gains"
    return True, f"{story}; {then}, and nobody is sure to gain"


def _free(message: _Message) -> tuple[bool, str]:
    """Nobody is set aside."""
    return True, f"after {message.place} nobody is set aside"


def _d1(message: _Message) -> tuple[bool, str]:
    every = message.best_to(message.everybody)
    types = range(len(message.types))
    before: dict[int, int] = {}
    for t in types:
        for other in types:
            inside = t != other and not message.meets(every, [t], [other])
            if inside and message.meets(every, [other], [t], strictly=True):
                before.setdefault(t, other)
    kept = message.everybody & ~_bits(before)
    if not before:
        return _free(message)
    why = ", ".join(
        f"wherever {message.types[t]} gains or does not mind {message.types[other]} gains"
        for t, other in before.items()
    )
    return message.consequence(
        message.best_to(kept), f"{why}, so the belief is on {message.named(kept)}"
    )


def _alone(message: _Message, sets: Sequence[int]) -> int:
    """The types for which there is a reply at which they alone do not lose."""
    types = range(len(message.types))
    return _bits(t for t in types if message.meets(sets, [t], [o for o in types if o != t]))


def _d2(message: _Message) -> tuple[bool, str]:
    kept = _alone(message, message.best_to(message.everybody))
    return _left(message, kept, message.best_to(kept), "")


def _universally_divine(message: _Message) -> tuple[bool, str]:
    kept, sets, rounds = message.everybody, message.best_to(message.everybody), 0
    while (further := _alone(message, sets)) not in (0, kept):
        kept, sets, rounds = further, message.best_to(further), rounds + 1
    return _left(message, kept, sets, f" ({rounds} rounds)" if rounds > 1 else "")


def _left(message: _Message, kept: int, sets: Sequence[int], how: str) -> tuple[bool, str]:
    """What follows if only some types are left."""
    if kept in (0, message.everybody):
        return _free(message)
    out = _listed([message.types[t] for t in _members(message.everybody & ~kept)], "or")
    belief = (
        f"wherever {out} gains or does not mind some other type gains{how}, so the belief is on "
        f"{message.named(kept)}"
    )
    return message.consequence(sets, belief)


def _divine(message: _Message) -> tuple[bool, str]:
    sets = message.best_to(message.everybody)
    allowed: list[int] = []
    while True:
        # The sets of types that would all send the message if a certain reply were expected.
        senders = [
            who
            for who in range(1, message.everybody + 1)
            if message.meets(sets, _members(who), _members(message.everybody & ~who))
        ]
        if not senders or senders == allowed:
            break
        allowed = senders
        cells = Cells.of(
            [
                [sum(message.worth[t][r] for t in _members(who)) for r in range(message.size)]
                for who in allowed
            ]
        )
        sets = _largest(cells.closed)
    if not allowed:
        return True, f"after {message.place} nobody could gain, whatever is believed"
    free = all(1 << t in allowed for t in range(len(message.types)))
    if free:
        return _free(message)
    parts = [
        f"on {message.named(who)}{' in proportion to the prior' if who & (who - 1) else ''}"
        for who in _fewest(allowed)
    ]
    belief = parts[0] if len(parts) == 1 else f"a mixture of beliefs {_listed(parts)}"
    return message.consequence(sets, f"the belief is {belief}")


# -- all of them --------------------------------------------------------------------------------


def _verdicts(equilibria: Any, name: str, test: _Test) -> tuple[RefinementVerdict, ...]:
    if isinstance(equilibria, BehaviorStrategyProfile) or not isinstance(equilibria, Iterable):
        equilibria = (equilibria,)
    judges: dict[int, _Judge] = {}
    found: list[RefinementVerdict] = []
    for each in equilibria:
        profile = getattr(each, "profile", each)
        if not isinstance(profile, BehaviorStrategyProfile):
            raise UnsupportedGameError(
                f"expected equilibria of a signaling game, got {each!r}; solve the game with "
                "concept='sequential'"
            )
        game = profile.game
        judge = judges.setdefault(id(game), _Judge(game, name, test))
        found.append(judge.verdict(profile, getattr(each, "family", None)))
    return tuple(found)


@final
class _Judge:
    """A criterion with what it has said about one game."""

    def __init__(self, game: ExtensiveFormGame, name: str, test: _Test) -> None:
        obstacles = list(_obstacles(game))
        if obstacles:
            raise UnsupportedGameError(f"{name} is about signaling games, not {game!r}", obstacles)
        self._bench = Workbench(SignalingStructure.of(game), consistent=True)
        self._words = Words(self._bench.structure)
        self._name, self._test = name, test
        self._known: dict[tuple[int, tuple[Fraction, ...]], tuple[bool, str]] = {}

    def verdict(self, profile: BehaviorStrategyProfile, family: object) -> RefinementVerdict:
        structure = self._bench.structure
        member = Membership(self._bench, profile, None)
        wrong = [s for s, w in enumerate(member.play) if w and not member.tight >> s & 1]
        if wrong:
            source = structure.sources[wrong[0]]
            raise InvalidProfileError(
                f"no equilibrium: {self._words.types[source.leader]} would rather not "
                f"{self._words.action(wrong[0])}"
            )
        unsent = [h for h, bayes in enumerate(member.bayes) if bayes is None]
        for h, bayes in enumerate(member.bayes):
            if bayes is not None:
                good = not member.answers[h] & ~self._bench.best_of_play(h, member.play)
            else:
                good = any(not member.answers[h] & ~q for q in self._bench.cells[h].closed)
            if not good:
                raise InvalidProfileError(
                    f"no equilibrium: there is a better reply at {self._words.places[h]}"
                )
        passes, reasons = self._say(unsent, member.gets)
        return RefinementVerdict(
            self._name, passes, reasons, profile, self._throughout(family, passes)
        )

    def _say(self, unsent: Sequence[int], gets: Sequence[Fraction]) -> tuple[bool, tuple[str, ...]]:
        told: list[tuple[bool, str]] = []
        for h in unsent:
            key = h, tuple(gets)
            if key not in self._known:
                self._known[key] = self._test(_Message(self._bench, self._words, h, gets))
            told.append(self._known[key])
        return all(passes for passes, _ in told), tuple(text for _, text in told)

    def _throughout(self, family: object, passes: bool) -> bool | None:
        """Whether all members of a family get the same verdict; None if that is left open."""
        if not isinstance(family, SignalingComponent):
            return True
        steady = True
        for piece in family.pieces:
            unsent = [h for h in range(len(piece.best)) if h in piece.cells]
            levels = {gets for _, gets in piece.replies}
            steady = steady and len(levels) == 1
            if any(self._say(unsent, gets)[0] != passes for gets in levels):
                return False
        return True if steady else None


def _obstacles(game: ExtensiveFormGame) -> Iterable[str]:
    if not isinstance(game.arithmetic, Exact):
        yield "works in Exact, not in Float"
        return
    reasons = signaling_obstacles(game, consistent=True)
    yield from reasons
    if reasons:
        return
    structure = SignalingStructure.of(game)
    words = Words(structure)
    for source, label in ((s, words.types[s.leader]) for s in structure.sources):
        if len(source.pays) > 1:
            yield f"a message of {label} is garbled: it may be heard in several ways"
            return
    for h, follower in enumerate(structure.followers):
        leaders = [structure.sources[s].leader for s in follower.sources]
        if len(set(leaders)) < len(leaders):
            yield f"two messages of the same type are both heard as {words.places[h]}"
            return


def _largest(sets: Iterable[int]) -> list[int]:
    """Sets that lie in no other."""
    listed = list(dict.fromkeys(sets))
    return [q for q in listed if not any(q != other and not q & ~other for other in listed)]


def _fewest(sets: Sequence[int]) -> list[int]:
    """The sets without those that are unions of single members that are sets themselves."""
    single = [who for who in sets if not who & (who - 1)]
    covered = _union(single)
    return [*single, *(who for who in sets if who & ~covered)]


def _union(sets: Iterable[int]) -> int:
    bits = 0
    for each in sets:
        bits |= each
    return bits


def _bits(members: Iterable[int]) -> int:
    return _union(1 << member for member in members)


def _members(bits: int) -> list[int]:
    return [k for k in range(bits.bit_length()) if bits >> k & 1]


def _mean(table: Sequence[Fraction], mixture: Mixture) -> Fraction:
    return sum((w * x for w, x in zip(mixture, table, strict=True)), Fraction(0))


def _listed(names: Sequence[str], word: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
