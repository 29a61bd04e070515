"""People to compose groups of: from regions, houses and perspectives."""

from __future__ import annotations

from typing import Any

from registrations.enums import ReferenceList, RegistrationState
from registrations.models import AnswerOption, Municipality, Region, Registration
from registrations.services.composition import read_board, read_people
from registrations.services.decision import propose_decision

from .scene import Scene, make_registration

S = RegistrationState


def get_option(list_name: ReferenceList, label: str) -> AnswerOption:
    """Return the answer `label` of a closed list, made where it is new."""
    return AnswerOption.objects.get_or_create(
        list=list_name,
        code=f"test-{label.lower().replace(' ', '-')}",
        defaults={"label": label},
    )[0]


def get_municipality(name: str, region: str = "") -> Municipality:
    """Return a municipality, and its region where one is named."""
    found = Municipality.objects.filter(name=name).first()
    if found is None:
        found = Municipality(name=name, nis_code=f"9{Municipality.objects.count():04d}")
    if region:
        found.region = Region.objects.get_or_create(
            name=region, defaults={"code": f"T{Region.objects.count():02d}"}
        )[0]
    found.save()
    return found


def make_person(
    scene: Scene,
    *,
    municipality: str = "",
    region: str = "",
    experience: str = "",
    role: str = "",
    perspectives: tuple[str, ...] = (),
    state: RegistrationState = S.IN_REVIEW,
    **values: Any,
) -> Registration:
    """Return somebody who waits for a decision, with these facts and no others."""
    if municipality:
        values["municipality"] = get_municipality(municipality, region)
    if experience:
        values["experience_level"] = get_option(
            ReferenceList.EXPERIENCE_LEVEL, experience
        )
    if role:
        values["role"] = get_option(ReferenceList.ROLE, role)
    registration = make_registration(scene, state, **values)
    registration.perspectives.set(
        get_option(ReferenceList.PERSPECTIVE, label) for label in perspectives
    )
    return registration


def propose(
    scene: Scene,
    registration: Registration,
    state: RegistrationState = S.SELECTED,
    place: int = 0,
    **values: Any,
) -> Any:
    """Put somebody on the board."""
    return propose_decision(
        registration=registration,
        state=state,
        workplace=scene.workplaces[place] if state != S.DECLINED else None,
        reason="Een goede reden.",
        proposed_by=scene.decider,
        **values,
    )


def people_of(scene: Scene, user: Any = None) -> Any:
    return read_people(form_page=scene.form_page, user=user or scene.decider)


def board_of(scene: Scene, user: Any = None) -> Any:
    return read_board(form_page=scene.form_page, user=user or scene.decider)
