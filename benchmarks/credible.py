"""All sequential equilibria of signaling games: the answer, its beliefs, its certificate.

`bg.solve` takes a tree that was built before and chooses the solver; every listed equilibrium is
certified. pygambit knows no equilibria with beliefs. What it can do is to enumerate the extreme
Nash equilibria of the reduced normal form (`enummixed_solve`, in fractions), from which a person
would have to pick those that are credible and find the beliefs. That is another question with a
larger answer, so the times stand beside each other and are no figure.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import time
from collections.abc import Sequence
from fractions import Fraction

import brinkgame as bg
from benchmarks import peers, trees
from benchmarks.options import Options
from benchmarks.report import Figure, Section, Table, duration
from benchmarks.timing import Job, ProcessError, alternate, call, script
from brinkgame.catalog.reputation import reputation
from brinkgame.memo import letters

NAME = "credible"
TITLE = "Credible equilibria of signaling games"

ROUNDS = 7
SEED = 1
NAMED = 0.2
"""Seconds for the games with a name."""
DRAWN = 2.0
"""Seconds for the median of drawn games of three types, messages and replies."""
PATIENCE = 60
"""Seconds that pygambit gets for one game."""


def named_games() -> dict[str, bg.ExtensiveFormGame]:
    """The games that are asked about by name."""
    beer_quiche = bg.catalog.load("beer-quiche").game
    assert isinstance(beer_quiche, bg.ExtensiveFormGame)
    return {
        "beer or quiche, 9/10 strong": beer_quiche.at(strong_share="9/10"),
        "beer or quiche, 1/10 strong": beer_quiche.at(strong_share="1/10"),
        "two letters": letters.GAME.at(),
    }


def drawn_game(size: int, number: int, widest: int = 9) -> bg.ExtensiveFormGame:
    """A signaling game with as many types, messages and replies, and whole payoffs."""
    rng = random.Random(f"{SEED} {size} {number} {widest}")
    labels = [str(k + 1) for k in range(size)]
    return bg.signaling_game(
        types=dict.fromkeys(labels, Fraction(1, size)),
        messages=[f"message {label}" for label in labels],
        replies=[f"reply {label}" for label in labels],
        payoffs=lambda *_: (rng.randint(-widest, widest), rng.randint(-widest, widest)),
    )


def measure(options: Options) -> Section:
    """Every table of this benchmark."""
    section = Section(NAME, TITLE)
    _named(options, section)
    _drawn(options, section)
    _any_tree(options, section)
    _beside(options, section)
    return section


def _named(options: Options, section: Section) -> None:
    options.say(f"{NAME}: games with a name")
    games = named_games()
    jobs = {
        f"{what}, {concept}": Job(
            lambda _, game=game, concept=concept: bg.solve(game, concept=concept)  # type: ignore[misc]
        )
        for what, game in games.items()
        for concept in ("sequential", "perfect-bayesian")
    }
    found = alternate(jobs, options.rounds(ROUNDS), options.budget)
    rows = []
    for what, each in found.items():
        result = each.answer
        assert result.coverage is bg.Coverage.ALL
        rows.append(
            (
                what,
                str(len(result.components)),
                str(len(result)),
                duration(each.sample.median),
                duration(each.sample.least),
            )
        )
        if "sequential" in what:
            section.figures.append(
                Figure(
                    f"all sequential equilibria of {what.removesuffix(', sequential')}",
                    f"under {duration(NAMED)}",
                    duration(each.sample.median),
                    each.sample.median < NAMED,
                )
            )
    columns = ("", "connected sets", "listed", "median", "least")
    section.tables.append(Table("Warm: the whole call with certificates.", columns, tuple(rows)))


def _drawn(options: Options, section: Section) -> None:
    rows = []
    for size, count, widest in ((2, 100, 9), (3, 100, 9), (3, 40, 1), (4, 20, 9)):
        options.say(f"{NAME}: drawn games of {size} types, payoffs up to {widest}")
        solver = bg.SignalingPerfectBayesian()
        taken, sets = [], []
        for number in range(3 if options.quick else count):
            game = drawn_game(size, number, widest)
            began = time.perf_counter()
            result = bg.solve(game, solver)
            taken.append(time.perf_counter() - began)
            sets.append(len(result.components))
            assert result.coverage is bg.Coverage.ALL
        rows.append(
            (
                f"{size} × {size} × {size}, from -{widest} to {widest}",
                str(len(taken)),
                f"{statistics.median(sets):g} ({min(sets)} to {max(sets)})",
                duration(statistics.median(taken)),
                duration(max(taken)),
            )
        )
        if (size, widest) == (3, 9):
            median = statistics.median(taken)
            section.figures.append(
                Figure(
                    "all perfect Bayesian equilibria of a drawn signaling game, 3 × 3 × 3, median",
                    f"under {duration(DRAWN)}",
                    duration(median),
                    median < DRAWN,
                )
            )
    caption = "Drawn games of types × messages × replies with whole payoffs, each solved once."
    columns = ("", "games", "connected sets", "median", "most")
    section.tables.append(Table(caption, columns, tuple(rows)))


def _any_tree(options: Options, section: Section) -> None:
    """Trees of any shape, by the enumeration that takes them all."""
    options.say(f"{NAME}: trees of any shape")
    solver = bg.SequentialEnumeration()
    games = {
        **named_games(),
        "Selten's horse": bg.catalog.load("selten-horse").game,
        "outside option": bg.catalog.load("outside-option-battle").game,
        "reputation, 2 markets": reputation(2).at(),
    }
    rows = []
    for what, game in games.items():
        taken = []
        for _ in range(options.rounds(ROUNDS)):
            began = time.perf_counter()
            result = bg.solve(game, solver)
            taken.append(time.perf_counter() - began)
        rows.append((what, str(len(result.components)), duration(statistics.median(taken))))
    family = trees.Family(n_players=3)
    count = 10 if options.quick else 200
    taken, same = [], 0
    for number in range(count):
        game = trees.built(family, family.steps(60, number))
        began = time.perf_counter()
        result = bg.solve(game, solver)
        taken.append(time.perf_counter() - began)
        right = bg.solve(game, bg.BackwardInduction())
        same += result.coverage is right.coverage and (
            [each.profile for each in result] == [each.profile for each in right]
        )
    rows.append(
        (f"{count} of perfect information, 60 nodes", "1 each", duration(statistics.median(taken)))
    )
    section.figures.append(
        Figure(
            "random perfect-information trees with the subgame-perfect equilibrium",
            f"{count} of {count}",
            f"{same} of {count}",
            same == count,
        )
    )
    caption = "Warm: `bg.SequentialEnumeration`, the whole call with certificates."
    section.tables.append(Table(caption, ("", "connected sets", "median"), tuple(rows)))


def _beside(options: Options, section: Section) -> None:
    """What pygambit takes for the extreme Nash equilibria of the reduced normal form."""
    why_not = peers.obstacle("pygambit")
    if why_not:
        section.remarks.append(f"pygambit is left out: {why_not}.")
        return
    options.say(f"{NAME}: pygambit")
    games = {**named_games(), "drawn, 2 × 2 × 2": drawn_game(2, 0)}
    if not options.quick:
        games["drawn, 3 × 3 × 3"] = drawn_game(3, 0)
    rows = []
    for what, game in games.items():
        began = time.perf_counter()
        result = bg.solve(game, concept="sequential")
        took = time.perf_counter() - began
        rows.append((what, duration(took), str(len(result)), *_gambit(game)))
    section.tables.append(
        Table(
            "One call each, beside `pygambit.nash.enummixed_solve(game, rational=True)`, which "
            "finds extreme Nash equilibria of the reduced normal form, without beliefs and without "
            "a word about which are credible.",
            ("", "sequential, with beliefs", "listed", "pygambit: Nash", "listed"),
            tuple(rows),
        )
    )


def _gambit(game: bg.ExtensiveFormGame) -> Sequence[str]:
    try:
        said = call(
            script("gambit_enummixed"),
            limit=PATIENCE,
            environment={"BRINKGAME_GAME": bg.interop.write_efg(game)},
        )
    except subprocess.TimeoutExpired:
        return f"not in {PATIENCE} s", ""
    except ProcessError as error:
        return error.last_line, ""
    return duration(said["seconds"]), str(said["found"])
