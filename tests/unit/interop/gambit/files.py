"""Texts in Gambit's format, and mutants of them."""

from __future__ import annotations

from hypothesis import strategies as st

VALID = [
    'NFG 1 R "Selten" { "Player 1" "Player 2" } { 3 2 }\n\n1 1 0 2 0 2 1 1 0 3 2 0 \n',
    'NFG 1 D "d" { "A" "B" } { { "u" "d" } { "l" "" } } "c" 1, 0.5 -2e3 1/3 .5 4. +1 -7E-1',
    'NFG 1 R "" { "" "" }\n{ { "1" "2" }\n{ "1" }\n}\n""\n{\n{ "a" 0, 0 }\n{ "" 3 -1/2 }\n}\n1 2\n',
    'NFG 1 R "q\\"q\\\\" { "A" "A" "2" } { 1 2 1 } "" 1 2 3 4 5 6',
    'NFG 1 R "" {"A"}{2}{}0 0',
]
"""One of each kind."""

PIECES = [
    *'{}",\\ \n\r\t0129-+./eE',
    "NFG",
    "EFG",
    "1",
    "R",
    '""',
    '"x"',
    "{ 2 2 }",
    '{ "a" 1 }',
    "1/0",
    "1e400",
    "-1/3",
    "100000",
    "999999999999999999",
    "nan",
    "\0",
    "\ufeff",
    "\u2028",
    "ä",
    "日",
    "\U0001f4a5",
    "\x85",
    "\xa0",
]
"""What is put in."""


@st.composite
def mutants(draw: st.DrawFn, valid: list[str], pieces: list[str]) -> str:
    """A valid text with some pieces cut out, put in, doubled, or moved."""
    text = draw(st.sampled_from(valid))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 12)))
        kind = draw(st.sampled_from(["cut", "put", "replace", "double", "move", "end"]))
        piece = draw(st.sampled_from(pieces))
        if kind == "cut":
            text = text[:at] + text[end:]
        elif kind == "put":
            text = text[:at] + piece + text[at:]
        elif kind == "replace":
            text = text[:at] + piece + text[end:]
        elif kind == "double":
            text = text[:end] + text[at:end] + text[end:]
        elif kind == "move":
            to = draw(st.integers(0, len(text)))
            rest = text[:at] + text[end:]
            text = rest[:to] + text[at:end] + rest[to:]
        else:
            text = text[:at]
    return text


MUTANTS = mutants(VALID, PIECES)
