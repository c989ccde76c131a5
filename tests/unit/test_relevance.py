"""Which files and functions are looked at, and in which order, as far as that can be said without evaluating anything."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from cclint.analysis.program.project import Project
from cclint.analysis.relevance import wholly
from cclint.analysis.relevance.apis import Apis
from cclint.analysis.relevance.functions import MANY, NEAR, Relevant
from cclint.analysis.relevance.outline import called_as, every, outlined
from cclint.analysis.relevance.sift import Sift
from cclint.analysis.relevance.unreached import Unreached
from cclint.analysis.relevance.widening import take_in
from cclint.analysis.relevance.within import within
from cclint.frontends.files import read
from cclint.ir import nodes as ir
from cclint.ir.source import Lines, Source
from cclint.models import load_needles


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes part in a large program: of a small one everything does."""
    monkeypatch.setattr(wholly, "FUNCTIONS", 0)


def functions(number: int, chance: random.Random) -> list[tuple[str, ir.Function]]:
    """Functions that mention one another by chance; some have one name, as methods do."""
    names = [f"f{chance.randrange(number)}" for _ in range(number)]
    made = []
    for name in names:
        mentions = {chance.choice(names) for _ in range(chance.randrange(3))}
        made.append(("a.py", ir.Function((1, 1, 1, 1), name, name, named=mentions)))
    return made


def counted_anew(left: list[tuple[str, ir.Function]]) -> list[tuple[str, ir.Function]]:
    """What `Unreached.roots` gives, from its definition."""
    mentioned = Counter(name for _, one in left for name in one.mentions)
    free = [(path, one) for path, one in left if mentioned[called_as(one)] == (called_as(one) in one.mentions)]
    return free or left[:1]


@pytest.mark.parametrize("seed", range(60))
def test_whom_nothing_mentions_is_the_same_whether_counted_anew_or_not(seed):
    chance = random.Random(seed)
    everything = functions(chance.randrange(1, 30), chance)
    left, reached = Unreached(everything), set()
    while roots := left.roots(reached):
        assert roots == counted_anew([one for one in everything if id(one[1]) not in reached])
        reached |= {id(function) for _, function in roots}
        # What is evaluated calls others.
        reached |= {id(function) for _, function in everything if chance.random() < 0.1}
    assert reached >= {id(function) for _, function in everything}


def relevant(files: dict[str, str], kept: set[str]) -> tuple[dict[str, ir.Module], Relevant]:
    sources = [Source(path, Path(path), content=text.encode()) for path, text in sorted(files.items())]
    project = Project.of(sources, read)
    found = Relevant(Sift(load_needles()), project)
    take_in(project, kept, found, sources, lambda path: False)
    return {path: one for path in found.outlines if (one := project.module(path)) is not None}, found


def chain(length: int, width: int) -> dict[str, str]:
    """Files that each call the one before; the first sends, with so many functions."""
    sends = "".join(f"def send{one}():\n    smtplib.SMTP().sendmail(1, 2, 3)\n\n\n" for one in range(width))
    files = {"step0.py": f"import smtplib\n\n\n{sends}def step0():\n    send0()\n"}
    for one in range(1, length):
        files[f"step{one}.py"] = f"from step{one - 1} import step{one - 1}\n\n\ndef step{one}():\n    step{one - 1}()\n"
    return files


def test_callers_are_found_however_far_they_are_where_there_are_few():
    modules, found = relevant(chain(9, 1), {"step0.py"})
    assert sorted(modules) == [f"step{one}.py" for one in range(9)]
    assert sorted(found.known.scopes.values()) == [0, *range(1, 10)]


def test_distances_are_those_from_the_first_file_on_where_there_are_many():
    modules, found = relevant(chain(9, MANY + 1), {"step0.py"})
    far = {
        one.name: found.known.scopes[path, number]
        for path, module in modules.items()
        for number, one in enumerate(every(module.body))
        if (path, number) in found.known.scopes
    }
    assert {name: distance for name, distance in far.items() if name.startswith("step")} == {
        "step0": 1,
        "step1": 2,
        "step2": NEAR,
    }
    assert "step4.py" not in modules


