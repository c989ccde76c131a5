"""Python, as a tree of `ast`, lowered to the small language."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from cclint.frontends.lowering.settings import made
from cclint.frontends.lowering.statements import Statements
from cclint.ir import nodes as ir


def lower(path: str, text: str, tree: ast.Module, *, python2: bool = False) -> ir.Module:
    """Lower one module.

    Parameters
    ----------
    path: what places are to name.
    text: its source, with LF line ends.
    tree: what it says; `cclint.frontends.syntax` makes one of any version's text.
    python2: whether that is Python 2.

    Raises
    ------
    RecursionError: it is nested too deeply to be read.
    """
    return Lowering(path, text).module(tree, made(tree, text), python2=python2)


class Lowering(Statements):
    """The work on one file, from its beginning."""

    def module(self, tree: ast.Module, implied: Sequence[ast.stmt] = (), *, python2: bool = False) -> ir.Module:
        """The whole file, and what a framework does with it once it has run."""
        body = ir.Function((1, 1, 1, 1), "<module>", "", kind="module", path=self.path)
        self.enter(body)
        body.body = self.block([*tree.body, *implied])
        self.leave()
        led = frozenset().union(*(self.led.get(name, ()) for name in self.brought))
        based = frozenset(self.brought - self.used)
        return ir.Module(
            self.path,
            body,
            self.lines,
            tuple(self.imports),
            tuple(self.classes),
            led,
            self.handed,
            based,
            tuple(self.prose),
            python2,
        )
