"""A call that is being read, of any size, written in bulk for `benchmarks.desk`.

The rows are what the services leave behind. No service is asked: that many
registrations, one by one, would take an hour.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

READERS = 12
REVIEWS_EACH = 3
# Out of twenty registrations: where they stand.
PLACES = (
    *["ScreeningTask"] * 2,
    *["ReviewTask"] * 9,
    *["SelectionTask"] * 5,
    "selected",
    "confirmed",
    "declined",
    "withdrawn",
)
SENTENCE = "Wij delen een zaal met de buurt en zoeken hoe dat eerlijk kan. "
BATCH = 1000


def make_team() -> dict[str, Any]:
    """Hire twelve readers, a lead and a decider; return who is measured, by name.

    `free` reads whatever comes; `asked` reads what was assigned.
    """
    from django.contrib.auth import get_user_model  # the settings come first
    from django.contrib.auth.models import Group  # the settings come first
    from django.utils import timezone  # the settings come first

    from registrations.models import ReaderProfile  # the settings come first

    groups = {
        "leads": "Leesverantwoordelijken",
        "decides": "Beslissers",
        **{f"reads{number}": "Lezers" for number in range(READERS)},
    }
    team = {}
    for name, group in groups.items():
        team[name] = get_user_model().objects.create_user(
            name, f"{name}@team.example", first_name=name, last_name=f"van {name}"
        )
        team[name].groups.add(Group.objects.get(name=group))
        ReaderProfile.objects.create(
            user=team[name],
            organisations="Huis van Niemand\nHuis van Iedereen",
            promised_at=timezone.now(),
        )
    return team


def grow(size: int, team: dict[str, Any]) -> None:
    """Bring the form of the demo call to `size` registrations and three reviews each."""
    from django.db import connection  # the settings come first

    from registrations.models import (  # the settings come first
        Registration,
        RegistrationFormPage,
        Review,
    )

    from .scene import CALL  # one folder

    page = RegistrationFormPage.objects.get(url_path__endswith=f"{CALL}inschrijven/")
    _start_round(page)
    missing = size - Registration.objects.count()
    new = _make_registrations(page, missing)
    _make_workflows(new)
    readers = [user for name, user in team.items() if name.startswith("reads")]
    _make_reviews(new, readers, size * REVIEWS_EACH - Review.objects.count())
    _assign(new, readers[1])
    _tie(new, readers)
    with connection.cursor() as cursor:
        # What PostgreSQL does by itself within a minute.
        cursor.execute("ANALYZE")


def _start_round(page: Any) -> None:
    """Names are hidden: what costs a list most."""
    from registrations.models import (  # the settings come first
        ReviewRound,
        ReviewTask,
    )

    ReviewRound.objects.update_or_create(
        form_page=page, defaults={"hides_names": True, "hides_facts": True}
    )
    # So many that no registration leaves the step while it is measured.
    ReviewTask.objects.update(reviews_needed=9)


def _make_registrations(page: Any, count: int) -> list[tuple[Any, str]]:
    """Return the new rows, each with the place where it stands."""
    from django.utils import timezone  # the settings come first

    from registrations.models import (  # the settings come first
        AnswerOption,
        Municipality,
        Registration,
        StateChange,
    )

    pattern = page.registrations.exclude(motivation="").first()
    towns = cycle(Municipality.objects.order_by("pk")[:200])
    kinds = cycle(AnswerOption.objects.filter(list="organisation_type"))
    places = cycle(page.call.get_workplaces())
    now = timezone.now()
    begin = Registration.objects.count()
    rows = [
        Registration(
            page=page,
            reference=f"BM-{number:06d}",
            state=_get_state(PLACES[number % len(PLACES)]),
            submit_time=now - timedelta(minutes=number),
            state_changed_at=now,
            first_name=f"Voornaam{number % 97}",
            last_name=f"Achternaam{number}",
            email=f"mens{number}@huis{number % 3000}.example",
            organisation=f"Huis {number % 3000}",
            organisation_type=next(kinds),
            municipality=next(towns),
            workplace_first=next(places),
            motivation=SENTENCE * 20,
            contribution=SENTENCE * 15,
            questions=pattern.questions,
            form_data=pattern.form_data,
        )
        for number in range(begin, begin + count)
    ]
    Registration.objects.bulk_create(rows, batch_size=BATCH)
    StateChange.objects.bulk_create(
        (
            StateChange(
                registration=row, from_state="draft", to_state="received", role="system"
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
    return [
        (row, PLACES[number % len(PLACES)]) for number, row in enumerate(rows, begin)
    ]


def _get_state(place: str) -> str:
    steps = {
        "ScreeningTask": "received",
        "ReviewTask": "in_review",
        "SelectionTask": "in_review",
    }
    return steps.get(place, place)


def _make_workflows(rows: list[tuple[Any, str]]) -> None:
    """Give each its label, its workflow and the step at which it waits."""
    from django.contrib.contenttypes.models import (  # the settings come first
        ContentType,
    )
    from django.utils import timezone  # the settings come first
    from wagtail.models import Revision, TaskState, WorkflowState  # the settings first

    from registrations.models import Registration  # the settings come first

    workflow = Registration.get_default_workflow()
    tasks = {type(task).__name__: task for task in workflow.tasks.specific()}
    kind = ContentType.objects.get_for_model(Registration)
    whose = {"content_type": kind, "base_content_type": kind}
    for batch in _batches(rows):
        labels = Revision.objects.bulk_create(
            Revision(
                object_id=str(row.pk),
                object_str=str(row),
                content={"pk": row.pk},
                created_at=timezone.now(),
                **whose,
            )
            for row, _place in batch
        )
        running = WorkflowState.objects.bulk_create(
            WorkflowState(
                object_id=str(row.pk),
                workflow=workflow,
                status=_get_status(place, tasks),
                **whose,
            )
            for row, place in batch
        )
        steps = TaskState.objects.bulk_create(
            TaskState(
                workflow_state=state,
                revision=label,
                task=tasks.get(place, tasks["SelectionTask"]),
                status="in_progress" if place in tasks else "approved",
            )
            for state, label, (_row, place) in zip(running, labels, batch, strict=True)
        )
        for state, step in zip(running, steps, strict=True):
            state.current_task_state = step
        WorkflowState.objects.bulk_update(running, ["current_task_state"])
        for label, (row, _place) in zip(labels, batch, strict=True):
            row.latest_revision = label
        Registration.objects.bulk_update([row for row, _ in batch], ["latest_revision"])


def _get_status(place: str, tasks: dict[str, Any]) -> str:
    if place in tasks:
        return "in_progress"
    return "cancelled" if place == "withdrawn" else "approved"


def _make_reviews(rows: list[tuple[Any, str]], readers: list[Any], count: int) -> None:
    """Write `count` reviews with their scores, spread over what came to be read."""
    from registrations.models import (  # the settings come first
        Registration,
        Review,
        ReviewScore,
    )

    chance = random.Random(count)  # noqa: S311 - the same rows in every run
    read = [row for row, place in rows if place != "ScreeningTask"]
    keys = [row.key for row in read[0].page.call.criteria.all()]
    rest = count
    for number, batch in enumerate(_batches(read)):
        left = len(read) - number * BATCH
        made = []
        for row in batch:
            share = -(-rest // left)
            for reader in chance.sample(readers, share):
                mean = chance.randint(0, 300) / 100
                made.append(
                    Review(
                        registration=row,
                        reader=reader,
                        reader_name=reader.username,
                        advice=chance.choice(("yes", "maybe", "no")),
                        note=SENTENCE,
                        mean=mean,
                    )
                )
            rest, left = rest - share, left - 1
            row.review_count = share
            row.score_mean, row.score_spread = mean, chance.randint(0, 3)
        Review.objects.bulk_create(made)
        ReviewScore.objects.bulk_create(
            ReviewScore(review=one, criterion_key=key, level=chance.randint(0, 3))
            for one in made
            for key in keys
        )
        Registration.objects.bulk_update(
            batch, ["review_count", "score_mean", "score_spread"]
        )


def _assign(rows: list[tuple[Any, str]], reader: Any) -> None:
    """Ask `reader` to read one in six; the others read whatever comes."""
    from registrations.models import Assignment  # the settings come first

    Assignment.objects.bulk_create(
        (Assignment(registration=row, reader=reader) for row, _place in rows[::6]),
        batch_size=BATCH,
    )


def _tie(rows: list[tuple[Any, str]], readers: list[Any]) -> None:
    """Close one in fifty to somebody."""
    from registrations.models import Tie  # the settings come first

    Tie.objects.bulk_create(
        (
            Tie(registration=row, user=reader, kind="other", state="declared")
            for (row, _place), reader in zip(rows[::50], cycle(readers), strict=False)
        ),
        batch_size=BATCH,
    )


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
