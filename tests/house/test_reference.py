"""Every name of the face has its place in the reference, and only one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.house.floors import FACE, ROOMS, ROOT, SOURCE, Shown
from tests.house.reading import room_of, stub_lines

MARK = re.compile(r"^<!-- generated: (?:names|module) (\w+) -->$", re.MULTILINE)


def places(folder: Path) -> Counter[str]:
    """How often each room is documented in the pages of a folder."""
    texts = [page.read_text(encoding="utf-8") for page in sorted(folder.rglob("*.md"))]
    return Counter(room for text in texts for room in MARK.findall(text))


def test_every_room_of_the_face_has_one_place_in_the_reference():
    found = places(ROOT / "docs" / "reference")
    shown = {
        name if home == FACE else room_of(home)
        for name, home in stub_lines(SOURCE / "__init__.pyi").items()
    }
    wrong = {room: found[room] for room in sorted(shown) if found[room] != 1}
    assert not wrong, f"add '<!-- generated: names ROOM -->' to a page of docs/reference: {wrong}"
    hidden = [room for room in found if room not in ROOMS or ROOMS[room].shown is Shown.HIDDEN]
    assert not hidden, f"in docs/reference, but not shown by the face: {hidden}"


def test_places_are_counted(tmp_path):
    (tmp_path / "a.md").write_text(
        "# A\n\n<!-- generated: names forms -->\n<!-- generated: solvers -->\n", encoding="utf-8"
    )
    (tmp_path / "b.md").write_text(
        "<!-- generated: module memo -->\n\n<!-- generated: names forms -->\n", encoding="utf-8"
    )
    assert places(tmp_path) == {"forms": 2, "memo": 1}
