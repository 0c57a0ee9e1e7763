"""The learned half of the reader: pieces, windows, scores, and the shipped weights."""

import importlib
import itertools
import json
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.model import Document
from legation.reader import learned
from legation.reader.learned.features import BUCKETS, MENTIONS, PIECES, STATES, Window, windows
from legation.reader.learned.scores import MOST, Answers, Labels, proposals
from legation.reader.learned.tokens import WordPieces
from legation.reader.parse import pages
from legation.reader.types import Page

WORDS = WordPieces(["[CLS]", "[SEP]", "[UNK]", "emb", "##assy", "closed", "sao", "tome", ".", ",", "the", "a", "##a"])
LABELS = Labels(
    ("opened", "relations_severed", "counted"), 1, frozenset({"relations_severed"}), ("done", "denied"), ("cost",)
)

shipped = pytest.mark.skipif(not learned.available(), reason="legation_reader_en or onnxruntime is not installed")


def sentence(start: int, end: int, *, headline: bool = False) -> SimpleNamespace:
    """Make a sentence."""
    return SimpleNamespace(start=start, end=end, headline=headline)


def place(start: int, end: int, state: str) -> SimpleNamespace:
    """Make a name of a state."""
    return SimpleNamespace(start=start, end=end, state=state, kind="state")


def cut(text: str, places: list[SimpleNamespace], length: int | None = None) -> list[Window]:
    """Cut a text into windows, with sentences of ``length`` characters (None: one sentence)."""
    length = length or max(len(text), 1)
    sentences = [sentence(at, min(at + length, len(text))) for at in range(0, len(text), length)]
    return list(windows(text, sentences, places, WORDS))


def page(text: str) -> Page:
    """Parse a text."""
    return next(pages([Document(text=text, published="2024-05-01")]))


def answers(window: Window, told: dict[int, tuple[int, int, int]]) -> Answers:
    """Make a network's answers in which each given piece tells (kind, sender, receiver) and nothing else does."""
    size, mentions = len(window.ids), len(window.of_state)
    event = np.full((size, 3), -20.0)
    sender, receiver = (np.full((size, mentions, 3), -10.0) for _ in range(2))
    for piece, (kind, sends, receives) in told.items():
        event[piece, kind] = 1
        sender[piece, window.of_state == sends, kind] = 1
        receiver[piece, window.of_state == receives, kind] = 1
    status = np.tile([2.0, -2.0], (size, 1))
    return Answers(event, sender, receiver, status, np.zeros((size, 1)), np.zeros((size, 1)))


class TestPieces:
    """Text to word pieces."""

    def test_offsets(self) -> None:
        """Pieces are found without case and accents, at their characters in the text as written."""
        text = "Embassy closed, São Tomé."
        assert [text[one.start : one.end] for one in WORDS(text)] == ["Emb", "assy", "closed", ",", "São", "Tomé", "."]

    def test_unknown(self) -> None:
        """A word that the vocabulary cannot build is one unknown piece that covers it."""
        assert [(one.number, one.start, one.end) for one in WORDS("the xyz a")] == [(10, 0, 3), (2, 4, 7), (11, 8, 9)]

    @given(st.text())
    def test_any_text(self, text: str) -> None:
        """Pieces of any text are in order, inside it, and never empty."""
        spans = [(one.start, one.end) for one in WORDS(text)]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert spans == sorted(spans)

    def test_long_word(self) -> None:
        """A run of a million letters is one unknown piece."""
        assert [one.number for one in WORDS("a" * 1_000_000)] == [2]


