"""Crisis games whose numbers are left open: every equilibrium, and when it changes.

This module is the face: it re-exports and defines nothing. What it offers is listed in
``__init__.pyi``; each name loads its module when it is first used, so that ``import brinkgame``
costs next to nothing.

>>> import brinkgame as bg
>>> bg.__version__
'0.1.0'
"""

import lazy_loader as _lazy

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
