"""Sample registrations, made as people would make them: through the services."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from registrations.enums import Advice, MessageState, RegistrationState
from registrations.forms.registration_form import NOT_IN_LIST
from registrations.models import Message, Registration
from registrations.services.actions import ask_for_information, take_action
from registrations.services.decision import propose_decision, release_decisions
from registrations.services.message import release_drafts
from registrations.services.municipality_lookup import find_municipality
from registrations.services.participant import confirm_place
from registrations.services.registration import register
from registrations.services.workflow import ensure_workflow
from workplaces.models import CallPage

from .people import (
    AMIRA,
    HANNE,
    KATRIEN,
    LUC,
    PIETER,
    SOFIE,
    YOUSSEF,
    DemoApplicant,
)
from .people_to_read import APPLICANTS_TO_READ
from .reading import (
    create_profiles,
    create_tags,
    disagree,
    read,
    share_out,
    start_round,
)

# Who must be there for the work to be done.
TEAM = ("lezer1", "lezer2", "lezer3", "leider", "beslisser")


def create_registrations() -> None:
    """Let people register and the team do a part of its work, once.

    Needs the demo accounts; where they do not exist there is no team to do it.
    """
    team = {
        user.username: user
        for user in get_user_model()._default_manager.filter(username__in=TEAM)
    }
    if len(team) < len(TEAM) or Registration.objects.exists():
        return
    create_profiles(team)
    decide_on_seven(team)
    start_reading(team)


def decide_on_seven(team: dict[str, Any]) -> None:
    """Seven registrations in seven places of the stream."""
    lezer1, lezer2, beslisser = (
        team[name] for name in ("lezer1", "lezer2", "beslisser")
    )

    enter(SOFIE)

    youssef = screen(enter(YOUSSEF), lezer1)
    read(youssef, lezer1, Advice.YES, "Kent de praktijk van binnenuit.", 3, 2, 3)

    katrien = screen(enter(KATRIEN), lezer2)
    read(katrien, lezer1, Advice.YES, "Een case op het juiste moment.", 3, 3, 2)
    read(
        katrien,
        lezer2,
        Advice.MAYBE,
        "Nog weinig ervaring, wel een scherpe vraag.",
        *(2, 2, 3),
    )
    propose(katrien, beslisser, RegistrationState.SELECTED, "")

    ask_for_information(
        registration=enter(PIETER),
        user=lezer2,
        question="Kom je voor je bureau, of samen met een van de cultuurhuizen waar je "
        "voor ontwerpt?",
    )

    amira = screen(enter(AMIRA), lezer1)
    read(
        amira,
        lezer1,
        Advice.YES,
        "Deelt cijfers en contracten: goud voor de groep.",
        *(3, 3, 3),
    )
    read(amira, lezer2, Advice.YES, "Brengt een ander perspectief mee.", 3, 3, 2)
    release(propose(amira, beslisser, RegistrationState.SELECTED, ""), beslisser)
    release_drafts(messages=Message.objects.filter(registration=amira), user=beslisser)
    # The worker does not run yet; Amira can only confirm what reached her.
    Message.objects.filter(registration=amira).update(
        state=MessageState.SENT, sent_at=timezone.now()
    )
    confirm_place(registration=reload(amira))

    luc = screen(enter(LUC), lezer2)
    read(luc, lezer1, Advice.MAYBE, "Politiek sterk, weinig eigen praktijk.", 1, 2, 2)
    read(
        luc,
        lezer2,
        Advice.NO,
        "We hebben al drie mandatarissen in deze groep.",
        *(1, 1, 2),
    )
    declined = propose(
        luc,
        beslisser,
        RegistrationState.DECLINED,
        "Voor deze werkplaats schreven zich al meerdere schepenen in. We kozen voor een "
        "groep waarin ook mensen zitten die elke dag een gebouw doen draaien.",
    )
    release(declined, beslisser)

    hanne = screen(enter(HANNE), lezer1)
    read(hanne, lezer1, Advice.YES, "Mooie kaart, en een regio die we missen.", 2, 3, 2)
    read(hanne, lezer2, Advice.MAYBE, "Past goed, als er plaats is.", 2, 2, 2)
    waitlisted = propose(
        hanne,
        beslisser,
        RegistrationState.WAITLISTED,
        "De werkplaats zit vol. Komt er een plaats vrij, dan denken we ook aan de spreiding over de regio’s.",
    )
    release(waitlisted, beslisser)


def start_reading(team: dict[str, Any]) -> None:
    """Six registrations in a round: two samples, shared out, partly read, one dispute."""
    lezer1, lezer2, lezer3, leider = (
        team[name] for name in ("lezer1", "lezer2", "lezer3", "leider")
    )
    *to_read, _ruben = (enter(applicant) for applicant in APPLICANTS_TO_READ)
    mieke, thomas, fatima, jef, nele = (screen(one, leider) for one in to_read)
    start_round(thomas, fatima, lead=leider)
    share_out(
        {
            lezer1: (mieke, thomas, fatima, nele),
            lezer2: (mieke, fatima, jef),
            lezer3: (thomas, jef, nele),
        },
        user=leider,
    )
    read(
        mieke,
        lezer2,
        Advice.YES,
        "De telling is af en deelbaar; de vraag is er een van de hele sector.",
        *(3, 3, 2),
    )
    read(
        thomas,
        lezer3,
        Advice.MAYBE,
        "Zeldzaam profiel en echte cijfers, maar kan niet in oktober.",
        *(3, 3, 1),
    )
    disagree(fatima, lezer1, lezer2)
    create_tags(
        {
            mieke: ("brengt cijfers mee",),
            thomas: ("brengt cijfers mee", "niet op alle dagen"),
            fatima: ("brengt een case mee",),
            nele: ("eerste traject", "stem van gebruikers"),
        },
        user=leider,
    )


def enter(applicant: DemoApplicant) -> Registration:
    """Fill in the form of the call for one person and send it."""
    call = CallPage.objects.live().first()
    form_page = call.get_registration_form_page()
    form = form_page.get_form(build_answers(applicant, call), page=form_page)
    if not form.is_valid():
        raise ValueError(form.errors.as_json())
    registration = register(form_page=form_page, form=form).registration
    # The worker does not run yet; the team finds its work all the same.
    ensure_workflow(registration=registration)
    return registration


def build_answers(applicant: DemoApplicant, call: CallPage) -> dict[str, Any]:
    """Return what a browser would post, by the names of the form's fields."""
    workplaces = {page.slug: page.pk for page in call.get_workplaces()}
    answers = {
        "first_name": applicant.first_name,
        "last_name": applicant.last_name,
        "email": applicant.email,
        "organisation": applicant.organisation,
        "organisation_type": applicant.organisation_type,
        "municipality": applicant.municipality,
        # Ticked by whoever works in no municipality of the list, as the form asks.
        NOT_IN_LIST: find_municipality(name=applicant.municipality) is None,
        "role": applicant.role,
        "profile": applicant.profile,
        "workplace_first": workplaces[applicant.workplace_first],
        "workplace_second": workplaces.get(applicant.workplace_second, ""),
        "availability": [
            session.key
            for number, session in enumerate(call.live_sessions, start=1)
            if number in applicant.comes_to
        ],
        "availability_note": applicant.availability_note,
        "practice_link": applicant.practice_link,
        "practice_note": applicant.practice_note,
        "project_phase": applicant.project_phase,
        "experience_level": applicant.experience_level,
        "perspectives": applicant.perspectives,
        "motivation": applicant.motivation,
        "contribution": applicant.contribution,
        "expectations": applicant.expectations,
        "engagement": True,
        **applicant.extra,
    }
    return {f"inschrijving-{name}": answer for name, answer in answers.items()}


def screen(registration: Registration, user: Any) -> Registration:
    """Take the registration through the screening to the readers."""
    task_state = registration.current_workflow_task_state
    take_action(
        registration=registration,
        task_state_id=task_state.pk,
        action="approve",
        user=user,
    )
    return reload(registration)


def propose(
    registration: Registration, user: Any, state: RegistrationState, reason: str
) -> Any:
    """Propose a decision, for the first choice."""
    is_placed = state != RegistrationState.DECLINED
    return propose_decision(
        registration=reload(registration),
        state=state,
        workplace=registration.workplace_first if is_placed else None,
        reason=reason,
        proposed_by=user,
    )


def release(decision: Any, user: Any) -> None:
    release_decisions(decisions=[decision], released_by=user)


def reload(registration: Registration) -> Registration:
    """Return the registration as it now is in the database."""
    return Registration.objects.get(pk=registration.pk)
