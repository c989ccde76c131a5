"""Whole programs: what is sent, to whom, how often, and from where in the program."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable
from dataclasses import replace

from fuzz.grammar.audience import alternative, firm, joined, people, rows, single, varied
from fuzz.grammar.carry import CARRY
from fuzz.grammar.gen import Gen
from fuzz.grammar.message import compose, empty, filling, header, native
from fuzz.grammar.raw import compose_text
from fuzz.grammar.rounds import (
    all_each_time,
    batches,
    by_comprehension,
    collected,
    copied,
    each,
    fresh,
    from_template,
    grown,
    reused,
)
from fuzz.grammar.send import ENVELOPE, connected, leave, out
from fuzz.grammar.single import ONE
from fuzz.grammar.values import SIZED, Kind, Value
from fuzz.grammar.wrap import wrapped
from fuzz.program import Program

Shape = Callable[[Gen, bool], None]
SHAPES: list[tuple[float, Shape]] = []
OLD = 0.15
"""Of the programs, those that are read in Python 2 spellings."""
NOBODY = ('"undisclosed-recipients:;"', '"Undisclosed recipients:;"')


def shape(weight: float) -> Callable[[Shape], Shape]:
    def register(function: Shape) -> Shape:
        SHAPES.append((weight, function))
        return function

    return register


def audience(g: Gen, closed: bool, *, many: float = 0.5) -> Value:
    """A text of many, or one address."""
    value = joined(g, people(g, closed=closed)) if g.chance(many) else single(g, closed=closed)
    return alternative(g, value)


def roles(g: Gen, closed: bool) -> dict[str, Value]:
    """What stands in which header."""
    form = g.weighted(((5, "to"), (2, "to cc"), (1, "cc"), (1.5, "to bcc"), (0.7, "bcc"), (0.7, "nobody bcc")))
    g.tag(f"roles {form}")
    office = Value(g.quoted(), Kind.ADDRESS)
    match form:
        case "to":
            return {"To": audience(g, closed, many=0.55)}
        case "to cc":
            if g.chance(0.5):
                return {"To": varied(g, office), "Cc": audience(g, closed)}
            return {"To": audience(g, closed), "Cc": varied(g, office)}
        case "cc":
            return {"Cc": audience(g, closed)}
        case "to bcc":
            return {"To": varied(g, office), "Bcc": audience(g, closed)}
        case "nobody bcc":
            return {"To": Value(g.pick(NOBODY), Kind.ADDRESS), "Bcc": audience(g, closed)}
    return {"Bcc": audience(g, closed)}


@shape(8)
def once(g: Gen, closed: bool) -> None:
    """One message."""
    parts = roles(g, closed)
    to = parts.get("To")
    if g.chance(0.25):
        out(g, compose_text(g, parts), to)
    else:
        out(g, compose(g, parts), to)


@shape(1.5)
def collection(g: Gen, closed: bool) -> None:
    """A collection as a header's value, in the modern message object."""
    value = native(g, firm(g, people(g, closed=closed)))
    if value is None:
        once(g, closed)
        return
    name = g.name("message", "msg")
    g.emit(f"{name} = email.message.EmailMessage()", f'{name}["From"] = "office@lit.example"')
    header(g, Value(name, Kind.MESSAGE), g.pick(("To", "Cc")), value)
    out(g, Value(name, Kind.MESSAGE))


@shape(2.5)
def functions(g: Gen, closed: bool) -> None:
    """A function takes a collection, joins it and sends."""
    value = people(g, closed=closed)
    if value.kind is Kind.ITERATOR:
        value = value.to(f"list({value.expr})", Kind.LIST)

    def write(values: dict[str, Value]) -> None:
        taken = values["people"]
        form = g.weighted(((4, "join"), (2, "one"), (2, "each")))
        g.tag(f"function {form}")
        if form == "each" or not taken.least:
            each(g, taken, fresh)
        else:
            text = joined(g, taken) if form == "join" else ONE.choose(g, taken)
            out(g, compose(g, {"To": text}), wrap=0.3)

    wrapped(g, {"people": value}, write, probability=0.9)  # type: ignore[arg-type]


