"""One value out of many: `min`, `max`, `sum`, `any`, `all`."""

from __future__ import annotations

from cclint.analysis.base.invocation import Invocation
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.builtins.language.collections import SORTED, keys_of
from cclint.analysis.operations import comparing, operators
from cclint.analysis.values.count import ONE, Count
from cclint.analysis.values.heap import Instance, Sequence
from cclint.analysis.values.lattice import collapse, join, join_all, normal
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import BOOLEAN, NUMBER, Const, Opaque, Run, Runs, Value, alternatives, total, truth


def extreme(call: Invocation) -> Value:
    """`min` and `max`: one of the elements."""
    if len(call.arguments.positional) > 1:
        runs: Runs = call.arguments.positional
    else:
        runs = call.runs(0)
    values = [run.value for run in runs]
    default = call.arguments.keywords.get("default")
    if not values:
        if default is not None:
            return default
        call.core.raises(None)
        raise DivergesError
    known = keys_of(call, values) if len(values) <= SORTED and all(run.count == ONE for run in runs) else None
    if known is not None:
        try:
            chosen = (min if call.name.endswith("min") else max)(known)
            return values[known.index(chosen)]
        except TypeError:
            pass
    if all(run.count == ONE for run in runs) and "key" not in call.arguments.keywords:
        sizes = [comparing.bounds(one) for one in values]
        held = [one for one in sizes if one is not None]
        if len(held) == len(sizes):  # of numbers whose bounds are known, such as lengths
            pick = min if call.name.endswith("min") else max
            size = Count(pick(one.least for one in held), pick(one.most for one in held))
            return Opaque(("position", call.core.path, call.node.at), NUMBER, length=size)
    picked = join_all(values)
    return join(picked, default) if default is not None and total(runs).least == 0 else picked


def sum_(call: Invocation) -> Value:
    runs, start = call.runs(0), call.get(1, "start")
    if start is not None and operators.runs_of(call.core, start) is not None:
        flat = [*(operators.runs_of(call.core, start) or ())]
        for run in runs:
            flat.extend(Run(one.value, one.count * run.count) for one in call.core.iterate(run.value, call.node))
        source = call.get(0)
        trail = source.trail if source is not None else None
        trail = trail or next((run.value.trail for run in flat if run.value.trail is not None), None)
        return call.core.new_list(normal(flat), call.node, trail)
    known = [plain(run.value) for run in runs]
    if all(isinstance(one, (int, float)) for one in known) and all(run.count == ONE for run in runs):
        return Const(sum(known))
    if any(isinstance(call.core.record(one), Instance) for run in runs for one in alternatives(run.value)):
        return added(call, runs, start or Const(0))
    return Opaque(("number",), NUMBER)


def added(call: Invocation, runs: Runs, value: Value) -> Value:
    """The sum of objects whose class says how they are added."""
    core, result = call.core, call.core.new_list((Run(value),), call.node)

    def add(element: Value) -> None:
        record = core.record(result)
        assert isinstance(record, Sequence)
        core.write(
            result.id, record.holding((Run(operators.binary(core, "+", record.runs[0].value, element, call.node)),))
        )

    core.rounds(runs, add)
    record = core.record(result)
    if not isinstance(record, Sequence) or not record.runs:
        raise DivergesError
    return collapse(record.runs).value


def any_(call: Invocation) -> Value:
    runs = call.runs(0)
    answers = [(call.core.truth(run.value), run.count) for run in runs]
    wanted = call.name.endswith("any")
    if any(known is wanted and count.least for known, count in answers):
        return truth(wanted)
    if all(known is (not wanted) for known, _ in answers):
        return truth(not wanted)
    return Opaque(("any", call.core.path, call.node.at), BOOLEAN)
