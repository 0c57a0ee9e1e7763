"""How many: numbers of missions, relations, closures and openings, and shares of a network, each with whose it is.

A number counts where a word for missions or states follows it ("47 embassies, three consulates"), where it is part of
one that does ("seven of its 38 embassies"), or where the passage has just counted missions and goes on without the
word ("China has 276"). What the verb beside it does makes of it a closure, an opening or a stock.
"""

import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import Any, Final

from legation.reader.context.discourse import Discourse
from legation.reader.figures.figure_patterns import patterns
from legation.reader.figures.figures import STOCKS, Count, figures, value_of
from legation.reader.grammar.clause import climb, folded, places_in, token_at
from legation.reader.lexicon import load
from legation.reader.status import status
from legation.reader.types import Event, Page, Sentence, Trace

__all__ = ["counted", "topic", "value_of"]

_BACK: Final = 3  # sentences after a count in which a bare number goes on with it
_NEAR: Final = 40  # characters from a state's name to a number that is its
_GOING: Final = re.compile(
    r"\b(?:clos\w+|shut\w*|go|goes|gone|vanish\w*|lose|lost|cut\w*|merg\w+|ax\w+|dropp\w+|sacrific\w+)\b"
)
_IN: Final = re.compile(r"(?: [\w-]+){1,3} in ")
_LIST: Final = re.compile(r"(?: [\w-]+){1,4}(?:,| and|, and|:| [–—-]| \(|, or)(?: another| some| about)? ?")
_TOLD: Final = frozenset(
    {"relations", "acts", "from", "whole", "total", "listed", "subset"}
)  # rules that tell what is counted
_NOMINAL: Final = ("ure", "ing", "down")  # how nouns of closing and opening end


def counted(page: Page, discourse: Discourse) -> list[Event]:
    """Find the counted claims of a page, in order of the text."""
    found: list[Event] = []
    last: Count | None = None
    beside: Count | None = None
    last_index, sender = -_BACK - 1, None
    for sentence in page.sentences:
        near = sentence.index - last_index <= _BACK
        for one in figures(page, sentence, last if near else None):
            goes_on = beside is not None and one.rule == "noun" and _is_beside(page, beside, one)
            count = replace(one, rule="subset") if goes_on else one  # "47 embassies, three consulates"
            event = _event(page, discourse, sentence, count, sender if near else None)
            beside = count if event is not None and event.measure in STOCKS else None
            if event is None:
                continue
            found.append(event)
            sender, near = event.sending, True
            if count.measure in STOCKS or last is None:
                last, last_index = count, sentence.index
    return found


def _is_beside(page: Page, before: Count, count: Count) -> bool:
    """Whether a number goes on with a list of counts."""
    return _LIST.fullmatch(folded(page.text), before.end, count.start) is not None


def _event(page: Page, discourse: Discourse, sentence: Sentence, count: Count, before: str | None) -> Event | None:
    token = token_at(page, count.start, count.end)
    measure = None if token is None or _is_of_others(page, sentence, count) else _measure(page, count, token)
    if measure is None:
        return None
    verb = next((node for node in climb(token) if node.pos_ in ("VERB", "AUX")), None)
    sending = count.owner or (before if count.rule == "subset" else None) or _sender(page, discourse, token, verb)
    sending = sending or _named_before(page, sentence, count) or topic(page, discourse) or before
    if sending is None:
        return None
    trigger = (count.start, count.end)
    if verb is not None and sentence.start <= verb.idx < sentence.end:
        trigger = (verb.idx, verb.idx + len(verb.text))
    event = Event(
        kind="counted",
        sending=sending,
        receiving=None,
        sentence=sentence.index,
        trigger=trigger,
        quote=_quote(page, sentence, count),
        measure=measure,
        value=count.value,
        qualifier=count.qualifier,
        trace=(Trace("measure", f"number.{count.rule}", count.words),),
    )
    stands = count.rule == "whole" or (measure in STOCKS and count.part)
    return replace(event, status="done" if stands else status(page, event)[0])


def _is_of_others(page: Page, sentence: Sentence, count: Count) -> bool:
    """Whether the missions are those of other states in one place: "18 foreign missions", "150 embassies in Bonn"."""
    if "foreign mission" in count.words or "foreign embass" in count.words or "foreign consul" in count.words:
        return True
    place = next(iter(places_in(page, count.end, min(sentence.end, count.end + 60))), None)
    return (
        place is not None
        and place.kind == "city"
        and _IN.fullmatch(folded(page.text), count.end, place.start) is not None
    )


def _measure(page: Page, count: Count, token: Any) -> str | None:
    """Say what the number counts: the noun's measure, or closures and openings by the verb or noun that governs it."""
    if count.measure == "relations" or count.rule in _TOLD:
        return count.measure
    change, stock = _governed(page, token, count)
    if count.measure == "share_closing":
        goes = change == "closures" or (change is None and _GOING.search(folded(page.text), count.end, count.end + 90))
        return count.measure if goes else None
    if change is not None:
        return change
    stock = stock or count.rule == "bare" or any(one.dep_ == "poss" for one in token.head.children)
    return count.measure if stock and not count.part and count.measure in STOCKS else None


