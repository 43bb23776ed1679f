"""What holds for every page of the back office that is registered, now and later."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import BaseForm, DecimalField
from django.urls import reverse
from django.utils.translation import gettext, override

from projects.admin.fields import AmountField
from projects.models import Project
from tests.factories import spin
from tests.projects.admin.pages import AROUND, REGISTERED, pages_of
from tests.projects.models.samples import SAMPLES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # Django's own, where a user has no password
]

DJANGO = Path(django.__file__).parent
CATALOGUES = [
    *(DJANGO / place / "locale/en/LC_MESSAGES/django.po" for place in ("contrib/admin", "conf")),
    DJANGO / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    settings.BASE_DIR / "spin_registry/locale/sv/LC_MESSAGES/django.po",
]
READ = re.compile(
    r'>([^<>]+)<|\b(?:title|alt|aria-label|placeholder)="([^"]*)"'
    r'|<input type="submit"[^>]* value="([^"]*)"'
)
HIDDEN = re.compile(
    r"<(script|style|svg|textarea)\b.*?</\1>|<option\b.*?</option>|<input type=\"hidden\"[^>]*>"
    r"|<(\w+)[^>]* lang=\"en\".*?</\2>",
    re.DOTALL,
)


def english() -> set[str]:
    """Return the texts that Swedish has other words for, and that hold no placeholder."""
    found = set()
    for path in CATALOGUES:
        with path.open("rb") as file:
            ids = [message.id for message in read_po(file) if message.id]
        found |= {one if isinstance(one, str) else one[0] for one in ids}
    plain = {text for text in found if not re.search(r"[%{]|^\W*$", text)}
    with override("sv"):
        swedish = {str(gettext(text)) for text in plain}
        lacking = {text for text in plain if gettext(text) == text}
    # A word that is the same in both, or that is Swedish for something else, tells nothing.
    return {text.strip() for text in plain - lacking} - swedish | OF_DJANGO_ALONE


OF_DJANGO_ALONE = {"- Select an option -", "Logout", "Log out", "Select all", "Clear selection"}


def texts(page: str) -> Iterator[str]:
    """Yield what is read or read out of a page, whatever its case at the beginning."""
    for found in READ.findall(HIDDEN.sub("", page)):
        plain = " ".join(html.unescape("".join(found)).split())
        if plain:
            yield plain.rstrip(":")


@pytest.fixture
def swedish(office) -> Any:
    """An administrator's client whose pages are Swedish."""
    User.objects.filter(username="administrator").update(username="asa")
    office.cookies[settings.LANGUAGE_COOKIE_NAME] = "sv"
    return office


def opened(client: Any, model: type[Model]) -> Iterator[tuple[str, Any]]:
    """Yield the pages of a register that an administrator may open."""
    by = User.objects.get(username="asa")
    for path in pages_of(model, by):
        response = client.get(path)
        if response.status_code == 200:
            yield path, response
        else:
            assert response.status_code == 403, path


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_every_page_is_swedish_to_the_example_in_its_money_fields(swedish, model):
    """Django's Swedish has no words for the calendar of its script; our days are typed."""
    words = {word.lower() for word in english()}
    for path, response in opened(swedish, model):
        page = response.content.decode()
        assert {text for text in texts(page) if text.lower() in words} == set(), path
        assert "DateTimeShortcuts.js" not in page, path
        for name, field in money_fields_of(response):
            assert isinstance(field, AmountField), f"{path} {name} takes no amount as printed"
            assert re.search(r"\d", str(field.help_text)), f"{path} {name} gives no example"


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_a_form_that_comes_back_says_in_swedish_what_is_wrong(swedish, model):
    words = {word.lower() for word in english()}
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    response = swedish.post(reverse(f"admin:{name}_add"), {"slug": "å", "number": "1"})

    assert response.status_code in {200, 403}
    assert {text.lower() for text in texts(response.content.decode())} & words == set()


def test_a_draft_is_deleted_in_swedish(swedish):
    words = {word.lower() for word in english()}
    draft = spin(published=False).project
    for row in (draft, draft.participations.first().organisation):
        name = f"admin:projects_{row._meta.model_name}_delete"
        page = swedish.get(reverse(name, args=[row.pk])).content.decode()
        assert {text.lower() for text in texts(page)} & words == set()


def test_no_page_around_the_registers_is_in_english(swedish):
    words = {word.lower() for word in english()}
    for path in AROUND:
        said = {text.lower() for text in texts(swedish.get(path).content.decode())}
        assert said & words == set(), path


def test_english_would_be_found(office):
    page = "<p>Delete</p><a title='x' aria-label=\"Clear selection\"></a>"

    assert {text.lower() for text in texts(page)} <= {word.lower() for word in english()}


def money_fields_of(response: Any) -> Iterator[tuple[str, Any]]:
    """Yield each field for money of a page's forms, an empty row of each part included."""
    context = response.context
    if "adminform" in context:
        rows = [inline.formset.empty_form for inline in context["inline_admin_formsets"]]
        for form in [context["adminform"].form, *rows]:
            yield from money_fields(form)


def money_fields(form: BaseForm) -> Iterator[tuple[str, Any]]:
    for name, field in form.fields.items():
        is_money = isinstance(field, DecimalField) and field.max_digits == 16
        if isinstance(field, AmountField) or is_money:
            yield name, field


def test_the_forms_of_projects_hold_the_money_fields_that_we_know_of(swedish):
    pages = [response for _path, response in opened(swedish, Project)]
    found = {name for response in pages for name, _field in money_fields_of(response)}

    assert found == {"amount", "printed", "total_cost_typed", "eligible_cost_typed"}


def test_every_register_has_a_sample():
    assert {model for model in REGISTERED if model is not User} <= SAMPLES.keys()
    assert admin.site.is_registered(User)
