package io.waybill.simulator.behaviour;

/** Endings that tell the caller nothing about its order. */
public enum Fault implements Reply {
    /** No answer, with the connection left open. */
    SILENCE,
    /** The connection closes before a byte of an answer. */
    RESET,
    /** HTTP 200 with a web page. */
    HTML,
    /** HTTP 200 with half a JSON object. */
    GARBAGE,
    /** HTTP 200 without a body. */
    EMPTY,
    /** HTTP 302 to a login page. */
    REDIRECT,
    /** HTTP 502 with a gateway's web page. */
    BAD_GATEWAY
}
