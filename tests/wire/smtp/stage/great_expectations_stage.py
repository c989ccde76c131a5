"""Each action of a program mails what it would mail of a checkpoint."""

from types import SimpleNamespace

from great_expectations import checkpoint

made = []
make = checkpoint.EmailAction


def remembered(**kwargs):
    made.append(make(sender_alias="office@example.org", **kwargs))
    return made[-1]


checkpoint.EmailAction = remembered
make._resolve_context = lambda self: SimpleNamespace(context=SimpleNamespace(config_provider=None))
make._substitute_config_str_if_needed = lambda self, value, provider: value


def afterwards(program):
    for one in made:
        one._send_email("Failed", "Hello", [address.strip() for address in one.receiver_emails.split(",")])
