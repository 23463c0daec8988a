"""Who may see nothing of a matter, whatever their role (X-04)"""

import uuid

import sqlalchemy as sa
from alembic import op

from portal.foundation import marks
from portal.foundation.database import Utc

revision = '0063'
down_revision = '0062'


def upgrade() -> None:
    op.create_table('excluded',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(length=60), nullable=False),
    sa.Column('because', sa.String(length=24), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('ended_at', Utc(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_excluded_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_excluded_case_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_excluded_ended_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_excluded_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_excluded'))
    )
    op.create_index('ix_excluded_case_id', 'excluded', ['case_id'], unique=False)
    op.create_index('ix_excluded_person_case', 'excluded', ['person_id', 'case_id'], unique=False)
    dialect = op.get_bind().dialect.name
    op.get_bind().execute(sa.text("INSERT INTO mark (name, value) VALUES ('excluded', :value)"), {'value': uuid.uuid4().hex})
    for statement in marks.statements('excluded', 'excluded', dialect):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('excluded')
    op.execute("DELETE FROM mark WHERE name = 'excluded'")
