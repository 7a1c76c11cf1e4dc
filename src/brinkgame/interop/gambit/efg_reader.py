r"""Reading games in extensive form from Gambit's ``.efg`` format.

The nodes of the tree stand in the order in which one walks through it (each node, then what
follows its first action, its second, ...), a line a node:

* ``c "name" 1 "infoset" { "rain" 1/3 "sun" 2/3 } 0``: Nature moves;
* ``p "name" 2 1 "infoset" { "strike" "accept" } 0``: player 2 moves, in its information set 1;
* ``t "name" 7 "war" { -10, -10 }``: an end, with outcome 7.

The number of an outcome ends each line, 0 where nothing is collected. What an information set or
an outcome is called and consists of is told the first time, and may be told again.

The first version of the format, of 1995, has names where the second has numbers:
``p "" "US" "alerted" { "strike" "accept" } ""`` and ``t "" "war" { -10 -10 }``.

.. [1] R. D. McKelvey, A. M. McLennan, T. L. Turocy, *Gambit: Software Tools for Game Theory*,
   documentation, "Game representation formats": the extensive game file format.
"""

from __future__ import annotations

from array import array
from fractions import Fraction
from typing import Any, TypeAlias, final

from brinkgame.arithmetic.reading import shown
from brinkgame.errors import InvalidGameError, suggestion
from brinkgame.forms import Chance, Decision, ExtensiveFormGame, Terminal
from brinkgame.forms.nodes import Node
from brinkgame.forms.tree import escaped
from brinkgame.interop.gambit.reading import (
    header,
    infoset_labels,
    is_reserved,
    names,
    number,
    payoff,
    players,
    unique,
)
from brinkgame.interop.gambit.scanner import Piece, Scanner

__all__ = ["efg_game", "read_efg"]

Key: TypeAlias = "int | str"

_DIGITS = 18
"""No number of a player, an information set or an outcome has more digits."""
_MOST_BITS = 200_000
"""Of the common denominator of the probabilities at one node: the sum takes time beyond."""
MOST_NODES = 5_000_000
"""The most nodes of a tree: a file of the greatest length could hold twenty million."""
_DEEP = 40
"""Information sets further down are not called by their path; see `Tree.infoset_name`."""


def read_efg(source: Any, *, encoding: str = "utf-8") -> ExtensiveFormGame:
    r"""Read a game from Gambit's ``.efg`` format: a file, or a text.

    Everything is exact, and everything is checked: what is not a game in this format raises an
    error that tells line and column. Time and memory grow with the length of the text alone,
    however deep the tree is.

    Parameters
    ----------
    source
        A path, an open file, bytes, or the text itself. A string with a quotation mark, a brace or
        a line end in it, or a blank one, is a text; any other string is a path.
    encoding
        Of a file or bytes. Files in Latin-1, which older programs wrote, are refused unless they
        are read with ``encoding="latin-1"``: a name read wrongly would not be noticed.

    Returns
    -------
    ExtensiveFormGame
        With the title, the players, information sets, actions and outcomes of the file; exact.

    Raises
    ------
    FormatError
        It is not a game in this format: cut off, a payoff too many, an outcome that is told
        nowhere, an information set with other actions than before, probabilities that do not sum
        to one, a strategic game, not text, more than 256 MiB, ...
    OSError
        The file cannot be read.
    UnknownNameError
        There is no such encoding.
    UnsupportedGameError
        The source is none of the above.

    Notes
    -----
    How is understood what the format leaves open:

    * Versions 1 (of 1995) and 2 are read, with R or D, with and without a comment, with ``//`` and
      ``/* */``. Numbers are exact: ``0.1`` is 1/10, whatever the letter.
    * In a name, ``\"`` is a quotation mark and ``\\`` a backslash; any other backslash is itself.
    * Players and actions without a name are called by their position, ``"1"``, ``"2"``, ...,
      information sets by the number that they have in the file.
    * A name that occurs twice (among the players, the information sets of a player, the actions of
      a node) gets its number behind it in parentheses wherever it occurs: ``"left (1)"``.
    * The label of a node is the name of its outcome. Where it has none, it is the name of the node
      itself. Several outcomes may share a name, and be paid differently.
    * Whoever is paid 0 on the way, before the end, collects nothing there.
    * Names that begin with ``root/`` or ``#`` belong to information sets without a name, as
      `write_efg` spells them; any other set that has one gets its number before it.
    * The comment and the names of Nature's information sets are read and left out.
    * Forgetful and absent-minded players are read. Solvers that need perfect recall refuse them.

    Examples
    --------
    >>> import brinkgame as bg
    >>> game = bg.interop.read_efg('''EFG 2 R "A blockade" { "USSR" "US" }
    ... p "" 1 1 "at sea" { "turn back" "sail on" } 0
    ... t "" 1 "retreat" { 0, 1 }
    ... p "" 2 1 "contact" { "board" "let pass" } 0
    ... t "" 2 "incident" { -9.5, -19/2 }
    ... t "" 3 "breach" { 1, 0 }''')
    >>> print(game)
    A blockade
    USSR (at sea)
    ├─ turn back: “retreat” USSR 0, US 1
    └─ sail on: US (contact)
       ├─ board: “incident” USSR -19/2, US -19/2
       └─ let pass: “breach” USSR 1, US 0
    """
    return efg_game(Scanner(source, encoding))


