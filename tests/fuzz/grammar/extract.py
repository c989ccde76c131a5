"""From rows of all kinds to collections of addresses."""

from __future__ import annotations

from fuzz.grammar.gen import Gen, Table
from fuzz.grammar.values import COLLECTIONS, Item, Kind, Value

ACCESS = {
    Item.LINE: ("{v}.strip()", "{v}.rstrip()", "{v}.strip().lower()", '{v}.rstrip("\\n")', '{v}.replace("\\n", "")'),
    Item.PAIR: ("{v}[1]", "{v}[-1]"),
    Item.CELLS: ("{v}[1]",),
    Item.RECORD: ('{v}["email"]', '{v}["email"].strip()', '{v}.get("email")', '{v}.get("email", "")'),
    Item.ROW: ('{v}["email"]',),
    Item.OBJECT: ("{v}.email", 'getattr({v}, "email")', "str({v}.email)"),
}
CONDITIONS = {
    Item.LINE: ("{v}.strip()", 'not {v}.startswith("#")', '"@" in {v}'),
    Item.PAIR: ("{v}[1]", "len({v}) == 2"),
    Item.CELLS: ('{v}[2] == "yes"', "{v}[1]", "len({v}) > 1"),
    Item.RECORD: ('{v}["active"] == "yes"', '{v}.get("active") == "yes"', '{v}["email"]', '"@" in {v}["email"]'),
    Item.ROW: ('{v}["email"]',),
    Item.OBJECT: ("{v}.email", "{v}.name"),
}
SELECTIVE = ('"yes"',)
TABLE = Table("extract")


def access(g: Gen, item: Item, v: str) -> str:
    return g.pick(ACCESS[item]).replace("{v}", v)


def sized(value: Value, expr: str, kind: Kind, condition: str = "") -> Value:
    lossy = "yes" in condition and not value.outside
    return value.to(expr, kind, item=Item.ADDRESS, least=0 if lossy else value.least, most=value.most)


def addresses(g: Gen, value: Value) -> Value:
    """A collection of addresses, from anything that holds some."""
    if value.kind is Kind.DICT or value.item is not Item.ADDRESS:
        return TABLE.choose(g, value)
    return value


ROWS = COLLECTIONS


def is_rows(g: Gen, value: Value) -> bool:
    return value.item is not Item.ADDRESS


def is_two(g: Gen, value: Value) -> bool:
    return value.item is Item.PAIR


@TABLE.add(6, ROWS, is_rows)
def comprehension(g: Gen, value: Value) -> Value:
    v = g.name("row", "one", "entry", "r")
    condition = g.pick(CONDITIONS[value.item]).replace("{v}", v) if g.chance(0.3) else ""
    tail = f" if {condition}" if condition else ""
    inner = f"{access(g, value.item, v)} for {v} in {value.expr}{tail}"
    form, kind = g.weighted((
        (5, ("[{}]", Kind.LIST)), (2, ("{{{}}}", Kind.SET)), (1, ("({})", Kind.ITERATOR)), (1, ("list({})", Kind.LIST)),
        (1, ("tuple({})", Kind.TUPLE)), (1, ("sorted({})", Kind.LIST)), (1, ("set({})", Kind.SET)),
    ))  # fmt: skip
    return sized(value, form.format(inner), kind, condition)


@TABLE.add(3, ROWS, is_rows)
def loop(g: Gen, value: Value) -> Value:
    out, v = g.name("found", "people", "collected"), g.name("row", "one", "entry", "r")
    kind = g.pick((Kind.LIST, Kind.LIST, Kind.SET))
    g.emit(f"{out} = " + ("[]" if kind is Kind.LIST else "set()"))
    condition = g.pick(CONDITIONS[value.item]).replace("{v}", v) if g.chance(0.5) else ""
    with g.suite(f"for {v} in {value.expr}:", loop=True):
        if condition and g.chance(0.5):
            with g.suite(f"if not ({condition}):"):
                g.emit("continue")
        adding = (
            f"{out}.append({access(g, value.item, v)})"
            if kind is Kind.LIST
            else f"{out}.add({access(g, value.item, v)})"
        )
        if condition and "continue" not in g.scope.lines[-1]:
            with g.suite(f"if {condition}:"):
                g.emit(adding)
        else:
            g.emit(adding)
    return sized(value, out, kind, condition)


