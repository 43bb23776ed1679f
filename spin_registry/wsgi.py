"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spin_registry.settings")
os.environ.setdefault("DATABASE_POOL", "1")

application = get_wsgi_application()

from projects.search import following  # noqa: E402 - models can be imported only now

following.start()
