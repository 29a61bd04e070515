"""What composing groups needs of everybody on a form, in a fixed number of queries.

Three rules decide what is in it:

- It starts at `visible_to(user)`. Who is tied to somebody composes without them: their
  facts are in no card, no count and no proposal. Only the seat that they hold counts
  (`Workplace.closed_seats`), since two people cannot sit on one chair; to this user
  the group is simply that much smaller.
- An answer that readers may not see now is unknown here too, also where it was open
  when somebody answered. Answers for the statistics only are kept apart, without whom
  (`statistics.py`).
- Unknown is a value of its own: nothing is guessed from anything else.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ...enums import AWAITS_TEAM, FormKind, MessageState, RegistrationState
from ...models import Decision, Message, Registration, RegistrationFormPage, TagUse
from ...permissions import user_can_decide, user_can_see_facts
from ..answers import get_visibilities
from ..errors import IllegalTransition, NotAllowed
from ..review_sight import with_visible_scores
from ..rounds import SelectionNotOpen, get_rules
from .colleagues import find_colleagues
from .facts import FactReader
from .groups import read_workplaces
from .people import People

S = RegistrationState
# Who stands on the board: everybody about whom something is still to be decided, and
# everybody about whom it was.
ON_BOARD = AWAITS_TEAM | {
    S.INFO_REQUESTED,
    S.SELECTED,
    S.CONFIRMED,
    S.WAITLISTED,
    S.DECLINED,
}
_COLUMNS = (
    "reference",
    "page_id",
    "state",
    "submit_time",
    "first_name",
    "last_name",
    "organisation",
    "colleague",
    "municipality_text",
    "review_count",
    "score_mean",
    "score_spread",
    "workplace_first_id",
    "workplace_second_id",
    "placed_in_id",
    "form_data",
    "questions",
    "municipality__name",
    "municipality__nis_code",
    "municipality__region__name",
    "municipality__region__code",
    *(
        f"{column}__{name}"
        for column in ("organisation_type", "experience_level", "role", "profile")
        for name in ("code", "label")
    ),
)


def ensure_can_compose(*, form_page: RegistrationFormPage, user: Any) -> None:
    """Refuse whoever may not compose the groups of `form_page` now.

    Args:
        form_page: the form of a call.
        user: who wants to.

    Raises:
        NotAllowed: `user` decides nothing, or does not see the facts of this form.
        IllegalTransition: nothing is selected on this form.
        SelectionNotOpen: its round has not come to the selection.
    """
    if not _is_open(form_page, user):
        raise SelectionNotOpen
    if not user_can_see_facts(user, form_page.pk):
        raise NotAllowed


def _is_open(form_page: RegistrationFormPage, user: Any) -> bool:
    """Whether something may be proposed now, of a form about which `user` decides."""
    if not user_can_decide(user):
        raise NotAllowed
    if form_page.kind != FormKind.SELECTION:
        raise IllegalTransition
    return get_rules(form_page).can_propose


def read_people(
    *, form_page: RegistrationFormPage, user: Any, only_looks: bool = False
) -> People:
    """Return everybody on `form_page` whom `user` may see, with what counts of each.

    Args:
        form_page: the form of a call.
        user: a decider.
        only_looks: whether nothing is to change: that may be while people still read,
            unless the round hides the facts until the selection.

    Raises:
        NotAllowed, IllegalTransition, SelectionNotOpen: see `ensure_can_compose`.
    """
    is_open = _is_open(form_page, user)
    if not is_open and not only_looks:
        raise SelectionNotOpen
    call = form_page.call
    sessions = {row.key: str(row) for row in call.live_sessions} if call else {}
    visible = Registration.objects.visible_to(user).filter(
        page=form_page, state__in=ON_BOARD
    )
    rows = list(_load(visible, user))
    if not all(row.shows_facts for row in rows):
        raise NotAllowed if is_open else SelectionNotOpen
    reader = FactReader(
        # The same for all of a form; of nobody there is nothing to show.
        shows_names=all(row.shows_name for row in rows),
        visibilities=get_visibilities(form_page),
        sessions=sessions,
    )
    colleagues = find_colleagues(rows) if reader.shows_names else {}
    persons = {row.pk: reader.read(row, colleagues.get(row.pk, ())) for row in rows}
    proposals = list(
        Decision.objects.open()
        .filter(registration__page=form_page)
        .select_related("proposed_by")
    )
    return People(
        form_page_id=form_page.pk,
        persons=persons,
        proposals={
            decision.registration_id: decision
            for decision in proposals
            if decision.registration_id in persons
        },
        is_open=is_open,
        workplaces=read_workplaces(form_page, persons, proposals),
        labels=reader.labels,
        sessions=sessions,
        hidden=reader.hidden,
    )


def _load(visible: QuerySet[Registration], user: Any) -> QuerySet[Registration]:
    tags = TagUse.objects.select_related("tag").order_by("tag__label")
    bounced = Message.objects.filter(
        registration=OuterRef("pk"), state=MessageState.BOUNCED
    )
    return (
        with_visible_scores(visible.with_sight(user), user)
        .annotate(has_bounced=Exists(bounced))
        .select_related(
            "municipality__region",
            "organisation_type",
            "experience_level",
            "role",
            "profile",
        )
        .prefetch_related(
            "perspectives", "availability", Prefetch("tag_uses", queryset=tags)
        )
        .only(*_COLUMNS)
        .order_by("submit_time", "pk")
    )
