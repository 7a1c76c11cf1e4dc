"""The decisions of November as one tree: each goes on where the one before ended."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import brinkgame as bg
from brinkgame.memo import il28, letters, pledge, verification
from brinkgame.memo.parameters import CONSTRAINTS

PLAYERS = ("USSR", "US", "Cuba")


def all_of(payoffs: Mapping[str, Any]) -> dict[str, Any]:
    return {player: payoffs.get(player, 0) for player in PLAYERS}


def last(payoffs: Mapping[str, Any], *, label: str) -> bg.Terminal:
    return bg.Terminal(all_of(payoffs), label=label)


def november() -> bg.ExtensiveFormGame:
    """How much to verify; then the bombers; then, if they are gone, the pledge."""
    count = iter(range(1000))

    def after_bombers(payoffs: Mapping[str, Any], *, label: str) -> Any:
        if label != "bombers released":
            return last(payoffs, label=label)
        return pledge.tree(payoffs=payoffs, then=last, prefix=f"{next(count)}: ")

    def after_verification(payoffs: Mapping[str, Any], *, label: str) -> Any:
        return il28.tree(
            payoffs=all_of(payoffs), pledge=0, then=after_bombers, prefix=f"{next(count)}: "
        )

    return bg.ExtensiveFormGame(
        "November",
        players=PLAYERS,
        root=verification.tree(then=after_verification),
        constraints=CONSTRAINTS,
    )


def test_the_last_decision_is_the_value_of_those_before() -> None:
    """A release brings what the pledge is worth in the end, and that moves the choices before."""
    game = november()
    rng = random.Random(11)
    seen = set()
    for _ in range(60):
        p = {
            name: q.low + (q.high - q.low) * Fraction(rng.randint(1, 59), 60)
            for name, q in game.parameters.items()
        }
        if game.parameters.violations(p):
            continue
        result = bg.solve(game.at(p))
        if len(result) > 1 or result[0].family is not None:
            continue
        given = p["inspection_value"] > p["us_pledge_cost"]
        given = given and p["pledge_value"] > p["verification_cost"]
        worth = p["pledge_value"] - p["verification_cost"] if given else Fraction(0)
        gain = p["inspection_value"] - p["us_pledge_cost"] if given else Fraction(0)
        # The bombers with what the pledge is worth, decided by themselves.
        alone = bg.ExtensiveFormGame(
            "il28",
            players=PLAYERS,
            root=il28.tree(
                pledge=0,
                then=lambda paid, *, label, gain=gain, worth=worth: last(
                    {**paid, "US": paid["US"] + gain, "USSR": paid["USSR"] + worth}
                    if label == "bombers released"
                    else paid,
                    label=label,
                ),
            ),
        )
        bombers = bg.solve(alone.at({name: p[name] for name in alone.parameters})).only()
        first = bg.solve(
            verification.GAME.at({n: p[n] for n in verification.GAME.parameters})
        ).only()
        for player in ("US", "USSR"):
            total = first.payoffs[player] + bombers.payoffs[player]
            assert result.only().payoffs[player] == total, p
        seen.add((given, bombers.outcomes()["bombers released"] > 0))
    assert len(seen) > 2


def test_letters_go_on_too() -> None:
    """A settlement leads to November, each in an information set of its own."""
    count = iter(range(1000))

    def then(payoffs: Mapping[str, Any], *, label: str) -> Any:
        if label != "private settlement":
            return bg.Terminal(payoffs, label=label)
        return pledge.tree(payoffs=payoffs, prefix=f"{next(count)}: ")

    game = bg.ExtensiveFormGame(
        "letters and pledge",
        players=("USSR", "US"),
        root=letters.tree(pledge=0, then=then, payoffs={"US": 1}),
        constraints=CONSTRAINTS,
    )
    labels = {i.label for i in game.information_sets}
    assert {"0: pledge", "1: pledge", "weak"} <= labels
    (only,) = bg.solve(game.at(pledge_value="3/2"), concept="sequential")
    assert only.profile["US"]["both"]["private terms"] == 1
    assert only.outcomes()["pledge for verification"] == Fraction(17, 20)
