"""Fuzz the reader of ``.efg`` files, for as long as you like.

    python -m tests.fuzz.efg --seconds 600

Whatever the bytes are, reading them gives a game or a `FormatError` that points into the text; a
game that is written is read as the same game; and nothing takes long, or much memory. With atheris
(which must be installed by hand) the search is guided by the coverage of the reader; without it,
or with ``--plain``, valid texts are changed at random. A finding is printed, and ends the run with
status 1; the quick relatives of this in the test suite are in tests/unit/interop/gambit.
"""

from __future__ import annotations

from tests.fuzz.running import Target
from tests.unit.interop.gambit.trees import PIECES, VALID

TARGET = Target("efg", VALID, PIECES)


def main() -> None:
    TARGET.main(__doc__.split("\n")[0])


if __name__ == "__main__":
    main()
