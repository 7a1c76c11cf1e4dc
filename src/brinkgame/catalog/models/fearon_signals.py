r"""Two costly signals: to tie one's hands, or to sink costs.

A sender holds something of worth 1 if it is resolute (chance :math:`p`) and :math:`v_I` if not; war
costs it :math:`c`. It may send a signal of size :math:`m`. A challenger who is hard (chance
:math:`P_0`) challenges in any case, a soft one unless it expects a fight. Challenged, the sender
fights or yields. A *sunk* cost of :math:`m` is paid at once and in any case; *tied hands* cost
:math:`m` only if the sender yields after all.

A sunk cost is no bluff when the irresolute would not pay it to deter the soft alone:
:math:`m = (1 - P_0)\,v_I`. Tied hands are no bluff when the irresolute would rather fight than
yield and pay: :math:`m = c - v_I`. Then both types tie their hands and both fight, so that war is
as likely as a hard challenger; a sunk cost is paid by the resolute alone, and war is rarer. And yet
the sender does better with tied hands, which cost nothing unless they are tested.

The source has a continuum of types; this is its version with two.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from brinkgame.catalog.models.entry import KnownFigures, ModelEntry, ModelSolution
from brinkgame.catalog.models.expected import expected, paid, reached
from brinkgame.errors import UnsupportedGameError
from brinkgame.expressions import Expression
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter, ParameterSpace, Point

__all__ = ["ENTRY", "bluff_proof", "finite_game", "plan", "sender_worth", "war"]

SENDER, CHALLENGER = "sender", "challenger"
KINDS = ("sunk", "tied")
_SOURCE = "Fearon (1997)"

resolute_type = Parameter(
    "resolute_type",
    "7/20",
    low=0,
    high=1,
    symbol="p",
    meaning="chance that the sender is resolute, to whom the object is worth 1",
    unit="probability",
    sources=(_SOURCE,),
)
irresolute_worth = Parameter(
    "irresolute_worth",
    "7/20",
    low=0,
    high=1,
    symbol="v_I",
    meaning="worth of the object to an irresolute sender",
    unit="payoff",
    sources=(_SOURCE,),
)
fight_cost = Parameter(
    "fight_cost",
    "7/10",
    low=0,
    high=1,
    symbol="c",
    meaning="sender: cost of a war, by which it keeps the object",
    unit="payoff",
    sources=(_SOURCE,),
)
hard_challenger = Parameter(
    "hard_challenger",
    "1/10",
    low=0,
    high=1,
    symbol="P_0",
    meaning="chance that the challenger challenges whatever it expects",
    unit="probability",
    sources=(_SOURCE,),
)
soft_gain = Parameter(
    "soft_gain",
    2,
    low=0,
    high=10,
    symbol="H",
    meaning="soft challenger: gain if the sender yields, as a multiple of its loss from a fight",
    unit="payoff",
    sources=(f"{_SOURCE}; that H is this is our reading, and no figure depends on it",),
)
signal_size = Parameter(
    "signal_size",
    "7/20",
    low=0,
    high=2,
    symbol="m",
    meaning="size of the signal",
    unit="payoff",
    sources=(_SOURCE,),
)


def _end(kind: str, who: str, signal: str, rival: str, what: str) -> Terminal:
    """An end: war, peace (nobody challenged), or that the sender has yielded."""
    sender: Any = 0
    if what != "yielded":
        sender = 1 if who == "resolute" else irresolute_worth
    if what == "war":
        sender -= fight_cost
    if signal == "signal" and (kind == "sunk" or what == "yielded"):
        sender -= signal_size
    # A hard challenger is one to whom a challenge pays in any case.
    gains: dict[str, Any] = {"war": 1, "peace": 0, "yielded": 1}
    if rival == "soft":
        gains = {"war": -1, "peace": 0, "yielded": soft_gain}
    return Terminal({SENDER: sender, CHALLENGER: gains[what]}, label=what)


def _answer(kind: str, who: str, signal: str, rival: str) -> Decision:
    ends = {"fight": "war", "yield": "yielded"}
    return Decision(
        SENDER,
        {action: _end(kind, who, signal, rival, what) for action, what in ends.items()},
        infoset=f"{who}, {signal}, challenged",
    )


def _reply(kind: str, who: str, signal: str, rival: str) -> Decision:
    return Decision(
        CHALLENGER,
        {
            "challenge": _answer(kind, who, signal, rival),
            "leave": _end(kind, who, signal, rival, "peace"),
        },
        infoset=f"{rival}, {signal}",
    )


def _sender(kind: str, who: str) -> Decision:
    def after(signal: str) -> Chance:
        return Chance(
            {
                "hard": (hard_challenger, _reply(kind, who, signal, "hard")),
                "soft": (REST, _reply(kind, who, signal, "soft")),
            }
        )

    return Decision(SENDER, {signal: after(signal) for signal in ("signal", "none")}, infoset=who)


def _root(kind: str) -> Chance:
    return Chance(
        {
            "resolute": (resolute_type, _sender(kind, "resolute")),
            "irresolute": (REST, _sender(kind, "irresolute")),
        }
    )


def finite_game(kind: str) -> ExtensiveFormGame:
    """The tree with one size of signal, open: whether to send it is the sender's choice.

    Parameters
    ----------
    kind
        ``"sunk"`` or ``"tied"``.

    Raises
    ------
    UnsupportedGameError
        There is no such kind.
    """
    if kind not in KINDS:
        raise UnsupportedGameError(f"kind is 'sunk' or 'tied'; got {kind!r}")
    title = {"sunk": "sunk costs", "tied": "tied hands"}[kind]
    return ExtensiveFormGame(title, players=(SENDER, CHALLENGER), root=_root(kind))


def plan(kind: str) -> dict[str, dict[str, str]]:
    """What everyone does when the signal is just large enough that nobody bluffs."""
    both = kind == "tied"
    return {
        SENDER: {
            "resolute": "signal",
            "irresolute": "signal" if both else "none",
            "resolute, signal, challenged": "fight",
            "resolute, none, challenged": "fight",
            "irresolute, signal, challenged": "fight" if both else "yield",
            "irresolute, none, challenged": "yield",
        },
        CHALLENGER: {
            "hard, signal": "challenge",
            "hard, none": "challenge",
            "soft, signal": "leave",
            "soft, none": "challenge",
        },
    }


@cache
def bluff_proof(kind: str) -> Expression:
    """The smallest signal with which nobody bluffs, solved from an indifference of the irresolute.

    With sunk costs, between bluffing and no signal; with tied hands, between fighting and yielding
    when the bluff is called.

    Examples
    --------
    >>> from brinkgame.catalog.models.fearon_signals import bluff_proof
    >>> print(bluff_proof("sunk"))
    irresolute_worth*(1 - hard_challenger)
    >>> print(bluff_proof("tied"))
    fight_cost - irresolute_worth
    """
    node, place, first, second = {
        "sunk": (_sender(kind, "irresolute"), "irresolute", "signal", "none"),
        "tied": (
            _answer(kind, "irresolute", "signal", "hard"),
            "irresolute, signal, challenged",
            "fight",
            "yield",
        ),
    }[kind]
    conduct = plan(kind)

    def worth(action: str) -> Any:
        changed = {**conduct, SENDER: {**conduct[SENDER], place: action}}
        return expected(node, paid(SENDER), changed)

    solved: Expression = (worth(first) - worth(second)).solve(signal_size.name)
    return solved


def _over_all(worth: Callable[[Terminal], Any], kind: str) -> Expression:
    total: Expression = expected(_root(kind), worth, plan(kind))
    return total.substitute({signal_size.name: bluff_proof(kind)})


@cache
def war(kind: str) -> Expression:
    """How likely it comes to war.

    Examples
    --------
    >>> from brinkgame.catalog.models.fearon_signals import war
    >>> print(war("sunk"), "|", war("tied"))
    hard_challenger*resolute_type | hard_challenger
    """
    return _over_all(reached("war"), kind)


@cache
def sender_worth(kind: str) -> Expression:
    """What the sender expects before it knows which type it is."""
    return _over_all(paid(SENDER), kind)


def _equations(point: Point) -> tuple[ModelSolution, ...]:
    return (
        ModelSolution(
            {
                f"{kind}_{name}": formula(kind).evaluate(point)
                for name, formula in (
                    ("signal", bluff_proof),
                    ("war", war),
                    ("sender_worth", sender_worth),
                )
                for kind in KINDS
            },
            words="the smallest signal without a bluff, of either kind",
        ),
    )


ENTRY = ModelEntry(
    name="fearon-signals",
    title="Tying hands and sinking costs",
    citation="J. D. Fearon (1997), Signaling foreign policy interests: tying hands versus sinking "
    "costs, Journal of Conflict Resolution 41",
    summary="Tied hands pay the sender more, and make war more likely, than sunk costs.",
    parameters=ParameterSpace(
        [resolute_type, irresolute_worth, fight_cost, hard_challenger, soft_gain],
        constraints=[
            irresolute_worth < fight_cost,  # the irresolute would not fight with free hands
            fight_cost < 1,  # the resolute would
            hard_challenger * fight_cost < irresolute_worth,  # tied hands pay the irresolute
            resolute_type < soft_gain * (1 - resolute_type),  # without a signal the soft challenge
        ],
    ),
    equations=_equations,
    known=(
        KnownFigures(
            (
                {
                    "sunk_signal": "0.315",
                    "tied_signal": "0.35",
                    "sunk_war": "0.035",
                    "tied_war": "0.10",
                    "sunk_sender_worth": "0.21525",
                    "tied_sender_worth": "0.5075",
                },
            ),
            "Fearon (1997), with two types instead of a continuum; by hand",
        ),
    ),
)
"""The entry of the catalog."""
