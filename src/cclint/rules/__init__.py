"""The built-in rules, offered through the hook as a plug-in offers its own. One file a rule, named as users know it."""

from __future__ import annotations

from cclint import Rule, hookimpl


@hookimpl
def cclint_rules() -> list[Rule]:
    """The rules."""
    # Imported here, so that `cclint.rules.bcc_on_the_wire` stays the module.
    from cclint.rules.bcc_on_the_wire import bcc_on_the_wire
    from cclint.rules.expired_suppression import expired_suppression
    from cclint.rules.first_recipient_exposed import first_recipient_exposed
    from cclint.rules.growing_recipients import growing_recipients
    from cclint.rules.misspelt_suppression import misspelt_suppression
    from cclint.rules.reused_message import reused_message
    from cclint.rules.suppression_without_reason import suppression_without_reason
    from cclint.rules.unused_suppression import unused_suppression
    from cclint.rules.visible_fixed_list import visible_fixed_list
    from cclint.rules.visible_recipients import visible_recipients
    from cclint.rules.visible_recipients_in_settings import visible_recipients_in_settings
    from cclint.rules.visible_recipients_in_template import visible_recipients_in_template

    return [
        bcc_on_the_wire,
        expired_suppression,
        first_recipient_exposed,
        growing_recipients,
        misspelt_suppression,
        reused_message,
        suppression_without_reason,
        unused_suppression,
        visible_fixed_list,
        visible_recipients,
        visible_recipients_in_settings,
        visible_recipients_in_template,
    ]
