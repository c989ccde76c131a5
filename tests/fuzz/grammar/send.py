"""How a message leaves."""

from __future__ import annotations

from collections.abc import Callable

from fuzz.grammar.gen import Gen
from fuzz.grammar.message import SENDER
from fuzz.grammar.values import Kind, Value
from fuzz.grammar.wrap import wrapped

ENVELOPE = ('["list@lit.example"]', '"list@lit.example"', '["list@lit.example", "other@lit.example"]')


def connected(g: Gen, use: Callable[[str], None]) -> None:
    """A connection, around what uses it."""
    form = g.weighted(
        (
            (5, "with"),
            (3, "plain"),
            (1, "ssl"),
            (1, "finally"),
            (1, "function"),
            (0.5, "stack"),
            (0.7, "login"),
            (0.5, "subclass"),
        )
    )
    g.tag(f"connection {form}")
    name = g.name("smtp", "server", "connection")
    match form:
        case "plain" | "login":
            g.emit(f'{name} = smtplib.SMTP("localhost", 25)')
            if form == "login":
                g.emit(f"{name}.starttls()", f'{name}.login("user", "secret")')
            use(name)
            g.emit(f"{name}.quit()")
        case "finally":
            g.emit(f'{name} = smtplib.SMTP("localhost")')
            with g.suite("try:"):
                use(name)
            with g.suite("finally:"):
                g.emit(f"{name}.quit()")
        case "function":
            module, connect = g.below(), g.name("connect", "get_smtp")
            with g.function(f"def {connect}():", module=module):
                g.emit('return smtplib.SMTP("localhost", 587, timeout=10)')
            with g.suite(f"with {g.reference(module, connect)}() as {name}:"):
                use(name)
        case "subclass":
            module, cls = g.below(), g.name("Connection", "TracedSMTP")
            with g.defining(module):
                g.emit(
                    f"class {cls}(smtplib.SMTP):",
                    "    def send_message(self, msg, *args, **kwargs):",
                    '        print("sending", msg["Subject"])',
                    "        return super().send_message(msg, *args, **kwargs)",
                )
            with g.suite(f'with {g.reference(module, cls)}("localhost") as {name}:'):
                use(name)
        case "stack":
            with g.suite("with contextlib.ExitStack() as stack:"):
                g.emit(f'{name} = stack.enter_context(smtplib.SMTP("localhost"))')
                use(name)
        case _:
            cls = "SMTP_SSL" if form == "ssl" else "SMTP"
            with g.suite(f'with smtplib.{cls}("localhost") as {name}:'):
                use(name)


def envelope(g: Gen, to: Value | None) -> str:
    """What the envelope is told, which no reader sees."""
    if to is None or g.chance(0.4):
        return g.pick(ENVELOPE)
    if to.kind is Kind.ADDRESS:
        return g.pick((f"[{to.expr}]", to.expr)) if to.atom else f"[{to.expr}]"
    if to.kind is Kind.TEXT and not to.outside and to.atom:
        return f'{to.expr}.split(",")'
    return g.pick(ENVELOPE)


def out(g: Gen, message: Value, to: Value | None = None, *, wrap: float = 0.4, smtp: str = "") -> None:
    """Send a message, from here or from a definition of its own."""

    def write(values: dict[str, Value]) -> None:
        one = values["message"]
        how = "run" if g.chance(0.08) and not smtp else "smtp"
        if how == "run":
            g.tag("sendmail")
            by_sendmail(g, one)
        elif smtp:
            leave(g, values["smtp"].expr, one, to)
        else:
            connected(g, lambda name: leave(g, name, one, None))

    values = {"message": message}
    if smtp:
        values["smtp"] = Value(smtp, Kind.SMTP)
        wrapped(g, values, lambda given: leave(g, given["smtp"].expr, given["message"], None), probability=wrap)
    else:
        wrapped(g, values, write, probability=wrap)  # type: ignore[arg-type]


