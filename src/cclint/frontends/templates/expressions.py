"""The expressions of Jinja and of Django's template language, as expressions of the small language.

https://jinja.palletsprojects.com/en/stable/templates/#expressions
https://docs.djangoproject.com/en/stable/ref/templates/language/
"""

from __future__ import annotations

import re
from typing import Final

from cclint.frontends.templates.filters import filtered
from cclint.frontends.templates.nodes import CALLED, LOOKUP, TemplateError
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<number>\d+(?:\.\d+)?(?![\w.]))|(?P<name>[^\W\d]\w*)"""
    r"""|(?P<sign>==|!=|<=|>=|//|\*\*|[-+*/%~<>()\[\]{}|.,:=!])|(?P<digits>\d+))""",
    re.DOTALL,
)
ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}
CONSTANTS: Final = {"true": True, "True": True, "false": False, "False": False, "none": None, "None": None}
LEVELS: Final = (("+", "-"), ("~",), ("*", "/", "//", "%"))
COMPARING: Final = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
DEEP: Final = 60


class Parser:
    """The work on one expression.

    Parameters
    ----------
    source: the expression.
    at: its place, which all its parts share.
    django: whether Django's rules hold.
    """

    def __init__(self, source: str, at: Span, *, django: bool = False) -> None:
        self.at = at
        self.django = django
        self.tokens: list[tuple[str, str]] = []
        self.index = 0
        self.depth = 0
        offset = 0
        source = source.rstrip()
        while offset < len(source):
            match = TOKEN.match(source, offset)
            if match is None:
                raise self.error(f"{source[offset : offset + 10]!r} means nothing in an expression")
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[kind]))
            offset = match.end()

    def error(self, reason: str) -> TemplateError:
        return TemplateError(reason, self.at[0])

    # Tokens

    @property
    def next(self) -> str:
        """The next token, unless it is a string; "" at the end."""
        if self.index >= len(self.tokens):
            return ""
        kind, text = self.tokens[self.index]
        return "" if kind == "text" else text

    @property
    def ended(self) -> bool:
        return self.index >= len(self.tokens)

    def take(self, *wanted: str) -> bool:
        """Pass over the next token if it is one of these."""
        if not self.ended and self.next in wanted:
            self.index += 1
            return True
        return False

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise self.error(f"{wanted!r} is due in an expression")

    def name(self) -> str:
        if self.ended or self.tokens[self.index][0] not in ("name", "digits", "number"):
            raise self.error("a name is due in an expression")
        self.index += 1
        return self.tokens[self.index - 1][1]

    # Grammar

    def target(self) -> ir.Expression:
        """What a loop assigns to: a name, or several, some of them in parentheses."""
        targets = [self.single_target()]
        several = False
        while self.take(","):
            several = True
            if self.ended or self.next in (")", "in"):
                break
            targets.append(self.single_target())
        return ir.Display(self.at, "tuple", tuple(targets)) if several else targets[0]

    def single_target(self) -> ir.Expression:
        if self.django or not self.take("("):
            return ir.Name(self.at, self.name())
        target = self.target()
        self.expect(")")
        return target

    def whole(self) -> ir.Expression:
        """An expression and nothing behind it."""
        value = self.tupled()
        if not self.ended:
            raise self.error(f"{self.next!r} is not due here")
        return value

    def tupled(self) -> ir.Expression:
        value = self.choice()
        if self.next != ",":
            return value
        items = [value]
        while self.take(","):
            if self.ended or self.next in (")", "in"):
                break
            items.append(self.choice())
        return ir.Display(self.at, "tuple", tuple(items))

    def choice(self) -> ir.Expression:
        self.depth += 1
        if self.depth > DEEP:
            raise self.error("an expression is nested too deeply")
        value = self.logic("or")
        if not self.django and self.take("if"):
            test = self.logic("or")
            otherwise = self.choice() if self.take("else") else ir.Constant(self.at, "")
            value = ir.Choice(self.at, test, value, otherwise)
        self.depth -= 1
        return value

    def logic(self, word: str) -> ir.Expression:
        operands = [self.logic("and") if word == "or" else self.negated()]
        while self.take(word):
            operands.append(self.logic("and") if word == "or" else self.negated())
        return operands[0] if len(operands) == 1 else ir.Logic(self.at, word, tuple(operands))

    def negated(self) -> ir.Expression:
        if self.take("not"):
            return ir.Unary(self.at, "not", self.negated())
        return self.compared()

    def compared(self) -> ir.Expression:
        operands, operators = [self.arithmetic(0)], []
        while True:
            if self.next in COMPARING:
                operators.append(self.next)
                self.index += 1
            elif self.next == "not" and self.tokens[self.index + 1 : self.index + 2] == [("name", "in")]:
                operators.append("not in")
                self.index += 2
            else:
                break
            operands.append(self.arithmetic(0))
        if not operators:
            return operands[0]
        return ir.Compare(self.at, tuple(operators), tuple(operands))

    def arithmetic(self, level: int) -> ir.Expression:
        if level == len(LEVELS):
            return self.unary()
        value = self.arithmetic(level + 1)
        while not self.django and self.next in LEVELS[level]:
            sign = self.next
            self.index += 1
            other = self.arithmetic(level + 1)
            if sign == "~":
                value = ir.Format(self.at, (ir.Slot(self.at, value), ir.Slot(self.at, other)))
            else:
                value = ir.Binary(self.at, sign, value, other)
        return value

    def unary(self) -> ir.Expression:
        if self.take("-"):
            return ir.Unary(self.at, "-", self.unary())
        self.take("+")
        return self.postfix(self.primary())

    def postfix(self, value: ir.Expression) -> ir.Expression:
        while not self.ended:
            if self.take("."):
                value = self.attribute(value)
            elif not self.django and self.take("["):
                value = self.subscript(value)
            elif not self.django and self.take("("):
                value = ir.Call(self.at, self.callee(value), self.arguments(")"))
            elif self.take("|"):
                value = self.piped(value)
            elif not self.django and self.take("is"):
                value = self.tested(value)
            else:
                break
        return value

    def attribute(self, value: ir.Expression) -> ir.Expression:
        for name in self.name().split("."):
            key: str | int = int(name) if name.isdigit() else name
            function = ir.Name(self.at, CALLED if self.django else LOOKUP)
            value = ir.Call(self.at, function, (ir.Argument(value), ir.Argument(ir.Constant(self.at, key))))
        return value

    def callee(self, value: ir.Expression) -> ir.Expression:
        """`a.b(...)` is a call of a method."""
        if isinstance(value, ir.Call) and isinstance(value.function, ir.Name) and value.function.id == LOOKUP:
            owner, name = value.arguments[0].value, value.arguments[1].value
            if isinstance(name, ir.Constant) and isinstance(name.value, str):
                return ir.Attribute(self.at, owner, name.value)
        return value

    def subscript(self, value: ir.Expression) -> ir.Expression:
        lower = None if self.next == ":" else self.choice()
        if not self.take(":"):
            self.expect("]")
            assert lower is not None
            return ir.Subscript(self.at, value, lower)
        upper = None if self.next == "]" else self.choice()
        self.expect("]")
        return ir.Subscript(self.at, value, ir.Slice(self.at, lower, upper, None))

    def arguments(self, close: str) -> tuple[ir.Argument, ...]:
        found: list[ir.Argument] = []
        while not self.take(close):
            stars = 2 if self.take("**") else 1 if self.take("*") else 0
            keyword = None
            if self.tokens[self.index + 1 : self.index + 2] == [("sign", "=")]:
                keyword = self.name()
                self.expect("=")
            found.append(ir.Argument(self.choice(), keyword, stars))
            if not self.take(","):
                self.expect(close)
                break
        return tuple(found)

    def piped(self, value: ir.Expression) -> ir.Expression:
        name = self.name()
        while self.take("."):
            name += f".{self.name()}"
        given: tuple[ir.Argument, ...]
        if self.django:
            given = (ir.Argument(self.postless()),) if self.take(":") else ()
        else:
            given = self.arguments(")") if self.take("(") else ()
        return filtered(name, value, given, self.at)

    def postless(self) -> ir.Expression:
        """The argument of a filter of Django: a constant or a variable."""
        value = self.primary()
        while self.take("."):
            value = self.attribute(value)
        return value

    def tested(self, value: ir.Expression) -> ir.Expression:
        """`value is test`: only what can be told is kept."""
        negated = self.take("not")
        name = self.name()
        if self.take("("):
            self.arguments(")")
        elif self.index < len(self.tokens) and self.tokens[self.index][0] in ("text", "number", "digits"):
            self.index += 1
        if name == "none":
            made: ir.Expression = ir.Compare(self.at, ("is",), (value, ir.Constant(self.at, None)))
        else:
            made = ir.Call(self.at, ir.Name(self.at, f"is {name}"), (ir.Argument(value),))
        return ir.Unary(self.at, "not", made) if negated else made

    def primary(self) -> ir.Expression:
        if self.ended:
            raise self.error("an expression ends too early")
        kind, text = self.tokens[self.index]
        self.index += 1
        if kind == "text":
            content = [text]
            for kind, more in self.tokens[self.index :] if not self.django else ():  # as in Python
                if kind != "text":
                    break
                content.append(more)
                self.index += 1
            return ir.Constant(self.at, "".join(map(_content, content)))
        if kind in ("number", "digits"):
            return ir.Constant(self.at, float(text) if "." in text else int(text))
        if kind == "name":
            if text in CONSTANTS:
                return ir.Constant(self.at, CONSTANTS[text])
            if text == "_" and self.take("("):  # a translated text
                value = self.choice()
                self.arguments(")")
                return value
            return ir.Name(self.at, text)
        if text == "(":
            if self.take(")"):
                return ir.Display(self.at, "tuple", ())
            value = self.tupled()
            self.expect(")")
            return value
        if text == "[":
            return ir.Display(self.at, "list", tuple(one.value for one in self.arguments("]")))
        if text == "{":
            return self.dictionary()
        raise self.error(f"{text!r} is not due here")

    def dictionary(self) -> ir.Expression:
        items: list[tuple[ir.Expression | None, ir.Expression]] = []
        while not self.take("}"):
            key = self.choice()
            self.expect(":")
            items.append((key, self.choice()))
            if not self.take(","):
                self.expect("}")
                break
        return ir.DictDisplay(self.at, tuple(items))


def _content(literal: str) -> str:
    """What a string literal holds."""
    return ESCAPE.sub(lambda match: ESCAPES.get(match[1], match[1]), literal[1:-1])


def parse(source: str, at: Span, *, django: bool = False) -> ir.Expression:
    """An expression of a template.

    Raises
    ------
    TemplateError: it is none.
    """
    return Parser(source, at, django=django).whole()
