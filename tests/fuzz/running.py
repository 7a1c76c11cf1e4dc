"""How a reader of one of Gambit's formats is fuzzed; `nfg` and `efg` are the programs."""

from __future__ import annotations

import argparse
import collections
import contextlib
import importlib
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import brinkgame as bg

SLOW = 5.0
"""Seconds after which a text of a few thousand characters counts as a finding."""


@dataclass(frozen=True)
class Target:
    """What is fuzzed: the format, valid texts of each kind, and pieces to put into them."""

    format: str
    valid: Sequence[str]
    pieces: Sequence[str]

    def check(self, data: bytes) -> str:
        """Read the bytes as a file; what came of it, in words. AssertionError for a finding."""
        read = getattr(bg.interop, f"read_{self.format}")
        write = getattr(bg.interop, f"write_{self.format}")
        begin = time.perf_counter()
        try:
            game = read(data)
        except bg.FormatError as error:
            _check_place(error, data)
            return re.sub(r"0x\w\w|'.*'|\".*\"|[0-9]+( x [0-9]+)*", "...", error.message)[:60]
        text = write(game)
        again = read(text)
        assert again == game, "written and read, it is another game"
        assert again.title == game.title
        assert write(again) == text
        assert time.perf_counter() - begin < SLOW, "slow"
        return "a game"

    def mutant(self, draw: random.Random) -> bytes:
        """A valid text, or two of them, with some pieces changed; sometimes other bytes in it."""
        text = draw.choice(self.valid)
        for _ in range(draw.randint(1, 8)):
            at = draw.randint(0, len(text))
            end = min(len(text), at + draw.choice([0, 1, 1, 2, 5, 20]))
            other = draw.choice(self.valid)
            piece = draw.choice([draw.choice(self.pieces), text[at:end], other[at:end]])
            text = text[:at] + piece * draw.choice([1, 1, 1, 2, 50]) + text[end:]
        data = bytearray(text, "utf-8")
        for _ in range(draw.choice([0, 0, 0, 1, 3])):
            data.insert(draw.randint(0, len(data)), draw.randrange(256))
        return bytes(data)

    def run_plain(self, seconds: float, seed: int) -> collections.Counter[str]:
        """Random changes, without looking at what they reach; how often there was what."""
        draw, end = random.Random(seed), time.monotonic() + seconds
        seen: collections.Counter[str] = collections.Counter()
        while time.monotonic() < end:
            data = self.mutant(draw)
            try:
                seen[self.check(data)] += 1
            except BaseException:
                sys.stdout.write(f"FOUND: {data!r}\n")
                raise
        return seen

    def run_guided(self, atheris: Any, seconds: float, seed: int, folder: Path) -> NoReturn:
        """Changes that reach code which was not reached before. Ends the process."""
        corpus = folder / "corpus"
        corpus.mkdir()
        for number, text in enumerate(self.valid):
            (corpus / str(number)).write_bytes(text.encode())
        words = sorted({piece for piece in self.pieces if piece.strip() and piece.isprintable()})
        escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words)
        (folder / "words").write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
        options = [
            f"-max_total_time={max(1, round(seconds))}",
            f"-seed={seed + 1}",
            "-max_len=2000",
            "-timeout=20",
            "-rss_limit_mb=2000",
            f"-dict={folder}/words",
            f"-artifact_prefix={folder}/",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, str(corpus)], self.check)
        atheris.Fuzz()
        raise AssertionError("atheris ends the process")

    def main(self, words: str) -> None:
        """The program; `words` say what it does."""
        parser = argparse.ArgumentParser(description=words)
        parser.add_argument("--seconds", type=float, default=60)
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--plain", action="store_true", help="without atheris")
        options = parser.parse_args()
        atheris = None
        if not options.plain:
            with contextlib.suppress(ImportError):
                atheris = importlib.import_module("atheris")
        if atheris is None:
            seen = self.run_plain(options.seconds, options.seed)
            lines = [f"{count:>9}  {kind}" for kind, count in seen.most_common()]
            sys.stdout.write("\n".join([f"{sum(seen.values())} texts", *lines, ""]))
            return
        with atheris.instrument_imports(include=["brinkgame.interop", "brinkgame.arithmetic"]):
            importlib.import_module("brinkgame.interop.gambit")
        # Not removed afterwards: what is found is written there.
        self.run_guided(atheris, options.seconds, options.seed, Path(tempfile.mkdtemp()))


def _check_place(error: bg.FormatError, data: bytes) -> None:
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= error.line <= len(lines), f"no line {error.line}"
    assert 1 <= error.column <= len(lines[error.line - 1]) + 1, f"no column {error.column}"
    assert len(error.message) < 500, "a long message"
