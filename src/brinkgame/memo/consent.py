"""Decision 11: what Cuba's consent to the missiles costs.

The USSR offers aid for Cuba's consent, or does not. Cuba consents if the aid and the gain in safety
make up for becoming a target, and weigh that against what going without aid costs a regime in
crisis. With consent the USSR may deploy: the tree of that decision stands here as a part of this
one, so that the consent is worth what it leads to. Aid is counted in what it costs the USSR.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.forms import Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo import deploy
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Ending
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    aid_offered,
    aid_value,
    defence_gain,
    erosion,
    exposure,
    regime_crisis,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import Threshold, indifference

__all__ = [
    "GAME",
    "POINT",
    "consent_payoffs",
    "consent_price",
    "crisis_discount",
    "decision",
    "willing",
]

USSR: Final = "USSR"
US: Final = "US"
CUBA: Final = "Cuba"
ROOT: Final = "root"
OFFERED: Final = "offered"
OFFER: Final = "offer"
CONSENT: Final = "consent"
REFUSE: Final = "refuse"
BUILDUP: Final = "buildup"


def _three(payoffs: Mapping[str, Any], *, label: str) -> Terminal:
    """An end at which nothing more happens to Cuba."""
    return Terminal({CUBA: 0, **payoffs}, label=label)


def decision(
    *,
    infoset: str | None = None,
    consented: Node | None = None,
    otherwise: Callable[[], Node] | None = None,
    then: Ending = _three,
) -> Decision:
    """The offer and the answer with all that follows, as a node to put into a longer game.

    Parameters
    ----------
    infoset
        What the information set of the USSR is called; by its path if nothing is given.
    consented
        What follows the consent, if not the decision on deploying. It must pay `consent_payoffs`
        on the way.
    otherwise
        What makes the node that follows without consent, if not the end.
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome.

    Examples
    --------
    >>> from brinkgame.memo import consent
    >>> consent.decision(infoset="spring")
    Decision('USSR', offer | no offer)
    """

    def ended() -> Node:
        return then({USSR: -erosion, US: 0, CUBA: -regime_crisis}, label="no missiles")

    without = otherwise or ended
    yes = consented or deploy.decision(infoset=BUILDUP, then=then, payoffs=consent_payoffs())
    return Decision(
        USSR,
        {
            OFFER: Decision(CUBA, {CONSENT: yes, REFUSE: without()}, infoset=OFFERED),
            "no offer": without(),
        },
        infoset=infoset,
    )


def consent_payoffs() -> dict[str, Any]:
    """What the bargain itself pays: the aid, the shield, and being a target."""
    return {
        USSR: -aid_offered,
        US: 0,
        CUBA: aid_value * aid_offered + defence_gain - exposure,
    }


GAME: Final = ExtensiveFormGame(
    "consent", players=(USSR, US, CUBA), root=decision(), constraints=CONSTRAINTS
)
"""The tree, with every number open."""


def willing(at: Mapping[str, Any] | None = None) -> Threshold:
    """The least aid for which Cuba consents. Below zero it would consent for nothing, and more.

    Examples
    --------
    >>> from brinkgame.memo import consent
    >>> print(consent.willing().formula)
    (exposure - defence_gain - regime_crisis)/aid_value
    >>> consent.willing().value
    Fraction(1, 5)
    """
    return indifference(GAME, CUBA, OFFERED, CONSENT, REFUSE, at=at).threshold(aid_offered)


def consent_price(at: Mapping[str, Any] | None = None) -> Any:
    """What consent costs the USSR: the least aid, or nothing.

    Examples
    --------
    A regime in a deeper crisis sells for less.

    >>> from brinkgame.memo import consent
    >>> [str(consent.consent_price({"regime_crisis": crisis})) for crisis in ("1/2", "3/5", 1)]
    ['1/5', '1/10', '0']
    """
    return max(0, willing(at).value)


def crisis_discount() -> Expression:
    """How much less aid buys the consent for each unit of crisis: the derivative of the border."""
    return willing().formula.derivative(regime_crisis.name)


def _closed_forms() -> tuple[ClosedForm, ...]:
    offers = indifference(GAME, USSR, ROOT, OFFER, "no offer", at={aid_offered.name: "1/4"})
    return (
        ClosedForm.of("consents", "Cuba consents", willing()),
        ClosedForm.of(
            "offers",
            "the USSR offers the aid, where Cuba consents and the US compels only in time",
            offers.threshold(aid_offered),
            *(premise.difference for premise in offers.premises),
        ),
    )


_PREMISES: Final = (
    Premise("the Cuban economy was failing, and intervention was called for in the US", "memo B3"),
    Premise("without help the regime was heading for a crisis", "memo B3"),
    Premise("aid was what Moscow could give for consent", "memo B3"),
    Premise("the missiles shield the Cuban government", "memo B2"),
    Premise("they make the island a target as well"),
    Premise("aid is worth to Cuba what it costs the USSR, times a factor"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="consent",
    number="11",
    began="1962-04",
    when="spring 1962",
    who=(USSR, CUBA),
    title="Cuba's consent, and its price",
    question="What does Cuba's consent to the missiles cost the USSR?",
    game=GAME,
    happened={USSR: {ROOT: OFFER}, CUBA: {OFFERED: CONSENT}},
    premises=_PREMISES,
    sources=("memo B3",),
    derive=_closed_forms,
)
"""The decision."""
