"""Letters without their marks, however a text is put together."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from legation.gazetteer.letters import bare, unmarked

TEXTS = st.text(
    st.sampled_from("aZ 1.éø\u0301\u0323łıßﬁ①가\u1100\u1161ện\u0303") | st.characters(codec="utf-8"), max_size=40
)


@given(TEXTS)
def test_marks_are_left_out_as_the_whole_text_says(text: str) -> None:
    """Part by part it comes to what Unicode's form of the whole text gives."""
    whole = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    assert unmarked(text) == whole


def test_letters_that_unicode_leaves_whole_lose_their_strokes() -> None:
    """Wire copy writes them so."""
    assert bare("Tromsø, Łódź, Diyarbakır, Malé") == "Tromso, Lodz, Diyarbakir, Male"
