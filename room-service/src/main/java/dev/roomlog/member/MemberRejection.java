package dev.roomlog.member;

import dev.roomlog.events.RefusalCode;

import java.time.Duration;

/** Why someone could not sign up or in. */
public sealed interface MemberRejection {

    RefusalCode code();

    /** Also for names kept for administrators. */
    record UsernameTaken() implements MemberRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.USERNAME_TAKEN;
        }
    }

    /** The same for an unknown user name, a wrong password, and a refresh token that is no good. */
    record BadCredentials() implements MemberRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.BAD_CREDENTIALS;
        }
    }

    /**
     * Too many wrong passwords under this user name or from this address.
     *
     * @param pause until the next try
     */
    record TooManyFailures(Duration pause) implements MemberRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.RATE_LIMITED;
        }
    }

    /** This installation takes no new members by sign-up. */
    record RegistrationClosed() implements MemberRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.FORBIDDEN;
        }
    }

    /** Only for the invited here, and this invitation is none, used, or too old. */
    record NotInvited() implements MemberRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.FORBIDDEN;
        }
    }

    /** Either signed in or not, and why. */
    sealed interface Outcome {
        record Welcome(SignedIn signedIn) implements Outcome {}

        record Refused(MemberRejection why) implements Outcome {}
    }
}
