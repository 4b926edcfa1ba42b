-- The auditor's own books: where it stands, what it has proved, what it has found. Nothing else reads or writes them. Begun
-- again (delete from check_wallet; delete from check_state; insert into check_state default values) they only cost it a
-- longer run.

create table check_state (
  only_row          boolean      not null default true,
  run               bigint       not null default 0,
  depth             text,
  checked_at        timestamptz,
  took_ms           bigint       not null default 0,
  orders_checked    bigint       not null default 0,
  orders_total      bigint       not null default 0,
  seen_event        bigint       not null default 0,
  seen_transfer     bigint       not null default 0,
  seen_attempt      bigint       not null default 0,
  seen_snapshot     pg_snapshot,
  pending_tx        xid8,
  pending_event     bigint       not null default 0,
  pending_transfer  bigint       not null default 0,
  summed_transfer   bigint       not null default 0,
  summed_micros     jsonb        not null default '{}',
  slice_order       bigint       not null default 0,
  slice_wallet      bigint       not null default 0,
  slice_seq         bigint       not null default 0,
  slice_key         jsonb        not null default '{"account_id": 0, "mode": "", "key": ""}',
  constraint check_state_pk primary key (only_row),
  constraint check_state_has_one_row check (only_row),
  constraint check_state_depth_is_known check (depth in ('incremental', 'full')),
  constraint check_state_run_has_a_time check ((run = 0) = (checked_at is null) and (run = 0) = (depth is null))
) with (fillfactor = 50);
insert into check_state default values;
comment on table check_state is 'Where the auditor stands: exactly one row. A run locks the table: there is one run at a time.';
comment on column check_state.checked_at is 'When the snapshot of the newest run was taken.';
comment on column check_state.seen_event is
  'All events up to this id are decided and seen; of the later ones, those that are visible in seen_snapshot.';
comment on column check_state.seen_transfer is 'The newest transfer that was seen; likewise seen_attempt.';
comment on column check_state.pending_tx is
  'Once no older transaction runs, all ids up to pending_event and pending_transfer are decided: visible now, or never.';
comment on column check_state.summed_micros is 'Balances of the ledger''s accounts after all transfers up to summed_transfer; all wallets as one.';
comment on column check_state.slice_order is 'The past is proved again slice by slice: orders up to this id are done in this round.';

create table check_wallet (
  wallet_id       bigint  not null,
  seq             bigint  not null,
  balance_micros  bigint  not null,
  constraint check_wallet_pk primary key (wallet_id)
) with (fillfactor = 50);
comment on table check_wallet is 'Up to which transfer each wallet was proved, and what it held then: only newer ones are summed.';

create table check_finding (
  id          bigint      generated always as identity,
  check_name  text        not null,
  subject     jsonb       not null,
  example     jsonb       not null,
  found_at    timestamptz not null,
  constraint check_finding_pk primary key (id),
  constraint check_finding_is_one_per_subject unique (check_name, subject)
);
comment on table check_finding is 'What is wrong, until it is healed: every run looks at these again. Ids and figures only.';

create table check_result (
  check_name  text    not null,
  violations  bigint  not null,
  checked     bigint  not null,
  took_ms     bigint  not null,
  constraint check_result_pk primary key (check_name),
  constraint check_result_violations_are_not_negative check (violations >= 0)
) with (fillfactor = 50);
comment on table check_result is 'What the newest run said about each check.';
