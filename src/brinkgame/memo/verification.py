"""Decision 8: how much of the removal is verified.

At the height of the crisis the USSR agreed to verification by the UN. In November it offers less,
or nothing, and the US accepts what it is offered or insists on the whole. Insisting costs the US
something and works only by chance; if it fails, the talks collapse, which costs the USSR something.
So there is a quality of inspection that the US just accepts (`least_quality`), and the USSR has no
reason to offer more. The less likely insisting is to work, and the more it costs, the lower that
is: which of the two did it is what `evasion` splits.

Two different things were offered: that ships on their way to Cuba be inspected, and that missiles
on their way out be counted. They do not answer the same question, and the variant `two-offers`
keeps them apart. Whether an agreement is then kept is another matter still: the variant `cheating`,
and the inspection game as a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.errors import InvalidNumberError, UnsupportedGameError
from brinkgame.expressions import quantity
from brinkgame.forms import (
    REST,
    Chance,
    Decision,
    ExtensiveFormGame,
    NormalFormGame,
    Terminal,
)
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Ending, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    cheating_gain,
    cheating_penalty,
    collapse_cost,
    insist_cost,
    insist_success,
    inspection_cost,
    inspection_quality,
    inspection_value,
    removal_weight,
    us_acceptance_loss,
    verification_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import Indifference, indifference

__all__ = [
    "GAME",
    "POINT",
    "Evasion",
    "evasion",
    "game",
    "inspection_game",
    "least_quality",
    "tree",
]

USSR: Final = "USSR"
US: Final = "US"
OFFER: Final = "offer"
NOTHING: Final = "offer nothing"
PARTIAL: Final = "offer inspection"
ARRIVALS: Final = "inspect arrivals"
DEPARTURES: Final = "count departures"
UN: Final = "UN inspection"
ACCEPT: Final = "accept"
INSIST: Final = "insist"

_PLAYERS: Final = (USSR, US)


def tree(
    offers: Mapping[str, Any] | Sequence[Any] = (inspection_quality,),
    *,
    then: Ending = Terminal,
    prefix: str = "",
    payoffs: Mapping[str, Any] | None = None,
) -> Decision:
    """The tree of the decision, to stand alone or as a part of a larger one.

    Parameters
    ----------
    offers
        What the USSR may offer besides nothing: qualities of inspection, from 0 for none to 1 for
        the whole, or ``{action: quality}``.
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome, it returns
        the node that is put there. An end of the game unless told otherwise.
    prefix
        Put before the labels of the information sets.
    payoffs
        What players collect on the way in, as from what came before in a larger game.

    Raises
    ------
    InvalidNumberError
        No quality is named, one is outside [0, 1], or one comes twice.

    Examples
    --------
    >>> from brinkgame.memo import verification
    >>> verification.tree(("1/4", 1))
    Decision('USSR', offer nothing | offer inspection of 1/4 | offer inspection of 1)
    """

    def answers(name: str, quality: Any) -> Decision:
        got = {USSR: -verification_cost * quality, US: inspection_value * quality}
        full = {USSR: -verification_cost, US: inspection_value - insist_cost}
        failed = {USSR: -collapse_cost, US: -insist_cost}
        some = "no verification" if name == NOTHING else "verified as offered"
        return Decision(
            US,
            {
                ACCEPT: then(got, label=some),
                INSIST: Chance(
                    {
                        "works": (insist_success, then(full, label="verified in full")),
                        "fails": (REST, then(failed, label="collapse")),
                    }
                ),
            },
            infoset=prefix + name,
        )

    menu = {NOTHING: Fraction(0), **_menu(offers)}
    return Decision(
        USSR,
        {name: answers(name, quality) for name, quality in menu.items()},
        infoset=prefix + OFFER,
        payoffs=payoffs,
    )


def _menu(offers: Mapping[str, Any] | Sequence[Any]) -> dict[str, Any]:
    if isinstance(offers, Mapping):
        menu = {name: quantity(quality) for name, quality in offers.items()}
    else:
        qualities = [quantity(quality) for quality in offers]
        for k, quality in enumerate(qualities):
            if quality in qualities[:k]:
                raise InvalidNumberError(f"offers: the quality {quality} comes twice")
        single = len(qualities) == 1
        menu = {PARTIAL if single else f"{PARTIAL} of {q}": q for q in qualities}
    if not menu:
        raise InvalidNumberError("offers: name at least one quality of inspection")
    for name, quality in menu.items():
        if isinstance(quality, Fraction) and not 0 <= quality <= 1:
            raise InvalidNumberError(f"offers: {name}: the quality {quality} is outside [0, 1]")
    return menu


def game(
    offers: Mapping[str, Any] | Sequence[Any] = (inspection_quality,),
) -> ExtensiveFormGame:
    """The game, for a menu of what the USSR may offer.

    Parameters
    ----------
    offers
        As in `tree`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import verification
    >>> menu = verification.game(("1/4", "3/5", 1))
    >>> bg.solve(menu.at()).only().profile["USSR"]["offer"]["offer inspection of 3/5"]
    Fraction(1, 1)
    """
    return ExtensiveFormGame(
        "verification", players=_PLAYERS, root=tree(offers), constraints=CONSTRAINTS
    )


GAME: Final = game()
"""The tree, with every number open."""


def _two_offers() -> ExtensiveFormGame:
    """What each thing that was offered shows of the whole that the UN would have shown."""
    return game(
        {ARRIVALS: 1 - removal_weight, DEPARTURES: quantity(removal_weight * 1), UN: 1}
    ).titled("verification, two offers")


def _at_once() -> NormalFormGame:
    """Offer and demand at once: the US decides whether to insist before it hears the offer."""
    insisted = (
        -insist_success * verification_cost - (1 - insist_success) * collapse_cost,
        insist_success * inspection_value - insist_cost,
    )
    return NormalFormGame(
        "verification, at once",
        strategies={USSR: (NOTHING, PARTIAL), US: (ACCEPT, INSIST)},
        payoffs={
            USSR: [
                [0, insisted[0]],
                [-verification_cost * inspection_quality, insisted[0]],
            ],
            US: [[0, insisted[1]], [inspection_value * inspection_quality, insisted[1]]],
        },
        constraints=CONSTRAINTS,
    )


COMPLY: Final = "comply"
CHEAT: Final = "cheat"


def _cheating() -> ExtensiveFormGame:
    """Whether the agreement is kept, when a breach is found with the quality of inspection."""
    return ExtensiveFormGame(
        "verification, cheating",
        players=_PLAYERS,
        root=Decision(
            USSR,
            {
                COMPLY: Terminal({USSR: 0, US: 0}, label="kept"),
                CHEAT: Chance(
                    {
                        "found": (
                            inspection_quality,
                            Terminal({USSR: -cheating_penalty, US: 0}, label="breach found"),
                        ),
                        "missed": (
                            REST,
                            Terminal(
                                {USSR: cheating_gain, US: -us_acceptance_loss},
                                label="breach missed",
                            ),
                        ),
                    }
                ),
            },
            infoset="afterwards",
        ),
        constraints=CONSTRAINTS,
    )


def inspection_game() -> NormalFormGame:
    """Whether to comply or cheat, and to inspect or trust, chosen at once: the table.

    An inspection costs the US something and finds a breach with the quality of inspection. A breach
    that is missed costs the US what missiles in Cuba cost it.

    References
    ----------
    .. [1] Avenhaus, von Stengel and Zamir (2002), "Inspection games", Handbook of Game Theory 3,
       chapter 51, section 2.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import verification
    >>> found = bg.solve(verification.inspection_game().at()).only().profile
    >>> found["USSR"]["cheat"], found["US"]["inspect"]
    (Fraction(1, 12), Fraction(5, 9))
    """
    s = inspection_quality
    return NormalFormGame(
        "verification, inspection",
        strategies={USSR: (COMPLY, CHEAT), US: ("inspect", "trust")},
        payoffs={
            USSR: [[0, 0], [(1 - s) * cheating_gain - s * cheating_penalty, cheating_gain]],
            US: [
                [-inspection_cost, 0],
                [-inspection_cost - (1 - s) * us_acceptance_loss, -us_acceptance_loss],
            ],
        },
        constraints=CONSTRAINTS,
    )


# --- results in closed form ----------------------------------------------------------------------


def _accepting() -> Indifference:
    """What accepting the offer pays the US more than insisting."""
    return indifference(GAME, US, PARTIAL, ACCEPT, INSIST)


def least_quality(at: Mapping[str, Any] | None = None) -> Fraction | None:
    """The least quality of inspection that the US accepts, at a point.

    Parameters
    ----------
    at
        The other parameters; those that are not named are at their baselines.

    Returns
    -------
    Fraction or None
        Zero where it would rather have nothing than insist. None where it insists whatever it is
        offered, which takes a verification that is worth nothing and a gain from insisting: never
        in the ranges.

    Examples
    --------
    >>> from brinkgame.memo import verification
    >>> print(verification.least_quality())
    1/2
    >>> print(verification.least_quality({"insist_success": "1/2", "insist_cost": "2/5"}))
    1/10
    """
    point = GAME.parameters.point(at)
    rest = {name: value for name, value in point.items() if name != inspection_quality.name}
    gain = _accepting().difference
    start = gain.evaluate({**rest, inspection_quality.name: 0})
    rise = gain.evaluate({**rest, inspection_quality.name: 1}) - start
    if start >= 0:
        return Fraction(0)
    return -start / rise if rise > 0 else None


@final
@dataclass(frozen=True, slots=True)
class Evasion:
    """By how much the quality that the US accepts fell, and what share each of two causes has.

    Attributes
    ----------
    before, after
        The least quality that the US accepts, before and after.
    by_refusal, by_easing
        The fall that is due to Cuba's refusal, which made insisting less likely to work, and to the
        easing of the crisis, which made insisting cost more. They add up to the whole fall: each is
        the mean over the two orders in which the causes may be put (Shapley 1953). The orders
        differ only where the US comes to accept nothing at all.
    alone
        The fall that each cause brings about if it comes first.
    """

    before: Fraction
    after: Fraction
    by_refusal: Fraction
    by_easing: Fraction
    alone: Mapping[str, Fraction]

    @property
    def share_of_refusal(self) -> Fraction | None:
        """The share of the fall that is due to Cuba's refusal; None if there is no fall."""
        fall = self.before - self.after
        return self.by_refusal / fall if fall else None


