"""The site's own settings with two addresses more; only what must lie apart is changed."""

from spin_registry.settings import *
from spin_registry.settings import BASE_DIR, DATABASES

ROOT_URLCONF = "bench.urls"
STATIC_ROOT = BASE_DIR / ".data" / "bench" / "static"
MEDIA_ROOT = BASE_DIR / ".data" / "bench" / "media"

# Django's own back office is given the time it takes, as Datasette is.
_options = DATABASES["default"]["OPTIONS"]
if "pool" in _options:
    _options |= {"options": "-c statement_timeout=0", "pool": _options["pool"] | {"timeout": 600}}
