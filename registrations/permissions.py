"""Who may do what: asked by services, admin, views and templates alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .enums import AnswerVisibility, RegistrationState, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .models import Registration

VIEW = "registrations.view_registration"
REVIEW = "registrations.review_registration"
LEAD = "registrations.lead_registration"
DECIDE = "registrations.decide_registration"
EXPORT = "registrations.export_registration"
ENTER = "registrations.enter_registration"
IMPORT = "registrations.import_registration"
MANAGE_CODES = "registrations.change_accesscode"
HANDLE_DATA = "registrations.handle_datarequest"
VIEW_INTEREST = "registrations.view_interest"
VIEW_MESSAGES = "registrations.view_message"
SEND_MESSAGES = "registrations.send_message"
CHANGE_TEMPLATES = "registrations.change_messagetemplate"


@dataclass(frozen=True)
class Actor:
    """Somebody, or something, that takes a step: the roles and the person.

    Build one with `applicant()`, `system()` or `staff(user)`; an applicant has
    no account, so only staff carry a user into the audit log.
    """

    roles: frozenset[Role]
    user: User | None = None

    @classmethod
    def applicant(cls) -> Actor:
        return cls(roles=frozenset({Role.APPLICANT}))

    @classmethod
    def system(cls) -> Actor:
        return cls(roles=frozenset({Role.SYSTEM}))

    @classmethod
    def staff(cls, user: User) -> Actor:
        """Return `user` with the roles that the permissions of their groups give."""
        roles = set()
        if user.is_active and user.has_perm(REVIEW):
            roles.add(Role.REVIEWER)
        if user.is_active and user.has_perm(DECIDE):
            roles.add(Role.DECIDER)
        return cls(roles=frozenset(roles), user=user)

    @property
    def is_staff(self) -> bool:
        return self.user is not None


def user_can_view_registrations(user: Any) -> bool:
    """Whether `user` may see registrations at all; page editors may not."""
    return user.is_active and user.has_perm(VIEW)


def user_has_tie(user: Any, registration: Registration) -> bool:
    """Whether `registration` is closed to `user`: their own, a tie or a suspicion.

    Asked of the database, with the same condition as every list (models/sight.py).
    """
    open_ones = type(registration).objects.visible_to(user)
    return not open_ones.filter(pk=registration.pk).exists()


def _is_open_to(user: Any, registration: Registration | None) -> bool:
    return registration is None or not user_has_tie(user, registration)


def user_can_see_names(user: Any, form_page_id: int | None = None) -> bool:
    """Whether `user` may see who sent a registration in (design.md, "Fairness").

    Args:
        user: the member of the team.
        form_page_id: of which form; without one, of every form there is.
    """
    from .models.sight import hides_names_from  # permissions stand below the models

    return _sees(user, hides_names_from, form_page_id)


def user_can_see_facts(user: Any, form_page_id: int | None = None) -> bool:
    """Whether `user` may see what only matters when groups are composed."""
    from .models.sight import hides_facts_from  # permissions stand below the models

    return _sees(user, hides_facts_from, form_page_id)


def _sees(user: Any, hides_from: Any, form_page_id: int | None) -> bool:
    from .models import ReviewRound  # permissions stand below the models

    if not user_can_view_registrations(user):
        return False
    hidden = hides_from(user)
    if hidden is None:
        return True
    rounds = ReviewRound.objects.filter(hidden)
    if form_page_id is not None:
        rounds = rounds.filter(form_page=form_page_id)
    return not rounds.exists()


def user_can_review(user: Any, registration: Registration | None = None) -> bool:
    """Whether `user` may read and advise, on `registration` where one is given."""
    may = user_can_view_registrations(user) and user.has_perm(REVIEW)
    return may and _is_open_to(user, registration)


def user_can_lead(user: Any, registration: Registration | None = None) -> bool:
    """Whether `user` leads the reading: assigns, opens phases, judges ties."""
    may = user_can_view_registrations(user) and user.has_perm(LEAD)
    return may and _is_open_to(user, registration)


def user_can_decide(user: Any, registration: Registration | None = None) -> bool:
    """Whether `user` may propose, release and undo decisions."""
    may = user_can_view_registrations(user) and user.has_perm(DECIDE)
    return may and _is_open_to(user, registration)


def user_can_judge(user: Any, registration: Registration | None = None) -> bool:
    """Whether `user` takes part in the selection, as a reader or as a decider."""
    return user_can_review(user, registration) or user_can_decide(user, registration)


def user_can_read_report(user: Any) -> bool:
    """Whether `user` may see how a whole call was decided: who decides or leads."""
    return user_can_lead(user) or user_can_decide(user)


def user_can_export(user: Any) -> bool:
    """Whether `user` may take registrations out: reading is not exporting."""
    return user_can_view_registrations(user) and user.has_perm(EXPORT)


def user_can_enter(user: Any) -> bool:
    """Whether `user` may fill in the form for somebody who phoned, wrote or came."""
    return user_can_view_registrations(user) and user.has_perm(ENTER)


def user_can_import(user: Any) -> bool:
    """Whether `user` may take in registrations from a file."""
    return user_can_view_registrations(user) and user.has_perm(IMPORT)


# Who has a place: what they told for the meetings themselves may be read now.
_AFTER_SELECTION = frozenset({RegistrationState.SELECTED, RegistrationState.CONFIRMED})


def is_answer_open(*, visibility: str, state: str) -> bool:
    """Whether an answer of a registration in `state` may be read by the team now.

    What is for after the selection nobody reads before, a decider neither: it would
    weigh in. What is for statistics nobody reads at all, for whom it was counted.
    """
    if visibility == AnswerVisibility.AFTER_SELECTION:
        return state in _AFTER_SELECTION
    return visibility == AnswerVisibility.ALWAYS


def user_can_see_answer(user: Any, *, visibility: str, state: str) -> bool:
    """Whether `user` may read one answer of a registration in `state`."""
    return user_can_view_registrations(user) and is_answer_open(
        visibility=visibility, state=state
    )


def user_can_decide_alone(user: Any, registration: Registration) -> bool:
    """Whether `user` needs nobody else to decide about `registration`.

    No one approves what they entered or imported themselves: a second person
    proposes or releases (style.md, "Permissions are functions").
    """
    brought_in_by = {registration.entered_by_id}
    if registration.imported_in is not None:
        brought_in_by.add(registration.imported_in.uploaded_by_id)
    return user_can_decide(user, registration) and user.pk not in brought_in_by


def user_can_manage_codes(user: Any) -> bool:
    """Whether `user` may let somebody register on a form that is closed."""
    return user.is_active and user.has_perm(MANAGE_CODES)


def user_can_view_interest(user: Any) -> bool:
    """Whether `user` may see, erase and pass on who wants to hear of a form."""
    return user.is_active and user.has_perm(VIEW_INTEREST)


def user_can_handle_data(user: Any) -> bool:
    """Whether `user` may have somebody’s data sent to them, or erased, on request."""
    return user_can_view_registrations(user) and user.has_perm(HANDLE_DATA)


def user_can_view_messages(user: Any) -> bool:
    return user.is_active and user.has_perm(VIEW_MESSAGES)


def user_can_send_messages(user: Any) -> bool:
    return user_can_view_messages(user) and user.has_perm(SEND_MESSAGES)


def user_can_change_templates(user: Any) -> bool:
    """Whether `user` may change what letters say, for everybody who gets one."""
    return user.is_active and user.has_perm(CHANGE_TEMPLATES)
