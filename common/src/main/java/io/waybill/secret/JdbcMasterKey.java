package io.waybill.secret;

import org.springframework.jdbc.core.simple.JdbcClient;

/** By what the database recognises the store's master key. */
final class JdbcMasterKey {
    private final JdbcClient jdbc;

    JdbcMasterKey(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the check of the first start; whoever comes later changes nothing. */
    void keepUnlessKept(byte[] check) {
        jdbc.sql("""
                update settings
                   set master_key_check = :check
                 where master_key_check is null
                """).param("check", check).update();
    }

    boolean isKept(byte[] check) {
        return jdbc.sql("select master_key_check = :check from settings")
                .param("check", check)
                .query(Boolean.class)
                .single();
    }
}
