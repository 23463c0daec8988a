"""Calls for a person from a terminal"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    op.create_table('help_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit', sa.String(length=32), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('scene', sa.Enum('resting', 'home', 'tell', 'track', 'matter', 'results', 'people', name='scene', native_enum=False, length=24), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_help_call_answered_by_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_help_call_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_call'))
    )
    op.create_index(op.f('ix_help_call_station_id'), 'help_call', ['station_id'])
    open_ = sa.text('ended_at IS NULL')
    op.create_index('uq_help_call_open', 'help_call', ['visit'], unique=True, sqlite_where=open_, postgresql_where=open_)


def downgrade() -> None:
    op.drop_table('help_call')