def test_what_a_file_imports_names_its_apis_but_not_what_lies_behind_that():
    files = {
        "settings.py": "import requests\n\nURL = 'https://api.mailgun.net/v3/x/messages'\n",
        "mail.py": "from settings import URL, requests\n\n\ndef mail(data):\n    requests.post(URL, data=data)\n",
        "shop.py": "import mail\n\n\ndef unrelated(queue):\n    queue.post('x')\n",
    }
    modules, found = relevant(files, {"settings.py", "mail.py", "shop.py"})
    relevant_ones = within(found, modules).scopes
    names = {one.name for module in modules.values() for one in every(module.body) if id(one) in relevant_ones}
    assert names == {"mail"}


def test_words_that_a_call_is_given_stand_in_its_own_file():
    files = {
        "line.py": "import smtplib\n\n\ndef say(server):\n    server.rcpt(1)\n    server.data(2)\n",
        "form.py": "import line\n\n\ndef shown(form):\n    return form.data\n",
    }
    _, found = relevant(files, {"line.py", "form.py"})
    assert [path for path, _ in found.known.scopes] == ["line.py"]


def test_a_library_whose_names_tell_is_not_looked_for_by_its_imports():
    sift = Sift(load_needles())
    assert not sift.keeps(b"from dagster import asset\n")
    assert sift.keeps(b"from dagster import make_email_on_run_failure_sensor\n")
    assert sift.keeps(b"import resend\n")  # which is told to `send` only
    assert not sift.keeps(b"from odoo import models\n")
    assert sift.keeps(b"self.env['mail.mail']\n")


def test_a_stub_may_ask_for_two_words():
    sift = Sift(load_needles())
    assert not sift.keeps(b"from airflow import DAG\n\nDAG('x')\n")
    assert sift.keeps(b"from airflow import DAG\n\nDAG('x', default_args={'email': ['a@example.org']})\n")
    assert not sift.keeps(b"x = {'email': ['a@example.org']}\n")
    assert names_of({"a.py": "from airflow import DAG\n\nDAG('x', default_args={'email': 1})\n"}) >= {"DAG"}


def names_of(files: dict[str, str], path: str = "a.py") -> frozenset[str]:
    """The names that the body of a file mentions and that can mean something that sends, beyond those that say so themselves."""
    sources = [Source(name, Path(name), content=text.encode()) for name, text in sorted(files.items())]
    project = Project.of(sources, read)
    module = project.module(path)
    assert module is not None
    apis = Apis(sift := Sift(load_needles()), project, {path: module})
    own, found = outlined(module, project).own, apis.of(module, ())
    return (found.names & {*own.names, *own.taken} | found.methods & {*own.taken}) - sift.names


