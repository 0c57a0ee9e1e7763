"""What a reply may be: which fields, how long, which signs. The same rules for the form and for programs."""

import re
import unicodedata
from typing import Final

import msgspec

NAME, ADDRESS, TEXT, SHORTEST = 80, 254, 5000, 10  # characters; an address has at most 254 (RFC 5321)
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}")
# Signs that turn the direction of what follows, or cannot be seen: a name or text with them could pose as another.
_HIDDEN: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A reply as a reader gives it, cleaned."""

    page: str
    name: str
    address: str = msgspec.field()
    text: str

    def __repr__(self) -> str:
        """Leave the address out: what is printed may end up in a log."""
        return f"Given(page={self.page!r}, name={self.name!r})"


class Refused(ValueError):
    """What is wrong with a reply, by field. No message repeats what was given."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def checked(page: str, name: str, address: str, text: str) -> Given:
    """Clean what was given and hold it to the rules.

    Raises:
        Refused: with one message a field.
    """
    name, address, text = " ".join(_clean(name).split()), _clean(address).strip(), _text(text)
    errors = {}
    if not name or not any(sign.isalnum() for sign in name):
        errors["name"] = "Give your name; it is shown beside the reply"
    elif len(name) > NAME:
        errors["name"] = f"The name has more than {NAME} characters; shorten it"
    if not address:
        errors["email"] = "Give your e-mail address; it will not be published"
    elif len(address) > ADDRESS or not _ADDRESS.fullmatch(address):
        errors["email"] = "This is no e-mail address; write it as name@example.org"
    elif address.casefold() in f"{name} {text}".casefold():
        field = "name" if address.casefold() in name.casefold() else "text"
        errors[field] = "This held your e-mail address, and would be published; leave the address out"
    if len(text) < SHORTEST:
        errors.setdefault("text", f"Write what should be corrected or known, in {SHORTEST} characters or more")
    elif len(text) > TEXT:
        errors.setdefault("text", f"The text has {len(text)} characters; {TEXT} are the most")
    if errors:
        raise Refused(errors)
    return Given(page=page, name=name, address=address, text=text)


def without(address: str, text: str) -> str:
    """Leave an address out of what its owner wrote beside it."""
    found = _clean(address).strip()
    return re.sub(re.escape(found), "[address]", text, flags=re.IGNORECASE) if "@" in found else text


def _text(text: str) -> str:
    """Keep lines and paragraphs; no more than one empty line in a row, and no spaces at the ends."""
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"\r\n?|\n|\u2028|\u2029", _clean(text))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _clean(text: str) -> str:
    """Leave out what is no text: controls but line breaks and tabs, half pairs, and signs that cannot be seen."""
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    seen = _HIDDEN.sub("", whole)
    return "".join(one for one in seen if one in "\n\r\t" or unicodedata.category(one) not in ("Cc", "Cs", "Co", "Cn"))
