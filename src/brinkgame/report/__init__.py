"""The report on the case: all that the analysis finds, as data, on a screen, as a text, as JSON."""

from brinkgame.report.found import Findings, findings
from brinkgame.report.machine import SCHEMA, to_json
from brinkgame.report.one_screen import screen
from brinkgame.report.prose import text

__all__ = ["SCHEMA", "Findings", "findings", "screen", "text", "to_json"]
