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
    paths["participant"] = _get_path(mint_link(registration=registration))
    return paths | build_own_pages(call)


def _get_path(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def build_own_pages(call: Any) -> dict[str, str]:
    """Let somebody have a place, somebody a suggestion, and somebody a copy."""
    from django.utils import timezone

    from registrations.enums import MessageKind, MessageState, RegistrationState
    from registrations.models import DataRequest, Message, Suggestion
    from registrations.services.access import mint_copy_link, mint_link
    from workplaces.enums import CallPhase
    from workplaces.models import WorkplacePage

    running = copy(call, "oproep-met-een-plaats", phase_override=CallPhase.RUNNING)
    running.sessions.exclude(date=None).update(
        date=timezone.localdate() + timedelta(days=20)
    )
    form_page = running.get_registration_form_page()
    placed = _register(form_page, "Mo", RegistrationState.CONFIRMED)
    meeting = running.sessions.exclude(date=None).first()
    asked = _register(
        call.get_registration_form_page(), "Fien", RegistrationState.IN_REVIEW
    )
    places = WorkplacePage.objects.child_of(call)
    other = places.exclude(pk=asked.workplace_first_id).first()
    day = timezone.localdate() + timedelta(days=7)
    letter = Message.objects.create(
        registration=asked,
        kind=MessageKind.OTHER_WORKPLACE,
        recipient=asked.email,
        subject="Zie je een andere werkplaats ook zitten?",
        body_text="Dag Fien",
        state=MessageState.SENT,
        idempotency_key="stage",
    )
    Suggestion.objects.create(
        registration=asked, workplace=other, reply_by=day, letter=letter
    )
    request = DataRequest.objects.create(
        act="copy",
        page=form_page,
        email=placed.email,
        expires_at=timezone.now() + timedelta(days=7),
    )
    own = _get_path(mint_link(registration=placed))
    return {
        "participant, meeting": f"{own}bijeenkomst/{meeting.key}/",
        "participant, suggestion": _get_path(mint_link(registration=asked)),
        "participant, data": f"{own}gegevens/",
        "participant, erase": f"{own}wissen/",
        "participant, copy": _get_path(mint_copy_link(request=request)),
    }


def _register(form_page: Any, name: str, state: str) -> Any:
    """Somebody who is there already, in a state of their own."""
    from registrations.models import Registration

    known = Registration.objects.exclude(workplace_first=None).order_by("pk").first()
    return Registration.objects.create(
        page=form_page,
        reference=f"TEST-{name}",
        first_name=name,
        email=f"{name.lower()}@voorbeeld.example",
        state=state,
        workplace_first=known.workplace_first,
        placed_in=known.workplace_first,
        questions=known.questions,
    )


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
