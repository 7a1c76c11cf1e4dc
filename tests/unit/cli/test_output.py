from __future__ import annotations

import io
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkgame.cli import output
from brinkgame.cli.output import complain, one_line, plain, write
from brinkgame.pages.page import Page


def test_a_page_is_its_lines():
    page = Page()
    page.line("HEAD", "  rest  ", style="bold")
    page.line()
    page.lines(["a", "b"], indent=2)
    page.table([("x", "long"), ("longer", "y")], indent=1)
    page.table([])
    page.table([["only"]])
    assert str(page) == "HEAD  rest\n\n  a\n  b\n x       long\n longer  y\nonly"


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]))
def test_any_text_fits_any_encoding(text, encoding):
    text = text.encode("utf-8", "ignore").decode()
    shown = plain(text, encoding)
    shown.encode(encoding)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        pass
    else:
        assert shown == text


def test_letters_of_ours_become_plain_ones():
    text = "├─► φ ≤ θ × 2 “war” – Güth · → …"
    assert plain(text, "ascii") == '|-> phi <= theta x 2 "war" - Gueth - -> ...'
    assert plain("├", "no-such-encoding") == "|"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one", "one"),
        ("head:\n  - a\n  - b", "head: a; b"),
        ("head\n  - a", "head: a"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_messages_in_one_line(text, line):
    assert one_line(text) == line


def test_long_messages_are_cut():
    assert len(one_line("x" * 5000)) < 1010
    assert one_line("x" * 5000).endswith("...")


def test_writing(capsys):
    page = Page()
    page.line("a", style="bold")
    write(page)
    write("text")
    complain("wrong:\n  - this")
    shown = capsys.readouterr()
    assert shown.out == "a\ntext\n"
    assert shown.err == "brinkgame: wrong: this\n"


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch) -> Terminal:
    """Standard output as a terminal that can show colors."""
    # Within the test itself: between a fixture and its test, pytest puts in its own stream.
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return stream


def test_a_terminal_shows_styles_and_wraps_nothing(monkeypatch):
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "20")
    page = Page()
    page.line("HEAD", " [not markup] " + "x" * 60, style="bold")
    write(page)
    shown = terminal.getvalue()
    assert "\x1b[1mHEAD\x1b[0m" in shown
    assert "[not markup] " + "x" * 60 + "\n" in shown


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colors_can_be_refused(monkeypatch, name, value):
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv(name, value)
    page = Page()
    page.line("HEAD", style="bold")
    write(page)
    assert terminal.getvalue() == "HEAD\n"


def test_json_has_no_styles_on_a_terminal(monkeypatch):
    terminal = on_terminal(monkeypatch)
    write('{"a": 1}')
    assert terminal.getvalue() == '{"a": 1}\n'


class Broken(io.StringIO):
    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def flush(self) -> None:
        raise self.error


def test_a_reader_that_has_left_is_no_error(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError(32, "Broken pipe")))
    write("text")
    assert sys.stdout.name == os.devnull, "what is left goes nowhere"
    sys.stdout.close()


def test_another_fault_of_the_output_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Broken(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        write("text")
    sys.stdout.close()


def test_a_file_that_breaks_is_sent_nowhere(monkeypatch, tmp_path):
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        output._write_no_more()
        stream.write("lost")
        stream.flush()
    assert (tmp_path / "out").read_text(encoding="utf-8") == ""


def test_closed_streams(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    write("text")
    complain("wrong")


def test_nobody_listens_to_complaints(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Broken(BrokenPipeError(32, "Broken pipe")))
    complain("wrong")


def test_control_characters_are_shown_and_not_done():
    page = Page()
    page.line("a\nb", "\x1b[31m", style="bold")
    page.table([["x\ty", "1"], ["z", "2\x07"]])
    assert str(page) == "a\\nb\\x1b[31m\nx\\ty  1\nz     2\\x07"
    assert one_line("a\x1b[0m\n- b\x85c") == "a\\x1b[0m: b; c"
