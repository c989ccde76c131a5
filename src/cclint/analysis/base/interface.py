"""The operations of the evaluator, as all of its parts see them; `offers/` declares them by subject."""

from __future__ import annotations

from cclint.analysis.base.offers.calls import CallOffers
from cclint.analysis.base.offers.collections import CollectionOffers
from cclint.analysis.base.offers.conditions import ConditionOffers
from cclint.analysis.base.offers.messages import MessageOffers
from cclint.analysis.base.offers.objects import ObjectOffers
from cclint.analysis.base.offers.running import RunOffers
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.value import Value
from cclint.ir import nodes as ir


class Interface(RunOffers, CollectionOffers, ObjectOffers, CallOffers, ConditionOffers, MessageOffers):
    """All that the parts of the evaluator offer each other; each operation is made true by one of them."""

    def call_method(self, value: Value, name: str, arguments: Arguments, node: ir.Node) -> Value:
        """`value.name(...)`."""
        return self.call(self.attribute(value, name, node), arguments, node)
