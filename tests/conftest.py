"""Settings for the whole suite: how hard hypothesis looks, and no window for figures.

The quick profile draws the same examples in every run, so that a red run is about the change and
not about luck. The thorough one looks further and elsewhere each time:

    pytest --hypothesis-profile=thorough

The brief one is for a second run of what the quick one has passed, as on an older Python; a run
that cannot be given options is told by BRINKGAME_EXAMPLES=brief.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")

_patient = [HealthCheck.too_slow]
settings.register_profile(
    "quick",
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=_patient,
)
settings.register_profile(
    "brief",
    max_examples=10,
    derandomize=True,
    deadline=None,
    suppress_health_check=_patient,
)
settings.register_profile(
    "thorough",
    max_examples=500,
    deadline=None,
    print_blob=True,
    suppress_health_check=_patient,
)
settings.load_profile(os.environ.get("BRINKGAME_EXAMPLES", "quick"))
