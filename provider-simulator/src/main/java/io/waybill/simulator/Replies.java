package io.waybill.simulator;

import io.waybill.simulator.behaviour.Fault;
import io.waybill.simulator.behaviour.Receipt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends answers the way a behaviour wants them, right and wrong. */
final class Replies {

    private static final String JSON_TYPE = "application/json; charset=utf-8";
    private static final String HTML_TYPE = "text/html; charset=utf-8";
    private static final int BIG_BODY = 8 * 1024 * 1024;
    private static final int CUT_OFF = 512;

    private final Conduct conduct;
    private final Closing closing;

    Replies(Conduct conduct, Closing closing) {
        this.conduct = conduct;
        this.closing = closing;
    }

    void send(Call call, Receipt manner, ObjectNode receipt, Wording wording) throws IOException {
        switch (manner) {
            case COMPLETED -> call.answer(200, receipt);
            case PROCESSING -> call.answer(200, wording.processing(receipt));
            case LOOSE_TYPES -> call.answer(200, wording.loosened(receipt));
            case CONTRADICTORY -> call.answer(200, wording.contradictory(receipt));
            case BIG -> big(call, bytes(receipt));
            case DRIP -> drip(call, bytes(receipt));
            case CUT -> cut(call, bytes(receipt));
        }
    }

    void send(Call call, Fault fault) throws IOException {
        switch (fault) {
            case SILENCE -> stayed(call);
            case RESET -> call.hangUp();
            case HTML -> call.answer(200, HTML_TYPE, page("Checking your browser"));
            case GARBAGE -> call.answer(200, JSON_TYPE, utf8("{\"ok\":true,\"order_id\":"));
            case EMPTY -> call.answer(200, JSON_TYPE, new byte[0]);
            case REDIRECT -> {
                call.header("Location", "/login");
                call.answer(302, HTML_TYPE, page("Moved"));
            }
            case BAD_GATEWAY -> call.answer(502, HTML_TYPE, page("502 Bad Gateway"));
        }
    }

    private void stayed(Call call) {
        closing.pause(conduct.silenceLimit());
        call.hangUp();
    }

    /** JSON may end in white space: the answer is right, only very long. */
    private static void big(Call call, byte[] receipt) throws IOException {
        byte[] padding = new byte[64 * 1024];
        Arrays.fill(padding, (byte) ' ');
        try (OutputStream out = call.open(200, JSON_TYPE, 0)) {
            out.write(receipt);
            for (int sent = 0; sent < BIG_BODY; sent += padding.length) {
                out.write(padding);
            }
        }
    }

    private void drip(Call call, byte[] receipt) throws IOException {
        OutputStream out = call.open(200, JSON_TYPE, receipt.length);
        for (byte next : receipt) {
            if (!closing.pause(conduct.dripPause())) {
                call.hangUp();
                return;
            }
            out.write(next);
            out.flush();
        }
        out.close();
    }

    private static void cut(Call call, byte[] receipt) throws IOException {
        OutputStream out = call.open(200, JSON_TYPE, receipt.length + CUT_OFF);
        out.write(receipt);
        out.flush();
        call.hangUp();
    }

    private static byte[] bytes(ObjectNode receipt) {
        return JsonMapper.shared().writeValueAsBytes(receipt);
    }

    private static byte[] page(String title) {
        return utf8("<!doctype html><html><head><title>" + title + "</title></head><body><h1>" + title
                + "</h1></body></html>");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
