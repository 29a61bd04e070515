"""Registrations in the admin: a snippet whose every view passes one door."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Registration
from ..permissions import user_can_view_registrations
from ..views.attendance import AttendanceListView, AttendanceView
from ..views.board import BoardsView, BoardView
from ..views.board_moves import BoardChangesView, BoardMoveView, BoardReasonsView
from ..views.calibration import CalibrationView
from ..views.decisions import DecisionsView
from ..views.desk import DeskActionView, DeskView, WorkflowActionView
from ..views.entry import EntryStartView, EntryView
from ..views.export import ExportView
from ..views.fast_track import FastTrackView
from ..views.held import HeldView
from ..views.imports import (
    ImportAnswersView,
    ImportCancelView,
    ImportCheckView,
    ImportFileView,
    ImportView,
)
from ..views.list_preferences import ColumnsView, DeleteViewView, SaveViewView
from ..views.person import PersonView
from ..views.promise import PromiseView
from ..views.release import ReleaseLetterView, ReleaseView
from ..views.rounds import PhaseView, RoundsView, RoundView
from ..views.selection_report import SelectionAccountView, SelectionReportView
from ..views.sharing import ShareView, TakeBackView
from ..views.ties import TiesView
from ..views.waiting import WaitingView
from .composing import get_composing_urls
from .guarded import GuardedView, RefusedView, ToDeskView
from .listing import (
    RegistrationIndexView,
    get_chosen_columns,
    get_column_choices,
)
from .policy import ViewOnlyPolicy


class RegistrationUrlFinder:
    """Tells Wagtail's reports and panels where a registration can be opened."""

    def __init__(self, user: Any = None):
        self.is_allowed = user is None or user_can_view_registrations(user)

    def get_edit_url(self, instance: Registration) -> str | None:
        if not self.is_allowed:
            return None
        return reverse("registrations:edit", args=[instance.pk])


