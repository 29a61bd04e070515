"""Erases the answers whose time is up, or says what would be erased."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from registrations.services.retention import erase_short_answers


class Command(BaseCommand):
    help = (
        "Erase the answers that are kept until 30 days after the last meeting. The "
        "worker does this by itself; --dry-run shows what it would erase."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Change nothing, only tell."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        rows = erase_short_answers(now=timezone.now(), dry_run=dry_run)
        for row in rows:
            self.stdout.write(f"{row.reference}: {'; '.join(row.labels)}")
        verb = "would be erased" if dry_run else "erased"
        self.stdout.write(f"Registrations of which answers {verb}: {len(rows)}.")
