-- The audit log becomes a chain, and an admin's write can be repeated safely.

alter table audit_entry
  add column seq   bigint not null,
  add column hash  bytea  not null,
  add constraint audit_entry_seq_has_no_twin unique (seq),
  add constraint audit_entry_seq_is_positive check (seq >= 1),
  add constraint audit_entry_hash_is_a_sha256 check (length(hash) = 32);
comment on table audit_entry is
  'Who did what, why, and what it was before and after. Never updated, never deleted: each entry''s hash covers the one before.';
comment on column audit_entry.seq is 'Gap-free number, from 1.';
comment on column audit_entry.hash is
  'HMAC-SHA-256 under the store''s master key of this entry and the hash before it: nobody without that key can mend a broken chain.';

create table audit_head (
  only_row  boolean not null default true,
  seq       bigint  not null,
  hash      bytea   not null,
  constraint audit_head_pk primary key (only_row),
  constraint audit_head_has_one_row check (only_row),
  constraint audit_head_seq_is_not_negative check (seq >= 0)
);
comment on table audit_head is 'The end of the audit chain, locked by whoever appends to it: exactly one row.';

insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

create table admin_idempotency_key (
  account_id    bigint      not null,
  key           text        not null,
  request_hash  bytea       not null,
  answer        jsonb       not null,
  created_at    timestamptz not null default now(),
  constraint admin_idempotency_key_pk primary key (account_id, key),
  constraint admin_idempotency_key_account_fk foreign key (account_id) references account (id),
  constraint admin_idempotency_key_length_is_bounded check (length(key) between 1 and 255)
);
comment on table admin_idempotency_key is
  'What an admin''s write under an Idempotency-Key was answered; bound in the transaction of the write, for good. No secret is in it.';
comment on column admin_idempotency_key.request_hash is
  'HMAC-SHA-256 under the store''s master key of method, path and body: the same key with another request is refused.';

comment on column api_key.scopes is
  'What the key may do: orders:write, orders:read, wallet:read, admin:read, admin:write; empty = everything its account may.';
