"""SMTP that says when a letter leaves our hands.

Until the text of a letter is transmitted, a broken line means "not sent"; after
that nobody can know. The narrower that moment is known, the fewer letters a person
has to judge.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend


class _HandingOver:
    """Calls `before_text` between the server's "go ahead" and the text itself."""

    before_text: Callable[[], None] | None = None
    _text_follows = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._text_follows = True
        try:
            return super().data(msg)  # type: ignore[misc]
        finally:
            self._text_follows = False

    def send(self, s: Any) -> None:
        # Within data() there are two sends: the command, then, once the server
        # answered 354, the text. Should that change, the mark comes early: safe.
        if self._text_follows and s not in ("data\r\n", "DATA\r\n"):
            self._text_follows = False
            if self.before_text:
                self.before_text()
            # RFC 5321 4.5.3.2.6: be patient after the text, since giving up too
            # early is what makes doubles.
            self.sock.settimeout(settings.EMAIL_REPLY_TIMEOUT)  # type: ignore[attr-defined]
        super().send(s)  # type: ignore[misc]


class _SMTP(_HandingOver, smtplib.SMTP):
    pass


class _SMTPOverSSL(_HandingOver, smtplib.SMTP_SSL):
    pass


class HandoverEmailBackend(EmailBackend):
    """Django's SMTP backend with a call just before a text is transmitted."""

    def __init__(self, *args: Any, before_text: Callable[[], None], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.before_text = before_text

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SMTPOverSSL if self.use_ssl else _SMTP

    def open(self) -> bool | None:
        is_new = super().open()
        if self.connection is not None:
            self.connection.before_text = self.before_text
        return is_new

    def abandon(self) -> None:
        """Drop the line without a word: in the midst of a text, QUIT would be text."""
        for connection in (self.connection, self._partial_connection):
            if connection is not None:
                connection.close()
        self.connection = self._partial_connection = None
