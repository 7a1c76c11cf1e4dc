"""``python -m benchmarks [NAME...] [--quick] [--write]``: measure, print, and keep the tables."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from benchmarks import (
    agent_quantal_response,
    all_equilibria,
    backward_induction,
    batches,
    building,
    case,
    claims,
    correlated,
    credible,
    first_answer,
    importing,
    inverse,
    lemke_howson,
    poker,
    quantal_response,
    regimes,
    report,
    sequence_form,
    sweeps,
    thresholds,
)
from benchmarks.options import Options

BENCHMARKS = {
    module.NAME: module.measure
    for module in (
        importing,
        first_answer,
        backward_induction,
        building,
        all_equilibria,
        lemke_howson,
        batches,
        correlated,
        quantal_response,
        agent_quantal_response,
        poker,
        sequence_form,
        credible,
        inverse,
        regimes,
        sweeps,
        claims,
        thresholds,
        case,
    )
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run benchmarks; 1 if a figure was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="small and few: does it all work?")
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    if chosen.quick and chosen.write:
        parser.error("--quick is for trying: its numbers are not kept")
    names = [name for name in BENCHMARKS if not chosen.names or name in chosen.names]
    command = " ".join(["python -m benchmarks", *chosen.names, *["--quick"] * chosen.quick])
    options = Options(quick=chosen.quick)
    missed = 0
    for name in names:
        began = time.monotonic()
        conditions = report.conditions(command)
        section = BENCHMARKS[name](options)
        text = section.text(conditions, time.monotonic() - began)
        missed += sum(not figure.met for figure in section.figures)
        print(f"\n{text}\n", flush=True)
        if chosen.write:
            report.write(name, text)
    options.say(f"done; {missed} figures missed" if missed else "done; every figure reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
