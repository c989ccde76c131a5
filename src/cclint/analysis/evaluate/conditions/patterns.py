"""`match`: each case narrows the subject, binds its names, and leaves the rest to the cases below."""

from __future__ import annotations

from collections.abc import Iterator

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, DivergesError
from cclint.analysis.evaluate.conditions.bounds import is_path
from cclint.analysis.operations import comparing, operators
from cclint.analysis.operations.types import is_instance, kinds_of, narrowed
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import External
from cclint.analysis.values.count import UNBOUNDED, Count
from cclint.analysis.values.heap import Mapping
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text
from cclint.analysis.values.state import State
from cclint.analysis.values.value import STRING, Const, Opaque, Value, alternatives, is_list, total
from cclint.ir import nodes as ir


def _is_any(pattern: ir.Pattern) -> bool:
    """Whether a pattern takes everything."""
    return isinstance(pattern, ir.StarPattern) or (isinstance(pattern, ir.CapturePattern) and pattern.pattern is None)


MATCHED_SELF = frozenset(
    {"str", "bytes", "int", "float", "bool", "list", "tuple", "set", "frozenset", "dict", "bytearray"}
)
"""Types whose one positional sub-pattern matches the value itself (PEP 634)."""


class Patterns(Core):
    """Executing `match` statements."""

    def on_match(self, node: ir.Match) -> None:
        self.matched_as_handed(node.subject, [case.pattern for case in node.cases])
        subject = self.expression(node.subject)
        with self.parting() as base:
            self.state = base.fork()
            ends = []
            for case in node.cases:
                if not self.live():
                    break
                rest, ended = self.case(case, subject, node.subject)
                ends.append(ended)
                self.state = rest
            self.state = self.join(base, [*ends, self.state])

    def case(self, case: ir.Case, subject: Value, path: ir.Expression) -> tuple[State, State]:
        """Execute one case in the present state: the state for the cases below, and the state behind its body."""
        with self.parting() as base:
            self.state = base.fork()
            try:
                matches = self.matches(case.pattern, subject)
            except DivergesError:
                matches = False
            ended, failed, certain = DEAD, DEAD, matches is True
            if matches is not False:
                if not self.narrow_path(path, lambda one: self.matching(case.pattern, one)) or not self.compared(
                    case.pattern, path, op="=="
                ):
                    matches = False
                elif case.guard is not None:
                    holds, failed = self.split(case.guard)
                    self.state = holds
                    matches = None if failed is not DEAD else matches
                if matches is not False:
                    self.block(case.body)
                    ended = self.state
            if matches is None:
                self.forks += 1
            rest = DEAD if certain else self.unmatched(case, subject, path, base.fork())
            rest = self.join(base, [failed, rest])
        return rest, ended

    def compared(self, pattern: ir.Pattern, path: ir.Expression, *, op: str) -> bool:
        """A subject that is no name is narrowed as a comparison with the pattern's value does it."""
        if is_path(path):
            return True
        if isinstance(pattern, ir.AnyPattern):
            values = [one.value for one in pattern.patterns if isinstance(one, ir.ValuePattern)]
            if len(values) < len(pattern.patterns):
                return True
            among = ir.Display(path.at, "tuple", tuple(values))
            return self.narrowing(ir.Compare(path.at, ("in" if op == "==" else "not in",), (path, among)), wanted=True)
        if not isinstance(pattern, ir.ValuePattern):
            return True
        return self.narrowing(ir.Compare(path.at, (op,), (path, pattern.value)), wanted=True)

    def unmatched(self, case: ir.Case, subject: Value, path: ir.Expression, state: State) -> State:
        """What is left for the cases below."""
        self.state = state
        if not self.compared(case.pattern, path, op="!="):
            return DEAD
        pattern = case.pattern
        if isinstance(pattern, ir.SequencePattern) and all(_is_any(item) for item in pattern.items):
            if is_path(path):
                return self.state if self.narrow_path(path, lambda one: self.misfit(pattern, one)) else DEAD
            if len(alternatives(subject)) == 1 and self.misfit(pattern, subject) is None:
                return DEAD
        return self.state

    def misfit(self, pattern: ir.SequencePattern, value: Value) -> Value | None:
        """A list that did not match, for its length; what is no list did not match for that."""
        if operators.runs_of(self, value) is None:
            return value
        number = len(pattern.items)
        if any(isinstance(item, ir.StarPattern) for item in pattern.items):
            return self.limit(value, Count(0, number - 2)) if number > 1 else None
        return self.unlike(value, number)

    def matching(self, pattern: ir.Pattern, value: Value) -> Value | None:
        """An alternative of the subject as it is inside a case."""
        match pattern:
            case ir.ClassPattern():
                return narrowed(self, value, self.expression(pattern.cls), wanted=True)
            case ir.ValuePattern():
                wanted = self.expression(pattern.value)
                known = comparing.compare(self, "==", value, wanted)
                if known is False:
                    return None
                return wanted.along(value.trail) if known is None and isinstance(value, Opaque) else value
            case ir.CapturePattern() if pattern.pattern is not None:
                return self.matching(pattern.pattern, value)
            case ir.SequencePattern():
                number = len(pattern.items)
                star = any(isinstance(item, ir.StarPattern) for item in pattern.items)
                return self.limit(value, Count(number - 1, UNBOUNDED) if star else Count(number, number))
        return value

    def matches(self, pattern: ir.Pattern, value: Value) -> bool | None:
        """Whether a value matches, its names bound on the way; None where that is not known."""
        match pattern:
            case ir.CapturePattern():
                known = self.matches(pattern.pattern, value) if pattern.pattern is not None else True
                if pattern.name is not None and known is not False:
                    kept = [
                        one for one in (self.matching(pattern, one) for one in alternatives(value)) if one is not None
                    ]
                    self.store(pattern.name, join_all(kept) if kept else value)
                return known
            case ir.ValuePattern():
                wanted = self.expression(pattern.value)
                op = "is" if isinstance(wanted, Const) and wanted.value in (None, True, False) else "=="
                return comparing.compare(self, op, value, wanted)
            case ir.AnyPattern():
                answers = [self.matches(one, value) for one in pattern.patterns]
                return True if True in answers else None if None in answers else False
            case ir.SequencePattern():
                return self.all_of(self.sequence(pattern, one) for one in alternatives(value))
            case ir.MappingPattern():
                return self.all_of(self.mapping(pattern, one) for one in alternatives(value))
            case ir.ClassPattern():
                return self.all_of(self.instance(pattern, one) for one in alternatives(value))
        return None

    def all_of(self, answers: Iterator[bool | None]) -> bool | None:
        found = set(answers)
        return found.pop() if len(found) == 1 else None

    def sequence(self, pattern: ir.SequencePattern, value: Value) -> bool | None:
        if isinstance(value, (Text, Const, External)):
            return False
        record = self.record(value)
        if isinstance(record, Mapping) or (isinstance(value, Opaque) and value.type == STRING):
            return False
        certain = operators.runs_of(self, value) is not None
        runs = operators.runs_of(self, value) or (() if certain else self.iterate(value, pattern))
        star = next((index for index, item in enumerate(pattern.items) if isinstance(item, ir.StarPattern)), None)
        number = len(pattern.items) - (star is not None)
        size = total(runs)
        if size.most < number or (star is None and size.least > number):
            return False
        known = size.least >= number if star is not None else size.exact
        if star is None:
            exact = sequences.exactly(runs, number) or runs
            answers = [
                self.matches(item, sequences.at(exact, index) or value) for index, item in enumerate(pattern.items)
            ]
        else:
            taken = sequences.unpack(runs, star, number - star)
            if taken is None:
                return False
            front, rest, back = taken
            answers = [self.matches(item, one or value) for item, one in zip(pattern.items[:star], front)]
            answers += [self.matches(item, one or value) for item, one in zip(pattern.items[star + 1 :], back)]
            starred = pattern.items[star]
            if isinstance(starred, ir.StarPattern) and starred.name is not None:
                self.store(starred.name, self.new_list(rest, pattern, value.trail))
        if False in answers:
            return False
        certain = certain or (isinstance(value, Opaque) and is_list(value.type))
        return True if known and certain and None not in answers else None

    def mapping(self, pattern: ir.MappingPattern, value: Value) -> bool | None:
        record = self.record(value)
        if isinstance(value, (Text, Const)) or (record is not None and not isinstance(record, Mapping)):
            return False
        answers: list[bool | None] = []
        for key_node, inner in zip(pattern.keys, pattern.patterns):
            key = self.expression(key_node)
            if isinstance(record, Mapping):
                entry = record.find(key)
                if entry is None and record.rest is None:
                    return False
                answers.append(True if entry is not None and entry.certain else None)
            else:
                answers.append(None)
            answers.append(self.matches(inner, self.item(value, key, pattern)))
        if pattern.rest is not None:
            rest = value
            if isinstance(record, Mapping):
                keys = [self.expression(key) for key in pattern.keys]
                entries = tuple(entry for entry in record.entries if entry.key not in keys)
                made = Mapping("dict", entries, record.rest, record.key, record.value)
                rest = self.new(made, pattern, value.trail)
            self.store(pattern.rest, rest)
        return False if False in answers else None if None in answers else True

    def instance(self, pattern: ir.ClassPattern, value: Value) -> bool | None:
        cls = self.expression(pattern.cls)
        known = is_instance(self, value, kinds_of(cls))
        if known is False:
            return False
        answers: list[bool | None] = [known]
        if pattern.positional and isinstance(cls, External) and cls.name.rpartition(".")[2] in MATCHED_SELF:
            answers.append(self.matches(pattern.positional[0], narrowed(self, value, cls, wanted=True) or value))
        elif pattern.positional:
            names = self.match_args(cls)
            for name, inner in zip(names, pattern.positional):
                answers.append(self.matches(inner, self.attribute(value, name, pattern)))
        for name, inner in pattern.keywords:
            answers.append(self.matches(inner, self.attribute(value, name, pattern)))
        return False if False in answers else None if None in answers else True
