"""Decision 7: accept the American terms on 28 October, or hold out.

If the USSR holds out, the Americans attack in Cuba with some chance; if no attack comes, it gains.
It accepts where an attack is likely enough. In the variant `berlin` an attack can be answered in
Berlin, as the statement of 11 September had threatened: the branch in which `hostage` ends. If the
answer is not worth its risk of war, the threat adds only the cost of not having carried it out, and
makes accepting better still.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    attack_risk,
    berlin_execution_gain,
    berlin_harm,
    berlin_war_risk,
    bluff_cost,
    holdout_gain,
    impasse_loss,
    intervention_loss,
    pledge_value,
    private_value,
    retreat_cost,
    us_acceptance_loss,
    us_war_cost,
    ussr_war_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import Threshold, indifference

__all__ = [
    "BERLIN",
    "GAME",
    "POINT",
    "answer",
    "decision",
    "execution_limit",
    "game",
    "threshold",
    "threshold_with_berlin",
]

USSR: Final = "USSR"
US: Final = "US"
ROOT: Final = "root"
ACCEPT: Final = "accept"
HOLD_OUT: Final = "hold out"
CARRY_OUT: Final = "carry out"
LEAVE: Final = "leave it"
AFTER_ATTACK: Final = "Berlin"

Following = Callable[[Mapping[str, Any]], Node]
"""What follows an attack, given what it costs."""


def _attacked(costs: Mapping[str, Any]) -> Node:
    return Terminal(costs, label="attack")


def answer(costs: Mapping[str, Any]) -> Decision:
    """What follows an attack if it can be answered in Berlin: the threat is carried out, or not.

    Parameters
    ----------
    costs
        What the attack costs both; the rest is added to it.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import capitulation
    >>> game = bg.ExtensiveFormGame("after an attack", players=("USSR", "US"),
    ...     root=capitulation.answer({"USSR": -8, "US": -3}))
    >>> print(bg.solve(game.at()).only().profile)
    USSR at Berlin: leave it
    """
    lost, harmed = costs[USSR], costs[US]
    return Decision(
        USSR,
        {
            CARRY_OUT: Chance(
                {
                    "war": (
                        berlin_war_risk,
                        Terminal({USSR: lost - ussr_war_cost, US: -us_war_cost}, label="war"),
                    ),
                    "no war": (
                        REST,
                        Terminal(
                            {USSR: lost + berlin_execution_gain, US: harmed - berlin_harm},
                            label="Berlin taken",
                        ),
                    ),
                }
            ),
            LEAVE: Terminal({USSR: lost - bluff_cost, US: harmed}, label="attack"),
        },
        infoset=AFTER_ATTACK,
    )


def decision(
    *,
    infoset: str | None = None,
    after_acceptance: Node | None = None,
    after_attack: Following = _attacked,
) -> Decision:
    """The choice with all that follows, as a node to put into a longer game.

    Parameters
    ----------
    infoset
        What the information set is called; by its path if nothing is given.
    after_acceptance
        What follows acceptance, if not the end.
    after_attack
        What follows an attack, as a function of what it costs; by default the end, or `answer`.
    """
    accepted = Terminal({USSR: pledge_value - retreat_cost, US: private_value}, label="withdrawal")
    costs = {USSR: -intervention_loss, US: -impasse_loss}
    kept = Terminal({USSR: holdout_gain, US: -us_acceptance_loss}, label="missiles stay")
    return Decision(
        USSR,
        {
            ACCEPT: after_acceptance or accepted,
            HOLD_OUT: Chance({"attack": (attack_risk, after_attack(costs)), "none": (REST, kept)}),
        },
        infoset=infoset,
    )


def game(**following: Any) -> ExtensiveFormGame:
    """The tree with other values after its outcomes; the options are those of `decision`.

    Examples
    --------
    >>> from brinkgame.memo import capitulation
    >>> capitulation.game(after_attack=capitulation.answer) == capitulation.BERLIN
    True
    """
    return ExtensiveFormGame(
        "capitulation", players=(USSR, US), root=decision(**following), constraints=CONSTRAINTS
    )


GAME: Final = game()
"""The tree, with every number open."""

BERLIN: Final = game(after_attack=answer).titled("capitulation, with an answer in Berlin")
"""The same if an attack can be answered in Berlin."""


def threshold(at: Mapping[str, Any] | None = None) -> Threshold:
    """The least risk of an attack at which the USSR accepts.

    Examples
    --------
    >>> from brinkgame.memo import capitulation
    >>> border = capitulation.threshold()
    >>> border.relation, border.value
    ('>=', Fraction(1, 2))
    """
    return indifference(GAME, USSR, ROOT, ACCEPT, HOLD_OUT, at=at).threshold(attack_risk)


def threshold_with_berlin(at: Mapping[str, Any] | None = None) -> Threshold:
    """The same border if an attack can be answered in Berlin, with the answer that is best there.

    Raises
    ------
    AmbiguousEquilibriumError
        At the point the USSR does not care whether it carries the threat out.

    Examples
    --------
    >>> from brinkgame.memo import capitulation
    >>> capitulation.threshold_with_berlin().value  # it would not be carried out
    Fraction(10, 21)
    >>> capitulation.threshold_with_berlin({"berlin_war_risk": 0}).value  # it would
    Fraction(5, 9)
    """
    return indifference(BERLIN, USSR, ROOT, ACCEPT, HOLD_OUT, at=at).threshold(attack_risk)


def execution_limit() -> Threshold:
    """The greatest risk of war at which the threat against Berlin is carried out after an attack.

    Examples
    --------
    >>> from brinkgame.memo import capitulation
    >>> capitulation.execution_limit().value
    Fraction(1, 6)
    """
    found = indifference(BERLIN, USSR, AFTER_ATTACK, CARRY_OUT, LEAVE)
    return found.threshold(berlin_war_risk)


def _closed_forms() -> tuple[ClosedForm, ...]:
    left = indifference(BERLIN, USSR, AFTER_ATTACK, LEAVE, CARRY_OUT).difference
    return (
        ClosedForm.of("accepts", "the USSR accepts", threshold()),
        ClosedForm.of(
            "carried out",
            "the threat against Berlin is carried out after an attack",
            execution_limit(),
        ),
        ClosedForm.of(
            "accepts, with Berlin",
            "the USSR accepts, where an attack can be answered in Berlin and would not be",
            threshold_with_berlin(),
            left,
        ),
    )


_PREMISES: Final = (
    Premise("an American attack was expected at any moment", "memo R1", "probably"),
    Premise("it would have been a disaster", "memo R2"),
    Premise("the reply on the private terms opened the way", "memo R6"),
    Premise("there was no choice but to cut the losses", "memo C8"),
    Premise("nothing could be done in Berlin or elsewhere", "memo C8"),
    Premise("holding out would have paid if no attack had come"),
    Premise("the American stakes are ours: what the US loses by an attack and by giving in"),
    Premise("an answer in Berlin comes on top of what the attack has cost"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="capitulation",
    number="7",
    began="1962-10",
    when="28 October 1962",
    who=(USSR,),
    title="Accept the terms, or hold out",
    question="Why did the USSR accept at once?",
    game=GAME,
    happened={USSR: {ROOT: ACCEPT}},
    premises=_PREMISES,
    sources=("memo R6", "memo C8"),
    derive=_closed_forms,
    variants=(
        Variant("berlin", "an attack can be answered in Berlin", BERLIN, ("memo C6", "memo C8")),
    ),
)
"""The decision."""
