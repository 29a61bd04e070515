"""Calls, workplaces and inspiration days, as small as they may be."""

import datetime

import factory
import wagtail_factories

from tests.factories.home import get_home
from workplaces.enums import Accent, CallPhase, DayPart, SessionKind
from workplaces.models import (
    CallPage,
    InspirationDayIndexPage,
    InspirationDayPage,
    SelectionCriterion,
    Session,
    WorkplacePage,
)

MEETING_DATES = (
    datetime.date(2026, 3, 19),
    datetime.date(2026, 6, 4),
    datetime.date(2026, 10, 15),
)


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    kind = SessionKind.LIVE
    date = MEETING_DATES[0]
    day_part = DayPart.MORNING

    class Params:
        online = factory.Trait(kind=SessionKind.ONLINE, date=None, day_part="")


class SelectionCriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SelectionCriterion

    name = factory.Sequence(lambda number: f"Criterium {number}")
    public_text = "Je werkt aan een plek."


class CallPageFactory(wagtail_factories.PageFactory):
    """A call without a single optional field; `open=True` takes registrations."""

    class Meta:
        model = CallPage
        skip_postgeneration_save = True

    parent = factory.LazyFunction(get_home)
    title = "Oproep"
    slug = factory.Sequence(lambda number: f"oproep-{number}")

    class Params:
        open = factory.Trait(phase_override=CallPhase.OPEN)

    @factory.post_generation
    def with_sessions(self, create, extracted, **kwargs):
        """`with_sessions=True` adds the three meetings of 2026."""
        if extracted:
            for date in MEETING_DATES:
                SessionFactory(page=self, date=date)


class WorkplacePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = WorkplacePage

    parent = factory.SubFactory(CallPageFactory)
    title = factory.Sequence(lambda number: f"Werkplaats {number}")
    accent = factory.Iterator(Accent.values)


class InspirationDayIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = InspirationDayIndexPage

    parent = factory.LazyFunction(get_home)
    title = "Inspiratiedagen"


class InspirationDayPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = InspirationDayPage

    parent = factory.SubFactory(InspirationDayIndexPageFactory)
    title = factory.Sequence(lambda number: f"Inspiratiedag {number}")
    date = datetime.date(2100, 1, 7)
