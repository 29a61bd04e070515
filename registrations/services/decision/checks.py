"""What is looked at before a release: sentences with a number, and what stops it.

What breaks a rule stops the release; the service that releases refuses it as well.
What only deserves a look is a warning, which whoever releases must have seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.models import SiteSettings
from workplaces.dates import end_of_day

from ...enums import AWAITS_TEAM, MAY_STILL_BE_DECIDED, RegistrationState
from ...models import Decision, Registration, RegistrationFormPage
from ..changes import find_changed_choices
from ..rounds import get_rules
from ..seats import Seats
from .preview import find_unreadable
from .ties import find_own_proposals, find_tied_proposals

S = RegistrationState
# As many numbers of registrations as one line holds.
MOST_NAMED = 8


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        heading: what was looked at.
        finding: what was found, as a sentence.
        is_good: whether nothing is wrong with it.
        stops: whether the release is refused as long as it is not good.
        registrations: about which, at most `MOST_NAMED`.
    """

    heading: str
    finding: str
    is_good: bool = True
    stops: bool = False
    registrations: list[Registration] = field(default_factory=list)

    @property
    def is_warning(self) -> bool:
        return not self.is_good and not self.stops


def check_release(
    *,
    form_page: RegistrationFormPage,
    decisions: list[Decision],
    seats: list[Seats],
    undecided: int | None,
    user: Any,
) -> list[Check]:
    """Return what was looked at before `decisions` are released, in reading order.

    Args:
        form_page: the form of a call.
        decisions: what would be released, with all that a listing shows.
        seats: the places of each workplace, these decisions counted in.
        undecided: how many others still wait for a decision; None for a part.
        user: who would release.
    """
    return [
        _check_reasons(decisions),
        _check_seats(seats),
        _check_proposers(decisions),
        _check_own(decisions, user),
        _check_state(form_page, decisions),
        _check_letters(decisions),
        _check_choices(decisions),
        _check_sessions(form_page),
        _check_contact(form_page),
        _check_promise(form_page),
        *([] if undecided is None else [_check_undecided(undecided)]),
    ]


def _about(decisions: Iterable[Decision]) -> list[Registration]:
    return [decision.registration for decision in decisions][:MOST_NAMED]


def _check_reasons(decisions: list[Decision]) -> Check:
    heading = _("Reasons")
    bare = [row for row in decisions if not row.reason.strip()]
    declined = [row for row in bare if row.proposed_state == S.DECLINED]
    if declined:
        count = len(declined)
        finding = ngettext(
            "%(count)d “not selected” has no reason. It stands in the letter: write it "
            "first.",
            "%(count)d “not selected” have no reason. It stands in the letter: write "
            "it first.",
            count,
        ) % {"count": count}
        return Check(heading, finding, False, True, _about(declined))
    waiting = [row for row in bare if row.proposed_state == S.WAITLISTED]
    if waiting:
        count = len(waiting)
        finding = ngettext(
            "%(count)d person comes on the waiting list without hearing why.",
            "%(count)d people come on the waiting list without hearing why.",
            count,
        ) % {"count": count}
        return Check(heading, finding, False, registrations=_about(waiting))
    return Check(heading, _("Whoever gets no place reads why."))


def _check_seats(seats: list[Seats]) -> Check:
    heading = _("Places")
    full = [row for row in seats if row.is_too_full]
    if not full:
        return Check(heading, _("No workplace gets more people than it has places."))
    finding = " ".join(
        _("%(workplace)s: %(together)d people for %(maximum)d places.")
        % {
            "workplace": row.title,
            "together": row.taken + row.proposed,
            "maximum": row.maximum,
        }
        for row in full
    )
    return Check(heading, finding, False, True)


def _check_proposers(decisions: list[Decision]) -> Check:
    heading = _("Ties")
    tied = find_tied_proposals(decisions)
    if not tied:
        return Check(
            heading,
            _(
                "Nobody proposed a decision about somebody they have a tie with; "
                "neither do you."
            ),
        )
    count = len(tied)
    finding = ngettext(
        "%(count)d proposal is by somebody who has a tie with that person. Let somebody "
        "else propose it again.",
        "%(count)d proposals are by somebody who has a tie with that person. Let "
        "somebody else propose them again.",
        count,
    ) % {"count": count}
    return Check(heading, finding, False, True, _about(tied))


def _check_own(decisions: list[Decision], user: Any) -> Check:
    heading = _("Four eyes")
    own = find_own_proposals(decisions, user)
    if not own:
        return Check(heading, _("You release nothing that you entered and proposed."))
    count = len(own)
    finding = ngettext(
        "You entered %(count)d of these registrations yourself and proposed its "
        "decision. Let somebody else release it.",
        "You entered %(count)d of these registrations yourself and proposed their "
        "decisions. Let somebody else release them.",
        count,
    ) % {"count": count}
    return Check(heading, finding, False, True, _about(own))


