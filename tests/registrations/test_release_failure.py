"""A release that breaks half-way leaves nothing half-released: real failures, real rows."""

import pytest
from django.db import DatabaseError, connection

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import RegistrationState
from registrations.services.decision import propose_decision, release_call
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    StaffFactory,
)

from .release_scene import look
from .scene import take_snapshot

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
S = RegistrationState

# The disk is full at the fourth step, say: the database itself refuses to go on.
COUNT = "(SELECT COUNT(*) FROM registrations_statechange WHERE to_state = 'declined')"
TRIGGERS = {
    "sqlite": (
        f"""CREATE TRIGGER no_more BEFORE INSERT ON registrations_statechange
        WHEN {COUNT} >= 3 BEGIN SELECT RAISE(ABORT, 'no more'); END""",
        "DROP TRIGGER no_more",
    ),
    "postgresql": (
        f"""CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN
        IF {COUNT} >= 3 THEN RAISE EXCEPTION 'no more'; END IF; RETURN NEW; END
        $$ LANGUAGE plpgsql;
        CREATE TRIGGER no_more BEFORE INSERT ON registrations_statechange
        FOR EACH ROW EXECUTE FUNCTION refuse()""",
        "DROP TRIGGER no_more ON registrations_statechange; DROP FUNCTION refuse()",
    ),
}


@pytest.fixture
def full_disk():
    """Let the database take three of these steps, and no fourth."""
    make, drop = TRIGGERS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(make)
    yield
    with connection.cursor() as cursor:
        cursor.execute(drop)


def test_release_that_breaks_in_the_middle_leaves_everything_as_it_was(full_disk):
    create_groups_and_workflows()
    decider = StaffFactory(groups=["Beslissers"])
    form_page = FormPageFactory()
    for row in RegistrationFactory.create_batch(6, page=form_page, in_review=True):
        propose_decision(
            registration=row,
            state=S.DECLINED,
            workplace=None,
            reason="De groep is vol.",
            proposed_by=decider,
        )
    seen = look(form_page=form_page, user=decider)
    before = take_snapshot()
    with pytest.raises(DatabaseError):
        release_call(form_page=form_page, user=decider, seen=seen)
    assert take_snapshot() == before
    # What was seen still holds, so whoever tries again need not start over.
    assert look(form_page=form_page, user=decider) == seen
