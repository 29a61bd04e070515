"""The checks that Wagtail runs on a preview: our rules, and words for editors.

Wagtail's own messages are half translated and speak to people who write code; these
say what is wrong and what to do about it in the editor.
"""

from typing import ClassVar

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import AccessibilityItem, ContentCheckerItem

Message = dict[str, str | Promise]


def _say(error_name: str | Promise, help_text: str | Promise) -> Message:
    return {"error_name": error_name, "help_text": help_text}


class HouseChecks(ContentCheckerItem):
    """What an editor can do wrong, and mend, without a developer.

    One heading above all, no level skipped, links and buttons that say where they
    lead, pictures that are described or marked as decoration.
    """

    axe_run_only: ClassVar[list[str]] = [
        *ContentCheckerItem.axe_run_only,
        "page-has-heading-one",
        "image-alt",
        "list",
        "landmark-one-main",
    ]
    axe_messages: ClassVar[dict[str, Message]] = {
        **ContentCheckerItem.axe_messages,
        "page-has-heading-one": _say(
            _("The page has no title"),
            _("Fill in the title at the top of the editor: it is the main heading."),
        ),
        "heading-order": _say(
            _("A heading skips a level"),
            _(
                "Use the block Heading for headings. In running text, write no heading "
                "of your own."
            ),
        ),
        "empty-heading": _say(
            _("A heading is empty"), _("Write the heading, or delete the block.")
        ),
        "p-as-heading": _say(
            _("A bold line stands in for a heading"),
            _(
                "Use the block Heading: people who listen to a page jump from one to next."
            ),
        ),
        "link-name": _say(
            _("A link has no words"),
            _("Write where the link leads, such as “Lees de oproep”."),
        ),
        "button-name": _say(
            _("A button has no words"), _("Write what happens when it is pressed.")
        ),
        "input-button-name": _say(
            _("A button has no words"), _("Write what happens when it is pressed.")
        ),
        "image-alt": _say(
            _("A picture is not described"),
            _("Describe what one sees, or mark the picture as decoration."),
        ),
        "alt-text-quality": _say(
            _("The description of a picture looks like a file name"),
            _("Describe what one sees, in one sentence."),
        ),
        "empty-meta-description": _say(
            _("The text for search engines is empty"),
            _("Fill it in on the tab Properties: one or two sentences."),
        ),
        "empty-table-header": _say(
            _("A column has no heading"), _("Write above the column what it holds.")
        ),
        "frame-title": _say(
            _("An embedded part has no title"), _("Say in its title what it shows.")
        ),
        "list": _say(
            _("A list is broken"), _("Make the list anew with the button for lists.")
        ),
        "landmark-one-main": _say(
            _("The page has no content of its own"),
            _("Tell whoever maintains the site."),
        ),
    }


def use_house_checks(request: HttpRequest, items: list) -> None:
    """Put our checks in the place of Wagtail's."""
    for number, item in enumerate(items):
        if type(item) in (AccessibilityItem, ContentCheckerItem):
            items[number] = HouseChecks()
