"""Document → claims, stage by stage: screen, parse, mention, discourse, event, status, holder, when, why, consolidate."""

from legation.reader.rules import Reader, RuleReader

__all__ = ["Reader", "RuleReader"]
