"""The same value by another way: through functions, objects, containers, closures, modules."""

from __future__ import annotations

from fuzz.grammar.gen import Gen, Table
from fuzz.grammar.values import Kind, Value

CARRY = Table("carry")
HELD = frozenset(Kind) - {Kind.ITERATOR, Kind.MESSAGE, Kind.SMTP}
"""What can be looked at twice."""
COPIED = frozenset({Kind.ADDRESS, Kind.TEXT, Kind.LIST, Kind.TUPLE})

for code, weight, kinds in (
    ('{"to": {x}}["to"]', 1, HELD), ("({x}, None)[0]", 1, HELD), ("[{x}][-1]", 1, HELD), ("(lambda value: value)({x})", 1, HELD),
    ("copy.deepcopy({x})", 0.5, COPIED), ("{x} or None", 0.3, COPIED), ('dict(to={x}).get("to")', 0.7, HELD), ("next(iter([{x}]))", 0.4, HELD),
    ("(lambda: {x})()", 0.5, HELD), ('types.SimpleNamespace(to={x}).to', 0.5, HELD), ("{**{'people': {x}}}['people']", 0.4, HELD),
    ("functools.partial(lambda a, b: b, 1)({x})", 0.4, HELD), ("[*[{x}]][0]", 0.3, HELD), ("(held := {x})", 0.3, HELD),
    ('operator.itemgetter("to")({"to": {x}})', 0.3, HELD), ("collections.ChainMap({'to': {x}})['to']", 0.2, HELD),
    ("{x} if True else None", 0.4, HELD), ("{True: {x}, False: None}[True]", 0.3, HELD), ("dict([('to', {x})])['to']", 0.3, HELD),
    ("max([{x}])", 0.1, (Kind.ADDRESS, Kind.TEXT)),
):  # fmt: skip
    CARRY.template(code, weight, kinds)


@CARRY.add(3)
def returned(g: Gen, value: Value) -> Value:
    """A function that gives its argument back."""
    module = g.below()
    name, parameter = g.name("prepare", "clean", "resolve", "load", "checked"), g.name("value", "given", "item")
    form = g.weighted(((3, "plain"), (1, "annotated"), (1, "default"), (1, "keyword"), (1, "star"), (1, "double star"), (1, "tuple"),
                       (1, "try"), (1, "nested"), (1, "early"), (1, "dict"), (1, "decorated"), (1, "context"), (1, "recursive"), (1, "assert")))  # fmt: skip
    g.tag(f"returned {form}")
    call, tail = f"({value.expr})", ""
    decorators: tuple[str, ...] = ()
    head = f"def {name}({parameter}):"
    body = [f"return {parameter}"]
    match form:
        case "annotated":
            head = f"def {name}({parameter}: object) -> object:"
        case "default":
            head = f"def {name}({parameter}, strict=False):"
            body = ["if strict:", f"    raise ValueError({parameter})", f"return {parameter}"]
            call = g.pick((f"({value.expr})", f"({value.expr}, strict=False)", f"({value.expr}, False)"))
        case "keyword":
            head = f"def {name}(*, {parameter}=None):"
            call = f"({parameter}={value.expr})"
        case "star":
            head = f"def {name}(*{parameter}):"
            body = [f"return {parameter}[0]"]
        case "double star":
            head = f"def {name}(**{parameter}):"
            body = [
                g.pick(
                    (
                        f'return {parameter}["to"]',
                        f'return {parameter}.get("to")',
                        f'return {parameter}.pop("to", None)',
                    )
                )
            ]
            call = f"(to={value.expr})"
        case "tuple":
            body = [f'return {parameter}, "subject"']
            tail = "[0]"
        case "try":
            body = ["try:", f"    return {parameter}", "finally:", '    print("done")']
        case "nested":
            body = ["def inner():", f"    return {parameter}", "", "return inner()"]
        case "early":
            body = [f"if {parameter} is None:", "    return None", f"result = {parameter}", "return result"]
        case "dict":
            body = [f'return {{"to": {parameter}, "subject": "news"}}']
            tail = g.pick(('["to"]', '.get("to")'))
        case "decorated":
            wrap = g.name("logged", "traced", "retry")
            with g.function(f"def {wrap}(function):", module=module):
                if g.chance(0.5):
                    g.emit("@functools.wraps(function)")
                g.emit("def wrapper(*args, **kwargs):", "    return function(*args, **kwargs)", "", "return wrapper")
            decorators = (f"@{wrap}",)
        case "context":
            body = ["with contextlib.suppress(KeyError):", f"    return {parameter}", "return None"]
        case "recursive":
            head = f"def {name}({parameter}, depth=0):"
            body = ["if depth < 2:", f"    return {name}({parameter}, depth + 1)", f"return {parameter}"]
        case "assert":
            body = [f"assert {parameter} is not None", f"return {parameter}"]
    with g.function(*decorators, head, module=module):
        g.emit(*body)
    return value.to(f"{g.reference(module, name)}{call}{tail}")


