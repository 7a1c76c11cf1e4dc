"""The report for machines: one object of texts, numbers, lists and mappings."""

from __future__ import annotations

import math
from typing import Any, Final

from brinkgame.memo import ClosedForm, Premise, Variant, campaign
from brinkgame.memo.campaign import Play
from brinkgame.memo.parameters import ALL, CONSTRAINTS
from brinkgame.pages.numbers import for_json
from brinkgame.pages.solution import as_json, plain
from brinkgame.report.found import Findings
from brinkgame.report.found.beliefs import BeliefFinding
from brinkgame.report.found.campaign import CampaignFinding
from brinkgame.report.found.claims import ClaimFinding
from brinkgame.report.found.decisions import Border, DecisionFinding, VariantFinding
from brinkgame.report.found.misperception import MisperceptionFinding, Story
from brinkgame.report.found.sensitivity import Bar, TornadoFinding
from brinkgame.sensitivity import Share

__all__ = ["SCHEMA", "campaign_json", "claim_json", "decision_json", "to_json"]

SCHEMA: Final = "brinkgame memo 1"
"""What the object is, and the version of its keys: it rises when a key changes or goes."""


def to_json(found: Findings) -> dict[str, Any]:
    """The whole report as one object.

    Exact numbers are texts such as ``"3/11"``, algebraic ones objects, floats numbers; what cannot
    be said is null. The keys are described in the how-to on the command line.

    Examples
    --------
    >>> import brinkgame as bg
    >>> told = bg.report.to_json(bg.report.findings(draws=2**10))
    >>> told["decisions"][2]["name"], told["claims"][0]["verdict"]
    ('deploy', 'holds only if')
    """
    return {
        "schema": SCHEMA,
        "at": {name: for_json(value) for name, value in found.at.items()},
        "parameters": [
            {
                "name": each.name,
                "meaning": each.meaning,
                "unit": each.unit,
                "baseline": for_json(each.baseline),
                "low": None if each.low is None else for_json(each.low),
                "high": None if each.high is None else for_json(each.high),
                "whole": each.whole,
                "sources": list(each.sources),
            }
            for each in ALL
        ],
        "constraints": [str(each) for each in CONSTRAINTS],
        "decisions": [
            decision_json(each, bars)
            for each, bars in zip(found.decisions, found.tornadoes, strict=True)
        ],
        "claims": [claim_json(each) for each in found.claims],
        "tension": {
            "claims": [found.tension.strongest.claim.name, found.tension.no_response.claim.name],
            "both_are_so": found.tension.both_are_so,
        },
        "campaign": _campaign(found.campaign),
        "misperception": _misperception(found.misperception),
        "beliefs": {
            "draws": found.draws,
            "variants": [_belief(each) for each in found.beliefs],
        },
    }


def decision_json(found: DecisionFinding, bars: TornadoFinding | None) -> dict[str, Any]:
    """One decision; ``solution`` follows the contract of ``solve --json``."""
    point = found.point
    return {
        "name": point.name,
        "number": point.number,
        "title": point.title,
        "question": point.question,
        "began": point.began,
        "when": point.when,
        "who": list(point.who),
        "sources": list(point.sources),
        "happened": plain(point.happened),
        "agreement": found.agreement.name.lower(),
        "chances_of_record": plain(found.chances),
        "solution": as_json(point.name, found.result),
        "borders": [_border(each) for each in found.borders],
        "one_at_a_time": None if bars is None else _tornado(bars),
        "premises": [_premise(each) for each in point.premises],
        "variants": [_variant(point.name, each) for each in found.variants],
    }


def _border(each: Border) -> dict[str, Any]:
    form: ClosedForm = each.form
    return {
        "name": form.name,
        "words": form.words,
        "over": None if form.over is None else str(form.over),
        "relation": form.relation or None,
        "formula": str(form.formula),
        "latex": form.formula.latex(),
        "provided": [str(condition) for condition in form.provided],
        "is_at_hand": each.is_at_hand,
        "value": plain(each.value),
        "actual": plain(each.actual),
        "margin": plain(each.margin),
        "is_so": each.is_so,
    }


def _tornado(found: TornadoFinding) -> dict[str, Any]:
    return {
        "record": list(found.baseline),
        "turning": [_bar(each) for each in found.bars],
        "idle": list(found.idle),
    }


def _bar(each: Bar) -> dict[str, Any]:
    return {
        "parameter": each.parameter,
        "baseline": each.baseline,
        "range": [each.low, each.high],
        "record_at_low": _floats(each.at_low),
        "record_at_high": _floats(each.at_high),
        "turns_at": [
            {"value": value, "text": text}
            for value, text in zip(each.switches, each.switch_texts, strict=True)
        ],
        "share_of_range": each.share,
    }


def _premise(each: Premise) -> dict[str, Any]:
    return {
        "statement": each.statement,
        "source": each.source or None,
        "hedge": each.hedge or None,
        "weight": plain(each.weight()),
        "outside_memo": each.is_outside_memo,
    }


def _variant(decision: str, each: VariantFinding) -> dict[str, Any]:
    variant: Variant = each.variant
    return {
        "name": variant.name,
        "title": variant.title,
        "sources": list(variant.sources),
        "agreement": None if each.agreement is None else each.agreement.name.lower(),
        "solution": as_json(f"{decision}:{variant.name}", each.result),
    }


