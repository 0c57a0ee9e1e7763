"""Dossiers of a state's network or of one mission, to read or print: Markdown, and HTML made from that Markdown.

Quoted words are hostile until escaped: every character that Markdown gives a meaning is escaped and every line break is
a space, so a quote can begin no heading, link, image, table cell or tag; addresses become links only where they are
http or https. The HTML has no script and forbids any by its policy.
"""

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt

from legation.exports.extract import Extract
from legation.exports.wording import day_in_words, in_words, several
from legation.gazetteer import name_of
from legation.gazetteer.letters import bare
from legation.model import Answer, dates
from legation.network import Member
from legation.network.figures import in_words as figure_in_words
from legation.network.quotes import in_order, voice
from legation.network.story import sides
from legation.register import Evidence, Happening

_MEANING: Final = re.compile(r"([\\`*_{}\[\]<>()#!|~&@$^])")
_LEADING: Final = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")  # these mean something only where a line begins
_SCHEME: Final = re.compile(r":(?=//)")
_WWW: Final = re.compile(r"\b(www)\.", re.IGNORECASE)
_BREAKS: Final = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")
_REORDERS: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]")  # signs that turn text around on the screen
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'`\\|()\[\]{}\x00-\x20]+", re.ASCII)
_WORDS_A_MINUTE: Final = 238  # Brysbaert 2019
_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 Georgia, "Times New Roman", serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.2; }
h2 { border-bottom: 1px solid; padding-bottom: .2em; margin-top: 2em; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0; border-bottom: 1px solid #8886; }
blockquote { margin: .4em 0 .8em 1em; padding-left: .8em; border-left: 3px solid #8888; }
code { overflow-wrap: anywhere; }
@media print {
  @page { margin: 2cm; }
  body { font-size: 10.5pt; max-width: none; margin: 0; }
  h2, h3 { break-after: avoid; }
  blockquote, tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  thead { display: table-header-group; }
}
"""


def markdown_bytes(extract: Extract) -> bytes:
    """Write the dossier as Markdown (CommonMark with tables)."""
    return _markdown(extract).encode("utf-8", "replace")


def html_bytes(extract: Extract) -> bytes:
    """Write the dossier as one HTML page that needs nothing else and prints well."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(_markdown(extract))
    title = html.escape(_title(extract))
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def escape(text: str) -> str:
    """Give a text that Markdown shows letter for letter and that stays on its line."""
    flat = _BREAKS.sub(" ", _REORDERS.sub("", text)).strip()
    plain = _SCHEME.sub(r"\:", _WWW.sub(r"\1\.", _MEANING.sub(r"\\\1", flat)))
    return _LEADING.sub(
        lambda found: f"\\{found[1]}" if found[1] in "-+=" else f"&#{ord(found[1][0])};{found[1][1:]}", plain
    )


def link(text: str, url: str | None) -> str:
    """Give a link where the address is one of the web; the text alone elsewhere."""
    if url and _ADDRESS.fullmatch(url):
        return f"[{escape(text)}](<{url}>)"
    return escape(text)


def _markdown(extract: Extract) -> str:
    body = "\n".join(_body(extract))
    minutes = max(1, round(len(body.split()) / _WORDS_A_MINUTE))
    head = [f"# {escape(_title(extract))}", "", f"*{_as_of(extract)} Reading time: {several(minutes, 'minute')}.*", ""]
    return "\n".join(head) + "\n" + body + "\n"


def _title(extract: Extract) -> str:
    sender = f"Missions of {name_of(extract.sending)}" if extract.sending else "Missions"
    return f"{sender} in {name_of(extract.receiving)}" if extract.receiving else sender


def _as_of(extract: Extract) -> str:
    known = extract.state.known
    then = f"entry {known.sequence}, made on {_moment(known.at)}" if known else "nothing"
    return f"On {day_in_words(extract.on)}, as known with {then}; counted by the definition “{escape(extract.definition)}”."


def _moment(at: dt.datetime) -> str:
    return f"{day_in_words(at.date())} at {at:%H:%M} UTC"


def _body(extract: Extract) -> Iterator[str]:
    yield from _summary(extract)
    senders = sorted({one.record.mission.sending for one in extract.members}, key=name_of)
    for sender in senders:
        mine = sorted((one for one in extract.members if one.record.mission.sending == sender), key=_by_name)
        if len(senders) > 1:
            yield from (f"## {escape(name_of(sender))}", "")
        if len(mine) > 1:
            yield from _table(mine)
        for one in mine:
            yield from _mission(one)
    yield from _covered(extract)
    yield from _numbers(extract)
    yield from _documents(extract)
    yield from _made(extract)
    yield "Quoted words belong to their publishers; the licence is that of the rows made from them."


def _made(extract: Extract) -> Iterator[str]:
    """Give the stamp in plain words, each with its value as the other formats write it."""
    known = extract.state.known
    sender, host = (f"{name_of(code)} ({code})" if code else "all" for code in (extract.sending, extract.receiving))
    lines = {
        "Sending state": sender,
        "Receiving state": host,
        "Answer for the day": f"{day_in_words(extract.on)} ({extract.on})",
        "As known": f"with entry {known.sequence}, made on {_moment(known.at)} ({known.at.isoformat()})"
        if known
        else "with no entry",
        "What counts": f"the definition {extract.definition}",
        "Rules from claims to answers": f"the policy {extract.state.policy}",
        "Read by": str(extract.stamp["readers"]) or "nothing",
        "Written by": f"Legation {extract.stamp['legation']}",
        "Licence of the rows": extract.licence,
        "SHA-256 of question and rows": extract.content,
    }
    yield "## How this was made"
    yield ""
    for label, value in lines.items():
        yield f"- {label}: {escape(value)}"
    yield ""


def _summary(extract: Extract) -> Iterator[str]:
    counts = Counter(one.counted for one in extract.members)
    sure, unsure = counts[Answer.YES], counts[Answer.UNKNOWN]
    text = (
        f"**{several(sure, 'mission')}** of {len(extract.members)} held {'counts' if sure == 1 else 'count'} on the day"
    )
    yield text + (f"; of {unsure} more it cannot be said." if unsure else ".")
    yield ""
    short = extract.network.falls_short if extract.network else 0
    if short and extract.network and (told := extract.network.published):
        said = figure_in_words(str(told.claim.measure), float(told.claim.value or 0), str(told.claim.qualifier))
        yield f"The register falls short by {short:g} of the last total published by then: {said} ({escape(voice(told))})."
        yield ""


def _table(members: list[Member]) -> Iterator[str]:
    yield "| In | City | Kind | Open | Standing | From | To |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for one in members:
        last = one.record.spells[-1] if one.record.spells else None
        cells = (
            name_of(one.receiving), one.city or "", one.kind.replace("_", " "), one.opinion.answer.value,
            _standing(one), in_words(one.since), in_words(last.end) if last else "",
        )  # fmt: skip
        yield f"| {' | '.join(map(escape, cells))} |"
    yield ""


def _by_name(one: Member) -> tuple[str, ...]:
    """Sort by what a reader sees, letters with their marks beside those without."""
    return bare(f"{name_of(one.receiving)}\0{one.city or ''}").casefold(), one.id


def _standing(one: Member) -> str:
    doubt = [mark for mark in one.opinion.marks if mark != one.standing]
    return f"{one.standing or ''} (besides: {', '.join(doubt)})" if doubt else one.standing or ""


def _published(day: str | None) -> str:
    return in_words(dates.parse(day)) if day else "undated"


def _mission(one: Member) -> Iterator[str]:
    seat = f", {one.city}" if one.city else ""
    yield f"## {escape(name_of(one.receiving) + seat)}: {escape(one.kind.replace('_', ' '))}"
    yield ""
    yield f"`{one.id.replace('`', '')}`" if one.id.isascii() and one.id.isprintable() else escape(one.id)
    yield ""
    for spell in one.record.spells:
        begun, ended = in_words(spell.begin) or "on a day that is not known", in_words(spell.end)
        end = f"ended {ended or 'on a day that is not known'}" if spell.end else "no end is told"
        yield f"- {spell.condition}: began {escape(begun)}; {escape(end)}"
    yield ""
    for happening in one.record.happenings:
        yield from _happening(happening)


def _happening(one: Happening) -> Iterator[str]:
    yield f"**{one.kind.replace('_', ' ')}**, {escape(in_words(one.when) or 'undated')}: {one.standing} ({escape(one.why)})"
    yield ""
    for evidence in sides(one):
        yield from _quote(evidence)
    rest = len(one.evidence) - len(sides(one))
    if rest:
        yield f"and {several(rest, 'claim')} more in the register."
        yield ""


def _quote(one: Evidence) -> Iterator[str]:
    yield f"> “{escape(one.claim.quote)}”  "
    yield f"> {escape(voice(one))}, in {link(one.source.title or one.source.id, one.source.url)}, {escape(one.source.publisher or 'unnamed publisher')}, {escape(_published(one.source.published))}"
    yield ""


def _covered(extract: Extract) -> Iterator[str]:
    if extract.coverage:
        yield from ("## Covered from elsewhere", "")
    for one in extract.coverage:
        seat = f"{name_of(one.from_)}{f' ({one.city})' if one.city else ''}"
        yield f"**{escape(name_of(one.receiving))}** from {escape(seat)}: {one.standing}"
        yield ""
        for evidence in in_order(one.evidence)[:1]:
            yield from _quote(evidence)


def _numbers(extract: Extract) -> Iterator[str]:
    told = [one for one in in_order(extract.claims) if one.claim.kind == "counted"]
    if told:
        yield from ("## Published numbers", "")
    for one in told:
        claim = one.claim
        yield f"**{claim.value:g}** {escape((claim.measure or '').replace('_', ' '))} ({escape((claim.qualifier or '').replace('_', ' '))}, {claim.status})"
        yield ""
        yield from _quote(one)


def _documents(extract: Extract) -> Iterator[str]:
    yield from ("## Documents", "")
    for key, one in sorted(extract.documents.items(), key=lambda pair: (pair[1].published or "", pair[0])):
        publisher = escape(one.publisher or "unnamed publisher")
        yield f"- {escape(_published(one.published))}, {publisher}: {link(one.title or key, one.url)} ({several(one.reading_minutes, 'minute')} to read)"
    yield ""
