"""Whom to tell of a weakness, where those who look for one expect it.

https://www.rfc-editor.org/rfc/rfc9116
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Answer the contact and until when it holds; 404 without both, and from that day on."""
    expires_on = settings.SECURITY_EXPIRES
    if not settings.SECURITY_CONTACT or not expires_on or expires_on <= timezone.localdate():
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires_on}T00:00:00Z",
        "Preferred-Languages: sv, en",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
