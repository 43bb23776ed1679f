"""The addresses of signing in, under the names that allauth asks for; it has no others here."""

from django.urls import path

from spin_registry.access import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
]
