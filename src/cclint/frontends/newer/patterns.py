"""The patterns of `match` (PEP 634): a tree of libcst to one of `ast`."""

from __future__ import annotations

import ast
from typing import Any

import libcst as cst

from cclint.frontends.newer.expressions import Expressions


class Patterns(Expressions):
    """The work on the patterns of one file."""

    def pattern(self, node: cst.CSTNode) -> ast.pattern:
        """The pattern that a node is."""
        made: ast.pattern = getattr(self, f"pattern_{type(node).__name__}")(node)
        return made

    def pattern_MatchValue(self, node: cst.MatchValue) -> ast.pattern:
        return self.make(ast.MatchValue, node, self.expression(node.value))

    def pattern_MatchSingleton(self, node: cst.MatchSingleton) -> ast.pattern:
        value = self.expression(node.value)
        assert isinstance(value, ast.Constant)
        return self.make(ast.MatchSingleton, node, value.value)

    def pattern_MatchList(self, node: Any) -> ast.pattern:
        return self.make(ast.MatchSequence, node, [self.pattern(one) for one in node.patterns])

    pattern_MatchTuple = pattern_MatchList

    def pattern_MatchSequenceElement(self, node: Any) -> ast.pattern:
        return self.pattern(node.value)

    def pattern_MatchStar(self, node: cst.MatchStar) -> ast.pattern:
        return self.make(ast.MatchStar, node, node.name.value if node.name else None)

    def pattern_MatchMapping(self, node: cst.MatchMapping) -> ast.pattern:
        keys = [self.expression(one.key) for one in node.elements]
        rest = node.rest.value if node.rest else None
        return self.make(ast.MatchMapping, node, keys, [self.pattern(one.pattern) for one in node.elements], rest)

    def pattern_MatchClass(self, node: cst.MatchClass) -> ast.pattern:
        patterns = [self.pattern(one) for one in node.patterns]
        names = [one.key.value for one in node.kwds]
        inner = [self.pattern(one.pattern) for one in node.kwds]
        return self.make(ast.MatchClass, node, self.expression(node.cls), patterns, names, inner)

    def pattern_MatchAs(self, node: cst.MatchAs) -> ast.pattern:
        inner = self.pattern(node.pattern) if node.pattern else None
        return self.make(ast.MatchAs, node, inner, node.name.value if node.name else None)

    def pattern_MatchOr(self, node: cst.MatchOr) -> ast.pattern:
        return self.make(ast.MatchOr, node, [self.pattern(one.pattern) for one in node.patterns])