def efg_game(scanner: Scanner) -> ExtensiveFormGame:
    """The game that a scanner stands before."""
    first = scanner.next()
    if first.kind == "word" and first.text == "NFG":
        raise scanner.error(
            "this is a strategic game (.nfg), and extensive games (.efg) are read here", first.at
        )
    if first.kind != "word" or first.text != "EFG":
        raise scanner.error(
            f"an extensive game in Gambit's format begins with EFG, not with {first}", first.at
        )
    version, title = header(scanner, ("1", "2"))
    reader = _Reader(scanner, version, players(scanner)[0])
    if scanner.peek().kind == "quoted":
        scanner.next()  # the comment
    reader.read()
    try:
        return ExtensiveFormGame(title, players=reader.players, root=reader.root())
    except InvalidGameError as error:  # pragma: no cover: all that can be wrong is checked above
        raise scanner.error(str(error), first.at) from None


@final
class _Menu:
    """An information set of a player, or a move of Nature, as it was told first."""

    __slots__ = ("actions", "at", "first", "label", "members", "name", "number", "odds", "player")

    def __init__(self, player: int, name: str, number: int, first: int, at: int) -> None:
        self.player = player
        """Its position; -1 for Nature."""
        self.name = name
        self.number = number
        self.first = first
        """Its first node."""
        self.at = at
        """Where in the text it is told."""
        self.members = 0
        self.actions: tuple[str, ...] = ()
        self.odds: tuple[Fraction, ...] = ()
        self.label: str | None = None


@final
class _Outcome:
    """An outcome as it was told first."""

    __slots__ = ("at", "ends", "name", "paid", "plain")

    def __init__(self, name: str, paid: tuple[Fraction, ...], at: int) -> None:
        self.name = name
        self.paid = paid
        self.at = at
        # Whole numbers as such are compared sooner.
        self.plain = [int(each) if each.denominator == 1 else each for each in paid]
        # Ends that look alike are one object: a large tree repeats a few of them.
        self.ends: dict[str, Terminal] = {}


