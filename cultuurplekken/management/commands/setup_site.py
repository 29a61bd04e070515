"""Set up a site: what every site needs, and with --demo a site to look at."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Site

from cultuurplekken.demo.accounts import create_accounts
from cultuurplekken.demo.pages import create_pages
from cultuurplekken.demo.registrations import create_registrations
from cultuurplekken.setup.groups import create_groups_and_workflows
from cultuurplekken.setup.reference import create_reference_lists
from home.services.search import index_pages


class Command(BaseCommand):
    help = "Set up groups, workflows and reference lists; may be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            help="Also the call of 2026, demo accounts and sample registrations.",
        )

    @transaction.atomic
    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        create_groups_and_workflows()
        create_reference_lists()
        if demo:
            create_pages()
            create_accounts()
            create_registrations()
        follow_site_url()
        index_pages()
        self.stdout.write("The site is set up.")


def follow_site_url() -> None:
    """Give Wagtail's default site the address of the setting SITE_URL."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True).update(
        hostname=address.hostname, port=port, site_name=settings.WAGTAIL_SITE_NAME
    )
    Site.clear_site_root_paths_cache()
