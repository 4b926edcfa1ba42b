package io.waybill.testing;

/**
 * A running PostgreSQL and a user that may create databases.
 *
 * @param address the JDBC URL up to and without the name of a database
 */
record DatabaseServer(String address, String username, String password) {

    String jdbcUrl(String database) {
        return address + "/" + database;
    }
}
