"""``import brinkgame`` beside ``import numpy``, in fresh processes."""

from __future__ import annotations

from benchmarks.options import Options
from benchmarks.peers import obstacle
from benchmarks.report import Figure, Section, Table, duration, times
from benchmarks.timing import Visits, script, visit

NAME = "import"
TITLE = "Import"

OURS, NUMPY, VERB = "import brinkgame", "import numpy", "import brinkgame; brinkgame.solve"


def measure(options: Options) -> Section:
    """The time of the import statement, and of the whole process."""
    options.say(f"{NAME}: fresh processes")
    commands = {
        "nothing": script("import_one"),
        NUMPY: script("import_one", "numpy"),
        OURS: script("import_one", "brinkgame"),
        VERB: script("import_one", "brinkgame", "solve"),
    }
    section = Section(NAME, TITLE)
    problem = obstacle("nashpy")
    if problem:
        section.remarks.append(f"Left out: {problem}.")
    else:
        commands["import nashpy"] = script("import_one", "nashpy")
    found = visit(commands, options.rounds(21))
    loaded = found[OURS].said[0]["loaded"]
    assert not loaded, f"import brinkgame loads {loaded}"
    assert "numba" not in found[VERB].said[0]["loaded"]
    base = found[NUMPY]
    ratio = found[OURS].inside().median / base.inside().median
    whole = found[OURS].sample.median / base.sample.median
    section.figures.append(
        Figure(
            f"`{OURS}` against `{NUMPY}`",
            "at most 1.3 ×",
            f"{times(ratio)} (the whole process {times(whole)})",
            ratio <= 1.3 and whole <= 1.3,
        )
    )
    section.tables.append(
        Table(
            "Median (least), seen from inside and from outside. Names of the face load when first "
            "used: the third line is what reaching the verb costs, numpy included.",
            ("statement", "statement itself", "to numpy's", "whole process", "to numpy's"),
            tuple(_row(name, visits, base) for name, visits in found.items()),
        )
    )
    return section


def _row(name: str, visits: Visits, base: Visits) -> tuple[str, ...]:
    inside, whole = visits.inside(), visits.sample
    return (
        name if name == "nothing" else f"`{name}`",
        f"{duration(inside.median)} ({duration(inside.least)})",
        times(inside.median / base.inside().median),
        f"{duration(whole.median)} ({duration(whole.least)})",
        times(whole.median / base.sample.median),
    )
