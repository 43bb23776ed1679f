"""The site's own settings with two addresses more; only what must lie apart is changed."""

from spin_registry.settings import *
from spin_registry.settings import BASE_DIR

ROOT_URLCONF = "bench.urls"
STATIC_ROOT = BASE_DIR / ".data" / "bench" / "static"
MEDIA_ROOT = BASE_DIR / ".data" / "bench" / "media"
