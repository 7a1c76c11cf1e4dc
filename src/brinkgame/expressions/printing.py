"""Expressions as a reader would write them: in text, in LaTeX, and for sympy.

A canonical rational function is laid out as a small tree of sums, products, powers and quotients
(`layout`), which is then written in one of three ways. Of several layouts (expanded, factored, with
common factors taken out of parts of a sum, over one denominator or term by term) the one with the
shortest text is taken, and of equally short ones the first in a fixed order, so that equal
expressions print alike. `parse` reads the text back.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, final

from brinkgame.expressions.operand import Symbol
from brinkgame.expressions.polynomials import Factorization, Power, Space, Terms

if TYPE_CHECKING:
    from brinkgame.expressions.rational import RationalFunction

__all__ = ["layout", "power_key", "to_latex", "to_sympy", "to_text"]

# Sums with more terms than this are written out as they are: nobody reads them.
_READABLE: Final = 60

# How many ways of taking out common factors are tried before only the most promising one is.
_TRIALS: Final = 60


# --- the tree ----------------------------------------------------------------------------------


@final
@dataclass(frozen=True, slots=True)
class _Number:
    """A number, not negative."""

    value: int


@final
@dataclass(frozen=True, slots=True)
class _Name:
    symbol: Symbol


@final
@dataclass(frozen=True, slots=True)
class _Sum:
    """Two or more terms with their signs, or one with a minus."""

    items: tuple[_Signed, ...]


@final
@dataclass(frozen=True, slots=True)
class _Product:
    """Two or more factors."""

    items: tuple[_Node, ...]


@final
@dataclass(frozen=True, slots=True)
class _Quotient:
    top: _Node
    bottom: _Node


@final
@dataclass(frozen=True, slots=True)
class _Raised:
    base: _Node
    exponent: _Node


_Node: TypeAlias = "_Number | _Name | _Sum | _Product | _Quotient | _Raised"


@final
class _Signed(NamedTuple):
    negative: bool
    node: _Node


@final
class _Term(NamedTuple):
    """A coefficient, and exponents of the generators; those of number powers may be negative."""

    coefficient: Fraction
    exponents: tuple[int, ...]


@final
class _Factor(NamedTuple):
    """``base**(fixed + sum of multiples of whole parameters)``."""

    base: _Node
    fixed: int
    free: tuple[tuple[Symbol, int], ...] = ()


def layout(f: RationalFunction) -> _Node:
    """The tree of a rational function."""
    return _as_node(_Layout(f.space).of_rational(f))


def _as_node(signed: _Signed) -> _Node:
    if not signed.negative:
        return signed.node
    if isinstance(signed.node, _Sum):
        return _Sum(tuple(_Signed(not item.negative, item.node) for item in signed.node.items))
    return _Sum((signed,))


def _shortest(candidates: Iterable[_Signed]) -> _Signed:
    return min(candidates, key=lambda signed: len(_text(_as_node(signed))))


@final
class _Layout:
    """The layouts of polynomials over the generators of one space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.trials = 0
        # What was laid out before: parts of sums come up again and again.
        self.polynomials: dict[tuple[_Term, ...], _Signed] = {}
        self.sums: dict[tuple[_Term, ...], _Signed] = {}
        self.monomials: dict[_Term, _Signed] = {}
        self.factorizations: dict[tuple[_Term, ...], Factorization] = {}
        self.bases: dict[int, tuple[_Node, _Node]] = {}  # of powers: the base, and its negative
        # Irreducible polynomials that are bases of powers: named terms -> generator, sign.
        self.known: dict[frozenset[tuple[tuple[tuple[str, int], ...], int]], tuple[int, int]] = {}
        self.numbers: dict[int, int] = {}  # powers of primes and of -1: the base
        for i, generator in enumerate(space.generators):
            if not isinstance(generator, Power):
                continue
            base = generator.base
            if base.is_constant:
                self.numbers[i] = int(base.constant())
                continue
            self.bases[i] = (layout(base), layout(-base))
            for sign in (1, -1):
                terms = _named(base.plain()[0], base.space.keys, sign)
                self.known.setdefault(terms, (i, sign))

    # --- whole functions ----------------------------------------------------------------------

    def of_rational(self, f: RationalFunction) -> _Signed:
        """The shortest layout of all."""
        above, below, _ = f.plain()
        num, den = _fractions(above), _fractions(below)
        if not self.space.keys:
            return self.product(num[0].coefficient / den[0].coefficient if num else Fraction(0), [])
        candidates: list[_Signed] = []
        if len(den) == 1 and all(
            e == 0 or i in self.numbers for i, e in enumerate(den[0].exponents)
        ):
            # The denominator is a number, or such as 20**T: divide term by term.
            candidates.append(
                self.polynomial(
                    [
                        _Term(
                            term.coefficient / den[0].coefficient,
                            tuple(
                                a - b for a, b in zip(term.exponents, den[0].exponents, strict=True)
                            ),
                        )
                        for term in num
                    ]
                )
            )
        if any(any(term.exponents) for term in den):
            # Of the two signs the shorter one; else the one with 1 - x rather than x - 1 below.
            constant = den[-1] if not any(den[-1].exponents) else den[0]
            signs = (1, -1) if constant.coefficient > 0 else (-1, 1)
            for sign in signs:
                top, bottom = (
                    self.polynomial(
                        [_Term(sign * term.coefficient, term.exponents) for term in terms]
                    )
                    for terms in (num, den)
                )
                if not bottom.negative:
                    candidates.append(_Signed(top.negative, _Quotient(top.node, bottom.node)))
            if len(num) <= _READABLE and len(den) <= _READABLE:
                (unit, factors), (divisor, divisors) = self.factors(num), self.factors(den)
                candidates.append(
                    self.factored(
                        Fraction(unit, divisor),
                        [*factors, *((terms, -exponent) for terms, exponent in divisors)],
                    )
                )
        return _shortest(candidates)

    def polynomial(self, terms: Sequence[_Term]) -> _Signed:
        """The shortest layout of a polynomial."""
        if len(terms) == 1:
            return self.monomial(terms[0])
        key = tuple(terms)
        if key in self.polynomials:
            return self.polynomials[key]
        candidates = [self.sum(terms)]
        if len(terms) <= _READABLE and all(e >= 0 for term in terms for e in term.exponents):
            scale = math.lcm(*(term.coefficient.denominator for term in terms))
            whole = [_Term(term.coefficient * scale, term.exponents) for term in terms]
            if scale > 1:
                over = self.sum(whole)
                candidates.append(_Signed(over.negative, _Quotient(over.node, _Number(scale))))
            unit, factors = self.factors(whole)
            if len(factors) > 1 or factors[0][1] > 1 or unit != 1:
                candidates.append(self.factored(Fraction(unit, scale), factors))
        best = _shortest(candidates)
        if isinstance(best.node, _Sum) and all(item.negative for item in best.node.items):
            best = _Signed(not best.negative, _as_node(_Signed(True, best.node)))
        self.polynomials[key] = best
        return best

    def factors(self, terms: Sequence[_Term]) -> Factorization:
        """A polynomial with whole coefficients as a product of irreducible ones."""
        sign = 1 if terms[0].coefficient > 0 else -1
        key = tuple(_Term(sign * term.coefficient, term.exponents) for term in terms)
        if key not in self.factorizations:
            self.factorizations[key] = self.space.factored(
                {term.exponents: int(term.coefficient) for term in key}
            )
        unit, factors = self.factorizations[key]
        return sign * unit, factors

    # --- sums ---------------------------------------------------------------------------------

    def sum(self, terms: Sequence[_Term]) -> _Signed:
        """The terms one after another, or with common factors taken out of some of them."""
        if len(terms) == 1:
            return self.monomial(terms[0])
        key = tuple(terms)
        if key in self.sums:
            return self.sums[key]
        expanded = _sum(self.monomial(term) for term in terms)
        if len(terms) < 3 or len(terms) > _READABLE:
            return expanded
        candidates = [expanded]
        # Every way to begin is tried while that is cheap, and then only the most promising one.
        for group in self.groups(terms)[: 1 if self.trials > _TRIALS else None]:
            self.trials += 1
            chosen = set(group)
            taken = self.taken_out([terms[k] for k in group])
            left = [k for k in range(len(terms)) if k not in chosen]
            if not left:
                candidates.append(taken)
                continue
            rest = self.sum([terms[k] for k in left])
            items = rest.node.items if isinstance(rest.node, _Sum) else (rest,)
            candidates.append(_sum([taken, *items] if group[0] < left[0] else [*items, taken]))
        self.sums[key] = _shortest(candidates)
        return self.sums[key]

    def groups(self, terms: Sequence[_Term]) -> list[list[int]]:
        """Terms with a common factor, those first where taking it out saves most characters."""
        found: dict[tuple[int, ...], int] = {}
        for i in range(len(self.space.keys)):
            group = tuple(k for k, term in enumerate(terms) if term.exponents[i] > 0)
            if len(group) > 1 and group not in found:
                common = _common(terms[k].exponents for k in group)
                text = _text(_as_node(self.monomial(_Term(Fraction(1), common))))
                found[group] = (len(group) - 1) * (len(text) + 1) - 2
        ranked = sorted((-saved, group) for group, saved in found.items() if saved > 0)
        return [list(group) for _, group in ranked]

    def taken_out(self, terms: Sequence[_Term]) -> _Signed:
        """The common factor times the rest."""
        common = _common(term.exponents for term in terms)
        content = Fraction(
            math.gcd(*(term.coefficient.numerator for term in terms)),
            math.lcm(*(term.coefficient.denominator for term in terms)),
        )
        negatives = sum(term.coefficient < 0 for term in terms)
        if 2 * negatives > len(terms) or (2 * negatives == len(terms) and terms[0].coefficient < 0):
            content = -content
        rest = self.polynomial(
            [
                _Term(
                    term.coefficient / content,
                    tuple(a - b for a, b in zip(term.exponents, common, strict=True)),
                )
                for term in terms
            ]
        )
        negative, node = self.product(content, self.generator_factors(common), last=rest.node)
        return _Signed(negative != rest.negative, node)

    # --- products -----------------------------------------------------------------------------

    def monomial(self, term: _Term) -> _Signed:
        if term not in self.monomials:
            self.monomials[term] = self.product(
                term.coefficient, self.generator_factors(term.exponents)
            )
        return self.monomials[term]

    def generator_factors(self, exponents: Sequence[int]) -> list[_Factor]:
        """The generators with these exponents; powers of one base, or of one exponent, in one."""
        names: list[_Factor] = []
        numbers: dict[str, tuple[Symbol, Fraction]] = {}
        powers: dict[_Node, tuple[int, list[tuple[Symbol, int]]]] = {}
        signs: list[Symbol] = []
        for i, e in enumerate(exponents):
            if e == 0:
                continue
            generator = self.space.generators[i]
            if not isinstance(generator, Power):
                names.append(_Factor(_Name(generator), e))
                continue
            exponent = generator.exponent
            if i not in self.numbers:
                powers.setdefault(self.bases[i][0], (i, []))[1].append((exponent, e))
            elif self.numbers[i] == -1:
                signs.append(exponent)
            else:
                _, base = numbers.get(exponent.name, (exponent, Fraction(1)))
                numbers[exponent.name] = (exponent, base * Fraction(self.numbers[i]) ** e)
        return self.signed_powers(names, numbers, powers, signs)

    def signed_powers(
        self,
        names: list[_Factor],
        numbers: dict[str, tuple[Symbol, Fraction]],
        powers: dict[_Node, tuple[int, list[tuple[Symbol, int]]]],
        signs: list[Symbol],
    ) -> list[_Factor]:
        """Put each (-1)**T into another power of the exponent T, if there is one."""
        flipped: set[_Node] = set()
        for symbol in signs:
            if symbol.name in numbers:
                numbers[symbol.name] = (symbol, -numbers[symbol.name][1])
                continue
            for base, (_, free) in powers.items():
                if len(free) == 1 and free[0][0].name == symbol.name and free[0][1] % 2 == 1:
                    flipped.add(base)
                    break
            else:
                numbers[symbol.name] = (symbol, Fraction(-1))
        factors = []
        for symbol, number in numbers.values():
            if number.numerator == 1:
                factors.append(_Factor(_number(1 / number), 0, ((symbol, -1),)))
            else:
                factors.append(_Factor(_number(number), 0, ((symbol, 1),)))
        for base, (i, free) in powers.items():
            shown = self.bases[i][1] if base in flipped else base
            fixed = 0
            if isinstance(shown, _Name):  # x * x**T is x**(T + 1)
                fixed = sum(factor.fixed for factor in names if factor.base == shown)
                names = [factor for factor in names if factor.base != shown]
            factors.append(_Factor(shown, fixed, tuple(free)))
        return factors[: len(numbers)] + names + factors[len(numbers) :]

    def factored(self, coefficient: Fraction, factors: Iterable[tuple[Terms, int]]) -> _Signed:
        """A product of irreducible polynomials; those that are bases of powers join these."""
        exponents = [0] * len(self.space.keys)
        joined: dict[int, int] = {}
        others: list[tuple[Terms, int]] = []
        for terms, exponent in factors:
            if len(terms) == 1:  # a generator itself
                exponents[terms[0][0].index(1)] += exponent
                continue
            power = self.known.get(_named(terms, self.space.keys, 1))
            if power is None:
                others.append((terms, exponent))
            else:
                i, sign = power
                joined[i] = exponent
                if sign < 0 and exponent % 2:
                    coefficient = -coefficient
        laid = self.generator_factors(exponents)
        for i, exponent in joined.items():
            base, negated = self.bases[i]
            for k, factor in enumerate(laid):
                if factor.free and factor.base in (base, negated):
                    if factor.base == negated and exponent % 2:
                        coefficient = -coefficient
                    laid[k] = factor._replace(fixed=exponent)
                    break
            else:
                laid.append(_Factor(base, exponent))
        coefficient, oriented = _oriented(coefficient, others)
        laid += [
            _Factor(_as_node(self.sum(_fractions(terms))), exponent) for terms, exponent in oriented
        ]
        return self.product(coefficient, laid)

    def product(
        self, coefficient: Fraction, factors: Iterable[_Factor], last: _Node | None = None
    ) -> _Signed:
        """A coefficient times powers; negative exponents go below the line."""
        above: list[_Node] = []
        below: list[_Node] = []
        size = abs(coefficient)
        if size.denominator != 1:
            below.append(_Number(size.denominator))
        for factor in factors:
            first = factor.free[0][1] if factor.free else factor.fixed
            (above if first > 0 else below).append(_raised(factor, -1 if first < 0 else 1))
        if last is not None:
            above.append(last)
        if size.numerator != 1 or not above:
            above.insert(0, _Number(size.numerator))
        top = above[0] if len(above) == 1 else _Product(tuple(above))
        if below:
            top = _Quotient(top, below[0] if len(below) == 1 else _Product(tuple(below)))
        return _Signed(coefficient < 0, top)