def _check_state(form_page: RegistrationFormPage, decisions: list[Decision]) -> Check:
    heading = _("Ready to be decided")
    asked = [row for row in decisions if row.registration.state not in AWAITS_TEAM]
    if asked:
        count = len(asked)
        finding = ngettext(
            "%(count)d person was asked something and did not answer yet.",
            "%(count)d people were asked something and did not answer yet.",
            count,
        ) % {"count": count}
        return Check(heading, finding, False, True, _about(asked))
    gives_places = any(row.proposed_state != S.DECLINED for row in decisions)
    if gives_places and not get_rules(form_page).can_propose:
        return Check(
            heading,
            _("The round is being read again: places wait until it is done."),
            False,
            True,
        )
    return Check(heading, _("Nobody is still being asked something."))


def _check_letters(decisions: list[Decision]) -> Check:
    heading = _("Letters")
    unreadable = find_unreadable(decisions)
    if unreadable:
        finding = _("This letter has no words: %(kinds)s.") % {
            "kinds": ", ".join(str(kind.label) for kind in unreadable)
        }
        return Check(heading, finding, False, True)
    without = [row for row in decisions if not row.registration.email]
    if without:
        count = len(without)
        finding = ngettext(
            "%(count)d person has no e-mail address: call or write yourself.",
            "%(count)d people have no e-mail address: call or write yourself.",
            count,
        ) % {"count": count}
        return Check(heading, finding, False, registrations=_about(without))
    return Check(heading, _("Each letter has its words, and an address."))


def _check_choices(decisions: list[Decision]) -> Check:
    heading = _("Choices")
    changed = find_changed_choices(decisions=decisions)
    rows = [row for row in decisions if row.pk in changed]
    if not rows:
        return Check(heading, _("Nobody chose another workplace after the proposal."))
    count = len(rows)
    finding = ngettext(
        "%(count)d person chose another workplace after the proposal.",
        "%(count)d people chose another workplace after the proposal.",
        count,
    ) % {"count": count}
    return Check(heading, finding, False, registrations=_about(rows))


def _check_sessions(form_page: RegistrationFormPage) -> Check:
    heading = _("Meetings")
    sessions = form_page.call.ordered_sessions if form_page.call else []
    undated = [session for session in sessions if session.date is None]
    if sessions and not undated:
        return Check(heading, _("Each meeting has its date."))
    if not sessions:
        return Check(
            heading, _("The call names no meeting: the letter tells none."), False
        )
    count = len(undated)
    finding = ngettext(
        "%(count)d meeting has no date yet; the letter says so.",
        "%(count)d meetings have no date yet; the letter says so.",
        count,
    ) % {"count": count}
    return Check(heading, finding, False)


def _check_contact(form_page: RegistrationFormPage) -> Check:
    heading = _("Contact")
    site = form_page.get_site()
    # Not for_site(): that writes an empty row.
    settings = SiteSettings.objects.filter(site=site).first() or SiteSettings()
    if settings.contact_email and settings.contact_phone:
        return Check(heading, _("The letters say whom one can ask."))
    return Check(
        heading,
        _("The settings of the site miss an e-mail address or a telephone number."),
        False,
    )


def _check_promise(form_page: RegistrationFormPage) -> Check:
    heading = _("Promised date")
    decide_by = form_page.call.decide_by if form_page.call else None
    if decide_by is None:
        return Check(heading, _("The call promises no date."), False)
    day = {"day": date_format(end_of_day(decide_by), "j F Y")}
    if form_page.call.promised_answer is None:
        return Check(heading, _("An answer was promised by %(day)s.") % day, False)
    return Check(heading, _("In time: an answer was promised by %(day)s.") % day)


def _check_undecided(undecided: int) -> Check:
    heading = _("Everybody")
    if not undecided:
        return Check(heading, _("Nobody of this call is still undecided."))
    finding = ngettext(
        "%(count)d registration is still undecided, and stays so.",
        "%(count)d registrations are still undecided, and stay so.",
        undecided,
    ) % {"count": undecided}
    return Check(heading, finding, False)


def count_undecided(
    *, form_page: RegistrationFormPage, user: Any, decisions: list[Decision]
) -> int:
    """Return how many people of the form would still have no decision."""
    waiting = Registration.objects.visible_to(user).filter(
        page=form_page, state__in=MAY_STILL_BE_DECIDED
    )
    return waiting.exclude(pk__in=[row.registration_id for row in decisions]).count()
