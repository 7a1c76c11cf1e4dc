"""Each decision: who and when, what the game says, on what it turns, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from brinkgame.expressions import Expression
from brinkgame.forms import ExtensiveFormGame
from brinkgame.memo import KENT, DecisionPoint, Premise
from brinkgame.report.found import Findings
from brinkgame.report.found.decisions import (
    Agreement,
    Border,
    DecisionFinding,
    VariantFinding,
    choices,
)
from brinkgame.report.found.sensitivity import TornadoFinding
from brinkgame.report.prose.markdown import bullets, code, paragraph, table
from brinkgame.report.words import answer, did, meaning, number, paragraphs, recorded, room

__all__ = ["decision_lines", "decision_section"]

_MOST_ANSWERS: Final = 3
_MOST_PLACES: Final = 6
_MOST_BARS: Final = 6
_RELATIONS: Final = {"<=": "at most", ">=": "at least"}
_CONCEPTS: Final = {
    "subgame-perfect": "everybody does what is best from there on, wherever play may come",
    "sequential": "everybody does what is best from there on, with beliefs that fit what is done",
}


def decision_section(found: Findings) -> Iterator[str]:
    """Every decision in the order of events."""
    yield "## The decisions"
    yield ""
    before: list[DecisionPoint] = []
    for each, bars in zip(found.decisions, found.tornadoes, strict=True):
        yield from decision_lines(each, bars, before)
        before.append(each.point)


def decision_lines(
    found: DecisionFinding, bars: TornadoFinding | None, before: Sequence[DecisionPoint] = ()
) -> Iterator[str]:
    """One decision: what the game says, what happened, when it turns, what it rests on."""
    point = found.point
    yield f'<a id="{point.name}"></a>'
    yield ""
    yield f"### {point.number} · {point.title}"
    yield ""
    yield from paragraph(
        f"{point.when[0].upper()}{point.when[1:]}. Choosing: {', '.join(point.who)}. From memo "
        f"{paragraphs(point.sources)}. On the command line: `brinkgame show {point.name}`."
    )
    yield from paragraph(f"*{point.question}*")
    yield from _what_the_game_says(found)
    yield from _turns(found, bars)
    yield from _borders(found)
    yield from _premises(point, before)
    yield from _variants(found)


def _what_the_game_says(found: DecisionFinding) -> Iterator[str]:
    point, result = found.point, found.result
    concept = _CONCEPTS.get(result.concept.value, "nobody gains by doing something else alone")
    many = len(result)
    answers = "" if many == 1 else f" ({many} answers, as somebody is indifferent)"
    yield from paragraph(f"**What the game says**, where {concept}{answers}:")
    order = sorted(range(many), key=lambda i: -float(found.chances[i]))
    for rank, i in enumerate(order[:_MOST_ANSWERS]):
        told = list(choices(result[i].profile))
        on_path = [did(choice) for choice in told if choice.is_reached]
        off_path = [did(choice) for choice in told if not choice.is_reached]
        line = "; ".join(on_path) + "."
        if off_path and many == 1:
            line += (
                f" Where play does not come: {'; '.join(off_path)}."
                if len(off_path) <= _MOST_PLACES
                else f" (And {len(off_path)} choices where play does not come: see memo.json.)"
            )
        yield from list(bullets([line if many == 1 else f"answer {rank + 1}: {line}"]))[:-1]
    if many > _MOST_ANSWERS:
        yield f"- and {many - _MOST_ANSWERS} more: see memo.json."
    yield ""
    if many == 1:
        worth = ", ".join(f"{who} {number(paid)}" for who, paid in result[0].payoffs.items())
        ends = {name: odds for name, odds in result[0].outcomes().items() if odds}
        told_ends = ", ".join(
            name if odds == 1 else f"{name} ({number(odds)})" for name, odds in ends.items()
        )
        yield from paragraph(f"That is worth {worth}. It ends in: {told_ends}.")
    verdict = {
        Agreement.ALL: "That is what the game says.",
        Agreement.SOME: "That is one of the answers of the game, and not the only one.",
        Agreement.NONE: "**That is not what the game says.**",
        Agreement.OPEN: "The matter was open when the memo was written.",
    }[found.agreement]
    if point.is_open:
        yield from paragraph(f"**What happened:** {verdict}")
    else:
        yield from paragraph(f"**What happened:** {recorded(found)}. {verdict}")


def _turns(found: DecisionFinding, bars: TornadoFinding | None) -> Iterator[str]:
    if bars is None:
        return
    if found.agreement is Agreement.NONE:
        intro = "**What would have to be different**, one assumption at a time:"
    else:
        intro = "**When that changes**, one assumption at a time and the others as they are:"
    if not bars.bars:
        yield from paragraph("No assumption, moved alone within its range, changes that.")
        return
    yield intro
    yield ""
    yield from table(
        ("assumption", "what it is", "here", "unchanged", "how far that is, of its range"),
        (
            (
                code(bar.parameter),
                meaning(bar.parameter),
                number(bar.baseline),
                room(bar),
                f"{100 * (bar.share or 0):.0f} %",
            )
            for bar in bars.bars[:_MOST_BARS]
        ),
    )
    rest = []
    if len(bars.bars) > _MOST_BARS:
        more = ", ".join(code(bar.parameter) for bar in bars.bars[_MOST_BARS:])
        rest.append(f"It also turns, further off, with {more}.")
    if bars.idle:
        rest.append(f"It never turns with {', '.join(map(code, bars.idle))} alone.")
    if rest:
        yield from paragraph(" ".join(rest))


def _borders(found: DecisionFinding) -> Iterator[str]:
    borders = [each for each in found.borders if each.form.over is not None]
    at_hand = [each for each in borders if each.is_at_hand and each.value is not None]
    if at_hand:
        yield "**Borders**, derived from the game:"
        yield ""
        yield from table(
            ("statement", "so where", "border", "here", "margin", "is it so"),
            (
                (
                    each.form.words,
                    _compared(each),
                    number(each.value),
                    number(each.actual),
                    number(each.margin),
                    "yes" if each.is_so else "no",
                )
                for each in at_hand
            ),
        )
    numbers = [
        f"{each.form.words}: {number(each.value)}"
        for each in found.borders
        if each.form.over is None and each.is_at_hand and each.value is not None
    ]
    if numbers:
        yield from bullets(numbers)
    other = [each.form.words for each in found.borders if not each.is_at_hand]
    if other:
        yield from paragraph(
            f"For cases that are not at hand here, the game also answers when: {'; '.join(other)}."
        )


def _compared(border: Border) -> str:
    return f"{_quantity(border.form.over)} is {_RELATIONS[border.form.relation]} the border"


def _quantity(over: Expression | None) -> str:
    if over is None:
        return ""
    if str(over) in over.symbols:
        return f"{meaning(str(over))} ({code(str(over))})"
    return code(str(over))


def _premises(point: DecisionPoint, before: Sequence[DecisionPoint]) -> Iterator[str]:
    premises = point.premises
    if not premises:
        return
    built_on = [each for each in before if set(each.premises) <= set(premises)]
    if built_on:
        base = built_on[-1]
        premises = tuple(each for each in premises if each not in base.premises)
        yield from paragraph(
            f"**What it rests on:** all that [{base.title}](#{base.name}) rests on, and:"
        )
    else:
        yield from paragraph("**What it rests on:**")
    yield from table(
        ("premise", "paragraph", "hedge", "weight"), (_premise(each) for each in premises)
    )


def _premise(premise: Premise) -> tuple[str, str, str, str]:
    weight = premise.weight()
    if weight is None:
        return premise.statement, "outside the memo", "", ""
    if not premise.hedge:
        return premise.statement, paragraphs((premise.source,)), "stated flatly", "1"
    degree = KENT.degree(premise.hedge)
    return (
        premise.statement,
        paragraphs((premise.source,)),
        f"“{premise.hedge}”: {degree}",
        number(weight),
    )


def _variants(found: DecisionFinding) -> Iterator[str]:
    if not found.variants:
        return
    yield "**The same under other assumptions:**"
    yield ""
    yield from bullets(_variant(found, each) for each in found.variants)


def _variant(found: DecisionFinding, each: VariantFinding) -> str:
    many = len(each.result)
    if not many:
        told = "no answer was found"
    elif many > _MOST_ANSWERS:
        told = f"{many} answers"
    else:
        told = " or: ".join(dict.fromkeys(_line(each, i) for i in range(many)))
    agreement = (
        {
            Agreement.ALL: " What happened is what it says.",
            Agreement.SOME: " What happened is one of its answers.",
            Agreement.NONE: " What happened is not what it says.",
        }.get(each.agreement, "")
        if each.agreement
        else ""
    )
    sources = f" ({paragraphs(each.variant.sources)})"
    name = f"`{found.point.name}:{each.variant.name}`"
    return f"*{each.variant.title}*{sources}: {told}.{agreement} {name}"


def _line(each: VariantFinding, i: int) -> str:
    profile = each.result[i].profile
    if isinstance(each.result.game, ExtensiveFormGame):
        return answer(profile)
    told = []
    for player, weights in profile.items():
        taken = {action: odds for action, odds in weights.items() if odds}
        if len(taken) == 1:
            told.append(f"{player}: {next(iter(taken))}")
        else:
            mixed = " or ".join(f"{action} ({number(odds)})" for action, odds in taken.items())
            told.append(f"{player}: {mixed}")
    return "; ".join(told)
