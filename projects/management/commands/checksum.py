from typing import Any

from django.core.management.base import BaseCommand

from spin_registry.backups.checksums import DERIVED, checksums, snapshot, together


class Command(BaseCommand):
    help = (
        "Print a checksum of each table's rows, and at last one of all. Equal rows give equal "
        f"lines on every server. Left out, since they are derived: {', '.join(DERIVED)} and the "
        "columns that PostgreSQL computes."
    )
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        with snapshot() as cursor:
            tables = checksums(cursor)
        for name, table in tables.items():
            self.stdout.write(f"{table.checksum} {table.rows:>9} {name}")
        rows = sum(table.rows for table in tables.values())
        self.stdout.write(f"{together(tables)} {rows:>9} in all")
