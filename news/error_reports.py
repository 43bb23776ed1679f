"""Where a reader reports an error in an article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from news.models import Article
from news.views import withdrawn
from projects.error_reports.pages import Subject, report_page


# Exempt since Django's check needs a cookie; `report_page` asks where a form was sent from.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def article_error(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in what a reader says is wrong in an article."""
    article = get_object_or_404(Article.objects.ever_public(), slug=slug)
    if article.is_withdrawn:
        return withdrawn(request, article)
    return report_page(request, Subject("article", article, article.in_language("title")))
