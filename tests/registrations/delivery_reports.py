"""What mail providers post, as their own documentation shows it.

Brevo: developers.brevo.com/docs/transactional-webhooks. Mailjet: dev.mailjet.com/email/
guides/webhooks. Postmark: postmarkapp.com/developer/webhooks. Mailgun: documentation.
mailgun.com, "Webhooks", with its signature over timestamp and token. Amazon:
docs.aws.amazon.com/ses, "Event publishing", inside a notification of SNS that is signed
as docs.aws.amazon.com/sns, "Verifying the signatures of Amazon SNS messages", tells.
Their own example addresses and numbers are replaced by those of a letter of ours.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import (
    CertificateBuilder,
    Name,
    NameAttribute,
    random_serial_number,
)
from cryptography.x509.oid import NameOID

SECRET = "melder:een-lang-geheim"
SIGNING_KEY = "mailgun-tekensleutel"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:SES_Events"
CERTIFICATE_URL = (
    "https://sns.eu-west-1.amazonaws.com/"
    "SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem"
)
# Whoever signs as Amazon, as far as the tests go.
AMAZON = generate_private_key(65537, 2048)
BROWSER = "Mozilla/5.0 (geen zaak van ons)"


@dataclass(frozen=True)
class Post:
    """One post of a provider: the body, and the headers that it sends along."""

    provider: str
    body: dict | list
    headers: dict[str, str] = field(default_factory=dict)


def authorize(secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}


def send(client, post: Post, **headers):
    """Post it as the provider does; with our secret unless told otherwise."""
    return client.post(
        f"/anymail/{post.provider}/tracking/",
        json.dumps(post.body),
        content_type="application/json",
        headers=authorize() | post.headers | headers,
    )


def brevo(event, *, number, email, seconds=1, attempt="") -> Post:
    body = {
        "event": event,
        "email": email,
        "id": 26224,
        "date": "2026-11-28 13:28:10",
        "ts": 1798634509,
        "message-id": number,
        "ts_event": 1798634509,
        "subject": "Over jou",
        "sending_ip": "185.41.28.109",
        "ts_epoch": (1798634509 + seconds) * 1000,
        "tags": ["transactional"],
    }
    if attempt:
        body["X-Mailin-custom"] = json.dumps({"attempt": attempt})
    if event != "delivered":
        body["reason"] = f"550 5.1.1 <{email}>: user unknown"
    return Post("brevo", body)


def mailjet(event, *, number, email, seconds=1, attempt="") -> Post:
    body = {
        "event": event,
        "time": 1798634509 + seconds,
        "MessageID": int(number),
        "Message_GUID": "1ab23cd4-e567-8901-2345-6789f0gh1i2j",
        "email": email,
        "mj_campaign_id": 7257,
        "mj_contact_id": 4,
        "customcampaign": "",
        "CustomID": "",
        "Payload": json.dumps({"attempt": attempt}) if attempt else "",
    }
    if event == "sent":
        body |= {"mj_message_id": number, "smtp_reply": "sent (250 2.0.0 OK 4242 fa5)"}
    else:
        body |= {
            "blocked": False,
            "hard_bounce": True,
            "error_related_to": "recipient",
            "error": "user unknown",
            "comment": "Host or domain name not found",
        }
    return Post("mailjet", [body])


def postmark(event, *, number, email, seconds=1, attempt="") -> Post:
    at = datetime.fromtimestamp(1798634509 + seconds, tz=UTC).isoformat()
    common = {
        "MessageID": number,
        "ServerID": 23,
        "MessageStream": "outbound",
        "Tag": "",
        "Metadata": {"attempt": attempt} if attempt else {},
        "RecordType": event,
    }
    if event == "Delivery":
        return Post(
            "postmark",
            common
            | {"Recipient": email, "DeliveredAt": at, "Details": "smtp;250 2.0.0 OK"},
        )
    return Post(
        "postmark",
        common
        | {
            "ID": 42 + seconds,
            "Type": "HardBounce",
            "TypeCode": 1,
            "Name": "Hard bounce",
            "Description": "The server was unable to deliver your message.",
            "Details": f"smtp;550 5.1.1 {email} does not exist",
            "Email": email,
            "From": "werkplaatsen@cultuurplekken.example",
            "BouncedAt": at,
            "DumpAvailable": True,
            "Inactive": True,
            "CanActivate": True,
            "Subject": "Over jou",
        },
    )


def mailgun(event, *, number, email, seconds=1, attempt="", key=SIGNING_KEY) -> Post:
    timestamp, token = str(1798634509 + seconds), f"{seconds:050d}"
    signature = hmac.new(
        key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256
    ).hexdigest()
    data = {
        "tags": [],
        "timestamp": 1798634509.153125 + seconds,
        "recipient-domain": email.rpartition("@")[2],
        "event": event,
        "campaigns": [],
        "user-variables": {"attempt": attempt} if attempt else {},
        "flags": {"is-routed": False, "is-authenticated": True},
        "log-level": "info",
        "message": {
            "headers": {"to": email, "message-id": number.strip("<>")},
            "attachments": [],
            "size": 809,
        },
        "recipient": email,
        "id": "F2xFrjBfTe",
        "delivery-status": {
            "attempt-no": 1,
            "description": "",
            "code": 250 if event == "delivered" else 550,
            "message": "OK" if event == "delivered" else f"5.1.1 {email} unknown",
        },
    }
    if event == "failed":
        data |= {"severity": "permanent", "reason": "bounce"}
    signed = {"token": token, "timestamp": timestamp, "signature": signature}
    return Post("mailgun", {"signature": signed, "event-data": data})


def amazon_ses(event, *, number, email, seconds=1, attempt="") -> Post:
    headers = [{"name": "Subject", "value": "Over jou"}]
    if attempt:
        value = json.dumps({"attempt": attempt})
        headers.append({"name": "X-Metadata", "value": value})
    at = datetime.fromtimestamp(1798634509 + seconds, tz=UTC).isoformat()
    told = {
        "eventType": event,
        "mail": {
            "timestamp": at,
            "source": "werkplaatsen@cultuurplekken.example",
            "messageId": number,
            "destination": [email],
            "headersTruncated": False,
            "headers": headers,
        },
    }
    if event == "Delivery":
        told["delivery"] = {
            "timestamp": at,
            "processingTimeMillis": 1138,
            "recipients": [email],
            "smtpResponse": "250 ok:  Message 21388 accepted",
        }
    else:
        told["bounce"] = {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [
                {
                    "emailAddress": email,
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": f"smtp; 550 5.1.1 {email} unknown",
                }
            ],
            "timestamp": at,
        }
    return sns("Notification", f"ses-{event}-{seconds}", at, Message=json.dumps(told))


def sns(kind, number, at="2026-11-28T12:00:00.000Z", version="2", **fields) -> Post:
    """What Amazon's notifications look like, whatever they carry, signed by `AMAZON`."""
    body = {
        "Type": kind,
        "MessageId": number,
        "TopicArn": TOPIC,
        "Timestamp": at,
        "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE_URL,
        **fields,
    }
    headers = {
        "x-amz-sns-message-type": kind,
        "x-amz-sns-message-id": number,
        "x-amz-sns-topic-arn": TOPIC,
    }
    return Post("amazon_ses", sign_as_amazon(body), headers)


