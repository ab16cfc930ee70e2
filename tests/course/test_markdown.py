"""What a student writes in Markdown is shown to who marks it, and does nothing."""

import pytest
from bs4 import BeautifulSoup

from autograder.course.markdown import inert_markdown

PICTURE = "data:image/png;base64,aGVsbG8="
KEPT = {
    "a heading": ("# Why", "h1", {}),
    "bold": ("**x**", "strong", {}),
    "code": ("`x`", "code", {}),
    "a table": ("| a |\n|---|\n| 1 |", "td", {}),
    "a link": ("[x](https://example.org/?a=1&b=2)", "a", {"href": "https://example.org/?a=1&b=2"}),
    "an address": ("[x](mailto:a@example.org)", "a", {"href": "mailto:a@example.org"}),
    "a place": ("[x](#there)", "a", {"href": "#there"}),
    "a picture": (f"![what]({PICTURE})", "img", {"src": PICTURE, "alt": "what"}),
    "what opens": ("<details open title='t'>x</details>", "details", {"open": "", "title": "t"}),
}
HARMFUL = {
    "a script": "<script>steal()</script>",
    "a half script": "<script>steal()",
    "a drawing": "<svg onload=steal()><style><img src=x onerror=steal()></style></svg>",
    "a formula": "<math><mtext><table><mglyph><style><img src=x onerror=steal()></style></mglyph></table></mtext></math>",
    "a frame": "<iframe srcdoc='<script>steal()</script>'></iframe>",
    "an event": "<p onclick=steal() style='position:fixed' id=steal>x</p>",
    "a title that ends early": '<a title="\n\n<img src=x onerror=steal()>">',
    "a script's address": "[x](javascript:steal()) <a href='javascript:steal()'>x</a> <a href='java&#115;cript:steal()'>x</a> <a href=' \x01javascript:steal()'>x</a>",
    "a page of its own": "<a href='data:text/html;base64,steal'>x</a> <img src='data:text/html;base64,steal'>",
    "another page": "![x](https://example.org/steal.png) <a href='//example.org/steal'>x</a> <a href='steal.html'>x</a> <a href='file:///steal'>x</a>",
    "a form": "<form action=steal><input></form> <object data=steal></object> <base href=steal> <link href=steal> <meta content=steal>",
    "without a script": "<noscript><p title='</noscript><img src=x onerror=steal()>'></noscript>",
}


def shown(source: str) -> BeautifulSoup:
    return BeautifulSoup(inert_markdown({}, source), "html.parser")


@pytest.mark.parametrize(("source", "tag", "attributes"), KEPT.values(), ids=KEPT)
def test_what_one_reads_is_kept(source, tag, attributes):
    found = shown(source).find(tag)
    assert attributes.items() <= found.attrs.items()


@pytest.mark.parametrize("source", HARMFUL.values(), ids=HARMFUL)
def test_what_would_do_something_is_not(source):
    tags = shown(source).find_all(True)
    assert [t for t in tags if t.name not in ("p", "a", "img", "table", "div", "tbody", "tr", "td")] == []
    assert [t for t in tags if t.attrs.keys() - {"title", "alt", "rel"} or "steal" in t.get("href", "") + t.get("src", "")] == []


def test_what_is_no_tag_of_ours_is_read_as_text():
    assert shown("a list<int>, F1 <F2 and F3> F1, a < b && c").get_text().strip() == "a list<int>, F1 <F2 and F3> F1, a < b && c"


@pytest.mark.parametrize("command", ["\\href", "&#92;href", "&bsol;href"])
def test_a_formula_is_kept_without_its_links(command):
    text = shown(f"$a<b {command}{{javascript:steal()}}{{x}}$").get_text()
    assert "$a<b " in text and "\\href" not in text
