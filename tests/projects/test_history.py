"""Every row that comes, changes or goes leaves its version, whoever moved it."""

import pghistory.models
import pytest
from django.apps import apps
from django.contrib.auth.models import User

from projects.models import Organisation, Source
from tests.factories import OrganisationFactory, SourceFactory
from tests.projects.admin.typed_forms import seen

# What is derived has no history: it is computed again from what has. Nor has the queue of
# changes: it tells what to read anew, and is dropped once it is read. Nor have forms that were
# sent: they are forgotten after a day. An import and its records are a history themselves: who
# took in what file, and what it changed; the rows that it made leave their own versions. So is
# what mailboxes were told. What somebody has typed and not saved is nobody else's.
WITHOUT_HISTORY = {
    "boundfigure",
    "change",
    "import",
    "importedrow",
    "keptdraft",
    "lastchange",
    "plausibilitywarning",
    "redaction",
    "sentform",
    "subtotal",
    "watchmessage",
}

TRACKED = [
    model
    for label in ("projects", "news")
    for model in apps.get_app_config(label).get_models()
    if not issubclass(model, pghistory.models.Event)
    and model._meta.model_name not in WITHOUT_HISTORY
]


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model._meta.label)
def test_a_model_keeps_what_comes_changes_and_goes(model):
    kept = {trigger.name for trigger in model._meta.triggers}

    assert {"insert_insert", "update_update", "delete_delete"} <= kept


@pytest.mark.django_db
def test_a_row_leaves_a_version_when_it_comes_changes_and_goes_in_bulk_too():
    source = SourceFactory(title="Protokoll")
    Source.objects.filter(pk=source.pk).update(title="Protokollet")
    Source.objects.filter(pk=source.pk).delete()

    versions = Source.pgh_event_model.objects.filter(pgh_obj_id=source.pk).order_by("pgh_id")

    assert list(versions.values_list("pgh_label", "title")) == [
        ("insert", "Protokoll"),
        ("update", "Protokollet"),
        ("delete", "Protokollet"),
    ]


@pytest.mark.django_db
def test_a_version_made_in_the_back_office_names_who_made_it(admin_client, admin_user: User):
    organisation = OrganisationFactory(name="Exempelbolaget")

    path = f"/admin/projects/organisation/{organisation.pk}/change/"

    admin_client.post(
        path,
        {"name": "Exempelbolaget AB", "kind": "company", "sector": "private", "country": "SE"}
        | {"number_scheme": "se", "names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
        | seen(admin_client, path),
    )

    version = Organisation.pgh_event_model.objects.filter(pgh_obj=organisation).last()
    assert (version.pgh_label, version.name) == ("update", "Exempelbolaget AB")
    assert version.pgh_context.metadata["user"] == admin_user.pk
