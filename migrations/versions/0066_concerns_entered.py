"""The ledger holds common concerns and motions, found by name; a motion keeps the names it was sent with"""

import json

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only

revision = '0066'
down_revision = '0064'
ENTRY = ('place', 'kind', 'at', 'publication_id', 'progress_id', 'name', 'data')


def upgrade() -> None:
    op.add_column('ledger_entry', sa.Column('name', sa.String(24), nullable=True))
    op.create_index('ix_ledger_entry_name', 'ledger_entry', ['name'], unique=False)
    _guard('ledger_entry', ENTRY)
    op.add_column('motion', sa.Column('sent_to', sa.String(60), nullable=False, server_default=''))
    op.add_column('motion', sa.Column('signed', sa.Text(), nullable=False, server_default='[]'))
    _keep_names()


def downgrade() -> None:
    op.drop_column('motion', 'signed')
    op.drop_column('motion', 'sent_to')
    _guard('ledger_entry', tuple(name for name in ENTRY if name != 'name'))
    op.drop_index('ix_ledger_entry_name', table_name='ledger_entry')
    op.drop_column('ledger_entry', 'name')


def _guard(table: str, columns: tuple[str, ...]) -> None:
    dialect = op.get_bind().dialect.name
    for act in ('update', 'delete'):
        op.execute(f'DROP TRIGGER {table}_no_{act}' + (f' ON {table}' if dialect == 'postgresql' else ''))
    for statement in append_only.statements(table, dialect, columns):
        op.execute(statement)


def _keep_names() -> None:
    """Motions that were sent already keep the names that everybody reads today."""
    bind = op.get_bind()
    signed = bind.execute(sa.text('SELECT s.motion_id, p.name FROM motion_signature s JOIN person p ON p.id = s.person_id ORDER BY s.at, s.person_id')).all()
    sent = bind.execute(sa.text('SELECT m.id, u.name FROM motion m JOIN unit u ON u.id = m.unit_id WHERE m.sent_at IS NOT NULL')).all()
    for motion_id, unit in sent:
        names = json.dumps([name for of, name in signed if of == motion_id], ensure_ascii=False, separators=(',', ':'))
        bind.execute(sa.text('UPDATE motion SET sent_to = :unit, signed = :names WHERE id = :id'), {'unit': unit, 'names': names, 'id': motion_id})
