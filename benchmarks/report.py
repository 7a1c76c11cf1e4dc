"""What was measured, as tables: on the screen, and between markers in ``RESULTS.md``."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import final

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"

PACKAGES = (
    "brinkgame",
    "numpy",
    "scipy",
    "numba",
    "python-flint",
    "nashpy",
    "pygambit",
    "quantecon",
)

_FIGURE_COLUMNS = ("figure", "asked for", "measured", "")
_FIGURE_ROW = re.compile(
    r"^\|[^|\n]*\|[^|\n]*\|[^|\n]*\| *(?:\*\*missed\*\*|reached) *\|$", re.MULTILINE
)
_HEAD = """# Results

Medians, with the least in brackets where it says so; everything that is compared was run in turn in
the same run. [README.md](README.md) says what is measured and how. The parts between markers are
written by the command that stands in them.
"""


@final
@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was to be reached, and what was measured."""

    what: str
    asked: str
    measured: str
    met: bool

    @property
    def row(self) -> tuple[str, ...]:
        """The row of a table."""
        return (self.what, self.asked, self.measured, "reached" if self.met else "**missed**")


@final
@dataclass(frozen=True, slots=True)
class Table:
    """A table with a sentence above it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """The table in Markdown, its columns aligned for those who read it as it is."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        rule = [
            "-" * width if i == 0 else "-" * (width - 1) + ":" for i, width in enumerate(widths)
        ]
        shown = [self.columns, rule, *self.rows]
        body = "\n".join(
            "| "
            + " | ".join(
                cell.ljust(width) if i == 0 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            + " |"
            for line in shown
        )
        return f"{self.caption}\n\n{body}" if self.caption else body


@final
@dataclass(slots=True)
class Section:
    """What one benchmark found."""

    name: str
    title: str
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def text(self, measured: str, seconds: float) -> str:
        """The section in Markdown, with the conditions under which it was measured."""
        parts = [f"## {self.title}", f"{measured} It took {seconds:.0f} s."]
        if self.figures:
            parts.append(Table("", _FIGURE_COLUMNS, tuple(f.row for f in self.figures)).text())
        parts += [table.text() for table in self.tables]
        if self.remarks:
            parts.append("\n".join(f"* {remark}" for remark in self.remarks))
        return "\n\n".join(parts)


def duration(seconds: float) -> str:
    """A time in a unit that suits it, to three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_three(seconds / size)} {unit}"
    return f"{_three(seconds / 1e-9)} ns"


def times(ratio: float) -> str:
    """A ratio."""
    return f"{_three(ratio)} ×"


def _three(number: float) -> str:
    return (
        f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"
    )


def machine() -> str:
    """The machine in words."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        memory = Path("/proc/meminfo").read_text(encoding="utf-8")
    except OSError:
        return f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}"
    model = re.search(r"model name\s*: (.*)", told)
    kind = model[1].strip() if model else platform.machine()
    guest = re.search(r"^flags.*\bhypervisor\b", told, re.MULTILINE)
    where = " of a virtual machine" if guest else ""
    total = re.search(r"MemTotal:\s*(\d+)", memory)
    gib = f", {int(total[1]) / 2**20:.0f} GiB" if total else ""
    cores = len(os.sched_getaffinity(0))
    noun = "core" if cores == 1 else "cores"
    return f"{cores} {noun}{where} ({kind}){gib}, {platform.system()}"


def versions() -> str:
    """Python and the packages that take part."""
    found = [f"{platform.python_implementation()} {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


def conditions(command: str) -> str:
    """When, where and how something is measured."""
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    return (
        f"`{command}` on {today}. {machine()}. {versions()}. Load average of the minute before: "
        f"{os.getloadavg()[0]:.1f}."
    )


def write(name: str, section: str, path: Path = RESULTS) -> None:
    """Put a section between its markers, and the figures of all sections at the top.

    Parameters
    ----------
    name
        What the markers say.
    section
        The section in Markdown. Sections of other names stay as they are.
    path
        The file; it is begun if it is not there.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    text = _put(_put(text, "figures", ""), name, section)
    cells = [
        tuple(cell.strip() for cell in row.strip("|").split("|"))
        for row in _FIGURE_ROW.findall(text)
    ]
    overview = Table("", _FIGURE_COLUMNS, tuple(cells)).text() if cells else ""
    path.write_text(_put(text, "figures", overview), encoding="utf-8")


def _put(text: str, name: str, section: str) -> str:
    """The text with what stands between the markers of a name replaced, or added at its end."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    block = f"{begin}\n{section}\n{end}"
    if begin in text:
        head, _, rest = text.partition(begin)
        _, _, tail = rest.partition(end)
        return head + block + tail
    return f"{text.rstrip()}\n\n{block}\n"
