"""An address is fetched within limits of time, size and redirects, and never from a network that is not public."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from intake_pages import HEADLINE, PARAGRAPHS
from intake_server import TEXT, Answers, Server, serving

from legation import __version__
from legation.errors import DocumentRefused, FetchRefused
from legation.intake import fetch
from legation.intake.addresses import is_public

ARTICLE = "\n\n".join((HEADLINE, *PARAGRAPHS))
PRIVATE = "lies in a private or reserved network"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Give the port of a server on loopback."""
    with serving() as number:
        yield number


def at(port: int, path: str, host: str = "127.0.0.1") -> str:
    """Give an address on the server."""
    return f"http://{host}:{port}/{path}"


@pytest.mark.parametrize("path", ["story", "gzip", "deflate", "hop/1", "hop/5"])
def test_page(port: int, path: str) -> None:
    """A page is fetched, packed or plain, at once or after redirects, and its article taken."""
    made = fetch(at(port, path), allow_private=True)
    assert made.text == ARTICLE
    assert made.url == at(port, path if "hop" not in path else "story")
    assert (made.source, made.published, made.publisher) == (at(port, path), "2024-03-05", "Fjord Times")


@pytest.mark.parametrize("path", ["text", "wrong"])
def test_charset(port: int, path: str) -> None:
    """The charset of the answer's head is honoured, and passed over where the body does not keep to it."""
    made = fetch(at(port, path), allow_private=True, published="2024-03-05", publisher="Wire", language="en")
    assert made.text == TEXT.replace("Chile", "Curaçao")
    assert (made.title, made.published, made.publisher) == ("Embassy closes", "2024-03-05", "Wire")


def test_names_itself(port: int) -> None:
    """The server learns who asks, and the Host header keeps the name though the address was resolved before."""
    Answers.seen.clear()
    fetch(at(port, "story#part", "localhost"), allow_private=True)
    (asked,) = Answers.seen
    assert asked["User-Agent"] == f"Legation/{__version__}"
    assert asked["Host"] == f"localhost:{port}"
    assert asked["path"] == "/story"


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("status/404", "answers 404 Not Found: there is no such page; check the address"),
        ("status/403", "save the page yourself and give the file"),
        ("status/429", "try again later"),
        ("status/500", "answers 500 Internal Server Error: the server has trouble; try again later"),
        ("status/204", "answers 204"),
        ("nowhere", "redirects .302. and does not say where"),
        ("circle", "redirects in a circle"),
        ("hop/9", "redirects more than 5 times"),
        ("image", "image/png, neither page nor text"),
        ("brotli", "packed as 'br', which was not asked for"),
        ("half", "cut off"),
        ("garbled", "cut off or garbled on the way"),
        ("short", "cut off or garbled on the way"),
        ("bomb", "more than 10 MB"),
        ("huge", "more than 10 MB"),
    ],
)
def test_refused(port: int, path: str, advice: str) -> None:
    """What cannot be fetched is refused with its address and what to do."""
    with pytest.raises(FetchRefused, match=advice) as refused:
        fetch(at(port, path), allow_private=True)
    assert str(refused.value).startswith(at(port, path))


def test_disguised(port: int) -> None:
    """A PDF that is sent as a page is refused as what it is."""
    with pytest.raises(DocumentRefused, match=r"/disguised: a PDF that is damaged"):
        fetch(at(port, "disguised"), allow_private=True)


@pytest.mark.parametrize("path", ["drip", "drophead", "silent"])
def test_slow(port: int, path: str) -> None:
    """A server that drips its head or body, or says nothing, is cut off when the time is up."""
    with pytest.raises(FetchRefused, match=r"not done within 0\.4 seconds; try again later"):
        fetch(at(port, path), allow_private=True, timeout=0.4)


