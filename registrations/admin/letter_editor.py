"""The fields of a letter in Wagtail's editor: a button puts one where the cursor is."""

from wagtail.admin.rich_text.editors.draftail.features import ControlFeature
from wagtail.rich_text import FeatureRegistry


def register_letter_fields(features: FeatureRegistry) -> None:
    """Let the editor of letters listen to the buttons of the list beside it."""
    features.register_editor_plugin(
        "draftail",
        "letter-fields",
        ControlFeature(
            {"type": "letter-fields"}, js=["registrations/js/letter_fields.js"]
        ),
    )