def evasion(
    insist_success_after: Any = "1/2",
    insist_cost_after: Any = "2/5",
    at: Mapping[str, Any] | None = None,
) -> Evasion:
    """How much of the fall in what the US accepts is due to Cuba's refusal, and to the easing.

    Parameters
    ----------
    insist_success_after
        The chance that insisting works, once Cuba refuses inspection.
    insist_cost_after
        What insisting costs, once the crisis has eased.
    at
        The point before; the parameters that are not named are at their baselines.

    Raises
    ------
    UnsupportedGameError
        There is no quality that the US would accept.

    References
    ----------
    .. [1] Shapley (1953), "A value for n-person games", Contributions to the Theory of Games 2.

    Examples
    --------
    >>> from brinkgame.memo import verification
    >>> found = verification.evasion()
    >>> print(found.before, found.after, found.share_of_refusal)
    1/2 1/10 3/4
    """
    changes = {insist_success.name: insist_success_after, insist_cost.name: insist_cost_after}

    def quality(*names: str) -> Fraction:
        found = least_quality({**(at or {}), **{name: changes[name] for name in names}})
        if found is None:
            raise UnsupportedGameError(
                "the US accepts no quality of inspection", ["let inspection_value be above zero"]
            )
        return found

    one, other = changes
    before, after = quality(), quality(one, other)
    alone = {name: before - quality(name) for name in changes}
    last = {one: quality(other) - after, other: quality(one) - after}
    share = {name: (alone[name] + last[name]) / 2 for name in changes}
    return Evasion(before, after, share[one], share[other], alone)


