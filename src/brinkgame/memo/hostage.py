"""Decision 2: Berlin as a hostage, and whether the US acts before it has proof.

In September the USSR says nothing, threatens war over Cuba, links Berlin to Cuba, or does both. The
US believes with some chance that missiles are on their way. It refrains, or acts against the
shipments, and then each threat that was made is carried out with some chance. The link has a second
side: quiet in Berlin until the elections if the US refrains.

`missile_belief` is a belief of the US and not a chance in the world: the USSR knows what is on the
ships. So the payoffs of the US at an end are what it expects there, and those of the USSR what it
gets. Among the threats that deter, the USSR is indifferent as long as it is sure of that belief;
what is on record for the decision is therefore the American reply, and in the variant ``unsure``,
where the USSR does not know how much the US suspects, to say both is strictly best.

The chances of carrying out a threat are given here. In the variant ``by-choice`` the USSR chooses
whether to carry out the threat against Berlin, which is where deterrence by threats that nobody
would carry out is told apart from deterrence that is credible (`carrying_out`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, final

from brinkgame.errors import (
    AmbiguousEquilibriumError,
    InvalidNumberError,
    UnknownNameError,
    suggestion,
)
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    act_cost,
    berlin_execution,
    berlin_execution_gain,
    berlin_gain,
    berlin_harm,
    berlin_war_risk,
    bluff_cost,
    cuba_gain,
    erosion,
    missile_belief,
    pause_value,
    us_acceptance_loss,
    us_war_cost,
    ussr_war_cost,
    war_execution,
    war_harm,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import Indifference, Threshold, indifference

__all__ = [
    "BELIEFS",
    "GAME",
    "MESSAGES",
    "OCTOBER",
    "POINT",
    "Tension",
    "by_choice",
    "carrying_out",
    "credible_deterrence",
    "decision",
    "denial",
    "deterrence",
    "link_advantage",
    "quiet",
    "reply",
    "tension",
    "threshold",
    "told",
    "unsure",
]

USSR: Final = "USSR"
US: Final = "US"
ROOT: Final = "root"
SILENCE: Final = "silence"
WAR_THREAT: Final = "war threat"
BERLIN_LINK: Final = "Berlin link"
BOTH: Final = "both"
REFRAIN: Final = "refrain"
ACT: Final = "act"
CARRY_OUT: Final = "carry out"
LET_DROP: Final = "let drop"

MESSAGES: Final = (SILENCE, WAR_THREAT, BERLIN_LINK, BOTH)
"""What the USSR may say."""

DENIALS: Final = ("deny", "say nothing")
"""What the USSR may say of what is on the ships."""

OCTOBER: Final = "0.98"
"""The American belief in missiles once they had been photographed."""


def _links(message: str) -> bool:
    return message in (BERLIN_LINK, BOTH)


def _threatens(message: str) -> bool:
    return message in (WAR_THREAT, BOTH)


def _acted(message: str, *, chosen: bool, place: str) -> Node:
    """What follows an American act: each threat that was made is carried out or not.

    The shipments are stopped whatever comes of the threats, and the erosion goes on.
    """

    def end(us: Any, ussr: Any, label: str = "shipments stopped") -> Node:
        return Terminal({USSR: ussr - erosion, US: us - act_cost}, label=label)

    def berlin(us: Any, ussr: Any) -> Node:
        if not _links(message):
            return end(us, ussr)
        dropped = end(us, ussr - bluff_cost)
        taken = end(us - berlin_harm, ussr + berlin_execution_gain, "Berlin seized")
        if not chosen:
            return Chance({CARRY_OUT: (berlin_execution, taken), LET_DROP: (REST, dropped)})
        war = Terminal({USSR: ussr - ussr_war_cost - erosion, US: -us_war_cost}, label="war")
        risky = Chance({"war": (berlin_war_risk, war), "seizure": (REST, taken)})
        return Decision(USSR, {CARRY_OUT: risky, LET_DROP: dropped}, infoset=f"{place}, acted")

    if not _threatens(message) or chosen:
        return berlin(0, 0)
    fought = end(-war_harm, -ussr_war_cost, "war over Cuba")
    if not _links(message):
        return Chance({CARRY_OUT: (war_execution, fought), LET_DROP: (REST, end(0, -bluff_cost))})
    # Both threats are carried out or not, each by itself.
    return Chance(
        {
            "war carried out": (war_execution, berlin(-war_harm, -ussr_war_cost)),
            "war let drop": (REST, berlin(0, -bluff_cost)),
        }
    )


def _facing(message: str, belief: Any, *, chosen: bool, place: str) -> Decision:
    through = Terminal(
        {USSR: berlin_gain + cuba_gain, US: quiet(message)[US] - belief * us_acceptance_loss},
        label="shipments go on",
    )
    return Decision(
        US, {REFRAIN: through, ACT: _acted(message, chosen=chosen, place=place)}, infoset=place
    )


def reply(message: str, refrained: Node, *, infoset: str) -> Decision:
    """The American reply to a message, as a node to put into a longer game.

    Parameters
    ----------
    message
        One of `MESSAGES`.
    refrained
        What follows if the US refrains; it must pay `quiet` on the way.
    infoset
        What the information set is called.

    Raises
    ------
    UnknownNameError
        There is no such message.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import hostage
    >>> hostage.reply("both", bg.Terminal({"USSR": 2, "US": -2}), infoset="September")
    Decision('US', refrain | act)
    """
    if message not in MESSAGES:
        raise UnknownNameError(f"no message {message!r}{suggestion(message, MESSAGES)}")
    acted = _acted(message, chosen=False, place=infoset)
    return Decision(US, {REFRAIN: refrained, ACT: acted}, infoset=infoset)


def quiet(message: str) -> dict[str, Any]:
    """What refraining pays the US by itself, after a message: quiet in Berlin, if it was linked."""
    return {US: pause_value if _links(message) else 0}


def decision(
    *, infoset: str | None = None, belief: Any = missile_belief, chosen: bool = False
) -> Decision:
    """The statement and the reply, as a node to put into a longer game.

    Parameters
    ----------
    infoset
        What the information set of the USSR is called; by its path if nothing is given.
    belief
        The American belief that missiles are on their way.
    chosen
        Whether the USSR chooses if the threat against Berlin is carried out. The threat of war,
        which nobody would ever choose to carry out, is then left away.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> hostage.decision(infoset="September")
    Decision('USSR', silence | war threat | Berlin link | both)
    """
    return Decision(
        USSR,
        {each: _facing(each, belief, chosen=chosen, place=each) for each in MESSAGES},
        infoset=infoset,
    )


GAME: Final = ExtensiveFormGame(
    "hostage", players=(USSR, US), root=decision(), constraints=CONSTRAINTS
)
"""The tree, with every number open."""


@cache
def by_choice() -> ExtensiveFormGame:
    """The game in which the USSR chooses whether to carry out the threat against Berlin.

    Examples
    --------
    At the baseline it would not, so that the link is worth only the quiet that it promises.

    >>> import brinkgame as bg
    >>> from brinkgame.memo import hostage
    >>> found = bg.solve(hostage.by_choice().at())
    >>> {str(each.profile["USSR"]["Berlin link, acted"]["let drop"]) for each in found}
    {'1'}
    """
    menu = (SILENCE, BERLIN_LINK)
    return ExtensiveFormGame(
        "hostage, carried out by choice",
        players=(USSR, US),
        root=Decision(
            USSR, {each: _facing(each, missile_belief, chosen=True, place=each) for each in menu}
        ),
        constraints=CONSTRAINTS,
    )


BELIEFS: Final = ("1/5", "7/20", "1/2", "7/10", OCTOBER)
"""What the US may believe in the variant ``unsure``: one between any two of the borders."""


def unsure(beliefs: Sequence[Any] = BELIEFS) -> ExtensiveFormGame:
    """The game in which the USSR does not know how much the US suspects.

    Parameters
    ----------
    beliefs
        The beliefs that the US may have, each as likely as another.

    Raises
    ------
    InvalidNumberError
        There is none, or one of them is no chance.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import hostage
    >>> bg.solve(hostage.unsure().at()).only().profile["USSR"]["root"]["both"]
    Fraction(1, 1)
    """
    read = [quantity(belief) for belief in beliefs]
    if not read:
        raise InvalidNumberError("beliefs: name at least one")
    for belief in read:
        if not isinstance(belief, Expression) and not 0 <= belief <= 1:
            raise InvalidNumberError(f"beliefs: {belief} is outside [0, 1]")

    def heard(message: str) -> Chance:
        share = quantity(1) / len(read)
        return Chance(
            {
                f"suspects {belief}": (
                    share,
                    _facing(message, belief, chosen=False, place=f"{message}, {belief}"),
                )
                for belief in read
            }
        )

    return ExtensiveFormGame(
        "hostage, an unknown suspicion",
        players=(USSR, US),
        root=Decision(USSR, {message: heard(message) for message in MESSAGES}),
        constraints=CONSTRAINTS,
    )


# -- what follows from the trees ------------------------------------------------------------------


def _reply(message: str, at: Mapping[str, Any] | None = None) -> Indifference:
    return indifference(GAME, US, message, ACT, REFRAIN, at=at)


def threshold(message: str, at: Mapping[str, Any] | None = None) -> Threshold:
    """The least belief in missiles with which the US acts after a message.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> {message: float(hostage.threshold(message).value) for message in hostage.MESSAGES}
    {'silence': 0.25, 'war threat': 0.45, 'Berlin link': 0.6, 'both': 0.8}
    """
    return _reply(message, at).threshold(missile_belief)


@cache
def deterrence(message: str) -> Expression:
    """What a message takes from the gain of acting, in payoffs of the US.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> print(hostage.deterrence("war threat"))
    war_execution*war_harm
    """
    return _reply(SILENCE).difference - _reply(message).difference


def link_advantage() -> Expression:
    """How much more the link deters than the threat of war: the stronger one is seen by its sign.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> hostage.link_advantage().evaluate(hostage.GAME.parameters.baseline)
    Fraction(3, 10)
    """
    return deterrence(BERLIN_LINK) - deterrence(WAR_THREAT)


@cache
def carrying_out() -> Threshold:
    """The greatest risk of war at which the USSR would carry out its threat against Berlin.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> hostage.carrying_out().value, hostage.carrying_out().actual
    (Fraction(1, 6), Fraction(1, 2))
    """
    tree = by_choice()
    found = indifference(tree, USSR, f"{BERLIN_LINK}, acted", CARRY_OUT, LET_DROP)
    return found.threshold(berlin_war_risk)


@final
@dataclass(frozen=True, slots=True)
class Tension:
    """What the link to Berlin deters with, if its threat is believed and if it is seen through.

    That Berlin was the strongest deterrent (memo C6) and that no response in Berlin was possible
    after the failure (memo C8) are about the same threat. Both are so where `conditions` are
    positive; then, and this is the tension, deterrence by the threat rests on a belief in
    something that the USSR would not do, and what is left without that belief is `credible`.

    Attributes
    ----------
    believed, war
        What the link and the threat of war take from the gain of acting, if the US believes in
        the chances that they are carried out.
    credible
        What the link takes from it if the USSR does what is best for it; None where it does not
        care whether it carries the threat out.
    least_execution
        The chance of carrying out that the US must believe in for the link to deter more than the
        threat of war. Zero or less if the quiet that it promises is enough.
    risk, risk_limit
        The risk of war in carrying it out, and the greatest that is worth running.
    conditions
        That the link deters more, and that carrying it out is not worth its risk.
    """

    believed: Fraction
    war: Fraction
    credible: Fraction | None
    least_execution: Fraction
    risk: Fraction
    risk_limit: Fraction
    conditions: tuple[Expression, Expression]


def tension(at: Mapping[str, Any] | None = None) -> Tension:
    """How far the strength of the link and the want of any response go together.

    Parameters
    ----------
    at
        The point; parameters that are not named are at their baselines, others are left aside.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> found = hostage.tension()
    >>> [str(part) for part in (found.believed, found.war, found.credible, found.least_execution)]
    ['7/10', '2/5', '1/10', '1/20']
    """
    tree = by_choice()
    point = GAME.parameters.point(_of(GAME, at))
    chosen = tree.parameters.point(_of(tree, at))
    limit = carrying_out().formula
    not_worth: Expression = berlin_war_risk - limit
    return Tension(
        believed=deterrence(BERLIN_LINK).evaluate(point),
        war=deterrence(WAR_THREAT).evaluate(point),
        credible=credible_deterrence(at),
        least_execution=link_advantage().solve(berlin_execution.name).evaluate(point),
        risk=chosen[berlin_war_risk.name],
        risk_limit=limit.evaluate(chosen),
        conditions=(link_advantage(), not_worth),
    )


def credible_deterrence(at: Mapping[str, Any] | None = None) -> Fraction | None:
    """What the link takes from the gain of acting, if the USSR does what is best for it.

    None where it does not care whether it carries its threat out.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> hostage.credible_deterrence(), hostage.credible_deterrence({"berlin_war_risk": "1/10"})
    (Fraction(1, 10), Fraction(129, 20))
    """
    tree = by_choice()
    gains = {}
    for message in (SILENCE, BERLIN_LINK):
        try:
            found = indifference(tree, US, message, ACT, REFRAIN, at=_of(tree, at))
        except AmbiguousEquilibriumError:
            return None
        gains[message] = found.difference.evaluate(found.point)
    return gains[SILENCE] - gains[BERLIN_LINK]


def _of(game: ExtensiveFormGame, at: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (at or {}).items() if name in game.parameters}


def denial(belief: Any = missile_belief) -> ExtensiveFormGame:
    """The game of the denial alone: the USSR knows what it sends, and says or does not.

    A USSR that sends missiles wants the US to refrain, and so does one that sends none; saying so
    costs nothing. It is cheap talk: in every equilibrium the US does what it would have done
    without a word.

    Parameters
    ----------
    belief
        The American belief that missiles are on their way.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import hostage
    >>> found = bg.solve(hostage.denial().at(missile_belief="1/5"), concept="sequential")
    >>> {str(each.outcomes()["shipments stopped"]) for each in found}
    {'0'}
    """

    def heard(sends: bool, said: str) -> Decision:
        worth = berlin_gain + cuba_gain if sends else quantity(0)
        cost = us_acceptance_loss if sends else 0
        return Decision(
            US,
            {
                REFRAIN: Terminal({USSR: worth, US: -cost}, label="shipments go on"),
                ACT: Terminal({USSR: -erosion, US: -act_cost}, label="shipments stopped"),
            },
            infoset=said,
        )

    def says(sends: bool, name: str) -> Decision:
        return Decision(USSR, {said: heard(sends, said) for said in DENIALS}, infoset=name)

    return ExtensiveFormGame(
        "hostage, the denial",
        players=(USSR, US),
        root=Chance(
            {"missiles": (belief, says(True, "missiles")), "none": (REST, says(False, "none"))}
        ),
        constraints=CONSTRAINTS,
    )


def told(before: Any, *, lying: Any = 1, honest: Any = 1) -> Any:
    """The belief in missiles after a denial, by Bayes' rule.

    A denial costs nothing, and a USSR that sends missiles gains by it whatever it does to the
    belief; so one that sends missiles denies as surely as one that does not, and the belief stays
    what it was. That is what makes it cheap talk.

    Parameters
    ----------
    before
        The belief before.
    lying, honest
        The chances of a denial from a USSR that sends missiles, and from one that does not.

    Examples
    --------
    >>> from brinkgame.memo import hostage
    >>> hostage.told("3/10"), hostage.told("3/10", lying="1/2")
    (Fraction(3, 10), Fraction(3, 17))
    """
    m, lies, honours = quantity(before), quantity(lying), quantity(honest)
    return quantity(m * lies / (m * lies + (1 - m) * honours))


def _closed_forms() -> tuple[ClosedForm, ...]:
    acting = _reply(SILENCE).difference
    return (
        *(
            ClosedForm.of(f"acts after {each}", f"the US acts after {each}", threshold(each))
            for each in MESSAGES
        ),
        ClosedForm(
            "stronger link",
            "the link deters more than the threat of war",
            deterrence(WAR_THREAT),
            over=deterrence(BERLIN_LINK),
            relation=">=",
        ),
        # History: what was said lay between what acting paid in September and in October.
        ClosedForm(
            "deterred in September",
            "what was said outweighs what acting pays with the belief of September",
            acting,
            over=deterrence(BOTH),
            relation=">=",
        ),
        ClosedForm(
            "not deterred in October",
            "what acting pays with the belief of October outweighs what was said",
            acting.substitute({missile_belief.name: OCTOBER}),
            over=deterrence(BOTH),
            relation="<=",
        ),
        ClosedForm.of(
            "carries out", "the USSR would carry out its threat against Berlin", carrying_out()
        ),
    )


_PREMISES: Final = (
    Premise("the statement of September was to deter action, and to gain time", "memo C4"),
    Premise("it was feared that the US knew what was on the ships", "memo C4", "may have"),
    Premise("it warned of war, and denied that bases were planned", "memo C5"),
    Premise("the link to Berlin was held to be the strongest deterrent", "memo C6", "clearly"),
    Premise("it promised quiet in Berlin until the elections", "memo C6"),
    Premise("the military nature of the cargoes had been admitted, not the bases", "memo C3"),
    Premise("after the failure no response was left, in Berlin or elsewhere", "memo C8"),
    Premise("the chances of carrying out a threat, and its harm, are ours"),
    Premise("acting stops the shipments, and the USSR is back where it was"),
    Premise("the USSR knows how much the US suspects, unless the variant says otherwise"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="hostage",
    number="2",
    began="1962-09",
    when="11 September 1962",
    who=(USSR, US),
    title="Berlin as a hostage",
    question="What kept the US from acting before it had proof?",
    game=GAME,
    happened={US: {BOTH: REFRAIN}},
    premises=_PREMISES,
    sources=("memo C4", "memo C5", "memo C6"),
    derive=_closed_forms,
    variants=(
        Variant(
            "october",
            "the American belief is that of October, when the missiles had been seen",
            GAME.fix({missile_belief.name: OCTOBER}).titled("hostage, in October"),
            ("memo C7",),
        ),
        Variant(
            "by-choice",
            "the USSR chooses whether to carry out the threat against Berlin",
            by_choice(),
            ("memo C8",),
        ),
        Variant(
            "unsure",
            "the USSR does not know how much the US suspects",
            unsure(),
            ("memo C4",),
        ),
        Variant(
            "denial",
            "the USSR knows what it sends, and may deny that it sends missiles",
            denial(),
            ("memo C3", "memo C5"),
        ),
    ),
)
"""The decision."""
