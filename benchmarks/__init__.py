"""How fast and how small: measures of brinkgame beside numpy, plain Python and its peers.

Run ``python -m benchmarks`` in the root of the repository; ``README.md`` here says what is measured
and how. Nothing in the test suite depends on a clock: what is timed is timed here only.
"""