@CARRY.add(3, HELD)
def held_by_object(g: Gen, value: Value) -> Value:
    """An attribute of an object that the program makes."""
    module = g.below()
    name = g.name("Job", "Config", "Notice", "Context", "Batch")
    form = g.pick(("init", "property", "method", "dataclass", "setter", "inherited", "super", "slots", "class attribute", "named tuple", "call", "getattr",
                   "classmethod", "static", "builder", "override", "private", "vars", "post init", "new attribute"))  # fmt: skip
    g.tag(f"object {form}")
    made, after = f"({value.expr})", ".to"
    init = ["    def __init__(self, to):", "        self.to = to"]
    with g.defining(module):
        match form:
            case "dataclass":
                g.emit("@dataclasses.dataclass", f"class {name}:", "    to: object", '    subject: str = "news"')
                made = g.pick((made, f"(to={value.expr})"))
            case "post init":
                g.emit(
                    "@dataclasses.dataclass",
                    f"class {name}:",
                    "    given: object",
                    "    to: object = None",
                    "",
                    "    def __post_init__(self):",
                    "        self.to = self.given",
                )
            case "named tuple":
                g.emit(
                    f'{name} = collections.namedtuple("{name}", "to subject")'
                    if g.chance(0.5)
                    else f"class {name}(typing.NamedTuple):"
                )
                if g.scope.lines[-1].endswith(":"):
                    g.emit("    to: object", '    subject: str = "news"')
                    after = g.pick((".to", "[0]"))
                else:
                    made = f'({value.expr}, "news")'
            case "property":
                g.emit(
                    f"class {name}:",
                    "    def __init__(self, to):",
                    "        self._to = to",
                    "",
                    "    @property",
                    "    def to(self):",
                    "        return self._to",
                )
            case "method":
                g.emit(f"class {name}:", *init, "", "    def get_to(self):", "        return self.to")
                after = ".get_to()"
            case "setter":
                g.emit(
                    f"class {name}:",
                    "    to = None",
                    "",
                    "    def set_to(self, to):",
                    "        self.to = to",
                    "        return self",
                )
                made, after = "()", f".set_to({value.expr}).to"
            case "builder":
                g.emit(
                    f"class {name}:",
                    "    def __init__(self):",
                    "        self.parts = {}",
                    "",
                    "    def put(self, key, item):",
                    "        self.parts[key] = item",
                    "        return self",
                )
                made, after = "()", f'.put("to", {value.expr}).parts["to"]'
            case "inherited":
                base = g.name("Base", "Root")
                g.emit(f"class {base}:", *init, "", "", f"class {name}({base}):", "    pass")
            case "super":
                base = g.name("Base", "Root")
                g.emit(
                    f"class {base}:",
                    *init,
                    "",
                    "",
                    f"class {name}({base}):",
                    "    def __init__(self, to, subject='news'):",
                    "        super().__init__(to)",
                    "        self.subject = subject",
                )
            case "override":
                base = g.name("Base", "Root")
                g.emit(f"class {base}:", *init, "", "    def everyone(self):", f'        return "{g.address()}"', "", "    def chosen(self):", "        return self.everyone()", "", "",
                       f"class {name}({base}):", "    def everyone(self):", "        return self.to")  # fmt: skip
                after = ".chosen()"
            case "slots":
                g.emit(f"class {name}:", '    __slots__ = ("to",)', "", *init)
            case "class attribute":
                g.emit(
                    f"class {name}:",
                    "    shared = {}",
                    "",
                    "    def __init__(self, to):",
                    '        self.shared["to"] = to',
                )
                after = '.shared["to"]'
            case "call":
                g.emit(f"class {name}:", *init, "", "    def __call__(self):", "        return self.to")
                after = "()"
            case "getattr":
                g.emit(f"class {name}:", "    def __init__(self, to):", '        setattr(self, "to", to)')
            case "classmethod":
                g.emit(
                    f"class {name}:", *init, "", "    @classmethod", "    def of(cls, to):", "        return cls(to)"
                )
                made = f".of({value.expr})"
            case "static":
                g.emit(f"class {name}:", "    @staticmethod", "    def same(to):", "        return to")
                made, after = "", f".same({value.expr})"
            case "private":
                g.emit(
                    f"class {name}:",
                    "    def __init__(self, to):",
                    "        self.__to = to",
                    "",
                    "    def show(self):",
                    "        return self.__to",
                )
                after = ".show()"
            case "vars":
                g.emit(
                    f"class {name}:",
                    "    def __init__(self, **fields):",
                    "        self.__dict__.update(fields)"
                    if g.chance(0.5)
                    else "        for key, item in fields.items():",
                )
                if g.scope.lines[-1].endswith(":"):
                    g.emit("            setattr(self, key, item)")
                made = f"(to={value.expr})"
            case "new attribute":
                g.emit(f"class {name}:", "    pass")
            case _:
                g.emit(f"class {name}:", *init)
    cls = g.reference(module, name)
    if form == "new attribute":
        thing = g.name("thing", "box")
        g.emit(f"{thing} = {cls}()", f"{thing}.to = {value.expr}")
        return value.to(f"{thing}.to")
    if g.chance(0.5) and form != "static":
        thing = g.name("job", "context", "state")
        g.emit(f"{thing} = {cls}{made}")
        return value.to(f"{thing}{after}")
    return value.to(f"{cls}{made}{after}")


