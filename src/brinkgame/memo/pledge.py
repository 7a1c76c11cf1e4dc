"""Decision 10: a pledge not to invade Cuba, and what it takes to get one.

The US gives no pledge, an unconditional one, or a conditional one, which the USSR gets if it
accepts verification. An unconditional pledge costs the US something and brings it nothing, so it is
never given; that is how the game is made. A conditional one is given if verification is worth more
to the US than the pledge costs it, and taken if the pledge is worth more to the USSR than
verification costs it. Without either there may still be a tacit understanding: each side shows
restraint for as long as the other does, if it cares enough for the future (`restraint`).

On 7 December 1962, the date of the memorandum, the matter was open: nothing is on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.expressions import quantity
from brinkgame.forms import Decision, ExtensiveFormGame, NormalFormGame, Terminal
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Ending, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    inspection_value,
    pledge_value,
    restraint_breakdown,
    restraint_patience,
    restraint_reward,
    restraint_temptation,
    us_pledge_cost,
    verification_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import indifference

__all__ = ["GAME", "POINT", "restraint", "restraint_table", "tree"]

US: Final = "US"
USSR: Final = "USSR"
PLEDGE: Final = "pledge"
NONE: Final = "none"
UNCONDITIONAL: Final = "unconditional"
CONDITIONAL: Final = "conditional"
ACCEPT: Final = "accept"
REJECT: Final = "reject"
SHOW: Final = "show restraint"
BREAK: Final = "break it"

_PLAYERS: Final = (US, USSR)


def tree(
    *,
    pledge: Any = pledge_value,
    then: Ending = Terminal,
    prefix: str = "",
    payoffs: Mapping[str, Any] | None = None,
) -> Decision:
    """The tree of the decision, to stand alone or as a part of a larger one.

    Parameters
    ----------
    pledge
        What a pledge is worth to the USSR.
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome, it returns
        the node that is put there. An end of the game unless told otherwise.
    prefix
        Put before the labels of the information sets.
    payoffs
        What players collect on the way in, as from what came before in a larger game.

    Examples
    --------
    >>> from brinkgame.memo import pledge
    >>> pledge.tree()
    Decision('US', none | unconditional | conditional)
    """
    pledge = quantity(pledge)
    nothing = {US: 0, USSR: 0}
    verified = {US: inspection_value - us_pledge_cost, USSR: pledge - verification_cost}
    return Decision(
        US,
        {
            NONE: then(nothing, label="no pledge"),
            UNCONDITIONAL: then({US: -us_pledge_cost, USSR: pledge}, label="pledge for nothing"),
            CONDITIONAL: Decision(
                USSR,
                {
                    ACCEPT: then(verified, label="pledge for verification"),
                    REJECT: then(nothing, label="no pledge"),
                },
                infoset=prefix + CONDITIONAL,
            ),
        },
        infoset=prefix + PLEDGE,
        payoffs=payoffs,
    )


GAME: Final = ExtensiveFormGame("pledge", players=_PLAYERS, root=tree(), constraints=CONSTRAINTS)
"""The tree, with every number open."""


def restraint_table() -> NormalFormGame:
    """One period of the tacit understanding: each side shows restraint, or breaks it.

    To break it gains as much against a side that breaks it as against one that does not: a
    prisoners' dilemma, in which restraint does not last for its own sake.
    """
    reward, tempted, neither = restraint_reward, restraint_temptation, restraint_breakdown
    mine = [[reward, neither - (tempted - reward)], [tempted, neither]]
    return NormalFormGame(
        "pledge, one period",
        strategies={US: (SHOW, BREAK), USSR: (SHOW, BREAK)},
        payoffs={US: mine, USSR: [list(column) for column in zip(*mine, strict=True)]},
        constraints=CONSTRAINTS,
    )


def restraint() -> ExtensiveFormGame:
    """The choice of a side whose restraint lasts as long as the other's: keep it up, or break it.

    Kept up, it brings the reward in every period. Broken, it brings the temptation once and then,
    since the other side breaks it too, the breakdown for ever. Payoffs to come are discounted.

    References
    ----------
    .. [1] Friedman (1971), "A non-cooperative equilibrium for supergames", Review of Economic
       Studies 38, theorem 1.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import pledge
    >>> patient = bg.solve(pledge.restraint().at(restraint_patience="3/5")).only()
    >>> patient.profile["USSR"]["restraint"]["show restraint"]
    Fraction(1, 1)
    """
    patience = restraint_patience
    kept = restraint_reward / (1 - patience)
    broken = restraint_temptation + patience * restraint_breakdown / (1 - patience)
    return ExtensiveFormGame(
        "pledge, restraint",
        players=(USSR,),
        root=Decision(
            USSR,
            {
                SHOW: Terminal({USSR: kept}, label="tacit restraint"),
                BREAK: Terminal({USSR: broken}, label="breakdown"),
            },
            infoset="restraint",
        ),
        constraints=CONSTRAINTS,
    )


def _closed_forms() -> tuple[ClosedForm, ...]:
    taken = {pledge_value.name: 2}
    accepting = indifference(GAME, USSR, CONDITIONAL, ACCEPT, REJECT)
    giving = indifference(GAME, US, PLEDGE, CONDITIONAL, NONE, at=taken)
    for_nothing = indifference(GAME, US, PLEDGE, UNCONDITIONAL, NONE, at=taken)
    lasting = indifference(restraint(), USSR, "restraint", SHOW, BREAK)
    return (
        ClosedForm.of(
            "accepts",
            "the USSR accepts verification for a pledge",
            accepting.threshold(pledge_value),
        ),
        ClosedForm.of(
            "gives a conditional one",
            "the US gives a conditional pledge rather than none, where the USSR would accept",
            giving.threshold(inspection_value),
            *(premise.difference for premise in giving.premises),
        ),
        ClosedForm.of(
            "gives an unconditional one",
            "the US gives an unconditional pledge rather than none",
            for_nothing.threshold(us_pledge_cost),
        ),
        ClosedForm.of(
            "restraint lasts",
            "restraint lasts without a pledge",
            lasting.threshold(restraint_patience),
        ),
    )


_PREMISES: Final = (
    Premise("for the USSR all that was left was to declare what had been agreed", "memo P8"),
    Premise("it thought the end of the bombers the last step of the crisis", "memo P8", "probably"),
    Premise("it wanted a clear pledge and no more verification", "memo P9"),
    Premise("the USSR called the American assurance a formal commitment", "memo R6"),
    Premise("a pledge costs the US something, and brings it only what it is given for"),
    Premise("verification is what the US asks in return"),
    Premise("restraint that is broken once is over for good"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="pledge",
    number="10",
    began="1962-12",
    when="after 20 November 1962",
    who=_PLAYERS,
    title="A pledge not to invade Cuba",
    question="Can the USSR have a pledge without paying for it?",
    game=GAME,
    happened={},
    premises=_PREMISES,
    sources=("memo P8", "memo P9"),
    derive=_closed_forms,
    variants=(
        Variant("restraint", "no pledge, but restraint as long as the other shows it", restraint()),
        Variant("one-period", "the same for one period, decided at once", restraint_table()),
    ),
)
"""The decision."""
