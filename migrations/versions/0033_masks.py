"""Masks over published texts, the page shown to the visitor before, and results that were withdrawn from the board"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import append_only
from portal.foundation.database import Utc

revision = '0033'
down_revision = '0031'
BEFORE = ('id', 'case_id', 'number', 'station_code', 'station_name', 'category', 'category_top', 'month', 'locale', 'words', 'summary',
          'replies', 'outcome', 'claim', 'rating', 'steps', 'days', 'late', 'rounds', 'heads', 'common', 'representative', 'demo',
          'published_on', 'published_at', 'supervision')


def upgrade() -> None:
    op.create_table('mask',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('why', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.CheckConstraint('"start" >= 0 AND "end" > "start"', name=op.f('ck_mask_span')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_mask_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mask_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mask'))
    )
    op.create_index('ix_mask_case_id', 'mask', ['case_id'], unique=False)
    op.create_table('preview',
    sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('agreed_at', Utc(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_preview_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_preview_person_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_preview'))
    )
    op.create_table('withdrawal',
    sa.Column('publication_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reason', sa.String(length=24), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_withdrawal_person_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['publication.id'], name=op.f('fk_withdrawal_publication_id')),
    sa.PrimaryKeyConstraint('publication_id', name=op.f('pk_withdrawal'))
    )
    for statement in append_only.statements('withdrawal', op.get_bind().dialect.name):
        op.execute(statement)
    op.add_column('publication', sa.Column('masks', sa.Text(), server_default='[]', nullable=False))
    _guard((*BEFORE, 'masks'))


def downgrade() -> None:
    """A result that stood before its visitor waits to be prepared again: who does not know that step would leave it there for ever."""
    op.execute("UPDATE \"case\" SET public_state = 'waiting' WHERE public_state = 'prepared'")
    _guard(BEFORE)
    op.drop_column('publication', 'masks')
    op.drop_table('withdrawal')
    op.drop_table('preview')
    op.drop_table('mask')


def _guard(columns: tuple[str, ...]) -> None:
    """The guard names the columns that stand for ever, so it is made anew."""
    dialect = op.get_bind().dialect.name
    op.execute("DROP TRIGGER publication_no_update" + ('' if dialect == 'sqlite' else ' ON "publication"'))
    for statement in append_only.statements('publication', dialect, columns):
        if 'publication_no_update' in statement:
            op.execute(statement)
