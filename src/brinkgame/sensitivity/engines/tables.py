"""Tables of two players: supports enumerated for all points of a block at once.

The payoffs are evaluated in floats with a bound on their error, and the kernel that looks for
equilibria (`brinkgame.kernels.supports`) takes the bound into account: where rounding leaves open
whether a pair of supports holds an equilibrium, the point is solved again exactly.
"""

from __future__ import annotations

import itertools
from typing import Any, ClassVar, Final, final

import numpy as np

from brinkgame.control import Control
from brinkgame.expressions import Expression
from brinkgame.forms import NormalFormGame
from brinkgame.kernels.supports import LARGEST, Found, enumerate_supports, plan
from brinkgame.results import Concept
from brinkgame.sensitivity.engines.base import Answers, Block, Engine, Floats, Records, Task
from brinkgame.sensitivity.measures import ActionProbability, ExpectedPayoff, RecordProbability

__all__ = ["Tables"]

_SIGNS: Final = 1 << 20
"""Signs of determinants that are looked at together."""


@final
class Tables(Engine):
    """All Nash equilibria of two-player tables, vectorised over points."""

    name: ClassVar[str] = "two-player tables"

    def obstacles(self, task: Task) -> tuple[str, ...]:
        game = task.game
        if not isinstance(game, NormalFormGame):
            return ("takes tables",)
        found: list[str] = []
        if len(game.players) != 2:
            found.append(f"takes tables of two players, not of {len(game.players)}")
        elif max(game.shape) > LARGEST:
            found.append(f"takes up to {LARGEST} strategies a player, not {max(game.shape)}")
        if task.concept is not Concept.NASH:
            found.append(f"finds Nash equilibria, not {task.concept.value} ones")
        return tuple(found)

    def possible_forms(self, task: Task, most: int) -> tuple[str, ...] | None:
        m, n = task.game.shape  # type: ignore[union-attr]
        if (2**m - 1) * (2**n - 1) > most:
            return None
        pairs = itertools.product(range(1, 2**m), range(1, 2**n))
        return tuple(_form(task.game, own, other) for own, other in pairs)

    def run(self, task: Task, control: Control) -> Answers:
        game = task.game
        if not isinstance(game, NormalFormGame):
            raise AssertionError("a table was asked for")
        answers = Answers(task)
        shape = plan(*game.shape)
        signs = len(shape.size) * sum(game.shape)
        tables = [game.payoff_array(player) for player in game.players]
        for block in task.blocks(max(64, _SIGNS // signs)):
            if control.expired():
                return answers
            with np.errstate(all="ignore"):
                rows, columns, error = _payoffs(tables, block)
            broken = ~np.isfinite(error)
            rows[broken], columns[broken], error[broken] = 0.0, 0.0, 1.0
            found = enumerate_supports(shape, rows, columns, error)
            answers.enter(block, _records(task, found, rows, columns))
            answers.redone[block.start : block.stop] = found.doubtful | broken
            control.tell("points", block.stop, task.size)
        answers.redo(task, np.flatnonzero(answers.redone).tolist(), control)
        return answers


def _payoffs(tables: list[Any], block: Block) -> tuple[Floats, Floats, Floats]:
    """The payoffs of both players at each point, and how far they may be off."""
    size = block.stop - block.start
    error = np.zeros(block.shape)
    filled: list[Floats] = []
    known: dict[Expression, tuple[Floats, Any]] = {}
    for table in tables:
        out = np.empty((*block.shape, *table.shape))
        for cell in np.ndindex(*table.shape):
            number = table[cell]
            if not isinstance(number, Expression):
                out[(..., *cell)] = float(number)
                error = np.maximum(error, abs(float(number)) * 2.0**-53)
                continue
            if number not in known:
                own = {name: block.values[name] for name in number.names}
                array = number.evaluate_array(own)
                known[number] = array, number.rounding_bound(own) + 0.0 * array
            out[(..., *cell)], bound = known[number]
            error = np.maximum(error, np.where(np.isnan(bound), np.inf, bound))
        filled.append(out.reshape(size, *table.shape))
    return filled[0], filled[1], np.broadcast_to(error, block.shape).reshape(size).copy()


def _records(task: Task, found: Found, rows: Floats, columns: Floats) -> Records:
    game, x, y = found.game, found.rows, found.columns
    codes = _bits(x) * (1 << y.shape[1]) + _bits(y)
    met, form = np.unique(codes, return_inverse=True)
    forms = [_form(task.game, *divmod(code, 1 << y.shape[1])) for code in met.tolist()]
    values: dict[str, Floats] = {}
    players = list(task.game.players)
    for name, measure in task.measures.items():
        if isinstance(measure, ExpectedPayoff):
            table = (rows, columns)[players.index(measure.player)]
            values[name] = np.einsum("gi,gij,gj->g", x, table[game], y)
            continue
        if isinstance(measure, ActionProbability):
            acts = [(measure.player, measure.infoset, measure.action)]
        elif isinstance(measure, RecordProbability):
            acts = measure.actions()
        else:
            raise AssertionError(f"no such measure of a table: {measure!r}")
        product = np.ones(len(game))
        for player, _, action in acts:
            who = players.index(player)
            menu = list(task.game.strategies[player])  # type: ignore[union-attr]
            product = product * (x, y)[who][:, menu.index(action)]
        values[name] = product
    return Records(game, form, values, values, forms)


def _bits(weights: Floats) -> Any:
    return ((weights > 0) << np.arange(weights.shape[1])).sum(axis=1)


def _form(game: Any, *supports: int) -> str:
    return "; ".join(
        f"{player}: {' + '.join(s for i, s in enumerate(menu) if bits >> i & 1)}"
        for (player, menu), bits in zip(game.strategies.items(), supports, strict=True)
    )
