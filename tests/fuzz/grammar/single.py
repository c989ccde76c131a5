"""From a collection of addresses to one of them, and from one address to the same in another form."""

from __future__ import annotations

from fuzz.grammar.gen import Gen, Table, filled
from fuzz.grammar.values import COLLECTIONS, SEQUENCES, SIZED, Kind, Value

ONE = Table("one")
SAME = Table("address")
FALLBACK = ('"office@lit.example"', '"desk@lit.example"')


def filled_list(g: Gen, value: Value) -> bool:
    return value.least >= 1


def single(value: Value) -> tuple[int, int]:
    return 1, 1


for code, weight, kinds in (
    ("{x}[0]", 4, SEQUENCES), ("{x}[-1]", 2, SEQUENCES), ("list({x})[0]", 2, COLLECTIONS), ("sorted({x})[0]", 2, COLLECTIONS), ("next(iter({x}))", 2, COLLECTIONS),
    ("min({x})", 1, COLLECTIONS), ("max({x}, key=len)", 1, COLLECTIONS), ("random.choice(sorted({x}))", 1, COLLECTIONS), ("random.choice({x})", 1, SEQUENCES),
    ("{x}.pop()", 0.5, (Kind.LIST, Kind.SET, Kind.DEQUE)), ("{x}.popleft()", 1, (Kind.DEQUE,)), ("operator.itemgetter(0)({x})", 0.7, SEQUENCES), ("tuple({x})[-1]", 0.7, COLLECTIONS),
    ("functools.reduce(lambda a, b: b, {x})", 0.5, COLLECTIONS), ("{x}[:1][0]", 0.5, SEQUENCES), ("{x}[len({x}) - 1]", 0.5, SEQUENCES), ("list(itertools.islice({x}, 1))[0]", 0.5, COLLECTIONS),
    ("random.sample(sorted({x}), 1)[0]", 0.5, COLLECTIONS), ("\", \".join({x}[:1])", 1.5, SEQUENCES), ("\", \".join(sorted({x})[:1])", 1, COLLECTIONS), ("\"\".join(list({x})[:1])", 0.7, COLLECTIONS),
    ("\", \".join({x}).split(\", \")[0]", 1, COLLECTIONS), ("\",\".join({x}).partition(\",\")[0]", 1, COLLECTIONS), ("\",\".join({x}).split(\",\", 1)[0]", 0.7, COLLECTIONS),
    ("\",\".join({x}).rpartition(\",\")[2]", 0.5, COLLECTIONS), ("\"%s\" % {x}[0]", 0.5, SEQUENCES), ("str({x}[0])", 0.5, SEQUENCES), ("dict(enumerate({x}))[0]", 0.5, COLLECTIONS),
    ("(lambda first, *rest: first)(*{x})", 0.5, COLLECTIONS), ("[*{x}][0]", 0.5, COLLECTIONS), ("next(reversed(list({x})))", 0.4, COLLECTIONS), ("email.utils.getaddresses(list({x}))[0][1]", 0.7, COLLECTIONS),
    ("email.utils.parseaddr(\", \".join({x}))[1]", 0.5, COLLECTIONS), ("re.search(r\"[\\w.]+@[\\w.]+\", \" \".join({x})).group()", 0.7, COLLECTIONS), ("re.split(\", *\", \", \".join({x}))[0]", 0.5, COLLECTIONS),
    ("heapq.nlargest(1, {x})[0]", 0.3, COLLECTIONS), ("collections.Counter({x}).most_common(1)[0][0]", 0.5, COLLECTIONS), ("\"\\n\".join({x}).splitlines()[0]", 0.5, COLLECTIONS),
    ("collections.deque({x}, maxlen=1)[0]", 0.5, COLLECTIONS), ("next(itertools.cycle({x}))", 0.3, COLLECTIONS), ("list({x}).pop()", 0.7, COLLECTIONS),
):  # fmt: skip
    ONE.template(code, weight, kinds, Kind.ADDRESS, single, filled_list)
