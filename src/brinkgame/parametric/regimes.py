"""Which equilibria exist where: over the whole box, or as exact maps over one or two parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, overload

from brinkgame.control import Control, Progress
from brinkgame.errors import InvalidParameterError, TimeLimitError, UnsupportedGameError
from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.parametric.equilibria import equilibrium_forms
from brinkgame.parametric.plane.asking import asked
from brinkgame.parametric.plane.mapping import mapped
from brinkgame.parametric.plane.maps import PlaneMap
from brinkgame.parametric.whole import Regimes, whole_box
from brinkgame.results import Concept

__all__ = ["regimes"]


@overload
def regimes(
    game: ExtensiveFormGame | NormalFormGame,
    over: str | Iterable[str],
    at: Mapping[str, Any] | None = ...,
    *,
    concept: str | Concept | None = ...,
    of: str = ...,
    thin: bool = ...,
    seed: int = ...,
    time_limit: float | None = ...,
    progress: Callable[[Progress], object] | None = ...,
) -> PlaneMap: ...
@overload
def regimes(
    game: ExtensiveFormGame | NormalFormGame,
    over: None = ...,
    at: Mapping[str, Any] | None = ...,
    *,
    concept: str | Concept | None = ...,
    of: str = ...,
    thin: bool = ...,
    seed: int = ...,
    time_limit: float | None = ...,
    progress: Callable[[Progress], object] | None = ...,
) -> Regimes: ...
def regimes(
    game: ExtensiveFormGame | NormalFormGame,
    over: str | Iterable[str] | None = None,
    at: Mapping[str, Any] | None = None,
    *,
    concept: str | Concept | None = None,
    of: str = "forms",
    thin: bool = False,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> PlaneMap | Regimes:
    """Cut the assumptions into regimes: in each of them the same equilibria exist, exactly.

    Parameters
    ----------
    game
        A game with open parameters.
    over
        One parameter or two, by name, each with a range: the others have values, and the answer is
        an exact map. None for the whole constrained box.
    at
        Values of the others; those that are not named are at their baselines, or, without `over`,
        open.
    concept
        As for `equilibrium_forms`.
    of
        What is told apart: ``"forms"`` (who takes which actions), ``"paths"`` (the part of it to
        which play comes) or ``"outcomes"`` (which labelled ends are reached).
    thin
        Whether a map is to tell of forms as well that exist on borders only.
    seed
        Of the points that are drawn to estimate shares in more than three parameters.
    time_limit, progress
        Seconds to spend, and a function that is told how far the work is.

    Returns
    -------
    PlaneMap or Regimes
        Regimes with exact conditions, a rational witness and their share of the constrained box.
        Several equilibria are a regime of their own, and so is none. A map has connected cells, and
        the borders between them as formulas with the incentives that turn there: no regime is
        missed, however thin. Over the whole box a regime is missed only where `undecided` says so;
        shares are certain up to three parameters, and lie between bounds at a stated confidence
        beyond.

    Raises
    ------
    UnknownNameError
        There is no such parameter.
    InvalidParameterError
        A parameter is named twice, has no range, or enters nothing; a payoff has a pole in the
        rectangle; the constraints leave nothing of it.
    UnsupportedGameError
        There are no closed forms of such a game.
    TimeLimitError
        Time was up before a map was cut: it has no answer in part.

    Notes
    -----
    The conditions of all forms are factored; the curves on which a factor is zero cut the rectangle
    into cells (see `brinkgame.parametric.plane.arrangement`), and at a rational point of each every
    form is tried. Cells with the same equilibria are put together.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.memo.load("blockade").game
    >>> found = bg.regimes(game, over=("brink_risk", "hard_type"), of="paths")
    >>> for regime in found.regimes:
    ...     print(regime.name)
    US at root: accept
    USSR at hard: defy; USSR at soft: withdraw; US at root: quarantine
    >>> for border in found.borders:
    ...     print(border.over, "is", border.formula, "where", border.incentive)
    brink_risk is (6 - 7*hard_type)/(15*hard_type) where US at root prefers accept to quarantine
    brink_risk is 3/5 where USSR at soft prefers withdraw to defy
    """
    if not isinstance(game, (ExtensiveFormGame, NormalFormGame)):
        raise UnsupportedGameError(f"regimes are of a tree or a table, not of {game!r}")
    control = Control(time_limit, progress)
    if over is None:
        found = equilibrium_forms(
            game, concept, fixed=dict(at or {}), time_limit=time_limit, progress=progress
        )
        return whole_box(found, of, control, seed)
    if not isinstance(over, Iterable):
        raise InvalidParameterError(f"a map is over parameters by name; got {over!r}")
    names = [over] if isinstance(over, str) else list(over)
    if not 1 <= len(names) <= 2:
        said = f": {', '.join(map(str, names))}" if names else ""
        raise InvalidParameterError(
            f"a map is over one parameter or two, and {len(names)} are named{said}"
        )
    question = asked(game, names, at)
    forms = equilibrium_forms(
        question.closed,
        concept,
        inhabited=False,
        thin=thin,
        time_limit=time_limit,
        progress=progress,
    )
    if control.expired():
        raise TimeLimitError(
            "time was up before the forms of the game were found: raise time_limit"
        )
    return mapped(question, forms, of, control)
