-- How far a run of the checks has come that left changes to the next: without it, a transaction that stays open would
-- have each run begin where the one before it began.

alter table check_state
  add column reached_event bigint not null default 0,
  add column reached_snapshot pg_snapshot;
comment on column check_state.reached_event is
  'Of the events up to this id, those that are visible in reached_snapshot are seen as well: a run left the rest to the next.';
