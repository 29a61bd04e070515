"""The page that opens first: the state, what follows, and what was answered."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse

from workplaces.dates import describe_deadline

from ...enums import FormSection
from ...forms.participant import AnswerForm
from ...models import Registration
from ...services.amendable import find_obstacle
from ...services.answers import get_answers
from ...services.changes import get_amendments
from ...services.drafts import get_deadline
from ...services.keeping import get_short_keeping
from ...services.next_day import find_door
from ...services.questions import get_open_question
from ...services.standing import Standing
from ...services.suggestion import get_asked
from .pages import get_context, render_page

# After saving, the address says what became of it: "ja" or "niets".
SAVED_PARAMETER = "aangepast"


def show_status(
    request: HttpRequest,
    token: str,
    registration: Registration,
    *,
    answer_form: AnswerForm | None = None,
    error: str = "",
    kept_text: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show where somebody stands; after a refused act with the reason and the text."""
    context = get_context(token, registration)
    standing: Standing = context["standing"]
    question = None
    if standing.can_answer:
        question = get_open_question(registration=registration)
    door = find_door(registration=registration)
    context |= {
        "door": door.subject if door else None,
        "sections": get_sections(registration),
        "question": question,
        "suggestion": get_asked(registration=registration),
        "answer_form": answer_form or AnswerForm(),
        "answered": registration.information_requests.exclude(answered_at=None),
        "amendments": get_amendments(registration=registration),
        "can_amend": find_obstacle(registration=registration) is None,
        "deadline": describe_deadline(get_deadline(registration.page)),
        "short_keeping": get_short_keeping(registration=registration),
        "saved": request.GET.get(SAVED_PARAMETER, ""),
        "error": error,
        # Where the question still stands, its form keeps the text.
        "kept_text": "" if question and answer_form else kept_text,
    }
    return render_page(request, "status.html", context, status=status)


def get_sections(registration: Registration) -> list[tuple[str, list]]:
    """Return the answers by section of the form, in its order."""
    order = list(FormSection)
    # A question that is asked no more, and that somebody left open, is nobody's.
    shown = [
        row for row in get_answers(registration) if row.value_text or not row.is_retired
    ]
    answers = sorted(shown, key=lambda row: order.index(row.section))
    return [
        (FormSection(section).label, list(rows))
        for section, rows in groupby(answers, key=lambda row: row.section)
    ]
