"""Sources whose addresses come from outside: files, databases, the command line, the environment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fuzz.grammar import worlds
from fuzz.grammar.gen import Gen
from fuzz.grammar.values import MANY, Item, Kind, Value

Source = Callable[[Gen], Value]
PLURAL: list[tuple[float, Source]] = []
SINGLE: list[tuple[float, Source]] = []


def plural(weight: float = 1) -> Callable[[Source], Source]:
    def register(function: Source) -> Source:
        PLURAL.append((weight, function))
        return function

    return register


def single(weight: float = 1) -> Callable[[Source], Source]:
    def register(function: Source) -> Source:
        SINGLE.append((weight, function))
        return function

    return register


def many(expr: str, kind: Kind = Kind.LIST, item: Item = Item.ADDRESS) -> Value:
    return Value(expr, kind, item, 3, MANY, outside=True)


def alone(expr: str) -> Value:
    return replace(Value(expr, Kind.ADDRESS), outside=True)


def opened(g: Gen, file: str, read: Callable[[str], Value]) -> Value:
    """What is read from a file: within a with statement, or from a file that is left open."""
    if g.chance(0.25):
        return g.hold(read(f'open("{file}")'))
    handle = g.name("file", "stream", "handle")
    how = g.pick(
        (
            f'open("{file}")',
            f'open("{file}", newline="")',
            f'open("{file}", encoding="utf-8")',
            f'pathlib.Path("{file}").open()',
        )
    )
    with g.suite(f"with {how} as {handle}:"):
        value = read(handle)
        if value.kind is Kind.ITERATOR:
            value = value.to(f"list({value.expr})", Kind.LIST)
        return g.hold(value)


@plural(4)
def csv_records(g: Gen) -> Value:
    file = g.name("people", "members", "subscribers") + ".csv"
    g.outside.plural.append(worlds.csv_file(file))
    return opened(g, file, lambda handle: many(f"csv.DictReader({handle})", Kind.ITERATOR, Item.RECORD))


@plural(3)
def csv_cells(g: Gen) -> Value:
    file = g.name("people", "members", "subscribers") + ".csv"
    header = g.chance(0.5)
    g.outside.plural.append(worlds.csv_file(file, header=header))

    def read(handle: str) -> Value:
        if not header:
            return many(f"csv.reader({handle})", Kind.ITERATOR, Item.CELLS)
        if g.chance(0.5):
            return many(f"list(csv.reader({handle}))[1:]", Kind.LIST, Item.CELLS)
        reader = g.name("reader", "table")
        g.emit(f"{reader} = csv.reader({handle})", f"next({reader})")
        return many(reader, Kind.ITERATOR, Item.CELLS)

    return opened(g, file, read)


@plural(4)
def text_lines(g: Gen) -> Value:
    file = g.name("people", "members", "subscribers") + ".txt"
    g.outside.plural.append(worlds.line_file(file))
    form = g.pick(("lines", "readlines", "splitlines", "split", "path", "readline"))
    match form:
        case "lines":
            return opened(g, file, lambda handle: many(handle, Kind.ITERATOR, Item.LINE))
        case "readlines":
            return opened(g, file, lambda handle: many(f"{handle}.readlines()", item=Item.LINE))
        case "splitlines":
            return opened(g, file, lambda handle: many(f"{handle}.read().splitlines()"))
        case "split":
            return opened(g, file, lambda handle: many(f"{handle}.read().split()"))
        case "path":
            return many(f'pathlib.Path("{file}").read_text().splitlines()')

    def read(handle: str) -> Value:
        lines = g.name("lines", "found")
        g.emit(f"{lines} = []")
        with g.suite(f"while line := {handle}.readline():"):
            g.emit(f"{lines}.append(line)")
        return many(lines, item=Item.LINE)

    return opened(g, file, read)


@plural(3)
def json_data(g: Gen) -> Value:
    file = g.name("people", "members", "settings") + ".json"
    form = g.pick(("list", "records", "dict", "nested", "directory"))

    def load(access: str = "") -> Callable[[str], Value]:
        return lambda handle: many(g.pick((f"json.load({handle})", f"json.loads({handle}.read())")) + access)

    match form:
        case "list":
            g.outside.plural.append(worlds.json_file(file, lambda people: [one.email for one in people]))
            return opened(g, file, load())
        case "records":
            g.outside.plural.append(
                worlds.json_file(
                    file,
                    lambda people: [{"name": one.name, "email": one.email, "active": one.active} for one in people],
                )
            )
            return replace(opened(g, file, load()), item=Item.RECORD)
        case "dict":
            g.outside.plural.append(worlds.json_file(file, lambda people: {"to": [one.email for one in people]}))
            return opened(g, file, load(g.pick(('["to"]', '.get("to", [])'))))
        case "nested":
            g.outside.plural.append(
                worlds.json_file(file, lambda people: {"mail": {"to": [one.email for one in people]}})
            )
            return opened(g, file, load('["mail"]["to"]'))
    g.outside.plural.append(worlds.json_file(file, lambda people: {one.name: one.email for one in people}))
    value = opened(g, file, load())
    return replace(value, kind=Kind.DICT)


@plural(4)
def query(g: Gen) -> Value:
    file = g.name("people", "members") + ".db"
    g.outside.plural.append(worlds.table(file))
    connection = g.name("connection", "db")
    g.emit(f'{connection} = sqlite3.connect("{file}")')
    where = g.pick(("", " WHERE active = 'yes'", " ORDER BY name", " WHERE email LIKE '%@%'"))
    columns, item = g.pick((("email", None), ("name, email", Item.PAIR), ("name, email, active", Item.CELLS)))
    sql = f'"SELECT {columns} FROM people{where}"'
    form = g.pick(("fetchall", "iterate", "cursor", "fetchmany", "row factory"))
    g.tag(f"query {form}")
    match form:
        case "fetchall":
            rows, kind = f"{connection}.execute({sql}).fetchall()", Kind.LIST
        case "iterate":
            rows, kind = f"{connection}.execute({sql})", Kind.ITERATOR
        case "row factory":
            g.emit(f"{connection}.row_factory = sqlite3.Row")
            item = item and Item.ROW
            rows, kind = f"{connection}.execute({sql}).fetchall()", Kind.LIST
        case _:
            cursor = g.name("cursor", "cur")
            g.emit(f"{cursor} = {connection}.cursor()", f"{cursor}.execute({sql})")
            rows, kind = (
                (f"{cursor}.fetchall()", Kind.LIST) if form == "cursor" else (f"{cursor}.fetchmany(2)", Kind.LIST)
            )
    value = many(rows, kind, item or Item.ADDRESS)
    if "WHERE active" in where or form == "fetchmany":
        value = replace(value, least=2)
    if item is None:
        v = g.name("row", "found")
        forms = (
            f"[{v}[0] for {v} in {rows}]",
            f"[{v} for ({v},) in {rows}]",
            f"list(map(operator.itemgetter(0), {rows}))",
        )
        value = replace(value, expr=g.pick(forms), kind=Kind.LIST)
    return g.hold(value)


@plural(3)
def environment(g: Gen) -> Value:
    name = g.name("MAIL_TO", "RECIPIENTS", "NOTIFY")
    separator, split = g.pick(((",", 'split(",")'), (";", 'split(";")'), (" ", "split()"), (", ", 'split(", ")')))
    g.outside.plural.append(worlds.variable(name, separator))
    g.outside.needs.append((split,))
    access = g.pick((f'os.environ["{name}"]', f'os.environ.get("{name}", "")', f'os.getenv("{name}", "")'))
    if split == "split()":
        return many(f"{access}.split()")
    v = g.name("word", "part")
    return many(
        g.pick(
            (
                f"[{v}.strip() for {v} in {access}.{split} if {v}.strip()]",
                f"[{v} for {v} in {access}.{split} if {v}]",
                f"list(filter(None, {access}.{split}))",
            )
        )
    )


@plural(3)
def arguments(g: Gen) -> Value:
    if "argv" in g.features:  # one reader of the command line is enough
        return environment(g)
    g.tag("argv")
    form = g.pick(("argv", "argparse", "append"))
    g.outside.plural.append(worlds.options("--to") if form == "append" else worlds.words())
    if form == "argv":
        return many("sys.argv[1:]")
    parser, parsed = g.name("parser"), g.name("options", "args")
    g.emit(f"{parser} = argparse.ArgumentParser()")
    if form == "append":
        g.emit(f'{parser}.add_argument("--to", action="append", default=[])')
    else:
        g.emit(f'{parser}.add_argument("to", nargs="*")')
    g.emit(f"{parsed} = {parser}.parse_args()")
    return many(f"{parsed}.to")


@plural(1)
def configuration(g: Gen) -> Value:
    file = g.name("mail", "settings") + ".ini"
    g.outside.plural.append(worlds.ini_file(file))
    config = g.name("config", "cfg")
    g.emit(f"{config} = configparser.ConfigParser()", f'{config}.read("{file}")')
    access = g.pick((f'{config}["mail"]["to"]', f'{config}.get("mail", "to")'))
    g.outside.needs.append(('split(",")',))
    v = g.name("word", "part")
    return many(f'[{v}.strip() for {v} in {access}.split(",") if {v}.strip()]')


@plural(1)
def toml_data(g: Gen) -> Value:
    file = g.name("mail", "settings") + ".toml"
    g.outside.plural.append(worlds.toml_file(file))
    if g.chance(0.5):
        return g.hold(many(f'tomllib.loads(pathlib.Path("{file}").read_text())["mail"]["to"]'), "people", "wanted")
    handle = g.name("file", "stream", "handle")
    with g.suite(f'with open("{file}", "rb") as {handle}:'):
        return g.hold(many(f'tomllib.load({handle})["mail"]["to"]'), "people", "wanted")


@plural(1)
def xml_data(g: Gen) -> Value:
    file = g.name("people", "members") + ".xml"
    g.outside.plural.append(worlds.xml_file(file))
    root, v = g.name("tree", "root"), g.name("node", "element")
    g.emit(f'{root} = xml.etree.ElementTree.parse("{file}"){g.pick(("", ".getroot()"))}')
    forms = (
        f'[{v}.get("email") for {v} in {root}.findall("person")]',
        f'[{v}.text for {v} in {root}.findall("person/mail")]',
        f'[{v}.attrib["email"] for {v} in {root}.iter("person")]',
        f'[{v}.findtext("mail") for {v} in {root}.iter("person")]',
        f'[{v}.find("mail").text for {v} in {root}.findall("./person")]',
    )
    return g.hold(many(g.pick(forms)), "people", "wanted")


@plural(1)
def standard_input(g: Gen) -> Value:
    if "stdin" in g.features:
        return environment(g)
    g.tag("stdin")
    g.outside.plural.append(worlds.lines_in())
    if g.chance(0.3):
        return many("sys.stdin.read().split()")
    return many(g.pick(("sys.stdin.readlines()", "list(sys.stdin)")), item=Item.LINE)


# One address


@single(3)
def variable_one(g: Gen) -> Value:
    name = g.name("MAIL_TO", "BOSS", "OWNER")
    g.outside.single.append(worlds.variable(name))
    return alone(g.pick((f'os.environ["{name}"]', f'os.environ.get("{name}", "")', f'os.getenv("{name}")')))


@single(2)
def file_one(g: Gen) -> Value:
    file = g.name("owner", "contact") + ".txt"
    g.outside.single.append(worlds.word_file(file))
    return opened(g, file, lambda handle: alone(g.pick((f"{handle}.read().strip()", f"{handle}.readline().strip()"))))


@single(2)
def json_one(g: Gen) -> Value:
    file = g.name("owner", "contact") + ".json"
    g.outside.single.append(worlds.json_file(file, lambda people: {"to": people[0].email}))
    return opened(
        g, file, lambda handle: alone(g.pick((f'json.load({handle})["to"]', f'json.load({handle}).get("to")')))
    )


@single(3)
def query_one(g: Gen) -> Value:
    file = g.name("people", "members") + ".db"
    g.outside.plural.append(worlds.table(file))
    connection, row = g.name("connection", "db"), g.name("row", "found")
    g.emit(f'{connection} = sqlite3.connect("{file}")')
    form = g.pick(("fetchone", "limit", "max", "where"))
    match form:
        case "fetchone":
            g.emit(f'{row} = {connection}.execute("SELECT email FROM people ORDER BY email").fetchone()')
        case "limit":
            g.emit(f'{row} = {connection}.execute("SELECT email FROM people LIMIT 1").fetchall()[0]')
        case "max":
            g.emit(f'{row} = {connection}.execute("SELECT max(email) FROM people").fetchone()')
        case _:
            g.emit(f'{row} = {connection}.execute("SELECT email FROM people WHERE name = ?", ("Ann 1",)).fetchone()')
    if g.chance(0.6):
        return (
            alone(f'{row}[0] if {row} and {row}[0] else "office@lit.example"') if g.chance(0.5) else alone(f"{row}[0]")
        )
    address = g.name("address", "found")
    g.emit(g.pick((f"({address},) = {row}", f"{address}, = {row}")))
    return alone(address)


@single(2)
def argument_one(g: Gen) -> Value:
    if "argv" in g.features:
        return variable_one(g)
    g.tag("argv")
    g.outside.single.append(worlds.words())
    if g.chance(0.5):
        return alone("sys.argv[1]")
    parser, parsed = g.name("parser"), g.name("options", "args")
    g.emit(f"{parser} = argparse.ArgumentParser()", f'{parser}.add_argument("to")', f"{parsed} = {parser}.parse_args()")
    return alone(f"{parsed}.to")


def source(g: Gen) -> Value:
    """Any of the plural sources."""
    function = g.weighted(PLURAL)
    g.tag(f"input: {function.__name__}")
    return function(g)


def one(g: Gen) -> Value:
    """Any of the single sources."""
    function = g.weighted(SINGLE)
    g.tag(f"input: {function.__name__}")
    return g.hold(function(g))
