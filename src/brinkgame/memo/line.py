"""Decision 4: what happens where the ships meet the quarantine.

The ships stop short of the line or proceed; the US enforces it or lets them pass. Neither sees what
the other has decided before it must decide itself, so the US has one information set. A ship that
is stopped by force may be the beginning of a war, with the risk of an incident.

Enforcing is best for the US against ships that stop. Against ships that proceed it is best while
the risk of an incident is below a limit; then the line holds, and the USSR, who knows that, stops.

Above the limit the meeting is a game of chicken, with **three** equilibria: the ships stop and the
line is enforced; they proceed and are let pass; and one in which each side mixes (`enforcement`,
`stopping`). What was done is an equilibrium everywhere, and the only one up to the limit.

`announced` puts the stage before it at which the USSR may announce that its ships will not stop,
which costs it something if they do. Up to the limit it only costs. Above it, an announcement can
say which of the three is meant, and stopping after one is never better than to have said nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from brinkgame.expressions import Expression
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal, to_normal_form
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    announcement_cost,
    incident_risk,
    incident_shame,
    line_lapse,
    line_success,
    pass_gain,
    pass_loss,
    stop_cost,
    us_war_cost,
    ussr_war_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs

__all__ = [
    "ANNOUNCED",
    "GAME",
    "MATRIX",
    "POINT",
    "announced",
    "announced_enforcement",
    "binding_cost",
    "decision",
    "enforcement",
    "game",
    "incident_limit",
    "stopping",
    "worth_of_stopping",
]

USSR: Final = "USSR"
US: Final = "US"
ROOT: Final = "root"
LINE: Final = "line"
STOP: Final = "stop"
PROCEED: Final = "proceed"
ENFORCE: Final = "enforce"
LET_BY: Final = "let pass"
ANNOUNCE: Final = "announce"
SILENT: Final = "say nothing"

Following = Callable[[str, Mapping[str, Any]], Node]
"""What comes after an outcome, with what it pays. Called anew at each place of the tree."""


def _end(outcome: str, pays: Mapping[str, Any]) -> Terminal:
    return Terminal(pays, label=outcome)


def decision(
    *,
    infoset: str | None = None,
    us_infoset: str = LINE,
    announced_cost: Any = 0,
    after: Following = _end,
) -> Decision:
    """The meeting at the line, as a node to put into a longer game.

    Parameters
    ----------
    infoset, us_infoset
        What the information sets of the two sides are called; the first by its path if nothing is
        given.
    announced_cost
        What stopping costs the USSR more, for having announced that it will not.
    after
        What follows each outcome (``"stopped"``, ``"lapsed"``, ``"stopped by force"``, ``"war"``,
        ``"passed"``), as a function of its name and of what it pays; by default the game ends.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import line
    >>> bound = bg.ExtensiveFormGame("bound", players=("USSR", "US"),
    ...     root=line.decision(announced_cost=9))
    >>> print(bg.solve(bound.at(incident_risk="1/2"), concept="sequential").only().profile)
    USSR at root: proceed; US at line: let pass
    """
    gives_way = -stop_cost - announced_cost
    turned_back = {USSR: -stop_cost - incident_shame, US: line_success}
    shots = Chance(
        {
            "incident": (incident_risk, after("war", {USSR: -ussr_war_cost, US: -us_war_cost})),
            "no incident": (REST, after("stopped by force", turned_back)),
        }
    )
    return Decision(
        USSR,
        {
            STOP: Decision(
                US,
                {
                    ENFORCE: after("stopped", {USSR: gives_way, US: line_success}),
                    LET_BY: after("lapsed", {USSR: gives_way, US: line_lapse}),
                },
                infoset=us_infoset,
            ),
            PROCEED: Decision(
                US,
                {ENFORCE: shots, LET_BY: after("passed", {USSR: pass_gain, US: -pass_loss})},
                infoset=us_infoset,
            ),
        },
        infoset=infoset,
    )


def game(**following: Any) -> ExtensiveFormGame:
    """The tree with other values after its outcomes; the options are those of `decision`.

    Examples
    --------
    >>> from brinkgame.memo import line
    >>> line.game() == line.GAME
    True
    """
    return ExtensiveFormGame(
        "line", players=(USSR, US), root=decision(**following), constraints=CONSTRAINTS
    )


GAME: Final = game()
"""The tree, with every number open."""

MATRIX: Final = to_normal_form(GAME).titled("line, as a table")
"""The same as a table: the USSR chooses the row, the US the column."""


def announced() -> ExtensiveFormGame:
    """The game in which the USSR may first announce that its ships will proceed.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import line
    >>> equilibrium = bg.solve(line.announced().at(), concept="sequential").only()
    >>> equilibrium.profile["USSR"]["root"]["announce"], equilibrium.profile["USSR"]["announced"]
    (Fraction(0, 1), {'stop': Fraction(1, 1), 'proceed': Fraction(0, 1)})
    """
    return ExtensiveFormGame(
        "line, announced",
        players=(USSR, US),
        root=Decision(
            USSR,
            {
                ANNOUNCE: decision(
                    infoset="announced",
                    us_infoset="line, announced",
                    announced_cost=announcement_cost,
                ),
                SILENT: decision(infoset="unannounced", us_infoset="line, unannounced"),
            },
        ),
        constraints=CONSTRAINTS,
    )


ANNOUNCED: Final = announced()
"""With the announcement."""


# -- what follows from the tree -------------------------------------------------------------------


def _more(
    tree: ExtensiveFormGame, start: str, player: str
) -> Callable[[tuple[str, str], tuple[str, str]], Expression]:
    """What one pair of actions pays a player more than another, in the meeting below a node."""
    first = {
        who: {
            known.label: known.actions[0] for known in tree.information_sets if known.player == who
        }
        for who in tree.players
    }
    # Below a pair of actions nobody chooses any more, so any conduct will do.
    value = continuation_payoffs(tree, BehaviorStrategyProfile(tree, first))
    who = tree.players.index(player)

    def difference(pair: tuple[str, str], other: tuple[str, str]) -> Expression:
        one, two = (value[tree.node_at("/".join((start, *each)))][who] for each in (pair, other))
        result: Expression = one - two
        return result

    return difference


def _balance(one: Expression, other: Expression) -> Expression:
    """The weight on the first at which gains of one sign and losses of the other make up."""
    share: Expression = other / (other - one)
    return share


def _proceeding(tree: ExtensiveFormGame, start: str) -> tuple[Expression, Expression]:
    """What proceeding pays the USSR more, if the line is enforced and if it is not."""
    more = _more(tree, start, USSR)
    enforced, not_enforced = (more((PROCEED, act), (STOP, act)) for act in (ENFORCE, LET_BY))
    return enforced, not_enforced


def _enforcing() -> tuple[Expression, Expression]:
    """What enforcing pays the US more, against ships that stop and against ships that proceed."""
    more = _more(GAME, ROOT, US)
    stopped, sailing = (more((ships, ENFORCE), (ships, LET_BY)) for ships in (STOP, PROCEED))
    return stopped, sailing


def incident_limit() -> Expression:
    """The greatest risk of an incident at which the US enforces the line whatever the ships do.

    Examples
    --------
    >>> from brinkgame.memo import line
    >>> print(line.incident_limit())
    (line_success + pass_loss)/(line_success + us_war_cost)
    """
    return _enforcing()[1].solve(incident_risk.name)


def worth_of_stopping() -> Expression:
    """What stopping pays the USSR more than proceeding, at a line that is enforced.

    Zero where there is neither a risk of war in being stopped by force nor any shame in it: then
    the ships may as well proceed.

    Examples
    --------
    >>> from brinkgame.memo import line
    >>> at = {**line.GAME.parameters.baseline, "incident_risk": 0, "incident_shame": 0}
    >>> line.worth_of_stopping().evaluate(at)
    Fraction(0, 1)
    """
    return -_proceeding(GAME, ROOT)[0]


def enforcement() -> Expression:
    """How often the line is enforced if both sides mix: it keeps the USSR indifferent.

    Examples
    --------
    >>> from brinkgame.memo import line
    >>> at = {**line.GAME.parameters.baseline, "incident_risk": "7/20"}
    >>> round(float(line.enforcement().evaluate(at)), 3)
    0.392
    """
    return _balance(*_proceeding(GAME, ROOT))


def stopping() -> Expression:
    """How often the ships stop if both sides mix: it keeps the US indifferent.

    Examples
    --------
    >>> from brinkgame.memo import line
    >>> at = {**line.GAME.parameters.baseline, "incident_risk": "7/20"}
    >>> round(float(line.stopping().evaluate(at)), 3)
    0.63
    """
    return _balance(*_enforcing())


def announced_enforcement() -> Expression:
    """How often the line is enforced after an announcement, if both sides mix then.

    It is more often than without one, so that an announcement that is not believed makes an
    incident likelier.

    Examples
    --------
    >>> from brinkgame.memo import line
    >>> at = {**line.ANNOUNCED.parameters.baseline, "incident_risk": "7/20"}
    >>> round(float(line.announced_enforcement().evaluate(at)), 3)
    0.431
    """
    return _balance(*_proceeding(ANNOUNCED, f"{ROOT}/{ANNOUNCE}"))


def binding_cost() -> Expression:
    """The cost of stopping after an announcement from which on the announcement binds the USSR.

    From there on it proceeds even if the line is enforced. Where the risk of an incident is above
    the limit, the US then lets the ships pass, in every equilibrium.

    Examples
    --------
    >>> from brinkgame.memo import line
    >>> at = {**line.GAME.parameters.baseline, "incident_risk": "7/20"}
    >>> line.binding_cost().evaluate(at)
    Fraction(31, 10)
    """
    enforced, _ = _proceeding(ANNOUNCED, f"{ROOT}/{ANNOUNCE}")
    return enforced.solve(announcement_cost.name)


def _closed_forms() -> tuple[ClosedForm, ...]:
    limit = incident_limit()
    risk: Expression = incident_risk * 1
    above: Expression = risk - limit
    return (
        ClosedForm(
            "line holds",
            "enforcing is best for the US whatever the ships do, and they stop",
            limit,
            over=risk,
            relation="<=",
        ),
        ClosedForm(
            "enforcement",
            "how often the line is enforced, if both sides mix",
            enforcement(),
            provided=(above,),
        ),
        ClosedForm(
            "stopping", "how often the ships stop, if both sides mix", stopping(), provided=(above,)
        ),
        ClosedForm(
            "announced enforcement",
            "how often the line is enforced after an announcement, if both sides mix then",
            announced_enforcement(),
            provided=(above, binding_cost() - announcement_cost),
        ),
        ClosedForm(
            "binding",
            "an announcement that the ships will proceed binds the USSR",
            binding_cost(),
            over=announcement_cost * 1,
            relation=">=",
        ),
    )


_PREMISES: Final = (
    Premise("the answer to the address was to deter, and to gain time", "memo W1"),
    Premise("it was announced that the ships would proceed", "memo W1"),
    Premise("incidents were to be avoided above all", "memo W1"),
    Premise("no countermeasures were threatened", "memo W3"),
    Premise("negotiations and a suspension were accepted at once", "memo W4"),
    Premise("little was made ready for war, so as not to provoke the US", "memo W6"),
    Premise("the two sides decide without seeing each other decide"),
    Premise("the American stakes at the line are ours, and so is that it was enforced"),
    Premise("stopping after the announcement costs a little, and nothing is gained by announcing"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="line",
    number="4",
    began="1962-10",
    when="23-25 October 1962",
    who=(USSR, US),
    title="At the line: stop or proceed, enforce or let pass",
    question="Would the ships stop, and was the announcement that they would not a bluff?",
    game=GAME,
    happened={USSR: {ROOT: STOP}, US: {LINE: ENFORCE}},
    premises=_PREMISES,
    sources=("memo W1", "memo W3", "memo W4", "memo W6"),
    concept="sequential",
    derive=_closed_forms,
    variants=(
        Variant("matrix", "as a table", MATRIX),
        Variant(
            "announcement",
            "the USSR may first announce that the ships will proceed",
            ANNOUNCED,
            ("memo W1",),
        ),
    ),
)
"""The decision."""
