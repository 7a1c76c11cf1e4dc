"""Games at random, and all their equilibria by brute force: every combination of supports.

Nothing here is taken from the room that is tested: payoffs are read off the tree, and whether a
combination of supports has an equilibrium is asked of two linear programs.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from brinkgame.forms import REST, Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.subgames import subgame_roots
from brinkgame.linear_programs import solve_lp
from brinkgame.play import BehaviorStrategyProfile, Beliefs


def drawn(rng, types=2, messages=2, replies=2, number=None, odd=False):
    """A signaling game; an odd one has what textbooks leave out."""
    number = number or (lambda rng: rng.randint(0, 2))
    said = [f"m{k}" for k in range(messages)]
    count = {m: rng.randint(1, replies) if odd else replies for m in said}
    ends = {m for m in said[1:] if odd and rng.random() < 0.15}
    garbled = {m: rng.choice(said) for m in said if odd and m not in ends and rng.random() < 0.2}

    def end():
        if odd and rng.random() < 0.1:
            return Chance({"a": ("1/3", leaf()), "b": (REST, leaf())})
        return leaf()

    def leaf():
        return Terminal({"S": number(rng), "R": number(rng)})

    def heard(message):
        if message in ends:
            return end()
        return Decision("R", {f"r{k}": end() for k in range(count[message])}, infoset=message)

    def node(message):
        other = garbled.get(message, message)
        if other == message:
            return heard(message)
        return Chance({"clear": ("2/3", heard(message)), "garbled": (REST, heard(other))})

    menus = {}
    branches = {}
    weights = [rng.randint(1, 4) for _ in range(types)]
    shared = odd and types > 1 and rng.random() < 0.3
    for k in range(types):
        label = "t0" if shared and k == 1 else f"t{k}"
        if label not in menus:
            menus[label] = [m for m in said if not odd or rng.random() < 0.8] or said[:1]
        if odd and k == 2 and rng.random() < 0.3:
            here = heard(said[0])
        else:
            here = Decision("S", {m: node(m) for m in menus[label]}, infoset=label)
        branches[f"t{k}"] = (Fraction(weights[k], sum(weights)), here)
    return ExtensiveFormGame("drawn", players=("S", "R"), root=Chance(branches))


class Plain:
    """What a game pays, as it stands in the tree."""

    def __init__(self, game, consistent):
        self.game, self.consistent = game, consistent
        tree = game.tree
        self.tree = tree
        odds = game.edge_probabilities()
        self.weight = [Fraction(1)] * tree.size
        self.moves = [()] * tree.size
        for node in range(1, tree.size):
            parent = int(tree.parent[node])
            self.weight[node] = self.weight[parent] * (odds[node] if odds[node] is not None else 1)
            self.moves[node] = self.moves[parent]
            if tree.mover[parent] >= 0:
                step = (int(tree.infoset[parent]), int(tree.edge[node]))
                self.moves[node] = (*self.moves[parent], step)
        self.ends = [
            (self.weight[n], self.moves[n], paid)
            for n, paid in enumerate(game.terminal_payoffs())
            if paid is not None
        ]
        below = {h for _, moves, _ in self.ends for h, _ in moves[1:]}
        self.leaders = [i for i in range(tree.n_infosets) if self._leads(i)]
        self.followers = [i for i in range(tree.n_infosets) if i not in self.leaders]
        assert below <= set(self.followers)
        self.sources = [(i, a) for i in self.leaders for a in range(len(tree.actions(i)))]

    def _leads(self, infoset):
        return any(len(m) > 1 and m[0][0] == infoset for _, m, _ in self.ends)

    def owner(self, infoset):
        return int(self.tree.infoset_player[infoset])

    def source_of(self, node):
        return self.moves[node][0] if self.moves[node] else None

    def lead_pays(self, source):
        """Constant and {(h, r): coefficient}."""
        constant, table = Fraction(0), {}
        for weight, moves, paid in self.ends:
            if moves and moves[0] == source:
                amount = weight * paid[self.owner(source[0])]
                if len(moves) > 1:
                    table[moves[1]] = table.get(moves[1], 0) + amount
                else:
                    constant += amount
        return constant, table

    def reply_worth(self, h, r):
        """For each node of an information set what a reply pays there, times Nature's weight."""
        worth = []
        for node in self.tree.members[h]:
            total = Fraction(0)
            for end, paid in enumerate(self.game.terminal_payoffs()):
                if paid is None or not node < end < int(self.tree.end[node]):
                    continue
                if self.moves[end][len(self.moves[node])] == (h, r):
                    total += self.weight[end] * paid[self.owner(h)]
            worth.append(total)
        return worth

    def generators(self, h):
        """Weights of nodes of which beliefs off the path are mixtures."""
        members = self.tree.members[h]
        inside = any(
            self.moves[root] and all(root <= m < int(self.tree.end[root]) for m in members)
            for root in subgame_roots(self.game)
        )
        if self.consistent or inside:
            groups = {}
            for k, node in enumerate(members):
                groups.setdefault(self.source_of(node), []).append(k)
            return [
                [self.weight[n] if k in group else Fraction(0) for k, n in enumerate(members)]
                for group in groups.values()
            ]
        return [
            [self.weight[n] if k == j else Fraction(0) for k, n in enumerate(members)]
            for j in range(len(members))
        ]

    def is_reached(self, h, used):
        return any(
            self.source_of(n) is None or self.source_of(n) in used for n in self.tree.members[h]
        )