def _fractions(terms: Terms) -> list[_Term]:
    return [_Term(Fraction(coefficient), exponents) for exponents, coefficient in terms]


def _named(
    terms: Terms, keys: Sequence[str], sign: int
) -> frozenset[tuple[tuple[tuple[str, int], ...], int]]:
    """A polynomial as a set of terms with named exponents, comparable between spaces."""
    return frozenset(
        (tuple((k, e) for k, e in zip(keys, exponents, strict=True) if e), sign * coefficient)
        for exponents, coefficient in terms
    )


def _common(exponents: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """The exponents of the common factor; number powers below the line are not taken out."""
    return tuple(max(0, min(column)) for column in zip(*exponents, strict=True))


def _number(value: Fraction) -> _Node:
    size = abs(value)
    node: _Node = _Number(size.numerator)
    if size.denominator != 1:
        node = _Quotient(node, _Number(size.denominator))
    return _Sum((_Signed(True, node),)) if value < 0 else node


def _sum(items: Iterable[_Signed]) -> _Signed:
    """A sum in this order; but where it would begin with a minus, its first positive term leads."""
    listed = list(items)
    if len(listed) == 1:
        return listed[0]
    if listed[0].negative:
        for k, item in enumerate(listed):
            if not item.negative:
                listed.insert(0, listed.pop(k))
                break
    return _Signed(False, _Sum(tuple(listed)))


def _oriented(
    coefficient: Fraction, factors: list[tuple[Terms, int]]
) -> tuple[Fraction, list[tuple[Terms, int]]]:
    """Choose p or -p for each factor so that the product needs no minus, 1 - x before x - 1."""

    def flips(k: int) -> bool:
        exponents, constant = factors[k][0][-1]
        return constant == -1 and not any(exponents)

    def sign(flipped: set[int]) -> int:
        odd = sum(factors[k][1] for k in flipped) % 2 == 1
        return 1 if (coefficient > 0) != odd else -1

    natural = {k for k in range(len(factors)) if flips(k)}
    chosen = natural
    if sign(natural) < 0:
        if sign(set()) > 0:
            chosen = set()
        else:
            # Another factor of both signs takes the minus, if there is one.
            for k in reversed(range(len(factors))):
                terms, exponent = factors[k]
                if exponent % 2 and any(c < 0 for _, c in terms) and any(c > 0 for _, c in terms):
                    chosen = natural ^ {k}
                    break
    turned = [
        (tuple((e, -c) for e, c in terms) if k in chosen else terms, exponent)
        for k, (terms, exponent) in enumerate(factors)
    ]
    return abs(coefficient) * sign(chosen), turned


def _raised(factor: _Factor, sign: int) -> _Node:
    """The power, with the exponent times `sign`."""
    if not factor.free:
        exponent = sign * factor.fixed
        return factor.base if exponent == 1 else _Raised(factor.base, _Number(exponent))
    items = [
        _Signed(
            sign * multiple < 0,
            _Name(symbol)
            if abs(multiple) == 1
            else _Product((_Number(abs(multiple)), _Name(symbol))),
        )
        for symbol, multiple in factor.free
    ]
    if factor.fixed:
        items.append(_Signed(sign * factor.fixed < 0, _Number(abs(factor.fixed))))
    return _Raised(factor.base, _as_node(_sum(items)))


# --- text --------------------------------------------------------------------------------------


def to_text(f: RationalFunction) -> str:
    """The text of a rational function; `parse` reads it."""
    return _text(layout(f))


def power_key(base: RationalFunction, exponent: str) -> str:
    """The text of ``base**exponent``."""
    return f"{_closed(layout(base))}**{exponent}"


def _text(node: _Node) -> str:
    if isinstance(node, _Number):
        return str(node.value)
    if isinstance(node, _Name):
        return node.symbol.name
    if isinstance(node, _Sum):
        first = node.items[0]
        text = ("-" if first.negative else "") + _text(first.node)
        for item in node.items[1:]:
            text += (" - " if item.negative else " + ") + _text(item.node)
        return text
    if isinstance(node, _Product):
        return "*".join(_in_product(item) for item in node.items)
    if isinstance(node, _Quotient):
        return f"{_in_product(node.top)}/{_closed(node.bottom, raised=True)}"
    return f"{_closed(node.base)}**{_closed(node.exponent)}"


def _in_product(node: _Node) -> str:
    text = _text(node)
    return f"({text})" if isinstance(node, _Sum) else text


def _closed(node: _Node, *, raised: bool = False) -> str:
    """What stands for itself, in brackets if needed; `raised`: a power does as well."""
    text = _text(node)
    if isinstance(node, (_Number, _Name)) or (raised and isinstance(node, _Raised)):
        return text
    return f"({text})"


# --- LaTeX -------------------------------------------------------------------------------------

_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "varsigma", "τ": "tau", "υ": "upsilon",
    "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega",
}  # fmt: skip


