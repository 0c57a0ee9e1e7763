"""How many: numbers of missions, relations, closures and openings, and shares of a network, each with whose it is.

A number counts where a word for missions or states follows it ("47 embassies, three consulates"), where it is part of
one that does ("seven of its 38 embassies"), or where the passage has just counted missions and goes on without the
word ("China has 276"). What the verb beside it does makes of it a closure, an opening or a stock.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from legation.reader.clause import climb, folded, token_at
from legation.reader.discourse import Discourse
from legation.reader.lexicon import load
from legation.reader.status import status
from legation.reader.types import Event, Page, Sentence, Trace

LEAST: Final = 3  # smaller numbers are missions that have a place of their own
MOST: Final = 400  # a network has fewer missions; more is money, people or years
_BACK: Final = 3  # sentences after a count in which a bare number goes on with it
_GOING: Final = re.compile(
    r"\b(?:clos\w+|shut\w*|go|goes|gone|vanish\w*|lose|lost|cut\w*|merg\w+|ax\w+|dropp\w+|sacrific\w+)\b"
)
_ITSELF: Final = frozenset(
    {"country", "network", "department", "ministry", "government", "service", "total", "number", "minister", "nation"}
)
_STOCKS: Final = frozenset({"missions", "embassies", "consulates", "representative_offices"})


@dataclass(frozen=True, slots=True)
class Count:
    """A number found: its characters, what it counts, and how exactly; ``part`` where it is taken from a larger one."""

    start: int
    end: int
    value: float
    measure: str
    qualifier: str
    noun: str
    part: bool = False
    rule: str = "noun"
    owner: str | None = None


def _any(words: Any) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@functools.cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    words = load("number")
    tens = _any(
        [word for word, value in words["numbers"].items() if 20 <= value <= 90 and value % 10 == 0 and " " not in word]
    )
    number = rf"(?:\d{{1,3}}(?![\d,.]\d)|{tens}-{_any(words['units'])}|{_any(words['numbers'])})"
    before = _any([one for group in words["qualifiers"].values() for one in group])
    nouns = "|".join(
        f"(?P<{measure}>{_any(entries)})" for measure, entries in words["measures"].items() if measure != "relations"
    )
    middle = rf"(?:(?:{_any(words['adjectives']['words'])}|[a-z]+(?:an|ese|ish|ch)\b|consul\w*) ){{0,3}}"
    after = _any([one for group in words["after"].values() for one in group])
    fraction = rf"(?:(?P<fraction>{_any(words['fractions'])})|one in (?P<of>{number}))"
    every = _any(
        [
            entry
            for entries in words["measures"].values()
            for entry in entries
            if entry not in words["measures"]["relations"]
        ]
    )
    states = _any(words["measures"]["relations"])
    return {
        "noun": re.compile(
            rf"(?<![\w$€£.-])(?:(?P<q>{before}) )?(?P<n>{number})(?: (?P<a>{after}))? (?:of )?(?:its |their |our |the |those )?{middle}(?:{nouns})(?!\w)"
        ),
        "part": re.compile(
            rf"(?<![\w$€£.-])(?:(?P<q>{before}) )?(?P<n>{number})(?: more| further| other)? (?:out )?of (?:(?:its|their|our|the|those|[\w'. ]{{2,25}}?'s?)(?: then| present)? )?(?:(?P<q2>{before}) )?(?P<n2>{number})(?: (?P<a>{after}))?(?: {middle}(?:{nouns}))?(?!\w)"
        ),
        "share": re.compile(rf"(?<!\w)(?:(?P<q>{before}) )?{fraction}(?!\w)"),
        "relations": re.compile(
            rf"(?:relations|ties|links|recognised by|recognized by|recognition from|leaves \w+ with|left (?:\w+ )?with|leaving \w+ with|embassies in|missions in|a mission in|an embassy in)(?: \w+){{0,4}}? (?:(?P<q>{before}) )?(?P<n>{number})(?: of the)?(?: \w+)? (?P<noun>{states})(?!\w)"
        ),
        "total": re.compile(
            rf"(?:(?:bring|brought|take|took|raise|rais|reduce|reduc|cut|increas|shrink|shrank|stand|stood|put|leave|left|leav|drop|fall|fell|ris|rose|grow|grew|swell)\w*(?: [^;.\n]{{0,60}}?)? (?:to|at|with)(?: just| only)?|total(?:ling|s|led)?|comprises?|consists? of) (?:(?P<q>{before}) )?(?P<n>{number})(?=[.,;:)]|$| from | in | on | the number | {every}| embassies| missions)"
        ),
        "subset": re.compile(
            rf"(?<![\w$€£.-])(?P<w>of (?:which|these|them),? |including )?(?:(?P<q>{before}) )?(?P<n>{number}) (?(w)|of (?:them|which|these) )(?:are )?{middle}(?:{nouns})(?!\w)"
        ),
        "after": re.compile(
            rf"(?:['’]s|,? with| \(|,)? ?(?:(?P<q>{before}) )?(?P<n>{number})(?=[,.;:)\]]| and |$| in )"
        ),
        "for": re.compile(rf"(?:(?P<q>{before}) )?(?P<n>{number}) for (?:the )?$"),
        "nouns": re.compile(rf"(?<!\w)(?:{nouns})(?!\w)"),
        "from": re.compile(
            rf"(?:from (?P<f>{number}) to (?P<t>{number})|to (?P<t2>{number}) from (?P<f2>{number})|(?P<t3>{number}),? (?:down|up|as against|against|compared with) (?:from )?(?P<f3>{number}))(?!\w)"
        ),
        "bare": re.compile(
            rf"(?:(?<=has )|(?<=have )|(?<=had )|(?<=keeps )|(?<=with )|(?<=against )|(?<=now )|(?<=reached )|(?<=be )|(?<=are )|(?<=runs )|(?<=counts )|(?<=promises )|(?<=inherited ))(?:(?P<q>{before}) )?(?P<n>{number})(?=[.,;)]|$| in | on | by | abroad| worldwide| left| and [a-z]+ | for | or so| of them| of the former| around| when )(?! in the (?:morning|evening)| p\.m)"
        ),
    }


def value_of(text: str) -> float:
    """Read a number in digits or words: "47", "twenty-five", "a dozen"."""
    words = load("number")
    if text.isdigit():
        return float(text)
    if text in words["numbers"]:
        return float(words["numbers"][text])
    tens, _, unit = text.partition("-")
    return float(words["numbers"][tens] + words["units"][unit])


def counted(page: Page, discourse: Discourse) -> list[Event]:
    """Find the counted claims of a page, in order of the text."""
    found: list[Event] = []
    last: Count | None = None
    last_index, sender = -10, None
    beside: Count | None = None
    for sentence in page.sentences:
        counts = list(_in_sentence(page, sentence, last if sentence.index - last_index <= _BACK else None))
        for count in counts:
            if beside is not None and count.rule == "noun" and _is_beside(page, beside, count):
                count = replace(count, rule="subset")  # "47 embassies, three consulates and ten offices"
            event = _event(page, discourse, sentence, count, sender if sentence.index - last_index <= _BACK else None)
            beside = count if event is not None and event.measure in _STOCKS else None
            if event is not None:
                found.append(event)
                sender = event.sending
                if count.measure in _STOCKS or last is None:
                    last, last_index = count, sentence.index
    return found


def _is_beside(page: Page, before: Count, count: Count) -> bool:
    """Whether a number goes on with a list of counts."""
    between = folded(page.text)[before.end : count.start]
    return bool(re.fullmatch(r"(?: [\w-]+){1,4}(?:,| and|, and)(?: another| some| about)? ", between))


def _in_sentence(page: Page, sentence: Sentence, last: Count | None) -> Iterator[Count]:
    text, patterns = folded(page.text), _patterns()
    end = min(sentence.end, sentence.start + 1500)
    taken: list[tuple[int, int]] = []
    found: list[Count] = []
    here = next(patterns["nouns"].finditer(text, sentence.start, end), None)
    for rule in ("share", "relations", "part", "noun", "subset", "total", "from", "listed", "bare"):
        if rule == "listed":
            if last or found:
                listed = [
                    one
                    for one in _listed(page, sentence, text, found[-1] if found else last)
                    if not any(one.start < high and low < one.end for low, high in taken)
                ]
                found += listed
                taken += [(one.start, one.end) for one in listed]
            continue
        if rule == "subset" and not (last or found):
            continue
        if rule in ("from", "bare") and not (last or found or here):
            continue
        if rule == "total" and not here and not (last or found):
            continue
        for match in patterns[rule].finditer(text, sentence.start, end):
            context = found[-1] if found else last
            if here is not None and rule in ("total", "from") and not (found and found[-1].measure in _STOCKS):
                context = Count(0, 0, 0, _measure(here.groupdict()), "exact", here.group())
            for count in _read(rule, match, text, context):
                if not any(count.start < high and low < count.end for low, high in taken):
                    found.append(count)
            taken.append(match.span("n") if rule in ("noun", "bare", "relations", "total", "subset") else match.span())
    yield from sorted((one for one in found if _plausible(one)), key=lambda one: one.start)


def _listed(page: Page, sentence: Sentence, text: str, context: Count | None) -> Iterator[Count]:
    """Read "France (249)", "Turkey 44", "Washington's 271", "166 for the United States" beside a count of missions."""
    if context is None or context.measure not in _STOCKS:
        return
    for place in page.places:
        if not (sentence.start <= place.start < sentence.end) or not place.state or place.kind == "demonym":
            continue
        match = _patterns()["after"].match(text, place.end, min(sentence.end, place.end + 40))
        if match is None and (before := text[max(sentence.start, place.start - 40) : place.start]):
            shifted = _patterns()["for"].search(before)
            match = _patterns()["for"].search(text, place.start - len(before), place.start) if shifted else None
        if match is not None and not 1800 < float(value_of(match["n"])) < 2100:
            yield Count(
                match.start("n"),
                match.end("n"),
                value_of(match["n"]),
                context.measure,
                _qualifier(match["q"], None),
                match.group(),
                rule="listed",
                owner=place.state,
            )


def _plausible(count: Count) -> bool:
    return count.measure == "share_closing" or LEAST <= count.value <= MOST


def _read(rule: str, match: re.Match[str], text: str, context: Count | None) -> Iterator[Count]:
    groups = match.groupdict()
    if (
        rule == "noun"
        and re.search(r"\b(?:the|those) (?:\w+ )?$", text[max(0, match.start() - 14) : match.start()])
        and match["n"] not in ("a dozen",)
    ):
        return  # "the four embassies" are those just named
    if rule == "subset":
        yield Count(
            match.start("n"),
            match.end("n"),
            value_of(groups["n"] or ""),
            _joined(groups, text, match.end()),
            _qualifier(groups.get("q"), None),
            match.group(),
            rule="subset",
        )
    elif rule in ("noun", "bare", "total"):
        measure = _joined(groups, text, match.end()) if rule == "noun" else (context.measure if context else "missions")
        if rule != "noun" and measure not in _STOCKS:
            return
        yield Count(
            match.start("n"),
            match.end("n"),
            value_of(groups["n"] or ""),
            measure,
            _qualifier(groups.get("q"), groups.get("a")),
            match.group(),
            rule=rule,
        )
    elif rule == "part":
        measure = _joined(groups, text, match.end()) or (
            context.measure if context and context.measure in _STOCKS else ""
        )
        if measure:
            yield Count(
                match.start("n"),
                match.end("n"),
                value_of(groups["n"] or ""),
                measure,
                _qualifier(groups.get("q"), None),
                match.group(),
                part=True,
                rule="part",
            )
            yield Count(
                match.start("n2"),
                match.end("n2"),
                value_of(groups["n2"] or ""),
                measure,
                _qualifier(groups.get("q2"), groups.get("a")),
                match.group(),
                rule="whole",
            )
    elif rule == "share":
        yield from _share(match, text)
    elif rule == "relations":
        lead = text[match.start() : match.start() + 12]
        measure = (
            "embassies"
            if lead.startswith(("embassies", "an embassy"))
            else "missions"
            if lead.startswith(("missions", "a mission"))
            else "relations"
        )
        if lead.startswith(("embassies", "missions")) and re.search(
            rf"\d $|{_any(load('number')['numbers'])} (?:\w+ )?$", text[max(0, match.start() - 24) : match.start()]
        ):
            return  # "57 missions in 52 states"
        if (
            measure == "relations"
            and value_of(groups["n"] or "") < 10
            and "establish" in text[max(0, match.start() - 40) : match.start()]
        ):
            return  # an event for each, not a stock
        if (
            lead.startswith(("left", "leav"))
            and "partner" not in (groups["noun"] or "")
            and "all" not in (groups["noun"] or "")
        ):
            return
        yield Count(
            match.start("n"),
            match.end("n"),
            value_of(groups["n"] or ""),
            measure,
            _qualifier(groups.get("q"), None),
            match.group(),
            rule="relations",
        )
    elif context is not None and context.measure in _STOCKS:
        for key in ("f", "t", "f2", "t2", "f3", "t3"):
            if groups.get(key):
                yield Count(
                    match.start(key),
                    match.end(key),
                    value_of(groups[key] or ""),
                    context.measure,
                    "exact",
                    match.group(),
                    rule="from",
                )


def _share(match: re.Match[str], text: str) -> Iterator[Count]:
    groups = match.groupdict()
    words = load("number")
    tail = text[match.end() : match.end() + 60]
    if not re.match(
        r"(?: of|,)? (?:its |their |the |our |all |those |[\w']+ ){0,3}(?:missions|embassies|consulates|posts|network|representations|consular)",
        tail,
    ) and not groups.get("of"):
        return
    if groups.get("fraction"):
        value = float(words["fractions"][groups["fraction"] or ""])
    else:
        value = round(1 / value_of(groups["of"] or ""), 3)
    yield Count(
        match.start(),
        match.end(),
        value,
        "share_closing",
        _qualifier(groups.get("q"), None),
        match.group(),
        rule="share",
    )


def _joined(groups: Mapping[str, str | None], text: str, end: int) -> str:
    """Give the measure of "embassies", or missions where another sort follows without a number of its own."""
    measure = _measure(groups)
    more = re.match(
        r"(?:,? and|,? or|,) (?:consulates?|missions?|posts?|embassies|representative|offices?|consular)",
        text[end : end + 40],
    )
    return (
        "missions" if measure in _STOCKS and more and not text.startswith("consulates", max(0, end - 10)) else measure
    )


def _measure(groups: Mapping[str, str | None]) -> str:
    return next((name for name in load("number")["measures"] if groups.get(name)), "")


def _qualifier(before: str | None, after: str | None) -> str:
    words = load("number")
    for table, text in ((words["qualifiers"], before), (words["after"], after)):
        for name, entries in table.items():
            if text and text in entries:
                return str(name)
    return "exact"


def _event(page: Page, discourse: Discourse, sentence: Sentence, count: Count, before: str | None) -> Event | None:
    token = token_at(page, count.start, count.end)
    if token is None:
        return None
    verb = next((node for node in climb(token) if node.pos_ in ("VERB", "AUX")), None)
    measure = _kind_of_count(count, token, verb)
    if measure is None:
        return None
    sending = (
        count.owner
        or (before if count.rule == "subset" else None)
        or _sender(page, discourse, sentence, count, token, verb)
        or before
    )
    if sending is None:
        return None
    trigger = (
        (verb.idx, verb.idx + len(verb.text))
        if verb is not None and sentence.start <= verb.idx < sentence.end
        else (count.start, count.end)
    )
    event = Event(
        kind="counted", sending=sending, receiving=None, sentence=sentence.index, trigger=trigger, quote=_quote(page, sentence, count),
        measure=measure, value=count.value, qualifier=count.qualifier, trace=(Trace("measure", f"number.{count.rule}", count.noun),),
    )  # fmt: skip
    told = "done" if count.rule == "whole" or (measure in _STOCKS and count.part) else status(page, event)[0]
    return Event(**{name: getattr(event, name) for name in Event.__slots__ if name != "status"}, status=told)


def _kind_of_count(count: Count, token: Any, verb: Any) -> str | None:
    """Say what the number counts: the noun's measure, or closures and openings by the verb or noun that governs it."""
    verbs = load("number")["verbs"]
    if count.measure == "relations" or count.rule in ("from", "whole", "total", "listed", "subset"):
        return count.measure
    stock = count.rule in ("bare", "relations")
    for node in climb(token):
        lemma = node.lemma_.lower()
        if lemma in verbs["stock"] and node.pos_ in ("VERB", "AUX"):
            stock = True
            break
        if lemma == "be" and (any(one.lower_ == "there" for one in node.children) or count.rule == "bare"):
            stock = True
            break
        for name in ("closures", "openings"):
            if (
                _is_one_of(node, lemma, verbs[name])
                and node.i != token.i
                and (node.pos_ in ("VERB", "AUX") or lemma.endswith(("ure", "ing", "down")))
            ):
                return name if count.measure != "share_closing" else "share_closing" if name == "closures" else None
    if count.measure == "share_closing":
        return "share_closing" if _GOING.search(folded(token.doc.text), count.end, count.end + 90) else None
    stock = (
        stock
        or any(one.lower_ == "with" and one.dep_ == "prep" for one in climb(token))
        or any(one.dep_ == "poss" for one in token.head.children)
    )
    return count.measure if stock and not count.part and count.measure in _STOCKS else None


