"""What a visitor encloses at a terminal before the matter is handed in"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    op.create_table('tray',
    sa.Column('draft', sa.String(length=64), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('passes', sa.Integer(), nullable=False),
    sa.Column('pass_hash', sa.String(length=64), nullable=True),
    sa.Column('pass_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pass_used', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('draft', name=op.f('pk_tray')),
    sa.UniqueConstraint('pass_hash', name=op.f('uq_tray_pass_hash'))
    )
    op.create_index(op.f('ix_tray_touched_at'), 'tray', ['touched_at'])
    op.create_table('enclosure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('photo', 'spoken', name='enclosurekind', native_enum=False, length=24), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['draft'], ['tray.draft'], name=op.f('fk_enclosure_draft')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enclosure')),
    sa.UniqueConstraint('draft', 'sha256', name=op.f('uq_enclosure_draft'))
    )


def downgrade() -> None:
    op.drop_table('enclosure')
    op.drop_table('tray')
