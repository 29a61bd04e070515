"""The kinds of question that an editor can add, in the words of the house.

Wagtail's own labels are partly not translated and partly unclear beside each other
("Checkboxes", "Multiple select"); ours say how somebody answers.
"""

from django.utils.translation import pgettext_lazy

from ..enums import HIDDEN_KIND

OWN_QUESTION_CHOICES = [
    ("singleline", pgettext_lazy("kinds of question", "Single line text")),
    ("multiline", pgettext_lazy("kinds of question", "Multi-line text")),
    ("email", pgettext_lazy("kinds of question", "Email")),
    ("number", pgettext_lazy("kinds of question", "Number")),
    ("url", pgettext_lazy("kinds of question", "URL")),
    ("checkbox", pgettext_lazy("kinds of question", "Checkbox")),
    ("checkboxes", pgettext_lazy("kinds of question", "Checkboxes")),
    ("dropdown", pgettext_lazy("kinds of question", "Drop down")),
    ("multiselect", pgettext_lazy("kinds of question", "Multiple select")),
    ("radio", pgettext_lazy("kinds of question", "Radio buttons")),
    ("date", pgettext_lazy("kinds of question", "Date")),
    ("datetime", pgettext_lazy("kinds of question", "Date/time")),
    (HIDDEN_KIND, pgettext_lazy("kinds of question", "Hidden field")),
]

# Answered by choosing from what the editor wrote.
CHOICE_KINDS = frozenset({"checkboxes", "dropdown", "multiselect", "radio"})
# Answered with text of some length.
TEXT_KINDS = frozenset({"singleline", "multiline"})
