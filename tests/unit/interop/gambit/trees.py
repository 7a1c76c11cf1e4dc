"""Texts in Gambit's format of trees, and mutants of them."""

from __future__ import annotations

from tests.unit.interop.gambit.files import PIECES as COMMON
from tests.unit.interop.gambit.files import mutants

VALID = [
    # Nature, an information set told once, outcomes by number, payoffs on the way.
    (
        'EFG 2 R "signal" { "S" "R" } "a comment"\n'
        'c "ROOT" 1 "(0,1)" { "weak" 1/3 "strong" 2/3 } 0\n'
        'p "" 1 1 "weak" { "beer" "quiche" } 9 "cost" { -1/2, 0 }\n'
        'p "" 2 1 "beer" { "duel" "not" } 0\n'
        't "" 1 "fight" { 1, 0 }\n'
        't "" 2 "peace" { 3 -.5e1 }\n'
        'p "" 2 2 "" { "duel" "" } 0\n'
        't "" 0\n'
        't "end" 2\n'
        'p "" 1 2 "" { "beer" "beer" } 0\n'
        'p "" 2 1 0\n'
        't "" 1 "fight" { 1, 0 }\n'
        't "" 3 "" { 1e2, 4. }\n'
        'p "" 2 2 "" { "duel" "" } 2 "peace" { 3, -5 }\n'
        't "" 3\n'
        't "" 1\n'
    ),
    # The first version: names instead of numbers.
    (
        'EFG 1 D "old" { "A" "" }\n'
        'c "" "deal" { "h" 0.25 "l" 0.75 } ""\n'
        'p "" "A" "first" { "u" "d" } ""\n'
        't "" "war" { 1 2 }\n'
        't "" "peace" { 0 3 }\n'
        'p "" "A" "first" "war"\n'
        't "" "war" // an end\n'
        'p "" "" "" { "x" } /* and\nanother */ ""\n'
        't "" ""\n'
    ),
    'EFG 2 D "q\\"q\\\\" { "A" "A" "2" } p "" 3 5 "root/x" { "1" } 0 t "" 0',
    'EFG 2 R "" {"A"}t""7"x"{1}',
]
"""One of each kind."""

PIECES = [
    *COMMON,
    "c",
    "p",
    "t",
    '"x" 1/2',
    '{ "a" "b" }',
    'p "" 1 1',
    't "" 0\n',
    "/*",
    "*/",
    "//",
    '"root"',
    "#1",
]
"""What is put in."""

MUTANTS = mutants(VALID, PIECES)
