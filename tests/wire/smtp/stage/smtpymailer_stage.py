"""The server's name and password come from the environment; nothing is signed."""

import os

os.environ.update(
    MAIL_SERVER="localhost",
    MAIL_PORT="25",
    MAIL_USERNAME="office",
    MAIL_PASSWORD="secret",
    MAIL_USE_TLS="False",
    MAIL_DKIM_SELECTOR="",
)
