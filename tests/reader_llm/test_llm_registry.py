"""Readers are found by name, and each that is found holds to the rules for readers."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from llm_parts import MakeReader, Story
from llm_server import Act, ModelServer

from legation.errors import ReaderUnusable
from legation.model import Claim, Document, Reading
from legation.reader import Reader, RuleReader
from legation.reader.conformance import DOCUMENTS, ReaderConformance, violations
from legation.reader.registry import names, reader


def _package(folder: Path, name: str, points: str) -> None:
    info = folder / f"{name}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[legation.readers]\n{points}\n")


def test_the_readers_that_come_with_legation_are_found() -> None:
    """Rules need nothing but Legation itself."""
    assert {"rules", "llm", "default"} <= set(names())
    assert isinstance(reader("rules"), RuleReader)


def test_a_reader_of_another_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package on the path that offers a reader is enough; nothing is registered anywhere else."""
    _package(tmp_path, "third-party", "morse = third_party_morse:make")
    (tmp_path / "third_party_morse.py").write_text(
        "from legation.model import Reading\n"
        "class Morse:\n"
        "    name = 'morse/1'\n"
        "    def read(self, document): return Reading(document=document.id, reader=self.name, claims=())\n"
        "    def read_many(self, documents): return map(self.read, documents)\n"
        "def make(): return Morse()\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert "morse" in names()
    found = reader("morse")
    assert isinstance(found, Reader)
    assert list(violations(lambda: reader("morse"))) == []


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("odd = no_such_module_anywhere:make", "no_such_module_anywhere"),
        ("odd = json:nothing", "cannot be loaded"),
        ("odd = builtins:dict", "gives no reader"),
    ],
)
def test_what_is_no_reader_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: str, message: str
) -> None:
    """A missing package, a missing name and an object of another kind are each told in a line."""
    _package(tmp_path, "odd-package", points)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ReaderUnusable, match=message):
        reader("odd")


def test_a_name_that_two_packages_offer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No package can slip itself in under the name of another's reader."""
    _package(tmp_path, "impostor", "rules = builtins:dict")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ReaderUnusable, match="impostor"):
        reader("rules")


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    """The message lists what can be chosen."""
    with pytest.raises(ReaderUnusable, match="rules"):
        reader("tea-leaves")


def test_the_language_model_reader_says_how_to_set_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without settings the message names the variables."""
    monkeypatch.delenv("LEGATION_LLM_URL", raising=False)
    with pytest.raises(ReaderUnusable, match="LEGATION_LLM_URL"):
        reader("llm")


def test_looking_up_a_reader_imports_no_other() -> None:
    """The client libraries take seconds to import; who reads by rules does not wait for them."""
    code = (
        "import sys; from legation.reader.registry import reader; reader('rules'); "
        "print([one for one in ('openai', 'anthropic') if one in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


class TestRules(ReaderConformance):
    """The rule reader holds to the rules for readers."""

    def make_reader(self) -> Reader:
        """Make the rule reader."""
        return RuleReader()


@pytest.mark.parametrize("act", [Act(), Act(text="?"), Act(status=500)], ids=["silent", "babbling", "broken"])
def test_the_language_model_reader_holds_to_the_rules_for_readers(
    server: ModelServer, make: MakeReader, act: Act
) -> None:
    """Whatever its model does, its form stays that of a reader."""
    server.play(act)
    assert list(violations(lambda: make(attempts=1, longest_wait=0.0))) == []


def test_the_language_model_reader_with_a_good_model_holds_to_the_rules(
    server: ModelServer, make: MakeReader, story: Story
) -> None:
    """With claims in its readings too."""
    server.play(Act(claims=story.claims))
    assert list(violations(make)) == []


class _Liar:
    """A reader that breaks one rule after another."""

    name = "liar/1"

    def __init__(self, way: str) -> None:
        self.way = way

    def read(self, document: Document) -> Reading:
        """Read wrongly."""
        claim = Claim(kind="closed", sending="NO", receiving="TG", quote="Norway will close", start=0, end=17)
        if self.way == "code" and (at := document.text.find("Norway will close")) >= 0:
            claim = Claim(kind="closed", sending="QQ", receiving="TG", quote="Norway will close", start=at, end=at + 17)
        claims = (claim,) if self.way in ("quote", "code") and document.text else ()
        return Reading(document=document.id, reader=self.name if self.way != "reader" else "other/1", claims=claims)

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read many, in another order where that is the fault."""
        found = [self.read(document) for document in documents]
        return iter(found[::-1] if self.way == "order" else found)


@pytest.mark.parametrize(
    ("way", "broken"),
    [
        ("quote", "every claim holds"),
        ("code", "every claim holds"),
        ("reader", "names its document"),
        ("order", "in order"),
    ],
)
def test_the_conformance_test_finds_each_fault(way: str, broken: str) -> None:
    """A reader that lies about quotes or codes, signs as another or mixes documents up is found out."""
    assert [line for line in violations(lambda: _Liar(way)) if broken in line]


def test_the_conformance_documents_are_odd_enough() -> None:
    """There are texts without words, without a day, in other scripts, and one of many kilobytes."""
    texts = [document.text for document in DOCUMENTS]
    assert "" in texts
    assert max(map(len, texts)) > 10_000
    assert any(document.published is None and document.text for document in DOCUMENTS)
