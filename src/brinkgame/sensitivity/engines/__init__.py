"""How many points are answered at once: one file for each class of game, and who chooses."""

from brinkgame.sensitivity.engines.base import Answers, Block, Engine, Task
from brinkgame.sensitivity.engines.chooser import EngineChoice, choose_engine

__all__ = ["Answers", "Block", "Engine", "EngineChoice", "Task", "choose_engine"]
