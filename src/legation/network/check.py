"""Published figures against the register and against each other.

Kinds of finding: a ``figure`` held against the register's count under each reading; a ``sum`` between the numbers of one
document; ``relations`` against resident embassies; a ``list``, the missions that a document names behind its total,
against the register's; and ``same_number``, two totals that are equal and mean different missions. Each carries the
claims that it rests on.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from legation.model import Answer, parse
from legation.network import arithmetic, lists
from legation.network.figures import COUNTABLE, Figure, Tally, Verdict, agrees, earlier_day, figures, readings, tally
from legation.network.quotes import in_order, quote_form
from legation.register import Definition, Evidence, State

Kind = Literal["figure", "sum", "relations", "list", "same_number"]

VERSION: Final = 1  # of the JSON form
_ORDER: Final = ("figure", "sum", "relations", "list", "same_number")
_VERDICT: Final[Mapping[Answer, Verdict]] = {
    Answer.YES: "agrees",
    Answer.NO: "differs",
    Answer.UNKNOWN: "cannot_say",
}
_NEAR: Final = dt.timedelta(days=62)  # totals further apart than two months speak of different networks
_LATELY: Final = dt.timedelta(days=31)  # "at the end of November" in a tally of those days
_SUMS: Final = {
    "parts": "embassies, consulates and offices against missions",
    "withdrawals": "an earlier total less the closures, against the later total",
    "share": "closures of all missions, against the share said",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing checked: what was said, the verdict, why, and the members by which lists differ."""

    kind: Kind
    said: str
    verdict: Verdict
    why: str
    evidence: tuple[Evidence, ...]
    tallies: tuple[Tally, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # whose → IDs of missions that only they have closed
    unsure: tuple[str, ...] = ()  # IDs of missions on which the verdict hangs

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one line of ``legation check --json``."""
        return {
            "version": VERSION,
            "kind": self.kind,
            "said": self.said,
            "verdict": self.verdict,
            "why": self.why,
            "register": [
                {
                    "reading": one.reading,
                    "on": one.on.isoformat(),
                    "least": one.least,
                    "most": one.most,
                    "missions": list(one.certain),
                    "unsure": list(one.unsure),
                }
                for one in self.tallies
            ],
            "only": {whose: list(ids) for whose, ids in self.only.items()},
            "unsure": list(self.unsure),
            "quotes": [quote_form(one) for one in self.evidence],
        }


def check(
    state: State, sending: str, definitions: Mapping[str, Definition], *, by: dt.date | None = None
) -> list[Finding]:
    """Check every published number on a sending state, by kind of finding and the day of its first telling.

    ``by`` leaves out what was published after a day; the register is asked with all that it knows.
    """
    if by is not None:
        told = tuple(one for one in state.figures if one.said is None or one.said <= by)
        state = dataclasses.replace(state, figures=told)
    found = figures(state, sending)
    days = _days(state, found, definitions)
    results = list(_sums(state, sending))
    for figure in found:
        day = days.get(figure.first.source.id)
        if figure.measure in COUNTABLE:
            results.append(_against_register(state, figure, definitions, day))
        elif figure.measure in ("closures", "openings"):
            results.append(_closures(state, figure))
        elif figure.measure == "relations":
            results.append(_relations(state, figure, found, definitions, day))
    results += [*_lists(state, sending, found), *_same_numbers(state, sending, found)]
    return sorted(results, key=lambda one: (_ORDER.index(one.kind), one.evidence[0].source.published or "", one.said))


def _days(state: State, found: list[Figure], definitions: Mapping[str, Definition]) -> dict[str, dt.date]:
    """Give, by document, the earlier day of which its total speaks: "53 before the withdrawals"."""
    days = {}
    for figure in found:
        if figure.looks_back and figure.when and figure.measure == "missions" and figure.status == "done":
            for label, definition in readings(figure.measure, definitions):
                if earlier := earlier_day(state, figure, label, definition, figure.when.latest):
                    days.update({one.source.id: earlier.on for one in figure.evidence})
                    break
    return days


def _against_register(
    state: State, figure: Figure, definitions: Mapping[str, Definition], earlier: dt.date | None
) -> Finding:
    """Hold a number against the register on its day, and on the earlier day of which its document's words speak."""
    if figure.when is None:
        return Finding("figure", figure.text, "cannot_say", "the text is undated", figure.evidence)
    sending, own = str(figure.first.claim.sending), figure.when.latest
    # a part of a total ("47 embassies") is of the total's day; a total only where its own words look back
    back = (
        earlier
        and earlier < own
        and (figure.looks_back or figure.measure != "missions")
        and not figure.first.claim.date
    )
    tallies = [
        tally(state, sending, day, label, definition, within=figure.states)
        for day in ((earlier, own) if earlier and back else (own,))
        for label, definition in readings(figure.measure, definitions)
    ]
    if figure.status != "done":
        why = f"the register has {_counted(tallies[:1])}"
        return Finding("figure", figure.text, "foreseen", why, figure.evidence, tuple(tallies))
    answers = [agrees(figure.value, figure.qualifier, one.least, one.most) for one in tallies]
    best = next((answer for answer in (Answer.YES, Answer.UNKNOWN) if answer in answers), Answer.NO)
    fitting = [one for one, answer in zip(tallies, answers, strict=True) if answer is best]
    why = f"the register has {_counted(fitting[:1])}"
    if best is Answer.NO:
        why += _every_kind(state, figure, definitions)
    elif fitting[0].reading != tallies[0].reading:
        why += f", {tallies[0].text} without"
    unsure = fitting[0].unsure if best is Answer.UNKNOWN else ()
    return Finding("figure", figure.text, _VERDICT[best], why, figure.evidence, tuple(tallies), unsure=unsure)


def _every_kind(state: State, figure: Figure, definitions: Mapping[str, Definition]) -> str:
    """Say so where a number of one kind is the number of all: "embassies in 44 countries" for 44 missions."""
    if figure.measure == "missions" or figure.when is None:
        return ""
    for label, definition in readings("missions", definitions):
        found = tally(state, str(figure.first.claim.sending), figure.when.latest, label, definition)
        if agrees(figure.value, figure.qualifier, found.least, found.most) is Answer.YES:
            return f"; {figure.value:g} is the number of its missions of every kind"
    return ""


def _counted(tallies: list[Tally]) -> str:
    return ", ".join(
        dict.fromkeys(
            f"{one.text} on {one.on.isoformat()}" + (f" ({one.reading})" if one.reading else "") for one in tallies
        )
    )


def _closures(state: State, figure: Figure) -> Finding:
    """Hold a number of closures against the closings of the year before."""
    if figure.when is None or figure.measure == "openings" or (figure.regions and figure.status == "done"):
        why = "the register cannot tell what the number covers"
        return Finding("figure", figure.text, "cannot_say", why, figure.evidence)
    sending = str(figure.first.claim.sending)
    found = lists.closings(state, sending, figure.when.latest)
    least, most = len(found.certain), len(found.certain | found.unsure)
    if figure.status != "done":
        last = max(
            (one for one in (_last_closing(state, sending), figure.when.latest) if one), default=figure.when.latest
        )
        later = lists.closings(state, sending, last)
        why = f"the register has {len(later.certain)} closed by {last.isoformat()}"
        why += f", {len(later.unsure)} disputed" if later.unsure else ""
        return Finding("figure", figure.text, "foreseen", why, figure.evidence, unsure=tuple(sorted(later.unsure)))
    count = f"{least}" if least == most else f"{least} to {most}"
    answer = agrees(figure.value, figure.qualifier, least, most)
    unsure = tuple(sorted(found.unsure)) if answer is Answer.UNKNOWN else ()
    why = f"the register has {count} closed in the year to {figure.when.latest.isoformat()}"
    return Finding("figure", figure.text, _VERDICT[answer], why, figure.evidence, unsure=unsure)


def _last_closing(state: State, sending: str) -> dt.date | None:
    days = (
        one.when.latest
        for _, one, _ in lists.told_closed(state, sending)
        if one.standing in ("confirmed", "reported") and one.when and one.when.latest < dt.date.max
    )
    return max(days, default=None)


def _relations(
    state: State, figure: Figure, found: list[Figure], definitions: Mapping[str, Definition], earlier: dt.date | None
) -> Finding:
    """Hold relations against resident embassies: the rest have none, however many missions there are."""
    told = [one for one in found if one.measure == "missions" and one.first.source.id == figure.first.source.id]
    said = figure.text + (f" against {told[0].text}" if told else "")
    if figure.when is None:
        return Finding("relations", said, "cannot_say", "the text is undated", figure.evidence)
    label, definition = next(readings("embassies", definitions))
    tallied = tally(state, str(figure.first.claim.sending), earlier or figure.when.latest, label, definition)
    least, most = figure.value - tallied.most, figure.value - tallied.least
    rest = f"{least:g}" if least == most else f"{least:g} to {most:g}"
    why = f"the register has {tallied.text} embassies on {tallied.on.isoformat()}; {rest} of these states have none"
    verdict: Verdict = "differs" if figure.value < tallied.least else "agrees"
    evidence = (*figure.evidence, *(told[0].evidence[:1] if told else ()))
    return Finding("relations", said, verdict, why, evidence, (tallied,))


def _sums(state: State, sending: str) -> Iterator[Finding]:
    """Do the arithmetic of every document."""
    numbers = [one for one in in_order(state.figures) if one.claim.sending == sending]
    for _, group in itertools.groupby(
        numbers, key=lambda one: (one.source.published, one.source.publisher, one.source.id)
    ):
        told = list(group)
        origins = {one.origin for one in told}
        before = told[0].said or dt.date.min
        earlier = [one for one in numbers if one.origin in origins and one.said and one.said < before]
        sums = (arithmetic.parts(told), arithmetic.withdrawals(told, earlier), arithmetic.share(told))
        for one in itertools.chain.from_iterable(sums):
            yield Finding("sum", one.text, _VERDICT[one.holds], _SUMS[one.kind], one.evidence)


def _lists(state: State, sending: str, found: list[Figure]) -> Iterator[Finding]:
    """Hold the missions that a document names behind its total against the register's closings."""
    for figure in found:
        told = _behind(state, sending, figure, found)
        if told is None or figure.when is None:
            continue
        ours = lists.closings(state, sending, figure.when.latest)
        theirs_only = tuple(sorted(set(told.closed) - ours.certain))
        ours_only = tuple(sorted(ours.certain - set(told.closed)))
        both = len(set(told.closed) & ours.certain)
        why = f"{len(told.closed)} closings named, {both} of them in the register on {figure.when.latest.isoformat()}"
        verdict: Verdict = "differs" if theirs_only or ours_only else "agrees"
        if verdict == "differs" and not ours_only and set(theirs_only) <= ours.unsure:
            verdict = "cannot_say"
        unsure = tuple(sorted(ours.unsure - set(told.closed)))
        evidence = (figure.first, *in_order(told.closed[name] for name in theirs_only))
        only = {figure.voice: theirs_only, "the register": ours_only}
        yield Finding("list", f"{figure.text}, by name", verdict, why, evidence, (), only, unsure)


def _behind(state: State, sending: str, figure: Figure, found: list[Figure]) -> lists.Listed | None:
    """Give the closings named in the document of a total, where they are as many as its number of closures."""
    if figure.measure != "missions" or figure.status != "done" or figure.looks_back or _is_dated_earlier(figure):
        return None
    told = lists.listed(state, sending, figure.first.source.id)
    closures = [
        one.value
        for one in found
        if one.measure == "closures" and one.status == "done" and one.first.source.id == figure.first.source.id
    ]
    return told if told and len(told.closed) in closures else None


def _is_dated_earlier(figure: Figure) -> bool:
    """Whether a number is told of a day well before its document's: "it had stood at 46 on 5 December"."""
    date, said = figure.first.claim.date, figure.first.said
    return date is not None and (said is None or parse(date).latest < said - _LATELY)


def _same_numbers(state: State, sending: str, found: list[Figure]) -> Iterator[Finding]:
    """Find totals that are equal and mean different missions: whose 46?"""
    listed = [(one, told) for one in found if (told := _behind(state, sending, one, found))]
    for (one, left), (other, right) in itertools.combinations(listed, 2):
        far = not (one.when and other.when) or abs(other.when.latest - one.when.latest) > _NEAR
        if far or one.value != other.value or one.voice == other.voice or set(left.closed) == set(right.closed):
            continue
        only = {
            one.voice: tuple(sorted(set(left.closed) - set(right.closed))),
            other.voice: tuple(sorted(set(right.closed) - set(left.closed))),
        }
        why = f"the same number of different missions: {sum(map(len, only.values()))} are closed in one list only"
        said = f"{one.value:g} missions, twice"
        yield Finding("same_number", said, "differs", why, (one.first, other.first), (), only)
