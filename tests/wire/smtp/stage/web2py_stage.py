"""Two names that py4web's mailer uses and does not import."""

from email.charset import QP, add_charset

from py4web.utils import mailer

mailer.add_charset = add_charset
mailer.charset_QP = QP