def _closed_forms() -> tuple[ClosedForm, ...]:
    accepting = _accepting()
    spared = indifference(GAME, US, NOTHING, ACCEPT, INSIST)
    offering = indifference(
        GAME, USSR, OFFER, PARTIAL, NOTHING, at={inspection_quality.name: "3/4"}
    )
    honest = indifference(_cheating(), USSR, "afterwards", COMPLY, CHEAT)
    rather = indifference(_two_offers(), US, DEPARTURES, ACCEPT, INSIST)
    arrivals = indifference(_two_offers(), US, ARRIVALS, ACCEPT, INSIST)
    table = inspection_game()

    def paid(player: str, mine: str, theirs: str) -> Any:
        return table.payoff(player, {USSR: mine, US: theirs})

    # In the table each side mixes so that the other is indifferent.
    caught, missed = (paid(USSR, CHEAT, w) - paid(USSR, COMPLY, w) for w in ("inspect", "trust"))
    waste, use = (paid(US, w, "trust") - paid(US, w, "inspect") for w in (COMPLY, CHEAT))
    inside: Any = (-caught, missed, waste, -use)
    inspects: Any = missed / (missed - caught)
    cheats: Any = waste / (waste - use)
    return (
        ClosedForm.of(
            "accepts",
            "the US accepts what it is offered",
            accepting.threshold(inspection_quality),
        ),
        ClosedForm.of(
            "accepts nothing",
            "the US does not insist though it is offered nothing",
            spared.threshold(insist_cost),
        ),
        ClosedForm.of(
            "offers",
            "the USSR offers rather than be insisted upon",
            offering.threshold(collapse_cost),
            *(premise.difference for premise in offering.premises),
        ),
        ClosedForm(
            "less for a lower chance",
            "how much less the US accepts for each unit less of the chance that insisting works",
            accepting.threshold(inspection_quality).formula.derivative(insist_success.name),
        ),
        ClosedForm(
            "less for a higher cost",
            "how much more the US accepts for each unit more of the cost of insisting",
            accepting.threshold(inspection_quality).formula.derivative(insist_cost.name),
        ),
        ClosedForm.of(
            "counting is enough",
            "the US accepts that missiles are counted on their way out",
            rather.threshold(removal_weight),
        ),
        ClosedForm.of(
            "arrivals are enough",
            "the US accepts that ships are inspected on their way to Cuba",
            arrivals.threshold(removal_weight),
        ),
        ClosedForm.of(
            "keeps the agreement",
            "the USSR keeps the agreement",
            honest.threshold(inspection_quality),
        ),
        ClosedForm(
            "inspects",
            "how often the US inspects, where an inspection deters and is worth it",
            inspects,
            provided=inside,
        ),
        ClosedForm("cheats", "how often the USSR cheats there", cheats, provided=inside),
    )


