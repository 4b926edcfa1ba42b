package io.waybill.api.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(60);

    @Test
    void oneClientAloneGetsHalfOfThePlaces() {
        assertThat(enterAsOftenAsPossible("flood")).isEqualTo(30);
    }

    @Test
    void whoComesLaterFindsRoomWhoeverWasThereBefore() {
        assertThat(enterAsOftenAsPossible("first")).isEqualTo(30);
        assertThat(enterAsOftenAsPossible("second")).isEqualTo(15);
        assertThat(enterAsOftenAsPossible("third")).isEqualTo(8);
        assertThat(admission.enter("fourth", 1)).isTrue();
    }

    @Test
    void aPlaceThatIsGivenBackIsFreeAgain() {
        enterAsOftenAsPossible("flood");

        admission.leave("flood", 1);

        assertThat(admission.taken()).isEqualTo(29);
        assertThat(enterAsOftenAsPossible("flood")).isEqualTo(1);
    }

    @Test
    void whatIsLargeTakesAllItsPlacesOrNone() {
        assertThat(admission.enter("large", 20)).isTrue();
        assertThat(admission.enter("large", 21)).isFalse();
        assertThat(admission.enter("large", 20)).isTrue();
        admission.leave("large", 20);
        assertThat(admission.taken()).isEqualTo(20);
    }

    @Test
    void whatIsLargerThanHalfOfAllIsTakenWhenNobodyElseIsThere() {
        assertThat(admission.enter("huge", 1_000_000)).isTrue();
        assertThat(admission.taken()).isEqualTo(30);
        admission.leave("huge", 1_000_000);
        assertThat(admission.taken()).isZero();
    }

    private int enterAsOftenAsPossible(String client) {
        int entered = 0;
        while (admission.enter(client, 1)) {
            entered++;
        }
        return entered;
    }
}
