"""Pages in every state, beside those of the demo: `python -m tests.e2e.stage`.

Runs on a database with the demo and prints, as JSON, the path of each page by name.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django


def build() -> dict[str, str]:
    """Make the pages that the demo does not show, and return their paths."""
    from django.utils import timezone

    from registrations.models import Registration
    from registrations.services.access import mint_link
    from workplaces.enums import CallPhase
    from workplaces.models import CallPage, InspirationDayPage

    call = CallPage.objects.get(slug="werkplaatsen-2026")
    day = InspirationDayPage.objects.get(slug="de-gedeelde-sleutel")
    paths = {}
    for phase in (phase for phase in CallPhase if phase != CallPhase.OPEN):
        staged = copy(call, f"oproep-{phase.value}", phase_override=phase)
        paths[f"call {phase.value}"] = staged.url
        paths[f"form {phase.value}"] = staged.get_registration_form_page().url
    yesterday = timezone.localdate() - timedelta(days=1)
    past = copy(day, "een-voorbije-dag", date=yesterday)
    paths["day past"] = past.url
    paths["day past, form"] = past.get_registration_form_page().url
    full = copy(day, "een-volle-dag")
    form = full.get_registration_form_page()
    form.capacity = 1
    form.save_revision().publish()
    take_the_seat(form)
    paths["day full"] = full.url
    paths["day full, form"] = form.url
    registration = Registration.objects.order_by("pk").first()
    link = mint_link(registration=registration)
    paths["participant"] = "/" + link.split("/", 3)[3]
    return paths


def copy(page: Any, slug: str, **changes: Any) -> Any:
    """Copy a page with a form of its own, embedded where the other one was."""
    from registrations.services.form_page import create_default_form

    form = page.get_registration_form_page()
    twin = page.copy(
        update_attrs={"slug": slug, "show_in_menus": False, **changes},
        copy_revisions=False,
    )
    own_form = create_default_form(
        parent=twin, title=form.title, slug=form.slug, kind=form.kind
    )
    twin = type(page).objects.get(pk=twin.pk)
    for block in twin.body:
        if block.block_type == "registration_form":
            block.value["form_page"] = own_form
    twin.save_revision().publish()
    return type(page).objects.get(pk=twin.pk)


def take_the_seat(form_page: Any) -> None:
    """Let somebody register for a day."""
    from registrations.services.registration import register

    answers = {
        "first_name": "Eva",
        "last_name": "Janssens",
        "email": "eva@voorbeeld.example",
        "organisation": "Jeugdhuis De Kaai",
    }
    data = {f"inschrijving-{name}": answer for name, answer in answers.items()}
    form = form_page.get_form(data, page=form_page)
    if not form.is_valid():
        raise ValueError(form.errors.as_json())
    register(form_page=form_page, form=form)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(build()))