def leave(g: Gen, smtp: str, message: Value, to: Value | None) -> None:
    """The call that sends."""
    m = message.expr
    if message.kind is Kind.RAW:
        text = g.pick((m, m, f"{m}.encode()", f'{m}.encode("utf-8")'))
        if g.chance(0.12):
            commands(g, smtp, text, to)
            return
        g.emit(f"{smtp}.sendmail({SENDER}, {envelope(g, to)}, {text})")
        return
    form = g.weighted(
        (
            (6, "send_message"),
            (1, "addrs"),
            (1, "keywords"),
            (4, "sendmail"),
            (0.7, "held"),
            (0.5, "try"),
            (0.4, "getattr"),
            (0.8, "commands"),
            (0.8, "generator"),
        )
    )
    g.tag(f"leave {form}")
    snapshot = g.pick(
        (
            f"{m}.as_string()",
            f"{m}.as_string()",
            f"{m}.as_bytes()",
            f"str({m})",
            f"bytes({m})",
            f"{m}.as_string().encode()",
            f"{m}.as_bytes(policy=email.policy.SMTP)",
        )
    )
    match form:
        case "addrs":
            g.emit(f"{smtp}.send_message({m}, {SENDER}, {envelope(g, to)})")
        case "keywords":
            g.emit(f"{smtp}.send_message({m}, from_addr={SENDER}, to_addrs={envelope(g, to)})")
        case "sendmail":
            g.emit(f"{smtp}.sendmail({SENDER}, {envelope(g, to)}, {snapshot})")
        case "held":
            name = g.name("text", "payload")
            g.emit(f"{name} = {snapshot}", f"{smtp}.sendmail({SENDER}, {envelope(g, to)}, {name})")
        case "try":
            with g.suite("try:"):
                g.emit(f"{smtp}.send_message({m}, {SENDER}, {envelope(g, to)})")
            with g.suite("except smtplib.SMTPException as error:"):
                g.emit("print(error)")
        case "commands":
            commands(g, smtp, snapshot, to)
        case "generator":
            buffer = g.name("buffer", "written")
            kind, stream = g.pick((("Generator", "StringIO"), ("BytesGenerator", "BytesIO")))
            policy = g.pick(("", ", policy=email.policy.SMTP", ", mangle_from_=False"))
            g.emit(
                f"{buffer} = io.{stream}()",
                f"email.generator.{kind}({buffer}{policy}).flatten({m})",
                f"{smtp}.sendmail({SENDER}, {envelope(g, to)}, {buffer}.getvalue())",
            )
        case "getattr":
            g.emit(f'getattr({smtp}, "send_message")({m}, {SENDER}, {envelope(g, to)})')
        case _:
            g.emit(f"{smtp}.send_message({m})")


def commands(g: Gen, smtp: str, text: str, to: Value | None) -> None:
    """The protocol, command by command."""
    g.emit(f"{smtp}.ehlo()", f"{smtp}.mail({SENDER})")
    told = envelope(g, to)
    if told.startswith(('"', "'")) or not told.endswith(("]", ")")):
        g.emit(f"{smtp}.rcpt({told})")
    else:
        with g.suite(f"for rcpt in {told}:"):
            g.emit(f"{smtp}.rcpt(rcpt)")
    g.emit(f"{smtp}.data({text})")


def by_sendmail(g: Gen, message: Value) -> None:
    """Through the program sendmail, which reads the recipients from the text, or is told them."""
    m = message.expr
    text = m if message.kind is Kind.RAW else f"{m}.as_string()"
    words = g.pick(
        (
            '["/usr/sbin/sendmail", "-t"]',
            '["/usr/sbin/sendmail", "-t", "-oi"]',
            '["/usr/sbin/sendmail", "-oi", "list@lit.example"]',
        )
    )
    form = g.pick(("run", "communicate", "popen"))
    match form:
        case "run":
            g.emit(f"subprocess.run({words}, input={text}, text=True, check=True)")
        case "communicate":
            name = g.name("process", "pipe")
            g.emit(f"{name} = subprocess.Popen({words}, stdin=subprocess.PIPE)", f"{name}.communicate({text}.encode())")
        case "popen":
            name = g.name("pipe", "stream")
            g.emit(f'{name} = os.popen("/usr/sbin/sendmail -t", "w")', f"{name}.write({text})", f"{name}.close()")
