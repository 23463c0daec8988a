"""Limits in words: what a sentence says about time is taken from the policy, so that no page promises what is no longer so."""

from flask import Flask, current_app

from portal.cases import policy
from portal.cases.policy import PolicyLimit
from portal.foundation import clock, marks
from portal.foundation.words import Speaker
from portal.web import gate


def install(app: Flask) -> None:
    """Let templates say `say('…', **limits_of(case.policy))`; without a version the policy in force today speaks."""
    app.jinja_env.globals["limits_of"] = lambda version=None: said(gate.say(), version)


def said(say: Speaker, version: str | None = None) -> dict[str, str]:
    """Every limit of a version (none: the one in force today) by the name of its clock: "5 working days", "60 days"; and after how many
    months who somebody was is erased.

    Kept while the policy stands; whoever reads it must not change it.
    """
    chosen = version or policy.in_force(clock.today())
    return marks.kept("network", ("said", chosen, say.locale), lambda: _said(say, chosen))


def _said(say: Speaker, chosen: str) -> dict[str, str]:
    limits = {name: one(row, say) for name, row in policy.limits_of(chosen).items()}
    return limits and limits | {"identity_months": str(current_app.config["SETTINGS"].identity_months)}


def one(row: PolicyLimit, say: Speaker, n: int | None = None) -> str:
    """A limit, or another number measured like it."""
    return say("common.limit." + row.measure, n=row.limit if n is None else n)
