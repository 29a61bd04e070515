"""`make run`: the site and its mail worker together, for development."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cultuurplekken.demo.accounts import DEMO_ACCOUNTS
from cultuurplekken.supervisor import supervise

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Start the site and its mail worker together; Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--check", action="store_true", help="Only see whether the port is free."
        )

    def handle(self, *args: Any, port: int, check: bool, **options: Any) -> None:
        if not is_free(port):
            raise CommandError(
                f"Port {port} is taken by another program. "
                f"Choose another one: make run PORT={port + 1}"
            )
        if check:
            return
        address = f"http://{HOST}:{port}"
        self.stdout.write(self.get_welcome(address))
        # Into a file or a pipe too, it should be there before the site's own lines.
        self.stdout.flush()
        manage = [sys.executable, "-u", "manage.py"]
        code = supervise(
            {
                "site": [*manage, "runserver", f"{HOST}:{port}"],
                "mail worker": [*manage, "run_worker"],
            },
            # Links in letters lead to the address that is printed here.
            env={
                **os.environ,
                "SITE_URL": address,
                "DJANGO_RUNSERVER_HIDE_WARNING": "true",
            },
            say=lambda sentence: self.stdout.write(sentence, ending="\n"),
        )
        sys.exit(code)

    def get_welcome(self, address: str) -> str:
        """Return what a newcomer needs to know: address, accounts, mail."""
        lines = [
            "",
            "  Cultuurplekken van Morgen",
            "",
            f"  The site    {address}/",
            f"  The admin   {address}/admin/",
            "  Mail        in the admin under “Berichten”, and as files in var/mail/",
        ]
        password = getattr(settings, "DEMO_PASSWORD", "")
        if password:
            lines += ["", f"  Accounts, all with the password “{password}”:"]
            lines += [
                f"    {account.username:<13} {account.task}"
                for account in DEMO_ACCOUNTS
            ]
        lines += ["", "  Ctrl-C stops everything.", ""]
        return "\n".join(lines)


def is_free(port: int) -> bool:
    """Return whether nothing listens on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
