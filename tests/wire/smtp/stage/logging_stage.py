"""Every handler that a program makes is handed a record."""

import logging
from logging.handlers import SMTPHandler

made = []
GIVEN = {"log": logging.getLogger("office")}
make = SMTPHandler.__init__


def remembered(self, *args, **kwargs):
    make(self, *args, **kwargs)
    made.append(self)


SMTPHandler.__init__ = remembered


def afterwards(program):
    for handler in made:
        handler.emit(logging.makeLogRecord({"msg": "Failed", "levelno": logging.CRITICAL}))
