package io.waybill.system;

import io.waybill.fulfillment.FulfillmentWorker;
import io.waybill.fulfillment.checkpoint.Checkpoint;
import io.waybill.launch.CarrierThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The main class of a worker under test: the real one, with a {@link Trap} as its probe. Told what to do line by line
 * on its standard input: {@code begin}, then {@code arm CHECKPOINT pass KILL|STOP}. Ends when its input does, so that
 * none outlives its test.
 */
final class FaultyWorker {
    private FaultyWorker() {}

    public static void main(String[] args) {
        CarrierThreads.makeRoom();
        Trap trap = new Trap();
        CountDownLatch begun = new CountDownLatch(1);
        Thread.ofPlatform().name("orders-of-the-test").daemon().start(() -> listen(trap, begun));
        FulfillmentWorker.application()
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean("trap", Trap.class, () -> trap);
                    beans.registerBean("standby", Standby.class, () -> new Standby(begun));
                })
                .run(args);
    }

    private static void listen(Trap trap, CountDownLatch begun) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("begin")) {
                    begun.countDown();
                } else {
                    trap.arm(Checkpoint.valueOf(words[1]), Integer.parseInt(words[2]), Trap.Spring.valueOf(words[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Starts last but for the work itself, and holds it up: so a worker stands ready when another one dies. */
    private static final class Standby implements SmartLifecycle {
        private final CountDownLatch begun;
        private volatile boolean running;

        Standby(CountDownLatch begun) {
            this.begun = begun;
        }

        @Override
        public void start() {
            try {
                begun.await();
                running = true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 1;
        }
    }
}
