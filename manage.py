#!/usr/bin/env python
"""Django's command line, with the checkout's own database up while it runs."""

import os
import sys
from contextlib import nullcontext

NEEDS_NO_DATABASE = {"help", "version", "makemessages", "compilemessages", "collectstatic"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spin_registry.settings")
    from django.core.management import execute_from_command_line

    from spin_registry import database

    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "help")
    with nullcontext() if command in NEEDS_NO_DATABASE else database.available():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
