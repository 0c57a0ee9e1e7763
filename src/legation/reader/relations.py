"""Find what happened between two states: relations established, severed, restored."""

import re
from typing import Any, Final

from legation.reader.discourse import Discourse
from legation.reader.draft import make, span_of
from legation.reader.frames import Frame, frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.triggers import Trigger
from legation.reader.types import Event, Page, Sentence, Trace

_REACH: Final = 6
_MOST: Final = 60


def changes(page: Page, discourse: Discourse, sentence: Sentence, trigger: Trigger) -> list[Event]:
    """Find changes of relations that this word tells of."""
    made = frame(trigger.token)
    ties = _ties(discourse, sentence, trigger, made)
    if ties is None:
        return _bare_break(page, discourse, sentence, trigger, made)
    if not _strong(page, trigger, ties):
        return []
    partners, between = _partners(discourse, ties, made)
    actors = tuple(code for code in _actors(discourse, made, ties) if code)
    return _pairs(page, discourse, sentence, trigger, ties, actors, partners, between=between)


def _ties(discourse: Discourse, sentence: Sentence, trigger: Trigger, made: Frame) -> Post | None:
    here = [post for post in discourse.posts_in(sentence.start, sentence.end) if post.kind == "relations"]
    roles = [*made.patients, *(made.agents if made.intransitive or trigger.form == "noun" else ())]
    for role in roles:
        for post in here:
            if post.first <= role.i <= post.head:
                return post
        for inner in (one for prep in role.children if prep.dep_ == "prep" for one in prep.children):
            for post in here:
                if post.first <= inner.i <= post.head:
                    return post
    for post in here:
        gap = post.first - trigger.last
        if 0 < gap <= 4 and not _verb_between(discourse.page, trigger.last, post.first):
            return post
        if made.passive and 0 < trigger.token.i - post.head <= _REACH:
            return post
    for role in roles:
        if role.lower_ in ("they", "it", "them", "these", "both") and trigger.form == "verb":
            before = [post for post in discourse.posts_in(max(0, sentence.start - 300), role.idx) if post.kind == "relations"]
            if before and made.passive:
                old = before[-1]
                return Post("relations", role.idx, role.idx + len(role.text), role.i, role.i, owners=old.owners,
                            partners=old.partners, pointer=True)  # fmt: skip
    return None


def _verb_between(page: Page, first: int, last: int) -> bool:
    return any(token.pos_ == "VERB" for token in page.parse[first + 1 : last])


def _strong(page: Page, trigger: Trigger, ties: Post) -> bool:
    """Whether these words speak of formal relations: "end ties" and "mend relations" may be about anything."""
    if ties.pointer:
        return True
    words = page.text[max(0, ties.start - 40) : ties.end].lower()
    if re.search(r"\b(?:diplomatic|formal|full|official|ambassadorial|consular)\W+(?:\w+\W+){0,2}\w+$", words):
        return True
    lemma = trigger.entry.split()[0]
    return lemma in load("triggers")["formal"]["words"]


def _partners(discourse: Discourse, ties: Post, made: Frame) -> tuple[tuple[str, ...], bool]:
    """Give the states named with the relations, and whether these are both sides ("between … and …")."""
    if len(ties.partners) > 1 and ties.between:
        return ties.partners, True
    if ties.partners:
        return ties.partners, False
    if ties.seat_words:
        seat = discourse.place(ties.seat_words, ties.seat_at, frozenset(ties.owners))
        if seat:
            return (seat.state,), False
    for prep in ("with", "to", "between", "towards"):
        codes: list[str] = []
        for token in made.preps.get(prep, ()):
            codes += discourse.states(token)
        if codes:
            return tuple(dict.fromkeys(codes)), prep == "between" and len(codes) > 1
    return (), False


def _actors(discourse: Discourse, made: Frame, ties: Post) -> tuple[str, ...]:
    codes: list[str] = []
    for token in [*made.agents, *made.preps.get("by", ()), *made.preps.get("subject", ())]:
        if not ties.first <= token.i <= ties.head:
            codes += discourse.states(token)
    if not codes and ties.owner_word is not None:
        codes += discourse.pronoun(discourse.page.parse[ties.owner_word])
    return tuple(dict.fromkeys([*codes])) or ties.owners


