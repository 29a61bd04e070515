"""Who may do what in the house: groups, and the workflows they work in."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    ModelLogEntry,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage
from registrations.models import (
    Registration,
    ReviewTask,
    ScreeningTask,
    SelectionTask,
)

# Made by Wagtail's own migrations.
STOCK_GROUPS = ("Editors", "Moderators")
ADMIN_ACCESS = "wagtailadmin.access_admin"
READERS = "Lezers"
LEADS = "Leesverantwoordelijken"
DECIDERS = "Beslissers"
OFFICE = "Secretariaat"
DATA_MANAGERS = "Gegevensbeheer"
# group → its permissions, as app_label.codename: what its task needs and no more.
# Who has two tasks is in two groups. docs/roles.md says it in words, for each screen.
PERMISSIONS = {
    "Redactie": [ADMIN_ACCESS],
    "Eindredactie": [
        ADMIN_ACCESS,
        "home.change_sitesettings",
        "registrations.change_messagetemplate",
    ],
    READERS: [
        ADMIN_ACCESS,
        "registrations.view_registration",
        "registrations.review_registration",
    ],
    LEADS: [
        ADMIN_ACCESS,
        "registrations.view_registration",
        "registrations.review_registration",
        "registrations.lead_registration",
        *(
            f"registrations.{action}_registrationtag"
            for action in ("view", "add", "change", "delete")
        ),
    ],
    # Not the right to read: who decides without reading sees every review, who reads
    # as well is in "Lezers" too and sees those of others once their own is in.
    DECIDERS: [
        ADMIN_ACCESS,
        "registrations.view_registration",
        "registrations.decide_registration",
        "registrations.view_message",
        "registrations.send_message",
        "registrations.change_messagetemplate",
    ],
    OFFICE: [
        ADMIN_ACCESS,
        "registrations.view_registration",
        "registrations.enter_registration",
        "registrations.change_accesscode",
        "registrations.view_interest",
        "registrations.view_message",
        "registrations.send_message",
        "registrations.change_messagetemplate",
        "registrations.view_deliveryattempt",
        "registrations.view_deliveryevent",
    ],
    DATA_MANAGERS: [
        ADMIN_ACCESS,
        "registrations.view_registration",
        "registrations.export_registration",
        "registrations.import_registration",
        "registrations.handle_datarequest",
        "registrations.view_exportlog",
        "registrations.view_registrationimport",
        "registrations.view_datarequest",
        *(
            f"registrations.{action}_{model}"
            for model in ("answeroption", "municipality", "formermunicipality")
            for action in ("view", "add", "change", "delete")
        ),
        "registrations.view_region",
    ],
}
# Groups that came after the first release: a site that runs gets them once.
LATER_GROUPS = (LEADS, OFFICE, DATA_MANAGERS)
# Rights that came after the first release, by group: the right, and another one that
# the group still needs to have. A site that runs gets each once (`give_later_rights`).
LATER_RIGHTS = {
    "Eindredactie": {
        "registrations.change_messagetemplate": "home.change_sitesettings",
    },
    DECIDERS: {
        "registrations.change_messagetemplate": "registrations.send_message",
    },
    OFFICE: {
        "registrations.change_messagetemplate": "registrations.send_message",
        "registrations.view_deliveryevent": "registrations.view_deliveryattempt",
    },
    DATA_MANAGERS: {
        "registrations.handle_datarequest": "registrations.export_registration",
        "registrations.view_datarequest": "registrations.export_registration",
    },
}
GIVEN = "registrations.give_right"
# group → what it may do with the pages below the home page
PAGE_PERMISSIONS = {
    "Redactie": ["add_page", "change_page"],
    "Eindredactie": ["add_page", "change_page", "publish_page", "unlock_page"],
}
FILE_PERMISSIONS = [
    f"wagtail{app}.{action}_{model}"
    for app, model in (("images", "image"), ("docs", "document"))
    for action in ("add", "change", "choose")
]


@transaction.atomic
def create_groups_and_workflows() -> None:
    """Create the groups and both workflows, once.

    A second run leaves everything alone: what staff renamed, changed, removed or
    switched off stays as they wish. Only groups and rights that are new in this
    release are added to a site that runs, each once.
    """
    if ScreeningTask.objects.exists():
        add_later_groups()
        give_later_rights()
        return
    remove_stock_groups()
    groups = {name: create_group(name) for name in PERMISSIONS}
    home_page = HomePage.objects.order_by("path").first()
    if home_page is not None:
        give_page_permissions(groups, home_page)
        create_page_workflow(groups, home_page)
    create_review_workflow(groups)


def add_later_groups() -> None:
    """Give a site that runs the groups it never had, and no other right to anybody.

    The audit log knows which ones it had: a group that staff renamed or removed does
    not come back. Lead readers work at the steps where the readers do.
    """
    for name in LATER_GROUPS:
        if was_made(name):
            continue
        group = create_group(name)
        if name == LEADS:
            for kind in (ScreeningTask, ReviewTask):
                for task in kind.objects.filter(groups__name=READERS):
                    task.groups.add(group)


def give_later_rights() -> None:
    """Give the groups of a site that runs the rights that are newer than they are.

    Each once, and the audit log knows which: what staff took away does not come back,
    and nothing is ever taken away. A group that staff made into something else, and
    that lost the right beside it, gets none.
    """
    for name, rights in LATER_RIGHTS.items():
        group = find_group(name)
        if group is None:
            continue
        has = {
            f"{app}.{codename}"
            for app, codename in group.permissions.values_list(
                "content_type__app_label", "codename"
            )
        }
        for code, beside in rights.items():
            if beside in has and not was_given(group, code):
                group.permissions.add(find_permission(code))
                note_given(group, code)


def find_group(name: str) -> Group | None:
    """Return the group that this set-up made under this name, however it is called now."""
    made = made_groups(name).order_by("timestamp").first()
    if made is not None:
        return Group.objects.filter(pk=made.object_id).first()
    return Group.objects.filter(name=name).first()


def was_made(name: str) -> bool:
    """Whether this set-up ever made a group of this name on this site."""
    return made_groups(name).exists()


def made_groups(name: str) -> QuerySet[ModelLogEntry]:
    """Return what the audit log knows of groups that this set-up made."""
    entries = ModelLogEntry.objects.get_for_model(Group)
    return entries.filter(action="wagtail.create", label=name, user=None)


def was_given(group: Group, code: str) -> bool:
    """Whether this set-up ever gave this right to this group."""
    entries = ModelLogEntry.objects.get_for_model(Group).filter(
        action=GIVEN, object_id=str(group.pk)
    )
    return any(entry.data.get("right") == code for entry in entries)


def note_given(group: Group, code: str) -> None:
    """Let `was_given` know."""
    log(instance=group, action=GIVEN, data={"right": code})


def remove_stock_groups() -> None:
    """Remove Wagtail's own groups as long as nobody is in them: ours replace them."""
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()


