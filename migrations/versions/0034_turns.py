"""Numbers of an open day, appointments, and how a station's hall works"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'


def upgrade() -> None:
    op.create_table('hall_rule',
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('aloud', sa.Boolean(), nullable=False),
    sa.Column('last_minutes', sa.Integer(), nullable=False),
    sa.Column('booked', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_hall_rule_changed_by_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_hall_rule_station_id')),
    sa.PrimaryKeyConstraint('station_id', name=op.f('pk_hall_rule'))
    )
    _turns()
    _appointments()


def _turns() -> None:
    op.create_table('turn',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('stage', sa.String(length=24), nullable=False),
    sa.Column('booked', sa.Boolean(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=20), nullable=False),
    sa.Column('calls', sa.Integer(), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('called_by_id', sa.Integer(), nullable=True),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['called_by_id'], ['person.id'], name=op.f('fk_turn_called_by_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_turn_shift_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_turn_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_turn')),
    sa.UniqueConstraint('key', name=op.f('uq_turn_key')),
    sa.UniqueConstraint('station_id', 'day', 'number', name=op.f('uq_turn_station_id'))
    )
    op.create_index('ix_turn_shift', 'turn', ['shift_id', 'stage'], unique=False)


def _appointments() -> None:
    op.create_table('appointment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.String(length=24), nullable=False),
    sa.Column('shift_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('stage', sa.String(length=24), nullable=False),
    sa.Column('turn_id', sa.Integer(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('booked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_appointment_person_id')),
    sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_appointment_shift_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_appointment_station_id')),
    sa.ForeignKeyConstraint(['turn_id'], ['turn.id'], name=op.f('fk_appointment_turn_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_appointment_code_hash')),
    sa.UniqueConstraint('key', name=op.f('uq_appointment_key'))
    )
    stands = sa.text("stage <> 'cancelled'")
    op.create_index('uq_appointment_time', 'appointment', ['shift_id', 'at'], unique=True, sqlite_where=stands, postgresql_where=stands)
    op.create_index('ix_appointment_station', 'appointment', ['station_id', 'stage'], unique=False)
    op.create_index(op.f('ix_appointment_changed_at'), 'appointment', ['changed_at'], unique=False)


def downgrade() -> None:
    op.drop_table('appointment')
    op.drop_table('turn')
    op.drop_table('hall_rule')
