"""Settings of the documentation: ``python -m sphinx -W -b html docs docs/_build/html``."""

from __future__ import annotations

import sys
from pathlib import Path

here = Path(__file__).parent
sys.path[:0] = [str(here / "extensions"), str(here.parent)]

import brinkgame

project = "brinkgame"
author = "The brinkgame developers"
copyright = f"2026, {author}"  # noqa: A001
version = release = brinkgame.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "generated",
]
exclude_patterns = ["_build", "decisions/template.md"]

default_role = "code"  # as in Markdown

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
napoleon_google_docstring = False
napoleon_use_rtype = False
python_use_unqualified_type_names = True
viewcode_line_numbers = True

html_theme = "pydata_sphinx_theme"
html_title = "brinkgame"
html_theme_options = {"show_prev_next": False, "secondary_sidebar_items": ["page-toc"]}
