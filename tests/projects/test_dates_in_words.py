from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from projects.templatetags import figures
from tests.projects.printing import in_both, render, spaced


@pytest.mark.parametrize(
    ("on", "precision", "swedish", "english"),
    [
        (date(2016, 6, 15), "day", "15 juni 2016", "15 June 2016"),
        (date(2016, 6, 1), "month", "juni 2016", "June 2016"),
        (date(2016, 1, 1), "year", "2016", "2016"),
        (None, "day", "datum okänt", "date unknown"),
    ],
)
def test_dates_are_written_in_words(on, precision, swedish, english):
    assert in_both(figures.date_text, on, precision) == (swedish, english)


def test_a_date_has_its_numbers_beneath_for_machines():
    assert spaced(render("{{ on|date_words }}", on=date(2016, 6, 15))) == (
        '<time datetime="2016-06-15">15 juni 2016</time>'
    )
    assert spaced(render('{{ on|date_words:"month" }}', on=date(2016, 6, 1))) == (
        '<time datetime="2016-06">juni 2016</time>'
    )
    assert render('{{ on|date_words:"year" }}', on=date(2016, 1, 1)) == (
        '<time datetime="2016">2016</time>'
    )
    assert render("{{ on|date_words }}", on=None) == "datum okänt"


@pytest.mark.parametrize(
    ("at", "swedish", "english"),
    [
        ((2018, 6, 20, 7, 0), "20 juni 2018 kl. 09.00", "20 June 2018 09:00"),
        ((2018, 12, 31, 23, 5), "1 januari 2019 kl. 00.05", "1 January 2019 00:05"),
        (
            (2026, 10, 25, 0, 30),
            "25 oktober 2026 kl. 02.30 (sommartid)",
            "25 October 2026 02:30 (summer time)",
        ),
        (
            (2026, 10, 25, 1, 30),
            "25 oktober 2026 kl. 02.30 (vintertid)",
            "25 October 2026 02:30 (winter time)",
        ),
    ],
)
def test_a_moment_is_what_clocks_in_sweden_show(at, swedish, english):
    assert in_both(figures.moment_text, datetime(*at, tzinfo=UTC)) == (swedish, english)


START, END = date(2016, 8, 1), date(2019, 11, 30)


@pytest.mark.parametrize(
    ("period", "long", "short", "english"),
    [
        (
            (START, END),
            "1 augusti 2016–30 november 2019",
            "2016–2019",
            "1 August 2016–30 November 2019",
        ),
        ((START, END, "month"), "augusti 2016–november 2019", "2016–2019", None),
        ((START, END, "day", "year"), "1 augusti 2016–2019", "2016–2019", None),
        ((START, END, "year"), "2016–2019", "2016–2019", "2016–2019"),
        (
            (date(2016, 4, 1), date(2016, 12, 31)),
            "1 april 2016–31 december 2016",
            "apr.–dec. 2016",
            None,
        ),
        ((date(2016, 4, 1), date(2016, 4, 30)), "1 april 2016–30 april 2016", "april 2016", None),
        ((date(2016, 1, 1), date(2016, 12, 31), "year"), "2016", "2016", "2016"),
        ((date(2016, 4, 1), date(2016, 4, 30), "month"), "april 2016", "april 2016", "April 2016"),
        ((START, None), "från 1 augusti 2016", "från 2016", "from 1 August 2016"),
        ((None, END), "till 30 november 2019", "till 2019", "until 30 November 2019"),
        ((None, None), "period saknas", "period saknas", "period unknown"),
    ],
)
def test_a_period_is_written_long_and_short(period, long, short, english):
    swedish, translated = in_both(figures.period_text, *period)

    assert swedish == long
    assert in_both(figures.period_text, *period, short=True)[0] == short
    assert english is None or translated == english


def test_a_period_breaks_only_after_its_dash():
    assert spaced(render("{% period start end %}", start=START, end=END)) == (
        '<span class="nb"><time datetime="2016-08-01">1 augusti 2016</time>–</span><wbr>'
        '<span class="nb"><time datetime="2019-11-30">30 november 2019</time></span>'
    )
    assert render("{% period start end short=True %}", start=START, end=END) == (
        '<span class="nb">2016–2019</span>'
    )


def test_any_other_language_reads_swedish():
    with override("de"):
        assert figures.date_text(END, "month") == "november\u00a02019"
    with override(None):
        assert figures.date_text(END, "month") == "november\u00a02019"
