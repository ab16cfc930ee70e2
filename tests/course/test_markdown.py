"""What a student writes in Markdown, or as code, is shown to who marks it, and does nothing."""

import re
import threading
import time

import pytest
from bs4 import BeautifulSoup, Tag
from nbformat.v4 import new_markdown_cell

from autograder.course.markdown import LONGEST, ONE, SECONDS, TooSlow, at_most, bounded_code, inert_markdown
from autograder.grading.submission import labelled

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


def shown(source: str, **context) -> Tag:
    """What stands in the frame."""
    page = BeautifulSoup(inert_markdown(context, source), "html.parser")
    assert [tag.name for tag in page.contents] == ["div"] and "contain:paint" in page.div["style"]
    return page.div


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


OVER_THE_PAGE = {
    "a class of the page": "<div class='panel-heading navbar-fixed-top'>30.0 / 30.0</div> <span class='score pull-right'>30.0 / 30.0</span>",
    "a place of its own": "<p id='toc' style='position:fixed;top:0' name='top'>30.0 / 30.0</p>",
    "a large picture": f"<img src='{PICTURE}' width='3000' height='90000'> <img src='{PICTURE}' width='calc(9e9px)' height='100vh'>",
    "a large table": "<table width='9000' height='9000'><tr><td colspan='1000' rowspan='65000' width='9000'>x</td></tr></table>",
}


@pytest.mark.parametrize("source", OVER_THE_PAGE.values(), ids=OVER_THE_PAGE)
def test_it_stays_in_its_frame(source):
    attributes = {name for tag in shown(source).find_all(True) for name in tag.attrs}
    assert attributes <= {"src"}


def test_a_picture_has_its_size():
    assert shown(f'<img width="760" height="400px" src="{PICTURE}">').img.attrs == {"src": PICTURE, "width": "760", "height": "400px"}


def test_code_has_its_colours():
    assert [span["class"] for span in shown("```python\nfor\n```").find_all("span", class_="k")] == [["k"]]


def test_what_is_done_is_ticked():
    assert shown("- [x] done\n- [ ] not").get_text().split() == ["☑", "done", "☐", "not"]


SLOW = {
    "blanks": "a" + " " * (LONGEST - 2) + "b",
    "a table that ends early": "a\n\n" + "|a|b|\n|-|-|\n\\[" * (LONGEST // 14 - 1) + "|a|b",  # half a minute, if nobody ended it
    "brackets": "\\\\[" * (LONGEST // 3),
    "underlines": "a\n=\n" * (LONGEST // 4),
    "emphasis": "**a* " * (LONGEST // 5),
    "lists": "- a\n  " * (LONGEST // 6),
    "quotes": ">" * LONGEST,
    "tags": "<b><p>" * (LONGEST // 6),
    "more blanks": "a" + " " * 32_000 + "b",
    "a long text": "word " * 100_000,
}


@pytest.mark.parametrize("source", SLOW.values(), ids=SLOW)
def test_no_cell_takes_long(source):
    began = time.process_time()
    shown(source)
    assert time.process_time() - began < ONE + 1


@pytest.mark.parametrize("name", ["a table that ends early", "more blanks", "a long text"])
def test_what_is_too_long_is_shown_as_it_was_written(name):
    source = SLOW[name]
    page = shown(source)
    assert page.pre.get_text() == source[:100_000] and ("left out" in page.get_text()) == (len(source) > 100_000)


def test_code_is_coloured_and_that_of_a_cell_which_takes_long_is_shown_as_it_was_written():
    began, resources = time.process_time(), {}
    slow = " \n" * 90_000 + "x < 1"
    pages = [BeautifulSoup(bounded_code({"resources": resources}, source), "html.parser") for source in ("def f(): return 1", *[slow] * 9)]
    assert time.process_time() - began < SECONDS + ONE + 1
    assert pages[0].find(class_="k").get_text() == "def" and pages[0].pre.get_text() == "def f(): return 1\n"
    assert all(page.pre.get_text().strip() == "x < 1" and not page.find("span") for page in pages[1:])


def test_a_search_that_never_ends_is_ended():
    with pytest.raises(TooSlow), at_most(0.2):
        re.fullmatch("(a|a)+b", "a" * 60)
    with at_most(0.2):
        pass
    began = time.process_time()
    while time.process_time() - began < 0.5:  # in which nothing is raised any more
        pass


def test_a_page_that_is_slow_all_over_ends():
    began, resources = time.process_time(), {}
    pages = [shown(SLOW["blanks"], resources=resources) for _ in range(80)]
    assert time.process_time() - began < SECONDS + ONE + 3
    assert pages[0].pre is None and pages[-1].pre.get_text() == SLOW["blanks"]


def test_a_long_written_answer_is_set():
    assert len(shown("**Why** it is so, in some words.\n\n" * 500).find_all("strong")) == 500


def test_a_page_is_bounded_but_for_what_is_graded():
    resources, source = {}, "word " * 10_000
    junk, answer = new_markdown_cell(source), labelled(new_markdown_cell(source), "why", 5)
    pages = [shown(source, cell=junk, resources=resources) for _ in range(100)]
    assert sum(len(page.get_text()) for page in pages) < 2_200_000 and "left out" in pages[-1].get_text()
    assert shown(source, cell=answer, resources=resources).pre.get_text() == source


def attached(source: str, **attachments) -> str:
    return inert_markdown({"cell": new_markdown_cell(source, attachments=attachments)}, source)


def test_a_picture_that_is_attached_is_shown():
    large = "aGVsbG8=" * 1000
    assert f'src="data:image/png;base64,{large}"' in attached("![x](attachment:a.png)", **{"a.png": {"image/png": large}})
    assert f'src="data:image/jpeg;base64,{large}"' in attached(f"![x](data:image/jpeg;base64,{large})")


def test_a_picture_a_thousand_times_does_not_fill_the_memory():
    large = {"a.png": {"image/png": "aGVsbG8=" * 500_000}}
    assert len(attached("![x](attachment:a.png)\n" * 800, **large)) < 60_000_000


@pytest.mark.parametrize(
    "media", [None, {}, {"image/png": '"><script>steal()</script>'}, {'image/png"><script>steal()</script>': "x"}, {"text/html": "x"}]
)
def test_an_attachment_that_is_no_picture_stops_nothing(media):
    page = attached("**see** ![x](attachment:a.png)", **({} if media is None else {"a.png": media}))
    assert "attachment:a.png" in page and "<script" not in page


def test_another_threads_page_is_made_too():
    pages = []
    thread = threading.Thread(target=lambda: pages.append(shown("**x**")))
    thread.start()
    thread.join()
    assert pages[0].strong.get_text() == "x"
