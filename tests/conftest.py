"""Settings for the whole suite: how hard hypothesis looks, and no window for figures.

The quick profile draws the same examples in every run, so that a red run is about the change and
not about luck. The thorough one looks further and elsewhere each time:

    pytest --hypothesis-profile=thorough
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
    "thorough",
    max_examples=500,
    deadline=None,
    print_blob=True,
    suppress_health_check=_patient,
)
settings.load_profile("quick")
