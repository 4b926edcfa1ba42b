-- A provider's answer that was merged already is known again before anybody reads it.

alter table catalog_state
  add column asked_hash       bytea,
  add column answer_digests   text,
  add column answer_etag      text,
  add column answer_read_at   timestamptz,
  add constraint catalog_state_asked_hash_is_a_sha256 check (length(asked_hash) = 32),
  add constraint catalog_state_answer_is_whole check (
    (answer_digests is null) = (answer_read_at is null) and (answer_digests is null) = (asked_hash is null)),
  add constraint catalog_state_etag_is_of_an_answer check (answer_etag is null or answer_digests is not null),
  add constraint catalog_state_etag_is_short check (length(answer_etag) <= 300);
comment on column catalog_state.asked_hash is
  'A keyed hash of whom the catalog was asked for and by what it was read: address, key, limits, exchange rates.';
comment on column catalog_state.answer_digests is
  'SHA-256 of each block of the answer that was merged last; null: an answer of this provider can''t be known again.';
comment on column catalog_state.answer_etag is 'What the provider called that answer; null: nothing that may be sent back.';
comment on column catalog_state.answer_read_at is 'When it was last read row by row, which happens once a day at least.';