@pytest.mark.parametrize(
    ("text", "name", "counts"),
    [
        ("from flask_mail import Message\nMessage()\n", "Message", True),
        ("import flask_mail\nflask_mail.Message()\n", "Message", True),
        ("import flask_mail as fm\nx = [fm . Message]\n", "Message", True),
        ("from flask_mail import *\nMessage()\n", "Message", True),
        (
            "try:\n    from flask_mail import Message\nexcept ImportError:\n    from .compat import Message\nMessage()\n",
            "Message",
            True,
        ),
        ("import flask_mail\n\n\nclass Message:\n    pass\n", "Message", False),
        ("import flask_mail\nfrom models import Message\nMessage()\n", "Message", False),
        ("import flask_mail\nfrom handing import Message\nMessage()\n", "Message", True),
        ("import flask_mail\nfrom models import Lazy\nLazy()\n", "Lazy", False),
        ("from flask_mail import Message\nisinstance(x, Message)\n", "Message", False),
        ("import flask_mail\nMessage = chat.Message\n", "Message", False),
        ("import flask_mail\nmail.send(1)\n", "send", True),
        ("import flask_mail\nmails()[0].send(1)\n", "send", True),
        ("import flask_mail\nsend = 1\n", "send", False),
        ("import smtplib\nserver.data(1)\n", "data", False),
        ("import smtplib\nserver.rcpt(1)\nserver.data(1)\n", "data", True),
        ("from flask_mail import Message as Letter\nLetter()\n", "Letter", True),
        ("from smtplib import SMTP\nfrom django.core.mail import send_mail as post\npost()\n", "post", True),
        ("import subprocess as sp\nsp.call(['mail', '-s', 'x'])\n", "call", True),
        ("import subprocess\nx = 'mail -s'\nrun.call()\n", "call", False),
        ("'Needs smtplib.'\nserver.data(server.rcpt(1))\n", "data", True),
        ("'Uses https://api.mailgun.net.'\nrequests.post(1)\n", "post", False),
        ("# Uses https://api.mailgun.net.\nrequests.post(1)\n", "post", False),
        ("URL = 'https://api.mailgun.net'\nrequests.post(1)\n", "post", True),
    ],
)
def test_a_name_counts_where_a_file_can_mean_a_library_by_it(text, name, counts):
    others = {"models.py": "class Message:\n    pass\n", "handing.py": "from flask_mail import Message\n"}
    assert (name in names_of({"a.py": text, **others})) == counts


SENDS = "import smtplib\n\n\ndef notify(to):\n    smtplib.SMTP().sendmail(1, to, 3)\n\n\n"


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("    notify(1)\n", True),
        ("    tasks.notify(1)\n", True),
        ("    tasks.notify.delay(1)\n", True),
        ("    getattr(tasks, 'notify')(1)\n", True),
        ("    from tasks import notify as tell\n    tell(1)\n", True),
        ("    return lambda: notify(1)\n", True),
        ("    def inner():\n        notify(1)\n    inner()\n", True),
        ("    [notify(one) for one in x]\n", True),
        ("    register(tasks)\n", True),
        ("    notify = x.notification\n    notify(1)\n", False),
        ("    for notify in x:\n        notify(1)\n", False),
        ("    [notify for notify in x]\n", False),
        ("    def inner(notify):\n        notify(1)\n    inner(x)\n", False),
        ("    x.notify(1)\n", False),
        ("    isinstance(x, notify)\n", False),
        ("    y: notify = x\n", False),
        ("    'notify'\n", False),
    ],
)
def test_who_calls_a_function_is_told_by_what_names_mean(body, counts):
    files = {"tasks.py": SENDS, "jobs.py": f"import tasks\nfrom tasks import notify\n\n\ndef job(x):\n{body}"}
    modules, found = relevant(files, {"tasks.py"})
    scopes = within(found, modules).scopes
    assert ("job" in {one.name for one in every(modules["jobs.py"].body) if id(one) in scopes}) == counts


VIEW = "import smtplib\n\nclass View(Plain):\n    def done(self):\n        smtplib.SMTP().sendmail(1, 2, 3)\n"


