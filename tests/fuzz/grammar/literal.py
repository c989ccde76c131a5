"""Sources whose addresses stand in the program."""

from __future__ import annotations

from collections.abc import Callable

from fuzz.grammar.gen import Gen
from fuzz.grammar.values import Item, Kind, Value

Source = Callable[[Gen], Value]
SOURCES: list[tuple[float, Source]] = []


def source(weight: float = 1) -> Callable[[Source], Source]:
    def register(function: Source) -> Source:
        SOURCES.append((weight, function))
        return function

    return register


def size(g: Gen) -> int:
    return g.weighted(((3, 1), (4, 2), (3, 3), (1, 4)))


def quotes(g: Gen, number: int) -> list[str]:
    return [g.quoted() for _ in range(number)]


def made(expr: str, kind: Kind, number: int, item: Item = Item.ADDRESS, most: int | None = None) -> Value:
    return Value(expr, kind, item, number, number if most is None else most)


def bracketed(kind: Kind, words: list[str]) -> str:
    inner = ", ".join(words)
    match kind:
        case Kind.LIST:
            return f"[{inner}]"
        case Kind.TUPLE:
            return f"({inner},)" if len(words) == 1 else f"({inner})"
        case Kind.SET:
            return f"{{{inner}}}" if words else "set()"
    return f"collections.deque([{inner}])"


@source(8)
def display(g: Gen) -> Value:
    kind = g.weighted(((5, Kind.LIST), (3, Kind.TUPLE), (2, Kind.SET), (1, Kind.DEQUE)))
    words = quotes(g, size(g))
    number = len(words)
    if g.chance(0.12):
        again = g.pick(words)
        words.append(again.upper() if g.chance(0.3) and again == words[0] else again)
        return made(bracketed(kind, words), kind, number, most=len(words))
    return made(bracketed(kind, words), kind, number)


@source(3)
def constant(g: Gen) -> Value:
    """A constant at the top of a module."""
    value = display(g)
    module = g.below()
    name = g.name("TEAM", "PEOPLE", "ADMINS", "MEMBERS")
    with g.defining(module):
        g.emit(f"{name} = {value.expr}")
    return value.to(g.reference(module, name))


@source(3)
def split_text(g: Gen) -> Value:
    words = g.addresses(size(g))
    separator, call = g.pick(
        (
            (", ", '.split(", ")'),
            (",", '.split(",")'),
            (" ", ".split()"),
            ("; ", '.split("; ")'),
            (", ", '.rsplit(", ")'),
        )
    )
    text = f'"{separator.join(words)}"'
    if g.chance(0.5):
        module = g.below()
        name = g.name("RECIPIENTS", "MAIL_TO", "LIST")
        with g.defining(module):
            g.emit(f"{name} = {text}")
        text = g.reference(module, name)
    return made(text + call, Kind.LIST, len(words))


@source(1)
def lines_of_text(g: Gen) -> Value:
    words = g.addresses(size(g))
    name = g.name("text", "block", "names")
    g.emit(f'{name} = """\\')
    for word in words:
        g.scope.lines.append(word)
    g.scope.lines.append('"""')
    return made(
        g.pick((f"{name}.splitlines()", f"{name}.split()", f'{name}.strip().split("\\n")')), Kind.LIST, len(words)
    )


@source(1.5)
def parsed(g: Gen) -> Value:
    """Constant text that is parsed."""
    words = g.addresses(size(g))
    text = ", ".join(words)
    form = g.pick(("json", "re", "getaddresses"))
    number = len(words)
    match form:
        case "json":
            inner = ", ".join(f'"{word}"' for word in words)
            return made(f"json.loads('[{inner}]')", Kind.LIST, number)
        case "re":
            return made(f're.findall(r"[\\w.]+@[\\w.]+", "{text}")', Kind.LIST, number)
    return made(f'email.utils.getaddresses(["{text}"])', Kind.LIST, number, Item.PAIR)


@source(2)
def pairs(g: Gen) -> Value:
    number = size(g)
    inner = [f'("{g.pick(("Ann", "Bob", "Cleo"))}", {word})' for word in quotes(g, number)]
    kind = g.pick((Kind.LIST, Kind.TUPLE))
    return made(bracketed(kind, inner), kind, number, Item.PAIR)


@source(2)
def records(g: Gen) -> Value:
    words = quotes(g, size(g))
    inner = [f'{{"name": "N{index}", "email": {word}, "active": "yes"}}' for index, word in enumerate(words)]
    return made(bracketed(Kind.LIST, inner), Kind.LIST, len(words), Item.RECORD)


