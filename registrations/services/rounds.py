"""Rounds: how the registrations of one form are read, and in which phase that is.

A form without a round is read as it always was: no phases, nothing hidden, no
promise. Other services ask `get_rules` before they write a score or a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import SCORES_ARE_FIXED, FormKind, ReviewPhase
from ..models import (
    PhaseChange,
    Registration,
    RegistrationFormPage,
    Review,
    ReviewRound,
)
from ..permissions import user_can_decide, user_can_lead
from .errors import IllegalTransition, NotAllowed, ReasonRequired, RegistrationError
from .names import keep_name
from .seats import lock_form_page

# A calibration of more than a handful is reading, not calibrating (domain.md 7).
MOST_SAMPLES = 5


class PhaseChanged(IllegalTransition):
    message = _("Somebody else changed the phase in the meantime. Look at it again.")


class ScoresAreFixed(IllegalTransition):
    message = _(
        "The reading is closed: scores and notes are fixed since the selection began."
    )


class SelectionNotOpen(IllegalTransition):
    message = _(
        "The registrations are still being read. Places and the waiting list can be "
        "proposed from the phase “Selecting” on."
    )


class WarningNotSeen(RegistrationError):
    message = _(
        "People have read already. Confirm that you want to change what they may see."
    )


class WrongSamples(RegistrationError):
    message = _("Choose samples from this form, and no more than five.")


@dataclass(frozen=True)
class ReviewRules:
    """What may be done with the registrations of one form now.

    Attributes:
        phase: the phase of its round; None where there is no round.
        can_score: whether reviews may be written and changed.
        can_discuss: whether readers may talk, each once they have read.
        can_propose: whether a place or the waiting list may be proposed; that a
            registration is not eligible may always be said.
        asks_promise: whether readers promise confidentiality before they open one.
    """

    phase: ReviewPhase | None = None
    can_score: bool = True
    can_discuss: bool = True
    can_propose: bool = True
    asks_promise: bool = False

    @property
    def has_talk(self) -> bool:
        """Whether the round has opened the talk, also to who abstained."""
        return self.phase is not None and self.can_discuss


def get_round(form_page: RegistrationFormPage | int) -> ReviewRound | None:
    """Return the round of a form, given as the page or its key; None without one."""
    pk = form_page if isinstance(form_page, int) else form_page.pk
    return ReviewRound.objects.filter(form_page=pk).first()


def get_rules(form_page: RegistrationFormPage | int) -> ReviewRules:
    """Return what may be done now; read afresh, so ask it under the lock to write."""
    review_round = get_round(form_page)
    if review_round is None:
        return ReviewRules()
    phase = ReviewPhase(review_round.phase)
    return ReviewRules(
        phase=phase,
        can_score=phase not in SCORES_ARE_FIXED,
        can_discuss=phase != ReviewPhase.READING,
        can_propose=phase == ReviewPhase.SELECTING,
        asks_promise=True,
    )


def user_can_arrange(user: Any, registration: Registration | None = None) -> bool:
    """Whether `user` arranges the reading: shares out, sets the phase, assigns."""
    return user_can_lead(user, registration) or user_can_decide(user, registration)


def has_reading_begun(form_page: RegistrationFormPage) -> bool:
    """Whether somebody has judged a registration of this form."""
    return Review.objects.filter(registration__page=form_page).exists()


@transaction.atomic
def save_round(
    *,
    form_page: RegistrationFormPage,
    user: Any,
    hides_names: bool = False,
    hides_facts: bool = False,
    samples: Iterable[Registration] = (),
    is_confirmed: bool = False,
) -> ReviewRound:
    """Begin the round of a form, or change what its readers see.

    Args:
        form_page: a form of a call; days are first come, first served.
        user: who leads the reading, or decides.
        hides_names, hides_facts: see `ReviewRound`.
        samples: registrations that everybody reads first.
        is_confirmed: whether `user` knows that people have read under other rules.

    Raises:
        NotAllowed: `user` does not arrange the reading.
        IllegalTransition: nothing is read on this form.
        WrongSamples: not of this form, closed to `user`, or too many.
        WarningNotSeen: reading began, and what is hidden would change.
    """
    if not user_can_arrange(user):
        raise NotAllowed
    if lock_form_page(form_page_id=form_page.pk).kind != FormKind.SELECTION:
        raise IllegalTransition
    chosen = {registration.pk for registration in samples}
    open_ones = Registration.objects.visible_to(user).filter(page=form_page)
    if len(chosen) > MOST_SAMPLES or open_ones.filter(pk__in=chosen).count() != len(
        chosen
    ):
        raise WrongSamples
    review_round = get_round(form_page) or ReviewRound(form_page=form_page)
    before = (review_round.hides_names, review_round.hides_facts)
    is_changed = before != (hides_names, hides_facts)
    if is_changed and not is_confirmed and has_reading_begun(form_page):
        raise WarningNotSeen
    review_round.hides_names = hides_names
    review_round.hides_facts = hides_facts
    review_round.save()
    # A sample that is closed to this user stays: they never saw it, so they did not
    # take it away.
    closed = review_round.samples.exclude(pk__in=open_ones.values("pk"))
    review_round.samples.set([*closed.values_list("pk", flat=True), *chosen])
    log(instance=form_page, action="registrations.save_round", user=user)
    return review_round


@transaction.atomic
def change_phase(
    *,
    form_page: RegistrationFormPage,
    to: ReviewPhase | str,
    user: Any,
    reason: str = "",
    seen: ReviewPhase | str | None = None,
) -> ReviewRound:
    """Take the round of a form to another phase; scores are fixed while selecting.

    Locks the form, as a review and a proposal do: none slips through a phase that
    closes.

    Args:
        form_page: a form with a round.
        to: forward by who leads or decides, back by who decides.
        user: the member of the team.
        reason: required to go back: what was closed is opened again.
        seen: the phase on the screen of `user`; refuses when it is another by now.

    Raises:
        NotAllowed: `user` may not take this step.
        IllegalTransition: no round, or it is in that phase already.
        PhaseChanged: somebody else was first.
        ReasonRequired: back, without a reason.
    """
    to = ReviewPhase(to)
    lock_form_page(form_page_id=form_page.pk)
    review_round = get_round(form_page)
    if not user_can_arrange(user):
        raise NotAllowed
    if review_round is None:
        raise IllegalTransition
    phase = ReviewPhase(review_round.phase)
    if seen and phase != seen:
        raise PhaseChanged
    if to == phase:
        raise IllegalTransition
    if is_back(phase, to):
        if not user_can_decide(user):
            raise NotAllowed
        if not reason.strip():
            raise ReasonRequired
    review_round.phase = to
    review_round.save(update_fields=["phase"])
    PhaseChange.objects.create(
        review_round=review_round,
        from_phase=phase,
        to_phase=to,
        user=user,
        user_name=keep_name(user),
        reason=reason.strip(),
    )
    log(instance=form_page, action="registrations.change_phase", user=user)
    return review_round


def is_back(phase: ReviewPhase, to: ReviewPhase) -> bool:
    """Whether going from `phase` to `to` opens something again."""
    order = list(ReviewPhase)
    return order.index(to) < order.index(phase)