def _is_sum(page: Page, verb: Any, token: Any) -> bool:
    """Whether a form of "be" says what there is: "there are 47 embassies", "the missions are 47 embassies and …"."""
    if any(one.lower_ == "there" for one in verb.children):
        return True
    subject = next((one for one in verb.children if one.dep_ == "nsubj" and one.i < token.i), None)
    return (
        subject is not None
        and patterns()["nouns"].fullmatch(folded(page.text), subject.idx, subject.idx + len(subject.text)) is not None
    )


def _governed(page: Page, token: Any, count: Count) -> tuple[str | None, bool]:
    """Climb from the number to the verb that closes, opens or keeps: (closures, openings or None, whether it stands)."""
    verbs = load("number")["verbs"]
    stock = False
    for node in climb(token):
        lemma = node.lemma_.lower()
        verbal = node.pos_ in ("VERB", "AUX")
        stock = stock or (node.lower_ == "with" and node.dep_ == "prep")
        there = lemma == "be" and (count.rule == "bare" or _is_sum(page, node, token))
        if there or (lemma in verbs["stock"] and verbal):
            return None, True
        for name in ("closures", "openings"):
            if node.i != token.i and (verbal or lemma.endswith(_NOMINAL)) and _is_one_of(node, lemma, verbs[name]):
                return name, stock
    return None, stock


def _is_one_of(node: Any, lemma: str, verbs: Any) -> bool:
    """Whether a word is one of these verbs, with its particle where the entry has one: "do away with"."""
    if lemma in verbs:
        return True
    particles = {child.lower_ for child in node.children}
    return any(entry.startswith(f"{lemma} ") and entry.split()[1] in particles for entry in verbs)


def _sender(page: Page, discourse: Discourse, token: Any, verb: Any) -> str | None:
    """Find whose network it is: the owner that the phrase names, then the subject of the verb."""
    noun = token if token.pos_ != "NUM" else token.head
    for child in (child for one in (noun, token) for child in one.children):
        if child.dep_ in ("poss", "amod", "compound", "nmod") and (found := discourse.states(child)):
            return found[0]
    if verb is not None and verb.lemma_.lower() in load("number")["reckoning"]["verbs"]:
        return _owner_below(discourse, verb) or _counts_its_own(discourse, noun, verb) or topic(page, discourse)
    above = [] if verb is None else list(climb(verb))
    for subject in (one for node in above for one in node.children if one.dep_ in ("nsubj", "nsubjpass")):
        if subject.i in (noun.i, token.i):
            continue
        if subject.tag_ in ("PRP", "PRP$") or subject.lower_ in load("number")["itself"]["words"]:
            return topic(page, discourse)
        antecedent = subject.head.head if subject.tag_ == "WDT" and subject.head.dep_ == "relcl" else subject
        if named := discourse.named(antecedent) or discourse.person(antecedent):
            return named[0]
    return None


def _counts_its_own(discourse: Discourse, noun: Any, verb: Any) -> str | None:
    """Give the state that counts so many missions as its own: "Togo counts 30 embassies", not "Lomé puts them at 30"."""
    if verb.lemma_.lower() != "count" or noun.head.i != verb.i or noun.dep_ not in ("dobj", "obj"):
        return None
    subjects = (one for one in verb.children if one.dep_ == "nsubj" and one.i in discourse.names.at_token)
    return next((found[0] for one in subjects if (found := discourse.named(one))), None)


def _owner_below(discourse: Discourse, verb: Any) -> str | None:
    """Give whose missions someone reckons: "Seoul puts the number of Peruvian missions at 44"."""
    objects = (one for one in verb.children if one.dep_ in ("dobj", "obj"))
    for one in (inner for noun in objects for inner in itertools.islice(noun.subtree, 20)):
        if one.dep_ in ("poss", "amod", "compound", "nmod", "pobj") and (found := discourse.named(one)):
            return found[0]
    return None


def _named_before(page: Page, sentence: Sentence, count: Count) -> str | None:
    """Give the state named right before a bare number: "… and France, in third place, has 267"."""
    if count.rule != "bare":
        return None
    near = places_in(page, max(sentence.start, count.start - _NEAR), count.start)
    return next((place.state for place in reversed(near) if place.kind == "state"), None)


def topic(page: Page, discourse: Discourse) -> str | None:
    """Give the state whose network the page is about: the owner of most missions named, the headline counting more."""
    cache = page.parse.user_data
    if "legation.topic" not in cache:
        title = page.sentences[0]
        weights: Counter[str] = Counter()
        for sender, _ in sorted(
            {(sender, receiver) for _, sender, receiver in discourse.pairs}
        ):  # of the events found before
            weights[sender] += 3
        for post in discourse.posts:
            for code in post.owners:
                weights[code] += 3 if post.kind == "mission" else 1
        weights.update(place.state for place in page.places if place.state and place.kind != "city")
        named = [place for place in page.places if title.headline and place.start < title.end and place.state]
        # "Seoul: sanctions behind North Korea's closures": a capital often only speaks
        if first := next((place for place in named if place.kind != "city"), next(iter(named), None)):
            weights[str(first.state)] += 4
        cache["legation.topic"] = next((code for code, _ in weights.most_common(1)), None)
    found: str | None = cache["legation.topic"]
    return found


def _quote(page: Page, sentence: Sentence, count: Count) -> tuple[int, int]:
    """Take the part of the sentence between semicolons that holds the number."""
    text = page.text
    low, high = text.rfind(";", sentence.start, count.start), text.find(";", count.end, sentence.end)
    start, end = (low + 1 if low >= 0 else sentence.start), (high if high >= 0 else sentence.end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
