"""The agent logit branch of trees, beside pygambit's `logit_solve_branch`.

Both follow the principal branch from rationality zero to the same last rationality: where pygambit
stops, at regrets of 1e-8. `bg.logit_branch` locates every turning point on the way and keeps
log-probabilities; `bg.solve` with `bg.AgentLogitLimit` goes on to its own regrets of 1e-8 at every
information set, makes the assessment there exact where it can, and certifies it. How far the points
of both branches are from the responses to themselves is measured by `bg.logit_gaps`.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, final

import brinkgame as bg
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Job, alternate

NAME = "agent-quantal-response"
TITLE = "Agent quantal response"

REGRET = 1e-8
OTHERS = ("letters", "deploy")
"""Decisions of the memo that have a tree."""
CRISIS = "blockade"
POKER = "Kuhn poker"


@final
@dataclass(frozen=True, slots=True)
class _Row:
    """What one tree took."""

    name: str
    game: bg.ExtensiveFormGame
    seconds: dict[str, float]
    points: tuple[int, int]
    gaps: tuple[float, float]
    end: float

    @property
    def ratio(self) -> float:
        return self.seconds["branch"] / self.seconds["pygambit"]


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    missing = _obstacle()
    if missing:
        section.remarks.append(missing)
        return section
    rows = []
    for name, game in _games().items():
        options.say(f"{NAME}: {name}")
        rows.append(_measured(options, name, game))
    for row in rows:
        if row.name in (CRISIS, POKER):
            section.figures.append(
                Figure(
                    f"agent logit branch of {row.name}, against pygambit",
                    "no slower",
                    f"{times(row.ratio)} of its time ({duration(row.seconds['branch'])})",
                    row.ratio <= 1,
                )
            )
    section.tables.append(
        Table(
            "The principal branch up to the rationality where pygambit's ends, at regrets of "
            f"{REGRET:g}; *limit* is `bg.solve` with its certificate. Medians. *Gap*: the largest "
            "distance of a probability at any point from the response to the others'.",
            (
                *("game", "nodes", "information sets", "branch", "pygambit", "branch / pygambit"),
                *("limit", "points", "pygambit's", "gap", "pygambit's"),
            ),
            tuple(map(_line, rows)),
        )
    )
    return section


def _obstacle() -> str:
    """Why pygambit is left out; nothing if it takes part."""
    if importlib.util.find_spec("pygambit") is None:
        return "pygambit is not installed: left out."
    if not hasattr(importlib.import_module("pygambit"), "qre"):
        return "this pygambit has no branches: left out."
    return ""


def _games() -> dict[str, bg.ExtensiveFormGame]:
    found = {CRISIS: _blockade()}
    for name in OTHERS:
        if name in bg.memo.names():
            found[name] = bg.memo.load(name).game.at()
    found[POKER] = _poker()
    return found


def _blockade() -> bg.ExtensiveFormGame:
    """Accept, strike or quarantine; a soft opponent may withdraw, a hard one never does."""

    def strike(risk: str) -> bg.Chance:
        return bg.Chance({
            "war": (risk, bg.Terminal({"US": -10, "USSR": -8})),
            "withdrawal": (bg.REST, bg.Terminal({"US": 1, "USSR": -4})),
        })  # fmt: skip

    def defied(war: int) -> bg.Chance:
        return bg.Chance({
            "war": ("13/20", bg.Terminal({"US": -10, "USSR": war})),
            "yielding": (bg.REST, bg.Terminal({"US": "-5/2", "USSR": 2})),
        })  # fmt: skip

    def after(risk: str, quarantine: Any) -> bg.Decision:
        accept = bg.Terminal({"US": -2, "USSR": 2})
        moves = {"accept": accept, "strike": strike(risk), "quarantine": quarantine}
        return bg.Decision("US", moves, infoset="discovery")

    answers = {
        kind: bg.Decision("USSR", {
            "withdraw": bg.Terminal({"US": 1, "USSR": cost}), "defy": defied(war)}, infoset=kind)
        for kind, cost, war in (("hard", -8, -4), ("soft", -4, -8))
    }  # fmt: skip
    root = bg.Chance({
        "hard": ("1/3", after("9/10", answers["hard"])),
        "soft": (bg.REST, after("3/10", answers["soft"])),
    })  # fmt: skip
    return bg.ExtensiveFormGame("blockade", players=("USSR", "US"), root=root)


def _poker() -> bg.ExtensiveFormGame:
    """Three cards and one bet (Kuhn 1950)."""

    def end(won: int) -> bg.Terminal:
        return bg.Terminal({"1": won, "2": -won})

    deals = {}
    for a, b in itertools.permutations("JQK", 2):
        shown = 1 if "JQK".index(a) > "JQK".index(b) else -1
        answer = {"fold": end(-1), "call": end(2 * shown)}
        second = {
            "check": bg.Decision("2", {
                "check": end(shown), "bet": bg.Decision("1", answer, infoset=f"{a} after a bet")},
                infoset=f"{b} after a check"),
            "bet": bg.Decision("2", {"fold": end(1), "call": end(2 * shown)},
                               infoset=f"{b} after a bet"),
        }  # fmt: skip
        deals[a + b] = ("1/6", bg.Decision("1", second, infoset=a))
    return bg.ExtensiveFormGame(POKER, players=("1", "2"), root=bg.Chance(deals))


def _measured(options: Options, name: str, game: bg.ExtensiveFormGame) -> _Row:
    theirs = _branch_of_theirs()(_read(game))
    end = float(theirs[-1].lam)
    jobs = {
        "branch": Job(partial(_branch, end), lambda: game),
        "limit": Job(_limit, lambda: game),
        "pygambit": Job(_branch_of_theirs(), partial(_read, game)),
    }
    found = alternate(jobs, options.rounds(7), options.budget)
    branch: bg.LogitBranch = found["branch"].answer
    assert branch.complete
    assert branch.sound
    assert found["limit"].answer.status is bg.Status.SOLVED
    floats = game.to_float()
    mine = [(point.rationality, point.probabilities) for point in branch]
    other = [(float(point.lam), _theirs(game, point)) for point in theirs]
    return _Row(
        name,
        game,
        {way: outcome.sample.median for way, outcome in found.items()},
        (len(branch), len(theirs)),
        (_gap(floats, mine), _gap(floats, other)),
        end,
    )


def _branch(end: float, game: bg.ExtensiveFormGame) -> bg.LogitBranch:
    return bg.logit_branch(game, up_to=end)


def _limit(game: bg.ExtensiveFormGame) -> bg.EquilibriumResult:
    return bg.solve(game, bg.AgentLogitLimit(accuracy=REGRET))


def _branch_of_theirs() -> Callable[[Any], Any]:
    qre = importlib.import_module("pygambit.qre")
    return partial(qre.logit_solve_branch, maxregret=REGRET)


def _gap(game: bg.ExtensiveFormGame, points: list[tuple[float, Any]]) -> float:
    """The largest gap at any point at which floats still tell what is believed."""
    worst = 0.0
    for rationality, profile in points:
        try:
            gaps = bg.logit_gaps(game, profile, rationality)
        except bg.InvalidProfileError:  # not reached, or rounding in the sums
            continue
        worst = max(worst, *gaps.values())
    return worst


def _theirs(game: bg.ExtensiveFormGame, point: Any) -> dict[str, Any]:
    """A point of theirs by labels: actions are counted player by player."""
    tree = game.tree
    found: dict[str, Any] = {player: {} for player in game.players}
    position = 0
    for who, player in enumerate(game.players):
        for infoset in range(tree.n_infosets):
            if tree.infoset_player[infoset] == who:
                menu = tree.actions(infoset)
                part = [float(point[position + i]) for i in range(len(menu))]
                position += len(menu)
                total = sum(part)
                shares = [weight / total for weight in part]
                found[player][tree.infoset_name(infoset)] = dict(zip(menu, shares, strict=True))
    return found


def _read(game: bg.ExtensiveFormGame) -> Any:
    """The game in pygambit, from a text in Gambit's format."""
    tree = game.tree
    ends, odds = game.terminal_payoffs(), game.edge_probabilities()
    names = " ".join(f'"{player}"' for player in game.players)
    lines = [f'EFG 2 R "{game.title}" {{ {names} }}']
    numbers: dict[int, dict[int, int]] = {}
    for node in range(tree.size):
        below = tree.children_of(node)
        paid = ends[node]
        if paid is not None:
            lines.append(f't "" {node + 1} "" {{ {" ".join(map(str, paid))} }}')
        elif tree.mover[node] < 0:
            shares = " ".join(f'"n{child}" {odds[child]}' for child in below)
            lines.append(f'c "" {node + 1} "" {{ {shares} }} 0')
        else:
            player, infoset = int(tree.mover[node]), int(tree.infoset[node])
            known = numbers.setdefault(player, {})
            number = known.setdefault(infoset, len(known) + 1)
            menu = " ".join(f'"{action}"' for action in tree.actions(infoset))
            lines.append(f'p "" {player + 1} {number} "" {{ {menu} }} 0')
    text = "\n".join(lines) + "\n"
    return importlib.import_module("pygambit").read_efg(io.BytesIO(text.encode()))


def _line(row: _Row) -> tuple[str, ...]:
    tree = row.game.tree
    return (
        row.name,
        str(tree.size),
        str(tree.n_infosets),
        duration(row.seconds["branch"]),
        duration(row.seconds["pygambit"]),
        times(row.ratio),
        duration(row.seconds["limit"]),
        *map(str, row.points),
        *(f"{gap:.0e}" for gap in row.gaps),
    )
