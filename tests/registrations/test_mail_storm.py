"""Mail in bad weather, small: each letter once, in order, none lost.

The whole of it, a thousand letters, is `python -m benchmarks.post`.
"""

import threading

import pytest

from registrations.enums import MessageState
from registrations.models import Message
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .own_database import copy_to_server_of_its_own
from .storm import (
    MoodyServer,
    Weather,
    count_killed,
    run_nest,
    serve,
    settle_account,
    wait_until_done,
    write_letters,
)

LETTERS = 120
PATIENCE = 90


def write_all(seed, count=LETTERS):
    registration = RegistrationFactory(page=FormPageFactory(), draft=True)
    write_letters(registration, count, seed=seed)


def check(account, *, at_most_uncertain, count=LETTERS):
    assert account.wrong == []
    assert account.sent + account.uncertain + account.refused == count
    # The one window: the line broke, or the worker died, after the text had left.
    assert account.uncertain <= at_most_uncertain


@pytest.mark.django_db
def test_account_sees_what_is_lost_doubled_or_out_of_order():
    registration = RegistrationFactory(page=FormPageFactory(), draft=True)
    write_letters(registration, 8, seed=1)
    Message.objects.update(state=MessageState.SENT)
    letters = list(Message.objects.order_by("pk"))
    server = MoodyServer(Weather(), seed=1)
    server.accepted = [(one.recipient, one.subject) for one in letters]
    assert settle_account(server).wrong == []
    first = server.accepted.pop(0)
    assert "is lost" in " ".join(settle_account(server).wrong)
    server.accepted.append(first)
    assert "out of order" in " ".join(settle_account(server).wrong)
    server.accepted.append(first)
    assert "arrived 2 times" in " ".join(settle_account(server).wrong)


def test_database_that_goes_away_in_the_midst_loses_nothing(
    django_db_setup, django_db_blocker, tmp_path
):
    log = tmp_path / "nest.log"
    with (
        django_db_blocker.unblock(),
        copy_to_server_of_its_own(tmp_path) as database,
        serve(Weather(rate=1000, greylists=False), seed=8) as (server, port),
    ):
        write_all(seed=8)
        with run_nest(database.url, port, log, kill_every=0) as nest:
            while len(server.accepted) < LETTERS / 4:
                assert nest.poll() is None, log.read_text()
            away = threading.Thread(target=database.interrupt)
            away.start()
            wait_until_done(nest, log, patience=PATIENCE)
            away.join()
        account = settle_account(server)
    # Whoever has the news of a letter waits for the database with it: no window more.
    assert count_killed(log) == 0
    check(account, at_most_uncertain=server.drops)


def test_each_letter_arrives_once_though_workers_are_killed(own_database, tmp_path):
    count = 60
    write_all(seed=7, count=count)
    log = tmp_path / "nest.log"
    # So many lines drop that some do, whichever letter has its turn then; so few
    # letters a second that workers are killed in their midst, on any machine.
    weather = Weather(drop_unread=0.1, drop_accepted=0.1, rate=20)
    with serve(weather, seed=7) as (server, port):
        with run_nest(own_database, port, log, kill_every=1) as nest:
            wait_until_done(nest, log, patience=PATIENCE)
        account = settle_account(server)
    killed = count_killed(log)
    assert (killed > 0, server.drops > 0) == (True, True)
    assert server.replies["450 4.2.0"] > 0
    assert account.refused > 0
    check(account, at_most_uncertain=server.drops + killed, count=count)