for code, weight, kinds in (
    ("next(iter({x}), {d})", 2, COLLECTIONS), ("next(({v} for {v} in {x} if \"@\" in {v}), {d})", 1.5, COLLECTIONS), ("{x}[0] if {x} else {d}", 2, SEQUENCES),
    ("next(({v} for {v} in {x} if {v}.startswith(\"zoe\")), {d})", 1, COLLECTIONS), ("min({x}, default={d})", 1, COLLECTIONS), ("(list({x}) or [{d}])[0]", 1, COLLECTIONS),
    ("(list({x}) + [{d}])[0]", 1, COLLECTIONS), ("dict(enumerate({x})).get(0, {d})", 0.5, COLLECTIONS), ("{x} and {x}[0] or {d}", 0.7, SEQUENCES), ("{d} if not {x} else {x}[-1]", 1, SEQUENCES),
    ("{x}[0] if len({x}) == 1 else {d}", 1, SEQUENCES), ("\", \".join({x}) if len({x}) == 1 else {d}", 1.5, SIZED), ("{d} if len({x}) > 1 else \", \".join({x}) or {d}", 1, SIZED), ("\", \".join({x}[:1]) or {d}", 1, SEQUENCES),
    ("functools.reduce(lambda a, b: b, {x}, {d})", 0.5, COLLECTIONS), ("max({x}, key=len, default={d})", 0.5, COLLECTIONS), ("(sorted({x})[:1] or [{d}]).pop()", 0.5, COLLECTIONS), ("{d} if len({x}) != 1 else {x}[0]", 1, SEQUENCES),
):  # fmt: skip
    ONE.template(code.replace("{d}", FALLBACK[0]), weight, kinds, Kind.ADDRESS, single)


@ONE.add(2, COLLECTIONS)
def searched(g: Gen, value: Value) -> Value:
    """A loop that looks for one."""
    out, v = g.name("found", "picked", "target"), g.name("one", "each")
    form = g.pick(("break", "else", "last", "best", "while"))
    g.tag(f"search {form}")
    test = g.pick((f'"@" in {v}', f'{v}.startswith("ann")', f'{v}.endswith("2.example")', v))
    if form in ("break", "last", "best"):
        g.emit(f"{out} = {g.pick(FALLBACK)}")
    match form:
        case "break" | "else":
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                with g.suite(f"if {test}:"):
                    g.emit(f"{out} = {v}", "break")
            if form == "else":
                with g.suite("else:"):
                    g.emit(f"{out} = {g.pick(FALLBACK)}")
        case "last":
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                g.emit(f"{out} = {v}")
        case "best":
            with g.suite(f"for {v} in {value.expr}:", loop=True):
                with g.suite(f"if len({v}) < len({out}):"):
                    g.emit(f"{out} = {v}")
        case _:
            held, index = (
                g.hold(value.to(f"list({value.expr})", Kind.LIST), "people", "candidates"),
                g.name("i", "index"),
            )
            g.emit(f"{index} = 0")
            with g.suite(f'while {index} < len({held.expr}) and not {held.expr}[{index}].startswith("ann"):'):
                g.emit(f"{index} += 1")
            g.emit(f"{out} = {held.expr}[{index}] if {index} < len({held.expr}) else {g.pick(FALLBACK)}")
    return value.one(out)


@ONE.add(1.5, COLLECTIONS, filled_list)
def unpacked(g: Gen, value: Value) -> Value:
    name, rest = g.name("first", "lead", "only"), g.name("rest", "_others")
    form = g.pick(
        (
            f"{name}, *{rest} = {value.expr}",
            f"*{rest}, {name} = {value.expr}",
            f"({name},) = list({value.expr})[:1]",
            f"[{name}] = sorted({value.expr})[:1]",
            f"{name}, *_ = {value.expr}",
        )
    )
    g.emit(form)
    return value.one(name)


@ONE.add(1, COLLECTIONS)
def attempted(g: Gen, value: Value) -> Value:
    """The only one, or else a fallback."""
    name = g.name("only", "chosen")
    with g.suite("try:"):
        g.emit(
            g.pick(
                (
                    f"({name},) = {value.expr}",
                    f"{name}, = {value.expr}",
                    f"[{name}] = {value.expr}",
                    f"{name} = list({value.expr})[0]",
                    f"{name} = next(iter({value.expr}))",
                )
            )
        )
    with g.suite(g.pick(("except (ValueError, IndexError, StopIteration):", "except Exception:"))):
        g.emit(f"{name} = {g.pick(FALLBACK)}")
    if g.chance(0.2):
        with g.suite("finally:"):
            g.emit('print("looked")')
    return value.one(name)


