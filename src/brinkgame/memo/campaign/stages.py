"""The stages of the campaign, in the order of events, and where each of them leads.

A stage is the tree of one decision, or of a few that belong together, with the values that its own
module gives it; but what happens later is not in it. An end of a stage with an exit is where the
next one begins, and what the next one is worth is then a continuation value. Nothing is counted
twice: the pledge is left out of the letters and of the bombers, because the last stage pays for it;
a withdrawal in October is paid for by the letters, and not by the blockade as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, final

from brinkgame.forms import REST, Chance, Decision, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo import (
    berlin,
    blockade,
    capitulation,
    consent,
    deploy,
    hostage,
    il28,
    letters,
    line,
    pledge,
    stall,
    verification,
)
from brinkgame.memo.campaign.grafting import Payoffs, added, paying
from brinkgame.memo.parameters import (
    DAYS,
    missile_belief,
    pledge_value,
    private_value,
    regime_crisis,
    retreat_cost,
    tacit_share,
    us_success,
)

__all__ = ["FIRST", "ORDER", "STAGES", "STATEMENT", "Stage"]

USSR: Final = "USSR"
US: Final = "US"
CUBA: Final = "Cuba"

STATEMENT: Final = hostage.BOTH
"""What was said on 11 September."""

# The ends that lead on.
SHIPPED: Final = "shipments go on"
FOUND: Final = "found in time"
RESPECTED: Final = "quarantine respected"
SETTLED: Final = "settlement"
ACCEPTED: Final = "accepted"
TRADED: Final = "public trade"
RELEASED: Final = "bombers released"
BELIEVED: Final = "taken for Cuban"


@final
@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the campaign.

    Attributes
    ----------
    name, title
        What it is called, and what is decided in it.
    decisions
        The decisions that it is made of, by the names that they are loaded by.
    build
        What makes its tree. It is called anew for each copy.
    exits
        ``{outcome: stage}``: the ends at which another stage begins.
    concept
        By which concept it is solved: without one, by backward induction.
    record
        The moves on record from the start of the stage on, those of Nature among them; empty
        where the matter was open.
    route
        What tells one copy of the next stage from another: a name for the moves to the exit.
    """

    name: str
    title: str
    decisions: tuple[str, ...]
    build: Callable[[], Node]
    exits: Mapping[str, str] = field(default_factory=dict)
    concept: str | None = None
    record: tuple[str, ...] = ()
    route: Callable[[tuple[str, ...]], str] = ", ".join


def _everybody(payoffs: Payoffs, *, label: str) -> Terminal:
    return Terminal(added(payoffs, {}), label=label)


def _opening() -> Node:
    """From the spring to 11 September. Nature says what the USSR has in mind, missiles or arms.

    The US cannot tell ships with missiles from ships with other arms, so that what it believes in
    September is in equilibrium what Nature drew, if a USSR that has missiles in mind deploys them.
    """

    def september(label: str) -> Decision:
        refrained = _everybody(hostage.quiet(STATEMENT), label=label)
        return hostage.reply(STATEMENT, refrained, infoset="September")

    buildup = deploy.decision(infoset="June", then=_everybody, after_deploying=september(SHIPPED))
    agreed = berlin.decision(infoset="May", cuba=buildup, then=_everybody)
    spring = consent.decision(
        infoset="spring",
        consented=paying(agreed, consent.consent_payoffs()),
        otherwise=lambda: berlin.diplomacy(then=_everybody, payoffs={CUBA: -regime_crisis}),
        then=_everybody,
    )
    return Chance(
        {
            "missiles in mind": (missile_belief, spring),
            "arms only": (REST, september("arms delivered")),
        }
    )


def _discovery() -> Node:
    """The missiles are found in time or not, by a US that compels or not."""
    return deploy.deployed(on_discovery=Terminal({USSR: 0, US: 0}, label=FOUND))


def _blockade() -> Node:
    """The American answer to the discovery. A soft USSR that gives way has the line before it."""

    def given_way(kind: str) -> Terminal:
        if kind == blockade.SOFT:
            return Terminal({USSR: 0, US: 0}, label=RESPECTED)
        cost = blockade.HARD_WITHDRAWAL_COST
        return Terminal({USSR: -cost, US: us_success}, label="withdrawal")

    after = blockade.response(after_withdrawal=given_way)
    return blockade.decision(infoset="discovery", after_quarantine=after)


def _line() -> Node:
    return line.decision(infoset="ships")


def _stall() -> Node:
    """A settlement is worth what the letters bring, so only what the delay cost is paid here."""
    standing = {USSR: pledge_value - retreat_cost, US: private_value}

    def after(outcome: str, pays: Payoffs) -> Terminal:
        if outcome == SETTLED:
            pays = {player: pays[player] - standing[player] for player in standing}
        return Terminal(pays, label=outcome)

    return stall.decision(after=after)


