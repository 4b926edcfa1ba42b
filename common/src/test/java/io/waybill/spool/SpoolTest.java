package io.waybill.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpoolTest {
    @Test
    void what_was_written_is_read_as_often_as_one_likes() throws IOException {
        byte[] much = "0123456789".repeat(20_000).getBytes(US_ASCII);
        try (Spool spool = Spool.create()) {
            spool.write(much, much.length);
            spool.write(much, 3);

            for (int i = 0; i < 2; i++) {
                try (InputStream in = spool.open()) {
                    assertThat(in.readNBytes(much.length)).isEqualTo(much);
                    assertThat(in.readAllBytes()).isEqualTo("012".getBytes(US_ASCII));
                }
            }
        }
    }

    @Test
    void an_open_spool_has_no_name_on_disk_that_could_stay_behind() throws IOException {
        List<Path> before = spools();
        try (Spool spool = Spool.create()) {
            spool.write(new byte[100_000], 100_000);

            assertThat(before).containsAll(spools());
        }
    }

    @Test
    void a_full_disk_is_told_at_once_or_at_the_end() throws IOException {
        try (Spool spool = SpoolOnFullDisk.create()) {
            assertThatThrownBy(() -> spool.write(new byte[100_000], 100_000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the temporary file takes no more (No space left on device)");
        }
        try (Spool spool = SpoolOnFullDisk.create()) {
            spool.write(new byte[1], 1);
            assertThatThrownBy(spool::complete).isInstanceOf(IOException.class).hasMessageContaining("takes no more");
        }
    }

    private static List<Path> spools() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.toString().endsWith(".spool")).toList();
        }
    }
}
