"""How a tree is drawn: its shape, its information sets, and what was demanded of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

from hypothesis import strategies as st

from brinkgame.testing.drafts import Draft

__all__ = ["ACTIONS", "PLAYERS", "Odds", "TreePlan", "drawn_odds", "drawn_trees"]

PLAYERS: Final = ("A", "B", "C", "D")
"""What players are called."""
ACTIONS: Final = ("a", "b", "c", "d", "e", "f", "g", "h")
"""What actions and strategies are called."""
_OUTCOMES: Final = (None, "peace", None, "war", "truce")
_SIZES: Final = (1, 2, 2, 3, 2, 3, 2, 4)

Odds: TypeAlias = Callable[[st.DrawFn, int], tuple[Any, ...]]
"""Draws the probabilities of a number of branches."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class TreePlan:
    """What was asked of a tree; see `extensive_form_games`."""

    players: int | None
    perfect_information: bool | None
    perfect_recall: bool | None
    chance: bool | None
    inner_payoffs: bool | None
    shared_outcomes: bool | None
    zero_sum: bool
    max_depth: int
    max_decisions: int
    max_actions: int

    @property
    def demands_confusion(self) -> bool:
        """Whether some information set must hold several nodes."""
        return self.perfect_information is False or self.perfect_recall is False

    @property
    def confusion_by_chance(self) -> bool:
        """Whether only Nature can bring it about that a player cannot tell nodes apart."""
        return self.perfect_recall is not False and (self.players == 1 or self.max_actions < 2)

    @property
    def reserved(self) -> int:
        """The number of decisions that are kept for what is demanded."""
        if self.demands_confusion:
            return 2 if self.confusion_by_chance else 3
        split = self.chance is False and (self.shared_outcomes or self.inner_payoffs)
        return 1 if split else 0

    def lack_of_room(self) -> str:
        """Why no tree can be what is asked; nothing if one can."""
        if self.demands_confusion and self.confusion_by_chance and self.chance is False:
            return (
                "a single player who forgets nothing, or players with one action each, confuse "
                "nodes only by chance; do not say chance=False"
            )
        if self.max_actions < 2 and self.perfect_recall is False:
            return "something can be forgotten only if max_actions is at least 2"
        if self.shared_outcomes and self.max_actions < 2 and self.chance is False:
            return "a tree without chance has several ends only if max_actions is at least 2"
        depth = 2 if self.demands_confusion else 0
        if self.chance and not (depth and self.confusion_by_chance):
            depth += 1
        if not depth and (self.shared_outcomes or self.inner_payoffs):
            depth = 1
        if self.max_depth < depth:
            return f"what is asked needs {depth} moves in a row; max_depth={self.max_depth}"
        if self.max_decisions < self.reserved:
            return (
                f"what is asked needs {self.reserved} decisions; max_decisions={self.max_decisions}"
            )
        return ""


def drawn_odds(draw: st.DrawFn, size: int) -> tuple[Fraction, ...]:
    """Probabilities of `size` branches; some may be zero."""
    weights = [draw(st.sampled_from((1, 2, 0, 3))) for _ in range(size)]
    weights[0] += not any(weights)
    total = sum(weights)
    return tuple(Fraction(weight, total) for weight in weights)


@st.composite
def drawn_trees(
    draw: st.DrawFn, plan: TreePlan, kinds: st.SearchStrategy[st.SearchStrategy[Any]], odds: Odds
) -> tuple[tuple[str, ...], Draft]:
    """Players, and a tree that is what the plan asks for; not every player need move."""
    if plan.players is None:
        alone = not (plan.demands_confusion and plan.chance is False)
        many = draw(st.sampled_from((1, 2, 2, 3, 2, 4) if alone else (2, 3, 2, 4)))
    else:
        many = plan.players
    plan = dataclasses.replace(plan, players=many)
    if plan.perfect_information is None:
        # What may be, is asked for in every third game or so; growing alone seldom brings it.
        for name in ("perfect_recall", "perfect_information"):
            asked = dataclasses.replace(plan, **{name: False})
            free = getattr(plan, name) is None and not asked.lack_of_room()
            if free and draw(st.sampled_from((False, False, True))):
                plan = asked
    grower = _Grower(draw, plan, PLAYERS[:many], draw(kinds), odds)
    root = grower.shape()
    grower.choose_infosets(root)
    return grower.players, grower.label(grower.complete(root))


