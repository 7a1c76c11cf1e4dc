"""Games in the text formats of Gambit."""

from brinkgame.interop.gambit.efg_reader import read_efg
from brinkgame.interop.gambit.efg_writer import write_efg
from brinkgame.interop.gambit.either import read_game
from brinkgame.interop.gambit.reader import read_nfg
from brinkgame.interop.gambit.writer import write_nfg

__all__ = ["read_efg", "read_game", "read_nfg", "write_efg", "write_nfg"]
