"""Slips keep their number; promises that stood before the clock looked again; matters of a demonstration say so"""

import sqlalchemy as sa
from alembic import op

from portal.foundation import clock
from portal.foundation.database import Utc
from portal.foundation.workdays import Workdays

revision = '0021'
down_revision = '0020'


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, TYPES.get(column)) for column in columns))


TYPES = {'happened_at': Utc()} | dict.fromkeys(
    ('planned_on', 'started_on', 'due_on', 'original_due_on', 'looks_on', 'day'), sa.Date()) | dict.fromkeys(('working', 'works', 'demo'), sa.Boolean())
SLIP = _table('slip', 'id', 'level', 'year', 'serial', 'number')
CASE = _table('case', 'id', 'state', 'round', 'policy', 'outcome', 'demo')
REPLY = _table('reply', 'case_id', 'seq', 'claim', 'planned_on')
VISIT = _table('follow_up', 'case_id', 'round', 'finding', 'solved', 'happened_at')
LIMIT = _table('policy_limit', 'version', 'clock', 'limit', 'working')
DEADLINE = _table('deadline', 'case_id', 'clock', 'round', 'started_on', 'limit', 'working', 'original_due_on', 'due_on', 'provisional',
                  'extended_by', 'looks_on', 'calendar')


def upgrade() -> None:
    _numbers()
    _promises()
    _invented()
    _incidents()
    _visit_ends()
    op.add_column('rating', sa.Column('expected_more', sa.Boolean(), server_default=sa.false(), nullable=False))


def _numbers() -> None:
    """Slips that went out were all issued in Simplified letters, and so they stay."""
    op.add_column('slip', sa.Column('number', sa.String(length=24), server_default='', nullable=False))
    sign = sa.case((SLIP.c.level == 'b', '督黄〔'), else_='督红〔')
    said = sign + sa.cast(SLIP.c.year, sa.String) + '〕' + sa.cast(SLIP.c.serial, sa.String) + '号'
    op.execute(SLIP.update().where(SLIP.c.serial.is_not(None)).values(number=said))


def _promises() -> None:
    """Cases closed with a promise before there was a look-again clock get it, where its limit has not passed: nobody is surprised by a
    matter that comes back from last year."""
    bind = op.get_bind()
    days = _calendar(bind)
    for row in bind.execute(_promised()).mappings().all():
        due = days.after(row['since'], row['limit']) if row['working'] else days.calendar_after(row['since'], row['limit'])
        open_then = row['planned_on'] > row['closed_on'] or row['outcome'] not in ('solved', 'mediated')
        if open_then and due.due >= clock.today() and not _heard(bind, row):
            bind.execute(DEADLINE.insert().values(
                case_id=row['id'], clock='look_again', round=row['round'], started_on=row['since'], limit=row['limit'],
                working=row['working'], original_due_on=due.due, due_on=due.due, provisional=due.provisional, extended_by=0,
                looks_on=due.due, calendar=days.version))


def _calendar(bind: sa.Connection) -> Workdays:
    days = {row.day: row.works for row in bind.execute(sa.select(_table('calendar_day', 'day', 'works')))}
    closed = dict.fromkeys(bind.scalars(sa.select(_table('closure', 'day'))), False)
    version = bind.scalar(sa.select(sa.func.max(sa.column('id'))).select_from(sa.table('calendar_version')))
    return Workdays(days | closed, frozenset(bind.scalars(sa.select(sa.column('year')).select_from(sa.table('calendar_year')))), version or 0)


def _promised() -> sa.Select:
    """Closed cases whose newest reply promised a day, with the clock of the follow-up visit, which ends on that day."""
    later, visit, looked = REPLY.alias(), DEADLINE.alias(), DEADLINE.alias()
    return sa.select(
        CASE.c.id, CASE.c.round, CASE.c.outcome, REPLY.c.planned_on, LIMIT.c.limit, LIMIT.c.working, visit.c.due_on.label('since'),
        visit.c.started_on.label('closed_on'),
    ).join_from(CASE, REPLY, REPLY.c.case_id == CASE.c.id).join(
        visit, sa.and_(visit.c.case_id == CASE.c.id, visit.c.round == CASE.c.round, visit.c.clock == 'follow_up')
    ).join(LIMIT, sa.and_(LIMIT.c.version == CASE.c.policy, LIMIT.c.clock == 'look_again')).where(
        CASE.c.state == 'closed', REPLY.c.claim == 'planned', REPLY.c.planned_on.is_not(None),
        ~sa.exists().where(later.c.case_id == CASE.c.id, later.c.seq > REPLY.c.seq),
        ~sa.exists().where(looked.c.case_id == CASE.c.id, looked.c.round == CASE.c.round, looked.c.clock == 'look_again'))


def _heard(bind: sa.Connection, row: sa.RowMapping) -> bool:
    """Whether somebody heard or saw already what came of the promise, as the follow-up visit would have ended its clock."""
    visits = bind.execute(sa.select(VISIT).where(VISIT.c.case_id == row['id'], VISIT.c.round == row['round']))
    return any(one.finding == 'holds' or (one.finding == 'reached' and (
        one.solved == 'yes' or clock.day_of(one.happened_at) >= row['since'])) for one in visits)


def _invented() -> None:
    """Every matter of a demonstration says so itself, wherever its row is carried."""
    op.add_column('case', sa.Column('demo', sa.Boolean(), server_default=sa.false(), nullable=False))
    demo = sa.exists().where(_table('network', 'demo').c.demo.is_(True))
    op.execute(CASE.update().where(demo).values(demo=True))


def _incidents() -> None:
    op.create_table('incident',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('present', sa.Text(), nullable=False),
    sa.Column('by_two', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_incident_person_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_incident_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incident'))
    )
    for column in ('station_id', 'happened_at', 'person_id', 'at'):
        op.create_index(op.f(f'ix_incident_{column}'), 'incident', [column], unique=False)


def _visit_ends() -> None:
    step = sa.Enum('home', 'tell_topic', 'tell_conduct', 'tell_words', 'tell_enclose', 'tell_place', 'tell_reach', 'tell_publish', 'tell_review',
                   'track', 'matter', 'act', 'rate_solved', 'rate_result', 'rate_understood', 'rate_reception', 'rate_review', 'reading', 'other',
                   name='step', native_enum=False, length=24)
    op.create_table('visit_end',
    sa.Column('terminal_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('step', step, nullable=False),
    sa.Column('ending', sa.Enum('finished', 'left', 'called', name='ending', native_enum=False, length=24), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['terminal_id'], ['terminal.id'], name=op.f('fk_visit_end_terminal_id')),
    sa.PrimaryKeyConstraint('terminal_id', 'day', 'locale', 'step', 'ending', name=op.f('pk_visit_end'))
    )
    op.create_table('visit_counted',
    sa.Column('word_hash', sa.String(length=64), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('word_hash', name=op.f('pk_visit_counted'))
    )
    for table in ('visit_end', 'visit_counted'):
        op.create_index(op.f(f'ix_{table}_day'), table, ['day'], unique=False)


def downgrade() -> None:
    """The clocks stay: nothing takes one away, and who does not know this one does not ask for it."""
    op.drop_table('visit_counted')
    op.drop_table('visit_end')
    op.drop_table('incident')
    op.drop_column('rating', 'expected_more')
    op.drop_column('case', 'demo')
    op.drop_column('slip', 'number')