class Maximal:
    """Greatest e with rows @ x + slack * e <= right, x >= 0, e <= 1."""

    def __init__(self, names):
        self.names = list(names)
        self.at = {name: k for k, name in enumerate(self.names)}
        self.most, self.equal = ([], []), ([], [])

    def add(self, terms, right, *, equal=False, e=0):
        row = [Fraction(0)] * (len(self.names) + 1)
        for name, value in terms.items():
            row[self.at[name]] += value
        row[-1] = Fraction(e)
        side = self.equal if equal else self.most
        side[0].append(row)
        side[1].append(Fraction(right))

    def solve(self):
        self.add({}, 1, e=1)
        cost = [Fraction(0)] * len(self.names) + [Fraction(1)]
        found = solve_lp(cost, self.most, self.equal if self.equal[0] else None, maximize=True)
        if found.status != "optimal" or found.point[-1] <= 0:
            return None
        return dict(zip(self.names, found.point, strict=False))


def play_program(plain, used, replies, *, strict, closed=()):
    """The conditions on play: `used` sources positive (if strict), `replies` best where reached."""
    program = Maximal(plain.sources)
    for i in plain.leaders:
        mine = [s for s in plain.sources if s[0] == i]
        program.add(dict.fromkeys(mine, 1), 1, equal=True)
    for s in plain.sources:
        if s not in used:
            program.add({s: 1}, 0, equal=True)
        elif strict:
            program.add({s: -1}, 0, e=1)
    for h, some in replies.items():
        if h in closed:
            continue
        members = plain.tree.members[h]
        tables = [plain.reply_worth(h, r) for r in range(len(plain.tree.actions(h)))]
        for r in some:
            for other, table in enumerate(tables):
                if other == r:
                    continue
                terms, right = {}, Fraction(0)
                for k, node in enumerate(members):
                    ahead = table[k] - tables[r][k]
                    source = plain.source_of(node)
                    if source is None:
                        right -= ahead
                    else:
                        terms[source] = terms.get(source, 0) + ahead
                program.add(terms, right)
    return program


def belief_program(plain, h, some):
    """Some belief off the path at which these replies are best."""
    generators = plain.generators(h)
    program = Maximal(range(len(generators)))
    program.add(dict.fromkeys(range(len(generators)), 1), 1, equal=True)
    tables = [plain.reply_worth(h, r) for r in range(len(plain.tree.actions(h)))]
    members = plain.tree.members[h]
    for r in some:
        for other, table in enumerate(tables):
            if other != r:
                program.add(
                    {
                        g: sum((table[k] - tables[r][k]) for k in range(len(members)) if weights[k])
                        for g, weights in enumerate(generators)
                    },
                    0,
                )
    return program


