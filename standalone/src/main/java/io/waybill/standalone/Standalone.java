package io.waybill.standalone;

import io.waybill.launch.CarrierThreads;
import io.waybill.standalone.Options.WrongOption;
import io.waybill.standalone.StopOrder.StartInterrupted;
import io.waybill.standalone.data.DataFolder;
import io.waybill.standalone.data.DemoFile;
import io.waybill.standalone.demo.DemoStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts all of Waybill in one process, and runs until it is asked to end. */
public final class Standalone {

    private static final int WRONG_OPTION = 2;
    private static final int CANNOT_START = 1;

    private Standalone() {}

    /** Exits with 2 on a wrong option and with 1 if the start fails; both say on the error stream what to do. */
    public static void main(String[] args) throws InterruptedException {
        CarrierThreads.makeRoom();
        if (List.of(args).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            run(Options.parse(args, System::getProperty));
        } catch (WrongOption e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(WRONG_OPTION);
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
            System.exit(CANNOT_START);
        } catch (StartInterrupted _) {
            // The process is ending already: nothing to add.
        }
    }

    private static void run(Options options) throws InterruptedException {
        DataFolder folder = DataFolder.take(options.data());
        LogFile.open(folder.log());
        System.out.println("Waybill is starting; what it keeps and logs is in " + options.data() + ".");
        AllInOne waybill = new AllInOne(options, folder);
        // The only hook: those of the services and of PostgreSQL would run in no order.
        Runtime.getRuntime().addShutdownHook(new Thread(waybill::close, "stop"));
        DemoFile demo = start(waybill);
        System.out.println(
                new Summary(demo, DemoStore.RESELLER_EMAIL, options.services(), options.data(), sinceJvmStart())
                        .text());
        new CountDownLatch(1).await();
    }

    private static DemoFile start(AllInOne waybill) {
        try {
            return waybill.start();
        } catch (CannotStart | StartInterrupted e) {
            throw e;
        } catch (RuntimeException e) {
            Logger log = LoggerFactory.getLogger(Standalone.class);
            log.atError().setCause(e).log("waybill did not start");
            throw new CannotStart("Waybill did not start: " + e.getMessage(), e);
        }
    }

    private static Duration sinceJvmStart() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }
}