def sign_as_amazon(body: dict, key: RSAPrivateKey | None = None) -> dict:
    """Return the notification with the signature that belongs under it."""
    names = {
        "Notification": "Message MessageId Subject Timestamp TopicArn Type",
        "SubscriptionConfirmation": (
            "Message MessageId SubscribeURL Timestamp Token TopicArn Type"
        ),
    }[body["Type"]].split()
    text = "".join(f"{name}\n{body[name]}\n" for name in names if name in body)
    hash_ = {"1": SHA1(), "2": SHA256()}[body["SignatureVersion"]]
    signature = (key or AMAZON).sign(text.encode(), PKCS1v15(), hash_)
    return body | {"Signature": base64.b64encode(signature).decode()}


def certify(
    key: RSAPrivateKey, *, name: str = "sns.amazonaws.com", days: int = 30
) -> bytes:
    """A certificate such as stands at Amazon's address, good for so many days."""
    subject = Name([NameAttribute(NameOID.COMMON_NAME, name)])
    end = datetime.now(tz=UTC) + timedelta(days=days)
    certificate = (
        CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(end - timedelta(days=400))
        .not_valid_after(end)
        .sign(key, SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)


# provider → how it posts, what it calls arriving and coming back, a number it gives
PROVIDERS = {
    "brevo": (brevo, "delivered", "hard_bounce", "<202611281328.123@smtp-relay.be>"),
    "mailjet": (mailjet, "sent", "bounce", "19421777835146490"),
    "postmark": (postmark, "Delivery", "Bounce", "883953f4-6105-42a2-a16a-77a8eac794"),
    "mailgun": (mailgun, "delivered", "failed", "<20261128211713.1.DF59@example.org>"),
    "amazon_ses": (amazon_ses, "Delivery", "Bounce", "0102018b-7a3e-4f6d-000000"),
}
