"""The main job in a fresh process: every decision, every claim, the campaign, written to a folder.

Prints the seconds from the start of the process on, imports included.
"""

# ruff: noqa: E402 - the clock runs before the imports

import time

began = time.perf_counter()
import contextlib
import io
import tempfile

from brinkgame.cli import main

with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as said:
    try:
        main(["memo", "--out", folder])
    except SystemExit as ended:
        if ended.code:
            raise
seconds = time.perf_counter() - began
print({"seconds": seconds, "lines": len(said.getvalue().splitlines())})
