"""Find what happened to people: diplomats recalled by their own state or expelled by the one that received them."""

import re
from typing import Any, Final

from legation.reader.discourse import Discourse
from legation.reader.draft import make, span_of
from legation.reader.frames import Frame, frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.resolve import stranger
from legation.reader.triggers import Trigger
from legation.reader.types import Event, Page, Sentence, Trace

_REACH: Final = 9  # tokens between a verb and the people it speaks of, where the parse does not join them
_MOST: Final = 60


def moves(page: Page, discourse: Discourse, sentence: Sentence, trigger: Trigger) -> list[Event]:
    """Find recalls and expulsions that this word tells of."""
    if not _needs_met(page, sentence, trigger):
        return []
    made = frame(trigger.token)
    person = _person(discourse, sentence, trigger, made)
    if person is None or stranger(discourse, made):
        return []
    agents = _agents(discourse, made, person)
    owners, owner_rule = _owners(page, discourse, person, agents, trigger)
    kind = trigger.kind
    ambiguous = trigger.entry in load("triggers")["people"]["either"]
    if agents and owners:
        own = bool(set(agents) & set(owners))
        if kind == "expelled" and own and ambiguous:
            kind = "recalled"
        elif kind == "expelled" and own:
            owners, owner_rule = _others(discourse, person, agents, trigger)
        elif kind == "recalled" and not own:
            if not ambiguous:
                return []
            kind = "expelled"
    elif ambiguous and trigger.kind == "recalled" and made.passive and not agents:
        kind = "recalled"
    if page.text[person.end : person.end + 2] in ("'s", "’s"):
        return []  # "recalled the ambassador's role"
    if kind == "recalled":
        return _recalled(page, discourse, sentence, trigger, made, person, owners or agents, owner_rule)
    return _expelled(page, discourse, sentence, trigger, made, person, owners, agents, owner_rule)


def _needs_met(page: Page, sentence: Sentence, trigger: Trigger) -> bool:
    needs = load("triggers")["needs"].get(trigger.entry)
    if trigger.form != "verb" or needs is None:
        return True
    after = page.text[trigger.token.idx : sentence.end].lower()
    return any(re.search(rf"\b{re.escape(word)}\b", after) for word in needs)


def _person(discourse: Discourse, sentence: Sentence, trigger: Trigger, made: Frame) -> Post | None:
    people = [post for post in discourse.posts_in(sentence.start, sentence.end) if post.kind in ("head", "staff")]
    roles = list(made.patients)
    if trigger.form == "noun":
        roles += [*made.agents, *made.preps.get("for", ())]
    for role in roles:
        for post in people:
            if post.first <= role.i <= post.head or (role.i - 3 <= post.head < role.i and role.dep_ != "pobj"):
                return post
    for role in roles:
        for post in people:
            if post.start > role.idx and any(token.i == role.i for token in discourse.page.parse[post.head].ancestors):
                if post.first - role.i < 6:
                    return post
        if role.lower_ in ("its", "his", "her", "their", "own", "theirs", "hers") or role.text == "own":
            return _own(discourse, role)
    if trigger.form == "verb" and (named := _by_name(discourse, trigger, roles)):
        return named
    if roles and trigger.form == "verb" and any(role.pos_ in ("NOUN", "PROPN") for role in roles):
        return None
    ahead = [post for post in people if 0 < post.first - trigger.last <= _REACH]
    if ahead:
        return ahead[0]
    behind = [post for post in people if 0 < trigger.token.i - post.head <= _REACH]
    return behind[-1] if behind and (made.passive or trigger.form == "noun") else None


def _by_name(discourse: Discourse, trigger: Trigger, roles: list[Any]) -> Post | None:
    """Read "Cairo withdrew Salah El-Din": a name that is no place is a person's, where diplomats were spoken of."""
    if trigger.entry not in load("triggers")["people"]["by_name"]:
        return None
    for role in roles:
        spoken_of = any(post.kind == "head" and post.start < role.idx for post in discourse.posts[:_MOST])
        if role.pos_ == "PROPN" and role.i not in discourse.names.at_token and spoken_of:
            return Post("head", role.idx, role.idx + len(role.text), role.i, role.i, pointer=True)
    return None


def _own(discourse: Discourse, role: Any) -> Post | None:
    """Read "its own", "theirs" as the people of the one who acts, where people were named before."""
    if not any(post.kind in ("head", "staff") and post.start < role.idx for post in discourse.posts[-200:]):
        return None
    return Post("head", role.idx, role.idx + len(role.text), role.i, role.i, owner_word=role.i, pointer=True)


def _agents(discourse: Discourse, made: Frame, person: Post) -> tuple[str, ...]:
    codes: list[str] = []
    for token in [*made.agents, *made.preps.get("subject", ())]:
        if not person.first - 1 <= token.i <= person.head:
            codes += discourse.states(token)
    return tuple(dict.fromkeys(codes))


