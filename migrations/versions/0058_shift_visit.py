"""A visit that was received at an open day hangs on it, also after midnight; those of the past by the hours of their day"""

import sqlalchemy as sa
from alembic import op

revision = '0058'
down_revision = '0057'
PAST = """INSERT INTO shift_visit (visit_id, shift_id) SELECT v.id, min(s.id) FROM visit v JOIN shift s ON s.station_id = v.station_id
    AND s.off_by IS NULL AND s.begins_at <= v.began_at AND v.began_at < s.ends_at
    WHERE v.channel IN ('station', 'appointment', 'unit_on_site') GROUP BY v.id"""


def upgrade() -> None:
    op.create_table(
        'shift_visit',
        sa.Column('visit_id', sa.Integer(), nullable=False),
        sa.Column('shift_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_shift_visit_visit_id_visit')),
        sa.ForeignKeyConstraint(['shift_id'], ['shift.id'], name=op.f('fk_shift_visit_shift_id_shift')),
        sa.PrimaryKeyConstraint('visit_id', name=op.f('pk_shift_visit')))
    op.create_index(op.f('ix_shift_visit_shift_id'), 'shift_visit', ['shift_id'])
    op.execute(PAST)


def downgrade() -> None:
    op.drop_table('shift_visit')
