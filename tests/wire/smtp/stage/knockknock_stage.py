"""A password that no keyring holds."""

import yagmail.sender

yagmail.sender.handle_password = lambda user, password: "secret"
