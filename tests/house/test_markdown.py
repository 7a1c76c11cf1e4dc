"""The Markdown of this repository is true: code runs, commands work, links lead somewhere.

* A ``python`` block with ``>>>`` is run as a doctest, one without as a script; the blocks of one
  file share their names. A block that should not run is not called ``python``.
* In a ``console`` block each line ``$ brinkgame ...`` is run in an empty folder. It must succeed,
  and where output is shown below it, print that (``...`` stands for anything).
* A link to a file of the repository leads to a file.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.floors import ROOT, SOURCE

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
PAGES = [page for page in PAGES if "_build" not in page.parts]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MAIN = "import sys; from brinkgame.cli import main; sys.argv[0] = 'brinkgame'; main()"

COMMAND_LINE = (SOURCE / "cli").exists()


@dataclass(frozen=True, slots=True)
class Block:
    language: str
    line: int
    """The line of the page on which the code begins, counted from 1."""
    text: str


def blocks(text: str) -> Iterator[Block]:
    """The fenced code blocks of a page."""
    fence, language, start, lines = "", "", 0, []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not fence and (opening := re.match(r"(`{3,}|~{3,})\s*(\S*)", bare)):
            fence, language, start, lines = opening[1], opening[2], number + 1, []
            indent = len(line) - len(line.lstrip())
        elif fence and bare == fence:
            yield Block(language, start, "\n".join(lines) + "\n")
            fence = ""
        elif fence:
            lines.append(line[indent:])


def run_python(page: Path) -> None:
    """Runs the Python blocks of a page, in order, in one namespace."""
    names: dict[str, object] = {"__name__": "__page__"}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language != "python":
            continue
        if ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(
                block.text, names, page.name, str(page), block.line - 1
            )
            report: list[str] = []
            runner = doctest.DocTestRunner(optionflags=FLAGS)
            runner.run(test, out=report.append, clear_globs=False)
            assert not runner.failures, "".join(report)
            names = test.globs
        else:
            # Blank lines in front make the line numbers of an error those of the page.
            code = compile("\n" * (block.line - 1) + block.text, str(page), "exec")
            exec(code, names)


def run_console(page: Path, folder: Path) -> None:
    """Runs the ``$ brinkgame`` lines of a page in `folder` and compares what they print."""
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language != "console":
            continue
        for command, expected in _sessions(block.text):
            done = subprocess.run(
                [sys.executable, "-c", MAIN, *shlex.split(command)[1:]],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
                timeout=120,
                check=False,
            )
            where = f"{page.name}:{block.line}: $ {command}"
            assert done.returncode == 0, f"{where}\n{done.stdout}\n{done.stderr}"
            same = doctest.OutputChecker().check_output(expected, done.stdout, FLAGS)
            assert not expected or same, f"{where} printed\n{done.stdout}\nnot\n{expected}"


def _sessions(text: str) -> Iterator[tuple[str, str]]:
    command, output = "", []
    for line in [*text.splitlines(), "$ "]:
        if line.startswith("$ "):
            if command.startswith("brinkgame"):
                yield (
                    command,
                    "".join(f"{row}\n" for row in output).strip("\n") + "\n" * any(output),
                )
            command, output = line[2:].strip(), []
        else:
            output.append(line)


def dead_links(page: Path, root: Path) -> list[str]:
    """Links to files that are not there."""
    text = re.sub(r"(`{3,}).*?\1|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [
        f"{page.relative_to(root)}: {target}"
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", text)
        if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists()
    ]


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_python_of_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_python(page)


@pytest.mark.skipif(not COMMAND_LINE, reason="the command line is not built yet")
@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_of_page_run(page, tmp_path):
    run_console(page, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_of_page_lead_somewhere(page):
    assert not dead_links(page, ROOT)


def readme_commands() -> list[str]:
    """The commands of the README that a newcomer and .ci/run use, as .ci/run reads them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [block.text for block in blocks(text) if block.language == "sh"]


def test_readme_has_the_two_commands_as_one_line_each():
    main, test = (command.splitlines() for command in readme_commands())
    assert len(main) == len(test) == 1
    assert main[0].endswith("brinkgame memo")
    assert "pytest" in test[0]


def test_planted_faults_are_caught(tmp_path):
    page = tmp_path / "page.md"

    def write(text: str) -> None:
        page.write_text(text.replace("'''", "```"), encoding="utf-8")

    write("'''python\nx = 1\n'''\n\n'''python\n>>> x\n2\n'''\n")
    with pytest.raises(AssertionError, match=r"line 6, in page\.md"):
        run_python(page)
    write("'''python\nx = 1\n'''\n\n'''python\nassert x == 2\n'''\n")
    with pytest.raises(AssertionError) as caught:
        run_python(page)
    assert caught.traceback[-1].lineno == 5  # counted from 0
    write("[a](page.md#x) [b](gone.md) `[c](gone.md)` [d](https://example.org)")
    assert dead_links(page, tmp_path) == ["page.md: gone.md"]


def test_what_is_right_passes(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "```text\nnot run\n```\n\n"
        "- in a list:\n\n  ```python\n  x = [1,\n       2]\n  ```\n\n"
        "```python\n>>> x\n[1, 2]\n>>> y = 3\n```\n\n```python\nassert y == 3\n```\n",
        encoding="utf-8",
    )
    run_python(page)
    assert dead_links(page, tmp_path) == []
    assert [*_sessions("$ cd x\n$ brinkgame list\na\n\nb\n$ brinkgame memo\n")] == [
        ("brinkgame list", "a\n\nb\n"),
        ("brinkgame memo", ""),
    ]


@pytest.mark.skipif(not COMMAND_LINE, reason="the command line is not built yet")
def test_a_planted_command_is_caught(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ brinkgame show no-such-game\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="no-such-game"):
        run_console(page, tmp_path)
