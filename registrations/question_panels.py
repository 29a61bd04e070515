"""Panels around the questions in the form's editor."""

from __future__ import annotations

from math import ceil

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from wagtail.admin.panels import MultiFieldPanel, Panel

from .enums import HIDDEN_KIND
from .question_words import TOUCHY, find_touchy

# Half a minute for a question, from watching people fill in the form of the call.
MINUTES_PER_QUESTION = 0.5


def describe_length(count: int) -> str:
    """Return how long a form of `count` questions is: "22 questions, 11 minutes"."""
    minutes = max(1, ceil(count * MINUTES_PER_QUESTION))
    questions = ngettext("%(count)s question", "%(count)s questions", count) % {
        "count": count
    }
    return ngettext(
        "%(questions)s, about %(minutes)s minute",
        "%(questions)s, about %(minutes)s minutes",
        minutes,
    ) % {"questions": questions, "minutes": minutes}


def get_warning(subjects: list[str]) -> str:
    """Return the sentence beside a question that touches `subjects`."""
    return gettext(
        "Why do you need this? This looks like a question about %(subjects)s. Ask it "
        "only if the selection or the day cannot do without it, and say why in the "
        "hint."
    ) % {"subjects": ", ".join(subjects)}


class MorePanel(MultiFieldPanel):
    """Fields that most questions do without, behind a line that opens them.

    Inside a row Wagtail's own groups can neither be told apart nor closed.
    """

    def __init__(self, *args: object, summary: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.summary = summary

    def clone_kwargs(self) -> dict:
        return super().clone_kwargs() | {"summary": self.summary}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "registrations/admin/more_panel.html"

        @property
        def is_open(self) -> bool:
            """Whether something stands in it that must be mended."""
            return any(
                self.form[child.field_name].errors
                for child in self.children
                if hasattr(child, "field_name")
            )


class NeedPanel(Panel):
    """Warns beside one question that it may ask too much; it never stops anybody."""

    class BoundPanel(Panel.BoundPanel):
        def render_html(self, parent_context: dict | None = None) -> SafeString:
            text = " ".join(
                str(self.form[name].value() or "") for name in ("label", "help_text")
            )
            subjects = find_touchy(text)
            return format_html(
                '<p class="question-need help-block help-warning"{}>{}</p>',
                "" if subjects else SafeString(" hidden"),
                get_warning(subjects) if subjects else "",
            )


class QuestionsPanel(Panel):
    """How long the form is, and what the editor's script needs to know of it."""

    class BoundPanel(Panel.BoundPanel):
        @cached_property
        def data(self) -> dict:
            """What questions.js reads: answers by kind of question, words, sentences."""
            choices = self.form.choices
            return {
                "answers": choices.get_core_labels(),
                "texts": choices.get_core_texts(),
                "box": gettext("ticked"),
                "everybody": gettext("Everybody"),
                "touchy": {str(key): starts for key, starts in TOUCHY.items()},
                "warning": get_warning(["#"]),
                "length": [describe_length(count) for count in range(121)],
            }

        def render_html(self, parent_context: dict | None = None) -> SafeString:
            count = sum(
                form["field_type"].value() != HIDDEN_KIND
                for form in self.form.formsets["form_fields"].forms
            )
            return format_html(
                '<p class="question-count" role="status">{}</p>{}',
                describe_length(count),
                json_script(self.data, "question-data"),
            )


class SourcesPanel(Panel):
    """On the screen of a new form: the earlier forms that it can start with."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "registrations/admin/sources_panel.html"

        @cached_property
        def sources(self) -> list:
            # A panel hands over to a service, which stands a layer above.
            from .services.form_copy import find_sources

            parent = getattr(self.form, "parent_page", None)
            if self.instance.pk or parent is None:
                return []
            return find_sources(parent=parent, user=self.request.user)

        def is_shown(self) -> bool:
            return bool(self.sources)


class FreezePanel(Panel):
    """Asks to confirm a change to questions that have answers, when there is one."""

    def get_form_options(self) -> dict:
        """Name the tick, so that Wagtail does not show it a second time."""
        return {"fields": ["confirms_changes"]}

    class BoundPanel(Panel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(getattr(self.form, "freeze_warnings", None))

        def render_html(self, parent_context: dict | None = None) -> SafeString:
            return format_html(
                '<div class="help-block help-warning"><ul>{}</ul><p>{} {}</p></div>',
                format_html_join(
                    "", "<li>{}</li>", ((one,) for one in self.form.freeze_warnings)
                ),
                self.form["confirms_changes"].as_widget(),
                self.form["confirms_changes"].label_tag(label_suffix=""),
            )
