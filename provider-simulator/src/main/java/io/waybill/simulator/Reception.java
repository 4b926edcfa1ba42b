package io.waybill.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.waybill.simulator.behaviour.Fault;
import io.waybill.simulator.behaviour.Refusal;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request: to the operator's routes always, to the shop unless there is an outage or a crowd. */
final class Reception implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final StoreApi store;
    private final SmmApi smm;
    private final OperatorApi operator;
    private final Replies replies;
    private final Conduct conduct;
    private final Semaphore places;

    Reception(StoreApi store, SmmApi smm, OperatorApi operator, Replies replies, Conduct conduct, int maxConcurrent) {
        this.store = store;
        this.smm = smm;
        this.operator = operator;
        this.replies = replies;
        this.conduct = conduct;
        this.places = new Semaphore(maxConcurrent);
    }

    @Override
    public void handle(HttpExchange exchange) {
        Call call = new Call(exchange);
        try {
            receive(call);
        } catch (IOException gone) {
            LOG.atDebug().setCause(gone).log("the client left before its answer");
            call.hangUp();
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("a request failed");
            apologize(call);
        }
    }

    private void receive(Call call) throws IOException {
        if (call.path().startsWith(OperatorApi.BASE + "/")) {
            operator.serve(call);
        } else if (!places.tryAcquire()) {
            call.answer(Refusal.BUSY);
        } else {
            try {
                serve(call);
            } finally {
                places.release();
            }
        }
    }

    private void serve(Call call) throws IOException {
        switch (conduct.outage()) {
            case UNAVAILABLE -> call.answer(Refusal.UNAVAILABLE);
            case SILENT -> replies.send(call, Fault.SILENCE);
            case HTML -> replies.send(call, Fault.HTML);
            case BUSY -> call.answer(Refusal.BUSY);
            case REFUSED -> call.hangUp();
            case NONE, WALLET_DISABLED -> {
                if (call.path().startsWith(StoreApi.BASE + "/")) {
                    store.serve(call);
                } else if (call.path().equals(SmmApi.PATH)) {
                    smm.serve(call);
                } else {
                    call.answer(Refusal.NOT_FOUND);
                }
            }
        }
    }

    private static void apologize(Call call) {
        try {
            call.answer(Refusal.ERROR);
        } catch (IOException alreadyAnswered) {
            LOG.atDebug().setCause(alreadyAnswered).log("too late for an error answer");
            call.hangUp();
        }
    }
}
