"""Apache Superset 1 to 6. https://superset.apache.org/

One message; the texts are split at commas, spaces and semicolons, `bcc` is not written into the header. Read from the code of 6.1.0.
"""

# found by: superset & send_email_smtp, superset & send_mime_email
# distribution: apache-superset 4.0.0 to 6.1.0

from cclint.models.vocabulary import Bcc, Cc, Envelope, Raw, Sent, To

# module: superset.utils.core
def send_email_smtp(to: To, subject, html_content, config, files=None, data=None, pdf=None, images=None, dryrun=False, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", header_data=None) -> Sent: ...
def send_mime_email(e_from, e_to: Envelope, mime_msg: Raw, config, dryrun=False) -> Sent: ...
