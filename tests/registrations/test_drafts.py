"""Drafts: saved, mailed, found by their link, reminded of and erased."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registrations.enums import MessageKind, MessageState
from registrations.models import LetterTurn, Message, RegistrationDraft
from registrations.services import drafts
from registrations.services.drafts.times import KEEP, get_expiry
from registrations.services.upkeep import run_upkeep
from tests.factories.registrations import RegistrationFactory
from tests.registrations.form_scene import close, make_call_form, make_day_form

pytestmark = pytest.mark.django_db

EMAIL = "lotte@voorbeeld.be"
ANSWERS = {"first_name": ["Lotte"], "email": [EMAIL], "perspectives": ["a", "b"]}


@pytest.fixture
def form_page():
    return make_call_form()


def save(form_page, **changes):
    values = {"form_page": form_page, "email": EMAIL, "answers": ANSWERS}
    return drafts.save_draft(**values | changes)


def save_again(form_page, draft, **changes):
    draft = RegistrationDraft.objects.get(pk=draft.pk)
    version = drafts.get_version(draft)
    return save(form_page, **{"draft": draft, "version": version} | changes)


def put_deadline(form_page, **ahead):
    call = form_page.call
    call.closes_at = timezone.now() + timedelta(**ahead)
    call.save()


def age(draft, **ago):
    """Make a draft as if it was made and saved that long ago."""
    moment = timezone.now() - timedelta(**ago)
    RegistrationDraft.objects.filter(pk=draft.pk).update(
        created_at=moment, saved_at=moment
    )
    Message.objects.filter(draft=draft).update(
        created_at=moment, next_attempt_at=moment
    )
    draft.refresh_from_db()


def letters(kind=MessageKind.DRAFT_SAVED):
    return list(Message.objects.filter(kind=kind).order_by("pk"))


# Saving.


def test_saving_keeps_every_value_and_promises_the_link(form_page):
    result = save(form_page)

    draft = RegistrationDraft.objects.get()
    assert draft.answers == ANSWERS
    assert draft.email == EMAIL
    assert (result.is_mailed, result.is_same_link) == (True, False)
    assert [(row.recipient, row.state, row.draft_id) for row in letters()] == [
        (EMAIL, MessageState.QUEUED, draft.pk)
    ]


def test_answers_lose_what_no_database_keeps(form_page):
    save(form_page, answers={"motivation": ["a\x00b\ud800c\r\n😀"], "role": [""]})

    draft = RegistrationDraft.objects.get()
    assert draft.answers == {"motivation": ["abc\r\n😀"]}


@pytest.mark.parametrize(
    "answers", [{"motivation": ["a" * 200_001]}, {"perspectives": ["a"] * 101}]
)
def test_more_than_a_person_types_is_refused_and_nothing_is_kept(form_page, answers):
    with pytest.raises(drafts.DraftTooLarge):
        save(form_page, answers=answers)

    assert RegistrationDraft.objects.count() == 0


def test_a_double_click_is_one_draft_and_one_letter(form_page):
    first, second = save(form_page), save(form_page)

    assert first.draft.pk == second.draft.pk
    assert (second.is_mailed, len(letters())) == (False, 1)


def test_other_answers_from_the_same_address_are_a_draft_of_their_own(form_page):
    first = save(form_page)
    second = save(form_page, answers=ANSWERS | {"first_name": ["Iemand"]})

    first.draft.refresh_from_db()
    assert first.draft.pk != second.draft.pk
    assert first.draft.answers == ANSWERS


def test_saving_again_keeps_the_link_and_sends_no_letter_within_ten_minutes(form_page):
    first = save(form_page)
    token = drafts.make_token(first.draft)

    second = save_again(form_page, first.draft, answers={"role": ["director"]})

    assert (second.is_mailed, second.is_same_link) == (False, True)
    assert drafts.find_draft(form_page, token).answers == {"role": ["director"]}
    assert RegistrationDraft.objects.count() == 1


def test_saving_again_after_ten_minutes_sends_the_link_again(form_page):
    first = save(form_page)
    age(first.draft, minutes=11)

    assert save_again(form_page, first.draft).is_mailed is True


def test_an_older_version_does_not_overwrite_a_newer_one(form_page):
    seen = save(form_page).draft
    save_again(form_page, seen, answers={"role": ["newer"]})

    with pytest.raises(drafts.DraftChanged) as refused:
        save(
            form_page,
            draft=seen,
            version=drafts.get_version(seen),
            answers={"role": ["older"]},
        )

    assert refused.value.draft.answers == {"role": ["newer"]}
    assert RegistrationDraft.objects.get().answers == {"role": ["newer"]}


def test_a_draft_that_is_gone_is_not_made_again(form_page):
    seen = save(form_page).draft
    version = drafts.get_version(seen)
    drafts.remove_draft(RegistrationDraft.objects.get())

    with pytest.raises(drafts.DraftGone):
        save(form_page, draft=seen, version=version)

    assert RegistrationDraft.objects.count() == 0


def test_another_address_gets_a_new_link_and_the_old_one_ends(form_page):
    first = save(form_page)
    token = drafts.make_token(first.draft)

    second = save_again(form_page, first.draft, email="juist@voorbeeld.be")

    assert (second.is_mailed, second.is_same_link) == (True, False)
    assert drafts.find_draft(form_page, token) is None
    assert [(row.recipient, row.state) for row in letters()] == [
        (EMAIL, MessageState.CANCELLED),
        ("juist@voorbeeld.be", MessageState.QUEUED),
    ]


def test_capitals_in_an_address_are_the_same_address(form_page):
    first = save(form_page)

    assert save_again(form_page, first.draft, email="Lotte@Voorbeeld.be").is_same_link


def test_an_address_gets_three_letters_an_hour_and_the_next_one_waits(form_page):
    for number in range(5):
        save(form_page, answers={"first_name": [str(number)]})

    now = timezone.now()
    waits = [
        round((row.next_attempt_at - now) / timedelta(hours=1)) for row in letters()
    ]
    assert waits == [0, 0, 0, 1, 1]


def test_nobody_can_fill_a_mailbox(form_page):
    for number in range(20):
        save(form_page, answers={"first_name": [str(number)]})

    assert len(letters()) == 9
    assert RegistrationDraft.objects.count() == 20


def test_erasing_a_draft_opens_nobodys_mailbox_again(form_page):
    mailed = []
    for _number in range(20):
        own = save(form_page, email="plaag@voorbeeld.be").draft
        to_other = drafts.correct_address(draft=own, email=EMAIL)
        mailed.append(to_other.is_mailed)
        back = drafts.correct_address(draft=to_other.draft, email="plaag@voorbeeld.be")
        assert drafts.remove_draft(back.draft)

    assert mailed == [True] * 9 + [False] * 11
    assert letters() == []


def test_turns_of_letters_name_nobody_and_go_with_their_hour(form_page):
    save(form_page)
    turn = LetterTurn.objects.get()

    assert EMAIL not in str(LetterTurn.objects.values().get())
    assert drafts.forget_turns(now=turn.leaves_at + timedelta(minutes=59)) == 0
    assert drafts.forget_turns(now=turn.leaves_at + timedelta(hours=1)) == 1


# How long.


def test_a_draft_is_kept_until_thirty_days_after_the_deadline(form_page):
    put_deadline(form_page, days=10)
    draft = save(form_page).draft

    day = timezone.localdate(form_page.call.closes_at + KEEP)
    assert timezone.localdate(draft.expires_at) == day


def test_a_draft_of_a_day_is_kept_until_the_day():
    form_page = make_day_form()
    draft = save(form_page).draft

    assert timezone.localdate(draft.expires_at) == form_page.subject.date


def test_without_a_deadline_thirty_days_count_from_the_last_save(form_page):
    form_page.call.closes_at = None
    now = timezone.now()

    expires = get_expiry(form_page, now=now)

    assert timezone.localdate(expires) == timezone.localdate(now + KEEP)


def test_what_is_old_is_erased_with_its_letters(form_page):
    draft = save(form_page).draft
    other = save(form_page, answers={"role": ["x"]}).draft
    close(form_page)
    RegistrationDraft.objects.filter(pk=draft.pk).update(expires_at=timezone.now())

    assert drafts.erase_old_drafts(now=timezone.now()) == 1

    assert list(RegistrationDraft.objects.all()) == [other]
    assert [row.draft_id for row in letters()] == [other.pk]


def test_a_later_deadline_keeps_the_drafts_of_the_earlier_one(form_page):
    draft = save(form_page).draft
    RegistrationDraft.objects.filter(pk=draft.pk).update(expires_at=timezone.now())
    put_deadline(form_page, days=20)
    saved_at = draft.saved_at

    assert drafts.erase_old_drafts(now=timezone.now()) == 0

    draft.refresh_from_db()
    assert timezone.localdate(draft.expires_at) == timezone.localdate(
        form_page.call.closes_at + KEEP
    )
    assert draft.saved_at == saved_at


def test_upkeep_erases_and_reminds(form_page):
    old = save(form_page).draft
    put_deadline(form_page, days=2)
    left = save(form_page, answers={"role": ["x"]}, email="an@voorbeeld.be").draft
    age(left, days=4)
    other_form = make_call_form(slug="ander")
    close(other_form)
    RegistrationDraft.objects.filter(pk=old.pk).update(
        expires_at=timezone.now(), page=other_form
    )

    run_upkeep(should_stop=lambda: True)

    assert list(RegistrationDraft.objects.all()) == [left]
    assert len(letters(MessageKind.DRAFT_REMINDER)) == 1


# The reminder.


def remind(form_page, now=None):
    drafts.remind_unfinished(now=now or timezone.now())
    return [row.recipient for row in letters(MessageKind.DRAFT_REMINDER)]


def test_one_reminder_three_days_before_the_deadline(form_page):
    put_deadline(form_page, days=2, hours=23)
    draft = save(form_page).draft
    age(draft, days=4)

    assert remind(form_page) == [EMAIL]
    assert remind(form_page) == [EMAIL]
    draft.refresh_from_db()
    assert draft.reminded_at is not None


def test_a_reminder_leaves_the_version_as_it_was(form_page):
    put_deadline(form_page, days=2)
    draft = save(form_page).draft
    age(draft, days=4)
    version = drafts.get_version(draft)

    remind(form_page)

    draft.refresh_from_db()
    assert drafts.get_version(draft) == version


@pytest.mark.parametrize(
    ("deadline", "saved"),
    [
        ({"days": 3, "hours": 1}, {"days": 9}),  # too early
        ({"days": 2}, {"hours": 23}),  # touched in the last day
        ({"days": 1}, {"hours": 25}),  # begun when the deadline was near
        ({"days": -1}, {"days": 9}),  # over
    ],
)
def test_no_reminder(form_page, deadline, saved):
    draft = save(form_page).draft
    put_deadline(form_page, **deadline)
    age(draft, **saved)

    assert remind(form_page) == []


def test_no_reminder_for_who_registered_meanwhile(form_page):
    put_deadline(form_page, days=2)
    draft = save(form_page).draft
    age(draft, days=4)
    RegistrationFactory(page=form_page, in_review=True, email=EMAIL.upper())

    assert remind(form_page) == []


def test_two_drafts_of_one_person_are_one_reminder_of_the_latest(form_page):
    put_deadline(form_page, days=2)
    older, newer = save(form_page).draft, save(form_page, answers={"role": ["x"]}).draft
    age(older, days=6)
    age(newer, days=5)

    remind(form_page)
    remind(form_page)

    reminders = letters(MessageKind.DRAFT_REMINDER)
    assert [row.draft_id for row in reminders] == [newer.pk]


@pytest.mark.parametrize("item_count", [1, 3])
def test_reminding_asks_the_same_for_every_draft_that_does_not_wait(
    form_page, item_count, django_assert_max_num_queries
):
    for number in range(item_count):
        save(form_page, email=f"{number}@voorbeeld.be")

    with django_assert_max_num_queries(4):
        drafts.remind_unfinished(now=timezone.now())


# The link.


def test_the_link_opens_its_own_draft_only(form_page):
    first, second = save(form_page).draft, save(form_page, answers={}).draft
    token, other = drafts.make_token(first), drafts.make_token(second)

    assert drafts.find_draft(form_page, token) == first
    assert drafts.find_draft(form_page, other) == second
    mixed = f"{token.partition('-')[0]}-{other.partition('-')[2]}"
    assert drafts.find_draft(form_page, mixed) is None


def test_the_link_opens_nothing_on_another_form(form_page):
    token = drafts.make_token(save(form_page).draft)

    assert drafts.find_draft(make_day_form(), token) is None


def test_the_link_ends_with_the_draft(form_page):
    draft = save(form_page).draft
    token = drafts.make_token(draft)

    assert drafts.find_draft(form_page, token, now=draft.expires_at) is None


def test_the_token_after_saving_opens_no_answers(form_page):
    draft = save(form_page).draft
    receipt = drafts.make_receipt_token(draft)

    assert drafts.find_receipt(form_page, receipt).draft == draft
    assert drafts.find_draft(form_page, receipt) is None
    assert drafts.find_receipt(form_page, drafts.make_token(draft)) is None


def test_the_address_is_shown_for_half_an_hour(form_page):
    draft = save(form_page).draft
    receipt = drafts.make_receipt_token(draft)
    later = timezone.now() + timedelta(minutes=31)

    assert drafts.find_receipt(form_page, receipt).is_fresh is True
    assert drafts.find_receipt(form_page, receipt, now=later).is_fresh is False


def test_no_row_holds_the_key(form_page):
    draft = save(form_page).draft
    key = drafts.make_token(draft).partition("-")[2]

    rows = [*RegistrationDraft.objects.values(), *Message.objects.values()]
    assert [row for row in rows if key in str(row)] == []


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text() | st.from_regex(r"[0-9a-z]{1,14}-[0-9a-f]{40}", fullmatch=True))
@example("1-" + "0" * 40)
@example("zzzzzzzzzzzzz-" + "0" * 40)
@example("-1-" + "0" * 40)
@example("\u0661-" + "0" * 40)
@example("1\x00-" + "0" * 40)
@example("1-\ud800" + "0" * 39)
@example("1-\ud800-" + "0" * 40)
def test_no_invented_token_opens_anything(form_page, token):
    if not RegistrationDraft.objects.exists():
        save(form_page)

    assert drafts.find_draft(form_page, token) is None
    assert drafts.find_receipt(form_page, token) is None


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_no_changed_token_opens_anything(form_page, data):
    draft = RegistrationDraft.objects.first() or save(form_page).draft
    make, find = data.draw(
        st.sampled_from(
            [
                (drafts.make_token, drafts.find_draft),
                (drafts.make_receipt_token, drafts.find_receipt),
            ]
        )
    )
    token = make(draft)
    place = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.characters().filter(lambda sign: sign != token[place]))

    assert find(form_page, token) is not None
    assert find(form_page, token[:place] + sign + token[place + 1 :]) is None
