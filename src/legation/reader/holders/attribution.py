"""Find where a text says who says something: "the ministry said", "according to a diplomat", "citing Ugandan media".

An attribution has a source and a reach: the clause that hangs from its verb, the sentence it stands in as an aside, or
the quotation beside it. Found once a page, in order.
"""

import itertools
from dataclasses import dataclass
from typing import Any, Final

from legation.reader.grammar.clause import children, climb, is_description, words_for
from legation.reader.holders.organs import described
from legation.reader.holders.persons import person
from legation.reader.holders.source import Source, also, anaphor, issuer, lifted, of_place, outlet, phrase_of, sort_of
from legation.reader.holders.speaker import SUBJECTS, read_out, speaker
from legation.reader.lexicon import load
from legation.reader.types import Page, Sentence

_VERBS: Final = load("holder")["verbs"]
_SAYING: Final = frozenset(_VERBS["saying"])
_CITING: Final = frozenset(_VERBS["citing"])
_QUOTED: Final = frozenset(_VERBS["quoted"])
_VIEWS: Final = frozenset(_VERBS["views"])
_SURE: Final = frozenset(_VERBS["sure"])
_LIGHT: Final = frozenset(_VERBS["light"])
_NOMINAL: Final = frozenset(_VERBS["nominal"])
_ACTS: Final = frozenset(_VERBS["acts"])
_MEASURES: Final = frozenset(
    {"plan", "schedule", "law", "custom", "rule", "treaty", "need", "protocol", "rank", "size"}
)
_GREETINGS: Final = frozenset({"goodbye", "good-bye", "farewell", "adieu"})  # "said goodbye" tells nothing
_AHEAD: Final = frozenset({"will", "shall", "may", "might"})
_NEVER: Final = frozenset({"nsubj", "agent", "dative", "npadvmod", "aux", "neg"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says, by which word (a token's index), in which sentence; ``form`` is how it reaches what is said."""

    source: Source
    word: int
    sentence: int
    form: str  # "verb", "according", "citing"
    lemma: str
    start: int  # of the word
    end: int
    left: int  # where the source's phrase begins


def attributions(page: Page) -> dict[int, list[Attribution]]:
    """Give the attributions of a page by sentence, in order of the text; read once a page."""
    cache = page.parse.user_data
    if "legation.attributions" not in cache:
        by_sentence: dict[int, list[Attribution]] = {}
        for one in _find(page):
            by_sentence.setdefault(one.sentence, []).append(one)
        cache["legation.attributions"] = by_sentence
    found: dict[int, list[Attribution]] = cache["legation.attributions"]
    return found


def _find(page: Page) -> list[Attribution]:
    found: list[Attribution] = []
    known: list[Source] = []
    for sentence in page.sentences:
        for token in page.parse[sentence.first_token : min(sentence.last_token, sentence.first_token + 400)]:
            one = _attribution(page, sentence, token, known)
            source = one.source if one is not None else _mentioned(page, token, known)
            if one is not None:
                found.append(one)
            if source is not None:
                known.append(source)
                del known[:-40]
    return found


def name_source(page: Page, token: Any, known: list[Source]) -> Source | None:
    """Name the source whose noun phrase ``token`` heads; ``known`` are those named before it. None if it is none."""
    token = lifted(token)
    if token.pos_ == "PRON" or token.tag_ in ("PRP", "DT", "CD"):
        return anaphor(token, known)
    phrase = phrase_of(token)
    if (place := of_place(page, token, phrase)) is not None:
        return place
    if (human := person(page, token, phrase)) is not None:
        same = (one for one in reversed(known) if one.sort == "person" and one.name == human.name and one.titled)
        return human if human.titled else next(same, human)
    sort = sort_of(token)
    if sort is None:
        return outlet(page, token, phrase)
    if sort == "document" and (inner := issuer(token)) is not None and sort_of(inner) != "document":
        return also(name_source(page, inner, known) or described(page, token, phrase, known), token.lemma_.lower())
    return described(page, token, phrase, known)


def _attribution(page: Page, sentence: Sentence, token: Any, known: list[Source]) -> Attribution | None:
    lemma = token.lemma_.lower()
    head, form = _head(token, lemma)
    if head is None:
        return None
    if form == "verb" and head.lower_ in ("he", "she"):
        known = _outside(sentence, token, known)
    source = name_source(page, head, known)
    if source is None and token.lower_ == "according":
        source = unnamed(page, head, known)
    if source is None or (form == "verb" and not _is_report(token, lemma, source)):
        return None
    left = min((one.idx for one in itertools.islice(head.subtree, 60)), default=head.idx)
    for noun in _documents(token, lemma, source):
        source = also(source, noun)
    return Attribution(source, token.i, sentence.index, form, lemma, token.idx, token.idx + len(token.text), left)


def _documents(verb: Any, lemma: str, source: Source) -> list[str]:
    """List what the words may be called later: "said in a note" makes "the note" the speaker's, "reported" the report."""
    inside = [inner for prep in children(verb, "prep") if prep.lower_ == "in" for inner in children(prep, "pobj")]
    words = itertools.chain.from_iterable((one, *children(one, "compound")) for one in inside)  # "a note verbale"
    named = [one.lemma_.lower() for one in words if sort_of(one) == "document"]
    return [*named, "report"] if lemma == "report" and source.sort == "outlet" else named


def _head(token: Any, lemma: str) -> tuple[Any, str]:
    """Give the noun of the source that a word attributes something to, None where it does not, and how it does so."""
    verbal = token.pos_ in ("VERB", "AUX")
    if token.lower_ == "according":
        return _object_of(token, "to"), "according"
    if verbal and lemma in _CITING and _is_active_citing(token):
        return next(iter(children(token, "dobj", "obj")), None), "citing"
    if (verbal or token.dep_ == "ROOT") and (lemma in _SAYING or lemma in _QUOTED):
        return read_out(token) if lemma == "read" else speaker(token, lemma), "verb"
    if token.lower_ in _VIEWS and token.head.lower_ in ("in", "by", "on", "under"):
        return _viewer(token), "according"
    sure = lemma == "be" and any(one.lower_ in _SURE and children(one, "ccomp") for one in children(token, "acomp"))
    return speaker(token, lemma) if sure else None, "verb"


def _is_report(verb: Any, lemma: str, source: Source) -> bool:
    """Whether the verb tells of words: not "the cabinet will talk of it", nor a state that "counts" what it has."""
    ahead = any(one.lower_ in _AHEAD for one in children(verb, "aux")) and not children(verb, "neg")
    counting = lemma == "count" and source.sort == "organ" and bool(source.organ) and not source.nouns
    greeting = any(one.lower_ in _GREETINGS for one in children(verb, "dobj", "intj", "ccomp", "advmod", "oprd"))
    return not ahead and not counting and not greeting and (lemma not in _LIGHT or _is_speech(verb, lemma))


def _viewer(token: Any) -> Any:
    """Give whose view or words they are: "in his view", "in the words of an envoy", but not "in view of the costs"."""
    owner = next(iter(children(token, "poss")), None)
    return owner or (_object_of(token, "of") if children(token, "det") else None)


def unnamed(page: Page, head: Any, known: list[Source]) -> Source | None:
    """Name what a thing goes back to that is no source by its noun: "the government's travel page", "Budget Paper No. 2"."""
    inner = issuer(head)
    if inner is not None and (source := name_source(page, inner, known)) is not None:
        return source
    if head.lemma_.lower() in _MEASURES:
        return None
    words = [one for one in phrase_of(head) if one.pos_ not in ("DET", "PUNCT")]
    text = " ".join(page.text[words[0].idx : words[-1].idx + len(words[-1].text)].split()) if words else ""
    return Source(text, None, "document", words[0].idx, frozenset({head.lemma_.lower()})) if text else None


def _outside(sentence: Sentence, verb: Any, known: list[Source]) -> list[Source]:
    """Leave out whom the words said name themselves: "an envoy had confirmed it to her, she said" is not the envoy's."""
    said = [one for one in children(verb, "ccomp") if one.i < verb.i]
    inside = {one.idx for clause in said for one in itertools.islice(clause.subtree, 60)}
    return [one for one in known if one.start < sentence.start or one.start not in inside] if inside else known


def _is_speech(verb: Any, lemma: str) -> bool:
    """Whether a verb of many uses is one of saying here: "call it absurd", "rule it out", "make light of", "put it"."""
    words = {child.lower_ for child in verb.children}
    named = bool(children(verb, "oprd", "ccomp", "xcomp")) and not {"home", "back", "on"} & words
    rules = {
        "rule": "out" in words,
        "let": any(child.lemma_ in ("know", "be") for child in verb.children),
        "like": any(child.lemma_ in _SAYING and child.dep_ == "xcomp" for child in verb.children),
        "make": bool({"light", "clear", "public"} & words),
        "put": bool({"it", "this", "that", "at", "forward"} & words),
        "go": "on" in words and verb.dep_ in ("parataxis", "ccomp"),
        "point": "out" in words,
        "turn": "down" in words,
        "read": sort_of(read_out(verb)) == "document",
        "count": any(one.pos_ == "NOUN" and children(one, "nummod") for one in children(verb, "dobj")),
        "hold": False,
        "call": named,
    }
    told = bool(children(verb, "ccomp")) and lemma not in ("make", "let", "hold", "go")
    return told or rules.get(lemma, False)


def _mentioned(page: Page, token: Any, known: list[Source]) -> Source | None:
    """Name a person or organ that a sentence has as its subject, for the "he" and "it" of the next."""
    if token.pos_ == "PROPN" and any(sort_of(one) == "outlet" for one in children(token, "compound", "nmod")):
        return outlet(page, token, phrase_of(token))  # "told the specialist site Vesti"
    if token.dep_ not in SUBJECTS or token.pos_ not in ("PROPN", "NOUN"):
        return None
    if token.pos_ == "NOUN" and sort_of(token) != "organ":
        return None
    source = name_source(page, token, known)
    return source if source is not None and (source.titled or source.nouns or source.sort == "organ") else None


def _object_of(token: Any, preposition: str) -> Any:
    for prep in itertools.chain([token], children(token, "prep")):
        if prep.lower_ == preposition or (prep is token and preposition == "to"):
            for inner in children(prep, "pobj"):
                return inner
    return None


def _is_active_citing(token: Any) -> bool:
    return token.tag_ == "VBG" or not children(token, "nsubjpass", "auxpass")


def covers(page: Page, one: Attribution, trigger: Any, kind: str) -> bool:
    """Whether what the attribution's source says reaches the trigger."""
    verb = page.parse[one.word]
    chain = list(climb(trigger))
    ids = [node.i for node in chain]
    if one.form == "verb" and any(
        _is_contrast(node, verb) for node in chain[: ids.index(verb.i) if verb.i in ids else 0]
    ):
        return False
    if is_background(chain, verb.i) or ";" in page.text[slice(*sorted((one.start, trigger.idx)))]:
        return False
    if one.form != "verb":
        above = verb if one.form == "according" else verb.head
        return above.i in ids or any(node.i in ids for node in itertools.islice(climb(above), 1, 4))
    if verb.i not in ids:
        return _is_beside_said(verb, one.lemma, ids)
    position = ids.index(verb.i)
    if position == 0:
        return one.lemma not in _ACTS and one.lemma not in words_for(kind)
    return _hangs(chain[position - 1], verb, one.lemma)


def _is_contrast(node: Any, verb: Any) -> bool:
    """Whether a clause after the verb sets something else beside what was said: "X said it would stay, while Y left"."""
    marks = {one.lower_ for one in children(node, "mark")} if node.dep_ == "advcl" and node.i > verb.i else set()
    return bool(marks & {"while", "whereas", "although", "though"})


def _is_beside_said(verb: Any, lemma: str, ids: list[int]) -> bool:
    """Whether a verb of saying is an aside in what is said: "Germany, he thought, might open an office"."""
    marks = [one.lower_ for one in children(verb, "mark", "advmod") if verb.dep_ == "advcl"]
    if (lemma in _ACTS and verb.dep_ != "parataxis") or any(one not in ("as", "so") for one in marks):
        return False
    aside = verb.dep_ in ("parataxis", "ccomp", "advcl", "dep") and verb.head.i in ids
    return aside and not children(verb, "ccomp", "dobj")


def _hangs(below: Any, verb: Any, lemma: str) -> bool:
    """Whether what hangs from a verb of saying by this word is what is said."""
    relation, after = below.dep_, below.i > verb.i
    if lemma in _ACTS:
        return bool(relation == "ccomp" and below.tag_ != "VBG")
    if relation in _NEVER:
        return False
    open_to_nouns = lemma in _NOMINAL or lemma in _LIGHT
    past = below.pos_ in ("VERB", "AUX") and below.tag_ in ("VBD", "VBN") and after
    rules = {
        "nsubjpass": lemma in _NOMINAL,  # "reports that … were denied by"
        "advcl": not after or any(mark.lower_ == "that" for mark in children(below, "mark")),
        "conj": not past and not _is_present(verb),
        "xcomp": open_to_nouns or not any(one.lower_ == "to" for one in below.children),
        "prep": open_to_nouns or below.lower_ in ("of", "about"),
        **dict.fromkeys(("dobj", "obj", "oprd", "attr"), open_to_nouns),
    }
    return rules.get(relation, True)


def _is_present(verb: Any) -> bool:
    return bool(verb.tag_ in ("VBZ", "VBP"))


def reports(one: Attribution) -> bool:
    """Whether its verb tells of words and not of deeds."""
    return one.lemma not in _ACTS


def _is_whole(verb: Any) -> bool:
    """Whether a relative clause lacks nothing and is a sentence badly parsed: "before the closures it had 53"."""
    relative = any(one.tag_ in ("WDT", "WP", "WP$", "WRB") for one in itertools.islice(verb.subtree, 40))
    return bool(children(verb, "nsubj") and children(verb, "dobj")) and not relative


def is_background(chain: list[Any], verb: int) -> bool:
    """Whether a clause on the way tells what is known besides: "…, which was rebuilt in 1998, is to close, she said"."""
    for node in chain:
        if node.i == verb:
            return False
        if verb >= 0 and node.lemma_.lower() in _SAYING and children(node, "ccomp"):
            continue
        past = node.tag_ in ("VBD", "VBN") and not any(one.tag_ == "MD" for one in node.children)
        if past and ((node.dep_ == "relcl" and not _is_whole(node)) or is_description(node)):
            return True
        if node.dep_ == "advcl" and any(
            one.lower_ in ("after", "since", "when", "before")
            for one in node.children
            if one.dep_ in ("mark", "advmod")
        ):
            return past
    return False
