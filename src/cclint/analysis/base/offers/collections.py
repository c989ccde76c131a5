"""Lists, dictionaries and texts: what they hold, and what becomes of that; declarations only."""

from __future__ import annotations

from cclint.analysis.values.code import External
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import Opaque, Ref, Runs, Value
from cclint.ir import nodes as ir
from cclint.ir.types import Type


class CollectionOffers:
    """What lists, dictionaries and texts hold, and what becomes of it."""

    def left_under(self, value: Ref, key: Value) -> Value | None:
        """What somebody out of sight may have put under a key of a dictionary that is empty as far as one can see."""
        raise NotImplementedError

    def is_missing(self, value: Value, key: Value) -> bool:
        """Whether `del value[key]` may fail."""
        raise NotImplementedError

    def under(self, value: Value, key: Value, node: ir.Node) -> Value:
        """`value[key]`, when both are known."""
        raise NotImplementedError

    def item(self, value: Value, key: Value, node: ir.Node) -> Value:
        raise NotImplementedError

    def set_item(self, value: Value, key: Value, content: Value | None, node: ir.Node) -> None:
        raise NotImplementedError

    def mapping_item(
        self, value: Ref, record: Mapping, key: Value, node: ir.Node, *, missing: bool = True
    ) -> Value | None:
        """What a dictionary holds under a key; None where there is nothing. `missing`: a defaultdict makes what is not there."""
        raise NotImplementedError

    def item_of_native(self, value: Ref, key: Value, node: ir.Node) -> Value | None:
        """An item as the built-in class gives it, whatever the project's class says."""
        raise NotImplementedError

    def add_element(self, target: Ref, value: Value) -> None:
        """Put an element at the end of a list, or into a set."""
        raise NotImplementedError

    def under_key(self, key: Value, value: Value, node: ir.Node) -> Value:
        """What is put under a key of a dictionary."""
        raise NotImplementedError

    def put(self, target: Ref, record: Mapping, key: Value, content: Value, *, certain: bool = True) -> None:
        """Write an entry of a mapping."""
        raise NotImplementedError

    def drop(self, target: Ref, record: Mapping, key: Value) -> None:
        """`del mapping[key]`."""
        raise NotImplementedError

    def replaced(self, runs: Runs, key: Value, content: Value | None) -> Runs:
        """A list with the element at an index replaced or taken away."""
        raise NotImplementedError

    def cut_between(self, value: Value, bounds: list[Value], node: ir.Node) -> Value:
        """`value[lower:upper:step]`, given the three bounds."""
        raise NotImplementedError

    def set_slice(self, owner: Value, key: ir.Slice, value: Value, node: ir.Node) -> None:
        raise NotImplementedError

    def iterate(self, value: Value, node: ir.Node) -> Runs:
        """The elements that going through a value yields."""
        raise NotImplementedError

    def element(self, value: Opaque, node: ir.Node) -> Value:
        """Any of the elements of something that is not known."""
        raise NotImplementedError

    def element_type(self, value: External) -> Type | None:
        """What a collection of a library holds."""
        raise NotImplementedError

    def appended(self, value: Value, target: Ref, node: ir.Node) -> Value:
        """An element as it is in a collection: its trail says where it was added."""
        raise NotImplementedError

    def write_native(self, target: Ref, record: Mapping | Sequence) -> None:
        """Replace what a list or dictionary, or an instance of a subclass of one, holds."""
        raise NotImplementedError

    def changed_in_place(self, target: Value, op: str, value: Value, node: ir.Node) -> bool:
        """`target op= value`, where that changes the target itself."""
        raise NotImplementedError

    def limit_joined(self, value: Value, bounds: Count) -> None:
        """Limit the texts that were joined from a list whose length lies within bounds."""
        raise NotImplementedError

    def limit_parted(self, record: Sequence, kept: Sequence, bounds: Count) -> None:
        """Limit the texts that a list was parted into, whose length lies within bounds: it is another one from now on."""
        raise NotImplementedError

    def parted_into(self, value: Value, made: Value) -> None:
        """A list has an element for each of the addresses that a text holds."""
        raise NotImplementedError

    def parted_alike(self, value: Value, made: Value) -> None:
        """A list has an element for each of another one's, but for those that are empty."""
        raise NotImplementedError

    def source_of(self, value: Value) -> object:
        """What a list is called as it is now, for a text that is joined from it."""
        raise NotImplementedError

    def string(self, value: Value, node: ir.Node) -> Text:
        """`str(value)`."""
        raise NotImplementedError

    def called_string(self, value: Ref, node: ir.Node) -> Value:
        """What `__str__` of an object gives."""
        raise NotImplementedError

    def library_string(self, value: Ref, record: Instance, node: ir.Node) -> Value:
        """What `str` of an object of a library gives."""
        raise NotImplementedError
