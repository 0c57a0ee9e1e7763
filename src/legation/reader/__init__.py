"""Document → claims, stage by stage: screen, parse, mention, discourse, event, judge, status, holder, when, why, consolidate."""

from legation.reader.judge import DefaultReader
from legation.reader.registry import reader
from legation.reader.rules import Reader, RuleReader

__all__ = ["DefaultReader", "Reader", "RuleReader", "reader"]
