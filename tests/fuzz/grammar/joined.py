"""From collections of addresses to texts that hold them all, and from such texts to collections."""

from __future__ import annotations

from fuzz.grammar.gen import Gen, Table, always
from fuzz.grammar.values import COLLECTIONS, SEQUENCES, Item, Kind, Value


def nobody_excluded(g: Gen, value: Value) -> bool:
    return value.least > 0


def several(g: Gen, value: Value) -> bool:
    """A comma that is put into a text says that there are several: it must not stand where there is one at most."""
    return value.most > 1 or not value.outside


def outside(g: Gen, value: Value) -> bool:
    return value.outside


JOIN = Table("join")
SAME = Table("text")
SPLIT = Table("split")

for code, weight, kinds in (
    ('", ".join({x})', 8, COLLECTIONS), ('",".join({x})', 3, COLLECTIONS), ('", ".join(sorted({x}))', 2, COLLECTIONS), ('", ".join({v} for {v} in {x})', 2, COLLECTIONS), ('", ".join([{v} for {v} in {x}])', 1, COLLECTIONS),
    ('", ".join(map(str, {x}))', 1, COLLECTIONS), ('str.join(", ", {x})', 0.5, COLLECTIONS), ('functools.reduce(lambda left, right: f"{left}, {right}", {x})', 0.7, COLLECTIONS), ('functools.reduce(lambda a, b: a + ", " + b, {x})', 0.5, COLLECTIONS),
    ('email.utils.COMMASPACE.join({x})', 0.7, COLLECTIONS), ('", ".join(str({v}) for {v} in {x} if {v})', 1, COLLECTIONS), ('", ".join(email.utils.formataddr(("A. Person", {v})) for {v} in {x})', 1, COLLECTIONS),
    ('", ".join(f"<{{v}}>" for {v} in {x})', 1, COLLECTIONS), ('", ".join("\\"Person, A.\\" <" + {v} + ">" for {v} in {x})', 1, COLLECTIONS), ('", ".join(["A. Person <%s>" % {v} for {v} in {x}])', 0.7, COLLECTIONS),
    ('str(list({x}))[1:-1].replace("\'", "")', 0.5, COLLECTIONS), ('", ".join(list({x}))', 1, COLLECTIONS), ('", ".join(tuple({x}))', 0.5, COLLECTIONS), ('",\\n ".join({x}).replace("\\n", "")', 0.3, COLLECTIONS),
    ('"".join({v} + ", " for {v} in {x}).rstrip(", ")', 0.7, COLLECTIONS), ('";".join({x}).replace(";", ", ")', 0.7, COLLECTIONS), ('" ".join({x}).replace(" ", ", ")', 0.5, COLLECTIONS), ('", ".join(itertools.chain({x}, []))', 0.5, COLLECTIONS),
):  # fmt: skip
    JOIN.template(
        code,
        weight,
        kinds,
        Kind.TEXT,
        when=nobody_excluded if "reduce" in code else several if '" ".join' in code else always,
    )


@JOIN.add(1.5, COLLECTIONS)
def grown(g: Gen, value: Value) -> Value:
    """A loop that adds to a text."""
    out, v = g.name("line", "header", "listed"), g.name("one", "each", "who")
    form = g.pick(("plus", "if", "f-string", "stringio", "lines", "enumerate"))
    g.tag(f"grown {form}")
    match form:
        case "plus":
            g.emit(f'{out} = ""')
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(g.pick((f'{out} += {v} + ", "', f'{out} = {out} + {v} + ", "', f'{out} += f"{{{v}}}, "')))
            return value.to(g.pick((f'{out}.rstrip(", ")', f"{out}[:-2]", f'{out}.strip(", ")')), Kind.TEXT)
        case "if":
            g.emit(f'{out} = ""')
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                with g.suite(f"if {out}:"):
                    g.emit(f'{out} += ", "')
                g.emit(f"{out} += {v}")
        case "f-string":
            g.emit(f'{out} = ""')
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(f'{out} = f"{{{out}}}, {{{v}}}" if {out} else {v}')
        case "stringio":
            g.emit(f"{out} = io.StringIO()")
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(g.pick((f'{out}.write({v} + ", ")', f'print({v}, end=", ", file={out})')))
            return value.to(f'{out}.getvalue().rstrip(", ")', Kind.TEXT)
        case "lines":
            parts = g.name("parts", "words")
            g.emit(f"{parts} = []")
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(f'{parts}.append(f"A. Person <{{{v}}}>")')
            g.emit(f'{out} = ", ".join({parts})')
        case _:
            g.emit(f'{out} = ""')
            with g.suite(f"for index, {v} in enumerate({value.expr}):", loop=True):
                g.emit(f'{out} += {v} if index == 0 else ", " + {v}')
    return value.to(out, Kind.TEXT)


