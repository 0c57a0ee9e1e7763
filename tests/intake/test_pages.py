"""A page gives its article and nothing of what stands around it."""

from pathlib import Path

import pytest
from intake_pages import CHROME, HEADLINE, PAGES, PARAGRAPHS

from legation.errors import DocumentRefused
from legation.intake import load
from legation.intake.furniture import is_furniture

EXAMPLES = Path(__file__).parents[2] / "examples" / "dprk" / "articles"


def saved(tmp_path: Path, page: str, name: str = "page.html") -> Path:
    """Save a page."""
    path = tmp_path / name
    path.write_text(page, "utf-8")
    return path


@pytest.mark.parametrize("layout", sorted(PAGES))
def test_article_alone(tmp_path: Path, layout: str) -> None:
    """The text is headline, blank line and the article's paragraphs, whatever the house builds around them."""
    made = load(saved(tmp_path, PAGES[layout]))
    assert made.text == "\n\n".join((HEADLINE, *PARAGRAPHS))
    assert made.title == HEADLINE
    assert not [word for word in CHROME if word in made.text]


@pytest.mark.parametrize(
    ("layout", "published", "publisher", "url"),
    [
        ("classes", "2024-03-05", "Fjord Times", "https://fjord.example.org/chile"),
        ("semantic", "2024-03-05", "The Harbour", "https://harbour.example.org/chile"),
        ("wrapped", "2024-03-05", "Old Gazette", None),
        ("bare", None, None, None),
    ],
)
def test_metadata(tmp_path: Path, layout: str, published: str | None, publisher: str | None, url: str | None) -> None:
    """Day (as written, in its own offset), publisher and address are what the page declares, and nothing is guessed."""
    made = load(saved(tmp_path, PAGES[layout]))
    assert (made.published, made.publisher, made.url, made.language) == (published, publisher, url, "en")


def test_given_outweighs_page(tmp_path: Path) -> None:
    """What the caller says of a document outweighs what its page says."""
    path = saved(tmp_path, PAGES["classes"])
    made = load(
        path, published="2024-03-01", publisher="Wire", title="Mine", url="https://wire.example.org/", language="nb-NO"
    )
    assert (made.published, made.publisher, made.title) == ("2024-03-01", "Wire", "Mine")
    assert (made.url, made.language, made.source) == ("https://wire.example.org/", "nb", str(path))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.html")), ids=lambda path: path.stem)
def test_example_pages(path: Path) -> None:
    """Each page of the example dossier gives every paragraph of its article and none of its furniture."""
    page = path.read_text("utf-8")
    body = page.partition('<div class="article-body">')[2].partition("</div>")[0]
    paragraphs = [one.partition("</p>")[0] for one in body.split("<p>")[1:]]
    made = load(path)
    assert made.text.split("\n\n") == [made.title, *paragraphs]
    assert len(paragraphs) >= 5
    assert made.published == path.name[:10]
    assert f"<h1>{made.title}</h1>" in page


def test_page_under_another_name(tmp_path: Path) -> None:
    """A page saved as .txt is still read as a page."""
    assert load(saved(tmp_path, PAGES["semantic"], "page.txt")).text.endswith(PARAGRAPHS[-1])


def test_foreign_page_is_taken(tmp_path: Path) -> None:
    """A page whose words are Spanish is taken, with the language of its words and not that of the template."""
    words = "Chile cerró ayer su embajada en Oslo, según informó el Ministerio de Relaciones Exteriores en Santiago."
    assert load(saved(tmp_path, f'<html lang="en"><body><p>{words}</p></body></html>')).language == "es"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<!doctype html><html><head><title>Wait</title><script>go()</script></head><body><div id=app></div></body></html>",
        "<html><body><nav><a href=/>Home</a></nav><p>4 min read</p></body></html>",
        "<html></html>",
        "<!-- nothing -->",
    ],
)
def test_page_without_text(tmp_path: Path, page: str) -> None:
    """A page without an article is refused, with what to give instead."""
    with pytest.raises(DocumentRefused, match=r"page\.html: a page without text; give the article"):
        load(saved(tmp_path, page))


@pytest.mark.parametrize("layout", ["classes", "semantic"])
def test_truncated_page(tmp_path: Path, layout: str) -> None:
    """A page that ends in the middle of its article, or within a tag, is refused."""
    page = PAGES[layout]
    for end in (page.index(PARAGRAPHS[2]) + 30, page.index("<p>" + PARAGRAPHS[3]) + 2):
        with pytest.raises(DocumentRefused, match="ends in the middle; get the whole page again"):
            load(saved(tmp_path, page[:end]))


def test_end_tags_left_out(tmp_path: Path) -> None:
    """A page that leaves out the end tags that HTML lets it leave out is whole."""
    page = "<!doctype html><html><body><h1>Closed</h1><p>Chile closed its embassy in Oslo.<p>Norway regretted it."
    assert load(saved(tmp_path, page)).text == "Closed\n\nChile closed its embassy in Oslo.\n\nNorway regretted it."


def test_page_of_the_future(tmp_path: Path) -> None:
    """A page that dates itself into the future is refused, until the right day is given."""
    path = saved(tmp_path, PAGES["semantic"].replace("2024-03-05", "2999-03-05"))
    with pytest.raises(DocumentRefused, match=r"2999-03-05 lies in the future.*--published"):
        load(path)
    assert load(path, published="2024-03-05").published == "2024-03-05"


def test_deep_page(tmp_path: Path) -> None:
    """A page nested beyond reason is read or refused, and breaks nothing."""
    page = "<html><body>" + "<div>" * 5000 + "<p>Chile closed its embassy.</p>" + "</div>" * 5000 + "</body></html>"
    try:
        assert "embassy" in load(saved(tmp_path, page)).text
    except DocumentRefused as error:
        assert "without text" in str(error)  # noqa: PT017  # either answer is right


def test_vast_page(tmp_path: Path) -> None:
    """A page of more elements than any article has is taken by its own paragraphs, without its furniture."""
    many = "<p>Chile closed its embassy in Oslo.</p><p>3 min read</p>" * 6000
    made = load(saved(tmp_path, f"<html><body><h1>Closed</h1><nav>Home</nav>{many}</body></html>"))
    assert made.text == "\n\n".join(["Closed"] + ["Chile closed its embassy in Oslo."] * 6000)


@pytest.mark.parametrize(
    "line",
    [
        "4 min read",
        "Reading time: 3 minutes",
        "5-minute read",
        "By Ann Writer | 5 March 2024 | 4 min read",
        "About 2 minutes to read",
        "Share this article",
        "12 comments",
        "Related stories:",
        "ADVERTISEMENT",
    ],
)
def test_furniture_lines(line: str) -> None:
    """Lines that belong to the page are known by their words, whatever element holds them."""
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "The call took 5 minutes.",
        "Related missions in Oslo closed.",
        "Comments by the ambassador were brief",
        "Four ministers read the note",
        "12 embassies",
        "Print workers struck at the embassy, 4 minutes before noon",
        "",
    ],
)
def test_article_lines(line: str) -> None:
    """Lines of an article stay, though they hold the same words."""
    assert not is_furniture(line)
