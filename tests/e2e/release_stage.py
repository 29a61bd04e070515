"""A call whose every registration has a proposal: `python -m tests.e2e.release_stage`.

Runs on a database with the demo and prints, as JSON, what a test needs to know of it.
"""

import json
import sys
from itertools import cycle
from typing import Any

import django

# Workplace, outcome and how many, in the order in which they registered.
OUTCOMES = (
    (0, "selected", 6),
    (1, "selected", 6),
    (0, "waitlisted", 5),
    (None, "declined", 7),
)


def build() -> dict[str, Any]:
    """Make the call, and return its keys, its path and whose letter says what."""
    from django.contrib.auth import get_user_model

    from registrations.models import AnswerOption, Municipality
    from registrations.services.access import mint_link
    from registrations.services.decision import propose_decision
    from tests.factories.registrations import (
        FormPageFactory,
        OpenCallFactory,
        PlaceFactory,
        RegistrationFactory,
    )

    decider = get_user_model().objects.get(username="beslisser")
    call = OpenCallFactory(title="Werkplaatsen van de proef", slug="proef")
    places = [
        PlaceFactory(parent=call, title=f"Werkplaats {name}", capacity_max=6)
        for name in ("Proef", "Toets")
    ]
    call.refresh_from_db()
    call.body = [("selection_account", {"title": "Hoe we kozen", "intro": ""})]
    call.save_revision().publish()
    form_page = FormPageFactory(parent=call, reference_prefix="PRF")
    towns = cycle(Municipality.objects.exclude(region=None).order_by("nis_code")[:3])
    kinds = cycle(AnswerOption.objects.filter(list="organisation_type")[:2])
    people = {}
    number = 0
    for place, state, count in OUTCOMES:
        for _one in range(count):
            number += 1
            registration = RegistrationFactory(
                page=form_page,
                in_review=True,
                reference=f"PRF-{number:04d}",
                first_name=f"Proef{number}",
                email=f"proef{number}@voorbeeld.example",
                municipality=next(towns),
                organisation_type=next(kinds),
                workplace_first=places[place or 0],
                workplace_second=places[1 - (place or 0)],
            )
            propose_decision(
                registration=registration,
                state=state,
                workplace=None if place is None else places[place],
                reason=f"Dit is de reden van nummer {number}.",
                proposed_by=decider,
            )
            people[registration.reference] = {
                "name": registration.first_name,
                "state": state,
                "reason": f"Dit is de reden van nummer {number}.",
            }
    link = mint_link(registration=registration)
    return {
        "call": call.pk,
        "path": call.url,
        "form": form_page.pk,
        "place": places[0].pk,
        "people": people,
        # Of the last one, who is not selected.
        "own_page": "/" + link.split("/", 3)[3],
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(build()))