@pytest.mark.parametrize(
    ("bases", "body", "counts"),
    [
        ("View", "self.done()", True),
        ("View", "super().done()", True),
        ("View", "super(Page, self).done()", True),
        ("view.View", "self.done()", True),
        ("with_metaclass(Meta, View)", "self.done()", True),
        ("Plain", "self.done()", True),  # what is a View as well may be asked for it
        ("Plain, metaclass=Meta", "super().done()", True),
        ("", "self.done()", False),
        ("Other", "self.done()", False),
        ("Other", "super().done()", False),
        ("Other", "type(self).done()", True),  # of whatever class
        ("Other", "self.view.done()", True),
        ("Other", "[one.done() for one in self.all]", True),
        ("Other", "(lambda: self.done())()", False),
        ("Other", "getattr(self, 'done')()", True),
        ("Other", "View().done()", True),
        ("Other", "Plain().done()", True),  # what is made may be below that
        ("Other", "view.View().done()", True),
        ("Other", "Other().done()", False),
        ("Other", "made(1).done()", True),  # of whatever class
        ("Other", "Other = self.kind; Other().done()", True),
        ("Other", "[Other().done() for one in self.all]", False),
        ("Other", "Other().view().done()", True),
        ("Interface", "Page(self).done()", True),  # which gives what implements it
    ],
)
def test_what_an_object_has_itself_is_told_by_its_class(bases, body, counts):
    files = {
        "plain.py": "class Plain:\n    pass\n",
        "view.py": f"from plain import Plain\n{VIEW}",
        "page.py": (
            "import view\nfrom plain import Plain\nfrom view import View\n\n\nclass Other:\n    pass\n\n\n"
            f"class Page({bases}):\n    def everybody(self):\n        {body}\n"
        ),
        "both.py": "from page import Page\nfrom view import View\n\n\nclass Both(Page, View):\n    pass\n",
    }
    if not counts:
        del files["both.py"]
    modules, found = relevant(files, {"view.py"})
    scopes = within(found, modules).scopes
    assert ("everybody" in {one.name for one in every(modules["page.py"].body) if id(one) in scopes}) == counts


BACKEND = (
    "import smtplib\n\n\nclass Backend(Base):\n    LIMIT = 3\n\n    def deliver(self):\n"
    "        smtplib.SMTP().sendmail(1, 2, 3)\n"
)


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("Backend()", True),
        ("mail.Backend()", True),
        ("register(Backend)", True),
        ("Backend.by_name('x')", True),
        ("Backend.LIMIT", False),
        ("Backend.objects.count()", False),
        ("x.backends[Backend.LIMIT]", False),
    ],
)
def test_who_makes_an_object_may_hand_it_to_somebody_who_calls_it(body, counts):
    files = {
        "mail.py": f"from somewhere import Base\n{BACKEND}",
        "page.py": f"import mail\nfrom mail import Backend\n\n\ndef page(x):\n    return {body}\n",
    }
    modules, found = relevant(files, {"mail.py"})
    scopes = within(found, modules).scopes
    assert ("page" in {one.name for one in every(modules["page.py"].body) if id(one) in scopes}) == counts


@pytest.mark.parametrize(("calls", "counts"), [("", True), ("\n\ndef use(x):\n    x.deliver()\n", False)])
def test_where_many_make_objects_those_count_whose_methods_nobody_in_sight_calls(calls, counts):
    makers = "".join(f"\n\ndef page{one}():\n    return Backend()\n" for one in range(MANY + 1))
    files = {
        "mail.py": f"from somewhere import Base\n{BACKEND}",
        "page.py": f"from mail import Backend\n{makers}{calls}",
    }
    modules, found = relevant(files, {"mail.py"})
    scopes = within(found, modules).scopes
    assert ("page7" in {one.name for one in every(modules["page.py"].body) if id(one) in scopes}) == counts