@CARRY.add(1.5, HELD)
def in_container(g: Gen, value: Value) -> Value:
    """Put into a dictionary or list, and taken out again by statements."""
    name = g.name("fields", "settings", "options", "store")
    form = g.pick(
        (
            "item",
            "update",
            "setdefault",
            "items loop",
            "append",
            "nested",
            "global",
            "zip",
            "destructure",
            "swap",
            "loop",
            "pop",
            "match",
            "enumerate",
        )
    )
    g.tag(f"container {form}")
    match form:
        case "item":
            g.emit(f"{name} = {{}}", f'{name}["to"] = {value.expr}')
            return value.to(f'{name}["to"]')
        case "update":
            g.emit(
                f'{name} = {{"to": None}}',
                g.pick(
                    (
                        f"{name}.update(to={value.expr})",
                        f'{name}.update({{"to": {value.expr}}})',
                        f'{name} |= {{"to": {value.expr}}}',
                    )
                ),
            )
            return value.to(f'{name}["to"]')
        case "setdefault":
            g.emit(f"{name} = {{}}", f'{name}.setdefault("to", {value.expr})')
            return value.to(f'{name}["to"]')
        case "items loop":
            held = g.name("held", "wanted")
            g.emit(f'{name} = {{"subject": "news", "to": {value.expr}}}', f"{held} = None")
            with g.suite(f"for key, item in {name}.items():"):
                with g.suite('if key == "to":'):
                    g.emit(f"{held} = item")
            return value.to(held)
        case "append":
            g.emit(f"{name} = []", f"{name}.append({value.expr})")
            return value.to(f"{name}[{g.pick(('0', '-1'))}]")
        case "nested":
            g.emit(f'{name} = {{"mail": {{"to": {value.expr}, "subject": "news"}}}}')
            return value.to(f'{name}["mail"]["to"]')
        case "zip":
            g.emit(f'{name} = dict(zip(("to", "subject"), ({value.expr}, "news")))')
            return value.to(f'{name}["to"]')
        case "destructure":
            one, two = g.name("wanted", "taken"), g.name("subject", "title")
            g.emit(
                g.pick(
                    (
                        f'{one}, {two} = {value.expr}, "news"',
                        f'({one}, {two}), _ = ({value.expr}, "news"), 0',
                        f'[{two}, {one}] = ["news", {value.expr}]',
                    )
                )
            )
            return value.to(one)
        case "swap":
            one, two = g.name("left", "a"), g.name("right", "b")
            g.emit(f"{one}, {two} = None, {value.expr}", f"{one}, {two} = {two}, {one}")
            return value.to(one)
        case "loop":
            held = g.name("held", "wanted")
            with g.suite(f"for {held} in [{value.expr}]:"):
                g.emit("pass")
            return value.to(held)
        case "pop":
            g.emit(f'{name} = {{"to": {value.expr}, "subject": "news"}}')
            return value.to(f'{name}.pop("to")')
        case "match":
            held = g.name("held", "wanted")
            g.emit(f'{name} = {{"to": {value.expr}, "kind": "mail"}}')
            with g.suite(f"match {name}:"):
                with g.suite(f'case {{"kind": "mail", "to": {held}}}:'):
                    g.emit("pass")
                with g.suite("case _:"):
                    g.emit(f"{held} = None")
            return value.to(held)
        case "enumerate":
            held = g.name("held", "wanted")
            with g.suite(f'for index, {held} in enumerate(("news", {value.expr})):'):
                g.emit("pass")
            return value.to(held)
    return value.to(value.expr)


