"""Loops that send: what is made anew in each round, what is older than the loop, and how the rounds come about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fuzz.grammar.audience import element, joined, varied
from fuzz.grammar.gen import Gen
from fuzz.grammar.message import compose, empty, filling, header
from fuzz.grammar.raw import compose_text
from fuzz.grammar.send import connected, out
from fuzz.grammar.values import SIZED, Kind, Value

Round = Callable[[Gen, Value, Value, str], None]
"""What happens in each round: with the collection, the address and the connection."""


def each(g: Gen, value: Value, turn: Round, *, guarded: bool = True) -> None:
    """A loop over people that sends in each round.

    Where it is not guarded, no exception of a round is caught: the sink raises none, but it is right to expect some.
    """
    held = value
    if (
        value.kind is Kind.ITERATOR
        or turn is all_each_time
        or (value.kind in SIZED and not value.atom and g.chance(0.6))
    ):
        held = g.hold(value.to(f"list({value.expr})", Kind.LIST)) if value.kind is Kind.ITERATOR else g.hold(value)
    target, reach = element(g, held)

    def loop(smtp: str) -> None:
        x = f"{held.expr}.items()" if held.kind is Kind.DICT else held.expr
        form = g.weighted(
            ((6, "for"), (1, "enumerate"), (0.7, "index"), (0.7, "while"), (0.7, "zip"), (0.5, "sorted"), (0.7, "try"))
        )
        if held.kind is Kind.DICT or "," in target or (form == "try" and not guarded):
            form = "for"
        g.tag(f"each {form}")
        if form == "index" and held.kind not in (Kind.LIST, Kind.TUPLE):
            form = "for"
        match form:
            case "enumerate":
                opening, before = f"for number, {target} in enumerate({x}):", ""
            case "index":
                opening, before = f"for index in range(len({x})):", f"{target} = {x}[index]"
            case "while":
                queue = g.name("pending", "waiting")
                g.emit(f"{queue} = list({x})")
                opening, before = f"while {queue}:", f"{target} = {queue}.pop({g.pick(('', '0'))})"
            case "zip":
                opening, before = f"for {target}, number in zip({x}, itertools.count()):", ""
            case "sorted":
                opening, before = (
                    (f"for {target} in sorted({x}):" if held.item.value == "address" else f"for {target} in {x}:"),
                    "",
                )
            case _:
                opening, before = f"for {target} in {x}:", ""
        with g.suite(opening, loop=True):
            if before:
                g.emit(before)
            if form == "try":
                with g.suite("try:"):
                    turn(g, held, held.one(reach("")), smtp)
                with g.suite("except smtplib.SMTPException as error:"):
                    g.emit("print(error)", "continue")
            else:
                turn(g, held, held.one(reach("")), smtp)

    if g.chance(0.6):
        connected(g, loop)
    else:
        loop("")


def fresh(g: Gen, value: Value, one: Value, smtp: str) -> None:
    """A message of their own for each."""
    parts = {"To": varied(g, one)}
    if g.chance(0.15):
        parts["Cc"] = Value(g.quoted(), Kind.ADDRESS)
    if g.chance(0.2):
        out(g, compose_text(g, parts), smtp=smtp, wrap=0.25)
    else:
        out(g, compose(g, parts), smtp=smtp, wrap=0.25)


def all_each_time(g: Gen, value: Value, one: Value, smtp: str) -> None:
    """All addresses in each message."""
    if value.kind not in SIZED or value.item.value != "address":
        fresh(g, value, one, smtp)
        return
    out(g, compose(g, {"To": joined(g, value)}), smtp=smtp)


def reused(g: Gen, value: Value) -> None:
    """One message for all rounds."""
    message = empty(g)
    filling(g, message)
    m = message.expr
    role = g.weighted(((4, "To"), (1, "Cc"), (1, "Bcc")))
    if role == "Bcc" or (role == "Cc" and g.chance(0.5)):
        g.emit(f'{m}["To"] = {g.quoted()}')
    form = g.weighted(
        (
            (3, "add"),
            (3, "delete"),
            (2, "replace"),
            (1, "delete after"),
            (1, "if in"),
            (1, "add_header"),
            (1, "once"),
            (0.5, "pop"),
            (0.7, "helper"),
            (0.5, "setter"),
        )
    )
    g.tag(f"reused {form}")
    if form == "replace":
        g.emit(f'{m}["{role}"] = "x@lit.example"')
    once_name = g.name("seen", "started")
    if form == "once":
        g.emit(f"{once_name} = False")

    def turn(g: Gen, whole: Value, one: Value, smtp: str) -> None:
        x = varied(g, one).expr
        match form:
            case "delete":
                g.emit(f'del {m}["{role}"]', f'{m}["{role}"] = {x}')
            case "replace":
                g.emit(f'{m}.replace_header("{role}", {x})')
            case "if in":
                with g.suite(f'if "{role}" in {m}:'):
                    g.emit(g.pick((f'del {m}["{role}"]', f'{m}.__delitem__("{role}")')))
                g.emit(f'{m}["{role}"] = {x}')
            case "add_header":
                g.emit(f'{m}.add_header("{role}", {x})')
            case "once":
                with g.suite(
                    g.pick((f"if not {once_name}:", f'if "{role}" not in {m}:', f'if {m}["{role}"] is None:'))
                ):
                    g.emit(f'{m}["{role}"] = {x}', f"{once_name} = True")
            case "helper" | "setter":
                module, name = g.below(), g.name("address_to", "set_to")
                with g.function(f"def {name}(msg, address):", module=module):
                    if form == "setter":
                        g.emit(f'del msg["{role}"]')
                    g.emit(f'msg["{role}"] = address')
                g.emit(f"{g.reference(module, name)}({m}, {x})")
            case _:
                g.emit(f'{m}["{role}"] = {x}')
        out(g, message, smtp=smtp, wrap=0.2)
        if form == "delete after":
            g.emit(f'del {m}["{role}"]')

    each(g, value, turn, guarded=form != "delete after")


def grown(g: Gen, value: Value) -> None:
    """A collection or text that grows from round to round, or is made anew in each."""
    name = g.name("sent", "done", "so_far", "current")
    anew = g.chance(0.45)
    form = g.pick(("list", "text", "set", "dict", "object", "default", "function"))
    g.tag(f"grown {form} {'anew' if anew else 'older'}")
    if form in ("object", "default", "function"):
        grown_elsewhere(g, value, form, anew=anew)
        return
    start = {"list": "[]", "text": '""', "set": "set()", "dict": "{}"}[form]
    g.emit(f"{name} = {start}")
    inside = g.pick(("first", "last")) if anew else ""

    def turn(g: Gen, whole: Value, one: Value, smtp: str) -> None:
        if inside == "first":
            g.emit(f"{name} = {start}" if form == "text" else g.pick((f"{name} = {start}", f"{name}.clear()")))
        x = one.expr
        match form:
            case "list":
                g.emit(
                    g.pick(
                        (
                            f"{name}.append({x})",
                            f"{name} += [{x}]",
                            f"{name} = {name} + [{x}]",
                            f"{name} = [*{name}, {x}]",
                        )
                    )
                )
                text = f'", ".join({name})'
            case "set":
                g.emit(f"{name}.add({x})")
                text = f'", ".join(sorted({name}))'
            case "dict":
                g.emit(g.pick((f'{name}["a{g.number(1, 9)}"] = {x}', f"{name}[{x}] = {x}")))
                text = f'", ".join({name}.values())'
            case _:
                g.emit(f'{name} = {name} + ", " + {x} if {name} else {x}')
                text = name
        out(g, compose(g, {"To": Value(text, Kind.TEXT)}), smtp=smtp)
        if inside == "last":
            g.emit(f"{name} = {start}" if form == "text" else g.pick((f"{name} = {start}", f"{name}.clear()")))

    each(g, value, turn, guarded=inside != "last")


def grown_elsewhere(g: Gen, value: Value, form: str, *, anew: bool) -> None:
    """The collection belongs to an object, to a default value, or to a module."""
    module, name = g.below(), g.name("Collector", "Batch") if form == "object" else g.name("remember", "gather")
    before: list[str] = []
    if form == "object":
        with g.defining(module):
            g.emit(
                f"class {name}:",
                *(
                    ["    people = []"]
                    if not anew and g.chance(0.3)
                    else ["    def __init__(self):", "        self.people = []"]
                ),
                "",
                "    def add(self, one):",
                "        self.people.append(one)",
                "        return self",
                "",
                "    def reset(self):",
                g.pick(("        self.people = []", "        self.people.clear()", "        del self.people[:]")),
                "",
                "    def header(self):",
                '        return ", ".join(self.people)',
            )
        held = g.name("collector", "batch")
        g.emit(f"{held} = {g.reference(module, name)}()")
        before = [f"{held}.reset()"] if anew else []
        call = f"{held}.add({{one}}).header()"
    elif form == "default":
        with g.function(f"def {name}(one, seen={'None' if anew else '[]'}):", module=module):
            if anew:
                g.emit("seen = seen or []" if g.chance(0.5) else "seen = [] if seen is None else seen")
            g.emit("seen.append(one)", 'return ", ".join(seen)')
        call = f"{g.reference(module, name)}({{one}})"
    else:
        kept = g.name("KEPT", "SO_FAR")
        with g.defining(module):
            g.emit(f"{kept} = []")
        with g.function(f"def {name}(one):", module=module):
            g.emit(*([f"{kept}.clear()"] if anew else []), f"{kept}.append(one)", f'return ", ".join({kept})')
        call = f"{g.reference(module, name)}({{one}})"

    def turn(g: Gen, whole: Value, one: Value, smtp: str) -> None:
        g.emit(*before)
        line = g.hold(Value(call.format(one=one.expr), Kind.TEXT), "line", "listed")
        out(g, compose(g, {"To": line}), smtp=smtp)

    each(g, value, turn)


def copied(g: Gen, value: Value) -> None:
    """A template message that is copied in each round, or not quite."""
    base = empty(g)
    filling(g, base)
    how = g.weighted(
        ((5, "copy.deepcopy"), (1, "copy.copy"), (2, "email.message_from_string"), (1, "email.message_from_bytes"))
    )
    g.tag(f"copied {how}")

    def turn(g: Gen, whole: Value, one: Value, smtp: str) -> None:
        name = g.name("copied", "fresh")
        source = {
            "email.message_from_string": f"{base.expr}.as_string()",
            "email.message_from_bytes": f"{base.expr}.as_bytes()",
        }.get(how, base.expr)
        g.emit(f"{name} = {how}({source})")
        message = replace(base.to(name), modern=base.modern and how.startswith("copy"))
        header(g, message, "To", varied(g, one))
        out(g, message, smtp=smtp)

    each(g, value, turn)


def collected(g: Gen, value: Value) -> None:
    """Messages are made first and sent afterwards."""
    form = g.pick(("list", "generator", "dict", "tuples"))
    g.tag(f"collected {form}")
    outbox = g.name("outbox", "messages")
    if value.kind is Kind.ITERATOR:
        value = value.to(f"list({value.expr})", Kind.LIST)
    if form == "generator":
        module, name = g.below(), g.name("make_messages", "letters")
        with g.function(f"def {name}(people):", module=module):
            target, reach = element(g, value)
            with g.suite(f"for {target} in people{'.items()' if value.kind is Kind.DICT else ''}:", loop=True):
                message = compose(g, {"To": value.one(reach(""))}, wrap=0.2)
                g.emit(f"yield {message.expr}")
        loop_over, reach_message = f"{g.reference(module, name)}({value.expr})", "{v}"
    else:
        g.emit(f"{outbox} = {'{}' if form == 'dict' else '[]'}")
        held = g.hold(value)
        target, reach = element(g, held)
        with g.suite(f"for {target} in {held.expr}{'.items()' if held.kind is Kind.DICT else ''}:", loop=True):
            one = g.hold(held.one(reach("")), "address", "to")
            message = compose(g, {"To": one}, wrap=0.2)
            g.emit(
                {
                    "list": f"{outbox}.append({message.expr})",
                    "dict": f"{outbox}[{one.expr}] = {message.expr}",
                    "tuples": f"{outbox}.append(({one.expr}, {message.expr}))",
                }[form]
            )
        loop_over = f"{outbox}.values()" if form == "dict" else outbox
        reach_message = "{v}"
    v = g.name("letter", "ready")
    heading = f"for address_of, {v} in {loop_over}:" if form == "tuples" else f"for {v} in {loop_over}:"
    with g.suite(heading, loop=True):
        out(g, Value(reach_message.format(v=v), Kind.MESSAGE))


def batches(g: Gen, value: Value) -> None:
    """Several at a time."""
    if value.kind is Kind.DICT or value.item.value != "address":
        each(g, value, fresh)
        return
    held = g.hold(value.to(f"list({value.expr})", Kind.LIST), "people", "recipients")
    size = g.pick((1, 2, 3))
    v, index = g.name("batch", "chunk", "part"), g.name("i", "start")
    g.tag(f"batches {size}")
    form = g.pick(("slice", "pop", "islice"))
    if form == "slice":
        opening, lines = (
            f"for {index} in range(0, len({held.expr}), {size}):",
            [f"{v} = {held.expr}[{index}:{index} + {size}]"],
        )
    elif form == "pop":
        opening, lines = f"while {held.expr}:", [f"{v}, {held.expr} = {held.expr}[:{size}], {held.expr}[{size}:]"]
    else:
        g.emit(f"{index} = iter({held.expr})")
        opening, lines = f"while {v} := list(itertools.islice({index}, {size})):", []
    with g.suite(opening, loop=True):
        g.emit(*lines)
        out(g, compose(g, {"To": Value(f'", ".join({v})', Kind.TEXT)}))


def by_comprehension(g: Gen, value: Value) -> None:
    """A function that is called by something else than a loop."""
    if value.kind is Kind.DICT or value.item.value != "address":
        each(g, value, fresh)
        return
    module, name, parameter = g.below(), g.name("send_one", "deliver_to"), g.name("address", "to")
    with g.function(f"def {name}({parameter}):", module=module):
        out(g, compose(g, {"To": Value(parameter, Kind.TEXT)}))
    call = g.reference(module, name)
    form = g.pick(
        (
            "comprehension",
            "map",
            "executor",
            "threads",
            "tasks",
            "starmap",
            "recursion",
            "queue",
            "timer",
            "handlers",
            "atexit",
        )
    )
    g.tag(f"by {form}")
    match form:
        case "comprehension":
            v = g.name("one", "each")
            g.emit(f"[{call}({v}) for {v} in {value.expr}]")
        case "map":
            g.emit(f"list(map({call}, {value.expr}))")
        case "executor":
            with g.suite("with concurrent.futures.ThreadPoolExecutor() as pool:"):
                g.emit(
                    g.pick(
                        (
                            f"list(pool.map({call}, {value.expr}))",
                            f"for one in {value.expr}:\n    pool.submit({call}, one)".split("\n")[0],
                        )
                    )
                )
                if g.scope.lines[-1].endswith(":"):
                    g.emit(f"    pool.submit({call}, one)")
        case "threads":
            v = g.name("one", "each")
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                thread = g.name("thread", "worker")
                g.emit(
                    f"{thread} = threading.Thread(target={call}, args=({v},))", f"{thread}.start()", f"{thread}.join()"
                )
        case "tasks":
            v, main = g.name("one", "each"), g.name("amain", "gather_all")
            held = g.hold(value.to(f"list({value.expr})", Kind.LIST))
            with g.function(f"async def {main}():"):
                g.emit(f"await asyncio.gather(*(asyncio.to_thread({call}, {v}) for {v} in {held.expr}))")
            g.emit(f"asyncio.run({main}())")
        case "queue":
            jobs, v = g.name("jobs", "todo"), g.name("one", "each")
            g.emit(f"{jobs} = queue.{g.pick(('Queue', 'SimpleQueue', 'LifoQueue'))}()")
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(f"{jobs}.put({v})")
            with g.suite(f"while not {jobs}.empty():", loop=True):
                g.emit(f"{call}({jobs}.get())")
        case "timer":
            v = g.name("one", "each")
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(f"threading.Timer(0, {call}, ({v},)).start()")
        case "handlers":
            handlers, v = g.name("listeners", "subscribers_of"), g.name("one", "each")
            g.emit(f"{handlers} = []", f"{handlers}.append({call})")
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                with g.suite(f"for handler in {handlers}:", loop=True):
                    g.emit(f"handler({v})")
        case "atexit":
            v = g.name("one", "each")
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(f"atexit.register({call}, {v})")
        case "recursion":
            walk, xs = g.name("walk", "go_on"), g.name("left", "xs")
            with g.function(f"def {walk}({xs}):"):
                with g.suite(f"if {xs}:"):
                    g.emit(f"{call}({xs}[0])", f"{walk}({xs}[1:])")
            g.emit(f"{walk}(list({value.expr}))")
        case _:
            v = g.name("one", "each")
            g.emit(f"list(itertools.starmap({call}, [({v},) for {v} in {value.expr}]))")


def from_template(g: Gen, value: Value) -> None:
    """Text with a header that is filled for each."""
    role = g.pick(("To", "Cc"))
    template = g.name("TEMPLATE", "LETTER")
    fixed = f"Cc: {g.address()}\\n" if g.chance(0.3) and role == "To" else ""
    how = g.pick(("format", "percent", "replace", "template"))
    place = {"format": "{to}", "percent": "%(to)s", "replace": "@@TO@@", "template": "$to"}[how]
    with g.defining(g.scope.module):
        g.emit(f'{template} = "Subject: News\\n{role}: {place}\\n{fixed}\\nHello\\n"')

    def turn(g: Gen, whole: Value, one: Value, smtp: str) -> None:
        x = one.expr
        expr = {
            "format": f"{template}.format(to={x})",
            "percent": f'{template} % {{"to": {x}}}',
            "replace": f'{template}.replace("@@TO@@", {x})',
            "template": f"string.Template({template}).substitute(to={x})",
        }[how]
        if g.chance(0.3):
            held = g.hold(Value(f"email.message_from_string({expr})", Kind.MESSAGE), "parsed")
            out(g, replace(held, modern=False), smtp=smtp)
        else:
            out(g, g.hold(Value(expr, Kind.RAW), "filled_in"), smtp=smtp)

    each(g, value, turn)
