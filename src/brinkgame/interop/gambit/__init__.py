"""Games in the text formats of Gambit."""

from brinkgame.interop.gambit.reader import read_nfg
from brinkgame.interop.gambit.writer import write_nfg

__all__ = ["read_nfg", "write_nfg"]
