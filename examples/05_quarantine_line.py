"""What may happen at the quarantine line, when a side does not care, and would it last?

Ships may stop or proceed; the US may enforce its line or let them pass. Where an incident is likely
enough to lead to war, enforcing is a threat that it would rather not carry out. If the ships stop,
is a line that would have been enforced worth more than one that would not? If it makes no
difference, there is a tie, and a whole line of equilibria that rest on a threat which costs nothing
as long as it works. Its index tells that it hangs by a hair. The second game is of two ships on a
collision course; its equilibria go around a corner.

python 05_quarantine_line.py [PICTURE] saves the picture (component.svg unless told otherwise).
"""

from __future__ import annotations

import itertools
import sys
import warnings
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

import brinkgame as bg
from brinkgame.memo import line
from brinkgame.memo.parameters import line_success

FIRST, SECOND, INK = "#0072B2", "#E69F00", "#1a1a1a"

# 1. The line, with a risk of an incident above the limit up to which it holds in any case. What is
# left open is how firm the US likes to have been: by how much a line that was enforced is worth
# more than one that lapsed. The case assumes that it is worth more; here the assumption is dropped.
firmness = bg.Parameter(
    "firmness", 0, low=-1, high=1, meaning="worth to the US of a stand that nobody tested"
)
assert line.incident_limit().evaluate(line.GAME.parameters.baseline) == Fraction(3, 11)
unsure = line.MATRIX.fix(incident_risk="7/20", line_lapse=line_success - firmness)


