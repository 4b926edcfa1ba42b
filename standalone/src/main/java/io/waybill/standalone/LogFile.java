package io.waybill.standalone;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where everything is logged; the console shows warnings only, so that what a newcomer has to read stays in sight. */
final class LogFile {

    private LogFile() {}

    /**
     * Sends what this process logs from now on into the file; the services, which would otherwise each set up the
     * logging, leave it alone.
     */
    static void open(Path file) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        URL settings = Objects.requireNonNull(LogFile.class.getResource("/standalone-logging.xml"));
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("file", file.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(settings);
        } catch (JoranException e) {
            throw new IllegalStateException("Cannot log to " + file, e);
        }
    }
}
