"""A request whose registry has a mailer; what is sent with a transaction goes out when it is committed."""

import transaction
from pyramid.registry import Registry
from pyramid.testing import DummyRequest
from pyramid_mailer.interfaces import IMailer
from pyramid_mailer.mailer import Mailer

request = DummyRequest()
request.registry = Registry()
request.registry.registerUtility(Mailer(host="localhost"), IMailer)
GIVEN = {"request": request}


def afterwards(program):
    transaction.commit()
