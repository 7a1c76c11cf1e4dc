"""Which of the packages that brinkgame is compared with are here."""

from __future__ import annotations

import importlib.metadata

LEAST = {"nashpy": 0, "pygambit": 17, "quantecon": 0}
"""Each peer, and the major version from which on the scripts here speak to it."""


def obstacle(package: str) -> str:
    """Why a peer is left out; nothing if it takes part."""
    try:
        version = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return f"{package} is not installed"
    if int(version.split(".")[0]) < LEAST[package]:
        return f"{package} {version} is older than {LEAST[package]}"
    return ""
