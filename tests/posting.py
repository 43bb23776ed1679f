"""A mail server of the test's own, and what it was handed."""

import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """Takes letters in; `refuses` names mailboxes it will not take any for.

    While `is_held`, it says neither yes nor no to a letter it has been handed, once
    `was_handed` one.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: set[str] = set()
        self.was_handed = threading.Event()
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuses:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.was_handed.set()
        self.goes_on.wait(timeout=30)
        return "250 OK"

    @property
    def mailers(self) -> dict[str, Any]:
        """What the setting MAILERS says where this is the mail server."""
        backend = "django.core.mail.backends.smtp.EmailBackend"
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 30}
        return {"default": {"BACKEND": backend, "OPTIONS": options}}


class FreePort(Controller):
    """Listens on whatever port is free, and knows it by the time it tries itself out."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve mail on a free port."""
    server = MailServer()
    controller = FreePort(server, hostname="127.0.0.1", port=0)
    controller.start()
    server.port = controller.port
    yield server
    controller.stop()
