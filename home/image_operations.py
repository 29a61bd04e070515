"""What our image filters can do besides what Wagtail's own can."""

from typing import Any

from wagtail.images.image_operations import FilterOperation

# What a picture needs in order to look right.
KEPT = ("icc_profile", "transparency")


class BareOperation(FilterOperation):
    """`bare`: leave out what the camera wrote into the file.

    Pillow hands it on to every cut: where somebody lives stands in the photograph
    that they made at home.
    """

    def construct(self) -> None:
        """It takes no arguments."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> None:
        """Keep of the notes in an image only what decides its colours."""
        notes = willow.image.info
        willow.image.info = {name: notes[name] for name in KEPT if name in notes}
