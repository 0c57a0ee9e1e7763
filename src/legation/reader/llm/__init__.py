"""A language model behind the protocol of readers, checked by the same rules. Needs ``legation[llm]``.

A model is asked for claims in a form that can be checked, and nothing of its reply is believed that the document does
not hold up. What it cannot be made to answer is told as a document that was not read.
"""

from legation.reader.llm.checks import Dropped, Reason
from legation.reader.llm.faults import Fault
from legation.reader.llm.reader import Estimate, Examination, LanguageModelReader
from legation.reader.llm.settings import Settings

__all__ = ["Dropped", "Estimate", "Examination", "Fault", "LanguageModelReader", "Reason", "Settings"]
