"""Find the noun of the one who says, from the verb of saying: its subject, or what a weak parse made of it."""

from typing import Any, Final

from legation.reader.grammar.clause import children
from legation.reader.holders.source import sort_of
from legation.reader.lexicon import load

_QUOTED: Final = frozenset(load("holder")["verbs"]["quoted"])
SUBJECTS: Final = ("nsubj", "nsubjpass")


def speaker(verb: Any, lemma: str) -> Any:
    """Give the noun of the one who says: the subject, the agent of a passive, the noun that a relative clause describes."""
    node = verb
    passive = bool(children(verb, "auxpass", "nsubjpass"))
    if passive and not (lemma in _QUOTED and any(one.lower_ == "as" for one in verb.children)):
        agent = next(iter(children(verb, "agent")), None)
        return None if agent is None else next(iter(children(agent, "pobj")), None)
    for _ in range(4):
        subjects = children(node, *SUBJECTS)
        if subjects:
            subject = subjects[0]
            if subject.lower_ in ("who", "which", "that") and node.dep_ == "relcl":
                return node.head
            return _beside(verb, subject) if node.i == verb.i else subject
        if node.dep_ == "acl" and (node.tag_ == "VBG" or children(node, "ccomp") or _is_finite(node)):
            return node.head
        beside = _apposed(verb) if node.i == verb.i and node.dep_ == "conj" else None
        if beside is not None or node.dep_ not in ("conj", "xcomp", "advcl") or node.head.i == node.i:
            return _left_of(verb) if beside is None else beside
        node = node.head
    return None


def read_out(verb: Any) -> Any:
    """Give what is read out: "…, reads a statement put out by the ministry", "the note reads"."""
    return next(iter(children(verb, "dobj", *SUBJECTS)), verb)


def _is_finite(verb: Any) -> bool:
    """Whether a supposed participle after a source is its verb: "an editorial argued yesterday"."""
    return (
        verb.tag_ == "VBN"
        and sort_of(verb.head) in ("outlet", "document", "person")
        and not children(verb, "agent", "prep")
    )


def _apposed(verb: Any) -> Any:
    """Take the subject that the parse gave to the name before it: "…its embassy in Nepal, the Nepali ministry said"."""
    before = verb.doc[verb.i - 1] if verb.i else verb
    comma = before.left_edge.i and verb.doc[before.left_edge.i - 1].text == ","
    return before if before.dep_ == "appos" and comma and verb.tag_ in ("VBD", "VBZ", "VBP") else None


def _left_of(verb: Any) -> Any:
    """Take the noun between a comma and the verb where the parse found no subject: "…, Prime Minister X said"."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "NNS", "VBN") or not verb.i:
        return None
    sentence = verb.sent.start
    auxes = {one.i for one in children(verb, "aux", "neg", "advmod")}
    last = verb.i - 1
    while last in auxes and last > sentence:
        last -= 1
    token = verb.doc[last]
    if token.text == ",":  # "Ana Rojas, the minister, announced"
        commas = [one.i for one in verb.doc[max(sentence, last - 10) : last] if one.text == ","]
        token = verb.doc[commas[-1] - 1] if commas and commas[-1] > sentence else token
        return token if token.pos_ == "PROPN" else None
    if token.pos_ not in ("PROPN", "NOUN", "PRON"):
        return None
    return token if any(one.text in (",", '"', "”") for one in verb.doc[max(sentence, last - 8) : last]) else None


def _beside(verb: Any, subject: Any) -> Any:
    """Take the name right before the verb where a comma parts the parse's subject from it: "…, Foreign Secretary X said"."""
    if not subject.i < verb.i or verb.i - subject.i > 25:
        return subject
    auxes = {one.i for one in children(verb, "aux", "auxpass", "neg", "advmod")}
    last = verb.i - 1
    while last in auxes and last > subject.i:
        last -= 1
    token = verb.doc[last]
    if token.pos_ != "PROPN" or token.i == subject.i or token.dep_ == "npadvmod":
        return subject
    between = verb.doc[subject.i + 1 : last + 1]
    commas = [one.i for one in between if one.text == ","]
    return (
        token
        if commas and not any(one.text == "," for one in verb.doc[last : verb.i]) and last - commas[-1] <= 6
        else subject
    )
