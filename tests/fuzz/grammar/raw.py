"""Messages that are put together as text."""

from __future__ import annotations

from fuzz.grammar.gen import Gen, filled
from fuzz.grammar.message import Parts
from fuzz.grammar.values import Kind, Value
from fuzz.grammar.wrap import wrapped


def compose_text(g: Gen, parts: Parts, *, wrap: float = 0.35) -> Value:
    """A message as text, in a variable."""
    made = wrapped(g, parts, lambda values: put_together(g, values), probability=wrap)
    assert made is not None
    return made


def put_together(g: Gen, parts: Parts) -> Value:
    form = g.weighted(
        (
            (3, "f-string"),
            (3, "percent"),
            (2, "format"),
            (2, "plus"),
            (2, "lines"),
            (1.5, "append"),
            (1, "template"),
            (1, "triple"),
            (1, "stringio"),
            (1, "named"),
            (1, "constant"),
            (1, "dedent"),
            (0.8, "mapping"),
            (0.8, "print"),
        )
    )
    g.tag(f"raw {form}")
    held = {role: g.hold(value) for role, value in parts.items()}
    order = list(held)
    g.random.shuffle(order)
    newline = g.pick(("\\n", "\\n", "\\r\\n"))
    body = g.pick(("Hello", "Cc: nobody@lit.example, else@lit.example", "Hello, all"))
    name = g.name("text", "payload", "content", "raw")
    head = f"Subject: News{newline}"
    match form:
        case "f-string":
            fields = "".join(f"{role}: {{{held[role].expr}}}{newline}" for role in order)
            if any('"' in value.expr for value in held.values()):
                held = {role: g.hold(value, "to", "line") for role, value in held.items()}
                fields = "".join(f"{role}: {{{held[role].expr}}}{newline}" for role in order)
            g.emit(f'{name} = f"{head}{fields}{newline}{body}{newline}"')
        case "percent":
            fields = "".join(f"{role}: %s{newline}" for role in order)
            given = ", ".join(held[role].expr for role in order)
            g.emit(f'{name} = "{head}{fields}{newline}%s" % ({given}, "{body}")')
        case "format":
            fields = "".join(f"{role}: {{}}{newline}" for role in order)
            given = ", ".join(held[role].expr for role in order)
            g.emit(f'{name} = "{head}{fields}{newline}{{}}".format({given}, "{body}")')
        case "named":
            fields = "".join(f"{role}: {{{role.lower()}}}{newline}" for role in order)
            given = ", ".join(f"{role.lower()}={held[role].expr}" for role in order)
            if g.chance(0.5):
                g.emit(f'{name} = "{head}{fields}{newline}{body}".format({given})')
            else:
                fields = "".join(f"{role}: %({role.lower()})s{newline}" for role in order)
                given = ", ".join(f'"{role.lower()}": {held[role].expr}' for role in order)
                g.emit(f'{name} = "{head}{fields}{newline}{body}" % {{{given}}}')
        case "constant":
            constant, module = g.name("TEMPLATE", "LETTER"), g.below()
            fields = "".join(f"{role}: {{{role.lower()}}}\n" for role in order)
            with g.defining(module):
                g.emit(f'{constant} = """\\')
                g.scope.lines += [*f"Subject: News\n{fields}\n{body}".split("\n"), '"""']
            given = ", ".join(f"{role.lower()}={held[role].expr}" for role in order)
            g.emit(f"{name} = {g.reference(module, constant)}.format({given})")
        case "plus":
            fields = " + ".join(f'"{role}: " + {held[role].expr} + "{newline}"' for role in order)
            g.emit(f'{name} = "{head}" + {fields} + "{newline}{body}"')
        case "lines":
            fields = ", ".join(
                filled(
                    g,
                    g.pick(
                        (
                            f'"{role}: %s" % {held[role].expr}',
                            f'"{role}: " + {held[role].expr}',
                            f'"{role}: {{}}".format({held[role].expr})',
                        )
                    ),
                )
                for role in order
            )
            g.emit(f'{name} = "{newline}".join(["Subject: News", {fields}, "", "{body}"])')
        case "append":
            lines = g.name("lines", "parts")
            g.emit(f'{lines} = ["Subject: News"]')
            for role in order:
                g.emit(
                    g.pick(
                        (
                            f'{lines}.append("{role}: " + {held[role].expr})',
                            f'{lines} += ["{role}: " + {held[role].expr}]',
                        )
                    )
                )
            g.emit(f'{lines}.append("")', f'{lines}.append("{body}")', f'{name} = "{newline}".join({lines})')
        case "template":
            fields = "".join(f"{role}: ${role.lower()}{newline}" for role in order)
            given = ", ".join(f"{role.lower()}={held[role].expr}" for role in order)
            g.emit(f'{name} = string.Template("{head}{fields}{newline}{body}").substitute({given})')
        case "triple" | "dedent":
            fields = "\n".join(f"{role}: %s" for role in order)
            given = ", ".join(held[role].expr for role in order)
            tail = "," if len(order) == 1 else ""
            g.emit(f'{name} = """\\')
            g.scope.lines += [*f"Subject: News\n{fields}\n\n{body}".split("\n"), f'""" % ({given}{tail})']
            if form == "dedent":
                g.emit(f"{name} = textwrap.dedent({name})")
        case "stringio" | "print":
            stream = g.name("stream", "buffer")
            g.emit(f"{stream} = io.StringIO()")
            say = (
                (lambda one: f"print({one}, file={stream})")
                if form == "print"
                else (lambda one: f'{stream}.write({one} + "\\n")')
            )
            for role in order:
                g.emit(say(f'"{role}: " + {held[role].expr}'))
            g.emit(say('""'), say(f'"{body}"'), f"{name} = {stream}.getvalue()")
        case _:
            headers = g.name("headers", "fields")
            pairs = ", ".join(f'"{role}": {held[role].expr}' for role in order)
            g.emit(f'{headers} = {{"Subject": "News", {pairs}}}')
            g.emit(
                f'{name} = "".join(f"{{field}}: {{content}}\\n" for field, content in {headers}.items()) + "\\n{body}"'
            )
    return Value(name, Kind.RAW)
