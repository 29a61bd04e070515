"""Who may do what in the house: groups, and the workflows they work in."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
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
# group → its permissions, as app_label.codename
PERMISSIONS = {
    "Redactie": [ADMIN_ACCESS],
    "Eindredactie": [ADMIN_ACCESS, "home.change_sitesettings"],
    "Lezers": [
        ADMIN_ACCESS,
        "registrations.view_registration",
        "registrations.review_registration",
    ],
    "Beslissers": [
        ADMIN_ACCESS,
        "registrations.view_registration",
        "registrations.review_registration",
        "registrations.decide_registration",
        "registrations.export_registration",
        "registrations.enter_registration",
        "registrations.import_registration",
        "registrations.change_accesscode",
        "registrations.view_interest",
        "registrations.view_message",
        "registrations.send_message",
        "registrations.view_deliveryattempt",
        "registrations.view_exportlog",
        "registrations.view_registrationimport",
        *(
            f"registrations.{action}_{model}"
            for model in ("answeroption", "municipality", "formermunicipality")
            for action in ("view", "add", "change", "delete")
        ),
        "registrations.view_region",
    ],
}
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

    A second run leaves everything alone: what staff renamed, changed or switched
    off stays as they wish.
    """
    if ScreeningTask.objects.exists():
        return
    remove_stock_groups()
    groups = {name: create_group(name) for name in PERMISSIONS}
    home_page = HomePage.objects.order_by("path").first()
    if home_page is not None:
        give_page_permissions(groups, home_page)
        create_page_workflow(groups, home_page)
    create_review_workflow(groups)


def remove_stock_groups() -> None:
    """Remove Wagtail's own groups as long as nobody is in them: ours replace them."""
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()


def create_group(name: str) -> Group:
    """Return the group, new with its permissions, or as it already is."""
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        group.permissions.set(find_permission(code) for code in PERMISSIONS[name])
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
    readers, deciders = groups["Lezers"], groups["Beslissers"]
    screening = ScreeningTask.objects.create(name="Ontvankelijkheid")
    screening.groups.add(readers, deciders)
    reading = ReviewTask.objects.create(name="Lezen en scoren", reviews_needed=2)
    reading.groups.add(readers, deciders)
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
