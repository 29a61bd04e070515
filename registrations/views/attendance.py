"""“Wie was er?”: the meetings of a call, and for each the list of who takes part."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from workplaces.models import Session

from ..models import RegistrationFormPage
from ..permissions import user_can_enter
from ..services.attendance import (
    find_session,
    list_form_pages,
    list_meetings,
    note_attendance,
    read_list,
)
from ..services.errors import RegistrationError
from ..services.form_names import name_forms
from ..services.keys import read_keys
from .office import OfficeScreen

PRESENT, SHOWN = "present", "shown"


class AttendanceView(OfficeScreen, TemplateView):
    """Every meeting that has a date, with how many are expected and were there."""

    template_name = "registrations/admin/attendance.html"
    page_title = gettext_lazy("Who was there?")
    header_icon = "group"
    user_can_enter = staticmethod(user_can_enter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = list_form_pages()
        names = name_forms(pages)
        calls = [
            {
                "page": page,
                "id": f"call-{page.pk}",
                "title": names[page.pk],
                "meetings": list_meetings(form_page=page, user=self.request.user),
            }
            for page in pages
        ]
        return super().get_context_data(**kwargs) | {
            "calls": [call for call in calls if call["meetings"]]
        }


class AttendanceListView(OfficeScreen, TemplateView):
    """One meeting: a box for each participant, ticked for who was there.

    To print before it, to fill in after it; a plain form.
    """

    template_name = "registrations/admin/attendance_list.html"
    header_icon = "group"
    user_can_enter = staticmethod(user_can_enter)
    media = OfficeScreen.media + Media(
        css={"all": ["registrations/css/attendance.css"]}
    )
    error = ""

    @cached_property
    def form_page(self) -> RegistrationFormPage:
        for page in list_form_pages():
            if page.pk == self.kwargs["page_pk"]:
                return page
        raise Http404

    @cached_property
    def found(self) -> tuple[Session, str]:
        found = find_session(
            form_page=self.form_page, session_key=self.kwargs["session_key"]
        )
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return self.found[1]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            present, absent = note_attendance(
                form_page=self.form_page,
                session=self.found[0],
                present=_read_pks(request, PRESENT),
                shown=_read_pks(request, SHOWN),
                user=request.user,
            )
        except RegistrationError as error:
            self.error = str(error)
            return self.render_to_response(self.get_context_data(), status=422)
        there = ngettext(
            "%(count)d person was there", "%(count)d people were there", present
        ) % {"count": present}
        missing = ngettext(
            "%(count)d person was not", "%(count)d people were not", absent
        ) % {"count": absent}
        messages.success(
            request,
            _("%(meeting)s: %(there)s, %(missing)s.")
            % {"meeting": self.found[1], "there": there, "missing": missing},
        )
        return redirect("registrations:attendance")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session, name = self.found
        lines = read_list(
            form_page=self.form_page, session=session, user=self.request.user
        )
        meetings = list_meetings(form_page=self.form_page, user=self.request.user)
        return super().get_context_data(**kwargs) | {
            "error": self.error,
            "call": self.form_page.subject.title,
            "session": session,
            "meeting": next(row for row in meetings if row.session == session),
            "lines": lines,
            "is_noted": any(line.was_present is not None for line in lines),
            "names": {"present": PRESENT, "shown": SHOWN},
        }


def _read_pks(request: HttpRequest, name: str) -> set[int]:
    return set(read_keys(request.POST.getlist(name)))
