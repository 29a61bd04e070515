"""The list of registrations: who sees what, filters, bulk actions."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.admin.listing import get_date, get_state_label
from registrations.enums import RegistrationState
from registrations.models import Decision, Registration
from registrations.services.decision import propose_decision
from tests.factories.registrations import (
    FormPageFactory,
    RegistrationFactory,
    get_places,
)

from .release_scene import get_release_url, read_screen, release_on_screen

pytestmark = pytest.mark.django_db
S = RegistrationState
LIST = "/admin/registrations/"


def get_references(response):
    return [row.reference for row in response.context["object_list"]]


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def list_as(client):
    def get(user, query="", url=LIST):
        client.force_login(user)
        return client.get(f"{url}?{query}")

    return get


def is_refused(response) -> bool:
    """Whether Wagtail sent the user away, or the page does not exist."""
    if response.status_code == 302:
        to = response.url.split("?")[0]
        return to in (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    return response.status_code in (403, 404)


# Who comes in

STOCK_VIEWS = [
    ("add", ()),
    ("delete", ("pk",)),
    ("usage", ("pk",)),
    ("lock", ("pk",)),
    ("unlock", ("pk",)),
    ("unpublish", ("pk",)),
    ("revisions_revert", ("pk", "revision")),
    ("revisions_unschedule", ("pk", "revision")),
    ("revisions_compare", ("pk", "live", "latest")),
    ("confirm_workflow_cancellation", ("pk",)),
]


@pytest.mark.parametrize(("name", "names"), STOCK_VIEWS)
@pytest.mark.parametrize("who", ["boss", "decider", "reader", "editor"])
def test_stock_views_are_closed_for_everybody(client, team, who, name, names):
    registration = RegistrationFactory()
    values = {"pk": registration.pk, "revision": registration.latest_revision_id}
    args = [values.get(part, part) for part in names]
    client.force_login(getattr(team, who))
    url = reverse(f"registrations:{name}", args=args)
    assert is_refused(client.get(url))
    assert is_refused(client.post(url))
    assert Registration.objects.filter(pk=registration.pk, locked=False).count() == 1


def test_no_chooser_and_no_copy_exist(client, team):
    client.force_login(team.boss)
    registration = RegistrationFactory()
    for url in (
        "/admin/snippets/choose/registrations/registration/",
        "/admin/snippets/registrations/registration/",
        f"/admin/registrations/copy/{registration.pk}/",
        f"/admin/registrations/preview/{registration.pk}/",
    ):
        assert client.get(url).status_code == 404


def get_our_urls(registration, decision):
    step = registration.current_workflow_state.current_task_state
    pk = registration.pk
    return {
        "list": LIST,
        "results": reverse("registrations:list_results"),
        "desk": reverse("registrations:edit", args=[pk]),
        "history": reverse("registrations:history", args=[pk]),
        "act": reverse("registrations:act", args=[pk, "review"]),
        "step": reverse("registrations:workflow_action", args=[pk, "ask", step.pk]),
        "decisions": reverse("registrations:decisions"),
        "release": f"{reverse('registrations:release')}?decision={decision.pk}",
        "export": reverse("registrations:export"),
        "bulk": "/admin/bulk/registrations/registration/release_decisions/"
        f"?id={pk}&next={LIST}",
    }


TEAM_ONLY = {"list", "results", "desk", "history", "act", "step"}
DECIDERS_ONLY = {"decisions", "release", "export", "bulk"}


@pytest.mark.parametrize(
    ("who", "open_to"),
    [
        ("boss", TEAM_ONLY | DECIDERS_ONLY),
        ("decider", TEAM_ONLY | DECIDERS_ONLY),
        ("reader", TEAM_ONLY),
        ("editor", set()),
        ("chief_editor", set()),
        ("guest", set()),
    ],
)
def test_each_role_opens_its_own_screens(client, team, who, open_to):
    registration = RegistrationFactory(in_review=True)
    decision = propose_decision(
        registration=registration,
        state=S.DECLINED,
        workplace=None,
        reason="Omdat.",
        proposed_by=team.decider,
    )
    client.force_login(getattr(team, who))
    urls = get_our_urls(registration, decision)
    opened = {name for name, url in urls.items() if not is_refused(client.get(url))}
    assert opened == open_to
    if not open_to:
        assert all(is_refused(client.post(url)) for url in urls.values())
    assert Decision.objects.open().count() == 1


def test_right_to_view_is_asked_even_with_the_right_to_decide(client, team):
    registration = RegistrationFactory()
    for group in team.decider.groups.all():
        group.permissions.remove(
            *group.permissions.filter(codename="view_registration")
        )
    client.force_login(team.decider)
    url = reverse("registrations:act", args=[registration.pk, "withdraw"])
    assert is_refused(client.post(url, {"text": "Belde."}))
    assert Registration.objects.get().state == S.RECEIVED


# The list


def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, team, form_page):
    client.force_login(team.decider)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    RegistrationFactory(page=form_page, selected=True)
    count()  # warms Wagtail's caches
    one = count()
    RegistrationFactory.create_batch(2, page=form_page, selected=True)
    assert count() == one


def test_list_filters_by_state_and_workplace(list_as, team, form_page):
    first, second = get_places(form_page)
    received = RegistrationFactory(page=form_page, workplace_second=None)
    declined = RegistrationFactory(page=form_page, declined=True)
    held = RegistrationFactory(page=form_page, held=True)
    boss = team.boss
    assert get_references(list_as(boss, "state=declined")) == [declined.reference]
    assert get_references(list_as(boss, "held=yes")) == [held.reference]
    assert received.reference in get_references(list_as(boss, f"workplace={first.pk}"))
    assert received.reference not in get_references(
        list_as(boss, f"workplace={second.pk}")
    )


@pytest.mark.parametrize("query", ["onbekend=1", "state__foo=1", "p=x", "ordering=x"])
def test_list_forgives_unknown_parameters(list_as, team, form_page, query):
    registration = RegistrationFactory(page=form_page)
    response = list_as(team.reader, query)
    assert get_references(response) == [registration.reference]


@pytest.mark.parametrize("query", ["state=nonsense", "workplace=x", "placed_in=999999"])
def test_list_shows_nothing_for_a_filter_that_cannot_be(
    list_as, team, form_page, query
):
    RegistrationFactory(page=form_page)
    assert get_references(list_as(team.decider, query)) == []


@pytest.mark.parametrize(
    "words", ["Vandamme", "sofie vandamme", "DE VONK", "zoek@", "CVM26"]
)
def test_list_searches_number_name_organisation_and_address(
    list_as, team, form_page, words
):
    registration = RegistrationFactory(
        page=form_page, last_name="Vandamme", email="zoek@voorbeeld.be"
    )
    query = urlencode({"q": words})
    assert get_references(list_as(team.reader, query)) == [registration.reference]
    assert get_references(list_as(team.reader, "q=bestaatniet")) == []


def test_list_marks_a_held_registration(list_as, team, form_page):
    registration = RegistrationFactory(page=form_page, held=True)
    label = get_state_label(registration)
    assert label != registration.get_state_display()
    assert str(label) in list_as(team.reader).content.decode()


# Bulk actions


def release_in_bulk(client, query):
    """Choose in the list, which leads to the screen of the release, and go on there."""
    url = "/admin/bulk/registrations/registration/release_decisions/"
    response = client.post(f"{url}?{query}&next={LIST}")
    if response.status_code != 302 or "/decisions/release/" not in response.url:
        return response
    return release_on_screen(client, response.url)


@pytest.fixture
def proposed(team, form_page):
    first, second = get_places(form_page)
    rows = [
        RegistrationFactory(page=form_page, in_review=True, workplace_first=first),
        RegistrationFactory(
            page=form_page,
            in_review=True,
            workplace_first=second,
            workplace_second=None,
        ),
    ]
    for row in rows:
        propose_decision(
            registration=row,
            state=S.SELECTED,
            workplace=row.workplace_first,
            reason="",
            proposed_by=team.decider,
        )
    return rows


def get_states(rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def test_bulk_all_respects_the_filter(client, team, form_page, proposed):
    client.force_login(team.decider)
    first = get_places(form_page)[0]
    response = release_in_bulk(client, f"id=all&workplace={first.pk}")
    assert response.status_code == 302
    assert get_states(proposed) == [S.SELECTED, S.IN_REVIEW]


def test_bulk_all_respects_the_search(client, team, proposed):
    client.force_login(team.decider)
    release_in_bulk(client, f"id=all&q={proposed[1].reference}")
    assert get_states(proposed) == [S.IN_REVIEW, S.SELECTED]


@pytest.mark.parametrize("query", ["id=all&state=nonsense", "id=x", "id=999999", ""])
def test_bulk_with_a_broken_choice_takes_nothing(client, team, proposed, query):
    client.force_login(team.decider)
    release_in_bulk(client, query)
    assert get_states(proposed) == [S.IN_REVIEW, S.IN_REVIEW]


def test_bulk_asks_first(client, team, proposed):
    client.force_login(team.decider)
    url = "/admin/bulk/registrations/registration/release_decisions/"
    for send in (client.get, client.post):
        response = send(f"{url}?id=all&next={LIST}", follow=True)
        assert proposed[0].reference in response.content.decode()
        assert get_states(proposed) == [S.IN_REVIEW, S.IN_REVIEW]


def test_bulk_release_is_all_or_nothing(client, team, form_page, proposed):
    place = proposed[1].workplace_first
    place.capacity_max = 0
    place.save()
    client.force_login(team.decider)
    response = release_in_bulk(client, "id=all")
    assert response.status_code == 422
    assert get_states(proposed) == [S.IN_REVIEW, S.IN_REVIEW]


def test_bulk_lets_held_ones_through(client, team, form_page):
    held = RegistrationFactory(page=form_page, held=True)
    other = RegistrationFactory(page=form_page, declined=True)
    client.force_login(team.decider)
    url = "/admin/bulk/registrations/registration/release_holds/"
    client.post(f"{url}?id=all&next={LIST}")
    assert get_states([held, other]) == [S.RECEIVED, S.DECLINED]


def add_proposals(team, form_page, number):
    for _each in range(number):
        registration = RegistrationFactory(page=form_page, in_review=True)
        registration.decisions.create(
            proposed_state=S.SELECTED,
            proposed_workplace=registration.workplace_first,
            proposed_by=team.decider,
        )


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("decider", f"{LIST}decisions/"),
        ("decider", "/admin/"),
        ("reader", "/admin/"),
    ],
)
def test_screen_takes_as_many_queries_for_three_as_for_one(
    client, team, form_page, who, url
):
    client.force_login(getattr(team, who))

    def count():
        with CaptureQueriesContext(connection) as queries:
            html = client.get(url).content.decode()
        shown = [row for row in Registration.objects.all() if row.reference in html]
        return len(queries), len(shown)

    add_proposals(team, form_page, 1)
    count()
    one, shown = count()
    assert shown == 1
    add_proposals(team, form_page, 2)
    assert count() == (one, 3)


def test_proposal_is_released_only_while_nothing_is_asked(team, form_page):
    add_proposals(team, form_page, 1)
    decision = Decision.objects.get()
    assert decision.can_be_released is True
    decision.registration.state = S.INFO_REQUESTED
    assert decision.can_be_released is False
    assert list(Decision.objects.visible_to(team.reader)) == [decision]
    assert list(Decision.objects.visible_to(team.editor)) == []


@pytest.mark.parametrize("who", ["boss", "decider"])
@pytest.mark.parametrize("model", ["registration", "message"])
def test_bulk_delete_does_not_exist(client, team, form_page, who, model):
    RegistrationFactory(page=form_page)
    client.force_login(getattr(team, who))
    url = f"/admin/bulk/registrations/{model}/delete/?id=all"
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert Registration.objects.count() == 1


def test_bulk_is_refused_to_a_reader(client, team, proposed):
    client.force_login(team.reader)
    release_in_bulk(client, "id=all")
    assert get_states(proposed) == [S.IN_REVIEW, S.IN_REVIEW]


# The decisions screen


def test_decisions_are_released_together_after_a_question(client, team, proposed):
    client.force_login(team.decider)
    html = client.get(reverse("registrations:decisions")).content.decode()
    assert all(row.reference in html for row in proposed)
    response = client.get(get_release_url())
    assert len(response.context["plan"].decisions) == 2
    assert get_states(proposed) == [S.IN_REVIEW, S.IN_REVIEW]
    client.post(reverse("registrations:release"), read_screen(response))
    assert get_states(proposed) == [S.SELECTED, S.SELECTED]


def test_decisions_say_what_stands_in_the_way(client, team, proposed):
    place = proposed[1].workplace_first
    place.capacity_max = 0
    place.save()
    client.force_login(team.decider)
    response = release_on_screen(client)
    assert response.status_code == 422
    assert place.title in response.context["error"]
    assert get_states(proposed) == [S.IN_REVIEW, S.IN_REVIEW]


def test_stale_release_leads_back(client, team, proposed):
    client.force_login(team.decider)
    url = reverse("registrations:release")
    sent = read_screen(client.get(get_release_url()))
    client.post(url, sent)
    for again in (sent, {"decision": ["x"]}, {"form": "x"}, {}):
        response = client.post(url, again)
        assert response.url == reverse("registrations:decisions")
    assert client.get(url).url == reverse("registrations:decisions")


def test_list_writes_the_month_as_dutch_does():
    received = timezone.make_aware(timezone.datetime(2026, 11, 22, 9, 5))
    assert get_date(Registration(submit_time=received)) == "22 nov 2026, 09.05"
