"""From a collection of addresses to another one."""

from __future__ import annotations

from collections.abc import Callable

from fuzz.grammar.gen import Gen, Table, filled
from fuzz.grammar.values import COLLECTIONS, MANY, SEQUENCES, SIZED, Item, Kind, Value

TABLE = Table("change")
LIST, TUPLE, SET, ITERATOR, DEQUE = Kind.LIST, Kind.TUPLE, Kind.SET, Kind.ITERATOR, Kind.DEQUE
Size = Callable[[Value], tuple[int, int]]


def first(limit: int) -> Size:
    return lambda value: (min(value.least, limit), min(value.most, limit))


def less(number: int) -> Size:
    return lambda value: (
        max(value.least - number, 0),
        value.most if value.most == MANY else max(value.most - number, 0),
    )


def more(number: int) -> Size:
    return lambda value: (value.least + number, min(value.most + number, MANY))


def perhaps(value: Value) -> tuple[int, int]:
    return 0, value.most


def distinct(value: Value) -> tuple[int, int]:
    return min(value.least, value.most), value.most


t = TABLE.template

# The same elements in another shape
for code, weight, kind in (
    ("sorted({x})", 3, LIST), ("list({x})", 2, LIST), ("tuple({x})", 2, TUPLE), ("set({x})", 3, SET), ("frozenset({x})", 1, SET),
    ("sorted(set({x}))", 3, LIST), ("list(dict.fromkeys({x}))", 2, LIST), ("dict.fromkeys({x})", 0.5, Kind.VIEW), ("list(reversed(sorted({x})))", 1, LIST),
    ("iter({x})", 0.5, ITERATOR), ("collections.deque({x})", 1, DEQUE), ("[*{x}]", 1.5, LIST), ("(*{x},)", 1, TUPLE),
    ("{*{x}}", 1, SET), ("[{v} for {v} in {x}]", 2, LIST), ("[{v}.lower() for {v} in {x}]", 2, LIST), ("{{v}.strip() for {v} in {x}}", 1, SET),
    ("({v} for {v} in {x})", 1, ITERATOR), ("map(str.lower, {x})", 1.5, ITERATOR), ("list(map(str, {x}))", 1, LIST), ("list(map(lambda {v}: {v}.strip(), {x}))", 1, LIST),
    ("filter(None, {x})", 1.5, ITERATOR), ("list(filter(lambda {v}: \"@\" in {v}, {x}))", 1, LIST), ("[{v} for {v} in {x} if {v}]", 2, LIST),
    ("[{v} for {v} in {x} if \"@\" in {v}]", 2, LIST), ("list(itertools.chain({x}))", 0.5, LIST), ("itertools.chain({x}, [])", 0.5, ITERATOR),
    ("list(itertools.chain.from_iterable([{x}]))", 1, LIST), ("copy.copy(list({x}))", 0.5, LIST), ("copy.deepcopy(list({x}))", 0.5, LIST),
    ("[{v} for _, {v} in enumerate({x})]", 1, LIST), ("functools.reduce(lambda done, {v}: done + [{v}], {x}, [])", 0.7, LIST), ("collections.Counter({x})", 0.5, Kind.VIEW),
    ("sorted({x}, key=len)", 1, LIST), ("sorted({x}, reverse=True)", 1, LIST), ("[{v} for batch in [{x}] for {v} in batch]", 1, LIST),     ("[{v} if {v} else \"nobody\" for {v} in {x}]", 0.5, LIST), ("list(itertools.starmap(lambda a, b: b, enumerate({x})))", 0.4, LIST), ("[{v} for {v}, _ in zip({x}, itertools.count())]", 0.7, LIST),
    ("[{v}.split()[0] for {v} in {x}]", 0.5, LIST), ("[f\"{{v}}\" for {v} in {x}]", 0.7, LIST), ("[str({v}) for {v} in {x}]", 0.7, LIST),
    ("list(itertools.takewhile(lambda {v}: \"@\" in {v}, {x}))", 0.5, LIST), ("random.sample(sorted({x}), k=len({x}))", 0.3, LIST),
):  # fmt: skip
    kinds = SIZED if "len({x})" in code else COLLECTIONS
    t(code, weight, kinds, kind, distinct)