@source(3)
def directory(g: Gen) -> Value:
    words = quotes(g, size(g))
    stems = ("chair", "clerk", "treasurer", "warden")
    form = g.pick(("display", "dict", "assigned", "zip", "comprehension"))
    names = [f'"{stem}"' for stem in stems[: len(words)]]
    match form:
        case "display":
            expr = "{" + ", ".join(f"{name}: {word}" for name, word in zip(names, words)) + "}"
        case "dict":
            expr = "dict(" + ", ".join(f"{name[1:-1]}={word}" for name, word in zip(names, words)) + ")"
        case "assigned":
            book = g.name("book", "directory")
            g.emit(f"{book} = {{}}")
            for name, word in zip(names, words):
                g.emit(f"{book}[{name}] = {word}")
            expr = book
        case "zip":
            expr = f"dict(zip({bracketed(Kind.LIST, names)}, {bracketed(Kind.LIST, words)}))"
        case _:
            inner = bracketed(Kind.LIST, [f"({name}, {word})" for name, word in zip(names, words)])
            expr = f"{{key: value for key, value in {inner}}}"
    return made(expr, Kind.DICT, len(words))


@source(1.5)
def roles(g: Gen) -> Value:
    """Lists in a dictionary, of which one is taken."""
    words = quotes(g, size(g))
    name = g.name("groups", "lists")
    other = quotes(g, size(g))
    g.emit(f'{name} = {{"staff": {bracketed(Kind.LIST, words)}, "board": {bracketed(Kind.LIST, other)}}}')
    access = g.pick(
        (
            '{n}["staff"]',
            '{n}.get("staff", [])',
            '{n}.get("staff") or []',
            '{n}.setdefault("staff", [])',
            '{n}.pop("staff")',
        )
    )
    return made(access.replace("{n}", name), Kind.LIST, len(words))


@source(1.5)
def generated(g: Gen) -> Value:
    """Addresses that are computed."""
    number = size(g)
    domain = g.pick(("lit.example", "lit.test"))
    form = g.pick(("range", "loop", "while", "count", "product", "letters"))
    match form:
        case "range":
            return made(f'[f"user{{number}}@{domain}" for number in range({number})]', Kind.LIST, number)
        case "loop":
            name, index = g.name("users", "people"), g.name("i", "number")
            g.emit(f"{name} = []")
            with g.suite(f"for {index} in range({number}):"):
                g.emit(
                    g.pick(
                        (
                            f'{name}.append("user%d@{domain}" % {index})',
                            f'{name} += [f"user{{{index}}}@{domain}"]',
                            f'{name} = {name} + ["user" + str({index}) + "@{domain}"]',
                        )
                    )
                )
            return made(name, Kind.LIST, number)
        case "while":
            name, index = g.name("users", "people"), g.name("i", "number")
            g.emit(f"{name} = []", f"{index} = 0")
            with g.suite(f"while {index} < {number}:"):
                g.emit(f'{name}.append(f"user{{{index}}}@{domain}")', f"{index} += 1")
            return made(name, Kind.LIST, number)
        case "count":
            return made(
                f'[f"u{{n}}@{domain}" for n in itertools.islice(itertools.count(1), {number})]', Kind.LIST, number
            )
        case "product":
            return made(f'[f"{{a}}@{{b}}" for a, b in itertools.product(["ann", "bob"], ["{domain}"])]', Kind.LIST, 2)
    letters = "abcd"[:number]
    return made(f'[letter + "@{domain}" for letter in "{letters}"]', Kind.LIST, number)


@source(1.5)
def from_function(g: Gen) -> Value:
    """A function or generator function without parameters."""
    module = g.below()
    name = g.name("load_people", "get_team", "fetch_members", "recipients_of_today")
    words = quotes(g, size(g))
    if g.chance(0.5):
        with g.function(f"def {name}():", module=module):
            if g.chance(0.5):
                g.emit(f"yield from {bracketed(Kind.LIST, words)}")
            else:
                g.emit(*(f"yield {word}" for word in words))
        return made(f"{g.reference(module, name)}()", Kind.ITERATOR, len(words))
    with g.function(f"def {name}():", module=module):
        g.emit(f"return {bracketed(Kind.LIST, words)}")
    return made(f"{g.reference(module, name)}()", Kind.LIST, len(words))


