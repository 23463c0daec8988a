"""Forms of paper with printed numbers, and the half of a key that a phone's drafts need (HB-34, FT-01)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only
from portal.foundation.database import Utc

revision = '0047'
down_revision = '0045'
SHEET = ('id', 'block_id', 'number', 'code_hash', 'token_hash')


def upgrade() -> None:
    _blocks()
    _sheets()
    _draft_keys()
    dialect = op.get_bind().dialect.name
    for table, columns in (('form_block', ()), ('form_sheet', SHEET)):
        for statement in append_only.statements(table, dialect, columns):
            op.execute(statement)


def _blocks() -> None:
    op.create_table('form_block',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('ordered_by_id', sa.Integer(), nullable=False),
    sa.Column('ordered_at', Utc(), nullable=False),
    sa.CheckConstraint('first >= 1 AND last >= first', name=op.f('ck_form_block_range')),
    sa.ForeignKeyConstraint(['ordered_by_id'], ['person.id'], name=op.f('fk_form_block_ordered_by_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_form_block_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_block')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_form_block_key_hash')),
    sa.UniqueConstraint('station_id', 'year', 'first', name='uq_form_block_station_id')
    )


def _sheets() -> None:
    op.create_table('form_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('block_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', Utc(), nullable=True),
    sa.Column('voided_by_id', sa.Integer(), nullable=True),
    sa.Column('voided_at', Utc(), nullable=True),
    sa.Column('void_because', sa.String(length=200), nullable=False),
    sa.CheckConstraint('case_id IS NULL OR voided_at IS NULL', name=op.f('ck_form_sheet_once')),
    sa.ForeignKeyConstraint(['block_id'], ['form_block.id'], name=op.f('fk_form_sheet_block_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_form_sheet_case_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_form_sheet_entered_by_id')),
    sa.ForeignKeyConstraint(['voided_by_id'], ['person.id'], name=op.f('fk_form_sheet_voided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_sheet')),
    sa.UniqueConstraint('case_id', name=op.f('uq_form_sheet_case_id')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_form_sheet_code_hash')),
    sa.UniqueConstraint('number', name=op.f('uq_form_sheet_number')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_form_sheet_token_hash'))
    )
    op.create_index('ix_form_sheet_block_id', 'form_sheet', ['block_id'], unique=False)


def _draft_keys() -> None:
    op.create_table('draft_key',
    sa.Column('device_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_key_person_id')),
    sa.PrimaryKeyConstraint('device_hash', name=op.f('pk_draft_key'))
    )
    op.create_index('ix_draft_key_at', 'draft_key', ['at'], unique=False)
    op.create_index('ix_draft_key_person_id', 'draft_key', ['person_id'], unique=False)


def downgrade() -> None:
    for table in ('draft_key', 'form_sheet', 'form_block'):
        op.drop_table(table)
