"""Who may upload at all, only somebody who has signed in; and what stays in memory."""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    StopFutureHandlers,
)


class SignedInOnly(FileUploadHandler):
    """Passes over every file of a visitor, before a byte of it is stored.

    No public form asks for a file, so one that comes along is a mistake or an attempt
    to fill the disk. The words of the post are read as usual and nothing typed is lost.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Let the next handlers take the file, or read past it.

        Raises:
            SkipFile: nobody has signed in.
        """
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the handlers behind this one."""


class MemoryOnly(FileUploadHandler):
    """Keeps from the disk whatever comes in by a view that asks for it.

    Such a view class says how many bytes it takes, in `memory_only_up_to`. Of a
    larger file one byte more is kept, so that the view can see and say that it is too
    large; the rest is read past. Only the first file of a post is taken.
    """

    limit: int | None = None
    content: io.BytesIO | None = None

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Take the file for such a view, or leave it to the next handlers.

        Raises:
            StopFutureHandlers: it is held here.
            SkipFile: one is held here already.
        """
        super().new_file(*args, **kwargs)
        match = getattr(self.request, "resolver_match", None)
        view = getattr(match and match.func, "view_class", None)
        self.limit = getattr(view, "memory_only_up_to", None)
        if self.limit is None:
            return
        if self.content is not None:
            raise SkipFile
        self.content = io.BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.limit is None:
            return raw_data
        room = self.limit + 1 - self.content.tell()
        self.content.write(raw_data[:room])
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.limit is None:
            return None
        self.content.seek(0)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