@ONE.add(1.5, SIZED)
def counted(g: Gen, value: Value) -> Value:
    """What depends on how many there are."""
    held = g.hold(value.to(f"list({value.expr})", Kind.LIST), "people", "candidates")
    x, name = held.expr, g.name("to", "target")
    form = g.pick(("elif", "match", "variable", "early", "nested", "guard name"))
    g.tag(f"counted {form}")
    match form:
        case "elif":
            with g.suite(g.pick((f"if len({x}) == 1:", f"if 1 == len({x}):", f"if len({x}) < 2 and {x}:"))):
                g.emit(g.pick((f"{name} = {x}[0]", f'{name} = ", ".join({x})')))
            with g.suite(g.pick((f"elif len({x}) > 1:", f"elif {x}:"))):
                g.emit(f"{name} = {FALLBACK[0]}")
            with g.suite("else:"):
                g.emit(f"{name} = {FALLBACK[1]}")
        case "match":
            with g.suite(f"match {x}:"):
                with g.suite("case []:"):
                    g.emit(f"{name} = {FALLBACK[0]}")
                with g.suite(g.pick(("case [only]:", "case [only] if only:"))):
                    g.emit(g.pick((f"{name} = only", f'{name} = ", ".join({x})')))
                with g.suite(g.pick(("case [only, *_]:", "case [only, _, *more]:", "case _:"))):
                    g.emit(f"{name} = {FALLBACK[1]}" if "only" not in g.scope.lines[-1] else f"{name} = only")
        case "variable":
            number = g.name("number", "count", "n")
            g.emit(f"{number} = len({x})")
            with g.suite(f"if {number} == 1:"):
                g.emit(f'{name} = ", ".join({x})')
            with g.suite("else:"):
                g.emit(f"{name} = {FALLBACK[0]}")
        case "early":
            function = g.name("choose", "pick_one")
            module = g.below()
            with g.function(f"def {function}(people):", module=module):
                with g.suite(
                    g.pick(
                        (
                            "if len(people) != 1:",
                            "if not people or len(people) > 1:",
                            "if len(people) >= 2 or not people:",
                            "if not len(people) == 1:",
                        )
                    )
                ):
                    g.emit(f"return {FALLBACK[0]}")
                g.emit(g.pick(("return people[0]", 'return ", ".join(people)', 'return ",".join(people)')))
            g.emit(f"{name} = {g.reference(module, function)}({x})")
        case "nested":
            g.emit(f'{name} = ", ".join({x})')
            with g.suite(
                g.pick(
                    (
                        f"if len({x}) > 1:",
                        f"if len({x}) >= 2:",
                        f"if {x}[1:]:",
                        f"if not len({x}) <= 1:",
                        f'if "," in {name}:',
                        f"if 1 < len({x}):",
                    )
                )
            ):
                g.emit(f"{name} = {FALLBACK[0]}")
            with g.suite(f"if not {name}:"):
                g.emit(f"{name} = {FALLBACK[1]}")
        case _:
            alone = g.name("alone", "single")
            g.emit(f"{alone} = len({x}) == 1")
            with g.suite(f"if {alone}:"):
                g.emit(f'{name} = ", ".join({x})')
            with g.suite("else:"):
                g.emit(f"{name} = {FALLBACK[0]}")
    return value.one(name)


# One address in another form

