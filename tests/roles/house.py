"""One of everything that stands in the admin, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Site, Task, Workflow

from cultuurplekken.setup.groups import PERMISSIONS
from home.models import SiteSettings
from registrations.enums import MessageKind, RegistrationState
from registrations.models import (
    AccessCode,
    AnswerOption,
    DataRequest,
    Decision,
    DeliveryAttempt,
    DeliveryEvent,
    ExportLog,
    FormerMunicipality,
    Interest,
    Message,
    Municipality,
    ReaderProfile,
    Region,
    Registration,
    RegistrationFormPage,
    RegistrationTag,
    SavedView,
    Scenario,
)
from registrations.services.imports.service import open_import
from registrations.services.wording import get_default, save_words
from tests.factories.registrations import StaffFactory
from workplaces.models import CallPage

from .table import ADMINISTRATOR, NO_GROUP

# The groups that work with registrations; the other two write the pages.
TEAM = frozenset(PERMISSIONS) - {"Redactie", "Eindredactie"}


@dataclass
class House:
    """What the addresses point at, and who tries them.

    Attributes:
        people: a member of the team for each role.
        values: by the name of a parameter of an address.
        pks: by the beginning of the name of an address, where it says only "pk".
        registrations: one that waits at each step, by the state or the step.
    """

    people: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    pks: dict[str, Any] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)


def build_house() -> House:
    """Set up the demo, and what it does not show; return where everything is."""
    call_command("setup_site", "--demo", verbosity=0)
    people = {name: _hire(name, groups=[name]) for name in PERMISSIONS}
    people[ADMINISTRATOR] = _hire("beheer-alles", is_superuser=True, is_staff=True)
    people[NO_GROUP] = _hire("zonder-groep")
    house = House(people)
    _find_registrations(house)
    _find_pages(house)
    _find_registers(house)
    _find_wagtails_own(house)
    return house


def _hire(name: str, **options: Any) -> Any:
    user = StaffFactory(username=f"rol-{name.lower()}", **options)
    # Whoever opens the desk has promised confidentiality.
    ReaderProfile.objects.create(user=user, promised_at=timezone.now())
    return user


def _find_registrations(house: House) -> None:
    registrations = Registration.objects.select_related("page").order_by("pk")
    for registration in registrations:
        house.registrations.setdefault(registration.state, registration)
        workflow_state = registration.current_workflow_state
        task_state = workflow_state.current_task_state if workflow_state else None
        if task_state is not None and registration.state in {
            RegistrationState.RECEIVED,
            RegistrationState.IN_REVIEW,
        }:
            step = type(task_state.task.specific).__name__
            house.registrations.setdefault(step, registration)
    house.pks["registrations:"] = house.registrations["ReviewTask"].pk
    view = SavedView.objects.create(user=house.people[NO_GROUP], name="Een lijst")
    house.values["view_pk"] = view.pk
    template = save_words(
        kind=MessageKind.SELECTED,
        page=None,
        subject="Je kan meedoen",
        body=get_default(MessageKind.SELECTED).body,
        seen=0,
        user=house.people[ADMINISTRATOR],
    )
    house.values |= {"kind": template.kind, "number": template.number}
    house.values["reader_pk"] = house.people["Lezers"].pk
    house.values["decision_pk"] = Decision.objects.open().first().pk


def _find_pages(house: House) -> None:
    call = CallPage.objects.get()
    form_page = RegistrationFormPage.objects.descendant_of(call).get()
    scenario = Scenario.objects.create(form_page=form_page, name="Een scenario")
    revision = call.latest_revision or call.save_revision()
    workflow = Workflow.objects.get(name="Eindredactie")
    draft = call.get_children().exclude(pk=form_page.pk).first().specific
    draft.save_revision()
    workflow_state = workflow.start(draft, house.people["Redactie"])
    house.values |= {
        "scenario_pk": scenario.pk,
        "call_pk": call.pk,
        "session_key": next(row.key for row in call.ordered_sessions if row.date),
        "page_id": call.pk,
        "page_pk": form_page.pk,
        "form_pk": form_page.pk,
        "form_page_pk": form_page.pk,
        "parent_page_id": call.get_parent().pk,
        "page_to_move_id": draft.pk,
        "destination_id": call.get_parent().pk,
        "revision_id": revision.pk,
        "workflow_state_id": workflow_state.pk,
        "task_state_id": workflow_state.current_task_state_id,
        "task_id": workflow_state.current_task_state.task_id,
        "workflow_pk": workflow.pk,
        "content_type_app_name": "home",
        "content_type_model_name": "contentpage",
        "app_label": "home",
        "model_name": "contentpage",
        "app_name": "home",
        "action_name": "publish",
        "object_id": str(call.pk),
        "session_id": 1,
        # Wagtail compares revisions by addresses without names.
        "0": call.pk,
        "1": "earliest",
        "2": "latest",
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "collection_id": Collection.get_first_root_node().pk,
    }
    house.pks |= {
        "wagtailadmin_api:pages": call.pk,
        "wagtailsettings": Site.objects.get(is_default_site=True).pk,
        "wagtailadmin_workflows:": workflow.pk,
        "wagtailadmin_workflows:edit_task": Task.objects.first().pk,
        "wagtailadmin_workflows:disable_task": Task.objects.first().pk,
        "wagtailadmin_workflows:enable_task": Task.objects.first().pk,
        "wagtailadmin_collections:": _make_collection().pk,
    }
    SiteSettings.for_site(Site.objects.get(is_default_site=True))


def _make_collection() -> Collection:
    return Collection.get_first_root_node().add_child(instance=Collection(name="Map"))


def _find_registers(house: House) -> None:
    form_page_pk = house.values["form_pk"]
    now = timezone.now()
    letter = Message.objects.filter(registration__isnull=False).first()
    codes = AccessCode(
        page_id=form_page_pk,
        code="TESTCODE",
        note="Joke",
        valid_until=now + timedelta(days=2),
    )
    codes.save()
    interest = Interest.objects.create(
        page_id=form_page_pk, email="iemand@voorbeeld.example", nonce="n"
    )
    attempt = DeliveryAttempt.objects.create(message=letter, number=1)
    event = DeliveryEvent.objects.create(
        message=letter, kind="delivered", provider="Test", key="k", happened_at=now
    )
    export = ExportLog.objects.create(file_format="csv", row_count=1)
    opened = open_import(
        page=RegistrationFormPage.objects.get(pk=form_page_pk),
        user=house.people[ADMINISTRATOR],
        file_name="antwoorden.csv",
        content=b"Voornaam;Naam\nSofie;Aerts\n",
        notice="De tekst onder het formulier.",
        sends_receipts=False,
    )
    asked = DataRequest.objects.create(act="copy", references=["CVM26-0001"])
    tag = RegistrationTag.objects.first() or RegistrationTag.objects.create(
        label="case"
    )
    house.pks |= {
        "messages:": letter.pk,
        "registrations:import": opened.pk,
        "registers_access-codes": codes.pk,
        "registers_interests": interest.pk,
        "registers_options": AnswerOption.objects.first().pk,
        "registers_municipalities": Municipality.objects.first().pk,
        "registers_former-names": FormerMunicipality.objects.first().pk,
        "registers_regions": Region.objects.first().pk,
        "registers_delivery-attempts": attempt.pk,
        "registers_delivery-events": event.pk,
        "registers_exports": export.pk,
        "registers_imports": opened.pk,
        "registers_data-requests": asked.pk,
        "registers_tags": tag.pk,
        "registrations_tags": tag.pk,
    }


def _find_wagtails_own(house: House) -> None:
    image = Image.objects.create(title="Beeld", file=get_test_image_file())
    document = Document.objects.create(
        title="Stuk", file=ContentFile(b"x", name="stuk.txt")
    )
    house.values |= {
        "image_id": image.pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "uploaded_file_id": 1,
        "redirect_id": _make_redirect().pk,
        "filter_spec": "original",
    }
    house.pks |= {
        "wagtailsites:": Site.objects.first().pk,
        "wagtailusers_users:": StaffFactory(username="nog-iemand").pk,
        "wagtailusers_groups:": Group.objects.create(name="Nog een groep").pk,
        "wagtaildocs_chooser:": document.pk,
        "wagtailimages_chooser:": image.pk,
        "wagtailadmin_api:images": image.pk,
        "wagtailadmin_api:documents": document.pk,
    }


def _make_redirect() -> Any:
    from wagtail.contrib.redirects.models import Redirect

    return Redirect.objects.create(
        old_path="/oud", redirect_page=Page.objects.filter(depth=2).first()
    )
