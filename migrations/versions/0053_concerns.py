"""Common concerns: what several matters have in common, which they are, who said so, and how many neighbours say the same (SD-50, CT-25)"""

import sqlalchemy as sa
from alembic import op

from portal.commons.concern import WORDS
from portal.foundation import append_only
from portal.foundation.database import Utc

revision = '0053'
down_revision = '0052'


def upgrade() -> None:
    op.create_table('concern',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=6), nullable=False),
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('standing', sa.String(length=24), nullable=False),
    sa.Column('begun_at', Utc(), nullable=False),
    sa.Column('shown_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['category'], ['category.code'], name=op.f('fk_concern_category')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_concern_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern'))
    )
    op.create_index('ix_concern_station', 'concern', ['station_id', 'standing', 'id'], unique=False)
    op.create_index('ix_concern_standing', 'concern', ['standing', 'id'], unique=False)
    op.create_table('concern_member',
    sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_concern_member_case_id')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_concern_member_concern_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_concern_member'))
    )
    op.create_index('ix_concern_member_concern_id', 'concern_member', ['concern_id'], unique=False)
    _deeds()
    _motions()
    for table, columns in (('concern_step', ()), ('motion_signature', ()), (
            'motion', ('id', 'concern_id', 'unit_id', 'title', 'reasons', 'locale', 'written_by_id', 'written_at'))):
        for statement in append_only.statements(table, op.get_bind().dialect.name, columns):
            op.execute(statement)
    for statement in WORDS.statements(op.get_bind().dialect.name):
        op.execute(statement)


def _deeds() -> None:
    op.create_table('concern_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('deed', sa.String(length=24), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_concern_step_case_id')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_concern_step_concern_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_concern_step_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern_step'))
    )
    op.create_index('ix_concern_step_concern_id', 'concern_step', ['concern_id'], unique=False)
    op.create_table('concern_joined',
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('came_from', sa.String(length=24), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_concern_joined_concern_id')),
    sa.PrimaryKeyConstraint('concern_id', 'mark', name=op.f('pk_concern_joined'))
    )


def _motions() -> None:
    op.create_table('motion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', Utc(), nullable=False),
    sa.Column('sent_at', Utc(), nullable=True),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('entered_at', Utc(), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_motion_concern_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_motion_unit_id')),
    *(sa.ForeignKeyConstraint([column], ['person.id'], name=op.f(f'fk_motion_{column}')) for column in ('written_by_id', 'sent_by_id', 'entered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_motion'))
    )
    op.create_index('ix_motion_concern_id', 'motion', ['concern_id'], unique=False)
    op.create_table('motion_signature',
    sa.Column('motion_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.ForeignKeyConstraint(['motion_id'], ['motion.id'], name=op.f('fk_motion_signature_motion_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_motion_signature_person_id')),
    sa.PrimaryKeyConstraint('motion_id', 'person_id', name=op.f('pk_motion_signature'))
    )


def downgrade() -> None:
    op.drop_table('motion_signature')
    op.drop_table('motion')
    op.drop_table('concern_words')
    op.drop_table('concern_joined')
    op.drop_table('concern_step')
    op.drop_table('concern_member')
    op.drop_table('concern')
