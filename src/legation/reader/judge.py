"""The default reader: what the rules find and what the learned half proposes, weighed together.

The two fail in different places. So a logistic judge, fitted on training documents that the learned half had not seen,
gives each distinct claim (kind, sender, receiver) one chance from both; the rules' events carry the words where they
have found any, a proposal becomes an event of its own where they have not. Status, holder, date and cause are read by rules
for both: the learned half's own idea of the status is worse. Without its weights the rules work alone.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Final

from legation.model import Claim
from legation.reader import learned
from legation.reader.consolidate import consolidate
from legation.reader.context.discourse import Discourse
from legation.reader.events.complete import complete
from legation.reader.features import cases
from legation.reader.learned import Proposal
from legation.reader.learned.features import Window
from legation.reader.learned.scores import Answers
from legation.reader.learned.skeleton import event_of
from legation.reader.lexicon import load
from legation.reader.rules import FLOOR, RuleReader, candidates, draft
from legation.reader.types import Event, Page, Trace

LEXICON: Final = "judge"
AHEAD: Final = 16  # pages that the network may be ahead of the rules: one batch of the parser


class DefaultReader(RuleReader):
    """Reads English news by rules and a learned judge together; by rules alone where the weights are missing."""

    @property
    def name(self) -> str:
        """``default/RULES.WEIGHTS``, the versions of both halves; that of the rules where they are alone."""
        rules = super().name
        if not learned.available():
            return rules
        versions = (one.rpartition("/")[2] for one in (rules, learned.model().version))
        return f"default/{'.'.join(versions)}"

    def read_pages(self, parsed: Iterable[Page]) -> Iterator[list[Claim]]:
        """Read pages, in order; the network, which runs outside the interpreter, works on the next ones meanwhile.

        Its thread does nothing else: what goes into it and what comes of it needs the interpreter, which the parser
        seldom lets go of.
        """
        if not learned.available():
            yield from super().read_pages(parsed)
            return
        network = learned.model()
        waiting: deque[tuple[Page, list[Window], Future[list[Answers]]]] = deque()
        with ThreadPoolExecutor(max_workers=1) as worker:
            for page in parsed:
                cut = network.cut(page)
                waiting.append((page, cut, worker.submit(network.answer, cut)))
                if len(waiting) > AHEAD:
                    yield self._judged(*waiting.popleft())
            while waiting:
                yield self._judged(*waiting.popleft())

    def _judged(self, page: Page, cut: list[Window], answers: Future[list[Answers]]) -> list[Claim]:
        return [claim for claim, _ in self._weighed(page, learned.model().gather(cut, answers.result()))]

    def _claims(self, page: Page) -> list[tuple[Claim, tuple[Trace, ...]]]:
        return self._weighed(page, learned.propose(page)) if learned.available() else super()._claims(page)

    def _weighed(self, page: Page, proposals: Sequence[Proposal]) -> list[tuple[Claim, tuple[Trace, ...]]]:
        discourse = Discourse(page)
        chosen = judge(page, discourse, candidates(page, discourse), proposals)
        return consolidate(page, [draft(page, event) for event in chosen])


def judge(page: Page, discourse: Discourse, events: Sequence[Event], proposals: Sequence[Proposal]) -> list[Event]:
    """Choose among the events of the rules and the proposals of the learned half what the page is taken to say.

    The score of an event that counts is the judge's chance.
    """
    words = load(LEXICON)
    weighed = [(logistic(weigh(case.features, words["claim"])), case) for case in cases(page, events, proposals)]
    if not any(chance >= words["page"][group_of(case.kind)] for chance, case in weighed):
        return []  # a page whose likeliest claim is unlikely is one of the many that only speak of embassies
    chosen: list[Event] = []
    for chance, case in weighed:
        least = words["threshold"][group_of(case.kind)]
        if chance < (least if case.events else max(least, words["threshold"]["unworded"])):
            continue
        # what the rules would not say by themselves adds nothing where they say the same in plain words
        told = [one for one in case.events if one.score >= FLOOR] or list(case.events)
        if not told and case.proposal is not None and case.proposal.receiving:
            told = complete(page, discourse, [event_of(page, discourse, case.proposal)])
        chosen += [replace(event, score=round(chance, 3)) for event in told]
    return chosen


def weigh(values: Mapping[str, float], weights: Mapping[str, Any]) -> float:
    """Sum the values by their weights; what has no weight says nothing."""
    return sum(float(weights.get(name, 0.0)) * value for name, value in values.items())


def logistic(score: float) -> float:
    """Turn a score into a chance."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, score))))


def group_of(kind: str) -> str:
    """Give which threshold a kind is held to."""
    return kind if kind in ("counted", "explained") else "events"
