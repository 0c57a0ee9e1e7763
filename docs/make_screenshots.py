"""Takes a picture of every page on a desktop and a phone, light and dark, from a server it starts: ``make screenshots``.

With ``docs/images`` as a third argument it also writes the three of the README there, in few colours.
"""

import datetime as dt
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from legation.web.people import People
from legation.web.replies import Ledger, checked

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
PAGES = {
    "world": "/?on=2023-12-31",
    "world-of-one": "/?sending=KP&on=2023-11-01&known=2023-11-02",
    "world-of-a-host": "/?receiving=CN&on=2023-10-01",
    "state": "/state/KP?on=2024-01-31",
    "mission": "/mission/KP-AO-embassy?on=2024-01-31",
    "changes": "/changes",
    "search": "/search?q=Madrid",
    "holder": "/holder/South%20Korean%20Foreign%20Ministry",
    "what-if": "/what-if?sending=KP&on=2023-10-01&close=KP-ES-embassy,KP-UG-embassy,KP-AO-embassy",
    "replies": "/replies",
    "about": "/about",
    "sources": "/sources",
    "sign-in": "/sign-in",
    "reply": "/reply?page=/state/KP",
    "problem": "/state/Nowhere",
}
DESKS = {"review": "/review", "moderate": "/moderate"}  # for who is signed in
REPLIES = {
    "/mission/KP-UG-embassy": "The flag came down a day later than is said here. The Kampala Courier of 25 October has a picture.",
    "/state/KP": "The consulate in Dandong is missing; it is a branch of the one in Shenyang.",
}  # the first is published, the others wait
README = {"world": "world-of-one", "mission": "mission", "document": "document"}
SIZES = {"desktop": (1280, 900), "phone": (375, 812)}


def main(db: str, out: Path) -> None:
    """Serve a register and photograph it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = str(shutil.copy(db, folder))  # the token of the photographer stays out of the example
        ends = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
        _, token = People(own).new("Ada Lind", ["review", "moderate"], ends)
        reply(own)
        command = [sys.executable, "-m", "legation.cli", "serve", "--db", own, "--port", str(port)]
        with subprocess.Popen(command) as server, sync_playwright() as play:
            try:
                wait(port)
                browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                photograph(browser, f"http://127.0.0.1:{port}", out, token)
            finally:
                server.terminate()


def reply(db: str) -> None:
    """Let a reader say something, so that the pictures show replies on both sides of the desk."""
    with Ledger(db, write=True) as ledger:
        for page, text in REPLIES.items():
            ledger.send(checked(page, "Jo Carr", "jo@mail.example", text), time.time())
        first = ledger.waiting()[0]
        ledger.rule(first.id, "published", "Ada Lind", time.time(), seen=first.number)


def wait(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(200):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def photograph(browser: Browser, base: str, out: Path, token: str) -> None:
    """Take every page in every size and scheme; the first document of the changes stands for all documents."""
    out.mkdir(parents=True, exist_ok=True)
    pages = dict(PAGES)
    for scheme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            view = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
            page = view.new_page()
            page.on("console", lambda message: print(message.text) if message.type == "error" else None)
            if "document" not in pages:
                page.goto(f"{base}/mission/KP-AO-embassy?on=2024-01-31")
                pages["document"] = str(page.locator('a[href^="/document/"]').first.get_attribute("href"))
            for name, address in {**pages, **DESKS}.items():
                if name == next(iter(DESKS)):
                    page.goto(f"{base}/sign-in")
                    page.fill("#token", token)
                    page.click("main button")
                page.goto(base + address, wait_until="networkidle")
                page.screenshot(path=out / f"{name}-{size}-{scheme}.png", full_page=size == "phone")
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    print(f"{name}: {wide} px wide on a {size} of {width}")
            view.close()


def shrink(out: Path, images: Path) -> None:
    """Write the README's pictures; the rare colours of the map's marks are kept."""
    for name, shown in README.items():
        picture = Image.open(out / f"{shown}-desktop-light.png").convert("RGB")
        few = picture.quantize(192, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(images / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
    for folder in sys.argv[3:]:
        shrink(Path(sys.argv[2]), Path(folder))
