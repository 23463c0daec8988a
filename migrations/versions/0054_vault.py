"""Names, phones and addresses are sealed with a key that does not lie in the database; who somebody was can be erased (issue 7, R27, R39)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import vault
from portal.foundation.database import Utc

revision = '0054'
down_revision = '0053'
BATCH = 1000
SEALED = {  # table: its columns, and how long each was in the clear
    'visitor': {'name': 50, 'phone': 30, 'address': 200, 'needs': 200, 'beside_name': 50, 'relation': 40},
    'appointment': {'name': 50, 'phone': 30, 'address': 200, 'email': 254},
    'wish': {'address': 254},
    'message': {'address': 254},
}


def upgrade() -> None:
    op.drop_index('ix_appointment_email', 'appointment')
    op.drop_index('ix_visitor_phone_tail', 'visitor')
    for table, columns in SEALED.items():
        for column in columns:
            op.add_column(table, sa.Column(f'{column}_sealed', sa.Text(), server_default='', nullable=False))
    op.add_column('visitor', sa.Column('phone_tag', sa.String(length=16), server_default='', nullable=False))
    op.add_column('visitor', sa.Column('erased_at', Utc(), nullable=True))
    for table, columns in SEALED.items():
        _carry(table, list(columns), seal=True)
        for column in columns:
            op.drop_column(table, column)
            op.alter_column(table, f'{column}_sealed', new_column_name=column)
    op.drop_column('visitor', 'phone_tail')
    op.alter_column('visitor', 'phone_tag', new_column_name='phone_tail')
    _indexes()
    op.create_index('ix_visitor_kept', 'visitor', ['id'], unique=False,
                    sqlite_where=sa.text('erased_at IS NULL'), postgresql_where=sa.text('erased_at IS NULL'))


def downgrade() -> None:
    """Everything in the clear again, as the version before reads it."""
    op.drop_index('ix_visitor_kept', 'visitor')
    op.drop_index('ix_appointment_email', 'appointment')
    op.drop_index('ix_visitor_phone_tail', 'visitor')
    for table, columns in SEALED.items():
        for column, length in columns.items():
            op.add_column(table, sa.Column(f'{column}_plain', sa.String(length=length), server_default='', nullable=False))
    op.add_column('visitor', sa.Column('phone_end', sa.String(length=4), server_default='', nullable=False))
    for table, columns in SEALED.items():
        _carry(table, list(columns), seal=False)
        for column in columns:
            op.drop_column(table, column)
            op.alter_column(table, f'{column}_plain', new_column_name=column)
    op.drop_column('visitor', 'phone_tail')
    op.alter_column('visitor', 'phone_end', new_column_name='phone_tail')
    op.drop_column('visitor', 'erased_at')
    _indexes()


def _indexes() -> None:
    op.create_index('ix_visitor_phone_tail', 'visitor', ['phone_tail'], unique=False)
    op.create_index('ix_appointment_email', 'appointment', ['at'], unique=False,
                    sqlite_where=sa.text("email <> ''"), postgresql_where=sa.text("email <> ''"))


def _carry(table: str, columns: list[str], *, seal: bool) -> None:
    """Write each value over into its new column, a batch of rows at a time."""
    end, base = 'sealed' if seal else 'plain', op.get_bind()
    rows = sa.table(table, sa.column('id'), *(sa.column(name) for name in columns), *(sa.column(f'{name}_{end}') for name in columns),
                    *(sa.column(name) for name in ('phone_tag', 'phone_end', 'phone_tail') if table == 'visitor'))
    told, last = sa.or_(*(rows.c[name] != '' for name in columns)), 0
    while found := base.execute(sa.select(rows.c.id, *(rows.c[name] for name in columns)).where(rows.c.id > last, told)
                                .order_by(rows.c.id).limit(BATCH)).mappings().all():
        last = found[-1]['id']
        base.execute(rows.update().where(rows.c.id == sa.bindparam('of')).values(
            {f'{name}_{end}': sa.bindparam(f'n_{name}') for name in columns} | _tail(table, sa.bindparam('tail'), seal)),
            [{'of': row['id']} | {f'n_{name}': _turned(table, name, row[name], seal) for name in columns}
             | _tail_of(table, row, seal) for row in found])


def _turned(table: str, column: str, value: str, seal: bool) -> str:
    turn = vault.here().seal if seal else vault.here().open
    return turn(f'{table}.{column}', value) if value else ''


def _tail(table: str, value: sa.BindParameter[str], seal: bool) -> dict[str, sa.BindParameter[str]]:
    return {'phone_tag' if seal else 'phone_end': value} if table == 'visitor' else {}


def _tail_of(table: str, row: sa.RowMapping, seal: bool) -> dict[str, str]:
    if table != 'visitor':
        return {}
    if seal:
        return {'tail': vault.tag(row['phone'])}
    digits = ''.join(ch for ch in _turned(table, 'phone', row['phone'], seal) if ch.isdigit())
    return {'tail': digits[-4:] if len(digits) >= 4 else ''}
