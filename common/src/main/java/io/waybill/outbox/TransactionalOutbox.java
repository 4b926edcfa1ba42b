package io.waybill.outbox;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

final class TransactionalOutbox implements Outbox {
    private static final Logger log = LoggerFactory.getLogger(TransactionalOutbox.class);

    private final JdbcOutboxRows rows;
    private final Relay relay;

    TransactionalOutbox(JdbcOutboxRows rows, Relay relay) {
        this.rows = rows;
        this.relay = relay;
    }

    @Override
    public void append(List<Message> messages) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("messages are written in the transaction of the change that they tell of");
        }
        if (messages.isEmpty()) {
            return;
        }
        List<StoredMessage> stored = rows.insert(messages);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                handOver(stored);
            }
        });
    }

    /**
     * The commit has happened: nothing that goes wrong here may make it look as if it had not. The sweeper sends what
     * is left.
     */
    private void handOver(List<StoredMessage> committed) {
        try {
            relay.offer(committed);
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("messages", committed.size()).log("relay refused messages");
        }
    }
}
