"""Rules of forms that were sent."""

import pytest

from projects.models import SentForm
from tests.projects.models.refusing import breaks
from tests.projects.models.samples import SAMPLES

pytestmark = pytest.mark.django_db


@breaks("sentform_is_kept_or_saved")
def test_what_was_saved_is_not_kept_as_well() -> None:
    sent = SAMPLES[SentForm]()
    SentForm.objects.filter(pk=sent.pk).update(content="title=SPIN", leads_to="/admin/")