def firm(worth: str) -> bg.EquilibriumResult:
    """Every equilibrium with this firmness."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", bg.ParameterRangeWarning)
        return bg.solve(unsure.at(firmness=worth))


tied, kept, gone = firm("0"), firm("1/2"), firm("-1/2")

# 2. Two ships: whoever gives way is safe, and so is whoever holds course if the other gives way.
course = bg.NormalFormGame(
    "collision course",
    strategies={"A": ("give way", "hold course"), "B": ("give way", "hold course")},
    payoffs={"A": [[1, 1], [1, 0]], "B": [[1, 1], [1, 0]]},
)
corner = bg.solve(course)

# How often the line must be enforced to keep the ships from proceeding.
enough = line.enforcement().evaluate({**line.GAME.parameters.baseline, "incident_risk": "7/20"})


def sign(index: int) -> str:
    """An index with its sign."""
    return f"index {index:+d}" if index else "index 0"


def describe(result: bg.EquilibriumResult) -> None:
    """Every equilibrium, by component."""
    for positions, index in zip(result.components, result.indices, strict=True):
        family = result[positions[0]].family
        print(f"  {sign(index)}:")
        for text in family.conditions if family else [result[positions[0]].profile]:
            print(f"    {text}")


def draw_replies(axes: Axes, game: bg.NormalFormGame, mover: int, color: str) -> None:
    """A player's best replies to each chance of the other's second strategy."""
    (me, mine), (other, theirs) = (
        (player, game.strategies[player])
        for player in (game.players[mover], game.players[1 - mover])
    )

    def replies(chance: Fraction) -> list[int]:
        plan = {me: mine[0], other: {theirs[0]: 1 - chance, theirs[1]: chance}}
        return [mine.index(name) for name in bg.best_responses(game, plan, me)]

    def stroke(chances: tuple[float, float], own: tuple[float, float]) -> None:
        across, up = (own, chances) if mover else (chances, own)
        axes.plot(across, up, color=color, lw=9, alpha=0.55, solid_capstyle="butt", zorder=1)

    steps = sorted({1 - enough, *(Fraction(n, 60) for n in range(61))})
    for same, run in itertools.groupby(
        itertools.pairwise(steps), key=lambda pair: replies(sum(pair) / 2)
    ):
        chances = [float(end) for pair in run for end in pair]
        for reply in same:
            stroke((chances[0], chances[-1]), (reply, reply))
    for here in steps:
        if len(replies(here)) == 2:
            stroke((float(here), float(here)), (0, 1))


def draw(axes: Axes, result: bg.EquilibriumResult, title: str) -> None:
    """Best replies, and where they meet: all equilibria, each component with its index."""
    game = result.game
    axes.plot([0, 1, 1, 0, 0], [0, 0, 1, 1, 0], color="#999999", lw=0.8, zorder=0)
    for mover, color in ((0, FIRST), (1, SECOND)):
        draw_replies(axes, game, mover, color)
    for positions, index in zip(result.components, result.indices, strict=True):
        family = result[positions[0]].family
        for subset in family.subsets if family else ():
            ends = [[float(weights[1]) for weights in each] for each in subset.strategies]
            ys, xs = ([each[0], each[-1]] for each in ends)
            axes.plot(xs, ys, color=INK, lw=3.5, zorder=3, clip_on=False)
        points = [result[k].profile.weights for k in positions]
        spots = [(float(column[1]), float(row[1])) for row, column in points]
        axes.plot(*zip(*spots, strict=True), "o", color=INK, ms=8, zorder=4, clip_on=False)
        # The label stands beside the middle of a line, or beside the corner where lines meet.
        x, y = (sum(part) / len(spots) for part in zip(*spots, strict=True))
        if len(spots) > 2:
            x, y = min(spots, key=lambda spot: abs(spot[0] - x) + abs(spot[1] - y))
        axes.annotate(
            sign(index),
            (x, y),
            xytext=(14 if x < 0.9 else -14, 16 if y < 0.9 else -20),
            textcoords="offset points",
            ha="left" if x < 0.9 else "right",
            fontsize=10.5,
            weight="bold",
            zorder=5,
        )
    up, across = (game.strategies[player][1] for player in game.players)
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal")
    turns = [0, 1 - float(enough), 1] if "line" in game.title else [0, 1]
    axes.set_xticks(turns, [f"{turn:.2f}".rstrip("0").rstrip(".") for turn in turns])
    axes.set_yticks([0, 1])
    axes.set_xlabel(
        f"chance that {game.players[1]} will {across}".replace("that US", "that the US")
    )
    axes.set_ylabel(
        f"chance that {game.players[0]} will {up}".replace("that USSR", "that the USSR")
    )
    axes.set_title(title, loc="left", fontsize=11, weight="bold", pad=12)
    axes.spines[:].set_visible(False)


def picture(path: Path) -> None:
    """Four games, each as the square of all mixtures; the same file every time."""
    plt.rcParams.update({"svg.hashsalt": "brinkgame", "svg.fonttype": "none"})
    figure, axes = plt.subplots(2, 2, figsize=(9.2, 9.4), layout="constrained")
    figure.get_layout_engine().set(wspace=0.08, hspace=0.08, h_pad=0.12)
    draw(axes[0, 0], tied, "The line, with a tie")
    draw(axes[0, 1], kept, "Firmness is worth a little")
    draw(axes[1, 0], gone, "Firmness costs a little")
    draw(axes[1, 1], corner, "Two ships: two subsets that meet")
    handles = [
        plt.Line2D(
            [], [], color=FIRST, lw=9, alpha=0.55, label="best replies of the USSR, of ship A"
        ),
        plt.Line2D(
            [], [], color=SECOND, lw=9, alpha=0.55, label="best replies of the US, of ship B"
        ),
        plt.Line2D([], [], color=INK, lw=3.5, marker="o", ms=8, label="equilibria"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=10)
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else None
    figure.savefig(path, metadata=metadata, dpi=110, facecolor="white")
    plt.close(figure)


target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("component.svg")
picture(target)

print(tied.game)
print(bg.is_degenerate(tied.game))
describe(tied)
print("A stand that nobody tested is worth 1/2 to the US:")
describe(kept)
print("It costs the US 1/2:")
describe(gone)
hold = bg.cardinal_conditions(unsure)
print(hold.strict["stop", "enforce"])
print()
print(course)
describe(corner)
print(bg.evolutionary_stability(course, "give way"))
print(f"Picture: {target}")

# The line's component has index 0: one nudge leaves two of its equilibria, another leaves none.
assert dict(zip(map(len, tied.components), tied.indices, strict=True)) == {2: 0, 1: 1}
assert sorted(kept.indices) == [-1, 1, 1]
assert gone.only().profile["USSR"]["proceed"] == 1
assert all(sum(result.indices) == 1 for result in (tied, kept, gone, corner))
# What holds the ships back is a threat to enforce the line often enough.
held = next(e.family for e in tied if e.family is not None)
for chance in (Fraction(n, 51) for n in range(52)):
    plan = {"USSR": "stop", "US": {"enforce": chance, "let pass": 1 - chance}}
    assert (plan in held) == (chance >= enough == Fraction(20, 51))
# With a stand that is worth something it is one of three, and both sides mix in another.
assert {str(e.profile["USSR"]["stop"]) for e in kept} == {"1", "0", "17/27"}
# The corner is one component of two maximal Nash subsets, and only its corner is symmetric.
assert len(corner.components) == 1
assert len(corner[0].family.subsets) == 2
assert bg.evolutionarily_stable_strategies(course) == ({"give way": 1, "hold course": 0},)
assert target.stat().st_size > 0
