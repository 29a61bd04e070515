"""What a camera writes into a photograph, and the site does not publish.

The file that an editor uploads lies in the open under /media/, as it came. A telephone
writes the place and the moment into it, and the name of its owner may follow. The
picture itself is copied byte by byte, so that it loses no quality.
"""

from collections.abc import Iterator

from PIL import Image

EXIF_ORIENTATION = 0x0112
JPEG_START, JPEG_END = b"\xff\xd8", b"\xff\xd9"
JPEG_SCAN = 0xDA
# Of the parts that programs add: the colour profile, and how colours are coded.
JPEG_EXTRAS = {*range(0xE0, 0xF0), 0xFE}
JPEG_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
# What stands in the middle of a scan: a filled byte, and the marks of a restart.
JPEG_INSIDE_SCAN = {0x00, 0xFF, *range(0xD0, 0xD8)}
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_REMOVED = {b"eXIf", b"iTXt", b"tEXt", b"zTXt", b"tIME"}


def remove_traces(content: bytes, *, orientation: int = 1) -> bytes:
    """Return a JPEG or PNG without place, moment, camera, names and thumbnails.

    Args:
        content: the whole file. Anything else than a sound JPEG or PNG comes back as
            it is.
        orientation: how a JPEG is to be turned (`read_orientation`); that one fact
            stays in it.
    """
    try:
        if content.startswith(JPEG_START):
            return b"".join(_clean_jpeg(content, orientation))
        if content.startswith(PNG_START):
            return b"".join(_clean_png(content))
    except (IndexError, ValueError):
        pass
    return content


def read_orientation(picture: Image.Image) -> int:
    """Return how a picture is to be turned, from 1 (not at all) to 8."""
    value = picture.getexif().get(EXIF_ORIENTATION, 1)
    return value if value in range(1, 9) else 1


def _clean_jpeg(content: bytes, orientation: int) -> Iterator[bytes]:
    """Yield the parts that stay, up to the end of the first picture.

    Behind it telephones put others, each with traces of its own.
    """
    yield JPEG_START
    if orientation != 1:
        exif = Image.Exif()
        exif[EXIF_ORIENTATION] = orientation
        data = exif.tobytes()
        yield b"\xff\xe1" + (len(data) + 2).to_bytes(2) + data
    position = len(JPEG_START)
    while content[position : position + 2] != JPEG_END:
        if content[position] != 0xFF:
            raise ValueError("No mark where one must stand.")
        kind = content[position + 1]
        if kind == 0xFF:  # a filling byte
            position += 1
            continue
        end = position + 2 + int.from_bytes(content[position + 2 : position + 4])
        if end > len(content):
            raise ValueError("A part is longer than the file.")
        if kind == JPEG_SCAN:
            end = _find_end_of_scan(content, end)
        part = content[position:end]
        kept = JPEG_KEPT.get(kind)
        if kind not in JPEG_EXTRAS or (kept and part[4:].startswith(kept)):
            yield part
        position = end
    yield JPEG_END


def _find_end_of_scan(content: bytes, position: int) -> int:
    while True:
        position = content.index(b"\xff", position)
        if content[position + 1] not in JPEG_INSIDE_SCAN:
            return position
        position += 1


def _clean_png(content: bytes) -> Iterator[bytes]:
    yield PNG_START
    position = len(PNG_START)
    while position < len(content):
        length = int.from_bytes(content[position : position + 4])
        kind = content[position + 4 : position + 8]
        end = position + length + 12
        if len(kind) < 4 or end > len(content):
            raise ValueError("A part is longer than the file.")
        if kind not in PNG_REMOVED:
            yield content[position:end]
        position = end
        if kind == b"IEND":
            return
