package io.waybill.provider.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.spool.Spool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamiliarBodyTest {
    private static final int BLOCK = BlockDigests.BLOCK;

    private final AtomicInteger spools = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7})
    void the_same_bytes_are_known_and_any_other_are_read_whole(int size) throws IOException {
        byte[] bytes = bytes(size);
        String digests = digests(bytes);

        assertThat(isKnown(bytes, digests)).isTrue();
        for (int place : new int[] {0, size / 2, size - 1}) {
            byte[] other = bytes.clone();
            other[place]++;
            readsWhole(other, digests);
        }
        readsWhole(Arrays.copyOf(bytes, size - 1), digests);
        readsWhole(Arrays.copyOf(bytes, size + 1), digests);
        readsWhole(Arrays.copyOf(bytes, size + BLOCK), digests);
        readsWhole(new byte[0], digests);
    }

    @Test
    void only_what_is_as_it_was_lies_on_disk() throws IOException {
        byte[] bytes = bytes(2 * BLOCK);
        readsWhole(bytes, "");
        readsWhole(bytes, digests(bytes(2 * BLOCK + 1)).replaceFirst("^.", "x"));
        assertThat(spools).hasValue(0);

        byte[] other = bytes.clone();
        other[BLOCK]++;
        readsWhole(other, digests(bytes));
        assertThat(spools).hasValue(1);
    }

    private boolean isKnown(byte[] bytes, String known) throws IOException {
        try (FamiliarBody body = body(bytes, known)) {
            return body.isKnown();
        }
    }

    private void readsWhole(byte[] bytes, String known) throws IOException {
        try (FamiliarBody body = body(bytes, known)) {
            assertThat(body.isKnown()).isFalse();
            assertThat(body.whole().readAllBytes()).isEqualTo(bytes);
            assertThat(body.digests()).isEqualTo(digests(bytes));
        }
    }

    private FamiliarBody body(byte[] bytes, String known) {
        return new FamiliarBody(new ByteArrayInputStream(bytes), known, () -> {
            spools.incrementAndGet();
            return Spool.create();
        });
    }

    private static String digests(byte[] bytes) {
        BlockDigests digests = new BlockDigests();
        digests.update(bytes, 0, bytes.length);
        return digests.text();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
