"""A portal with its tool; what is sent with a transaction goes out when it is committed."""

import transaction
from Acquisition import Implicit
from Products.MailHost.interfaces import IMailHost
from Products.MailHost.MailHost import MailHost
from zope.component import provideUtility


class Tool:
    """Has a method of that name, which is no mail."""

    def send(self, *args):
        pass


class Portal(Implicit):
    portal_catalog = Tool()
    MailHost = MailHost("MailHost", smtp_host="localhost")


GIVEN = {"context": Portal()}
provideUtility(MailHost("MailHost", smtp_host="localhost"), IMailHost)


def afterwards(program):
    transaction.commit()
