"""Who may upload at all: only somebody who has signed in."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


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