@pytest.mark.parametrize(
    ("base", "body", "counts"),
    [
        ("class Base:\n    def deliver(self):\n        pass\n", "def job(x: Base):\n    x.deliver()\n", True),
        ("class Base:\n    deliver = None\n", "def job(x: Base):\n    x.deliver()\n", True),
        (
            "class Above:\n    def deliver(self): ...\nclass Base(Above): pass\n",
            "def job(x: Base):\n    x.deliver()\n",
            True,
        ),
        ("class Base:\n    pass\n", "def job(x: Base):\n    x.deliver()\n", False),
        ("class Base:\n    def deliver(self):\n        pass\n", "def job(x):\n    x.deliver()\n", False),
        (
            "class Base:\n    def deliver(self):\n        pass\n",
            "class Other(Base): pass\ndef job(x):\n    x.deliver()\n",
            False,
        ),
    ],
)
def test_who_is_given_a_base_calls_what_that_has_itself(base, body, counts):
    files = {
        "base.py": base,
        "mail.py": f"from base import Base\n{BACKEND}",
        "page.py": f"from base import Base\n\n\n{body}",
        "all.py": "import mail, page\nfrom mail import Backend\n\npage.job(Backend())\n",
    }
    modules, found = relevant(files, {"mail.py", "page.py", "base.py"})
    scopes = within(found, modules).scopes
    assert ("job" in {one.name for one in every(modules["page.py"].body) if id(one) in scopes}) == counts


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("from base import Base\n\n\nclass Other(Base):\n    pass\n", False),
        ("from base import Base as B\n\n\nclass Other(\n    B, object\n):\n    pass\n", False),
        ("from base import Base\n\n\nclass Other(Base):\n    kind = Base\n", True),
        ("from base import Base\n\n\ndef job(x: Base):\n    x.deliver()\n", True),
        ("import base\n\n\nclass Other(base.Base):\n    pass\n", True),
    ],
)
def test_who_only_derives_from_a_base_is_given_none(text, taken):
    files = {
        "base.py": "class Base:\n    def deliver(self):\n        pass\n",
        "mail.py": f"from base import Base\n{BACKEND}",
        "page.py": text,
    }
    _, found = relevant(files, {"mail.py"})
    assert ("page.py" in found.outlines) == taken


@pytest.mark.parametrize(
    ("name", "body", "counts"),
    [
        ("Order", "Order.find(x).save()", True),
        ("Order", "x.save()", True),
        ("find_order", "find_order(x).save()", True),
        ("Item", "Item(x).total().save()", False),
    ],
)
def test_far_away_in_a_large_program_an_object_is_one_of_a_class_that_is_named(name, body, counts):
    near = "".join(f"def send{one}():\n    smtplib.SMTP().sendmail(1, 2, 3)\n\n\n" for one in range(MANY + 1))
    files = {
        "mail.py": f"import smtplib\n\n\n{near}def notify():\n    send0()\n",
        "models.py": (
            "import mail\n\n\nclass Order:\n    def save(self):\n        mail.notify()\n\n\n"
            "class Item:\n    def total(self): pass\n\n\ndef find_order(x):\n    return Order.get(x)\n"
        ),
        "page.py": f"from models import {name}\n\n\ndef page(x):\n    {body}\n    return {name}\n",
    }
    modules, found = relevant(files, {"mail.py", "page.py"})
    scopes = within(found, modules).scopes
    assert ("page" in {one.name for one in every(modules["page.py"].body) if id(one) in scopes}) == counts


