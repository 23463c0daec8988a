"""Rosters laid as drafts, leave, swaps, and addresses of own calendars"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0026'


def upgrade() -> None:
    _leave()
    _roster()
    _swap()
    _calendar_key()


def _leave() -> None:
    op.create_table('leave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_leave_ended_by_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_leave_entered_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_leave_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave'))
    )
    op.create_index('ix_leave_person', 'leave', ['person_id', 'until_on'], unique=False)
    op.create_index(op.f('ix_leave_until_on'), 'leave', ['until_on'], unique=False)


def _roster() -> None:
    op.create_table('roster',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('least', sa.Integer(), nullable=False),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('helps', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('stage', sa.String(length=24), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('left_out', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_roster_decided_by_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_roster_made_by_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_roster_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster'))
    )
    op.create_table('roster_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roster_id', sa.Integer(), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=24), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_roster_seat_person_id')),
    sa.ForeignKeyConstraint(['roster_id'], ['roster.id'], name=op.f('fk_roster_seat_roster_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_roster_seat_shift_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_seat'))
    )
    op.create_index(op.f('ix_roster_seat_roster_id'), 'roster_seat', ['roster_id'], unique=False)


def _swap() -> None:
    op.create_table('swap',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=False),
    sa.Column('back_id', sa.Integer(), nullable=True),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('taker_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.String(length=24), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_swap_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_swap_asked_by_id')),
    sa.ForeignKeyConstraint(['back_id'], ['shift.id'], name=op.f('fk_swap_back_id')),
    sa.ForeignKeyConstraint(['giver_id'], ['person.id'], name=op.f('fk_swap_giver_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_swap_shift_id')),
    sa.ForeignKeyConstraint(['taker_id'], ['person.id'], name=op.f('fk_swap_taker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_swap'))
    )
    op.create_index('ix_swap_giver', 'swap', ['giver_id', 'answer'], unique=False)
    op.create_index('ix_swap_taker', 'swap', ['taker_id', 'answer'], unique=False)
    op.create_index(op.f('ix_swap_shift_id'), 'swap', ['shift_id'], unique=False)


def _calendar_key() -> None:
    op.create_table('calendar_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_key_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_key')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_calendar_key_key_hash'))
    )
    op.create_index(op.f('ix_calendar_key_person_id'), 'calendar_key', ['person_id'], unique=False)


def downgrade() -> None:
    for table in ('calendar_key', 'swap', 'roster_seat', 'roster', 'leave'):
        op.drop_table(table)
