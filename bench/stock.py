"""Django's back office as it comes, with the columns and the search of ours."""

from django.contrib import admin

from projects.models import Project

stock = admin.AdminSite(name="stock")


@admin.register(Project, site=stock)
class StockProjectAdmin(admin.ModelAdmin):
    change_list_template = "admin/change_list.html"  # ours for projects writes rows itself
    list_display = ["reference", "title_sv", "state", "at_least", "decided_on"]
    list_filter = ["state", "kind"]
    search_fields = ["title_sv", "title_en", "acronym", "slug", "reference"]
    ordering = ["-pk"]