@CARRY.add(1, HELD)
def by_closure(g: Gen, value: Value) -> Value:
    """A function that was made with the value in it."""
    form = g.pick(
        (
            "factory",
            "lambda",
            "partial",
            "nonlocal",
            "generator",
            "global",
            "callback",
            "context manager",
            "map",
            "bound",
        )
    )
    g.tag(f"closure {form}")
    module = g.below()
    name = g.name("make", "keeper", "source")
    match form:
        case "factory":
            with g.function(f"def {name}(to):", module=module):
                g.emit("def get():", "    return to", "", "return get")
            return value.to(f"{g.reference(module, name)}({value.expr})()")
        case "lambda":
            held = g.hold(value)
            g.emit(f"{name} = lambda: {held.expr}")
            return value.to(f"{name}()")
        case "partial":
            with g.function(f"def {name}(subject, to):", module=module):
                g.emit("return to")
            return value.to(
                g.pick(
                    (
                        f'functools.partial({g.reference(module, name)}, "news")({value.expr})',
                        f'functools.partial({g.reference(module, name)}, to={value.expr})("news")',
                    )
                )
            )
        case "nonlocal":
            with g.function(f"def {name}(to):", module=module):
                g.emit(
                    "kept = None", "", "def put():", "    nonlocal kept", "    kept = to", "", "put()", "return kept"
                )
            return value.to(f"{g.reference(module, name)}({value.expr})")
        case "generator":
            with g.function(f"def {name}(to):", module=module):
                g.emit("yield to")
            return value.to(f"next({g.reference(module, name)}({value.expr}))")
        case "global":
            kept, module = g.name("KEPT", "STATE"), g.scope.module
            with g.defining(module):
                g.emit(f"{kept} = None")
            with g.function(f"def {name}(to):", module=module):
                g.emit(f"global {kept}", f"{kept} = to")
            get = g.name("get_kept")
            with g.function(f"def {get}():", module=module):
                g.emit(f"return {kept}")
            g.emit(f"{name}({value.expr})")
            return value.to(f"{get}()")
        case "callback":
            with g.function(f"def {name}(function, argument):", module=module):
                g.emit("return function(argument)")
            return value.to(f"{g.reference(module, name)}(lambda given: given, {value.expr})")
        case "context manager":
            held = g.name("held", "given")
            with g.function("@contextlib.contextmanager", f"def {name}(to):", module=module):
                g.emit("yield to")
            with g.suite(f"with {g.reference(module, name)}({value.expr}) as {held}:"):
                g.emit("pass")
            return value.to(held)
        case "bound":
            held = g.name("box", "jar")
            g.emit(
                f"{held} = {{}}",
                f"{name} = {held}.__setitem__" if g.chance(0.3) else f"{name} = {held}.setdefault",
                f'{name}("to", {value.expr})',
            )
            return value.to(f'{held}["to"]')
    return value.to(f"next(map(lambda given: given, [{value.expr}]))")
