package io.waybill.fulfillment.session;

import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.line.Share;
import io.waybill.fulfillment.pace.Ticker;
import io.waybill.fulfillment.session.JdbcSessions.Member;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * Divides what providers allow among the workers, so that all together never exceed it. Called by one thread.
 *
 * <p>INVARIANT: a worker that buys is known to every other one that buys. For a worker begins only after each session
 * that is open has agreed to its own, and a worker agrees only when it has come down to the part that leaves room. Each
 * may know more workers than there are, which makes its part smaller; the parts of those that buy then never add up to
 * more than the whole, however old each one's knowledge is.
 */
final class Sharing {
    /** The purchases of a worker that has gone still count in its last second. */
    private static final Duration REMEMBER_FOR = Duration.ofMillis(1_100);

    private final JdbcSessions sessions;
    private final Lines lines;
    private final Ticker ticker;
    private final TreeMap<Long, Long> seenAt = new TreeMap<>();
    private long admitted;
    private long agreedTo;

    Sharing(JdbcSessions sessions, Lines lines, Ticker ticker) {
        this.sessions = sessions;
        this.lines = lines;
        this.ticker = ticker;
    }

    /** The part of a session that has ended is not the next one's. */
    void drop() {
        lines.share(Share.NONE);
    }

    /**
     * Takes this worker's part by who is there now, and makes room for who is new.
     *
     * @return whether nothing is left to be waited for: neither the others' room for us, nor ours for them
     */
    boolean look(Session session) {
        long self = session.id();
        List<Member> members = sessions.members();
        remember(self, members);
        if (members.stream().allMatch(member -> member.id() == self || member.agreedTo() >= self)) {
            admitted = self;
        }
        lines.share(admitted == self ? new Share(seenAt.headMap(self).size(), seenAt.size()) : Share.NONE);
        long newest = members.isEmpty() ? self : members.getLast().id();
        if (agreedTo < newest && lines.areWithinShare()) {
            sessions.agreeUnlessEnded(self, newest);
            agreedTo = newest;
        }
        return admitted == self && agreedTo >= newest && seenAt.size() == members.size();
    }

    private void remember(long self, List<Member> members) {
        long now = ticker.nanos();
        seenAt.values().removeIf(at -> now - at > REMEMBER_FOR.toNanos());
        members.forEach(member -> seenAt.put(member.id(), now));
        seenAt.put(self, now);
    }
}