class TestWindows:
    """Documents to windows."""

    def test_marks(self) -> None:
        """All names of a state share a slot, which no other state has, and the rest of the text has none."""
        (window,) = cut("the tome closed the sao, tome.", [place(4, 8, "FR"), place(20, 23, "DE"), place(25, 29, "FR")])
        assert window.states == ("FR", "DE")
        assert window.slots.tolist() == [0, 0, 1, 0, 0, 2, 0, 1, 0, 0]
        assert window.of_state.tolist() == [0, 1, 0]
        assert np.allclose(window.pool.sum(1), 1)

    def test_no_state(self) -> None:
        """A text that names no state gives no window."""
        assert cut("the embassy closed.", []) == []

    def test_long_text(self) -> None:
        """A long text is cut into overlapping windows of whole sentences that cover all of it."""
        text = "the tome closed. " * 400
        found = cut(text, [place(at, at + 4, "FR") for at in range(4, len(text), 17)], 17)
        assert len(found) > 1
        assert all(len(window.ids) <= PIECES + 2 for window in found)
        assert {int(one) for window in found for one in window.sentence} == set(range(-1, 400))
        for left, right in itertools.pairwise(found):
            assert right.sentence[1] <= left.sentence[-2]
            assert (right.sentence == right.sentence[1]).sum() == 4

    def test_bounds(self) -> None:
        """However many states a text names, a window has bounded states, mentions and buckets."""
        text = "a " * 3000
        found = cut(text, [place(at, at + 1, f"{at}") for at in range(0, len(text), 2)])
        assert all(len(window.states) <= STATES and len(window.of_state) <= MENTIONS for window in found)
        assert all(window.near.min() >= 0 and window.near.max() < BUCKETS for window in found)

    @settings(max_examples=50)
    @given(st.text(), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
    def test_any_names(self, text: str, spans: list[tuple[int, int]]) -> None:
        """Names anywhere, overlapping or empty, are marked or passed over, never an error."""
        for window in cut(text, [place(*span, "FR") for span in spans], 7):
            assert window.pool.shape == (len(window.of_state), len(window.ids)) == window.near.T.shape


class TestScores:
    """Answers to proposals."""

    text = "the tome closed the sao. the a closed."
    places = (place(4, 8, "FR"), place(20, 23, "DE"), place(29, 30, "IT"))

    def window(self) -> Window:
        """Give a window of two sentences and three states."""
        return next(windows(self.text, [sentence(0, 24), sentence(25, 38)], self.places, WORDS))

    def test_one_claim(self) -> None:
        """A claim stands where its piece stands, with its states and the status read there."""
        (found,) = proposals(self.window(), answers(self.window(), {9: (0, 2, 1)}), LABELS, 0.3)
        assert (found.kind, found.sending, found.receiving, found.sentence) == ("opened", "IT", "DE", 1)
        assert self.text[slice(*found.trigger)] == "closed"
        assert found.status == "done"
        assert found.sentences[0][0] == 1

    def test_mirrored(self) -> None:
        """A tie between two states is proposed once, the likelier sender first."""
        (found,) = proposals(self.window(), answers(self.window(), {3: (1, 2, 0)}), LABELS, 0.3)
        assert (found.sending, found.receiving) == ("IT", "FR")

    def test_without_receiver(self) -> None:
        """A kind without a receiver is proposed for each sentence by itself."""
        found = proposals(self.window(), answers(self.window(), {3: (2, 0, 0), 9: (2, 0, 0)}), LABELS, 0.3)
        assert [(one.kind, one.sending, one.receiving, one.sentence) for one in found] == [
            ("counted", "FR", None, 0),
            ("counted", "FR", None, 1),
        ]

    def test_floor(self) -> None:
        """Nothing is proposed where nothing is told, and at most a bounded number where all is."""
        window = self.window()
        assert proposals(window, answers(window, {}), LABELS, 0.05) == []
        loud = answers(window, {})
        assert 0 < len(proposals(window, loud._replace(event=loud.event + 60), LABELS, 0.0)) <= MOST


@shipped
class TestShipped:
    """The weights that come with the project."""

    def test_card(self) -> None:
        """The model card names the version and gives the figures that the configuration holds."""
        folder = importlib.import_module(learned.PACKAGE).folder()
        card = (folder / "MODEL_CARD.md").read_text("utf-8")
        config = json.loads((folder / "config.json").read_text("utf-8"))
        assert f"`{config['version']}`" in card
        for name, figures in config["figures"].items():
            (row,) = (line for line in card.splitlines() if line.startswith(f"| `{name}/`"))
            assert f"{figures['f1']:.3f}" in row
            assert figures["alarms"].replace("/", " of ") in row

    def test_size(self) -> None:
        """The weights and all that goes with them stay under 30 MB."""
        folder = importlib.import_module(learned.PACKAGE).folder()
        assert sum(path.stat().st_size for path in folder.glob("*.*")) < 30_000_000

    def test_plain_sentence(self) -> None:
        """An ordinary closure is read with its two states the right way round, in its sentence."""
        best = learned.propose(
            page("Norway leaves Havana\n\nThe weather was fine. Norway closed its embassy in Cuba on Monday.")
        )[0]
        assert (best.kind, best.sending, best.receiving) == ("closed", "NO", "CU")
        assert best.score > learned.model().threshold

    def test_nothing_in_it(self) -> None:
        """A text about a film festival raises no proposal that is likelier than not."""
        found = learned.propose(
            page("Films from Chile\n\nThe embassy of Chile in Madrid shows three new films this week.")
        )
        assert all(one.score < 0.5 for one in found)

    def test_order(self) -> None:
        """Proposals are sorted by score, at or above the floor, and the same on every run."""
        text = "Peru and Chile\n\nPeru expelled Chile's envoy. Chile recalled its ambassador from Lima and opened a consulate in Bolivia."
        first, second = learned.propose(page(text), 0.01), learned.propose(page(text), 0.01)
        assert first == second
        assert [one.score for one in first] == sorted((one.score for one in first), reverse=True)
        assert first
        assert first[-1].score >= 0.01

    @pytest.mark.parametrize("text", ["", "\n", "no state is named here", "(" * 3000, "\x00\u202e France " * 40])
    def test_odd_text(self, text: str) -> None:
        """Empty and odd texts are read without an error and give spans inside the text."""
        assert all(0 <= one.trigger[0] < one.trigger[1] <= len(text) for one in learned.propose(page(text), 0.0))

    def test_many_states(self) -> None:
        """A text of nothing but states gives a bounded number of proposals."""
        text = "France, Germany, Peru, Chile, Japan, Kenya, Norway, Cuba, Mali, Chad, " * 120
        assert len(learned.propose(page(text), 0.0)) < 20_000
