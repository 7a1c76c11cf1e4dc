"""All sequential equilibria of a signaling game, and of any tree of two moves, exactly.

Play, replies and the beliefs off the path obey two systems of linear conditions, which only the
choice of what is used and what is best ties together. So the equilibria are finitely many products
of polytopes; `brinkgame.signaling` finds them by a search over sets of best replies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from brinkgame.arithmetic import Arithmetic, Exact
from brinkgame.control import FREE, Control
from brinkgame.errors import InvalidNumberError
from brinkgame.forms import ExtensiveFormGame
from brinkgame.forms.game import Game
from brinkgame.results import Concept, Coverage, Status
from brinkgame.signaling.enumeration import enumerated
from brinkgame.signaling.structure import signaling_obstacles
from brinkgame.solvers.base import Run, Solver

__all__ = ["SignalingSequential"]


@final
@dataclass(frozen=True, slots=True)
class SignalingSequential(Solver):
    """Every sequential equilibrium of a signaling game, with its beliefs.

    It takes any tree in which at most two players move on the way from the root to an end, the one
    who replies having nobody to reply to them: types that share an information set, messages that
    only some may send or that end the game, messages garbled by Nature, and moves at once.

    Parameters
    ----------
    listed
        The most extreme points of one component to list.

    Notes
    -----
    What is listed are extreme points; a connected set that holds more has a
    `Equilibrium.family`, a `SignalingComponent` with its exact conditions and a membership test.
    Where an information set is not reached, its replies and beliefs are kept apart from those of
    others and not multiplied out, so a component may have more extreme points than are listed; then
    those listed show each corner of each factor. The family's `vertices` are told where it is one
    product of polytopes and all its corners are listed.

    Beliefs are consistent: of nodes that one and the same action leads to, they keep Nature's
    proportions even where nobody takes it.

    The time grows exponentially with messages and replies: for random games of 3 types, 3 messages
    and 3 replies it is hundredths of a second, with 4 of each about a second, and more where many
    payoffs are tied.

    References
    ----------
    D. M. Kreps and R. Wilson (1982), Sequential equilibria, Econometrica 50, sections 3 to 5.
    I.-K. Cho and D. M. Kreps (1987), Signaling games and stable equilibria, Quarterly Journal of
    Economics 102, section II.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.catalog.load("beer-quiche").game.at(strong_share="1/10")
    >>> result = bg.solve(game, bg.SignalingSequential())
    >>> print(result.only().profile)
    sender at strong: beer; receiver at beer: duel 1/2, leave 1/2; receiver at quiche: duel; \
sender at weak: beer 1/9, quiche 8/9
    """

    listed: int = 32

    concept: ClassVar[Concept] = Concept.SEQUENTIAL
    form: ClassVar[type[Game]] = ExtensiveFormGame
    coverage: ClassVar[Coverage] = Coverage.ALL
    arithmetics: ClassVar[frozenset[type[Arithmetic]]] = frozenset({Exact})
    special: ClassVar[bool] = True
    summary: ClassVar[str] = "every sequential equilibrium of a signaling game, with families"

    def __post_init__(self) -> None:
        given: object = self.listed
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise InvalidNumberError(f"listed is a whole number from 1 on; got {given!r}")

    def further_obstacles(self, game: ExtensiveFormGame) -> tuple[str, ...]:
        """More than two moves on the way, or chance that never happens."""
        return signaling_obstacles(game, consistent=True)

    def run(self, game: ExtensiveFormGame, control: Control = FREE) -> Run:
        """Search, then put together."""
        found = enumerated(game, control, consistent=True, listed=self.listed)
        if found.listing is None:
            return Run((), Status.TIME_LIMIT, Coverage.SOME, statistics=found.statistics)
        return Run(
            profiles=found.listing.profiles,
            status=Status.SOLVED,
            coverage=Coverage.ALL,
            families=found.listing.families,
            components=found.listing.components,
            details=tuple({"beliefs": beliefs} for beliefs in found.listing.beliefs),
            statistics=found.statistics,
        )
