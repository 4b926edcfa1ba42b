package io.waybill.api.rejections;

import static io.waybill.query.Rows.column;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of refused requests and of their numbers. */
final class JdbcRejections {
    private final JdbcClient jdbc;

    JdbcRejections(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(List<Rejection> rejections) {
        jdbc.sql("""
                insert into rejected_request (request_id, at, account_id, api_key_id, method, path, item_id,
                                              http_status, error, message, body_masked)
                select *
                  from unnest(:requestIds::text[], :times::timestamptz[], :accountIds::bigint[], :apiKeyIds::bigint[],
                              :methods::text[], :paths::text[], :itemIds::bigint[],
                              :statuses::int[], :errors::text[], :messages::text[], :bodies::text[])
                """)
                .param("requestIds", column(rejections, Rejection::requestId, String[]::new))
                .param("times", column(rejections, r -> r.at().toString(), String[]::new))
                .param("accountIds", column(rejections, Rejection::accountId, Long[]::new))
                .param("apiKeyIds", column(rejections, Rejection::apiKeyId, Long[]::new))
                .param("methods", column(rejections, Rejection::method, String[]::new))
                .param("paths", column(rejections, Rejection::path, String[]::new))
                .param("itemIds", column(rejections, Rejection::itemId, Long[]::new))
                .param("statuses", column(rejections, Rejection::httpStatus, Integer[]::new))
                .param("errors", column(rejections, Rejection::error, String[]::new))
                .param("messages", column(rejections, Rejection::message, String[]::new))
                .param("bodies", column(rejections, Rejection::maskedBody, String[]::new))
                .update();
    }

    /** Adds to the day's numbers; sorted, so that instances don't wait for each other in a circle. */
    void count(LocalDate day, Map<String, Long> byError) {
        TreeMap<String, Long> sorted = new TreeMap<>(byError);
        jdbc.sql("""
                insert into rejection_count (day, error, count)
                select :day, error, count
                  from unnest(:errors::text[], :counts::bigint[]) as added (error, count)
                    on conflict (day, error)
                    do update set count = rejection_count.count + excluded.count
                """)
                .param("day", day)
                .param("errors", sorted.keySet().toArray(String[]::new))
                .param("counts", sorted.values().toArray(Long[]::new))
                .update();
    }

    /** Deletes the oldest past the newest {@code keep}, at most {@code limit} of them. */
    int trim(int keep, int limit) {
        return jdbc.sql("""
                with boundary as (
                  select id
                    from rejected_request
                   order by id desc
                  offset :keep
                   limit 1
                )
                delete from rejected_request
                 where id in (select r.id
                                from rejected_request r
                               where r.id <= (select id from boundary)
                               order by r.id
                               limit :limit)
                """).param("keep", keep).param("limit", limit).update();
    }
}