@final
class _Grower:
    """One drawing of one tree."""

    def __init__(
        self,
        draw: st.DrawFn,
        plan: TreePlan,
        players: tuple[str, ...],
        numbers: st.SearchStrategy[Any],
        odds: Odds,
    ) -> None:
        self.draw = draw
        self.plan = plan
        self.players = players
        self.numbers = numbers
        self.odds = odds
        self.last: dict[int, tuple[str | None, int]] = {}
        self.confuse = plan.demands_confusion or (
            plan.perfect_information is None and draw(st.booleans())
        )

    # -- the shape -------------------------------------------------------------------------------

    def shape(self) -> Draft:
        """Nodes with payoffs and probabilities: one end after the other is followed by a move."""
        draw, plan = self.draw, self.plan
        root = Draft()
        ends = [(root, 0)]
        most = plan.max_decisions - plan.reserved
        decisions = draw(
            st.sampled_from((*range(1, most + 1), *range((most + 1) // 2, most + 1), 0))
        )
        chances = 0 if plan.chance is False else draw(st.sampled_from((0, 1, 0, 2, 1, 3)))
        for left in range(decisions + chances, 0, -1):
            open_ends = [place for place in ends if place[1] < plan.max_depth]
            if not open_ends:
                break
            chosen = open_ends[draw(st.integers(0, len(open_ends) - 1))]
            ends.remove(chosen)
            node, depth = chosen
            # What is left is dealt out in any order.
            if draw(st.integers(1, left)) <= chances:
                chances -= 1
                self.nature(node)
            else:
                self.decide(node, *self.alike(depth))
                self.last[depth] = node.player, len(node.branches)
            ends.extend((child, depth + 1) for child in node.branches.values())
        some_pay = plan.inner_payoffs is not False and draw(st.booleans())
        for node in root.nodes():
            if not node.branches or (some_pay and draw(st.sampled_from((False, False, True)))):
                self.pay(node)
        return root

    def alike(self, depth: int) -> tuple[str | None, int | None]:
        """The player and the number of actions of a decision to be confused with the new one."""
        if self.confuse and depth in self.last and self.draw(st.sampled_from((True, True, False))):
            return self.last[depth]
        return None, None

    def decide(self, node: Draft, player: str | None = None, size: int | None = None) -> None:
        """Make a node a decision over new ends without payoffs."""
        if size is None:
            sizes = [n for n in _SIZES if n <= self.plan.max_actions]
            size = self.draw(st.sampled_from(sizes))
        node.player = player or self.draw(st.sampled_from(self.players))
        node.branches = {name: Draft() for name in ACTIONS[:size]}

    def nature(self, node: Draft, size: int | None = None) -> None:
        """Let Nature move at a node, to new ends without payoffs."""
        size = size or self.draw(st.sampled_from((1, 2, 2, 2, 3)))
        node.branches = {f"n{i + 1}": Draft() for i in range(size)}
        node.odds = self.odds(self.draw, size)

    def pay(self, node: Draft) -> None:
        """Pay everybody, or on the way somebody."""
        if self.plan.zero_sum:
            number = self.draw(self.numbers)
            node.payoffs = dict(zip(self.players, (number, -number), strict=True))
            return
        paid = self.players
        if node.branches:
            first = self.draw(st.integers(0, len(paid) - 1))
            paid = (paid + paid)[first : first + self.draw(st.integers(1, len(paid)))]
        node.payoffs = {player: self.draw(self.numbers) for player in paid}

    # -- the information sets ---------------------------------------------------------------------

    def choose_infosets(self, root: Draft) -> None:
        """Name information sets, and let players confuse nodes where the plan allows it."""
        plan, draw = self.plan, self.draw
        confuse = self.confuse
        forget = confuse and plan.perfect_recall is not True and draw(st.booleans())
        named = draw(st.booleans())
        known: dict[Any, list[str]] = {}
        for number, (node, moves) in enumerate(root.own_moves()):
            if node.player is None:
                continue
            key = (node.player, len(node.branches), None if forget else moves.get(node.player))
            others = known.setdefault(key, [])
            if confuse and others and draw(st.sampled_from((True, True, False))):
                node.infoset = draw(st.sampled_from(others))
            elif confuse or named:
                node.infoset = f"i{number}"
                others.append(node.infoset)

    # -- what is demanded -------------------------------------------------------------------------

    def complete(self, root: Draft) -> Draft:
        """Put what is demanded and lacks above the root, and cut what is too deep then."""
        plan = self.plan
        for _ in range(3):
            if plan.perfect_recall is False and not root.forgets:
                root = self.forgetting(root)
            elif plan.perfect_information is False and not root.repeats_infosets:
                root = self.confusing(root)
            elif plan.chance and not root.has_chance:
                root = self.risking(root)
            elif (plan.shared_outcomes and len(root.ends) < 2) or (
                plan.inner_payoffs and not root.branches
            ):
                root = self.splitting(root)
            else:
                break
            self.cut(root)
        if plan.inner_payoffs and not root.pays_on_the_way:
            self.pay(root)
        return root

    def forgetting(self, root: Draft) -> Draft:
        """A player who does not know their own first move, or whether they moved already."""
        top = Draft()
        player = self.draw(st.sampled_from(self.players))
        self.decide(top, player, 2)
        first, second = top.branches.values()
        self.decide(first, player, 2)
        if self.draw(st.booleans()):
            self.decide(second, player, 2)
            second.infoset = "forgotten"
        else:
            top.infoset = "forgotten"
        first.infoset = "forgotten"
        first.branches["a"] = root
        return self.paid(top)

    def confusing(self, root: Draft) -> Draft:
        """A player who does not know what another did, or Nature."""
        top = Draft()
        may_risk = self.plan.chance is not False
        alone = len(self.players) == 1 or self.plan.max_actions < 2
        if alone or (may_risk and self.draw(st.booleans())):
            self.nature(top, 2)
            other = self.draw(st.sampled_from(self.players))
        else:
            self.decide(top, size=2)
            other = self.draw(st.sampled_from([p for p in self.players if p != top.player]))
        for node in top.branches.values():
            self.decide(node, other, min(2, self.plan.max_actions))
            node.infoset = "confused"
        first = next(iter(top.branches.values()))
        first.branches["a"] = root
        return self.paid(top)

    def risking(self, root: Draft) -> Draft:
        """Nature moves first."""
        top = Draft()
        self.nature(top, 2)
        top.branches["n1"] = root
        return self.paid(top)

    def splitting(self, root: Draft) -> Draft:
        """Something comes before the end."""
        if self.plan.chance is not False:
            return self.risking(root)
        top = Draft()
        self.decide(top, size=min(2, self.plan.max_actions))
        top.branches["a"] = root
        return self.paid(top)

    def paid(self, top: Draft) -> Draft:
        """Pay at the ends that are new."""
        for end in top.ends:
            if not end.payoffs:
                self.pay(end)
        return top

    def cut(self, root: Draft) -> None:
        """End the game after the most moves that it may have."""
        level = [root]
        for _ in range(self.plan.max_depth):
            level = [child for node in level for child in node.branches.values()]
        for node in level:
            if node.branches:
                node.branches, node.player, node.infoset, node.odds = {}, None, None, ()
                self.pay(node)

    def label(self, root: Draft) -> Draft:
        """Name outcomes."""
        wanted = self.plan.shared_outcomes
        if wanted is False:
            for number, end in enumerate(root.ends):
                end.label = self.draw(st.sampled_from((None, f"outcome {number}")))
            return root
        if wanted is True or self.draw(st.booleans()):
            for node in root.nodes():
                if not node.branches or self.draw(st.sampled_from((False, False, False, True))):
                    node.label = self.draw(st.sampled_from(_OUTCOMES))
        if wanted and not root.shares_labels:
            for end in root.ends[:2]:
                end.label = "war"
        return root