@pytest.mark.parametrize(
    ("method", "counts"),
    [("done", True), ("everybody", False)],
)
def test_a_class_that_has_a_method_itself_takes_no_library_s(method, counts):
    text = (
        "import smtplib\nfrom email.message import EmailMessage\n\n\nclass Page(smtplib.SMTP):\n"
        f"    def {method}(self):\n        super().sendmail(1, 2, 3)\n\n"
        if counts
        else "import smtplib\nfrom email.message import EmailMessage\n\n\nclass Page:\n"
        f"    def {method}(self):\n        self.sendmail(1, 2, 3)\n\n    def sendmail(self, a, b, c):\n        print(a)\n"
    )
    modules, found = relevant({"page.py": text}, {"page.py"})
    scopes = within(found, modules).scopes
    assert (method in {one.name for one in every(modules["page.py"].body) if id(one) in scopes}) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("from shop.signals import paid\n\ndef pay(x):\n    paid.send(x)\n", False),
        ("from django.db.models.signals import post_save\n\ndef pay(x):\n    post_save.send(x)\n", False),
        ("from shop import signals\n\ndef pay(x):\n    signals.paid.send(x)\n", False),
        ("from .signals import paid as done\n\ndef pay(x):\n    done.send(x)\n", False),
        ("from shop.signals import paid\n\ndef pay(x):\n    paid.send(x)\n    x.send()\n", True),
        ("from shop.signals import paid\n\ndef pay(x):\n    x.paid.send(x)\n", True),
        ("from shop.signals import paid\n\ndef pay(x):\n    paid(x).send()\n", True),
        ("from shop.orders import paid\n\ndef pay(x):\n    paid.send(x)\n", True),
        ("from shop.signals import Signal\n\nPAID = Signal()\n\ndef pay(x):\n    PAID.send(x)\n", False),
        ("from shop.orders import Signal\n\nPAID = Signal()\n\ndef pay(x):\n    PAID.send(x)\n", True),
    ],
)
def test_a_signal_sends_no_mail(text, counts):
    files = {"shop.py": f"from django.core.mail import EmailMessage\n{text}\n\nEMPTY = EmailMessage()\n"}
    modules, found = relevant(files, {"shop.py"})
    scopes = within(found, modules).scopes
    assert ("pay" in {one.name for one in every(modules["shop.py"].body) if id(one) in scopes}) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("from django.urls import path\n\nurlpatterns = [path('x', views.page), path('y', login(page))]\n", False),
        (
            "from django.conf.urls import url as way\n\nurlpatterns = [way('x', page)]\nurlpatterns += [way('y', page)]\n",
            False,
        ),
        ("from django.urls import path\n\nurlpatterns = [path('x', lambda x: page(x))]\n", True),
        ("from django.urls import path\n\nurlpatterns = [path('x', page(1))]\n", True),
        ("from django.urls import path\n\nurlpatterns = [path('x', login(views.page(1)))]\n", True),
        ("from django.urls import path\n\nurlpatterns = [path('x', page.as_view())]\n", False),
        ("from somewhere import path\n\nurlpatterns = [path('x', page)]\n", True),
        ("from django.urls import path\n\npages = [page]\nurlpatterns = [path('x', page)]\n", True),
        ("from django.urls import path\n\nregister(page)\nurlpatterns = [path('x', page)]\n", True),
    ],
)
def test_a_table_of_addresses_calls_nobody(text, counts):
    files = {
        "views.py": "import smtplib\n\n\ndef page(x):\n    smtplib.SMTP().sendmail(1, 2, 3)\n",
        "urls.py": f"import views\nfrom views import page\n{text}",
    }
    _, found = relevant(files, {"views.py"})
    assert ("urls.py" in found.known.bodies) == counts


CHAT = "class Bot:\n    def tell(self):\n        self.device.send_message(self.text())\n\n    def text(self): pass\n"


def test_a_word_of_chats_keeps_no_file_by_itself():
    modules, _ = relevant({"bot.py": CHAT, "use.py": "import bot\n\nbot.Bot().tell()\n"}, {"bot.py"})
    assert not modules


@pytest.mark.parametrize(
    "other", ["import bot\nfrom email.message import EmailMessage\n", "from email.mime.text import MIMEText\n"]
)
def test_it_does_beside_one_where_a_message_is_made(other):
    files = {"bot.py": f"import letter\n\n{CHAT}", "letter.py": other}
    modules, _ = relevant(files, {"bot.py", "letter.py"})
    assert modules.keys() == files.keys()


def test_lines_are_those_of_the_text():
    for text in ("", "a", "a\n", "a\r\nb", "a\n\nb\n"):
        lines = Lines(text)
        assert len(lines) == len(text.split("\n"))
        assert [*lines] == text.split("\n")
        assert len(lines) == len(text.split("\n"))


def test_a_glance_keeps_no_bytes_but_those_that_were_there(tmp_path):
    (tmp_path / "a.py").write_text("x")
    source = Source("a.py", tmp_path / "a.py")
    assert source.glance() == b"x"
    assert source.content is None
    assert source.read() == b"x"
    assert source.glance() == b"x"
    assert source.content == b"x"