def _pairs(
    page: Page,
    discourse: Discourse,
    sentence: Sentence,
    trigger: Trigger,
    ties: Post,
    actors: tuple[str, ...],
    partners: tuple[str, ...],
    *,
    between: bool,
) -> list[Event]:
    score, how, pairs = 1.0, "phrase.partner", []
    at = trigger.token.idx
    others = tuple(code for code in partners if code not in actors)
    if between and len(partners) == 2:
        pairs = [_ordered(partners, actors)]
    elif actors and others:
        pairs = [(one, other) for one in actors for other in others]
    elif len(actors) > 1 and (host := discourse.section(at)) and host not in actors:
        pairs, how, score = [(one, host) for one in actors], "section", 0.8
    elif len(actors) == 2 and not _each(trigger, ties):
        pairs, how = [_ordered(actors[:2], ())], "clause.agents"
    elif len(ties.owners) > 1:
        pairs, how = [_ordered(ties.owners[:2], actors)], "phrase.owner"
    elif partners:
        one = discourse.guess("sending", "partner", at, kind=trigger.kind, other=partners)
        if one:
            pairs, how, score = [(one.code, other) for other in partners], "discourse.likeliest", one.chance
    elif actors:
        two = discourse.guess("receiving", "partner", at, kind=trigger.kind, other=actors)
        if two:
            pairs, how, score = [(one, two.code) for one in actors], "discourse.likeliest", two.chance
    elif found := _guess_both(discourse, at, trigger.kind):
        pairs, how, score = [_ordered(found[:2], ())], "discourse.topic", found[2]
    trace = (
        Trace("kind", f"trigger.{trigger.form}", trigger.entry),
        Trace("sending", how, page.text[ties.start : ties.end]),
        Trace("receiving", how, page.text[ties.start : ties.end]),
    )
    found = []
    for sending, receiving in pairs[:_MOST]:
        if sending == receiving:
            continue
        discourse.remember(at, sending, receiving)
        found.append(
            make(
                page, sentence, trigger.kind, (sending, receiving), span_of(trigger), (ties.start, ties.end),
                score=score, trace=trace,
            )
        )  # fmt: skip
    return found


def _each(trigger: Trigger, ties: Post) -> bool:
    """Whether several states act one by one towards another, not towards each other."""
    return ties.owner_word is not None or any(child.lower_ == "each" for child in trigger.token.children)


def _guess_both(discourse: Discourse, offset: int, kind: str) -> tuple[str, str, float] | None:
    one = discourse.guess("sending", "partner", offset, kind=kind)
    two = discourse.guess("receiving", "partner", offset, kind=kind, other=(one.code,)) if one else None
    return (one.code, two.code, one.chance * two.chance) if one and two else None


def _ordered(pair: tuple[str, ...], actors: tuple[str, ...]) -> tuple[str, str]:
    """Put the state that acts first; alphabetical order where both or neither do."""
    one, other = sorted(pair[:2])
    if other in actors and one not in actors:
        return other, one
    return one, other


def _bare_break(page: Page, discourse: Discourse, sentence: Sentence, trigger: Trigger, made: Frame) -> list[Event]:
    """Read "Taipei broke with Banjul": states on both sides and no object."""
    if trigger.entry not in load("triggers")["formal"]["bare"] or made.passive or trigger.form != "verb":
        return []
    partners = [code for token in made.preps.get("with", ()) for code in discourse.states(token)]
    actors = _codes(discourse, made.agents)
    named = [token for token in made.preps.get("with", ()) if token.i in discourse.names.at_token]
    if partners and not actors and made.agents and (one := discourse.guess("sending", "partner", trigger.token.idx, other=tuple(partners))):
        actors = (one.code,)
    if not partners or not actors or not named or any(role.pos_ == "NOUN" for role in made.patients):
        return []
    trace = (Trace("kind", "trigger.bare", trigger.entry),)
    return [
        make(page, sentence, trigger.kind, (one, other), span_of(trigger), score=0.8, trace=trace)
        for one in actors
        for other in dict.fromkeys(partners)
        if one != other
    ]


def _codes(discourse: Discourse, tokens: list[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for token in tokens for code in discourse.states(token)))
