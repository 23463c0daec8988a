"""Visits after the end, calls back, sealed messages"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.append_only import statements


revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    _call_back()
    _follow_up()
    _pressure()
    dialect = op.get_bind().dialect.name
    for statement in (*statements('follow_up', dialect), *statements('pressure', dialect, ('id', 'case_id', 'words', 'at', 'person_id'))):
        op.execute(statement)


def _call_back() -> None:
    op.create_table('call_back',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('own_will', sa.Boolean(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_call_back_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_call_back_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_back')),
    sa.UniqueConstraint('case_id', name=op.f('uq_call_back_case_id'))
    )
    op.create_index('ix_call_back_open', 'call_back', ['due_on'], sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))


def _follow_up() -> None:
    op.create_table('follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('finding', sa.Enum('reached', 'unreached', 'holds', 'fails', name='finding', native_enum=False, length=24), nullable=False),
    sa.Column('way', sa.Enum('in_person', 'phone', 'home_visit', 'letter', 'tracking_page', name='way', native_enum=False, length=24), nullable=False),
    sa.Column('told', sa.Boolean(), nullable=True),
    sa.Column('understood', sa.Boolean(), nullable=True),
    sa.Column('solved', sa.Enum('yes', 'partly', 'no', 'cannot_tell', name='solved', native_enum=False, length=24), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reopened', sa.Boolean(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(finding = 'reached') = (solved IS NOT NULL)", name=op.f('ck_follow_up_answers')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_follow_up_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_follow_up_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up'))
    )
    op.create_index(op.f('ix_follow_up_case_id'), 'follow_up', ['case_id'])


def _pressure() -> None:
    op.create_table('pressure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_pressure_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pressure_person_id')),
    sa.ForeignKeyConstraint(['read_by_id'], ['person.id'], name=op.f('fk_pressure_read_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pressure'))
    )
    op.create_index(op.f('ix_pressure_case_id'), 'pressure', ['case_id'])


def downgrade() -> None:
    op.drop_table('pressure')
    op.drop_table('follow_up')
    op.drop_table('call_back')
