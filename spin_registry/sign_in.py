"""Signing in without a password on a developer's own machine, by links that `make run` prints."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.roles import IN_WORDS
from spin_registry.access import log

ROLES = ("administrator", "reviewer", "editor")


class SignInToken(PasswordResetTokenGenerator):
    """A token that dies when its user signs in, for it is made of the time of the last sign-in."""

    key_salt = "spin_registry.sign_in"


tokens = SignInToken()


def sign_in_links(site: str) -> dict[str, str]:
    """Return a fresh link for each role; makes the users where they are missing."""
    links = {}
    for role in ROLES:
        user = role_user(role)
        uid = urlsafe_base64_encode(str(user.pk).encode())
        links[role] = site + reverse("sign_in_link", args=[uid, tokens.make_token(user)])
    return links


def role_user(role: str) -> User:
    """Return the user named after the role, who has no password and belongs to its group alone."""
    user, created = get_user_model().objects.get_or_create(
        username=role, defaults={"is_staff": True}
    )
    if created:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Offer to sign in, and do so when the button is pressed; 410 when the link has been used.

    Only with DEBUG and from the machine itself: anywhere else there is no such page.
    """
    if not (settings.DEBUG and from_this_machine(request)):
        raise Http404
    user = linked_user(uid, token)
    if user is None:
        return page(request, role=None, status=410)
    if request.method == "POST":
        login(request, user)
        log.tell("signed in", request, by=["link"])
        return redirect("admin:index")
    return page(request, role=str(IN_WORDS.get(user.get_username(), user)), status=200)


def page(request: HttpRequest, *, role: str | None, status: int) -> HttpResponse:
    """Return the page with the button, or the one that says that the link is spent."""
    context = admin.site.each_context(request) | {"role": role}
    return render(request, "sign_in_link.html", context, status=status)


def from_this_machine(request: HttpRequest) -> bool:
    """Answer whether the request came over the loopback interface."""
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def linked_user(uid: str, token: str) -> User | None:
    """Return the user whom the link is for, while it holds."""
    try:
        key = urlsafe_base64_decode(uid).decode("ascii")
    except ValueError:
        return None
    if not (key.isdecimal() and len(key) < 10):
        return None
    user = get_user_model().objects.filter(pk=key, is_active=True).first()
    return user if user and tokens.check_token(user, token) else None
