from __future__ import annotations

import itertools
import warnings
from fractions import Fraction

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

import brinkgame as bg
from brinkgame.plotting import draw_tree, save, tree_size
from tests.unit.plotting.looking import cut, overlaps, words


def closed(game):
    return game if game.is_closed else game.at()


def known_trees():
    for room in (bg.catalog, bg.memo):
        for name in room.names():
            game = room.load(name).game
            if isinstance(game, bg.ExtensiveFormGame) and len(game.tree.terminals) <= 60:
                yield pytest.param(game, id=name)
    for name in bg.memo.names():
        for variant in bg.memo.load(name).variants:
            if isinstance(variant.game, bg.ExtensiveFormGame):
                slow = [pytest.mark.slow]
                yield pytest.param(variant.game, id=f"{name}, {variant.name}", marks=slow)


def first_profile(game):
    """Some profile: every information set's first action."""
    return bg.BehaviorStrategyProfile.pure(game, [0] * game.tree.n_infosets)


@pytest.mark.parametrize("game", list(known_trees()))
def test_every_label_is_there_and_whole_and_none_lies_on_another(game):
    game = closed(game)
    ax = draw_tree(game, first_profile(game))
    assert cut(ax) == []
    assert overlaps(ax) == []
    written = " ".join(words(ax)).replace("\n", " ")
    tree = game.tree
    for number in range(tree.n_infosets):
        assert all(action in written for action in tree.actions(number))
    assert all(player in written for player in game.players)
    assert all(outcome in written for outcome in game.outcomes)


def entry():
    return bg.catalog.load("entry-deterrence").game


def test_an_equilibrium_is_drawn_thick_and_the_path_has_a_band():
    game = entry()
    ax = draw_tree(game, bg.solve(game))
    widths = [line.get_linewidth() for line in ax.lines]
    # root/in, and accommodate; their bands; and one sample each in the key
    assert widths.count(2.4) == 2 + 1
    assert widths.count(7.0) == 2 + 1
    off = draw_tree(game, {"entrant": {"root": "out"}, "incumbent": {"entry": "fight"}})
    widths = [line.get_linewidth() for line in off.lines]
    assert (widths.count(2.4), widths.count(7.0)) == (2 + 1, 1 + 1)
    bare = draw_tree(game)
    assert {2.4, 7.0}.isdisjoint(line.get_linewidth() for line in bare.lines)


def test_mixed_actions_and_chance_have_their_probabilities():
    poker = bg.catalog.load("kuhn-poker")
    found = words(draw_tree(poker.game, poker.known[0].profiles[0]))
    assert found.count("bet  1/3") == 2
    assert sum(word.endswith("1/6") for word in found) == 6
    assert "queen, check" in found


def test_payoffs_stand_at_the_ends_and_expected_ones_in_the_key():
    game = bg.memo.load("deploy").game.at()
    found = words(draw_tree(game, bg.solve(game)))
    assert {"2/25", "−1/2", "−10", "missiles stay"} <= set(found)


def test_beliefs_are_written_at_information_sets():
    game = bg.memo.load("letters").game.at()
    found = words(draw_tree(game, bg.solve(game, concept="sequential")))
    assert {"belief 3/20", "belief 17/20"} <= set(found)
    only = bg.solve(game, concept="sequential").only()
    assert "belief 3/20" in words(draw_tree(game, only.assessment))
    assert "one information set" in found


def test_several_equilibria_are_for_the_caller_to_choose_from():
    horse = bg.catalog.load("selten-horse").game
    result = bg.solve(horse, concept="nash")
    with pytest.raises(bg.AmbiguousEquilibriumError, match="there are 2 equilibria"):
        draw_tree(horse, result)
    ax = draw_tree(horse, result[0])
    assert "one member of a family of equilibria" in words(ax)
    assert "one member of a family of equilibria" not in words(draw_tree(horse, result[0].profile))


def test_a_family_alone_is_refused_too():
    tie = bg.ExtensiveFormGame(
        "a tie",
        players=("A", "B"),
        root=bg.Decision("A", {"out": bg.Terminal({"A": 1, "B": 0}), "in": bg.Decision("B", {
            "left": bg.Terminal({"A": 0, "B": 0}), "right": bg.Terminal({"A": 0, "B": 0})})}),
    )  # fmt: skip
    with pytest.raises(bg.AmbiguousEquilibriumError, match="one of a family"):
        draw_tree(tie, bg.solve(tie))


def test_an_empty_result_is_refused():
    game = entry()
    result = bg.solve(game)
    empty = bg.EquilibriumResult(
        game, result.solver, result.concept, result.status, result.coverage, ()
    )
    with pytest.raises(bg.AmbiguousEquilibriumError, match="no equilibrium"):
        draw_tree(game, empty)


@pytest.mark.parametrize(
    ("game", "kind", "text"),
    [
        (bg.catalog.load("chicken").game, bg.UnsupportedGameError, "draw_table"),
        (bg.memo.load("deploy").game, bg.UnsupportedGameError, "parameters"),
        (bg.catalog.leduc_poker(), bg.UnsupportedGameError, "subgame"),
        (None, bg.UnsupportedGameError, "expected a tree"),
    ],
)
def test_what_is_no_closed_tree_is_refused(game, kind, text):
    with pytest.raises(kind, match=text):
        draw_tree(game)


def test_a_profile_of_another_game_is_refused():
    with pytest.raises(bg.InvalidProfileError):
        draw_tree(entry(), {"entrant": {"root": "nowhere"}, "incumbent": {"entry": "fight"}})
    with pytest.raises(bg.InvalidProfileError):
        draw_tree(entry(), "in")


