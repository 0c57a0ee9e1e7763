"""Following feeds over real HTTP: what is asked, kept, tried again and left alone."""

import itertools
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from watch_server import Site, now, rss, site

from legation.errors import DataError
from legation.reader.registry import reader as reader_of
from legation.register import Register
from legation.watch import Health, Ledger, Round, Source, follow, health, sources
from legation.watch.manners import Manners
from legation.web import Settings, create_app

CLOSED = "Chile closed its embassy in Norway on Monday, the Foreign Ministry of Chile said."
READER = reader_of("rules")


@pytest.fixture
def news() -> Iterator[Site]:
    """A news site."""
    with site() as held:
        yield held


class Desk:
    """A register, its ledger and what was told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, list[str]()

    def once(self, *followed: Source, contact: str | None = None, private: bool = True) -> Round:
        """Ask each source once."""
        self.manners = Manners(contact=contact, delay=0, timeout=3, allow_private=private)
        with Register.open(self.folder / "r.db") as register, self.ledger() as ledger:
            return follow(register, READER, followed, ledger, self.manners, once=True, tell=self.told.append)

    def ledger(self) -> Ledger:
        """Open what is known of its sources."""
        return Ledger(self.folder / "r.db.watch.db")

    def titles(self) -> list[str]:
        """List the documents kept."""
        with Register.open(self.folder / "r.db") as register:
            return [one.title for one in register.documents()]

    def health(self, followed: Sequence[Source], later: float = 0.0) -> dict[str, str]:
        """Tell the condition of each source."""
        with self.ledger() as ledger:
            ledger.follow(followed)
            return {one.name: one.condition for one in health(ledger, time.time() + later)}

    def state(self, name: str) -> Health:
        """Tell how a source does."""
        with self.ledger() as ledger:
            (found,) = health(ledger, time.time(), {name})
            return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk."""
    return Desk(tmp_path)


def source(url: str, name: str = "World", **more: object) -> Source:
    """Describe a source."""
    return Source(name=name, url=url, every=1, silent=86_400, **more)  # type: ignore[arg-type]  # as the test says


def test_new_items_are_read_and_stored_once(news: Site, desk: Desk) -> None:
    """A second ask fetches nothing again; an item added since is taken in alone."""
    first = news.article("/a/1", "Chile closes embassy", CLOSED)
    feed = source(news.page("/feed", rss((first, "Chile closes embassy", now())), "application/rss+xml"))
    assert (desk.once(feed).kept, desk.once(feed).kept) == (1, 0)
    second = news.article("/a/2", "Peru closes embassy", CLOSED.replace("Chile", "Peru"))
    news.page("/feed", rss((second, "Peru", now()), (first, "Chile", now())), "application/rss+xml")
    assert desk.once(feed).kept == 1
    assert desk.titles() == ["Chile closes embassy", "Peru closes embassy"]
    assert news.paths().count("/a/1") == 1


def test_a_source_that_has_not_changed_says_so(news: Site, desk: Desk) -> None:
    """ETag and Last-Modified go back to the server, and what is unchanged is not read."""
    feed = source(news.page("/feed", rss(), "application/rss+xml", head={"ETag": '"7"', "Last-Modified": now()}))
    desk.once(feed)
    desk.once(feed)
    asked = [head for path, head in news.asked if path == "/feed"]
    assert asked[1]["if-none-match"] == '"7"'
    assert "if-modified-since" in asked[1]
    assert not desk.told


def test_a_page_with_nothing_in_it_is_passed_over_and_never_asked_for_again(news: Site, desk: Desk) -> None:
    """What the screen lets go is not stored."""
    page = news.article("/a/1", "Cup final", "The home side won by two goals to one.")
    feed = source(news.page("/feed", rss((page, "Cup final", now()))))
    assert desk.once(feed).passed == 1
    desk.once(feed)
    assert news.paths().count("/a/1") == 1


def test_one_bad_source_stops_no_other(news: Site, desk: Desk) -> None:
    """What is broken is told by name, and the rest is taken in."""
    good = source(news.page("/feed", rss((news.article("/a/1", "Chile", CLOSED), "Chile", now()))), "Good")
    bad = [
        source(news.page("/broken", '{"items": ['), "Damaged"),
        source(news.page("/500", "no", status=500), "Server error"),
        source(news.address + "/none", "Missing"),
        source("http://127.0.0.1:9/feed", "Nobody there"),
    ]
    found = desk.once(*bad[:2], good, *bad[2:])
    assert (found.asked, found.failed, found.kept) == (5, 4, 1)
    assert all(any(told.startswith(one.name) for told in desk.told) for one in bad)
    assert desk.health([good, *bad]) == {"Good": "well", **{one.name: "failing" for one in bad}}


