"""One pass of the mail worker, for hosting that only knows cron."""

from typing import Any

from django.core.management.base import BaseCommand

from registrations.services.health import say_alive
from registrations.services.upkeep import prune_tasks, run_upkeep


class Command(BaseCommand):
    help = (
        "Send the messages that are due, once. For hosting without a worker: "
        "let cron call this every few minutes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        say_alive(name="send_messages")
        sent = run_upkeep()
        prune_tasks()
        self.stdout.write(f"Messages sent: {sent}.")
