"""What a value holds when it is read as an address list: counts that add up and join."""

from __future__ import annotations

from dataclasses import dataclass

from cclint.analysis.values.count import NONE, Count
from cclint.analysis.values.trail import Trail


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value holds when it is read as an address list.

    Parameters
    ----------
    certain: addresses that stand in the sources and are there in any case.
    possible: addresses that stand in the sources and may be there.
    extra: how many there are besides the certain ones.
    trails: where the addresses come from, the last entered first.
    fixed: no address comes from anywhere but the sources.
    """

    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    extra: Count = NONE
    trails: tuple[Trail, ...] = ()
    fixed: bool = True

    @property
    def count(self) -> Count:
        return self.extra + Count(len(self.certain), len(self.certain))

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(sorted(self.certain | self.possible))

    def __add__(self, other: Reading) -> Reading:
        """Both, one behind the other."""
        certain = self.certain | other.certain
        possible = (self.possible | other.possible) - certain
        trails = _together(self.trails, other.trails)
        return Reading(certain, possible, self.extra + other.extra, trails, self.fixed and other.fixed)

    def __or__(self, other: Reading) -> Reading:
        """Either of the two."""
        certain = self.certain & other.certain
        mine, theirs = self.count, other.count
        extra = Count(min(mine.least, theirs.least) - len(certain), max(mine.most, theirs.most) - len(certain))
        wider, narrower = (self, other) if mine.most >= theirs.most else (other, self)
        trails = _together(wider.trails, narrower.trails)
        possible = (self.certain | self.possible | other.certain | other.possible) - certain
        return Reading(certain, possible, Count(max(extra.least, 0), extra.most), trails, self.fixed and other.fixed)

    def times(self, count: Count) -> Reading:
        """The same again and again: what is certain stays one, what is unknown is another each time."""
        if count.most == 0:
            return Reading()
        again = Reading(self.certain, self.possible, self.extra * count, self.trails, self.fixed)
        if self.possible and not self.certain and self.fixed:  # one of a few known ones each time
            most = min(again.extra.most, len(self.possible))
            again = Reading(self.certain, self.possible, Count(min(again.extra.least, 1), most), self.trails)
        return again if count.least else again | Reading()


def _together(first: tuple[Trail, ...], second: tuple[Trail, ...]) -> tuple[Trail, ...]:
    if not second or not first:
        return first or second
    known = set(map(id, first))
    return first + tuple(trail for trail in second if id(trail) not in known)


def all_of(readings: list[Reading]) -> Reading:
    """One behind the other; they are put together as in `either`."""
    while len(readings) > 1:
        pairs = [one + other for one, other in zip(readings[::2], readings[1::2])]
        readings = pairs + readings[len(pairs) * 2 :]
    return readings[0] if readings else Reading()


def either(readings: list[Reading]) -> Reading:
    """One of several; they are put together two by two, since each time costs as much as there are addresses in both."""
    while len(readings) > 1:
        pairs = [one | other for one, other in zip(readings[::2], readings[1::2])]
        readings = pairs + readings[len(pairs) * 2 :]
    return readings[0]
