"""How well a reader reads: its claims against annotated ones, by the guide's rules, and floors that it must hold."""

from legation.scoring.corpus import Corpus, read_readings
from legation.scoring.figures import Figures, score

__all__ = ["Corpus", "Figures", "read_readings", "score"]
