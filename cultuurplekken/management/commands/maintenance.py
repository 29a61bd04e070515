"""`manage.py maintenance on|off`: close the site for a moment, and open it again."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cultuurplekken.maintenance import close_site, get_file, open_site


class Command(BaseCommand):
    help = "Closes the site for visitors, or opens it again; the admin stays open."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument(
            "--minutes",
            type=int,
            help="How long it probably takes; the page says until when.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["state"] == "off":
            open_site()
            self.stdout.write("The site is open.")
            return
        minutes = options["minutes"]
        until = timezone.localtime() + timedelta(minutes=minutes) if minutes else None
        close_site(until=until)
        self.stdout.write(f"The site is closed; visitors see {get_file()}.")
