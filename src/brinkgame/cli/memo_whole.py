"""What ``brinkgame memo`` says: the whole report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from brinkgame.cli.progress import shown_progress
from brinkgame.pages.page import Page
from brinkgame.report import findings, screen, text, to_json
from brinkgame.report.found import DRAWS

__all__ = ["whole"]


def whole(at: Mapping[str, Any], draws: int | None) -> tuple[Page, dict[str, str]]:
    """The report on one screen, and the files that it may be written to."""
    with shown_progress() as tell:
        found = findings(at, draws=DRAWS if draws is None else draws, progress=tell)
    told = json.dumps(to_json(found), indent=2, ensure_ascii=False, allow_nan=False)
    return screen(found), {"memo.json": f"{told}\n", "memo.md": text(found)}
