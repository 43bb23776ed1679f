"""Administrators add people and shut them out; nobody is deleted, nobody rises above a role."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from projects import approving
from projects.keyholders import note_own_password
from projects.roles import IN_WORDS
from tests import factories
from tests.projects.admin.typed_forms import seen

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ADD = "/admin/auth/user/add/"


def change(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def test_somebody_new_gets_a_role_and_may_sign_in(office):
    password = "a long enough password"
    sent = {"username": "ny", "usable_password": "true"}
    office.post(ADD, sent | {"password1": password, "password2": password})
    user = User.objects.get(username="ny")
    role = Group.objects.get(name="editor")
    chosen = {"username": "ny", "is_active": "on", "groups": [role.pk]}
    office.post(change(user), chosen | seen(office, change(user)))

    assert list(user.groups.all()) == [role]
    assert User.objects.get(username="ny").is_staff


def test_roles_are_read_in_the_readers_language_and_narrow_the_list(office):
    page = office.get(ADD.replace("add/", "")).text
    user = User.objects.get(username="administrator")
    with override("sv"):
        words = [str(word) for word in IN_WORDS.values()]

    assert all(word in page for word in words)
    assert all(f">{word}</option>" in office.get(change(user)).text for word in words)
    role = Group.objects.get(name="editor")
    narrowed = office.get(ADD.replace("add/", ""), {"groups__id__exact": role.pk})
    assert list(narrowed.context["cl"].result_list) == []


def test_whoever_is_shut_out_is_kept(office):
    user = User.objects.create(username="slutat", is_staff=True)
    office.post(change(user), {"username": "slutat"} | seen(office, change(user)))
    gone = office.post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"})

    assert gone.status_code == 403
    assert not User.objects.get(username="slutat").is_active


def test_an_administrator_makes_no_superuser_and_touches_none(office):
    boss = User.objects.create_superuser(username="boss")
    user = User.objects.create(username="medel")
    risen = {"username": "medel", "is_active": "on", "is_superuser": "on", "user_permissions": "1"}
    assert office.post(change(user), risen | seen(office, change(user))).status_code == 302
    touched = office.post(change(boss), {"username": "tagen"})
    stolen = office.post(f"/admin/auth/user/{boss.pk}/password/", {"password1": "x"})

    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)
    assert (touched.status_code, stolen.status_code) == (403, 403)


def test_setting_somebodys_password_and_making_an_account_are_told(office, caplog):
    caplog.set_level("INFO", "registry.access")
    password = "a long enough password"
    sent = {"username": "ny", "usable_password": "true"}
    office.post(ADD, sent | {"password1": password, "password2": password})
    user = User.objects.get(username="ny")
    words = {"usable_password": "true", "password1": password, "password2": password}
    office.post(reverse("admin:auth_user_password_change", args=[user.pk]), words)

    told = [(line.getMessage(), line.told.get("of")) for line in caplog.records]
    assert told == [("account made", user.pk), ("password set", user.pk)]
    assert password not in caplog.text


def test_nobody_approves_what_was_entered_by_whoever_set_their_password(office, as_role):
    it = factories.spin()
    anna = User.objects.get(username="administrator")
    rut, words = as_role("reviewer"), {"usable_password": "true"}
    reviewer = User.objects.get(username="reviewer")
    chosen = {"password1": "a long enough password", "password2": "a long enough password"}
    office.post(reverse("admin:auth_user_password_change", args=[reviewer.pk]), words | chosen)
    proposal = approving.propose(project=it.project, by=anna, facts={"title_sv": "Nytt namn"})

    with pytest.raises(ValidationError, match="satte ditt lösenord"):
        approving.approve(proposal, by=reviewer)
    assert rut.get("/admin/").status_code == 302  # signed out by the new password

    rut.force_login(User.objects.get(pk=reviewer.pk))
    own = {"new_password1": "another long password", "new_password2": "another long password"}
    changed = rut.post("/admin/password_change/", own | {"old_password": chosen["password1"]})
    assert changed.status_code == 302
    approving.approve(proposal, by=User.objects.get(pk=reviewer.pk))

    it.project.refresh_from_db()
    assert it.project.title_sv == "Nytt namn"


def test_a_password_set_after_a_proposal_keeps_its_owner_from_approving_it(office, as_role):
    it = factories.spin(published=False)
    anna = User.objects.get(username="administrator")
    as_role("reviewer")
    reviewer = User.objects.get(username="reviewer")
    approving.ask_for_publication(it.project, by=anna)
    words = {"usable_password": "true", "password1": "a long enough password"}
    path = reverse("admin:auth_user_password_change", args=[reviewer.pk])
    office.post(path, words | {"password2": words["password1"]})
    reviewer.refresh_from_db()
    note_own_password(reviewer)

    with pytest.raises(ValidationError, match="satte ditt lösenord"):
        approving.approve(it.project.proposals.get(), by=reviewer)
    with pytest.raises(ValidationError, match="satte ditt lösenord"):
        approving.publish(it.project, by=reviewer)
