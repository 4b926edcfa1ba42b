package io.waybill.api.intake;

/** Why a request was refused before anybody looked at it. */
enum Shed {
    FULL("The store is taking orders as fast as it can: send this one again."),
    DEADLINE("The store was too busy to take this order in time: send it again."),
    CLOSED("The store is about to restart: send this order again.");

    private final String message;

    Shed(String message) {
        this.message = message;
    }

    String message() {
        return message;
    }
}
