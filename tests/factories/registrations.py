"""Registrations in every state, reached as in life: through the services."""

from datetime import date, timedelta

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from home.models import HomePage
from registrations.enums import (
    FormKind,
    ReferenceList,
    RegistrationState,
    Role,
)
from registrations.models import (
    AnswerOption,
    Municipality,
    Region,
    Registration,
    RegistrationFormPage,
)
from registrations.permissions import Actor
from registrations.services.state import change_state
from registrations.services.workflow import ensure_workflow
from workplaces.models import (
    CallPage,
    InspirationDayIndexPage,
    InspirationDayPage,
    Session,
    WorkplacePage,
)

_S = RegistrationState
_REVIEW = (_S.RECEIVED, _S.IN_REVIEW)
# The steps that lead from a draft to each state.
PATHS = {
    _S.DRAFT: (),
    _S.RECEIVED: (_S.RECEIVED,),
    _S.IN_REVIEW: _REVIEW,
    _S.INFO_REQUESTED: (*_REVIEW, _S.INFO_REQUESTED),
    _S.SELECTED: (*_REVIEW, _S.SELECTED),
    _S.CONFIRMED: (*_REVIEW, _S.SELECTED, _S.CONFIRMED),
    _S.WAITLISTED: (*_REVIEW, _S.WAITLISTED),
    _S.DECLINED: (*_REVIEW, _S.DECLINED),
    _S.WITHDRAWN: (*_REVIEW, _S.WITHDRAWN),
    _S.EXPIRED: (*_REVIEW, _S.SELECTED, _S.EXPIRED),
}
ANYBODY = Actor(roles=frozenset(Role))


class _ChildPageFactory(factory.django.DjangoModelFactory):
    """A page that is added below `parent`, and live."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        page = model_class(*args, **kwargs)
        parent = parent or cls.get_parent()
        # A fresh row: treebeard counts children on the object it is given.
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        return page

    @classmethod
    def get_parent(cls) -> Page:
        return HomePage.objects.order_by("path").first()


class OpenCallFactory(_ChildPageFactory):
    """A call that is open, with three live meetings ahead."""

    class Meta:
        model = CallPage
        skip_postgeneration_save = True

    title = "Werkplaatsen"
    slug = factory.Sequence(lambda n: f"oproep-{n}")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=7))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))

    @factory.post_generation
    def meetings(self, create, extracted, **kwargs):
        for number in range(3):
            Session.objects.create(
                page=self,
                date=date.today() + timedelta(days=30 + 30 * number),
                day_part="morning",
                sort_order=number,
            )


class PlaceFactory(_ChildPageFactory):
    """A workplace of a call."""

    class Meta:
        model = WorkplacePage

    title = factory.Sequence(lambda n: f"Werkplaats {n}")
    slug = factory.Sequence(lambda n: f"werkplaats-{n}")
    capacity_max = 12

    @classmethod
    def get_parent(cls):
        return OpenCallFactory()


class FormPageFactory(_ChildPageFactory):
    """The form of a call with two workplaces; pass `parent` for another call."""

    class Meta:
        model = RegistrationFormPage

    class Params:
        direct = factory.Trait(
            kind=FormKind.DIRECT,
            reference_prefix="DAG",
            parent=factory.LazyFunction(lambda: make_day()),
        )

    title = "Inschrijven"
    slug = "inschrijven"

    @classmethod
    def get_parent(cls):
        call = OpenCallFactory()
        PlaceFactory(parent=call, title="Participatie")
        PlaceFactory(parent=call, title="Gedeeld ruimtegebruik")
        return call


def make_day(**kwargs) -> InspirationDayPage:
    """Return an inspiration day in the future, below an index of its own."""
    index = InspirationDayIndexPage(title="Inspiratiedagen")
    OpenCallFactory.get_parent().add_child(instance=index)
    day = InspirationDayPage(
        **{"title": "Inspiratiedag", "date": date.today() + timedelta(days=20)} | kwargs
    )
    index.add_child(instance=day)
    return day


def get_places(form_page: RegistrationFormPage) -> list[WorkplacePage]:
    """Return the workplaces that people choose from on `form_page`."""
    return list(WorkplacePage.objects.sibling_of(form_page).order_by("path"))


def _place(number: int):
    def choose(registration) -> WorkplacePage | None:
        places = get_places(registration.page)
        return places[number] if number < len(places) else None

    return factory.LazyAttribute(choose)


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A registration that walked from draft to `state` through `change_state`.

    Traits: one for each state (`RegistrationFactory(selected=True)`), and `held`.
    Pass `page` to put several on one form.
    """

    class Meta:
        model = Registration

    class Params:
        draft = factory.Trait(state=_S.DRAFT)
        received = factory.Trait(state=_S.RECEIVED)
        in_review = factory.Trait(state=_S.IN_REVIEW)
        info_requested = factory.Trait(state=_S.INFO_REQUESTED)
        selected = factory.Trait(state=_S.SELECTED)
        confirmed = factory.Trait(state=_S.CONFIRMED)
        waitlisted = factory.Trait(state=_S.WAITLISTED)
        declined = factory.Trait(state=_S.DECLINED)
        withdrawn = factory.Trait(state=_S.WITHDRAWN)
        expired = factory.Trait(state=_S.EXPIRED)
        held = factory.Trait(
            state=_S.DRAFT,
            held_at=factory.LazyFunction(timezone.now),
            hold_reasons=["too_fast"],
        )

    page = factory.SubFactory(FormPageFactory)
    reference = factory.Sequence(lambda n: f"CVM26-{n + 1:04d}")
    state = _S.RECEIVED
    first_name = "Sofie"
    last_name = factory.Sequence(lambda n: f"Vandamme{n}")
    email = factory.Sequence(lambda n: f"sofie{n}@voorbeeld.be")
    organisation = "CC De Vonk"
    workplace_first = _place(0)
    workplace_second = _place(1)
    motivation = "Wij openen een gedeeld huis en zoeken hoe we dat samen doen."
    contribution = "Ervaring met zes verenigingen onder één dak."
    engagement = True

    @classmethod
    def _create(cls, model_class, *args, state=_S.RECEIVED, **kwargs):
        registration = super()._create(model_class, *args, state=_S.DRAFT, **kwargs)
        path = PATHS[RegistrationState(state)]
        if registration.page.is_direct:
            path = {_S.DRAFT: (), _S.RECEIVED: (_S.CONFIRMED,)}.get(state, (state,))
        for step in path:
            if step == _S.SELECTED:
                Registration.objects.filter(pk=registration.pk).update(
                    placed_in=registration.workplace_first,
                    answer_by=timezone.now() + timedelta(days=10),
                )
            registration = change_state(
                registration=registration, to=step, actor=ANYBODY, reason="Test"
            )
            # As the worker does, a moment later.
            ensure_workflow(registration=registration)
        return registration


class AnswerOptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnswerOption

    list = ReferenceList.ORGANISATION_TYPE
    code = factory.Sequence(lambda n: f"option-{n}")
    label = factory.Sequence(lambda n: f"Optie {n}")


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    code = factory.Sequence(lambda n: f"REFREG{n:02d}")
    name = factory.Sequence(lambda n: f"Regio {n}")


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    nis_code = factory.Sequence(lambda n: f"{40000 + n}")
    name = factory.Sequence(lambda n: f"Gemeente {n}")
    region = factory.SubFactory(RegionFactory)


class StaffFactory(factory.django.DjangoModelFactory):
    """Somebody of the team; `groups=["Lezers"]` gives the rights of groups."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"medewerker{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@team.example")

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        self.groups.set(Group.objects.filter(name__in=extracted or []))