for code, weight in (("{x}[:]", 1), ("{x}[::-1]", 1), ("{x} * 1", 0.3), ("{x}.copy()", 1)):
    t(code, weight, (LIST,), LIST)
t("list(reversed({x}))", 1, SEQUENCES, LIST)
t("{x}[::-1]", 0.5, (TUPLE,), TUPLE)
t("{x} | set()", 0.5, (SET,), SET)
t("{x}.copy()", 0.5, (SET,), SET)

# What has been text in between may hold more than is known
t("json.loads(json.dumps(list({x})))", 0.5, SIZED, LIST, distinct, lambda g, value: value.most > 2 or not value.outside)

# Fewer
for kind in (LIST, TUPLE):
    t("{x}[:1]", 1.5, (kind,), kind, first(1))
    t("{x}[:2]", 1.5, (kind,), kind, first(2))
    t("{x}[1:]", 1.5, (kind,), kind, less(1))
    t("{x}[:-1]", 1, (kind,), kind, less(1))
    t("{x}[-1:]", 1, (kind,), kind, first(1))
    t("{x}[-2:]", 1, (kind,), kind, first(2))
    t("{x}[0:1]", 0.7, (kind,), kind, first(1))
    t("{x}[1:2]", 0.7, (kind,), kind, lambda value: (min(max(value.least - 1, 0), 1), 1))
    t(
        "{x}[::2]",
        0.7,
        (kind,),
        kind,
        lambda value: ((value.least + 1) // 2, value.most if value.most == MANY else (value.most + 1) // 2),
    )
    t(
        "{x}[1::2]",
        0.5,
        (kind,),
        kind,
        lambda value: (value.least // 2, value.most if value.most == MANY else value.most // 2),
    )
t("list(itertools.islice({x}, 1))", 1, COLLECTIONS, LIST, first(1))
t("itertools.islice({x}, 2)", 1, COLLECTIONS, ITERATOR, first(2))
t("list(itertools.islice({x}, 1, None))", 0.7, COLLECTIONS, LIST, less(1))
t("sorted({x})[:1]", 1.5, COLLECTIONS, LIST, first(1))
t("sorted({x})[:2]", 1, COLLECTIONS, LIST, first(2))
t("list({x})[:1]", 1.5, COLLECTIONS, LIST, first(1))
t("[{v} for {v}, _ in zip({x}, range(1))]", 0.7, COLLECTIONS, LIST, first(1))
t(
    "[{v} for index, {v} in enumerate({x}) if index < 1]",
    0.7,
    COLLECTIONS,
    LIST,
    lambda value: (min(value.least, 1), value.most),
)
t('[{v} for {v} in {x} if {v}.startswith("ann")]', 1.5, COLLECTIONS, LIST, perhaps)
t('[{v} for {v} in {x} if not {v}.startswith("ann")]', 1, COLLECTIONS, LIST, perhaps)
t('[{v} for {v} in {x} if {v}.endswith(".example")]', 1, COLLECTIONS, LIST, perhaps)
t('{{v} for {v} in {x} if re.match(r"[a-d]", {v})}', 0.7, COLLECTIONS, SET, perhaps)
t('list(filter(lambda {v}: {v}.startswith("ann"), {x}))', 0.7, COLLECTIONS, LIST, perhaps)
t("[{v} for {v} in {x} if {v} != {a}]", 1, COLLECTIONS, LIST)
t("[{v} for {v} in {x} if {v} not in ({a}, {a})]", 0.7, COLLECTIONS, LIST)
t(
    '[{v} for {v} in {x} if {v}.partition("@")[2] == "lit.example"]',
    0.7,
    COLLECTIONS,
    LIST,
    perhaps,
    lambda g, value: not value.outside,
)
t("heapq.nsmallest(1, {x})", 0.4, COLLECTIONS, LIST, first(1))
t('list(itertools.filterfalse(lambda {v}: {v}.startswith("zoe"), {x}))', 0.5, COLLECTIONS, LIST, perhaps)
t("list(itertools.compress({x}, [1]))", 0.4, COLLECTIONS, LIST, first(1))
t("random.sample(sorted({x}), k=1)", 0.5, COLLECTIONS, LIST, lambda value: (1, 1), lambda g, value: value.least > 0)
t(
    '{{v}.partition("@")[2]: {v} for {v} in {x}}.values()',
    0.7,
    COLLECTIONS,
    Kind.VIEW,
    lambda value: (min(value.least, 1), value.most),
)
t('{"to": {v} for {v} in {x}}.values()', 0.5, COLLECTIONS, Kind.VIEW, first(1))
t(
    "[next(group) for _, group in itertools.groupby({x}, key=lambda {v}: {v}[0])]",
    0.3,
    COLLECTIONS,
    LIST,
    lambda value: (min(value.least, 1), value.most),
)
t("random.choices(sorted({x}), k=1)", 0.3, COLLECTIONS, LIST, lambda value: (1, 1), lambda g, value: value.least > 0)

# More
t("{x} + [{a}]", 1.5, (LIST,), LIST, more(1))
t("[{a}] + {x}", 1, (LIST,), LIST, more(1))
t("{x} + ({a},)", 1, (TUPLE,), TUPLE, more(1))
t("[*{x}, {a}]", 1.5, COLLECTIONS, LIST, more(1))
t("{*{x}, {a}}", 1, COLLECTIONS, SET, more(1))
t("list(itertools.chain({x}, [{a}]))", 1, COLLECTIONS, LIST, more(1))
t("{x} | {{a}}", 1, (SET,), SET, more(1))
t("{x}.union([{a}, {a}])", 0.7, (SET,), SET, more(2))
t("{x} - {{a}}", 1, (SET,), SET)
t("{x} & {{a}, {a}}", 0.5, (SET,), SET, lambda value: (0, 0), lambda g, value: not value.outside)
t("{x}.difference([{a}])", 0.5, (SET,), SET)
t("{x} ^ {{a}}", 0.5, (SET,), SET, more(1))


# Statements


def named(g: Gen, value: Value, kind: Kind = LIST) -> Value:
    """A list of the program's own, that may be changed."""
    copied = f"list({value.expr})" if value.kind is not kind or value.atom else value.expr
    if kind is SET:
        copied = f"set({value.expr})"
    return g.hold(value.to(copied, kind), "people", "chosen", "group", "bunch")


@TABLE.add(3, COLLECTIONS)
def loop(g: Gen, value: Value) -> Value:
    out, v = g.name("found", "chosen", "kept"), g.name("one", "each", "who")
    kind = g.pick((LIST, LIST, SET))
    g.emit(f"{out} = []" if kind is LIST else f"{out} = set()")
    add = g.pick(
        (
            f"{out}.append({v})",
            f"{out} += [{v}]",
            f"{out} = {out} + [{v}]",
            f"{out}.extend([{v}])",
            f"{out}.insert(0, {v})",
        )
        if kind is LIST
        else (f"{out}.add({v})", f"{out} |= {{{v}}}", f"{out}.update([{v}])")
    )
    form = g.weighted(
        (
            (3, "plain"),
            (2, "if"),
            (2, "continue"),
            (1, "break"),
            (1, "break after"),
            (1, "seen"),
            (1, "try"),
            (1, "limit"),
        )
    )
    g.tag(f"loop {form}")
    least, most = value.least, value.most
    with g.suite(f"for {v} in {value.expr}:", loop=True):
        match form:
            case "if":
                with g.suite(f"if {condition(g, v)}:"):
                    g.emit(add)
                least = 0
            case "continue":
                with g.suite(f"if not ({condition(g, v)}):"):
                    g.emit("continue")
                g.emit(add)
                least = 0
            case "break":
                g.emit(add)
                g.emit("break")
                least, most = min(least, 1), min(most, 1)
            case "break after":
                g.emit(add)
                with g.suite(f"if len({out}) >= 2:" if g.chance(0.5) else f"if len({out}) == 1:"):
                    g.emit("break")
                least = min(least, 1)
            case "seen":
                with g.suite(f"if {v} not in {out}:"):
                    g.emit(add)
            case "try":
                with g.suite("try:"):
                    g.emit(f"{v} = {v}.split()[0]")
                with g.suite("except IndexError:"):
                    g.emit("continue")
                g.emit(add)
            case "limit":
                with g.suite(f"if len({out}) < 1:" if g.chance(0.5) else f"if not {out}:"):
                    g.emit(add)
                least, most = min(least, 1), min(most, 1)
            case _:
                g.emit(add)
    return value.to(out, kind, least=least, most=most)


def condition(g: Gen, v: str) -> str:
    return g.pick(
        (
            f'"@" in {v}',
            v,
            f'{v}.startswith("ann")',
            f'{v}.endswith(".example")',
            f"{v} != {g.quoted()}",
            f"len({v}) > 3",
            f're.search("@", {v})',
        )
    )


@TABLE.add(2, COLLECTIONS)
def method(g: Gen, value: Value) -> Value:
    """A list or set that is changed in place."""
    if g.chance(0.3):
        held = named(g, value, SET)
        form, change = g.pick(
            (("add", 1), ("update", 2), ("discard", 0), ("|=", 1), ("-=", 0), ("difference_update", 0))
        )
        if form in ("|=", "-="):
            g.emit(f"{held.expr} {form} {{{g.quoted()}}}")
        else:
            inner = g.quoted() if form in ("add", "discard") else ", ".join(g.quoted() for _ in range(max(change, 1)))
            g.emit(f"{held.expr}.{form}({inner if form in ('add', 'discard') else '[' + inner + ']'})")
        return held.to(held.expr, least=held.least + change, most=min(held.most + change, MANY))
    held = named(g, value)
    x = held.expr
    forms = [(f"{x}.append({g.quoted()})", more(1)), (f"{x} += [{g.quoted()}]", more(1)), (f"{x}.extend([{g.quoted()}])", more(1)),
             (f"{x}.insert(0, {g.quoted()})", more(1)), (f"{x}.extend(())", more(0)), (f"{x}.sort()", more(0)), (f"{x}.reverse()", more(0)),
             (f"{x} += []", more(0)), (f"{x}[len({x}):] = [{g.quoted()}]", more(1)), (f"del {x}[1:]", first(1)), (f"{x}[1:] = []", first(1)), (f"del {x}[2:]", first(2)),
             (f"{x}[:] = {x}[:1]", first(1)), (f"{x}[:] = [one for one in {x} if one]", more(0))]  # fmt: skip
    if value.least > 0:
        forms += [
            (f"{x}.pop()", less(1)),
            (f"{x}.pop(0)", less(1)),
            (f"del {x}[0]", less(1)),
            (f"{x}.remove({x}[0])", less(1)),
            (f"{x}[0] = {g.quoted()}", more(0)),
            (f"{x}.remove(min({x}))", less(1)),
        ]
    line, size = g.pick(forms)
    g.tag(f"method {line.replace(x, 'x').split('(')[0]}")
    g.emit(line)
    least, most = size(held)
    return held.to(x, least=least, most=most)


@TABLE.add(1.5, COLLECTIONS, lambda g, value: value.least >= 1)
def starred(g: Gen, value: Value) -> Value:
    head, rest = g.name("head", "leader", "chair"), g.name("rest", "others", "tail")
    form = g.pick(("first", "last", "middle"))
    if form == "middle" and value.least >= 2:
        g.emit(f"{head}, *{rest}, _ = {value.expr}")
        least, most = less(2)(value)
    elif form == "last":
        g.emit(f"*{rest}, {head} = {value.expr}")
        least, most = less(1)(value)
    else:
        g.emit(
            g.pick(
                (
                    f"{head}, *{rest} = {value.expr}",
                    f"({head}, *{rest}) = {value.expr}",
                    f"[{head}, *{rest}] = {value.expr}",
                )
            )
        )
        least, most = less(1)(value)
    if g.chance(0.3):
        return value.to(f"[{head}]", LIST, least=1, most=1)
    return value.to(rest, LIST, least=least, most=most)


@TABLE.add(1, COLLECTIONS)
def drained(g: Gen, value: Value) -> Value:
    """A while loop that takes elements away."""
    held = named(g, value)
    x = held.expr
    form = g.pick(("all", "until one", "until two"))
    if form == "all":
        out = g.name("done", "taken")
        g.emit(f"{out} = []")
        with g.suite(g.pick((f"while {x}:", f"while len({x}) > 0:", f"while len({x}):"))):
            g.emit(f"{out}.append({x}.pop{g.pick(('()', '(0)'))})")
        return held.to(out)
    limit = 1 if form == "until one" else 2
    with g.suite(f"while len({x}) > {limit}:"):
        g.emit(g.pick((f"{x}.pop()", f"del {x}[0]", f"{x} = {x}[1:]", f"{x} = {x}[:-1]")))
    least, most = first(limit)(held)
    return held.to(x, least=least, most=most)


@TABLE.add(1, COLLECTIONS)
def grouped(g: Gen, value: Value) -> Value:
    """Addresses by domain, of which one group or all are taken."""
    groups, v = g.name("by_domain", "groups"), g.name("one", "each")
    style = g.pick(("defaultdict", "setdefault", "get"))
    g.emit(f"{groups} = " + ("collections.defaultdict(list)" if style == "defaultdict" else "{}"))
    key = g.pick((f'{v}.partition("@")[2]', f'{v}.split("@")[1]'))
    with g.suite(f"for {v} in {value.expr}:", loop=True):
        match style:
            case "defaultdict":
                g.emit(f"{groups}[{key}].append({v})")
            case "setdefault":
                g.emit(f"{groups}.setdefault({key}, []).append({v})")
            case _:
                g.emit(f"{groups}[{key}] = {groups}.get({key}, []) + [{v}]")
    form = g.pick(("all", "one", "sum", "firsts"))
    match form:
        case "all":
            return value.to(f"[x for group in {groups}.values() for x in group]", LIST)
        case "sum":
            return value.to(f"sum({groups}.values(), [])", LIST)
        case "firsts":
            return value.to(f"[group[0] for group in {groups}.values()]", LIST, least=min(value.least, 1))
    return value.to(f'{groups}.get("{g.pick(("out1.example", "lit.example"))}", [])', LIST, least=0)


@TABLE.add(0.7, COLLECTIONS)
def conditional(g: Gen, value: Value) -> Value:
    """One of two collections, as input decides."""
    if not g.can_flag:
        return value
    held = named(g, value)
    condition = g.flag()
    form = g.pick(("expression", "and or", "statement"))
    other = g.pick((f"[{g.quoted()}]", f"{held.expr}[:1]", f"{held.expr} + [{g.quoted()}]"))
    match form:
        case "expression":
            return g.hold(
                held.to(f"{held.expr} if {condition} else {other}", LIST, least=min(held.least, 1)), "people", "chosen"
            )
        case "and or":
            return g.hold(
                held.to(f"{condition} and {held.expr} or {other}", LIST, least=min(held.least, 1)), "people", "chosen"
            )
    with g.suite(f"if {condition}:"):
        g.emit(f"{held.expr} = {other}")
    return held.to(held.expr, least=min(held.least, 1), most=MANY if held.most == MANY else max(held.most + 1, 1))


@TABLE.add(0.6, COLLECTIONS)
def dead(g: Gen, value: Value) -> Value:
    """Code that is never reached."""
    held = named(g, value)
    test = g.pick(("False", "0", "None", '""', "[]", "not True", "1 > 2", "False and len"))
    if g.chance(0.5):
        name = g.name("DEBUG", "TESTING")
        g.emit(f"{name} = {test}")
        test = name
    with g.suite(f"if {test}:"):
        g.emit(
            g.pick((f"{held.expr}.extend([{g.quoted()}, {g.quoted()}])", f"{held.expr} = {held.expr} + [{g.quoted()}]"))
        )
    return held


@TABLE.add(0.6, COLLECTIONS)
def windowed(g: Gen, value: Value) -> Value:
    """The first of the chunks that a helper makes."""
    module = g.below()
    name, items, size = g.name("batches", "chunks"), g.name("items", "seq"), g.number(1, 2)
    with g.function(f"def {name}({items}, size={g.pick(('1', '2'))}):", module=module):
        form = g.pick(("yield", "comprehension", "islice"))
        match form:
            case "yield":
                with g.suite(f"for start in range(0, len({items}), size):", loop=True):
                    g.emit(f"yield {items}[start:start + size]")
            case "comprehension":
                g.emit(f"return [{items}[start:start + size] for start in range(0, len({items}), size)]")
            case _:
                g.emit(f"{items} = iter({items})")
                with g.suite(f"while batch := list(itertools.islice({items}, size)):"):
                    g.emit("yield batch")
    call = f"{g.reference(module, name)}(list({value.expr}), {size})"
    if g.chance(0.5):
        return value.to(f"[x for batch in {call} for x in batch]", LIST)
    return value.to(f"next(iter({call}), [])", LIST, least=min(value.least, size), most=min(value.most, size))


@TABLE.add(0.8, COLLECTIONS)
def sized_choice(g: Gen, value: Value) -> Value:
    """A dictionary from names that are made up on the spot, and back."""
    v = g.name("one", "each")
    return value.to(
        filled(g, f'list({{f"n{{i}}": {v} for i, {v} in enumerate({value.expr})}}.values())'), LIST, item=Item.ADDRESS
    )


@TABLE.add(0.7, COLLECTIONS)
def recursive(g: Gen, value: Value) -> Value:
    """A recursive function over a list."""
    module = g.below()
    name, xs = g.name("walk", "flatten", "collect"), g.name("xs", "left")
    form = g.pick(("head", "flatten", "accumulate"))
    if form == "flatten":
        with g.function(f"def {name}({xs}):", module=module):
            g.emit("out = []")
            with g.suite(f"for x in {xs}:", loop=True):
                with g.suite("if isinstance(x, list):"):
                    g.emit(f"out.extend({name}(x))")
                with g.suite("else:"):
                    g.emit("out.append(x)")
            g.emit("return out")
        return value.to(
            f"{g.reference(module, name)}([[{value.expr}], []])"
            if value.kind is LIST
            else f"{g.reference(module, name)}([list({value.expr})])",
            LIST,
        )
    if form == "head":
        with g.function(f"def {name}({xs}):", module=module):
            with g.suite(f"if not {xs}:"):
                g.emit("return []")
            g.emit(f"return [{xs}[0]] + {name}({xs}[1:])")
        return value.to(f"{g.reference(module, name)}(list({value.expr}))", LIST)
    with g.function(f"def {name}({xs}, done=()):", module=module):
        with g.suite(f"if {xs}:"):
            g.emit(f"return {name}({xs}[1:], (*done, {xs}[0]))")
        g.emit("return list(done)")
    return value.to(f"{g.reference(module, name)}(list({value.expr}))", LIST)