for code, weight in (
    ("{x}.lower()", 2), ("{x}.strip()", 2), ('f"{{x}}"', 2), ("str({x})", 1), ('"%s" % {x}', 1), ('"{}".format({x})', 1), ('"".join([{x}])', 1), ('", ".join([{x}])', 2), ('", ".join(({x},))', 1),
    ('", ".join({{x}})', 1), ('email.utils.formataddr(("A. Person", {x}))', 1.5), ('email.utils.formataddr(("Person, A.", {x}))', 1), ('f"A. Person <{{x}}>"', 1.5), ('f\'"Person, A." <{{x}}>\'', 1.5), ("email.utils.parseaddr({x})[1]", 1),
    ('{x}.replace(" ", "")', 1), ('{x}.partition(",")[0]', 1), ('{x}.split(",")[0]', 1.5), ('{x}.split("@")[0] + "@lit.example"', 1), ('{x} or "office@lit.example"', 1.5),
    ("[{x}][0]", 1), ("next(iter([{x}]))", 0.5), ('{"to": {x}}["to"]', 1), ("({x}, 1)[0]", 0.7), ('{x}.casefold().strip()', 0.5), ('"<" + {x} + ">"', 0.7), ('"A. Person <" + {x} + ">"', 0.7), ('"A. Person <%s>" % {x}', 0.7),
    ('"%(to)s" % {"to": {x}}', 0.7), ('"{to}".format(to={x})', 0.7), ('string.Template("$to").substitute(to={x})', 0.7), ('{x}.encode().decode()', 0.7), ('{x}.removeprefix("mailto:")', 0.5), ('"{0}".format_map({"0": {x}}) if False else {x}', 0.2),
    ('str(email.headerregistry.Address("A. Person", addr_spec={x}))', 0.7), ('re.sub(r"\\s", "", {x})', 0.5), ("sorted([{x}])[0]", 0.5), ('{x}.splitlines()[0]', 0.5), ('{x}.ljust(3)', 0.2), ('max([{x}, ""], key=len)', 0.3),
    ('", ".join(filter(None, [{x}, ""]))', 1), ('", ".join({v} for {v} in [{x}, None] if {v})', 1), ('", ".join([{x}] + [])', 1), ('", ".join([{x}] * 1)', 0.7), ('{x} if {x} else ""', 1), ('", ".join(dict.fromkeys([{x}]))', 0.5),
    ('str([{x}])[2:-2]', 0.2), ('"".join(list({x}))', 0.3), ('(lambda to: to)({x})', 0.5), ('" ".join(["A. Person", "<" + {x} + ">"])', 0.7), ('"{} <{}>".format("A. Person", {x})', 1),
):  # fmt: skip
    SAME.template(
        code,
        weight,
        (Kind.ADDRESS,),
        Kind.ADDRESS,
        single,
        (lambda g, value: True)
        if "Person" not in code
        else (lambda g, value: "<" not in value.expr and not decorated(g)),
    )


def decorated(g: Gen) -> bool:
    """Whether a display name may stand in front of an address already: two would make nonsense."""
    if "display name" in g.features:
        return True
    g.tag("display name")
    return False


@SAME.add(1, (Kind.ADDRESS,))
def assigned(g: Gen, value: Value) -> Value:
    return g.hold(value, "address", "target", "who")


@SAME.add(1.5, (Kind.ADDRESS,))
def normalised(g: Gen, value: Value) -> Value:
    """A text is made a list of one, and joined again."""
    vague = any(  # what is read may be a list instead
        feature.startswith(("input: json", "input: toml", "change: json")) for feature in g.features
    )
    held = g.hold(value.to(f"str({value.expr})") if vague else value, "to", "target")
    x = held.expr
    form = g.pick(("statement", "expression", "function"))
    match form:
        case "statement":
            with g.suite(
                g.pick(
                    (f"if isinstance({x}, str):", f"if not isinstance({x}, (list, tuple)):", f"if type({x}) is str:")
                )
            ):
                g.emit(f"{x} = [{x}]")
            return held.to(f'", ".join({x})')
        case "expression":
            return held.to(filled(g, f'", ".join([{x}] if isinstance({x}, str) else {x})'))
    module = g.below()
    name = g.name("listify", "as_list", "to_header")
    with g.function(f"def {name}(value):", module=module):
        with g.suite("if isinstance(value, (list, tuple, set)):"):
            g.emit('return ", ".join(value)')
        g.emit("return value")
    return held.to(f"{g.reference(module, name)}({x})")


@SAME.add(1, (Kind.ADDRESS,))
def decided(g: Gen, value: Value) -> Value:
    """One of two single addresses."""
    if not g.can_flag:
        return value
    held = g.hold(value)
    other = g.quoted()
    condition = g.flag()
    if g.chance(0.5):
        return held.to(f"({held.expr} if {condition} else {other})")
    name = g.name("to", "target")
    with g.suite(f"if {condition}:"):
        g.emit(f"{name} = {held.expr}")
    with g.suite("else:"):
        g.emit(f"{name} = {other}")
    return held.to(name)
