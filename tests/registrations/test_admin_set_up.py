"""Groups, workflows, the audit log, and Wagtail's own mails."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils.translation import override, pgettext
from wagtail.admin.menu import help_menu
from wagtail.contrib.forms.models import FORM_FIELD_CHOICES
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Task, Workflow, WorkflowPage

import registrations
from cultuurplekken.setup.groups import (
    GIVEN,
    LATER_GROUPS,
    PERMISSIONS,
    create_groups_and_workflows,
    find_permission,
)
from home.models import HomePage
from registrations.models import Registration, ReviewTask, ScreeningTask
from registrations.models.form_field import FIELD_TYPE_CHOICES
from tests.factories.registrations import RegistrationFactory, StaffFactory

pytestmark = pytest.mark.django_db


def test_set_up_twice_makes_nothing_twice():
    create_groups_and_workflows()
    counts = Group.objects.count(), Workflow.objects.count(), Task.objects.count()
    create_groups_and_workflows()
    assert counts == (
        Group.objects.count(),
        Workflow.objects.count(),
        Task.objects.count(),
    )


def test_set_up_leaves_what_staff_changed():
    create_groups_and_workflows()
    readers = Group.objects.get(name="Lezers")
    readers.name = "Beoordelaars"
    readers.save()
    readers.permissions.clear()
    ReviewTask.objects.update(reviews_needed=3, name="Lezen")
    Workflow.objects.filter(name="Beoordeling").update(active=False)
    create_groups_and_workflows()
    assert Group.objects.filter(name="Lezers").count() == 0
    assert readers.permissions.count() == 0
    assert ReviewTask.objects.get().reviews_needed == 3
    assert Workflow.objects.get(name="Beoordeling").active is False


def test_stock_groups_go_unless_somebody_is_in_them():
    names = set(Group.objects.values_list("name", flat=True))
    assert {"Editors", "Moderators"} <= names
    StaffFactory(groups=["Moderators"])
    create_groups_and_workflows()
    names = set(Group.objects.values_list("name", flat=True))
    assert names == {"Moderators", *PERMISSIONS}


@pytest.fixture
def earlier_site(db):
    """A site of before the later groups, as its staff made it their own."""
    create_groups_and_workflows()
    Group.objects.filter(name__in=LATER_GROUPS).delete()
    ModelLogEntry.objects.get_for_model(Group).delete()
    Group.objects.get(name="Beslissers").permissions.clear()
    ScreeningTask.objects.get().groups.clear()


def test_a_site_that_runs_gets_the_new_groups_and_keeps_its_own(earlier_site):
    create_groups_and_workflows()
    for name in LATER_GROUPS:
        given = Group.objects.get(name=name).permissions.count()
        assert given == len(PERMISSIONS[name]), name
    assert Group.objects.get(name="Beslissers").permissions.count() == 0
    # Lead readers work where the readers do, and only there.
    groups = ReviewTask.objects.get().groups
    assert set(groups.values_list("name", flat=True)) == {
        *("Lezers", "Leesverantwoordelijken", "Beslissers"),
    }
    assert ScreeningTask.objects.get().groups.count() == 0


def test_new_groups_come_once_and_not_again(earlier_site):
    create_groups_and_workflows()
    Group.objects.filter(name="Secretariaat").delete()
    Group.objects.filter(name="Gegevensbeheer").update(name="Data")
    Group.objects.get(name="Leesverantwoordelijken").permissions.clear()
    create_groups_and_workflows()
    names = set(Group.objects.values_list("name", flat=True))
    assert names & {"Secretariaat", "Gegevensbeheer", "Data"} == {"Data"}
    leads = Group.objects.get(name="Leesverantwoordelijken")
    assert leads.permissions.count() == 0


def test_a_site_of_before_gets_each_new_right_once_and_loses_none(earlier_site):
    create_groups_and_workflows()
    keepers = Group.objects.get(name="Gegevensbeheer")
    chiefs = Group.objects.get(name="Eindredactie")
    new = find_permission("registrations.handle_datarequest")
    own = find_permission("registrations.view_message")
    # As it was before the right was there; and staff gave them one of their own.
    keepers.permissions.remove(new)
    keepers.permissions.add(own)
    keepers.name = "Gegevens en privacy"
    keepers.save()
    chiefs.permissions.clear()
    ModelLogEntry.objects.filter(action=GIVEN).delete()
    create_groups_and_workflows()
    assert {new, own} <= set(keepers.permissions.all())
    # A group that staff made into something else is left alone.
    assert chiefs.permissions.count() == 0
    # What they take away afterwards does not come back.
    keepers.permissions.remove(new)
    create_groups_and_workflows()
    assert new not in keepers.permissions.all()


def test_a_group_of_the_same_name_keeps_its_rights(earlier_site):
    Group.objects.create(name="Secretariaat")
    create_groups_and_workflows()
    assert Group.objects.get(name="Secretariaat").permissions.count() == 0


def test_help_menu_leads_to_no_english_page(rf):
    request = rf.get("/")
    request.user = StaffFactory(is_superuser=True)
    names = [item.name for item in help_menu.menu_items_for_request(request)]
    assert names == ["keyboard-shortcuts-trigger"]


def test_workflows_are_assigned():
    create_groups_and_workflows()
    home_page = HomePage.objects.first()
    assert WorkflowPage.objects.get(page=home_page).workflow.name == "Eindredactie"
    assert Registration.get_default_workflow().name == "Beoordeling"
    names = [task.name for task in Workflow.objects.get(name="Beoordeling").tasks]
    assert names == ["Ontvankelijkheid", "Lezen en scoren", "Selectie"]


def test_every_action_that_services_log_is_known():
    services = Path(registrations.__file__).parent / "services"
    text = "".join(path.read_text() for path in services.rglob("*.py"))
    used = set(re.findall(r'action="(registrations\.\w+)"', text))
    assert used != set()
    assert [name for name in used if not registry.action_exists(name)] == []


def test_rights_read_in_dutch_on_the_screen_of_a_group(client):
    create_groups_and_workflows()
    client.force_login(StaffFactory(is_superuser=True))
    group = Group.objects.get(name="Lezers")
    html = client.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    html = html.content.decode()
    codenames = [
        *("review_registration", "decide_registration", "export_registration"),
        "send_message",
    ]
    ours = Permission.objects.filter(codename__in=codenames)
    names = [permission.name for permission in ours]
    assert len(names) == 4
    assert [name for name in names if name not in html] == []
    assert "Can read and advise" not in html
    assert re.findall(r"Can (?:view|send|export|decide|edit)[^<]*", html) == []


def test_registration_starts_without_a_mail_to_the_team(team, mailoutbox):
    RegistrationFactory()
    assert mailoutbox == []


def test_page_workflow_still_mails_the_team(team, mailoutbox):
    home_page = HomePage.objects.first()
    home_page.save_revision(user=team.editor)
    home_page.get_workflow().start(home_page, team.editor)
    assert team.chief_editor.email in [to for mail in mailoutbox for to in mail.to]


def test_workflow_of_registrations_can_be_changed_in_settings(client):
    create_groups_and_workflows()
    client.force_login(StaffFactory(is_superuser=True))
    workflow = Workflow.objects.get(name="Beoordeling")
    response = client.get(f"/admin/workflows/edit/{workflow.pk}/")
    assert response.status_code == 200
    task = ReviewTask.objects.get()
    response = client.get(f"/admin/workflows/tasks/edit/{task.pk}/")
    assert 'name="reviews_needed"' in response.content.decode()


def test_kinds_of_question_are_our_own_words():
    (_core, _core_choices), (_own, choices) = FIELD_TYPE_CHOICES
    known = {name for name, _label in FORM_FIELD_CHOICES}
    assert {name for name, _label in choices} == known
    with override("nl"):
        # A word that only Wagtail's catalogue has would come without the context.
        for name, label in choices:
            with override("en"):
                word = str(dict(FORM_FIELD_CHOICES)[name])
            assert label == pgettext("kinds of question", word), name
