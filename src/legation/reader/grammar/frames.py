"""Read who does what to what around a word, the same way for active, passive, participial and nominal forms.

"Kenya closed the embassy", "the embassy closed by Kenya", "Kenya's closure of the embassy" and "the embassy, which Kenya
closed" give the same frame. Where the parse leaves a role open, it is inherited: from the verb that a conjunct joins,
from the clause that a participle depends on, from the noun that a relative clause describes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_DEPTH: Final = 4  # steps of inheritance; more does not occur in English prose
_PATIENTS: Final = frozenset({"nsubjpass", "dobj", "obj", "oprd", "attr"})
_LINKS: Final = frozenset({"conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom"})


@dataclass(slots=True)
class Frame:
    """The roles around one verb or noun, as tokens of the parse."""

    word: Any
    agents: list[Any] = field(default_factory=list)
    patients: list[Any] = field(default_factory=list)
    preps: dict[str, list[Any]] = field(default_factory=dict)
    passive: bool = False
    intransitive: bool = False


def frame(word: Any) -> Frame:
    """Read the roles around a verb or noun."""
    if word.tag_.startswith("V") or word.pos_ in ("VERB", "AUX"):
        return _verbal(word)
    return _nominal(word)


def conjoined(token: Any) -> list[Any]:
    """Give a token and what is coordinated with it to its right."""
    found: list[Any] = []
    todo = [token]
    while todo and len(found) < 40:
        one = todo.pop(0)
        found.append(one)
        todo.extend(child for child in one.children if child.dep_ == "conj" and child.i > one.i)
        if one is token:
            todo.extend(child for child in one.children if child.dep_ == "appos")
    return found


def _verbal(verb: Any) -> Frame:
    made = Frame(verb, passive=is_passive(verb))
    for child in verb.children:
        _take(child, verb, made)
    _take_described(verb, made)
    if made.passive and not made.patients:
        made.patients += list(_inherited(verb))
    elif not made.agents and not made.passive:
        made.agents += list(_inherited(verb))
    made.intransitive = not made.passive and not made.patients
    return made


def _take(child: Any, verb: Any, made: Frame) -> None:
    """Put what depends on the verb into its role."""
    if child.dep_ in ("nsubj", "csubj"):
        made.agents += _real(child, verb)
    elif child.dep_ in _PATIENTS or (child.dep_ == "dative" and child.pos_ != "ADP"):
        made.patients += _real(child, verb)
    elif child.dep_ == "agent":
        made.agents += _objects(child)
    elif child.dep_ == "prep":
        _prep(child, made)
    elif child.dep_ == "advmod":  # "back to", "away from"
        for inner in child.children:
            if inner.dep_ == "prep":
                _prep(inner, made)


def _take_described(verb: Any, made: Frame) -> None:
    """A participle or relative clause speaks of the noun that it describes."""
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        made.patients += conjoined(verb.head)
    elif verb.dep_ == "amod" and verb.head.i > verb.i:
        (made.patients if verb.tag_ in ("VBN", "VBD") else made.agents).append(verb.head)
    elif verb.dep_ == "compound" and verb.head.i > verb.i and verb.tag_.startswith("V"):
        # "Denmark and Norway announce embassies" parsed as one noun phrase
        made.patients.append(verb.head)
        made.agents += conjoined(verb.head.head) if verb.head.dep_ == "appos" else []
    elif verb.dep_ == "relcl" and made.agents and not made.patients and verb.head.i not in {a.i for a in made.agents}:
        made.patients.append(verb.head)  # "the embassy it had opened in 1976"


def _objects(prep: Any) -> list[Any]:
    """Give what stands after a preposition, with what is coordinated with it."""
    return [token for inner in prep.children if inner.dep_ == "pobj" for token in conjoined(inner)]


def _real(token: Any, verb: Any) -> list[Any]:
    if token.lower_ in _RELATIVE and token.tag_ in ("WDT", "WP", "IN"):
        head = verb
        for _ in range(_DEPTH):
            if head.dep_ == "relcl":
                return [head.head]
            head = head.head
        return []
    return conjoined(token)


def is_passive(verb: Any) -> bool:
    """Whether the verb is passive, on its own or as a conjunct of a passive or a bare participle."""
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    children = {child.dep_ for child in verb.children}
    if children & {"auxpass", "nsubjpass"}:
        return True
    if children & {"dobj", "nsubj", "aux"}:
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return is_passive(verb.head)
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl", "ROOT", "ccomp", "relcl", "dep")


def _inherited(verb: Any, depth: int = _DEPTH) -> Iterator[Any]:
    """Give the subject that a verb takes over from the clause or noun that it depends on."""
    head = verb.head
    if depth == 0 or head.i == verb.i:
        return
    if verb.dep_ == "relcl":
        yield head
    elif verb.dep_ == "acl":
        yield from _from_noun(verb, head)
    elif verb.dep_ in _LINKS and head.pos_ in ("VERB", "AUX"):
        yield from _from_verb(verb, head, depth)
    elif verb.dep_ == "pcomp" and head.head.i != head.i:
        yield from _from_preposition(head.head, depth)


def _from_noun(verb: Any, head: Any) -> Iterator[Any]:
    if head.pos_ in ("NOUN", "PROPN", "PRON") and verb.tag_ == "VBG":
        yield from conjoined(head)
        return
    yield from _owners_of(head)  # "its decision to close", "plans to close": whose plan it is
    if head.head.pos_ in ("VERB", "AUX"):
        yield from _subjects(head.head)


def _from_verb(verb: Any, head: Any, depth: int) -> Iterator[Any]:
    objects = [child for child in head.children if child.dep_ in ("dobj", "obj")]
    if verb.dep_ == "xcomp" and objects:  # "ordered its embassy to close"
        yield from conjoined(objects[0])
    elif verb.dep_ != "ccomp" or verb.tag_ in ("VBG", "VB", "VBN"):
        yield from list(_subjects(head)) or _inherited(head, depth - 1)


def _from_preposition(above: Any, depth: int) -> Iterator[Any]:
    if above.pos_ in ("VERB", "AUX"):
        yield from list(_subjects(above)) or _inherited(above, depth - 1)
    elif above.pos_ in ("NOUN", "PROPN"):
        yield from _owners_of(above)
        if above.head.pos_ in ("VERB", "AUX"):
            yield from _subjects(above.head)


def _subjects(verb: Any) -> Iterator[Any]:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield from _real(child, verb)


def _owners_of(noun: Any) -> Iterator[Any]:
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod") and child.pos_ in ("PROPN", "PRON", "ADJ", "NOUN"):
            yield child


def _prep(child: Any, made: Frame) -> None:
    word = child.lower_
    for inner in child.children:
        if inner.dep_ in ("pobj", "pcomp"):
            made.preps.setdefault(word, []).extend(conjoined(inner))
        elif inner.dep_ == "prep":  # "from within", "out of"
            for innermost in inner.children:
                if innermost.dep_ == "pobj":
                    made.preps.setdefault(inner.lower_, []).extend(conjoined(innermost))
        elif inner.dep_ == "conj" and inner.pos_ == "ADP":
            _prep(inner, made)


def _nominal(noun: Any) -> Frame:
    made = Frame(noun)
    for child in noun.children:
        if child.dep_ == "poss":
            made.agents += conjoined(child)
        elif child.dep_ in ("compound", "nmod", "amod"):
            made.patients.append(child)
        elif child.dep_ in ("prep", "agent"):
            if child.lower_ == "of":
                made.patients += _objects(child)
            elif child.lower_ == "by":
                made.agents += _objects(child)
            else:
                _prep(child, made)
        elif child.dep_ == "acl":
            made.agents += [inner for prep in child.children if prep.dep_ == "agent" for inner in prep.children]
    if noun.dep_ == "pobj" and noun.head.lower_ == "under" and noun.head.head.pos_ in ("VERB", "AUX"):
        made.patients += _subjects(noun.head.head)  # "a consulate in Lae is under study"
    if (
        noun.head.pos_ in ("VERB", "AUX")
        and noun.head.i != noun.i
        and not made.agents
        and noun.dep_ in ("dobj", "pobj")
    ):
        # "Kenya announced the closure of": the subject of a light or speaking verb may be the one that acts
        made.preps.setdefault("subject", []).extend(_subjects(noun.head))
    return made
