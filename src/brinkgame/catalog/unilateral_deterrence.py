"""Unilateral deterrence: a challenger, a defender, and neither knows whether the other is hard.

The challenger may keep to the status quo or make a demand; the defender concedes or resists; met
with resistance, the challenger backs down or there is conflict. A hard one would rather have
conflict than back down, a soft one the reverse, and each alone knows which it is.

Which equilibria there are depends on how likely each is to be hard; see `borders`:

* *certain deterrence*: a defender is so likely to be hard that nobody makes a demand;
* *separating*: hard challengers make the demand, soft ones do not;
* *bluff*: soft challengers make it sometimes, and soft defenders resist sometimes;
* *attack*: every challenger makes it, and soft defenders concede;
* *steadfast deterrence*: every defender would resist, taking a demand for a soft challenger's, and
  nobody makes one. It is an equilibrium everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.errors import InvalidParameterError
from brinkgame.expressions import Expression
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage

__all__ = ["CLASSES", "ENTRY", "GAME", "borders", "classes", "equilibrium"]

_SOURCE = "Zagare and Kilgour (2000)"
_NUMBERS = "numbers of ours in the order of Zagare and Kilgour (2000)"
CHALLENGER, DEFENDER = "challenger", "defender"
HARD, SOFT = "hard", "soft"
CLASSES = ("certain deterrence", "steadfast deterrence", "separating", "bluff", "attack")


def _chance(name: str, baseline: str, symbol: str, who: str) -> Parameter:
    return Parameter(
        name,
        baseline,
        low=0,
        high=1,
        symbol=symbol,
        meaning=f"chance that the {who} is hard: would rather have conflict than back down",
        unit="probability",
        sources=(_SOURCE,),
    )


def _payoff(name: str, baseline: str, symbol: str, meaning: str) -> Parameter:
    return Parameter(
        name,
        baseline,
        low=-1,
        high=2,
        symbol=symbol,
        meaning=meaning,
        unit="payoff",
        sources=(_NUMBERS,),
    )


challenger_hard = _chance("challenger_hard", "3/10", "p_{Ch}", CHALLENGER)
defender_hard = _chance("defender_hard", "3/10", "p_{Def}", DEFENDER)

c_dc = _payoff("c_dc", "1", "c_{DC}", "challenger: the defender concedes")
c_sq = _payoff("c_sq", "3/5", "c_{SQ}", "challenger: status quo")
c_dd_hard = _payoff("c_dd_hard", "2/5", "c_{DD+}", "challenger, hard: conflict")
c_cd = _payoff("c_cd", "1/5", "c_{CD}", "challenger: it backs down")
c_dd_soft = _payoff("c_dd_soft", "0", "c_{DD-}", "challenger, soft: conflict")
d_sq = _payoff("d_sq", "1", "d_{SQ}", "defender: status quo")
d_cd = _payoff("d_cd", "4/5", "d_{CD}", "defender: the challenger backs down")
d_dd_hard = _payoff("d_dd_hard", "1/2", "d_{DD+}", "defender, hard: conflict")
d_dc = _payoff("d_dc", "3/10", "d_{DC}", "defender: it concedes")
d_dd_soft = _payoff("d_dd_soft", "0", "d_{DD-}", "defender, soft: conflict")


def _tree(challenger: str, defender: str) -> Decision:
    conflict = Terminal(
        {
            CHALLENGER: c_dd_hard if challenger == HARD else c_dd_soft,
            DEFENDER: d_dd_hard if defender == HARD else d_dd_soft,
        },
        label="conflict",
    )
    resisted = Decision(
        CHALLENGER,
        {
            "back down": Terminal({CHALLENGER: c_cd, DEFENDER: d_cd}, label="backed down"),
            "press on": conflict,
        },
        infoset=f"resisted, {challenger}",
    )
    demanded = Decision(
        DEFENDER,
        {
            "concede": Terminal({CHALLENGER: c_dc, DEFENDER: d_dc}, label="conceded"),
            "resist": resisted,
        },
        infoset=defender,
    )
    return Decision(
        CHALLENGER,
        {
            "wait": Terminal({CHALLENGER: c_sq, DEFENDER: d_sq}, label="status quo"),
            "demand": demanded,
        },
        infoset=challenger,
    )


def _facing(challenger: str) -> Chance:
    return Chance(
        {kind: (p, _tree(challenger, kind)) for kind, p in ((HARD, defender_hard), (SOFT, REST))}
    )


GAME = ExtensiveFormGame(
    "unilateral deterrence",
    players=(CHALLENGER, DEFENDER),
    root=Chance({HARD: (challenger_hard, _facing(HARD)), SOFT: (REST, _facing(SOFT))}),
    constraints=(
        c_sq < c_dc,
        c_dd_hard < c_sq,
        c_cd < c_dd_hard,
        c_dd_soft < c_cd,
        d_cd < d_sq,
        d_dd_hard < d_cd,
        d_dc < d_dd_hard,
        d_dd_soft < d_dc,
    ),
)
"""The tree, with every payoff and both chances open."""


def _paid(player: str, challenger: str, defender: str, *path: str) -> Any:
    """What an end pays a player."""
    node = GAME.node_at("/".join(("root", challenger, defender, *path)))
    ends = GAME.terminal_payoffs()[node]
    return ends[GAME.players.index(player)]  # type: ignore[index]


def _even(first: Any, second: Any, sure: Any) -> Expression:
    """The chance of the first at which it and the second are together worth what is sure."""
    border: Expression = (second - sure) / (second - first)
    return border


def borders() -> dict[str, Expression]:
    """Where the classes of equilibria begin and end, from the payoffs of the tree.

    Returns
    -------
    dict
        ``"belief"``: a soft defender concedes if it holds a demand to come from a hard challenger
        with more than this. ``"hard deterred"`` and ``"soft deterred"``: a challenger of this kind
        makes no demand if the chance of resistance is more.

    Notes
    -----
    A hard challenger that is resisted presses on, a soft one backs down, and a hard defender
    resists, whatever is believed: these follow from the order of payoffs.

    Examples
    --------
    >>> from brinkgame.catalog.unilateral_deterrence import GAME, borders
    >>> for name, border in borders().items():
    ...     print(f"{name}: {border} = {border.evaluate(GAME.parameters.baseline)}")
    belief: (d_cd - d_dc)/(d_cd - d_dd_soft) = 5/8
    hard deterred: (c_dc - c_sq)/(c_dc - c_dd_hard) = 2/3
    soft deterred: (c_sq - c_dc)/(c_cd - c_dc) = 1/2
    """
    conceded = _paid(CHALLENGER, HARD, SOFT, "demand", "concede")
    waiting = _paid(CHALLENGER, HARD, SOFT, "wait")
    met = {HARD: ("demand", "resist", "press on"), SOFT: ("demand", "resist", "back down")}
    return {
        "belief": _even(
            _paid(DEFENDER, HARD, SOFT, *met[HARD]),
            _paid(DEFENDER, SOFT, SOFT, *met[SOFT]),
            _paid(DEFENDER, HARD, SOFT, "demand", "concede"),
        ),
        "hard deterred": _even(_paid(CHALLENGER, HARD, SOFT, *met[HARD]), conceded, waiting),
        "soft deterred": _even(_paid(CHALLENGER, SOFT, SOFT, *met[SOFT]), conceded, waiting),
    }


def classes(at: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """The classes of perfect Bayesian equilibria at a point.

    Parameters
    ----------
    at
        Values of parameters; the rest at their baselines.

    Returns
    -------
    tuple
        Some of `CLASSES`, in that order. On a border several meet: then those of both sides are
        there. Neither player may be of one kind for certain.

    References
    ----------
    .. [1] F. C. Zagare and D. M. Kilgour (2000), *Perfect Deterrence*, chapter 5 (the classes; the
       conditions are derived here).

    Examples
    --------
    >>> from brinkgame.catalog.unilateral_deterrence import classes
    >>> classes({"challenger_hard": "4/5"})
    ('steadfast deterrence', 'attack')
    >>> classes({"defender_hard": "3/5"})
    ('steadfast deterrence', 'separating')
    >>> classes({"defender_hard": "4/5"})
    ('certain deterrence', 'steadfast deterrence')
    """
    point = GAME.parameters.point(at or {})
    p, q = (point[each.name] for each in (challenger_hard, defender_hard))
    if not 0 < p < 1 or not 0 < q < 1:
        raise InvalidParameterError(
            f"both kinds of each player are possible: got {challenger_hard.name} = {p} and "
            f"{defender_hard.name} = {q}"
        )
    limits = {name: border.evaluate(point) for name, border in borders().items()}
    belief, hard, soft = (limits[n] for n in ("belief", "hard deterred", "soft deterred"))
    there = {
        "certain deterrence": q >= hard,
        "steadfast deterrence": True,
        "separating": soft <= q <= hard,
        "bluff": p <= belief and q <= soft,
        "attack": p >= belief and q <= soft,
    }
    return tuple(name for name in CLASSES if there[name])


def equilibrium(
    kind: str, at: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """One equilibrium of a class at a point where there is one.

    Returns
    -------
    tuple
        The profile as nested mappings of labels, and beliefs by path that make it credible. In the
        two classes of deterrence there are others, which differ where play does not arrive.

    Raises
    ------
    InvalidParameterError
        There is none of this class there.

    Examples
    --------
    >>> from brinkgame.catalog.unilateral_deterrence import equilibrium
    >>> profile, beliefs = equilibrium("bluff")
    >>> profile["challenger"]["soft"]
    {'demand': Fraction(9, 35), 'wait': Fraction(26, 35)}
    """
    if kind not in classes(at):
        raise InvalidParameterError(f"no {kind!r} equilibrium here; there is {classes(at)}")
    point = GAME.parameters.point(at or {})
    p, q = (point[each.name] for each in (challenger_hard, defender_hard))
    limits = {name: border.evaluate(point) for name, border in borders().items()}
    belief = limits["belief"]
    # How often each kind demands, how often a soft defender resists, and what a demand tells.
    one, none = Fraction(1), Fraction(0)
    hard, soft, resist, told = {
        "certain deterrence": (none, none, none, one),
        "steadfast deterrence": (none, none, one, none),
        "separating": (one, none, none, one),
        "bluff": (
            one,
            p * (1 - belief) / (belief * (1 - p)),
            (limits["soft deterred"] - q) / (1 - q),
            belief,
        ),
        "attack": (one, one, none, p),
    }[kind]
    profile = {
        CHALLENGER: {
            HARD: _mixed("demand", hard, "wait"),
            SOFT: _mixed("demand", soft, "wait"),
            f"resisted, {HARD}": "press on",
            f"resisted, {SOFT}": "back down",
        },
        DEFENDER: {HARD: "resist", SOFT: _mixed("resist", resist, "concede")},
    }
    resisting = q / (q + (1 - q) * resist)
    beliefs: dict[str, Any] = {CHALLENGER: {}, DEFENDER: {}}
    for mine in (HARD, SOFT):
        for label, tail, odds in (
            (mine, "", q),
            (f"resisted, {mine}", "/demand/resist", resisting),
        ):
            beliefs[CHALLENGER][label] = {
                f"root/{mine}/{HARD}{tail}": odds,
                f"root/{mine}/{SOFT}{tail}": 1 - odds,
            }
        beliefs[DEFENDER][mine] = {
            f"root/{HARD}/{mine}/demand": told,
            f"root/{SOFT}/{mine}/demand": 1 - told,
        }
    return profile, beliefs


def _mixed(action: str, chance: Fraction, other: str) -> Any:
    """One action with this probability, the other with the rest; its label if it is for certain."""
    if chance in (0, 1):
        return action if chance else other
    return {action: chance, other: 1 - chance}


def _known(kind: str, p: str, q: str, challenger: Fraction, defender: Fraction) -> KnownEquilibria:
    at = {challenger_hard.name: p, defender_hard.name: q}
    profile, beliefs = equilibrium(kind, at)
    return KnownEquilibria(
        concept=Concept.SEQUENTIAL,
        profiles=(profile,),
        payoffs=({CHALLENGER: challenger, DEFENDER: defender},),
        beliefs=(beliefs,),
        citation=f"{kind} equilibrium: {_SOURCE}, chapter 5; derived from the tree",
        at=at,
        coverage=Coverage.SOME,
    )


_WAITING = (Fraction(3, 5), Fraction(1))

ENTRY = CatalogEntry(
    name="unilateral-deterrence",
    title="Unilateral deterrence",
    game=GAME,
    citation="F. C. Zagare and D. M. Kilgour (2000), Perfect Deterrence, Cambridge University "
    "Press, chapter 5; first in F. C. Zagare and D. M. Kilgour (1993), Asymmetric deterrence, "
    "International Studies Quarterly 37",
    summary="Five classes of equilibria by how likely each is to be hard; one is everywhere.",
    known=(
        _known("bluff", "3/10", "3/10", Fraction(63, 100), Fraction(709, 1000)),
        _known("steadfast deterrence", "3/10", "3/10", *_WAITING),
        _known("attack", "4/5", "3/10", Fraction(101, 125), Fraction(189, 500)),
        _known("separating", "3/10", "3/5", Fraction(153, 250), Fraction(413, 500)),
        _known("certain deterrence", "1/2", "9/10", *_WAITING),
    ),
)
"""The entry of the catalog."""
