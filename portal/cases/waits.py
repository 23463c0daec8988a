"""What a case waits for besides its state, as SQL for the lists of the day; built once."""

import functools

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from portal.cases.acceptance import Contest
from portal.cases.case import Case
from portal.cases.delivery import PlainSummary
from portal.cases.referral import Referral
from portal.cases.reply import Reply
from portal.cases.unit_request import Extension


@functools.cache
def contested() -> ColumnElement[bool]:
    """What was not accepted was contested, and nobody has decided."""
    return Case.id.in_(select(Contest.case_id).where(Contest.decided_at.is_(None)))


@functools.cache
def extension() -> ColumnElement[bool]:
    """The unit asked for more time, and nobody has decided."""
    return exists().where(Referral.case_id == Case.id, Extension.referral_id == Referral.id, Extension.decided_at.is_(None))


@functools.cache
def summary() -> ColumnElement[bool]:
    """The newest summary of the newest reply waits for the representative; those it replaced wait for nobody."""
    newest, rewritten = aliased(Reply), aliased(PlainSummary)
    later = exists().where(newest.case_id == Case.id, newest.seq > Reply.seq).correlate(Case, Reply)
    replaced = exists().where(rewritten.reply_id == Reply.id, rewritten.id > PlainSummary.id).correlate(Reply, PlainSummary)
    return exists().where(Reply.case_id == Case.id, PlainSummary.reply_id == Reply.id,
                          PlainSummary.confirmed_at.is_(None)).where(~later, ~replaced)