@JOIN.add(1, SEQUENCES, lambda g, value: value.least >= 2)
def two_of_them(g: Gen, value: Value) -> Value:
    held = g.hold(value)
    x = held.expr
    form = g.pick(
        (
            f'f"{{{x}[0]}}, {{{x}[1]}}"',
            f'"%s, %s" % ({x}[0], {x}[1])',
            f'"{{}}, {{}}".format(*{x}[:2])',
            f'{x}[0] + ", " + {x}[1]',
            f'"%s, %s" % tuple({x}[:2])',
            f'"{{0}}, {{1}}".format({x}[0], {x}[-1])',
            f'", ".join([{x}[0], {x}[-1]])',
        )
    )
    return held.to(form, Kind.TEXT, least=2, most=2)


# The same text

for code, weight in (
    ("{x}.lower()", 1), ("{x}.strip()", 1), ('f"{{x}}"', 1), ('{x}.replace("  ", " ")', 0.7), ("str({x})", 0.5), ('"%s" % {x}', 0.5), ('"{}".format({x})', 0.5), ('{x} or "office@lit.example"', 1),
    ('", ".join({x}.split(", "))', 0.7), ('", ".join([{x}])', 0.5), ('{x} + ", " + {a}', 0.7), ('f"{{x}}, office@lit.example"', 0.7), ('{a} + ", " + {x}', 0.5), ('", ".join([{x}, {a}])', 0.7), ('{x}.encode().decode()', 0.3), ("[{x}][0]", 0.5), ('textwrap.dedent({x})', 0.3), ('{x}.title().lower()', 0.2),
):  # fmt: skip
    SAME.template(
        code,
        weight,
        (Kind.TEXT,),
        Kind.TEXT,
        when=(lambda g, value: value.least > 0)
        if "{a}" in code or "office" in code
        else several
        if "split" in code
        else lambda g, value: True,
    )

# And back

for code, weight in (
    ('[{v}.strip() for {v} in {x}.split(",")]', 3), ('{x}.replace(" ", "").split(",")', 2), ('re.findall(r"[\\w.]+@[\\w.]+", {x})', 2), ('re.split(r",\\s*", {x})', 1), ('[{v} for _, {v} in email.utils.getaddresses([{x}])]', 2),
    ('{x}.replace(",", " ").split()', 1), ('list(map(str.strip, {x}.split(",")))', 1), ('{{v}.strip() for {v} in {x}.split(",")}', 1),
):  # fmt: skip
    SPLIT.template(
        code,
        weight,
        (Kind.TEXT,),
        Kind.SET if code.startswith("{{") else Kind.LIST,
        size=lambda value: (min(value.least, value.most), value.most),
    )


SPLIT.template(
    '[{v}.group() for {v} in re.finditer(r"[\\w.]+@[\\w.]+", {x})]',
    0.7,
    (Kind.TEXT,),
    Kind.LIST,
    size=lambda value: (min(value.least, value.most), value.most),
    when=outside,
)


def plain(g: Gen, value: Value) -> Value:
    """A joined text that `SPLIT` can take apart: no display names."""
    return value.to(f'", ".join({value.expr})', Kind.TEXT)


def there_and_back(g: Gen, value: Value) -> Value:
    """Joined, held, split."""
    text = g.hold(plain(g, value))
    split = SPLIT.choose(g, text)
    return split.to(split.expr, item=Item.ADDRESS)