_PREMISES: Final = (
    Premise("the USSR had agreed to verification by the UN at the height of the crisis", "memo P3"),
    Premise("Cuba would have no inspection on its soil", "memo P3"),
    Premise("the easing of the crisis gave the USSR room to get out of it", "memo P3"),
    Premise("the USSR feared a precedent for other agreements", "memo P3"),
    Premise("it promised at first any verification that the US desired", "memo P1"),
    Premise("it did not want the talks to collapse", "memo P2"),
    Premise("it offered to have ships bound for Cuba inspected, and stalled on it", "memo P4"),
    Premise("it then offered to have missiles counted at sea", "memo P4"),
    Premise("insisting on the whole works or fails by chance, and costs the US something"),
    Premise("verification is worth to the US, and costs the USSR, in proportion to its quality"),
    Premise("what leaves and what arrives add up to the whole of it"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="verification",
    number="8",
    began="1962-10",
    when="October-November 1962",
    who=_PLAYERS,
    title="How much to have verified",
    question="How did the USSR come out of the promise of inspection by the UN?",
    game=GAME,
    happened={USSR: {OFFER: PARTIAL}, US: {PARTIAL: ACCEPT}},
    premises=_PREMISES,
    sources=("memo P1", "memo P2", "memo P3", "memo P4"),
    derive=_closed_forms,
    variants=(
        Variant(
            "menu",
            "the USSR chooses among several qualities of inspection",
            game(("1/4", "1/2", "3/4", 1)),
            ("memo P3",),
        ),
        Variant(
            "two-offers",
            "ships to Cuba are inspected, or missiles counted on their way out, or both by the UN",
            _two_offers(),
            ("memo P4",),
        ),
        Variant(
            "at-once",
            "the US decides whether to insist before it hears the offer",
            _at_once(),
            ("memo P3",),
        ),
        Variant("cheating", "whether the agreement is kept", _cheating()),
        Variant(
            "inspection",
            "whether it is kept, and whether the US looks, decided at once",
            inspection_game(),
        ),
    ),
)
"""The decision."""
