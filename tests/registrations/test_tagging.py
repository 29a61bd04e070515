"""Tags: facts on a registration, put by whoever reads, kept by whoever leads."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from registrations.enums import TieKind
from registrations.models import RegistrationTag, TagUse
from registrations.services.errors import NotAllowed
from registrations.services.tagging import TagInUse, add_tag, delete_tag, set_tags
from registrations.services.ties import declare_tie
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags():
    labels = ("brengt een case mee", "eerste traject", "oud woord")
    rows = [RegistrationTag.objects.create(label=label) for label in labels]
    rows[2].is_active = False
    rows[2].save()
    return rows


@pytest.fixture
def registration(team):
    return RegistrationFactory()


def get_labels(registration):
    return [use.tag.label for use in registration.tag_uses.select_related("tag")]


def test_tags_are_exactly_those_that_were_ticked(team, registration, tags):
    case, first, _old = tags
    set_tags(registration=registration, user=team.reader, tags=[case])
    set_tags(registration=registration, user=team.reader_two, tags=[case, first])
    assert get_labels(registration) == ["brengt een case mee", "eerste traject"]
    # Who put it there first stays known.
    assert registration.tag_uses.get(tag=case).user == team.reader
    set_tags(registration=registration, user=team.reader, tags=[first])
    assert get_labels(registration) == ["eerste traject"]


def test_tag_that_went_out_of_use_is_not_taken_away_unseen(team, registration, tags):
    TagUse.objects.create(registration=registration, tag=tags[2], user=team.reader)
    set_tags(registration=registration, user=team.reader, tags=[])
    assert get_labels(registration) == ["oud woord"]


def test_tag_keeps_the_name_of_who_put_it(team, registration, tags):
    set_tags(registration=registration, user=team.reader, tags=tags[:1])
    team.reader.delete()
    use = registration.tag_uses.get()
    assert (use.user, use.user_name) == (None, "Lena")


def test_log_says_once_that_something_was_tagged_and_not_what(team, registration, tags):
    for _ in "12":
        set_tags(registration=registration, user=team.reader, tags=tags[:1])
    entry = ModelLogEntry.objects.get(action="registrations.tag")
    assert (entry.user, entry.label, entry.data) == (
        team.reader,
        registration.reference,
        {},
    )


@pytest.mark.parametrize("who", ["editor", "guest"])
def test_tags_are_for_who_reads_or_decides(team, registration, tags, who):
    with pytest.raises(NotAllowed):
        set_tags(registration=registration, user=getattr(team, who), tags=tags[:1])


def test_nothing_is_tagged_when_one_of_several_is_closed(team, registration, tags):
    other = RegistrationFactory(page=registration.page)
    declare_tie(registration=other, user=team.reader, kind=TieKind.COLLEAGUE)
    rows = [registration, other]
    with pytest.raises(NotAllowed):
        add_tag(registrations=rows, tag=tags[0], user=team.reader)
    assert TagUse.objects.count() == 0
    assert add_tag(registrations=rows, tag=tags[0], user=team.lead) == 2
    assert add_tag(registrations=rows, tag=tags[0], user=team.lead) == 0


def test_tag_in_use_is_switched_off_and_not_deleted(team, registration, tags):
    set_tags(registration=registration, user=team.reader, tags=tags[:1])
    with pytest.raises(TagInUse):
        delete_tag(tag=tags[0])
    delete_tag(tag=tags[1])
    assert RegistrationTag.objects.count() == 2


def test_lead_keeps_the_tags_on_a_screen_of_their_own(client, team, registration, tags):
    client.force_login(team.lead)
    index = reverse("registers_tags_modeladmin_index")
    assert b"eerste traject" in client.get(index).content
    create = reverse("registers_tags_modeladmin_create")
    client.post(create, {"label": "brengt cijfers mee", "is_active": "on"})
    assert RegistrationTag.objects.get(label="brengt cijfers mee").is_active
    set_tags(registration=registration, user=team.reader, tags=tags[:1])
    delete = reverse("registers_tags_modeladmin_delete", args=[tags[0].pk])
    response = client.post(delete, follow=True)
    *_earlier, message = response.context["messages"]
    assert str(TagInUse.message) in str(message)
    client.post(reverse("registers_tags_modeladmin_delete", args=[tags[1].pk]))
    assert not RegistrationTag.objects.filter(pk=tags[1].pk).exists()
    client.force_login(team.reader)
    assert client.get(index).status_code == 302