def _owners(
    page: Page, discourse: Discourse, person: Post, agents: tuple[str, ...], trigger: Trigger
) -> tuple[tuple[str, ...], str]:
    if person.owners:
        return person.owners, "phrase.owner"
    for child in page.parse[person.head].children:
        if child.dep_ in ("poss", "compound", "appos") and (found := discourse.person(child)):
            return found, "phrase.person"
    if person.owner_word is not None:
        word = page.parse[person.owner_word]
        if agents and trigger.kind == "recalled":
            return agents, "pronoun.agent"
        return tuple(code for code in discourse.pronoun(word) if code), "pronoun.subject"
    return (), ""


def _others(discourse: Discourse, person: Post, agents: tuple[str, ...], trigger: Trigger) -> tuple[tuple[str, ...], str]:
    """Read "closed the Libyan bureau and gave its staff ten days": nobody expels his own people."""
    if person.owners:
        return (), ""
    one = discourse.guess("sending", "implicit", trigger.token.idx, kind="expelled", other=agents)
    return ((one.code,) if one else ()), "discourse.likeliest"


def _recalled(
    page: Page,
    discourse: Discourse,
    sentence: Sentence,
    trigger: Trigger,
    made: Frame,
    person: Post,
    senders: tuple[str, ...],
    rule: str,
) -> list[Event]:
    score = 1.0 if senders else 0.7
    hosts = tuple(seat.state for seat in person.seats or person.origin)
    how = "phrase.seat"
    if not hosts and person.seat_words:
        seat = discourse.place(person.seat_words, person.seat_at, frozenset(senders))
        hosts, how = (seat.state,) if seat else (), "discourse.described"
    if not hosts:
        hosts, how = _clause_places(discourse, made, senders), "clause.place"
    if not senders:
        one = discourse.guess("sending", "implicit", trigger.token.idx, kind="recalled", other=hosts)
        senders, rule, score = ((one.code,), "discourse.likeliest", one.chance) if one else ((), "", 0.0)
    if not hosts and senders:
        two = discourse.guess("receiving", "implicit", trigger.token.idx, kind="recalled", other=senders)
        hosts, how, score = ((two.code,), "discourse.likeliest", score * two.chance) if two else ((), "", 0.0)
    return _events(page, discourse, sentence, trigger, person, "recalled", senders, hosts, score, rule, how)


def _expelled(
    page: Page,
    discourse: Discourse,
    sentence: Sentence,
    trigger: Trigger,
    made: Frame,
    person: Post,
    senders: tuple[str, ...],
    hosts: tuple[str, ...],
    rule: str,
) -> list[Event]:
    score, how = 1.0, "clause.agent"
    hosts = tuple(code for code in hosts if code not in senders)
    if not hosts:
        hosts, how = tuple(seat.state for seat in person.seats or person.origin), "phrase.seat"
    if not hosts:
        hosts, how = _clause_places(discourse, made, senders), "clause.place"
    if not senders:
        one = discourse.guess("sending", "implicit", trigger.token.idx, kind="expelled", other=hosts)
        senders, rule, score = ((one.code,), "discourse.likeliest", one.chance) if one else ((), "", 0.0)
    if not hosts and senders:
        two = discourse.guess("receiving", "implicit", trigger.token.idx, kind="expelled", other=senders)
        hosts, how, score = ((two.code,), "discourse.likeliest", score * two.chance) if two else ((), "", 0.0)
    return _events(page, discourse, sentence, trigger, person, "expelled", senders, hosts, score, rule, how)


def _clause_places(discourse: Discourse, made: Frame, senders: tuple[str, ...]) -> tuple[str, ...]:
    for prep in ("from", "in", "to", "at", "of"):
        for token in made.preps.get(prep, ()):
            codes = tuple(code for code in discourse.states(token) if code not in senders)
            if codes:
                return codes
    return ()


def _events(
    page: Page,
    discourse: Discourse,
    sentence: Sentence,
    trigger: Trigger,
    person: Post,
    kind: str,
    senders: tuple[str, ...],
    hosts: tuple[str, ...],
    score: float,
    rule: str,
    how: str,
) -> list[Event]:
    found: list[Event] = []
    words = page.text[person.start : person.end]
    trace = (
        Trace("kind", f"trigger.{trigger.form}", trigger.entry),
        Trace("sending", rule or "clause.agent", words),
        Trace("receiving", how, words),
    )
    for sending in senders:
        for receiving in hosts:
            if sending == receiving or len(found) >= _MOST:
                continue
            discourse.remember(trigger.token.idx, sending, receiving)
            found.append(
                make(
                    page, sentence, kind, (sending, receiving), span_of(trigger), (person.start, person.end),
                    score=score, trace=trace,
                )
            )  # fmt: skip
    return found
