import datetime

import pytest
from django.core.exceptions import ValidationError

from news import publishing
from news.checks import Change, Problem, Severity, changes_of, is_older, problems
from news.models import Article
from tests.news.factories import ArticleFactory

SRC = f"/media/news/{'0' * 32}.webp"
ENGLISH = {"title_en": "The title", "lead_en": "The lead.", "body_en": "<p>The text.</p>"}
AT = datetime.datetime(2026, 11, 28, tzinfo=datetime.UTC)


def found(**texts: str) -> list[tuple[str, str]]:
    """Return field and message of what is wrong with an article in which all else is right."""
    whole = {"title_sv": "Titeln", "lead_sv": "Ingressen.", "body_sv": "<p>Text.</p>", **ENGLISH}
    article = Article(**(whole | texts))
    return [(one.field, one.message) for one in problems(article, publishing.lacking(article))]


def test_a_whole_article_has_no_problem():
    assert found(body_sv='<h2>A</h2><h3>B</h3><p><a href="/om/">Om registret</a></p>') == []


def test_a_title_of_seventy_characters_is_short_enough():
    assert found(title_sv="å" * 70) == []
    assert found(title_en="å" * 71) == [
        (
            "title_en",
            "Titeln har 71 tecken. Är den längre än 70 kapas den av sökmotorer och i delade "
            "länkar.",
        )
    ]


def test_a_missing_lead_blocks():
    article = Article(title_sv="Titeln", body_sv="<p>Text.</p>", **ENGLISH)

    assert problems(article, publishing.lacking(article)) == [
        Problem("lead_sv", Severity.BLOCKS, "Skriv en ingress på svenska.")
    ]


@pytest.mark.parametrize(
    "link",
    ["här", "Läs mer", "Läs&nbsp;mer …", "<strong>HÄR</strong>.", "click here", "Read more »"],
)
def test_a_link_says_where_it_leads(link):
    [(field, message)] = found(body_en=f'<p>Text <a href="/om/">{link}</a></p>')

    assert field == "body_en"
    assert message.endswith("säger inte vart den leder: skriv vad man finner där.")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("WWW.example.org", "WWW.example.org"),
        (f"http://example.org/{'a' * 40}", f"http://example.org/{'a' * 20}…"),
    ],
)
def test_a_bare_address_is_no_link_text(address, shown):
    assert found(body_sv=f'<p><a href="/om/">{address}</a></p>') == [
        ("body_sv", f"Länken ”{shown}” är en naken adress: skriv vad man finner där.")
    ]


@pytest.mark.parametrize(
    "words", ["Läs mer om SPIN", "Här finns alla 27 projekt", "härlig läsning"]
)
def test_a_link_of_words_is_left_in_peace(words):
    assert found(body_sv=f'<p><a href="/om/">{words}</a> här</p>') == []


def test_a_link_without_words_blocks_unless_it_holds_a_described_picture():
    empty = [("body_sv", "En länk i texten har inga ord att trycka på.")]

    assert found(body_sv='<p>Text<a href="/om/"> <br></a></p>') == empty
    assert found(body_sv=f'<p>Text <a href="/om/"><img src="{SRC}" alt="Bro"></a></p>') == []
    assert found(body_sv="<p>Text<a> </a></p>") == []


def test_a_subheading_needs_a_heading_above_it():
    assert found(body_sv="<h3>A</h3><h2>B</h2>") == [
        ("body_sv", "En underrubrik står före den första rubriken: börja med en rubrik.")
    ]


def test_a_picture_in_the_text_is_described():
    bare, empty = f'<img src="{SRC}">', f'<img src="{SRC}" alt=" ">'

    assert found(body_sv=f"<p>Text</p><figure>{bare}</figure>") == [
        ("body_sv", "Ge varje bild i texten en alternativ text, eller märk den som dekorativ.")
    ]
    assert found(body_sv=f"<p>Text</p>{empty}{empty}") == [
        (
            "body_sv",
            "Bilder i texten utan alternativ text: 2. Låt det vara så bara där de inte berättar "
            "något.",
        )
    ]


def test_english_that_is_missing_is_named():
    assert found(title_en="", lead_en=" ", body_en="") == [
        ("title_en", "Engelsk text saknas: på engelska visas den svenska.")
    ]
    assert found(lead_en="", body_en="") == [
        ("lead_en", "Ingressen saknas på engelska: den svenska visas."),
        ("body_en", "Texten saknas på engelska: den svenska visas."),
    ]


@pytest.mark.parametrize(
    ("versions", "older"),
    [
        ("", False),
        ("aA", False),
        ("aA bA", True),
        ("aA bB", False),
        ("aA bA bB", False),
        ("aA bA bB cB", True),
        ("aA aB", False),
        ("aA bA aA", True),
    ],
)
def test_english_is_older_where_the_swedish_was_changed_after_it(versions, older):
    changes = [Change(AT, sv, en) for sv, en in versions.split()]

    assert is_older(changes) is older


@pytest.mark.django_db
def test_the_history_says_when_a_language_was_changed():
    article = ArticleFactory(**ENGLISH)
    article.slug = "annan"
    article.save()
    assert not is_older(changes_of(article))

    article.lead_sv = "Ny ingress."
    article.save()

    [advice] = problems(article, {}, changes_of(article))
    assert (advice.field, advice.severity) == ("title_en", Severity.ADVISES)
    assert "ändrats efter den engelska" in advice.message


@pytest.mark.django_db
def test_what_blocks_is_refused_by_publishing_too():
    article = ArticleFactory(body_sv='<p>Text</p><p><a href="/om/"></a></p>', title_sv="a" * 80)

    with pytest.raises(ValidationError) as refused:
        publishing.publish(article)

    assert list(refused.value.message_dict) == ["body_sv"]
