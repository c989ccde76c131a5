"""Loops: written out where the elements are few and known, to a fixed point where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, DivergesError, Loop
from cclint.analysis.evaluate.calls.memo import Memo
from cclint.analysis.values.carrying import led
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Content
from cclint.analysis.values.lattice import collapse
from cclint.analysis.values.rope import Text
from cclint.analysis.values.state import Key, State, join_contents, widen_states
from cclint.analysis.values.substitute import in_content
from cclint.analysis.values.turns import reborn
from cclint.analysis.values.value import Run, Runs, Value
from cclint.ir import nodes as ir

ROUNDS = 12
"""Rounds after which a loop that has not come to rest is left as it is."""
NESTED = 6
"""Loops inside of loops, beyond which the first round does not stand by itself."""
WIDE = 2048
"""How many rounds nested loops that are written out may take together."""


class Loops(Core):
    """`for`, `while`, and everything that goes through elements."""

    memo: Memo

    def rounds(self, runs: Runs, turn: Callable[[Value], None], otherwise: ir.Block = ()) -> None:
        """Take a turn for each element.

        Afterwards the state is the one in which the elements have run out and `otherwise` has been done. `break` and
        `continue` inside the turn are caught; the paths that break off are joined in.
        """
        with self.looping() as (base, loop):
            self.elements(runs, turn, loop)
            if self.live() and otherwise:
                self.block(otherwise)
            self.state = self.join(base, [self.state, *loop.breaks])

    @contextmanager
    def looping(self) -> Iterator[tuple[State, Loop]]:
        """A loop is running: the state in front of it, and what catches the paths that leave its body."""
        loop = Loop()
        self.activation.loops.append(loop)
        before, width = self.running, self.width
        self.serial += 1
        serial = self.serial
        self.running = (*before, serial)
        with self.parting() as base:
            self.state = base.fork()
            try:
                yield base, loop
            finally:
                self.memo.left(serial)
                self.running, self.width = before, width
                self.activation.loops.pop()

    def elements(self, runs: Runs, turn: Callable[[Value], None], loop: Loop) -> None:
        number = sum(min(run.count.most, self.limits.rounds + 1) for run in runs)
        exact = (
            all(run.count.most <= 8 for run in runs) and number <= self.limits.rounds and number * self.width <= WIDE
        )
        if not exact and len(runs) > 1 and number * self.width > WIDE:
            runs = (collapse(runs),)
        if exact:
            self.width *= max(number, 1)
        taken: Run | None = None
        for run, after in zip(runs, [*runs[1:], None]):
            if not self.live():
                return
            if run is taken:  # with the one in front of it
                continue
            if run.count.most <= 8 and exact:
                self.written_out(run, turn, loop)
            elif run.count.most == 1 and len(runs) <= self.limits.rounds:
                taken = after if after is not None and after.behind else None
                self.once(run.value, turn, loop, certain=run.count.least == 1, rest=taken)
            else:
                self.fixpoint(run, turn, loop)

    def written_out(self, run: Run, turn: Callable[[Value], None], loop: Loop) -> None:
        """Round by round: where there may be fewer elements, all later rounds are missing as well."""
        with self.parting() as base:
            self.state = base.fork()
            ends: list[State] = []
            for index in range(run.count.most):
                if index >= run.count.least:
                    ends.append(self.state)
                self.once(run.value, turn, loop, certain=True)
                if not self.live():
                    break
            self.state = self.join(base, [*ends, self.state])

    def once(
        self,
        element: Value,
        turn: Callable[[Value], None],
        loop: Loop,
        *,
        certain: bool,
        rest: Run | None = None,
    ) -> None:
        """One round; without certainty also the path that goes without it, and without those that come behind it."""
        with self.parting() as base:
            self.state = base.fork()
            self.turned_once(reborn(element, self.running), turn)
            states = [self.state, *loop.continues]
            loop.continues.clear()
            if rest is not None:
                self.state = self.join(base, states)
                if self.live():
                    self.fixpoint(rest, turn, loop)
                states = [self.state]
            if not certain:
                states.append(base.fork())
            self.single = self.running  # there is this round only: what is older than it can be told apart
            self.state = self.join(base, states)
            self.single = None

    def turned_once(self, element: Value, turn: Callable[[Value], None]) -> None:
        try:
            turn(element)
        except DivergesError:
            self.state = DEAD

    def fixpoint(self, run: Run, turn: Callable[[Value], None], loop: Loop) -> None:
        """Rounds over elements whose number is not known, until another one brings nothing new.

        The first round stands by itself: what a name holds in front of the loop and what it is given at the end of
        each round are two things, and only in the first round it is the former. That takes every loop inside twice, so that
        it is not done in loops that are nested deeply.
        """
        with self.parting() as entry:
            head = entry.fork()
            back = DEAD
            heads: list[State] = []
            perils = self.activation.perils[-1] if self.activation.perils else []
            for number in range(ROUNDS):
                sends, breaks, perilous, first = len(self.sends), len(loop.breaks), len(perils), self.number
                head.pins += 1
                self.state = head.fork()
                self.turned_once(reborn(run.value, self.running), turn)
                back = self.join(head, [self.state, *loop.continues])
                loop.continues.clear()
                head.pins -= 1
                if back is DEAD:
                    break
                back = self.summed(back, head, entry, first)
                if number == 0 and len(self.running) <= NESTED:
                    heads = [back]
                    head = back
                    continue
                new, changed = widen_states(entry, head, back)
                if not changed or number == ROUNDS - 1:
                    break
                del self.sends[sends:]  # they are found again, with all that later rounds bring
                del loop.breaks[breaks:], perils[perilous:]
                head = new
                heads = [head]
            self.state = self.join(entry, [*heads, back] if run.count.least else [entry.fork(), *heads, back])

    def summed(self, state: State, head: State, entry: State, first: int) -> State:
        """The state behind a loop's body, with the objects that it made as "the one of the last round".

        Within a round an object is one and can be followed exactly. In the next round it is still one; in all later
        ones it is among "those made in the loop".
        """
        changes = state.changes(head)
        owners = {key if isinstance(key, int) else key[0] for key in changes}
        made = sorted(owner for owner in owners if isinstance(owner, int) and owner > first and self.is_of_round(owner))
        if not made:
            return state
        by_site: dict[tuple[object, ...], list[int]] = {}
        for owner in made:
            by_site.setdefault((self.running, self.sites[owner]), []).append(owner)
        numbers: dict[int, int] = {}
        for site, found in by_site.items():
            for owner in found:
                if len(found) > 1:
                    numbers[owner] = self.stand_in((*site, "all"), owner)
                    self.shared.add(numbers[owner])
                    continue
                last = self.summaries.get((*site, "last"))
                if last is not None:
                    numbers[last] = self.stand_in((*site, "all"), owner)
                    self.shared.add(numbers[last])
                numbers[owner] = self.stand_in((*site, "last"), owner)
        cells: dict[Key, Content | None] = {}
        for key, content in state.changes(entry).items():
            renamed: Key
            if isinstance(key, int):
                renamed = numbers.get(key, key)
            else:
                renamed = (numbers.get(key[0], key[0]), key[1]) if isinstance(key[0], int) else key
            put = None if content is None else in_content(content, numbers)
            cells[renamed] = join_contents(cells[renamed], put) if renamed in cells else put
        return State(entry, cells)

    def is_of_round(self, number: int) -> bool:
        """Whether a new object is made anew in each round of a loop, and not by a module that was loaded in the first."""
        return number in self.sites and number not in self.base

    def stand_in(self, site: tuple[object, ...], owner: int) -> int:
        """The number under which the objects that a loop makes in one place are known behind its body."""
        if site not in self.summaries:
            self.number += 1
            self.summaries[site] = self.number
            self.sites[self.number] = self.sites[owner]
            if owner in self.classes:
                self.classes[self.number] = self.classes[owner]
        return self.summaries[site]

    # Statements

    def on_for(self, node: ir.For) -> None:
        iterable = self.expression(node.iterable)

        def turn(element: Value) -> None:
            self.assign(node.target, element)
            self.block(node.body)

        if not self.pushed(iterable, node, turn):
            self.rounds(led(self.iterate(iterable, node.iterable), iterable), turn, node.otherwise)

    def on_while(self, node: ir.While) -> None:
        hazards, returned = self.hazards, len(self.activation.returns)
        with self.looping() as (base, loop):
            self.state = self.while_rounds(node, loop)
            ends = self.live() or loop.breaks or len(self.activation.returns) > returned
            if not ends and self.hazards > hazards and loop.last is not None:
                self.state = loop.last  # there is no other way out of it
                self.raises(None)
            if self.live() and node.otherwise:
                self.block(node.otherwise)
            self.state = self.join(base, [self.state, *loop.breaks])

    def while_rounds(self, node: ir.While, loop: Loop) -> State:
        """First round by round, as long as it is certain that there is one more; then to a fixed point."""
        for _ in range(self.limits.rounds):
            forks = self.forks
            with self.parting() as start:
                self.state = start.fork()
                holds, fails = self.split(node.test)
                if holds is DEAD:
                    return fails
                if fails is not DEAD:
                    self.state = start
                    break
                self.state = holds
                self.turned_once(Text(()), lambda _: self.block(node.body))
                after = self.join(start, [self.state, *loop.continues])
            loop.continues.clear()
            self.state = after
            if after is DEAD:
                return DEAD
            if self.forks > forks:  # which way it goes is not known: writing out more rounds tells nothing
                break
        ends: list[State] = []

        def turn(_: Value) -> None:
            del ends[1:]  # the first stays: in the first round less is known to have happened than in all others
            begun, hazards = self.state, self.hazards
            begun.pins += 1
            self.state = begun.fork()
            holds, fails = self.split(node.test)
            begun.pins -= 1
            if self.hazards > hazards and self.activation.perils:
                self.activation.perils[-1].append(begun)
            loop.last = begun
            # A worker that never comes to an end has done something all the same, as others see it between its rounds.
            worker = self.aside or self.frame.scope.asynchronous
            ends.append(holds.fork() if fails is DEAD and holds is not DEAD and worker else fails)
            self.state = holds
            if self.live():
                self.block(node.body)

        with self.parting() as entry:
            self.fixpoint(Run(Text(()), Count(0, 1 << 40)), turn, loop)
            inside, self.running = self.running, self.running[:-1]
            met = self.join(entry, ends)  # behind the loop: what is older than it can be told apart
            self.running = inside
            return met