class RegistrationViewSet(SnippetViewSet):
    """The list and the review desk; all other stock views are closed.

    A snippet, for Wagtail's workflow; not the forms app's list of submissions, which
    shows every page editor all personal data and deletes without a log.
    """

    model = Registration
    icon = "clipboard-list"
    menu_label = _("Registrations")
    menu_name = "registrations"
    menu_order = 150
    add_to_admin_menu = True
    admin_url_namespace = "registrations"
    base_url_path = "registrations"
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    search_fields = ["reference"]
    search_backend_name = None
    index_view_class = RegistrationIndexView
    index_template_name = "registrations/admin/index.html"
    index_results_template_name = "registrations/admin/index_results.html"

    # Stock address → our view; what is not named here is refused.
    routed = {
        "history": ToDeskView,
        "workflow_history": ToDeskView,
        "workflow_history_detail": ToDeskView,
        "edit": DeskView,
        "workflow_action": WorkflowActionView,
        "collect_workflow_action_data": WorkflowActionView,
    }

    @property
    def permission_policy(self) -> ViewOnlyPolicy:
        return ViewOnlyPolicy(self.model, can_view=user_can_view_registrations)

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        """The one door: no view of this viewset exists without its guard."""
        guarded = type(view_class.__name__, (GuardedView, view_class), {})
        return super().construct_view(guarded, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        stock = [
            self._replace(pattern)
            for pattern in super().get_urlpatterns()
            if pattern.name not in {"list", "list_results"}
        ]
        return [
            path("", self.index_view, name="list"),
            path("results/", self.index_results_view, name="list_results"),
            path(
                "columns/",
                self.construct_view(
                    ColumnsView,
                    get_choices=staticmethod(get_column_choices),
                    get_chosen=staticmethod(get_chosen_columns),
                ),
                name="columns",
            ),
            path("views/", self.construct_view(SaveViewView), name="save_view"),
            path(
                "views/<int:view_pk>/delete/",
                self.construct_view(DeleteViewView),
                name="delete_view",
            ),
            path("enter/", self.construct_view(EntryStartView), name="enter_start"),
            path("enter/<int:page_pk>/", self.construct_view(EntryView), name="enter"),
            path("import/", self.construct_view(ImportFileView), name="import_file"),
            path("import/<int:pk>/", self.construct_view(ImportView), name="import"),
            path(
                "import/<int:pk>/answers/",
                self.construct_view(ImportAnswersView),
                name="import_answers",
            ),
            path(
                "import/<int:pk>/check/",
                self.construct_view(ImportCheckView),
                name="import_check",
            ),
            path(
                "import/<int:pk>/cancel/",
                self.construct_view(ImportCancelView),
                name="import_cancel",
            ),
            path("export/", self.construct_view(ExportView), name="export"),
            path(
                "attendance/",
                self.construct_view(AttendanceView),
                name="attendance",
            ),
            path(
                "attendance/<int:page_pk>/<slug:session_key>/",
                self.construct_view(AttendanceListView),
                name="attendance_list",
            ),
            path("person/", self.construct_view(PersonView), name="person"),
            path("held/", self.construct_view(HeldView), name="held"),
            path("decisions/", self.construct_view(DecisionsView), name="decisions"),
            path(
                "decisions/release/",
                self.construct_view(ReleaseView),
                name="release",
            ),
            path(
                "decisions/release/<int:decision_pk>/letter/",
                self.construct_view(ReleaseLetterView),
                name="release_letter",
            ),
            path(
                "decisions/fast/<int:page_pk>/",
                self.construct_view(FastTrackView),
                name="fast_track",
            ),
            path(
                "decisions/waiting/<int:page_pk>/",
                self.construct_view(WaitingView),
                name="waiting",
            ),
            path(
                "decisions/report/<int:call_pk>/",
                self.construct_view(SelectionReportView),
                name="selection_report",
            ),
            path("composition/", self.construct_view(BoardsView), name="boards"),
            path(
                "composition/<int:page_pk>/",
                self.construct_view(BoardView),
                name="board",
            ),
            path(
                "composition/<int:page_pk>/move/",
                self.construct_view(BoardMoveView),
                name="board_move",
            ),
            path(
                "composition/<int:page_pk>/reasons/",
                self.construct_view(BoardReasonsView),
                name="board_reasons",
            ),
            path(
                "composition/<int:page_pk>/changes/",
                self.construct_view(BoardChangesView),
                name="board_changes",
            ),
            path(
                "decisions/report/<int:call_pk>/account/",
                self.construct_view(SelectionAccountView),
                name="selection_account",
            ),
            path("ties/", self.construct_view(TiesView), name="ties"),
            path("rounds/", self.construct_view(RoundsView), name="rounds"),
            path("rounds/<int:page_pk>/", self.construct_view(RoundView), name="round"),
            path(
                "rounds/<int:page_pk>/phase/",
                self.construct_view(PhaseView),
                name="round_phase",
            ),
            path(
                "rounds/<int:page_pk>/share/",
                self.construct_view(ShareView),
                name="share_out",
            ),
            path(
                "rounds/<int:page_pk>/take-back/<int:reader_pk>/",
                self.construct_view(TakeBackView),
                name="take_back",
            ),
            path(
                "rounds/<int:page_pk>/compare/",
                self.construct_view(CalibrationView),
                name="calibration",
            ),
            *get_composing_urls(self.construct_view),
            path(
                "edit/<int:pk>/promise/",
                self.construct_view(PromiseView),
                name="promise",
            ),
            path(
                "edit/<int:pk>/<slug:action_name>/",
                self.construct_view(DeskActionView),
                name="act",
            ),
            *stock,
        ]

    def _replace(self, pattern: URLPattern) -> URLPattern:
        view_class = self.routed.get(pattern.name, RefusedView)
        return URLPattern(
            pattern.pattern, self.construct_view(view_class), name=pattern.name
        )

    @cached_property
    def url_finder_class(self) -> type[RegistrationUrlFinder]:
        return RegistrationUrlFinder

    def register_chooser_viewset(self) -> None:
        """No chooser: it lists every row to anybody in the admin."""

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """What Settings → Groups offers: ours, not Wagtail's publish and lock."""
        return Permission.objects.filter(
            content_type__app_label="registrations",
            codename__in=[
                "view_registration",
                "review_registration",
                "lead_registration",
                "decide_registration",
                "export_registration",
                "enter_registration",
                "import_registration",
            ],
        )
