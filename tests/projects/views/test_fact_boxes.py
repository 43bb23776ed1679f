"""The pages of fact boxes: three forms to copy, and the one page that may be framed."""

import re
from html import unescape

import pytest

from projects import publishing
from tests.factories import ProjectFactory, spin

pytestmark = pytest.mark.django_db

BOXES = [
    "/projekt/spin/faktaruta/",
    "/en/projects/spin/fact-box/",
    "/omgangar/ovre-norrland-2016-06-15/faktaruta/",
    "/en/rounds/ovre-norrland-2016-06-15/fact-box/",
]
FRAMES = [f"{path}{'frame' if path.startswith('/en/') else 'ram'}/" for path in BOXES]


def copies(client, path: str) -> dict[str, str]:
    """Return the three forms as somebody would copy them."""
    html = client.get(path).content.decode()
    found = re.findall(r'<textarea[^>]* id="([a-z-]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    return {name: unescape(words) for name, words in found}


@pytest.mark.parametrize("path", BOXES)
def test_the_box_is_offered_as_text_html_and_frame_with_its_link(client, path):
    spin()
    about = path.removesuffix("faktaruta/").removesuffix("fact-box/")

    found = copies(client, path)

    assert list(found) == ["as-text", "as-html", "as-frame"]
    for form in ("as-text", "as-html"):
        assert f"http://testserver{about}" in found[form]
    assert f'src="http://testserver{FRAMES[BOXES.index(path)]}"' in found["as-frame"]


def test_the_html_has_no_script_no_style_and_is_escaped(client):
    ProjectFactory(slug="x", title_sv='<script>alert("1")</script> & co', published=True)

    html = copies(client, "/projekt/x/faktaruta/")["as-html"]

    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; co" in html
    assert set(re.findall(r"<([a-z]+)", html)) <= {
        *("figure", "blockquote", "p", "strong", "ul", "li", "figcaption", "a", "time")
    }
    assert not re.search(r"\s(style|class|on\w+)=", html)


@pytest.mark.parametrize("path", FRAMES)
def test_a_frame_may_be_shown_anywhere_runs_nothing_and_keeps_nothing(client, path):
    spin()

    frame = client.get(path)
    html = frame.content.decode()

    assert frame.status_code == 200
    assert frame["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors *"
    )
    assert "X-Frame-Options" not in frame
    assert frame["Cache-Control"] == "public, max-age=60"
    assert "ETag" not in frame
    assert not frame.cookies
    assert "<script" not in html
    assert all('target="_top"' in link for link in re.findall("<a [^>]*>", html))


def test_whoever_is_signed_in_gets_the_frame_for_their_eyes_only(admin_client):
    spin()

    assert admin_client.get(FRAMES[0])["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("path", ["/", "/projekt/spin/", "/nyheter/", *BOXES, "/admin/login/"])
def test_every_other_page_refuses_frames(client, path):
    spin()

    page = client.get(path)

    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (FRAMES[0], "drogs in ur registret"),
        (FRAMES[1], "was withdrawn from the registry"),
    ],
)
def test_the_frame_of_a_withdrawn_project_says_so(client, path, said):
    publishing.withdraw(spin().project, reason_sv="Projektet var infört två gånger.")

    frame = client.get(path)

    assert frame.status_code == 410
    assert said in frame.content.decode()
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame


def test_the_box_of_a_withdrawn_project_is_gone_as_its_page_is(client):
    publishing.withdraw(spin().project, reason_sv="Projektet var infört två gånger.")

    page = client.get(BOXES[0])

    assert page.status_code == 410
    assert "Projektet var infört två gånger." in page.content.decode()


def test_a_draft_has_no_box(client):
    ProjectFactory(slug="utkast")

    for path in ("/projekt/utkast/faktaruta/", "/projekt/utkast/faktaruta/ram/"):
        assert client.get(path).status_code == 404
    assert client.get("/omgangar/finns-inte/faktaruta/").status_code == 404


@pytest.mark.parametrize("path", ["/projekt/spin/", "/omgangar/ovre-norrland-2016-06-15/"])
def test_the_page_leads_to_its_box(client, path):
    spin()

    assert f'href="{path}faktaruta/"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", FRAMES[:3:2])
@pytest.mark.parametrize("count", [1, 5])
def test_a_frame_takes_the_same_queries_however_much_there_is(
    client, django_assert_max_num_queries, path, count
):
    spin()
    for _ in range(count):
        ProjectFactory(published=True)

    with django_assert_max_num_queries(20):
        client.get(path)
