import pytest

from news.rendering import shown
from news.sanitising import sanitised
from tests.news.factories import library_picture

TABLE = "<table><tbody><tr><td>a</td></tr></tbody></table>"


def test_a_table_scrolls_in_a_box_that_takes_the_focus():
    assert shown(f"<p>a</p>{TABLE}") == (
        f'<p>a</p><div class="wide" role="group" tabindex="0" aria-label="Tabell">{TABLE}</div>'
    )


@pytest.mark.django_db
def test_what_only_looks_like_a_table_stays_text():
    picture = f'<img src="/media/news/{"0" * 32}.webp" alt="<table>">&lt;table></table>'

    assert shown(f"{picture}b").count("<div") == 0
    assert shown(f"{picture}{TABLE}").count("<div") == 1


@pytest.mark.django_db
class TestPictures:
    """Pictures of the library come in all their widths; nothing else is touched."""

    def test_a_picture_of_the_library_comes_in_every_width_and_late(self):
        kept = library_picture((1000, 500), alt_sv="Dess egna ord.")
        figure = kept.figure("sv").replace("Dess egna ord.", "a &gt; &quot;b&quot; &amp; c")

        page = shown(f"<p>Text.</p>{figure}")

        address = f"/media/news/{kept.stem}"
        sizes = 'sizes="(min-width: 40rem) 38rem, calc(100vw - 2rem)"'
        assert page == (
            f'<p>Text.</p><figure><picture><source type="image/avif" srcset="{address}-480.avif '
            f'480w, {address}-960.avif 960w, {address}.avif 1000w" {sizes}>'
            f'<img src="{address}-960.webp" srcset="{address}-480.webp 480w, {address}-960.webp '
            f'960w, {address}.webp 1000w" {sizes} width="1000" height="500" '
            'alt="a &gt; &quot;b&quot; &amp; c" loading="lazy" decoding="async"></picture></figure>'
        )

    def test_a_picture_that_the_library_does_not_hold_stays_as_it_is(self):
        image = f'<figure><img src="/media/news/{"0" * 32}.webp" alt="x"></figure>'

        assert shown(image) == sanitised(image)

    @pytest.mark.parametrize(
        "text",
        [
            "<p>&lt;img src=&quot;{src}&quot;&gt;</p>",
            '<p><a href="https://x.example/?<img src={src}>">länk</a></p>',
            "<p><a href='https://x.example/?<img src=\"{src}\">'>länk</a></p>",
            '<figure><img src="/media/news/x.webp" alt=\'<img src="{src}">\'></figure>',
            "<p><data value=\"<img src='{src}'>\">1</data></p>",
        ],
    )
    def test_what_only_looks_like_a_picture_stays_as_it_is(self, text):
        text = text.replace("{src}", library_picture().url)

        assert shown(text) == sanitised(text)

    def test_a_picture_of_the_library_hidden_in_words_of_another_does_not_come_out(self):
        kept = library_picture()
        image = f"<img src='{kept.url}' alt='&lt;img src=&quot;{kept.url}&quot;&gt;'>"

        page = shown(f"<figure>{image}</figure>")

        assert page.count("<img ") == page.count("<picture>") == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_text_takes_one_query_however_many_pictures_it_shows(
        self, django_assert_num_queries, count
    ):
        kept = [library_picture((64, 40 + place)) for place in range(count)]
        text = "".join(one.figure("sv") for one in kept)

        with django_assert_num_queries(1):
            assert shown(text).count("<picture>") == count
