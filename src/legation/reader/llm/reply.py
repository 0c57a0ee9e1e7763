"""From the words of a reply to raw claims, or to the fault that it has."""

import json
import re
from typing import Any, Final

import msgspec
import py3langid

from legation.reader.llm.faults import Fault, Trouble

MOST: Final = 400  # claims; the annotated document with most has under 60
_LOOP: Final = 5  # exact repetitions from which a reply is one that turns in a circle
_FENCE: Final = re.compile(r"\s*```(?:json)?\s*\n(?P<inside>.*?)\n?\s*```\s*", re.DOTALL)
_SURE: Final = 40  # letters below which no language is told


class Raw(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """A claim as a model wrote it: types hold, words do not have to."""

    kind: str
    sending: str | None
    status: str
    quote: str
    receiving: str | None = None
    city: str | None = None
    mission: str | None = None
    holder: str | None = None
    organ: str | None = None
    date: str | None = None
    date_words: str | None = None
    causes: tuple[str, ...] = ()
    from_: str | None = None
    measure: str | None = None
    value: float | None = None
    qualifier: str | None = None

    def form(self) -> dict[str, Any]:
        """Give it as JSON would hold it, without what is empty."""
        return {key: value for key, value in msgspec.to_builtins(self).items() if value not in (None, [], ())}


def decode(text: str, stop: str) -> list[Raw] | Trouble:
    """Read a reply. ``stop`` is why the model stopped: end, length or declined."""
    if stop == "declined":
        return Trouble(Fault.DECLINED, "the model or its keeper would not answer")
    if stop == "length":
        return Trouble(Fault.CUT_OFF, "the reply ran into the limit of LEGATION_LLM_MAX_OUTPUT")
    if not text.strip():
        return Trouble(Fault.EMPTY, "the reply has no words")
    fenced = _FENCE.fullmatch(text)
    try:
        found = json.loads(fenced["inside"] if fenced else text)
    except (ValueError, RecursionError):
        return Trouble(Fault.NOT_JSON, "the reply is no JSON")
    if not isinstance(found, dict) or not isinstance(found.get("claims"), list):
        return Trouble(Fault.SCHEMA, "the reply is JSON without a list of claims")
    return _claims(found["claims"])


def _claims(forms: list[Any]) -> list[Raw] | Trouble:
    once: dict[str, Any] = {}
    for form in forms:
        once.setdefault(json.dumps(form, sort_keys=True), form)
    if len(forms) - len(once) >= _LOOP and len(forms) > 2 * len(once):
        return Trouble(Fault.REPEATED, f"{len(forms)} claims, {len(once)} of them different")
    if len(once) > MOST:
        return Trouble(Fault.REPEATED, f"{len(once)} claims, more than any text holds")
    try:
        return [msgspec.convert(_trimmed(form), Raw, strict=True) for form in once.values()]
    except msgspec.ValidationError as error:
        return Trouble(Fault.SCHEMA, f"a claim of another form ({str(error)[:120]})")


def _trimmed(form: Any) -> Any:
    """Take empty strings for null, and missing causes for none."""
    if not isinstance(form, dict):
        return form
    plain = {
        key: None if isinstance(value, str) and not value.strip() and key != "quote" else value
        for key, value in form.items()
    }
    if plain.get("causes", ()) is None:
        plain["causes"] = []
    return plain


def translated(claims: list[Raw], text: str) -> Trouble | None:
    """Tell whether no quote stands in the text because the model wrote them in another language."""
    if not claims or any(claim.quote and claim.quote in text for claim in claims):
        return None
    quotes = " ".join(claim.quote for claim in claims)
    if sum(letter.isalpha() for letter in quotes) < _SURE:
        return None
    ours, theirs = (str(py3langid.classify(one)[0]) for one in (text, quotes))
    return Trouble(Fault.LANGUAGE, f"quotes in {theirs} from a text in {ours}") if ours != theirs else None
