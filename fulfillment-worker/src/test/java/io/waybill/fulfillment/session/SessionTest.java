package io.waybill.fulfillment.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waybill.fixture.TestStore;
import io.waybill.fulfillment.fixture.FakeStore;
import io.waybill.fulfillment.fixture.TestOrders;
import io.waybill.fulfillment.fixture.TestOrders.Shop;
import io.waybill.fulfillment.fixture.Worker;
import io.waybill.fulfillment.line.Line;
import io.waybill.fulfillment.line.Lines;
import io.waybill.fulfillment.line.Reservation;
import io.waybill.fulfillment.line.Share;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

class SessionTest {
    private static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        SessionSettings defaults = Binder.get(new StandardEnvironment())
                .bindOrCreate("waybill.fulfillment.session", SessionSettings.class);

        assertThat(defaults)
                .isEqualTo(new SessionSettings("worker", Duration.ofSeconds(2), Duration.ofSeconds(8), DEAD_AFTER));
    }

    @Test
    void aSessionIsFreshForItsTimeFromBeforeTheLastRenewalWasSent() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        Session session = new Session(1, now::get, Duration.ofSeconds(8), now.get());

        now.addAndGet(Duration.ofSeconds(8).toNanos() - 1);
        assertThat(session.isFresh()).isTrue();
        long sentAt = now.get();
        now.addAndGet(1);
        assertThat(session.isFresh()).isFalse();

        session.renewed(sentAt);
        assertThat(session.isFresh()).isTrue();
        session.end();
        session.renewed(now.get());
        assertThat(session.isFresh()).isFalse();
    }

    @Test
    void onlyDeadSessionsAreEndedAndAnEndedOneCanNotBeRenewed() {
        try (TestStore store = new TestStore()) {
            JdbcSessions sessions = new JdbcSessions(store.jdbc());
            long alive = sessions.open("alive");
            long dead = sessions.open("dead");
            store.jdbc()
                    .sql("update worker_session set renewed_at = now() - interval '11 seconds' where id = :id")
                    .param("id", dead)
                    .update();

            assertThat(sessions.endDead(DEAD_AFTER)).containsExactly(new JdbcSessions.Dead(dead, "dead"));
            assertThat(sessions.endDead(DEAD_AFTER)).isEmpty();
            assertThat(sessions.renewUnlessEnded(dead)).isFalse();
            assertThat(sessions.renewUnlessEnded(alive)).isTrue();
        }
    }

    @Test
    void aWorkerThatWasEndedAMomentAgoCountsForTheNextOne() {
        try (TestStore store = new TestStore()) {
            JdbcSessions sessions = new JdbcSessions(store.jdbc());
            long longGone = sessions.open("long gone");
            long gone = sessions.open("gone");
            long self = sessions.open("self");
            end(store, longGone, "3 seconds");
            end(store, gone, "0 seconds");

            List<JdbcSessions.Member> members = sessions.members(Duration.ofSeconds(2));

            assertThat(members)
                    .containsExactly(new JdbcSessions.Member(gone, 0, false), new JdbcSessions.Member(self, 0, true));
            assertThat(Sharing.part(self, members)).isEqualTo(new Share(1, 2));
        }
    }

    @Test
    void aWorkerThatComesRightAfterAnotherHasLeftTakesItsPlaceASecondLater() {
        try (TestOrders orders = new TestOrders()) {
            FakeStore fake = new FakeStore();
            long shop = orders.shop(8).providerId();
            orders.jdbc()
                    .sql("insert into worker_session (worker, ended_at) values ('gone', now() + interval '1 minute')")
                    .update();
            try (Worker worker = Worker.start(orders.dataSource(), fake)) {
                Line line = Objects.requireNonNull(worker.bean(Lines.class).find(shop));
                await().during(Duration.ofMillis(500)).until(() -> reservable(line) == 4);

                orders.jdbc()
                        .sql("update worker_session set ended_at = now() where worker = 'gone'")
                        .update();

                await().between(Duration.ofMillis(600), Duration.ofSeconds(30)).until(() -> reservable(line) == 8);
            }
        }
    }

    private static int reservable(Line line) {
        try (Reservation all = line.reserve(8)) {
            return all.size();
        }
    }

    private static void end(TestStore store, long session, String ago) {
        store.jdbc()
                .sql("update worker_session set ended_at = now() - :ago::interval where id = :id")
                .param("ago", ago)
                .param("id", session)
                .update();
    }

    @Test
    void aSessionIsNotEndedInTheMiddleOfAClaim() {
        try (TestStore store = new TestStore()) {
            JdbcSessions sessions = new JdbcSessions(store.jdbc());
            long dead = sessions.open("dead");
            store.jdbc()
                    .sql("update worker_session set renewed_at = now() - interval '11 seconds'")
                    .update();

            List<JdbcSessions.Dead> duringTheClaim = store.inTransaction(() -> {
                store.jdbc()
                        .sql("select id from worker_session for key share")
                        .query(Long.class)
                        .single();
                return CompletableFuture.supplyAsync(() -> sessions.endDead(DEAD_AFTER))
                        .join();
            });

            assertThat(duringTheClaim).isEmpty();
            assertThat(sessions.endDead(DEAD_AFTER))
                    .extracting(JdbcSessions.Dead::id)
                    .containsExactly(dead);
        }
    }

    @Test
    void nothingIsClaimedInANewSessionBeforeItIsKnownWhoElseIsThere() {
        try (TestOrders orders = new TestOrders()) {
            Shop shop = orders.shop(5);
            try (Worker worker = Worker.start(orders.dataSource(), new FakeStore())) {
                SessionKeeper keeper = worker.bean(SessionKeeper.class);
                long former = Objects.requireNonNull(keeper.fresh()).id();
                orders.jdbc()
                        .sql("alter table worker_session rename column agreed_to to out_of_sight")
                        .update();
                orders.jdbc().sql("update worker_session set ended_at = now()").update();
                await().until(() -> openSessions(orders) == 1);
                long order = orders.pending(shop, "anna");

                await().during(Duration.ofMillis(700)).until(() -> keeper.fresh() == null);
                assertThat(orders.status(order)).isEqualTo("pending");
                assertThat(openSessions(orders)).as("the same one all the time").isEqualTo(1);

                orders.jdbc()
                        .sql("alter table worker_session rename column out_of_sight to agreed_to")
                        .update();
                await().until(() -> orders.status(order).equals("completed"));
                assertThat(Objects.requireNonNull(keeper.fresh()).id()).isGreaterThan(former);
            }
        }
    }

    private static int openSessions(TestOrders orders) {
        return orders.jdbc()
                .sql("select count(*) from worker_session where ended_at is null")
                .query(Integer.class)
                .single();
    }

    @Test
    void freshnessEndsWellBeforeOthersMayEndTheSession() {
        assertThatThrownBy(
                        () -> new SessionSettings("worker", Duration.ofSeconds(2), Duration.ofSeconds(9), DEAD_AFTER))
                .hasMessageContaining("fresh-for");
        assertThatThrownBy(
                        () -> new SessionSettings("worker", Duration.ofSeconds(5), Duration.ofSeconds(8), DEAD_AFTER))
                .hasMessageContaining("renew-every");
    }
}