def test_a_source_that_recovers_is_well_again(news: Site, desk: Desk) -> None:
    """An error ends with the next answer."""
    feed = source(news.page("/feed", "no", status=503))
    desk.once(feed)
    news.page("/feed", rss())
    desk.once(feed)
    assert desk.health([feed]) == {"World": "well"}


def test_a_source_that_fails_is_left_alone_for_longer_each_time(news: Site, desk: Desk) -> None:
    """The next ask moves away, to twice as far at each failure, and as far as the server asks."""
    feed = source(news.page("/feed", "no", status=429, head={"Retry-After": "500"}))
    desk.once(feed)
    with desk.ledger() as ledger:
        (row,) = ledger.sources()
        assert row["next"] - row["asked"] == pytest.approx(500)
        for failures, pause in itertools.islice(enumerate((4, 8, 16), 1), 3):
            ledger.failed(feed, 100.0, "no")
            (row,) = ledger.sources()
            assert (row["failures"], row["next"]) == (failures + 1, 100.0 + pause)


def test_robots_are_heeded(news: Site, desk: Desk) -> None:
    """A page that the host forbids is not fetched; one that it permits is."""
    news.page("/robots.txt", "User-agent: Legation\nDisallow: /private/\n", "text/plain")
    no, yes = (news.article(path, path, CLOSED) for path in ("/private/1", "/a/1"))
    found = desk.once(source(news.page("/feed", rss((no, "No", now()), (yes, "Yes", now())))))
    assert (found.kept, found.refused) == (1, 1)
    assert "/private/1" not in news.paths()
    assert "robots.txt" in desk.told[0]


def test_robots_that_cannot_be_had_forbid_for_now(news: Site, desk: Desk) -> None:
    """A host whose robots.txt fails is not asked for anything else, and the reason is told."""
    news.page("/robots.txt", "no", status=500)
    feed = source(news.page("/feed", rss()))
    assert desk.once(feed).failed == 1
    assert set(news.paths()) == {"/robots.txt"}
    assert desk.told[0].endswith("robots.txt cannot be had: the server answers 500")


def test_a_private_address_is_told_as_such(news: Site, desk: Desk) -> None:
    """A feed within one's own network is not asked without leave, and the message says how to give it."""
    assert desk.once(source(news.page("/feed", rss())), private=False).failed == 1
    assert "private or reserved network; allow private addresses if you mean it" in desk.told[0]
    assert news.paths() == []


def test_the_watch_names_itself_with_a_contact(news: Site, desk: Desk) -> None:
    """Every ask bears the name and where to complain."""
    desk.once(source(news.page("/feed", rss())), contact="https://desk.example/about")
    assert {head["user-agent"].partition("/")[0] for _, head in news.asked} == {"Legation"}
    assert all("https://desk.example/about" in head["user-agent"] for _, head in news.asked)


def test_sitemaps_that_name_each_other_come_to_an_end(news: Site, desk: Desk) -> None:
    """A loop of sitemaps is gone through once, and its articles are found."""
    page = news.article("/a/1", "Chile", CLOSED)
    index = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
    loop = "".join(f"<sitemap><loc>{news.address}/{one}</loc></sitemap>" for one in ("s1", "s2", "s3"))
    for one in ("s1", "s2"):
        news.page(f"/{one}", index.format(loop), "application/xml")
    news.page(
        "/s3", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{page}</loc></url></urlset>'
    )
    assert desk.once(source(news.address + "/s1")).kept == 1
    assert all(news.paths().count(f"/{one}") == 1 for one in ("s1", "s2", "s3"))


def test_an_article_in_two_feeds_is_fetched_once(news: Site, desk: Desk) -> None:
    """The second feed's item is known by its address."""
    page = news.article("/a/1", "Chile", CLOSED)
    one, other = (source(news.page(f"/{name}", rss((page, "Chile", now()))), name) for name in ("one", "other"))
    desk.once(one)
    desk.once(other)
    assert news.paths().count("/a/1") == 1
    with desk.ledger() as ledger:
        assert [each.kept for each in health(ledger, time.time())] == [1, 1]


