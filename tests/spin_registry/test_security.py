"""Where a weakness is reported: /.well-known/security.txt."""

import datetime
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from spin_registry.settings import SECURITY_CONTACTS, env_date

PATH = "/.well-known/security.txt"
PAST, FAR = datetime.date(2020, 1, 1), datetime.date(2100, 6, 1)


def test_a_contact_is_told_until_its_day(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.SECURITY_EXPIRES = FAR

    answer = client.get(PATH)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        "Contact: mailto:security@example.org\n"
        "Expires: 2100-06-01T00:00:00Z\n"
        "Preferred-Languages: sv, en\n"
        "Canonical: http://testserver/.well-known/security.txt\n"
    )


@pytest.mark.parametrize(
    ("contact", "expires"),
    [("", None), ("mailto:a@example.org", None), ("", FAR), ("mailto:a@example.org", PAST)],
)
def test_nothing_is_told_without_a_contact_and_a_day_to_come(client, settings, contact, expires):
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = contact, expires

    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("mailto:security@example.org", True),
        ("https://example.org/report", True),
        ("http://example.org/report", False),
        ("security@example.org", False),
        ("mailto:a@example.org\nExpires: never", False),
    ],
)
def test_a_contact_is_an_address_that_the_standard_knows(text, is_read):
    assert bool(re.fullmatch(SECURITY_CONTACTS, text)) is is_read


def test_the_day_of_expiry_is_read_or_refused(monkeypatch):
    monkeypatch.setenv("NAMED", "2027-06-01")
    assert env_date("NAMED") == datetime.date(2027, 6, 1)
    monkeypatch.setenv("NAMED", "")
    assert env_date("NAMED") is None
    monkeypatch.setenv("NAMED", "2027-02-30")
    with pytest.raises(ImproperlyConfigured, match="NAMED must be a day such as 2027-06-01"):
        env_date("NAMED")
    monkeypatch.setenv("NAMED", "20270601")
    with pytest.raises(ImproperlyConfigured):
        env_date("NAMED")
