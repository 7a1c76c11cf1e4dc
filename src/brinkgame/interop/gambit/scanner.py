"""From what a caller has (a path, an open file, bytes, a text) to pieces of text with their place.

Gambit's formats are made of braces, commas, quoted texts, and words between blanks. How blanks and
line ends are spread means nothing, and what stands between ``/*`` and ``*/``, or from ``//`` to the
end of a line, is passed over, as Gambit did once.
"""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path
from typing import Any, NamedTuple, final

from brinkgame.arithmetic.reading import shown
from brinkgame.errors import FormatError, UnknownNameError, UnsupportedGameError

__all__ = ["Piece", "Scanner"]

MOST_BYTES = 1 << 28
"""The most that is read of a file: a device without an end would fill the memory."""

# Comments are written without possessive groups in one another, which Python 3.11 got wrong before
# 3.11.5. What follows them matches anything, so that nothing is ever tried twice.
_PIECE = re.compile(
    r"\s*(?:/(?:/[^\r\n]*|\*[^*]*\*+(?:[^/*][^*]*\*+)*/)\s*)*(?:"
    r"(?P<comment>/\*)"
    r"|(?P<word>[^\s{}\",]+)"
    r"|(?P<mark>[{},])"
    r"|\"(?P<quoted>(?:[^\"\\]++|\\.)*+)\""
    r"|(?P<unclosed>\")"
    r"|(?P<end>\Z))",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([\"\\])")
_LINE_END = re.compile(r"\r\n|\r|\n")
# What no name of a file has, and every game in this format.
_OF_A_TEXT = re.compile(r"\A\s*\Z|[\"{\r\n\0]")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@final
class Piece(NamedTuple):
    """A brace, comma, word or quoted text, and where it begins."""

    kind: str
    """``{``, ``}`` or ``,`` for a mark; ``word``; ``quoted``; ``end`` after the last."""
    text: str
    at: int

    def __str__(self) -> str:
        if self.kind == "end":
            return "the end of the text"
        return f'the text "{shown(self.text)[1:-1]}"' if self.kind == "quoted" else shown(self.text)


@final
class Scanner:
    """Reads a text piece by piece.

    Parameters
    ----------
    source
        A path, an open file, bytes, or a text. A string is taken for the text itself if it is
        blank or has a quotation mark, a brace or a line end in it, which every game in these
        formats has; otherwise for a path.
    encoding
        Of bytes and files. A byte order mark of UTF-8 is passed over.

    Raises
    ------
    FormatError
        What there is is not text in this encoding, or too long.
    OSError
        The file cannot be read.
    UnknownNameError
        There is no such encoding.
    UnsupportedGameError
        The source is none of these.
    """

    __slots__ = ("_at", "_peeked", "source", "text")

    def __init__(self, source: Any, encoding: str = "utf-8") -> None:
        self.source, given = _opened(source)
        self.text = ""
        self._at = 0
        self._peeked: Piece | None = None
        if len(given) > MOST_BYTES:
            raise self.error(f"more than {MOST_BYTES >> 20} MiB: too long to be read", 0)
        self.text = given if isinstance(given, str) else self._decoded(bytes(given), encoding)
        self.text = self.text.removeprefix("\ufeff")
        null = self.text.find("\0")
        if null >= 0:
            raise self.error("a null character, which no text has: is this a binary file?", null)

    def _decoded(self, data: bytes, encoding: str) -> str:
        try:
            return data.decode(encoding)
        except LookupError:
            raise UnknownNameError(
                f'no encoding {shown(encoding)}; known are "utf-8", "latin-1", "utf-16", ...'
            ) from None
        except UnicodeDecodeError as error:
            # Where it happened is told in lines and columns of what came before.
            self.text = data[: error.start].decode(encoding, errors="replace")
            if data.startswith(_WIDE_MARKS):
                advice = 'this looks like UTF-16: read it with encoding="utf-16"'
            else:
                advice = 'save the file as UTF-8, or read it with encoding="latin-1" if it is that'
            raise self.error(
                f"byte 0x{data[error.start]:02x} is not {encoding.upper()}; {advice}",
                len(self.text),
            ) from None
        except UnicodeError as error:
            raise self.error(f"not {encoding.upper()}: {error}", 0) from None

    def error(self, message: str, at: int) -> FormatError:
        """The error to be raised about a place, with its line and column."""
        begin, line = 0, 1
        for end in _LINE_END.finditer(self.text, 0, at):
            begin, line = end.end(), line + 1
        return FormatError(message, line, at - begin + 1, self.source)

    def peek(self) -> Piece:
        """What comes next, which stays there."""
        if self._peeked is None:
            self._peeked = self._scanned()
        return self._peeked

    def next(self) -> Piece:
        """What comes next, which is behind us from now on."""
        piece = self.peek()
        self._peeked = None
        return piece

    def _scanned(self) -> Piece:
        found = _PIECE.match(self.text, self._at)
        if found is None:  # every character belongs to one of the kinds
            raise AssertionError(f"nothing matches at {self._at}")
        kind = str(found.lastgroup)
        at = found.start(kind) - (kind == "quoted")
        if kind == "comment":
            raise self.error("the comment that begins here has no end, */", at)
        if kind == "unclosed":
            raise self.error("the text that begins here has no closing quotation mark", at)
        self._at = found.end()
        if kind == "mark":
            return Piece(found[kind], found[kind], at)
        if kind == "quoted":
            return Piece(kind, _ESCAPED.sub(r"\1", found[kind]), at)
        return Piece(kind, found[kind], at)

    def expect(self, kind: str, what: str) -> Piece:
        """The next piece, which must be of a kind; `what` says so in an error."""
        piece = self.next()
        if piece.kind != kind:
            raise self.error(f"expected {what}, got {piece}", piece.at)
        return piece

    @property
    def room(self) -> int:
        """The most words that the rest of the text can hold."""
        return (len(self.text) - self._at + 2) // 2


def _opened(source: Any) -> tuple[str, bytes | str]:
    """The name of a source, and what is in it."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return "", bytes(source)
    if isinstance(source, str) and _OF_A_TEXT.search(source):
        return "", source
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        with path.open("rb") as file:
            return str(path), file.read(MOST_BYTES + 1)
    read = getattr(source, "read", None)
    if callable(read):
        given = read(MOST_BYTES + 1)
        if isinstance(given, (bytes, str)):
            name = getattr(source, "name", "")
            return name if isinstance(name, str) else "", given
    raise UnsupportedGameError(
        f"a game is read from a path, an open file, a text or bytes; got {shown(source)}"
    )