def _is_one_of(node: Any, lemma: str, verbs: Any) -> bool:
    """Whether a word is one of these verbs, with its particle where the entry has one: "do away with"."""
    if lemma in verbs:
        return True
    particles = {child.lower_ for child in node.children}
    return any(entry.startswith(f"{lemma} ") and entry.split()[1] in particles for entry in verbs)


def _sender(page: Page, discourse: Discourse, sentence: Sentence, count: Count, token: Any, verb: Any) -> str | None:
    """Find whose network it is: the phrase's own owner, the subject, the sentence's first state, the page's topic."""
    start, end = max(sentence.start, count.start - 40), min(sentence.end, count.end + 70)
    noun = token if token.pos_ != "NUM" else token.head
    for one in (noun, token):
        for child in one.children:
            if child.dep_ in ("poss", "amod", "compound", "nmod") and (found := discourse.states(child)):
                return found[0]
    if verb is not None:
        for child in (child for node in climb(verb) for child in node.children if child.dep_ in ("nsubj", "nsubjpass")):
            if child.i in (noun.i, token.i):
                continue
            if child.tag_ in ("PRP", "PRP$") or child.lower_ in _ITSELF:
                return topic(page, discourse)
            if child.tag_ == "WDT" and child.head.dep_ == "relcl":
                child = child.head.head
            if found := discourse.named(child) or discourse.person(child):
                return found[0]
    near = [
        place
        for place in page.places
        if start <= place.start < end and place.state and place.city is None and place.kind != "body"
    ]
    if near and count.rule == "bare":
        return near[0].state
    return topic(page, discourse)


def topic(page: Page, discourse: Discourse) -> str | None:
    """Give the state whose network the page is about: the owner of most missions named, the headline counting double."""
    title = page.sentences[0]
    weights: Counter[str] = Counter()
    for post in discourse.posts:
        for code in post.owners:
            weights[code] += 3 if post.kind == "mission" else 1
    for place in page.places:
        if place.state and place.kind != "city":
            weights[place.state] += 1
    first = next(
        (place.state for place in page.places if title.headline and place.start < title.end and place.state), None
    )
    if first:
        weights[first] += 4
    return next((code for code, _ in weights.most_common(1)), None)


def _quote(page: Page, sentence: Sentence, count: Count) -> tuple[int, int]:
    """Take the part of the sentence between semicolons that holds the number."""
    text = page.text
    low = text.rfind(";", sentence.start, count.start)
    high = text.find(";", count.end, sentence.end)
    start, end = (low + 1 if low >= 0 else sentence.start), (high if high >= 0 else sentence.end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
