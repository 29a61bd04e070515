"""Whether a notification comes from Amazon, and from our topic at Amazon.

Amazon SES reports by way of SNS, which signs what it sends. Anymail leaves that
signature unread, so whoever caught the secret of our address could make reports up.
Read here, as Amazon documents it: the fields of a notification in their order, a
signature with SHA-1 (version 1) or SHA-256 (version 2), and a certificate that stands
at Amazon's own address. The signature alone proves little: anybody can let Amazon sign
words of theirs, on a topic of theirs. So the topic has to be the one of the settings.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import load_pem_x509_certificate
from cryptography.x509.oid import NameOID
from django.core.cache import cache
from django.utils.crypto import constant_time_compare

# SNS of one region, its own name and nothing before or behind it: a bucket of anybody
# ends in amazonaws.com as well.
CERTIFICATE_URL = re.compile(
    r"https://sns\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?"
    r"/SimpleNotificationService-[0-9a-f]{8,64}\.pem"
)
_OWNER = re.compile(r"sns(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?")
_HASHES = {"1": SHA1, "2": SHA256}
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SUBSCRIPTION = (
    *("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn"),
    "Type",
)
_SIGNED = {
    "Notification": _NOTIFICATION,
    "SubscriptionConfirmation": _SUBSCRIPTION,
    "UnsubscribeConfirmation": _SUBSCRIPTION,
}
_KEEP_SECONDS = 24 * 60 * 60
_PATIENCE_SECONDS = 5
MOST_BYTES = 16 * 1024


class Forged(Exception):
    """It is not from our topic, or not from Amazon; the text says why, for the log."""


class CertificateAway(Exception):
    """Amazon's certificate could not be had now: nothing is known of the signature."""


def check_notification(notification: Any, *, topic: str) -> None:
    """Believe a notification of SNS, or say why not.

    Args:
        notification: as Amazon posted it.
        topic: the name (ARN) of our own topic.

    Raises:
        Forged: it is of another topic, or the signature does not fit.
        CertificateAway: ask again later.
    """
    if not isinstance(notification, dict):
        raise Forged("no notification")
    if not constant_time_compare(str(notification.get("TopicArn", "")), topic):
        raise Forged("another topic")
    signed = _get_signed_text(notification)
    hash_class = _HASHES.get(str(notification.get("SignatureVersion", "")))
    if hash_class is None:
        raise Forged("a signature of another version")
    key = _get_key(str(notification.get("SigningCertURL", "")))
    try:
        signature = b64decode(str(notification.get("Signature", "")), validate=True)
        # Version 1 is what a topic has unless its owner asks for 2.
        key.verify(signature, signed, PKCS1v15(), hash_class())
    except (ValueError, InvalidSignature):
        raise Forged("a signature that does not fit") from None


def _get_signed_text(notification: dict[str, Any]) -> bytes:
    """The fields that Amazon signs, each as a line with its name and one with itself."""
    names = _SIGNED.get(str(notification.get("Type", "")))
    if names is None:
        raise Forged("another type")
    lines = []
    for name in names:
        value = notification.get(name)
        if value is None and name == "Subject":
            continue
        if not isinstance(value, str):
            raise Forged(f"{name} is missing")
        lines += [name, value]
    return "".join(f"{line}\n" for line in lines).encode()


def _get_key(url: str) -> RSAPublicKey:
    """The public key that stands at `url`, when that is Amazon's and holds today."""
    if not CERTIFICATE_URL.fullmatch(url):
        raise Forged("a certificate that is not Amazon’s")
    known = cache.get(f"sns:{url}")
    body = known or fetch_certificate(url)
    try:
        certificate = load_pem_x509_certificate(body)
    except ValueError:
        raise Forged("a certificate that cannot be read") from None
    now = datetime.now(tz=UTC)
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    key = certificate.public_key()
    holds = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    is_theirs = any(_OWNER.fullmatch(str(name.value)) for name in names)
    if not (holds and is_theirs and isinstance(key, RSAPublicKey)):
        raise Forged("a certificate that does not hold")
    if known is None:
        cache.set(f"sns:{url}", body, _KEEP_SECONDS)
    return key


def fetch_certificate(url: str) -> bytes:
    """Return what stands at `url`; whoever calls this looked at the address first.

    Over HTTPS Amazon's server proves who it is by the certificate of its line, so the
    chain of the one that it gives adds nothing.

    Raises:
        CertificateAway: there is no answer, or another one.
    """
    body = b""
    try:
        with requests.get(
            url, timeout=_PATIENCE_SECONDS, allow_redirects=False, stream=True
        ) as answer:
            if answer.status_code != 200:
                raise CertificateAway(str(answer.status_code))
            for part in answer.iter_content(4096):
                body += part
                if len(body) > MOST_BYTES:
                    raise CertificateAway("too long")
    except requests.RequestException as error:
        raise CertificateAway(type(error).__name__) from None
    return body
