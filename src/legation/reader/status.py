"""Whether an event is done, planned, possible or denied: from tense, modality, negation, condition and what governs it.

The walk goes from the trigger up its clause to the root of the sentence. Each word on the way says something of its
own: a modal, a tense, a negation, a verb such as "plan", "weigh" or "deny", a noun such as "decision". What is near the
trigger decides; what stands above can only take away from it (a plan denied, a plan weighed) or, where the trigger
itself is untensed ("to close", "closing", "the closure"), say what it is. ``mood`` reads the single word.
"""

import functools
import itertools
import re
from typing import Any, Final

from legation.model import parse
from legation.model.vocabulary import RELATION_KINDS
from legation.reader.dates.moment import between, timeline
from legation.reader.grammar.clause import (
    anchor,
    below_saying,
    climb,
    folded,
    home,
    is_description,
    leaves_clause,
    predicate,
    token_at,
    words_for,
)
from legation.reader.grammar.mood import sign_of
from legation.reader.grammar.tense import OPEN, Sign, is_infinitive
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Sentence, Trace

_ORDER: Final = ("denied", "possible", "planned", "done")
_DENYING: Final = frozenset({"verb", "noun", "complement", "negated verb"})
_STILL: Final = frozenset({"already", "now", "still", "present"})
_WEAKER: Final = frozenset({"verb", "noun", "condition", "question", "complement", "negated verb"})
_TERM: Final = re.compile(r"\b(?:until|gone|notice)\b")
_NOT: Final = re.compile(r"\b(?:not|never|no)\b|n't\b")
# kinds that a list of plans tells of
_CARRIED: Final = frozenset({"closed", "opened", "resumed", "moved", "level_changed", "recalled"})
# a time to come beside these is another thing's
_STANDING: Final = frozenset({"counted", "explained", "farewell", "incident"})
_ENDING: Final = frozenset({"closed", "suspended", "relations_severed"})
_PASSED_ON: Final = frozenset({"fall", "pass", "take", "go", "transfer", "move", "be", "assign", "give"})
_STANDS: Final = frozenset({"have", "exist", "date"})  # said of what is there already
_KEPT: Final = frozenset({"have", "reopen", "return", "stay", "remain", "last", "survive", "man", "staff"})
_BACK: Final = 3  # sentences of a passage looked back
_REACH: Final = 90  # characters to each side of a trigger in which a set phrase bears on it
# an order is itself the expulsion ("has until Friday to leave"), while a closure ordered is one to come
_ORDERED: Final = frozenset(
    {"must", "order", "ask", "tell", "give", "require", "demand", "have", "request", "instruct", "direct", "decide"}
)


@functools.cache
def _phrases() -> re.Pattern[str]:
    words = load("status")
    lists = {name: sorted(words[name]["phrases"], key=len, reverse=True) for name in _ORDER[:3]}
    groups = (f"(?P<{name}>{'|'.join(re.escape(phrase) for phrase in phrases)})" for name, phrases in lists.items())
    return re.compile(rf"\b(?:{'|'.join(groups)})\b")


def status(page: Page, event: Event) -> tuple[str, Trace]:
    """Give the event's status and why."""
    if event.status is not None:
        return event.status, Trace("status", "status.trigger", page.text[slice(*event.trigger)])
    token = anchor(page, event)
    if token is None or event.kind == "explained":
        return "done", Trace("status", "status.default", "")
    if (stays := _of_staying(page, event, token)) is not None:
        return "denied", Trace("status", "status.staying", stays)
    chain = _chain(token)
    sign = _of_lack(event, token, _walk(chain, event.kind))
    if sign is OPEN:
        sign = _of_fragment(page, event, chain[-1])
    if (phrase := _of_phrase(page, event, chain)) and (sign.status in ("done", "open") or phrase.status == "denied"):
        sign = phrase
        if event.kind == "expelled" and _TERM.search(phrase.words):
            sign = Sign("done", "term", phrase.words)  # "has until Friday": the order has been given
    if sign.present or sign.words == "would" or sign.status == "open":
        sign = _of_passage(page, event, sign, token) or sign
    if sign.status == "open" or sign.present:
        sign = _of_time(page, event, chain) or sign
    if sign.status == "open":
        sign = _of_headline(page, event, token) or Sign("done", "default", token.text)
    return sign.status, Trace("status", f"status.{sign.rule}", sign.words)


@functools.cache
def _staying() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, load('status')['denied']['staying']))})\b")