def to_latex(f: RationalFunction) -> str:
    """The LaTeX formula of a rational function, with the signs of its symbols."""
    return _latex(layout(f))


def latex_name(symbol: Symbol) -> str:
    """The sign of a symbol in LaTeX; its name, upright, if it has no sign."""
    sign = symbol.symbol
    if "\\" in sign:  # LaTeX already
        return sign
    if not sign:
        if len(symbol.name) == 1:
            return symbol.name
        return r"\mathrm{" + symbol.name.replace("_", r"\_") + "}"
    head, _, index = sign.partition("_")
    text = _latex_word(head)
    return f"{text}_{{{_latex_word(index)}}}" if index else text


def _latex_word(word: str) -> str:
    if word in _GREEK:
        return "\\" + _GREEK[word]
    if word.endswith("*"):
        return _latex_word(word[:-1]) + "^{*}"
    if len(word) == 1 or re.fullmatch(r"[0-9]+|[A-Za-z]'+", word):
        return word
    return r"\mathrm{" + word.replace("_", r"\_") + "}"


def _latex(node: _Node) -> str:
    if isinstance(node, _Number):
        return str(node.value)
    if isinstance(node, _Name):
        return latex_name(node.symbol)
    if isinstance(node, _Sum):
        text = ""
        for item in node.items:
            if text:
                text += " - " if item.negative else " + "
            elif item.negative:
                text = "-"
            text += _latex(item.node)
        return text
    if isinstance(node, _Product):
        return _latex_product(node)
    if isinstance(node, _Quotient):
        return rf"\frac{{{_latex(node.top)}}}{{{_latex(node.bottom)}}}"
    base = _latex(node.base)
    if not isinstance(node.base, (_Number, _Name)):
        base = _bracketed(base)
    return f"{base}^{{{_latex(node.exponent)}}}"


