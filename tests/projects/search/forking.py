"""A process that begins followers quickly: each is a fork of this one, which has read the code.

Run with `python -m`. It begins one for every line it reads, and prints its number.
"""

import os
import signal
import sys

import django

django.setup()

from projects.search.following import Follower  # noqa: E402 - models can be imported only now

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _line in sys.stdin:
    child = os.fork()
    if not child:
        Follower().run()
    sys.stdout.write(f"{child}\n")
    sys.stdout.flush()
