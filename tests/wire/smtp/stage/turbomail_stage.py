"""TurboMail sends from a thread of its own unless it is told to do so at once."""

import turbomail

turbomail.interface.start(
    {
        "mail.on": True,
        "mail.transport": "smtp",
        "mail.smtp.server": "localhost:25",
        "mail.manager": "immediate",
    }
)
