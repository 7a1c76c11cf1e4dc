"""Strategies for hypothesis that draw profiles of a given game."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from brinkgame.forms import ExtensiveFormGame, NormalFormGame
from brinkgame.play import BehaviorStrategyProfile, MixedStrategyProfile
from brinkgame.testing.options import require, require_choice

__all__ = ["behavior_profiles", "mixed_profiles"]


def mixed_profiles(
    game: NormalFormGame, *, pure: bool | None = None
) -> st.SearchStrategy[MixedStrategyProfile]:
    """Profiles of a game in normal form.

    Parameters
    ----------
    game
        The game.
    pure
        True: every player plays one strategy. False: some player mixes. None: either.

    Raises
    ------
    ValueError
        Nobody can mix, and somebody must; or the game is none in normal form.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from hypothesis import given
    >>> game = bg.NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    >>> @given(mixed_profiles(game))
    ... def test_weights(profile):
    ...     assert sum(profile["1"].values()) == 1
    >>> test_weights()
    """
    require(isinstance(game, NormalFormGame), f"expected a NormalFormGame, got {game!r}")
    return _weights(game.shape, pure).map(
        lambda weights: MixedStrategyProfile(
            game,
            {
                player: dict(zip(menu, part, strict=True))
                for (player, menu), part in zip(game.strategies.items(), weights, strict=True)
            },
        )
    )


def behavior_profiles(
    game: ExtensiveFormGame, *, pure: bool | None = None
) -> st.SearchStrategy[BehaviorStrategyProfile]:
    """Profiles of a game in extensive form.

    Parameters
    ----------
    game
        The game.
    pure
        True: every action is taken for certain or not at all. False: at some information set
        several are taken. None: either.

    Raises
    ------
    ValueError
        Nobody can mix, and somebody must; or the game is none in extensive form.

    Examples
    --------
    >>> import brinkgame as bg
    >>> from hypothesis import given
    >>> game = bg.ExtensiveFormGame("one move", players=("A",), root=bg.Decision("A", {
    ...     "left": bg.Terminal({"A": 0}), "right": bg.Terminal({"A": 1})}, infoset="start"))
    >>> @given(behavior_profiles(game, pure=False))
    ... def test_weights(profile):
    ...     assert 0 < profile["A"]["start"]["left"] < 1
    >>> test_weights()
    """
    require(isinstance(game, ExtensiveFormGame), f"expected an ExtensiveFormGame, got {game!r}")
    sizes = tuple(game.tree.infoset_size.tolist())
    return _weights(sizes, pure).map(
        lambda weights: BehaviorStrategyProfile.from_weights(
            game, [weight for part in weights for weight in part]
        )
    )


def _weights(
    sizes: Sequence[int], pure: bool | None
) -> st.SearchStrategy[tuple[tuple[Fraction, ...], ...]]:
    """A distribution over each of several menus."""
    require_choice(pure=pure)
    require(
        pure is not False or any(size > 1 for size in sizes),
        "nobody has two actions to mix; leave out pure=False",
    )
    return _drawn_weights(tuple(sizes), pure)


@st.composite
def _drawn_weights(
    draw: st.DrawFn, sizes: tuple[int, ...], pure: bool | None
) -> tuple[tuple[Fraction, ...], ...]:
    parts: list[tuple[Fraction, ...]] = []
    for size in sizes:
        if pure or draw(st.booleans()):
            chosen = draw(st.integers(0, size - 1))
            parts.append(tuple(Fraction(int(i == chosen)) for i in range(size)))
        else:
            shares = draw(st.lists(st.sampled_from((0, 1, 2, 3, 5)), min_size=size, max_size=size))
            shares[0] += not any(shares)
            parts.append(tuple(Fraction(share, sum(shares)) for share in shares))
    if pure is False and all(max(part) == 1 for part in parts):
        which = draw(st.sampled_from([i for i, size in enumerate(sizes) if size > 1]))
        half = Fraction(1, 2)
        parts[which] = (half, half, *(Fraction(0) for _ in range(sizes[which] - 2)))
    return tuple(parts)
