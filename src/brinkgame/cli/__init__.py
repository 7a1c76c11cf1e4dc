"""The command line: ``brinkgame list``, ``show``, ``solve`` and ``memo``."""

from brinkgame.cli.app import main

__all__ = ["main"]
