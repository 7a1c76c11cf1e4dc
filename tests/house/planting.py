"""Writes small packages with planted violations, on which the house's own checks are tried."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent


def plant(folder: Path, files: dict[str, str]) -> Path:
    """A package under `folder` with these files, and ``__init__.py`` files where they lack."""
    source = folder / "brinkgame"
    source.mkdir(parents=True)
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    for place in [source, *(path for path in source.rglob("*") if path.is_dir())]:
        init = place / "__init__.py"
        if not init.exists():
            init.write_text("__all__ = []\n", encoding="utf-8")
    return source