def _of_staying(page: Page, event: Event, token: Any) -> str | None:
    """Find the words by which a mission stays, where nothing but the passage speaks of its end: "Rome and Bonn are safe"."""
    unworded = bool(event.trace) and event.trace[0].rule == "learned.proposal"
    if not unworded or event.kind not in _ENDING or token.lemma_.lower() in words_for(event.kind):
        return None
    match = _staying().search(folded(page.text), *_near(page, event))
    return None if match is None else match.group()


def _of_lack(event: Event, token: Any, sign: Sign) -> Sign:
    """Read as done where it is negated that a mission is there, which tells of its end: "was never reopened"."""
    verb = predicate(token)
    lacks = sign.rule == "negated" and event.kind in _ENDING and verb.lemma_.lower() in _KEPT
    itself = bool({token.lemma_.lower(), verb.lemma_.lower()} & words_for(event.kind))
    return Sign("done", "lack", sign.words) if lacks and not itself else sign


def _chain(token: Any) -> list[Any]:
    """List the words from the trigger up that bear on it: to the root, or to the head of a clause of its own."""
    chain = []
    for node in climb(token):
        chain.append(node)
        if (leaves_clause(node) and not is_infinitive(node)) or is_description(node):
            break
    return chain


def _walk(chain: list[Any], kind: str) -> Sign:
    """Climb from the trigger, letting each word above change what was found below."""
    found, child = OPEN, None
    for node in chain:
        if child is not None and found is OPEN and _sets_time(child):
            return Sign("done", "aside", child.text)  # "after the closure of": as good as done
        found = _above(found, sign_of(node, child, kind), node, chain[0])
        if kind in RELATION_KINDS and found.words == "agree":
            found = Sign("done", "agreement", node.text)  # what two states agree on between them, they have
        if kind == "expelled" and found.status == "planned" and {node.lemma_.lower(), found.words} & _ORDERED:
            found = Sign("done", "order", node.text)
        child = node
    return found


def _sets_time(token: Any) -> bool:
    return token.dep_ in ("prep", "mark") and token.lower_ in ("after", "following", "since", "despite")


def _above(inner: Sign, outer: Sign, node: Any, trigger: Any) -> Sign:
    """Combine what is known so far with what a word above it says."""
    if "open" in (inner.status, outer.status):
        return inner if outer.status == "open" else outer
    if outer.status == "denied" and outer.rule in _DENYING:
        return _deny(inner, outer, node, trigger)
    weaker = outer.status == "possible" and inner.status == "planned" and outer.rule in _WEAKER
    about = outer.rule == "negated" and inner.rule == "noun"  # "is not about to break"
    return outer if weaker or about else inner


def _deny(inner: Sign, outer: Sign, node: Any, trigger: Any) -> Sign:
    """Deny what was found: a denial denied is a possibility."""
    if inner.status == "denied":
        return Sign("possible", outer.rule, outer.words)
    # "was closed for reasons of cost; the government denied that …": the parse joined two sentences
    joined = inner.rule == "past" and node.i > trigger.i and not any(one.dep_ == "nsubjpass" for one in node.children)
    return inner if joined else outer


def _of_fragment(page: Page, event: Event, root: Any) -> Sign:
    """Read a fragment without a verb ("Freetown to Conakry") like the verb that it goes on from, in this or the last sentence."""
    own = home(page, event)
    for sentence in (own, page.sentences[max(0, own.index - 1)]):
        verbs = _verbs(page, sentence, event.trigger[0])
        if verbs and not sentence.headline and sentence.paragraph == own.paragraph:
            return sign_of(verbs[-1], None, event.kind)
    return sign_of(root, None, event.kind)


def _of_passage(page: Page, event: Event, sign: Sign, token: Any) -> Sign | None:
    """Read "Those on the list include …", "Kenya falls to …" by what the sentences before say is planned or weighed."""
    own = home(page, event)
    if own.headline or not _goes_on(event, sign, token) or _is_dated(page, event):
        return None
    for index in range(own.index - 1, max(0, own.index - 1 - _BACK), -1):
        sentence = page.sentences[index]
        before = _main(page, sentence)
        said = OPEN if before is None else _walk(_chain(before), event.kind)
        if sentence.headline or sentence.paragraph < own.paragraph - 1 or said.rule == "past":
            return None
        weighed = said.status == "possible" or (said.status == "planned" and sign.words != "would")
        if weighed and said.rule != "condition":
            return Sign(said.status, "passage", said.words)
    return None


