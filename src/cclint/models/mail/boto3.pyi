"""Amazon SES through boto3, aioboto3 and boto 2. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html

SES writes ToAddresses and CcAddresses into the header; with a raw message `Destinations`, or in SES v2 the `Destination`, is the envelope only. A bulk
call sends one message for each destination. The service models of botocore 1.44.5 read and its payloads observed; boto 2.49.0 read.
"""

# distribution: boto3 1.44.5
# distribution: boto 2.49.0
# found by: "ses", 'ses', boto.ses, connect_ses, import ses, sesv2, send_raw_email, ToAddresses, Destinations, pinpoint-email

from typing import Any, Literal, Protocol, Required, TypedDict

from cclint.models.vocabulary import Alone, Bcc, Cc, Each, Envelope, Raw, ReplyTo, Sent, To

# module: boto3
class Destination(TypedDict):
    ToAddresses: To
    CcAddresses: Cc
    BccAddresses: Bcc[Alone]

class Destinations(TypedDict):
    Destination: Destination

class RawMessage(TypedDict):
    Data: Raw

class RawDestination(TypedDict):
    ToAddresses: Envelope
    CcAddresses: Envelope
    BccAddresses: Envelope

class SES:
    def send_email(self, *, Source=None, Destination: Destination, Message=None, ReplyToAddresses: ReplyTo = None, **kwargs) -> Sent: ...
    def send_templated_email(self, *, Source=None, Destination: Destination, ReplyToAddresses: ReplyTo = None, **kwargs) -> Sent: ...
    def send_bulk_templated_email(self, *, Destinations: Each[Destinations], **kwargs) -> Sent: ...
    def send_raw_email(self, *, Source=None, Destinations: Envelope = None, RawMessage: RawMessage, **kwargs) -> Sent: ...

class RawContent(TypedDict):
    Raw: Required[RawMessage]

class SESv2:
    @overload
    def send_email(self, *, Content: RawContent, Destination: RawDestination = None, FromEmailAddress=None, ReplyToAddresses=None, **kwargs) -> Sent: ...
    @overload
    def send_email(self, *, FromEmailAddress=None, Destination: Destination = None, Content=None, ReplyToAddresses: ReplyTo = None, **kwargs) -> Sent: ...
    def send_bulk_email(self, *, BulkEmailEntries: Each[Destinations], **kwargs) -> Sent: ...

@overload
def client(service_name: Literal["ses"], *args, **kwargs) -> SES: ...
@overload
def client(service_name: Literal["sesv2", "pinpoint-email"], *args, **kwargs) -> SESv2: ...
@overload
def client(service_name, *args, **kwargs): ...

class Session:
    @overload
    def client(self, service_name: Literal["ses"], region_name=None, **kwargs) -> SES: ...
    @overload
    def client(self, service_name: Literal["sesv2", "pinpoint-email"], region_name=None, **kwargs) -> SESv2: ...
    @overload
    def client(self, service_name, region_name=None, **kwargs): ...

class LikeSES(Protocol):
    def send_email(self, *, Destination: Destination, Source=None, Message=None, FromEmailAddress=None, Content=None, ReplyToAddresses: ReplyTo = None, **kwargs) -> Sent: ...
    def send_templated_email(self, *, Destination: Destination, **kwargs) -> Sent: ...
    def send_bulk_templated_email(self, *, Destinations: Each[Destinations], **kwargs) -> Sent: ...
    def send_raw_email(self, *, RawMessage: RawMessage, Destinations: Envelope = None, **kwargs) -> Sent: ...
    def send_bulk_email(self, *, BulkEmailEntries: Each[Destinations], **kwargs) -> Sent: ...

# module: aioboto3
from boto3 import Session as Session

# module: boto3.session
from boto3 import Session as Session

# module: boto.ses.connection
class SESConnection:
    def send_email(self, source, subject, body, to_addresses: To, cc_addresses: Cc = None, bcc_addresses: Bcc = None, format="text", reply_addresses: ReplyTo = None, return_path=None, text_body=None, html_body=None) -> Sent: ...
    def send_raw_email(self, raw_message: Raw, source=None, destinations: Envelope = None) -> Sent: ...

# module: boto.ses
from boto.ses.connection import SESConnection as SESConnection
def connect_to_region(region_name, **kw_params) -> boto.ses.connection.SESConnection: ...

# module: boto
def connect_ses(aws_access_key_id=None, aws_secret_access_key=None, **kwargs) -> boto.ses.connection.SESConnection: ...
