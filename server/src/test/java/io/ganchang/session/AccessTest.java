package io.ganchang.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final SessionTerms TERMS =
            new SessionTerms("919", "li", List.of("chang-kong"), null, null, null, false, null);

    private static Caller caller(Role role, String subject) {
        return new Caller("ganchang", subject, role, "live");
    }

    @Test
    void aSessionIsCommandedByItsHostItsOperatorsAndOps() {
        assertThat(Access.mayCommand(caller(Role.HOST, "li"), TERMS)).isTrue();
        assertThat(Access.mayCommand(caller(Role.HOST, "chang-kong"), TERMS)).isTrue();
        assertThat(Access.mayCommand(caller(Role.OPS, "anyone"), TERMS)).isTrue();
        assertThat(Access.mayCommand(caller(Role.HOST, "wang"), TERMS)).isFalse();
    }

    @Test
    void theRightNameInAnotherRoleCommandsNothing() {
        for (Role role : List.of(Role.VIEWER, Role.PARTNER)) {
            assertThat(Access.mayCommand(caller(role, "li"), TERMS)).isFalse();
            assertThat(Access.mayGiveTo(caller(role, "li"), "li")).isFalse();
        }
    }

    @Test
    void aSessionIsGivenByOpsToAnyoneAndByHostsToThemselves() {
        assertThat(Access.mayGiveTo(caller(Role.OPS, "duty"), "li")).isTrue();
        assertThat(Access.mayGiveTo(caller(Role.HOST, "li"), "li")).isTrue();
        assertThat(Access.mayGiveTo(caller(Role.HOST, "chang-kong"), "li")).isFalse();
    }
}
