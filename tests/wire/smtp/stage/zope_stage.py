"""A site whose component `mail` delivers; what is sent with a transaction goes out when it is committed."""

import transaction
from zope.component import provideUtility
from zope.sendmail.delivery import DirectMailDelivery
from zope.sendmail.interfaces import IMailDelivery
from zope.sendmail.mailer import SMTPMailer

provideUtility(DirectMailDelivery(SMTPMailer("localhost")), IMailDelivery, "mail")


def afterwards(program):
    transaction.commit()
