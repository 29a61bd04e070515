"""Import the municipalities and their mergers from CSV files."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registrations.services.errors import RegistrationError
from registrations.services.municipalities import (
    ImportedRow,
    Outcome,
    import_mergers,
    import_municipalities,
)


class Command(BaseCommand):
    help = "Import municipalities, and with --mergers their former names; repeatable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("municipalities", nargs="?", type=Path)
        parser.add_argument("--mergers", type=Path)

    def handle(self, *args: Any, municipalities: Any, mergers: Any, **options: Any):
        if not (municipalities or mergers):
            raise CommandError("Name a file with municipalities, or --mergers.")
        try:
            if municipalities:
                self.tell(import_municipalities(content=municipalities.read_bytes()))
            if mergers:
                self.tell(import_mergers(content=mergers.read_bytes()))
        except (RegistrationError, OSError) as error:
            raise CommandError(str(error)) from error

    def tell(self, rows: list[ImportedRow]) -> None:
        """Write the refused rows, then a line of totals."""
        for row in rows:
            if row.outcome == Outcome.REFUSED:
                self.stderr.write(f"{row.line}: {row.name}: {row.note}")
        totals = Counter(row.outcome.label for row in rows)
        self.stdout.write(", ".join(f"{label}: {n}" for label, n in totals.items()))
