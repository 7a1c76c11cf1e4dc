"""Decision 1: whether the USSR deploys missiles in Cuba in secret.

The USSR holds back, or deploys. If it deploys, the missiles are discovered in time or they are not.
Undiscovered, they become operational and the US faces a fait accompli: it accepts, or compels a
withdrawal at a high risk of war. Discovered, a resolute US chooses between accepting and compelling
at a low risk; an irresolute one accepts. Compelling ends in a withdrawal or in war. When it
decides, the USSR counts only a share of its cost of failure: its candour.

What follows is derived from the tree and from nothing else: `threshold` compares the two
continuation payoffs of the USSR as rational functions, `cases` does so under each conduct that the
US may have, and the candour that a choice needs is the same border solved for candour.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.behavior import belief_after_silence
from brinkgame.errors import ParameterRangeWarning
from brinkgame.expressions import Constraint, Expression
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Ending, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    berlin_gain,
    candour,
    compel_war_risk,
    cuba_gain,
    detection,
    erosion,
    interdiction_chance,
    interdiction_share,
    intervention_loss,
    invasion_share,
    irresolute_loss,
    live_war_risk,
    retreat_cost,
    silence_weight,
    us_acceptance_loss,
    us_resolve,
    us_success,
    us_war_cost,
    ussr_war_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.parameters import Point
from brinkgame.parametric import Condition, Indifference, Threshold, indifference

__all__ = [
    "GAME",
    "POINT",
    "Case",
    "candour_threshold",
    "cases",
    "decision",
    "deployed",
    "expected",
    "fears",
    "first_response",
    "honest_threshold",
    "own_limits",
    "preference",
    "risk_limit",
    "stake_effect",
    "threshold",
]

USSR: Final = "USSR"
US: Final = "US"
ROOT: Final = "root"
LIVE: Final = "live missiles"
DETECTED: Final = "detected"
KINDS: Final = ("resolute", "irresolute")
"""What the US may be."""


def _stay(then: Ending, loss: Any = us_acceptance_loss) -> Node:
    return then({USSR: berlin_gain + cuba_gain, US: -loss}, label="missiles stay")


def _compel(war_risk: Any, then: Ending) -> Chance:
    withdrawal = {USSR: -candour * retreat_cost, US: us_success}
    war = {USSR: -candour * ussr_war_cost, US: -us_war_cost}
    return Chance(
        {
            "withdrawal": (1 - war_risk, then(withdrawal, label="withdrawal")),
            "war": (war_risk, then(war, label="war")),
        }
    )


def deployed(
    *,
    then: Ending = Terminal,
    on_discovery: Node | None = None,
    if_irresolute: Node | None = None,
    when_live: Node | None = None,
) -> Chance:
    """What follows once the missiles are on their way, as a node to put into a longer game.

    Parameters
    ----------
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome, it returns
        the node that is put there. An end of the game unless told otherwise.
    on_discovery
        What a resolute US faces when it discovers the missiles in time, if not the choice between
        accepting and compelling.
    if_irresolute
        What follows when an irresolute US discovers them, if not that it accepts.
    when_live
        What the US faces when they are operational, if not the same choice at the higher risk.
    """

    def facing(name: str, war_risk: Any) -> Decision:
        return Decision(
            US, {"accept": _stay(then), "compel": _compel(war_risk, then)}, infoset=name
        )

    detected = Chance(
        {
            KINDS[0]: (us_resolve, on_discovery or facing(DETECTED, compel_war_risk)),
            KINDS[1]: (REST, if_irresolute or _stay(then)),
        }
    )
    return Chance(
        {
            "undetected": (1 - detection, when_live or facing(LIVE, live_war_risk)),
            "detected": (detection, detected),
        }
    )


def decision(
    *,
    infoset: str | None = None,
    then: Ending = Terminal,
    after_deploying: Node | None = None,
    payoffs: Mapping[str, Any] | None = None,
) -> Decision:
    """The choice of the USSR with all that follows, as a node to put into a longer game.

    Parameters
    ----------
    infoset
        What the information set of the USSR is called; by its path if nothing is given.
    then
        What follows an end, as in `deployed`.
    after_deploying
        What follows if it deploys, if not `deployed`.
    payoffs
        What is paid on the way to the decision.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import deploy
    >>> whole = bg.ExtensiveFormGame("deploy", players=("USSR", "US"), root=deploy.decision())
    >>> whole == deploy.GAME
    True
    """
    return Decision(
        USSR,
        {
            "hold": then({USSR: -erosion, US: 0}, label="no missiles"),
            "deploy": after_deploying or deployed(then=then),
        },
        infoset=infoset,
        payoffs=payoffs,
    )


GAME: Final = ExtensiveFormGame(
    "deploy", players=(USSR, US), root=decision(), constraints=CONSTRAINTS
)
"""The tree, with every number open."""


def preference(at: Mapping[str, Any] | None = None) -> Indifference:
    """What deploying pays the USSR more than holding back, as a function of the parameters.

    Parameters
    ----------
    at
        The point at which the conduct of the US is found; the rest is at its baseline.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import deploy
    >>> found = deploy.preference()
    >>> found.difference.evaluate(bg.memo.load("deploy").game.parameters.baseline)
    Fraction(29, 50)
    """
    return indifference(GAME, USSR, ROOT, "deploy", "hold", at=at)


def threshold(at: Mapping[str, Any] | None = None) -> Threshold:
    """The border of deploying in the chance of being discovered by a resolute US.

    The US must deter by compelling only before the missiles are operational, as it does at the
    baseline; elsewhere look at `cases`.

    Raises
    ------
    ExpressionError
        At the point the US compels nowhere or everywhere, and there is no such border.

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> found = deploy.threshold()
    >>> found.value, found.actual, found.margin
    (Fraction(25, 64), Fraction(3, 10), Fraction(29, 320))
    """
    return preference(at).threshold(detection * us_resolve)


def honest_threshold(at: Mapping[str, Any] | None = None) -> Threshold:
    """The same border for a USSR that counts its whole cost of failure.

    A lack of candour is needed to explain a deployment only where the chance of discovery by a
    resolute US is above it.

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> deploy.honest_threshold({"candour": "1/4"}).value == deploy.threshold().value
    True
    """
    return threshold({**(at or {}), candour.name: 1})


def candour_threshold(at: Mapping[str, Any] | None = None) -> Threshold:
    """The most candour with which the USSR still deploys.

    Its value may be above one (no lack of candour is needed) or below zero (none explains it).

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> float(deploy.candour_threshold({"detection": "9/10", "us_resolve": "9/10"}).value)
    0.2469...
    """
    return preference(at).threshold(candour)


@final
@dataclass(frozen=True, slots=True)
class Case:
    """One way in which the US may respond, and when the USSR deploys then.

    Attributes
    ----------
    name, words
        What the case is called, and what it is.
    conduct
        What the US does: ``{information set: action}``.
    preference
        What deploying pays the USSR more than holding back under that conduct.
    point
        The point that was asked about if the case is at hand there; otherwise the nearest one
        where it is, the risks of war in compelling moved to the limit of what the US runs.
    """

    name: str
    words: str
    conduct: Mapping[str, str]
    preference: Indifference
    point: Point

    @property
    def premises(self) -> tuple[Condition, ...]:
        """What the US must prefer for the case to be at hand."""
        return self.preference.premises

    @property
    def worth(self) -> Fraction:
        """What deploying pays the USSR more than holding back, at `point`."""
        return self.preference.difference.evaluate(self.point)

    def holds(self, at: Mapping[str, Any] | None = None) -> bool:
        """Whether the US responds so at a point. On a border two cases hold.

        Examples
        --------
        >>> from brinkgame.memo import deploy
        >>> [case.name for case in deploy.cases() if case.holds()]
        ['fait accompli']
        >>> [case.name for case in deploy.cases() if case.holds({"live_war_risk": "3/11"})]
        ['fait accompli', 'no deterrence']
        """
        point = _point(at)
        return all(premise.holds(point) for premise in self.premises)


def _point(at: Mapping[str, Any] | None) -> Point:
    with warnings.catch_warnings():
        # Moving one risk across a border may leave a range; the border is what is asked about.
        warnings.simplefilter("ignore", ParameterRangeWarning)
        return GAME.parameters.point(at)


def cases(at: Mapping[str, Any] | None = None) -> tuple[Case, ...]:
    """The three cases: the US compels before the missiles are operational, never, or always.

    Which one is at hand is decided by the risks of war in compelling, on both sides of the greatest
    risk that the US runs. (It cannot be that the US compels only when the missiles are operational,
    because by then the risk is no smaller.)

    Parameters
    ----------
    at
        The other parameters; those that are not named are at their baselines.

    Returns
    -------
    tuple of Case
        Those that some risk brings about: all three, unless the limit is no chance between 0 and 1.

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> for case in deploy.cases():
    ...     print(f"{case.name}: {case.words}; {float(case.worth):.4g}")
    fait accompli: the US compels only in time; 0.58
    no response: the US never compels; 2.5
    no deterrence: the US always compels; -2.965
    """
    here = _point(at)
    limit = risk_limit(at).evaluate(here)
    found = []
    for name, words, *compels in _CASES:
        if (limit <= 0 and any(compels)) or (limit >= 1 and not all(compels)):
            continue  # no risk is low enough, or none is high enough
        # Inside the case each risk is well below or well above the limit.
        inside = [limit / 2 if does else (limit + 1) / 2 for does in compels]
        nearest = [
            min(here[risk.name], limit) if does else max(here[risk.name], limit)
            for risk, does in zip(_RISKS, compels, strict=True)
        ]
        conduct = {
            infoset: "compel" if does else "accept"
            for infoset, does in zip((DETECTED, LIVE), compels, strict=True)
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ParameterRangeWarning)
            difference = preference(_with_risks(here, inside))
        found.append(Case(name, words, conduct, difference, _with_risks(here, nearest)))
    return tuple(found)


_RISKS: Final = (compel_war_risk, live_war_risk)
_CASES: Final = (
    # What the US does: compel in time, compel live missiles.
    ("fait accompli", "the US compels only in time", True, False),
    ("no response", "the US never compels", False, False),
    ("no deterrence", "the US always compels", True, True),
)


def _with_risks(point: Point, risks: Sequence[Fraction]) -> Point:
    return Point({**point, **{risk.name: value for risk, value in zip(_RISKS, risks, strict=True)}})


def risk_limit(at: Mapping[str, Any] | None = None) -> Expression:
    """The greatest risk of war that the US runs in order to compel, as a formula.

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> print(deploy.risk_limit())
    (us_acceptance_loss + us_success)/(us_success + us_war_cost)
    """
    where = {**(at or {}), compel_war_risk.name: 0, live_war_risk.name: 1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        found = indifference(GAME, US, DETECTED, "compel", "accept", at=where)
    return found.threshold(compel_war_risk).formula


# -- the responses that were expected -------------------------------------------------------------


def expected() -> ExtensiveFormGame:
    """The game with the responses that the memo says were expected.

    A US that finds out compels (if it is resolute), limits the shipments, or protests. Limits delay
    the missiles and cost the USSR a share of their worth, and spare the US that share of its loss;
    a protest changes nothing.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import deploy
    >>> bg.solve(deploy.expected().at()).only().payoffs["USSR"]
    Fraction(3, 100)
    """
    left = 1 - interdiction_share
    limited = Terminal(
        {USSR: left * (berlin_gain + cuba_gain), US: -left * us_acceptance_loss},
        label="missiles delayed",
    )
    mild = Chance({"limits": (interdiction_chance, limited), "protest": (REST, _stay(Terminal))})
    return _variant("deploy, the responses expected", deployed(if_irresolute=mild))


def first_response() -> ExtensiveFormGame:
    """The game in which a resolute US answers with a blockade or with an invasion.

    Which one is a belief of the USSR here, and no choice of the US. A blockade leads to the choice
    of `decision`; an invasion costs the USSR what an attack on Cuba costs it.

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> [infoset.label for infoset in deploy.first_response().information_sets]
    ['root', 'live missiles', 'detected']
    """
    invaded = Terminal({USSR: -candour * intervention_loss, US: us_success}, label="invasion")
    blockade = Decision(
        US,
        {"accept": _stay(Terminal), "compel": _compel(compel_war_risk, Terminal)},
        infoset=DETECTED,
    )
    first = Chance({"invasion": (invasion_share, invaded), "blockade": (REST, blockade)})
    return _variant("deploy, blockade or invasion", deployed(on_discovery=first))


def fears(at: Mapping[str, Any] | None = None) -> tuple[Expression, Expression]:
    """What the USSR expects to lose by a blockade, and by an invasion, as the first response.

    Each is the chance of that response, once a resolute US has found out, times what it costs the
    USSR, compared with missiles that stay.

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> base = deploy.first_response().parameters.baseline
    >>> [float(fear.evaluate(base)) for fear in deploy.fears()]
    [4.8, 2.5]
    """
    game = first_response()
    difference = indifference(game, USSR, ROOT, "deploy", "hold", at=at).difference
    found = {detection.name: 1, us_resolve.name: 1}
    unanswered = difference.substitute({us_resolve.name: 0})
    share: Expression = invasion_share * 1
    losses = [
        unanswered - difference.substitute({**found, invasion_share.name: invaded})
        for invaded in (0, 1)
    ]
    return (1 - share) * losses[0], share * losses[1]


def own_limits() -> ExtensiveFormGame:
    """The game in which an irresolute US chooses as well, and loses less if the missiles stay.

    So it runs less risk of war than a resolute one, and what it does with live missiles is not
    what a resolute US does.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import deploy
    >>> for loss in (0, "3/2"):
    ...     here = deploy.own_limits().at(live_war_risk="1/5", irresolute_loss=loss)
    ...     plan = bg.solve(here).only().profile["US"]
    ...     print([str(plan[f"live missiles, {who}"]["compel"]) for who in deploy.KINDS])
    ['1', '0']
    ['1', '1']
    """

    def facing(name: str, war_risk: Any, loss: Any) -> Decision:
        actions = {"accept": _stay(Terminal, loss), "compel": _compel(war_risk, Terminal)}
        return Decision(US, actions, infoset=name)

    losses = dict(zip(KINDS, (us_acceptance_loss, irresolute_loss), strict=True))
    chances = dict(zip(KINDS, (us_resolve, REST), strict=True))
    live = Chance(
        {
            kind: (chances[kind], facing(f"{LIVE}, {kind}", live_war_risk, losses[kind]))
            for kind in KINDS
        }
    )
    return _variant(
        "deploy, two limits",
        deployed(
            when_live=live,
            if_irresolute=facing(f"{DETECTED}, {KINDS[1]}", compel_war_risk, irresolute_loss),
        ),
        irresolute_loss <= us_acceptance_loss,
    )


def _variant(title: str, after: Node, *constraints: Constraint) -> ExtensiveFormGame:
    return ExtensiveFormGame(
        title,
        players=(USSR, US),
        root=decision(after_deploying=after),
        constraints=(*CONSTRAINTS, *constraints),
    )


# -- the results in closed form -------------------------------------------------------------------


def stake_effect(difference: Expression) -> Expression:
    """How the border of deploying in American resolve moves with the stake: its sign is the sign.

    The difference is linear in resolve: it is worth something without a response, less resolve
    times a burden. The border is their ratio, and this is its derivative by the stake times the
    square of the burden, which may be zero.

    Parameters
    ----------
    difference
        What deploying pays the USSR more than holding back.

    Examples
    --------
    >>> from brinkgame.memo import deploy
    >>> base = deploy.GAME.parameters.baseline
    >>> float(deploy.stake_effect(deploy.preference().difference).evaluate(base))
    1.95
    """
    free = difference.substitute({us_resolve.name: 0})
    burden = free - difference.substitute({us_resolve.name: 1})
    stake = berlin_gain.name
    return free.derivative(stake) * burden - free * burden.derivative(stake)


def _closed_forms() -> tuple[ClosedForm, ...]:
    by_name = {case.name: case for case in cases()}
    only_in_time, never, always = (
        (by_name[name].preference, tuple(c.difference for c in by_name[name].premises))
        for name in ("fait accompli", "no response", "no deterrence")
    )
    border, provided = only_in_time[0].threshold(detection * us_resolve), only_in_time[1]
    difference = only_in_time[0].difference
    sure = difference.substitute({detection.name: 1, us_resolve.name: 1})
    late = always[0].difference.substitute({detection.name: 0})
    plain = {erosion.name: 0, candour.name: 1}
    honest = border.formula.substitute({candour.name: 1})
    lost = difference.substitute({detection.name: 1, us_resolve.name: 1, erosion.name: 0})
    loss: Expression = erosion * 1
    return (
        ClosedForm.of(
            "deploys", "the USSR deploys, where the US compels only in time", border, *provided
        ),
        ClosedForm.of(
            "deploys, never compelled",
            "the USSR deploys, where the US never compels",
            never[0].threshold(erosion),
            *never[1],
        ),
        ClosedForm.of(
            "deploys, always compelled",
            "the USSR deploys, where the US compels even live missiles",
            always[0].threshold(erosion),
            *always[1],
        ),
        ClosedForm(
            "cost of failure",
            "what it costs the USSR, fully counted, to be compelled in time",
            -sure.substitute(plain),
            provided=provided,
        ),
        ClosedForm(
            "cost of late failure",
            "what it costs the USSR, fully counted, to be compelled when the missiles are live",
            -late.substitute(plain),
            provided=always[1],
        ),
        ClosedForm(
            "honest",
            "a USSR that counts its whole cost of failure deploys, where the US compels in time",
            honest,
            over=border.over,
            relation="<=",
            provided=provided,
        ),
        ClosedForm(
            "most candour",
            "the most candour with which the USSR deploys, where the US compels only in time",
            only_in_time[0].threshold(candour).formula,
            provided=provided,
        ),
        ClosedForm(
            "sure of a response",
            "a USSR that is sure of discovery and of a response deploys",
            loss,
            over=-lost,
            relation="<=",
            provided=provided,
        ),
        ClosedForm(
            "higher stake",
            "a higher stake raises the chance of being compelled that the USSR accepts",
            loss,
            over=loss + stake_effect(difference).substitute({detection.name: 1}),
            relation=">=",
            provided=provided,
        ),
    )


_PREMISES: Final = (
    Premise("secrecy was expected to hold, and a fait accompli to deter", "memo U1"),
    Premise("the margin of safety was known to be small", "memo U1", "must have"),
    Premise("the stakes were held to be worth the risk", "memo U1", "apparently"),
    Premise("the cost of failure was not faced squarely", "memo U2", "suggests"),
    Premise("the missiles were to help with Berlin most of all", "memo M1"),
    Premise("they were to shield the Cuban government as well", "memo B2"),
    Premise("doing nothing meant losing ground", "memo B1"),
    Premise("protest or limits on shipping were expected, not force", "memo C7", "appears"),
    Premise("American quiet in the autumn confirmed that", "memo C7", "seems"),
    Premise("American military action would have been a disaster", "memo R2"),
    Premise("once compelled, nothing but withdrawal was left", "memo C8"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
    Premise("the American stakes are ours"),
    Premise("resolve is a matter of chance, and an irresolute US accepts"),
    Premise("compelling ends in withdrawal or war, and in nothing between"),
)

_INFERRED: Final = belief_after_silence(us_resolve, silence_weight)
"""The chance of a resolute US after a silent autumn, by Bayes' rule: a resolute US that knew would
have spoken, an irresolute one is silent either way."""

POINT: Final = DecisionPoint(
    name="deploy",
    number="1",
    began="1962-06",
    when="June-July 1962",
    who=(USSR,),
    title="Deploy missiles in secret, or hold back",
    question="Does the USSR deploy missiles in Cuba in secret?",
    game=GAME,
    happened={USSR: {ROOT: "deploy"}},
    premises=_PREMISES,
    sources=("memo U1", "memo U2", "memo C7"),
    derive=_closed_forms,
    variants=(
        Variant(
            "silence",
            "the USSR reads American silence in September and October as weakness",
            GAME.fix({us_resolve.name: _INFERRED}),
            ("memo C7",),
        ),
        Variant(
            "expected",
            "the US compels, limits the shipments or only protests",
            expected(),
            ("memo C7",),
        ),
        Variant(
            "first-response",
            "a resolute US answers with a blockade or with an invasion",
            first_response(),
            ("memo C1",),
        ),
        Variant(
            "own-limits",
            "an irresolute US runs a smaller risk of war, and not none",
            own_limits(),
        ),
        Variant(
            "resolute",
            "the US is resolute for certain; what the USSR believes instead makes a hypergame",
            GAME.fix({us_resolve.name: 1}).titled("deploy, against a resolute US"),
            ("memo C7", "memo C8"),
        ),
    ),
)
"""The decision."""