@TABLE.add(2, ROWS, is_rows)
def mapped(g: Gen, value: Value) -> Value:
    getter = {
        Item.LINE: ("str.strip", "lambda {v}: {v}.strip()"), Item.PAIR: ("operator.itemgetter(1)", "lambda {v}: {v}[1]"),
        Item.CELLS: ("operator.itemgetter(1)",), Item.RECORD: ('operator.itemgetter("email")', 'lambda {v}: {v}["email"]'),
        Item.ROW: ('operator.itemgetter("email")',), Item.OBJECT: ('operator.attrgetter("email")', "lambda {v}: {v}.email"),
    }[value.item]  # fmt: skip
    text = g.pick(getter).replace("{v}", g.name("row", "r"))
    return sized(value, g.pick(("map({}, {})", "list(map({}, {}))")).format(text, value.expr), Kind.ITERATOR)


@TABLE.add(2, ROWS, is_two)
def unpacked(g: Gen, value: Value) -> Value:
    name, v = g.name("name", "label", "_"), g.name("email", "mail", "found")
    return sized(
        value,
        g.pick(
            ("[{v} for {n}, {v} in {x}]", "{{{v} for {n}, {v} in {x}}}", "[{v} for ({n}, {v}) in {x} if {v}]")
        ).format(v=v, n=name, x=value.expr),
        Kind.ITERATOR,
    )


@TABLE.add(2, ROWS, is_two)
def as_directory(g: Gen, value: Value) -> Value:
    book = g.hold(value.to(f"dict({value.expr})", Kind.DICT), "book", "directory")
    return from_directory(g, book.to(book.expr, least=min(book.least, 1)))


@TABLE.add(1, ROWS, is_rows)
def by_generator(g: Gen, value: Value) -> Value:
    """A generator function that takes the rows."""
    module = g.below()
    name, rows, v = g.name("emails_of", "addresses_in"), g.name("rows", "table"), g.name("row", "one")
    with g.function(f"def {name}({rows}):", module=module):
        with g.suite(f"for {v} in {rows}:", loop=True):
            if g.chance(0.4):
                condition = g.pick(CONDITIONS[value.item]).replace("{v}", v)
                if "yes" not in condition:
                    with g.suite(f"if {condition}:"):
                        g.emit(f"yield {access(g, value.item, v)}")
            if g.scope.lines[-1].startswith("    " * g.scope.depth + "for") or not g.scope.lines[-1].strip().startswith(
                "yield"
            ):
                g.emit(f"yield {access(g, value.item, v)}")
    return sized(value, f"{g.reference(module, name)}({value.expr})", Kind.ITERATOR)


@TABLE.add(1, ROWS, is_two)
def zipped(g: Gen, value: Value) -> Value:
    names, mails = g.name("names", "labels"), g.name("mails", "emails")
    if not value.least:
        return comprehension(g, value)
    g.emit(f"{names}, {mails} = zip(*{value.expr})")
    return sized(value, mails, Kind.TUPLE)


@TABLE.add(4, (Kind.DICT,))
def from_directory(g: Gen, value: Value) -> Value:
    x = value.expr
    name, v = g.name("name", "key"), g.name("email", "mail", "found")
    form, kind = g.pick((
        (f"{x}.values()", Kind.VIEW), (f"list({x}.values())", Kind.LIST), (f"sorted({x}.values())", Kind.LIST),
        (f"[{v} for {name}, {v} in {x}.items()]", Kind.LIST), (f"set({x}.values())", Kind.SET),
        (f"[{x}[{name}] for {name} in {x}]" if value.atom else f"list({x}.values())", Kind.LIST),
        (f"tuple({x}.values())", Kind.TUPLE), (f"[{v} for {v} in {x}.values()]", Kind.LIST),
        (f"{{{v}: {name} for {name}, {v} in {x}.items()}}.keys()", Kind.VIEW), (f"map(str, {x}.values())", Kind.ITERATOR),
    ))  # fmt: skip
    return sized(value, form, kind)


@TABLE.add(1, (Kind.DICT,))
def merged(g: Gen, value: Value) -> Value:
    book = g.hold(value, "book", "directory")
    name = g.name("more", "everybody")
    other = f'{{"archive": {g.quoted()}}}'
    g.emit(
        f"{name} = "
        + g.pick(
            (
                f"{{**{book.expr}, **{other}}}",
                f"{book.expr} | {other}",
                f"dict({book.expr}, **{other})",
                f"dict(collections.ChainMap({book.expr}, {other}))",
                f"{{**{book.expr}, 'archive': {g.quoted()}}}",
            )
        )
    )
    return from_directory(g, book.to(name, least=book.least + 1, most=book.most + 1))


@TABLE.add(1, (Kind.DICT,))
def popped(g: Gen, value: Value) -> Value:
    if value.outside:
        return from_directory(g, value)
    book = g.hold(value, "book", "directory")
    g.emit(g.pick((f'{book.expr}.pop("chair")', f'del {book.expr}["chair"]', f'{book.expr}.pop("nobody", None)')))
    return from_directory(g, book.to(book.expr, least=max(book.least - 1, 0)))
