"""Fuzz the reader of ``.nfg`` files, for as long as you like.

    python -m tests.fuzz.nfg --seconds 600

Whatever the bytes are, reading them gives a game or a `FormatError` that points into the text; a
game that is written is read as the same game; and nothing takes long, or much memory. With atheris
(which must be installed by hand) the search is guided by the coverage of the reader; without it,
or with ``--plain``, valid texts are changed at random. A finding is printed, and ends the run with
status 1; the quick relatives of this in the test suite are in tests/unit/interop/gambit.
"""

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
from pathlib import Path
from typing import Any, NoReturn

import brinkgame as bg
from tests.unit.interop.gambit.files import PIECES, VALID

SLOW = 5.0
"""Seconds after which a text of a few thousand characters counts as a finding."""


def check(data: bytes) -> str:
    """Read the bytes as a file; what came of it, in words. AssertionError for a finding."""
    begin = time.perf_counter()
    try:
        game = bg.interop.read_nfg(data)
    except bg.FormatError as error:
        _check_place(error, data)
        return re.sub(r"0x\w\w|'.*'|\".*\"|[0-9]+( x [0-9]+)*", "...", error.message)[:60]
    text = bg.interop.write_nfg(game)
    again = bg.interop.read_nfg(text)
    assert again == game, "written and read, it is another game"
    assert again.title == game.title
    assert bg.interop.write_nfg(again) == text
    assert time.perf_counter() - begin < SLOW, "slow"
    return "a game"


def _check_place(error: bg.FormatError, data: bytes) -> None:
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= error.line <= len(lines), f"no line {error.line}"
    assert 1 <= error.column <= len(lines[error.line - 1]) + 1, f"no column {error.column}"
    assert len(error.message) < 500, "a long message"


def mutant(draw: random.Random) -> bytes:
    """A valid text, or two of them, with some pieces changed; sometimes with other bytes in it."""
    text = draw.choice(VALID)
    for _ in range(draw.randint(1, 8)):
        at = draw.randint(0, len(text))
        end = min(len(text), at + draw.choice([0, 1, 1, 2, 5, 20]))
        piece = draw.choice([draw.choice(PIECES), text[at:end], draw.choice(VALID)[at:end]])
        text = text[:at] + piece * draw.choice([1, 1, 1, 2, 50]) + text[end:]
    data = bytearray(text, "utf-8")
    for _ in range(draw.choice([0, 0, 0, 1, 3])):
        data.insert(draw.randint(0, len(data)), draw.randrange(256))
    return bytes(data)


def run_plain(seconds: float, seed: int) -> collections.Counter[str]:
    """Random changes, without looking at what they reach; how often there was what."""
    draw, end = random.Random(seed), time.monotonic() + seconds
    seen: collections.Counter[str] = collections.Counter()
    while time.monotonic() < end:
        data = mutant(draw)
        try:
            seen[check(data)] += 1
        except BaseException:
            sys.stdout.write(f"FOUND: {data!r}\n")
            raise
    return seen


def run_guided(atheris: Any, seconds: float, seed: int, folder: Path) -> NoReturn:
    """Changes that reach code which was not reached before. Ends the process."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, text in enumerate(VALID):
        (corpus / str(number)).write_bytes(text.encode())
    words = sorted({piece for piece in PIECES if piece.strip() and piece.isprintable()})
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
    atheris.Setup([sys.argv[0], *options, str(corpus)], check)
    atheris.Fuzz()
    raise AssertionError("atheris ends the process")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plain", action="store_true", help="without atheris")
    options = parser.parse_args()
    atheris = None
    if not options.plain:
        with contextlib.suppress(ImportError):
            atheris = importlib.import_module("atheris")
    if atheris is None:
        seen = run_plain(options.seconds, options.seed)
        lines = [f"{count:>9}  {kind}" for kind, count in seen.most_common()]
        sys.stdout.write("\n".join([f"{sum(seen.values())} texts", *lines, ""]))
        return
    with atheris.instrument_imports(include=["brinkgame.interop", "brinkgame.arithmetic"]):
        importlib.import_module("brinkgame.interop.gambit")
    # Not removed afterwards: what is found is written there.
    run_guided(atheris, options.seconds, options.seed, Path(tempfile.mkdtemp()))


if __name__ == "__main__":
    main()
