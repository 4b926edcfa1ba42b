package io.waybill.api.setup;

import io.waybill.api.input.Emails;
import io.waybill.launch.RequiredSettings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code create-admin EMAIL}: prints a new key of that admin as the last line of its output, with the settings of the
 * service and without starting it. It needs no Kafka.
 */
public final class CreateAdminCommand {
    /** The first argument of the service's {@code main} that asks for it. */
    public static final String NAME = "create-admin";

    private static final int DONE = 0;
    private static final int REFUSED = 2;

    private final List<String> settings;

    private CreateAdminCommand(List<String> settings) {
        this.settings = List.copyOf(settings);
    }

    /** With further settings, as {@code --name=value}, for tests. */
    static CreateAdminCommand with(List<String> settings) {
        return new CreateAdminCommand(settings);
    }

    /**
     * @param args with the name of the command
     * @return what the process is to exit with: 0 if the key was printed, 2 if it was refused
     * @throws RuntimeException if the database can't be used; the log says why
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new CreateAdminCommand(List.of()).execute(List.of(args), out, err);
    }

    int execute(List<String> args, PrintStream out, PrintStream err) {
        if (args.size() != 2 || !Emails.isAddress(args.get(1))) {
            err.println("Usage: " + NAME + " EMAIL, the admin's e-mail address.");
            return REFUSED;
        }
        try (ConfigurableApplicationContext store = open()) {
            String key = store.getBean(CreateAdmin.class).create(args.get(1)).reveal();
            err.println("The admin's key, shown only now:");
            out.println(key);
            return DONE;
        } catch (CommandRefused refused) {
            err.println(refused.getMessage());
            return REFUSED;
        }
    }

    private ConfigurableApplicationContext open() {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.datasource.hikari.maximum-pool-size=2",
                "--logging.level.root=warn",
                "--logging.level.io.waybill.audit=info"));
        arguments.addAll(settings);
        return new SpringApplicationBuilder(CreateAdminConfiguration.class)
                .properties("spring.config.name=api-service")
                .web(WebApplicationType.NONE)
                .listeners(RequiredSettings.of("api-service " + NAME).withoutKafka())
                .run(arguments.toArray(String[]::new));
    }
}
