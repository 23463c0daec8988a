"""Visits: one batch, however many matters it brought; who received, who came beside the visitor, and where it was told before"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'

REFERS = (('visit_id', 'visit'), ('received_by_id', 'person'))
TOLD = (('sex', sa.String(length=24), None), ('age_band', sa.String(length=24), None), ('beside', sa.String(length=24), None),
        ('beside_name', sa.String(length=50), ''), ('relation', sa.String(length=40), ''))
RECEIVED = sa.text('received_by_id IS NOT NULL')


def upgrade() -> None:
    """Each matter that was told before is a visit of its own: nobody wrote down which ones came together."""
    op.create_table('visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('station', 'kiosk', 'phone', 'appointment', 'home_visit', 'field', 'online', 'letter', 'unit_on_site', 'inspection', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('heads', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('heads >= 1', name=op.f('ck_visit_heads')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_visit_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit'))
    )
    op.create_index('ix_visit_station_began', 'visit', ['station_id', 'began_at'], unique=False)
    for name, to in REFERS:  # by hand: SQLite adds a column that refers to a row only as one statement
        op.execute(f'ALTER TABLE "case" ADD COLUMN {name} INTEGER CONSTRAINT fk_case_{name} REFERENCES {to} (id)')
    op.add_column('case', sa.Column('seen_before', sa.String(length=120), server_default='', nullable=False))
    op.add_column('case', sa.Column('forwarded_at', sa.DateTime(timezone=True), nullable=True))
    for name, kind, default in TOLD:
        op.add_column('visitor', sa.Column(name, kind, server_default=default, nullable=default is None))
    op.add_column('visitor', sa.Column('agreed', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute('INSERT INTO visit (id, station_id, channel, heads, began_at) SELECT id, station_id, channel, heads, registered_at FROM "case"')
    op.execute('UPDATE "case" SET visit_id = id')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("SELECT setval(pg_get_serial_sequence('visit', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM visit), false)")
    op.create_index(op.f('ix_case_visit_id'), 'case', ['visit_id'], unique=False)
    op.create_index('ix_case_received', 'case', ['received_by_id', 'id'], unique=False, sqlite_where=RECEIVED, postgresql_where=RECEIVED)


def downgrade() -> None:
    op.drop_index('ix_case_received', table_name='case')
    op.drop_index(op.f('ix_case_visit_id'), table_name='case')
    for name in ('agreed', *(name for name, *_ in TOLD)):
        op.drop_column('visitor', name)
    for name in ('forwarded_at', 'seen_before', *(name for name, _ in REFERS)):
        op.drop_column('case', name)
    op.drop_index('ix_visit_station_began', table_name='visit')
    op.drop_table('visit')