def _goes_on(event: Event, sign: Sign, token: Any) -> bool:
    """Whether a sentence may go on with the plans of those before: it says nothing of its own about the event."""
    lemma, verb = token.lemma_.lower(), predicate(token)
    passed = event.kind == "accredited" and bool({lemma, verb.lemma_.lower()} & _PASSED_ON)
    itself = sign.present and lemma in words_for(event.kind)
    stands = event.kind == "opened" and verb.lemma_.lower() in _STANDS
    if stands or any(one.lower_ in _STILL for one in (*token.children, *verb.children)):
        return False
    return (passed or event.kind in _CARRIED) and not itself


def _is_dated(page: Page, event: Event) -> bool:
    """Whether the event's clause names a day, month or year that is over, so that it tells of no plan."""
    if page.day is None:
        return False
    near = between(timeline(page.text, page.day), *_near(page, event))
    return any(one.past == one.ahead and parse(one.past).latest < page.day for one in near if not one.head)


def _main(page: Page, sentence: Sentence) -> Any:
    """Give the verb that a sentence asserts, below what only reports it."""
    token = token_at(page, sentence.start, sentence.end)
    return None if token is None else below_saying(token)


def _verbs(page: Page, sentence: Sentence, offset: int) -> list[Any]:
    tokens = page.parse[sentence.first_token : min(sentence.last_token, sentence.first_token + 200)]
    return [
        one for one in tokens if one.idx < offset and one.pos_ in ("VERB", "AUX") and one.dep_ not in ("aux", "auxpass")
    ]


def _of_phrase(page: Page, event: Event, chain: list[Any]) -> Sign | None:
    """Find a set phrase that belongs to the event's clause."""
    ids = {node.i for node in chain}
    found = None
    for match in _phrases().finditer(folded(page.text), *_near(page, event)):
        name = match.lastgroup or "done"
        token = token_at(page, match.start(), match.end())
        if token is None or not _belongs(token, ids):
            continue
        if name != "denied" and _NOT.search(folded(page.text), max(0, match.start() - 14), match.start()):
            name = "denied"
        if found is None or _ORDER.index(name) < _ORDER.index(found.status):
            found = Sign(name, "phrase", match.group())
    return found


def _belongs(token: Any, chain: set[int]) -> bool:
    if {token.i, predicate(token).i} & chain:
        return True
    return token.pos_ not in ("VERB", "AUX") and token.head.i in chain


def _near(page: Page, event: Event) -> tuple[int, int]:
    """Give the characters of the event's clause: between semicolons, and not far from the trigger or beyond its quote."""
    sentence, text = home(page, event), folded(page.text)
    start, end = event.trigger
    low = max(sentence.start, start - _REACH)
    low = max(low, text.rfind(";", low, max(low, start)))
    high = min(sentence.end, max(end + _REACH, min(event.quote[1], end + 2 * _REACH)))
    stop = text.find(";", end, high)
    return low, stop if stop >= 0 else high


def _of_headline(page: Page, event: Event, token: Any) -> Sign | None:
    """Read "Chile to close one embassy, open two": a bare verb of a headline is to come, as the first one there is."""
    sentence = home(page, event)
    if not sentence.headline or token.tag_ != "VB":
        return None
    before = page.parse[sentence.first_token : token.i]
    first = next((one for one in before if one.tag_ == "TO" and one.nbor(1).tag_ == "VB"), None)
    return None if first is None else Sign("planned", "headline", f"to {first.nbor(1).text}")


def _of_time(page: Page, event: Event, chain: list[Any]) -> Sign | None:
    """Take a present tense or a bare noun with a time still to come for a plan."""
    if page.day is None or home(page, event).headline or event.kind in _STANDING:
        return None
    ids = {node.i for node in chain}
    for moment in between(timeline(page.text, page.day), *_near(page, event)):
        if not moment.head and parse(moment.ahead).earliest > page.day:
            token = token_at(page, moment.start, moment.end)
            if token is not None and (predicate(token).i in ids or _hangs_from(token, ids)):
                return Sign("planned", "time to come", page.text[moment.start : moment.end])
    return None


def _hangs_from(token: Any, ids: set[int]) -> bool:
    """Whether a time hangs from the event's words where the parse found no verb: "the consulates close by 31 March"."""
    for node in itertools.islice(climb(token), 1, None):
        if node.i in ids or node.pos_ in ("VERB", "AUX"):
            return node.i in ids
    return False
