from __future__ import annotations

import itertools
from collections import Counter

import brinkgame as bg
from brinkgame.arithmetic import solve_linear
from brinkgame.catalog.seventy_five_equilibria import GAME

ROW, COLUMN = (GAME.payoff_array(player).tolist() for player in GAME.players)
BY_COLUMN = [list(column) for column in zip(*COLUMN, strict=True)]


def balanced(table, mine, others):
    """The probabilities on `others` at which the rows `mine` are the best, and pay the same."""
    rows = [[*(table[i][j] for j in others), -1] for i in mine] + [[*(1 for _ in others), 0]]
    found = solve_linear(rows, [0] * len(mine) + [1])
    if found is None or min(found[:-1]) <= 0:
        return None
    pays = [sum(row[j] * w for j, w in zip(others, found, strict=False)) for row in table]
    return None if max(pays) > found[-1] else found[:-1]


def test_there_are_75_by_all_pairs_of_supports():
    sizes = Counter()
    for size in range(1, 7):
        for mine, others in itertools.product(itertools.combinations(range(6), size), repeat=2):
            if balanced(ROW, mine, others) and balanced(BY_COLUMN, others, mine):
                sizes[size] += 1
    assert sum(sizes.values()) == 75
    assert (sizes[1], sizes[6]) == (2, 1)


def test_solve_finds_all_of_them_isolated():
    result = bg.solve(GAME)
    assert len(result) == len(result.components) == 75
    assert result.coverage is bg.Coverage.ALL
    assert sum(result.indices) == 1


def test_the_players_may_change_roles():
    found = {(e.payoffs["row"], e.payoffs["column"]) for e in bg.solve(GAME)}
    assert {(b, a) for a, b in found} == found
