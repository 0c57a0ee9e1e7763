"""What a data set listed in one edition and lists no longer: no closing, but worth a person's look.

An edition is a document that names several missions of one state as open on a day; editions of one data set bear the same
title and publisher. A single report that a mission is open is no list, and its silence later says nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from legation.model import Answer
from legation.register.opinion import open_on
from legation.register.state import Evidence, Record, State
from legation.register.timing import open_begin

LIST: Final = 5  # missions of one state that a document must name as open to count as a list of them


def vanished(state: State) -> Iterator[tuple[Record, tuple[Evidence, ...], dt.date]]:
    """Give the missions that the last edition of a data set leaves out and the one before names, unless they had closed.

    Of each: its record, what the edition before says of it, and the day of the last edition.
    """
    editions: dict[tuple[str, str, str], dict[str, list[tuple[Record, Evidence]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for record in state.missions.values():
        for item in (item for each in record.happenings for item in each.evidence):
            if item.claim.kind == "opened" and item.claim.when and open_begin(item.claim.when):
                key = record.mission.sending, item.source.title, item.source.publisher or ""
                editions[key][item.source.id].append((record, item))
    for _, held in sorted(editions.items(), key=lambda one: one[0]):
        lists = sorted((each for each in held.values() if len(each) >= LIST), key=lambda each: _day(each[0][1]))
        if len(lists) < 2:
            continue
        before, last = lists[-2:]
        named, day = {record.mission.id for record, _ in last}, _day(last[0][1])
        for record, item in before:
            if record.mission.id not in named and open_on(record, day).answer is not Answer.NO:
                yield record, (item,), day


def _day(item: Evidence) -> dt.date:
    when = item.claim.when
    return when.latest if when else dt.date.min
