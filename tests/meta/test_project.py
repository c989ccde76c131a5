"""The project itself: the door, the directions of imports, the pages, what it declares."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

import cclint
from cclint.config import Config
from cclint.plugins import load

PROJECT = Path(__file__).parent.parent.parent
SOURCES = PROJECT / "src" / "cclint"
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("examples/**/*.md")])
DECLARED = tomli.loads((PROJECT / "pyproject.toml").read_text())


def files_of_the_project() -> list[Path]:
    """All text files that are, or will be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("the files are not in a git work tree")
    paths = [PROJECT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def test_no_empty_file_lies_about():
    empty = {path.relative_to(PROJECT).as_posix() for path in files_of_the_project() if not path.stat().st_size}
    allowed = {name for name in empty if name.endswith(("/__init__.py", "/py.typed")) or name.startswith("tests/data/")}
    assert empty == allowed


# The door


def test_the_door_exports_exactly_what_it_says():
    public = {name for name in vars(cclint) if not name.startswith("_")} - {"annotations", "TYPE_CHECKING"}
    modules = {path.stem for path in SOURCES.iterdir() if path.stem != "__init__"}
    assert public - modules <= set(cclint.__all__)  # some names come when they are asked for
    assert len(set(cclint.__all__)) == len(cclint.__all__)
    for name in cclint.__all__:
        assert getattr(cclint, name) is not None


def test_no_public_name_of_the_door_is_a_modules():
    modules = {path.stem for path in SOURCES.iterdir()}
    assert modules.isdisjoint(cclint.__all__)


def test_what_the_door_exports_is_documented():
    for name in cclint.__all__:
        thing = getattr(cclint, name)
        if isinstance(thing, type) or callable(thing):
            assert thing.__doc__, name


# The directions


def test_the_directions_of_imports_hold():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_built_in_rules_import_only_the_door():
    for path in sorted((SOURCES / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith("cclint"):
                assert module == "cclint" or (path.stem == "__init__" and module.startswith("cclint.rules.")), (
                    path,
                    module,
                )


def test_no_module_imports_what_leads_back_to_it():
    modules = {".".join(path.relative_to(SOURCES.parent).with_suffix("").parts): path for path in SOURCES.rglob("*.py")}
    modules = {name.removesuffix(".__init__"): path for name, path in modules.items()}
    needed = {name: imports(path) & modules.keys() - {name} for name, path in modules.items()}
    for name, wanted in needed.items():  # what a package offers it has from its own modules
        needed[name] = {one for one in wanted if not name.startswith(f"{one}.")}
    assert any(needed.values())
    while free := {name for name, wanted in needed.items() if not wanted & needed.keys()}:
        needed = {name: wanted for name, wanted in needed.items() if name not in free}
    assert not needed, sorted(needed)


def imports(path: Path) -> set[str]:
    """What a module imports, in functions as well, but for what only type checkers do."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_only_the_command_line_prints_and_exits():
    for path in sorted(SOURCES.rglob("*.py")):
        if "cli" in path.parts or path.name == "__main__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if path.name == "shares.py" and called == "os._exit":
                    continue  # a copy of the process, of which nothing else may end
                assert called not in ("print", "sys.exit", "exit", "os._exit"), (path, node.lineno)


def test_modules_are_short_and_say_what_they_are():
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text())
        if path.read_text().strip():
            assert ast.get_docstring(tree), path
        if len(path.read_text().splitlines()) > 400:
            assert "is long because" in (ast.get_docstring(tree) or ""), path


# The pages


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text()):
        if not target.startswith(("http:", "https:")):
            assert (path.parent / target).exists(), target


def anchors(path: Path) -> set[str]:
    """The headings of a page, as the site and git hosts name them."""
    text = re.sub(r"^(`{3,}).*?^\1$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_to_headings_lead_to_one(path: Path):
    for target, heading in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", path.read_text()):
        page = path.parent / target if target else path
        if page.suffix == ".md":
            assert heading in anchors(page), (target, heading)


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/design.md", "docs/comparison.md", "docs/fixes.md"])
def test_paths_that_a_page_names_exist(name: str):
    text = re.sub(r"^(`{3,}).*?^\1$", "", (PROJECT / name).read_text(), flags=re.DOTALL | re.MULTILINE)
    tops = "src|tests|docs|benchmarks|release|plugins|examples|\\.ci|\\.github"
    paths = set(re.findall(rf"`((?:{tops})/[\w./-]*)`", text))
    paths |= set(re.findall(r"(?<![\w/(])docs/[\w-]+\.md", text))
    assert paths
    assert not [path for path in sorted(paths) if not (PROJECT / path).exists()]


def test_every_format_has_a_row_on_its_page():
    rows = re.findall(r"^\| `([a-z]+)` \|", (PROJECT / "docs/formats.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(load(Config(root=PROJECT)).reporters)


def test_every_page_of_the_site_is_in_its_navigation():
    import yaml

    def paths(entry: object) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        return [path for one in (entry.values() if isinstance(entry, dict) else entry) for path in paths(one)]

    listed = paths(yaml.safe_load((PROJECT / "mkdocs.yml").read_text())["nav"])
    assert sorted(listed) == sorted(
        path.relative_to(PROJECT / "docs").as_posix() for path in PROJECT.glob("docs/**/*.md")
    )


def test_the_site_takes_nothing_from_elsewhere():
    import yaml

    site = yaml.safe_load((PROJECT / "mkdocs.yml").read_text())
    assert site["theme"]["font"] is False
    assert "extra_javascript" not in site
    assert "extra_css" not in site or not any("//" in one for one in site["extra_css"])


def tree_of_the_design() -> dict[str, str]:
    """Each path that the design's tree names, with its sentence."""
    text = (PROJECT / "docs/design.md").read_text()
    block = text.split("## The tree", 1)[1].split("```text\n", 1)[1].split("```", 1)[0]
    found: dict[str, str] = {}
    folders: list[tuple[int, str]] = []
    for line in block.splitlines():
        depth = len(line) - len(line.lstrip())
        name, _, sentence = line.strip().partition(" ")
        if name.endswith(","):  # several files in one line
            continue
        folders = [(inner, folder) for inner, folder in folders if inner < depth]
        path = (folders[-1][1] if folders else "") + name
        if name.endswith("/"):
            folders.append((depth, path))
        found[path] = sentence.strip()
    return found


def test_the_tree_in_the_design_is_the_tree():
    described = tree_of_the_design()
    for name in described:
        assert (PROJECT / name).exists(), name
    real = {f"src/cclint/{path.name}{'/' if path.is_dir() else ''}" for path in SOURCES.iterdir()}
    real |= {f"tests/{path.name}/" for path in (PROJECT / "tests").iterdir() if path.is_dir()}
    real -= {"src/cclint/__pycache__/", "tests/__pycache__/", "src/cclint/py.typed"}
    assert real <= set(described), sorted(real - set(described))
    assert all(described[name] for name in real)


def test_no_page_tells_to_install_somebody_elses_package():
    wrong = re.compile(r"pip3?\s+install\s+(?:-\S+\s+)*['\"]?cclint(?![\w-])")
    assert wrong.search("pip install " + "cclint")
    for path in files_of_the_project():
        assert not wrong.search(path.read_text(errors="replace")), path


def test_no_file_names_a_machine():
    machine = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/")
    for path in files_of_the_project():
        if path != Path(__file__):
            found = machine.search(path.read_text(errors="replace"))
            assert not found, (path, found)


# The commands of the first screen


def commands() -> list[str]:
    """The two commands in the README's first screen."""
    head = "\n".join((PROJECT / "README.md").read_text().splitlines()[:24])
    return re.findall(r"```console\n(.+)\n```", head)


def test_the_first_screen_has_two_commands_of_one_line():
    setting_up, testing = commands()
    for command in (setting_up, testing):
        assert command.startswith("python3 -m venv .venv && .venv/bin/python -m pip install -q ")
    assert setting_up.endswith(" && .venv/bin/cclint examples")
    assert testing.endswith(" && .venv/bin/python -m pytest -n auto")


def test_continuous_integration_runs_the_second_command():
    script = (PROJECT / ".ci/run").read_text()
    assert "grep -m 2 '^python3 -m venv' README.md | sed -n 2p" in script
    lines = [line for line in (PROJECT / "README.md").read_text().splitlines() if line.startswith("python3 -m venv")]
    assert lines[1] == commands()[1]
    assert subprocess.run(["bash", "-n", str(PROJECT / ".ci/run")], check=False).returncode == 0


def test_the_finding_that_the_readme_shows_is_what_is_reported(cclint):
    page = PROJECT / "README.md"
    before, rest = page.read_text().split("```text\n", 1)
    shown, after = rest.split("```", 1)
    done = cclint("examples/leaky/parish_newsletter.py", cwd=PROJECT, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    told = done.out.rstrip("\n") + "\n"
    if os.environ.get("CCLINT_UPDATE"):
        page.write_text(f"{before}```text\n{told}```{after}")
    else:
        assert told == shown, "CCLINT_UPDATE=1 rewrites it"


# What is declared


def test_extras_and_groups_are_equal():
    groups, extras = DECLARED["dependency-groups"], DECLARED["project"]["optional-dependencies"]
    assert set(groups) == {"tests", "typing", "docs", "dev"}
    for name in ("tests", "typing", "docs"):
        assert groups[name] == extras[name]
    assert [item["include-group"] for item in groups["dev"] if isinstance(item, dict)] == ["tests", "typing", "docs"]


def test_every_dependency_is_justified_in_the_design():
    text = (PROJECT / "docs/design.md").read_text().split("## Dependencies", 1)[1]
    for requirement in DECLARED["project"]["dependencies"]:
        assert f"| {re.split(r'[<>=]', requirement)[0]} |" in text


def test_the_distribution_is_not_called_like_the_command():
    assert DECLARED["project"]["name"] == "cclint-mail"
    assert DECLARED["project"]["scripts"] == {"cclint": "cclint.cli:entry"}
    assert DECLARED["project"]["requires-python"] == ">=3.10"


def test_the_types_are_published():
    assert (SOURCES / "py.typed").exists()


def test_the_hooks_that_users_get():
    import yaml

    hooks = {hook["id"]: hook for hook in yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())}
    assert set(hooks) == {"cclint", "cclint-all"}
    for hook in hooks.values():
        assert hook["language"] == "python"
        assert hook["require_serial"] is True
        assert "types" not in hook
    assert hooks["cclint-all"]["pass_filenames"] is False
    pattern = re.compile(hooks["cclint"]["files"])
    assert all(pattern.search(name) for name in ("a.py", "b/c.pyw", "d.wsgi", "e.cgi", "f.pyi", "g.py.in"))
    assert not any(pattern.search(name) for name in ("a.pyc", "b.md", "c.png"))
    for kind in load(Config(root=PROJECT)).frontends:
        names = [*(f"a{suffix}" for suffix in kind.suffixes), *kind.filenames]
        assert [name for name in names if not pattern.search(name)] == []
