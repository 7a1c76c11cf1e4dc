"""What ``brinkgame memo`` says: the deploy decision on one screen, and the same for machines.

Everything in it is worked out anew each time, from the tree and the parameters.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, final

from brinkgame import memo
from brinkgame.arithmetic import Algebraic
from brinkgame.cli.trees import marked_tree
from brinkgame.forms import ExtensiveFormGame
from brinkgame.memo import DecisionPoint, clock, deploy
from brinkgame.memo.parameters import (
    candour,
    compel_war_risk,
    detection,
    live_war_risk,
    us_resolve,
    weekly_hazard,
    weeks,
)
from brinkgame.pages.numbers import decimal, exact, for_json, percent, with_decimal
from brinkgame.pages.page import Page
from brinkgame.pages.rows import cited, parameter_rows, premise_rows
from brinkgame.pages.solution import as_json
from brinkgame.parametric import Switch, Threshold, nearest_switches
from brinkgame.play import BehaviorStrategyProfile, continuation_payoffs
from brinkgame.results import EquilibriumResult
from brinkgame.solve import solve

__all__ = ["Findings", "Reason", "findings", "full_text", "screen", "to_json"]

_WIDTH: Final = 100
_WEEKS: Final = (6, 8, 12, 16)
"""The lengths of the buildup that are shown, from the shortest that fits the memo on."""


@final
@dataclass(frozen=True, slots=True)
class Reason:
    """What an action pays its player, and what the others would."""

    player: str
    infoset: str
    action: str
    pays: Fraction
    others: tuple[tuple[str, Fraction], ...]


@final
@dataclass(frozen=True, slots=True)
class Findings:
    """All that is found out about the decision, at the baseline and around it.

    Attributes
    ----------
    point, result
        The decision, and its solution at the baseline.
    reasons
        Each choice, with the payoffs that were compared.
    threshold, honest
        The border of deploying, and the same for a USSR that counts its whole cost of failure.
    switches
        The least change of each parameter alone that turns the choice.
    candour
        Chances of discovery and of resolve, and the most candour that lets the USSR deploy there.
    hazards
        The weekly chance of discovery up to which it deploys, for some lengths of the buildup.
    """

    point: DecisionPoint
    result: EquilibriumResult
    reasons: tuple[Reason, ...]
    threshold: Threshold
    honest: Threshold
    switches: tuple[Switch, ...]
    cases: tuple[deploy.Case, ...]
    limit: Fraction
    candour: tuple[tuple[Fraction, Fraction, Fraction], ...]
    hazards: tuple[tuple[int, Fraction | Algebraic | None], ...]

    @property
    def profile(self) -> BehaviorStrategyProfile:
        """What everybody does at the baseline."""
        profile: BehaviorStrategyProfile = self.result.only().profile
        return profile


def findings() -> Findings:
    """Work it all out."""
    point = memo.load("deploy")
    closed = point.game.at()
    result = solve(closed)
    sure = Fraction(9, 10)
    return Findings(
        point=point,
        result=result,
        reasons=tuple(_reasons(closed, result.only().profile)),
        threshold=deploy.threshold(),
        honest=deploy.honest_threshold(),
        switches=nearest_switches(point.game, deploy.USSR, deploy.ROOT),
        cases=deploy.cases(),
        limit=deploy.risk_limit().evaluate(point.game.parameters.baseline),
        candour=tuple((chance, chance, _candour_at(chance)) for chance in (sure, Fraction(1))),
        hazards=tuple((count, clock.hazard_threshold(count)) for count in _WEEKS),
    )


def _candour_at(chance: Fraction) -> Fraction:
    return deploy.candour_threshold({detection.name: chance, us_resolve.name: chance}).value


def _reasons(game: ExtensiveFormGame, profile: BehaviorStrategyProfile) -> Iterator[Reason]:
    tree = game.tree
    value = continuation_payoffs(game, profile)
    for infoset, (node, *_) in enumerate(tree.members):
        who = int(tree.mover[node])
        menu = tree.actions(infoset)
        pays = [value[child][who] for child in tree.children_of(node)]
        taken = profile.weights_at(infoset).index(1)
        others = [(menu[i], pay) for i, pay in enumerate(pays) if i != taken]
        name = tree.infoset_name(infoset)
        yield Reason(game.players[who], name, menu[taken], pays[taken], tuple(others))


# --- for people ---------------------------------------------------------------------------------


def screen(found: Findings) -> Page:
    """The decision on one screen."""
    page = Page()
    point = found.point
    page.line(f"Decision {point.number}: {point.title}", f"  ({point.when})", style="bold")
    did = "as it did" if point.agrees(found.profile) else "though on record it did otherwise"
    chosen = found.reasons[0].action
    page.line(f"{point.question} At the baseline it chooses to {chosen}, {did}.")
    players = ", ".join(point.game.players)
    page.line("THE GAME", f"  payoffs ({players}), status quo = 0; ► is what is done", style="bold")
    page.lines(marked_tree(found.result.game, found.profile))
    _show_reasons(page, found)
    _show_threshold(page, found)
    _show_cases(page, found)
    _show_candour(page, found)
    _show_clock(page, found)
    _show_premises(page, found)
    return page


def _show_reasons(page: Page, found: Findings) -> None:
    equilibrium = found.result.only()
    verdict = equilibrium.certificate.verdict.value
    page.line(
        "WHO DOES WHAT, AND WHY",
        f"  the only subgame-perfect equilibrium; certified, {verdict}",
        style="bold",
    )
    page.table(
        (
            (
                f"{reason.player}, {reason.infoset}",
                reason.action,
                f"pays {with_decimal(reason.pays)}",
                "; ".join(f"{other} would pay {exact(pay)}" for other, pay in reason.others),
            )
            for reason in found.reasons
        ),
        indent=2,
    )
    told = ", ".join(f"{what} {decimal(odds)}" for what, odds in equilibrium.outcomes().items())
    page.line(f"  outcomes: {told}")


def _show_threshold(page: Page, found: Findings) -> None:
    border = found.threshold
    page.line("WHEN IT TURNS", "  derived from the tree", style="bold")
    page.lines(_wrapped(f"{border.prefer} iff {border.over} {border.relation} {border.formula}", 4))
    page.line(
        f"  = {with_decimal(border.value)}; {border.over} is {with_decimal(border.actual)}, "
        f"which leaves {with_decimal(border.margin)}"
    )
    moved = [
        f"{s.parameter.name} {exact(s.start)} → {exact(s.border)} ({percent(s.share or 0)})"
        for s in found.switches
    ]
    page.lines(_listed("by one parameter alone (share of its range):", moved, 4))
    turning = {switch.parameter.name for switch in found.switches}
    never = [name for name in found.point.game.parameters if name not in turning]
    page.lines(_wrapped(f"not within its range by {', '.join(never)}", 4))


def _show_cases(page: Page, found: Findings) -> None:
    page.line(
        "THREE CASES",
        "  by the most risk of war that the US runs, with what deploying adds in each,",
        style="bold",
    )
    page.line(f"  limit = {deploy.risk_limit()} = {with_decimal(found.limit)}")
    early, late = compel_war_risk.name, live_war_risk.name
    when = (f"{early} ≤ limit < {late}", f"limit < {early}", f"{late} ≤ limit")
    page.table(
        (
            f"{'►' if case.holds() else ' '} {case.name}",
            condition,
            case.words,
            f"{float(case.worth):+.3g} {'deploys' if case.worth >= 0 else 'holds'}",
        )
        for case, condition in zip(found.cases, when, strict=True)
    )


def _show_candour(page: Page, found: Findings) -> None:
    honest = found.honest
    needed = "it is" if honest.actual > honest.value else "it is not"
    page.line(
        "CANDOUR",
        f"  a lack of it is needed only if {honest.over} > {decimal(honest.value)}; here {needed}:",
        style="bold",
    )
    told = [
        f"at {decimal(d * r)} it takes {candour.name} ≤ {decimal(most, 3)}"
        for d, r, most in found.candour
    ]
    page.line(f"  {', '.join(told)}")


def _show_clock(page: Page, found: Findings) -> None:
    chance = clock.DISCOVERY.evaluate(clock.GAME.parameters.baseline)
    page.line(
        "THE CLOCK",
        f"  {detection.name} = {clock.DISCOVERY} = {decimal(chance)} by its own baseline:",
        style="bold",
    )
    told = [
        f"{'any' if border is None else decimal(border, 3)} for {count}"
        for count, border in found.hazards
    ]
    page.line(
        f"  {found.threshold.prefer} iff {weekly_hazard.name} ≤ {', '.join(told)} {weeks.name}; "
        f"it is {decimal(weekly_hazard.baseline)}"
    )


def _show_premises(page: Page, found: Findings) -> None:
    page.line(
        "PREMISES",
        "  by paragraph of the memo, each with the weight of its hedge on Kent's scale",
        style="bold",
    )
    stated: dict[str, list[str]] = {}
    ours = []
    for premise in found.point.premises:
        weight = premise.weight()
        if weight is None:
            ours.append(premise.statement)
        else:
            paragraph = premise.source.removeprefix("memo ")
            stated.setdefault(paragraph, []).append(f"{float(weight):.2f} {premise.statement}")
    told = [f"{paragraph} {'; '.join(lines)}" for paragraph, lines in stated.items()]
    page.lines(_wrapped("; ".join(told), 2))
    page.lines(_wrapped(f"outside the memo: {'; '.join(ours)}", 2))
    game = found.point.game
    sources = {source for p in game.parameters.values() for source in p.sources}
    page.line(
        "SOURCES",
        f"  of the numbers: {cited(sorted(sources))}; ranges are choices",
        style="bold",
    )


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="  ",
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(head: str, items: Iterable[str], indent: int) -> list[str]:
    """A list with semicolons, broken between items only."""
    lines = [f"  {head}"]
    for item in items:
        if len(lines[-1]) + len(item) + 2 > _WIDTH:
            lines.append(" " * (indent - 1))
        lines[-1] += f" {item};"
    lines[-1] = lines[-1].removesuffix(";")
    return lines


def full_text(found: Findings) -> Page:
    """The screen, and below it every parameter and premise in full."""
    page = screen(found)
    page.line()
    page.line("PARAMETERS", style="bold")
    page.table(parameter_rows(found.point.game.parameters), indent=2)
    for constraint in found.point.game.parameters.constraints:
        page.line(f"  where {constraint}")
    page.line()
    page.line("PREMISES IN FULL", style="bold")
    page.table(premise_rows(found.point.premises), indent=2)
    return page


# --- for machines -------------------------------------------------------------------------------


def to_json(found: Findings) -> dict[str, Any]:
    """All findings as one object; ``solution`` follows the contract of ``solve --json``."""
    point = found.point
    border = found.threshold
    return {
        "decision": point.name,
        "number": point.number,
        "title": point.title,
        "when": point.when,
        "question": point.question,
        "happened": {player: dict(plan) for player, plan in point.happened.items()},
        "solution": as_json(point.name, found.result),
        "outcomes": {k: for_json(v) for k, v in found.result.only().outcomes().items()},
        "reasons": [_reason(reason) for reason in found.reasons],
        "threshold": {
            "condition": str(border),
            "over": str(border.over),
            "relation": border.relation,
            "formula": str(border.formula),
            "latex": border.latex(),
            "value": for_json(border.value),
            "actual": for_json(border.actual),
            "margin": for_json(border.margin),
        },
        "switches": [_switch(switch) for switch in found.switches],
        "cases": [_case(case) for case in found.cases],
        "risk_limit": {"formula": str(deploy.risk_limit()), "value": for_json(found.limit)},
        "candour": {
            "needed_above": for_json(found.honest.value),
            "at_most": [
                {
                    detection.name: for_json(d),
                    us_resolve.name: for_json(r),
                    candour.name: for_json(most),
                }
                for d, r, most in found.candour
            ],
        },
        "clock": [
            {weeks.name: count, weekly_hazard.name: None if h is None else for_json(h)}
            for count, h in found.hazards
        ],
        "parameters": [
            {
                "name": p.name,
                "baseline": for_json(p.baseline),
                "low": None if p.low is None else for_json(p.low),
                "high": None if p.high is None else for_json(p.high),
                "meaning": p.meaning,
                "unit": p.unit,
                "sources": list(p.sources),
            }
            for p in point.game.parameters.values()
        ],
        "constraints": [str(c) for c in point.game.parameters.constraints],
        "premises": [_premise(premise) for premise in point.premises],
        "sources": list(point.sources),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "player": reason.player,
        "information_set": reason.infoset,
        "action": reason.action,
        "pays": for_json(reason.pays),
        "others": {other: for_json(pay) for other, pay in reason.others},
    }


def _switch(switch: Switch) -> dict[str, Any]:
    return {
        "parameter": switch.parameter.name,
        "from": for_json(switch.start),
        "to": for_json(switch.border),
        "share_of_range": switch.share,
        "before": switch.before,
        "after": switch.after,
        "turned_by": list(switch.turned_by),
    }


def _case(case: deploy.Case) -> dict[str, Any]:
    return {
        "name": case.name,
        "words": case.words,
        "conduct": dict(case.conduct),
        "difference": str(case.preference.difference),
        "premises": [str(premise) for premise in case.premises],
        "holds": case.holds(),
        "at": {name: for_json(value) for name, value in case.point.items()},
        "worth": for_json(case.worth),
    }


def _premise(premise: memo.Premise) -> dict[str, Any]:
    weight = premise.weight()
    return {
        "statement": premise.statement,
        "source": premise.source or None,
        "hedge": premise.hedge or None,
        "weight": None if weight is None else for_json(weight),
        "outside_memo": premise.is_outside_memo,
    }
