"""What a page holds around its article: menus, cookie banners, share buttons, related links, comments, read times.

It is taken out of the tree before the main text is looked for, because an extractor judges by shape alone and a long
comment has the shape of a paragraph. Nothing is taken out that holds a main heading or most of the page's paragraphs:
some houses wrap everything in one form, or call the whole page ``has-sidebar``.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

_TAGS: Final = frozenset(
    {"nav", "footer", "aside", "form", "dialog", "button", "select", "textarea"}
    | {"script", "style", "noscript", "template", "iframe", "svg", "object"}
)
_ROLES: Final = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "dialog",
        "alertdialog",
        "complementary",
        "search",
        "menu",
        "menubar",
        "form",
    )
)
_NEVER: Final = frozenset(("html", "body", "main", "article", "h1", "time"))  # whatever their class says
# whole words of a class or id, parted by hyphen, underscore or a change of case
_WORDS: Final = re.compile(
    r"(?:^|[-_\s])(?:"
    r"cookies?|consent|gdpr|comments?|disqus|respond|related|recommend(?:ed|ations)?|read-?more|more-(?:stories|news|from|on)"
    r"|most-(?:read|popular)|trending|share|sharing|print|social|newsletter|subscri(?:be|ption)|sign-?up|paywall|promo|adverts?"
    r"|advertisement|sponsored|sidebar|breadcrumbs?|nav|navbar|navigation|menu|read(?:ing)?-?time|time-?to-?read"
    r"|popup|modal|skip-?link|site-?(?:header|footer)|footer|masthead|tag-?list|pagination"
    r")(?=$|[-_\s])",
    re.IGNORECASE,
)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# lines that are furniture whatever element holds them
_LINE: Final = re.compile(
    r"(?:estimated |reading time:?|read time:?)?[\s|·•–—(-]*"
    r"(?:about |approx\.? )?(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]*min(?:ute)?s?\.?[\s-]*(?:read|reading|to read)?"
    r"(?: time)?[\s|·•–—)-]*"
    r"|[^.!?]{0,60}[|·•–—,]\s*\d{1,3}[\s-]*min(?:ute)?s?[\s-]*read"
    r"|(?:advertisement|share(?: this)?(?: article| story)?|print|e-?mail|copy link|listen to this article|skip to (?:main )?content"
    r"|related(?: stories| articles| news)?|read (?:more|also|next)|more on this (?:story|topic)|leave a (?:comment|reply)"
    r"|post comment|\d* ?comments?|subscribe(?: now)?|sign (?:up|in))[:.]?",
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Whether a whole line belongs to the page, not to the article: "4 min read", "Share this article"."""
    return len(line) < 80 and _LINE.fullmatch(line.strip()) is not None


def strip(tree: HtmlElement) -> None:
    """Take the furniture out of a tree."""
    total = sum(map(_size, tree.iter("p")))
    for element in list(_candidates(tree)):
        if element.getparent() is not None and not _holds_article(element, total):
            element.drop_tree()


def _candidates(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
        by_kind = element.tag in _TAGS or element.get("role", "").lower() in _ROLES
        if hidden or by_kind or (element.tag not in _NEVER and _named(element)):
            yield element


def _named(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return _WORDS.search(_CAMEL.sub("-", names)) is not None


def _holds_article(element: HtmlElement, total: int) -> bool:
    if element.tag in ("script", "style", "template", "noscript", "svg"):
        return False
    inside = sum(map(_size, element.iter("p")))
    if inside * 2 > total > 0:
        return True
    return element.tag not in ("nav", "footer", "aside") and element.find(".//h1") is not None


def _size(element: HtmlElement) -> int:
    return sum(map(len, element.itertext()))