@source(2)
def from_class(g: Gen) -> Value:
    """A class that holds addresses in one of many ways."""
    module = g.below()
    words = quotes(g, size(g))
    listed = bracketed(Kind.LIST, words)
    name = g.name("Team", "Roster", "Club")
    number = len(words)
    form = g.pick(
        ("attribute", "instance", "property", "iterable", "enum", "dataclass", "named", "namespace", "cached")
    )
    g.tag(f"class source {form}")
    with g.defining(module):
        match form:
            case "attribute":
                g.emit(f"class {name}:", f"    members = {listed}")
                access = "{c}.members"
            case "instance":
                g.emit(f"class {name}:", "    def __init__(self):", f"        self.members = {listed}")
                access = "{c}().members"
            case "property":
                g.emit(f"class {name}:", "    @property", "    def members(self):", f"        return {listed}")
                access = "{c}().members"
            case "cached":
                g.emit(
                    f"class {name}:",
                    "    @functools.cached_property",
                    "    def members(self):",
                    f"        return {listed}",
                )
                access = "{c}().members"
            case "iterable":
                g.emit(f"class {name}:", "    def __iter__(self):", f"        return iter({listed})")
                access = "list({c}())"
            case "enum":
                g.emit(f"class {name}(enum.Enum):", *(f"    M{index} = {word}" for index, word in enumerate(words)))
                access = "[one.value for one in {c}]"
            case "dataclass":
                if g.chance(0.5):
                    g.emit(
                        "@dataclasses.dataclass",
                        f"class {name}:",
                        f"    members: list[str] = dataclasses.field(default_factory=lambda: {listed})",
                    )
                    access = "{c}().members"
                else:
                    g.emit("@dataclasses.dataclass", f"class {name}:", "    members: list[str]")
                    access = g.pick((f"{{c}}({listed}).members", f"{{c}}(members={listed}).members"))
            case "named":
                g.emit(f"class {name}(typing.NamedTuple):", "    title: str", "    members: list[str]")
                access = f'{{c}}("x", {listed}).members'
            case _:
                g.emit(f"{name} = types.SimpleNamespace(members={listed})")
                access = "{c}.members"
    return made(access.replace("{c}", g.reference(module, name)), Kind.LIST, number)


@source(1)
def objects(g: Gen) -> Value:
    """A list of objects with an attribute `email`."""
    module = g.below()
    name = g.name("Member", "Person", "Subscriber")
    form = g.pick(("class", "dataclass", "named", "namedtuple", "slots"))
    with g.defining(module):
        match form:
            case "class":
                g.emit(
                    f"class {name}:",
                    "    def __init__(self, name, email):",
                    "        self.name = name",
                    "        self.email = email",
                )
            case "slots":
                g.emit(
                    f"class {name}:",
                    '    __slots__ = ("name", "email")',
                    "",
                    "    def __init__(self, name, email):",
                    "        self.name, self.email = name, email",
                )
            case "dataclass":
                g.emit("@dataclasses.dataclass(frozen=True)", f"class {name}:", "    name: str", "    email: str")
            case "named":
                g.emit(f"class {name}(typing.NamedTuple):", "    name: str", "    email: str")
            case _:
                g.emit(f'{name} = collections.namedtuple("{name}", "name email")')
    cls = g.reference(module, name)
    words = quotes(g, size(g))
    inner = [f'{cls}("N{index}", {word})' for index, word in enumerate(words)]
    return made(bracketed(Kind.LIST, inner), Kind.LIST, len(words), Item.OBJECT)


@source(1)
def mutated(g: Gen) -> Value:
    """A list that is built by its methods."""
    name = g.name("people", "group")
    g.emit(f"{name} = {g.pick(('[]', 'list()'))}")
    number = 0
    for _ in range(g.number(1, 3)):
        form = g.pick(("append", "extend", "insert", "plus", "slice", "pop", "clear"))
        match form:
            case "append":
                g.emit(f"{name}.append({g.quoted()})")
                number += 1
            case "extend":
                g.emit(f"{name}.extend([{g.quoted()}, {g.quoted()}])")
                number += 2
            case "insert":
                g.emit(f"{name}.insert(0, {g.quoted()})")
                number += 1
            case "plus":
                g.emit(f"{name} += [{g.quoted()}]")
                number += 1
            case "slice":
                g.emit(f"{name}[:0] = [{g.quoted()}]")
                number += 1
            case "pop" if number:
                g.emit(g.pick((f"{name}.pop()", f"del {name}[0]", f"{name}.pop(0)")))
                number -= 1
            case "clear" if number:
                g.emit(f"{name}.clear()", f"{name}.append({g.quoted()})")
                number = 1
    if not number:
        g.emit(f"{name}.append({g.quoted()})")
        number = 1
    return made(name, Kind.LIST, number)
