"""Criteria, rounds and reviews for tests, made through the services."""

from registrations.enums import Level, ReviewPhase
from registrations.models import Registration, ReviewRound
from registrations.services.actions import take_action
from registrations.services.review import submit_review
from tests.factories.registrations import RegistrationFactory
from workplaces.models.parts import SelectionCriterion


def make_criteria(form_page, *weights):
    """Give the call of `form_page` a criterion for each weight."""
    return [
        SelectionCriterion.objects.create(
            page=form_page.call,
            name=f"Criterium {number}",
            public_text="Wat we lezen",
            low_text=f"Niets te zien van {number}",
            fair_text=f"Iets te zien van {number}",
            good_text=f"Veel te zien van {number}",
            high_text=f"Alles te zien van {number}",
            weight=weight,
            sort_order=number,
        )
        for number, weight in enumerate(weights, start=1)
    ]


def make_round(form_page, phase=ReviewPhase.READING, **values):
    """Return a round of `form_page` in `phase`."""
    return ReviewRound.objects.create(form_page=form_page, phase=phase, **values)


def score(registration, *levels):
    """Return these levels by the keys of the criteria, in the order of the call."""
    criteria = registration.page.call.criteria.all()
    return {
        criterion.key: Level(level)
        for criterion, level in zip(criteria, levels, strict=True)
    }


def read(registration, reader, *levels, advice="yes", note="Sterk.", **values):
    """Let `reader` review `registration` with these levels."""
    return submit_review(
        registration=Registration.objects.get(pk=registration.pk),
        reader=reader,
        advice=advice,
        note=note,
        scores=score(registration, *levels) if levels else None,
        **values,
    )


def fresh(registration):
    """Return `registration` as the database has it now."""
    return Registration.objects.get(pk=registration.pk)


def put_in_reading(form_page, user, **values):
    """Return a registration of `form_page` that waits for readers."""
    registration = RegistrationFactory(page=form_page, **values)
    step = registration.current_workflow_state.current_task_state
    take_action(
        registration=registration, task_state_id=step.pk, action="approve", user=user
    )
    return fresh(registration)
