"""The picture that an editor may give to a page."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string

from home.picture import (
    SMALLEST,
    SQUARE,
    FramedPicture,
    PictureShape,
    SharedPicture,
    frame_picture,
    share_picture,
)


class Pictured(models.Model):
    """A page that may have one picture, framed by tiles of its own façade.

    Without one the façade stands alone; a deleted image leaves no trace.
    """

    # What the picture takes the place of, in the opening of the page.
    picture_shape: PictureShape = SQUARE

    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=pgettext_lazy("page", "picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Not needed: without a picture the page shows its own façade. With one, "
            "the tiles frame it. Set the focal point of the image on what matters: "
            "the picture is cut around it."
        ),
    )
    picture_alt = models.CharField(
        _("what one sees"),
        max_length=255,
        blank=True,
        help_text=_(
            "Read aloud to whoever does not see the picture. Leave it empty when the "
            "picture only sets the mood."
        ),
    )
    picture_credit = models.CharField(
        _("who made the picture"),
        max_length=120,
        blank=True,
        help_text=_("Shown small below it, for example: Foto: naam van de maker."),
    )

    picture_panel = MultiFieldPanel(
        [
            FieldPanel("picture", heading=pgettext_lazy("page", "Picture")),
            "picture_alt",
            "picture_credit",
        ],
        heading=pgettext_lazy("page", "Picture"),
    )

    class Meta:
        abstract = True

    @staticmethod
    def with_pictures(pages: "models.QuerySet") -> "models.QuerySet":
        """Read pages for cards: with their pictures, at one query for all of them."""
        return pages.select_related("picture").prefetch_related("picture__renditions")

    def clean(self) -> None:
        """Refuse a picture that would be a smudge."""
        super().clean()
        picture = self.picture
        if picture is not None and min(picture.width, picture.height) < SMALLEST:
            message = _(
                "This picture is %(width)s by %(height)s pixels. Choose one of at "
                "least %(smallest)s by %(smallest)s."
            ) % {
                "width": picture.width,
                "height": picture.height,
                "smallest": SMALLEST,
            }
            raise ValidationError({"picture": message})

    @cached_property
    def framed_picture(self) -> FramedPicture | None:
        """The picture as the page shows it, or None without one (no query then)."""
        if self.picture_id is None or self.picture is None:
            return None
        return frame_picture(
            self.picture,
            self.picture_shape,
            alt=self.picture_alt,
            credit=self.picture_credit,
        )

    @property
    def shared_picture(self) -> SharedPicture | None:
        """The picture for the share image of this page, or None without one."""
        if self.picture_id is None or self.picture is None:
            return None
        return share_picture(self.picture)
