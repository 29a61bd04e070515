"""Add many invented registrations to the demo, read and ready to select."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cultuurplekken.demo.crowd import create_crowd
from cultuurplekken.demo.registrations import TEAM


class Command(BaseCommand):
    help = (
        "Development only: let so many invented people register on the call of the "
        "demo, let them be read, and open the selection."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, help="How many people register.")
        parser.add_argument(
            "--seed", type=int, default=7, help="The same seed draws the same people."
        )

    @transaction.atomic
    def handle(self, *args: Any, count: int, seed: int, **options: Any) -> None:
        if not getattr(settings, "DEMO_PASSWORD", ""):
            raise CommandError("Only in development: no demo account exists here.")
        users = get_user_model()._default_manager.filter(username__in=TEAM)
        team = {user.username: user for user in users}
        if len(team) < len(TEAM):
            raise CommandError("Run setup_site --demo first.")
        new = create_crowd(count=count, seed=seed, team=team)
        self.stdout.write(f"{new} registrations were added; the selection is open.")
