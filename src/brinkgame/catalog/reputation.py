"""Reputation: a weak incumbent fights early so as to be taken for a strong one.

An incumbent faces one entrant after another. A strong one fights every entry; a weak one would
rather share the market each time. Were it known to be weak it would share every market, and all
would enter. With a small chance that it is strong, a weak one fights in the first markets for the
sake of the later ones, and entrants stay out for fear of it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.errors import UnsupportedGameError
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.parameters import Parameter
from brinkgame.results import Concept, Coverage

__all__ = ["ENTRY", "GAME", "equilibrium", "fights", "reputation"]

_SOURCE = "Kreps and Wilson (1982)"
_MOST_MARKETS = 9
INCUMBENT = "incumbent"

strong_belief = Parameter(
    "strong_belief",
    "1/10",
    low=0,
    high=1,
    symbol="p",
    meaning="chance that the incumbent is strong: fights every entry",
    unit="probability",
    sources=(_SOURCE,),
)
entry_gain = Parameter(
    "entry_gain",
    "1/2",
    low=0,
    high=1,
    symbol="b",
    meaning="entrant: gain from entering a market that is shared; it loses 1 more if fought",
    unit="payoff",
    sources=(_SOURCE,),
)
monopoly_gain = Parameter(
    "monopoly_gain",
    2,
    low=1,
    high=10,
    symbol="a",
    meaning="incumbent: gain from a market to itself; a shared one is worth 0, a fight -1",
    unit="payoff",
    sources=(_SOURCE,),
)


def _entrant(market: int) -> str:
    return f"entrant {market}"


def _told(history: tuple[str, ...]) -> str:
    """What an entrant has seen, as the label of an information set."""
    return ", ".join(history) if history else "first market"


def reputation(markets: int = 2) -> ExtensiveFormGame:
    """The tree with so many markets, one after another.

    Parameters
    ----------
    markets
        How many, 1 to 9. Each trebles the tree, which has 25 nodes with two and 69 with three.

    Returns
    -------
    ExtensiveFormGame
        Each entrant sees what happened in the markets before, and not whether the incumbent is
        strong, who then has no choice. Information sets are called by what happened before, such as
        ``"out, fight"``.

    Raises
    ------
    UnsupportedGameError
        That is no such number of markets.

    Examples
    --------
    >>> from brinkgame.catalog.reputation import reputation
    >>> print(reputation(1))
    reputation in 1 market
    Nature
    ├─ strong [strong_belief]: entrant 1 (first market)
    │  ├─ out: incumbent monopoly_gain, entrant 1 0
    │  └─ in: incumbent 0, entrant 1 entry_gain - 1
    └─ weak [1 - strong_belief]: entrant 1 (first market)
       ├─ out: incumbent monopoly_gain, entrant 1 0
       └─ in: incumbent (first market)
          ├─ fight: incumbent -1, entrant 1 entry_gain - 1
          └─ share: incumbent 0, entrant 1 entry_gain
    """
    if type(markets) is not int or not 1 <= markets <= _MOST_MARKETS:
        raise UnsupportedGameError(
            f"markets is a number from 1 to {_MOST_MARKETS}; got {markets!r}"
        )
    entrants = tuple(_entrant(market) for market in range(1, markets + 1))
    players = (INCUMBENT, *entrants)
    # A strong incumbent is paid for its markets alone: that it fights is what strong means.
    pays = {
        "out": (monopoly_gain, 0),
        "fight": (-1, entry_gain - 1),
        "share": (0, entry_gain),
    }

    def end(strong: bool, history: tuple[str, ...]) -> Terminal:
        own: Any = sum(0 if strong and what == "fight" else pays[what][0] for what in history)
        theirs = {who: pays[what][1] for who, what in zip(entrants, history, strict=True)}
        return Terminal({INCUMBENT: own, **theirs})

    def after(strong: bool, history: tuple[str, ...]) -> Decision | Terminal:
        if len(history) == markets:
            return end(strong, history)
        fought = after(strong, (*history, "fight"))
        entered = fought
        if not strong:
            entered = Decision(
                INCUMBENT,
                {"fight": fought, "share": after(strong, (*history, "share"))},
                infoset=_told(history),
            )
        return Decision(
            entrants[len(history)],
            {"out": after(strong, (*history, "out")), "in": entered},
            infoset=_told(history),
        )

    return ExtensiveFormGame(
        f"reputation in {markets} market{'s' if markets > 1 else ''}",
        players=players,
        root=Chance({"strong": (strong_belief, after(True, ())), "weak": (REST, after(False, ()))}),
    )


def fights(markets_left: int, belief: Any, gain: Any) -> Fraction:
    """How likely a weak incumbent fights an entry in equilibrium.

    Parameters
    ----------
    markets_left
        How many markets are left, this one counted.
    belief
        How likely it is held to be strong.
    gain
        What an entrant gains from a shared market.

    References
    ----------
    Kreps and Wilson (1982), Reputation and imperfect information, section 3.

    Examples
    --------
    >>> from brinkgame.catalog.reputation import fights
    >>> [float(round(fights(n, "1/10", "1/2"), 5)) for n in range(1, 7)]
    [0.0, 0.11111, 0.33333, 0.77778, 1.0, 1.0]
    """
    p, b = Fraction(belief), Fraction(gain)
    if not p:
        return Fraction(0)
    limit = b ** (markets_left - 1)
    return Fraction(1) if p >= limit else (1 - limit) * p / ((1 - p) * limit)


def equilibrium(
    markets: int, belief: Any, gain: Any, monopoly: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sequential equilibrium of Kreps and Wilson, and its beliefs.

    An entrant enters where the belief in a strong incumbent is below the gain to the power of the
    markets left, stays out above, and where the two are equal after a fight stays out just so often
    that a weak incumbent did not mind to fight.

    Returns
    -------
    tuple
        The profile as nested mappings, and the beliefs by path.
    """
    b, a = Fraction(gain), Fraction(monopoly)
    profile: dict[str, dict[str, Any]] = {INCUMBENT: {}}
    beliefs: dict[str, dict[str, Any]] = {}
    known: list[tuple[tuple[str, ...], Fraction]] = [((), Fraction(belief))]
    while known:
        history, p = known.pop()
        left = markets - len(history)
        if not left:
            continue
        who, where = _entrant(len(history) + 1), _told(history)
        border = b**left
        stays_out = Fraction(p > border) if p != border else 1 / a
        profile.setdefault(who, {})[where] = {"out": stays_out, "in": 1 - stays_out}
        chance = fights(left, p, b)
        profile[INCUMBENT][where] = {"fight": chance, "share": 1 - chance}
        if "share" not in history:  # else a strong one cannot have been there
            path = "/".join("in" if what == "fight" else what for what in history)
            weak = "/".join("in/fight" if what == "fight" else what for what in history)
            beliefs.setdefault(who, {})[where] = {
                "/".join(filter(None, ("root/strong", path))): p,
                "/".join(filter(None, ("root/weak", weak))): 1 - p,
            }
        fought = p / (p + (1 - p) * chance) if p or chance else Fraction(0)
        known += [((*history, "out"), p), ((*history, "fight"), fought)]
        known.append(((*history, "share"), Fraction(0)))
    return profile, beliefs


GAME = reputation()
"""The tree with two markets; that with three has 26 information sets."""

_PROFILE, _BELIEFS = equilibrium(2, "1/10", "1/2", 2)

ENTRY = CatalogEntry(
    name="reputation",
    title="Reputation in a chain of markets",
    game=GAME,
    citation="D. M. Kreps and R. Wilson (1982), Reputation and imperfect information, Journal of "
    "Economic Theory 27",
    summary="A small chance of being strong makes a weak incumbent fight, and entrants stay out.",
    known=(
        KnownEquilibria(
            concept=Concept.SEQUENTIAL,
            profiles=(_PROFILE,),
            payoffs=(
                {
                    INCUMBENT: Fraction(1, 10),
                    "entrant 1": Fraction(3, 10),
                    "entrant 2": Fraction(2, 5),
                },
            ),
            beliefs=(_BELIEFS,),
            citation="Kreps and Wilson (1982), section 3",
            coverage=Coverage.SOME,
        ),
    ),
)
"""The entry of the catalog."""