def test_limits_of_ones_own(port: int) -> None:
    """Limits on bytes and redirects can be set."""
    with pytest.raises(FetchRefused, match="more than 500 bytes"):
        fetch(at(port, "story"), allow_private=True, max_bytes=500)
    with pytest.raises(FetchRefused, match="more than 500 bytes"):
        fetch(at(port, "gzip"), allow_private=True, max_bytes=500)
    with pytest.raises(FetchRefused, match="redirects more than 1 times"):
        fetch(at(port, "hop/2"), allow_private=True, max_redirects=1)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0.0.0.0", "[::ffff:127.0.0.1]"],  # noqa: S104
)
def test_loopback_refused(port: int, host: str) -> None:
    """This machine is not reached, however its address is written, and the server is never asked."""
    Answers.seen.clear()
    with pytest.raises(FetchRefused, match=f"{PRIVATE}|no address .Invalid IPv4 address"):
        fetch(at(port, "story", host))
    assert Answers.seen == []


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[::]",
        "[::ffff:10.0.0.1]",
        "[2002:7f00:1::]",
        "[64:ff9b::a00:1]",
        "[fec0::1]",
    ],
)
def test_private_refused(host: str) -> None:
    """Private, link-local, shared, multicast and reserved addresses are refused, also inside IPv6 ones."""
    with pytest.raises(FetchRefused, match=PRIVATE):
        fetch(f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("::ffff:8.8.8.8", False),
        ("::8.8.8.8", False),
        ("2001:db8::1", False),
        ("192.0.2.1", False),
        ("fe80::1%eth0", False),
        ("240.0.0.1", False),
        ("nonsense", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:  # noqa: FBT001
    """Only addresses of the open internet are public."""
    assert is_public(address) is public


def test_redirect_from_allowed_to_private(port: int) -> None:
    """A host that may be reached cannot send on to one that may not: each hop is checked anew."""
    allowed = {f"127.0.0.1:{port}"}
    assert fetch(at(port, "story"), allow_private=allowed).text == ARTICLE
    with serving() as other:
        targets = {
            "port": at(other, "story"),
            "name": at(port, "story", "localhost"),
            "metadata": "http://169.254.169.254/latest/",
            "net": "http://10.0.0.1/",
            "number": at(port, "story", "2130706433"),
            "six": at(port, "story", "[::1]"),
        }
        Answers.elsewhere.update(targets)
        for name in targets:
            Answers.seen.clear()
            with pytest.raises(FetchRefused, match=PRIVATE):
                fetch(at(port, f"to/{name}"), allow_private=allowed)
            assert [one["path"] for one in Answers.seen] == [f"/to/{name}"]


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("file:///etc/passwd", "file address; only http"),
        ("gopher://example.org/", "gopher address; only http"),
        ("http://user:secret@127.0.0.1/", "a name or password stands in the address"),
        ("http://[::1", "redirects to what is no address"),
    ],
)
def test_redirect_to_no_page(port: int, target: str, advice: str) -> None:
    """A redirect to another scheme, to a password or to nonsense is refused, whatever is allowed."""
    Answers.elsewhere["odd"] = target
    with pytest.raises(FetchRefused, match=advice):
        fetch(at(port, "to/odd"), allow_private=True)


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("ftp://example.org/x", "ftp address; only http:// and https:// are fetched"),
        ("file:///etc/passwd", "file address; only http"),
        ("example.org/story", "no address; only http"),
        ("", "no address; only http"),
        ("http://", "http address; only http|no address"),
        ("http://user:secret@example.org/", "leave it out"),
        ("http://exa mple.org/", "not known to the name service|no address"),
        ("http://nowhere.invalid/", "not known to the name service"),
        ("http://" + "a" * 70 + ".invalid/", "not known to the name service|no address"),
    ],
)
def test_no_address(url: str, advice: str) -> None:
    """What is no address of a page is refused before anything is asked, or when the name is not known."""
    with pytest.raises(FetchRefused, match=advice):
        fetch(url)


def test_nobody_there() -> None:
    """A port where nobody listens is told as such."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with pytest.raises(FetchRefused, match="cannot be reached"):
        fetch(at(free, "story"), allow_private=True)


def test_tls_keeps_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over TLS the certificate is checked against the name in the address, not against the address it was resolved to."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    try:
        subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed; it makes the certificate for this test")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Server(("127.0.0.1", 0), Answers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    try:
        url = f"https://localhost:{server.server_address[1]}/story"
        assert fetch(url, allow_private=True).text == ARTICLE
        with pytest.raises(FetchRefused, match="cannot be reached"):
            fetch(url.replace("localhost", "127.0.0.1"), allow_private=True)
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(FetchRefused, match="cannot be reached"):
            fetch(url, allow_private=True)
    finally:
        server.shutdown()
        server.server_close()
