"""Where mail is sent by way of, read from one address."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from spin_registry.mailer import mailer


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://localhost", {"host": "localhost", "port": 25, "username": "", "password": ""}),
        (
            "smtp+tls://registry%40example.org:hemligt%2Ford@mail.example.org",
            {
                "host": "mail.example.org",
                "port": 587,
                "username": "registry@example.org",
                "password": "hemligt/ord",
                "use_tls": True,
            },
        ),
        (
            "smtps://u:p@[2001:db8::25]:4650/",
            {
                "host": "2001:db8::25",
                "port": 4650,
                "username": "u",
                "password": "p",
                "use_ssl": True,
            },
        ),
    ],
)
def test_an_address_says_how_mail_is_sent(url, options):
    made = mailer(url)

    assert made["OPTIONS"] == options | {"timeout": 10}
    assert made["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://u:hemligt@mail.example.org",
        "smtp://",
        "smtp://u:hemligt@/",
        "smtp://u:hemligt@mail.example.org/path",
        "smtp://u:hemligt@mail.example.org?tls=1",
        "smtp://u:hemligt@mail.example.org:99999",
        "smtp://u:hemligt@mail.example.org:smtp",
        "smtp://u:hemligt@[2001:db8",
    ],
)
def test_what_is_no_such_address_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        mailer(url)

    assert str(refusal.value).startswith("MAIL_URL ")
    assert "hemligt" not in str(refusal.value)