def test_axes_that_are_given_are_used_and_text_is_made_to_fit():
    game = bg.memo.load("deploy").game.at()
    figure = Figure(figsize=(5, 3))
    ax = figure.add_subplot()
    assert draw_tree(game, bg.solve(game), ax=ax) is ax
    assert cut(ax) == []
    assert overlaps(ax) == []
    with pytest.raises(bg.InvalidParameterError, match="ax is one matplotlib Axes"):
        draw_tree(game, ax=figure)


def test_large_axes_do_not_stretch_the_text():
    ax = Figure(figsize=(20, 20)).add_subplot()
    draw_tree(entry(), ax=ax)
    assert max(text.get_fontsize() for text in ax.texts) < 12


def test_a_new_figure_has_the_size_that_is_told():
    game = entry()
    ax = draw_tree(game, title="")
    assert tuple(ax.figure.get_size_inches()) == pytest.approx(tree_size(game, title=""))
    assert tree_size(game)[1] > tree_size(game, title="")[1]


def tall(levels, players, words):
    """A binary tree with long labels."""

    def node(depth, path):
        if depth == levels:
            return bg.Terminal(
                {who: Fraction(len(path), 7) - k for k, who in enumerate(players)},
                label=f"outcome {path} {words}" if words else None,
            )
        return bg.Decision(
            players[depth % len(players)],
            {
                f"left {words}".strip(): node(depth + 1, path + "l"),
                f"right {words}".strip(): node(depth + 1, path + "r"),
            },
            infoset=f"at {path} {words}".strip(),
        )

    return bg.ExtensiveFormGame(f"tall {words}", players=players, root=node(0, ""))


LONG = "an uncommonly long label that says much more than anybody wishes to read in a picture"


@pytest.mark.parametrize("words_", ["", LONG])
@pytest.mark.parametrize("levels", [1, 3])
@pytest.mark.parametrize("count", [1, 7])
def test_trees_of_every_kind_have_room(words_, levels, count):
    game = tall(levels, tuple(f"player {k} {words_}".strip() for k in range(count)), words_)
    ax = draw_tree(game, first_profile(game))
    assert cut(ax) == []
    assert overlaps(ax) == []


def test_sixty_four_ends_have_room():
    game = tall(6, ("A", "B", "C"), "x")
    ax = draw_tree(game, first_profile(game))
    assert cut(ax) == []
    assert overlaps(ax) == []


def test_a_tree_without_a_move():
    game = bg.ExtensiveFormGame("nothing", players=("A",), root=bg.Terminal({"A": 1}, label="end"))
    ax = draw_tree(game)
    assert {"1", "end", "nothing"} <= set(words(ax))
    assert cut(ax) == []
    assert overlaps(ax) == []


def test_dollars_and_percent_are_letters():
    game = bg.ExtensiveFormGame(
        "$5 or $6",
        players=("$A", "B_1"),
        root=bg.Decision(
            "$A",
            {"$x^2": bg.Terminal({"$A": 1, "B_1": 1}), "50 % $": bg.Terminal({"$A": 1, "B_1": 1})},
        ),
    )
    found = words(draw_tree(game))
    assert {"$x^2", "50 % $", "B_1"} <= set(found)


def test_an_absent_minded_player_is_drawn_all_the_same():
    def turn(after):
        return bg.Decision(
            "driver", {"exit": bg.Terminal({"driver": 0}), "on": after}, infoset="crossing"
        )

    game = bg.ExtensiveFormGame(
        "absent-minded", players=("driver",), root=turn(turn(bg.Terminal({"driver": 1})))
    )
    ax = draw_tree(game, {"driver": {"crossing": {"exit": "1/3", "on": "2/3"}}})
    assert words(ax).count("exit  1/3") == 2
    assert overlaps(ax) == []
    dashed = [line for line in ax.lines if line.is_dashed()]
    assert len(dashed) == 1 + 1  # and the sample in the key


def test_information_sets_line_up_in_one_column():
    horse = bg.catalog.load("selten-horse").game
    ax = draw_tree(horse)
    places = [t.get_position()[0] for t in ax.texts if t.get_text() == "third"]
    assert len(places) == 2
    assert places[0] == pytest.approx(places[1])


def test_dashed_lines_that_overlap_run_in_lanes_of_their_own():
    game = bg.catalog.load("kuhn-poker").game
    ax = draw_tree(game)
    spans = {}
    for line in ax.lines:
        xs, ys = line.get_xdata(), line.get_ydata()
        if line.is_dashed() and xs[0] == xs[-1]:
            spans.setdefault(round(float(xs[0]), 3), []).append((min(ys), max(ys)))
    assert sum(map(len, spans.values())) == 12
    for found in spans.values():
        for (a, b), (c, d) in itertools.combinations(found, 2):
            assert b < c or d < a


def test_floats_are_drawn_in_four_digits():
    game = bg.memo.load("deploy").game.at().to_float()
    found = words(draw_tree(game, bg.solve(game)))
    assert {"0.08", "−0.5"} <= set(found)


def test_nothing_of_matplotlib_is_changed_and_nothing_is_warned_of(tmp_path):
    before = dict(mpl.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        save(draw_tree(entry()), tmp_path / "entry.svg")
    assert dict(mpl.rcParams) == before
    pyplot = pytest.importorskip("matplotlib.pyplot")
    assert pyplot.get_fignums() == []


def test_a_style_of_the_user_leaves_room_too():
    with mpl.rc_context({"font.family": "monospace", "font.size": 20, "axes.titlesize": 30}):
        ax = draw_tree(entry(), bg.solve(entry()))
        assert cut(ax) == []
        assert overlaps(ax) == []
