"""What `make run` does once everything is installed: migrate, load the sample, serve."""

import gc
import multiprocessing
import os
import re
import signal
import socket
import sys
import threading
from multiprocessing import resource_tracker

import django
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from spin_registry import database, static_files

HOST = os.environ.get("LISTEN") or "127.0.0.1"
WORKERS = 2
THREADS = 4  # Fewer than the database connections of a worker.
STOP_SECONDS = 3  # Then a worker that is still busy, or still starting, is killed.


def main() -> None:
    """Serve until Ctrl-C or SIGTERM; ends with a message where it cannot."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spin_registry.settings")
    try:
        port = free_port(os.environ.get("PORT") or "8000")
        with database.available():
            django.setup()
            prepare()
            print(welcome(f"http://{HOST}:{port}"), flush=True)
            serve(port)
    except KeyboardInterrupt:
        sys.exit(130)


def free_port(text: str) -> int:
    """Return the port as a number; ends the process when it is none, or taken."""
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text) or int(text) > 65535:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(
                f"Port {port} cannot be used ({error.strerror}): does the registry run already?\n"
                f"To use another: make run PORT={port + 1}"
            )
    return port


def prepare() -> None:
    """Bring the tables up to date and, where there is no project yet, load the sample registry."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    call_command("migrate", verbosity=0)
    call_command("check_settlement", words=True, verbosity=0)
    if not settings.DEBUG:
        static_files.gather()
    elif not projects().exists():
        with transaction.atomic():
            call_command("load_sample", verbosity=0)


def welcome(site: str) -> str:
    """Return what to look at first, with sign-in links where this is a developer's own site."""
    pages = {"Start page": f"{site}/", "In English": f"{site}/en/"}
    spin = projects().filter(acronym="SPIN").first()
    if spin:
        pages["SPIN"] = f"{site}{spin.get_absolute_url()}"
    pages["Back office"] = f"{site}/admin/"
    lines = [f"\nThe registry runs; Ctrl-C stops it.\n{table(pages)}"]
    if settings.DEBUG:
        from spin_registry.sign_in import sign_in_links

        lines += [f"Sign in without a password, once with each link:\n{table(sign_in_links(site))}"]
    return "\n".join(lines)


def projects() -> QuerySet:
    """Return every project; its model cannot be imported before Django is set up."""
    return apps.get_model("projects", "Project")._default_manager.all()


def table(rows: dict[str, str]) -> str:
    """Return one line for each name and its address."""
    return "".join(f"  {name:<15}{address}\n" for name, address in rows.items())


def serve(port: int) -> None:
    """Answer requests until a signal to stop."""
    connection.close()
    # Ctrl-C reaches every process of the terminal, and the parent then ends its workers: told
    # twice, a worker of granian hangs, and one that still starts writes a traceback. They are
    # born deaf to it, for they inherit what is blocked here; to start the tracker unblocks it.
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # Until granian listens.
    threading.Thread(target=stop_at_interrupt, args=[threading.get_ident()], daemon=True).start()
    # Workers that begin afresh inherit neither our connections nor the locks on the database.
    multiprocessing.set_start_method("spawn")
    Granian(
        "spin_registry.run:worker_application",
        factory=True,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    ).serve()


def stop_at_interrupt(main_thread: int) -> None:
    """Wait for Ctrl-C, and hand it to the main thread as the signal that it hears."""
    while True:
        signal.sigwait({signal.SIGINT})
        signal.pthread_kill(main_thread, signal.SIGTERM)


def worker_application() -> WSGIHandler:
    """Return the application for one worker, which ends with the process that began it."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    from spin_registry.wsgi import application  # with the pool and the time limits of the web

    gc.freeze()  # What is loaded by now stays: nobody need look for garbage in it.
    return application


def end_with_parent() -> None:
    """Wait for the parent to be gone, also at kill -9, and give back the port it held."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


if __name__ == "__main__":
    main()
