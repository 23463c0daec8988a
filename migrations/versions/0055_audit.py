"""The audit log and the heads of it that the ledger vouches for; links that invite staff; when a session was last proved (R42, R54)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only
from portal.foundation.database import Json, Utc

revision = '0055'
down_revision = '0054'


def upgrade() -> None:
    _audit()
    op.create_table('admission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', Utc(), nullable=False),
    sa.Column('ends_at', Utc(), nullable=False),
    sa.Column('used_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_admission_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admission')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_admission_token_hash'))
    )
    op.create_index('ix_admission_person_id', 'admission', ['person_id'], unique=False)
    op.add_column('staff_session', sa.Column('proved_at', Utc(), nullable=True))
    for table in ('audit_entry', 'audit_head'):
        for statement in append_only.statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _audit() -> None:
    op.create_table('audit_entry',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('facts', Json(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('terminal_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=50), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_audit_entry_person_id')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entry'))
    )
    for name, columns in (('person', ['person_id', 'seq']), ('act', ['act', 'seq']), ('on', ['kind', 'name']), ('at', ['at'])):
        op.create_index(f'ix_audit_entry_{name}', 'audit_entry', columns, unique=False)
    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head')),
    sa.UniqueConstraint('seq', name=op.f('uq_audit_head_seq'))
    )


def downgrade() -> None:
    op.execute("DELETE FROM series WHERE name = 'audit'")
    op.drop_column('staff_session', 'proved_at')
    op.drop_table('admission')
    op.drop_table('audit_head')
    op.drop_table('audit_entry')
