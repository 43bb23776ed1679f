"""The checks of the page on quality as the last word of their addresses, in both languages."""

from django.utils.translation import get_language

IN_SWEDISH = {
    "contradictions": "motsagelser",
    "unexplained": "oforklarade",
    "missing-facts": "saknade-uppgifter",
    "unknown-dates": "okanda-datum",
    "unknown-amounts": "saknade-belopp",
    "incomplete-sources": "ofullstandiga-kallor",
    "places-without-source": "platser-utan-kalla",
    "overpaid": "for-mycket-utbetalt",
    "above-cap": "over-taket",
    "title-as-purpose": "titel-som-syfte",
}


class CheckConverter:
    """A check in the language that the address is in; other words are no address at all."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> str:
        """Return the key of a check; ValueError where the language has no such word."""
        for key in IN_SWEDISH:
            if self.to_url(key) == value:
                return key
        raise ValueError(value)

    def to_url(self, value: str) -> str:
        return value if get_language() == "en" else IN_SWEDISH[value]
