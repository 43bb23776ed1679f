from django.template import Context, Template
from django.utils.translation import override

from projects.models import Partnership
from projects.naming import Named


def rendered(source: str, row: Partnership) -> str:
    return Template("{% load texts %}" + source).render(Context({"row": row}))


def test_a_text_without_english_is_shown_in_swedish_and_marked():
    row = Partnership(name_sv="Övre <Norrland>")

    with override("en"):
        assert rendered('{% text row "name" %}', row) == (
            '<span lang="sv">Övre &lt;Norrland&gt;</span>'
        )


def test_a_text_in_the_readers_language_is_only_escaped():
    row = Partnership(name_sv="Övre <Norrland>", name_en="Upper & lower")

    with override("sv"):
        assert rendered('{% text row "name" %}', row) == "Övre &lt;Norrland&gt;"
    with override("en"):
        assert rendered('{% text row "name" %}', row) == "Upper &amp; lower"


def test_an_empty_text_leaves_no_mark():
    with override("en"):
        assert rendered('{% text row "name" %}', Partnership()) == ""
        assert rendered('<p{% language_mark row "name" %}></p>', Partnership()) == "<p></p>"


def test_an_element_is_marked_where_its_text_is_in_another_language():
    row = Partnership(name_sv="Övre Norrland")

    with override("en"):
        assert rendered('<p{% language_mark row "name" %}>', row) == '<p lang="sv">'
    with override("sv"):
        assert rendered('<p{% language_mark row "name" %}>', row) == "<p>"


def test_running_text_has_a_paragraph_for_each_stretch():
    row = Partnership(name_sv="Ett\r\n\r\n\r\nTvå <3\n\n")

    with override("sv"):
        assert rendered('{% paragraphs row "name" %}', row) == "<p>Ett</p>\n<p>Två &lt;3</p>"
    with override("en"):
        assert rendered('{% paragraphs row "name" %}', row) == (
            '<p lang="sv">Ett</p>\n<p lang="sv">Två &lt;3</p>'
        )


def test_a_name_is_linked_where_it_has_a_page_and_marked_where_it_is_foreign():
    def printed(*name: str) -> str:
        context = Context({"name": Named(*name)})
        return Template("{% load texts %}{% printed name %}").render(context)

    assert printed("<Kommuner>") == "&lt;Kommuner&gt;"
    assert printed("kommuner", "", "sv") == '<span lang="sv">kommuner</span>'
    assert printed("Umeå", "/x/", "sv") == '<a href="/x/" lang="sv">Umeå</a>'


def test_the_words_of_a_source_are_quoted_and_marked_as_swedish():
    template = Template("{% load texts %}{% quoted words %}")

    with override("en"):
        assert template.render(Context({"words": "14 <miljoner>"})) == (
            '<span lang="sv">“14 &lt;miljoner&gt;”</span>'
        )
