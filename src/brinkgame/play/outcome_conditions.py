"""What the strategies of a maximal Nash subset of a tree have in common, in words and formulas.

The subset's part of one player is a polytope of realization plans. What does not vary in it is said
as it is. What varies is bounded by facets: each is a condition on this player's plan, linear, under
which some deviation of the *other* player does not pay; the deviation departs at an information set
that best replies reach, by an action that they do not take, and goes on in some pure way. That the
weights are probabilities goes without saying.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic import rank
from brinkgame.forms import ExtensiveFormGame, SequenceForm
from brinkgame.play.sequence_replies import Plan, payoff_rows

__all__ = ["subset_conditions"]

Line: TypeAlias = "tuple[str, str]"
"""A condition, and the deviation that it keeps from paying, if it is about one."""
Form: TypeAlias = "list[Fraction]"
"""Coefficients of a linear form in the sequences of a player."""

_MOST_WAYS = 64
"""Ways to go on after a deviation, of which each may bound a polytope; of more the rest is told in
one line."""


def subset_conditions(
    game: ExtensiveFormGame,
    plans: Sequence[Sequence[Plan]],
    replies: Sequence[frozenset[int]],
) -> list[Line]:
    """The conditions on both players' strategies, those of the first player first.

    Parameters
    ----------
    game
        In exact numbers.
    plans
        The corners of each player's part.
    replies
        For each player the sequences that are best against all of the other's part.
    """
    lines: list[Line] = []
    for who in range(2):
        lines += _Part(game, who, tuple(plans[who]), replies[1 - who]).lines()
    return lines


@final
@dataclass(frozen=True)
class _Part:
    """One player's polytope, and the other player's sequences that are best against all of it."""

    game: ExtensiveFormGame
    who: int
    corners: tuple[Plan, ...]
    best: frozenset[int]

    @property
    def _form(self) -> SequenceForm:
        return self.game.sequence_form

    @property
    def _first(self) -> list[int]:
        return self._form.structure.first[self.who].tolist()  # type: ignore[no-any-return]

    @property
    def _before(self) -> list[int]:
        return self._form.structure.before[self.who].tolist()  # type: ignore[no-any-return]

    def lines(self) -> list[Line]:
        player = self.game.players[self.who]
        varying = self._varying()
        bounds = self._bounds(varying) if varying else []
        bounded = {s for coefficients, *_ in bounds for s in coefficients}
        found: list[Line] = []
        places = self._form.infosets(player)
        first, before = self._first, self._before
        for j, name in enumerate(places):
            menu = range(first[j], first[j + 1])
            if not any(plan[before[j]] for plan in self.corners):
                continue
            actions = [self._form.sequences(player)[s][1] for s in menu]
            used = [s for s in menu if any(plan[s] for plan in self.corners)]
            if not any(s in varying for s in menu):
                reached = self.corners[0][before[j]]
                shares = [self.corners[0][s] / reached for s in menu]
                found.append((f"{player} at {name}: {_mixture(actions, shares)}", ""))
                continue
            words = [actions[s - first[j]] for s in used]
            if len(used) < 2:
                found.append((f"{player} at {name}: {words[0]}", ""))
            elif not bounded & set(menu):
                found.append((f"{player} at {name}: any mixture of {_listed(words)}", ""))
            elif len(used) < len(menu):
                found.append((f"{player} at {name}: only {_listed(words)}", ""))
        found += [self._bound(*bound, varying) for bound in bounds]
        if varying and self._is_cut():
            found.append(
                (f"{player}: no other deviation of {self.game.players[1 - self.who]} pays", "")
            )
        return found

    def _varying(self) -> set[int]:
        one = self.corners[0]
        return {s for s in range(len(one)) if any(plan[s] != one[s] for plan in self.corners)}

    # -- bounds --------------------------------------------------------------------------------

    def _bounds(self, varying: set[int]) -> list[tuple[dict[int, int], int, str, str]]:
        """Linear forms in few sequences, what they are at most (or equal to), how, and why."""
        one = self.corners[0]
        dimension = self._affine_rank(self.corners)
        # What is known besides: the equations of plans, and what does not vary.
        known = self._equations()
        known += [self._unit(s) for s in range(len(one)) if s not in varying]
        found: list[tuple[dict[int, int], int, str, str]] = []
        room = len(one) - rank(known) - dimension
        deviations = list(self._deviations())
        if room:
            for form, _ in (*self._ties(), *deviations):
                if any(_at(form, plan) for plan in self.corners):
                    continue
                if rank([*known, form]) > rank(known):
                    known.append(form)
                    found.append((*self._reduced(form, varying), "=", ""))
                    room -= 1
                if not room:
                    break
        facets: dict[frozenset[int], tuple[Form, str]] = {}
        for form, why in deviations:
            tight = frozenset(k for k, plan in enumerate(self.corners) if not _at(form, plan))
            if not tight or len(tight) == len(self.corners) or tight in facets:
                continue
            if self._affine_rank([self.corners[k] for k in tight]) == dimension - 1:
                facets[tight] = form, why
        for tight, (form, why) in facets.items():
            # A probability that is zero there says the same.
            if any(
                tight == frozenset(k for k, plan in enumerate(self.corners) if not plan[s])
                for s in varying
            ):
                continue
            found.append((*self._reduced(form, varying), "<=", why))
        return found

    def _affine_rank(self, points: Sequence[Plan]) -> int:
        origin = points[0]
        return rank([[a - b for a, b in zip(p, origin, strict=True)] for p in points[1:]])

    def _unit(self, sequence: int) -> Form:
        form = [Fraction(0)] * len(self.corners[0])
        form[sequence] = Fraction(1)
        return form

    def _equations(self) -> list[Form]:
        first, found = self._first, []
        for j, leading in enumerate(self._before):
            form = self._unit(leading)
            for s in range(first[j], first[j + 1]):
                form[s] -= 1
            found.append(form)
        return found

    def _deviations(self) -> Iterator[tuple[Form, str]]:
        """The other's departures from best replies: what they gain as a form in this one's plan."""
        yield from self._departures(lambda s: s not in self.best)

    def _ties(self) -> Iterator[tuple[Form, str]]:
        yield from self._departures(lambda s: s in self.best)

    def _departures(self, wanted: Any) -> Iterator[tuple[Form, str]]:
        other = 1 - self.who
        structure = self._form.structure
        first, before = structure.first[other].tolist(), structure.before[other].tolist()
        after: dict[int, list[int]] = {}
        for j, leading in enumerate(before):
            after.setdefault(leading, []).append(j)
        rows = payoff_rows(self._form, other)
        player = self.game.players[other]
        labels = self._form.sequences(player)

        def ways(sequence: int, inside: bool) -> Iterator[list[int]]:
            """The sequences of each pure way to go on, this one included."""
            menus = []
            for j in after.get(sequence, ()):
                menu = [s for s in range(first[j], first[j + 1]) if not inside or s in self.best]
                menus.append(
                    [way for s in menu for way in itertools.islice(ways(s, inside), _MOST_WAYS)]
                )
            for choice in itertools.product(*menus):
                yield [sequence, *itertools.chain(*choice)]

        def form_of(way: Sequence[int], sign: int, form: Form) -> None:
            for sequence in way:
                for at, paid in rows[sequence]:
                    form[at] += sign * paid

        for j, leading in enumerate(before):
            if leading not in self.best:
                continue
            menu = range(first[j], first[j + 1])
            kept = next(s for s in menu if s in self.best)
            right = next(ways(kept, True))
            for s in menu:
                if s == kept or not wanted(s):
                    continue
                for way in itertools.islice(ways(s, s in self.best), _MOST_WAYS):
                    form = [Fraction(0)] * len(self.corners[0])
                    form_of(way, 1, form)
                    form_of(right, -1, form)
                    yield form, f"{player} at {_moves([labels[s] for s in way])}"

    def _is_cut(self) -> bool:
        """Whether a deviation can go on in more ways than are looked at."""
        structure = self._form.structure
        first = structure.first[1 - self.who].tolist()
        before = structure.before[1 - self.who].tolist()
        ways = [1] * first[-1]
        for j in range(len(before) - 1, -1, -1):
            ways[before[j]] *= sum(ways[first[j] : first[j + 1]])
        return any(
            max(ways[first[j] : first[j + 1]]) > _MOST_WAYS
            for j, leading in enumerate(before)
            if leading in self.best
        )

    # -- words ---------------------------------------------------------------------------------

    def _reduced(self, form: Form, varying: set[int]) -> tuple[dict[int, int], int]:
        """The form in varying sequences, with as few of them as the equations make easy.

        Of each information set the last action that varies is expressed by the others.
        """
        one = self.corners[0]
        left = {s: form[s] for s in varying if form[s]}
        right = -sum(
            (c * one[s] for s, c in enumerate(form) if s not in varying), start=Fraction(0)
        )
        first = self._first
        for j in range(len(self._before) - 1, -1, -1):
            menu = [s for s in range(first[j], first[j + 1]) if s in varying]
            if not menu:
                continue
            last = self._spare(menu)
            c = left.pop(last, Fraction(0))
            if not c:
                continue
            fixed = sum(one[s] for s in range(first[j], first[j + 1]) if s not in varying)
            leading = self._before[j]
            if leading in varying:
                left[leading] = left.get(leading, Fraction(0)) + c
                right += c * fixed
            else:
                right -= c * (one[leading] - fixed)
            for s in menu:
                if s != last:
                    left[s] = left.get(s, Fraction(0)) - c
        left = {s: c for s, c in sorted(left.items()) if c}
        # In probabilities where what leads to them does not vary.
        left = {s: c * self._scale(s) for s, c in left.items()}
        common = math.lcm(right.denominator, *(c.denominator for c in left.values()))
        whole = {s: int(c * common) for s, c in left.items()}
        divisor = math.gcd(int(right * common), *whole.values()) or 1
        return {s: c // divisor for s, c in whole.items()}, int(right * common) // divisor

    def _spare(self, menu: Sequence[int]) -> int:
        """The action to do without: the one whose probability is never one, if the rest can be."""
        if len(menu) == 2:
            j = self._infoset(menu[0])
            leading = self._before[j]
            full = [any(p[s] and p[s] == p[leading] for p in self.corners) for s in menu]
            if full == [False, True]:
                return menu[0]
        return menu[-1]

    def _infoset(self, sequence: int) -> int:
        first = self._first
        return next(j for j in range(len(first) - 1) if first[j] <= sequence < first[j + 1])

    def _scale(self, sequence: int) -> Fraction:
        """What does not vary in a sequence's weight: that of its longest part that is fixed."""
        one = self.corners[0]
        while sequence and any(plan[sequence] != one[sequence] for plan in self.corners):
            sequence = self._before[self._infoset(sequence)]
        return Fraction(one[sequence])

    def _probability(self, sequence: int, *, short: bool) -> str:
        """``Pr(a at x, b at y)``: the moves of a sequence after its part that is fixed."""
        labels, one = self._form.sequences(self.game.players[self.who]), self.corners[0]
        if short:
            return f"Pr({labels[sequence][1]})"
        moves: list[str] = []
        while sequence and any(plan[sequence] != one[sequence] for plan in self.corners):
            moves.append("{1} at {0}".format(*labels[sequence]))
            sequence = self._before[self._infoset(sequence)]
        return f"Pr({', '.join(reversed(moves))})"

    def _bound(
        self, left: Mapping[int, int], right: int, how: str, why: str, varying: set[int]
    ) -> Line:
        player = self.game.players[self.who]
        homes = {self._infoset(s) for s in left}
        short = len(homes) == 1 and all(self._before[self._infoset(s)] not in varying for s in left)
        where = ""
        if short:
            where = f" at {self._form.infosets(player)[homes.pop()]}"
        if len(left) == 1:
            (s, c), *_ = left.items()
            sign = how if c > 0 or how == "=" else ">="
            text = f"{self._probability(s, short=short)} {sign} {Fraction(right, c)}"
            return f"{player}{where}: {text}", why
        terms = ""
        flip = -1 if next(iter(left.values())) < 0 else 1
        for s, c in left.items():
            c = c * flip
            size = "" if abs(c) == 1 else f"{abs(c)}*"
            mark = ("-" if c < 0 else "") if not terms else (" - " if c < 0 else " + ")
            terms += f"{mark}{size}{self._probability(s, short=short)}"
        sign = ">=" if flip < 0 and how == "<=" else how
        return f"{player}{where}: {terms} {sign} {right * flip}", why


def _at(form: Form, plan: Plan) -> Fraction:
    return sum((c * w for c, w in zip(form, plan, strict=True) if c and w), start=Fraction(0))


def _mixture(actions: Sequence[str], shares: Sequence[Any]) -> str:
    played = [(action, share) for action, share in zip(actions, shares, strict=True) if share]
    if len(played) == 1:
        return played[0][0]
    return ", ".join(f"{action} {share}" for action, share in played)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _moves(labels: Sequence[tuple[str, ...]]) -> str:
    """``entry: fight, then stay at later``, from what is done where."""
    (place, action), *later = labels
    return f"{place}: {', then '.join([action, *(f'{a} at {h}' for h, a in later)])}"