def reply_program(plain, tight, replies, *, strict):
    """The conditions on replies: `tight` sources pay most; `replies` positive (if strict)."""
    names = [(h, r) for h in plain.followers for r in range(len(plain.tree.actions(h)))]
    program = Maximal(
        [*names, *(("up", i) for i in plain.leaders), *(("down", i) for i in plain.leaders)]
    )
    for h in plain.followers:
        mine = [n for n in names if n[0] == h]
        program.add(dict.fromkeys(mine, 1), 1, equal=True)
        for name in mine:
            if name[1] not in replies[h]:
                program.add({name: 1}, 0, equal=True)
            elif strict:
                program.add({name: -1}, 0, e=1)
    for source in plain.sources:
        constant, table = plain.lead_pays(source)
        terms = {**table, ("up", source[0]): Fraction(-1), ("down", source[0]): Fraction(1)}
        program.add(terms, -constant, equal=source in tight)
    return program


def subsets(items):
    items = list(items)
    return [c for k in range(1, len(items) + 1) for c in itertools.combinations(items, k)]


class Pattern:
    """Supports that have an equilibrium, and one of them."""

    def __init__(self, used, replies, profile, beliefs):
        self.used, self.replies = used, replies
        self.profile, self.beliefs = profile, beliefs


def patterns(game, consistent):
    """Every combination of supports that has an equilibrium."""
    plain = Plain(game, consistent)
    tree = plain.tree
    found = []
    known = {}
    for plays in itertools.product(
        *(subsets([s for s in plain.sources if s[0] == i]) for i in plain.leaders)
    ):
        used = {s for part in plays for s in part}
        for answers in itertools.product(
            *(subsets(range(len(tree.actions(h)))) for h in plain.followers)
        ):
            replies = dict(zip(plain.followers, answers, strict=True))
            unreached = [h for h in plain.followers if not plain.is_reached(h, used)]
            beliefs = {}
            for h in unreached:
                key = (h, replies[h])
                if key not in known:
                    known[key] = belief_program(plain, h, replies[h]).solve()
                beliefs[h] = known[key]
            if None in beliefs.values():
                continue
            answer = reply_program(plain, used, replies, strict=True).solve()
            if answer is None:
                continue
            key = (plays, tuple((h, replies[h]) for h in plain.followers if h not in unreached))
            if key not in known:
                known[key] = play_program(
                    plain, used, replies, strict=True, closed=unreached
                ).solve()
            play = known[key]
            if play is None:
                continue
            found.append(Pattern(used, replies, *witness(plain, play, answer, beliefs)))
    return plain, found


def witness(plain, play, answer, beliefs):
    tree = plain.tree
    weights, believed = [], []
    for infoset in range(tree.n_infosets):
        for a in range(len(tree.actions(infoset))):
            key = (infoset, a)
            weights.append(play[key] if infoset in plain.leaders else answer[key])
        members = tree.members[infoset]
        if infoset in beliefs:
            mixture = beliefs[infoset]
            here = [
                sum(mixture[g] * w[k] for g, w in enumerate(plain.generators(infoset)))
                for k in range(len(members))
            ]
        else:
            here = [
                plain.weight[n] * (play[plain.source_of(n)] if plain.source_of(n) else 1)
                for n in members
            ]
        believed.append([x / sum(here) for x in here])
    return (
        BehaviorStrategyProfile.from_weights(plain.game, weights),
        Beliefs.from_weights(plain.game, believed),
    )


def components(plain, found):
    """Connected sets of patterns: closures that meet, in strategies."""

    def meet(a, b):
        replies = {h: set(a.replies[h]) & set(b.replies[h]) for h in plain.followers}
        if not all(replies.values()):
            return False
        used = a.used & b.used
        if {i for i, _ in used} != set(plain.leaders):
            return False
        if reply_program(plain, a.used | b.used, replies, strict=False).solve() is None:
            return False
        best = {
            h: set().union(*(p.replies[h] for p in (a, b) if plain.is_reached(h, p.used)), set())
            for h in plain.followers
        }
        return play_program(plain, used, best, strict=False).solve() is not None

    waiting = list(range(len(found)))
    groups = []
    while waiting:
        fresh = [waiting.pop(0)]
        group = fresh[:]
        while fresh:
            one = fresh.pop()
            near = [k for k in waiting if meet(found[one], found[k])]
            waiting = [k for k in waiting if k not in near]
            group += near
            fresh += near
        groups.append(sorted(group))
    return groups
