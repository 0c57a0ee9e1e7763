"""Pages of four houses, each built in its own way, about the same four paragraphs."""

HEADLINE = "Chile closes its embassy in Oslo"
PARAGRAPHS = (
    "Chile has closed its embassy in Oslo, the Foreign Ministry in Santiago said on Monday.",
    "The ambassador, who had served in Norway for three years, left the country last week with the last two members of staff.",
    "The embassy in Stockholm will look after Chileans in Norway, the ministry said. It gave the cost of rents as the reason.",
    "Norway regretted the step, a spokeswoman in Oslo said. The Norwegian embassy in Santiago stays open.",
)
CHROME = (
    "min read", "minutes", "Related", "Kenya opens", "Peru moves", "cookies", "comment", "Great reporting", "I never knew",
    "Newsletter", "Sports", "Weather", "Subscribe", "Share", "All rights", "Most read", "Print",
)  # fmt: skip

_BODY = "".join(f"<p>{one}</p>\n" for one in PARAGRAPHS)

CLASSES = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{HEADLINE} - Fjord Times</title>
<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="Fjord Times">
<meta property="article:published_time" content="2024-03-05T23:30:00-03:00">
<link rel="canonical" href="https://fjord.example.org/chile"></head><body class="has-sidebar single">
<div class="cookie-notice"><p>This site uses cookies to count its readers. By staying here you accept them, as our policy says.</p></div>
<div class="site-header"><ul class="menu"><li><a href="/s">Sports</a></li><li><a href="/w">Weather</a></li></ul></div>
<div class="post"><h1>{HEADLINE}</h1><span class="readTime">4 min read</span>{_BODY}
<div class="shareButtons">Share on <a href="#">this</a> and <a href="#">that</a></div>
<div class="related-posts"><h3>Related</h3><a href="/1">Kenya opens a consulate in Goma</a><a href="/2">Peru moves its embassy</a></div></div>
<div id="comments"><p>Great reporting, as always; I lived there for many years and knew the house well.</p>
<form><textarea placeholder="Leave a comment"></textarea><button>Post comment</button></form></div>
<div class="site-footer"><p>All rights reserved. Newsletter. Subscribe.</p></div></body></html>"""

SEMANTIC = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{HEADLINE} | The Harbour</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "The Harbour"}},
{{"@type": ["NewsArticle"], "headline": "{HEADLINE}", "datePublished": "2024-03-05", "inLanguage": "en",
"publisher": {{"@type": "Organization", "name": "The Harbour"}}, "url": "https://harbour.example.org/chile"}}]}}</script></head>
<body><a href="#main">Skip to content</a><header><nav><a href="/">Sports</a> <a href="/">Weather</a></nav></header>
<main id="main"><article><header><h1>{HEADLINE}</h1><p>6 minutes</p><time datetime="2024-03-05">5 March</time></header>{_BODY}
<footer>Share this story</footer></article><aside><h2>Most read</h2><ol><li>Kenya opens a consulate</li><li>Peru moves</li></ol></aside>
<section aria-label="Discussion" class="comment-list"><article><p>I never knew that they had one. My aunt worked there in the
eighties, and told us long stories of the parties in the garden and of the ambassador's dog.</p></article></section></main>
<footer><form><label>Newsletter <input></label></form><p>All rights reserved</p></footer></body></html>"""

WRAPPED = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{HEADLINE}</title><meta name="date" content="2024-03-05" /><meta name="DC.publisher" content="Old Gazette" /></head><body>
<form id="aspnetForm" action="/x"><table width="100%"><tr><td class="navigation"><a href="/">Sports</a><br /><a href="/">Weather</a></td>
<td><h1>{HEADLINE}</h1><div>Reading time: 3 minutes</div>{_BODY}<div class="print">Print</div></td>
<td id="rightSidebar"><b>Related</b><br /><a href="/">Kenya opens a consulate</a><br /><a href="/">Peru moves</a></td></tr></table>
<div id="CommentForm"><label>Your comment</label><textarea></textarea><input type="submit" value="Subscribe" /></div></form>
<div class="Footer">All rights reserved</div></body></html>"""

BARE = f"""<html><head><title>{HEADLINE}</title></head><body><div role="navigation"><a href="/">Sports</a> <a href="/">Weather</a></div>
<div role="dialog" style="display:none"><p>We love cookies. They help us to tell how many people come here each day.</p></div>
<h2>{HEADLINE}</h2><div>5-minute read</div>{_BODY}<div hidden><p>Subscribe to our Newsletter now.</p></div>
<ul class="most-popular"><li>Kenya opens a consulate</li><li>Peru moves</li></ul><div role="contentinfo">All rights reserved</div>
</body></html>"""

PAGES = {"classes": CLASSES, "semantic": SEMANTIC, "wrapped": WRAPPED, "bare": BARE}
