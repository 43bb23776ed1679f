"""Two people at the same moment, a hundred times: nothing is lost, nothing answers 500."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from projects.models import Fund, Project
from projects.roles import ADMINISTRATOR
from tests import factories
from tests.drilling import drilled

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ADD = reverse("admin:projects_fund_add")

Sent = dict[str, list[str]]


class Fields(HTMLParser):
    """Reads from a page what a browser would send of its form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: Sent = {}
        self.inside = ""
        self.chosen = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, kind = said.get("name", ""), said.get("type", "text")
        is_sent = kind not in {"submit", "checkbox", "radio", "file"} or "checked" in said
        if tag == "input" and name and is_sent:
            self.sent.setdefault(name, []).append(said.get("value", ""))
        elif tag in {"select", "textarea"} and name:
            self.inside, self.sent[name] = name, [] if tag == "select" else [""]
        elif tag == "option" and "selected" in said and self.inside:
            self.sent[self.inside].append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.inside = ""

    def handle_data(self, text: str) -> None:
        if self.inside and self.sent[self.inside] and self.lasttag == "textarea":
            self.sent[self.inside] = [(self.sent[self.inside][0] + text).removeprefix("\n")]


class Person:
    """Somebody with a browser of their own, which may be used beside others."""

    handler = WSGIHandler()

    def __init__(self, name: str) -> None:
        user, _made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        user.groups.add(Group.objects.get(name=ADMINISTRATOR))
        client = Client()
        client.force_login(user)
        self.factory = RequestFactory()
        self.factory.cookies = client.cookies

    def opens(self, path: str) -> Sent:
        return Fields(self._answer(self.factory.get(path)).text).sent

    def sends(self, path: str, sent: Sent) -> HttpResponse:
        return self._answer(self.factory.post(path, sent))

    def _answer(self, request: Any) -> Any:
        request._dont_enforce_csrf_checks = True
        return self.handler.get_response(request)


@pytest.fixture
def anna() -> Person:
    return Person("anna")


@pytest.fixture
def berit() -> Person:
    return Person("berit")


def at_once(*deeds: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """Return what each answers, all begun at the same moment."""
    gate, answers = threading.Barrier(len(deeds)), {}

    def run(place: int) -> None:
        try:
            gate.wait(10)
            answers[place] = deeds[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[place] for place in range(len(deeds))]


def statuses(answers: list[HttpResponse]) -> list[int]:
    return [answer.status_code for answer in answers]


def tried(rounds: int) -> Iterator[str]:
    for number in range(rounds):
        yield f"nr-{number}"


PROJECT = (factories.ProjectFactory, ("title_sv", "purpose_sv"))
FUND = (factories.FundFactory, ("name_sv", "name_en"))


@pytest.mark.parametrize(
    ("make", "fields", "rounds"),
    [
        (*PROJECT, 1),
        (*FUND, 4),
        drilled(*PROJECT, 20),
        drilled(*FUND, 40),
    ],
    ids=["project", "fund", "project often", "fund often"],
)
def test_two_changing_the_same_row(
    anna: Person, berit: Person, make: Callable[[], Any], fields: tuple[str, str], rounds: int
) -> None:
    row, people = make(), (anna, berit)
    path = reverse(f"admin:projects_{row._meta.model_name}_change", args=[row.pk])

    for word in tried(rounds):
        mine = anna.opens(path) | {fields[0]: [f"Anna {word}"]}
        theirs = berit.opens(path) | {fields[1]: [f"Berit {word}"]}
        answers = at_once(partial(anna.sends, path, mine), partial(berit.sends, path, theirs))

        assert sorted(statuses(answers)) == [302, 409]
        second = statuses(answers).index(409)
        again = people[second].sends(path, Fields(answers[second].text).sent)
        assert again.status_code == 302
        row.refresh_from_db()
        assert [getattr(row, name) for name in fields] == [f"Anna {word}", f"Berit {word}"]


@pytest.mark.parametrize("rounds", [2, drilled(20)])
def test_two_taking_the_same_address(anna: Person, berit: Person, rounds: int) -> None:
    for word in tried(rounds):
        same = {"code": [word], "name_sv": [word], "level": ["eu"], "slug": [word]}
        mine, theirs = anna.opens(ADD) | same, berit.opens(ADD) | same
        answers = at_once(partial(anna.sends, ADD, mine), partial(berit.sends, ADD, theirs))

        assert sorted(statuses(answers)) == [200, 302]
        refused = answers[statuses(answers).index(200)]
        kept = Fields(refused.text).sent
        assert "errorlist" in refused.text
        assert {name: kept[name] for name in same} == same
        assert Fund.objects.filter(slug=word).count() == 1


@pytest.mark.parametrize("rounds", [2, drilled(20)])
def test_a_double_click(anna: Person, rounds: int) -> None:
    path = reverse("admin:projects_project_add")
    for word in tried(rounds):
        sent = anna.opens(path) | {"title_sv": [word], "slug": [word]}
        answers = at_once(*[partial(anna.sends, path, sent)] * 2)

        assert statuses(answers) == [302, 302]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert Project.objects.filter(title_sv=word).count() == 1
