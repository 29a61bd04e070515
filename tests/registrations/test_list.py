"""The list of registrations: whom its filters, order and cells tell what."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.enums import RegistrationState
from registrations.filters import SORT_KEYS
from registrations.models import (
    Assignment,
    Availability,
    ReaderProfile,
    Registration,
    RegistrationFormField,
    RegistrationTag,
    Review,
    ReviewRound,
    SavedView,
    TagUse,
)
from registrations.services.actions import take_action
from registrations.services.list_preferences import (
    MOST_VIEWS,
    TooManyViews,
    keep_columns,
    keep_view,
)
from tests.factories.registrations import (
    AnswerOptionFactory,
    FormPageFactory,
    MunicipalityFactory,
    RegistrationFactory,
)
from workplaces.models import Session

pytestmark = pytest.mark.django_db
S = RegistrationState
LIST = "/admin/registrations/"


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def list_as(client):
    def get(user, query="", **headers):
        client.force_login(user)
        response = client.get(f"{LIST}?{query}")
        assert response.status_code == 200
        return response

    return get


def get_references(response):
    return [row.reference for row in response.context["object_list"]]


def forward(registration, user):
    """Complete the screening, so that the registration is being read."""
    task_state = registration.current_workflow_state.current_task_state
    take_action(
        registration=registration,
        task_state_id=task_state.pk,
        action="approve",
        user=user,
    )


def make_read(form_page, team, *, mean, spread=0, by=()):
    """A registration in the reading step, with scores of other readers."""
    registration = RegistrationFactory(page=form_page)
    forward(registration, team.reader)
    for reader in by:
        Review.objects.create(registration=registration, reader=reader, advice="yes")
    Registration.objects.filter(pk=registration.pk).update(
        review_count=2, score_mean=Decimal(mean), score_spread=spread
    )
    return registration


# Scores


def test_score_stands_with_its_spread_once_ones_own_is_in(list_as, team, form_page):
    make_read(form_page, team, mean="2.25", spread=2, by=[team.reader, team.reader_two])
    html = list_as(team.reader).content.decode()
    assert "2,3" in html
    assert "± 2" in html
    assert "registration-spread--large" in html


def test_score_is_hidden_before_ones_own(list_as, team, form_page):
    make_read(form_page, team, mean="2.25", spread=2, by=[team.reader_two])
    html = list_as(team.reader).content.decode()
    assert "2,3" not in html
    assert "± 2" not in html
    assert "registration-hidden" in html


@pytest.mark.parametrize(
    "query",
    ["score_min=0", "score_max=3", "spread_min=0", "spread_max=3", "disputed=yes"],
)
def test_score_filter_finds_no_row_whose_score_is_hidden(
    list_as, team, form_page, query
):
    seen = make_read(form_page, team, mean="1.00", spread=2, by=[team.reader])
    make_read(form_page, team, mean="2.00", spread=2, by=[team.reader_two])
    assert get_references(list_as(team.reader, query)) == [seen.reference]


def test_score_filter_keeps_to_its_bounds(list_as, team, form_page):
    low, high = (
        make_read(form_page, team, mean=mean, by=[team.reader])
        for mean in ("1.00", "2.50")
    )
    assert get_references(list_as(team.reader, "score_max=1.5")) == [low.reference]
    assert get_references(list_as(team.reader, "score_min=1.5")) == [high.reference]


@pytest.mark.parametrize("ordering", ["score_mean", "-score_mean"])
def test_hidden_score_does_not_move_a_row(list_as, team, form_page, ordering):
    hidden = [
        make_read(form_page, team, mean=mean, by=[team.reader_two])
        for mean in ("0.10", "2.90", "1.00")
    ]
    seen = make_read(form_page, team, mean="1.50", by=[team.reader])
    found = get_references(list_as(team.reader, f"ordering={ordering}"))
    newest_first = [row.reference for row in reversed(hidden)]
    assert found == [seen.reference, *newest_first]


# Names and facts


@pytest.fixture
def hiding(form_page):
    return ReviewRound.objects.create(
        form_page=form_page, hides_names=True, hides_facts=True
    )


def test_hidden_name_is_in_no_cell_search_or_order(list_as, team, form_page, hiding):
    secret = RegistrationFactory(page=form_page, last_name="Aardappel")
    other = RegistrationFactory(page=form_page, last_name="Zonneveld")
    html = list_as(team.reader).content.decode()
    assert "Aardappel" not in html
    assert get_references(list_as(team.reader, "q=Aardappel")) == []
    newest_first = [other.reference, secret.reference]
    for ordering in ("last_name", "-last_name", "organisation", "-organisation"):
        found = get_references(list_as(team.reader, f"ordering={ordering}"))
        assert found == newest_first
    assert get_references(list_as(team.reader, f"q={secret.reference}")) == [
        secret.reference
    ]


def test_names_of_another_form_are_still_found(list_as, team, form_page, hiding):
    open_form = FormPageFactory(slug="anders")
    known = RegistrationFactory(page=open_form, last_name="Aardappel")
    RegistrationFactory(page=form_page, last_name="Aardappel")
    response = list_as(team.reader, "q=Aardappel")
    assert get_references(response) == [known.reference]
    assert "Aardappel" in response.content.decode()


def test_fact_filters_find_no_row_whose_facts_are_hidden(
    list_as, team, form_page, hiding
):
    kind = AnswerOptionFactory()
    place = MunicipalityFactory()
    facts = {"organisation_type": kind, "municipality": place}
    RegistrationFactory(page=form_page, **facts)
    known = RegistrationFactory(page=FormPageFactory(slug="anders"), **facts)
    for query in (f"organisation_type={kind.pk}", f"region={place.region.pk}"):
        assert get_references(list_as(team.reader, query)) == [known.reference]
    assert len(get_references(list_as(team.boss, query))) == 1


def test_fact_that_an_editor_closed_is_not_found_nor_shown(list_as, team, form_page):
    """A form published before the list knew these columns may have closed them."""
    kind = AnswerOptionFactory(label="Heel bijzonder")
    RegistrationFactory(page=form_page, organisation_type=kind)
    keep_columns(user=team.boss, columns=["organisation_type", "state"])
    shown = '<span class="registration-hidden">'
    assert shown not in list_as(team.boss).content.decode()
    RegistrationFormField.objects.create(
        page=form_page,
        clean_name="organisation_type",
        label="Soort",
        field_type="core_organisation_type",
        visibility="statistics",
    )
    assert shown in list_as(team.boss).content.decode()
    query = f"organisation_type={kind.pk}"
    assert get_references(list_as(team.boss, query)) == []


# Other filters


def test_filters_on_ones_own_reading_and_assignment(list_as, team, form_page):
    read, asked, new = RegistrationFactory.create_batch(3, page=form_page)
    Review.objects.create(registration=read, reader=team.reader, advice="yes")
    Assignment.objects.create(registration=asked, reader=team.reader)
    Assignment.objects.create(registration=new, reader=team.reader_two)
    expected = {
        "reading=read": [read],
        "reading=unread": [new, asked],
        "assigned=me": [asked],
        "assigned=somebody": [new, asked],
        "assigned=nobody": [read],
    }
    found = {query: get_references(list_as(team.reader, query)) for query in expected}
    assert found == {
        query: [row.reference for row in rows] for query, rows in expected.items()
    }


def test_filter_on_tag_and_meetings(list_as, team, form_page):
    here, there = RegistrationFactory.create_batch(2, page=form_page)
    tag = RegistrationTag.objects.create(label="brengt een case mee")
    TagUse.objects.create(registration=here, tag=tag)
    first, second = Session.objects.all()[:2]
    for row, keys in ((here, [first.key, second.key]), (there, [first.key])):
        for key in keys:
            Availability.objects.create(registration=row, session_key=key)
    Availability.objects.create(
        registration=there, session_key=second.key, can_attend=False
    )
    expected = {
        f"tag={tag.pk}": [here],
        f"session={first.key}": [there, here],
        f"session={first.key}&session={second.key}": [here],
    }
    for query, rows in expected.items():
        found = get_references(list_as(team.reader, query))
        assert found == [row.reference for row in rows]


def test_filters_say_how_many_and_show_what_is_on(list_as, team, form_page):
    RegistrationFactory.create_batch(2, page=form_page)
    RegistrationFactory(page=form_page, declined=True)
    response = list_as(team.reader, "state=received")
    label = f"{S.RECEIVED.label} (2)"
    assert label in response.content.decode()
    pills = [pill.value for pill in response.context["view"].active_filters]
    assert [str(value) for value in pills] == [str(S.RECEIVED.label)]


@pytest.mark.parametrize("key", SORT_KEYS)
def test_list_sorts_by_every_key(list_as, team, form_page, key):
    RegistrationFactory.create_batch(2, page=form_page)
    for ordering in (key, f"-{key}"):
        assert len(get_references(list_as(team.boss, f"ordering={ordering}"))) == 2


# Columns


def test_columns_are_ones_own_and_cost_the_same_for_three_rows(client, team, form_page):
    keep_columns(user=team.lead, columns=["tags", "readers", "region", "score", "name"])
    tag = RegistrationTag.objects.create(label="brengt een case mee")
    client.force_login(team.lead)

    def add():
        row = make_read(form_page, team, mean="1.00", by=[team.lead])
        TagUse.objects.create(registration=row, tag=tag)
        Assignment.objects.create(registration=row, reader=team.reader)

    def count():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(LIST)
        return len(queries), len(get_references(response))

    add()
    count()
    one, rows = count()
    add()
    add()
    assert (count(), rows) == ((one, 3), 1)
    names = [column.name for column in client.get(LIST).context["view"].columns]
    assert names[2:] == ["tags", "readers", "region", "score", "name"]


def test_columns_are_chosen_without_a_script(client, team):
    client.force_login(team.reader)
    url = reverse("registrations:columns")
    assert client.get(url).status_code == 200
    data = {"state_shown": "on", "state_place": 2, "tags_shown": "on", "tags_place": 1}
    assert client.post(url, data).url == LIST
    profile = ReaderProfile.objects.get(user=team.reader)
    assert profile.list_columns == ["tags", "state"]
    assert client.post(url, {}).status_code == 422
    client.post(url, {"usual": "1"})
    profile.refresh_from_db()
    assert profile.list_columns == []


def test_column_of_readers_is_for_who_arranges_the_reading(client, team, form_page):
    RegistrationFactory(page=form_page)
    for user in (team.reader, team.lead):
        keep_columns(user=user, columns=["readers", "state"])
    names = {}
    for user in (team.reader, team.lead):
        client.force_login(user)
        columns = client.get(LIST).context["view"].columns
        names[user.username] = [column.name for column in columns][2:]
    assert names == {"lezer1": ["state"], "leider": ["readers", "state"]}


# Lists under a name


def test_list_is_kept_without_the_words_that_were_searched(client, team, form_page):
    client.force_login(team.reader)
    words = {"state": "received", "q": "Aardappel", "ordering": "-reference", "p": "2"}
    url = f"{reverse('registrations:save_view')}?{urlencode(words)}"
    response = client.post(url, {"name": "Nieuw"})
    view = SavedView.objects.get()
    assert view.query == "ordering=-reference&state=received"
    assert response.url == f"{LIST}?{view.query}"
    assert "Aardappel" not in client.get(LIST).content.decode()


def test_service_drops_a_searched_word_too(team):
    view = keep_view(user=team.reader, name="x", query="q=Aardappel&state=received")
    assert view.query == "state=received"


def test_kept_lists_are_ones_own_or_shared(client, team):
    keep_view(user=team.reader, name="Van mij", query="state=received")
    keep_view(
        user=team.reader_two, name="Van ons", query="disputed=yes", is_shared=True
    )
    keep_view(user=team.reader_two, name="Van haar", query="held=yes")
    client.force_login(team.reader)
    views = [item["view"].name for item in client.get(LIST).context["saved_views"]]
    assert views == ["Van mij", "Van ons"]


def test_kept_list_is_deleted_by_its_owner_or_a_lead_reader(client, team):
    view = keep_view(user=team.reader, name="Van ons", query="", is_shared=True)
    url = reverse("registrations:delete_view", args=[view.pk])
    client.force_login(team.reader_two)
    client.post(url)
    assert client.get(url).status_code == 405
    assert SavedView.objects.count() == 1
    client.force_login(team.lead)
    client.post(url)
    assert SavedView.objects.count() == 0


def test_kept_list_of_somebody_else_does_not_exist(client, team):
    view = keep_view(user=team.reader, name="Van mij", query="")
    client.force_login(team.lead)
    url = reverse("registrations:delete_view", args=[view.pk])
    assert client.post(url).status_code == 404


def test_same_name_replaces_and_thirty_are_enough(team):
    for number in range(MOST_VIEWS):
        keep_view(user=team.reader, name=str(number), query="")
    keep_view(user=team.reader, name="0", query="held=yes")
    assert SavedView.objects.get(name="0").query == "held=yes"
    with pytest.raises(TooManyViews):
        keep_view(user=team.reader, name="een te veel", query="")


@pytest.mark.parametrize("name", ["columns", "save_view"])
def test_list_preferences_are_for_who_sees_the_list(client, team, name):
    client.force_login(team.editor)
    url = reverse(f"registrations:{name}")
    assert client.get(url).status_code == 302
    client.post(url, {"name": "x", "state_shown": "on"})
    assert SavedView.objects.count() == 0
    assert ReaderProfile.objects.count() == 0
