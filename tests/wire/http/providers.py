"""What the services do with a request, from their documentation and independent of the stubs: who sees whom.

Each reader gives the messages of one request; a message is the addresses of its To, of its Cc, and of a Bcc header that
goes out.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from email import message_from_bytes
from email.utils import getaddresses
from typing import Any, NamedTuple

ADDRESS_KEYS = ("email", "address", "Email", "Address", "EmailAddress", "emailAddress", "email_address")


class Message(NamedTuple):
    to: frozenset[str]
    cc: frozenset[str] = frozenset()
    bcc_header: frozenset[str] = frozenset()

    @property
    def exposes(self) -> bool:
        return len(self.to) > 1 or len(self.cc) > 1 or bool(self.bcc_header)


def who(value: Any) -> frozenset[str]:
    """All addresses in a value: text, lists, records."""
    if not value:
        return frozenset()
    if isinstance(value, str):
        return frozenset(address.lower() for _, address in getaddresses([value.replace(";", ",")]) if "@" in address)
    if isinstance(value, dict):
        known = next((value[key] for key in ADDRESS_KEYS if key in value), None)
        return who(known) if known is not None else who(list(value.values()))
    return frozenset().union(*map(who, value))


def one(to: Any = None, cc: Any = None) -> list[Message]:
    return [Message(who(to), who(cc))]


def each(to: Any, cc: Any = None) -> list[Message]:
    return [Message(frozenset({address}), who(cc)) for address in sorted(who(to))]


def mime(data: bytes) -> list[Message]:
    message = message_from_bytes(data)
    fields = [who([str(field) for field in message.get_all(name, [])]) for name in ("To", "Cc", "Bcc")]
    return [Message(*fields)]


def personalizations(request: Any) -> list[Message]:
    return [Message(who(part.get("to")), who(part.get("cc"))) for part in request.json["personalizations"]]


def mailgun(request: Any) -> list[Message]:
    fields = {**request.form, **request.query}
    return (each if "recipient-variables" in fields else one)(fields["to"], fields.get("cc"))


def mandrill(request: Any) -> list[Message]:
    body = request.json
    if "raw_message" in body:
        return mime(body["raw_message"].encode())
    message = body["message"]
    roles = {kind: [one for one in message["to"] if one.get("type", "to") == kind] for kind in ("to", "cc", "bcc")}
    if message.get("preserve_recipients"):
        return one(roles["to"], roles["cc"])
    return each([*roles["to"], *roles["cc"], *roles["bcc"]])


def mailjet(request: Any) -> list[Message]:
    body = request.json
    if "/v3.1/" in request.path:
        common = body.get("Globals", {})
        return [
            Message(who(part.get("To", common.get("To"))), who(part.get("Cc", common.get("Cc"))))
            for part in body["Messages"]
        ]
    made: list[Message] = []
    for part in body.get("Messages", [body]):
        if "Recipients" in part:
            made += each(part["Recipients"])
        if "To" in part:
            made += one([part["To"], part.get("Recipients")] if "Recipients" in part else part["To"], part.get("Cc"))
    return made


def postmark(request: Any) -> list[Message]:
    body = request.json
    parts = body if isinstance(body, list) else body.get("Messages", [body])
    return [Message(who(part.get("To")), who(part.get("Cc"))) for part in parts]


def sparkpost(request: Any) -> list[Message]:
    body = request.json
    cc = {name.lower(): value for name, value in body["content"].get("headers", {}).items()}.get("cc")
    made = []
    for recipient in body["recipients"]:
        address = recipient["address"] if isinstance(recipient, dict) else recipient
        shown = address.get("header_to") if isinstance(address, dict) else None
        made.append(Message(who(shown or address), who(cc)))
    return made


def brevo(request: Any) -> list[Message]:
    body = request.json
    parts = body.get("messageVersions") or [body]
    return [Message(who(part.get("to")), who(part.get("cc"))) for part in parts]


def several(to: str = "to", cc: str = "cc", *inside: str) -> Callable[[Any], list[Message]]:
    """A body that is a message, or a list of messages, under a key or as a whole."""

    def read(request: Any) -> list[Message]:
        body = request.json
        for name in inside:
            body = body[name] if isinstance(body, dict) and name in body else body
        return [Message(who(part.get(to)), who(part.get(cc))) for part in (body if isinstance(body, list) else [body])]

    return read


def mailtrap(request: Any) -> list[Message]:
    body = request.json
    base = body.get("base", {})
    return [
        Message(who(part.get("to", base.get("to"))), who(part.get("cc", base.get("cc"))))
        for part in body.get("requests", [body])
    ]


def ses(request: Any) -> list[Message]:
    form = request.form
    action = form["Action"][0]
    if action == "SendRawEmail":
        return mime(base64.b64decode(form["RawMessage.Data"][0]))

    def under(start: str) -> list[str]:
        return [value for name, values in form.items() if name.startswith(start) for value in values]

    if action == "SendBulkTemplatedEmail":
        numbers = {match[1] for name in form if (match := re.match(r"Destinations\.member\.(\d+)\.", name))}
        starts = [f"Destinations.member.{number}.Destination." for number in sorted(numbers)]
    else:
        starts = ["Destination."]
    return [Message(who(under(f"{start}ToAddresses.")), who(under(f"{start}CcAddresses."))) for start in starts]


def sesv2(request: Any) -> list[Message]:
    body = request.json
    raw = body.get("Content", {}).get("Raw")
    if raw is not None:
        return mime(base64.b64decode(raw["Data"]))
    parts = [entry["Destination"] for entry in body.get("BulkEmailEntries", ())] or [body["Destination"]]
    return [Message(who(part.get("ToAddresses")), who(part.get("CcAddresses"))) for part in parts]


def gmail(request: Any) -> list[Message]:
    body = request.json
    raw = body["message"]["raw"] if "message" in body else body["raw"]
    return mime(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))


def graph(request: Any) -> list[Message]:
    """Names are told apart without their case; a message that is forwarded has its recipients beside the comment."""
    body = folded(request.json)
    message = {**body, **body.get("message", {})}
    return one([part["emailaddress"] for part in message["torecipients"]],
               [part["emailaddress"] for part in message.get("ccrecipients", ())])  # fmt: skip


def folded(value: Any) -> Any:
    """The same with all keys in small letters."""
    if isinstance(value, dict):
        return {key.lower(): folded(held) for key, held in value.items()}
    return [folded(held) for held in value] if isinstance(value, list) else value


def elastic(request: Any) -> list[Message]:
    body = request.json if "json" in request.type else {name: values[0] for name, values in request.form.items()}
    if "/v2/" in request.path:
        return each(body["to"]) if body.get("to") else one(body.get("msgTo"), body.get("msgCC"))
    recipients = body["Recipients"]
    return each(recipients) if isinstance(recipients, list) else one(recipients.get("To"), recipients.get("CC"))


def infobip(request: Any) -> list[Message]:
    if "/email/3/" in request.path:  # a form; each `to` is a recipient, or a record with it
        form = request.form
        to = [json.loads(one)["to"] if one.startswith("{") else one for one in form["to"]]
        shown = form.get("preserveRecipients", ["false"])[0].lower() == "true"
        return (one if shown else each)(to, form.get("cc"))
    made: list[Message] = []
    for message in request.json["messages"]:
        for place in message["destinations"]:
            to = [part["destination"] for part in place["to"]]
            cc = [part["destination"] for part in place.get("cc") or ()]
            made += (one if place.get("preserveRecipients") else each)(to, cc)
    return made


def mailslurp(request: Any) -> list[Message]:
    body = request.json
    return one(body["to"], body.get("cc")) if body.get("to") else each(body.get("toContacts"))


def courier(request: Any) -> list[Message]:
    return each(request.json["message"]["to"])


READERS: dict[tuple[str, str], Callable[[Any], Iterable[Message]]] = {
    ("sendgrid.com", "/mail/send"): personalizations,
    ("mailgun.net", "/messages"): mailgun,
    ("mandrillapp.com", "/messages/send"): mandrill,
    ("mailjet.com", "/send"): mailjet,
    ("postmarkapp.com", "/email"): postmark,
    ("sparkpost.com", "/transmissions"): sparkpost,
    ("brevo.com", "/smtp/email"): brevo,
    ("sendinblue.com", "/smtp/email"): brevo,
    ("resend.com", "/emails"): several(),
    ("mailersend.com", "email"): several(),
    ("mailtrap.io", "/api/"): mailtrap,
    ("amazonaws.com", "/v2/email"): sesv2,
    ("amazonaws.com", "/"): ses,
    ("communication.azure.com", "/emails"): several("to", "cc", "recipients"),
    ("graph.microsoft.com", "/sendMail"): graph,
    ("graph.microsoft.com", "/forward"): graph,
    ("googleapis.com", "/gmail"): gmail,
    ("elasticemail.com", "/email"): elastic,
    ("elasticemail.com", "/emails"): elastic,
    ("infobip.com", "/email"): infobip,
    ("mailslurp.com", "/"): mailslurp,
    ("courier.com", "/send"): courier,
    ("notifications.service.gov.uk", "/email"): lambda request: one(request.json["email_address"]),
    ("agentmail.to", "/messages/send"): several(),
    ("loops.so", "/transactional"): lambda request: one(request.json["email"]),
}
"""By the end of the host and a part of the path."""

SES_ANSWER = "".join(
    f"<{action}Result><MessageId>1</MessageId></{action}Result>"
    for action in ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail")
).join(("<Response>", "</Response>"))

ANSWERS: dict[tuple[str, str], tuple[int, str, str]] = {
    ("sendgrid.com", "/"): (202, "application/json", ""),
    ("graph.microsoft.com", "/"): (202, "application/json", ""),
    ("postmarkapp.com", "/email/batch"): (200, "application/json", '[{"ErrorCode": 0, "Message": "OK"}]'),
    ("postmarkapp.com", "/email"): (200, "application/json", '{"ErrorCode": 0, "Message": "OK", "MessageID": "1"}'),
    ("mandrillapp.com", "/"): (200, "application/json", "[]"),
    ("sparkpost.com", "/"): (200, "application/json", '{"results": {"id": "1"}}'),
    ("mailersend.com", "/"): (202, "application/json", "{}"),
    ("mailtrap.io", "/api/batch"): (200, "application/json", '{"success": true, "responses": []}'),
    ("mailtrap.io", "/"): (200, "application/json", '{"success": true, "message_ids": ["1"]}'),
    ("resend.com", "/batch"): (200, "application/json", '{"data": [{"id": "1"}]}'),
    ("amazonaws.com", "/v2/email"): (200, "application/json", '{"MessageId": "1", "BulkEmailEntryResults": []}'),
    ("amazonaws.com", "/"): (200, "text/xml", SES_ANSWER),
    ("infobip.com", "/"): (200, "application/json", '{"bulkId": "1", "messages": []}'),
    ("communication.azure.com", "/"): (202, "application/json", '{"id": "1", "status": "Succeeded"}'),
}
"""Status, type and text; the first that fits."""


def read(request: Any) -> list[Message]:
    """The messages that a request makes a service send; [] for requests that send nothing."""
    for (host, path), reader in READERS.items():
        if request.method != "GET" and request.host.endswith(host) and path in request.path:
            return [*reader(request)]
    return []
