"""What did each side think that it was playing, and what had to change its mind?

In the summer the USSR takes the US for one that compels in three cases of ten; let it be one that
always does. The USSR decides by the game that it perceives, and is paid by the true one. Then the
autumn is silent, which confirms it in its error; and in October it would still defy a quarantine,
unless it learned something that was seventy times as likely from a resolute US as from another.
"""

from __future__ import annotations

from fractions import Fraction

import brinkgame as bg
from brinkgame.memo import misperception

BELIEVED, KNEW = Fraction(3, 10), Fraction(3, 5)


def told(name: str, result: bg.HypergameResult) -> None:
    """Print every outcome: what was done, expected, and got."""
    for outcome in result:
        print(f"{name}: {outcome.profile}")
        for player in outcome.payoffs:
            expected, came = outcome.expected[player], outcome.payoffs[player]
            surprised = outcome.surprises[player]
            print(
                f"  {player:5} expected {float(expected):6.2f}, got {float(came):6.2f},"
                f" and knowing better would have gained {float(outcome.regrets[player]):.2f}"
                + (f"; did not expect to decide at {', '.join(surprised)}" if surprised else "")
            )


deployed = misperception.deploy_misperceived(BELIEVED).solve()
told("summer", deployed)

silent = misperception.resolve_after_silence(BELIEVED, KNEW)
print(f"\nAfter a silent autumn the USSR believes in a resolute US with {silent}, not {BELIEVED}.")
confirmed = misperception.deploy_misperceived(silent).solve()
print(
    f"What it expects rises from {float(deployed.only().expected['USSR']):.2f}"
    f" to {float(confirmed.only().expected['USSR']):.2f}; what comes stays"
    f" {float(confirmed.only().payoffs['USSR']):.2f}.\n"
)

doubting = misperception.blockade_misperceived(silent).solve()
told("October, still doubting", doubting)
least = misperception.least_resolve().value
news = misperception.needed_news(silent)
learned = misperception.blockade_misperceived(least + Fraction(1, 100)).solve()
told("October, having learned", learned)
print(
    f"\nIt withdraws from a belief of {least} on: the news that moved it from {silent}"
    f" was at least {news} times as likely from a resolute US."
)

# A loss that counts double is another way not to deploy: no belief is needed for it.
averse = bg.transform_payoffs(bg.memo.load("deploy").game, {"USSR": bg.LossAversion(2)})
border = bg.indifference(averse, "USSR", "root", "deploy", "hold").threshold("us_resolve")
print(f"If losses counted double, it would deploy only below a resolve of {border.value}.")

summer = deployed.only()
assert summer.profile["USSR"]["root"]["deploy"] == 1
assert (summer.expected["USSR"], summer.payoffs["USSR"]) == (Fraction(26, 25), Fraction(-6, 5))
assert deployed.informed.only().profile["USSR"]["root"]["hold"] == 1
assert silent == Fraction(6, 41)
assert doubting.only().profile["USSR"]["soft"]["defy"] == 1
# It thought that nobody would quarantine who can be so little trusted to go through with it.
assert doubting.only().surprises["USSR"] == ("soft",)
assert learned.only().profile["USSR"]["soft"]["withdraw"] == 1
# The US, who feared a hard USSR, got more than it expected; whoever doubts gets less.
assert learned.only().gaps["US"] > 0 > doubting.only().gaps["US"]
assert (least, news) == (Fraction(12, 13), 70)
assert bg.posterior(silent, news, 1) == least
# The same resolve of 3/5 that is below the border without loss aversion is above it with.
assert border.value < Fraction(3, 5) < bg.memo.deploy.threshold().value / Fraction(1, 2)
