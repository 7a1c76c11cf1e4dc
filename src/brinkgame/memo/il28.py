"""Decision 9: whether Cuba gives up the bombers, and what makes it.

The missiles are gone, the bombers are not. The US leaves the quarantine as it is or tightens it.
The USSR leaves Cuba alone, presses it, or disowns the bombers: it says that they belong to Cuba,
and if it is not believed the choice is Cuba's all the same. Cuba releases the bombers or refuses.
A tighter quarantine costs all three something for as long as Cuba refuses.

There are two ways to a release. The quarantine may hurt Cuba so much that it gives in unasked; or
it may make the USSR press, and with that pressure on top make Cuba give in. `least_stringency` is
the cheaper of the two and says what it waits for. How far the quarantine is tightened is open;
`game` makes the tree for a ladder of several degrees, `tree` the same as a part of a larger game,
`announced` the one in which the tightening is only announced, `two_rounds` the one in which the
bombers are disowned before the quarantine is tightened, and `unknown_pride` the one in which only
Cuba knows what keeping them is worth to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame.errors import InvalidNumberError
from brinkgame.expressions import Expression, quantity
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.memo.decision_point import ClosedForm, DecisionPoint, Ending, Variant
from brinkgame.memo.parameters import (
    CONSTRAINTS,
    ally_goodwill,
    bomber_value,
    castro_pride,
    disown_cost,
    disown_success,
    pledge_value,
    press_cost,
    pride_limit,
    quarantine_drag,
    quarantine_pain,
    soviet_pressure,
    stringency,
    tighten_cost,
    us_backdown_cost,
)
from brinkgame.memo.premises import Premise
from brinkgame.parametric import Indifference, indifference

__all__ = [
    "GAME",
    "PLAIN",
    "POINT",
    "TWO_ROUNDS_RECORD",
    "Leverage",
    "announced",
    "game",
    "least_stringency",
    "press_threshold",
    "tree",
    "two_rounds",
    "unknown_pride",
]

US: Final = "US"
USSR: Final = "USSR"
CUBA: Final = "Cuba"
QUARANTINE: Final = "quarantine"
KEEP: Final = "keep"
TIGHTEN: Final = "tighten"
AS_IT_WAS: Final = "as it was"
TIGHTENED: Final = "tightened"
LEAVE: Final = "leave"
PRESS: Final = "press"
DISOWN: Final = "disown"
RELEASE: Final = "release"
REFUSE: Final = "refuse"

_PLAYERS: Final = (US, USSR, CUBA)
_HEARD: Final = {LEAVE: "left alone", PRESS: "pressed", DISOWN: "disowned"}
"""What has happened to Cuba by the time it chooses."""


def tree(
    ladder: Sequence[Any] = (stringency,),
    *,
    disown: bool = True,
    pledge: Any = pledge_value,
    then: Ending = Terminal,
    prefix: str = "",
    payoffs: Mapping[str, Any] | None = None,
) -> Decision:
    """The tree of the decision, to stand alone or as a part of a larger one.

    Parameters
    ----------
    ladder
        How far the US may tighten the quarantine; it may always leave it as it is.
    disown
        Whether the USSR may say that the bombers are not its own.
    pledge
        What the pledge that follows a settlement is worth to the USSR: zero where the rest of a
        larger game pays for it.
    then
        What follows an end: called with the payoffs and, as ``label``, the outcome, it returns
        the node that is put there. An end of the game unless told otherwise.
    prefix
        Put before the labels of the information sets, so that a larger game may hold the tree
        several times.
    payoffs
        What players collect on the way in, as from what came before in a larger game.

    Raises
    ------
    InvalidNumberError
        The ladder is empty, or a degree of stringency is negative or comes twice.

    Examples
    --------
    >>> from brinkgame.memo import il28
    >>> il28.tree(("1/2", 2))
    Decision('US', keep | tighten by 1/2 | tighten by 2)
    """
    rungs, pledge = _rungs(ladder), quantity(pledge)
    return Decision(
        US,
        {
            action: _soviet(degree, where, disown=disown, pledge=pledge, then=then, prefix=prefix)
            for action, where, degree in rungs
        },
        infoset=prefix + QUARANTINE,
        payoffs=payoffs,
    )


def _rungs(ladder: Sequence[Any]) -> list[tuple[str, str, Any]]:
    """What the US may do, what the quarantine is called then, and its stringency."""
    degrees = [quantity(degree) for degree in ladder]
    for k, degree in enumerate(degrees):
        if isinstance(degree, Fraction) and degree < 0:
            raise InvalidNumberError(f"ladder: a stringency of {degree} is below zero")
        if degree in degrees[:k]:
            raise InvalidNumberError(f"ladder: the stringency {degree} comes twice")
    if not degrees:
        raise InvalidNumberError("ladder: name at least one stringency")
    rungs: list[tuple[str, str, Any]] = [(KEEP, AS_IT_WAS, Fraction(0))]
    if len(degrees) == 1:
        return [*rungs, (TIGHTEN, TIGHTENED, degrees[0])]
    return rungs + [(f"{TIGHTEN} by {d}", f"{TIGHTENED} by {d}", d) for d in degrees]


def _payoffs(t: Any, way: str, answer: str, *, pledge: Any = pledge_value) -> dict[str, Any]:
    """What an answer of Cuba pays, after the USSR left it alone, pressed it, or disowned."""
    asked = {LEAVE: 0, PRESS: press_cost, DISOWN: disown_cost}[way]
    if answer == RELEASE:
        return {US: bomber_value - tighten_cost * t, USSR: pledge - asked, CUBA: 0}
    defied = soviet_pressure if way == PRESS else 0
    return {
        US: -tighten_cost * t,
        USSR: ally_goodwill - quarantine_drag * t - asked,
        CUBA: castro_pride - quarantine_pain * t - defied,
    }


_LABELS: Final = {RELEASE: "bombers released", REFUSE: "bombers kept"}


def _cuban(t: Any, where: str, way: str, *, pledge: Any, then: Ending, prefix: str) -> Decision:
    return Decision(
        CUBA,
        {
            answer: then(_payoffs(t, way, answer, pledge=pledge), label=label)
            for answer, label in _LABELS.items()
        },
        infoset=f"{prefix}{where}, {_HEARD[way]}",
    )


def _soviet(
    t: Any, where: str, *, disown: bool, pledge: Any, then: Ending, prefix: str
) -> Decision:
    menu: dict[str, Node] = {
        way: _cuban(t, where, way, pledge=pledge, then=then, prefix=prefix)
        for way in (LEAVE, PRESS)
    }
    if disown:
        menu[DISOWN] = Chance(
            {
                "believed": (disown_success, then(_believed(t, pledge), label="taken for Cuban")),
                "not believed": (
                    REST,
                    _cuban(t, where, DISOWN, pledge=pledge, then=then, prefix=prefix),
                ),
            }
        )
    return Decision(USSR, menu, infoset=prefix + where)


def _believed(t: Any, pledge: Any) -> dict[str, Any]:
    return {US: -tighten_cost * t, USSR: ally_goodwill + pledge, CUBA: castro_pride}


def game(ladder: Sequence[Any] = (stringency,), *, disown: bool = True) -> ExtensiveFormGame:
    """The game, for a ladder of stringencies from which the US may choose.

    Parameters
    ----------
    ladder, disown
        As in `tree`.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import il28
    >>> steps = il28.game(("1/2", "5/4", "7/4"))
    >>> bg.solve(steps.at()).only().profile["US"]["quarantine"]["tighten by 5/4"]
    Fraction(1, 1)
    """
    return ExtensiveFormGame(
        "il28", players=_PLAYERS, root=tree(ladder, disown=disown), constraints=CONSTRAINTS
    )


GAME: Final = game()
"""The tree, with every number open."""

PLAIN: Final = game(disown=False)
"""The same without disowning: leave alone or press."""


def announced(*, worth: Any = us_backdown_cost) -> ExtensiveFormGame:
    """The game in which a tightening is announced, and carried out only if Cuba refuses.

    Then it is paid for only if Cuba refuses, and believed only as far as carrying it out pays the
    US more than letting it drop. Without a loss from letting it drop it never does.

    Parameters
    ----------
    worth
        What the US loses by not carrying out what it announced.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import il28
    >>> for worth in (1, 0):
    ...     found = bg.solve(il28.announced(worth=worth).at(stringency="5/4"))
    ...     print(*{each.payoffs["US"] for each in found})
    2
    0
    """
    t, lost = stringency, quantity(worth)

    def cuban(way: str) -> Decision:
        dropped = {**_payoffs(0, way, REFUSE), US: -lost}
        after = f"announced, {_HEARD[way]}"
        return Decision(
            CUBA,
            {
                RELEASE: Terminal(
                    {**_payoffs(t, way, RELEASE), US: bomber_value}, label=_LABELS[RELEASE]
                ),
                REFUSE: Decision(
                    US,
                    {
                        "carry out": Terminal(_payoffs(t, way, REFUSE), label=_LABELS[REFUSE]),
                        "drop": Terminal(dropped, label=_LABELS[REFUSE]),
                    },
                    infoset=f"{after}, refused",
                ),
            },
            infoset=after,
        )

    as_it_was = _soviet(0, AS_IT_WAS, disown=False, pledge=pledge_value, then=Terminal, prefix="")
    said = Decision(USSR, {LEAVE: cuban(LEAVE), PRESS: cuban(PRESS)}, infoset="announced")
    return ExtensiveFormGame(
        "il28, announced",
        players=_PLAYERS,
        root=Decision(US, {KEEP: as_it_was, "announce": said}, infoset=QUARANTINE),
        constraints=CONSTRAINTS,
    )


_FIRST: Final = "first"
_LATER: Final = {LEAVE: "left, ", DISOWN: "disowned, "}


def two_rounds() -> ExtensiveFormGame:
    """The game in which the USSR may first try to disown the bombers, before any tightening.

    If it does not, or is not believed, the US chooses about the quarantine and the USSR whether to
    press. What disowning cost stays lost.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import il28
    >>> for chance in ("1/5", "2/5"):
    ...     here = il28.two_rounds().at(disown_success=chance, stringency="5/4")
    ...     print(bg.solve(here).only().profile["USSR"]["first"]["disown"])
    0
    1
    """

    def lost(payoffs: Mapping[str, Any], *, label: str) -> Terminal:
        return Terminal({**payoffs, USSR: payoffs[USSR] - disown_cost}, label=label)

    second = {
        LEAVE: tree(disown=False, prefix=_LATER[LEAVE]),
        DISOWN: tree(disown=False, prefix=_LATER[DISOWN], then=lost),
    }
    believed = Terminal(_believed(0, pledge_value), label="taken for Cuban")
    return ExtensiveFormGame(
        "il28, two rounds",
        players=_PLAYERS,
        root=Decision(
            USSR,
            {
                LEAVE: second[LEAVE],
                DISOWN: Chance(
                    {
                        "believed": (disown_success, believed),
                        "not believed": (REST, second[DISOWN]),
                    }
                ),
            },
            infoset=_FIRST,
        ),
        constraints=CONSTRAINTS,
    )


TWO_ROUNDS_RECORD: Final[Mapping[str, Mapping[str, str]]] = {
    USSR: {_FIRST: DISOWN, _LATER[DISOWN] + TIGHTENED: PRESS},
    US: {_LATER[DISOWN] + QUARANTINE: TIGHTEN},
    CUBA: {f"{_LATER[DISOWN]}{TIGHTENED}, {_HEARD[PRESS]}": RELEASE},
}
"""What happened, in the words of `two_rounds`: disowned once, then pressed, and released."""


def unknown_pride(degrees: int = 8) -> ExtensiveFormGame:
    """The choice of the USSR when only Cuba knows what keeping the bombers is worth to it.

    That worth lies anywhere from zero to `pride_limit`, all alike. The game has it in the middle of
    one of so many equal parts; the more parts, the nearer its border comes to `press_threshold`.

    Parameters
    ----------
    degrees
        The number of parts.

    Raises
    ------
    InvalidNumberError
        It is no whole number above zero.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from brinkgame.memo import il28
    >>> small = il28.unknown_pride(4)
    >>> for t in ("8/5", 2):
    ...     here = bg.solve(small.at(stringency=t), concept="sequential")
    ...     print(here.only().profile["USSR"]["tightened"]["press"])
    0
    1
    """
    if degrees.__class__ is not int or degrees < 1:
        raise InvalidNumberError(f"degrees is a whole number above zero, got {degrees!r}")

    def proud(k: int) -> Decision:
        worth = pride_limit * Fraction(2 * k + 1, 2 * degrees)

        def answers(way: str) -> Decision:
            pays = {answer: _payoffs(stringency, way, answer) for answer in _LABELS}
            pays[REFUSE][CUBA] += worth - castro_pride
            return Decision(
                CUBA,
                {
                    answer: Terminal({USSR: paid[USSR], CUBA: paid[CUBA]}, label=_LABELS[answer])
                    for answer, paid in pays.items()
                },
                infoset=f"pride {k + 1}, {_HEARD[way]}",
            )

        return Decision(USSR, {LEAVE: answers(LEAVE), PRESS: answers(PRESS)}, infoset=TIGHTENED)

    return ExtensiveFormGame(
        "il28, unknown pride",
        players=(USSR, CUBA),
        root=Chance({f"pride {k + 1}": (Fraction(1, degrees), proud(k)) for k in range(degrees)}),
        constraints=CONSTRAINTS,
    )


# --- results in closed form ----------------------------------------------------------------------

_HOLDING_OUT: Final = {stringency.name: "1/2"}
"""Here Cuba refuses whether it is pressed or not."""
_YIELDING: Final = {stringency.name: "3/2"}
"""Here Cuba gives in if it is pressed, and only then."""
_BREAKING: Final = {stringency.name: 3}
"""Here Cuba gives in even if it is left alone."""


def _at_cuba(way: str, where: str = TIGHTENED) -> Indifference:
    """What releasing pays Cuba more than refusing."""
    return indifference(PLAIN, CUBA, f"{where}, {_HEARD[way]}", RELEASE, REFUSE)


def _pressing() -> Indifference:
    """What pressing pays the USSR more than leaving alone, where it makes the difference."""
    return indifference(PLAIN, USSR, TIGHTENED, PRESS, LEAVE, at=_YIELDING)


@final
@dataclass(frozen=True, slots=True)
class Leverage:
    """The least stringency at which the bombers are released, and what it waits for.

    Attributes
    ----------
    least
        The stringency; None where no tightening brings a sure release.
    binds
        What holds a lesser stringency back: ``"Cuba alone"`` (it must hurt enough for Cuba to
        release unasked), ``"pressure on Cuba"`` (enough for Cuba to give in when pressed),
        ``"Soviet interest"`` (enough for the USSR to press rather than leave it), ``"Soviet
        denial"`` (rather than disown). Several where they come to the same; none where the
        bombers are released without any tightening, or never.
    terms
        The stringency that each of them waits for, None where it waits for ever.
    """

    least: Fraction | None
    binds: tuple[str, ...]
    terms: Mapping[str, Fraction | None]


ALONE: Final = "Cuba alone"
PRESSED: Final = "pressure on Cuba"
INTEREST: Final = "Soviet interest"
DENIAL: Final = "Soviet denial"


def least_stringency(at: Mapping[str, Any] | None = None, *, disown: bool = False) -> Leverage:
    """The least stringency at which the bombers are released.

    Either Cuba releases them unasked, or several things come together: pressed, Cuba gives in, and
    the USSR gains by pressing. Each is a preference of the tree that grows with the stringency.

    Parameters
    ----------
    at
        The other parameters; those that are not named are at their baselines.
    disown
        Whether the USSR may disown the bombers. If it gains by that even where Cuba would release
        them unasked, only pressing brings a sure release.

    Examples
    --------
    >>> from brinkgame.memo import il28
    >>> found = il28.least_stringency()
    >>> print(found.least, found.binds)
    1 ('pressure on Cuba',)
    >>> denying = il28.least_stringency({"disown_success": "9/10"}, disown=True)
    >>> print(denying.least)
    None
    """
    point = (GAME if disown else PLAIN).parameters.point(at)
    gains = {ALONE: _at_cuba(LEAVE), PRESSED: _at_cuba(PRESS), INTEREST: _pressing()}
    if disown:
        gains[DENIAL] = indifference(GAME, USSR, TIGHTENED, PRESS, DISOWN, at=_YIELDING)
    terms = {name: _from_which(gain.difference, point) for name, gain in gains.items()}
    alone, *others = terms.values()
    needed = [term for term in others if term is not None]
    both = max(needed) if len(needed) == len(others) else None
    if disown and not _leaves(point):
        # Past the border of Cuba alone the USSR disowns them, and may be believed.
        both = both if both is not None and (alone is None or both < alone) else None
        alone = None
    ways = [way for way in (alone, both) if way is not None]
    if not ways:
        return Leverage(None, (), terms)
    least = min(ways)
    binds = [ALONE] if alone == least else []
    if both == least:
        binds += [name for name in terms if name != ALONE and terms[name] == both]
    return Leverage(least, tuple(binds) if least else (), terms)


def _leaves(point: Mapping[str, Any]) -> bool:
    """Whether the USSR leaves Cuba alone rather than disowns, where Cuba releases unasked."""
    gain = indifference(GAME, USSR, TIGHTENED, LEAVE, DISOWN, at=_BREAKING)
    return gain.difference.evaluate(point) >= 0


def _from_which(difference: Expression, point: Mapping[str, Any]) -> Fraction | None:
    """From which stringency on a preference that grows with it is there, if from any."""
    values = {name: value for name, value in point.items() if name != stringency.name}
    start = difference.evaluate({**values, stringency.name: 0})
    rise = difference.evaluate({**values, stringency.name: 1}) - start
    if start >= 0:
        return Fraction(0)
    return -start / rise if rise > 0 else None


def press_threshold() -> Expression:
    """The stringency from which the USSR presses, when any pride up to a limit is equally likely.

    Cuba gives in if its pride is at most what `least_stringency` says, pressed or left alone; the
    chance that pressing makes the difference is how far the two are apart, over the limit. It is
    so where the greatest pride resists even when pressed.

    Examples
    --------
    >>> from brinkgame.memo import il28
    >>> border = il28.press_threshold()
    >>> print(border.evaluate({**il28.GAME.parameters.baseline, "pride_limit": 2}))
    9/5
    """
    return _under_unknown_pride().threshold


@final
@dataclass(frozen=True, slots=True)
class _Unknown:
    """Under a pride that is unknown: from which stringency to press, and where that is so."""

    threshold: Expression
    resists: Expression


def _under_unknown_pride() -> _Unknown:
    # Up to which pride Cuba gives in, left alone and pressed.
    alone, pressed = (_at_cuba(way).threshold(castro_pride).formula for way in (LEAVE, PRESS))
    gain = {
        how: _pays(PRESS, after) - _pays(LEAVE, before)
        for how, before, after in (
            ("swayed", REFUSE, RELEASE),
            ("yields anyway", RELEASE, RELEASE),
            ("resists", REFUSE, REFUSE),
        )
    }
    chance = {
        "swayed": (pressed - alone) / pride_limit,
        "yields anyway": alone / pride_limit,
        "resists": 1 - pressed / pride_limit,
    }
    more = sum((chance[how] * gain[how] for how in gain), quantity(0))
    return _Unknown(quantity(more).solve(stringency.name), pride_limit - pressed)  # type: ignore[union-attr]


def _pays(way: str, answer: str) -> Any:
    """What the USSR gets in the tree at an end under the tightened quarantine."""
    node = PLAIN.node_at(f"root/{TIGHTEN}/{way}/{answer}")
    paid = PLAIN.terminal_payoffs()[node]
    return paid[PLAIN.players.index(USSR)]  # type: ignore[index]


def _closed_forms() -> tuple[ClosedForm, ...]:
    alone, pressed, pressing = _at_cuba(LEAVE), _at_cuba(PRESS), _pressing()
    tightening = indifference(PLAIN, US, QUARANTINE, TIGHTEN, KEEP, at=_YIELDING)
    disowning = indifference(GAME, USSR, TIGHTENED, DISOWN, LEAVE, at=_HOLDING_OUT)
    rather = indifference(GAME, USSR, TIGHTENED, PRESS, DISOWN, at=_YIELDING)
    early = indifference(two_rounds(), USSR, _FIRST, DISOWN, LEAVE, at=_YIELDING)
    meant = indifference(
        announced(), US, f"announced, {_HEARD[PRESS]}, refused", "carry out", "drop"
    )
    unknown = _under_unknown_pride()

    def given(found: Indifference) -> tuple[Expression, ...]:
        return tuple(premise.difference for premise in found.premises)

    return (
        ClosedForm.of(
            "releases",
            "Cuba releases the bombers though it is left alone",
            alone.threshold(stringency),
        ),
        ClosedForm.of(
            "yields", "Cuba releases the bombers if it is pressed", pressed.threshold(stringency)
        ),
        ClosedForm.of(
            "presses",
            "the USSR presses, where only pressing brings a release and nothing is disowned",
            pressing.threshold(stringency),
            *given(pressing),
        ),
        ClosedForm.of(
            "tightens",
            "the US tightens the quarantine, where only that brings a release",
            tightening.threshold(bomber_value),
            *given(tightening),
        ),
        ClosedForm.of(
            "disowns",
            "the USSR disowns rather than leaves, where Cuba refuses either way",
            disowning.threshold(disown_success),
            *(p.difference for p in disowning.premises if TIGHTENED in p.infoset),
        ),
        ClosedForm.of(
            "presses rather than disowns",
            "the USSR presses rather than disowns, where only pressing brings a release",
            rather.threshold(disown_success),
            *(p.difference for p in rather.premises if TIGHTENED in p.infoset),
        ),
        ClosedForm.of(
            "disowns first",
            "in two rounds, the USSR disowns first, where pressing is to follow",
            early.threshold(disown_success),
            *given(early),
        ),
        ClosedForm.of(
            "means it",
            "the US carries out what it only announced",
            meant.threshold(stringency),
        ),
        ClosedForm(
            "presses the unknown",
            "the USSR presses, where only Cuba knows its pride",
            unknown.threshold,
            quantity(stringency * 1),  # type: ignore[arg-type]
            ">=",
            (unknown.resists,),
        ),
    )


_PREMISES: Final = (
    Premise("the US wanted the bombers out as well as the missiles", "memo P5"),
    Premise("the USSR resisted, and called the bombers obsolete", "memo P5"),
    Premise("that Cuba would not part with them divided the allies", "memo P6", "almost certainly"),
    Premise("the USSR once claimed in public that they were Cuba's own", "memo P6"),
    Premise("a tighter quarantine was seen coming", "memo P7"),
    Premise("it did come: where it is only announced is a variant"),
    Premise("that prospect gave the USSR its leverage over Cuba", "memo P7", "apparently"),
    Premise("the USSR pressed Cuba hard before it gave in", "memo P7", "probably"),
    Premise("with the bombers the crisis would be over for the USSR", "memo P8", "probably"),
    Premise("what the USSR wanted of a settlement was a pledge not to invade Cuba", "memo P9"),
    Premise("a release of the bombers brings it that pledge"),
    Premise("a tighter quarantine costs each side in proportion to how tight it is"),
    Premise("whoever disowns is believed or not by chance, and everybody sees which"),
    Premise("the American stakes, and what Cuba minds more, are ours"),
    Premise("each side maximizes its expected payoff, counted from the status quo"),
)

POINT: Final = DecisionPoint(
    name="il28",
    number="9",
    began="1962-11",
    when="10-20 November 1962",
    who=_PLAYERS,
    title="The bombers: tighten, press, release",
    question="What made Cuba give up the bombers?",
    game=GAME,
    happened={
        US: {QUARANTINE: TIGHTEN},
        USSR: {TIGHTENED: PRESS},
        CUBA: {f"{TIGHTENED}, {_HEARD[PRESS]}": RELEASE},
    },
    premises=_PREMISES,
    sources=("memo P5", "memo P6", "memo P7"),
    derive=_closed_forms,
    variants=(
        Variant("no-disown", "the USSR cannot disown the bombers", PLAIN, ("memo P7",)),
        Variant(
            "ladder",
            "the US chooses among several degrees of stringency",
            game(("1/2", 1, "3/2", 2)),
            ("memo P7",),
        ),
        Variant(
            "announced",
            "the tightening is announced, and carried out only if Cuba refuses",
            announced(),
            ("memo P7",),
        ),
        Variant(
            "two-rounds",
            "the USSR may try to disown the bombers before the quarantine is tightened",
            two_rounds(),
            ("memo P6", "memo P7"),
        ),
        Variant(
            "unknown-pride",
            "only Cuba knows what keeping the bombers is worth to it",
            unknown_pride(),
            ("memo P6",),
        ),
    ),
)
"""The decision."""