@shape(2)
def called_often(g: Gen, closed: bool) -> None:
    """One sending function, several calls."""
    module, name = g.below(), g.name("notify", "send_to", "mail_to")
    parameter = g.name("to", "recipients")
    form = g.pick(("text", "list", "either", "star", "class"))
    g.tag(f"calls {form}")
    first, second = firm(g, people(g, closed=closed)), people(g, closed=True)
    method = ""
    header_line, value = f"def {name}({parameter}):", Value(parameter, Kind.TEXT)
    if form == "star":
        header_line = f"def {name}(*{parameter}):"
    with g.function(header_line, module=module):
        if form in ("list", "star"):
            value = Value(
                g.pick(
                    (
                        f'", ".join({parameter})',
                        f'", ".join(sorted({parameter}))',
                        f'",".join(str(one) for one in {parameter})',
                    )
                ),
                Kind.TEXT,
            )
        elif form == "either":
            with g.suite(
                g.pick((f"if isinstance({parameter}, str):", f"if not isinstance({parameter}, (list, tuple, set)):"))
            ):
                g.emit(f"{parameter} = [{parameter}]")
            value = Value(f'", ".join({parameter})', Kind.TEXT)
        out(g, compose(g, {g.pick(("To", "To", "Cc")): value}, wrap=0.2), wrap=0.2)
    call = g.reference(module, name) + method
    for source in (first, second):
        how = g.pick(("one", "each", "all"))
        if form in ("list", "star", "either") and how == "all":
            g.emit(
                f"{call}({'*' if form == 'star' else ''}{source.expr if source.kind in SIZED else f'list({source.expr})'})"
            )
        elif how == "all":
            g.emit(f"{call}({joined(g, source).expr})")
        elif how == "one" or not g.chance(0.8):
            one = ONE.choose(g, source) if source.least else Value(g.quoted(), Kind.ADDRESS)
            g.emit(f"{call}([{one.expr}])" if form == "list" else f"{call}({one.expr})")
        else:
            v = g.name("one", "each")
            with g.suite(f"for {v} in {source.expr}:", loop=True):
                g.emit(f"{call}([{v}])" if form == "list" else f"{call}({v})")
        if g.chance(0.4):
            break


@shape(5)
def loop(g: Gen, closed: bool) -> None:
    value = rows(g, closed=closed) if g.chance(0.4) else people(g, closed=closed)
    form = g.weighted(
        (
            (4, "fresh"),
            (5, "reused"),
            (1, "all"),
            (2, "grown"),
            (2, "copied"),
            (1.5, "collected"),
            (1, "comprehension"),
            (1, "batches"),
            (1, "parsed"),
        )
    )
    g.tag(f"loop {form}")
    match form:
        case "fresh":
            each(g, value, fresh)
        case "all":
            each(g, value, all_each_time)
        case "reused":
            reused(g, value)
        case "grown":
            grown(g, value)
        case "copied":
            copied(g, value)
        case "collected":
            collected(g, value)
        case "batches":
            batches(g, value)
        case "comprehension":
            by_comprehension(g, value)
        case _:
            from_template(g, value)


@shape(1.5)
def two_fields(g: Gen, closed: bool) -> None:
    """A header that is written twice, or once in each branch."""
    message = empty(g)
    m = message.expr
    first, second = single(g, closed=closed), single(g, closed=closed)
    form = g.pick(("twice", "branches", "deleted", "roles"))
    g.tag(f"fields {form}")
    if form == "twice" and message.modern:
        form = "deleted"
    match form:
        case "twice":
            g.emit(f'{m}["To"] = {first.expr}', f'{m}["To"] = {second.expr}')
        case "deleted":
            g.emit(f'{m}["To"] = {first.expr}', f'del {m}["To"]', f'{m}["To"] = {second.expr}')
        case "roles":
            g.emit(f'{m}["To"] = {first.expr}', f'{m}["Cc"] = {second.expr}')
        case _:
            if not g.can_flag:
                return
            with g.suite(f"if {g.flag()}:"):
                g.emit(f'{m}["To"] = {first.expr}')
            with g.suite("else:"):
                g.emit(f'{m}["To"] = {second.expr}')
    filling(g, message)
    out(g, message)


