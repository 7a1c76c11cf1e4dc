"""Decision 3: accept the missiles, strike, or quarantine the island.

The US accepts, strikes from the air, or declares a quarantine. It does not know whether the USSR is
hard (would rather have war than withdraw) or soft. A strike ends in war more or less often, as the
USSR is hard or soft. Under a quarantine the USSR, who knows what it is, withdraws or defies; if it
defies, the crisis slides into war with some risk, and otherwise the US yields.

A quarantine is thus a threat that leaves something to chance. The risk must be high enough to move
a soft USSR, and low enough for the US to bear if the USSR turns out to be hard: a window, which
closes as a hard USSR becomes likely.

**Nature moves after the US.** The US cannot tell the types apart and they matter to nobody before
it has chosen, so drawing the type first, with one information set of the US over both, is the same
game. Drawn later, the tree has perfect information: it is solved by backward induction, every
border is the difference of two continuation payoffs, and any part of it can follow in a longer
story. `drawn_first` is the other tree; the tests hold that both have the same equilibria.

Without the cost of backing down, and without the strike, it is the brinkmanship game of the
textbook [1]_.

References
----------
.. [1] A. Dixit and S. Skeath (1999), *Games of Strategy*, the chapter on brinkmanship and the Cuban
   missile crisis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from brinkgame.errors import InvalidNumberError, InvalidParameterError
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    berlin_gain,
    brink_risk,
    cuba_gain,
    hard_type,
    retreat_cost,
    strike_risk_hard,
    strike_risk_soft,
    us_acceptance_loss,
    us_backdown_cost,
    us_resolve,
    us_success,
    us_war_cost,
    ussr_war_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import Indifference, Threshold, indifference
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs

__all__ = [
    "GAME",
    "HARD_WAR_COST",
    "HARD_WITHDRAWAL_COST",
    "POINT",
    "RESOLUTE_WAR_COST",
    "RESOLUTE_YIELDING_COST",
    "bearable_belief",
    "bearable_risk",
    "decision",
    "drawn_first",
    "escalation",
    "game",
    "ladder",
    "response",
    "strike_limit",
    "widest_belief",
]

USSR: Final = "USSR"
US: Final = "US"
ROOT: Final = "root"
HARD: Final = "hard"
SOFT: Final = "soft"
ACCEPT: Final = "accept"
STRIKE: Final = "strike"
QUARANTINE: Final = "quarantine"
WITHDRAW: Final = "withdraw"
DEFY: Final = "defy"

HARD_WITHDRAWAL_COST: Final = 8
HARD_WAR_COST: Final = 4
"""A hard USSR loses less by war than by withdrawing, so that no risk of war moves it."""

Following = Callable[[str], Node]
"""What comes after an outcome, by the type of the USSR. Called anew at each place of the tree."""


def _stay(further_loss: Any = 0) -> Terminal:
    return Terminal(
        {USSR: berlin_gain + cuba_gain, US: -us_acceptance_loss - further_loss},
        label="missiles stay",
    )


def _withdrawal(kind: str) -> Terminal:
    cost = HARD_WITHDRAWAL_COST if kind == HARD else retreat_cost
    return Terminal({USSR: -cost, US: us_success}, label="withdrawal")


def _war(kind: str) -> Terminal:
    cost = HARD_WAR_COST if kind == HARD else ussr_war_cost
    return Terminal({USSR: -cost, US: -us_war_cost}, label="war")


def response(
    *,
    risk: Any = brink_risk,
    after_withdrawal: Following = _withdrawal,
    after_war: Following = _war,
    infosets: Mapping[str, str] | None = None,
) -> Chance:
    """What follows a quarantine: the type of the USSR, and what it does.

    Parameters
    ----------
    risk
        The chance of war if the quarantine is defied.
    after_withdrawal, after_war
        What follows each outcome, as a function of the type (``"hard"``, ``"soft"``); by default
        the game ends there.
    infosets
        What the information sets of the two types are called, if not by the types.

    Returns
    -------
    Chance
        A node to end a game with, or to put into a longer one.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import blockade
    >>> after = bg.ExtensiveFormGame("after", players=("USSR", "US"), root=blockade.response())
    >>> print(bg.solve(after.at()).only().profile)
    USSR at hard: defy; USSR at soft: withdraw
    """
    names = infosets or {}

    def facing(kind: str) -> Decision:
        return Decision(
            USSR,
            {
                WITHDRAW: after_withdrawal(kind),
                DEFY: Chance({"war": (risk, after_war(kind)), "peace": (REST, _yielded())}),
            },
            infoset=names.get(kind, kind),
        )

    return Chance({HARD: (hard_type, facing(HARD)), SOFT: (REST, facing(SOFT))})


def _yielded() -> Terminal:
    return _stay(us_backdown_cost)


def _struck(after_withdrawal: Following, after_war: Following) -> Chance:
    """What follows a strike, in which the USSR has no say."""

    def ends(kind: str, risk: Any) -> Chance:
        return Chance({"war": (risk, after_war(kind)), "removal": (REST, after_withdrawal(kind))})

    return Chance(
        {
            HARD: (hard_type, ends(HARD, strike_risk_hard)),
            SOFT: (REST, ends(SOFT, strike_risk_soft)),
        }
    )


def decision(
    *,
    infoset: str | None = None,
    after_acceptance: Node | None = None,
    after_quarantine: Node | None = None,
    after_withdrawal: Following = _withdrawal,
    after_war: Following = _war,
) -> Decision:
    """The choice of the US with all that follows, as a node to put into a longer game.

    Parameters
    ----------
    infoset
        What the information set of the US is called; by its path if nothing is given.
    after_acceptance
        What follows if the missiles are accepted.
    after_quarantine
        What follows the quarantine, if not `response`.
    after_withdrawal, after_war
        What follows each outcome, as a function of the type of the USSR.
    """
    follows = response(after_withdrawal=after_withdrawal, after_war=after_war)
    return Decision(
        US,
        {
            ACCEPT: after_acceptance or _stay(),
            STRIKE: _struck(after_withdrawal, after_war),
            QUARANTINE: after_quarantine or follows,
        },
        infoset=infoset,
    )


def game(**following: Any) -> ExtensiveFormGame:
    """The tree with other values after its outcomes; the options are those of `decision`.

    Examples
    --------
    A withdrawal that costs a soft USSR nothing is had with a third of the risk.

    >>> import brinkgame as bg
    >>> from brinkgame.memo import blockade
    >>> def end(kind):
    ...     return bg.Terminal({"USSR": -8 if kind == "hard" else 0, "US": 1}, label="withdrawal")
    >>> easier = blockade.game(after_withdrawal=end)
    >>> found = bg.indifference(easier, "USSR", "soft", "withdraw", "defy")
    >>> found.threshold("brink_risk").value, blockade.least_risk().value
    (Fraction(1, 5), Fraction(3, 5))
    """
    return ExtensiveFormGame(
        "blockade", players=(USSR, US), root=decision(**following), constraints=CONSTRAINTS
    )


GAME: Final = game()
"""The tree, with every number open."""


def drawn_first() -> ExtensiveFormGame:
    """The same game with the type of the USSR drawn before the US, who does not see it, moves.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import blockade
    >>> other = blockade.drawn_first()
    >>> other.is_perfect_information, [known.label for known in other.information_sets]
    (False, ['response', 'hard', 'soft'])
    >>> bg.solve(other.at(), concept="sequential").only().payoffs["US"]
    Fraction(-43, 24)
    """

    def facing(kind: str, strike_risk: Any) -> Decision:
        defied = Chance({"war": (brink_risk, _war(kind)), "peace": (REST, _yielded())})
        struck = Chance({"war": (strike_risk, _war(kind)), "removal": (REST, _withdrawal(kind))})
        return Decision(
            US,
            {
                ACCEPT: _stay(),
                STRIKE: struck,
                QUARANTINE: Decision(
                    USSR, {WITHDRAW: _withdrawal(kind), DEFY: defied}, infoset=kind
                ),
            },
            infoset="response",
        )

    return ExtensiveFormGame(
        "blockade",
        players=(USSR, US),
        root=Chance(
            {
                HARD: (hard_type, facing(HARD, strike_risk_hard)),
                SOFT: (REST, facing(SOFT, strike_risk_soft)),
            }
        ),
        constraints=CONSTRAINTS,
    )


# -- other assumptions ----------------------------------------------------------------------------


def ladder(risks: Sequence[Any] = ("2/5", "3/5", "7/10", "4/5", 1)) -> ExtensiveFormGame:
    """The game in which the US chooses how great a risk of war to run.

    A quarantine can be run tightly or loosely: one at each of some risks. Among those that move a
    soft USSR the least is the best, since a hard one defies them all. Where one of them is exactly
    the least that moves it, the USSR is indifferent there, and both answers are in the result.

    Parameters
    ----------
    risks
        The chances of war if the quarantine is defied, one for each way to run it: numbers from 0
        to 1, or expressions.

    Raises
    ------
    InvalidParameterError
        There is none, or one of them twice.
    InvalidNumberError
        One is no chance.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import blockade
    >>> found = bg.solve(blockade.ladder(["1/2", "5/8", "7/8"]).at()).only()
    >>> [action for action, chance in found.profile["US"]["root"].items() if chance]
    ['quarantine at 5/8']
    """
    rungs = [quantity(risk) for risk in risks]
    for risk in rungs:
        if isinstance(risk, Fraction) and not 0 <= risk <= 1:
            raise InvalidNumberError(f"a risk of war is from 0 to 1; got {risk}")
    names = [str(risk) for risk in rungs]
    if not names or len(set(names)) < len(names):
        raise InvalidParameterError(f"name at least one risk, and each once; got {names}")
    ways = {
        f"{QUARANTINE} at {name}": response(
            risk=risk, infosets={kind: f"{kind} at {name}" for kind in (HARD, SOFT)}
        )
        for name, risk in zip(names, rungs, strict=True)
    }
    return ExtensiveFormGame(
        "blockade, the US chooses the risk",
        players=(USSR, US),
        root=Decision(US, {ACCEPT: _stay(), STRIKE: _struck(_withdrawal, _war), **ways}),
        constraints=CONSTRAINTS,
    )


RESOLUTE_WAR_COST: Final = 4
RESOLUTE_YIELDING_COST: Final = 8
"""A resolute US, as a hard USSR, loses less by war than by yielding."""


def escalation() -> ExtensiveFormGame:
    """The rival reading: war comes by choice and not by chance, as in asymmetric escalation [1]_.

    Defied, the US itself chooses between fighting and yielding, and it knows beforehand whether it
    is resolute, which the USSR does not. The risk of war if a quarantine is defied is then the
    chance that the US is resolute. An irresolute US runs no risk by bluffing, so that there is no
    far edge; a soft USSR gives way exactly where it did before, as long as every US quarantines.
    There are other equilibria: in one of them a quarantine is read as weakness, the resolute
    strike, and nobody quarantines.

    References
    ----------
    .. [1] F. Zagare and D. M. Kilgour (2000), *Perfect Deterrence*, chapters 6 and 7.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import blockade
    >>> found = bg.solve(blockade.escalation().at(), concept="sequential")
    >>> [str(each.profile["USSR"]["soft"]["withdraw"]) for each in found]
    ['0', '1', '3/4']
    """

    def ends(resolute: bool) -> dict[str, Any]:
        war, yielding = (
            (RESOLUTE_WAR_COST, RESOLUTE_YIELDING_COST)
            if resolute
            else (us_war_cost, us_acceptance_loss + us_backdown_cost)
        )
        return {"war": -war, "yielding": -yielding}

    def after(name: str, resolute: bool) -> Decision:
        pays = ends(resolute)

        def war(kind: str) -> Terminal:
            cost = HARD_WAR_COST if kind == HARD else ussr_war_cost
            return Terminal({USSR: -cost, US: pays["war"]}, label="war")

        def defied(kind: str) -> Decision:
            stay = Terminal(
                {USSR: berlin_gain + cuba_gain, US: pays["yielding"]}, label="missiles stay"
            )
            return Decision(US, {"fight": war(kind), "yield": stay}, infoset=f"{name}, defied")

        quarantine = Chance(
            {
                kind: (
                    chance,
                    Decision(USSR, {WITHDRAW: _withdrawal(kind), DEFY: defied(kind)}, infoset=kind),
                )
                for kind, chance in ((HARD, hard_type), (SOFT, REST))
            }
        )
        return Decision(
            US,
            {ACCEPT: _stay(), STRIKE: _struck(_withdrawal, war), QUARANTINE: quarantine},
            infoset=name,
        )

    return ExtensiveFormGame(
        "blockade, war by choice",
        players=(USSR, US),
        root=Chance(
            {
                "resolute": (brink_risk, after("resolute", True)),
                "irresolute": (REST, after("irresolute", False)),
            }
        ),
        constraints=CONSTRAINTS,
    )


# -- what follows from the tree -------------------------------------------------------------------


def _soft() -> Indifference:
    return indifference(GAME, USSR, SOFT, WITHDRAW, DEFY)


def _us(against: str) -> Indifference:
    """What the quarantine pays the US more, if it moves a soft USSR and not a hard one."""
    return indifference(GAME, US, ROOT, QUARANTINE, against)


def least_risk() -> Threshold:
    """The least risk of war at which a soft USSR withdraws: the near edge of the window.

    Examples
    --------
    >>> from brinkgame.memo import blockade
    >>> border = blockade.least_risk()
    >>> print(border.formula)
    (berlin_gain + cuba_gain + retreat_cost)/(berlin_gain + cuba_gain + ussr_war_cost)
    >>> border.value
    Fraction(3, 5)
    """
    return _soft().threshold(brink_risk)


def bearable_risk() -> Threshold:
    """The greatest risk of war at which the US would rather quarantine than accept: the far edge.

    It supposes that a soft USSR withdraws and a hard one defies. Where no USSR is hard there is no
    such edge: the denominator vanishes, and any risk can be borne.

    Examples
    --------
    >>> from brinkgame.memo import blockade
    >>> blockade.bearable_risk().value
    Fraction(11, 15)
    """
    return _us(ACCEPT).threshold(brink_risk)


def bearable_belief() -> Threshold:
    """The same border as `bearable_risk`, in the belief in a hard USSR; it is there for every risk.

    Examples
    --------
    >>> from brinkgame.memo import blockade
    >>> blockade.bearable_belief().value
    Fraction(24, 67)
    """
    return _us(ACCEPT).threshold(hard_type)


def widest_belief() -> Expression:
    """The belief in a hard USSR at which the window closes: both edges are one risk.

    Examples
    --------
    >>> from brinkgame.memo import blockade
    >>> closing = blockade.widest_belief()
    >>> base = blockade.GAME.parameters.baseline
    >>> closing.evaluate(base), closing.evaluate({**base, "us_backdown_cost": 0})
    (Fraction(3, 8), Fraction(5, 13))
    """
    at_least = {brink_risk.name: least_risk().formula}
    return _us(ACCEPT).difference.substitute(at_least).solve(hard_type.name)


def strike_limit() -> Expression:
    """The greatest risk of war, whatever the type, at which the US would rather strike than accept.

    It is the risk up to which the US compels a withdrawal in `deploy`.

    Examples
    --------
    >>> from brinkgame.memo import blockade, deploy
    >>> blockade.strike_limit() == deploy.risk_limit()
    True
    """
    found = indifference(GAME, US, ROOT, STRIKE, ACCEPT).difference
    # With one risk for both types the belief no longer matters, and the border is that risk.
    one_risk = found.substitute({strike_risk_hard.name: strike_risk_soft})
    return one_risk.solve(strike_risk_soft.name)


def _losses() -> tuple[Expression, Expression]:
    """What a quarantine and a strike leave the US short of certain success."""
    conduct = {US: {ROOT: QUARANTINE}, USSR: {SOFT: WITHDRAW, HARD: DEFY}}
    plan = BehaviorStrategyProfile(GAME, conduct)
    value = continuation_payoffs(GAME, plan)
    us = GAME.players.index(US)
    quarantine: Expression = us_success - value[GAME.node_at(f"root/{QUARANTINE}")][us]
    strike: Expression = us_success - value[GAME.node_at(f"root/{STRIKE}")][us]
    return quarantine, strike


def _closed_forms() -> tuple[ClosedForm, ...]:
    least, most = least_risk(), bearable_risk()
    moves = _soft().difference
    quarantine, strike = _losses()
    struck = indifference(GAME, US, ROOT, STRIKE, ACCEPT)
    return (
        ClosedForm.of("least risk", "a soft USSR withdraws", least),
        ClosedForm.of(
            "bearable risk",
            "the US would rather quarantine than accept, where the quarantine moves a soft USSR",
            most,
            moves,
        ),
        ClosedForm.of(
            "bearable belief",
            "the US would rather quarantine than accept, where the quarantine moves a soft USSR",
            bearable_belief(),
            moves,
        ),
        ClosedForm(
            "window",
            "some risk both moves a soft USSR and can be borne",
            widest_belief(),
            over=bearable_belief().over,
            relation="<=",
        ),
        ClosedForm(
            "rather than strike",
            "the US would rather quarantine than strike, where the quarantine moves a soft USSR",
            strike,
            over=quarantine,
            relation="<=",
            provided=(moves,),
        ),
        ClosedForm.of(
            "strike at all",
            "the US would rather strike than accept",
            struck.threshold(strike_risk_soft),
        ),
    )


_PREMISES: Final = (
    Premise("the American reaction made a defeat of the gamble", "memo C8"),
    Premise("the USSR avoided commitments, and incidents above all", "memo W1"),
    Premise("the US was expected to accept rather than face a confrontation", "memo C7", "seems"),
    Premise("the situation came to be held critically dangerous", "memo R1"),
    Premise("American military action would have been a disaster", "memo R2"),
    Premise("no meaningful military answer was left to the USSR", "memo C8"),
    Premise("the American options and stakes are ours: the memo is about Moscow"),
    Premise("there is a hard USSR, who would rather have war than withdraw"),
    Premise("a defied quarantine slides into war with a risk that nobody chooses"),
    Premise("if there is no war, the US yields, and that costs it more than accepting at once"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

DOUBTED: Final = GAME.fix({brink_risk.name: us_resolve * brink_risk}).titled(
    "blockade, as seen by a USSR that doubts American resolve"
)
"""The game that a USSR perceives who takes the US for resolute with its belief of the summer, and
an irresolute US for one that runs no risk. With the true game it makes a hypergame: at the baseline
a soft USSR would have defied the quarantine, so that it must have learned by then."""

POINT: Final = DecisionPoint(
    name="blockade",
    number="3",
    began="1962-10",
    when="16-22 October 1962",
    who=(US,),
    title="Accept, strike or quarantine",
    question="Which response could both move the USSR and be borne by the US?",
    game=GAME,
    happened={US: {ROOT: QUARANTINE}, USSR: {SOFT: WITHDRAW}},
    premises=_PREMISES,
    sources=("memo C7", "memo C8", "memo W1"),
    derive=_closed_forms,
    variants=(
        Variant("drawn-first", "the type of the USSR is drawn before the US moves", drawn_first()),
        Variant("ladder", "the US chooses how great a risk to run", ladder(), ("memo W1",)),
        Variant(
            "escalation",
            "war comes by choice: the US is resolute or not, and the USSR does not know",
            escalation(),
            ("memo C7",),
        ),
        Variant(
            "doubted-resolve",
            "the game that a USSR perceives who doubts that the US means it",
            DOUBTED,
            ("memo C7",),
        ),
    ),
)
"""The decision."""
