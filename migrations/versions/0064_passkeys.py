"""Passkeys of staff, and the challenges that were answered (R51, R54)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0064'
down_revision = '0063'


def upgrade() -> None:
    op.create_table('passkey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('credential', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('counter', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('made_at', Utc(), nullable=False),
    sa.Column('used_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_passkey_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential', name=op.f('uq_passkey_credential'))
    )
    op.create_index('ix_passkey_person_id', 'passkey', ['person_id'], unique=False)
    op.create_table('passkey_answered',
    sa.Column('challenge_hash', sa.String(length=64), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.PrimaryKeyConstraint('challenge_hash', name=op.f('pk_passkey_answered'))
    )
    op.create_index('ix_passkey_answered_at', 'passkey_answered', ['at'], unique=False)


def downgrade() -> None:
    op.drop_table('passkey_answered')
    op.drop_table('passkey')
