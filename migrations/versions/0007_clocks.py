"""Versions of the policy and of the calendar, pauses as rows, local closures"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'

GUARDED = {"policy_limit": "", "policy_version": "", "calendar_version": "", "calendar_change": "",
           "pause": 'OF "id", "deadline_id", "reason", "note", "since_on", "limit_on", "by_id" '}
# Limits that practice.md §3.2 names and the first step had not entered; `publish` may take up to twenty days.
ADDED = {"yellow": (5, True), "red": (5, True), "explanation": (3, True), "slip_acknowledge": (1, True), "pause_visitor": (10, True),
         "pause_appraisal": (30, True), "pause_court": (60, True), "danger_call": (2, False), "tries": (3, False),
         "tries_ways": (2, False), "monthly_report": (30, False)}


def upgrade() -> None:
    _calendar()
    _policy_and_pauses()
    _carry_over()
    for table, columns in GUARDED.items():
        for what, of in (("UPDATE", columns), ("DELETE", "")):
            op.execute(_trigger(table, what, of))


def _calendar() -> None:
    op.create_table('calendar_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_calendar_version_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_version'))
    )
    op.create_table('calendar_change',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('works_before', sa.Boolean(), nullable=True),
    sa.Column('name_before', sa.String(length=40), nullable=False),
    sa.Column('local_before', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['calendar_version.id'], name=op.f('fk_calendar_change_version_id')),
    sa.PrimaryKeyConstraint('version_id', 'day', name=op.f('pk_calendar_change'))
    )
    op.create_table('closure',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_closure'))
    )


def _policy_and_pauses() -> None:
    op.create_table('policy_version',
    sa.Column('serial', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_policy_version_made_by_id')),
    sa.PrimaryKeyConstraint('serial', name=op.f('pk_policy_version')),
    sa.UniqueConstraint('name', name=op.f('uq_policy_version_name'))
    )
    op.add_column('deadline', sa.Column('calendar', sa.Integer(), nullable=True))
    op.create_table('pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deadline_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Enum('clarify', 'return', 'visitor', 'appraisal', 'court', name='pausereason', native_enum=False, length=24), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('limit_on', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_pause_by_id')),
    sa.ForeignKeyConstraint(['deadline_id'], ['deadline.id'], name=op.f('fk_pause_deadline_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_pause_ended_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pause'))
    )
    op.create_index(op.f('ix_pause_deadline_id'), 'pause', ['deadline_id'])


def _trigger(table: str, what: str, of: str) -> str:
    head = f'CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} {of}ON "{table}" '
    if op.get_bind().dialect.name == "sqlite":
        return head + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return head + "FOR EACH ROW EXECUTE FUNCTION refuse_change()"


def _carry_over() -> None:
    """Policies that stand get their missing limits and a row of their own; clocks that stand still now get their pause."""
    bind = op.get_bind()
    limits = sa.table("policy_limit", *(sa.column(name) for name in ("version", "clock", "limit", "working", "extension")))
    versions = sa.table("policy_version", sa.column("serial", sa.Integer), sa.column("name", sa.String), sa.column("from_on", sa.Date),
                        sa.column("reason", sa.Text), sa.column("made_at", sa.DateTime(timezone=True)))
    for serial, version in enumerate(sorted(bind.scalars(sa.select(limits.c.version).distinct())), 1):
        bind.execute(versions.insert().values(serial=serial, name=version, from_on=datetime(2000, 1, 1, tzinfo=UTC).date(), reason="",
                                              made_at=datetime.now(UTC)))
        known = set(bind.scalars(sa.select(limits.c.clock).where(limits.c.version == version)))
        for clock, (limit, working) in ADDED.items():
            if clock not in known:
                bind.execute(limits.insert().values(version=version, clock=clock, limit=limit, working=working, extension=0))
    bind.execute(limits.update().where(limits.c.clock == "publish", limits.c.extension == 0).values(extension=15))
    op.execute("INSERT INTO pause (deadline_id, reason, note, since_on, limit_on) SELECT id, CASE WHEN clock = 'accept' THEN 'clarify' "
               "ELSE 'return' END, '', paused_on, due_on FROM deadline WHERE paused_on IS NOT NULL AND ended_at IS NULL")


def downgrade() -> None:
    for what in ("update", "delete"):
        on = "" if op.get_bind().dialect.name == "sqlite" else " ON policy_limit"
        op.execute(f"DROP TRIGGER policy_limit_no_{what}{on}")
    op.drop_table('pause')
    op.drop_column('deadline', 'calendar')
    op.drop_table('policy_version')
    op.drop_table('closure')
    op.drop_table('calendar_change')
    op.drop_table('calendar_version')
