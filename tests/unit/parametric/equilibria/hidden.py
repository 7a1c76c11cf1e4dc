"""Drawn trees in which something is hidden, and what it takes to compare forms with a solver."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import brinkgame as bg


def weights(profile: Any) -> tuple[tuple[Fraction, ...], ...]:
    """The probabilities at all information sets."""
    return tuple(tuple(profile.weights_at(h)) for h in range(profile.game.tree.n_infosets))


def value(number: Any, point: Any) -> Any:
    """A number of a form at a point."""
    return number.evaluate(point) if isinstance(number, bg.Expression) else number


def assessment(form: Any, point: Any) -> bg.Assessment:
    """What everybody does and believes at a point."""
    profile = form.at(point)
    beliefs = {
        player: {
            where: {path: value(share, point) for path, share in line.items()}
            for where, line in plan.items()
        }
        for player, plan in form.beliefs.items()
    }
    return bg.Assessment(profile, bg.Beliefs(profile.game, beliefs))


def inside(space: Any, generator: Random, parts: int = 77) -> bg.Point:
    """A point in the inside of the constrained box; nearer to the baseline as constraints ask."""
    reach = Fraction(1)
    while True:
        point = {}
        for name, parameter in space.items():
            share = Fraction(generator.randint(1, parts - 1), parts)
            far = parameter.low + (parameter.high - parameter.low) * share
            point[name] = parameter.baseline + reach * (far - parameter.baseline)
        if not space.violations(point):
            return space.point(point)
        reach *= Fraction(19, 20)


def on_border(form: Any, space: Any, generator: Random) -> bg.Point | None:
    """A point where a condition of a form is an equation, if one is found."""
    conditions = [each for each in form.conditions if each.difference.names]
    if not conditions:
        return None
    chosen = generator.choice(conditions).difference.numerator
    name = generator.choice(chosen.names)
    point = dict(inside(space, generator))
    rest = chosen.substitute({n: v for n, v in point.items() if n != name})
    try:
        point[name] = rest.solve(name).constant()
    except bg.ExpressionError:
        return None
    parameter = space[name]
    if not parameter.low < point[name] < parameter.high or space.violations(point):
        return None
    return space.point(point)


def is_found(form: Any, point: Any, listed: Any) -> bool:
    """Whether a solver's result has the profile of a form, by itself or in a family."""
    profile = form.at(point)
    mine = weights(profile)
    return any(
        mine == weights(each.profile) or (each.family is not None and profile in each.family)
        for each in listed
    )


def is_within(profile: Any, other: Any) -> bool:
    """Whether a profile takes no action that another one does not."""
    return all(
        not a or b
        for one, two in zip(weights(profile), weights(other), strict=True)
        for a, b in zip(one, two, strict=True)
    )


def compared(game: Any, forms: Any, point: Any, concept: str, *, same: bool) -> int:
    """Hold the forms at a point against the solver for closed games; how many there are.

    Each form is certified by itself, and is one that the solver knows. With `same` the solver lists
    extreme points, and the forms are these; otherwise each connected set of equilibria that it
    tells has a form in it, and each that is alone is a form.
    """
    closed = game.at(point)
    here = [form for form in forms if form.holds(point)]
    for form in here:
        told = assessment(form, point)
        assert bg.is_sequentially_rational(told), (form, point)
        assert bg.is_perfect_bayesian(told), (form, point)
        if concept == "sequential":
            assert bg.is_consistent(told), (form, point)
        paid = {player: value(each, point) for player, each in form.payoffs.items()}
        assert bg.expected_payoffs(closed, told.profile) == paid
    listed = bg.solve(closed, concept=concept)
    theirs = {weights(each.profile) for each in listed}
    profiles = [form.at(point) for form in here]
    mine = set(map(weights, profiles))
    if same:
        assert mine == theirs, (point, mine ^ theirs)
    for each in listed:
        if each.family is None:
            assert weights(each.profile) in mine, (point, each)
        else:
            # Where a family is curved, its ends may be a family of their own.
            assert any(
                profile in each.family or is_within(profile, each.profile) for profile in profiles
            ), (point, each)
    for form in here:
        assert is_found(form, point, listed), (form, point)
    return len(here)


def open_number(generator: Random, symbols: list[Any]) -> Any:
    """A small payoff, now and then with a parameter or a product of two in it."""
    number: Any = Fraction(generator.randint(-2, 2))
    if generator.random() < 0.35:
        term: Any = Fraction(generator.choice([-2, -1, 1, 1, 2]))
        for symbol in generator.sample(symbols, generator.randint(1, min(2, len(symbols)))):
            term = term * symbol
        number = number + term
    return number


def signalling(generator: Random, *, types: int = 2, messages: int = 2, replies: int = 3) -> Any:
    """A signalling game with one to four open parameters, tied often."""
    symbols: list[Any] = [
        bg.Parameter(
            name,
            Fraction(1, 3),
            low=generator.choice([0, 0, -1]),
            high=generator.choice([1, 2]),
        )
        for name in "xyzw"[: generator.randint(1, 4)]
    ]
    prior = bg.Parameter("prior", Fraction(1, 3), low=0, high=1)
    first: Any = generator.choice([Fraction(1, 2), Fraction(1, 3), prior])
    pool = [open_number(generator, symbols) for _ in range(6)]

    def number() -> Any:
        tied = generator.random() < 0.3
        return generator.choice(pool) if tied else open_number(generator, symbols)

    counts = [generator.randint(1, replies) for _ in range(messages)]

    def heard(m: int) -> bg.Decision:
        menu = {f"r{k}": bg.Terminal({"S": number(), "R": number()}) for k in range(counts[m])}
        return bg.Decision("R", menu, infoset=f"m{m}")

    branches = {
        f"t{t}": (
            first if t == 0 else (1 - first) / (types - 1),
            bg.Decision("S", {f"m{m}": heard(m) for m in range(messages)}, infoset=f"t{t}"),
        )
        for t in range(types)
    }
    return bg.ExtensiveFormGame("drawn", players=("S", "R"), root=bg.Chance(branches))


def small_tree(generator: Random) -> Any:
    """Three players in turn, of whom each may see little of what went before."""
    symbols: list[Any] = [
        bg.Parameter(name, Fraction(1, 3), low=0, high=generator.choice([1, 2]))
        for name in "xyz"[: generator.randint(1, 3)]
    ]

    def end() -> bg.Terminal:
        return bg.Terminal({p: open_number(generator, symbols) for p in "ABC"})

    blind = generator.random() < 0.6

    def third(path: str) -> Any:
        if generator.random() < 0.4:
            return end()
        where = "C" if blind else f"C after {path[0]}"
        return bg.Decision("C", {"l": end(), "r": end()}, infoset=where)

    def second(path: str) -> Any:
        if generator.random() < 0.2:
            return end()
        where = "B" if generator.random() < 0.7 else f"B after {path}"
        return bg.Decision("B", {"u": third(path + "u"), "d": third(path + "d")}, infoset=where)

    menu = {name: second(name) for name in ("a", "b", "c")[: generator.randint(2, 3)]}
    root: Any = bg.Decision("A", menu, infoset="A")
    if generator.random() < 0.3:
        root = bg.Chance({"yes": ("1/2", root), "no": (bg.REST, third("n"))})
    return bg.ExtensiveFormGame("drawn", players=("A", "B", "C"), root=root)