def claim_json(each: ClaimFinding) -> dict[str, Any]:
    """One claim with its answer."""
    claim, finding = each.claim, each.finding
    return {
        "name": claim.name,
        "title": claim.title,
        "proposition": claim.proposition,
        "sources": list(claim.sources),
        "decisions": list(claim.decisions),
        "verdict": finding.verdict.value,
        "is_true": finding.is_true,
        "words": finding.words,
        "condition": finding.condition,
        "conditions": [str(condition) for condition in finding.conditions],
        "rival": finding.rival or None,
        "numbers": plain(finding.numbers),
    }


def campaign_json(plays: tuple[Play, ...]) -> list[dict[str, Any]]:
    """Each way to play the campaign, stage by stage; ``solution`` as in ``solve --json``.

    ``played`` lists the equilibria of the solution that are played, by their indices.
    """
    return [_play(play) for play in plays]


def _play(play: Play) -> dict[str, Any]:
    return {
        "worth": plain(play.worth),
        "deploying_adds": plain(play.embarks),
        "path_probability": plain(play.path_probability()),
        "outcomes": plain(play.outcomes()),
        "stages": [
            {
                "name": name,
                "title": act.stage.title,
                "decisions": list(act.stage.decisions),
                "record": list(act.stage.record),
                "chances_of_record": plain(act.chances()) if act.stage.record else None,
                "luck": plain(act.luck()) if act.stage.record else None,
                "worth": plain(act.worth),
                "solution": as_json(name, act.result),
                "played": [
                    i
                    for i, each in enumerate(act.result)
                    if any(each is other for other in act.equilibria)
                ],
            }
            for name, act in play.acts.items()
        ],
    }


def _campaign(found: CampaignFinding) -> dict[str, Any]:
    return {
        "plays": campaign_json(found.plays),
        "with_errors": [
            {
                "rationality": rationality,
                "path_probability": _floats(play.path_probability()),
                "chances_of_record": {name: _floats(pair) for name, pair in play.conduct().items()},
            }
            for rationality, play in found.with_errors.items()
        ],
        "risk_of_compelling": {
            "derived": [plain(campaign.risk_of_compelling(play)) for play in found.plays],
            "assumed_alone": plain(found.assumed_risk),
        },
        "influences": [
            {
                "parameter": each.parameter.name,
                "stages": list(each.stages),
                "is_late": each.is_late,
                "range": [plain(each.low), plain(each.high)],
                "deploying_adds": [plain(each.at_low), plain(each.at_high)],
                "turns_at": plain(each.switch),
            }
            for each in found.influences
        ],
        "untold": list(found.untold),
    }


def _misperception(found: MisperceptionFinding) -> dict[str, Any]:
    return {
        "resolve_before": plain(found.before),
        "resolve_after_silence": plain(found.after),
        "least_resolve_to_withdraw": plain(found.least),
        "news_needed": plain(found.news),
        "stories": [_story(each) for each in found.stories],
    }


def _story(each: Story) -> dict[str, Any]:
    return {
        "decision": each.name,
        "title": each.title,
        "believed": plain(each.believed),
        "outcomes": [
            {
                "profile": plain(outcome.profile),
                "expected": plain(outcome.expected),
                "payoffs": plain(outcome.payoffs),
                "regrets": plain(outcome.regrets),
                "outcomes": plain(outcome.outcomes()),
            }
            for outcome in each.result
        ],
    }


def _belief(each: BeliefFinding) -> dict[str, Any]:
    found = each.found
    told: dict[str, Any] = {
        "name": each.name,
        "title": each.title,
        "fixed": plain(found.fixed),
        "points": found.points,
        "inner": found.inner,
        "effective_points": found.effective,
        "seed": found.seed,
        "acceptance": found.acceptance,
        "shares": {reading.value: _share(other.share) for reading, other in each.readings.items()},
        "exclusions": [],
        "elimination": [[name, _share(share)] for name, share in found.elimination()],
        "pushes": [],
    }
    alone = found.exclusions()
    for name in found.names:
        here = alone.sel(observation=name)
        told["exclusions"].append(
            {
                "decision": name,
                "alone": _float(here.alone),
                "alone_error": _float(here.alone_error),
                "of_what_others_leave": _float(here.added),
            }
        )
    if not found.share.is_empty_sample:
        pushed = found.pushes()
        for i in range(pushed.sizes["parameter"]):
            here = pushed.isel(parameter=i)
            told["pushes"].append(
                {
                    "parameter": str(here.parameter.item()),
                    "distance": _float(here.ks),
                    "noise": _float(here.ks_noise),
                    "quantiles": [float(q) for q in pushed["quantile"].values],
                    "before": _floats(here.before.values.tolist()),
                    "after": _floats(here.after.values.tolist()),
                }
            )
    return told


def _share(share: Share) -> dict[str, Any]:
    return {
        "estimate": share.estimate,
        "standard_error": _float(share.error),
        "low": share.low,
        "high": share.high,
        "counting": share.counting,
        "points": share.points,
        "method": share.method,
        "undecided": share.undecided,
    }


def _float(value: Any) -> float | None:
    """A number that JSON has; null where there is none."""
    found = float(value)
    return found if math.isfinite(found) else None


def _floats(values: Any) -> list[float | None]:
    return [_float(value) for value in values]