def _letters() -> Node:
    """The letters and the reply, and whether the USSR then accepts what it was offered."""

    def end(pays: Payoffs, *, label: str) -> Node:
        settled = Terminal(pays, label=ACCEPTED)
        if label != "private settlement":
            return Terminal(pays, label=label)
        # The same choice at any letter: what it knows is what it wrote.
        return capitulation.decision(after_acceptance=settled)

    return _with_places(letters.tree(pledge=0, then=end))


def _with_places(node: Node, path: tuple[str, ...] = ()) -> Node:
    """The tree with a label for each information set that has none: the moves that lead to it."""
    if isinstance(node, Decision):
        return Decision(
            node.player,
            {a: _with_places(child, (*path, a)) for a, child in node.actions.items()},
            infoset=node.infoset or ", ".join(path),
            payoffs=node.payoffs or None,
        )
    if isinstance(node, Chance):
        return Chance(
            {
                name: (chance, _with_places(child, (*path, name)))
                for name, (chance, child) in node.branches.items()
            },
            payoffs=node.payoffs or None,
        )
    return node


def _verification() -> Node:
    return verification.tree()


def _il28() -> Node:
    return il28.tree(pledge=0)


def _pledge() -> Node:
    """The last stage: a formal pledge, or the tacit one that the settlement left.

    What a formal one is conditional on is a verification of its own, of what may come back later
    and not of what has left (memo P9). The pledge is collected here and nowhere else. Without a
    formal one the USSR has what was promised in October, which is worth a share of it.
    """

    def end(pays: Payoffs, *, label: str) -> Terminal:
        if label != "no pledge":
            return Terminal(pays, label=label)
        tacit = added(pays, {USSR: tacit_share * pledge_value})
        return Terminal(tacit, label="tacit pledge")

    return pledge.tree(then=end)


def _day(path: tuple[str, ...]) -> str:
    """The day on which a settlement comes: one more for each move that brings another."""
    passed = path.count("another day")
    return f"{DAYS[0] + passed} October"


def _written(path: tuple[str, ...]) -> str:
    """Who wrote what and what was answered, without the acceptance that follows."""
    return ", ".join(step for step in path if step != capitulation.ACCEPT)


STAGES: Final[Mapping[str, Stage]] = {
    stage.name: stage
    for stage in (
        Stage(
            "opening",
            "consent, Berlin or Cuba, deploying, and the reply to the statement of September",
            ("consent", "berlin", "deploy", "hostage"),
            _opening,
            {SHIPPED: "discovery"},
            "sequential",
            record=("missiles in mind", "offer", "consent", "Cuba", "deploy", "refrain"),
        ),
        Stage(
            "discovery",
            "whether the missiles are found in time, and what the US does if they are not",
            ("deploy", "clock"),
            _discovery,
            {FOUND: "blockade"},
            record=("detected", "resolute"),
        ),
        Stage(
            "blockade",
            "accept, strike or quarantine, and whether the USSR gives way",
            ("blockade",),
            _blockade,
            {RESPECTED: "line"},
            record=("quarantine", "soft", "withdraw"),
        ),
        Stage(
            "line",
            "what the ships do at the line, and the US",
            ("line",),
            _line,
            dict.fromkeys(("stopped", "lapsed", "stopped by force", "passed"), "stall"),
            "sequential",
            record=("stop", "enforce"),
        ),
        Stage(
            "stall",
            "how long the USSR stalls",
            ("stall",),
            _stall,
            {SETTLED: "letters"},
            route=_day,
            record=(*("stall", "another day") * 3, "settle"),
        ),
        Stage(
            "letters",
            "one letter or two, which to answer, and whether to accept the answer",
            ("letters", "capitulation"),
            _letters,
            {ACCEPTED: "verification", TRADED: "verification"},
            "sequential",
            route=_written,
            record=("weak", "both", "private terms", "accept"),
        ),
        Stage(
            "verification",
            "how much of the removal is verified",
            ("verification",),
            _verification,
            dict.fromkeys(
                ("no verification", "verified as offered", "verified in full"), "bombers"
            ),
            record=("offer inspection", "accept"),
        ),
        Stage(
            "bombers",
            "whether Cuba gives up the bombers",
            ("il28",),
            _il28,
            {RELEASED: "pledge", BELIEVED: "pledge"},
            record=("tighten", "press", "release"),
        ),
        Stage("pledge", "which pledge the US gives", ("pledge",), _pledge),
    )
}
"""The stages by name, in the order of events."""

FIRST: Final = "opening"
ORDER: Final = tuple(STAGES)
