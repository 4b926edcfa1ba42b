package io.waybill.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.checks.JdbcWalletChecks.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void a_long_piece_is_cut_and_short_ones_go_together() {
        assertThat(Piece.groups(List.of(new Piece(1, 0, 25), new Piece(2, 7, 9), new Piece(3, 0, 1)), 10))
                .containsExactly(
                        List.of(new Piece(1, 0, 10)),
                        List.of(new Piece(1, 10, 20)),
                        List.of(new Piece(1, 20, 25), new Piece(2, 7, 9), new Piece(3, 0, 1)));
    }

    @Test
    void what_pieces_share_is_there_once() {
        assertThat(Piece.groups(
                        List.of(new Piece(2, 3, 4), new Piece(1, 5, 9), new Piece(1, 0, 6), new Piece(1, 1, 2)), 100))
                .containsExactly(List.of(new Piece(1, 0, 6), new Piece(1, 6, 9), new Piece(2, 3, 4)));
    }

    @Test
    void what_is_between_pieces_is_in_no_group() {
        assertThat(Piece.groups(List.of(new Piece(1, 0, 2), new Piece(1, 5, 6)), 100))
                .containsExactly(List.of(new Piece(1, 0, 2), new Piece(1, 5, 6)));
    }
}
