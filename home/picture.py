"""The picture an editor gives to a page, ready to be framed by tiles of its façade.

Cut around the focal point, in a few widths and three formats, so that a telephone
does not fetch what only a large screen shows. Nothing is ever enlarged.
"""

import base64
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wagtail.images.models import Filter, SourceImageIOError

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage, AbstractRendition

# Below this a picture is a smudge on a telephone.
SMALLEST = 600

# Every format in its widths, the best first; the last one is for all browsers.
WIDTHS = {"avif": (240, 400, 760, 1120), "webp": (400, 1120), "jpeg": (760,)}
QUALITY = {"avif": 62, "webp": 74, "jpeg": 76}
# What stands in the picture that goes with a shared link (home/share_image.py).
SHARED_WIDTH = 480


@dataclass(frozen=True)
class PictureShape:
    """How many tiles a picture takes the place of, and which part of the window.

    Attributes:
        columns, rows: its size in tiles.
        sizes: how wide it stands in the opening of a page, for the browser.
    """

    columns: int
    rows: int
    sizes: str = ""

    def get_height(self, width: int) -> int:
        """Return the height that belongs to a width."""
        return round(width * self.rows / self.columns)


SQUARE = PictureShape(
    3, 3, "(min-width: 100rem) 25vw, (min-width: 52rem) 31vw, calc(100vw - 2rem)"
)
WIDE = PictureShape(
    5, 3, "(min-width: 100rem) 32vw, (min-width: 52rem) 39vw, calc(100vw - 2rem)"
)


@dataclass(frozen=True)
class PictureSource:
    """One format of a picture, in its widths."""

    media_type: str
    srcset: str


@dataclass(frozen=True)
class FramedPicture:
    """A picture as templates print it.

    Attributes:
        sources: the formats that not every browser knows, the best first.
        url, width, height: the one that all browsers know.
        alt: what one sees; empty when it only sets the mood.
        credit: who made it.
        sizes: how wide it stands in the opening of its page.
    """

    sources: tuple[PictureSource, ...]
    url: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""
    sizes: str = ""


@dataclass(frozen=True)
class SharedPicture:
    """A picture inside a share image, known by what decides how it looks.

    Attributes:
        name: which file, and what matters in it.
        image: where it is read, when somebody asks for the share image itself.
    """

    name: str
    image: "AbstractImage" = field(compare=False, repr=False)

    def read(self) -> str:
        """Return the square cut as a `data:` address, or nothing without its file."""
        spec = f"fill-{SHARED_WIDTH}x{SHARED_WIDTH}|bare|format-jpeg|jpegquality-80"
        try:
            [cut] = cut_image(self.image, [Filter(spec=spec)])
            with cut.file.open("rb") as file:
                data = base64.b64encode(file.read()).decode()
        except (SourceImageIOError, OSError):
            return ""
        return f"data:image/jpeg;base64,{data}"


def share_picture(image: "AbstractImage") -> SharedPicture:
    """Return an image as share images show it; nothing is read yet."""
    focus = image.get_focal_point()
    parts = (image.pk, image.file.name, image.file_hash, focus)
    return SharedPicture(":".join(map(str, parts)), image)


def frame_picture(
    image: "AbstractImage", shape: PictureShape, *, alt: str = "", credit: str = ""
) -> FramedPicture | None:
    """Return an image cut to a shape, or None when its file cannot be read.

    What was cut before is read in one query, or in none where it was prefetched.
    """
    filters = list(_get_filters(image, shape))
    try:
        cuts = cut_image(image, [wanted for _name, wanted in filters])
    except (SourceImageIOError, OSError):
        # A page without its picture is still a page: the façade stands there.
        return None
    formats: dict[str, dict[int, str]] = defaultdict(dict)
    for cut, (media_type, _filter) in zip(cuts, filters, strict=True):
        # By width: a browser takes no two candidates of the same one.
        formats[media_type][cut.width] = cut.url
    last = cuts[-1]
    return FramedPicture(
        sources=tuple(
            PictureSource(
                f"image/{name}",
                ", ".join(f"{url} {width}w" for width, url in sorted(cuts.items())),
            )
            for name, cuts in list(formats.items())[:-1]
        ),
        url=last.url,
        width=last.width,
        height=last.height,
        alt=alt,
        credit=credit,
        sizes=shape.sizes,
    )


def cut_image(
    image: "AbstractImage", filters: list[Filter]
) -> list["AbstractRendition"]:
    """Return the renditions of an image, making those that are not there yet.

    One after the other: Wagtail's own way opens a large photograph in three threads
    at a time, which takes the memory of a small server.

    Raises:
        SourceImageIOError: the file is gone.
    """
    found = image.find_existing_renditions(*filters)
    return [found.get(each) or _make(image, each) for each in filters]


def _make(image: "AbstractImage", wanted: Filter) -> "AbstractRendition":
    made = image.create_rendition(wanted)
    # Who prefetched its renditions keeps the image: it would be cut again and again.
    image._add_to_prefetched_renditions(made)
    return made


def _get_filters(
    image: "AbstractImage", shape: PictureShape
) -> Iterator[tuple[str, Filter]]:
    """Yield every format with a filter for each of its widths."""
    room = min(image.width, image.height * shape.columns // shape.rows)
    for name, widths in WIDTHS.items():
        fitting = [width for width in widths if width <= room]
        if room < widths[-1]:
            # As large as it is: the best a smaller picture can give.
            fitting.append(room)
        for width in dict.fromkeys(fitting):
            size = f"{width}x{max(1, shape.get_height(width))}"
            spec = f"fill-{size}|bare|format-{name}|{name}quality-{QUALITY[name]}"
            yield name, Filter(spec=spec)
