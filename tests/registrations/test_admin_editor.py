"""An editor of pages sees no registration: a planted name is looked for everywhere."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from registrations.models import Registration
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db
PLANTED = "Zonnebloemenveld"
# Leaving, and pages that answer with a file or change a session.
SKIPPED = re.compile(r"logout|/sprite/|jsi18n|/static/|/media/|#|^mailto:")


@pytest.fixture
def planted(team):
    """A registration that stands at a step which was given to the editors."""
    workflow = Workflow.objects.get(name="Beoordeling")
    step = GroupApprovalTask.objects.create(name="Akkoord")
    step.groups.set(Group.objects.filter(name__in=["Redactie", "Eindredactie"]))
    WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=-1)
    registration = RegistrationFactory(
        first_name=PLANTED,
        last_name=PLANTED,
        organisation=PLANTED,
        email=f"{PLANTED}@voorbeeld.be".lower(),
        motivation=PLANTED,
    )
    assert registration.current_workflow_task.name == "Akkoord"
    RegistrationFactory(
        page=registration.page, last_name=PLANTED, selected=True, motivation=PLANTED
    )
    return registration


def crawl(client, start, limit=80):
    """Follow every link of the admin from `start`; yield addresses and pages."""
    queue, seen = [*start], set()
    while queue and len(seen) < limit:
        url = queue.pop(0)
        path = url.split("?")[0]
        if path in seen or SKIPPED.search(url):
            continue
        seen.add(path)
        response = client.get(url, follow=True)
        if "html" not in response.headers.get("Content-Type", ""):
            continue
        html = response.content.decode()
        yield url, response.status_code, html
        links = re.findall(r'(?:href|data-[a-z-]*url[a-z-]*)="(/admin/[^"]*)"', html)
        queue += [unescape(link) for link in links]


@pytest.mark.parametrize("who", ["editor", "chief_editor"])
def test_editor_finds_no_registration_anywhere(client, team, planted, who):
    client.force_login(getattr(team, who))
    form_page, place = planted.page, planted.workplace_first
    start = [
        reverse("wagtailadmin_home"),
        "/admin/registrations/",
        f"/admin/registrations/edit/{planted.pk}/",
        "/admin/messages/",
        "/admin/forms/",
        f"/admin/forms/submissions/{form_page.pk}/",
        "/admin/reports/site-history/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/snippets/",
        f"/admin/pages/{form_page.pk}/edit/",
        f"/admin/pages/{form_page.pk}/usage/",
        f"/admin/pages/{place.pk}/usage/",
        f"/admin/pages/{place.pk}/delete/",
        f"/admin/pages/{form_page.pk}/delete/",
        f"/admin/pages/search/?q={PLANTED}",
        f"/admin/users/?q={PLANTED}",
        "/admin/registrations/answeroption/",
        "/admin/registers/exports/",
        "/admin/registers/delivery-attempts/",
    ]
    references = list(Registration.objects.values_list("reference", flat=True))
    # The form's editor explains numbers with an example that may be a real one.
    example = str(form_page._meta.get_field("reference_prefix").help_text)
    shown = []
    for url, status, html in crawl(client, start):
        assert status < 500, url
        html = html.replace(example, "")
        # A search page repeats what was searched for.
        html = html.replace(f'value="{PLANTED}"', "")
        words = [PLANTED.lower(), *references]
        if "search" not in url and any(
            word in html.lower() or word in html for word in words
        ):
            shown.append(url)
    assert shown == []


def test_editor_menu_has_no_item_of_ours(client, team, planted):
    client.force_login(team.editor)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    for url in (
        "/admin/registrations/",
        "/admin/registrations/decisions/",
        "/admin/messages/",
        "/admin/registers/",
    ):
        assert f'"{url}"' not in html


def test_number_on_the_dashboard_stays_on_one_line(client, team):
    RegistrationFactory(received=True)
    client.force_login(team.reader)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert '<td class="title registration-number">' in html
    assert "registrations/css/desk.css" in html


def test_dashboard_tells_the_team_what_waits(client, team):
    registration = RegistrationFactory()
    client.force_login(team.reader)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("registrations:edit", args=[registration.pk]) in html


def test_log_of_the_site_shows_a_superuser_numbers_only(client, team, planted):
    client.force_login(team.boss)
    text = client.get("/admin/reports/site-history/").content.decode()
    assert planted.reference in text
    assert PLANTED not in text


def test_reports_of_workflows_are_about_pages(client, team, planted):
    client.force_login(team.boss)
    for url in ("/admin/reports/workflow/", "/admin/reports/workflow_tasks/"):
        response = client.get(url)
        assert response.status_code == 200
        assert planted.reference not in response.content.decode()
