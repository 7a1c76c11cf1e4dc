"""Nuclear brinkmanship: each bid raises the risk of disaster, until somebody yields.

The challenger may dispute what the defender holds. In turn, the defender first, each submits or
raises the autonomous risk of disaster by a step: the bids put a risk of f, 2f, 3f, 4f on the spot.
Winning is worth 1, disaster 0, and submission 1 less what one would risk to avoid it, the resolve.
The challenger does not know whether the defender is irresolute, with a resolve between one bid and
three, or resolute, who never yields. The tree ends with the fourth bid: no challenger who would
rather submit than run 4f makes it, even if it won the dispute at once.

For middling numbers there is one equilibrium: the irresolute defender bluffs once, just so often
that the challenger does not mind to go on, and the challenger goes on just so often that an
irresolute defender does not mind to bluff.
"""

from __future__ import annotations

from fractions import Fraction

from brinkgame.catalog.entry import CatalogEntry, KnownEquilibria
from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.parameters import Parameter
from brinkgame.results import Concept

__all__ = [
    "CHALLENGER",
    "DEFENDER",
    "DISASTER",
    "ENTRY",
    "GAME",
    "ROOT",
    "bid_risk",
    "challenger_resolve",
    "irresolute_resolve",
    "irresolute_type",
    "status_quo_worth",
    "types",
]

CHALLENGER, DEFENDER, DISASTER = "challenger", "defender", "disaster"
_SOURCE = "Powell (1987)"

bid_risk = Parameter(
    "bid_risk",
    "2/25",
    low="1/100",
    high="1/5",
    symbol="f",
    meaning="risk of disaster of the first bid; the k-th puts k times as much",
    unit="probability",
    sources=(_SOURCE,),
)
challenger_resolve = Parameter(
    "challenger_resolve",
    "3/10",
    low=0,
    high=1,
    symbol="R_I",
    meaning="greatest risk that the challenger would run rather than submit",
    unit="probability",
    sources=(_SOURCE,),
)
irresolute_resolve = Parameter(
    "irresolute_resolve",
    "1/5",
    low=0,
    high=1,
    symbol="R_{II}",
    meaning="greatest risk that an irresolute defender would run rather than submit",
    unit="probability",
    sources=(_SOURCE,),
)
resolute_resolve = Parameter(
    "resolute_resolve",
    "9/10",
    low=0,
    high=1,
    symbol="R'_{II}",
    meaning="greatest risk that a resolute defender would run: more than it is ever asked to",
    unit="probability",
    sources=(f"{_SOURCE}; the number is ours, and no result depends on it",),
)
irresolute_type = Parameter(
    "irresolute_type",
    "17/20",
    low=0,
    high=1,
    symbol="p",
    meaning="chance that the defender is irresolute",
    unit="probability",
    sources=(_SOURCE,),
)
status_quo_worth = Parameter(
    "status_quo_worth",
    "3/4",
    low=0,
    high=1,
    symbol="q",
    meaning="challenger: worth of not disputing at all",
    unit="payoff",
    sources=(_SOURCE,),
)


def _wins(winner: str, resolve: Parameter) -> Terminal:
    """The other submits."""
    loser = DEFENDER if winner == CHALLENGER else CHALLENGER
    return Terminal({winner: 1, loser: 1 - resolve}, label=f"{loser} submits")


def _bid(steps: int, then: Node) -> Chance:
    end = Terminal({CHALLENGER: 0, DEFENDER: 0}, label=DISASTER)
    return Chance({DISASTER: (steps * bid_risk, end), "nothing": (REST, then)})


def _defender(kind: str, resolve: Parameter) -> Decision:
    def challenger(bids: int, bid: Node) -> Decision:
        return Decision(
            CHALLENGER,
            {"submit": _wins(DEFENDER, challenger_resolve), "bid": bid},
            infoset=f"after bid {bids}",
        )

    third = _bid(3, challenger(3, _bid(4, _wins(CHALLENGER, resolve))))
    again = Decision(
        DEFENDER,
        {"submit": _wins(CHALLENGER, resolve), "bid": third},
        infoset=f"{kind}, after bid 2",
    )
    first = _bid(1, challenger(1, _bid(2, again)))
    return Decision(
        DEFENDER,
        {"submit": _wins(CHALLENGER, resolve), "bid": first},
        infoset=f"{kind}, challenged",
    )


types = {
    "irresolute": _defender("irresolute", irresolute_resolve),
    "resolute": _defender("resolute", resolute_resolve),
}
"""What follows a challenge, by the type of the defender."""

ROOT = Decision(
    CHALLENGER,
    {
        "leave": Terminal({CHALLENGER: status_quo_worth, DEFENDER: 1}, label="status quo"),
        "dispute": Chance(
            {
                "irresolute": (irresolute_type, types["irresolute"]),
                "resolute": (REST, types["resolute"]),
            }
        ),
    },
    infoset="status quo",
)
"""The first node of the tree."""

GAME = ExtensiveFormGame("nuclear brinkmanship", players=(CHALLENGER, DEFENDER), root=ROOT)
"""The tree; its formulas are in `brinkgame.catalog.models.powell`."""

_BLUFF = Fraction(678, 2125)
_GOES_ON = Fraction(375, 943)
_BELIEF = Fraction(226, 351)


def _believes(bids: str, irresolute: Fraction) -> dict[str, Fraction]:
    return {
        f"root/dispute/irresolute/{bids}/nothing": irresolute,
        f"root/dispute/resolute/{bids}/nothing": 1 - irresolute,
    }


ENTRY = CatalogEntry(
    name="nuclear-brinkmanship",
    title="Nuclear brinkmanship with an opponent who may be resolute",
    game=GAME,
    citation="R. Powell (1987), Crisis bargaining, escalation, and MAD, American Political Science "
    "Review 81",
    summary="Bids raise the risk of disaster; the irresolute bluff once, and are called sometimes.",
    known=(
        KnownEquilibria(
            concept=Concept.SEQUENTIAL,
            profiles=(
                {
                    CHALLENGER: {
                        "status quo": "dispute",
                        "after bid 1": {"submit": 1 - _GOES_ON, "bid": _GOES_ON},
                        "after bid 3": "submit",
                    },
                    DEFENDER: {
                        "irresolute, challenged": {"submit": 1 - _BLUFF, "bid": _BLUFF},
                        "irresolute, after bid 2": "submit",
                        "resolute, challenged": "bid",
                        "resolute, after bid 2": "bid",
                    },
                },
            ),
            payoffs=({CHALLENGER: Fraction(531283, 625000), DEFENDER: Fraction(81811, 102500)},),
            beliefs=(
                {
                    CHALLENGER: {
                        "after bid 1": _believes("bid", _BELIEF),
                        "after bid 3": _believes("bid/nothing/bid/nothing/bid", Fraction(0)),
                    }
                },
            ),
            citation="Powell (1987): the challenger's belief after a bid is 226/351, which leaves "
            "it indifferent; by hand from the indifference of both",
        ),
    ),
)
"""The entry of the catalog."""
