package io.waybill.fulfillment.session;

import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.line.Share;
import io.waybill.fulfillment.session.JdbcSessions.Member;
import java.time.Duration;
import java.util.List;

/**
 * Divides what providers allow among the workers, so that all together never exceed it. Called by one thread.
 *
 * <p>INVARIANT: a worker that buys is known to every other one that buys. For a worker begins only after each session
 * that is open has agreed to its own, and a worker agrees only when it has come down to the part that leaves room. Each
 * may know more workers than there are, which makes its part smaller; the parts of those that buy then never add up to
 * more than the whole, however old each one's knowledge is.
 */
final class Sharing {
    /** The purchases of a worker that has gone count for a second after its end, also for one that has just come. */
    private static final Duration COUNTED_FOR = Duration.ofMillis(1_100);

    private final JdbcSessions sessions;
    private final Lines lines;
    private long admitted;
    private long agreedTo;

    Sharing(JdbcSessions sessions, Lines lines) {
        this.sessions = sessions;
        this.lines = lines;
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
        List<Member> members = sessions.members(COUNTED_FOR);
        List<Member> open = members.stream().filter(Member::open).toList();
        if (open.stream().allMatch(member -> member.id() == self || member.agreedTo() >= self)) {
            admitted = self;
        }
        lines.share(admitted == self ? part(self, members) : Share.NONE);
        long newest = open.isEmpty() ? self : open.getLast().id();
        if (agreedTo < newest && lines.areWithinShare()) {
            sessions.agreeUnlessEnded(self, newest);
            agreedTo = newest;
        }
        return admitted == self && agreedTo >= newest && open.size() == members.size();
    }

    /** The worker itself counts, whether or not others have ended its session meanwhile. */
    static Share part(long self, List<Member> members) {
        List<Long> others =
                members.stream().map(Member::id).filter(id -> id != self).toList();
        long older = others.stream().filter(id -> id < self).count();
        return new Share(Math.toIntExact(older), others.size() + 1);
    }
}
