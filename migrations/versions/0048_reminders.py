"""Whoever books a time may leave an e-mail address; the day before, and when the time falls or stands again, they are written to"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0048'
down_revision = '0047'


def upgrade() -> None:
    op.add_column('appointment', sa.Column('email', sa.String(length=254), server_default='', nullable=False))
    op.add_column('appointment', sa.Column('locale', sa.String(length=8), server_default='', nullable=False))
    op.add_column('appointment', sa.Column('told', sa.String(length=24), nullable=True))
    op.add_column('appointment', sa.Column('foretold', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index('ix_appointment_email', 'appointment', ['at'], unique=False,
                    sqlite_where=sa.text("email <> ''"), postgresql_where=sa.text("email <> ''"))
    op.create_table('appointment_letter',
    sa.Column('appointment_id', sa.Integer(), nullable=False),
    sa.Column('told', sa.String(length=24), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_at', Utc(), nullable=False),
    sa.Column('done_at', Utc(), nullable=True),
    sa.Column('sent', sa.Boolean(), nullable=False),
    sa.Column('error', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_appointment_letter_appointment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment_letter'))
    )
    op.create_index('ix_appointment_letter_done', 'appointment_letter', ['done_at'], unique=False)
    op.create_index('ix_appointment_letter_appointment_id', 'appointment_letter', ['appointment_id'], unique=False)
    op.create_index('ix_appointment_letter_open', 'appointment_letter', ['next_at'], unique=False,
                    sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))


def downgrade() -> None:
    op.drop_table('appointment_letter')
    op.drop_index('ix_appointment_email', 'appointment')
    for column in ('foretold', 'told', 'locale', 'email'):
        op.drop_column('appointment', column)
