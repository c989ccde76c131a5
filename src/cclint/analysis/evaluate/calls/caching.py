"""Functions that keep what they have given, `functools.lru_cache` and its kin: who calls one again gets the same object."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.code import CACHED, Func
from cclint.analysis.values.value import Ref, Value, alternatives
from cclint.ir import nodes as ir


class Caching(Core):
    """Calls of functions that keep their results, in the state that they are called in."""

    cached_calls: dict[tuple[object, ...], str]
    """Names for the results, by function and arguments."""

    def call_cached(self, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        """What a function has given for some arguments before; what it gives now, if it has not been called with them yet.

        Raises
        ------
        DivergesError: it does not come back.
        """
        *key, _, _ = self.memo_key(function, arguments)  # wherever it is called from
        place = function.frame.id, self.cached_calls.setdefault(tuple(key), f"{CACHED}{len(self.cached_calls)}")
        held = self.cell(*place)
        if held is None:
            held = self.call_anew(function, arguments, node)
            if any(isinstance(one, Ref) for one in alternatives(held)):  # all else is the same when it is made again
                self.write(place, held)
        return held
