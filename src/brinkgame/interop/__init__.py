"""Other programs' games: files of Gambit, games of nashpy, and the learning dynamics of nashpy.

>>> import brinkgame as bg
>>> bg.interop.read_nfg('NFG 1 R "pennies" { "A" "B" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
<NormalFormGame 'pennies': A, B; 2 x 2>
"""

from brinkgame.interop.gambit import read_efg, read_nfg, write_efg, write_nfg
from brinkgame.interop.learning import (
    asymmetric_replicator_dynamics,
    fictitious_play,
    moran_process,
    replicator_dynamics,
    stochastic_fictitious_play,
)
from brinkgame.interop.nashpy import from_nashpy, to_nashpy
from brinkgame.interop.open_spiel import from_open_spiel
from brinkgame.interop.paths import MoranPath, Play, PopulationPath
from brinkgame.interop.pygambit import from_pygambit, to_pygambit

__all__ = [
    "MoranPath",
    "Play",
    "PopulationPath",
    "asymmetric_replicator_dynamics",
    "fictitious_play",
    "from_nashpy",
    "from_open_spiel",
    "from_pygambit",
    "moran_process",
    "read_efg",
    "read_nfg",
    "replicator_dynamics",
    "stochastic_fictitious_play",
    "to_nashpy",
    "to_pygambit",
    "write_efg",
    "write_nfg",
]
