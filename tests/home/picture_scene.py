"""Drawn pictures for tests: no photograph is kept in this repository."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as Drawing
from wagtail.images import get_image_model

Image = get_image_model()


def draw(width: int, height: int, *, mode: str = "RGB", form: str = "JPEG", **extra):
    """Return a file: red on the left, blue on the right."""
    drawing = Drawing.new(mode, (width, height))
    left, right = (0, 1) if mode == "P" else ("#ff0000", "#0000ff")
    if mode == "P":
        drawing.putpalette([255, 0, 0, 0, 0, 255])
    drawing.paste(left, (0, 0, width // 2, height))
    drawing.paste(right, (width // 2, 0, width, height))
    content = BytesIO()
    drawing.save(content, form, **extra)
    return ImageFile(BytesIO(content.getvalue()), name=f"beeld.{form.lower()}")


def make_image(width: int = 1600, height: int = 1200, **known):
    """Return an image of the library; `file` takes the place of a drawn one."""
    file = known.pop("file", None) or draw(width, height)
    return Image.objects.create(title="Beeld", file=file, **known)


def see_colour(rendition) -> str:
    """Return what stands in the middle of a rendition: red or blue."""
    with rendition.file.open("rb") as file:
        drawing = Drawing.open(file).convert("RGB")
        red, _green, blue = drawing.getpixel((drawing.width // 2, drawing.height // 2))
    return "red" if red > blue else "blue"
