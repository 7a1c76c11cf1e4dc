"""The inverse question in a fresh process: seconds with the imports, for so many draws.

Arguments: the number of draws.
"""

# ruff: noqa: E402 - the clock runs before the imports

import time

began = time.perf_counter()
import sys

from brinkgame.memo import conduct

found = conduct.conduct(draws=int(sys.argv[1]))
share = found.share
seconds = time.perf_counter() - began
print({"seconds": seconds, "games": len(found.names), "share": share.estimate})
