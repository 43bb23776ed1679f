import time

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from news.sanitising import MOST_TAGS, fit_for_xml, has_words, sanitised

SRC = f"/media/news/{'0a' * 16}-960.webp"
WHOLE = (
    "<p>Ett <strong>fett</strong> och <em>kursivt</em> ord<br>på två rader.</p>"
    "<h2>Rubrik</h2><h3>Underrubrik</h3><ul><li><p>punkt</p></li></ul>"
    '<ol start="3"><li>tredje</li></ol><blockquote><p>sagt</p></blockquote>'
    '<p><a href="https://example.org/?a=1&amp;b=2">bort</a> <a href="/projekt/spin/">hem</a></p>'
    '<figure class="quote"><blockquote><p>Sagt.</p></blockquote>'
    "<figcaption>Namn, roll</figcaption></figure>"
    '<table><caption>Delar</caption><tbody><tr><th scope="col">Fond</th><th scope="col">Kr</th>'
    '</tr><tr><th scope="row">ERUF</th><td>9</td></tr></tbody></table>'
    f'<figure><img alt="En bro &amp; en älv" height="2" src="{SRC}" width="3">'
    "<figcaption>Bron</figcaption></figure>"
    '<p><data value="split:12 amount=14.1 day=2018-06-20">14,1 miljoner</data></p>'
)

IMAGE_ALONE = f'<img src="{SRC}" alt="&gt;">'


def test_what_the_editor_writes_stays_as_it_is():
    assert sanitised(WHOLE) == WHOLE
    assert isinstance(sanitised(WHOLE), SafeString)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ("<p onclick='x()' style='color:red' class='k' id='i'>a</p>", "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p><a href="JaVa\tScript:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p><a href="data:text/html,x">a</a></p>', "<p>a</p>"),
        ('<p><a href="mailto:anna@example.org">a</a></p>', "<p>a</p>"),
        (
            '<p><a href="https://e.org" target="_blank">a</a></p>',
            '<p><a href="https://e.org">a</a></p>',
        ),
        ("<h1>a</h1><h4>b</h4>", "ab"),
        ("<p>a<img src=x onerror=alert(1)></p>", "<p>a</p>"),
        ("<p>a</p><iframe src=//e.org></iframe><style>p{}</style>", "<p>a</p>"),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
        (
            "<table style='x'><tr><td colspan=2>a",
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("<tr><td>a</td></tr>", "a"),
        ("<th scope=rowgroup>a</th>", "a"),
        ("<figure class='wide'>a</figure>", "<figure>a</figure>"),
        ("<figure class='quote wide'>a</figure>", "<figure>a</figure>"),
        ("<figure><img src='https://e.org/b.webp' alt='b'></figure>a", "a"),
        ("a<img alt='b'>", "a"),
        (f"<img src='{SRC}' width='1e3' height='0' srcset='b' alt='>'>", IMAGE_ALONE),
        ("<data value='a\"b'>14</data>", "<data>14</data>"),
        ("<data value=''>14</data>", "<data>14</data>"),
        (f"<data value='{'a' * 201}'>14</data>", "<data>14</data>"),
        ("<p>a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<h2></h2><p>a</p><ul><li></li><li><p></p></li></ul><p></p>", "<p>a</p>"),
        ("<p><a>a</a> <a href='javascript:b'>b</a></p>", "<p>a b</p>"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>a", "a"),
    ],
)
def test_what_the_list_does_not_allow_is_gone(typed, kept):
    assert sanitised(typed) == kept


@pytest.mark.parametrize("empty", ["", "<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<p><br></p>", " "])
def test_a_text_without_a_word_is_empty(empty):
    assert sanitised(empty) == ""
    assert not has_words(empty)


@pytest.mark.parametrize("nested", ["<ul><li>", "<blockquote>", "<p><strong>", "<div>", "<em><p>"])
def test_a_text_that_is_nested_without_end_is_read_in_bounded_time(nested):
    deepest = nested * (MOST_TAGS // nested.count("<"))
    started = time.process_time()

    assert sanitised(sanitised(deepest)) == sanitised(deepest)
    assert sanitised(deepest + nested + "a < b & <c>d") == "a &lt; b &amp; d"
    assert time.process_time() - started < 6


PIECES = [
    "a",
    " ",
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "<a href=/x>",
    "</a>",
    "<table>",
    "</table>",
    "<td>",
]
PIECES += [
    "<li>",
    "<ul>",
    "</ul>",
    "<svg>",
    "</svg>",
    "<!--",
    "-->",
    "<style>",
    "</style>",
    "<img>",
]
PIECES += [
    "<figure>",
    "<caption>",
    "<tr>",
    "<math>",
    "<mtext>",
    "<noscript>",
    "<h2>",
    "&lt;",
    "'",
    '"',
]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_sanitising_once_is_enough(text):
    once = sanitised(text)

    assert sanitised(once) == once
    assert "<script" not in once.lower()


def test_a_feed_gets_nothing_that_xml_cannot_hold():
    assert fit_for_xml("a\x0bb\uffffc\ud800d\te\nf") == "abcd\te\nf"
