"""What is out of scope, with reasons; families in words; limits."""

from __future__ import annotations

from fractions import Fraction

import pytest

import brinkgame as bg
from brinkgame.signaling.words import region

SOLVERS = (bg.SignalingSequential(), bg.SignalingPerfectBayesian())


def end(first=0, second=0):
    return bg.Terminal({"A": first, "B": second})


def tree(root):
    return bg.ExtensiveFormGame("a tree", players=("A", "B"), root=root)


def only_obstacle(solver, game):
    (obstacle,) = solver.obstacles(game)
    return obstacle


@pytest.mark.parametrize("solver", SOLVERS)
def test_three_moves_on_the_way(solver):
    last = bg.Decision("A", {"x": end(), "y": end()})
    middle = bg.Decision("B", {"x": last, "y": end()})
    game = tree(bg.Decision("A", {"x": middle, "y": end()}))
    assert only_obstacle(solver, game) == (
        "takes trees with at most two moves of players on the way, not root, root/x and root/x/x"
    )


@pytest.mark.parametrize("solver", SOLVERS)
def test_nobody_moves_twice(solver):
    game = tree(bg.Decision("A", {"x": bg.Decision("A", {"x": end(), "y": end()}), "y": end()}))
    assert only_obstacle(solver, game) == (
        "takes trees where nobody moves twice; A does at root and root/x"
    )


@pytest.mark.parametrize("solver", SOLVERS)
def test_nobody_is_first_and_second_at_once(solver):
    """B may be asked first, and then A replies, or after A, and then the game ends."""

    def asked(below):
        return bg.Decision("B", {"x": below, "y": end()}, infoset="asked")

    first = bg.Decision("A", {"x": asked(end()), "y": end()}, infoset="early")
    second = asked(bg.Decision("A", {"x": end(), "y": end()}, infoset="late"))
    game = tree(bg.Chance({"one": ("1/2", first), "other": (bg.REST, second)}))
    assert "at asked B may be both first and second" in only_obstacle(solver, game)


@pytest.mark.parametrize("solver", SOLVERS)
def test_what_nature_never_does(solver):
    choice = bg.Decision("A", {"x": end(1), "y": end()})
    game = tree(bg.Chance({"never": (0, choice), "ever": (1, end())}))
    assert only_obstacle(solver, game).endswith("not with probability 0 to root/never")
    # That an end is never come to does not matter.
    harmless = tree(bg.Chance({"never": (0, end()), "ever": (1, choice)}))
    assert bg.solve(harmless, solver).only().profile["A"]["root/ever"]["x"] == 1


@pytest.mark.parametrize("solver", SOLVERS)
def test_too_many_actions(solver):
    game = tree(bg.Decision("A", {str(k): end(k) for k in range(65)}))
    assert "up to 64 actions" in only_obstacle(solver, game)


def test_trembles_that_explain_two_places_are_for_the_general_solver():
    """A garbled message: whoever hears either sound asks how likely the same mistakes were."""

    def heard(sound, paid):
        return bg.Decision("B", {"x": end(paid, 1), "y": end(0, 0)}, infoset=f"hears {sound}")

    def say(paid):
        return bg.Chance({"hiss": ("1/2", heard("hiss", paid)), "hum": (bg.REST, heard("hum", 0))})

    def type_(name, paid):
        return bg.Decision("A", {"say": say(paid), "quiet": end(2)}, infoset=name)

    game = tree(bg.Chance({"s": ("1/2", type_("s", 1)), "t": (bg.REST, type_("t", -1))}))
    sequential, bayesian = SOLVERS
    assert only_obstacle(sequential, game).endswith(
        "say at s leads to hears hiss and hears hum, each together with other actions"
    )
    assert not bayesian.obstacles(game)
    chosen = bg.choose_solver(game, "sequential").solver
    assert chosen == bg.SequentialEnumeration()
    assert bg.choose_solver(game, "perfect-bayesian").solver == bayesian


def test_concepts_differ_where_one_action_leads_to_several_nodes():
    """Nature moves unseen by both; beliefs are free only where they need not be consistent."""

    def after(good):
        return bg.Decision(
            "A",
            {
                "ask": bg.Decision(
                    "B",
                    {"yes": end(1, 1 if good else -1), "no": end(-1, 0)},
                    infoset="asked",
                ),
                "wait": end(0, 0),
            },
            infoset="A",
        )

    game = tree(bg.Chance({"good": ("3/4", after(True)), "bad": (bg.REST, after(False))}))
    asks = bg.solve(game, bg.SignalingSequential())
    assert [e.profile["A"]["A"]["ask"] for e in asks] == [1]
    weaker = bg.solve(game, bg.SignalingPerfectBayesian())
    assert {e.profile["A"]["A"]["ask"] for e in weaker} == {0, 1}


@pytest.mark.parametrize("solver", [bg.SignalingSequential, bg.SignalingPerfectBayesian])
@pytest.mark.parametrize("listed", [0, -1, True, 1.5, "3"])
def test_how_many_are_listed_is_a_whole_number(solver, listed):
    with pytest.raises(bg.InvalidNumberError, match="listed is a whole number from 1 on"):
        solver(listed=listed)


def indifferent(messages, replies):
    """Nobody minds anything."""
    labels = [str(k) for k in range(messages)]
    return bg.signaling_game(
        types={"s": "1/2", "t": bg.REST},
        messages=labels,
        replies=[f"r{k}" for k in range(replies)],
        payoffs=lambda *_: (0, 0),
    )


