"""The rules of a run, and what they say of facts."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cclint.allowing.allowances import Allowances, Names
from cclint.catalogue import Rule, by_name, choose, options_of
from cclint.config import Config
from cclint.finding import Finding, Notice
from cclint.plugins import Plugins
from cclint.policy import Policy
from cclint.strangers import SECONDS, OutOfTimeError, patience


@dataclass(slots=True, eq=False, repr=False)
class Judging:
    """The rules of a run, with what they ask for."""

    rules: tuple[Rule, ...]
    policy: Policy
    options: dict[str, object] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    today: dt.date = dt.date.min
    strangers: frozenset[str] = frozenset()
    seconds: float = SECONDS

    @classmethod
    def of(cls, config: Config, plugins: Plugins) -> Judging:
        """Choose the rules, and read their options; all that can be wrong with them is found before anything is
        read.
        """
        rules = choose(plugins.rules, config.select, config.ignore, (config.where("select"), config.where("ignore")))
        options = {}
        for name, table in config.rules.items():
            found = by_name(plugins.rules, name, config.where(f"rules.{name}"))
            options[found.name] = options_of(found, table, {key: config.where(f"rules.{name}.{key}") for key in table})
        aliases = {alias: one.name for one in plugins.rules.values() for alias in one.aliases}
        names = Names({**{name: name for name in plugins.rules}, **aliases}, frozenset(rule.name for rule in rules))
        strangers, seconds = frozenset(plugins.origins), config.limits.plugin_seconds or SECONDS
        return cls(rules, Policy.of(config), options, names, today(), strangers, seconds)

    def allowances(self, config: Config) -> Allowances:
        """What the project allows, as yet unused."""
        return Allowances.of(config, self.names, self.today, wanted=config.suppressions)

    def judge(self, facts: Sequence[object]) -> tuple[list[Finding], list[Notice]]:
        """Show every fact to every rule that is about its kind; a rule that fails is a notice, never silence."""
        findings: list[Finding] = []
        failures: list[Notice] = []
        for rule in self.rules:
            try:
                findings += self.judged(rule, (fact for fact in facts if isinstance(fact, rule.on)))
            except OutOfTimeError as error:
                failures.append(Notice(".", 0, 0, "rule", f"{error}; it was asked about nothing else"))
            except Exception as error:  # noqa: BLE001 (a rule that raises must not hide what the others find)
                reason = f"the rule {rule.name} failed, {type(error).__name__}: {error}"
                failures.append(Notice(".", 0, 0, "rule", reason))
        return findings, failures

    def judged(self, rule: Rule, facts: Iterable[object]) -> Iterator[Finding]:
        options = self.options.get(rule.name)
        for fact in facts:
            if rule.name in self.strangers:
                with patience(self.seconds, f"the rule {rule.name}"):
                    found = list(rule.judge(fact, self.policy, options))
                yield from found
            else:
                yield from rule.judge(fact, self.policy, options)


def today() -> dt.date:
    """The day of the run; `SOURCE_DATE_EPOCH` (reproducible-builds.org) sets another."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = dt.datetime.now(dt.timezone.utc)
    return (dt.datetime.fromtimestamp(int(epoch), dt.timezone.utc) if epoch.isdigit() else now).date()
