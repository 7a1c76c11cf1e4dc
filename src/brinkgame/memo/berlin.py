"""Decision 0: go on talking about Berlin, or build up in Cuba.

Diplomacy brings an acceptable settlement of Berlin with some chance, and the erosion of the Soviet
position otherwise. Cuba brings what the decision on deploying brings, whose tree stands here as a
part of this one: its value is a continuation value and nothing that is typed in.

In March the USSR read American proposals as readiness to settle; in May it found out that it had
misread them. `belief_after` and `belief_before` put the news of May on the belief in a settlement,
`turning_news` says how bad it had to be, and `misread` is the game of a USSR whose belief is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from brinkgame.behavior import Hypergame
from brinkgame.expressions import quantity
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo import deploy
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Ending, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    athens_ratio,
    berlin_deal,
    candour,
    compel_war_risk,
    deal_probability,
    detection,
    erosion,
    live_war_risk,
    us_resolve,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import Indifference, Threshold, indifference

__all__ = [
    "GAME",
    "POINT",
    "belief_after",
    "belief_before",
    "decision",
    "diplomacy",
    "misread",
    "preference",
    "threshold",
    "turning_news",
]

USSR: Final = "USSR"
US: Final = "US"
ROOT: Final = "root"
BUILDUP: Final = "buildup"
DIPLOMACY: Final = "diplomacy"
CUBA: Final = "Cuba"


def diplomacy(*, then: Ending = Terminal, payoffs: Mapping[str, Any] | None = None) -> Chance:
    """What comes of talking about Berlin, as a node to put into a longer game.

    Parameters
    ----------
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome.
    payoffs
        What is paid on the way.
    """
    settled = then({USSR: berlin_deal, US: 0}, label="Berlin settled")
    impasse = then({USSR: -erosion, US: 0}, label="no missiles")
    return Chance(
        {"settlement": (deal_probability, settled), "impasse": (REST, impasse)}, payoffs=payoffs
    )


def decision(
    *, infoset: str | None = None, cuba: Node | None = None, then: Ending = Terminal
) -> Decision:
    """The choice of the USSR with all that follows, as a node to put into a longer game.

    Parameters
    ----------
    infoset
        What the information set of the USSR is called; by its path if nothing is given.
    cuba
        What follows if it turns to Cuba, if not the decision on deploying.
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome.

    Examples
    --------
    >>> from brinkgame.memo import berlin
    >>> berlin.decision(infoset="May")
    Decision('USSR', diplomacy | Cuba)
    """
    return Decision(
        USSR,
        {
            DIPLOMACY: diplomacy(then=then),
            CUBA: cuba or deploy.decision(infoset=BUILDUP, then=then),
        },
        infoset=infoset,
    )


GAME: Final = ExtensiveFormGame(
    "berlin", players=(USSR, US), root=decision(), constraints=CONSTRAINTS
)
"""The tree, with every number open; the second choice is the decision `deploy`."""


def preference(at: Mapping[str, Any] | None = None) -> Indifference:
    """What diplomacy pays the USSR more than Cuba, as a function of the parameters.

    Parameters
    ----------
    at
        The point at which the conduct after the choice is found; the rest is at its baseline.
    """
    return indifference(GAME, USSR, ROOT, DIPLOMACY, CUBA, at=at)


def threshold(at: Mapping[str, Any] | None = None) -> Threshold:
    """The least chance of a settlement with which the USSR stays with diplomacy.

    Examples
    --------
    >>> from brinkgame.memo import berlin
    >>> berlin.threshold().value, berlin.threshold().actual
    (Fraction(29, 125), Fraction(1, 5))
    """
    return preference(at).threshold(deal_probability)


def belief_after(before: Any, ratio: Any = athens_ratio) -> Any:
    """The chance of a settlement after news, by Bayes' rule: the odds times the likelihood ratio.

    Parameters
    ----------
    before
        The chance before.
    ratio
        How likely the news was with a settlement in reach, over without; the open parameter if
        none is given.

    Examples
    --------
    >>> from brinkgame.memo import berlin
    >>> berlin.belief_after("5/11", "3/10")
    Fraction(1, 5)
    """
    prior, bayes = quantity(before), quantity(ratio)
    return quantity(prior * bayes / (prior * bayes + 1 - prior))


def belief_before(after: Any = deal_probability, ratio: Any = athens_ratio) -> Any:
    """The chance of a settlement before news that left a given chance: that of March.

    Examples
    --------
    >>> from brinkgame.memo import berlin
    >>> berlin.belief_before("1/5", "3/10")
    Fraction(5, 11)
    """
    return belief_after(after, 1 / quantity(ratio))


def turning_news(before: Any, at: Mapping[str, Any] | None = None) -> Any:
    """The greatest likelihood ratio that turns the USSR from diplomacy to Cuba.

    News with a smaller ratio, which is worse news, turns it as well. Above one, no news is needed.

    Parameters
    ----------
    before
        The chance of a settlement before the news.
    at
        The other parameters; those that are not named are at their baselines.

    Examples
    --------
    >>> from brinkgame.memo import berlin
    >>> float(berlin.turning_news(berlin.belief_before("1/5", "3/10")))
    0.3625
    """
    limit, prior = threshold(at).value, quantity(before)
    return quantity(limit / (1 - limit) * (1 - prior) / prior)


def misread(believed: Any, at: Mapping[str, Any] | None = None) -> Hypergame:
    """The USSR decides by its own belief in a settlement, and what comes is read in the true game.

    Parameters
    ----------
    believed
        What the USSR takes `deal_probability` for.
    at
        What is true; the parameters that are not named are at their baselines.

    Examples
    --------
    >>> from brinkgame.memo import berlin
    >>> story = berlin.misread("5/11").solve().only()
    >>> float(story.expected["USSR"]), float(story.payoffs["USSR"])
    (0.636..., 0.0)
    """
    return Hypergame(GAME, {USSR: {deal_probability.name: believed}}, at=at or {})


def _closed_forms() -> tuple[ClosedForm, ...]:
    cases: tuple[tuple[str, dict[str, Any]], ...] = (
        ("where the US compels only in time", {}),
        ("where the US never compels", {compel_war_risk.name: "3/10"}),
        # So that even then the buildup pays: otherwise the value of Cuba is that of holding back.
        (
            "where the US compels even live missiles",
            {
                compel_war_risk.name: 0,
                live_war_risk.name: "1/5",
                us_resolve.name: 0,
                candour.name: 0,
            },
        ),
        ("where the buildup does not pay", {detection.name: 1, us_resolve.name: 1}),
        (
            "where live missiles are compelled and the buildup does not pay",
            {compel_war_risk.name: 0, live_war_risk.name: "1/5"},
        ),
    )
    found = []
    for words, at in cases:
        where = preference(at)
        border = where.threshold(deal_probability)
        found.append(
            ClosedForm.of(
                f"diplomacy, {words}",
                f"the USSR stays with diplomacy, {words}",
                border,
                *(premise.difference for premise in where.premises),
            )
        )
    return tuple(found)


_PREMISES: Final = (
    Premise("the way out of the impasse over Berlin was what was sought", "memo B1"),
    Premise("the prospects of a settlement were held to be good in March", "memo B4"),
    Premise("steps were taken to improve the atmosphere", "memo B5"),
    Premise("both leaders of Soviet policy spoke hopefully in April", "memo B6"),
    Premise("the hopes rested on a reading of the American proposals, right or wrong", "memo B7"),
    Premise("the meeting in Athens and what was said after it ended the hopes", "memo B8"),
    Premise("by the middle of May the earlier gestures began to be taken back", "memo B9"),
    Premise("by early June diplomacy was set aside for Cuba", "memo B10", "likely"),
    Premise("an impasse over Berlin costs as much as doing nothing"),
    Premise("a settlement of Berlin is worth nothing to the US, and costs it nothing"),
    Premise("the news of May changed the odds of a settlement by a likelihood ratio"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="berlin",
    number="0",
    began="1962-05",
    when="May-June 1962",
    who=(USSR,),
    title="Berlin by diplomacy, or a buildup in Cuba",
    question="Does the USSR go on negotiating about Berlin, or turn to Cuba?",
    game=GAME,
    happened={USSR: {ROOT: CUBA}},
    premises=_PREMISES,
    sources=tuple(f"memo B{number}" for number in range(4, 11)),
    derive=_closed_forms,
    variants=(
        Variant(
            "march",
            "the belief is that of March, before the news of May",
            GAME.fix({deal_probability.name: belief_before()}).titled("berlin, in March"),
            ("memo B4", "memo B7"),
        ),
    ),
)
"""The decision."""
