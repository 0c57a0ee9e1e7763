"""Every link between the pages leads somewhere: a crawl of all that the example's pages link to."""

from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from user import careful_register

from legation.web import Settings, create_app

STARTS = (
    "/", "/?sending=KP&on=2023-11-01", "/state/KP?on=2024-01-31", "/changes", "/search?q=Madrid", "/search?q=embassy", "/about",
    "/what-if?sending=KP&on=2023-10-01&close=KP-ES-embassy&open=CN+consulate+Dandong&suspend=DE",
)  # fmt: skip


class Links(HTMLParser):
    """Gathers the addresses that a page leads to, and the names within it that they may point at."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take one tag."""
        held = dict(attrs)
        if held.get("id"):
            self.names.add(str(held["id"]))
        address = held.get("href") if tag in ("a", "link", "image") else held.get("src")
        if address:
            self.found.append(address)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve the register that a careful reader makes of the example."""
    settings = Settings(str(careful_register(tmp_path_factory.mktemp("linked"))))
    with TestClient(create_app(settings)) as found:
        yield found


def _shape(address: str) -> str:
    """Tell addresses of one kind apart from others: a crawl follows each path once, and few of its questions."""
    parts = urlsplit(address)
    ending = parts.path.rpartition(".")[2] if "." in parts.path else ""
    if ending in ("json", "csv", "geojson"):
        return f"{parts.path.split('/')[1]}.{ending}"
    return parts.path if parts.path.startswith(("/mission", "/document", "/state", "/holder")) else address


def test_no_link_of_the_examples_pages_is_broken(client: TestClient) -> None:
    """All pages that can be reached answer, and what points into a page finds its place there."""
    waiting, seen, broken, walked = deque((one, "the start") for one in STARTS), set(map(_shape, STARTS)), [], 0
    while waiting:
        address, origin = waiting.popleft()
        answer = client.get(address, headers={"accept": "text/html"})
        walked += 1
        if answer.status_code >= 400:
            broken.append((address, origin, answer.status_code))
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Links()
        page.feed(answer.text)
        for link in page.found:
            whole = urljoin(address, link)
            if link.startswith("#") and link[1:] not in page.names:
                broken.append((link, address, 0))
            inside = whole.startswith("/") and not whole.startswith(("//", "/static/"))
            if inside and (shape := _shape(whole.partition("#")[0])) not in seen:
                seen.add(shape)
                waiting.append((whole.partition("#")[0], address))
    assert broken == []
    assert walked > 150
