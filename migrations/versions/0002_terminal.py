"""Terminals, their pairing and their daily self-test"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    _terminal()
    _pairing()
    _self_test()


def _terminal() -> None:
    op.create_table('terminal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('px_per_mm', sa.Double(), nullable=True),
    sa.Column('ears', sa.Enum('no', 'yes', 'hf', name='ears', native_enum=False, length=24), nullable=False),
    sa.Column('keeper', sa.String(length=40), nullable=False),
    sa.Column('keeper_phone', sa.String(length=30), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('paired_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paired_by_id', sa.Integer(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('paper', sa.Enum('unknown', 'ready', 'out', 'offline', name='paper', native_enum=False, length=24), nullable=False),
    sa.Column('clock_skew', sa.Integer(), nullable=False),
    sa.Column('last_print_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_submit_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ticket_hash', sa.String(length=64), nullable=True),
    sa.Column('ticket_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pin_hash', sa.String(length=64), nullable=False),
    sa.Column('pin_wrong', sa.Integer(), nullable=False),
    sa.Column('leave_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['paired_by_id'], ['person.id'], name=op.f('fk_terminal_paired_by_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_terminal_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_terminal')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_terminal_token_hash'))
    )
    op.create_index(op.f('ix_terminal_station_id'), 'terminal', ['station_id'])


def _pairing() -> None:
    op.create_table('pairing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('px_per_mm', sa.Double(), nullable=True),
    sa.Column('terminal_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['terminal_id'], ['terminal.id'], name=op.f('fk_pairing_terminal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_pairing_code_hash')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_pairing_secret_hash'))
    )
    op.create_index(op.f('ix_pairing_asked_at'), 'pairing', ['asked_at'])


def _self_test() -> None:
    op.create_table('self_test',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('terminal_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keeper', sa.String(length=40), nullable=False),
    sa.Column('results', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['terminal_id'], ['terminal.id'], name=op.f('fk_self_test_terminal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_self_test')),
    sa.UniqueConstraint('terminal_id', 'day', name=op.f('uq_self_test_terminal_id'))
    )


def downgrade() -> None:
    op.drop_table('self_test')
    op.drop_index(op.f('ix_pairing_asked_at'), table_name='pairing')
    op.drop_table('pairing')
    op.drop_index(op.f('ix_terminal_station_id'), table_name='terminal')
    op.drop_table('terminal')
