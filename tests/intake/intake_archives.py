"""Archives made by hand, sound and broken, about the same story."""

import gzip
import io
import zipfile
import zlib
from email.message import EmailMessage

from backports import zstd
from intake_pages import PAGES

STORY = PAGES["classes"]
OTHER = (
    "<!DOCTYPE html><html><head><title>Rovers win</title></head><body><h1>Rovers win</h1>"
    "<p>The Rovers beat the Harriers 3-1 in front of a sold-out crowd on Monday.</p></body></html>"
)


def record(
    body: str | bytes,
    url: str = "https://news.example.org/story",
    *,
    kind: str = "text/html",
    status: int = 200,
    packed: bool = False,
    excess: int = 0,
) -> bytes:
    """Write one WARC response; ``excess`` is by how much its length is wrong."""
    data = body.encode() if isinstance(body, str) else body
    data = gzip.compress(data) if packed else data
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n" + ("Content-Encoding: gzip\r\n" if packed else "")
    block = head.encode() + b"\r\n" + data
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(block)}>\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-06T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block) + excess}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def packed(records: list[bytes], how: str) -> bytes:
    """Put records into a file, each packed by itself."""
    if how == "gz":
        return b"".join(gzip.compress(one) for one in records)
    if how == "zst":
        return b"".join(zstd.compress(one) for one in records)
    return b"".join(records)


def zipped(files: dict[str, bytes]) -> bytes:
    """Put files into a zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def letter(subject: str, text: str, page: str | None = None, paper: bytes | None = None) -> EmailMessage:
    """Write a newsletter."""
    made = EmailMessage()
    made["From"] = "Fjord Times <news@fjord.example.org>"
    made["Subject"] = subject
    made["Date"] = "Tue, 05 Mar 2024 23:30:00 -0300"
    made.set_content(text)
    if page:
        made.add_alternative(page, subtype="html")
    if paper:
        made.add_attachment(paper, maintype="application", subtype="pdf", filename="note.pdf")
    return made


def paper(lines: list[str], made: str = "D:20240305120000") -> bytes:
    """Write a PDF of one page with a text layer: these lines, from above."""
    words = " ".join(f"1 0 0 1 50 {750 - 14 * at} Tm ({line}) Tj" for at, line in enumerate(lines))
    content = f"BT /F1 11 Tf {words} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        f"<< /CreationDate ({made}) >>".encode(),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            len(out),
        )
    )
