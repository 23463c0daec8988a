"""What a visit came to of which no matter was wanted: answered, explained, listened to; nothing of who came"""

import sqlalchemy as sa
from alembic import op

from portal.foundation.database import Utc

revision = '0059'
down_revision = '0058'


def upgrade() -> None:
    op.create_table(
        'spoken',
        sa.Column('visit_id', sa.Integer(), nullable=False),
        sa.Column('ended', sa.Enum('answered', 'explained', 'listened', name='ended', native_enum=False, length=24), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('noted_by_id', sa.Integer(), nullable=True),
        sa.Column('noted_at', Utc(timezone=True), nullable=False),
        sa.Column('taken_back_at', Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_spoken_visit_id_visit')),
        sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_spoken_noted_by_id_person')),
        sa.PrimaryKeyConstraint('visit_id', name=op.f('pk_spoken')),
        sa.UniqueConstraint('key', name=op.f('uq_spoken_key')))


def downgrade() -> None:
    op.drop_table('spoken')
