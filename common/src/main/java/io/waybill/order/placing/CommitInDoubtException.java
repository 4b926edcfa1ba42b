package io.waybill.order.placing;

import org.springframework.dao.RecoverableDataAccessException;

/**
 * The commit was sent and no good answer came back: whether it happened is known only to the database. Place the batch
 * again with {@code repeated} slots to find out.
 */
public final class CommitInDoubtException extends RecoverableDataAccessException {
    CommitInDoubtException(RuntimeException cause) {
        super("the commit was sent, and whether it happened is not known", cause);
    }
}
