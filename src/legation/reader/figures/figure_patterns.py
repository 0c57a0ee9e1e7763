"""The patterns of numbers that count missions, built once from ``number.toml``: one for each way of putting them.

Text is matched in its folded form. In every pattern ``n`` is the number, ``q`` the qualifier before it and ``a`` the one
after it; the name of a group such as ``embassies`` is the measure of the noun.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Final

from legation.reader.lexicon import load

_FREE: Final = r"(?<![\w$€£.-])"  # no part of a larger number, a sum or a word
_TURNS: Final = (
    r"(?:bring|brought|take|took|raise|rais|reduce|reduc|cut|increas|shrink|shrank|stand|stood|put|leave|left|leav|drop|"
    r"fall|fell|ris|rose|grow|grew|swell)\w*"
)
_LEADS: Final = (
    "has ", "have ", "had ", "keeps ", "with ", "against ", "now ", "reached ", "be ", "are ", "runs ", "counts ", "promises ", "inherited ",
)  # fmt: skip
_ENDS: Final = (
    r"[.,;)]|$| in | on | by | abroad| worldwide| left| and [a-z]+| for | or so| of them| of the former| around| when "
)
_RELATIONS: Final = (
    r"relations|ties|links|recogni[sz]ed by|recognition from|leaves \w+ with|left (?:\w+ )?with|leaving \w+ with|"
    r"embassies in|missions in|a mission in|an embassy in"
)


def any_of(words: Iterable[str]) -> str:
    """Make a pattern of words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@functools.cache
def number() -> str:
    """Give the pattern of a number in digits or words."""
    words = load("number")
    tens = [
        word for word, value in words["numbers"].items() if " " not in word and value % 10 == 0 and 20 <= value <= 90
    ]
    return rf"(?:\d{{1,3}}(?![\d,.]\d)|{any_of(tens)}-{any_of(words['units'])}|{any_of(words['numbers'])})"


@functools.cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """Give the pattern of each rule by its name."""
    words, n = load("number"), number()
    measures = {name: entries for name, entries in words["measures"].items() if name != "relations"}
    q = rf"(?:(?P<q>{any_of(one for group in words['qualifiers'].values() for one in group)}) )?"
    a = rf"(?: (?P<a>{any_of(one for group in words['after'].values() for one in group)}))?"
    nouns = "(?:" + "|".join(f"(?P<{name}>{any_of(entries)})" for name, entries in measures.items()) + ")"
    every = any_of(one for entries in measures.values() for one in entries)
    middle = rf"(?:(?:{any_of(words['adjectives']['words'])}|[a-z]+(?:an|ese|ish|ch)\b|consul\w*) ){{0,3}}"
    whole = rf"(?:(?:its|their|our|the|those|[\w'. ]{{2,25}}?'s?)(?: then| present)? )?{q.replace('<q>', '<q2>')}(?P<n2>{n})"
    leads = "|".join(f"(?<={lead})" for lead in _LEADS)
    acts = "|".join(f"(?P<{name}>{any_of(entries)})" for name, entries in words["acts"].items())
    states = any_of(one for entries in words["states"].values() for one in entries)
    return {
        "acts": re.compile(
            rf"{_FREE}{q}(?P<n>{n}){a} (?:{any_of(words['adjectives']['words'])} |(?:embassy|mission|consulate|consular) )?(?:{acts})(?!\w)"
        ),
        "gone": re.compile(
            rf"{_FREE}{q}(?P<n>{n})(?: of (?:them|these|those))?(?= (?:have|had|has|are|were|will|would)(?: \w+){{0,3}} {states}(?!\w))"
        ),
        "noun": re.compile(rf"{_FREE}{q}(?P<n>{n}){a} (?:of )?(?:its |their |our |the |those )?{middle}{nouns}(?!\w)"),
        "part": re.compile(
            rf"{_FREE}{q}(?P<n>{n})(?: more| further| other)? (?:out )?of {whole}{a}(?: {middle}{nouns})?(?!\w)"
        ),
        "share": re.compile(rf"(?<!\w){q}(?:(?P<fraction>{any_of(words['fractions'])})|one in (?P<of>{n}))(?!\w)"),
        "relations": re.compile(
            rf"(?:{_RELATIONS})(?: \w+){{0,4}}? {q}(?P<n>{n})(?: of the)?(?: \w+)? (?P<states>{any_of(words['measures']['relations'])})(?!\w)"
        ),
        "subset": re.compile(
            rf"{_FREE}(?P<w>of (?:which|these|them),? |including )?{q}(?P<n>{n}) (?(w)|of (?:them|which|these) )(?:are )?{middle}{nouns}(?!\w)"
        ),
        "total": re.compile(
            rf"(?:{_TURNS}(?: [^;.\n]{{0,60}}?)? (?:to|at|with)(?: just| only)?|total(?:ling|s|led)?|comprises?|consists? of) "
            rf"{q}(?P<n>{n})(?=[.,;:)]|$| from | in | on | the number | {every})"
        ),
        "from": re.compile(
            rf"(?:from (?P<f>{n}) to (?P<t>{n})|to (?P<t2>{n}) from (?P<f2>{n})|"
            rf"(?P<t3>{n}),? (?:down|up|as against|against|compared with) (?:from )?(?P<f3>{n}))(?!\w)"
        ),
        "bare": re.compile(rf"(?:{leads}){q}(?P<n>{n})(?={_ENDS})(?! in the (?:morning|evening)| p\.m)"),
        "after": re.compile(rf"(?:['’]s|,? with| \(|,)? ?{q}(?P<n>{n})(?=[,.;:)\]]| and |$| in )"),
        "for": re.compile(rf"{q}(?P<n>{n}) for (?:the )?$"),
        "nouns": re.compile(rf"(?<!\w){nouns}(?!\w)"),
    }
