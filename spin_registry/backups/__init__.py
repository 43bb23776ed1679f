"""Backups of the registry: made, checked, kept and restored.

A backup is a folder that holds the database as `pg_dump` writes it, the pictures, and what
both must add up to. It is whole or it is not there: `make` builds it under another name and
gives it its own at the end.
"""

from spin_registry.backups.folders import Backup, BackupError, newest
from spin_registry.backups.making import make
from spin_registry.backups.restoring import restore

__all__ = ["Backup", "BackupError", "make", "newest", "restore"]
