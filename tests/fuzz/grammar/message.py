"""Message objects, and header fields in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fuzz.grammar.gen import Gen
from fuzz.grammar.values import COLLECTIONS, SIZED, Item, Kind, Value
from fuzz.grammar.wrap import wrapped

SENDER = '"office@lit.example"'
Parts = Mapping[str, Value]
"""What each role holds."""


def empty(g: Gen) -> Value:
    """A message without recipients, in a variable."""
    form = g.weighted(
        (
            (6, "EmailMessage"),
            (5, "MIMEText"),
            (4, "MIMEMultipart"),
            (1, "Message"),
            (1, "parsed"),
            (1, "parsed modern"),
            (1, "subclass"),
            (0.5, "policy"),
        )
    )
    g.tag(f"message {form}")
    name = g.name("message", "msg", "mail", "letter")
    modern = form in ("EmailMessage", "parsed modern", "policy")
    match form:
        case "EmailMessage":
            g.emit(f"{name} = email.message.EmailMessage()")
        case "MIMEText":
            g.emit(
                g.pick(
                    (
                        f'{name} = email.mime.text.MIMEText("Hello")',
                        f'{name} = email.mime.text.MIMEText("<p>Hello</p>", "html", "utf-8")',
                    )
                )
            )
        case "MIMEMultipart":
            g.emit(
                g.pick(
                    (
                        f"{name} = email.mime.multipart.MIMEMultipart()",
                        f'{name} = email.mime.multipart.MIMEMultipart("alternative")',
                    )
                )
            )
        case "Message":
            g.emit(f"{name} = email.message.Message()")
        case "parsed":
            g.emit(f'{name} = email.message_from_string("Subject: News\\n\\nHello\\n")')
        case "parsed modern":
            g.emit(f'{name} = email.message_from_string("Subject: News\\n\\nHello\\n", policy=email.policy.default)')
        case "policy":
            g.emit(f"{name} = email.message.EmailMessage(policy=email.policy.SMTP)")
        case "subclass":
            module, cls = g.below(), g.name("Mail", "Newsletter")
            base = g.pick(("email.message.EmailMessage", "email.mime.multipart.MIMEMultipart"))
            modern = base.endswith("EmailMessage")
            with g.defining(module):
                g.emit(
                    f"class {cls}({base}):",
                    "    def __init__(self):",
                    "        super().__init__()",
                    f'        self["From"] = {SENDER}',
                )
            g.emit(f"{name} = {g.reference(module, cls)}()")
    if form != "subclass":
        g.emit(f'{name}["From"] = {SENDER}')
    if "parsed" not in form and g.chance(0.7):
        g.emit(f'{name}["Subject"] = {g.pick((chr(34) + "News" + chr(34), "f" + chr(34) + "News, all" + chr(34)))}')
    return replace(Value(name, Kind.MESSAGE), modern=modern)


def filling(g: Gen, message: Value) -> None:
    """The body, where the message has none yet."""
    if g.chance(0.15) and any(f"message {kind}" in g.features for kind in ("EmailMessage", "MIMEMultipart")):
        attached(g, message)
        return
    if message.modern and g.chance(0.6):
        g.emit(f'{message.expr}.set_content("To: everybody\\nHello")')


def attached(g: Gen, message: Value) -> None:
    """Parts of a message, whose header fields no reader of the whole takes for its own."""
    m = message.expr
    inner = f"{g.address()}, {g.address()}"
    if message.modern:
        form = g.pick(("attachment", "alternative", "message"))
        g.tag(f"attached {form}")
        g.emit(f'{m}.set_content("Hello")')
        match form:
            case "attachment":
                g.emit(
                    f'{m}.add_attachment("To: {inner}".encode(), maintype="text", subtype="plain", filename="to.txt")'
                )
            case "alternative":
                g.emit(f'{m}.add_alternative("<p>Cc: {inner}</p>", subtype="html")')
            case _:
                older = g.name("older", "report")
                g.emit(
                    f"{older} = email.message.EmailMessage()",
                    f'{older}["To"] = "{inner}"',
                    f'{older}.set_content("Hello")',
                    f"{m}.add_attachment({older})",
                )
        return
    form = g.pick(("text", "field", "message"))
    g.tag(f"attached {form}")
    with g.suite(f"if {m}.is_multipart():"):
        match form:
            case "text":
                g.emit(f'{m}.attach(email.mime.text.MIMEText("To: {inner}"))')
            case "field":
                part = g.name("part", "inner")
                g.emit(
                    f'{part} = email.mime.text.MIMEText("Hello")',
                    f'{part}["Cc"] = "{inner}"',
                    f'{part}.add_header("Content-Disposition", "attachment", filename="cc.txt")',
                    f"{m}.attach({part})",
                )
            case _:
                older = g.name("older", "report")
                g.emit(
                    f'{older} = email.mime.text.MIMEText("Hello")',
                    f'{older}["To"] = "{inner}"',
                    f"{m}.attach(email.mime.message.MIMEMessage({older}))",
                )


def header(g: Gen, message: Value, role: str, value: Value) -> None:
    """Write a header field that is not there yet."""
    m, x = message.expr, value.expr
    name = f'"{g.weighted(((6, role), (1, role.lower()), (1, role.upper())))}"'
    forms = [
        (8, "item"),
        (2, "add_header"),
        (1, "replace"),
        (1, "delete"),
        (1, "pairs"),
        (1, "mapping"),
        (1.5, "helper"),
        (0.5, "dunder"),
        (0.7, "if"),
        (0.5, "absent"),
        (0.7, "constant"),
        (0.5, "lambda"),
        (0.5, "names"),
        (0.4, "try"),
        (0.4, "getter"),
    ]
    if value.kind is Kind.ADDRESS:
        forms += [(0.5, "parts")]
    if not message.modern:
        forms += [(1.5, "Header"), (0.7, "Header append")]
    form = g.weighted(forms)
    if value.kind in COLLECTIONS:
        form = "item" if g.chance(0.8) else "add_header"
    g.tag(f"header {form}")
    match form:
        case "add_header":
            g.emit(f"{m}.add_header({name}, {x})")
        case "replace":
            g.emit(f'{m}[{name}] = "x@lit.example"', f"{m}.replace_header({name}, {x})")
        case "delete":
            g.emit(f'{m}[{name}] = "x@lit.example"', f"del {m}[{name}]", f"{m}[{name}] = {x}")
        case "pairs":
            with g.suite(f'for field, content in (("X-Kind", "news"), ({name}, {x})):'):
                g.emit(f"{m}[field] = content")
        case "mapping":
            headers = g.name("headers", "fields")
            g.emit(f'{headers} = {{"X-Kind": "news", {name}: {x}}}')
            with g.suite(f"for field, content in {headers}.items():"):
                g.emit(g.pick((f"{m}[field] = content", f"{m}.add_header(field, content)")))
        case "helper":
            module, helper = g.below(), g.name("set_header", "put_header")
            with g.function(f"def {helper}(msg, field, content):", module=module):
                with g.suite(g.pick(("if content:", "if content is not None:", "if field not in msg:"))):
                    g.emit("msg[field] = content")
            g.emit(f"{g.reference(module, helper)}({m}, {name}, {x})")
        case "dunder":
            g.emit(f"{m}.__setitem__({name}, {x})")
        case "if":
            held = g.hold(value)
            with g.suite(f"if {held.expr}:"):
                g.emit(f"{m}[{name}] = {held.expr}")
        case "absent":
            with g.suite(f"if {name} not in {m}:"):
                g.emit(f"{m}[{name}] = {x}")
        case "constant":
            constant, module = g.name("HEADER", "FIELD"), g.below()
            with g.defining(module):
                g.emit(f"{constant} = {name}")
            g.emit(f"{m}[{g.reference(module, constant)}] = {x}")
        case "lambda":
            put = g.name("put", "write")
            g.emit(f"{put} = lambda field, content: {m}.add_header(field, content)", f"{put}({name}, {x})")
        case "names":
            held = g.hold(value)
            with g.suite(f"for field in [{name}]:"):
                g.emit(f"{m}[field] = {held.expr}")
        case "try":
            with g.suite("try:"):
                g.emit(f"{m}[{name}] = {x}")
            with g.suite("except ValueError:"):
                g.emit('print("bad header")', "raise")
        case "getter":
            g.emit(f"{m}[{name}] = {x}", f"if {m}.get({name}) is None:", '    print("nobody")')
        case "parts":
            if message.modern:
                g.emit(
                    f'{m}[{name}] = email.headerregistry.Address("A. Person", addr_spec={x})'
                    if '"<' not in x and not display_named(g)
                    else f"{m}[{name}] = {x}"
                )
            else:
                g.emit(f"{m}[{name}] = {x}")
        case "Header":
            g.emit(
                g.pick(
                    (
                        f"{m}[{name}] = email.header.Header({x})",
                        f'{m}[{name}] = email.header.Header({x}, "ascii")',
                        f"{m}[{name}] = str(email.header.Header({x}))",
                    )
                )
            )
        case "Header append":
            h = g.name("header", "line")
            g.emit(f"{h} = email.header.Header()", f"{h}.append({x})", f"{m}[{name}] = {h}")
        case _:
            g.emit(f"{m}[{name}] = {x}")


def display_named(g: Gen) -> bool:
    return "display name" in g.features


def compose(g: Gen, parts: Parts, *, wrap: float = 0.35) -> Value:
    """A message with its recipients, in a variable."""

    def write(values: Parts) -> Value:
        message = empty(g)
        for role, value in values.items():
            header(g, message, role, value)
        filling(g, message)
        return message

    made = wrapped(g, parts, write, probability=wrap)
    assert made is not None
    return made


def native(g: Gen, value: Value) -> Value | None:
    """A collection in a form that the modern message object takes for a header, without a join."""
    if value.kind not in COLLECTIONS or value.item is not Item.ADDRESS or value.least < 1:
        return None
    form = g.pick(("plain", "addresses", "group", "tuple"))
    g.tag(f"native {form}")
    v = g.name("one", "each")
    match form:
        case "addresses":
            return value.to(f"[email.headerregistry.Address(addr_spec={v}) for {v} in {value.expr}]", Kind.LIST)
        case "tuple":
            return value.to(
                f'tuple(email.headerregistry.Address("A. Person", *{v}.split("@")) for {v} in {value.expr})', Kind.TUPLE
            )
        case "group":
            return value.to(
                f'email.headerregistry.Group("Team", [email.headerregistry.Address(addr_spec={v}) for {v} in {value.expr}])',
                Kind.LIST,
            )
    return value if value.kind in SIZED else value.to(f"list({value.expr})", Kind.LIST)
