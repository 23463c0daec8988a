"""Acceptances in the ledger: a salted fingerprint of each matter registered from now on; and cosignatures of witnesses (R20, R22, R26)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only
from portal.foundation.database import Utc

revision = '0049'
down_revision = '0048'


def upgrade() -> None:
    op.create_table('commitment',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=True),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_commitment_case_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_commitment_fingerprint'))
    )
    op.create_index('ix_commitment_waiting', 'commitment', ['fingerprint'], unique=False,
                    sqlite_where=sa.text('place IS NULL'), postgresql_where=sa.text('place IS NULL'))
    op.create_table('ledger_cosignature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('checkpoint_id', sa.Integer(), nullable=False),
    sa.Column('witness', sa.String(length=300), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('line', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['checkpoint_id'], ['ledger_checkpoint.id'], name=op.f('fk_ledger_cosignature_checkpoint_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_cosignature')),
    sa.UniqueConstraint('checkpoint_id', 'witness', name=op.f('uq_ledger_cosignature_checkpoint_id'))
    )
    for table, columns in (('commitment', ('case_id', 'fingerprint')), ('ledger_cosignature', ())):
        for statement in append_only.statements(table, op.get_bind().dialect.name, columns):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table('ledger_cosignature')
    op.drop_table('commitment')
