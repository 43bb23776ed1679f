"""The programs on the page about the API run as they stand there, in this very transaction."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from re import DOTALL, findall
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from projects.api.examples import EXAMPLES
from tests.factories import spin

pytestmark = pytest.mark.django_db

RUN: dict[str, Callable[[Path], list[str]]] = {
    "curl": lambda file: ["sh", str(file)],
    "python": lambda file: [sys.executable, str(file)],
    "r": lambda file: ["Rscript", str(file)],
}
PROGRAM = {"curl": "curl", "python": sys.executable, "r": "Rscript"}


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own name
        """Say nothing of a request."""


@contextmanager
def connected() -> Iterator[None]:
    """Let no request of another client end the connection, and with it the transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site() -> Iterator[tuple[str, Callable[[list[str]], str]]]:
    """The address of this site, and what runs a program that asks it and returns its output."""
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Silent) as server:
        server.timeout = 0.05

        def run(command: list[str]) -> str:
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
                while program.poll() is None:
                    server.handle_request()
                assert program.stdout is not None
                assert program.returncode == 0
                return program.stdout.read()

        yield f"http://127.0.0.1:{server.server_port}", run


@pytest.mark.parametrize("name", RUN)
def test_an_example_of_the_page_runs_and_finds_spin(client, site, tmp_path, name):
    if not shutil.which(PROGRAM[name]):
        pytest.skip(f"{PROGRAM[name]} is not installed: the example in {name} was not run")
    address, run = site
    it = spin()
    host = address.removeprefix("http://")

    page = client.get("/om/api/", headers={"host": host}).content.decode()
    shown = [unescape(one) for one in findall(r"<code>(.*?)</code></pre>", page, DOTALL)]
    file = tmp_path / "example"
    file.write_text(dict(zip([one.name for one in EXAMPLES], shown, strict=True))[name])

    with connected():
        assert it.project.reference in run(RUN[name](file))


def test_the_page_names_every_list_and_every_error_in_both_languages(client):
    for address, words in [("/om/api/", "Exempel"), ("/en/about/api/", "Examples")]:
        page = client.get(address).content.decode()

        assert f'<h2 id="examples">{words}</h2>' in page
        assert 'href="/api/v1/decisions/"' in page
        assert 'id="problem-429"' in page
        assert "<script" not in page.split("<main")[1].split("</main>")[0]