def test_a_page_that_fails_for_a_day_is_not_lost_and_given_up_at_last(news: Site, desk: Desk) -> None:
    """Each try comes later; an item outlives a day without its server, and not a week."""
    feed = source(news.page("/feed", rss((news.address + "/a/1", "Chile", now()))))
    desk.once(feed)
    begin, tried = time.time(), list[int]()
    with desk.ledger() as ledger:
        for after in range(0, 7 * 86_400, 60):
            for item in ledger.waiting(begin + after, 9):
                ledger.again(item, begin + after, "404")
                tried.append(after)
            if after == 86_400:
                assert ledger.waiting(float("inf"), 9)
        assert not ledger.waiting(float("inf"), 9)
        (told,) = health(ledger, time.time())
        assert (told.refused, told.waiting, told.item_error) == (1, 0, "404")
    pauses = [later - earlier for earlier, later in itertools.pairwise([0, *tried])]
    assert pauses == sorted(pauses)
    assert len(tried) == 10


def test_a_source_without_news_for_too_long_is_silent(news: Site, desk: Desk) -> None:
    """It answers, and has nothing new: after its span that is told."""
    feed = source(news.page("/feed", rss((news.article("/a/1", "Chile", CLOSED), "Chile", now()))))
    desk.once(feed)
    assert desk.health([feed]) == {"World": "well"}
    assert desk.health([feed], later=2 * 86_400) == {"World": "silent"}


LIST = """
[watch]
contact = "https://desk.example"
every = "20m"
[[source]]
name = "Ministry"
url = "https://mfa.example/feed"
every = "90s"
"""


def test_the_list_is_read_with_its_defaults(tmp_path: Path) -> None:
    """A source's own spans outweigh those of the list."""
    path = tmp_path / "sources.toml"
    path.write_text(LIST)
    found = sources(path)
    assert (found.contact, found.sources[0].every, found.sources[0].silent) == ("https://desk.example", 90, 7 * 86_400)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("every =", "evry ="), "evry"),
        (('"90s"', '"soon"'), "Ministry: every"),
        (("https://mfa", "ftp://mfa"), "ftp://mfa.example/feed"),
        (('name = "Ministry"', ""), "name"),
        ((LIST, "[watch]"), "no source"),
        ((LIST, LIST + textwrap.dedent(LIST[LIST.index("[[source]]") :])), "another named"),
        (("[watch]", "[watch"), "no TOML"),
    ],
)
def test_a_wrong_list_is_refused_and_the_field_named(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    """The message names the file and the entry."""
    path = tmp_path / "sources.toml"
    path.write_text(LIST.replace(*change))
    with pytest.raises(DataError, match=r"sources\.toml") as told:
        sources(path)
    assert named in str(told.value)


def test_what_was_there_before_is_marked_and_no_news(news: Site, desk: Desk) -> None:
    """The first ask of a source brings in its backlog, and what it publishes from then on is news."""
    old = news.article("/a/1", "Chile closes embassy", CLOSED)
    feed = source(news.page("/feed", rss((old, "Chile", now()))))
    desk.once(feed)
    new = news.article("/a/2", "Peru closes embassy", CLOSED.replace("Chile", "Peru"))
    news.page("/feed", rss((new, "Peru", now()), (old, "Chile", now())))
    desk.once(feed)
    with Register.open(desk.folder / "r.db") as register:
        assert [(one.cause, one.mission) for one in register.changes()] == [
            ("backlog", "CL-NO-embassy"),
            ("document", "PE-NO-embassy"),
        ]


def test_the_page_of_sources_tells_what_the_ledger_does(news: Site, desk: Desk) -> None:
    """Names and errors come out as words, the failing first, and the same as JSON and CSV."""
    good = source(news.page("/feed", rss((news.article("/a/1", "Chile", CLOSED), "Chile", now()))), "Good")
    bad = source(news.address + "/none", "<b>Bad</b>")
    desk.once(good, bad)
    with TestClient(create_app(Settings(str(desk.folder / "r.db")))) as client:
        page = client.get("/sources").text
        assert page.index("&lt;b&gt;Bad") < page.index(">Good<")
        assert "the server answers 404" in page
        assert [one["condition"] for one in client.get("/sources.json").json()["sources"]] == ["failing", "well"]
        assert len(client.get("/sources.csv").text.splitlines()) == 3