@pytest.mark.parametrize("solver", [bg.SignalingSequential, bg.SignalingPerfectBayesian])
def test_where_nobody_minds_there_is_one_component(solver):
    result = bg.solve(indifferent(2, 2), solver(listed=4))
    [part] = result.components
    assert len(part) == 4
    family = result[0].family
    assert family.count == 2**2 * 2**2
    assert family.vertices is None
    assert len(family.pieces) == 3
    assert "play comes to 0" in family.conditions[1]
    assert bg.solve(indifferent(3, 11), solver(listed=1))[0].family.count is None


def test_a_product_of_polytopes_is_told_by_its_corners():
    """What is said after the other message is any, and nobody minds."""
    game = tree(
        bg.Decision(
            "A",
            {
                "m": end(2),
                "n": bg.Decision("B", {"x": end(1), "y": end()}, infoset="n"),
            },
        )
    )
    result = bg.solve(game, SOLVERS[0])
    assert result[0].family.vertices == (0, 1)
    assert result[0].family.conditions == ("root: m; at n: any mixture of x and y",)


def test_time_is_limited():
    game = indifferent(3, 3)
    result = bg.solve(game, SOLVERS[0], time_limit=1e-9, check=False)
    assert result.status is bg.Status.TIME_LIMIT
    assert not result.equilibria


def test_regions_in_words():
    one, half, zero = Fraction(1), Fraction(1, 2), Fraction(0)
    third = Fraction(1, 3)
    labels = ("a", "b", "c")
    assert region(labels, [(one, zero, zero)]) == "a"
    assert region(labels, [(half, zero, half)]) == "1/2 a + 1/2 c"
    assert region(labels, [(half, half, zero), (zero, one, zero)]) == "Pr(b) >= 1/2"
    assert region(labels, [(half, half, zero), (third, 2 * third, zero)]) == "1/3 <= Pr(a) <= 1/2"
    assert region(labels, [(one, zero, zero), (zero, one, zero)]) == "any mixture of a and b"
    corners = [(one, zero, zero), (zero, one, zero), (zero, zero, one)]
    assert region(labels, corners) == "any mixture of a, b and c"
    assert region(labels, [*corners[:2], (half, zero, half)]) == (
        "any mixture of (a), (1/2 a + 1/2 c), (b)"
    )


def test_what_moves_together_is_told_together():
    """Two types who must mix alike so that the receiver stays indifferent."""
    game = bg.signaling_game(
        types={"s": "1/2", "t": bg.REST},
        messages=("m", "n"),
        replies={"m": ("x", "y"), "n": ()},
        payoffs=lambda kind, message, reply: (
            0,
            0 if reply is None else (1 if (kind == "s") == (reply == "x") else 0),
        ),
    )
    result = bg.solve(game, concept="sequential")
    assert all(e.family.vertices is None for e in result)
    told = " | ".join(result[0].family.conditions)
    assert "any mixture of [s: m, t: m], [s: n, t: n]" in told
    assert all(bg.solve(game, concept="sequential")[k].certificate.holds() for k in range(2))


def test_nodes_are_named_by_paths_where_types_do_not_tell_them_apart():
    def after(good):
        return bg.Decision(
            "A",
            {
                "ask": bg.Decision(
                    "B", {"yes": end(-1, int(good)), "no": end(-1, int(not good))}, infoset="asked"
                ),
                "wait": end(0, 0),
            },
            infoset="A",
        )

    game = tree(bg.Chance({"good": ("1/2", after(True)), "bad": (bg.REST, after(False))}))
    [condition] = bg.solve(game, bg.SignalingPerfectBayesian())[0].family.conditions
    assert "Pr(root/good/ask)" in condition


def test_pieces_join_where_what_deters_depends_on_the_core():
    """B's reply to the message that is sent is any, and so is what it takes to deter the other."""

    def reply(pays, place, other):
        return bg.Decision("B", {"x": end(pays, 0), "y": end(other, 0)}, infoset=place)

    game = tree(bg.Decision("A", {"m": reply(0, "m", 1), "n": reply(0, "n", 2)}))
    result = bg.solve(game, concept="sequential")
    [part] = result.components
    family = result[part[0]].family
    for m, n in ((0, 0), (1, "1/2"), ("1/2", "1/4")):
        plan = {"A": {"root": "m"}, "B": {
            "m": {"x": 1 - Fraction(m), "y": m}, "n": {"x": 1 - Fraction(n), "y": n}}}  # fmt: skip
        assert plan in family
    bad = {"A": {"root": "m"}, "B": {"m": "x", "n": "y"}}
    assert bad not in family
    assert (bad, {}) not in family
    assert bg.Assessment.of(game, {"A": {"root": "n"}, "B": {"m": "x", "n": "y"}}, {}) in family


@pytest.mark.parametrize("solver", SOLVERS)
def test_moves_without_a_choice_do_not_count(solver):
    """The receiver nods before the reply, and the sender after it."""

    def nods(who, node, where):
        return bg.Decision(who, {"nod": node}, infoset=where)

    def reply(place, x, y):
        menu = {"x": nods("A", x, f"{place} x"), "y": nods("A", y, f"{place} y")}
        return nods("B", bg.Decision("B", menu, infoset=place), f"{place} nod")

    root = bg.Decision(
        "A", {"m": reply("m", end(2, 1), end(0, 0)), "n": reply("n", end(3, 0), end(1, 1))}
    )
    only = bg.solve(tree(nods("A", root, "first")), solver).only()
    assert only.profile["A"]["root/nod"]["m"] == 1
    assert only.profile["B"]["m"]["x"] == only.profile["B"]["n"]["y"] == 1
    assert only.profile["A"]["first"]["nod"] == only.profile["B"]["m nod"]["nod"] == 1