@final
class _Reader:
    """Reads the nodes of a tree, and builds it."""

    def __init__(self, scanner: Scanner, version: str, given: list[str]) -> None:
        self.scanner = scanner
        self.by_name = version == "1"
        self.given = given
        self.players = unique(given)
        self.positions = {name: i for i, name in reversed(list(enumerate(given)))}
        self.count = [0] * (len(given) + 1)
        """How many information sets each player has, and Nature, the last."""
        self.nothing = _Outcome("", (Fraction(0),) * len(given), 0)
        self.menus: dict[tuple[int, Key], _Menu] = {}
        self.outcomes: dict[Key, _Outcome] = {0: self.nothing}
        # The nodes, in the order of the file.
        self.name: list[str] = []
        self.menu: list[_Menu | None] = []
        self.outcome: list[_Outcome] = []
        self.parent = array("i")
        self.edge = array("i")

    # -- reading -----------------------------------------------------------------------------

    def read(self) -> None:
        scanner, parent, edge = self.scanner, self.parent, self.edge
        # Where the next node hangs: actions of these nodes, the last of them first.
        waiting: list[tuple[int, int]] = [(-1, 0)]
        while waiting:
            piece = scanner.next()
            here = len(parent)
            above, position = waiting[-1]
            if piece.kind != "word" or piece.text not in ("c", "p", "t"):
                raise scanner.error(self.no_node(piece, above, position), piece.at)
            if here == MOST_NODES:
                raise scanner.error(f"more than {MOST_NODES} nodes are too many", piece.at)
            name = scanner.expect("quoted", "the name of the node in quotation marks").text
            menu = None if piece.text == "t" else self.moves(piece.text, here)
            outcome = self.collected()
            parent.append(above)
            edge.append(position)
            # Names and menus are repeated, so that the lists hold few objects.
            self.name.append(name)
            self.menu.append(menu)
            self.outcome.append(outcome)
            actions = 0 if above < 0 else self.size(above)
            if position + 1 < actions:
                waiting[-1] = (above, position + 1)
            else:
                waiting.pop()
            if menu is not None:
                menu.members += 1
                waiting.append((here, 0))
        piece = scanner.next()
        if piece.kind != "end":
            raise scanner.error(
                f"the tree is complete here: expected the end of the text, got {piece}", piece.at
            )

    def size(self, node: int) -> int:
        """The number of actions at a node that is no end."""
        menu = self.menu[node]
        return 0 if menu is None else len(menu.actions)

    def no_node(self, piece: Piece, above: int, position: int) -> str:
        """What to say where a node should begin."""
        if above < 0:
            return f"expected the first node, which begins with c, p or t, got {piece}"
        menu = self.menu[above]
        action = "" if menu is None else shown(menu.actions[position])
        place = _line(self.path(above))
        if piece.kind == "end":
            return f"the text ends, and what follows {action} at {place} is missing: is it cut off?"
        return (
            f"expected the node that follows {action} at {place}, which begins with c, p or t, "
            f"got {piece}"
        )

    def moves(self, kind: str, here: int) -> _Menu:
        """Who moves at a node, and what may be done."""
        scanner = self.scanner
        player = -1 if kind == "c" else self.mover()
        what = "the information set"
        piece, key = self.key(f"the number of {what}")
        menu = self.menus.get((player, key))
        given = key if isinstance(key, str) else None
        if given is None and scanner.peek().kind == "quoted":
            given = scanner.next().text
            if scanner.peek().kind != "{":
                wrong = scanner.next()
                raise scanner.error(
                    f"expected {{ and the actions after the name of {what}, got {wrong}", wrong.at
                )
        if scanner.peek().kind != "{":
            if menu is None:
                raise scanner.error(
                    f"{what} {piece} {self.of(player)} has no actions yet: they are told the first "
                    f'time, such as {piece} "name" {{ "left" "right" }}',
                    piece.at,
                )
            return menu
        opening = scanner.next()
        if given is None:
            raise scanner.error(
                f'expected the name of {what} in quotation marks, which may be "", got {{',
                opening.at,
            )
        if player < 0:
            actions, odds = self.branches(opening)
        else:
            actions, odds = names(scanner, "an action"), ()
        if not actions:
            raise scanner.error("no action to choose from; write at least one", opening.at)
        if menu is None:
            self.count[player] += 1
            own = key if isinstance(key, int) else self.count[player]
            menu = self.menus[player, key] = _Menu(player, given, own, here, piece.at)
            menu.actions, menu.odds = unique(actions), odds
        else:
            self.compare(menu, given, unique(actions), odds, piece)
        return menu

    def mover(self) -> int:
        piece, key = self.key("the number of a player")
        if isinstance(key, int):
            if not 1 <= key <= len(self.given):
                raise self.scanner.error(
                    f"no player {piece}: there are {len(self.given)}, counted from 1", piece.at
                )
            return key - 1
        if key not in self.positions:
            hint = _line(suggestion(key, self.given))
            raise self.scanner.error(f"no player {shown(key)}{hint}", piece.at)
        return self.positions[key]

    def key(self, what: str) -> tuple[Piece, Key]:
        """A whole number; in the first version of the format it may be a name."""
        piece = self.scanner.next()
        if piece.kind == "quoted" and self.by_name:
            return piece, piece.text
        if piece.kind != "word" or not (piece.text.isascii() and piece.text.isdigit()):
            raise self.scanner.error(f"expected {what}, got {piece}", piece.at)
        digits = piece.text.lstrip("0")
        if len(digits) > _DIGITS:
            raise self.scanner.error(f"expected {what}, and {piece} is too long", piece.at)
        return piece, int(digits or 0)

    def branches(self, opening: Piece) -> tuple[list[str], tuple[Fraction, ...]]:
        """Nature's branches and their probabilities. The opening brace is read."""
        scanner = self.scanner
        found: list[str] = []
        odds: list[Fraction] = []
        total = Fraction(0)
        while (piece := scanner.next()).kind != "}":
            if piece.kind != "quoted":
                raise scanner.error(
                    "expected a branch and its probability, such as "
                    f'"rain" 1/3, or }}, got {piece}',
                    piece.at,
                )
            found.append(piece.text)
            piece = scanner.expect("word", f"the probability of {piece}")
            chance = number(scanner, piece)
            if not 0 <= chance <= 1:
                raise scanner.error(f"a probability of {piece} is outside [0, 1]", piece.at)
            odds.append(chance)
            total += chance
            if total.denominator.bit_length() > _MOST_BITS:
                raise scanner.error(
                    "these probabilities have no common denominator of reasonable length", piece.at
                )
            if scanner.peek().kind == ",":
                scanner.next()
        if odds and total != 1:
            raise scanner.error(
                f"chance probabilities sum to {_brief(total)}, not 1; write thirds as 1/3, not as "
                "0.3333",
                opening.at,
            )
        return found, tuple(odds)

    def compare(
        self,
        menu: _Menu,
        given: str,
        actions: tuple[str, ...],
        odds: tuple[Fraction, ...],
        piece: Piece,
    ) -> None:
        """Refuse an information set that is told again in another way."""
        if menu.name != given:
            wrong = f"is called {shown(given)} here, and {shown(menu.name)}"
        elif menu.actions != actions:
            wrong = f"has the actions {_some(actions)} here, and {_some(menu.actions)}"
        elif menu.odds != odds:
            told, before = (_some(tuple(map(_brief, each))) for each in (odds, menu.odds))
            wrong = f"has the probabilities {told} here, and {before}"
        else:
            return
        raise self.scanner.error(
            f"information set {piece} {self.of(menu.player)} {wrong} {self.line(menu.at)}; give "
            "another information set another number, or tell the same",
            piece.at,
        )

    def of(self, player: int) -> str:
        return "of Nature" if player < 0 else f"of player {player + 1}"

    def line(self, at: int) -> str:
        return f"in line {self.scanner.error('', at).line}"

    def collected(self) -> _Outcome:
        """The outcome of a node."""
        scanner = self.scanner
        piece, key = self.key("the number of the outcome, 0 if nothing is collected,")
        if key == "":  # the first version of the format
            key = 0
        known = self.outcomes.get(key)
        told = scanner.peek().kind
        if told != "quoted" and not (told == "{" and isinstance(key, str)):
            if known is None:
                raise scanner.error(
                    f"outcome {piece} has no payoffs yet: they are told the first time, such as "
                    f'{piece} "name" {{ {", ".join("0" * min(len(self.given), 9))} }}',
                    piece.at,
                )
            return known
        if key == 0:
            raise scanner.error(
                "outcome 0 is no outcome, and has neither name nor payoffs: give it another number",
                piece.at,
            )
        name = key if isinstance(key, str) else scanner.next().text
        paid = self.payoffs()
        if known is None:
            known = self.outcomes[key] = _Outcome(name, paid, piece.at)
        elif (known.name, known.paid) != (name, paid):
            what = "another name" if known.name != name else "other payoffs"
            raise scanner.error(
                f"outcome {piece} has {what} here than {self.line(known.at)}; give another "
                "outcome another number, or tell the same",
                piece.at,
            )
        return known

    def payoffs(self) -> tuple[Fraction, ...]:
        """One number a player, in braces."""
        scanner, given = self.scanner, self.given
        opening = scanner.expect("{", "{ and the payoffs after the name of the outcome")
        paid: list[Fraction] = []
        while (piece := scanner.peek()).kind != "}":
            if piece.kind == "word" and len(paid) == len(given):
                raise scanner.error(
                    f"expected }} after the payoffs of {len(given)} players, got {piece}", piece.at
                )
            if piece.kind == "end":
                raise scanner.error("expected } after the payoffs, got the end", piece.at)
            what = f"a payoff of player {len(paid) + 1}"
            paid.append(number(scanner, payoff(scanner, what)))
        scanner.next()
        if len(paid) < len(given):
            raise scanner.error(
                f"{len(given)} players need {len(given)} payoffs, and {len(paid)} are here",
                opening.at,
            )
        return tuple(paid)

    # -- building ----------------------------------------------------------------------------

    def root(self) -> Node:
        """The tree. The last node is built first, so that what follows a node is there already."""
        self.name_infosets()
        built: list[Node] = []
        for i in range(len(self.menu) - 1, -1, -1):
            menu, outcome = self.menu[i], self.outcome[i]
            label, numbers = outcome.name or self.name[i], outcome.plain
            if menu is None:
                end = outcome.ends.get(label)
                if end is None:
                    everyone = dict(zip(self.players, numbers, strict=True))
                    end = outcome.ends[label] = Terminal(everyone, label=label or None)
                built.append(end)
                continue
            below = [built.pop() for _ in menu.actions]
            # Whoever gets 0 on the way collects nothing, as if no outcome were there.
            paid = {who: each for who, each in zip(self.players, numbers, strict=True) if each}
            options: Any = {"payoffs": paid or None, "label": label or None}
            if menu.player < 0:
                odds = zip(menu.odds, below, strict=True)
                built.append(Chance(dict(zip(menu.actions, odds, strict=True)), **options))
            else:
                actions = dict(zip(menu.actions, below, strict=True))
                who = self.players[menu.player]
                built.append(Decision(who, actions, infoset=menu.label, **options))
        return built.pop()

    def name_infosets(self) -> None:
        """Label the information sets, each player's by different names."""
        sets = [menu for (player, _), menu in self.menus.items() if player >= 0]
        own: list[list[_Menu]] = [[] for _ in self.players]
        for position, menu in enumerate(sets, 1):
            # What is called as if it had no label has none.
            lone = menu.members == 1 and is_reserved(menu.name)
            if not lone or menu.name != self.own_name(menu.first, position):
                own[menu.player].append(menu)
        for menus in own:
            numbers = [menu.number for menu in menus]
            told = infoset_labels([menu.name for menu in menus], numbers)
            for menu, label in zip(menus, told, strict=True):
                menu.label = label

    def own_name(self, node: int, position: int) -> str:
        """What an information set without a label is called: see `Tree.infoset_name`."""
        depth, above = 0, node
        while above > 0 and depth <= _DEEP:
            above, depth = self.parent[above], depth + 1
        return f"#{position}" if depth > _DEEP else self.path(node)

    def path(self, node: int) -> str:
        steps: list[str] = []
        while node > 0:
            above = self.parent[node]
            menu = self.menu[above]
            steps.append("" if menu is None else escaped(menu.actions[self.edge[node]]))
            node = above
        return "/".join(["root", *reversed(steps)])


def _line(text: str) -> str:
    """A text on one line, without its middle if it is long: names may have line ends in them."""
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:50]}...{text[-35:]}"


def _brief(chance: Fraction) -> str:
    if max(chance.numerator.bit_length(), chance.denominator.bit_length()) > 99:
        return f"about {float(chance):.12g}"
    return str(chance)


def _some(texts: tuple[str, ...]) -> str:
    listed = ", ".join(map(shown, texts[:3]))
    return f"{listed}, ..." if len(texts) > 3 else listed
