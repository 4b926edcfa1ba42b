package io.waybill.checks;

import io.waybill.audit.AuditLog;
import io.waybill.audit.AuditLog.Break;
import io.waybill.audit.AuditLog.Link;
import io.waybill.audit.AuditLog.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The audit log is one chain. A short one is verified whole each time; of a long one a run that is not full verifies
 * what this instance has not seen to be good yet. A break stays unseen-to-be-good, and so is told until it is gone; so
 * is a chain that ends before an entry that was good, even if its head was set back as well.
 */
final class AuditChainProof implements Proof {
    private static final int WHOLE_UP_TO = 10_000;

    private final AuditLog audit;
    private volatile Link good = Link.START;

    AuditChainProof(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    public String name() {
        return "audit_chain";
    }

    @Override
    public String says() {
        return "The audit log is one chain: no entry was altered, removed or put in by hand.";
    }

    @Override
    public Found prove(boolean full) {
        Link from = full || good.seq() <= WHOLE_UP_TO ? Link.START : good;
        Verification verified = audit.verify(from);
        List<Break> breaks = new ArrayList<>(verified.breaks());
        if (verified.upTo().seq() < good.seq()) {
            breaks.add(new Break(good.seq(), "was proved before, and is gone with all that followed"));
        }
        if (breaks.isEmpty()) {
            good = verified.upTo();
        }
        List<Found.Violation> examples =
                breaks.stream().map(AuditChainProof::violation).toList();
        return new Found(verified.upTo().seq() - from.seq(), examples.size(), examples);
    }

    private static Found.Violation violation(Break found) {
        return new Found.Violation(Map.of("seq", found.seq()), Map.of("seq", found.seq(), "fault", found.fault()));
    }
}
