"""What is written over the three rule documents, version by version (HB-30)"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only
from portal.foundation.database import Utc

revision = '0073'
down_revision = '0072'


def upgrade() -> None:
    op.create_table('rule_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rule_document_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_document')),
    sa.UniqueConstraint('document', 'version', name='uq_rule_document_version')
    )
    for statement in append_only.statements('rule_document', op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('rule_document')
