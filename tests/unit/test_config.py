"""Reading configuration, and where a project begins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cclint.config import TEST_PATHS, Config, Persona, load
from cclint.config.declared import Limits, Visibility
from cclint.refusal import Refused


def configured(files, text: str, name: str = "cclint.toml") -> Config:
    return load([str(files({name: text}))])


def test_all_keys(files):
    folder = files({"stubs/acme.pyi": "", "rules.py": ""})
    config = configured(
        files,
        """
        select = ["visible-recipients"]
        ignore = ["bcc-on-the-wire"]
        exclude = ["old/"]
        extend-exclude = ["*_pb2.py"]
        models = ["stubs/acme.pyi", "stubs"]
        plugins = ["rules.py", "acme.rules"]
        persona = "auditor"
        test-paths = ["checks/"]
        output-format = "sarif"

        [policy]
        max-visible = 3

        [limits]
        steps = 1000
        seconds = 1.5

        [rules.visible-recipients]
        something = 1
        """,
    )
    assert config.root == config.home == folder
    assert config.file == "cclint.toml"
    assert config.select == ("visible-recipients",)
    assert config.ignore == ("bcc-on-the-wire",)
    assert config.exclude == ("old/",)
    assert config.extend_exclude == ("*_pb2.py",)
    assert config.models == (folder / "stubs/acme.pyi", folder / "stubs")
    assert config.plugins == ("rules.py", "acme.rules")
    assert config.persona is Persona.AUDITOR
    assert config.test_paths == ("checks/",)
    assert config.output_format == "sarif"
    assert config.policy == Visibility(max_visible=3)
    assert config.limits == Limits(steps=1000, seconds=1.5)
    assert config.rules == {"visible-recipients": {"something": 1}}
    assert config.where("policy.max-visible") == "cclint.toml:13: "
    assert config.where("limits") == "cclint.toml:15: "
    assert config.where("rules.visible-recipients.something") == "cclint.toml:20: "
    assert config.where("never-set") == ""


def test_defaults(tmp_path):
    config = load([str(tmp_path)])
    assert config == Config(root=tmp_path)
    assert config.select is None
    assert config.exclude is None
    assert config.test_paths == TEST_PATHS
    assert config.policy.max_visible == 1
    assert config.persona is Persona.DEVELOPER


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1", "cclint.toml:1: unknown key 'a'"),
        ("\nextend_exclude = []", "cclint.toml:2: unknown key 'extend_exclude'; did you mean 'extend-exclude'?"),
        ('select = "x"', "cclint.toml:1: 'select' must be a list of strings, not 'x'"),
        ("select = [1]", "'select' must be a list of strings, not [1]"),
        ('select = [""]', "'select' must be a list of strings"),
        (
            'persona = "auditr"',
            "cclint.toml:1: unknown persona 'auditr' (known: developer, auditor); did you mean 'auditor'?",
        ),
        ("persona = 1", "'persona' must be a string, not 1"),
        ("output-format = true", "'output-format' must be a string, not True"),
        ("policy = 1", "'policy' must be a table, not 1"),
        ("[policy]\nmax-visibel = 2", "cclint.toml:2: unknown key policy.max-visibel; did you mean 'max-visible'?"),
        ("[policy]\n\nmax-visible = 0", "cclint.toml:3: 'policy.max-visible' must be a whole number, 1 or more, not 0"),
        (
            "policy.max-visible = true",
            "cclint.toml:1: 'policy.max-visible' must be a whole number, 1 or more, not True",
        ),
        ("policy = {max-visible = 1.5}", "cclint.toml:1: 'policy.max-visible' must be a whole number"),
        ("[limits]\nseconds = 0", "'limits.seconds' must be a number of seconds above 0, not 0"),
        ("[limits]\nseconds = inf", "'limits.seconds' must be a number of seconds above 0, not inf"),
        ("[limits]\nsteps = '1'", "'limits.steps' must be a whole number"),
        ('models = ["nowhere.pyi"]', "cclint.toml:1: 'models' names 'nowhere.pyi', which does not exist"),
        ("rules = 1", "'rules' must be a table of tables"),
        ("[rules]\nx = 1", "cclint.toml:2: 'rules.x' must be a table of the rule's options, not 1"),
        ("a = [", "cclint.toml: is not TOML:"),
    ],
)
def test_every_mistake_is_named(files, monkeypatch, text, said):
    monkeypatch.chdir(files({"cclint.toml": text}))
    with pytest.raises(Refused) as refused:
        load(["."])
    assert str(refused.value).startswith(said) or said in str(refused.value)


def test_bytes_that_are_no_text(files, monkeypatch):
    monkeypatch.chdir(files({"cclint.toml": b"a = '\xff'"}))
    with pytest.raises(Refused, match=r"cclint\.toml: is not TOML"):
        load(["."])


def test_a_byte_order_mark_and_windows_line_ends(files):
    folder = files({"cclint.toml": b'\xef\xbb\xbf# ours\r\npersona = "auditor"\r\n'})
    config = load([str(folder)])
    assert config.persona is Persona.AUDITOR
    assert config.where("persona") == "cclint.toml:2: "


# Which file


def test_the_nearest_file_above_the_paths_counts(files):
    folder = files({"cclint.toml": "", "a/cclint.toml": 'persona = "auditor"\n', "a/b/c.py": "", "d/e.py": ""})
    assert load([str(folder / "a/b/c.py")]).persona is Persona.AUDITOR
    assert load([str(folder / "a/b")]).root == folder / "a"
    assert load([str(folder / "d")]).root == folder
    assert load([str(folder / "a/b/not-there-yet.py")]).root == folder / "a"


def test_a_pyproject_without_our_table_does_not_count(files):
    folder = files(
        {
            "pyproject.toml": '[tool.cclint]\npersona = "auditor"\n',
            "a/pyproject.toml": '[project]\nname = "cclint-user"\n',
            "a/b.py": "",
        }
    )
    assert load([str(folder / "a/b.py")]).persona is Persona.AUDITOR


def test_a_broken_pyproject_that_is_not_about_us_does_not_count(files):
    folder = files({"cclint.toml": "", "a/pyproject.toml": "[[[", "a/b.py": ""})
    assert load([str(folder / "a")]).root == folder


def test_a_broken_pyproject_that_may_be_about_us_is_a_mistake(files):
    folder = files({"pyproject.toml": "[tool.cclint\n"})
    with pytest.raises(Refused, match="is not TOML"):
        load([str(folder)])


def test_cclint_toml_comes_before_pyproject(files):
    folder = files({"pyproject.toml": "[tool.cclint]\nnonsense = 1\n", "cclint.toml": 'persona = "auditor"\n'})
    assert load([str(folder)]).persona is Persona.AUDITOR


def test_an_empty_table_is_a_configuration(files):
    folder = files({"pyproject.toml": "[tool.cclint]\n", "a/b.py": ""})
    assert load([str(folder / "a")]).root == folder


def test_the_working_directory_does_not_matter(files, monkeypatch):
    folder = files({"a/cclint.toml": 'persona = "auditor"\n', "b/cclint.toml": "nonsense = 1\n"})
    monkeypatch.chdir(folder / "b")
    assert load(["../a"]).persona is Persona.AUDITOR


def test_two_configurations_are_refused(files):
    folder = files({"a/cclint.toml": "", "b/cclint.toml": "", "c/x.py": ""})
    with pytest.raises(Refused, match=r"two configurations, .*a.cclint\.toml and .*b.cclint\.toml"):
        load([str(folder / "a"), str(folder / "b")])
    assert load([str(folder / "a"), str(folder / "c")]).root == folder / "a"


def test_isolated(files):
    folder = files({"cclint.toml": "nonsense = 1\n"})
    assert load([str(folder)], isolated=True) == Config(root=folder, baselined=False)


def test_a_named_file_that_lies_above_the_paths_is_the_root(files):
    folder = files({"strict.toml": 'persona = "auditor"\n', "a/b.py": ""})
    config = load([str(folder / "a")], file=str(folder / "strict.toml"))
    assert (config.root, config.persona) == (folder, Persona.AUDITOR)


def test_a_named_file_from_elsewhere_says_nothing_about_the_root(files):
    folder = files({"shared/strict.toml": "", "shared/rule.py": "", "app/setup.py": "", "app/pkg/b.py": ""})
    config = load([str(folder / "app/pkg")], file=str(folder / "shared/strict.toml"))
    assert config.root == folder / "app"
    assert config.home == folder / "shared"


def test_the_table_of_a_named_pyproject(files):
    folder = files({"pyproject.toml": '[project]\nname = "x"\n[tool.cclint]\npersona = "auditor"\n'})
    assert load([str(folder)], file=str(folder / "pyproject.toml")).persona is Persona.AUDITOR


# Which root


def test_the_root_without_configuration(files):
    folder = files(
        {
            "repo/.git/HEAD": "",
            "repo/pkg/setup.py": "",
            "repo/pkg/a/b.py": "",
            "lone/pkg/setup.cfg": "",
            "lone/pkg/a/b.py": "",
        }
    )
    assert load([str(folder / "repo/pkg/a/b.py")]).root == folder / "repo"
    assert load([str(folder / "lone/pkg/a/b.py")]).root == folder / "lone/pkg"


def test_a_git_file_marks_a_work_tree(files):
    folder = files({"tree/.git": "gitdir: elsewhere\n", "tree/a/b.py": ""})
    assert load([str(folder / "tree/a")]).root == folder / "tree"


def test_without_any_mark_it_is_what_the_paths_have_in_common(files):
    folder = files({"x/a/b.py": "", "x/c/d.py": ""})
    assert load([str(folder / "x/a/b.py"), str(folder / "x/c")]).root == folder / "x"
    assert load([str(folder / "x/a/b.py")]).root == folder / "x/a"


def test_no_path_means_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load([]).root == Path(os.getcwd())
