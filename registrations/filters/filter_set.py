"""What the list can be narrowed down by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import NumberRangeWidget, WagtailFilterSet

from workplaces.models import Session, WorkplacePage

from ..enums import LARGE_DIFFERENCE, ReferenceList, RegistrationState
from ..models import (
    AnswerOption,
    Assignment,
    Availability,
    MeetingAttendance,
    Region,
    Registration,
    RegistrationFormPage,
    RegistrationTag,
    Review,
    TagUse,
)
from ..services.review_sight import with_visible_proposals
from .facets import CountedCheckboxes
from .named import NamedFormsFilter, NamedPagesFilter, NamedSessionsFilter
from .sight import with_facts, with_scores


class ScoreRangeWidget(NumberRangeWidget):
    """Two numbers on the scale of the criteria."""

    def __init__(self, attrs: Any = None):
        super().__init__(attrs)
        for widget in self.widgets:
            widget.attrs |= {"max": "3", "step": "0.1"}


class SpreadRangeWidget(NumberRangeWidget):
    """Two whole numbers of levels."""

    def __init__(self, attrs: Any = None):
        super().__init__(attrs)
        for widget in self.widgets:
            widget.attrs |= {"max": "3", "step": "1"}


def _workplaces(request: Any) -> QuerySet:
    return WorkplacePage.objects.order_by("path")


def _sessions(request: Any) -> QuerySet:
    return Session.objects.select_related("page").order_by("page__path", "sort_order")


def _options(list_name: ReferenceList) -> Any:
    return lambda request: AnswerOption.objects.filter(list=list_name)


def _several(label: Any, queryset: Any, **options: Any) -> Any:
    kind = options.pop("kind", django_filters.ModelMultipleChoiceFilter)
    return kind(
        label=label,
        queryset=queryset,
        widget=options.pop("widget", forms.CheckboxSelectMultiple),
        # No choice repeats a row, and comparing 20,000 whole rows takes seconds.
        distinct=False,
        **options,
    )


def _one(label: Any, choices: list[tuple[str, Any]], method: str) -> Any:
    return django_filters.ChoiceFilter(
        label=label,
        choices=choices,
        method=method,
        widget=forms.RadioSelect,
        empty_label=_("All registrations"),
    )


class RegistrationFilterSet(WagtailFilterSet):
    """Narrows the list down; an unknown parameter changes nothing.

    A filter on a fact or a score only ever finds rows in which the user may see it.
    """

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a registration", "State"),
        choices=RegistrationState,
        widget=CountedCheckboxes,
        distinct=False,
    )
    reading = _one(
        pgettext_lazy("filter", "Read by me"),
        [("unread", _("Not read by me yet")), ("read", _("Read by me"))],
        "filter_reading",
    )
    assigned = _one(
        pgettext_lazy("filter", "Assigned"),
        [
            ("me", _("Assigned to me")),
            ("somebody", _("Assigned to somebody")),
            ("nobody", _("Assigned to nobody")),
        ],
        "filter_assigned",
    )
    workplace = _several(
        _("First or second choice"),
        _workplaces,
        method="filter_workplace",
        kind=NamedPagesFilter,
    )
    placed_in = _several(_("Placed in"), _workplaces, kind=NamedPagesFilter)
    session = _several(
        _("Can come to"),
        _sessions,
        kind=NamedSessionsFilter,
        to_field_name="key",
        method="filter_session",
    )
    attended = _several(
        _("Was at"),
        _sessions,
        kind=NamedSessionsFilter,
        to_field_name="key",
        method="filter_attendance",
    )
    missed = _several(
        _("Was not at"),
        _sessions,
        kind=NamedSessionsFilter,
        to_field_name="key",
        method="filter_attendance",
    )
    region = _several(
        pgettext_lazy("filter", "Region"),
        lambda request: Region.objects.all(),
        method="filter_region",
    )
    organisation_type = _several(
        _("Kind of organisation"),
        _options(ReferenceList.ORGANISATION_TYPE),
        method="filter_fact",
    )
    experience_level = _several(
        _("Experience"), _options(ReferenceList.EXPERIENCE_LEVEL), method="filter_fact"
    )
    score = django_filters.RangeFilter(
        label=_("Mean score"), widget=ScoreRangeWidget, method="filter_score"
    )
    spread = django_filters.RangeFilter(
        label=_("Spread between readers"),
        widget=SpreadRangeWidget,
        method="filter_spread",
    )
    disputed = _one(
        _("To talk about"),
        [("yes", _("Readers differ by two levels or more"))],
        "filter_disputed",
    )
    tag = _several(
        pgettext_lazy("of a registration", "Tag"),
        lambda request: RegistrationTag.objects.all(),
        method="filter_tag",
    )
    proposal = _one(
        pgettext_lazy("filter", "Proposal"),
        [("open", _("With an open proposal")), ("none", _("Without a proposal"))],
        "filter_proposal",
    )
    page = _several(
        _("Form"),
        lambda request: RegistrationFormPage.objects.order_by("path"),
        kind=NamedFormsFilter,
        widget=CountedCheckboxes,
    )
    held = _one(
        _("Held for a look"),
        [("yes", _("Only held ones")), ("no", _("Without held ones"))],
        "filter_held",
    )

    mail = _one(
        pgettext_lazy("filter", "Mail"),
        [("returned", _("Mail came back"))],
        "filter_mail",
    )

    class Meta:
        model = Registration
        fields: list[str] = []

    def filter_reading(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        mine = Review.objects.filter(
            registration=OuterRef("pk"), reader=self.request.user
        )
        return queryset.filter(Exists(mine) if value == "read" else ~Exists(mine))

    def filter_assigned(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        rows = Assignment.objects.filter(registration=OuterRef("pk"))
        if value == "me":
            return queryset.filter(Exists(rows.filter(reader=self.request.user)))
        return queryset.filter(Exists(rows) if value == "somebody" else ~Exists(rows))

    def filter_workplace(
        self, queryset: QuerySet, name: str, value: list[WorkplacePage]
    ) -> QuerySet:
        if not value:
            return queryset
        return queryset.filter(
            Q(workplace_first__in=value) | Q(workplace_second__in=value)
        )

    def filter_session(
        self, queryset: QuerySet, name: str, value: list[Session]
    ) -> QuerySet:
        """Whoever can come to each of the chosen meetings."""
        if value:
            queryset = with_facts(queryset, self.request.user)
            queryset = queryset.filter(shows_availability=True)
        for session in value:
            coming = Availability.objects.filter(
                registration=OuterRef("pk"), session_key=session.key, can_attend=True
            )
            queryset = queryset.filter(Exists(coming))
        return queryset

    def filter_attendance(
        self, queryset: QuerySet, name: str, value: list[Session]
    ) -> QuerySet:
        """Whoever was, or was not, at each of the chosen meetings, as the office noted."""
        for session in value:
            noted = MeetingAttendance.objects.filter(
                registration=OuterRef("pk"),
                session_key=session.key,
                was_present=name == "attended",
            )
            queryset = queryset.filter(Exists(noted))
        return queryset

    def filter_region(
        self, queryset: QuerySet, name: str, value: list[Region]
    ) -> QuerySet:
        if not value:
            return queryset
        rows = with_facts(queryset, self.request.user)
        return rows.filter(shows_municipality=True, municipality__region__in=value)

    def filter_fact(self, queryset: QuerySet, name: str, value: list) -> QuerySet:
        if not value:
            return queryset
        rows = with_facts(queryset, self.request.user)
        return rows.filter(**{f"shows_{name}": True, f"{name}__in": value})

    def filter_score(self, queryset: QuerySet, name: str, value: slice) -> QuerySet:
        return self._filter_scores(queryset, "score_mean", value)

    def filter_spread(self, queryset: QuerySet, name: str, value: slice) -> QuerySet:
        return self._filter_scores(queryset, "score_spread", value)

    def filter_disputed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return self._filter_scores(
            queryset, "score_spread", slice(LARGE_DIFFERENCE, None)
        )

    def _filter_scores(self, queryset: QuerySet, column: str, value: slice) -> QuerySet:
        bounds = {"gte": value.start, "lte": value.stop}
        rows = with_scores(queryset, self.request.user)
        return rows.filter(
            shows_scores=True,
            **{f"{column}__{k}": v for k, v in bounds.items() if v is not None},
        )

    def filter_tag(
        self, queryset: QuerySet, name: str, value: list[RegistrationTag]
    ) -> QuerySet:
        if not value:
            return queryset
        uses = TagUse.objects.filter(registration=OuterRef("pk"), tag__in=value)
        return queryset.filter(Exists(uses))

    def filter_proposal(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        rows = with_visible_proposals(queryset, self.request.user)
        return rows.filter(has_proposal=value == "open")

    def filter_mail(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(mail_returned_at__isnull=False)

    def filter_held(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.held() if value == "yes" else queryset.filter(held_at=None)
