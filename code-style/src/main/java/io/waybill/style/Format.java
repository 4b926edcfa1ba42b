package io.waybill.style;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares every Java file of the modules with its formatted self. {@code check} names the files that differ and ends
 * with 1; {@code apply} rewrites them.
 */
public final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(true)
            .build());

    private Format() {}

    /** A file and the text it should have. */
    private record Difference(Path file, String formatted) {}

    /** Arguments: {@code check} or {@code apply}, the folder of the project, and the only module to look at, if any. */
    public static void main(String[] arguments) {
        boolean apply =
                switch (arguments[0]) {
                    case "check" -> false;
                    case "apply" -> true;
                    default -> throw new IllegalArgumentException("-Dformat must be check or apply: " + arguments[0]);
                };
        Path project = Path.of(arguments[1]);
        String onlyModule = arguments.length > 2 ? arguments[2] : "";
        List<Difference> differences = sources(project, onlyModule).parallelStream()
                .flatMap(file -> difference(file).stream())
                .toList();
        differences.forEach(difference -> {
            System.out.println((apply ? "formatted " : "not formatted: ") + project.relativize(difference.file()));
            if (apply) {
                write(difference);
            }
        });
        if (!apply && !differences.isEmpty()) {
            System.out.println("Put them right with: mvn -q -pl code-style verify -Dformat=apply");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path project, String onlyModule) {
        try (Stream<Path> modules = Files.list(project)) {
            return modules.filter(module -> onlyModule.isEmpty() || module.endsWith(onlyModule))
                    .map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(Format::javaFiles)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + project, e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static Optional<Difference> difference(Path file) {
        try {
            String text = Files.readString(file);
            // Its own treatment of text blocks puts them left of the statement they belong to.
            String formatted = TextBlocks.indent(FORMATTER.formatSource(FORMATTER.fixImports(text)));
            return text.equals(formatted) ? Optional.empty() : Optional.of(new Difference(file, formatted));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (FormatterException e) {
            throw new IllegalStateException("Cannot format " + file, e);
        }
    }

    private static void write(Difference difference) {
        try {
            Files.writeString(difference.file(), difference.formatted());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + difference.file(), e);
        }
    }
}
