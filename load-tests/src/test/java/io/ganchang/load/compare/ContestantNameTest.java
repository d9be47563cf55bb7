package io.ganchang.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.load.baseline.Aof;
import io.ganchang.load.compare.Contestant.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContestantNameTest {

    @Test
    void aKindAloneIsAsItIsByDefault() {
        assertThat(ContestantName.parse("ganchang")).isEqualTo(Contestant.plain("ganchang", Kind.GANCHANG));
        assertThat(ContestantName.parse("echo-fsync").kind()).isEqualTo(Kind.ECHO_FSYNC);
        assertThat(ContestantName.parse("bare").wantedStatus()).isEqualTo(201);
    }

    @Test
    void optionsFollowAColon() {
        Contestant ganchang = ContestantName.parse("ganchang:aof=everysec,sold-out,loops=1,ledger=held");
        assertThat(ganchang.name()).isEqualTo("ganchang:aof=everysec,sold-out,loops=1,ledger=held");
        assertThat(ganchang.aof()).isEqualTo(Aof.EVERYSEC);
        assertThat(ganchang.wantedStatus()).isEqualTo(409);
        assertThat(ganchang.eventLoops()).isEqualTo(1);
        assertThat(ganchang.ledgerHeld()).isTrue();
        assertThat(ContestantName.parse("usual:pool=128").pool()).isEqualTo(128);
    }

    @Test
    void whoeverNamesWhenToSyncGetsARedisApartWhateverIsNamed() {
        assertThat(ContestantName.parse("ganchang").apart()).isFalse();
        for (Aof aof : Aof.values()) {
            assertThat(ContestantName.parse("ganchang:aof=" + aof.word()).apart())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gangchang | there is no system gangchang; there are ganchang, bare, usual, echo-fsync",
                "ganchang:pool=3 | ganchang has no option pool; it has aof, ledger, loops, sold-out",
                "bare:aof=off | bare has no option aof; it has loops",
                "usual:ledger=held | usual has no option ledger; it has aof, loops, pool, sold-out",
                "ganchang:aof=sometimes | aof is always, everysec or off, not \"sometimes\"",
                "ganchang:aof | aof is always, everysec or off, not nothing",
                "usual:pool=0 | pool is a number from 1 to 1024, not \"0\"",
                "usual:pool=many | pool is a number from 1 to 1024, not \"many\"",
                "ganchang:sold-out=yes | sold-out takes no value",
                "ganchang:ledger=off | ledger can be held, not \"off\"",
                "ganchang: | ganchang has no option ; it has aof, ledger, loops, sold-out",
            })
    void aBadNameIsToldWhatWouldBeRight(String name, String message) {
        assertThatThrownBy(() -> ContestantName.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
