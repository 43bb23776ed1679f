from typing import Any

from django.core.management.base import BaseCommand, CommandError

from news.watch_post import go_round


class Command(BaseCommand):
    help = (
        "Tell the mailboxes of watched pages of figures that have changed, once for each change. "
        "What a mail server refuses is kept for the next time, and the exit status is 1."
    )

    def handle(self, *_args: Any, verbosity: int, **_options: Any) -> None:
        found = go_round()
        if verbosity:
            self.stdout.write(f"{found.sent} sent, {found.written} new, {found.failed} failed.")
        if found.failed:
            raise CommandError(f"{found.failed} could not be sent and wait for the next time.")
