"""What a failed attempt means: not sent, refused, or nobody knows."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils.translation import gettext

from ..models import DeliveryAttempt

Outcome = DeliveryAttempt.Outcome

_BEFORE_ANY_MESSAGE = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)


@dataclass(frozen=True)
class Failure:
    """One failed attempt, judged.

    Attributes:
        outcome: for the register of attempts.
        may_retry: whether the worker may try again by itself.
        sentence: for whoever looks at the outbox.
        detail: what the server or the machine said.
    """

    outcome: str
    may_retry: bool
    sentence: str
    detail: str = ""


def judge(error: BaseException, *, handed_over: bool) -> Failure:
    """Say what `error` means for the message that was being sent.

    Args:
        error: what ended the attempt.
        handed_over: whether the text had started to leave.

    Returns:
        A definite failure where a reply proves it or nothing had left; else an
        uncertain one, which is never retried by itself.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return _judge_reply(code, reply, handed_over)
    if isinstance(error, _BEFORE_ANY_MESSAGE):
        # The server or our password, never this one letter: a person mends it.
        return unreachable(_describe(error))
    if isinstance(error, smtplib.SMTPResponseException):
        return _judge_reply(error.smtp_code, error.smtp_error, handed_over)
    if isinstance(error, AnymailError):
        return _judge_anymail(error, handed_over)
    if not handed_over and isinstance(
        error, ValueError | smtplib.SMTPNotSupportedError
    ):
        # A header or an address that no mail can carry.
        return refused(_describe(error), may_retry=False)
    if handed_over:
        return uncertain(_describe(error))
    if isinstance(error, OSError):  # smtplib's own errors are of this kind too
        return unreachable(_describe(error))
    return Failure(
        Outcome.INTERRUPTED,
        True,
        gettext("Something went wrong on our side. Nothing was sent."),
        _describe(error),
    )


def unreachable(detail: str) -> Failure:
    return Failure(
        Outcome.UNREACHABLE,
        True,
        gettext("The mail server could not be reached. Nothing was sent."),
        detail,
    )


def refused(detail: str, *, may_retry: bool) -> Failure:
    sentence = (
        gettext("The mail server asked to try again later. Nothing was sent.")
        if may_retry
        else gettext("The mail server refused this message. Nothing was sent.")
    )
    return Failure(Outcome.REFUSED, may_retry, sentence, detail)


def uncertain(detail: str) -> Failure:
    return Failure(
        Outcome.UNCERTAIN,
        False,
        gettext(
            "This message may have arrived: the line broke after its text had left. "
            "Ask the person, or send it again if a double does no harm."
        ),
        detail,
    )


def interrupted() -> Failure:
    return Failure(
        Outcome.INTERRUPTED,
        True,
        gettext("The worker stopped before the message left. Nothing was sent."),
    )


def unwritten(error: BaseException) -> Failure:
    """The words of a letter could not be made: a mistake of ours, not of the mail.

    What a template says of its values stays out: they are about people.
    """
    said = (
        str(error)
        if isinstance(error, TemplateSyntaxError | TemplateDoesNotExist)
        else ""
    )
    return Failure(
        Outcome.INTERRUPTED,
        True,
        gettext(
            "This letter could not be written, because there is a mistake in its "
            "template. Nothing was sent, and nothing is lost: it is tried again. Tell "
            "whoever maintains this site."
        ),
        f"{type(error).__name__}: {said}".rstrip(": ")[:2000],
    )


def _judge_reply(code: int, reply: bytes | str, handed_over: bool) -> Failure:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    detail = f"{code} {text}"
    if 400 <= code < 500:
        return refused(detail, may_retry=True)
    if 500 <= code < 600:
        return refused(detail, may_retry=False)
    return uncertain(detail) if handed_over else unreachable(detail)


def _judge_anymail(error: AnymailError, handed_over: bool) -> Failure:
    detail = _describe(error)
    if isinstance(error, AnymailRecipientsRefused):
        return refused(detail, may_retry=False)
    if isinstance(error, AnymailConfigurationError):
        return unreachable(detail)
    if not isinstance(error, AnymailAPIError):
        # Raised before anything leaves: an address or a feature it cannot carry.
        return refused(detail, may_retry=False)
    status = error.status_code
    if status in {401, 403, 408, 429, 503}:
        # Ours to mend, or theirs to recover: a later attempt can succeed.
        return refused(detail, may_retry=True)
    if status is not None and 400 <= status < 500:
        return refused(detail, may_retry=False)
    if status is None and _never_connected(error):
        return unreachable(detail)
    return uncertain(detail) if handed_over else unreachable(detail)


def _never_connected(error: BaseException) -> bool:
    """Whether the request failed before there was a line to send it over."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, requests.ConnectTimeout | requests.exceptions.SSLError):
            return True
        if type(cause).__name__ in {"NewConnectionError", "NameResolutionError"}:
            return True
        reason = getattr(cause, "reason", None)
        if isinstance(reason, BaseException) and _never_connected(reason):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