@shape(1)
def snapshot(g: Gen, closed: bool) -> None:
    """The text is taken before, or after, the message changes."""
    message = empty(g)
    m = message.expr
    value = audience(g, closed)
    role = g.pick(("To", "Bcc", "Cc"))
    if role != "To":
        g.emit(f'{m}["To"] = {g.quoted()}')
    text = g.name("text", "payload")
    form = g.pick(("before", "after", "removed", "kept"))
    g.tag(f"snapshot {form}")
    if form == "before":
        g.emit(f"{text} = {m}.as_string()", f'{m}["{role}"] = {value.expr}')
    elif form == "removed":
        g.emit(f'{m}["{role}"] = {value.expr}', f'del {m}["{role}"]', f"{text} = {m}.as_string()")
    else:
        g.emit(f'{m}["{role}"] = {value.expr}', f"{text} = {m}.as_string()")
        if form == "kept":
            g.emit(f'del {m}["{role}"]')
    if g.chance(0.3) and form != "removed":
        out(g, message)
    else:
        connected(g, lambda smtp: g.emit(f'{smtp}.sendmail("office@lit.example", {g.pick(ENVELOPE)}, {text})'))


@shape(1)
def answered(g: Gen, closed: bool) -> None:
    """An answer to a message that was received, to its sender or to all that it names."""
    received, line = g.name("received", "incoming"), g.name("raw", "source_text")
    sender, others = g.address(), ", ".join(g.addresses(g.number(1, 3)))
    g.emit(f'{line} = "From: {sender}\\nTo: {others}\\nSubject: Question\\n\\nHello\\n"')
    g.emit(
        f"{received} = "
        + g.pick(
            (
                f"email.message_from_string({line})",
                f"email.message_from_bytes({line}.encode(), policy=email.policy.default)",
                f"email.parser.Parser().parsestr({line})",
            )
        )
    )
    form = g.weighted(
        (
            (2, f'{received}["From"]'),
            (1, f'email.utils.parseaddr({received}["From"])[1]'),
            (2, f'{received}["To"]'),
            (1, f'", ".join({received}.get_all("To", []))'),
            (1, f'", ".join(one for _, one in email.utils.getaddresses({received}.get_all("To", [])))'),
            (1, f'{received}.get("Reply-To") or {received}["From"]'),
            (1, f'str({received}["To"]).split(",")[0]'),
        )
    )
    g.tag(f"answered {form.replace(received, 'x')}")
    out(g, compose(g, {"To": Value(form, Kind.TEXT)}))


@shape(1)
def logged(g: Gen, closed: bool) -> None:
    """A handler of the standard library's logging that sends mail."""
    form = g.weighted(((2, "list"), (1, "one"), (1, "one in list")))
    g.tag(f"logged {form}")
    value = firm(g, people(g, closed=closed))
    if form != "list" and not value.least:
        form = "list"
    if form == "list":
        to = value.expr if value.kind in (Kind.LIST, Kind.TUPLE) else f"list({value.expr})"
    else:
        one = ONE.choose(g, value)
        to = one.expr if form == "one" else f"[{one.expr}]"
    handler, logger = g.name("handler", "mail_handler"), g.name("logger", "log")
    g.emit(
        f'{handler} = logging.handlers.SMTPHandler("localhost", "office@lit.example", {to}, "News")',
        f'{logger} = logging.handlers.logging.getLogger("fuzz")',
        f"{logger}.addHandler({handler})",
        f'{logger}.error("Hello")',
    )


@shape(0.8)
def never_sent(g: Gen, closed: bool) -> None:
    """A message of many that is not sent, and one of one that is."""
    message = compose(g, {"To": joined(g, people(g, closed=closed))})
    g.emit(g.pick((f"print({message.expr})", f"len({message.expr}.as_string())", f'{message.expr}["X-Seen"] = "yes"')))
    out(g, compose(g, {"To": single(g, closed=True)}))


# Programs


def attempt(seed: int) -> Program:
    """A program, which need not work."""
    g = Gen(seed)
    closed = g.chance(0.6)
    write = g.weighted(SHAPES)
    g.tag(f"shape {write.__name__}")
    g.tag("closed" if closed else "open")
    form = g.weighted(((4, "flat"), (4, "main"), (2, "guard")))
    if form == "flat":
        write(g, closed)
    else:
        with g.function("def main():", module="main"):
            write(g, closed)
        g.emit("main()") if form == "main" else g.emit('if __name__ == "__main__":', "    main()")
    if g.chance(0.1):
        once(g, closed)
    return g.done()


def generate(seed: int) -> Program:
    """A program that is Python, from a number.

    Parameters
    ----------
    seed: every choice comes from it.
    """
    choice = random.Random(seed)
    while True:
        try:
            program = attempt(choice.getrandbits(48))
            for text in program.files.values():
                ast.parse(text)
        except SyntaxError:
            continue
        if program.fair:
            return replace(program, spelling=seed) if choice.random() < OLD else program


__all__ = ["CARRY", "generate", "leave"]
