"""The form with which editors upload pictures (`WAGTAILIMAGES_IMAGE_FORM_BASE`)."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.forms import BaseImageForm

from ..services.photographs import read_orientation, remove_traces


class ImageForm(BaseImageForm):
    """Wagtail's form; what a camera wrote into a photograph never reaches the disk.

    @see https://docs.wagtail.org/en/stable/reference/settings.html#wagtailimages-image-form-base
    """

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        file = values.get("file")
        if file and "file" in self.changed_data:
            file.seek(0)
            with Image.open(file) as picture:
                orientation = read_orientation(picture)
                file.seek(0)
                content = remove_traces(file.read(), orientation=orientation)
            values["file"] = SimpleUploadedFile(file.name, content, file.content_type)
        return values