def create_group(name: str) -> Group:
    """Return the group, new with its permissions, or as it already is."""
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        group.permissions.set(find_permission(code) for code in PERMISSIONS[name])
        # What `was_made` asks later.
        log(instance=group, action="wagtail.create")
        for code in LATER_RIGHTS.get(name, {}):
            note_given(group, code)
    return group


def find_permission(code: str) -> Permission:
    """Return the permission that is written as `app_label.codename`."""
    app_label, codename = code.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def give_page_permissions(groups: dict[str, Group], home_page: Page) -> None:
    """Let the editors work on the pages and the files of the site."""
    collection = Collection.get_first_root_node()
    for name, codenames in PAGE_PERMISSIONS.items():
        for codename in codenames:
            GroupPagePermission.objects.get_or_create(
                group=groups[name],
                page=home_page,
                permission=find_permission(f"wagtailcore.{codename}"),
            )
        for code in FILE_PERMISSIONS:
            GroupCollectionPermission.objects.get_or_create(
                group=groups[name],
                collection=collection,
                permission=find_permission(code),
            )


def create_page_workflow(groups: dict[str, Group], home_page: Page) -> None:
    """Pages: "Redactie" writes, "Eindredactie" approves."""
    task = GroupApprovalTask.objects.create(name="Nalezen door de eindredactie")
    task.groups.add(groups["Eindredactie"])
    workflow = create_workflow("Eindredactie", [task])
    WorkflowPage.objects.update_or_create(
        page=home_page, defaults={"workflow": workflow}
    )


def create_review_workflow(groups: dict[str, Group]) -> None:
    """Registrations: screened, read by two, selected."""
    readers, leads, deciders = groups[READERS], groups[LEADS], groups[DECIDERS]
    screening = ScreeningTask.objects.create(name="Ontvankelijkheid")
    screening.groups.add(readers, leads, deciders)
    reading = ReviewTask.objects.create(name="Lezen en scoren", reviews_needed=2)
    reading.groups.add(readers, leads, deciders)
    selection = SelectionTask.objects.create(name="Selectie")
    selection.groups.add(deciders)
    workflow = create_workflow("Beoordeling", [screening, reading, selection])
    WorkflowContentType.objects.get_or_create(
        content_type=Registration.get_content_type(), defaults={"workflow": workflow}
    )


def create_workflow(name: str, tasks: list) -> Workflow:
    """Return a new workflow with `tasks` in their order."""
    workflow = Workflow.objects.create(name=name)
    for number, task in enumerate(tasks):
        WorkflowTask.objects.create(
            workflow=workflow, task=task.task_ptr, sort_order=number
        )
    return workflow
