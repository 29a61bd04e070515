"""What a crowd needs, and what became of it; runs in the environment of its site.

`python -m tests.e2e.crowd_stage form CAPACITY` makes an inspiration day with a form and
prints how to fill it in; `… count PATH` prints who is registered
there.
"""

import json
import sys
from typing import Any

import django


def make_form(capacity: str) -> dict[str, Any]:
    """Make a published day with so many places; return where and what to post."""
    from tests.registrations.form_scene import answers, make_day_form

    form_page = make_day_form(capacity=int(capacity))
    path = "/" + form_page.full_url.split("/", 3)[3]
    return {"path": path, "answers": answers(form_page)}


def count(path: str) -> dict[str, Any]:
    """Return each registration with its state and how many receipts it has."""
    from django.db.models import Count

    from registrations.models import RegistrationFormPage

    form_page = RegistrationFormPage.objects.get(url_path__endswith=path)
    rows = form_page.registrations.annotate(letters=Count("messages", distinct=True))
    return {
        "registrations": [
            [row.email, row.reference, row.state, row.letters]
            for row in rows.order_by("pk")
        ]
    }


if __name__ == "__main__":
    django.setup()
    what = {"form": make_form, "count": count}[sys.argv[1]]
    sys.stdout.write(json.dumps(what(*sys.argv[2:])))
