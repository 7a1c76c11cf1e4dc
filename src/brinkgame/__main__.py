"""``python -m brinkgame`` is ``brinkgame``."""

from brinkgame.cli import main

main()
