"""What a game is: trees, tables, and the ways between them."""

from brinkgame.forms.bayesian import BayesianGame
from brinkgame.forms.conversion import to_normal_form
from brinkgame.forms.differences import Difference, diff
from brinkgame.forms.edits import hide, insert_chance, remove_action, reveal
from brinkgame.forms.extensive import ExtensiveFormGame, InformationSet
from brinkgame.forms.nodes import REST, Chance, Decision, Terminal
from brinkgame.forms.normal import NormalFormGame
from brinkgame.forms.ordering import reorder
from brinkgame.forms.replacing import replace_subgame, replace_subgames
from brinkgame.forms.sequence_form import SequenceForm
from brinkgame.forms.signaling import signaling_game
from brinkgame.forms.subgames import subgame, subgames
from brinkgame.forms.writing import written

__all__ = [
    "REST",
    "BayesianGame",
    "Chance",
    "Decision",
    "Difference",
    "ExtensiveFormGame",
    "InformationSet",
    "NormalFormGame",
    "SequenceForm",
    "Terminal",
    "diff",
    "hide",
    "insert_chance",
    "remove_action",
    "reorder",
    "replace_subgame",
    "replace_subgames",
    "reveal",
    "signaling_game",
    "subgame",
    "subgames",
    "to_normal_form",
    "written",
]
