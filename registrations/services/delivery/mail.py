"""The mail of a message: its words, a fresh private link, and its headers."""

from __future__ import annotations

from email.mime.text import MIMEText
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac
from django.utils.html import escape

from ...enums import TEAM_LETTERS
from ...models import Message
from ..access import mint_copy_link, mint_link
from ..letter_marks import PRIVATE_LINK, to_plain
from ..message import write_letter
from .reports import ATTEMPT, BACKENDS_THAT_REPORT, sign_attempt


def build_mail(message: Message, backend: Any = None) -> EmailMultiAlternatives:
    """Return the mail of a message, with a fresh private link in its place.

    The Message-ID is the same at every attempt, so that a mail program can know
    a double for what it is.

    Raises:
        ValueError: the address holds a sign that would end its header.
    """
    if not message.recipient.isprintable():
        # Between quotes such a sign is allowed in an address, and Django lets it pass.
        raise ValueError("The address holds a sign that cannot be printed.")
    letter = write_letter(message)
    text, html = to_plain(letter.text), letter.html
    if PRIVATE_LINK in text or PRIVATE_LINK in html:
        link = _make_private_link(message)
        text = text.replace(PRIVATE_LINK, link)
        html = html.replace(PRIVATE_LINK, escape(link))
    reply_to = _get_reply_address(message)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        reply_to=[reply_to] if reply_to else None,
        headers=_get_headers(message),
        connection=backend,
    )
    mail.attach_alternative(html, "text/html")
    if message.attempt and settings.EMAIL_BACKEND in BACKENDS_THAT_REPORT:
        mail.metadata = {ATTEMPT: sign_attempt(message.attempt)}
    for part in message.calendar_parts:
        mail.attach(_make_calendar(part))
    return mail


def get_message_id(message: Message) -> str:
    """Return the Message-ID, stable for the row and guessable by nobody."""
    key = f"{message.idempotency_key}:{message.created_at.isoformat()}"
    digest = salted_hmac("registrations.message-id", key).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{digest}@{domain}>"


def _get_headers(message: Message) -> dict[str, str]:
    headers = {
        "Message-ID": get_message_id(message),
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": "nl-BE",
    }
    if message.kind not in TEAM_LETTERS:
        # A decision was released by a person; this one nobody sent by hand (RFC 3834).
        headers["Auto-Submitted"] = "auto-generated"
    if message.interest:
        # Mail that somebody asked for without registering; one press ends it
        # (RFC 8058). Nobody unsubscribes from the answer to their registration.
        headers["List-Unsubscribe"] = f"<{_make_private_link(message)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _make_calendar(part: dict[str, str]) -> MIMEText:
    """A file for the calendar of whoever gets the letter (RFC 6047)."""
    calendar = MIMEText(part["content"], "calendar", "utf-8")
    calendar.set_param("method", part["method"])
    calendar.add_header("Content-Disposition", "attachment", filename=part["name"])
    return calendar


def get_provider_id(mail: EmailMultiAlternatives) -> str:
    """The number that an Anymail provider gave, to match its reports later."""
    status = getattr(mail, "anymail_status", None)
    message_id = getattr(status, "message_id", None)
    # A set where several people got it; our letters go to one.
    return str(message_id)[:200] if isinstance(message_id, str | int) else ""


def _make_private_link(message: Message) -> str:
    """The link of whoever gets the letter: to their page, form or confirmation."""
    if message.draft:
        # A circle otherwise: drafts queue the letters that carry their link.
        from ..drafts import get_draft_url

        return get_draft_url(message.draft)
    if message.interest:
        # A circle otherwise, for the same reason.
        from ..interest import get_confirm_url

        return get_confirm_url(message.interest)
    if message.data_request:
        return mint_copy_link(request=message.data_request)
    return mint_link(registration=message.registration)


def _get_reply_address(message: Message) -> str:
    if message.team_member_id:
        return ""  # a colleague answers a colleague, not a mailbox of the house
    page = message.about.page
    return page.site_settings.contact_email if page else ""