def _latex_product(node: _Product) -> str:
    text = ""
    for item in node.items:
        factor = _latex(item)
        if isinstance(item, _Sum):
            factor = _bracketed(factor)
        if not text:
            text = factor
        elif factor[0].isdigit():
            text += r" \cdot " + factor
        elif r"\mathrm" in text or r"\mathrm" in factor:  # words would run into one another
            text += r" \, " + factor
        else:
            text += " " + factor
    return text


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)"


# --- sympy -------------------------------------------------------------------------------------


def to_sympy(f: RationalFunction) -> Any:
    """The same as an expression of sympy, in plain symbols of the same names."""
    import sympy

    return _sympy(layout(f), sympy)


def _sympy(node: _Node, sympy: Any) -> Any:
    if isinstance(node, _Number):
        return sympy.Integer(node.value)
    if isinstance(node, _Name):
        return sympy.Symbol(node.symbol.name)
    if isinstance(node, _Sum):
        return sympy.Add(
            *(
                -_sympy(item.node, sympy) if item.negative else _sympy(item.node, sympy)
                for item in node.items
            )
        )
    if isinstance(node, _Product):
        return sympy.Mul(*(_sympy(item, sympy) for item in node.items))
    if isinstance(node, _Quotient):
        return _sympy(node.top, sympy) / _sympy(node.bottom, sympy)
    return _sympy(node.base, sympy) ** _sympy(node.exponent, sympy)
