"""Where mail providers report what became of our letters (`/anymail/…/tracking/`).

Anymail reads what each of them sends and checks what each of them signs. Here stands
what holds for all: a secret first, before anything is read; little at once; nothing
kept; and a letter that nobody knows is answered as one that somebody does.
"""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit

from anymail.exceptions import AnymailError
from anymail.signals import AnymailTrackingEvent
from anymail.utils import get_request_basic_auth
from anymail.webhooks.amazon_ses import (
    AmazonSESBaseWebhookView,
    AmazonSESTrackingWebhookView,
)
from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..enums import DeliveryEventKind
from ..services.delivery import ATTEMPT, Report, take_report
from ..services.sns import CertificateAway, Forged, check_notification
from .guard import count_refused_report, is_hammering

logger = logging.getLogger(__name__)

# A report is a few kilobytes; Mailjet may send a few hundred together.
MOST_BYTES = 512 * 1024
KINDS = {kind.value: kind for kind in DeliveryEventKind}


# What a provider proves its reports with, besides our secret: without it in the settings
# the address of that provider does not exist.
NEEDS = {
    "amazon_ses": "AMAZON_SES_TOPIC_ARN",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
}
# Where Amazon itself asks to confirm a subscription; nobody else can have this name.
AMAZON = re.compile(r"^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$")


class Unreadable(SuspiciousOperation):
    """It came with the secret, and is no report: answered 400, for their log."""


class ReportMixin(AnymailCoreWebhookView):
    """Takes what Anymail read to our own service, in place of a signal."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.run_validators(request)
            events = self.parse_events(request)
        except (AnymailError, LookupError, TypeError, ValueError, AttributeError) as e:
            if isinstance(e, SuspiciousOperation):
                raise
            raise Unreadable(f"{self.esp_name}: {type(e).__name__}") from None
        for event in events:
            self.take(event)
        return HttpResponse()

    def take(self, event: AnymailTrackingEvent) -> None:
        kind = KINDS.get(event.event_type)
        if kind is None:
            return  # on its way, opened, clicked: nothing that we keep
        metadata = event.metadata if isinstance(event.metadata, dict) else {}
        take_report(
            report=Report(
                provider=self.esp_name,
                kind=kind,
                event_id=str(event.event_id or ""),
                message_id=str(event.message_id or ""),
                attempt=str(metadata.get(ATTEMPT, "")),
                recipient=str(event.recipient or ""),
                reason=str(event.reject_reason or ""),
                detail=str(event.mta_response or event.description or ""),
                happened_at=event.timestamp,
            )
        )


class BrevoReportView(ReportMixin, BrevoTrackingWebhookView):
    pass


class MailgunReportView(ReportMixin, MailgunTrackingWebhookView):
    pass


class MailjetReportView(ReportMixin, MailjetTrackingWebhookView):
    pass


class PostmarkReportView(ReportMixin, PostmarkTrackingWebhookView):
    pass


class AmazonSESReportView(ReportMixin, AmazonSESTrackingWebhookView):
    """Amazon's, that confirms no subscription by itself: it would have to call out."""

    def __init__(self, **kwargs: Any):
        # Past the parent, which wants boto3 to call Amazon with.
        super(AmazonSESBaseWebhookView, self).__init__(**kwargs)

    def validate_request(self, request: HttpRequest) -> None:
        """Ask of Amazon's signature what Anymail does not: whether it fits."""
        notification = self._parse_sns_message(request)
        if not isinstance(notification, dict):
            raise Unreadable("SNS: no notification")
        check_notification(notification, topic=settings.ANYMAIL[NEEDS["amazon_ses"]])

    def auto_confirm_sns_subscription(self, sns_message: dict[str, Any]) -> None:
        """Leave it to a person: the address to open goes to the log, if it is theirs."""
        url = get_subscribe_url(sns_message)
        if url is None:
            raise Unreadable("SNS: a subscription that is not Amazon’s")
        logger.warning("Open this once, to receive reports of Amazon SES: %s", url)


def get_subscribe_url(sns_message: dict[str, Any]) -> str | None:
    """Return where a subscription is confirmed, None where it is not at Amazon's."""
    url = str(sns_message.get("SubscribeURL", ""))
    parts = urlsplit(url)
    is_theirs = parts.scheme == "https" and AMAZON.match(parts.netloc)
    is_plain = url.isascii() and url.isprintable()
    return url if is_theirs and is_plain and "Action=ConfirmSub" in url else None


VIEWS = {
    "amazon_ses": AmazonSESReportView,
    "brevo": BrevoReportView,
    "mailgun": MailgunReportView,
    "mailjet": MailjetReportView,
    "postmark": PostmarkReportView,
}


@csrf_exempt
@never_cache
@require_http_methods(["POST", "HEAD"])
def receive_report(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a report of `provider`, from whoever knows the secret of our address.

    Without a secret in the settings the address does not exist.
    """
    secrets = settings.ANYMAIL.get("WEBHOOK_SECRET", [])
    view = VIEWS.get(provider)
    if view is None or not secrets or not _has_proof(provider):
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()  # some ask so whether it is there, when it is set up
    given = get_request_basic_auth(request)
    if given is None:
        # Amazon sends the secret only when it is asked for.
        response = HttpResponse(status=401)
        response["WWW-Authenticate"] = 'Basic realm="reports"'
        return response
    if not any(constant_time_compare(given, secret) for secret in secrets):
        if is_hammering(request):
            return HttpResponse(status=429)
        count_refused_report(request)
        return HttpResponse(status=403)
    if _get_length(request) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        return view.as_view()(request)
    except Forged as error:
        # With our secret and without their signature: somebody should know.
        logger.warning("A report of %s was refused: %s.", provider, error)
        return HttpResponse(status=403)
    except CertificateAway as error:
        logger.warning("The certificate of Amazon could not be had: %s.", error)
        return HttpResponse(status=503)  # they come back with it


def _has_proof(provider: str) -> bool:
    need = NEEDS.get(provider)
    return need is None or bool(settings.ANYMAIL.get(need))


def _get_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return MOST_BYTES + 1
