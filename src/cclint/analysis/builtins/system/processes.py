"""Programs that send mail: `sendmail`, `mail`, `mailx`, `mutt`, called through `subprocess`, `os.system`, `os.popen`.

`sendmail -t` reads the recipients from the header and removes Bcc (sendmail(8), exim(8), msmtp(1)); without -t the
text goes out as it is. `mail a b` writes all of them into To, `-c` into Cc, `-b` leaves no trace (POSIX mailx,
s-nail(1), mutt(1)). swaks writes what `--to` names into To, unless a `--header` says what To is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.pending import PendingField
from cclint.analysis.builtins.system.given import parted, printed
from cclint.analysis.builtins.system.shell import COMPOSING, DELIVERING, MAILERS, TESTING, program, shell_words
from cclint.analysis.facts import Sending
from cclint.analysis.messages.frozen import frozen
from cclint.analysis.messages.sending import of_text, take_down
from cclint.analysis.relevance.sift import REPLACING
from cclint.analysis.values import text as ropes
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.count import ONE
from cclint.analysis.values.heap import Buffer
from cclint.analysis.values.rope import Text
from cclint.analysis.values.text import concat
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import NOTHING, Opaque, Ref, Run, Seq, Value, alternatives, present

SWAKS: Final = {"-t": "To", "--to": "To", "--cc": "Cc"}
"""Options that name recipients."""
HEADER: Final = {"--header", "--add-header"}
TAKING: Final = frozenset("srSFeAahHiqTuM")
"""Options of the composing programs that take a word of their own; -c and -b are recipients."""
LEFT_OPEN: Final = "cclint.pipe.left_open"
"""What is called with each pipe when the program ends."""


def words_of(call: Invocation, value: Value) -> tuple[list[Run], Value | None]:
    """The words of a command, of a list as they are, of a text as a shell splits them; and what the shell gives to it."""
    if isinstance(value, Text):
        command, document = parted(value)
        return shell_words(command), printed(command) if document is None else document
    runs = list(call.core.iterate(value, call.node))
    if len(runs) >= 3 and program(runs[0].value) in ("sh", "bash") and isinstance(runs[2].value, Text):
        return words_of(call, runs[2].value)
    return runs, None


def command_of(call: Invocation) -> Value | None:
    if call.name.endswith("create_subprocess_exec"):  # the words are its arguments
        return Seq("tuple", tuple(call.arguments.positional))
    return call.get(0, "args") or call.get(0, "command") or call.get(0, "cmd")


def run_command(call: Invocation, command: Value | None, given: Value | None) -> bool:
    """A program is run with a text on its standard input: whether it is one that sends mail."""
    if command is None:
        return False
    sent = False
    for one in present(command):
        if isinstance(one, Opaque):
            continue
        words, own = words_of(call, one)
        if not words:
            continue
        name = program(words[0].value)
        if name in DELIVERING:
            deliver(call, name, words[1:], given if own is None else own)
            sent = True
        elif name in COMPOSING:
            compose(call, name, words[1:])
            sent = True
        elif name in TESTING:
            try_out(call, name, words[1:])
            sent = True
    return sent


def deliver(call: Invocation, name: str, words: list[Run], given: Value | None) -> None:
    """`sendmail [-t] [recipients]` with the message on standard input."""
    spelt = [_spelt(run.value) for run in words]
    flags = [word for word in spelt if word.startswith("-") and not word.startswith(("-o", "-f", "-F"))]
    from_header = any("t" in flag[1:] for flag in flags)
    recipients = tuple(run for run in words if not _spelt(run.value).startswith("-"))
    envelope = Seq("tuple", recipients) if recipients else None
    if given is None:
        return
    for value in alternatives(given):
        if isinstance(value, (Text, Opaque)):
            for fields in of_text(value):
                kept = (
                    tuple(field for field in fields if field.role != "Bcc") if from_header or not recipients else fields
                )
                take_down(call.core, call.node, name, Sending.RAW, kept, envelope)


def compose(call: Invocation, name: str, words: list[Run]) -> None:
    """`mail -s subject [-c cc] [-b bcc] recipients...`: the program writes the header."""
    roles: dict[str, list[Run]] = {"To": [], "Cc": []}
    pending = list(words)
    while pending:
        run = pending.pop(0)
        spelt = _spelt(run.value)
        if spelt == "--":
            continue
        if spelt.startswith("-") and len(spelt) > 1 and not spelt.startswith("--"):
            option = spelt[-1] if len(spelt) == 2 else spelt[1]
            if len(spelt) == 2 and pending and (option in TAKING or option in "cb"):
                word = pending.pop(0)
                if option == "c":
                    roles["Cc"].append(word)
            continue
        roles["To"].append(run)
    write_header(call, name, roles)


def try_out(call: Invocation, name: str, words: list[Run]) -> None:
    """`swaks --to a,b [--cc c] [--header "To: shown"]`: --to is the envelope and, without a header of its own, To."""
    roles: dict[str, list[Run]] = {"To": [], "Cc": []}
    replaced: list[PendingField] = []
    for option, run in itertools.pairwise(words):
        spelt = _spelt(option.value)
        if spelt in SWAKS:
            roles[SWAKS[spelt]].append(run)
        elif spelt in HEADER and isinstance(run.value, Text):
            replaced += of_text(run.value)[0]
    for field in replaced:
        roles.pop(field.role, None)
    write_header(call, name, roles, replaced)


def write_header(
    call: Invocation, name: str, roles: Mapping[str, list[Run]], given: Iterable[PendingField] = ()
) -> None:
    """A message leaves whose header the program writes."""
    fields = [*given]
    for role, found in roles.items():
        if found:
            value = Seq("tuple", tuple(Run(frozen(call.core, run.value, call.node), run.count) for run in found))
            trail = call.hop("argument", name, role, prev=found[0].value.trail)
            fields.append(PendingField(role, value, ONE, trail))
    take_down(call.core, call.node, name, Sending.MESSAGE, tuple(fields))


def _spelt(value: Value) -> str:
    return ropes.beginning(value) if isinstance(value, Text) else ""


def ran(call: Invocation) -> Value:
    """`subprocess.run(args, input=...)`, `check_call`, `os.system`: the program runs to its end."""
    given = call.arguments.keywords.get("input")
    run_command(call, command_of(call), standard_input(call) if given is None else given)
    return Opaque(("process", call.core.path, call.node.at))


def standard_input(call: Invocation) -> Value | None:
    """The text of what a program is given as its standard input, where that is something that was written."""
    source = call.arguments.keywords.get("stdin")
    record = call.core.record(source) if source is not None else None
    return record.text if isinstance(record, Buffer) and record.text.parts else None


def replaced(call: Invocation) -> Value:
    """`os.execvp(file, words)`, `os.spawnlp(mode, file, *words)`: another program, with words of which the first is its name."""
    given = call.arguments.positional
    start = 2 if call.name.startswith("os.spawn") else 1
    if call.name.startswith(("os.execl", "os.spawnl")):
        words = given[start:-1] if call.name.endswith("e") else given[start:]  # the environment comes last
        command: Value | None = Seq("tuple", tuple(words))
    else:
        command = given[start].value if len(given) > start else None
    run_command(call, command, None)
    return call.unknown()


def communicated(call: Invocation) -> Value:
    """`subprocess.getoutput`, `commands.getstatusoutput`: a shell runs the command."""
    run_command(call, call.get(0), None)
    return call.unknown()


def started(call: Invocation) -> Value:
    """`Popen(args, stdin=PIPE)`, `os.popen(command, "w")`: a pipe that is written to until it is closed."""
    command = command_of(call)
    if command is None:
        return call.unknown()
    if not is_mailer(call, command):
        return Opaque(("process", call.core.path, call.node.at), trail=call.hop("call", call.name))
    for one in present(command):
        words = words_of(call, one)[0] if not isinstance(one, Opaque) else None
        if words and program(words[0].value) in COMPOSING | TESTING:
            run_command(call, one, None)
            return call.core.new(Buffer("pipe", command=NOTHING), call.node)
    if (given := standard_input(call)) is not None:
        run_command(call, command, given)
        return call.core.new(Buffer("pipe", command=NOTHING), call.node)
    made = call.core.new(Buffer("pipe", command=command), call.node)
    call.core.at_exit(Partial(External(LEFT_OPEN), (Ref(made.id, call.hop("call", call.name)),), ()))
    return made


def left_open(call: Invocation) -> Value:
    """The program ends, or nobody knows a pipe any more: then it is closed, and what it leads to has read all."""
    pipe = call.get(0)
    record = call.core.record(pipe) if isinstance(pipe, Ref) else None
    if not isinstance(pipe, Ref) or not isinstance(record, Buffer) or record.sent or not record.text.parts:
        return NOTHING
    before = len(call.core.sends)
    run_command(call, record.command, record.text)
    if (opened := pipe.trail) is not None:  # it leaves where the pipe stands in the program
        for number, one in enumerate(call.core.sends[before:], before):
            trail = Trail(opened.path, opened.at, one.trail.what, one.trail.detail, loops=opened.loops)
            call.core.sends[number] = replace(one, trail=trail, running=opened.loops)
    return NOTHING


def is_mailer(call: Invocation, command: Value) -> bool:
    for one in present(command):
        words = words_of(call, one)[0] if not isinstance(one, Opaque) else None
        if words and program(words[0].value) in MAILERS:
            return True
    return False


def pipe_of(call: Invocation) -> tuple[Ref, Buffer] | None:
    record = call.core.record(call.receiver) if isinstance(call.receiver, Ref) else None
    return (call.receiver, record) if isinstance(call.receiver, Ref) and isinstance(record, Buffer) else None


def write(call: Invocation) -> Value:
    found, value = pipe_of(call), call.get(0)
    if found is not None and value is not None:
        target, record = found
        added = call.core.string(value, call.node)
        made = concat(record.text, added, lambda before: call.hop("text", prev=before))
        call.core.write(target.id, record.altered(text=made))
    return NOTHING


def finish(call: Invocation) -> Value:
    """`communicate(text)`, `close()`, `wait()`: the program has read all that it gets."""
    found = pipe_of(call)
    if found is None:
        return call.unknown()
    target, record = found
    given = call.get(0, "input") if call.name.endswith("communicate") else None
    body = record.text
    if given is not None and given != NOTHING:
        body = concat(body, call.core.string(given, call.node), lambda before: call.hop("text", prev=before))
    if body.parts and not record.sent and record.command is not None and record.command != NOTHING:
        run_command(call, record.command, body)
        call.core.write(target.id, record.altered(sent=True))
    return Opaque(("process", call.core.path, call.node.at))


def stream(call: Invocation) -> Value:
    return call.receiver or call.unknown()


def pipes(call: Invocation) -> Value:
    """`os.popen2(command)`: the pipe to write to comes first."""
    own = started(call)
    return Seq("tuple", (Run(own), Run(Opaque(("output", call.node.at))), Run(Opaque(("errors", call.node.at)))))


def two_pipes(call: Invocation) -> Value:
    own = started(call)
    return Seq("tuple", (Run(own), Run(Opaque(("output", call.node.at)))))


def nothing_said(call: Invocation) -> Value:
    """Flushing a pipe sends nothing yet."""
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(("subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
                     "os.system"), ran),
    **{f"os.{name}": replaced for name in REPLACING},
    **dict.fromkeys(("subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput",
                     "commands.getstatusoutput"), communicated),
    **dict.fromkeys(("subprocess.Popen", "os.popen", "asyncio.create_subprocess_shell",
                     "asyncio.create_subprocess_exec"), started),
    "os.popen2": two_pipes, "os.popen3": pipes, "os.popen4": two_pipes,
    "pipe.write": write, "pipe.writelines": write, "pipe.communicate": finish, "pipe.close": finish, "pipe.wait":
    finish, "pipe.poll": finish,
    "pipe.__exit__": finish, "pipe.__enter__": stream, "pipe.flush": nothing_said, "pipe.@stdin": stream,
    LEFT_OPEN: left_open,
}  # fmt: skip
