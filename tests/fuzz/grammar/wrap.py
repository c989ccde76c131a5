"""A piece of a program, put into a function, method, task or closure that takes the values it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fuzz.grammar.gen import Gen
from fuzz.grammar.values import Kind, Value

Values = Mapping[str, Value]
Write = Callable[[Values], Value | None]
PARAMETERS = {
    Kind.ADDRESS: ("to", "address", "recipient", "email_address", "target"),
    Kind.TEXT: ("to", "recipients", "to_line", "header"),
    Kind.MESSAGE: ("message", "msg", "mail"),
    Kind.RAW: ("text", "payload", "content"),
    Kind.SMTP: ("smtp", "server", "connection"),
    Kind.DICT: ("directory", "book"),
}


def parameter(g: Gen, value: Value) -> str:
    return g.name(*PARAMETERS.get(value.kind, ("people", "recipients", "to_list", "members")))


def wrapped(g: Gen, values: Values, write: Write, *, probability: float = 0.6) -> Value | None:
    """Emit a piece of the program where it stands, or in a definition of its own that is called here.

    Parameters
    ----------
    g: the program under construction.
    values: what the piece needs, by names of the grammar's own.
    write: emits the piece, given expressions for those values; returns the value that it makes, if any.
    probability: that there is a definition.
    """
    if not g.chance(probability):
        return write(values)
    form = g.weighted((
        (6, "function"), (1.5, "keywords"), (1, "defaults"), (1.5, "closure"), (2, "method"), (2, "object"), (1, "static"),
        (1, "classmethod"), (1, "decorated"), (0.7, "partial"), (0.7, "table"), (0.7, "callable"), (1, "inherited"), (1, "hook"),
        (0.7, "options"), (0.5, "passed"), (0.7, "stored"), (0.5, "context"),
    ))  # fmt: skip
    g.tag(f"wrap {form}")
    names = {key: parameter(g, value) for key, value in values.items()}
    inner = {key: value.to(names[key]) for key, value in values.items()}
    arguments = [value.expr for value in values.values()]
    given = ", ".join(arguments)
    taken = ", ".join(names.values())
    module = g.below()
    name = g.name("notify", "deliver", "send_mail", "process", "announce", "build", "handle")
    result: Value | None = None

    def body(write_with: Values = inner) -> None:
        nonlocal result
        result = write_with_result = write(write_with)
        if write_with_result is not None:
            g.emit(f"return {write_with_result.expr}")

    def outcome(call: str) -> Value | None:
        if result is not None:
            return g.hold(
                result.to(call), *(("message", "mail") if result.kind is Kind.MESSAGE else ("result", "made"))
            )
        g.emit(call)
        return None

    match form:
        case "closure":
            held = {key: g.hold(value) for key, value in values.items()}
            with g.function(f"def {name}():"):
                body(held)
            return outcome(f"{name}()")
        case "keywords":
            with g.function(f"def {name}(*, {taken}):" if taken else f"def {name}():", module=module):
                body()
            pairs = [f"{names[key]}={value.expr}" for key, value in values.items()]
            g.random.shuffle(pairs)
            return outcome(f"{g.reference(module, name)}({', '.join(pairs)})")
        case "defaults":
            with g.function(f"def {name}({taken}{', ' if taken else ''}subject=None, *args, **kwargs):", module=module):
                body()
            return outcome(f"{g.reference(module, name)}({given})")
        case "method" | "static" | "classmethod" | "inherited" | "hook":
            return method(g, form, module, taken, given, body, outcome)
        case "object" | "callable":
            return built(g, form, module, names, values, body, outcome)
        case "decorated":
            wrap = g.name("logged", "retry", "timed")
            with g.function(f"def {wrap}(function):", module=module):
                if g.chance(0.6):
                    g.emit("@functools.wraps(function)")
                g.emit("def wrapper(*args, **kwargs):")
                g.emit(*g.pick((["    return function(*args, **kwargs)"], ["    try:", "        return function(*args, **kwargs)", "    except KeyError:", "        raise"],
                                ["    result = function(*args, **kwargs)", '    print("done")', "    return result"])))  # fmt: skip
                g.emit("", "return wrapper")
            with g.function(f"@{wrap}", f"def {name}({taken}):", module=module):
                body()
            return outcome(f"{g.reference(module, name)}({given})")
        case "partial":
            with g.function(f"def {name}({taken}):", module=module):
                body()
            split = g.number(0, len(arguments))
            first = "".join(f", {one}" for one in arguments[:split])
            return outcome(f"functools.partial({g.reference(module, name)}{first})({', '.join(arguments[split:])})")
        case "table":
            with g.function(f"def {name}({taken}):", module=module):
                body()
            table = g.name("HANDLERS", "ACTIONS")
            g.emit(f'{table} = {{"mail": {g.reference(module, name)}}}')
            return outcome(g.pick((f'{table}["mail"]({given})', f'{table}.get("mail")({given})')))
        case "options":
            with g.function(f"def {name}(options):", module=module):
                body({key: value.to(f'options["{names[key]}"]') for key, value in values.items()})
            inside = ", ".join(f'"{names[key]}": {value.expr}' for key, value in values.items())
            return outcome(f"{g.reference(module, name)}({{{inside}}})")
        case "passed":
            runner = g.name("run_it", "safely", "attempt")
            with g.function(f"def {runner}(function, *args, **kwargs):", module=module):
                g.emit(
                    *g.pick(
                        (
                            ["return function(*args, **kwargs)"],
                            [
                                "try:",
                                "    return function(*args, **kwargs)",
                                "except KeyError as error:",
                                "    print(error)",
                                "    raise",
                            ],
                        )
                    )
                )
            with g.function(f"def {name}({taken}):", module=module):
                body()
            rest = f", {given}" if given else ""
            return outcome(f"{g.reference(module, runner)}({g.reference(module, name)}{rest})")
        case "stored":
            with g.function(f"def {name}({taken}):", module=module):
                body()
            kept = g.name("job", "call")
            tail = "," if len(arguments) == 1 else ""
            g.emit(f"{kept} = ({g.reference(module, name)}, ({given}{tail}))")
            return outcome(f"{kept}[0](*{kept}[1])")
        case "context":
            with g.function(f"def {name}({taken}):", module=module):
                with g.suite("with contextlib.ExitStack():"):
                    body()
            return outcome(f"{g.reference(module, name)}({given})")
    with g.function(f"def {name}({taken}):", module=module):
        body()
    return outcome(f"{g.reference(module, name)}({given})")


def method(
    g: Gen,
    form: str,
    module: str,
    taken: str,
    given: str,
    body: Callable[[], None],
    outcome: Callable[[str], Value | None],
) -> Value | None:
    """A method that takes the values."""
    cls, name = g.name("Mailer", "Notifier", "Service", "Sender"), g.name("send", "run", "execute")
    separate = ", " if taken else ""
    before: list[str] = []
    lines: list[str]
    headers = {
        "static": ("@staticmethod", f"def {name}({taken}):"),
        "classmethod": ("@classmethod", f"def {name}(cls{separate}{taken}):"),
    }.get(form, (f"def {name}(self{separate}{taken}):",))
    hook = g.name("_do", "on_send", "perform")
    if form == "hook":
        headers = (f"def {hook}(self{separate}{taken}):",)
    outer = g.scope
    with g.function(*headers, module=module):
        body()
    block = g.modules[module].definitions.pop()
    block = ["    " + line if line and not in_string(block, index) else line for index, line in enumerate(block)]
    with g.defining(module):
        lines = g.scope.lines
        base = g.name("Base", "Abstract")
        if form == "inherited":
            if g.chance(0.5):
                before = [f"class {base}:", *block, "", "", f"class {cls}({base}):", "    pass"]
            else:
                before = [
                    f"class {base}:",
                    f"    def {name}(self, *args):",
                    "        raise NotImplementedError",
                    "",
                    "",
                    f"class {cls}({base}):",
                    *block,
                ]
        elif form == "hook":
            before = [f"class {base}:", f"    def {name}(self{separate}{taken}):", f"        return self.{hook}({taken})", "", f"    def {hook}(self, *args):", "        raise NotImplementedError",
                      "", "", f"class {cls}({base}):", *block]  # fmt: skip
        else:
            before = [f"class {cls}:", *block]
        lines += before
    assert g.scope is outer
    made = g.reference(module, cls)
    if form in ("static", "classmethod") and g.chance(0.7):
        return outcome(f"{made}.{name}({given})")
    if g.chance(0.5):
        held = g.name("mailer", "service", "worker")
        g.emit(f"{held} = {made}()")
        return outcome(f"{held}.{name}({given})")
    return outcome(f"{made}().{name}({given})")


def built(
    g: Gen, form: str, module: str, names: Mapping[str, str], values: Values, body: Callable[[Values], None],
    outcome: Callable[[str], Value | None],
) -> Value | None:  # fmt: skip
    """An object that is made with the values, and then told to act."""
    cls, name = g.name("Letter", "Task", "Campaign"), "__call__" if form == "callable" else g.name("send", "run", "go")
    dataclass = g.chance(0.4) and bool(values)
    with g.function(f"def {name}(self):", module=module):
        body({key: value.to(f"self.{names[key]}") for key, value in values.items()})
    block = g.modules[module].definitions.pop()
    block = ["    " + line if line and not in_string(block, index) else line for index, line in enumerate(block)]
    with g.defining(module):
        if dataclass:
            g.emit("@dataclasses.dataclass")
        g.scope.lines += [f"class {cls}:"]
        if dataclass:
            g.emit(*(f"    {one}: object" for one in names.values()), "")
        elif names:
            g.emit(
                f"    def __init__(self, {', '.join(names.values())}):",
                *(f"        self.{one} = {one}" for one in names.values()),
                "",
            )
        g.scope.lines += block
    given = ", ".join(value.expr for value in values.values())
    call = f"{g.reference(module, cls)}({given})"
    if g.chance(0.5):
        held = g.name("letter", "task")
        g.emit(f"{held} = {call}")
        call = held
    return outcome(f"{call}()" if form == "callable" else f"{call}.{name}()")


def in_string(lines: list[str], index: int) -> bool:
    """Whether a line begins within a text of several lines, so that it must not be indented."""
    return sum(line.count('"""') for line in lines[:index]) % 2 == 1
