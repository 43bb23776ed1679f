"""Two places, funders or programmes side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.breakdowns.sides import KINDS, TwoForm, side_by_side
from spin_registry.errors import UnreadableAddressError


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two of a kind, or the form to choose them; 400 with the form for what cannot be."""
    of = request.GET.get("of") or next(iter(KINDS))
    if of not in KINDS:
        known = ", ".join(KINDS)
        raise UnreadableAddressError(_("of: choose one of %(known)s.") % {"known": known})
    first, other = request.GET.get("one"), request.GET.get("other")
    # A link may name the first alone: the form then asks for the other.
    is_asked = bool(other or (first and other is not None))
    form = TwoForm(of, request.GET) if is_asked else TwoForm(of, first=first)
    names = form.chosen() if form.is_valid() else None
    today = timezone.localdate()
    context = {
        "of": of,
        "kinds": KINDS.items(),
        "form": form,
        "names": names,
        "found": side_by_side(of, names, today) if names else None,
        "today": today,
    }
    status = 400 if is_asked and not names else 200
    return render(request, "projects/compare.html", context, status=status)
