"""What a call wishes of its groups: set by who decides or leads, said in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.log_actions import log

from workplaces.models import WorkplacePage

from ...enums import (
    NAMES_VALUE,
    NEEDS_AMOUNT,
    Attendance,
    Dimension,
    FormKind,
    ReferenceList,
    WishKind,
    WishWeight,
)
from ...models import (
    AnswerOption,
    Municipality,
    Region,
    RegistrationFormPage,
    RegistrationTag,
    Wish,
)
from ..errors import IllegalTransition, NotAllowed, RegistrationError
from ..rounds import user_can_arrange
from ..seats import lock_form_page
from .problem import Goal
from .words import say_plural, say_same, say_share, say_with


class WishIncomplete(RegistrationError):
    message = gettext_lazy("Say of which value, and how many.")


@dataclass(frozen=True)
class WishDraft:
    """A wish as somebody fills it in; see `Wish` for what each field means."""

    kind: str
    dimension: str
    value: str = ""
    amount: int | None = None
    weight: int = WishWeight.IMPORTANT
    workplace: WorkplacePage | None = None


# What the call promises: "een diverse groep deelnemers" of municipalities, cities and
# organisations, of experience, of perspectives (domain.md 6).
DEFAULTS = (
    WishDraft(
        WishKind.AT_MOST_EACH,
        Dimension.ORGANISATION,
        amount=1,
        weight=WishWeight.VERY_IMPORTANT,
    ),
    WishDraft(WishKind.AT_MOST_EACH, Dimension.MUNICIPALITY, amount=2),
    WishDraft(WishKind.DIFFERENT, Dimension.REGION, amount=5),
    WishDraft(WishKind.DIFFERENT, Dimension.ORGANISATION_TYPE, amount=5),
    WishDraft(WishKind.AT_MOST_SHARE, Dimension.ORGANISATION_TYPE, amount=3),
    WishDraft(WishKind.SPREAD, Dimension.EXPERIENCE),
    WishDraft(WishKind.DIFFERENT, Dimension.PERSPECTIVE, amount=6),
    WishDraft(
        WishKind.AT_MOST,
        Dimension.ATTENDANCE,
        value=Attendance.SOME,
        amount=2,
        weight=WishWeight.NICE,
    ),
)

# The lists from which a dimension takes its values.
_LISTS = {
    Dimension.ORGANISATION_TYPE: ReferenceList.ORGANISATION_TYPE,
    Dimension.EXPERIENCE: ReferenceList.EXPERIENCE_LEVEL,
    Dimension.PERSPECTIVE: ReferenceList.PERSPECTIVE,
    Dimension.ROLE: ReferenceList.ROLE,
    Dimension.PROFILE: ReferenceList.PROFILE,
}


def get_wishes(form_page: RegistrationFormPage) -> QuerySet[Wish]:
    """Return the wishes of a form, the most important first."""
    return form_page.wishes.select_related("workplace")


def get_goals(wishes: Iterable[Wish]) -> list[Goal]:
    """Return wishes as plain data, for counting and for solving."""
    return [
        Goal(
            key=wish.pk,
            kind=wish.kind,
            dimension=wish.dimension,
            value=wish.value,
            amount=wish.amount or 0,
            weight=wish.weight,
            group=wish.workplace_id,
        )
        for wish in wishes
    ]


def get_sentence(
    wish: Wish | WishDraft | Goal, labels: Mapping[tuple[str, str], str]
) -> str:
    """Return a wish as a sentence, made from its data: "minstens 2 uit Westhoek".

    Args:
        wish: the wish, saved or not, or the goal that was made of it.
        labels: what values are called, by (dimension, key); see `get_labels`.
    """
    amount = wish.amount or 0
    numbers = {"count": amount}
    if wish.kind in NAMES_VALUE:
        label = labels.get((wish.dimension, wish.value), wish.value)
        numbers["who"] = say_with(wish.dimension, wish.value, label)
    if wish.kind == WishKind.AT_LEAST:
        return _("at least %(count)d %(who)s") % numbers
    if wish.kind == WishKind.AT_MOST:
        return _("at most %(count)d %(who)s") % numbers
    if wish.kind == WishKind.AT_MOST_EACH:
        return _("at most %(count)d %(who)s") % (
            numbers | {"who": say_same(wish.dimension)}
        )
    if wish.kind == WishKind.AT_MOST_SHARE:
        return _("not more than %(share)s %(who)s") % {
            "share": say_share(amount),
            "who": say_same(wish.dimension),
        }
    values = {"values": say_plural(wish.dimension)}
    if wish.kind == WishKind.DIFFERENT:
        return ngettext(
            "at least %(count)d known value: %(values)s",
            "at least %(count)d different %(values)s",
            amount,
        ) % (numbers | values)
    return pgettext("wish", "spread over all %(values)s") % values


def get_value_choices(dimension: str) -> list[tuple[str, str]]:
    """Return the values that a wish about `dimension` can name, key and label.

    Not of an organisation: that would be a wish about somebody.
    """
    dimension = Dimension(dimension)
    if dimension in _LISTS:
        options = AnswerOption.objects.filter(list=_LISTS[dimension], is_active=True)
        return list(options.values_list("code", "label"))
    if dimension == Dimension.ATTENDANCE:
        return [(row.value, str(row.label)) for row in Attendance]
    rows: dict[Dimension, Callable[[], list[tuple[Any, str]]]] = {
        Dimension.REGION: lambda: list(Region.objects.values_list("code", "name")),
        Dimension.MUNICIPALITY: lambda: list(
            Municipality.objects.values_list("nis_code", "name")
        ),
        Dimension.TAG: lambda: list(
            RegistrationTag.objects.filter(is_active=True).values_list("pk", "label")
        ),
    }
    find = rows.get(dimension)
    return [(str(key), label) for key, label in find()] if find else []


def get_labels(wishes: Iterable[Wish]) -> dict[tuple[str, str], str]:
    """Return what the values that `wishes` name are called, whoever has them."""
    dimensions = {wish.dimension for wish in wishes if wish.kind in NAMES_VALUE}
    return {
        (dimension, key): label
        for dimension in sorted(dimensions)
        for key, label in get_value_choices(dimension)
    }


@transaction.atomic
def add_wish(*, form_page: RegistrationFormPage, draft: WishDraft, user: Any) -> Wish:
    """Add one wish about the groups of a form.

    Raises:
        NotAllowed: `user` neither decides nor leads.
        IllegalTransition: nothing is selected on this form.
        WishIncomplete: it needs a value or a number, or names what does not exist.
    """
    _check(form_page, user)
    wish = _make(form_page, draft)
    wish.save()
    log(instance=form_page, action="registrations.save_wishes", user=user)
    return wish


@transaction.atomic
def remove_wish(*, form_page: RegistrationFormPage, pk: int, user: Any) -> None:
    """Take a wish away; one that is gone already is no mistake.

    Raises:
        NotAllowed: `user` neither decides nor leads.
    """
    _check(form_page, user)
    if form_page.wishes.filter(pk=pk).delete()[0]:
        log(instance=form_page, action="registrations.save_wishes", user=user)


@transaction.atomic
def set_default_wishes(*, form_page: RegistrationFormPage, user: Any) -> Sequence[Wish]:
    """Give a form without wishes those that follow from the call.

    Numbers that the groups are too small for are made smaller, so that no wish is out
    of reach from the start. A form that has wishes keeps them.

    Raises:
        NotAllowed: `user` neither decides nor leads.
        IllegalTransition: nothing is selected on this form.
    """
    _check(form_page, user)
    if form_page.wishes.exists():
        return []
    sizes = [
        size
        for page in WorkplacePage.objects.sibling_of(form_page)
        if (size := page.capacity_target or page.capacity_max)
    ]
    smallest = min(sizes, default=None)
    wishes = [_make(form_page, _fit(draft, smallest)) for draft in DEFAULTS]
    Wish.objects.bulk_create(wishes)
    log(instance=form_page, action="registrations.save_wishes", user=user)
    return wishes


def _fit(draft: WishDraft, smallest: int | None) -> WishDraft:
    if draft.kind != WishKind.DIFFERENT or smallest is None or draft.amount is None:
        return draft
    return WishDraft(
        draft.kind,
        draft.dimension,
        amount=min(draft.amount, max(smallest // 2, 1)),
        weight=draft.weight,
    )


def _check(form_page: RegistrationFormPage, user: Any) -> None:
    if not user_can_arrange(user):
        raise NotAllowed
    if lock_form_page(form_page_id=form_page.pk).kind != FormKind.SELECTION:
        raise IllegalTransition


def _make(form_page: RegistrationFormPage, draft: WishDraft) -> Wish:
    kind = WishKind(draft.kind)
    names_value = kind in NAMES_VALUE
    if names_value and draft.value not in dict(get_value_choices(draft.dimension)):
        raise WishIncomplete
    if kind in NEEDS_AMOUNT and not draft.amount:
        raise WishIncomplete
    workplace = draft.workplace
    if workplace is not None and not workplace.is_sibling_of(form_page):
        raise WishIncomplete
    return Wish(
        form_page=form_page,
        kind=kind,
        dimension=Dimension(draft.dimension),
        value=draft.value if names_value else "",
        amount=draft.amount if kind in NEEDS_AMOUNT else None,
        weight=WishWeight(draft.weight),
        workplace=workplace,
    )
