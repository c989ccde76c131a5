"""Loading plug-ins, from everywhere that they come from."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cclint import Frontend, Reporter, Send, hookimpl, rule
from cclint.config import Config, load
from cclint.plugins import load as load_plugins
from cclint.refusal import Refused
from making import CLEAN, plugins

PLUGIN = '''
from pathlib import Path
from cclint import Frontend, Reporter, Send, hookimpl, rule


@rule("{name}", on=Send)
def one(send):
    """Objects to every message.

    ## Example

    ```py
    pass
    ```
    """
    yield one.finding("a message", at=send)


@hookimpl
def cclint_rules():
    return [one]


@hookimpl
def cclint_models():
    return [Path(__file__).parent / "stubs"]


@hookimpl
def cclint_frontends():
    return [Frontend("lists", suffixes=(".list",))]


@hookimpl
def cclint_reporters():
    return [Reporter("count-{name}", "a number", lambda report, rendering: f"{{len(report.findings)}}\\n")]
'''


def test_the_built_in_ones_come_through_the_hooks():
    loaded = plugins()
    assert list(loaded.rules) == [
        "bcc-on-the-wire",
        "expired-suppression",
        "first-recipient-exposed",
        "growing-recipients",
        "misspelt-suppression",
        "reused-message",
        "suppression-without-reason",
        "unused-suppression",
        "visible-fixed-list",
        "visible-recipients",
        "visible-recipients-in-settings",
        "visible-recipients-in-template",
    ]
    assert list(loaded.reporters) == [
        "full",
        "concise",
        "json",
        "sarif",
        "github",
        "gitlab",
        "rdjson",
        "junit",
        "markdown",
        "html",
    ]
    assert "python" in [kind.name for kind in loaded.frontends]
    assert loaded.origins == {}


def test_a_file_that_the_configuration_names(files, cclint):
    files(
        {
            "main.py": CLEAN,
            "tools/acme.py": PLUGIN.format(name="any-mail"),
            "tools/stubs/a.pyi": "",
            "cclint.toml": 'plugins = ["tools/acme.py"]\n',
        }
    )
    done = cclint("--select", "any-mail", "--output-format", "concise")
    assert done.status == 1
    assert "error [any-mail] a message" in done.out
    assert "--isolated" not in done.err
    assert cclint("--select", "any-mail", "--isolated").status == 2
    assert cclint("--output-format", "count-any-mail").out == "1\n"


def test_nothing_is_written_beside_a_plug_in(files, cclint):
    folder = files(
        {
            "main.py": CLEAN,
            "tools/acme.py": PLUGIN.format(name="any-mail"),
            "tools/stubs/a.pyi": "",
            "cclint.toml": 'plugins = ["tools/acme.py"]\n',
        }
    )
    cclint()
    assert sorted(path.name for path in (folder / "tools").iterdir()) == ["acme.py", "stubs"]


def test_a_module_that_the_configuration_names(files, cclint, tmp_path):
    files({"main.py": CLEAN, "lib/acme/rules.py": PLUGIN.format(name="any-mail"), "lib/acme/__init__.py": ""})
    files({"cclint.toml": 'plugins = ["acme.rules"]\n', "lib/acme/stubs/a.pyi": ""})
    done = cclint("--select", "any-mail", PYTHONPATH=str(tmp_path / "lib"))
    assert done.status == 1
    missing = cclint()
    assert missing.status == 2
    assert "cclint.toml:1: the plug-in 'acme.rules' does not load: No module named 'acme'" in missing.err
    assert "additional_dependencies:" in missing.err


def installed(files, point: str = "acme = acme_cclint", text: str | None = None) -> dict[str, str]:
    """An installed distribution with an entry point, as pip leaves it."""
    folder = files(
        {
            "site/acme_cclint.py": PLUGIN.format(name="any-mail") if text is None else text,
            "site/stubs/acme.pyi": "",
            "site/acme-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
            "site/acme-1.0.dist-info/entry_points.txt": f"[cclint]\n{point}\n",
        }
    )
    return {"PYTHONPATH": str(folder / "site")}


def test_an_entry_point(files, cclint):
    files({"src/main.py": CLEAN})
    environment = installed(files)
    done = cclint("src", "--isolated", "--output-format", "concise", **environment)
    assert "error [any-mail] a message" in done.out
    assert re.search(r"any-mail +error +Objects to every message. \(from acme\)", cclint("rules", **environment).out)


@pytest.mark.parametrize(
    ("point", "text", "said"),
    [
        ("acme = no_such_module", None, "the plug-in acme of acme (no_such_module) does not load: ModuleNotFoundError"),
        ("acme = acme_cclint", "1 / 0", "the plug-in acme of acme (acme_cclint) does not load: ZeroDivisionError"),
        ("acme = acme_cclint:nothing", None, "does not load: AttributeError"),
    ],
)
def test_an_entry_point_that_does_not_load_stops_the_run(files, cclint, point, text, said):
    files({"src/main.py": CLEAN})
    done = cclint("src", **installed(files, point, text))
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_metadata_is_asked_only_where_something_names_us(files, monkeypatch):
    def refuse(**_):
        pytest.fail("importlib.metadata was asked")

    monkeypatch.setattr("importlib.metadata.entry_points", refuse)
    monkeypatch.setattr(sys, "path", [str(files({"other-1.0.dist-info/entry_points.txt": "[console_scripts]\n"}))])
    plugins()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def f(:", "does not load: SyntaxError"),
        ("raise SystemExit(0)", "does not load: SystemExit"),
        ("import nowhere", "does not load: No module named 'nowhere'"),
        ("from cclint import hookimpl\n@hookimpl\ndef cclint_ruls():\n    return []", "unknown hook 'cclint_ruls'"),
        ("from cclint import hookimpl\n@hookimpl\ndef cclint_rules(x):\n    return []", "does not fit"),
        ("from cclint import hookimpl\n@hookimpl\ndef cclint_rules():\n    return 1", "must return a list of Rule"),
        ("from cclint import hookimpl\n@hookimpl\ndef cclint_rules():\n    return ['x']", "must return a list of Rule"),
        ("from cclint import hookimpl\n@hookimpl\ndef cclint_rules():\n    yield", "must return a list of Rule"),
        (
            "from cclint import Frontend, hookimpl\n@hookimpl\ndef cclint_frontends():\n    return [Frontend('x', words=('(',))]",
            "the front end x of the plug-in acme.py looks for '(', which is no pattern: missing )",
        ),
        (
            "from cclint import hookimpl\n@hookimpl\ndef cclint_models():\n    return ['x']",
            "must return a list of Path",
        ),
        (
            "from cclint import hookimpl\n@hookimpl\ndef cclint_rules():\n    1 / 0",
            "fails in cclint_rules: ZeroDivisionError",
        ),
    ],
)
def test_a_plug_in_that_does_not_fit_stops_the_run(files, text, said):
    folder = files({"acme.py": text, "cclint.toml": 'plugins = ["acme.py"]\n'})
    with pytest.raises(Refused, match=r"acme\.py") as refused:
        load_plugins(load([str(folder)]))
    assert said in str(refused.value)


def test_the_hooks_are_named_where_one_is_misspelt(files):
    folder = files({"acme.py": "from cclint import hookimpl\n@hookimpl\ndef cclint_ruls():\n    return []"})
    with pytest.raises(Refused, match="the hooks are cclint_frontends, cclint_models, cclint_reporters, cclint_rules"):
        load_plugins(Config(root=folder, home=folder, plugins=("acme.py",)))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Refused, match=r"there is no plug-in 'tools/acme\.py'"):
        load_plugins(Config(root=tmp_path, home=tmp_path, plugins=("tools/acme.py",)))


def made(name, aliases=()):
    @rule(name, on=Send, aliases=aliases)
    def one(send):
        """Objects.

        ## Example
        """
        yield from ()

    return one


def offering(**hooks):
    """A plug-in whose hooks return what is given."""

    def implementation(value):
        return hookimpl(lambda: value)

    return SimpleNamespace(**{name: implementation(value) for name, value in hooks.items()})


def test_names_are_given_once():
    for one in (made("visible-recipients"), made("any-mail", ["visible-recipients"])):
        told = "the plug-in extra 0 has a rule 'visible-recipients', but there is one of that name already, from built-in rules"
        with pytest.raises(Refused, match=told):
            plugins(offering(cclint_rules=[one]))
    with pytest.raises(Refused, match="extra 1 has a rule 'older-name'"):
        plugins(offering(cclint_rules=[made("a", ["older-name"])]), offering(cclint_rules=[made("older-name")]))
    with pytest.raises(Refused, match="extra 0 has an output format 'sarif'"):
        plugins(offering(cclint_reporters=[Reporter("sarif", "", lambda *_: "")]))


def test_what_is_offered_is_collected():
    loaded = plugins(
        offering(
            cclint_rules=[made("any-mail")],
            cclint_models=[Path("stubs")],
            cclint_frontends=[Frontend("x", suffixes=(".x",))],
        )
    )
    assert loaded.origins == {"any-mail": "extra 0"}
    assert loaded.models == (Path("stubs"),)
    assert [kind.name for kind in loaded.frontends][-1] == "x"
    assert list(loaded.rules) == sorted(loaded.rules)


def test_stubs_that_cannot_be_understood_stop_the_run(files, cclint):
    plugin = PLUGIN.format(name="any-mail")
    files({"main.py": CLEAN, "acme.py": plugin, "cclint.toml": 'plugins = ["acme.py"]\n', "stubs/acme.pyi": "x = ("})
    done = cclint()
    assert (done.status, done.out) == (2, "")
    assert "stubs/acme.pyi:1: the stub is no valid Python" in done.err
    assert "Traceback" not in done.err


FRONTEND = '''
from cclint import Frontend, Outgoing, hookimpl, recipients_text, sending_module


def lower(path, text):
    """Lines `notify ann@example.org, bob@example.net`."""
    messages = []
    for number, line in enumerate(text.split("\\n"), 1):
        word, _, rest = line.partition(" ")
        if word == "notify":
            at = (number, 8, number, len(line) + 1)
            messages.append(Outgoing(at, "the notifier", (("To", recipients_text(rest, at)),)))
    return sending_module(path, text, messages)


@hookimpl
def cclint_frontends():
    return [Frontend("notifier", suffixes=(".notify",), lower=lower, words=("notify",))]
'''


def test_a_front_end_of_a_plug_in(files, cclint):
    files(
        {
            "tools/notifier.py": FRONTEND,
            "cclint.toml": 'plugins = ["tools/notifier.py"]\n',
            "a.notify": "# rules\nnotify ann@example.org\nnotify ann@example.org, bob@example.net\n",
        }
    )
    done = cclint("--output-format", "concise")
    assert done.status == 1
    assert done.out.startswith("a.notify:3:8: warning[visible-recipients-in-settings]") or "a.notify:3:8" in done.out
    assert "To of what the notifier sends holds 2 addresses" in done.out
    assert done.out.count("a.notify") == 1
