"""What the ladder suggested and when it was told; since when danger stands; sheets of supporting units; what replies read like"""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

from portal.cases import twins
from portal.foundation import append_only

revision = '0029'
down_revision = '0027'
WITH_UNIT = ('referred', 'handling', 'rehandle')
DANGER = {'sqlite_where': sa.text('closed_at IS NULL AND danger = 1'), 'postgresql_where': sa.text('closed_at IS NULL AND danger')}
LADDER = {f'{kind}_where': sa.text('ladder_looks_on IS NOT NULL') for kind in ('sqlite', 'postgresql')}


def upgrade() -> None:
    op.add_column('case', sa.Column('danger_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('case', sa.Column('ladder_looks_on', sa.Date(), nullable=True))
    _fill()
    op.drop_index('ix_case_danger', table_name='case')
    op.create_index('ix_case_danger', 'case', ['danger_at'], unique=False, **DANGER)
    op.create_index('ix_case_ladder', 'case', ['ladder_looks_on'], unique=False, **LADDER)
    _tables()
    _compare()
    for table in ('support_paper', 'reply_band'):
        for statement in append_only.statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _tables() -> None:
    op.create_table(
        'advice',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('referral_id', sa.Integer(), nullable=False),
        sa.Column('why', sa.String(length=24), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_advice_case_id')),
        sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_advice_referral_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_advice')),
        sa.UniqueConstraint('referral_id', 'why', name='uq_advice_referral_id'),
    )
    op.create_index(op.f('ix_advice_case_id'), 'advice', ['case_id'], unique=False)
    op.create_table(
        'support_paper',
        sa.Column('note_id', sa.Integer(), nullable=False),
        sa.Column('signed_by', sa.String(length=40), nullable=False),
        sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('scan_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['note_id'], ['support_note.id'], name=op.f('fk_support_paper_note_id')),
        sa.ForeignKeyConstraint(['scan_id'], ['attachment.id'], name=op.f('fk_support_paper_scan_id')),
        sa.PrimaryKeyConstraint('note_id', name=op.f('pk_support_paper')),
    )
    op.create_table(
        'reply_band',
        sa.Column('band', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('reply_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_reply_band_reply_id')),
        sa.PrimaryKeyConstraint('band', 'reply_id', name=op.f('pk_reply_band')),
    )


def downgrade() -> None:
    op.drop_table('reply_band')
    op.drop_table('support_paper')
    op.drop_index(op.f('ix_advice_case_id'), table_name='advice')
    op.drop_table('advice')
    op.drop_index('ix_case_ladder', table_name='case')
    op.drop_index('ix_case_danger', table_name='case')
    op.create_index('ix_case_danger', 'case', ['registered_at'], unique=False, **DANGER)
    op.drop_column('case', 'ladder_looks_on')
    op.drop_column('case', 'danger_at')


def _compare() -> None:
    """Replies that stand are found by what reads like them as later ones are."""
    bind = op.get_bind()
    reply, unit = (sa.table(name, *(sa.column(one) for one in ('id', 'unit_id', 'text', 'name'))) for name in ('reply', 'unit'))
    kept = sa.table('reply_band', sa.column('band', sa.BigInteger()), sa.column('reply_id', sa.Integer()))
    written = bind.execute(sa.select(reply.c.id, reply.c.text, unit.c.name).join(unit, unit.c.id == reply.c.unit_id)).all()
    rows = [{'band': band, 'reply_id': reply_id} for reply_id, text, name in written for band in twins.bands(twins.plain(text, name))]
    if rows:
        bind.execute(kept.insert(), rows)


def _fill() -> None:
    """Danger stands since the last event that set it, else since the matter was registered; what lies with a unit is looked at by
    the first sweep."""
    bind = op.get_bind()
    cases = sa.table('case', *(sa.column(name) for name in ('id', 'state', 'danger', 'registered_at', 'danger_at')),
                     sa.column('ladder_looks_on', sa.Date()))
    events = sa.table('event', sa.column('case_id'), sa.column('seq'), sa.column('entered_at'), sa.column('facts'))
    bind.execute(cases.update().where(cases.c.state.in_(WITH_UNIT)).values(ladder_looks_on=date(2026, 1, 1)))
    bind.execute(cases.update().where(cases.c.danger.is_(sa.true())).values(danger_at=cases.c.registered_at))
    marked = sa.select(events.c.case_id, events.c.entered_at, events.c.facts).join(cases, cases.c.id == events.c.case_id).where(
        cases.c.danger.is_(sa.true())).order_by(events.c.case_id, events.c.seq)
    since = {case_id: at for case_id, at, facts in bind.execute(marked) if json.loads(facts or '{}').get('danger') is True}
    for case_id, at in since.items():
        bind.execute(cases.update().where(cases.c.id == case_id).values(danger_at=at))
