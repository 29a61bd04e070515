"""What a browser posted, to be posted once more."""

from __future__ import annotations

from django.http import QueryDict

from ...forms.registration_form import FORM_PREFIX

# Which button was pressed; every button of the form has this name.
STEP_NAME = f"{FORM_PREFIX}-stap"


def collect_posted(
    data: QueryDict, *, instead: tuple[tuple[str, str], ...] = ()
) -> list[tuple[str, str]]:
    """Return every name and value of the form in `data`, in the order of the page.

    Several values of one name stay several. Nothing of it is trusted: whatever comes
    back is checked again.

    Args:
        data: what was posted.
        instead: names with values of our own, which go before what was posted.
    """
    ours = {STEP_NAME, *(name for name, _value in instead)}
    posted = [
        (name, value)
        for name, values in data.lists()
        if name.startswith(f"{FORM_PREFIX}-") and name not in ours
        for value in values
    ]
    return [*posted, *instead]
