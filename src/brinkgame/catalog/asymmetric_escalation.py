"""Asymmetric escalation: a limited challenge, a response in kind or more, and who goes further.

The challenger may keep to the status quo or challenge. The defender may concede, respond in kind or
escalate at once; whoever is escalated upon may stop or escalate as well. Three things are known to
one side alone and drawn independently: whether the challenger is hard (would rather have an all-out
conflict than give in to an escalation), whether the defender is *tactically* hard (would rather
respond in kind than concede), and whether it is *strategically* hard (would rather have an all-out
conflict than give in). Zagare and Kilgour read the crisis of 1962 as a *constrained limited
response*: a challenge, a response in kind, and no escalation.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Constraint, Expression
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME", "borders", "constrained_conditions", "constrained_limited_response"]

_SOURCE = "Zagare and Kilgour (2000)"
_NUMBERS = "numbers of ours in the order of Zagare and Kilgour (2000)"
CHALLENGER, DEFENDER = "challenger", "defender"
HARD, SOFT = "hard", "soft"
KINDS = (HARD, SOFT)


def _chance(name: str, baseline: str, symbol: str, meaning: str) -> Parameter:
    return Parameter(
        name,
        baseline,
        low=0,
        high=1,
        symbol=symbol,
        meaning=meaning,
        unit="probability",
        sources=(_SOURCE,),
    )


def _payoff(name: str, baseline: int, symbol: str, meaning: str) -> Parameter:
    return Parameter(
        name,
        baseline,
        low=-100,
        high=200,
        symbol=symbol,
        meaning=meaning,
        unit="payoff",
        sources=(_NUMBERS,),
    )


hard_challenger = _chance(
    "hard_challenger",
    "4/5",
    "p_{Ch}",
    "chance that the challenger is hard: would rather have all-out conflict than give in",
)
tactically_hard = _chance(
    "tactically_hard",
    "2/5",
    "p_{Tac}",
    "chance that the defender is tactically hard: would rather respond in kind than concede",
)
strategically_hard = _chance(
    "strategically_hard",
    "2/5",
    "p_{Str}",
    "chance that the defender is strategically hard: would rather have all-out conflict than give "
    "in",
)

_CH = {
    "DC": _payoff("challenger_dc", 100, "c_{DC}", "challenger: the defender concedes"),
    "SQ": _payoff("challenger_sq", 60, "c_{SQ}", "challenger: status quo"),
    "ED": _payoff("challenger_ed", 45, "c_{ED}", "challenger: it escalates and prevails"),
    "DD": _payoff("challenger_dd", 40, "c_{DD}", "challenger: limited conflict"),
    "EE hard": _payoff("challenger_ee_hard", 25, "c_{EE+}", "challenger, hard: all-out conflict"),
    "DE": _payoff("challenger_de", 20, "c_{DE}", "challenger: the defender escalates, it gives in"),
    "EE soft": _payoff("challenger_ee_soft", 0, "c_{EE-}", "challenger, soft: all-out conflict"),
}
_DEF = {
    "SQ": _payoff("defender_sq", 100, "d_{SQ}", "defender: status quo"),
    "DE": _payoff("defender_de", 90, "d_{DE}", "defender: it escalates and prevails"),
    "DD hard": _payoff(
        "defender_dd_hard", 60, "d_{DD+}", "defender, tactically hard: limited conflict"
    ),
    "DC": _payoff("defender_dc", 50, "d_{DC}", "defender: it concedes"),
    "DD soft": _payoff(
        "defender_dd_soft", 40, "d_{DD-}", "defender, tactically soft: limited conflict"
    ),
    "EE hard": _payoff(
        "defender_ee_hard", 30, "d_{EE+}", "defender, strategically hard: all-out conflict"
    ),
    "ED": _payoff("defender_ed", 20, "d_{ED}", "defender: the challenger escalates, it gives in"),
    "EE soft": _payoff(
        "defender_ee_soft", 0, "d_{EE-}", "defender, strategically soft: all-out conflict"
    ),
}


def _tree(challenger: str, tactical: str, strategic: str) -> Decision:
    def end(label: str, ch: str | None = None, de: str | None = None) -> Terminal:
        return Terminal({CHALLENGER: _CH[ch or label], DEFENDER: _DEF[de or label]}, label=label)

    both = end("EE", f"EE {challenger}", f"EE {strategic}")
    pressed = Decision(
        DEFENDER,
        {"give in": end("ED"), "escalate": both},
        infoset=f"escalated upon, {tactical} and {strategic}",
    )
    answered = Decision(
        CHALLENGER,
        {"stop": end("DD", "DD", f"DD {tactical}"), "escalate": pressed},
        infoset=f"answered in kind, {challenger}",
    )
    outbid = Decision(
        CHALLENGER,
        {"give in": end("DE"), "escalate": both},
        infoset=f"escalated upon, {challenger}",
    )
    challenged = Decision(
        DEFENDER,
        {"concede": end("DC"), "respond in kind": answered, "escalate": outbid},
        infoset=f"challenged, {tactical} and {strategic}",
    )
    return Decision(CHALLENGER, {"keep": end("SQ"), "challenge": challenged}, infoset=challenger)


def _drawn(chance: Parameter, then: Any) -> Chance:
    return Chance({HARD: (chance, then(HARD)), SOFT: (REST, then(SOFT))})


GAME = ExtensiveFormGame(
    "asymmetric escalation",
    players=(CHALLENGER, DEFENDER),
    root=_drawn(
        hard_challenger,
        lambda c: _drawn(
            tactically_hard, lambda t: _drawn(strategically_hard, lambda s: _tree(c, t, s))
        ),
    ),
    constraints=tuple(
        lower < higher
        for order in (_CH, _DEF)
        for higher, lower in itertools.pairwise(order.values())
    ),
)
"""The tree, with every payoff and the three chances open."""


def _paid(player: str, kinds: tuple[str, str, str], *path: str) -> Any:
    """What an end pays a player, for these kinds of challenger and defender."""
    node = GAME.node_at("/".join(("root", *kinds, *path)))
    return GAME.terminal_payoffs()[node][GAME.players.index(player)]  # type: ignore[index]


def _even(first: Any, second: Any, sure: Any) -> Expression:
    """The chance of the first at which it and the second are together worth what is sure."""
    border: Expression = (second - sure) / (second - first)
    return border


_IN_KIND = ("challenge", "respond in kind", "stop")


def _escalating(strategic: str) -> tuple[str, ...]:
    """How an escalation of a response in kind ends with a defender of this strategic kind."""
    last = "escalate" if strategic == HARD else "give in"
    return ("challenge", "respond in kind", "escalate", last)


def borders() -> dict[str, Expression]:
    """The beliefs at which somebody is indifferent, from the payoffs of the tree.

    Returns
    -------
    dict
        ``"escalation, hard"`` and ``"escalation, soft"``: a challenger of this kind escalates a
        response in kind only if it holds the defender to be strategically hard with less than this.
        ``"challenge"``: a challenge that ends there pays only if the chance of a response in kind
        is no more. ``"escalation at once, tactical and strategic"``: a defender of these kinds
        escalates at once only if it holds the challenger to be hard with less than this.

    Examples
    --------
    >>> from brinkgame.catalog.asymmetric_escalation import GAME, borders
    >>> for name, border in borders().items():
    ...     print(f"{name}: {border.evaluate(GAME.parameters.baseline)}")
    escalation, hard: 1/4
    escalation, soft: 1/9
    challenge: 2/3
    escalation at once, hard and hard: 1/2
    escalation at once, hard and soft: 1/3
    escalation at once, soft and hard: 2/3
    escalation at once, soft and soft: 4/9
    """
    found = {}
    for kind in KINDS:
        found[f"escalation, {kind}"] = _even(
            _paid(CHALLENGER, (kind, HARD, HARD), *_escalating(HARD)),
            _paid(CHALLENGER, (kind, HARD, SOFT), *_escalating(SOFT)),
            _paid(CHALLENGER, (kind, HARD, HARD), *_IN_KIND),
        )
    found["challenge"] = _even(
        _paid(CHALLENGER, (HARD, HARD, HARD), *_IN_KIND),
        _paid(CHALLENGER, (HARD, HARD, HARD), "challenge", "concede"),
        _paid(CHALLENGER, (HARD, HARD, HARD), "keep"),
    )
    for tactical, strategic in itertools.product(KINDS, repeat=2):
        answer = _IN_KIND if tactical == HARD else ("challenge", "concede")
        at_once = ("challenge", "escalate")
        found[f"escalation at once, {tactical} and {strategic}"] = _even(
            _paid(DEFENDER, (HARD, tactical, strategic), *at_once, "escalate"),
            _paid(DEFENDER, (SOFT, tactical, strategic), *at_once, "give in"),
            _paid(DEFENDER, (HARD, tactical, strategic), *answer),
        )
    return found


def constrained_conditions() -> dict[str, Constraint]:
    """When there is a constrained limited response: each condition, and what fails without it.

    Every challenger challenges, a tactically hard defender responds in kind, a tactically soft one
    concedes, and nobody escalates. The order of payoffs settles the rest.

    References
    ----------
    .. [1] F. C. Zagare and D. M. Kilgour (2000), *Perfect Deterrence*, chapters 6 and 7 (the
       equilibrium; the conditions are derived here from the tree).

    Examples
    --------
    >>> from brinkgame.catalog.asymmetric_escalation import GAME, constrained_conditions
    >>> point = GAME.parameters.point(hard_challenger="3/5")
    >>> [name for name, c in constrained_conditions().items() if not c.holds(point)]
    ['escalation at once, soft and hard']
    """
    limits = borders()
    conditions = {}
    for name, border in limits.items():
        if name.startswith("escalation at once"):
            conditions[name] = border <= hard_challenger
        elif name.startswith("escalation"):
            conditions[name] = border <= strategically_hard
        else:
            conditions[name] = tactically_hard <= border
    return conditions


def constrained_limited_response(
    at: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The plans of a constrained limited response, and beliefs by path that go with it.

    It is an equilibrium where `constrained_conditions` hold, and the plans are the same everywhere.

    Raises
    ------
    InvalidParameterError
        A chance is 0 or 1, so that there is nothing to believe about that kind.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.catalog.asymmetric_escalation import GAME, constrained_limited_response
    >>> profile, beliefs = constrained_limited_response()
    >>> _, certificate = bg.certify(GAME.at(), profile, "sequential", beliefs=beliefs)
    >>> certificate.holds()
    True
    """
    point = GAME.parameters.point(at or {})
    p, t, s = (point[each.name] for each in (hard_challenger, tactically_hard, strategically_hard))
    if not all(0 < each < 1 for each in (p, t, s)):
        raise InvalidParameterError(
            f"both kinds are possible: the three chances lie between 0 and 1; got {p}, {t} and {s}"
        )
    profile: dict[str, Any] = {CHALLENGER: {}, DEFENDER: {}}
    beliefs: dict[str, Any] = {CHALLENGER: {}, DEFENDER: {}}
    odds = {HARD: p, SOFT: 1 - p}
    types = {
        (tactical, strategic): a * b
        for tactical, a in ((HARD, t), (SOFT, 1 - t))
        for strategic, b in ((HARD, s), (SOFT, 1 - s))
    }
    answering = {kind: w / t if kind[0] == HARD else Fraction(0) for kind, w in types.items()}
    path: tuple[str, ...]
    for kind in KINDS:
        for label, action, path, told in (
            (kind, "challenge", (), types),
            (f"answered in kind, {kind}", "stop", ("challenge", "respond in kind"), answering),
            (
                f"escalated upon, {kind}",
                "escalate" if kind == HARD else "give in",
                ("challenge", "escalate"),
                types,
            ),
        ):
            profile[CHALLENGER][label] = action
            beliefs[CHALLENGER][label] = {
                "/".join(("root", kind, *other, *path)): weight for other, weight in told.items()
            }
    for tactical, strategic in types:
        for label, action, path in (
            (
                "challenged",
                "respond in kind" if tactical == HARD else "concede",
                ("challenge",),
            ),
            (
                "escalated upon",
                "escalate" if strategic == HARD else "give in",
                ("challenge", "respond in kind", "escalate"),
            ),
        ):
            where = f"{label}, {tactical} and {strategic}"
            profile[DEFENDER][where] = action
            beliefs[DEFENDER][where] = {
                "/".join(("root", kind, tactical, strategic, *path)): odds[kind] for kind in KINDS
            }
    return profile, beliefs


_PROFILE, _BELIEFS = constrained_limited_response()

ENTRY = CatalogEntry(
    name="asymmetric-escalation",
    title="Asymmetric escalation",
    game=GAME,
    citation="F. C. Zagare and D. M. Kilgour (2000), Perfect Deterrence, Cambridge University "
    "Press, chapters 6 and 7; on the crisis of 1962 F. C. Zagare (2014), A game-theoretic history "
    "of the Cuban missile crisis, Economies 2",
    summary="A challenge met in kind, if at all, and no escalation: when that is an equilibrium.",
    known=(
        KnownEquilibria(
            concept=Concept.SEQUENTIAL,
            profiles=(_PROFILE,),
            payoffs=({CHALLENGER: Fraction(76), DEFENDER: Fraction(54)},),
            beliefs=(_BELIEFS,),
            citation=f"the constrained limited response of {_SOURCE}; conceded 3/5, limited "
            "conflict 2/5",
            coverage=Coverage.SOME,
            is_quick=False,
        ),
    ),
)
"""The entry of the catalog."""
